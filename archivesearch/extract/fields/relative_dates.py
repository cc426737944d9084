"""Dates that lean on the day they were captured: "3 years ago", "yesterday", "10 Apr" without a year.

What is given back is no more precise than what was printed: "3 years ago" is a year, "2 weeks ago" a month.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from dateutil.relativedelta import relativedelta

from archivesearch.model import Precision, Timestamp

# The word for each unit, as the head of any of its inflected forms.
_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "seconds": r"sec(?:ond)?s?|sekunden?|secondes?|segundos?|secondi|секунд\w*|sekund\w*|秒|초",
        "minutes": r"min(?:ute)?s?|minuten?|minutos?|minut[oi]|минут\w*|minut\w*|分钟|分鐘|分|분",
        "hours": (
            r"h(?:ou)?rs?|stunden?|heures?|horas?|or[ae]|uur|uren|час\w*|godzin\w*|timm\w*"
            r"|小时|小時|時間|시간"
        ),
        "days": r"days?|tag(?:en?)?|jours?|d[ií]as?|giorn[oi]|dag(?:en|ar)?|дн\w+|день|dzień|dni|天|日|일",
        "weeks": (
            r"weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|недел\w+|tydzień|tygodni\w*|veck\w+"
            r"|周|週間?|주"
        ),
        "months": (
            r"months?|monat(?:en?)?|mois|m[eê]s(?:es)?|mes[ei]|maand(?:en)?|месяц\w*|miesi\w+|månad(?:er)?"
            r"|个月|個月|か月|ヶ月|개월|달"
        ),
        "years": (
            r"years?|jahr(?:en?)?|ans?|années?|años?|anos?|ann[oi]|jaar|jaren|год\w*|лет|lata?|rok|år|年|년"
        ),
    }
)
_UNIT = "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items())
_COUNT = r"(?P<count>[0-9]{1,3}|an?|one|eine[rmns]?|une?|uma?|uno|una|een|ett?)"
_NEAR = r"(?:about|over|almost|circa|etwa|environ|около|ca\.?|~)?\s?"
_AGO = re.compile(
    rf"(?:(?P<lead>\bvor|\bil y a|\bhace|\bhá|\bför)\s)?{_NEAR}(?<!\w){_COUNT}\+?\s?(?:{_UNIT})"
    r"(?(lead)(?:\ssedan)?(?!\w)|\s?(?:\b(?:ago|fa|geleden|назад|temu|atrás|sedan)\b|前|전))"
)
_YESTERDAY = r"yesterday|gestern|hier|ayer|ontem|ieri|gisteren|вчера|wczoraj|i\s?går|昨日|昨天|어제"
_TODAY = (
    r"today|just now|heute|aujourd['’]hui|hoy|hoje|oggi|vandaag|сегодня|dzisiaj|dziś|i\s?dag|今日|今天|오늘"
)
_DAY_WORD = re.compile(rf"(?<!\w)(?:(?P<yesterday>{_YESTERDAY})|(?P<today>{_TODAY}))(?!\w)")
_PRECISIONS: Mapping[str, Precision] = MappingProxyType(
    {"seconds": "day", "minutes": "day", "hours": "day", "days": "day", "weeks": "month", "months": "month",
     "years": "year"}
)  # fmt: skip
_AGES: Mapping[str, Callable[[int], relativedelta]] = MappingProxyType(
    {
        "seconds": lambda count: relativedelta(seconds=count),
        "minutes": lambda count: relativedelta(minutes=count),
        "hours": lambda count: relativedelta(hours=count),
        "days": lambda count: relativedelta(days=count),
        "weeks": lambda count: relativedelta(weeks=count),
        "months": lambda count: relativedelta(months=count),
        "years": lambda count: relativedelta(years=count),
    }
)
_MAX_YEARS_BACK = 12  # a weekday fits the same date again after at most 11 years


def read_relative(low: str, captured: Timestamp) -> tuple[int, int, Timestamp] | None:
    """(start, end, stamp) of the first relative date in a lower-case text; None when there is none."""
    if captured.precision in ("year", "month"):
        return None
    if match := _AGO.search(low):
        unit = next(unit for unit in _UNITS if match[unit])
        count = int(match["count"]) if match["count"].isdigit() else 1
        return match.start(), match.end(), _cut(captured.local - _AGES[unit](count), _PRECISIONS[unit])
    if match := _DAY_WORD.search(low):
        then = captured.local - timedelta(days=1 if match["yesterday"] else 0)
        return match.start(), match.end(), _cut(then, "day")
    return None


def _cut(moment: datetime, precision: Precision) -> Timestamp:
    month = 1 if precision == "year" else moment.month
    day = moment.day if precision == "day" else 1
    return Timestamp(datetime(moment.year, month, day), precision)


def latest_year(month: int, day: int, weekdays: frozenset[int], captured: Timestamp | None) -> int | None:
    """The last year in which that date was not after the capture and fell on one of the weekdays, if any."""
    if captured is None or captured.precision in ("year", "month"):
        return None
    last = captured.local.date() + timedelta(days=1)  # the blog's clock may be ahead of the archive's
    for year in range(last.year, last.year - _MAX_YEARS_BACK, -1):
        try:
            then = date(year, month, day)
        except ValueError:
            continue
        if then <= last and (not weekdays or then.isoweekday() in weekdays):
            return year
    return None
