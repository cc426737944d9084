"""Web archives: what a crawler kept comes out as the same posts that the saved pages give."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from a_blog import BASE_URL, POSTS, html, write_blog
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import archivesearch
from archivesearch.capture.member import Member, OtherFile
from archivesearch.capture.web_archive import read_web_archive
from archivesearch.errors import Problem
from archivesearch.model import Page, Post

FRONT = html("Tide Log", "\n".join(post.entry for post in reversed(POSTS)))
PAGES = {BASE_URL: FRONT, **{post.url: post.page for post in POSTS}}


def warc(
    pages: dict[str, str] = PAGES,
    *,
    date: str = "2012-03-04T05:06:07Z",
    status: str = "200 OK",
    content_type: str = "text/html; charset=utf-8",
    is_packed: bool = True,
) -> bytes:
    """The pages as a crawler keeps them: a record each."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=is_packed)
    writer.write_record(writer.create_warcinfo_record("tide.warc", {"software": "a test"}))
    for url, page in pages.items():
        headers = StatusAndHeaders(status, [("Content-Type", content_type)], protocol="HTTP/1.1")
        body = page.encode("latin-1" if "latin" in content_type else "utf-8")
        writer.write_record(
            writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": date},
            )
        )
    return file.getvalue()


def scraped(source: Path, base_url: str | None = BASE_URL) -> list[Post]:
    posts = archivesearch.scrape([source], base_url=base_url)
    found = sorted(posts, key=lambda post: post.permalink or "")
    assert posts.report.problems == ()
    return found


def captured(content: bytes) -> list[Page | OtherFile | Problem]:
    return list(read_web_archive(Member("tide.warc.gz", lambda: io.BytesIO(content))))


@pytest.mark.parametrize(("name", "is_packed"), [("tide.warc.gz", True), ("tide.warc", False)])
def test_a_web_archive_gives_the_posts_that_a_folder_of_its_pages_gives(
    tmp_path: Path, name: str, is_packed: bool
) -> None:
    (tmp_path / name).write_bytes(warc(is_packed=is_packed))
    from_warc = scraped(tmp_path / name)
    from_folder = scraped(write_blog(tmp_path / "saved"))
    assert len(from_warc) == len(POSTS)
    assert [replace(post, captures=()) for post in from_warc] == [
        replace(post, captures=()) for post in from_folder
    ]


def test_a_web_archive_inside_a_folder_needs_no_base_url(tmp_path: Path) -> None:
    (tmp_path / "tide.warc.gz").write_bytes(warc())
    posts = scraped(tmp_path, base_url=None)
    assert [post.permalink for post in posts] == sorted(post.url for post in POSTS)
    assert {post.blog for post in posts} == {"tide.example"}


def test_every_capture_is_kept_with_its_day_and_its_place_in_the_file(tmp_path: Path) -> None:
    later = {POSTS[0].url: POSTS[0].page.replace("eight seconds", "nine seconds")}
    (tmp_path / "a.warc.gz").write_bytes(warc() + warc(later, date="2015-01-02T03:04:05Z"))
    lamp = next(post for post in scraped(tmp_path, base_url=None) if post.permalink == POSTS[0].url)
    assert "nine seconds" in lamp.body
    assert {str(capture.captured) for capture in lamp.captures} == {
        "2012-03-04T05:06:07+00:00",
        "2015-01-02T03:04:05+00:00",
    }
    assert all(capture.page.startswith("a.warc.gz@") for capture in lamp.captures)


def test_the_character_set_of_the_http_header_counts() -> None:
    pages = captured(warc({BASE_URL: "<p>pão</p>"}, content_type="text/html; charset=latin-1"))
    assert [page.charset for page in pages if isinstance(page, Page)] == ["latin-1"]


@pytest.mark.parametrize(
    ("status", "content_type", "kind"),
    [
        ("301 Moved", "text/html", "redirect"),
        ("404 Not Found", "text/html", "error answer"),
        ("200 OK", "image/png", "image"),
        ("200 OK", "text/css", "other file"),
    ],
)
def test_what_is_no_page_is_counted_by_kind(status: str, content_type: str, kind: str) -> None:
    found = captured(warc({BASE_URL: "body { }"}, status=status, content_type=content_type))
    assert [one.kind for one in found if isinstance(one, OtherFile)] == [kind]
    assert not any(isinstance(one, Page) for one in found)


def test_a_cut_off_archive_gives_what_is_whole_and_says_that_it_is_damaged(tmp_path: Path) -> None:
    whole = warc()
    (tmp_path / "cut.warc.gz").write_bytes(whole[: len(whole) * 2 // 3])
    posts = archivesearch.scrape([tmp_path])
    assert 0 < len(list(posts)) < len(POSTS) + 1
    assert all(problem.where.startswith("cut.warc.gz@") for problem in posts.report.problems)
    assert posts.report.problems


def test_a_file_that_only_bears_the_name_is_a_problem_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "note.warc").write_text("bought bread, and lamp oil")
    posts = archivesearch.scrape([tmp_path])
    assert list(posts) == []
    assert [problem.where for problem in posts.report.problems] == ["note.warc"]


PLACES = st.floats(
    0, 1, exclude_max=True
)  # in the file, whose length differs from run to run: records have random ids


@given(st.booleans(), st.lists(st.tuples(PLACES, st.integers(0, 255)), max_size=6), PLACES)
def test_no_damage_raises_or_hangs(is_packed: bool, damage: list[tuple[float, int]], end: float) -> None:
    whole = bytearray(warc({BASE_URL: FRONT}, is_packed=is_packed))
    for place, byte in damage:
        whole[int(place * len(whole))] = byte
    captured(bytes(whole[: int(end * len(whole))] if end > 0.2 else whole))
