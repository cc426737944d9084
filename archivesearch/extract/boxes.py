"""The box of a post: its place on a page; and the boxes that a platform or a standard names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from archivesearch.extract.document import ANY_HEADING, Document, Element

# What standards and common templates call the box of a post, best evidence first.
STANDARD_BOXES = (
    ".h-entry",
    ".hentry",
    "[itemtype*='schema.org/BlogPosting'], [itemprop~=blogPost], [itemprop~=blogPosts]",
    "[itemtype*='schema.org/Article'], [itemtype*='schema.org/NewsArticle']",
    "article",
    ".post",
    ".blog-post, .blogpost, .post-item, .post-entry, .post-preview, .blog-entry, .journal-entry, .entry, .blogentry",
)


class Box(NamedTuple):
    """One post's place on a page."""

    scope: Element
    rule: str
    title_link: Element | None = None  # found by the miner; elsewhere the title's rules look for it
    stamp: tuple[
        int, ...
    ] = ()  # text runs of the line that parts this post from the next and is not its text


def named_boxes(document: Document, rules: Sequence[str]) -> list[Box]:
    """The boxes of the first rule that matches outside page furniture, without those of comments within.

    A later rule takes over where it finds the same posts and more.
    """
    chosen: list[Box] = []
    for rule in rules:
        found = [
            element
            for element in document.select(rule)
            if not element.is_furniture and document.letters(element)
        ]
        boxes = [
            Box(element, rule, element if element.tag == "a" and element.get("href") else None)
            for element in _outermost(document, found)
        ]
        if not chosen:
            chosen = boxes
        elif len(boxes) > len(chosen) and all(any(b.scope.holds(c.scope) for b in boxes) for c in chosen):
            return boxes  # a template that marks only some of its posts with the better name
        elif len(boxes) > len(chosen) and all(_is_filled(document, c.scope, boxes) for c in chosen):
            return boxes  # the better name is that of a group, such as the posts of a year
    return chosen


def _outermost(document: Document, found: Sequence[Element]) -> list[Element]:
    """Without boxes inside boxes, unless a box does nothing but hold several others."""
    kept: list[Element] = []
    at = 0
    while at < len(found):
        outer = found[at]
        inner = list(takewhile(outer.holds, found[at + 1 :]))
        own = document.letters(outer) - sum(document.letters(e) for e in _top(inner))
        is_holder = len(_top(inner)) >= 2 and own < 0.35 * document.letters(outer)
        if is_holder or (
            len(inner) == 1 and own < 0.1 * document.letters(outer) and _has_heading(document, inner[0])
        ):
            at += 1  # the posts are the inner ones
            continue
        kept.append(outer)
        at += 1 + len(inner)
    return kept


def _is_filled(document: Document, scope: Element, boxes: Sequence[Box]) -> bool:
    """True for an element whose text is nearly all in several of the boxes."""
    held = [box.scope for box in boxes if scope.holds(box.scope)]
    return len(held) >= 2 and sum(map(document.letters, held)) > 0.65 * document.letters(scope)


def _top(found: Sequence[Element]) -> list[Element]:
    top: list[Element] = []
    for element in found:
        if not top or element.start >= top[-1].end:
            top.append(element)
    return top


def _has_heading(document: Document, scope: Element) -> bool:
    return bool(document.within(scope, ANY_HEADING))
