"""Web archives: what a crawler kept comes out as the same posts that the saved pages give."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import re
import tracemalloc
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from a_blog import BASE_URL, POSTS, html, write_blog
from a_page import in_bounded_time
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import archivesearch
from archivesearch.capture.member import Member, OtherFile
from archivesearch.capture.reopen import reopen
from archivesearch.capture.web_archive import read_web_archive
from archivesearch.capture.zstandard import library
from archivesearch.errors import Problem
from archivesearch.model import Page, Post

ZSTD = library()
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


def told(posts: Iterable[Post]) -> list[Post]:
    """The posts without where they were found."""
    return sorted((replace(post, captures=(), found_in={}) for post in posts), key=lambda post: post.id)


def scraped_from(content: bytes, path: Path) -> Iterable[Post]:
    path.write_bytes(content)
    return archivesearch.scrape(path)


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


def test_a_packed_archive_without_a_sound_beginning_is_damaged_and_not_empty(tmp_path: Path) -> None:
    noise = b"\x1f\x8b\x08\0" + bytes(range(256))
    (tmp_path / "noise.warc.gz").write_bytes(noise)
    posts = archivesearch.scrape([tmp_path])
    assert list(posts) == []
    assert [problem.where for problem in posts.report.problems] == ["noise.warc.gz@0"]
    (tmp_path / "noise.warc.gz").write_bytes(noise + warc())
    posts = archivesearch.scrape([tmp_path])
    assert len(list(posts)) == len(POSTS)
    assert "bytes were left out" in posts.report.problems[0].reason


def test_damage_is_told_in_words_and_not_in_those_of_python(tmp_path: Path) -> None:
    (tmp_path / "cut.warc").write_bytes(
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1 200 OK"
    )
    posts = archivesearch.scrape([tmp_path])
    assert list(posts) == []
    assert "NoneType" not in str(posts.report.problems[0])


# ------------------------------------------------------------------ how texts and files are packed


def packed_answer(body: bytes, headers: list[tuple[str, str]], url: str = BASE_URL) -> bytes:
    """One answer as a crawler keeps it: the bytes as they came over the line."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True)
    answer = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    payload = io.BytesIO(body)
    writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=answer))
    return file.getvalue()


def chunked(body: bytes, size: int = 100) -> bytes:
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "BR": brotli.compress,
    "zstd": ZSTD.compress,
    "ZSTD": lambda text: ZSTD.compress(text[:99]) + ZSTD.compress(text[99:]),  # in two frames
    "identity": bytes,
}


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_text_is_unpacked_as_the_server_packed_it(coding: str, is_chunked: bool) -> None:
    body = CODINGS[coding](FRONT.encode())
    headers = [("Content-Type", "text/html"), ("Content-Encoding", coding)]
    if is_chunked:
        headers.append(("Transfer-Encoding", "Chunked"))
        body = chunked(body)
    (page,) = captured(packed_answer(body, headers))
    assert isinstance(page, Page)
    assert page.content.decode() == FRONT


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_text_that_the_crawler_had_unpacked_already_is_read_as_it_is(coding: str) -> None:
    headers = [("Content-Type", "text/html"), ("Content-Encoding", coding)]
    (page,) = captured(packed_answer(FRONT.encode(), headers))
    assert isinstance(page, Page)
    assert page.content.decode() == FRONT


def test_a_coding_that_is_not_known_is_told_by_its_name() -> None:
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "compress")]
    (problem,) = captured(packed_answer(b"\x1f\x9d" + bytes(50), headers))
    assert isinstance(problem, Problem)
    assert "'compress'" in problem.reason


@pytest.mark.parametrize(("coding", "named"), [("br", "brotli"), ("zstd", "zstd")])
@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-9], lambda text: text[: len(text) // 2] + bytes(range(255))]
)
def test_a_damaged_text_costs_only_its_record(
    coding: str, named: str, spoil: Callable[[bytes], bytes]
) -> None:
    lines = "".join(f"<p>{number * number}</p>" for number in range(20_000))
    broken = spoil(CODINGS[coding]((FRONT + lines).encode()))
    headers = [("Content-Type", "text/html"), ("Content-Encoding", coding)]
    found = captured(packed_answer(broken, headers) + warc({POSTS[0].url: POSTS[0].page}))
    assert [one.url for one in found if isinstance(one, Page)] == [POSTS[0].url]
    assert [named in one.reason for one in found if isinstance(one, Problem)] == [True]


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_a_bomb_costs_little_memory_and_is_told(coding: str) -> None:
    zeros = bytes(200 * 2**20)
    bomb = brotli.compress(zeros, quality=1) if coding == "br" else ZSTD.compress(zeros)
    del zeros
    headers = [("Content-Type", "text/html"), ("Content-Encoding", coding)]
    content = packed_answer(bomb, headers)
    tracemalloc.start()
    try:
        (problem,) = captured(content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(problem, Problem)
    assert "larger than 32 MiB" in problem.reason
    assert peak < 120 * 2**20


def test_a_feed_whose_first_chunk_ends_before_its_first_entry_is_a_feed() -> None:
    feed = b"<rss><channel><title>Tide Log</title><link>https://tide.example/log/</link>"
    feed += b"<item><title>Fog</title><link>https://tide.example/log/fog</link></item></channel></rss>"
    headers = [("Content-Type", "text/xml"), ("Transfer-Encoding", "chunked")]
    (page,) = captured(packed_answer(chunked(feed, 60), headers))
    assert isinstance(page, Page)
    assert page.media == "feed"


def zstandard_records(content: bytes, *, with_dictionary: bool = False, is_packed: bool = False) -> bytes:
    """A web archive with a frame for each record, as Archive Team keeps them, and what all frames share before them."""
    records = [b"WARC/1.0" + rest for rest in content.split(b"WARC/1.0")[1:]]
    options = {ZSTD.CompressionParameter.checksum_flag: 1}
    if not with_dictionary:
        return b"".join(ZSTD.compress(record, options=options) for record in records)
    dictionary = ZSTD.train_dict([record[at:] for record in records for at in range(0, 300, 10)], 4000)
    shared = dictionary.dict_content
    shared = ZSTD.compress(shared) if is_packed else shared
    frame = b"\x5d\x2a\x4d\x18" + len(shared).to_bytes(4, "little") + shared
    return frame + b"".join(
        ZSTD.compress(record, options=options, zstd_dict=dictionary) for record in records
    )


WHOLE = warc(is_packed=False)
PACKED_IN_ONE_PIECE = {
    "tide.warc.gz": gzip.compress(WHOLE),
    "tide.warc.bz2": bz2.compress(WHOLE),
    "tide.warc.xz": lzma.compress(WHOLE),
    "one-piece.warc.zst": ZSTD.compress(WHOLE),
    "tide.warc.zst": zstandard_records(WHOLE),
    "dictionary.warc.zst": zstandard_records(WHOLE, with_dictionary=True),
    "packed-dictionary.warc.zst": zstandard_records(WHOLE, with_dictionary=True, is_packed=True),
    "no-name": zstandard_records(WHOLE, with_dictionary=True),
}


@pytest.mark.parametrize("name", PACKED_IN_ONE_PIECE)
def test_a_web_archive_packed_in_one_piece_is_read_and_shown_like_any_other(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(PACKED_IN_ONE_PIECE[name])
    posts = archivesearch.scrape(path)
    assert told(posts) == told(scraped_from(warc(), tmp_path / "other.warc.gz"))
    assert posts.report.problems == ()
    capture = next(c for post in scraped(path) for c in post.captures if c.url == POSTS[0].url)
    assert capture.page.startswith(f"{name}@")
    assert reopen(str(path), capture.page).decode() == POSTS[0].page


ZSTANDARD = ["tide.warc.zst", "dictionary.warc.zst", "packed-dictionary.warc.zst"]


def frames_of(content: bytes) -> list[int]:
    """Where the records' frames begin: the note of the crawler, the front page, then each post."""
    starts = [mark.start() for mark in re.finditer(rb"\x28\xb5\x2f\xfd", content)]
    return starts[-2 - len(POSTS) :]


def shown_in(posts: archivesearch.Scrape) -> set[str | None]:
    return {capture.url for post in posts for capture in post.captures}


@pytest.mark.parametrize("name", ZSTANDARD)
@pytest.mark.parametrize("number", range(1, 5))
@pytest.mark.parametrize("place", ["mark", "middle", "end", "all"])
def test_damage_in_a_frame_of_a_zstandard_web_archive_costs_its_record_alone(
    name: str, number: int, place: str, tmp_path: Path
) -> None:
    content = bytearray(PACKED_IN_ONE_PIECE[name])
    starts = [*frames_of(content), len(content)]
    begin, end = starts[number], starts[number + 1]
    begin, end = {
        "mark": (begin, begin + 4),
        "middle": ((begin + end) // 2, (begin + end) // 2 + 20),
        "end": (end - 4, end),
        "all": (begin, end),
    }[place]
    content[begin:end] = b"?" * (end - begin)
    (tmp_path / name).write_bytes(content)
    posts = archivesearch.scrape(tmp_path / name)
    urls = [BASE_URL, *(post.url for post in POSTS)]
    assert shown_in(posts) == {url for url in urls if url != urls[number - 1]}
    (problem,) = posts.report.problems
    assert problem.where.startswith(f"{name}@")
    assert f"frame at byte {starts[number]:,} of the file" in problem.reason
    for url in urls:  # and each of the others is found again where it was
        captures = [
            c for post in archivesearch.scrape(tmp_path / name) for c in post.captures if c.url == url
        ]
        for capture in captures[:1]:
            assert reopen(str(tmp_path / name), capture.page).decode() == PAGES[url]


@pytest.mark.parametrize("name", ZSTANDARD)
def test_what_can_be_read_of_a_zstandard_web_archive_full_of_damage_is_read(
    name: str, tmp_path: Path
) -> None:
    pages = {
        f"{BASE_URL}{number}": f"<h1>Entry {number}</h1><p>Gulls: {number * 7919}." for number in range(90)
    }
    content = bytearray(zstandard_records(warc(pages, is_packed=False), with_dictionary="dictionary" in name))
    starts = [mark.start() for mark in re.finditer(rb"\x28\xb5\x2f\xfd", content)][-90:]
    for start in starts[::3]:
        content[start + 20 : start + 24] = b"????"
    (tmp_path / name).write_bytes(content + starts[0].to_bytes(9))
    posts = archivesearch.scrape(tmp_path / name)
    assert shown_in(posts) == {url for number, url in enumerate(pages) if number % 3}
    assert len(posts.report.problems) == 31
    assert "no frame follows" in posts.report.problems[-1].reason


def test_a_zstandard_web_archive_cut_off_is_read_to_its_last_whole_record(tmp_path: Path) -> None:
    for name in ZSTANDARD:
        content = PACKED_IN_ONE_PIECE[name]
        for cut in (5, 30, 60):
            (tmp_path / name).write_bytes(content[:-cut])
            posts = archivesearch.scrape(tmp_path / name)
            assert shown_in(posts) == {BASE_URL, *(post.url for post in POSTS[:-1])}
            (problem,) = posts.report.problems
            assert "ends in the middle" in problem.reason


def test_of_a_web_archive_in_one_frame_what_stands_before_the_damage_is_read(tmp_path: Path) -> None:
    chance = random.Random(7)
    pages = {f"{BASE_URL}{number}": f"<p>{chance.randbytes(4000).hex()}" for number in range(60)}
    content = bytearray(ZSTD.compress(warc(pages, is_packed=False)))
    middle = len(content) // 2
    content[middle : middle + 2000] = bytes(2000)
    posts = scraped_from(bytes(content), tmp_path / "tide.warc.zst")
    assert isinstance(posts, archivesearch.Scrape)
    assert len(shown_in(posts)) >= 14  # blocks have 128 KiB
    (problem,) = posts.report.problems
    assert "no frame follows" in problem.reason


def test_marks_without_frames_in_a_zstandard_file_take_no_time(tmp_path: Path) -> None:
    content = PACKED_IN_ONE_PIECE["tide.warc.zst"]
    cut = frames_of(content)[2]
    with in_bounded_time():
        posts = scraped_from(content[:cut] + b"\x28\xb5\x2f\xfd" * 400_000, tmp_path / "tide.warc.zst")
        assert isinstance(posts, archivesearch.Scrape)
        assert shown_in(posts) >= {BASE_URL}
    assert posts.report.problems != ()


def test_a_damaged_dictionary_is_told(tmp_path: Path) -> None:
    content = PACKED_IN_ONE_PIECE["packed-dictionary.warc.zst"]
    (tmp_path / "tide.warc.zst").write_bytes(content[:20] + b"?" * 20 + content[40:])
    posts = archivesearch.scrape(tmp_path / "tide.warc.zst")
    assert list(posts) == []
    assert ["its dictionary is damaged" in problem.reason for problem in posts.report.problems] == [True]


def test_addresses_between_angle_brackets_as_old_wget_writes_them_are_addresses() -> None:
    record = warc({POSTS[0].url: POSTS[0].page}, is_packed=False)
    old = record.replace(POSTS[0].url.encode() + b"\r\n", b"<" + POSTS[0].url.encode() + b">\r\n", 1)
    assert old != record
    assert [one.url for one in captured(old) if isinstance(one, Page)] == [POSTS[0].url]


def test_a_record_longer_than_it_says_is_told_and_nothing_else_is_printed(
    capfd: pytest.CaptureFixture[str],
) -> None:
    whole = warc({POSTS[0].url: POSTS[0].page, POSTS[1].url: POSTS[1].page}, is_packed=False)
    at = whole.index(b"\r\n\r\nWARC/", whole.index(POSTS[0].url.encode()))
    found = captured(whole[:at] + b"and more" + whole[at:])
    assert [one.url for one in found if isinstance(one, Page)] == [POSTS[0].url, POSTS[1].url]
    assert ["longer than it says" in one.reason for one in found if isinstance(one, Problem)] == [True]
    assert capfd.readouterr() == ("", "")


PLACES = st.floats(
    0, 1, exclude_max=True
)  # in the file, whose length differs from run to run: records have random ids


@given(st.booleans(), st.lists(st.tuples(PLACES, st.integers(0, 255)), max_size=6), PLACES)
def test_no_damage_raises_or_hangs(is_packed: bool, damage: list[tuple[float, int]], end: float) -> None:
    whole = bytearray(warc({BASE_URL: FRONT}, is_packed=is_packed))
    for place, byte in damage:
        whole[int(place * len(whole))] = byte
    captured(bytes(whole[: int(end * len(whole))] if end > 0.2 else whole))


@pytest.mark.parametrize("is_packed", [False, True])
def test_an_arc_file_gives_its_pages_with_addresses_and_days(is_packed: bool) -> None:
    """As crawlers wrote them before 2009: a line of five fields before each answer, packed record by record."""
    head = b"1 0 Alexa\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [b"filedesc://tide.arc 0.0.0.0 20010101000000 text/plain %d\n%b\n" % (len(head) - 1, head)]
    for url, page in PAGES.items():
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
        line = f"{url} 192.0.2.1 20020304050607 text/html {len(answer)}\n"
        parts.append(line.encode() + answer + b"\n")
    content = b"".join(map(gzip.compress, parts) if is_packed else parts)
    found = captured(content)
    assert [one for one in found if isinstance(one, Problem)] == []
    pages = [one for one in found if isinstance(one, Page)]
    assert {page.url: page.content.decode() for page in pages} == PAGES
    assert {str(page.captured) for page in pages} == {"2002-03-04T05:06:07+00:00"}
