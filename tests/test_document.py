"""A page is parsed once, whatever its markup is like, and what is inside what can be asked of it."""

from __future__ import annotations

import pytest
from a_page import in_bounded_time, page
from hypothesis import example, given
from hypothesis import strategies as st

from archivesearch.errors import ExtractError
from archivesearch.extract.document import MAX_CHARACTERS, Document, Element
from archivesearch.extract.extractor import read_page
from archivesearch.model import Page, PageReading


def first(document: Document, css: str) -> Element:
    return document.select(css)[0]


# ---------------------------------------------------------------- the tree


def test_inline_tags_neither_join_nor_part_words() -> None:
    document = Document(page("<p>fog<b>horn</b> and <i>bell</i>, <a href='/x'>pier</a>s</p>"))
    assert document.text(document.body) == "foghorn and bell, piers"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>fog</div><div>bell</div>",
        "<p>fog<p>bell",
        "fog<br>bell",
        "<ul><li>fog<li>bell</ul>",
        "<table><tr><td>fog<td>bell</table>",
        "<h2>fog</h2>bell",
    ],
)
def test_blocks_part_words(markup: str) -> None:
    document = Document(page(markup))
    assert document.text(document.body) == "fog bell"


def test_what_is_never_shown_is_no_text() -> None:
    document = Document(
        page("fog<script>var a = 'bell'</script><style>p {}</style><!-- pier --><template>x</template> ends")
    )
    assert document.text(document.body) == "fog ends"


def test_an_element_holds_what_is_inside_it_and_nothing_else() -> None:
    document = Document(page("<div id=one><p>fog</p></div><p id=two>bell</p>"))
    one, two = first(document, "#one"), first(document, "#two")
    assert one.holds(first(document, "p"))
    assert one.holds(one)
    assert not one.holds(two)
    assert [e.tag for e in document.within(one, "p")] == ["p"]
    assert document.within(two, "p") == []  # a scope is not inside itself


def test_text_of_page_furniture_counts_for_nothing() -> None:
    document = Document(page("<p>fog</p><nav>Home About</nav><div class=sidebar>bell</div>"))
    assert document.letters(document.body) == len("fog")


def test_letters_inside_links_are_counted_apart() -> None:
    document = Document(page("<p>fog <a href=/x>on <b>the</b> pier</a></p><a name=here>bell</a>"))
    assert document.letters(document.body) == len("fogonthepierbell")
    assert document.linked_letters(document.body) == len("onthepier")


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("href", "resolved"),
    [
        ("lamp.html", "https://tide.example/log/lamp.html"),
        ("../lamp.html", "https://tide.example/lamp.html"),
        ("/lamp.html", "https://tide.example/lamp.html"),
        ("//other.example/lamp", "https://other.example/lamp"),
        (" https://other.example/lamp\n", "https://other.example/lamp"),
        ("?p=12", "https://tide.example/log/?p=12"),
        ("/web/20090905164343/http://tide.example/lamp", "http://tide.example/lamp"),
        (
            "https://web.archive.org/web/20090905164343id_/http://tide.example/lamp",
            "http://tide.example/lamp",
        ),
        ("#top", None),
        ("", None),
        ("javascript:void(0)", None),
        ("mailto:ada@tide.example", None),
        ("http://[", None),
    ],
)
def test_a_link_leads_where_a_browser_would_go(href: str, resolved: str | None) -> None:
    url = "https://tide.example/log/"
    if href.startswith("/web/"):
        url = "https://web.archive.org/web/20090905164343/http://tide.example/log/"
    assert Document(page(""), url).resolve(href) == resolved


def test_the_base_of_a_page_goes_before_its_own_address() -> None:
    document = Document(page("", '<base href="/old/">'), "https://tide.example/log/")
    assert document.resolve("lamp.html") == "https://tide.example/old/lamp.html"
    document = Document(page("", '<base href="https://fog.example/old/">'))
    assert document.resolve("lamp.html") == "https://fog.example/old/lamp.html"


# ---------------------------------------------------------------- hostile pages


@pytest.mark.parametrize(
    "markup",
    ["<dl><dd>" * 100_000, "<div>" * 7_000, "<b>" * 100_000, "<font>" * 100_000, "<table><tr><td>" * 20_000],
    ids=["dl dd", "div", "b", "font", "table"],
)
def test_markup_that_is_nested_too_deep_is_refused_at_once(markup: str) -> None:
    with in_bounded_time(), pytest.raises(ExtractError, match="nested deeper than"):
        Document(page(markup))


def test_markup_as_deep_as_a_page_may_be_is_read() -> None:
    document = Document(page("<div><span>" * 900 + "fog" + "</span></div>" * 900))
    assert document.text(document.body) == "fog"


def test_a_page_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    with in_bounded_time(), pytest.raises(ExtractError, match="characters, more than"):
        Document("x" * (MAX_CHARACTERS + 1))


POST = "https://tide.example/2009/09/05/lamp.html"
SOME_WORDS = "<p>Nine days of fog, and nobody saw the far pier.</p>"
TITLE = "<title>A lamp for the harbour</title>"


def ld(described: str) -> str:
    return f'<script type="application/ld+json">{described}</script>'


HOSTILE: dict[str, tuple[str, str]] = {  # name -> (body, head)
    "colspan": ("<table><tr><td colspan=9007199254740991 rowspan=9007199254740991>fog</table>", ""),
    "one line of words": ("<p>" + "word " * 1_000_000, ""),
    "one line of digits": ("<p>" + "1" * 5_000_000, ""),
    "spaces": ("<p>fog" + " " * 5_000_000 + "bell", ""),
    "no-break spaces": ("<p>fog" + "\u00a0" * 2_500_000 + "bell", ""),
    "brackets": ("<p>" + "[" * 1_000_000, ""),
    "zero bytes": ("<p>Nine days\0 of fog, and nobody saw the far pier.</p>" * 10_000, ""),
    "unpaired surrogates": ("<p>&#xD800;&#0;&#x110000;</p>" * 10_000, ""),
    "separators in title": (SOME_WORDS, f"<title>{' | - : ' * 20_000}</title>"),
    "bars in title": (SOME_WORDS, f"<title>{'|' * 100_000}</title>"),
    "separators in og:title": (SOME_WORDS, f'<meta property="og:title" content="{"a | " * 30_000}">'),
    "spaces in title": (SOME_WORDS, f"<title>a{' ' * 1_000_000}b</title>"),
    "words in feed title": (SOME_WORDS, f'<link rel=alternate type="application/rss+xml" title="x{" rss" * 50_000}" href=x>'),
    "spaces in feed title": (SOME_WORDS, f'<link rel=alternate type="application/rss+xml" title="x{" " * 100_000}x" href=x>'),
    "deep JSON-LD": (SOME_WORDS, ld("[" * 200_000)),
    "wide JSON-LD": (SOME_WORDS, ld("[" + ",".join(['{"a":{"b":1}}'] * 30_000) + "]")),
    "a long number in JSON-LD": (SOME_WORDS, ld('{"@type":"BlogPosting","name":' + "1" * 100_000 + "}")),
    "trackback RDF without an end": (SOME_WORDS + "<!-- " + "<rdf:Description " * 50_000, ""),
    "a word as trackback RDF": (SOME_WORDS + "<!-- <rdf:Description " + "a" * 200_000 + "> -->", ""),
    "colons as trackback RDF": (SOME_WORDS + "<!-- <rdf:Description " + "a:" * 100_000 + "> -->", ""),
    "copyright lines": (SOME_WORDS + ("<p>\u00a9 2009 " + "- " * 150 + "</p>") * 500, ""),
    "keywords": (SOME_WORDS, f'<meta name=keywords content="{"fog," * 100_000}">'),
    "class names": (f'<p class="{"widget-" * 30_000}">fog</p>' + SOME_WORDS, ""),
    "many images in one block": ("<div>" + "fog <img alt='the far pier in the fog'> " * 10_000 + "</div>", ""),
    "spaces in code": ("<pre>" + " " * 200_000 + "fog</pre>", ""),
    "empty lines in code": ("<pre>fog" + "\n" * 200_000 + "fog</pre>", ""),
    "blank lines in code": ("<pre>fog" + " \n" * 100_000 + "fog</pre>", ""),
    "line breaks": ("<p>fog" + "<br> " * 30_000 + "bell</p>", ""),
    "cells": ("<table><tr>" + "<td> " * 30_000 + "fog</table>", ""),
    "nested posts": ("<article class=post><h2>fog</h2>" * 900, ""),
    "saved-from comment": ("<!-- saved from url=(" + "1" * 3_000 + ")" + " " * 1_000 + SOME_WORDS, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_takes_long_to_read(name: str) -> None:
    body, head = HOSTILE[name]
    content = page(body, head).encode()
    with in_bounded_time():
        read_page(Page(content, "page.html", POST))


MANY = {
    "articles": "<article><h2><a href='/p/{0}.html'>fog {0}</a></h2><p>Nine days of fog.</p></article>",
    "links": "<p><a href='/p/{0}.html'>fog {0}</a></p>",
    "stamps": "<p>Nine days of fog, and nobody saw.</p><p>September 5, 2009 12:43 PM</p>",
    "days": "<h2>September 5, 2009</h2><p>Nine days of fog, and nobody saw.</p>",
}


@pytest.mark.parametrize("name", MANY)
def test_a_page_with_more_posts_than_any_has_is_read_in_bounded_time(name: str) -> None:
    body = "".join(MANY[name].format(number) for number in range(1_000))
    with in_bounded_time():
        reading = read_page(Page(page(body).encode(), "page.html", "https://tide.example/"))
    assert len(reading.entries) == 1_000


TAGS = [
    "p",
    "div",
    "ul",
    "li",
    "table",
    "td",
    "pre",
    "h2",
    "a href=/x",
    "time datetime=2009",
    "article",
    "form",
]
SOUP = st.lists(
    st.one_of(
        st.sampled_from(TAGS).map("<{}>".format),
        st.sampled_from(TAGS).map(lambda tag: f"</{tag.split()[0]}>"),
        st.text(alphabet="fog 2009-05\n&<>\"'", max_size=12),
        st.sampled_from(
            ["September 5, 2009", "by Anna", "<!-- x -->", "<br>", "&#27;", "<base href='http://['>"]
        ),
    ),
    max_size=60,
).map("".join)


@given(SOUP, st.sampled_from([None, POST, "https://tide.example/2009/", "//", "not an address"]))
@example("<a href='http://[x]y/'>fog</a>" * 9, POST)
@example("<article class=post><h2><a href='//['>fog</a></h2></article>", "https://tide.example/")
def test_any_tag_soup_is_read(markup: str, url: str | None) -> None:
    assert isinstance(read_page(Page(b"<p>" + markup.encode(), "page.html", url)), PageReading)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        reading = read_page(Page(content, "page.html"))
    except ExtractError:
        return
    assert isinstance(reading, PageReading)
