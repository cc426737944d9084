"""A blog is crawled politely, completely, and never twice; what is no blog page is left alone."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from a_blog import html, many_posts
from a_blog_server import BlogServer, Reply, post_path, serve, sitemap, wordpress

import archivesearch
from archivesearch.errors import LockedError, SourceError
from archivesearch.records import post_to_line
from archivesearch.store.lock import WriterLock

pytest.importorskip("scrapy")
from a_crawl import crawl
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archivesearch.crawl.plan import CrawlPlan
from archivesearch.crawl.private import is_private_address, is_private_literal
from archivesearch.crawl.run import crawl_blog

POSTS = many_posts(9)


@pytest.fixture
def server() -> Iterator[BlogServer]:
    with serve() as server:
        yield server


def test_every_post_is_fetched_once_and_the_second_run_asks_only_whether_something_changed(
    server: BlogServer, tmp_path: Path
) -> None:
    wordpress(server, POSTS)
    first = crawl(server.url, tmp_path)
    assert not first.problems
    assert all(server.times_asked(post_path(post)) == 1 for post in POSTS)
    assert len(server.asked) == len(set(server.asked))
    assert server.most_at_once == 1
    server.forget()
    assert crawl(server.url, tmp_path).fetched == 0
    assert set(server.asked) == {
        "/robots.txt", "/", "/feed/", "/wp-sitemap.xml", "/wp-sitemap-posts-1.xml",
    }  # fmt: skip
    assert len(server.answers(304)) == 4


def test_a_blog_without_a_sitemap_is_found_through_its_older_posts_links(
    server: BlogServer, tmp_path: Path
) -> None:
    wordpress(server, POSTS, has_sitemap=False)
    crawl(server.url, tmp_path)
    assert all(server.times_asked(post_path(post)) == 1 for post in POSTS)


def test_a_killed_crawl_goes_on_where_it_was(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS)
    server.pause_seconds = 0.05
    command = [sys.executable, "-m", "archivesearch", "crawl", f"{server.url}/", "--index", str(tmp_path)]
    command += ["--delay", "0", "--allow-private", "--no-index", "--quiet"]
    with subprocess.Popen(command, start_new_session=True) as process:
        while len(server.asked) < 8:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
    subprocess.run(command, check=True)
    twice = [path for path in set(server.asked) if server.times_asked(path) > 1 and path != "/robots.txt"]
    assert len(twice) <= 1  # the one under way
    assert all(server.times_asked(post_path(post)) for post in POSTS)
    posts = archivesearch.scrape(tmp_path / "crawls")
    assert len(list(posts)) == len(POSTS)
    assert not posts.report.problems  # the record under way was cut off whole


def test_an_endless_calendar_and_an_endless_query_come_to_an_end(server: BlogServer, tmp_path: Path) -> None:
    def trap(path: str) -> Reply | None:
        if not path.startswith(("/calendar/", "/?view=")):
            return None
        number = int(path.rpartition("-")[2]) + 1
        links = f'<a href="/calendar/month-{number}">next</a><a href="/?view=a-{number}">view</a>'
        return Reply(html("Calendar", links))

    server.otherwise = trap
    pages = wordpress(server, POSTS)
    entrance = '<a href="/calendar/month-0">Calendar</a></body>'
    server.routes["/"] = Reply(pages["/"].replace("</body>", entrance))
    report = crawl(server.url, tmp_path)
    assert 5 < sum(path.startswith(("/calendar/", "/?view=")) for path in server.asked) < 60
    assert report.skipped["lists like others that showed no new post"] > 0


def test_a_private_blog_is_refused_unless_it_is_asked_for(server: BlogServer, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="--allow-private"):
        crawl_blog(CrawlPlan(f"{server.url}/", str(tmp_path)))
    assert server.asked == []


def test_a_trap_of_pages_that_look_like_posts_comes_to_an_end(server: BlogServer, tmp_path: Path) -> None:
    def trap(path: str) -> Reply | None:
        if not path.startswith("/2007/08/never-"):
            return None
        number = int(path.rpartition("-")[2])
        links = "".join(
            f'<a href="/2007/08/never-{number * 3 + step}">Go on to {step}</a>' for step in range(3)
        )
        return Reply(html(f"Never {number}", f"<p>You are visitor {number}.</p>{links}"))

    server.otherwise = trap
    pages = wordpress(server, POSTS)
    server.routes["/"] = Reply(
        pages["/"].replace("</body>", '<a href="/2007/08/never-1">Old posts</a></body>')
    )
    report = crawl(server.url, tmp_path)
    assert report.stopped is None
    assert 100 < sum("never" in path for path in server.asked) < 400
    assert report.skipped["links of pages that read like many others"] > 0
    assert all(server.times_asked(post_path(post)) == 1 for post in POSTS)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.1.1", "::1", "::ffff:192.168.0.1"])
def test_private_addresses_are_known_as_such(address: str) -> None:
    assert is_private_address(address)


@pytest.mark.parametrize(
    "url", ["http://localhost/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/"]
)
def test_private_hosts_are_known_in_every_spelling(url: str) -> None:
    assert is_private_literal(url)


def test_pages_beyond_the_limit_come_with_the_next_run(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS)
    assert "limit" in (crawl(server.url, tmp_path, limit=5).stopped or "")
    assert crawl(server.url, tmp_path).stopped is None
    assert all(server.times_asked(post_path(post)) == 1 for post in POSTS)


def test_a_packed_sitemap_is_read(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS, has_sitemap=False)
    server.routes["/robots.txt"] = Reply(f"Sitemap: {server.url}/sitemap.xml.gz\n", "text/plain")
    server.routes["/sitemap.xml.gz"] = Reply(
        gzip.compress(sitemap(server.url, list(POSTS)).encode()), "application/gzip"
    )
    server.routes["/"] = Reply(html("Tide Log", "nothing here"))
    server.routes.pop("/feed/")
    crawl(server.url, tmp_path)
    assert all(server.times_asked(post_path(post)) == 1 for post in POSTS)


def test_ctrl_c_keeps_what_came_and_the_next_run_goes_on(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS)
    server.pause_seconds = 0.05
    command = [sys.executable, "-m", "archivesearch", "crawl", f"{server.url}/", "--index", str(tmp_path)]
    command += ["--delay", "0", "--allow-private", "--no-index", "--quiet"]
    # A build may run in the background, where SIGINT is ignored: the child must not inherit that.
    with subprocess.Popen(
        command,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        while len(server.asked) < 8:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
    assert process.returncode == 130
    assert subprocess.run(command, check=False).returncode == 0
    assert all(server.times_asked(post_path(post)) in (1, 2) for post in POSTS)


def test_a_blog_below_a_path_stays_there_and_a_feed_is_no_blog(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS)
    month = post_path(POSTS[0])[:9]
    report = crawl(f"{server.url}{month}", tmp_path / "month")
    pages = [path for path in server.asked if path.startswith("/20")]
    assert pages
    assert all(path.startswith(month) for path in pages)
    assert report.skipped[f"addresses that are not below {month}"] > 0
    with pytest.raises(SourceError, match=r"is a feed.*crawl the blog's own address"):
        crawl(f"{server.url}/feed/", tmp_path / "feed")


def test_two_crawls_of_one_blog_do_not_mix(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS)
    lock = WriterLock.acquire(tmp_path / ".crawl.lock", 1)
    try:
        with pytest.raises(LockedError):
            crawl(server.url, tmp_path)
    finally:
        lock.release()
    assert server.asked == []


def test_a_folder_a_zip_a_web_archive_and_a_crawl_of_one_blog_give_the_same_records(
    server: BlogServer, tmp_path: Path
) -> None:
    wordpress(server, POSTS)
    answers = {path: route for path, route in server.routes.items() if isinstance(route, Reply)}
    folder, zipped, packed = tmp_path / "folder", tmp_path / "blog.zip", tmp_path / "blog.warc.gz"
    with zipfile.ZipFile(zipped, "w") as file, packed.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number, (path, answer) in enumerate(answers.items()):
            body = str(answer.body).encode()
            is_page = answer.kind.startswith("text/html")
            name = "index.html" if is_page else f"more-{number}.xml"
            place = folder / (path.strip("/") if is_page else "") / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(body)
            file.writestr(place.relative_to(folder).as_posix(), body)
            headers = StatusAndHeaders("200 OK", [("Content-Type", answer.kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"{server.url}{path}", "response", payload=io.BytesIO(body), http_headers=headers
                )
            )
    crawl(server.url, tmp_path / "crawl")

    def records(source: Path) -> list[dict[str, Any]]:
        posts = archivesearch.scrape(source, base_url=f"{server.url}/")
        found = [json.loads(post_to_line(post)) for post in posts]
        return [
            {name: value for name, value in record.items() if name not in ("captures", "found_in")}
            for record in sorted(found, key=lambda record: str(record["id"]))
        ]

    expected = records(folder)
    assert len(expected) == len(POSTS)
    assert all(record["body"] and record["authors"] and record["published"] for record in expected)
    for source in (zipped, packed, tmp_path / "crawl"):
        assert records(source) == expected
