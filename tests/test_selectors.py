"""A selector finds on a page what a browser's own engine finds, in document order, each element once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from a_page import in_bounded_time, page
from selectolax.lexbor import LexborHTMLParser, LexborNode

from archivesearch.extract.boxes import STANDARD_BOXES
from archivesearch.extract.charset import decode
from archivesearch.extract.document import ANY_HEADING, Document
from archivesearch.extract.fields.authors import STANDARD_AUTHORS
from archivesearch.extract.fields.permalink import STANDARD_PERMALINK
from archivesearch.extract.fields.published import STANDARD_PUBLISHED, STANDARD_UPDATED
from archivesearch.extract.fields.tags import STANDARD_CATEGORIES, STANDARD_TAGS
from archivesearch.extract.fields.title import STANDARD_TITLE
from archivesearch.extract.platforms.catalogue import PLATFORMS

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NEVER_SHOWN = {
    "head",
    "script",
    "style",
    "template",
    "svg",
    "iframe",
    "noframes",
    "select",
    "object",
    "canvas",
}
MARKUP = """
<div id=main class="post first"><h2 class=title><a href=/fog rel="bookmark self" title>Fog</a></h2>
<p class=meta>by <a href=/author/ada rel=author>Ada</a> <time datetime=2009 class=updated>2009</time> <time>today</time></p>
<ul class=post-tags><li><a href=/tag/sea>sea</a><li><span><a href=#x>bell</a></span></ul></div>
<div class=post><blockquote class="post inner"><h2>Bell</h2></blockquote></div>
"""


def rules() -> Iterator[str]:
    """Every selector of the platforms and of the standards."""
    of_all = (*STANDARD_BOXES, *STANDARD_AUTHORS, *STANDARD_PERMALINK, *STANDARD_PUBLISHED, *STANDARD_UPDATED)
    yield from (*of_all, *STANDARD_CATEGORIES, *STANDARD_TAGS, *STANDARD_TITLE, ANY_HEADING)
    for platform in PLATFORMS:
        for field in fields(platform):
            if isinstance(given := getattr(platform, field.name), tuple):
                yield from given


def is_shown(node: LexborNode | None) -> bool:
    while node is not None and node.tag not in NEVER_SHOWN:
        node = node.parent
    return node is None


def test_every_rule_finds_on_every_sample_what_the_engine_of_the_parser_finds() -> None:
    selectors = sorted({rule.partition("@")[0] for rule in rules() if not rule.startswith("head ")})
    found = Counter[str]()
    for path in sorted(SAMPLES.glob("*/*/**/*.html")):
        text, _ = decode(path.read_bytes())
        document, tree = Document(text), LexborHTMLParser(text)
        for css in selectors:
            ours = [(e.tag, e.attrs) for e in document.select(css)]
            theirs = {node.mem_id: (node.tag, node.attributes) for node in tree.css(css) if is_shown(node)}
            assert sorted(map(repr, ours)) == sorted(map(repr, theirs.values())), f"{css} in {path}"
            found[css] += len(ours)
    assert sum(map(bool, found.values())) > 0.6 * len(selectors)  # else the samples prove nothing


@pytest.mark.parametrize(
    ("css", "tags"),
    [
        ("h2", ["h2", "h2"]),
        (".post", ["div", "div", "blockquote"]),
        ("div.post.first", ["div"]),
        ("#main", ["div"]),
        ("a, .post", ["div", "a", "a", "a", "a", "div", "blockquote"]),
        (".title, h2", ["h2", "h2"]),
        ("[title]", ["a"]),
        ("a[rel~=bookmark]", ["a"]),
        ("a[rel=bookmark]", []),
        ("a[rel='bookmark self']", ["a"]),
        ("a[href^='/tag/']", ["a"]),
        ("a[href$=fog]", ["a"]),
        ("a[href*='#']", ["a"]),
        ("[class*=tags]", ["ul"]),
        ("ul a", ["a", "a"]),
        ("li > a", ["a"]),
        (".post h2", ["h2", "h2"]),
        (".post .post h2", ["h2"]),
        ("time:not(.updated)", ["time"]),
        ("time:not([datetime])", ["time"]),
        (".post:has(time)", ["div"]),
        (":not(body).post > h2 a[href]", ["a"]),
    ],
)
def test_a_selector_finds_what_it_says(css: str, tags: list[str]) -> None:
    assert [element.tag for element in Document(page(MARKUP)).select(css)] == tags


@pytest.mark.parametrize("css", ["h2:first-child", "h2 + p", "h2 ~ p", ":not(.post)", "*", "a:not(li a)", ""])
def test_a_selector_that_cannot_be_read_is_told(css: str) -> None:
    with pytest.raises(ValueError, match="selector"):
        Document(page(MARKUP)).select(css)


@pytest.mark.parametrize("css", ["time:not(.updated)", "div b", "div > b", "div:has(b)", "b, [class*=u]"])
def test_many_matches_are_found_in_bounded_time(css: str) -> None:
    document = Document(page("<div><time class=updated>1</time><b class=u>2</b></div>" * 60_000))
    with in_bounded_time():
        document.select(css)
