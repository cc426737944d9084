"""What blogs export and how they store themselves gives their posts, dated and signed; drafts and comments stay out."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archivesearch
from archivesearch.capture.file import read_file
from archivesearch.capture.member import Member
from archivesearch.errors import ExtractError
from archivesearch.extract.extractor import read_page
from archivesearch.model import Page, Post

GUID = "6f0c1d52-8a3e-4b0e-9d5e-2f6f5b1f7a01"
DAYENTRY = f"""<?xml version="1.0" encoding="utf-8"?>
<DayEntry xmlns="urn:newtelligence-com:dasblog:runtime:data"><Date>2009-09-05T00:00:00</Date><Entries>
<Entry><Content>&lt;p&gt;The cams are brass.&lt;/p&gt;&lt;p&gt;I am not.&lt;/p&gt;</Content>
<Created>2009-09-05T16:43:43.5312500Z</Created><Modified>2009-09-06T08:00:00Z</Modified><EntryId>{GUID}</EntryId>
<Description /><Title>Cams &amp;amp; keepers</Title><Categories>Lamps;Brass</Categories><Author>Marten Oake</Author>
<IsPublic>true</IsPublic><Language>en-us</Language></Entry>
<Entry><Content>not yet</Content><Created>2009-09-05T17:00:00Z</Created><EntryId>x</EntryId><Title>Half</Title>
<IsPublic>false</IsPublic></Entry></Entries></DayEntry>"""
LIVEJOURNAL = """<?xml version="1.0" encoding='utf-8'?>
<livejournal><entry><itemid>7</itemid><eventtime>2004-05-06 23:10:00</eventtime><logtime>2004-05-07 03:12:41</logtime>
<subject>Ice on the &lt;i&gt;slip&lt;/i&gt;</subject><event>First line.
Second line with &lt;lj user="harbour_kate"&gt;.

&lt;lj-cut text="the rest"&gt;A paragraph of its own [see below].&lt;/lj-cut&gt;</event><security>usemask</security>
<allowmask>1</allowmask><current_music></current_music><current_mood>cold</current_mood></entry>
<entry><itemid>8</itemid><eventtime>2004-05-08 07:00:00</eventtime><subject></subject><event>Thaw.</event></entry></livejournal>"""
LJDUMP = """<?xml version="1.0"?>
<event><itemid>9</itemid><anum>41</anum><ditemid>2345</ditemid><url>http://kate.livejournal.com/2345.html</url>
<eventtime>2009-09-05 12:43:00</eventtime><subject>Lamp</subject><event>&lt;p&gt;It turns.&lt;/p&gt;
&lt;p&gt;Slowly.&lt;/p&gt;</event><poster>kate</poster><props><taglist>brass, night work</taglist>
<opt_preformatted>1</opt_preformatted></props></event>"""
BLOGML = """<?xml version="1.0" encoding="utf-8"?>
<blog root-url="http://ferry.example/" date-created="2008-01-01T00:00:00" xmlns="http://www.blogml.com/2006/09/BlogML">
<title type="text"><![CDATA[Night Ferry]]></title><authors><author id="7"><title type="text"><![CDATA[Ida Storm]]></title></author></authors>
<categories><category id="3"><title type="text"><![CDATA[Weather]]></title></category></categories><posts>
<post id="41" date-created="2008-11-02T21:15:00" date-modified="2008-11-02T21:20:00" approved="true"
 post-url="/archive/2008/11/02/fog.aspx" type="normal">
<title type="text"><![CDATA[Fog]]></title><content type="base64">PHA+VGhlIGhvcm4gYW5zd2VyZWQuPC9wPg==</content>
<categories><category ref="3"/></categories><authors><author ref="7"/></authors>
<comments><comment id="1" user-name="Olle"><content type="text">Which horn?</content></comment></comments></post>
<post id="42" date-created="2008-11-03T09:00:00" approved="false" post-url="/x" type="normal">
<title type="text">Unsent</title><content type="text">no</content></post>
</posts></blog>"""
BLOGENGINE = """<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<post><author>Ines</author><title>Frost &amp; iron</title><description /><content>&lt;p&gt;The rail sang.&lt;/p&gt;</content>
<ispublished>True</ispublished><iscommentsenabled>True</iscommentsenabled><pubDate>2010-02-11 06:40:00</pubDate>
<lastModified>2010-02-12 07:00:00</lastModified><slug>frost-iron</slug><tags><tag>rail</tag></tags>
<comments><comment id="1"><author>Otto</author><content>It hums here.</content></comment></comments>
<categories><category>0a1b2c3d-0000-4000-8000-000000000001</category></categories></post>"""
MOVABLE_TYPE = """AUTHOR: Agnes Pell
TITLE: Pickle for a bishop
BASENAME: pickle_for_a_bishop
STATUS: Publish
CONVERT BREAKS: 1
PRIMARY CATEGORY: Vinegar
CATEGORY: Vinegar
CATEGORY: Clergy
DATE: 03/21/2006 08:12:30 PM
TAGS: "brine",gherkin
-----
BODY:
The bishop asked for something that keeps.

I gave him gherkins
and a date.
-----
EXTENDED BODY:
The recipe is salt.
-----
EXCERPT:

-----
COMMENT:
AUTHOR: Tom
DATE: 03/22/2006 09:00:00 AM
Which bishop?
-----
--------
AUTHOR: Agnes Pell
TITLE: Not ready
STATUS: Draft
DATE: 03/23/2006 09:00:00 AM
-----
BODY:
soon
-----
--------
"""
GHOST = json.dumps(
    {"db": [{"meta": {"exported_on": 1700000000000, "version": "5.0.0"}, "data": {
        "posts": [
            {"id": "p1", "title": "Salt", "slug": "salt", "html": "<p>Licked.</p>", "status": "published", "type": "post",
             "published_at": "2019-05-06T07:08:09.000Z", "updated_at": "2019-05-06T07:08:09.000Z"},
            {"id": "p2", "title": "About", "slug": "about", "html": "<p>me</p>", "status": "published", "type": "page"},
            {"id": "p3", "title": "Soon", "slug": "soon", "html": "", "status": "draft", "type": "post"}],
        "users": [{"id": "u1", "name": "Una Lick"}, {"id": "u2", "name": "Otto Pan"}],
        "posts_authors": [{"post_id": "p1", "author_id": "u2", "sort_order": 1}, {"post_id": "p1", "author_id": "u1", "sort_order": 0}],
        "tags": [{"id": "t1", "name": "minerals"}, {"id": "t2", "name": "#internal"}],
        "posts_tags": [{"post_id": "p1", "tag_id": "t1"}, {"post_id": "p1", "tag_id": "t2"}],
        "settings": [{"key": "title", "value": "Salt Lick"}]}}]}
)  # fmt: skip
JSON_FEED = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "title": "Pond Notes", "home_page_url": "https://pond.example/",
     "language": "en", "authors": [{"name": "Rut Alm"}], "items": [
         {"id": "https://pond.example/1", "url": "https://pond.example/1", "title": "Ice", "tags": ["winter"],
          "content_html": "<p>It <em>holds</em>.</p>", "date_published": "2021-01-02T03:04:05+01:00"},
         {"id": "2", "url": "https://pond.example/2", "content_text": "One duck.\\n\\nStill one.",
          "date_published": "2021-01-03T00:00:00-00:00"}]}
)  # fmt: skip
KIND = "http://schemas.google.com/blogger/2008/kind#"


def blogger_entry(number: int, kind: str, inside: str) -> str:
    return (
        f"<entry><id>tag:blogger.com,1999:blog-1.{number}</id>"
        f"<category scheme='http://schemas.google.com/g/2005#kind' term='{KIND}{kind}'/>{inside}</entry>"
    )


BLOGGER = (
    "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:app='http://purl.org/atom/app#'>"
    "<title type='text'>Plot 29</title><generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>"
    + blogger_entry(1, "template", "<title>T</title><content>x</content>")
    + blogger_entry(
        2,
        "post",
        "<published>2011-04-05T06:07:08.900+01:00</published>"
        "<category scheme='http://www.blogger.com/atom/ns#' term='beans'/><title type='text'>Runner</title>"
        "<content type='html'>&lt;p&gt;Up the pole.&lt;/p&gt;</content>"
        "<link rel='alternate' href='http://plot.example/2011/04/runner.html'/><author><name>Joan</name></author>",
    )
    + blogger_entry(
        3,
        "post",
        "<app:control><app:draft>yes</app:draft></app:control><title>Later</title><content>no</content>",
    )
    + blogger_entry(4, "comment", "<title>c</title><content>nice</content>")
    + "</feed>"
)


def scraped(
    tmp_path: Path, name: str, content: str, base_url: str | None = None
) -> tuple[list[Post], dict[str, int]]:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    posts = archivesearch.scrape([tmp_path], base_url=base_url)
    found = sorted(posts, key=lambda post: str(post.published))
    assert posts.report.problems == ()
    return found, dict(posts.report.other_files)


def test_a_day_of_dasblogs_store_gives_its_public_posts(tmp_path: Path) -> None:
    (tmp_path / "2009-09-05.dayfeedback.xml").write_text(
        '<DayExtra xmlns="urn:newtelligence-com:dasblog:runtime:data"><Comments/></DayExtra>'
    )
    (post,), others = scraped(tmp_path, "2009-09-05.dayentry.xml", DAYENTRY, "http://lamp.example/")
    assert (post.title, post.authors, post.categories) == (
        "Cams & keepers",
        ("Marten Oake",),
        ("Lamps", "Brass"),
    )
    assert str(post.published) == "2009-09-05T16:43:43+00:00"
    assert post.permalink == f"http://lamp.example/PermaLink,guid,{GUID}.aspx"
    assert post.body == "The cams are brass.\n\nI am not."
    assert others == {"file of comments": 1, "draft": 1}


def test_the_store_and_the_pages_of_dasblog_are_the_same_posts(tmp_path: Path) -> None:
    page = f"""<html><head><link rel="microsummary" href="/x"/></head><body><div class="itemBoxStyle">
    <div class="itemTitleStyle"><a href="http://lamp.example/PermaLink,guid,{GUID}.aspx">Cams &amp; keepers</a></div>
    <div class="itemBodyStyle"><p>The cams are brass.</p><p>I am not.</p></div>
    <div class="itemFooterStyle">Saturday, September 05, 2009 12:43:43 PM (Eastern Daylight Time, UTC-04:00)</div></div></body></html>"""
    (tmp_path / "page.html").write_text(page)
    (post,), _ = scraped(tmp_path, "2009-09-05.dayentry.xml", DAYENTRY, "http://lamp.example/")
    assert len(post.captures) == 2
    assert post.authors == ("Marten Oake",)


def test_a_month_of_livejournal_gives_its_entries(tmp_path: Path) -> None:
    posts, _ = scraped(tmp_path, "2004-05.xml", LIVEJOURNAL)
    assert [(post.title, str(post.published), post.permalink) for post in posts] == [
        ("Ice on the slip", "2004-05-06T23:10", None),
        (None, "2004-05-08T07:00", None),
    ]
    assert (
        posts[0].body == "First line.\nSecond line with harbour_kate.\n\nA paragraph of its own [see below]."
    )
    assert {post.platform for post in posts} == {"LiveJournal"}


def test_two_journals_that_count_from_one_stay_two(tmp_path: Path) -> None:
    (tmp_path / "other.xml").write_text(LIVEJOURNAL.replace("2004-", "2006-").replace("Ice", "Mud"))
    posts, _ = scraped(tmp_path, "2004-05.xml", LIVEJOURNAL)
    assert len(posts) == 4


def test_a_large_month_of_livejournal_is_read_entry_by_entry(tmp_path: Path) -> None:
    filler = "".join(
        f"<entry><itemid>{n}</itemid><eventtime>2004-05-09 0{n % 10}:00:00</eventtime>"
        f"<event>{n} {'fog ' * 500}</event></entry>"
        for n in range(100, 300)
    )
    content = LIVEJOURNAL.replace("</livejournal>", f"{filler}</livejournal>")
    posts, _ = scraped(tmp_path, "2004-05.xml", content)
    assert len(posts) == 202
    assert posts[0].title == "Ice on the slip"


def test_an_entry_that_ljdump_kept_has_its_address_and_tags(tmp_path: Path) -> None:
    (post,), _ = scraped(tmp_path, "kate/L-9", LJDUMP)
    assert (post.permalink, post.title, str(post.published)) == (
        "http://kate.livejournal.com/2345.html",
        "Lamp",
        "2009-09-05T12:43",
    )
    assert (post.authors, post.tags, post.body) == (
        ("kate",),
        ("brass", "night work"),
        "It turns.\n\nSlowly.",
    )


def test_blogml_gives_posts_with_the_names_that_ids_stand_for(tmp_path: Path) -> None:
    (post,), others = scraped(tmp_path, "export.xml", BLOGML)
    assert (post.title, post.authors, post.categories) == ("Fog", ("Ida Storm",), ("Weather",))
    assert (post.permalink, str(post.published)) == (
        "http://ferry.example/archive/2008/11/02/fog.aspx",
        "2008-11-02T21:15:00",
    )
    assert (post.body, post.blog_title, others) == ("The horn answered.", "Night Ferry", {"draft": 1})


def test_a_post_file_of_blogengine_is_a_post(tmp_path: Path) -> None:
    name = "posts/0f1e2d3c-1111-4222-8333-444455556666.xml"
    (post,), _ = scraped(tmp_path, name, BLOGENGINE, "http://rail.example/")
    assert (post.title, post.authors, post.tags) == ("Frost & iron", ("Ines",), ("rail",))
    assert (str(post.published), post.body, post.categories) == ("2010-02-11T06:40:00", "The rail sang.", ())
    assert post.permalink == "http://rail.example/post/2010/02/11/frost-iron.aspx"


@pytest.mark.parametrize("name", ["export.txt", "export"])
def test_movable_types_export_gives_whole_texts_without_their_comments(tmp_path: Path, name: str) -> None:
    (post,), others = scraped(tmp_path, name, MOVABLE_TYPE)
    assert (post.title, post.authors, post.tags) == (
        "Pickle for a bishop",
        ("Agnes Pell",),
        ("brine", "gherkin"),
    )
    assert (str(post.published), post.categories) == ("2006-03-21T20:12:30", ("Vinegar", "Clergy"))
    assert post.body == (
        "The bishop asked for something that keeps.\n\nI gave him gherkins\nand a date.\n\nThe recipe is salt."
    )
    assert others == {"draft": 1}


def test_ghosts_export_gives_published_posts_with_all_their_authors(tmp_path: Path) -> None:
    (post,), others = scraped(tmp_path, "ghost.json", GHOST, "https://salt.example/")
    assert (post.title, post.authors, post.tags) == ("Salt", ("Una Lick", "Otto Pan"), ("minerals",))
    assert (post.permalink, str(post.published)) == (
        "https://salt.example/salt/",
        "2019-05-06T07:08:09+00:00",
    )
    assert (post.blog_title, others) == ("Salt Lick", {"page": 1, "draft": 1})


def test_a_json_feed_gives_posts_and_invents_no_zone(tmp_path: Path) -> None:
    (ice, duck), _ = scraped(tmp_path, "feed.json", JSON_FEED)
    assert (ice.title, ice.authors, ice.tags, ice.body) == ("Ice", ("Rut Alm",), ("winter",), "It holds.")
    assert [str(post.published) for post in (ice, duck)] == [
        "2021-01-02T03:04:05+01:00",
        "2021-01-03T00:00:00",
    ]
    assert duck.title is None


def test_bloggers_export_gives_its_posts_even_beside_pages(tmp_path: Path) -> None:
    (tmp_path / "other.html").write_text(
        '<html><head><link rel="canonical" href="http://plot.example/2011/05/beet.html"></head><body><article class="hentry">'
        '<h1 class="entry-title">Beet</h1><time class="published" datetime="2011-05-01">1 May 2011</time>'
        '<div class="entry-content"><p>Red, and proud of it.</p></div></article></body></html>'
    )
    posts, others = scraped(tmp_path, "blog.xml", BLOGGER, "http://plot.example/")
    assert [post.title for post in posts] == ["Runner", "Beet"]
    assert (posts[0].tags, str(posts[0].published)) == (("beans",), "2011-04-05T06:07:08+01:00")
    assert others == {"exported template": 1, "exported comment": 1, "draft": 1}


def takeout_entry(number: int, kind: str, status: str, title: str) -> str:
    """An entry as Google Takeout writes it since 2018."""
    return (
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id><blogger:type>{kind}</blogger:type>"
        f"<blogger:status>{status}</blogger:status><author><name>Ada Quist</name><uri/><blogger:type>BLOGGER"
        f"</blogger:type></author><title>{title}</title><content type='html'>&lt;p&gt;Text of {title}.&lt;/p&gt;</content>"
        "<blogger:created>2011-04-05T05:07:08Z</blogger:created><published>2011-04-05T05:07:08Z</published>"
        "<updated>2011-04-06T05:07:08Z</updated><category scheme='tag:blogger.com,1999:blog-1' term='beans'/>"
        f"<blogger:filename>/2011/04/{title.lower()}.html</blogger:filename><link/><enclosure/><blogger:trashed/></entry>"
    )


@pytest.mark.parametrize("filling", [0, 300_000])
def test_bloggers_takeout_gives_its_posts_with_addresses_and_counts_the_rest(
    tmp_path: Path, filling: int
) -> None:
    entries = [
        takeout_entry(1, "POST", "LIVE", "Runner"),
        takeout_entry(2, "POST", "DRAFT", "Soon"),
        takeout_entry(3, "POST", "SOFT_TRASHED", "Gone"),
        takeout_entry(4, "PAGE", "LIVE", "About"),
        takeout_entry(5, "COMMENT", "LIVE", "Nice"),
    ]
    text = (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'"
        " xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-1</id>"
        f"<title>Plot 29</title>{''.join(entries)}<!-- {'x' * filling} --></feed>"
    )
    (post,), others = scraped(tmp_path, "feed.atom", text, "http://plot.example/")
    assert (post.title, post.permalink) == ("Runner", "http://plot.example/2011/04/runner.html")
    assert (post.authors, str(post.published), post.tags) == (
        ("Ada Quist",),
        "2011-04-05T05:07:08+00:00",
        ("beans",),
    )
    assert others == {"draft": 2, "exported page": 1, "exported comment": 1}


FRONT = {"toml": '+++\ntitle = "Wick"\ndate = 2012-03-04T05:06:07+02:00\ntags = ["oil"]\n+++\n',
         "yaml": "---\ntitle: Wick\ndate: 2012-03-04T05:06:07+02:00\ntags: [oil]\n---\n",
         "json": '{"title": "Wick", "date": "2012-03-04T05:06:07+02:00", "tags": ["oil"]}\n'}  # fmt: skip


@pytest.mark.parametrize("kind", FRONT)
def test_front_matter_of_every_kind_is_read(tmp_path: Path, kind: str) -> None:
    text = f"{FRONT[kind]}\nTrimmed on 5 May 2011.\n\n## 6 June 2011\n\nTrimmed again.\n"
    (post,), _ = scraped(tmp_path, "wick.md", text)
    assert (post.title, str(post.published), post.tags) == ("Wick", "2012-03-04T05:06:07+02:00", ("oil",))
    assert "Trimmed again." in post.body


def test_jekyll_tells_the_day_in_the_files_name(tmp_path: Path) -> None:
    (post,), _ = scraped(tmp_path, "_posts/2009-09-05-lamp.md", "---\ntitle: Lamp\n---\nIt turns.\n")
    assert (post.title, str(post.published)) == ("Lamp", "2009-09-05")


@pytest.mark.parametrize(
    ("name", "front"),
    [("a.md", "draft: true"), ("a.md", "published: false"), ("_drafts/a.md", "layout: post"), ("a.md", "status: draft")],
)  # fmt: skip
def test_drafts_are_counted_and_are_no_posts(tmp_path: Path, name: str, front: str) -> None:
    posts, others = scraped(tmp_path, name, f"---\ntitle: Soon\n{front}\n---\nNot yet.\n")
    assert (posts, others) == ([], {"draft": 1})


STORED = {
    "a.dayentry.xml": DAYENTRY,
    "blogml.xml": BLOGML,
    "2004-05.xml": LIVEJOURNAL,
    "L-9": LJDUMP,
    "b.xml": BLOGENGINE,
    "mt.txt": MOVABLE_TYPE,
    "ghost.json": GHOST,
    "feed.json": JSON_FEED,
    "blogger.xml": BLOGGER,
    "front.md": FRONT["json"],
}
DAMAGE = st.lists(
    st.tuples(st.floats(0, 0.999), st.sampled_from(["", "<", "]]>", "}", '"', "\x00", "-----\n", "é"])),
    max_size=6,
)


@given(st.sampled_from(sorted(STORED)), DAMAGE, st.floats(0.1, 1))
def test_no_damage_does_more_than_lose_posts(name: str, damage: list[tuple[float, str]], end: float) -> None:
    text = STORED[name]
    for place, sign in damage:
        at = int(place * len(text))
        text = text[:at] + sign + text[at + 1 :]
    content = text[: int(end * len(text))].encode()
    for page in read_file(Member(name, lambda: io.BytesIO(content))):
        if isinstance(page, Page):
            with suppress(ExtractError):
                read_page(page)


@pytest.mark.parametrize(
    "text",
    ['{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000, '{"version": "https://jsonfeed.org/version/1"}'],
)  # fmt: skip
def test_json_that_is_none_is_an_error_or_nothing(text: str) -> None:
    with suppress(ExtractError):
        assert read_page(Page(text.encode(), "feed.json", media="json")).entries == ()
