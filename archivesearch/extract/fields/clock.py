"""Times of day as printed, without their date: "8:29:01 PM", "15:55", "3.15 pm", "12h43", "오후 3:05"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from archivesearch.extract.fields.zones import read_zone
from archivesearch.model import Precision


class Clock(NamedTuple):
    """A time of day, its offset from UTC if printed, and whether it was printed to the second."""

    time: time
    offset: timedelta | None
    precision: Precision


class FoundClock(NamedTuple):
    """A clock and where it stands in the text, its zone included."""

    start: int
    end: int
    clock: Clock


_AM = r"a\.?\s?m\b\.?|(?<=[0-9])a\b|π\.?μ\b\.?|дп\b|öö\b|오전|上午|午前"
_PM = r"p\.?\s?m\b\.?|(?<=[0-9])p\b|μ\.?μ\b\.?|пп\b|ös\b|오후|下午|午後"
_CLOCK = (
    r"(?:(?:(?P<am_before>上午|午前|오전|凌晨|早上|清晨|öö)|(?P<pm_before>下午|午後|오후|晚上|傍晚|中午|ös))\s?)?"
    r"(?P<hour>[0-9]{1,2})"
    r"(?:"
    r":(?P<colon_minute>[0-5][0-9])(?::(?P<colon_second>[0-6][0-9])(?:[.,][0-9]{1,9})?)?"
    r"|\.(?P<dot_minute>[0-5][0-9])(?:\.(?P<dot_second>[0-5][0-9]))?"
    r"|\s?h\s?(?P<h_minute>[0-5][0-9])(?:\s?min\b)?"
    r"|\s?[時时点點시]\s?(?P<cjk_minute>[0-5]?[0-9])\s?[分분](?:\s?(?P<cjk_second>[0-5]?[0-9])\s?[秒초])?"
    r")(?![0-9]|[:.][0-9])"
    rf"(?:\s?(?:(?P<am>{_AM})|(?P<pm>{_PM})))?"
    r"(?P<unit>\s?(?:uhr\b|hs?\b|hrs\b|godz\b\.?|ч\b\.?))?"
)
_CLOCK_HERE = re.compile(_CLOCK)
_CLOCK_ANYWHERE = re.compile(rf"(?<![0-9a-z.:/$€£#-]){_CLOCK}")
_LED = re.compile(r"(?:^|[^\w])(?:um|at|kl|klo|ore|ora|alle|às|godz|om|w|в|о|@)[.:]?\s?$")
_OTHER_UNIT = re.compile(r"\s?(?:[%$€£°/]|usd\b|eur\b|[kmg]b\b|[km]?m\b|kg\b|stars?\b)")


def find_clock(text: str) -> Clock | None:
    """The first time of day in a text without a date; None when there is none."""
    low = text.lower()
    if len(low) != len(text):
        low = text
    found = first_clock(text, low, 0, None, None)
    return found.clock if found else None


def clock_at(text: str, low: str, start: int, day: date | None, language: str | None) -> FoundClock | None:
    """The clock that begins right at `start`, with its zone; None when none begins there.

    `low` is `text` in lower case, of the same length; `day` is what a zone's name is read with.
    """
    match = _CLOCK_HERE.match(low, start)
    return None if match is None else _read(match, text, low, day, language, follows_day=True)


def first_clock(text: str, low: str, start: int, day: date | None, language: str | None) -> FoundClock | None:
    """The first clock at or after `start`, as `clock_at`."""
    for match in _CLOCK_ANYWHERE.finditer(low, start):
        found = _read(match, text, low, day, language, follows_day=False)
        if found is not None:
            return found
    return None


def _read(
    match: re.Match[str], text: str, low: str, day: date | None, language: str | None, *, follows_day: bool
) -> FoundClock | None:
    hour = int(match["hour"])
    minute, second = match["colon_minute"], match["colon_second"]
    if minute is None:
        minute = match["dot_minute"] or match["h_minute"] or match["cjk_minute"]
        second = match["dot_second"] or match["cjk_second"]
    is_am = match["am"] is not None or match["am_before"] is not None
    is_pm = match["pm"] is not None or match["pm_before"] is not None
    if (
        match["dot_minute"] is not None
        and not (is_am or is_pm or match["unit"])
        and not _is_dotted_clock(match, low, follows_day, language)
    ):
        return None
    if is_pm and hour < 12:
        hour += 12
    elif is_am and hour == 12:
        hour = 0
    elif is_am and hour > 12:
        return None
    if hour > 23 or (second is not None and int(second) > 60):
        return None
    has_second = second is not None and int(second) < 60  # a leap second keeps its minute
    clock = time(hour, int(minute), int(second) if second is not None and has_second else 0)
    offset, end = read_zone(
        text, low, match.end(), datetime.combine(day, clock) if day is not None else None, language
    )
    return FoundClock(match.start(), end, Clock(clock, offset, "second" if has_second else "minute"))


def _is_dotting(language: str | None) -> bool:
    """Whether the language's own clock has a dot, as in "9.05"."""
    return language is not None and language[:2].lower() in ("da", "et", "fi", "id", "it", "nb", "no")


def _is_dotted_clock(match: re.Match[str], low: str, follows_day: bool, language: str | None) -> bool:
    """Whether "12.43" is a clock, not a price or a version: it follows a date or a word that leads to one."""
    if _OTHER_UNIT.match(low, match.end()):
        return False
    is_full = len(match["hour"]) == 2 or match["dot_second"] is not None or _is_dotting(language)
    return (follows_day and is_full) or _LED.search(
        low, max(0, match.start() - 12), match.start()
    ) is not None
