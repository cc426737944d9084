"""What helps to read a date: the blog's habits, and the order of day, month and year by language (CLDR)."""

from __future__ import annotations

import re
from typing import NamedTuple

from archivesearch.model import DateOrder, Timestamp


class DateHints(NamedTuple):
    """What is known of the page or the blog that a date stands on."""

    language: str | None = None  # "de", "pt-BR", ...
    day_first: bool | None = None  # learned from unambiguous dates of the same blog
    captured: Timestamp | None = None  # for relative and year-less dates


NO_HINTS = DateHints()

_MONTH_FIRST = frozenset({"en", "en-us", "en-ph", "fil", "en-pr", "es-pr", "es-us"})
_DAY_FIRST = frozenset(
    {
        "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "es", "et", "fi", "fr", "ga",
        "gl", "he", "hi", "hr", "hy", "id", "is", "it", "ka", "kk", "lv", "mk", "mr", "ms", "nb", "nl", "nn",
        "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "ta", "te", "th", "tr", "uk", "vi",
    }
)  # fmt: skip
_YEAR_FIRST = frozenset({"ja", "zh", "ko", "hu", "lt", "eu", "fa", "mn"})


def is_day_first(language: str | None, separator: str) -> bool | None:
    """Whether 05?09?2009 is the fifth of September in that language; None when it does not say.

    Dots are day first wherever no English is spoken, so a dotted date needs no language.
    """
    if language is None:
        return True if separator == "." else None
    tag = language.lower().replace("_", "-")
    base = tag.split("-")[0]
    if base == "en":
        if separator == "." or tag == "en-ca":
            return None
        return tag not in _MONTH_FIRST
    if tag in _MONTH_FIRST:
        return False
    return True if base in _DAY_FIRST else None


def is_year_first(language: str | None) -> bool:
    """Whether 09-09-05 begins with the year in that language."""
    return language is not None and language.lower().replace("_", "-").split("-")[0] in _YEAR_FIRST


_NUMBERS = re.compile(r"(?<![\d/.:-])(\d{1,2})(?P<sep>[/.-])\s?(\d{1,2})(?P=sep)\s?(?:\d{4}|\d{2})(?![\d/])")


def printed_order(text: str, stamp: Timestamp) -> DateOrder | None:
    """The order in which a text prints the stamp's day in numbers; None where it does not, or both orders agree."""
    day, month = stamp.local.day, stamp.local.month
    for match in _NUMBERS.finditer(text):
        pair = int(match[1]), int(match[3])
        if day != month and pair == (day, month):
            return "day first" if day > 12 else "day first?"
        if day != month and pair == (month, day):
            return "month first" if day > 12 else "month first?"
    return None
