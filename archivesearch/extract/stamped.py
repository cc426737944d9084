"""Posts of pages without boxes: stretches of text that a line with a stamp, or a heading with a day, parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archivesearch.extract.boxes import Box
from archivesearch.extract.document import HEADINGS, INLINE, Document, Element
from archivesearch.extract.fields.byline import find_byline
from archivesearch.extract.fields.content import holds_permalink, text_lines
from archivesearch.extract.fields.published import UPDATED_WORD
from archivesearch.extract.fields.text_edges import Line
from archivesearch.extract.fields.timestamp import (
    DateHints,
    find_clock,
    find_timestamps,
    has_digit,
    is_day_heading,
)

_MAX_MARK = 200  # characters of a line that holds a stamp and little else
_MAX_REST = 60  # letters beside stamp and byline: "Comments [0] | History | #"
_MAX_CLOCK_LINE = 60  # characters of a line with a time below a day heading: "8:29:01 PM # comment []"
_CLOCK_LINE = re.compile(
    r"\W*(?:posted (?:by .{1,30})?at |[^\d\W][^@|]{1,30} @ |# ?)?\d{1,2}[:.h]\d\d", re.IGNORECASE
)
_MIN_TEXT = 20  # letters of a post


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that parts posts."""

    line: int
    is_day: bool  # nothing but a day: a heading over one or more posts


def stamped_boxes(document: Document, hints: DateHints, is_list: bool = False) -> list[Box]:
    """The stretches between the stamp lines (or day headings) of a page.

    None if there are fewer than two; on a page known to be a list one stamp below a day heading will do.
    """
    lines = list(text_lines(document, document.body, frozenset()))
    marks: list[_Mark] = []
    for number, line in enumerate(lines):
        if mark := _mark(number, line.text, hints, has_day=any(m.is_day for m in marks)):
            marks.append(mark)
    stamps = [mark.line for mark in marks if not mark.is_day]
    days = [mark.line for mark in marks if mark.is_day]
    is_day_page = is_list and bool(days) and bool(stamps) and days[0] < stamps[0]
    if len(stamps) >= 2 or is_day_page:
        starts_posts = _stamps_lead(document, lines, stamps)
        ranges = (
            _from_heads(document, lines, stamps) if starts_posts else _to_feet(document, lines, stamps, days)
        )
        rule = "text below stamp lines" if starts_posts else "text above stamp lines"
    elif len(days) >= 2:
        starts = _with_titles_above(document, lines, days)
        ranges = [(at, end) for at, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
        rule = "text below day headings" if starts == days else "text below titles with a day"
    else:
        return []
    boxes = []
    for first, after in ranges:
        last = _end_of(document, lines, after)
        if document.letters_between(lines[first].starts[0], last) >= _MIN_TEXT:
            run = document.run(_with_anchor(document, _lifted(document, lines[first], last)), last)
            stamp = next((lines[at].starts for at in stamps if first <= at < after), ())
            boxes.append(
                Box(run, rule, _title_link(document, lines[first : min(after, first + 3)], hints), stamp)
            )
    return boxes if len(boxes) >= 2 or is_day_page else []


def begins_with_heading(document: Document, box: Box) -> bool:
    """True if the first text of a box is a heading."""
    for element in document.elements[box.scope.start : box.scope.end]:
        if element.tag in HEADINGS:
            return True
        if element.tag == "-text" and element.text.strip():
            return False
    return False


def _end_of(document: Document, lines: Sequence[Line], after: int) -> int:
    """Where the line before `after` ends, with what stands behind it in its block."""
    start = lines[after - 1].starts[-1]
    following = lines[after].starts[0] if after < len(lines) else len(document.elements)
    end = start + 1
    element = document.elements[start].parent
    while element is not None and element.end <= following:
        end = element.end
        if element.tag not in INLINE:
            break
        element = element.parent
    return end


def _title_link(document: Document, lines: Sequence[Line], hints: DateHints) -> Element | None:
    """The link that a post's first line is, all of it; a day or a time may stand above."""
    for line in lines:
        if link := _whole_link(document, line):
            return link
        is_mark = is_day_heading(line.text, hints) is not None or (
            len(line.text) < _MAX_CLOCK_LINE and _CLOCK_LINE.match(line.text)
        )
        if not is_mark:
            break
    return None


def _whole_link(document: Document, line: Line) -> Element | None:
    element = document.elements[line.starts[0]].parent
    while element is not None and element.tag in INLINE:
        if element.tag == "a" and element.get("href") and element.start < line.starts[-1] < element.end:
            return element
        element = element.parent
    return None


def _mark(number: int, text: str, hints: DateHints, has_day: bool) -> _Mark | None:
    if len(text) > _MAX_MARK or not has_digit(text):
        return None
    if is_day_heading(text, hints) is not None:
        return _Mark(number, is_day=True)
    if has_day and len(text) < _MAX_CLOCK_LINE and find_clock(text) is not None and _CLOCK_LINE.match(text):
        return _Mark(number, is_day=False)
    if UPDATED_WORD.match(text.lstrip("# |@([")):
        return None
    stamps = find_timestamps(text, hints)
    if len(stamps) != 1 or stamps[0].is_weak:
        return None
    rest = text[: stamps[0].start] + text[stamps[0].end :]
    byline = find_byline(text)
    letters = sum(c.isalnum() for c in rest) - (sum(len(name) for name in byline.names) if byline else 0)
    if letters > _MAX_REST or not (stamps[0].stamp.has_clock or byline):
        return None
    return _Mark(number, is_day=False)


def _stamps_lead(document: Document, lines: Sequence[Line], stamps: Sequence[int]) -> bool:
    """True if stamps stand below titles and above texts; false if they close the text above them."""
    votes = 0
    for at in stamps:
        if at == 0:
            votes += 1
            continue
        before = lines[at - 1]
        is_title = len(before.text) < 120 and (
            _heading_of(document, before) is not None or before.text[-1:] not in '.!?\u2026:)\u201d"'
        )
        votes += 1 if is_title else -1
    return votes > 0


def _with_titles_above(document: Document, lines: Sequence[Line], days: list[int]) -> list[int]:
    """Where the posts begin: at the days, or at the headings right above them where the days stand below titles."""
    titled = [at - 1 if at and _is_heading_at(document, lines, at - 1) else at for at in days]
    below = sum(
        start != at and not _is_heading_at(document, lines, at + 1)
        for start, at in zip(titled, days, strict=True)
    )
    return titled if 2 * below > len(days) else days


def _is_heading_at(document: Document, lines: Sequence[Line], at: int) -> bool:
    return at < len(lines) and _heading_of(document, lines[at]) is not None


def _heading_of(document: Document, line: Line) -> Element | None:
    element: Element | None = document.elements[line.starts[0]]
    while element is not None and element.tag != "body":
        if element.tag in HEADINGS:
            return element
        element = element.parent
    return None


def _from_heads(document: Document, lines: Sequence[Line], stamps: Sequence[int]) -> list[tuple[int, int]]:
    starts = [
        max(0, at - 1) if at and (n == 0 or at - 1 > stamps[n - 1]) else at for n, at in enumerate(stamps)
    ]
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


def _to_feet(
    document: Document, lines: Sequence[Line], stamps: Sequence[int], days: Sequence[int]
) -> list[tuple[int, int]]:
    ranges = []
    previous = -1
    for at in stamps:
        start = previous + 1
        start = max([start, *(day + 1 for day in days if previous < day < at)])
        headings = [n for n in range(start, at) if _heading_of(document, lines[n])]
        if previous < 0 and headings:
            # what stands above the first post is the page's own head
            start = (
                headings[-1]
                if len(headings) > 1
                and _level(document, lines[headings[-1]]) > _level(document, lines[headings[0]])
                else headings[0]
            )
        end = at + 1
        for ahead in range(at + 1, min(len(lines), at + 3)):
            if ahead in stamps or ahead in days:
                break
            if holds_permalink(document, lines[ahead].starts):
                end = ahead + 1
        ranges.append((start, end))
        previous = end - 1
    return ranges


def _level(document: Document, line: Line) -> int:
    heading = _heading_of(document, line)
    return int(heading.tag[1]) if heading else 7


def _lifted(document: Document, line: Line, end: int) -> Element:
    """The outermost element that begins with the line and ends inside the stretch."""
    element = document.elements[line.starts[0]]
    while (
        element.parent is not None and element.parent.start == element.start - 1 and element.parent.end <= end
    ):
        element = element.parent
    return element


def _with_anchor(document: Document, first: Element) -> Element:
    """A named anchor right before a post belongs to it."""
    for element in reversed(document.elements[max(0, first.start - 6) : first.start]):
        if element.tag == "a" and element.get("name"):
            return element
        if element.tag == "-text" and element.text.strip():
            break
    return first
