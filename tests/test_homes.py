"""Pages that do not tell their blog find it by the pages around them, or stay apart from other blogs."""

from __future__ import annotations

from pathlib import Path

import pytest
from a_blog import BASE_URL, POSTS, html, write_blog

import archivesearch
from archivesearch.cli import main
from archivesearch.extract.extractor import read_page
from archivesearch.merge.homes import BlogsByHost, KnownBlogs
from archivesearch.model import Page

TIDE = ("tide.example", ["tide/2009/lamp.html", "tide/2010/ferry.html", "tide/index.html"])
EBB = ("ebb.example", ["ebb/fog.html"])


def known(*blogs: tuple[str, list[str]]) -> KnownBlogs:
    found = KnownBlogs()
    for blog, paths in blogs:
        for path in paths:
            found.add(blog, path)
    return found


def test_without_a_known_blog_all_pages_are_taken_for_one() -> None:
    assert {known().home_of(path, "?1") for path in ("a.html", "b/c/d.html")} == {"?1"}


def test_the_only_blog_of_a_source_takes_in_every_page() -> None:
    assert {known(TIDE).home_of(path, "?1") for path in ("404.html", "tide/x.html", "y/z.html")} == {
        "tide.example"
    }


def test_of_several_blogs_each_takes_in_what_lies_in_its_folder() -> None:
    both = known(TIDE, EBB)
    assert both.home_of("tide/404.html", "?1") == "tide.example"
    assert both.home_of("tide/2009/11/day.html", "?1") == "tide.example"
    assert both.home_of("ebb/about/index.html", "?1") == "ebb.example"


def test_pages_beside_the_known_blogs_are_one_blog_for_each_folder() -> None:
    both = known(TIDE, EBB)
    assert both.home_of("neap/a.html", "?1") == both.home_of("neap/deep/er/b.html", "?1") == "?1/neap"
    assert both.home_of("spring/a.html", "?1") == "?1/spring"
    assert both.home_of("top.html", "?1") == "?1"


def test_a_folder_in_which_several_blogs_live_belongs_to_none_of_them() -> None:
    around = known(("hub.example", ["index.html", "log/a.html"]), EBB)
    assert around.home_of("neap/a.html", "?1") == "?1/neap"
    assert around.home_of("ebb/404.html", "?1") == "ebb.example"


# ------------------------------------------------------------------ one host, and a blog below a folder of it

BLOGS = ["tide.example", "tide.example/log", "tide.example/log/old", "ebb.example"]


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("http://tide.example/log/2009/lamp.html", "tide.example/log"),
        ("http://tide.example/log/", "tide.example/log"),
        ("http://tide.example/log", "tide.example/log"),
        ("http://tide.example/log/old/a.html", "tide.example/log/old"),
        ("http://tide.example/logbook/a.html", "tide.example"),
        ("http://tide.example/", "tide.example"),
        ("http://[", "tide.example"),
        (None, "tide.example"),
    ],
)
def test_a_page_that_tells_only_its_host_is_of_the_blog_it_lies_below(url: str | None, home: str) -> None:
    blogs = BlogsByHost(BLOGS)
    assert list(blogs.hosts()) == ["tide.example"]
    assert blogs.home_of("tide.example", url) == home


def feed_of(count: int, home: str = "https://tide.example/log/", name: str = "Tide Log") -> str:
    items = "".join(
        f"<item><title>{post.title}</title><link>{post.url}</link><description>{post.body}</description></item>"
        for post in POSTS[-count:]
    )
    return f"<rss><channel><title>{name}</title><link>{home}</link>{items}</channel></rss>"


def test_a_feed_in_a_mirror_that_names_the_folder_of_the_blog_makes_no_second_blog(tmp_path: Path) -> None:
    write_blog(tmp_path / "tide.example" / "log")
    alone = list(archivesearch.scrape(tmp_path))
    (tmp_path / "tide.example" / "log" / "feed.xml").write_text(feed_of(2))
    posts = list(archivesearch.scrape(tmp_path))
    assert [post.id for post in posts] == [post.id for post in alone]
    assert {post.blog for post in posts} == {"tide.example/log"}
    assert [len(post.captures) for post in posts] != [len(post.captures) for post in alone]


def test_a_feed_whose_posts_lie_elsewhere_than_the_home_it_names_is_one_of_the_host(tmp_path: Path) -> None:
    write_blog(tmp_path / "tide.example" / "log")
    (tmp_path / "tide.example" / "feed.xml").write_text(feed_of(2, "https://tide.example/about/blog/"))
    assert len(list(archivesearch.scrape(tmp_path))) == len(POSTS)


# ------------------------------------------------------------------ posts that only a feed shows


def test_a_post_that_only_a_feed_among_the_pages_shows_is_left_out_counted_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = write_blog(tmp_path / "pages", POSTS[:2])
    feed = pages / "feed.xml"
    feed.write_text(feed_of(2))
    posts = archivesearch.scrape(pages)
    assert {post.title for post in posts} == {post.title for post in POSTS[:2]}
    assert posts.report.posts_of_feeds_only == 1
    assert main(["scrape", str(pages)]) == 0
    told = capsys.readouterr().err
    assert "1 post that only a feed shows left out" in told
    assert "as a SOURCE" in told
    both = archivesearch.scrape([pages, feed])
    assert {post.title for post in both} == {post.title for post in POSTS}
    assert both.report.posts_of_feeds_only == 0


# ------------------------------------------------------------------ sections of a blog, which have feeds of their own


def test_a_section_with_a_feed_of_its_own_is_no_blog_beside_the_one_whose_feed_has_its_posts(
    tmp_path: Path,
) -> None:
    write_blog(tmp_path / "tide.example" / "log")
    front = tmp_path / "tide.example" / "log" / "index.html"
    front.rename(tmp_path / "tide.example" / "index.html")
    (tmp_path / "tide.example" / "log" / "index.xml").write_text(feed_of(3, name="Logs on Tide Log"))
    (tmp_path / "tide.example" / "rss.xml").write_text(feed_of(2, "https://tide.example/"))
    posts = archivesearch.scrape(tmp_path)
    assert {(post.title, post.blog) for post in posts} == {(post.title, "tide.example") for post in POSTS}
    assert {post.blog_title for post in archivesearch.scrape(tmp_path)} == {"Tide Log"}
    assert posts.report.posts_new == len(POSTS)
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        assert archive.index(tmp_path / "tide.example").posts_changed == 0
        assert {len(post.captures) for post in archive.posts()} == {
            3,
            4,
        }  # own page, front page, one or two feeds


def test_the_feed_of_a_whole_host_makes_one_blog_of_no_two_that_their_pages_tell() -> None:
    blogs = BlogsByHost(["tide.example", "tide.example/ann", "tide.example/bob", "tide.example/news"])
    urls = [f"http://tide.example/{name}/2009/a.html" for name in ("ann", "bob", "news")]
    blogs.find_sections(
        "tide.example", [*urls, "http://ebb.example/eve/a.html"], {"tide.example/ann", "tide.example/bob"}
    )
    assert dict(blogs.below("tide.example")) == {
        "tide.example/ann": "tide.example/ann",
        "tide.example/bob": "tide.example/bob",
        "tide.example/news": "tide.example",
    }
    assert blogs.home_of("tide.example", "http://tide.example/news/2009/a.html") == "tide.example"


def test_posts_stay_whole_when_the_feed_that_tells_of_a_section_comes_later(tmp_path: Path) -> None:
    pages = write_blog(tmp_path / "tide.example" / "log").parent
    (pages / "log" / "index.xml").write_text(feed_of(3))
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        archive.index(pages)
        assert {post.blog for post in archive.posts()} == {"tide.example/log"}
        (pages / "index.xml").write_text(feed_of(2, "https://tide.example/"))
        assert archive.index(pages).posts == len(POSTS)
        assert {post.blog for post in archive.posts()} == {"tide.example"}
        (pages / "index.xml").unlink()
        archive.index(pages, prune=True)
        assert {post.blog for post in archive.posts()} == {"tide.example/log"}
        assert len(list(archive.posts())) == len(POSTS)


def test_links_that_lead_up_a_folder_tell_no_blog(tmp_path: Path) -> None:
    for post in POSTS:
        (tmp_path / f"{post.slug}.html").write_text(html("Tide Log", post.entry.replace(BASE_URL, "../")))
    posts = list(archivesearch.scrape(tmp_path))
    assert {(post.permalink, post.blog) for post in posts} == {(f"../{post.path}", None) for post in POSTS}


@pytest.mark.parametrize(
    ("feed", "blog"),
    [
        ("https://tide.example/feeds/all.atom.xml", "tide.example"),
        ("https://tide.example/feed/sea-and-salt.rss.xml", "tide.example"),
        ("https://tide.example/log/index.xml", "tide.example/log"),
        ("https://tide.example/categories/fog/index.xml", "tide.example"),
        ("https://tide.example/all.atom.xml", ""),
    ],
)
def test_where_a_feed_lies_tells_the_blog_of_a_page_without_an_address(feed: str, blog: str) -> None:
    page = html("Fog", POSTS[1].entry.replace(BASE_URL, ""), f'<link rel="alternate" href="{feed}">')
    assert read_page(Page(page.encode(), "fog.html")).facts.blog == blog


@pytest.mark.parametrize(
    ("head", "host"),
    [
        (
            '<link rel="alternate" type="application/rss+xml" href="http://tide.example/feed/">',
            "http://tide.example",
        ),
        ('<link rel="EditURI" href="http://tide.example/xmlrpc.php?rsd">', "http://tide.example"),
        ('<link rel="pingback" href="http://tide.example/xmlrpc.php">', "http://tide.example"),
        ('<link rel="home" href="http://tide.example/log/">', "http://tide.example"),
        ('<base href="http://tide.example/log/">', "http://tide.example"),
        ('<meta property="og:url" content="http://tide.example/log/">', "http://tide.example"),
        ('<link rel="alternate" type="application/rss+xml" href="/feed/">', ""),
        ('<link rel="alternate" type="application/rss+xml" href="http://feeds.example/tide">', ""),
    ],
)
def test_a_page_without_an_address_completes_its_links_with_what_it_says_of_its_site(
    head: str, host: str
) -> None:
    row = '<div class="post"><h2><a href="/2009/{0}.html">The {0}</a></h2><p>May {1}, 2009</p><p>It was dark, and then it was not.</p></div>'
    page = f"<html><head>{head}</head><body>{row.format('lamp', 5)}{row.format('fog', 4)}</body></html>"
    entries = read_page(Page(page.encode(), "saved.html")).entries
    assert [e.permalink.value for e in entries if e.permalink] == [
        f"{host}/2009/lamp.html",
        f"{host}/2009/fog.html",
    ]
