"""A source may be an address: its page or feed is fetched, and asked again only whether it has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from a_blog import many_posts
from a_blog_server import BlogServer, Reply, post_path, redirect, serve, wordpress

import archivesearch
from archivesearch.cli import main
from archivesearch.errors import SourceError

pytest.importorskip("scrapy")

POSTS = many_posts(9)


@pytest.fixture
def server() -> Iterator[BlogServer]:
    with serve() as server:
        wordpress(server, POSTS)
        yield server


def index(folder: Path, *arguments: str) -> int:
    return main(["index", "--allow-private", "--index", str(folder), *arguments])


def test_a_page_comes_alone_and_a_second_time_only_if_it_has_changed(
    server: BlogServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"{server.url}{post_path(POSTS[0])}"
    assert index(tmp_path, address) == 0
    assert "1 post (1 new)" in capsys.readouterr().err
    assert set(server.asked) == {"/robots.txt", post_path(POSTS[0])}
    assert index(tmp_path, address) == 0
    assert "1 post (1 unchanged)" in capsys.readouterr().err
    assert server.answers(304) == [post_path(POSTS[0])]
    assert main(["show", "--index", str(tmp_path), "--source", first_id(tmp_path)]) == 0
    page = server.routes[post_path(POSTS[0])]
    assert isinstance(page, Reply)
    assert str(page.body) in capsys.readouterr().out


def first_id(folder: Path) -> str:
    with archivesearch.open(folder) as archive:
        return next(archive.posts()).id


def test_a_feed_comes_with_the_earlier_pages_that_it_names(server: BlogServer, tmp_path: Path) -> None:
    feeds = [f"/atom-{number}" for number in range(3)]
    for number, path in enumerate(feeds):
        entries = "".join(
            f"<entry><title>{post.title}</title><link href='{server.url}{post_path(post)}'/>"
            f"<id>{post.slug}</id><updated>{post.published}</updated><content>{post.body}</content></entry>"
            for post in POSTS[number * 3 : number * 3 + 3]
        )
        # RFC 5005: a paged feed names its next page, an archived one the archive before it.
        rel = "next" if number == 0 else "prev-archive"
        further = f"<link rel='{rel}' href='{feeds[number + 1]}'/>" if number < 2 else ""
        atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Tide</title>{further}{entries}</feed>"
        server.routes[path] = Reply(atom, "application/atom+xml")
    posts = list(archivesearch.scrape(f"{server.url}/atom-0", allow_private=True))
    assert {post.title for post in posts} == {post.title for post in POSTS}
    assert sorted(server.asked) == sorted(["/robots.txt", *feeds])


def test_what_cannot_be_had_is_told_and_nothing_is_read(server: BlogServer, tmp_path: Path) -> None:
    server.routes.update(
        {
            "/robots.txt": Reply("User-agent: *\nDisallow: /secret\n", "text/plain"),
            "/film": Reply(b"\0", "video/mp4"),
            "/circle": redirect("/circle"),
            "/file": redirect("file:///etc/hostname"),
            "/nowhere": redirect("http://[::1"),
        }
    )
    told = {
        "/gone": "answered 404; check the address",
        "/secret": r"robots\.txt does not allow it",
        "/film": "no page or feed; download it",
        "/circle": "leads in circles",
        "/file": "nothing on the web",
        "/nowhere": "no address",
    }
    for path, reason in told.items():
        with pytest.raises(SourceError, match=f"{path}: .*{reason}"):
            archivesearch.scrape([f"{server.url}{path}", str(tmp_path)], allow_private=True)
    with pytest.raises(SourceError, match="--allow-private"):
        archivesearch.scrape(f"{server.url}/")


def test_without_scrapy_the_command_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("archivesearch.crawl.run.find_spec", lambda name: None)
    for command in ("crawl", "index"):
        assert main([command, "https://tide.example/", "--index", str(tmp_path)]) == 2
        assert "pip install 'archivesearch[crawl]'" in capsys.readouterr().err
