"""Saved pages come out of a folder in stable order, with addresses, and nothing goes missing silently."""

from __future__ import annotations

import os
import time
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivesearch.capture.address import page_url
from archivesearch.capture.folder import capture
from archivesearch.capture.kinds import SNIFFED_BYTES, is_html, xml_kind
from archivesearch.capture.member import MAX_PAGE_BYTES, Captured, OtherFile
from archivesearch.errors import Problem, SourceError
from archivesearch.model import Page

HTML = b"<!DOCTYPE html><html><head><title>x</title></head><body><p>x</p></body></html>"


def write(folder: Path, name: str, content: bytes = HTML) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def pages(found: list[Captured]) -> list[str]:
    return [item.path for item in found if isinstance(item, Page)]


def kinds(found: list[Captured]) -> Counter[str]:
    return Counter(item.kind for item in found if isinstance(item, OtherFile))


def problems(found: list[Captured]) -> list[Problem]:
    return [item for item in found if isinstance(item, Problem)]


def test_pages_at_any_depth_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    names = ["b.html", "a/z.htm", "a/b/c.xhtml", "a.php", "default.aspx", "old.ASP", "post.txt", "x.md"]
    for name in names:
        write(tmp_path, name)
    expected = ["a/b/c.xhtml", "a/z.htm", "a.php", "b.html", "default.aspx", "old.ASP", "post.txt", "x.md"]
    assert pages(list(capture(tmp_path))) == expected
    assert list(capture(tmp_path)) == list(capture(str(tmp_path)))


def test_a_page_carries_its_bytes_and_no_invented_time(tmp_path: Path) -> None:
    write(tmp_path, "a.html", b"<p>\xe4")
    assert list(capture(tmp_path)) == [Page(content=b"<p>\xe4", path="a.html")]


def test_the_base_url_gives_each_page_its_address(tmp_path: Path) -> None:
    for name in ["2009/sep tember.html", "größe.html", "100%.html", "index.php?p=12&a=b c", "why?.html"]:
        write(tmp_path, name)
    found = {p.path: p for p in capture(tmp_path, "https://tide.example/log") if isinstance(p, Page)}
    assert {path: page.url for path, page in found.items()} == {
        "2009/sep tember.html": "https://tide.example/log/2009/sep%20tember.html",
        "größe.html": "https://tide.example/log/gr%C3%B6%C3%9Fe.html",
        "100%.html": "https://tide.example/log/100%25.html",
        "index.php?p=12&a=b c": "https://tide.example/log/index.php?p=12&a=b%20c",
        "why?.html": "https://tide.example/log/why%3F.html",
    }
    assert {page.base_url for page in found.values()} == {"https://tide.example/log"}


@given(st.binary(min_size=1, max_size=30))
def test_every_path_gives_an_address_of_plain_ascii(path: bytes) -> None:
    url = page_url("https://tide.example/", path)
    assert url.isascii()
    assert url.isprintable()
    assert " " not in url


@pytest.mark.parametrize(
    "base_url", ["tide.example", "/log", "ftp://tide.example/", "http://", "https://[", ""]
)
def test_a_base_url_that_is_no_web_address_is_refused_with_an_example(tmp_path: Path, base_url: str) -> None:
    with pytest.raises(SourceError, match="no web address; write it like https://host/blog/"):
        capture(tmp_path, base_url)


def test_files_that_are_no_pages_are_counted_by_kind(tmp_path: Path) -> None:
    for name in [
        "a.css",
        "b.js",
        "c.PNG",
        "d.jpg",
        "robots.txt",
        "humans.txt",
        "README.md",
        "LICENSE",
        ".DS_Store",
    ]:
        write(tmp_path, name, b"some text")
    write(tmp_path, "feed.xml", b'<?xml version="1.0"?>\n<rss version="2.0"><channel/></rss>')
    write(tmp_path, "atom", b'<feed xmlns="http://www.w3.org/2005/Atom"/>')
    write(tmp_path, "sitemap.xml", b'<?xml version="1.0"?><!-- x --><urlset xmlns="http://x"/>')
    write(tmp_path, "other.xml", b'<?xml version="1.0"?><notes/>')
    write(tmp_path, "GetRss.aspx", b'<?xml version="1.0"?><rss/>')
    write(tmp_path, "blob", b"\x00\x01\x02")
    write(tmp_path, ".git/page.html")
    found = list(capture(tmp_path))
    assert pages(found) == []
    assert problems(found) == []
    assert kinds(found) == {
        "stylesheet": 1,
        "script": 1,
        "image": 2,
        "site file": 4,
        "hidden file": 1,
        "hidden folder": 1,
        "feed": 3,
        "sitemap": 1,
        "XML file": 1,
        "unknown file": 1,
    }


@pytest.mark.parametrize(
    "content",
    [
        HTML,
        b"\xef\xbb\xbf  \n<html lang=en>",
        b"<!-- saved from url=(0023)https://tide.example/ -->\n<!doctype HTML>",
        b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "x"><html/>',
        "\ufeff<html><body>".encode("utf-16-le"),
        b"<HEAD><TITLE>x",
    ],
)
def test_a_page_without_a_telling_name_is_known_by_its_content(tmp_path: Path, content: bytes) -> None:
    for name in ["PermaLink,guid,6f0c", "view.cgi", "index.html@p=3", "saved.txt", "page.xml"]:
        write(tmp_path, name, content)
    found = list(capture(tmp_path))
    assert len(pages(found)) == 5
    assert {page.media for page in found if isinstance(page, Page)} == {"html"}


def test_plain_text_and_markdown_are_told_apart(tmp_path: Path) -> None:
    for name in ["a.txt", "b.md", "c.markdown", "d.html"]:
        write(tmp_path, name, b"Nine days of fog.")
    media = [item.media for item in capture(tmp_path) if isinstance(item, Page)]
    assert media == ["text", "markdown", "markdown", "html"]


def test_a_single_file_is_a_source(tmp_path: Path) -> None:
    path = write(tmp_path, "deep/lamp.html")
    assert list(capture(path, "https://tide.example/")) == [
        Page(
            HTML,
            "lamp.html",
            "https://tide.example/lamp.html",
            base_url="https://tide.example/",
            is_source=True,
        )
    ]


def test_an_empty_page_is_still_a_page(tmp_path: Path) -> None:
    write(tmp_path, "empty.html", b"")
    assert list(capture(tmp_path)) == [Page(b"", "empty.html")]


def test_links_are_followed_only_to_files_inside_the_source(tmp_path: Path) -> None:
    source = tmp_path / "source"
    write(source, "a/page.html")
    secret = write(tmp_path, "secret.html")
    (source / "alias.html").symlink_to("a/page.html")
    (source / "out.html").symlink_to(secret)
    (source / "out").symlink_to(tmp_path)
    (source / "a" / "loop").symlink_to(source)
    (source / "self").symlink_to("self")
    (source / "gone.html").symlink_to("nowhere")
    found = list(capture(source))
    assert pages(found) == ["a/page.html", "alias.html"]
    assert kinds(found) == {"link out of the source": 2, "link to a folder": 1, "broken link": 2}


def test_a_source_may_itself_be_a_link(tmp_path: Path) -> None:
    write(tmp_path, "real/page.html")
    (tmp_path / "link").symlink_to("real")
    assert pages(list(capture(tmp_path / "link"))) == ["page.html"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system here")
def test_a_pipe_never_hangs_the_walk(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    write(tmp_path, "z.html")
    found = list(capture(tmp_path))
    assert pages(found) == ["z.html"]
    assert kinds(found) == {"special file": 1}
    with pytest.raises(SourceError, match="neither a folder nor a file"):
        capture(tmp_path / "pipe.html")


def test_a_page_that_is_too_large_is_a_problem_with_the_bound(tmp_path: Path) -> None:
    with write(tmp_path, "huge.html").open("r+b") as file:
        file.truncate(MAX_PAGE_BYTES + 1)
    write(tmp_path, "z.html")
    found = list(capture(tmp_path))
    assert pages(found) == ["z.html"]
    [problem] = problems(found)
    assert problem.where == "huge.html"
    assert "larger than 32 MiB" in problem.reason


def test_a_page_that_goes_away_during_the_walk_is_a_problem_and_the_walk_goes_on(tmp_path: Path) -> None:
    for name in ["a.html", "b.html", "c.html"]:
        write(tmp_path, name)
    walk = capture(tmp_path)
    first = next(walk)
    (tmp_path / "b.html").unlink()  # proof, too, that pages are read one by one
    rest = list(walk)
    assert pages([first, *rest]) == ["a.html", "c.html"]
    [problem] = problems(rest)
    assert str(problem) == "b.html: capture: cannot be read (No such file or directory)"


@pytest.mark.parametrize("source", ["nowhere", "nowhere/at/all.html", "bad\0name"])
def test_a_source_that_does_not_exist_is_an_error_at_once(tmp_path: Path, source: str) -> None:
    with pytest.raises(SourceError, match=r"there is no such folder or file|not a path"):
        capture(str(tmp_path / source))


def test_an_address_as_a_source_says_what_to_do() -> None:
    with pytest.raises(SourceError, match="an address; save the page"):
        capture("https://tide.example/log/")


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_not_utf8_can_be_printed_and_has_an_address(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.html")).write_bytes(HTML)
    except OSError:
        pytest.skip("this file system takes only UTF-8")
    [page] = capture(tmp_path, "https://tide.example/")
    assert isinstance(page, Page)
    assert page.path == r"caf\xe9.html"
    assert page.url == "https://tide.example/caf%E9.html"


def test_memory_does_not_grow_with_the_folder(tmp_path: Path) -> None:
    size = 200_000
    for number in range(100):
        write(tmp_path, f"{number % 7}/{number}.html", HTML + b" " * size)
    tracemalloc.start()
    try:
        count = sum(isinstance(item, Page) for item in capture(tmp_path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 100
    assert peak < 10 * size


@pytest.mark.parametrize("piece", [b" ", b"<!--", b"<!-- -->", b"<?", b"<?a?>", b"<!doctype ", b"\0", b"<"])
def test_no_beginning_of_a_file_takes_long_to_recognise(piece: bytes) -> None:
    head = (piece * SNIFFED_BYTES)[:SNIFFED_BYTES]
    begin = time.process_time()
    is_html(head)
    xml_kind(head)
    assert time.process_time() - begin < 0.5


@given(st.binary(max_size=200))
def test_any_beginning_of_a_file_is_recognised_without_an_error(head: bytes) -> None:
    assert is_html(head) in (True, False)
    assert xml_kind(head) is None or isinstance(xml_kind(head), str)
