"""A blog that is gone comes out of a web archive: its captures are listed, fetched once, and dated as captured."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from a_blog import many_posts
from a_blog_server import BlogServer, Reply, post_path, redirect, serve, wordpress

import archivesearch
from archivesearch.errors import ExtractError, SourceError

pytest.importorskip("scrapy")
from a_crawl import crawl as crawl_live

from archivesearch.cli import main
from archivesearch.crawl.cdx import captures_of
from archivesearch.crawl.plan import CrawlReport

POSTS = many_posts(5)
BLOG = "http://tides.example"


@pytest.fixture
def server() -> Iterator[BlogServer]:
    with serve() as server:
        yield server


def crawl(server: str, folder: Path, **changes: object) -> CrawlReport:
    return crawl_live(f"{BLOG}/", folder, wayback_server=server, **changes)


def wayback_machine(server: BlogServer, rows_at_a_time: int = 4) -> list[list[str]]:
    """Serves captures as the Wayback Machine does, in several parts; gives the rows of its list."""
    with serve() as blog:
        pages = wordpress(blog, POSTS)
        pages = {path: page.replace(blog.url, BLOG) for path, page in pages.items()}
    rows = [["20120304050607", f"{BLOG}{path}", "text/html", "200", f"D{path}"] for path in sorted(pages)]
    rows.append(["20090101000000", f"{BLOG}{post_path(POSTS[0])}", "text/html", "200", "OLD"])
    rows.append(["20130101000000", f"{BLOG}/logo.png", "image/png", "200", "PNG"])
    rows.append(["20130101000000", f"{BLOG}{post_path(POSTS[1])}", "text/html", "404", "GONE"])
    for path, page in pages.items():
        server.routes[f"/web/20120304050607id_/{BLOG}{path}"] = Reply(page)
    server.routes[f"/web/20090101000000id_/{BLOG}{post_path(POSTS[0])}"] = Reply(
        pages[post_path(POSTS[0])].replace("</p>", " An older wording.</p>", 1)
    )

    def answer(path: str) -> Reply | None:
        if not path.startswith("/cdx/search/cdx?"):
            return None
        asked = parse_qs(urlsplit(path).query)
        assert asked["url"] == ["tides.example/"]
        assert asked["matchType"] == ["prefix"]
        begin = int(asked.get("resumeKey", ["0"])[0])
        part = [row for row in rows[begin : begin + rows_at_a_time] if row[3] == "200"]
        more = [[], [str(begin + rows_at_a_time)]] if begin + rows_at_a_time < len(rows) else []
        names = ["timestamp", "original", "mimetype", "statuscode", "digest"]
        return Reply(json.dumps([names, *part, *more]), "application/json")

    server.otherwise = answer
    return rows


def test_the_newest_capture_of_every_page_is_fetched_and_dated_as_captured(
    server: BlogServer, tmp_path: Path
) -> None:
    wayback_machine(server)
    report = crawl(f"{server.url}/web", tmp_path)
    assert not report.problems
    assert report.stopped is None
    assert not any("logo.png" in path or "2009010100" in path for path in server.asked)
    posts = list(archivesearch.scrape(tmp_path))
    assert {post.permalink for post in posts} == {f"{BLOG}{post_path(post)}" for post in POSTS}
    captured = {str(capture.captured) for post in posts for capture in post.captures}
    assert captured == {"2012-03-04T05:06:07+00:00"}


def test_every_form_of_a_page_is_fetched_when_asked_for(server: BlogServer, tmp_path: Path) -> None:
    wayback_machine(server)
    crawl(f"{server.url}/web", tmp_path, has_all_captures=True)
    posts = {post.permalink: post for post in archivesearch.scrape(tmp_path)}
    twice = posts[f"{BLOG}{post_path(POSTS[0])}"]
    assert {str(capture.captured)[:4] for capture in twice.captures} == {"2009", "2012"}
    assert sum("id_/" in path and path.endswith(post_path(POSTS[0])) for path in server.asked) == 2
    assert "older wording" not in twice.body


def test_no_capture_is_fetched_twice_and_the_limit_is_gone_on_from(
    server: BlogServer, tmp_path: Path
) -> None:
    wayback_machine(server)
    first = crawl(f"{server.url}/web", tmp_path, limit=3)
    assert first.fetched == 3
    assert "limit" in (first.stopped or "")
    second = crawl(f"{server.url}/web", tmp_path)
    assert second.known == 3
    assert second.stopped is None
    third = crawl(f"{server.url}/web", tmp_path)
    assert third.fetched == 0
    pages = [path for path in server.asked if "id_/" in path]
    assert len(pages) == len(set(pages))


def test_a_capture_kept_at_another_time_is_followed_and_a_broken_one_is_told(
    server: BlogServer, tmp_path: Path
) -> None:
    wayback_machine(server)
    moved, broken = post_path(POSTS[2]), post_path(POSTS[3])
    page = server.routes[f"/web/20120304050607id_/{BLOG}{moved}"]
    server.routes[f"/web/20110101000000id_/{BLOG}{moved}"] = page
    server.routes[f"/web/20120304050607id_/{BLOG}{moved}"] = redirect(
        f"{server.url}/web/20110101000000id_/{BLOG}{moved}"
    )
    server.routes[f"/web/20120304050607id_/{BLOG}{broken}"] = Reply("down", status=500)
    report = crawl(f"{server.url}/web", tmp_path)
    assert [problem.where for problem in report.problems] == [
        f"{server.url}/web/20120304050607id_/{BLOG}{broken}"
    ]
    posts = {post.permalink: post for post in archivesearch.scrape(tmp_path)}
    stamps = [str(capture.captured) for capture in posts[f"{BLOG}{moved}"].captures]
    assert "2011-01-01T00:00:00+00:00" in stamps
    server.routes[f"/web/20120304050607id_/{BLOG}{broken}"] = page
    assert crawl(f"{server.url}/web", tmp_path).fetched == 1


def test_an_archive_without_the_blog_or_without_a_list_is_told(server: BlogServer, tmp_path: Path) -> None:
    server.otherwise = lambda path: Reply("[]", "application/json")
    with pytest.raises(SourceError, match=r"no captures of tides\.example/"):
        crawl(f"{server.url}/web", tmp_path)
    server.otherwise = lambda path: Reply("<html>Sorry</html>")
    with pytest.raises(SourceError, match="CDX server"):
        crawl(f"{server.url}/web", tmp_path)
    for answer in (b'{"a": 1}', b'[["timestamp"], [], []]', b"[[], [1]]", b"[" * 99_999, b"\xff\xfe"):
        with pytest.raises(ExtractError):
            captures_of(answer)


def test_the_command_fetches_and_indexes(
    server: BlogServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wayback_machine(server)
    options = ["--wayback-server", f"{server.url}/web", "--allow-private", "--delay", "0"]
    assert main(["crawl", BLOG, "--wayback", *options, "--index", str(tmp_path)]) == 0
    assert "5 posts (5 new" in capsys.readouterr().err
    assert main(["search", "--index", str(tmp_path), POSTS[0].title]) == 0


def test_the_days_on_which_a_page_looked_the_same_are_known_without_fetching_it_again(
    server: BlogServer, tmp_path: Path
) -> None:
    rows = wayback_machine(server)
    path = post_path(POSTS[1])
    for day in ("20100101000000", "20110101000000", "20110101235959"):
        rows.append([day, f"{BLOG}{path}", "text/html", "200", f"D{path}"])
    crawl(f"{server.url}/web", tmp_path)
    posts = {post.permalink: post for post in archivesearch.scrape(tmp_path)}
    own = [capture for capture in posts[f"{BLOG}{path}"].captures if capture.url == f"{BLOG}{path}"]
    assert sorted(str(capture.captured)[:10] for capture in own) == ["2010-01-01", "2011-01-01", "2012-03-04"]
    assert len([path for path in server.asked if f"id_/{BLOG}{path}" in path]) <= 1


def test_an_address_inside_an_archive_is_told_from_a_blog(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"archivesearch crawl http://tides\.example/ --wayback"):
        crawl_live(f"https://web.archive.org/web/2009/{BLOG}/", tmp_path)


@dataclass(frozen=True)
class Collection:
    """A collection that pywb serves of two crawls of one blog, between which its first post was changed."""

    url: str
    blog: str
    newer: Path  # the WARC files of the second crawl
    captures: tuple[dict[str, str], ...]  # as pywb lists them


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    # pywb wants older libraries, so it has an environment of its own: `make pywb`.
    search = os.pathsep.join((str(Path(sys.prefix, "pywb", "bin")), os.environ["PATH"]))
    wayback, manager = shutil.which("wayback", path=search), shutil.which("wb-manager", path=search)
    if not wayback or not manager:
        pytest.skip("pywb is not installed; make pywb")
    home = tmp_path_factory.mktemp("pywb")
    with serve() as blog:
        wordpress(blog, POSTS)
        crawl_live(blog.url, home / "older")
        path = post_path(POSTS[0])
        page = blog.routes[path]
        assert isinstance(page, Reply)
        time.sleep(1)  # captures are told apart by the second
        blog.routes[path] = Reply(str(page.body).replace("</p></div>", " A later word.</p></div>"))
        crawl_live(blog.url, home / "newer")
    subprocess.run([manager, "init", "tides"], cwd=home, check=True, capture_output=True)
    for crawled in ("older", "newer"):
        for file in (home / crawled).glob("*.warc.gz"):
            named = shutil.copy(file, home / f"{crawled}-{file.name}")
            subprocess.run([manager, "add", "tides", named], cwd=home, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [wayback, "-b", "127.0.0.1", "-p", str(port)], cwd=home, stderr=subprocess.DEVNULL
    ) as served:
        try:
            url = f"http://127.0.0.1:{port}/tides"
            listed = _read(f"{url}/cdx?url={blog.url}/&matchType=prefix&output=json", seconds=30).decode()
            captures = tuple(json.loads(line) for line in listed.splitlines())
            yield Collection(url, blog.url, home / "newer", captures)
        finally:
            served.terminate()


def told(source: Path) -> list[tuple[str, str | None, str]]:
    return sorted((post.permalink or "", post.title, post.body) for post in archivesearch.scrape(source))


def test_a_collection_that_pywb_serves_is_read_back(collection: Collection, tmp_path: Path) -> None:
    report = crawl_live(f"{collection.blog}/", tmp_path, wayback_server=collection.url)
    assert not report.problems
    back = told(tmp_path)
    assert len(back) == len(POSTS)
    assert back == told(collection.newer)


def test_both_forms_of_a_page_are_one_post_with_the_newer_text_and_both_days(
    collection: Collection, tmp_path: Path
) -> None:
    crawl_live(f"{collection.blog}/", tmp_path, wayback_server=collection.url, has_all_captures=True)
    assert told(tmp_path) == told(collection.newer)
    address = f"{collection.blog}{post_path(POSTS[0])}"
    (post,) = (post for post in archivesearch.scrape(tmp_path) if post.permalink == address)
    assert "A later word" in post.body
    days = {capture["timestamp"] for capture in collection.captures if capture["url"] == address}
    seen = (str(capture.captured) for capture in post.captures if capture.url == address)
    assert {"".join(filter(str.isdigit, stamp))[:14] for stamp in seen} == days
    assert len(days) == 2


def test_pages_saved_from_a_replay_are_the_posts_of_the_blog_itself(
    collection: Collection, tmp_path: Path
) -> None:
    newest = max(capture["timestamp"] for capture in collection.captures)
    for number, path in enumerate(["/", *map(post_path, POSTS)]):
        replay = _read(f"{collection.url}/{newest}mp_/{collection.blog}{path}")
        assert b"wombat.js" in replay
        assert f"{collection.url}/{newest}".encode() in replay  # its links lead into the archive
        (tmp_path / f"page-{number}.html").write_bytes(replay)
    assert told(tmp_path) == told(collection.newer)
    posts = list(archivesearch.scrape(tmp_path))
    assert all(capture.captured for post in posts for capture in post.captures)


def _read(url: str, seconds: float = 5) -> bytes:
    """What a server answers, which may still be starting."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return bytes(answer.read())
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
