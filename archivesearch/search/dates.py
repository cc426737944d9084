"""The dates of a query: `2009`, `2009-09`, `2009-08..2009-10`, `..2005`, `1y..`, `today`."""

from __future__ import annotations

import re
from datetime import date, timedelta

Days = tuple[date, date]

_ABSOLUTE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ][\d:.Z+-]*)?\Z")
_RELATIVE = re.compile(r"(\d{1,4})([dwmy])\Z", re.IGNORECASE)


def parse_range(text: str, today: date | None) -> tuple[date | None, date | None] | None:
    """First and last day of a period or a range of periods, both included; None for text that is neither.

    An end left out is open. A relative form alone (`1y`) means from then to today.
    """
    start, dots, end = text.partition("..")
    if not dots:
        period = parse_period(text, today)
        if period is None:
            return None
        return (period[0], today) if _RELATIVE.match(text) else period
    first = parse_period(start, today) if start else None
    last = parse_period(end, today) if end else None
    if (start and first is None) or (end and last is None) or not (start or end):
        return None
    if first and last and first[0] > last[1]:
        first, last = last, first
    return first and first[0], last and last[1]


def parse_period(text: str, today: date | None) -> Days | None:
    """First and last day of a year, month or day; None for text that is none. Relative forms need `today`."""
    match = _ABSOLUTE.match(text)
    if match:
        return _period(
            int(match[1]),
            int(match[2] or 0),
            int(match[3] or 0),
            is_month=bool(match[2]),
            is_day=bool(match[3]),
        )
    if today is None:
        return None
    days = {"today": 0, "yesterday": 1}.get(text.lower())
    if days is not None:
        day = today - timedelta(days)
        return day, day
    match = _RELATIVE.match(text)
    return _ago(int(match[1]), match[2].lower(), today) if match else None


def _period(year: int, month: int, day: int, *, is_month: bool, is_day: bool) -> Days | None:
    try:
        if is_day:
            return date(year, month, day), date(year, month, day)
        if is_month:
            return date(year, month, 1), date(year, month, _days_in(year, month))
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:  # no such month or day
        return None


def _days_in(year: int, month: int) -> int:
    from calendar import monthrange  # here, since few queries name a month and its import takes 2 ms

    return monthrange(year, month)[1]


def _ago(number: int, unit: str, today: date) -> Days | None:
    if unit in "dw":
        day = today - timedelta(number * (7 if unit == "w" else 1)) if number < 300_000 else None
        return (day, day) if day else None
    months = today.year * 12 + today.month - 1 - number * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    if year < 1:
        return None
    day = date(year, month, min(today.day, _days_in(year, month)))
    return day, day
