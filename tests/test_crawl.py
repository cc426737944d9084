"""A blog is crawled politely, completely, and never twice; what is no blog page is left alone."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from a_blog import html, many_posts
from a_blog_server import BlogServer, Reply, post_path, saved, serve, sitemap, wordpress

import archivesearch
from archivesearch.errors import LockedError, SourceError
from archivesearch.model import Post
from archivesearch.store import WriterLock

pytest.importorskip("scrapy")
from a_crawl import crawl

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
    assert report.skipped["list like others that showed no new post"] > 0


def test_a_private_blog_is_refused_unless_it_is_asked_for(server: BlogServer, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="--allow-private"):
        crawl_blog(CrawlPlan(f"{server.url}/", str(tmp_path)))
    assert server.asked == []


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


def test_two_crawls_of_one_blog_do_not_mix(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS)
    lock = WriterLock.acquire(tmp_path / ".crawl.lock", 1)
    try:
        with pytest.raises(LockedError):
            crawl(server.url, tmp_path)
    finally:
        lock.release()
    assert server.asked == []


def test_a_crawl_gives_the_posts_that_the_same_pages_in_a_folder_give(
    server: BlogServer, tmp_path: Path
) -> None:
    pages = wordpress(server, POSTS)
    crawl(server.url, tmp_path / "crawl")
    folder = saved(pages, tmp_path / "folder")
    for number, path in enumerate(path for path in server.routes if path.startswith("/feed/")):
        feed = server.routes[path]
        assert isinstance(feed, Reply)
        (folder / f"feed-{number}.xml").write_text(str(feed.body), encoding="utf-8")

    def told(posts: Iterable[Post]) -> list[Post]:
        return sorted((replace(post, captures=(), found_in={}) for post in posts), key=lambda post: post.id)

    crawled = told(archivesearch.scrape(tmp_path / "crawl"))
    assert len(crawled) == len(POSTS)
    assert crawled == told(archivesearch.scrape(folder, base_url=f"{server.url}/"))
