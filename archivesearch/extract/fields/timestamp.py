"""Time stamps as blogs print them: text -> Timestamp, nothing invented.

What is not printed stays unknown: no clock, no midnight; no zone, no offset. A date whose day and month
cannot be told apart is left out, or marked as ambiguous. Forms read: ISO 8601 and its sloppy kin, RFC 822,
Go, JavaScript, C `ctime`, .NET and PHP patterns in the languages of month_names.py, numeric dates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from archivesearch.extract.fields.calendar_dates import Day, find_day, has_date_look, is_date
from archivesearch.extract.fields.clock import Clock, FoundClock, clock_at, find_clock, first_clock
from archivesearch.extract.fields.date_order import NO_HINTS, DateHints
from archivesearch.extract.fields.relative_dates import latest_year, read_relative
from archivesearch.extract.fields.weekdays import weekday_after, weekday_before
from archivesearch.extract.fields.zones import parse_offset
from archivesearch.model import Precision, Timestamp

__all__ = [
    "Clock",
    "DateHints",
    "FoundStamp",
    "find_clock",
    "find_timestamps",
    "is_day_heading",
    "read_timestamp",
    "with_clock",
]

_MAX_CHARS = 2000  # of running text; a stamp's own text is far shorter
_MAX_STAMP_CHARS = 300


@dataclass(frozen=True, slots=True)
class FoundStamp:
    """A stamp inside a text: text[start:end] is all that belongs to it, weekday and zone included."""

    start: int
    end: int
    stamp: Timestamp
    is_ambiguous: bool = False  # day and month could be the other way round; the commoner order was taken
    language: str | None = None  # of the names in it, when they belong to one language only
    is_relative: bool = False  # reckoned from the capture date
    is_weak: bool = False  # month only, two-digit year, reckoned: a stamp only where one is expected


_ISO = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?:[Tt ]\s?(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"(?P<zone>\s?(?:[Zz]|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
    r"(?:[Tt]?(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_YEAR_MONTH = re.compile(
    r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})|(?P<month2>[0-9]{1,2})[-/.](?P<year2>[0-9]{4})"
)

_DIGIT = re.compile(r"\d")
_AFTER_DATE = re.compile(r"(?:\s?(?:г\.|г\b|р\.|р\b|года|року|d\.|d['’]))?")
_GAP = re.compile(
    r"(?:[\s,;|@·•–—/()\[\].~-]|t(?=[0-9])){0,6}"
    r"(?:(?:at|um|à|a\slas|a\sla|à\sla|às|as|alle\sore|alle|ore|om|kl|klo|o\sgodz|godz|o|о|в|w|saat|ora|στις|la|u|@)"
    r"(?![^\W\d_])[.:]?\s{0,2})?"
)
_BACK_GAP = re.compile(r"\s?[,;|·•–—-]?\s{0,2}(?:(?:on|am|le|el|il|den|op|em|on\sthe|w\sdniu)\s)?[(\[]?$")
# A clock as no language that puts the month first leads to it or writes it.
_CLOCK_ABROAD = re.compile(
    r"[\s,-]{0,3}(?:(?:um|à|às|a\slas|alle|ore|om|kl|klo|o\sgodz|godz|в|στις|saat)[.\s]"
    r"|[0-9]{1,2}(?:\s?h\s?[0-9]{2}|(?:[:.][0-9]{2}){1,2}(?:\suhr|\s?[πμ]\.?μ)))"
)
_LATE_YEAR = re.compile(r"[\s,]{1,3}(?P<year>[0-9]{4})(?![\w:.-])")
_LATER_CLOCK_LEAD = re.compile(r"\b(?:at|um|à|a las|às|alle|ore|om|kl|klo|o godz|в|о)[.:]?\s{0,2}$")
_UPDATE_LABEL = re.compile(
    r"(?:updated?|modified|edited|revised|changed|aktualisiert|geändert|bearbeitet|mis à jour|modifié|"
    r"actualizad[oa]|modificad[oa]|editad[oa]|atualizad[oa]|aggiornat[oa]|modificat[oa]|bijgewerkt|gewijzigd|"
    r"обновлен[оа]?|изменен[оа]?|edytowan[oya]|zaktualizowan[oya]|aktualizacja|uppdaterad|ändrad|"
    r"更新|수정|업데이트)[^0-9]{0,25}$"
)
_HEADING_DECORATION = " \t\r\n\u00a0#*«»|·•:.,;–—-~=_[](){}<>→←¶§†☆★◆■●○▪"
_HEADING_LEADS = frozenset({"den", "the", "on", "le", "el", "am", "dia", "op"})

# One character for one, so that spans stay true: full-width digits and marks, minus signs, direction marks.
_PLAIN = str.maketrans(
    "０１２３４５６７８９：／．－−，（）\u200e\u200f\u202a\u202b\u202c\u00ad\ufeff\u200b",
    "0123456789:/.--,()        ",
)


def read_timestamp(text: str, hints: DateHints = NO_HINTS) -> Timestamp | None:
    """The stamp that an attribute or a short element text is, words before and after it allowed.

    None when it holds no date, or none that is sure. Of several the first that is not marked as an update.
    """
    text = text.strip()
    if not text or len(text) > _MAX_STAMP_CHARS:
        return None
    return _read(text, hints)


@lru_cache(maxsize=4096)
def _read(text: str, hints: DateHints) -> Timestamp | None:
    if text[0].isascii() and text[0].isdigit():
        for pattern in (_ISO, _COMPACT):
            if match := pattern.fullmatch(text):
                return _from_iso(match)
        if match := _YEAR_MONTH.fullmatch(text):
            return _stamp(int(match["year"] or match["year2"]), int(match["month"] or match["month2"]), 0)
        if len(text) == 4 and text.isdecimal():
            return _stamp(int(text), 0, 0)
    found = [stamp for stamp in _stamps(unicodedata.normalize("NFC", text), hints) if not stamp.is_ambiguous]
    sure = [stamp for stamp in found if not stamp.is_weak or len(text) - (stamp.end - stamp.start) <= 60]
    if not sure:
        return None
    low = text.lower()
    first = next((one for one in sure if not _UPDATE_LABEL.search(low[: one.start])), sure[0])
    if first.stamp.precision == "day" and len(sure) == 1:
        return _with_later_clock(text, first, hints)
    return first.stamp


def find_timestamps(text: str, hints: DateHints = NO_HINTS) -> list[FoundStamp]:
    """Every stamp inside running text, in order; text beyond 2,000 characters is not read."""
    return list(_stamps(text[:_MAX_CHARS], hints))


def has_digit(text: str) -> bool:
    """True for a text with a digit: no other holds a stamp."""
    return _DIGIT.search(text) is not None


def with_clock(day: Timestamp, clock: Clock | None) -> Timestamp:
    """The moment of a day heading and a clock printed below it; the day itself when there is no clock."""
    if clock is None or day.precision in ("year", "month"):
        return day
    return Timestamp(datetime.combine(day.local, clock.time), clock.precision, clock.offset)


def is_day_heading(text: str, hints: DateHints = NO_HINTS) -> Timestamp | None:
    """The day, when the text is nothing but a day, with or without its weekday; else None."""
    text = text.strip(_HEADING_DECORATION)
    if not text or len(text) > 80:
        return None
    if match := _ISO.fullmatch(text):
        stamp = _from_iso(match)
        return stamp if stamp is not None and stamp.precision == "day" else None
    for found in _stamps(text, hints):
        rest = (text[: found.start] + text[found.end :]).strip(_HEADING_DECORATION)
        is_whole = not rest or rest.lower() in _HEADING_LEADS
        return found.stamp if is_whole and found.stamp.precision == "day" and not found.is_ambiguous else None
    return None


@lru_cache(maxsize=1024)
def _stamps(text: str, hints: DateHints) -> tuple[FoundStamp, ...]:
    plain = text.translate(_PLAIN)
    low = plain.lower()
    if len(low) != len(plain):  # a few capitals grow, such as the Turkish İ
        low = "".join(char if len(char.lower()) != 1 else char.lower() for char in plain)
    found = tuple(_absolute(plain, low, hints)) if has_date_look(low, hints) else ()
    if not found and hints.captured is not None:
        relative = read_relative(low, hints.captured)
        if relative is not None:
            start, end, stamp = relative
            clock = (
                _clock_after(plain, low, end, stamp.local.date(), hints) if stamp.precision == "day" else None
            )
            stamp = with_clock(stamp, clock.clock if clock else None)
            found = (FoundStamp(start, clock.end if clock else end, stamp, is_relative=True, is_weak=True),)
    return found


def _absolute(text: str, low: str, hints: DateHints) -> Iterator[FoundStamp]:
    floor = 0  # the end of the stamp before: its clock is not the next one's
    while (stamp := _next_stamp(text, low, floor, hints)) is not None:
        yield stamp
        floor = stamp.end


def _next_stamp(text: str, low: str, floor: int, hints: DateHints) -> FoundStamp | None:
    for day in find_day(text, low, floor, hints):
        if (stamp := _whole_stamp(day, text, low, floor, hints)) is not None:
            return stamp
    return None


# --- what stands around it ----------------------------------------------------------------------------------


def _whole_stamp(day: Day, text: str, low: str, floor: int, hints: DateHints) -> FoundStamp | None:
    """The date with its weekday, clock and zone; None for a year-less date that no capture date completes."""
    start, end = day.start, day.end
    end = match.end() if (match := _AFTER_DATE.match(low, end)) else end
    weekday = weekday_before(low, floor, start) or weekday_after(low, end)
    weekdays, languages = frozenset[int](), day.languages
    if weekday is not None:
        start, end, weekdays = min(start, weekday.start), max(end, weekday.end), weekday.numbers
        if weekday.languages is not None:
            languages = weekday.languages if languages is None else languages & weekday.languages
    year, is_relative = day.year, False
    if not year:
        clock = _clock_after(text, low, end, None, hints)
        late = _LATE_YEAR.match(low, clock.end) if clock else None  # Sat Sep 5 12:43:43 EDT 2009
        if clock is not None and late:
            year, late_end = int(late["year"]), late.end()
        else:
            year, late_end = latest_year(day.month, day.day, weekdays, hints.captured) or 0, 0
            is_relative = True
        if not year or not is_date(year, day.month, day.day):
            return None
    else:
        late_end = 0
    is_abroad = _CLOCK_ABROAD.match(low, end) is not None
    month, number, is_ambiguous = _settled(day, year, weekdays, hints, is_abroad=is_abroad)
    stamp = _stamp(year, month, number)
    if stamp is None:
        return None
    if number:
        found = _clock_after(text, low, end, stamp.local.date(), hints)
        if found is not None:
            end = max(found.end, late_end)
        elif (found := _clock_before(text, low, floor, start, stamp.local.date(), hints)) is not None:
            start = found.start
        stamp = with_clock(stamp, found.clock if found else None)
    only = next(iter(languages)) if languages is not None and len(languages) == 1 else None
    is_weak = is_relative or (day.is_weak and not (day.year and stamp.has_clock))
    return FoundStamp(start, end, stamp, is_ambiguous, only, is_relative, is_weak)


def _settled(
    day: Day, year: int, weekdays: frozenset[int], hints: DateHints, *, is_abroad: bool
) -> tuple[int, int, bool]:
    """(month, day, still ambiguous): a weekday, a clock in a day-first language or the capture may tell."""
    if day.other is None or not day.is_ambiguous:
        return day.month, day.day, day.is_ambiguous
    first, second = date(year, day.month, day.day), date(year, *day.other)
    fits = [one for one in (first, second) if one.isoweekday() in weekdays]
    if len(fits) == 1:
        return fits[0].month, fits[0].day, False
    if is_abroad:
        day_first = first if day.is_day_first else second
        return day_first.month, day_first.day, False
    if hints.captured is not None:
        past = [one for one in (first, second) if one <= hints.captured.local.date()]
        if len(past) == 1:
            return past[0].month, past[0].day, True
    return day.month, day.day, True


def _clock_after(text: str, low: str, end: int, day: date | None, hints: DateHints) -> FoundClock | None:
    gap = _GAP.match(low, end)
    at = gap.end() if gap else end
    return clock_at(text, low, at, day, hints.language)


def _clock_before(
    text: str, low: str, floor: int, start: int, day: date | None, hints: DateHints
) -> FoundClock | None:
    """The clock of "12:43 PM on September 5, 2009"."""
    at = max(floor, start - 60)
    head = low[:start]
    while (found := first_clock(text[:start], head, at, day, hints.language)) is not None:
        if _BACK_GAP.fullmatch(head, found.end):
            return found
        at = found.end
    return None


def _with_later_clock(text: str, found: FoundStamp, hints: DateHints) -> Timestamp:
    """The day with the one clock that stands further on, as in "September 5, 2009 by Anna at 12:43 PM"."""
    plain = text.translate(_PLAIN)
    low = plain.lower()
    if len(low) != len(text):
        return found.stamp
    clock = first_clock(plain, low, found.end, found.stamp.local.date(), hints.language)
    if clock is None or clock.start - found.end > 80 or not _LATER_CLOCK_LEAD.search(low[: clock.start]):
        return found.stamp
    return with_clock(found.stamp, clock.clock)


# --- building -----------------------------------------------------------------------------------------------


def _stamp(year: int, month: int, day: int) -> Timestamp | None:
    """The timestamp of a day, a month (day 0) or a year (month 0); None when there is no such date."""
    if not year or not is_date(year, month or 1, day):
        return None
    precision: Precision = "day" if day else "month" if month else "year"
    return Timestamp(datetime(year, month or 1, day or 1), precision)


def _from_iso(match: re.Match[str]) -> Timestamp | None:
    """The stamp of an ISO match; a clock that no day has (24:00, 12:61) leaves the day."""
    day = _stamp(int(match["year"]), int(match["month"]), int(match["day"]))
    if day is None or match["hour"] is None:
        return day
    second = match["second"]
    precision: Precision = "minute" if second is None or second == "60" else "second"
    try:
        clock = time(
            int(match["hour"]), int(match["minute"]), int(second or 0) if precision == "second" else 0
        )
    except ValueError:
        return day
    zone = match["zone"]
    return Timestamp(
        datetime.combine(day.local, clock), precision, parse_offset(zone.strip()) if zone else None
    )
