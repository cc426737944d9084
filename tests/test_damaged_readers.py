"""Every reader over damaged files of its own kind: what is whole comes, what is not is told, nothing is raised or hangs.

A search for new cases runs with HYPOTHESIS_PROFILE=search; what it and ten minutes of coverage-guided fuzzing of each
reader found stands as tests of its own where the reader is tested.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from contextlib import suppress

import pytest
from a_blog import BASE_URL, POSTS
from a_page import in_bounded_time
from hypothesis import given
from hypothesis import strategies as st
from test_account_exports import MEDIUM, POSTS_CSV, PUBLISHED, SUBSTACK_TEXT, TUMBLR
from test_bundles import mhtml, safari, tarred, zipped
from test_exports import BLOGGER, DAYENTRY, takeout_entry
from test_feeds import ATOM_HEAD, END, RSS_HEAD, WXR_HEAD, atom_entry, rss_item, wxr_item
from test_json_cut import FEED, GHOST
from test_web_archives import warc

from archivesearch.capture.exports import MAX_ITEM_BYTES
from archivesearch.capture.file import read_file
from archivesearch.capture.member import Member, OtherFile
from archivesearch.capture.zstandard import library
from archivesearch.errors import ExtractError, Problem
from archivesearch.extract.extractor import read_page
from archivesearch.model import Page

ANSWER = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>The harbour has a lamp.</p></html>"
ARC_HEAD = b"1 0 Alexa\nURL IP-address Archive-date Content-type Archive-length\n\n"
ARC = (
    b"filedesc://tide.arc 0.0.0.0 20010101000000 text/plain %d\n%b"
    b"http://tide.example/lamp 192.0.2.1 20020202020202 text/html %d\n%b\n\n"
) % (len(ARC_HEAD) - 2, ARC_HEAD, len(ANSWER), ANSWER)
MOVABLE_TYPE = (
    "AUTHOR: Ada\nTITLE: A lamp\nSTATUS: Publish\nBASENAME: lamp\nCONVERT BREAKS: 1\nDATE: 09/05/2009 12:43:43 PM\n"
    'CATEGORY: Sea\nTAGS: a,"b c"\n-----\nBODY:\nIt turns.\n\nStill.\n-----\nCOMMENT:\nAUTHOR: z\nNice.\n-----\n--------\n'
)
BLOGML = (
    '<blog root-url="http://tide.example/" xmlns="http://www.blogml.com/2006/09/BlogML"><title type="text">Tide</title>'
    '<authors><author id="1"><title>Ada</title></author></authors><posts><post id="1" date-created="2009-09-05T12:43:43"'
    ' approved="true" post-url="/lamp"><title>Lamp</title><content type="base64">SXQgdHVybnMu</content></post></posts></blog>'
)
BLOGENGINE = (
    "<post><author>Ada</author><title>Lamp</title><content>It turns.</content><ispublished>True</ispublished>"
    "<pubDate>2009-09-05 12:43:43</pubDate><slug>lamp</slug><tags><tag>sea</tag></tags></post>"
)
FRONT_MATTER = "---\ntitle: Lamp\ndate: 2009-09-05 12:43:43 -0400\ntags: [a, b]\n---\nIt {{< x >}} `turns`.\n"


def files() -> dict[str, bytes]:
    text = {
        "feed.xml": RSS_HEAD + rss_item(1) + rss_item(2) + END,
        "atom.xml": ATOM_HEAD + atom_entry(1) + atom_entry(2) + "</feed>",
        "wxr.xml": WXR_HEAD + wxr_item(1) + wxr_item(2, "draft") + END,
        "blogger.xml": BLOGGER,
        "takeout.xml": ATOM_HEAD + takeout_entry(1, "POST", "LIVE", "Lamp") + "</feed>",
        "a.dayentry.xml": DAYENTRY,
        "blogml.xml": BLOGML,
        "blogengine.xml": BLOGENGINE,
        "feed.json": json.dumps(FEED),
        "ghost.json": json.dumps(GHOST),
        "mt.txt": MOVABLE_TYPE,
        "lamp.md": FRONT_MATTER,
        "medium.html": MEDIUM.format(title="A lamp", footer=PUBLISHED),
        "123456.html": TUMBLR,
    }
    return {name: content.encode() for name, content in text.items()} | {
        "tide.arc": ARC,
        "tide.arc.gz": gzip.compress(ARC),
        "tide.warc": warc({BASE_URL: POSTS[0].page}, is_packed=False),
        "tide.warc.gz": warc({BASE_URL: POSTS[0].page}),
        "tide.warc.zst": library().compress(warc({BASE_URL: POSTS[0].page}, is_packed=False)),
        "lamp.mhtml": mhtml(POSTS[0].page, POSTS[0].url),
        "lamp.webarchive": safari(POSTS[0].page, POSTS[0].url),
        "tide.tar": tarred({"a.html": b"<html>x", "b.md": FRONT_MATTER.encode()}),
        "tide.zip": zipped({"a.html": b"<html>x", "b.md": FRONT_MATTER.encode()}, zipfile.ZIP_STORED),
        "substack.zip": zipped(
            {"posts/101.a-lamp.html": SUBSTACK_TEXT.encode(), "posts.csv": POSTS_CSV.encode()}
        ),
    }


def read(name: str, content: bytes) -> list[Page | OtherFile | Problem]:
    """What a file gives, each of its pages read; only what an ExtractError says may be wrong with one."""
    found = list(read_file(Member(name, lambda: io.BytesIO(content), "https://tide.example/")))
    for one in found:
        if isinstance(one, Page):
            with suppress(ExtractError):
                read_page(one)
        elif isinstance(one, Problem):
            assert "a fault in archivesearch" not in one.reason
    return found


WHOLE = files()


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_gives_a_page_and_no_problem(name: str) -> None:
    found = read(name, WHOLE[name])
    assert any(isinstance(one, Page) for one in found)
    assert not [one for one in found if isinstance(one, Problem)]


SPLICES = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.one_of(st.binary(max_size=6), st.just(b"\xff" * 8), st.just(b"9" * 30)),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("name", WHOLE)
@given(SPLICES)
def test_damage_raises_nothing(name: str, splices: list[tuple[float, bytes, int]]) -> None:
    content = WHOLE[name]
    for place, noise, lost in splices:
        at = int(place * len(content))
        content = content[:at] + noise + content[at + lost :]
    read(name, content)


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_cut_off_anywhere_raises_nothing(name: str) -> None:
    content = WHOLE[name]
    for end in range(0, len(content), max(1, len(content) // 60)):
        read(name, content[:end])


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DOCTYPE = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY out SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://192.0.2.1/x">%p;]>'


@pytest.mark.parametrize("name", [name for name in WHOLE if name.endswith(".xml")])
def test_entities_are_never_expanded_nor_fetched(name: str) -> None:
    text = WHOLE[name].decode()
    declaration, end, rest = text.rpartition("?>") if text.startswith("<?xml") else ("", "", text)
    hostile = f"{declaration}{end}{DOCTYPE}{rest.replace('Lamp', 'Lamp &l11; &out;').replace('Post 1', '&l11; &out;')}"
    with in_bounded_time():
        for one in read(name, hostile.encode()):
            if isinstance(one, Page):
                told = str(read_page(one))
                assert "root:" not in told
                assert "haha" not in told


@pytest.mark.parametrize(
    "piece", ["<item>", "<item><![CDATA[", "<!-- ", "<entry>", "</item>", "&amp;", "<a ", "]]>", "<wp:"]
)
@pytest.mark.parametrize("head", [RSS_HEAD, ATOM_HEAD, WXR_HEAD])
def test_no_export_takes_long_to_cut(head: str, piece: str) -> None:
    content = (head + piece * (MAX_ITEM_BYTES // 8 // len(piece))).encode()
    with in_bounded_time():
        list(read_file(Member("x.xml", lambda: io.BytesIO(content))))
