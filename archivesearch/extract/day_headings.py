"""The headings of a page that are nothing but a day, which is that of the posts below them."""

from __future__ import annotations

from collections.abc import Sequence

from archivesearch.extract.boxes import Box
from archivesearch.extract.fields.timestamp import has_digit, is_day_heading
from archivesearch.extract.view import PageView
from archivesearch.model import Found, Timestamp

_DAY_HEADINGS = "h1, h2, h3, h4, h5, h6, dt, .date, .day, .date-header, .dayHeader, .DayDate, .blogdateheader, .day-header, .dateheader, th, b, strong"


def day_headings(view: PageView, boxes: Sequence[Box]) -> list[tuple[int, Found[Timestamp]]]:
    """(place, day) of every such heading outside the boxes, in document order."""
    document = view.document
    found: list[tuple[int, Found[Timestamp]]] = []
    box_at = 0
    for element in document.select(", ".join((_DAY_HEADINGS, *view.platform.day_heading))):
        while box_at < len(boxes) and boxes[box_at].scope.end <= element.start:
            box_at += 1
        in_box = box_at < len(boxes) and boxes[box_at].scope.holds(element)
        if in_box and not (element.tag == "dt" and boxes[box_at].scope.start == element.start):
            continue
        text = document.text(element)
        if 5 < len(text) < 60 and has_digit(text) and (day := is_day_heading(text, view.hints)):
            name = element.tag + ("." + element.classes[0] if element.classes else "")
            found.append((element.start, Found(day, f"day heading {name} \u201c{text[:40]}\u201d")))
    return found


def day_above(view: PageView, text_start: int) -> Found[Timestamp] | None:
    """The last day heading above the text of a page's one post."""
    above = [day for start, day in day_headings(view, ()) if start < text_start]
    return above[-1] if above else None
