"""Calendar dates inside a text, without their clock: where each stands, what it says, how sure it is.

One pattern finds what looks like a date, its parts decide whether it is one: months by name (month_names.py),
numeric dates by the order that the blog, the language or the numbers themselves give (date_order.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from archivesearch.extract.fields.date_order import DateHints, is_day_first, is_year_first
from archivesearch.extract.fields.month_names import Name, month_named

_FIRST_YEAR, _LAST_YEAR = 1990, 2099  # no blog is older, none is younger


class Day(NamedTuple):
    """A date as found by one of the patterns; year 0 is one not printed yet."""

    year: int
    month: int
    day: int  # 0 for a month
    start: int
    end: int
    languages: frozenset[str] | None = None
    is_ambiguous: bool = False
    is_weak: bool = False
    other: tuple[int, int] | None = None  # (month, day) of the other order
    is_day_first: bool = False  # of month and day, when there is another order


_WORD = r"[^\W\d_]"
# "5 th" is what "5<sup>th</sup>" becomes.
_ORDINAL = r"(?:(?:\s?(?:st|nd|rd|th)|er|re|e|:e|:a|ème|-?го|-?е)(?![^\W\d_])|º|ª|°)?"
_MONTH = rf"(?:[0-9]{{1,2}}\s?[月월]|tháng\s[0-9]{{1,2}}|{_WORD}{{1,14}}+)"
_LEFT = r"(?<![0-9a-z_/$€£#-])(?<![0-9][.,:])"
_DATE = re.compile(
    r"(?<![0-9])(?=[0-9])(?:"
    # 2009年9月5日, 2009년 9월 5일, 2009年9月, 9月5日
    r"(?P<cjk>(?:(?P<k_year>[0-9]{1,4})\s?[年년]\s?(?P<k_month>[0-9]{1,2})\s?[月월]"
    r"(?:\s?(?P<k_day>[0-9]{1,2})\s?[日号號일])?"
    r"|(?P<k_month2>[0-9]{1,2})\s?[月월]\s?(?P<k_day2>[0-9]{1,2})\s?[日号號일]))"
    # 2009-09-05, 2009/9/5, 2009. 9. 5.
    rf"|(?P<ymd>(?<![.]){_LEFT}(?P<y_year>[0-9]{{4}})(?P<y_sep>\s?[/.-]\s?)(?P<y_month>[0-9]{{1,2}})(?P=y_sep)"
    r"(?P<y_day>[0-9]{1,2})(?![0-9/]|[.-][0-9]|[a-su-z_]))"
    # 2009 September 5, 2009-Sep-05, 2009. szeptember 5.
    rf"|(?P<ynd>{_LEFT}(?P<n_year>[0-9]{{4}})\.?[\s,/-]{{1,2}}(?:m\.?\s)?(?P<n_month>{_WORD}{{3,14}}+)\.?"
    rf"[\s,/-]{{1,2}}(?P<n_day>[0-9]{{1,2}}){_ORDINAL}(?![0-9a-z:]))"
    # 05.09.2009, 9/5/2009, 5-9-09
    rf"|(?P<numeric>(?<![.]){_LEFT}(?P<a>[0-9]{{1,2}})(?P<sep>\s?[/.-]\s?)(?P<b>[0-9]{{1,2}})(?P=sep)"
    r"(?P<c>[0-9]{4}|[0-9]{2})(?![0-9a-z/_%€$£-]|[.:][0-9]))"
    # 9月 5, 2009
    r"|(?P<cmdy>(?P<c_month>[0-9]{1,2})[月월]\s(?P<c_day>[0-9]{1,2}),\s?(?P<c_year>[0-9]{4})(?!\w))"
    # 5 September 2009, 5. September, 5th of September, 2009, 5-Sep-09, 5.IX.2009
    rf"|(?P<dmy>{_LEFT}(?P<d_day>[0-9]{{1,2}}){_ORDINAL}(?P<d_sep>[\s.,/-]{{0,3}})(?:(?:de|of)\s|d['’])?"
    rf"(?P<d_month>{_MONTH})(?:\.?,?(?P<d_sep2>[\s.,/-]{{1,3}})(?:(?:de|del|of)\s)?"
    r"(?P<d_year>[0-9]{4}|['’]?[0-9]{2})(?![\w:]|[.,][0-9]))?)"
    # September 5, 2009; Sep 05 2009; September the 5th; September 2009
    rf")|(?P<mdy>(?<![\w-])(?P<m_month>{_WORD}{{2,14}}+)(?:\.?,?[\s/-]{{1,3}}(?:the\s)?(?P<m_day>[0-9]{{1,2}}){_ORDINAL}"
    r"(?![0-9a-z:]|[.,/][0-9])(?:\s?[.,/-]?\s{0,2}(?:(?:of|de|del)\s)?(?P<m_year>[0-9]{4}|['’][0-9]{2})(?![\w:]))?"
    r"|\.?,?\s{0,2}(?:(?:of|de|del)\s|['’/-])?(?P<m_only>[0-9]{4})(?![\w:.-]|,[0-9])))"
)
_DAY_BEFORE_MONTH = re.compile(r"[0-9](?:st|nd|rd|th)?[\s.]{0,2}(?:(?:of|de)\s)?$")
_CJK_ERAS = {"平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN = {roman: month for month, roman in enumerate(_ROMANS, start=1)}
_NOT_A_DATE = re.compile(
    r"(?:\bv|\bver|version|release|build|\brev|firmware|kernel|\bip|\btel|phone|\bfax|isbn|§|section|chapter|"
    r"версия|версии)\.?\s{0,2}$"
)
# Without a year, or what may be one, there is no date (capture dates aside): most texts end here.
_YEAR_LIKE = re.compile(
    r"(?<![0-9])(?:199|20[0-9])[0-9](?![0-9])|[0-9]\s?[/.-]\s?[0-9]|['’][0-9]{2}"
    r"|[0-9][\s.-]{0,2}[^\W\d_]{3,14}+[\s,.-]{1,2}[0-9]{2}|[年년]"
)
_DIGIT = re.compile("[0-9]")


def has_date_look(low: str, hints: DateHints) -> bool:
    """Whether a lower-case text may hold a date at all; a cheap test that most texts fail."""
    return (_YEAR_LIKE if hints.captured is None else _DIGIT).search(low) is not None


def find_day(text: str, low: str, start: int, hints: DateHints) -> Iterator[Day]:
    """What may be dates from `start` on, in order; `low` is `text` in lower case, of the same length.

    Those that follow one that is taken may overlap it: the caller begins anew behind the stamp.
    """
    while match := _DATE.search(low, start):
        day = _day(match, text, low, hints)
        if day is not None:
            yield day
        start = _first_token_end(low, match.start())


_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|.", re.DOTALL)


def _first_token_end(low: str, start: int) -> int:
    match = _TOKEN.match(low, start)
    return match.end() if match else start + 1


def _day(match: re.Match[str], text: str, low: str, hints: DateHints) -> Day | None:
    """The date of a match of _DATE; None when its numbers or words are none."""
    kind = match.lastgroup
    if kind == "cjk":
        return _east_asian(match, low)
    if kind == "ymd":
        return _checked(int(match["y_year"]), int(match["y_month"]), int(match["y_day"]), match)
    if kind == "numeric":
        return None if _is_version(match, low) else _numeric(match, hints)
    if kind == "cmdy":
        languages = frozenset({"ko"} if "월" in match[0] else {"ja", "zh"})
        return _checked(int(match["c_year"]), int(match["c_month"]), int(match["c_day"]), match, languages)
    if kind == "ynd":
        name = month_named(match["n_month"])
        return (
            _checked(int(match["n_year"]), name.number, int(match["n_day"]), match, name.languages)
            if name
            else None
        )
    return _day_month(match, text) if kind == "dmy" else _month_day(match, low)


def _checked(
    year: int, month: int, day: int, match: re.Match[str], languages: frozenset[str] | None = None, *,
    is_month: bool = False, is_weak: bool = False, end: int | None = None,
) -> Day | None:  # fmt: skip
    if not day and not is_month:
        return None
    if not is_date(year, month, day):
        return None
    return Day(year, month, day, match.start(), end or match.end(), languages, is_weak=is_weak)


def is_date(year: int, month: int, day: int) -> bool:
    """Whether the calendar has that day (day 0: that month); year 0 stands for a leap year not known yet."""
    if year and not _FIRST_YEAR <= year <= _LAST_YEAR:
        return False
    try:
        date(year or 2000, month, day or 1)
    except ValueError:
        return False
    return True


def _east_asian(match: re.Match[str], low: str) -> Day | None:
    year = int(match["k_year"] or 0) + _CJK_ERAS.get(low[max(0, match.start() - 2) : match.start()], 0)
    month, day = match["k_month"] or match["k_month2"], match["k_day"] or match["k_day2"]
    languages = frozenset({"ko"} if "월" in match[0] else {"ja", "zh"})
    is_month = day is None
    return _checked(
        year, int(month), int(day or 0), match, languages, is_month=is_month, is_weak=is_month or not year
    )


def _is_version(match: re.Match[str], low: str) -> bool:
    return (
        "." in match["sep"] and _NOT_A_DATE.search(low, max(0, match.start() - 14), match.start()) is not None
    )


def _numeric(match: re.Match[str], hints: DateHints) -> Day | None:
    first, second, last, separator = match["a"], match["b"], match["c"], match["sep"].strip()
    is_short = len(last) == 2
    if is_short and (len(separator) != len(match["sep"]) or _is_like_version(match)):
        return None
    year = _full_year(int(last)) if is_short else int(last)
    orders = [(int(second), int(first)), (int(first), int(second))]  # (month, day): day first, month first
    day_first, month_first = (pair if pair[1] and is_date(year, *pair) else None for pair in orders)
    if is_short and is_year_first(hints.language) and hints.day_first is None:
        return _checked(_full_year(int(first)), int(second), int(last), match, is_weak=True)
    wanted = is_day_first(hints.language, separator) if hints.day_first is None else hints.day_first
    choice, other = (day_first, month_first) if wanted is not False else (month_first, day_first)
    if wanted is None and separator == "/":
        choice, other = month_first, day_first
    if choice is None:
        choice, other = other, None
    if choice is None:
        return None
    is_open = other is not None and other != choice
    might_be_year = is_short and int(last) <= 31 and wanted is None
    return Day(
        year, *choice, match.start(), match.end(), is_ambiguous=wanted is None and (is_open or might_be_year),
        is_weak=is_short, other=other if is_open else None, is_day_first=choice == day_first,
    )  # fmt: skip


def _is_like_version(match: re.Match[str]) -> bool:
    """Whether "2.2.20" stands inside other text, where it is rather a version than a day of 2020."""
    is_alone = match.start() == 0 and match.end() == len(match.string)
    return match["sep"] == "." and not is_alone and (len(match["a"]) == 1 or len(match["b"]) == 1)


def _full_year(short: int) -> int:
    """2009 of 09, 1998 of 98."""
    return short + (1900 if short >= 90 else 2000)


def _month_of(word: str) -> Name | None:
    if word[0] in "0123456789":
        number = int(word.rstrip("月월 "))
        return Name(frozenset({number}), frozenset({"ko"} if "월" in word else {"ja", "zh"}))
    if word.startswith("tháng"):
        return Name(frozenset({int(word[5:])}), frozenset({"vi"}))
    return month_named(word)


def _day_month(match: re.Match[str], text: str) -> Day | None:
    """5 September 2009 and its kin; without a year when none follows."""
    word, printed_year = match["d_month"], match["d_year"]
    name = _month_of(word)
    number = None
    if name is None and (roman := _ROMAN.get(text[match.start("d_month") : match.end("d_month")])):
        number = roman if match["d_sep"] else None
    elif name is not None:
        number = name.number
    if number is None:
        return None
    end = match.end()
    is_weak = name is None
    year = 0
    if printed_year:
        year = int(printed_year) if len(printed_year) == 4 else _full_year(int(printed_year[-2:]))
        if len(printed_year) == 2:
            # "5 May 12 ..." may be anything; "05-Sep-09" and "5 Sep 09 12:43" are dates.
            is_weak = True
            follows = text[end : end + 8]
            if not (match["d_sep2"].strip() or not follows.strip() or re.match(r",?\s[0-9]{1,2}:", follows)):
                year, end = 0, match.end("d_month")
            elif re.match(r"\s?,?\s?[0-9]{4}\b", follows):
                return None
    if not year and name is None:
        return None
    return _checked(year, number, int(match["d_day"]), match, name.languages if name else None,
                    is_weak=is_weak or not year, end=end)  # fmt: skip


def _month_day(match: re.Match[str], low: str) -> Day | None:
    """September 5, 2009 and its kin; a month when only a year follows."""
    name = _month_of(match["m_month"])
    if name is None:
        return None
    if match["m_only"]:
        if _DAY_BEFORE_MONTH.search(low, max(0, match.start() - 8), match.start()):  # 30 February 2009
            return None
        return _checked(
            int(match["m_only"]), name.number, 0, match, name.languages, is_month=True, is_weak=True
        )
    printed_year = match["m_year"] or "0"
    year = int(printed_year) if len(printed_year) != 3 else _full_year(int(printed_year[1:]))
    return _checked(year, name.number, int(match["m_day"]), match, name.languages, is_weak=not year)
