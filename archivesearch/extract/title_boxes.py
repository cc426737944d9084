"""Titles of a list -> boxes: how much of what stands around a title belongs to its post."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence

from archivesearch.extract.boxes import Box
from archivesearch.extract.document import ANY_HEADING, HEADINGS, Document, Element
from archivesearch.extract.fields.timestamp import DateHints, is_day_heading

_MAX_ROW_REST = 60  # letters beside the title in a table row whose text stands in the next one
_MIN_TEASERS = 2
_MAX_DAY_HEADING = 60  # letters
_YEAR = re.compile(r"\D{0,12}(?:19|20)\d\d\D{0,3}")  # "2021", "March 2021", "2021年"


def boxes_around(document: Document, titles: list[Element], rule: str, hints: DateHints) -> list[Box]:
    """The box of each of a list's titles, in document order."""
    boxes: list[Box] = []
    waiting = [(titles, document.body if len(titles) > 1 else _around_lone_post(document, titles[0]))]
    while waiting:
        group, scope = waiting.pop()
        scope = _common_ancestor(group, scope)
        holders: dict[int, tuple[Element, list[Element]]] = {}
        children = list(document.children(scope))
        position = 0
        for title in group:
            while children[position].end <= title.start:
                position += 1
            holders.setdefault(position, (children[position], []))[1].append(title)
        places = sorted(holders)
        for nth, place in enumerate(places):
            child, held = holders[place]
            if len(held) > 1:
                waiting.append((held, child))
                continue
            following = places[nth + 1] if nth + 1 < len(places) else None
            boxes.append(_box(document, children, place, following, held[0], rule, hints))
    return sorted(boxes, key=lambda box: box.scope.start)


def _around_lone_post(document: Document, title: Element) -> Element:
    """What holds the box of a list's only post: it has a heading above the title, or behind it one that is a link.

    These are the heading of the page, the name of the blog, and the posts of a side column.
    """
    heading: Element | None = title
    while heading is not None and heading.tag not in HEADINGS:
        heading = heading.parent
    rank = heading.tag if heading is not None else "h6"
    others = [
        other
        for other in document.select(ANY_HEADING)
        if not other.is_furniture
        and not other.holds(title)
        and (other.tag <= rank if other.start < title.start else bool(document.within(other, "a[href]")))
        and document.letters(other)
    ]
    box = title
    while box.parent is not None and box.parent is not document.body:
        if any(box.parent.holds(other) and not box.holds(other) for other in others):
            break
        box = box.parent
    return box.parent or document.body


def teasers_beside(document: Document, boxes: Sequence[Box], hints: DateHints) -> list[Box]:
    """The posts between or behind the boxes of a list whose linked headings have the class that those of the boxes have.

    So magazines print them: the latest ones whole and in boxes, the rest as teasers in rows.
    """
    around = boxes[0].scope.parent
    heading = next(iter(document.within(boxes[0].scope, ANY_HEADING)), None)
    if around is None or heading is None or not heading.classes:
        return []
    starts = [box.scope.start for box in boxes]
    titles = [
        links[0]
        for other in document.within(around, heading.tag)
        if heading.classes[0]
        in other.classes  # which no selector can say of every name, such as "md:text-xl"
        and not other.is_furniture
        and not boxes[max(0, bisect(starts, other.start) - 1)].scope.holds(other)
        and (links := document.within(other, "a[href]"))
    ]
    if len(titles) < _MIN_TEASERS or not all(around.holds(box.scope) for box in boxes):
        return []
    return boxes_around(document, titles, "heading like those of the posts", hints)


def _common_ancestor(group: Sequence[Element], scope: Element) -> Element:
    ancestor = group[0].parent or scope
    while not (ancestor.holds(group[0]) and ancestor.holds(group[-1])) or (
        len(group) == 1 and ancestor is not scope
    ):
        if ancestor.parent is None:
            return ancestor
        ancestor = ancestor.parent
    return ancestor


def _box(
    document: Document,
    children: Sequence[Element],
    place: int,
    following: int | None,
    title: Element,
    rule: str,
    hints: DateHints,
) -> Box:
    """The box of one title: its own element when that holds more than the title, else all up to the next title."""
    child = _below_year(document, children[place], title)
    title_letters = document.letters(title)
    is_alone = child.tag in HEADINGS or child.tag == "dt" or document.letters(child) <= title_letters + 2
    if child.tag == "tr" and document.letters(child) < title_letters + _MAX_ROW_REST:
        end = children[following].start if following is not None else children[-1].end
        is_alone = is_alone or document.letters_between(child.end, end) > 2 * document.letters(child)
    if not is_alone:
        return Box(child, rule, title)
    last = following if following is not None else len(children)
    followers = _follower_count(document, children[place + 1 : last], child, hints)
    first = child
    before = next((c for c in reversed(children[:place]) if c.tag != "-text" or c.text.strip()), None)
    if before is not None and before.tag == "dt" and child.tag == "dd":
        first = before
    return Box(document.run(first, children[place + followers].end), rule, title)


def _follower_count(document: Document, siblings: Sequence[Element], child: Element, hints: DateHints) -> int:
    """How many of the siblings behind a title's element belong to its post, up to a heading of something else."""
    count = 0
    for at, sibling in enumerate(siblings):
        if sibling.is_furniture:
            continue
        if sibling.tag in ("h1", "h2") and child.tag not in ("h1", "h2") and at > 0:
            break
        if (
            sibling.tag != "-text"
            and document.letters(sibling) < _MAX_DAY_HEADING
            and is_day_heading(document.text(sibling), hints)
        ):
            if at == 0:
                count = 1
                continue
            break
        if document.letters(sibling) or sibling.tag == "img":
            count = at + 1
    return count


def _below_year(document: Document, group: Element, title: Element) -> Element:
    """Of a group that is a year and one post, what holds the post."""
    while True:
        parts = [part for part in document.children(group) if document.letters(part)]
        if (
            len(parts) != 2
            or parts[0].holds(title)
            or parts[1] is title
            or not _YEAR.fullmatch(document.text(parts[0]))
        ):
            return group
        group = parts[1]
