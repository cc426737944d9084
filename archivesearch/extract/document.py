"""The only place that parses a page: lexbor's tree as a flat list of elements, with selectors and text.

The tree is walked once, without recursion, into a list in document order. An element knows where its
subtree ends in that list, so "inside", "before" and "how much text" are comparisons of two numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archivesearch.addresses import strip_archive_prefix
from archivesearch.errors import ExtractError
from archivesearch.extract.furniture import is_furniture_name, read_names
from archivesearch.extract.selectors import ElementIndex, asked, start_of

RUN = "-run"  # the tag of a stretch of siblings without a box of their own
MAX_DEPTH = 2_000  # levels; lexbor and browsers stop long before anyone writes such a page by hand
MAX_CHARACTERS = 30_000_000
# Told from the text, before parsing: each of these start tags has the parser look up the whole tree for an open
# <p> (HTML standard, "in body"), so 100,000 of them take minutes inside C, where no timer can interrupt.
MAX_BLOCK_DEPTH = 8_000  # takes lexbor half a second
_BLOCK_TAG = re.compile(
    r"<(/?)(?:address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset|figcaption|figure|footer"
    r"|header|hgroup|main|menu|nav|ol|search|section|summary|ul)(?=[\s/>])",
    re.IGNORECASE,
)

# An address that joining it to another one would leave as it is.
_WHOLE_ADDRESS = re.compile(r"https?://[\w.-]+(?:/[\w./-]*)?", re.ASCII)
# What a page says of itself, wherever it stands; one look through the tree for all.
_UNSEEN = "html, title, base[href], meta[content], link[href], script[type='application/ld+json']"
_NO_ATTRS: dict[str, str | None] = {}  # shared by all elements without attributes; never written to
_CODE = frozenset({"pre", "code"})
_SKIPPED = frozenset(
    "script style template svg iframe object embed canvas noframes head math select textarea !doctype".split()
)


class Element:
    """An element, or a run of text (tag "-text"), of a parsed page."""

    __slots__ = (
        "attrs",
        "classes",
        "end",
        "in_code",
        "in_post",
        "is_furniture",
        "parent",
        "start",
        "tag",
        "text",
    )

    def __init__(self, tag: str, start: int, parent: Element | None) -> None:
        self.tag = tag
        self.start = start  # place in Document.elements
        self.end = start + 1  # place after the last descendant
        self.parent = parent
        self.attrs = _NO_ATTRS
        self.classes: tuple[str, ...] = ()
        self.text = ""  # of a text run
        if parent is None:
            self.in_code = self.is_furniture = self.in_post = False
        else:
            self.in_code = parent.in_code  # in <pre> or <code>, or one of them
            self.is_furniture = parent.is_furniture
            self.in_post = parent.in_post  # inside the box of a post, by its name

    def get(self, name: str) -> str:
        """The attribute's value, "" when absent."""
        return self.attrs.get(name) or ""

    @property
    def depth(self) -> int:
        """How many elements it stands in."""
        depth, around = 0, self.parent
        while around is not None:
            depth, around = depth + 1, around.parent
        return depth

    def holds(self, other: Element) -> bool:
        """True if the other element is this one or inside it."""
        return self.start <= other.start < self.end

    def __repr__(self) -> str:
        return f"<{self.tag} {' '.join(self.classes)} {self.start}:{self.end}>"


def _block_depth(text: str) -> int:
    """How deep the block elements of a page are nested at most, by its tags alone."""
    depth = deepest = 0
    for tag in _BLOCK_TAG.finditer(text):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


class Document:
    """A parsed page."""

    def __init__(self, text: str, url: str | None = None) -> None:
        if len(text) > MAX_CHARACTERS:
            raise ExtractError(
                f"the page has {len(text):,} characters, more than {MAX_CHARACTERS:,}; split it or leave it out"
            )
        if text.count("<") > MAX_DEPTH and _block_depth(text) > MAX_BLOCK_DEPTH:
            raise ExtractError(
                f"the markup is nested deeper than {MAX_BLOCK_DEPTH:,} levels; no browser shows such a page"
            )
        self.source = text
        self._tree = LexborHTMLParser(text)
        self._index = ElementIndex()
        self._present: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._resolved: dict[str, str | None] = {}
        self.elements: list[Element] = []
        self._build()
        self._unseen: dict[str, list[LexborNode]] = {}
        for node in self._tree.css(_UNSEEN):
            self._unseen.setdefault(node.tag or "", []).append(node)
        bases = self.unseen("base")
        self.base = strip_archive_prefix((bases[0].get("href") or "").strip()) if bases else ""
        self.url = url
        self.site: str | None = None  # an address on the page's host, where its own is not known
        self._letters, self._linked = self._count_letters()

    def _build(self) -> None:
        elements, by_key = self.elements, self._index.by_key
        node: LexborNode | None = self._tree.body or self._tree.root
        if node is None:
            raise ExtractError("the page holds no markup and no text; save it again or leave it out")
        stack: list[tuple[LexborNode, Element]] = []
        parent: Element | None = None
        while node is not None:
            tag = node.tag or ""
            child: LexborNode | None = None
            if tag == "-text":
                element = Element(tag, len(elements), parent)
                element.text = node.text_content or ""
                elements.append(element)
            elif tag == "-comment":
                if (said := node.comment_content or "") and len(said) < 80:
                    element = Element(tag, len(elements), parent)
                    element.text = said.strip()
                    elements.append(element)
            elif tag not in _SKIPPED:
                element = Element(tag, len(elements), parent)
                if attrs := node.attributes:
                    element.attrs = attrs
                    for name in attrs:
                        by_key[name].append(element)
                get = attrs.get
                element.classes, keys, is_furniture, is_post = read_names(
                    tag, get("class"), get("id"), get("role"), element.in_post
                )
                for key in keys:
                    by_key[key].append(element)
                if tag in _CODE:
                    element.in_code = True
                elif tag == "article" and parent is not None and _is_plain_aside(parent):
                    element.is_furniture = False  # Pelican's first post stands in an <aside>
                if is_furniture and not element.in_code:
                    element.is_furniture = True
                if is_post:
                    element.in_post = True
                elements.append(element)
                child = node.child
            if child is not None:
                if len(stack) >= MAX_DEPTH:
                    raise ExtractError(
                        f"the markup is nested deeper than {MAX_DEPTH:,} levels; no browser shows such a page"
                    )
                stack.append((node, element))
                parent, node = element, child
                continue
            following = node.next
            while following is None and stack:
                node, closed = stack.pop()
                closed.end = len(elements)
                parent = closed.parent
                following = node.next if stack else None
            node = following

    def _count_letters(self) -> tuple[list[int], list[int]]:
        """Running counts of the characters of text outside page furniture, and of those inside links."""
        letters, linked = [0], [0]
        total = in_links = link_end = 0
        for element in self.elements:
            if element.tag == "a" and "href" in element.attrs:
                link_end = max(link_end, element.end)
            elif element.tag == "-text" and not element.is_furniture:
                size = len(element.text.strip())
                total += size
                if element.start < link_end:
                    in_links += size
            letters.append(total)
            linked.append(in_links)
        return letters, linked

    def take_in(self, furniture: Iterable[Element]) -> None:
        """Counts what was taken for page furniture as content, all that stands in it with it."""
        for outer in furniture:
            for element in self.elements[outer.start : outer.end]:
                element.is_furniture = False
        self._letters, self._linked = self._count_letters()

    @property
    def body(self) -> Element:
        """The element that holds all others."""
        return self.elements[0]

    def select(self, css: str) -> list[Element]:
        """All elements that match, in document order; each selector is answered once a page."""
        found = self._index.selected.get(css)
        return self._index.select(css) if found is None else found

    def present(self, rules: tuple[str, ...]) -> tuple[str, ...]:
        """Those of some rules (CSS, for an attribute with "@" and its name) that match anywhere on the page."""
        found = self._present.get(rules)
        if found is None:
            keys = self._index.by_key.keys()
            found = self._present[rules] = tuple(
                [
                    rule
                    for rule, css, anchors in asked(rules)
                    if not keys.isdisjoint(anchors) and self.select(css)
                ]
            )
        return found

    def within(self, scope: Element, css: str) -> list[Element]:
        """The elements inside the scope that match, in document order; the scope itself only if it is a run."""
        found = self.select(css)
        if not found:
            return found
        low = bisect_left(found, scope.start + (scope.tag != RUN), key=start_of)
        high = bisect_left(found, scope.end, key=start_of)
        return found[low:high]

    def head(self, css: str) -> list[dict[str, str | None]]:
        """The attributes of matching elements anywhere, the head included."""
        return [node.attributes for node in self._tree.css(css)]

    def unseen(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all <html>, <base href>, <meta content> or <link href> of the page."""
        return [node.attributes for node in self._unseen.get(tag, ())]

    def unseen_texts(self, tag: str) -> list[str]:
        """The texts of all <title> of the page, or of all <script> with JSON-LD."""
        return [node.text(deep=True) for node in self._unseen.get(tag, ())]

    def run(self, first: Element, end: int) -> Element:
        """A stretch of siblings from the first up to the place `end`, as a scope to read from."""
        run = Element(RUN, first.start, first.parent)
        run.end = end
        run.is_furniture = first.is_furniture
        return run

    def children(self, element: Element) -> Iterator[Element]:
        """The element's child elements and text runs."""
        at = element.start + (element.tag != RUN)
        while at < element.end:
            child = self.elements[at]
            yield child
            at = child.end

    def text(self, element: Element) -> str:
        """All text inside on one line, white space collapsed, blocks and cells apart by a space."""
        if element.tag == "-text":
            return " ".join(element.text.split())
        if element.end == element.start + 2 and element.tag != RUN:
            only = self.elements[element.start + 1]
            if only.tag == "-text":  # as in most links
                return " ".join(only.text.split())
        parts: list[str] = []
        block_end = element.end
        for inner in self.elements[element.start : element.end]:
            if inner.start >= block_end:
                parts.append(" ")
                block_end = element.end
            if inner.tag == "-text":
                parts.append(inner.text)
            elif inner.tag not in INLINE:
                parts.append(" ")
                block_end = inner.end
        return " ".join("".join(parts).split())

    def letters(self, element: Element) -> int:
        """How many characters of text outside page furniture the element holds."""
        return self._letters[element.end] - self._letters[element.start]

    def letters_between(self, start: int, end: int) -> int:
        """How many characters of text outside page furniture stand between two places."""
        return self._letters[max(start, end)] - self._letters[start]

    def linked_letters(self, element: Element) -> int:
        """How many of `letters` stand inside links."""
        return self._linked[element.end] - self._linked[element.start]

    def resolve(self, href: str) -> str | None:
        """The absolute address of a link, archive prefix cut off; None for what is no web address."""
        url = self._resolved.get(href, "")
        if url == "":
            url = self._resolved[href] = self._resolve(href.strip())
        return url

    def lies_on(self, site: str) -> None:
        """Takes a site for that of the page, whose own address is not known: it completes links from the root on."""
        self.site = site
        self._resolved.clear()

    def _resolve(self, href: str) -> str | None:
        if _WHOLE_ADDRESS.fullmatch(href):
            return strip_archive_prefix(href)
        if not href or href.startswith(("#", "javascript:", "mailto:", "data:", "tel:")):
            return None
        try:
            url = urljoin(self.base, href) if self.base else href
            url = urljoin(self.url, url) if self.url else url
            url = urljoin(self.site, url) if self.site and url.startswith("/") else url
            urlsplit(url)
        except ValueError:  # such as an unclosed [ of an IPv6 address
            return None
        return strip_archive_prefix(url)


INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr -comment link meta".split()
)

ANY_HEADING = "h1, h2, h3, h4, h5, h6"
HEADINGS = frozenset(ANY_HEADING.split(", "))


def _is_plain_aside(element: Element) -> bool:
    """True for an <aside> that nothing but its tag calls furniture."""
    around = element.parent
    names = (*element.classes, element.get("id"))
    return (
        element.tag == "aside"
        and not any(map(is_furniture_name, names))
        and not (around and around.is_furniture)
    )
