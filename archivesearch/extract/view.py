"""BoxView: one post's place on a page, with its title and text told apart from what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlsplit

from archivesearch.addresses import same_page
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.boxes import Box
from archivesearch.extract.document import ANY_HEADING, INLINE, RUN, Document, Element
from archivesearch.extract.fields.comments_heading import heads_comments
from archivesearch.extract.fields.timestamp import DateHints
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform, Rules
from archivesearch.model import Found


class Value(NamedTuple):
    """What a rule gave: the text or attribute, the rule, and where."""

    text: str
    rule: str
    element: Element


@dataclass(frozen=True)
class PageView:
    """What all boxes of a page share."""

    path: str  # Page.path
    document: Document
    head: Head
    platform: Platform
    hints: DateHints
    url: str | None  # the page's address
    own: Found[str] | None  # the address that the page gives for itself
    blog_url: str | None
    is_single: bool
    titles: dict[Box, Value | None] = field(default_factory=dict)  # of the boxes that were asked for theirs


@dataclass(frozen=True)
class BoxView:
    """A box as the field readers see it. `zone` is where they look, mostly the box, more on a post's own page."""

    page: PageView
    box: Box
    zone: Element
    title: Value | None = None
    bodies: tuple[Element, ...] = ()
    body_rule: str = ""
    is_excerpt: bool = False
    pruned: frozenset[int] = field(
        default_factory=frozenset
    )  # starts of elements inside the bodies that are not text

    @property
    def document(self) -> Document:
        """The page's elements."""
        return self.page.document

    def is_in_body(self, element: Element) -> bool:
        """True for what belongs to the post's text, where dates and names prove nothing."""
        for body in self.bodies:
            if body.holds(element):
                return not any(s <= element.start < self.document.elements[s].end for s in self.pruned)
        return False

    def values(self, rules: Rules, in_body: bool = False) -> Iterator[Value]:
        """What the rules give inside the zone, outside the body (unless `in_body`) and outside page furniture."""
        for rule in self.document.present(rules):
            css, _, attribute = rule.partition("@")
            for element in self.document.within(self.zone, css):
                if element.is_furniture and not self.zone.is_furniture:
                    continue
                if not in_body and self.is_in_body(element):
                    continue
                if element.start >= self.comments_start:
                    break
                if not attribute and element.end > self.zone.end:
                    continue  # it goes on with what is of another post
                text = " ".join(element.get(attribute).split()) if attribute else self.document.text(element)
                if text:
                    yield Value(text, rule, element)

    @cached_property
    def links(self) -> tuple[Value, ...]:
        """The links in the zone outside the text."""
        return tuple(self.values(("a[href]",)))

    @cached_property
    def text_start(self) -> int:
        """Where the first words of the text stand, metadata inside its element left out; the zone's end without a text."""
        elements = self.document.elements
        for body in self.bodies:
            at = body.start
            while at < body.end:
                element = elements[at]
                if at in self.pruned or (element.is_furniture and not body.is_furniture):
                    at = element.end
                elif element.tag == "-text" and element.text.strip():
                    return at
                else:
                    at += 1
        return self.zone.end

    @cached_property
    def text_end(self) -> int:
        """Where the last words of the text stand, metadata inside its element left out; -1 without a text."""
        last, elements = -1, self.document.elements
        for body in self.bodies[-1:]:
            at = body.start
            while at < body.end:
                element = elements[at]
                if at in self.pruned or (element.is_furniture and not body.is_furniture):
                    at = element.end
                    continue
                if element.tag == "-text" and element.text.strip():
                    last = at
                at += 1
        return last

    @cached_property
    def comments_start(self) -> int:
        """Where a heading below the text says that the comments begin; the end of the zone when none does."""
        if self.page.is_single and self.bodies:
            for heading in self.document.within(self.zone, ANY_HEADING):
                if heading.start >= self.bodies[-1].end and heads_comments(self.document.text(heading)):
                    return heading.start
        return self.zone.end

    @cached_property
    def lines(self) -> tuple[Value, ...]:
        """The lines of text in the zone that are neither title nor body, in document order."""
        lines: list[Value] = []
        parts: list[str] = []
        first: Element | None = None
        elements, at, end = self.document.elements, self.zone.start, self.zone.end
        closing: list[int] = []
        skipped = {body.start for body in self.bodies}
        title_at = self.title.element.start if self.title else -1

        text_end = max((body.end for body in self.bodies), default=self.zone.end)

        def flush() -> bool:
            """Ends a line; False where the comments begin, whose stamps and names are not the post's."""
            text = " ".join("".join(parts).split())
            parts.clear()
            if text and first is not None:
                if first.start >= text_end and heads_comments(text):
                    return False
                lines.append(Value(text, "text", first))
            return True

        while at < end:
            element = elements[at]
            is_open = True
            while closing and closing[-1] <= at:
                closing.pop()
                is_open = flush() and is_open
                first = None
            is_left_out = (
                at in skipped or at == title_at or (element.is_furniture and not self.zone.is_furniture)
            )
            if is_left_out or (element.tag not in INLINE and element.tag != "-text"):
                is_open = flush() and is_open
                first = None
            if not is_open:
                break
            if is_left_out:
                at = element.end
                continue
            if element.tag == "-text":
                if first is None and element.text.strip():
                    first = element
                parts.append(element.text)
            elif element.tag not in INLINE and element.tag != "br":
                closing.append(element.end)
            at += 1
        flush()
        lines.extend(self._pruned_lines())
        return tuple(lines)

    def _pruned_lines(self) -> Iterator[Value]:
        """The lines of what was pruned from the bodies, such as a footer inside the text's element."""
        for start in sorted(self.pruned):
            element = self.document.elements[start]
            if not element.is_furniture and (text := self.document.text(element)):
                yield Value(text, "text", element)


def zone_around(document: Document, box: Element, title: Element | None) -> Element:
    """Where a post's own page may say more of it: the box and the stretch from its title (or a little above) on."""
    before, after = 40, 60  # elements; a header or footer of metadata has fewer
    start, end = box.start, box.end
    if title is not None:
        start, end = min(start, title.start), max(end, title.end)
    low, high = max(1, start - before), min(len(document.elements), end + after)
    zone = Element(RUN, low, document.body)
    zone.end = high
    return zone


_LINKED_HEADINGS = ", ".join(f"h{n} a[href]" for n in range(2, 7))
_HEADINGS_IN_LINKS = ", ".join(f"a[href] h{n}" for n in range(2, 7))


def before_other_posts(view: BoxView) -> Element:
    """The zone of a post's own page up to where, behind its text, a heading leads to another post."""
    document, zone = view.document, view.zone
    if not view.bodies:
        return zone
    text_end = max(body.end for body in view.bodies)
    linked = [*document.within(zone, _LINKED_HEADINGS), *_links_around_headings(document, zone)]
    others = [
        link
        for link in sorted(linked, key=lambda link: link.start)
        if link.start >= text_end and _is_of_another_post(view.page, link)
    ]
    if not others:
        return zone
    first = others[0]
    last = next((link for link in reversed(others) if view.box.scope.holds(link)), first)
    while first.parent is not None and first.parent.start >= text_end:
        is_whole = last is others[0] or first.holds(last)
        if is_whole and _has_tags_between(document, first.parent, first):
            break  # the footer of the post itself, with its tags above the others
        first = first.parent
    shorter = Element(RUN, zone.start, zone.parent)
    shorter.end = first.start
    return shorter


def _links_around_headings(document: Document, zone: Element) -> Iterator[Element]:
    for heading in document.within(zone, _HEADINGS_IN_LINKS):
        link = heading.parent
        while link is not None and link.tag != "a":
            link = link.parent
        if link is not None:
            yield link


def _has_tags_between(document: Document, around: Element, inner: Element) -> bool:
    return any(link.start < inner.start for link in document.within(around, "a[rel~=tag]")[:1])


def _is_of_another_post(page: PageView, link: Element) -> bool:
    url = page.document.resolve(link.get("href"))
    return (
        url is not None
        and urlsplit(url).netloc in ("", urlsplit(page.url or url).netloc)
        and not same_page(url.partition("#")[0], page.url)
        and address_kind(url, page.blog_url) in ("post", "unknown")
        and not link.get("href").startswith("#")
    )
