"""Two blogs in one archive that give posts of the same id: neither loses anything to the other."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import archivesearch
from archivesearch.cli import main
from archivesearch.model import Post

LAMP = "I begin a diary of the lamp, of what burns in it and of who forgets to trim the wick of it."
FERRY = "A diary of the ferry begins here; there is no bread on board, and the purser sells cold tea."


def diary(folder: Path, text: str, title: str = "Hello", name: str = "hello.md") -> Path:
    """A folder with a post that tells neither its address nor its blog."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"---\ntitle: {title}\n---\n\n{text}\n", encoding="utf-8")
    return folder


def feed(folder: Path, home: str, address: str, title: str, text: str) -> Path:
    """A folder with the feed of a blog that passes on a post from `address`."""
    folder.mkdir(exist_ok=True)
    (folder / "feed.xml").write_text(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Round the Bay</title><link>{home}</link>'
        f"<item><title>{title}</title><link>{address}</link><category>Bay</category>"
        f"<description>{text}</description></item></channel></rss>",
        encoding="utf-8",
    )
    return folder


ADDRESS = "https://lamp.example/2009/09/05/wick.html"
WHOLE = " ".join(
    f"The wick was trimmed {number} times before the herring boats came home." for number in range(9)
)


def own_page(folder: Path) -> Path:
    """A folder with a post's own page on its own blog."""
    folder.mkdir(exist_ok=True)
    (folder / "wick.html").write_text(
        f'<html><head><title>The wick</title><link rel="canonical" href="{ADDRESS}"></head><body>'
        '<article class="h-entry"><h1 class="p-name">The wick</h1>'
        '<p>by <span class="p-author h-card">Ada Quist</span> on'
        ' <time class="dt-published" datetime="2009-09-05T12:43:43-04:00">5 September 2009</time></p>'
        f'<div class="e-content"><p>{WHOLE}</p></div></article></body></html>',
        encoding="utf-8",
    )
    return folder


def index(archive: Path, *arguments: str | Path) -> None:
    main(["index", "--quiet", "--jobs", "1", "--index", str(archive), *map(str, arguments)])


def posts(archive: Path) -> list[Post]:
    """The posts that are kept; all of them, and no others, are found."""
    with archivesearch.open(archive) as opened:
        kept = list(opened.posts())
        assert {hit.post.id for hit in opened.search("*", limit=100)} == {post.id for post in kept}
        assert opened.verify() == []
    assert len({post.id for post in kept}) == len(kept)
    return kept


def bodies(archive: Path) -> list[str]:
    return sorted(post.body for post in posts(archive))


def test_two_diaries_without_addresses_may_both_begin_with_hello(tmp_path: Path) -> None:
    one, other = diary(tmp_path / "one", LAMP), diary(tmp_path / "other", FERRY)
    scraped = list(archivesearch.scrape([one, other]))
    assert sorted(post.body for post in scraped) == [FERRY, LAMP]
    assert len({post.id for post in scraped}) == 2
    index(tmp_path / "index", one, other)
    assert bodies(tmp_path / "index") == [FERRY, LAMP]
    assert {post.id for post in posts(tmp_path / "index")} == {post.id for post in scraped}


def test_they_stay_two_when_one_after_the_other_is_read_and_read_again(tmp_path: Path) -> None:
    one, other = diary(tmp_path / "one", LAMP), diary(tmp_path / "other", FERRY)
    index(tmp_path / "index", one)
    (first,) = posts(tmp_path / "index")
    index(tmp_path / "index", other)
    kept = {post.body: post.id for post in posts(tmp_path / "index")}
    assert kept.keys() == {LAMP, FERRY}
    assert kept[LAMP] == first.id
    diary(one, f"{LAMP} Twice.")
    diary(other, f"{FERRY} Thrice.")
    index(tmp_path / "index", other, one)
    again = {post.body: post.id for post in posts(tmp_path / "index")}
    assert again == {f"{LAMP} Twice.": kept[LAMP], f"{FERRY} Thrice.": kept[FERRY]}


def test_many_of_one_title_in_each_of_two_diaries_are_all_kept(tmp_path: Path) -> None:
    for number in range(3):
        diary(tmp_path / "one", f"{LAMP} {number}", name=f"{number}.md")
        diary(tmp_path / "other", f"{FERRY} {number}", name=f"{number}.md")
    index(tmp_path / "index", tmp_path / "one", tmp_path / "other")
    assert bodies(tmp_path / "index") == [f"{text} {number}" for text in (FERRY, LAMP) for number in range(3)]
    diary(tmp_path / "other", f"{FERRY} x", name="1.md")
    index(tmp_path / "index", tmp_path / "other")
    assert len(posts(tmp_path / "index")) == 6


def test_a_folder_that_was_copied_gives_its_posts_once_and_either_copy_keeps_them(tmp_path: Path) -> None:
    one, copy = diary(tmp_path / "one", LAMP), diary(tmp_path / "copy", LAMP)
    for folder in (one, copy):
        diary(folder, FERRY, "Another", "another.md")
    index(tmp_path / "index", one, copy)
    assert bodies(tmp_path / "index") == [FERRY, LAMP]
    before = {post.id for post in posts(tmp_path / "index")}
    (copy / "hello.md").unlink()
    index(tmp_path / "index", "--prune", copy)
    assert {post.id for post in posts(tmp_path / "index")} == before
    (one / "hello.md").unlink()
    index(tmp_path / "index", "--prune", one)
    assert bodies(tmp_path / "index") == [FERRY]


def test_a_copy_that_is_edited_becomes_a_post_of_its_own(tmp_path: Path) -> None:
    one, copy = diary(tmp_path / "one", LAMP), diary(tmp_path / "copy", LAMP)
    index(tmp_path / "index", one, copy)
    diary(copy, FERRY)
    index(tmp_path / "index", copy)
    assert bodies(tmp_path / "index") == [FERRY, LAMP]


@pytest.mark.parametrize("home", ["https://about.example/", "https://zephyr.example/"])
def test_a_post_that_another_blog_passes_on_keeps_its_text_and_both_captures(
    tmp_path: Path, home: str
) -> None:
    passed_on = feed(tmp_path / "feed", home, ADDRESS, "The wick", "The wick was trimmed …")
    own = own_page(tmp_path / "own")
    for sources in ((passed_on / "feed.xml", own), (own, passed_on / "feed.xml")):
        archive = tmp_path / f"index-{sources[0].name}"
        (scraped,) = archivesearch.scrape(sources)
        for source in sources:
            index(archive, source)
        (post,) = posts(archive)
        assert post == scraped
        assert (post.body, post.authors, post.blog) == (WHOLE, ("Ada Quist",), "lamp.example")
        assert {capture.page for capture in post.captures} == {"feed.xml", "wick.html"}
        assert post.tags == ("Bay",)


def test_what_another_blog_passed_on_stays_when_the_post_itself_is_gone(tmp_path: Path) -> None:
    passed_on = feed(
        tmp_path / "feed", "https://about.example/", ADDRESS, "The wick", "The wick was trimmed …"
    )
    own = own_page(tmp_path / "own")
    (own / "other.html").write_text("<p>No post.</p>")
    index(tmp_path / "index", own, passed_on / "feed.xml")
    (own / "wick.html").unlink()
    index(tmp_path / "index", "--prune", own)
    (post,) = posts(tmp_path / "index")
    assert post.body == "The wick was trimmed …"
    assert [capture.page for capture in post.captures] == ["feed.xml"]


def test_a_shared_post_is_counted_once(tmp_path: Path) -> None:
    passed_on = feed(
        tmp_path / "feed", "https://zephyr.example/", ADDRESS, "The wick", "The wick was trimmed …"
    )
    sources = (passed_on / "feed.xml", own_page(tmp_path / "own"))
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        first, second = archive.index(sources), archive.index(sources)
    assert (first.posts, first.posts_new, second.posts, second.posts_unchanged) == (1, 1, 1, 1)


def test_two_posts_that_link_to_one_address_outside_are_two(tmp_path: Path) -> None:
    one = feed(tmp_path / "one", "https://about.example/", ADDRESS, "A book on wicks", LAMP)
    other = feed(tmp_path / "other", "https://zephyr.example/", ADDRESS, "What I read at sea", FERRY)
    index(tmp_path / "index", one / "feed.xml", other / "feed.xml")
    assert bodies(tmp_path / "index") == [FERRY, LAMP]


def test_records_take_the_place_of_a_shared_post_until_its_pages_are_read_again(tmp_path: Path) -> None:
    passed_on = feed(
        tmp_path / "feed", "https://zephyr.example/", ADDRESS, "The wick", "The wick was trimmed …"
    )
    index(tmp_path / "index", passed_on / "feed.xml", own_page(tmp_path / "own"))
    (post,) = posts(tmp_path / "index")
    records = tmp_path / "mended.jsonl"
    records.write_text(f'{{"id": "{post.id}", "title": "The wick", "body": "Mended by hand."}}\n')
    index(tmp_path / "index", records)
    assert bodies(tmp_path / "index") == ["Mended by hand."]
    feed(passed_on, "https://zephyr.example/", ADDRESS, "The wick", "The wick was trimmed again …")
    index(tmp_path / "index", passed_on / "feed.xml")
    assert bodies(tmp_path / "index") == ["The wick was trimmed again …"]


def test_an_archive_made_before_posts_could_be_shared_is_read_on(tmp_path: Path) -> None:
    one, other = diary(tmp_path / "one", LAMP), diary(tmp_path / "other", FERRY)
    index(tmp_path / "index", one)
    with sqlite3.connect(tmp_path / "index" / "posts.db") as database:
        database.execute("DROP TABLE versions")
    assert bodies(tmp_path / "index") == [LAMP]
    index(tmp_path / "index", other)
    assert bodies(tmp_path / "index") == [FERRY, LAMP]
