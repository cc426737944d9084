"""The weekday printed beside a date: "Saturday, September 5", "2009年9月5日(土)"."""

from __future__ import annotations

import re
from typing import NamedTuple

from archivesearch.extract.fields.month_names import Name, weekday_named

_MAX_DISTANCE = 24  # characters from the weekday's first letter to the date


class Weekday(NamedTuple):
    """A weekday, where it stands, whose word it is; several numbers where languages share a short form."""

    start: int
    end: int
    numbers: frozenset[int]  # 1 = Monday
    languages: frozenset[str] | None


_BETWEEN = frozenset({"den", "the", "le", "il", "el", "dia", "de", "am", "ngày"})
_LAST_WORD = re.compile(r"[^\W\d_]+(?:-feira)?$")
_AFTER = re.compile(
    r"\s?,?\s?[(（]?\s?(?P<name>星期[一二三四五六日天]|周[一二三四五六日]|[月火水木金土日]曜?日?(?=[)）\s,]|$)"
    r"|[日月火水木金土]曜日|[월화수목금토일]요일|[월화수목금토일](?=[)）\s,]|$)|[^\W\d_]+(?:-feira)?)\.?[)）]?"
)
_EAST_ASIAN = {
    char: number
    for number, chars in enumerate(
        ("一月월", "二火화", "三水수", "四木목", "五金금", "六土토", "日天일"), start=1
    )
    for char in chars
}


def weekday_before(low: str, floor: int, start: int) -> Weekday | None:
    """The weekday that leads to a date at `start` of a lower-case text; nothing before `floor` counts."""
    floor = max(floor, start - _MAX_DISTANCE)
    words = low[floor:start].rstrip(" \t\r\n\u00a0,.|–—-").split()
    if words and words[-1] in _BETWEEN:
        words.pop()
    match = _LAST_WORD.search(words[-1].rstrip(",.")) if words else None
    name = _named(match[0]) if match else None
    if match is None or name is None:
        return None
    at = low.rfind(match[0], floor, start)
    return Weekday(at, start, name.numbers, name.languages if len(match[0]) > 3 else None)


def weekday_after(low: str, end: int) -> Weekday | None:
    """The weekday that follows a date ending at `end` of a lower-case text."""
    match = _AFTER.match(low, end)
    if match is None:
        return None
    word = match["name"]
    number = _EAST_ASIAN.get(word[-1] if word[0] in "周星" else word[0])
    if number is not None:
        return Weekday(match.start(), match.end(), frozenset({number}), None)
    name = _named(word) if len(word) > 2 else None
    if name is None:
        return None
    return Weekday(match.start(), match.end(), name.numbers, name.languages if len(word) > 3 else None)


def _named(word: str) -> Name | None:
    return weekday_named(word.removesuffix("-feira"))
