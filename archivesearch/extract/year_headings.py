"""Lists that print the year once, as a heading, and with each of its posts only day and month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.document import INLINE, Document, Element
from archivesearch.extract.fields.date_order import DateHints, is_day_first
from archivesearch.extract.fields.relative_dates import read_relative
from archivesearch.extract.fields.timestamp import has_digit, is_day_heading
from archivesearch.model import Found, Timestamp

# "2021", "2021年", "2021 年 3 月", "March 2021", "Posts in 2021", "2021 (12)"
_YEAR = re.compile(
    r"\W*(?:[^\W\d_]{2,12}\.?\s){0,2}((?:19|20)\d\d)(?:\s?[年년])?(?:\s?\d{1,2}\s?[月월])?\W*(?:\d{1,4}\W*)?"
)
_MAX_YEAR_TEXT = 40  # characters
_NUMBERS = re.compile(r"[\[(]?([0-9]{1,2})\s?([-/.])\s?([0-9]{1,2})\.?[\])]?")
_MAX_DAY_TEXT = 24  # characters
_MAX_RUNS = 40  # of text looked at for a day


class YearHeading(NamedTuple):
    """A year that stands alone above the posts of a list."""

    start: int  # its place on the page
    year: int
    text: str


class DayBelowYear(NamedTuple):
    """The day of a post, and the place of the text run that prints it."""

    start: int
    found: Found[Timestamp]


def year_headings(document: Document, blog_url: str | None) -> list[YearHeading]:
    """Every text of the page that is nothing but a year, in document order."""
    found = []
    for run in document.elements:
        text = run.text
        if run.tag != "-text" or len(text) > _MAX_YEAR_TEXT or ("20" not in text and "19" not in text):
            continue
        block, link = run.parent, None
        while block is not None and block.tag in INLINE:
            link = block if block.tag == "a" else link
            block = block.parent
        if block is None or block.is_furniture or _leads_to_post(document, link, blog_url):
            continue
        text = document.text(block)
        if len(text) <= _MAX_YEAR_TEXT and (match := _YEAR.fullmatch(text)):
            found.append(YearHeading(run.start, int(match[1]), text))
    return found


def _leads_to_post(document: Document, link: Element | None, blog_url: str | None) -> bool:
    href = link.get("href") if link is not None else ""
    url = document.resolve(href) if href and "#" not in href else None
    return url is not None and address_kind(url, blog_url) not in ("list", "home")


def day_below_year(
    document: Document, years: Sequence[YearHeading], scope: Element, title: str, hints: DateHints
) -> DayBelowYear | None:
    """The day of a post of a list that prints no year with it: "04-17", "17 Apr" below the heading "2021"."""
    above = next((heading for heading in reversed(years) if heading.start < scope.end), None)
    if above is None or scope.holds(document.elements[above.start]):
        return None
    runs = [e for e in document.elements[scope.start : scope.end] if e.tag == "-text" and e.text.strip()]
    for run in runs[:_MAX_RUNS]:
        text = " ".join(run.text.split()).strip(" |\u00b7\u2022\u2014\u2013:,")
        if 2 < len(text) <= _MAX_DAY_TEXT and text != title and (day := _day_of(text, above.year, hints)):
            rule = f"\u201c{text}\u201d below the year \u201c{above.text}\u201d"
            return DayBelowYear(run.start, Found(day, rule))
    return None


def _day_of(text: str, year: int, hints: DateHints) -> Timestamp | None:
    if match := _NUMBERS.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        is_reversed = first > 12 or (
            second <= 12 and match[2] != "-" and bool(is_day_first(hints.language, match[2]))
        )
        month, day = (second, first) if is_reversed else (first, second)
        try:
            return Timestamp(datetime.combine(date(year, month, day), datetime.min.time()), "day")
        except ValueError:
            return None
    if not has_digit(text):
        return None
    end_of_year = Timestamp(datetime(year, 12, 31), "day")
    if read_relative(text.lower(), end_of_year) is not None:
        return None
    stamp = is_day_heading(text, hints._replace(captured=end_of_year))
    return stamp if stamp is not None and stamp.local.year == year else None
