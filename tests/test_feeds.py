"""Feeds and WordPress exports give the same posts as pages do, and nothing hostile in them has any effect."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivesearch import scrape
from archivesearch.capture.exports import ATOM, RSS, cut_xml
from archivesearch.errors import ExtractError
from archivesearch.extract.extractor import read_page
from archivesearch.extract.formats.evidence import local_stamp, people
from archivesearch.model import Media, Page, PageReading, Post

RSS_HEAD = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Pier Log</title><link>https://pier.example/</link>'
)
WXR_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    "<title>Pier Log</title><link>https://pier.example</link><wp:author><wp:author_login>mira</wp:author_login>"
    "<wp:author_display_name><![CDATA[Mira Holt]]></wp:author_display_name></wp:author>"
)
END = "</channel></rss>"


def rss_item(number: int = 1, inside: str = "<description>x</description>") -> str:
    return (
        f"<item><title>Post {number}</title><link>https://pier.example/{number}/</link>"
        f"<pubDate>Sat, 05 Sep 2009 16:43:43 +0000</pubDate>{inside}</item>"
    )


def wxr_item(
    number: int, status: str = "publish", kind: str = "post", content: str = "The lamp turns."
) -> str:
    return (
        f"<item><title>Post {number}</title><link>https://pier.example/{number}/</link><dc:creator>mira</dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>{number}</wp:post_id>"
        "<wp:post_date>2009-09-05 12:43:43</wp:post_date><wp:post_date_gmt>2009-09-05 16:43:43</wp:post_date_gmt>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        '<category domain="post_tag"><![CDATA[lamps]]></category><category domain="category">Sea</category></item>'
    )


def read(text: str | bytes, media: Media = "feed") -> PageReading:
    return read_page(Page(text.encode() if isinstance(text, str) else text, "feed.xml", media=media))


def test_an_entry_of_a_feed_is_a_post_with_its_moment_author_and_tags() -> None:
    inside = "<author>m@pier.example (Mira Holt)</author><category>Sea</category>"
    inside += "<content:encoded>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</content:encoded>"
    (entry,) = read(RSS_HEAD + rss_item(1, inside) + END).entries
    assert entry.permalink
    assert entry.permalink.value == "https://pier.example/1/"
    assert entry.published
    assert str(entry.published.value) == "2009-09-05T16:43:43+00:00"
    assert entry.authors
    assert entry.authors.value == ("Mira Holt",)
    assert entry.tags
    assert entry.tags.value == ("Sea",)
    assert entry.body
    assert entry.body.value == "One\n\nTwo"
    assert entry.form == "full"


def test_a_cut_description_is_an_excerpt() -> None:
    (entry,) = read(RSS_HEAD + rss_item(1, "<description>The lamp [&#8230;]</description>") + END).entries
    assert entry.form == "excerpt"


def test_atom_keeps_the_local_clock_and_markup_inside() -> None:
    (entry,) = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Pier</title><link href="https://pier.example/"/>'
        '<entry><title type="html">Fog &amp;amp; bell</title><link href="/fog"/><id>tag:1</id>'
        "<published>2009-09-05T12:43:43-04:00</published><author><name>Mira Holt</name></author>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a <b>b</b></p><p>c</p></div></content>'
        "</entry></feed>"
    ).entries
    assert entry.title
    assert entry.title.value == "Fog & bell"
    assert entry.permalink
    assert entry.permalink.value == "https://pier.example/fog"
    assert str(entry.published and entry.published.value) == "2009-09-05T12:43:43-04:00"
    assert entry.body
    assert entry.body.value == "a b\n\nc"


ATOM_HEAD = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://pier.example/log/"><title>Pier Log</title>'
    '<link rel="self" href="feed.xml"/><link href="./"/><author><name>Mira Holt</name></author>'
)


def atom_entry(number: int, inside: str = "") -> str:
    return (
        f'<entry><title>Post {number}</title><link href="{number}.html"/><id>urn:{number}</id>'
        f"<updated>2009-09-05T16:43:43Z</updated><content>words {number}</content>{inside}</entry>"
    )


def test_an_entry_without_an_author_is_by_the_author_of_its_feed() -> None:
    own = "<author><name>Bo Lind</name></author>"
    source = "<source><title>Elsewhere</title><id>x</id></source>"
    text = ATOM_HEAD + atom_entry(1) + atom_entry(2, own) + atom_entry(3, source) + "</feed>"
    signed = [entry.authors.value if entry.authors else None for entry in read(text).entries]
    assert signed == [("Mira Holt",), ("Bo Lind",), None]


def test_links_of_a_feed_are_relative_to_its_base(tmp_path: Path) -> None:
    text = ATOM_HEAD + atom_entry(1) + atom_entry(2).replace("<entry>", '<entry xml:base="old/">') + "</feed>"
    (tmp_path / "feed.xml").write_text(text)
    posts = list(scrape(tmp_path / "feed.xml", jobs=1))
    assert [post.permalink for post in posts] == [
        "https://pier.example/log/1.html",
        "https://pier.example/log/old/2.html",
    ]
    assert {post.blog for post in posts} == {"pier.example/log"}


def test_an_undated_entry_of_a_feed_is_a_post_beside_dated_ones(tmp_path: Path) -> None:
    dated = "<published>2009-09-05T12:43:43-04:00</published>"
    elsewhere = atom_entry(3).replace("3.html", "https://far.example/x")
    text = ATOM_HEAD + atom_entry(1, dated) + atom_entry(2, dated) + elsewhere + "</feed>"
    (tmp_path / "feed.xml").write_text(text)
    assert len(list(scrape(tmp_path / "feed.xml", jobs=1))) == 3


def test_the_documents_of_a_paged_feed_are_one_blog_and_the_newest_text_counts(tmp_path: Path) -> None:
    archive = atom_entry(1).replace("words 1", "first words").replace("09-05", "08-05")
    link = '<link rel="prev-archive" href="feed-1.xml"/>'
    (tmp_path / "feed.xml").write_text(ATOM_HEAD + link + atom_entry(1) + atom_entry(2) + "</feed>")
    marked = ATOM_HEAD + '<archive xmlns="http://purl.org/syndication/history/1.0"/>'
    (tmp_path / "feed-1.xml").write_text(marked + archive + atom_entry(3) + "</feed>")
    posts = {post.title: post for post in scrape(tmp_path, jobs=1)}
    assert set(posts) == {"Post 1", "Post 2", "Post 3"}
    assert posts["Post 1"].body == "words 1"
    assert len(posts["Post 1"].captures) == 2


TEXT = '<?xml version="1.0" encoding="{}"?>' + RSS_HEAD + rss_item().replace("Post 1", "Größe – “5”") + END


@pytest.mark.parametrize(
    ("stated", "real"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-be"),
        ("windows-1252", "cp1252"),
        ("no-such-charset", "utf-8"),
    ],
)
def test_a_feed_is_decoded_whatever_it_says_of_its_charset(tmp_path: Path, stated: str, real: str) -> None:
    (tmp_path / "feed.xml").write_bytes(TEXT.format(stated).encode(real))
    (post,) = scrape(tmp_path, jobs=1)
    assert post.title == "Größe – “5”"


def test_feeds_of_every_age_give_title_moment_author_and_tags() -> None:
    rss1 = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://pier.example/index.rdf">'
        "<title>Pier</title><link>https://pier.example/</link></channel><item rdf:about='https://pier.example/1'>"
        "<title>A lamp</title><dc:creator>Mira Holt</dc:creator><dc:date>2003-09-05T12:43:43+01:00</dc:date>"
        "<dc:subject>Sea</dc:subject><description>x</description></item></rdf:RDF>"
    )
    rss090 = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Pier</title></channel>'
        "<item><title>A lamp</title><link>https://pier.example/1</link></item></rdf:RDF>"
    )
    atom03 = (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Pier</title><link rel="alternate"'
        ' href="https://pier.example/"/><entry><title mode="escaped" type="text/html">A &lt;b&gt;lamp&lt;/b&gt;</title>'
        '<link rel="alternate" href="https://pier.example/1"/><author><name>Mira Holt</name></author>'
        "<issued>2003-09-05T12:43:43+01:00</issued><dc:subject xmlns:dc='http://purl.org/dc/elements/1.1/'>Sea"
        '</dc:subject><content type="text/html" mode="escaped">&lt;p&gt;x</content></entry></feed>'
    )
    for text, is_dated in ((rss1, True), (rss090, False), (atom03, True)):
        (entry,) = read(text).entries
        assert entry.permalink
        assert entry.title
        assert (entry.permalink.value, entry.title.value) == ("https://pier.example/1", "A lamp")
        if is_dated:
            assert entry.published
            assert entry.authors
            assert entry.tags
            assert str(entry.published.value) == "2003-09-05T12:43:43+01:00"
            assert (entry.authors.value, entry.tags.value) == (("Mira Holt",), ("Sea",))


def test_comments_are_no_posts() -> None:
    assert not read(RSS_HEAD.replace("Pier Log", "Comments on: Fog") + rss_item() + END).entries
    comment = rss_item().replace("/1/<", "/1/#comment-12<")
    assert not read(RSS_HEAD + comment + END).entries


def test_entities_of_a_declaration_are_never_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret")
    doctype = f'<!DOCTYPE rss [<!ENTITY a "boom"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file://{tmp_path}/secret">]>'
    (entry,) = read(
        doctype + RSS_HEAD + rss_item(1, "<description>&b; &f; caf&eacute; AT&T</description>") + END
    ).entries
    assert entry.body
    assert "s3cret" not in entry.body.value
    assert "boom" not in entry.body.value
    assert "café AT&T" in entry.body.value


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    text = RSS_HEAD + rss_item(1, "<description>a \x08b & c</description>") + rss_item(2)
    assert len(read(text).entries) == 2


@pytest.mark.parametrize("item", [rss_item, atom_entry])
def test_a_feed_that_ends_in_the_middle_is_told_and_only_its_whole_entries_are_read(
    item: Callable[[int], str],
) -> None:
    atom = '<feed xmlns="http://www.w3.org/2005/Atom">', "</feed>"
    head, end = (RSS_HEAD, END) if item is rss_item else atom
    whole = f"{head}{''.join(map(item, range(1, 4)))}{end}"
    links = [entry.permalink for entry in read(whole).entries]
    assert len(links) == 3
    assert not read(whole).faults
    for cut in range(len(head), whole.rindex("</") + 2):
        reading = read(whole[:cut])
        assert reading.faults == ("the file ends in the middle; fetch or copy it again",)
        assert [entry.permalink for entry in reading.entries] == links[: len(reading.entries)]


def test_an_export_gives_published_posts_and_counts_the_rest(tmp_path: Path) -> None:
    tricky = "A post about <wp:status>draft</wp:status> and </item><item> in a feed.\n\nNext [gallery ids='1'] one [sic]."
    items = [wxr_item(1, content=tricky), wxr_item(2, "draft"), wxr_item(3, kind="attachment"), wxr_item(4)]
    (tmp_path / "export.xml").write_text(WXR_HEAD + "".join(items) + END)
    scraped = scrape([tmp_path / "export.xml"], jobs=1)
    posts: list[Post] = list(scraped)
    assert [post.permalink for post in posts] == ["https://pier.example/1/", "https://pier.example/4/"]
    assert str(posts[0].published) == "2009-09-05T12:43:43-04:00"
    assert (posts[0].authors, posts[0].tags, posts[0].categories) == (("Mira Holt",), ("lamps",), ("Sea",))
    assert posts[0].body.endswith("\n\nNext one [sic].")
    assert scraped.report.other_files == {"draft": 1, "exported attachment": 1}


def test_an_export_that_ends_in_the_middle_is_told_and_its_whole_items_read(tmp_path: Path) -> None:
    (tmp_path / "export.xml").write_text(WXR_HEAD + wxr_item(1) + wxr_item(2)[:200])
    scraped = scrape([tmp_path / "export.xml"], jobs=1)
    assert len(list(scraped)) == 1
    (problem,) = scraped.report.problems
    assert problem.where == "export.xml#item-2"
    assert "ends in the middle" in problem.reason


@pytest.mark.parametrize(
    ("local", "utc", "said"),
    [
        ("2009-09-05 12:43:43", "2009-09-05 16:43:43", "2009-09-05T12:43:43-04:00"),
        ("2009-09-05 12:43:43", "0000-00-00 00:00:00", "2009-09-05T12:43:43"),
        ("2009-09-05 12:43:43", "2009-09-05 16:41:00", "2009-09-05T12:43:43"),
        ("0000-00-00 00:00:00", "0000-00-00 00:00:00", "None"),
    ],
)
def test_the_zone_of_an_export_is_the_difference_of_its_clocks(local: str, utc: str, said: str) -> None:
    assert str(local_stamp(local, utc)) == said


def test_an_address_is_no_author() -> None:
    assert people(["a@b.example (Ann Lee)", "Ola Berg <ola@b.example>", "c@d.example"]) == (
        "Ann Lee",
        "Ola Berg",
    )


@given(
    st.lists(
        st.text(
            st.characters(exclude_characters="<>&]", codec="utf-8", exclude_categories=["Cc", "Cs"]),
            max_size=40,
        ),
        max_size=8,
    ),
    st.integers(1, 60),
)
def test_every_item_is_cut_whole_wherever_the_pieces_of_the_file_end(texts: list[str], piece: int) -> None:
    items = [f"<item><![CDATA[</item>{text}]]></item>".encode() for text in texts]
    whole = b"<rss><channel>" + b"<!-- <item> -->".join(items) + b"</channel></rss>"

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(piece)

    cut = [item.content for item in cut_xml(Slow(whole), b"", RSS) if item.problem is None]
    assert cut == [b"<rss><channel>" + item + RSS.tail for item in items]


@given(st.sampled_from(["feed", "wxr"]), st.integers(0, 2000), st.binary(max_size=12), st.integers(0, 40))
def test_damage_raises_nothing_but_an_extract_error(media: Media, at: int, noise: bytes, lost: int) -> None:
    whole = (WXR_HEAD + wxr_item(1) + rss_item(2) + END).encode()
    damaged = whole[:at] + noise + whole[at + lost :]
    with suppress(ExtractError):
        read(damaged, media)
    for cut in (RSS, ATOM):
        assert len(list(cut_xml(io.BytesIO(damaged), b"", cut))) < 100
