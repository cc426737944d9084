"""Hits over time: how many each year or month has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from archivesearch.model import Ranking

Period = Literal["year", "month"]

_MOST_MONTHS = 36  # that are counted one by one unless years are asked for; about a screen of lines
_WIDEST_GAP = 1200  # periods without a hit that are filled in; one wrong year shall not bury the others


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many hits each period has, from the first that has any to the last, those without any between."""

    by: Period
    counts: Mapping[str, int]  # "2009" or "2009-09": number
    total: int  # hits, those included whose period is not known
    notes: tuple[str, ...] = ()  # of the ranking: how the query was read

    @property
    def undated(self) -> int:
        """How many hits are known by no year, or by no month where months are counted."""
        return self.total - sum(self.counts.values())


def timeline(ranking: Ranking, by: Period | None = None) -> Timeline:
    """The timeline of all hits of a ranking; unless told `by` what, months for up to three years, else years.

    A post known by its year only counts for the year; where there are such, years are counted.
    """
    years = ranking.facets("year")
    if by != "year":
        months = _filled(ranking.facets("month"), "month")
        is_fine = len(months) <= _MOST_MONTHS and sum(months.values()) == sum(years.values())
        if is_fine or by == "month":
            return Timeline("month", months, ranking.total, ranking.notes)
    return Timeline("year", _filled(years, "year"), ranking.total, ranking.notes)


def _filled(counts: Mapping[str, int], by: Period) -> Mapping[str, int]:
    """The counts in order of time, with the periods between that have none."""
    known = sorted(counts)
    if not known:
        return {}
    first, last = (_number(period) for period in (known[0], known[-1]))
    if by == "year":
        first, last = first // 12, last // 12
    if last - first > _WIDEST_GAP:
        return {period: counts[period] for period in known}
    return {period: counts.get(period, 0) for period in _periods(first, last, by)}


def _number(period: str) -> int:
    """Months since the year 0."""
    return int(period[:4]) * 12 + int(period[5:7] or 1) - 1


def _periods(first: int, last: int, by: Period) -> Iterator[str]:
    for number in range(first, last + 1):
        yield f"{number:04}" if by == "year" else f"{number // 12:04}-{number % 12 + 1:02}"
