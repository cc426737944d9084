"""One blog, however it was kept: a folder, packed, archived or mirrored by real tools. The posts are the same records.

That a crawl gives them too is told by test_crawl.py.
"""

from __future__ import annotations

import gzip
import http.client
import os
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from a_blog import many_posts
from a_blog_server import BlogServer, Reply, serve, wordpress
from test_web_archives import told

import archivesearch
from archivesearch.model import Post

POSTS = many_posts(9)
SECONDS = 120


@pytest.fixture(scope="module")
def server() -> Iterator[BlogServer]:
    with serve() as server:
        wordpress(server, POSTS)
        yield server


@pytest.fixture(scope="module")
def folder(server: BlogServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    for path, page in wordpress(server, POSTS).items():
        place = folder / path.strip("/") / "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page, encoding="utf-8")
    feed = server.routes["/feed/"]
    assert isinstance(feed, Reply)
    (folder / "feed.xml").write_text(str(feed.body), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(server: BlogServer, folder: Path) -> list[Post]:
    posts = told(archivesearch.scrape(folder, base_url=server.url))
    assert len(posts) == len(POSTS)
    return posts


def ran(tool: str, *arguments: str, into: Path) -> None:
    """Runs a tool as a user would; skips the test where it is not installed. Its exit code tells of missing pictures too."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    environment = {**os.environ, "no_proxy": "*", "http_proxy": ""}
    subprocess.run(
        [tool, *arguments], cwd=into, env=environment, capture_output=True, timeout=SECONDS, check=False
    )


def zipped(folder: Path, server: BlogServer, into: Path) -> Path:
    with zipfile.ZipFile(into / "kept.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*.*ml")):
            packed.write(path, path.relative_to(folder))
    return into / "kept.zip"


def tarred(folder: Path, server: BlogServer, into: Path) -> Path:
    with tarfile.open(into / "kept.tar.xz", "w:xz") as packed:
        packed.add(folder, "kept")
    return into / "kept.tar.xz"


def wget_warc(folder: Path, server: BlogServer, into: Path) -> Path:
    ran(
        "wget",
        "-q",
        "-r",
        "-l",
        "inf",
        "--warc-file=kept",
        "--delete-after",
        "-P",
        "gone",
        f"{server.url}/",
        into=into,
    )
    return into / "kept.warc.gz"


def wget_plain_warc(folder: Path, server: BlogServer, into: Path) -> Path:
    more = ("--no-warc-compression", "--warc-cdx", "--delete-after", "-P", "gone")
    ran("wget", "-q", "-r", "-l", "inf", "--warc-file=kept", *more, f"{server.url}/", into=into)
    return into / "kept.warc"


def wget_mirror(folder: Path, server: BlogServer, into: Path) -> Path:
    ran("wget", "-q", "-r", "-l", "inf", f"{server.url}/", into=into)
    return into


def wget_offline_mirror(folder: Path, server: BlogServer, into: Path) -> Path:
    """As the manual advises for reading offline: links made relative, names that end in .html."""
    ran("wget", "-q", "-r", "-l", "inf", "-E", "-k", "-p", f"{server.url}/", into=into)
    return into


def httrack(folder: Path, server: BlogServer, into: Path) -> Path:
    ran(
        "httrack",
        f"{server.url}/",
        "-O",
        str(into),
        "-q",
        "-%v0",
        "-s0",
        "-%c100",
        "--disable-security-limits",
        into=into,
    )
    return into


def warcio_capture(folder: Path, server: BlogServer, into: Path) -> Path:
    """What warcio's own recorder keeps of a client that asks for each page."""
    from warcio.capture_http import capture_http

    where = urlsplit(server.url)
    with capture_http(str(into / "kept.warc.gz")):
        client = http.client.HTTPConnection(where.netloc)
        for path in [*wordpress(server, POSTS), "/feed/"]:
            client.request("GET", path)
            client.getresponse().read()
        client.close()
    return into / "kept.warc.gz"


def wacz(folder: Path, server: BlogServer, into: Path) -> Path:
    """The layout of WACZ 1.1: the archive stored unpacked-ready, its index and its description beside it."""
    archive = warcio_capture(folder, server, into)
    with zipfile.ZipFile(into / "kept.wacz", "w", zipfile.ZIP_STORED) as packed:
        packed.write(archive, "archive/data.warc.gz")
        packed.writestr("indexes/index.cdx.gz", gzip.compress(b"org,example)/ 2009 {}\n"))
        packed.writestr(
            "pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n'
        )
        packed.writestr("datapackage.json", '{"profile": "data-package", "wacz_version": "1.1.1"}')
    archive.unlink()
    return into / "kept.wacz"


def packed_whole(folder: Path, server: BlogServer, into: Path) -> Path:
    """What a person makes of a WARC file with gzip."""
    archive = warcio_capture(folder, server, into)
    archive.write_bytes(gzip.compress(gzip.decompress(archive.read_bytes())))
    return archive


KEPT: dict[str, Callable[[Path, BlogServer, Path], Path]] = {
    make.__name__: make
    for make in (
        zipped,
        tarred,
        wget_warc,
        wget_plain_warc,
        wget_mirror,
        wget_offline_mirror,
        httrack,
        warcio_capture,
        wacz,
        packed_whole,
    )
}


@pytest.mark.parametrize("how", KEPT)
def test_the_posts_are_those_of_the_folder_but_for_their_provenance(
    server: BlogServer, folder: Path, expected: list[Post], tmp_path: Path, how: str
) -> None:
    source = KEPT[how](folder, server, tmp_path)
    posts = archivesearch.scrape(source, base_url=server.url)
    assert told(posts) == expected
    assert posts.report.problems == ()


def test_all_of_them_together_are_still_the_same_posts(
    server: BlogServer, folder: Path, expected: list[Post], tmp_path: Path
) -> None:
    sources = [folder]
    for make in (zipped, tarred, warcio_capture):
        (tmp_path / make.__name__).mkdir()
        sources.append(make(folder, server, tmp_path / make.__name__))
    assert told(archivesearch.scrape(sources, base_url=server.url)) == expected


@pytest.mark.parametrize("make", [wget_warc, wget_mirror, warcio_capture])
def test_archives_and_mirrors_know_their_addresses_without_being_told(
    server: BlogServer, folder: Path, expected: list[Post], tmp_path: Path, make: Callable[..., Path]
) -> None:
    assert told(archivesearch.scrape(make(folder, server, tmp_path))) == expected


def test_every_capture_of_a_real_archive_can_be_shown_again(
    server: BlogServer, folder: Path, tmp_path: Path
) -> None:
    source = wget_warc(folder, server, tmp_path)
    pages = wordpress(server, POSTS)
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        archive.index(source)
    with archivesearch.open(tmp_path / "index") as archive:
        for post in archive.posts():
            capture, content = archive.source(post)
            assert capture.page.startswith("kept.warc.gz@")
            assert content.decode() == pages[urlsplit(capture.url or "").path]


def test_a_second_recording_that_keeps_only_what_is_new_adds_captures_of_the_same_posts(
    server: BlogServer, expected: list[Post], tmp_path: Path
) -> None:
    for name, more in (("a", ["--warc-cdx"]), ("b", ["--warc-dedup=a.cdx"])):
        options = [
            "-q",
            "-r",
            "-l",
            "inf",
            f"--warc-file={name}",
            "--delete-after",
            "-P",
            f"gone-{name}",
            *more,
        ]
        ran("wget", *options, f"{server.url}/", into=tmp_path)
    posts = archivesearch.scrape(tmp_path)
    found = list(posts)
    assert told(found) == expected
    for post in found:
        pages = [capture.page.partition("@")[0] for capture in post.captures]
        assert pages.count("a.warc.gz") == pages.count("b.warc.gz")
