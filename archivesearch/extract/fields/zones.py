"""Time zones as printed after a clock: text -> offset from UTC, or None where no offset is sure.

Printed numbers win over names. Names are read together with the date: the rules of the zone's region
(python-dateutil's time zone files) say what "Pacific Time" meant on that day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

from dateutil import tz

_HOUR = timedelta(hours=1)
_ANY_DAY = datetime(2010, 1, 15)  # to read "Eastern Daylight Time" without a date
# Offsets in use since 1990, in minutes: "10:00-11:40" is two clocks, not a clock and a zone.
_OFFSETS_IN_USE = frozenset(range(-12 * 60, 14 * 60 + 1, 60)) | {
    -570, -270, -210, -150, 210, 270, 330, 345, 390, 510, 525, 570, 630, 690, 765, 825,
}  # fmt: skip

# "UTC-04:00" is four hours behind Greenwich; python-dateutil reads it the POSIX way round, as +04:00.
_NUMERIC = re.compile(
    r"\s?[(\[]?\s?(?:(?P<word>utc|gmt|z|ut)\s?)?(?P<sign>[+-])(?P<hours>[0-9]{1,2})"
    r"(?::(?P<minutes>[0-9]{2})|(?P<glued>[0-9]{2}))?(?![0-9:])(?:[.:]00\b)?(?:\s?[)\]])?"
)
_NAME_AFTER_NUMBER = re.compile(r"\s?(?:\([^()]{1,60}\)|[A-Z]{3,5}\b)")
_ZERO = re.compile(
    r"\s?[(\[]?\s?(?:z|utc|gmt|ut|zulu|coordinated universal time|universal time|greenwich mean time)"
    r"(?:\s?[)\]])?(?!\w|\s?[+-][0-9]|\s(?:standard|daylight|summer)\b)"
)
_BRACKETS = re.compile(r"\s?[(\[]([^()\[\]]{1,80}(?:\([^()]{0,40}\)[^()]{0,20})?)[)\]]")
_ABBREVIATION = re.compile(r",?\s?([A-Z]{2,5})\b(?![.'’]|\s?[+-][0-9]|\s(?:Standard|Daylight|Summer)\b)")
_NAMED = re.compile(r",?\s?([^\W\d_][\w.&'’ -]{4,60})")
_REGION = re.compile(
    r"\s?((?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?)"
)
_IN_BRACKETS_NUMERIC = re.compile(r"(?:utc|gmt)\s?([+-])([0-9]{1,2})(?::?([0-9]{2}))?(?![0-9:])")

# Abbreviations that mean one offset wherever they are printed (hours).
_FIXED: Mapping[str, float] = MappingProxyType(
    {
        "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "HNEC": 1,
        "EET": 2, "EEST": 3, "SAST": 2, "EAT": 3, "PKT": 5, "NPT": 5.75, "WIB": 7, "WITA": 8, "WIT": 9,
        "HKT": 8, "SGT": 8, "PHT": 8, "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10,
        "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "BRST": -2, "NST": -3.5, "NDT": -2.5, "ADT": -3,
        "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
        "HST": -10,
    }
)  # fmt: skip
# Abbreviations whose offset the date decides: the region's rules.
_BY_DATE: Mapping[str, str] = MappingProxyType(
    {
        "MSK": "Europe/Moscow", "MSD": "Europe/Moscow", "ET": "America/New_York", "CT": "America/Chicago",
        "MT": "America/Denver", "PT": "America/Los_Angeles", "AKT": "America/Anchorage",
    }
)  # fmt: skip

# Stems of Windows' zone names ("Eastern" of "Eastern Daylight Time") and their region in the CLDR.
_WINDOWS_REGIONS: Mapping[str, str] = MappingProxyType(
    {
        "afghanistan": "Asia/Kabul", "alaskan": "America/Anchorage", "arab": "Asia/Riyadh",
        "arabian": "Asia/Dubai", "arabic": "Asia/Baghdad", "argentina": "America/Argentina/Buenos_Aires",
        "atlantic": "America/Halifax", "aus central": "Australia/Darwin", "aus eastern": "Australia/Sydney",
        "azerbaijan": "Asia/Baku", "azores": "Atlantic/Azores", "bangladesh": "Asia/Dhaka",
        "belarus": "Europe/Minsk", "canada central": "America/Regina", "caucasus": "Asia/Yerevan",
        "cen. australia": "Australia/Adelaide", "central": "America/Chicago",
        "central america": "America/Guatemala", "central asia": "Asia/Almaty",
        "central brazilian": "America/Cuiaba", "central europe": "Europe/Budapest",
        "central european": "Europe/Warsaw", "china": "Asia/Shanghai", "e. africa": "Africa/Nairobi",
        "e. australia": "Australia/Brisbane", "e. europe": "Europe/Chisinau",
        "e. south america": "America/Sao_Paulo", "eastern": "America/New_York", "egypt": "Africa/Cairo",
        "ekaterinburg": "Asia/Yekaterinburg", "fle": "Europe/Kiev", "georgian": "Asia/Tbilisi",
        "gmt": "Europe/London", "greenwich": "Atlantic/Reykjavik", "gtb": "Europe/Bucharest",
        "hawaiian": "Pacific/Honolulu", "india": "Asia/Kolkata", "iran": "Asia/Tehran",
        "israel": "Asia/Jerusalem", "jerusalem": "Asia/Jerusalem", "jordan": "Asia/Amman",
        "korea": "Asia/Seoul", "malay peninsula": "Asia/Singapore", "mountain": "America/Denver",
        "n. central asia": "Asia/Novosibirsk", "nepal": "Asia/Kathmandu", "new zealand": "Pacific/Auckland",
        "newfoundland": "America/St_Johns", "north asia": "Asia/Krasnoyarsk",
        "north asia east": "Asia/Irkutsk", "pacific": "America/Los_Angeles",
        "pacific sa": "America/Santiago", "pakistan": "Asia/Karachi", "romance": "Europe/Paris",
        "russian": "Europe/Moscow", "sa eastern": "America/Cayenne", "sa pacific": "America/Bogota",
        "sa western": "America/La_Paz", "se asia": "Asia/Bangkok", "singapore": "Asia/Singapore",
        "south africa": "Africa/Johannesburg", "sri lanka": "Asia/Colombo", "taipei": "Asia/Taipei",
        "tasmania": "Australia/Hobart", "tokyo": "Asia/Tokyo", "turkey": "Europe/Istanbul",
        "us eastern": "America/Indiana/Indianapolis", "us mountain": "America/Phoenix",
        "venezuela": "America/Caracas", "vladivostok": "Asia/Vladivostok", "w. australia": "Australia/Perth",
        "w. central africa": "Africa/Lagos", "w. europe": "Europe/Berlin", "west asia": "Asia/Tashkent",
        "yakutsk": "Asia/Yakutsk",
        # The same in the words of browsers and people.
        "australian eastern": "Australia/Sydney", "alaska": "America/Anchorage", "british": "Europe/London",
        "central africa": "Africa/Maputo", "east africa": "Africa/Nairobi", "eastern european": "Europe/Kiev",
        "hawaii-aleutian": "Pacific/Honolulu", "hong kong": "Asia/Hong_Kong", "indian": "Asia/Kolkata",
        "irish": "Europe/Dublin", "japan": "Asia/Tokyo", "korean": "Asia/Seoul", "moscow": "Europe/Moscow",
        "philippine": "Asia/Manila", "western european": "Europe/Lisbon",
    }
)  # fmt: skip
_WINDOWS_NAME = re.compile(r"([a-z. -]{2,24}?) (?:(standard|daylight|summer) )?time\b(?: \(us & canada\))?")

# Zone names as Windows and browsers print them in other languages (hours).
_TRANSLATED: Mapping[str, float] = MappingProxyType(
    {
        "mitteleuropäische zeit": 1, "mitteleuropäische normalzeit": 1, "mitteleuropäische sommerzeit": 2,
        "westeuropäische zeit": 0, "westeuropäische normalzeit": 0, "westeuropäische sommerzeit": 1,
        "osteuropäische zeit": 2, "osteuropäische normalzeit": 2, "osteuropäische sommerzeit": 3,
        "paris, madrid (heure d'été)": 2, "paris, madrid": 1, "heure d'été d'europe centrale": 2,
        "heure normale d'europe centrale": 1, "heure d'été romance": 2, "romance (heure d'été)": 2,
        "hora de verano romance": 2, "hora estándar romance": 1, "hora de verano de europa central": 2,
        "hora estándar de europa central": 1, "ora legale europa occidentale": 2,
        "ora solare europa occidentale": 1, "ora legale dell'europa centrale": 2,
        "ora standard dell'europa centrale": 1,
        "west-europa (zomertijd)": 2, "west-europa (standaardtijd)": 1,
        "midden-europese zomertijd": 2, "midden-europese standaardtijd": 1, "västeuropa, sommartid": 2,
        "västeuropa, normaltid": 1, "centraleuropeisk sommartid": 2, "centraleuropeisk normaltid": 1,
        "vest-europa (sommertid)": 2, "vest-europa (normaltid)": 1, "rom, sommertid": 2, "rom, normaltid": 1,
        "centraleuropæisk sommertid": 2, "centraleuropæisk normaltid": 1,
        "środkowoeuropejski czas letni": 2, "środkowoeuropejski czas stand.": 1,
        "środkowoeuropejski czas standardowy": 1, "czas środkowoeuropejski letni": 2,
        "czas środkowoeuropejski standardowy": 1, "hora oficial do brasil": -3, "horário de brasília": -3,
        "horário padrão de brasília": -3, "hora de verão de brasília": -2, "horário de verão de brasília": -2,
        "中国标准时间": 8, "中國標準時間": 8, "台北標準時間": 8, "東京 (標準時)": 9, "日本標準時": 9,
        "대한민국 표준시": 9, "한국 표준시": 9,
    }
)  # fmt: skip
_TRANSLATED_NAME = re.compile("|".join(map(re.escape, sorted(_TRANSLATED, key=len, reverse=True))))


def read_zone(
    text: str, low: str, start: int, local: datetime | None, language: str | None
) -> tuple[timedelta | None, int]:
    """The offset that stands at `start` (right after a clock) and where it ends; (None, start) for none.

    `low` is `text` in lower case, of the same length; `local` is the moment printed, None when only its time
    of day is known. A name whose offset is not sure gives None but its end.
    """
    if start >= len(low):
        return None, start
    if match := _NUMERIC.match(low, start):
        offset = _number(match)
        if offset is not None:
            after = _NAME_AFTER_NUMBER.match(text, match.end())
            return offset, after.end() if after else match.end()
    if match := _ZERO.match(low, start):
        return timedelta(0), match.end()
    if match := _BRACKETS.match(low, start):
        return _in_brackets(text[match.start(1) : match.end(1)], local, language, match.end(), start)
    if match := _REGION.match(text, start):
        return _region_offset(match[1], local), match.end()
    if match := _ABBREVIATION.match(text, start):
        known, offset = _abbreviated(match[1], local, language)
        if known:
            return offset, match.end()
    if match := _NAMED.match(low, start):
        return _named(match[1], local, match.start(1), start)
    return None, start


def parse_offset(zone: str) -> timedelta | None:
    """The offset of an ISO 8601 zone: "Z", "+02:00", "-0400"; None for an offset that is nowhere in use."""
    return timedelta(0) if zone in "Zz" else _offset(zone[0], zone[1:3], zone[-2:])


def _number(match: re.Match[str]) -> timedelta | None:
    """The offset of a numeric zone: "UTC-4", "-0400"; a bare "-4" is none, a bare "-04" only when glued."""
    hours, minutes = match["hours"], match["minutes"] or match["glued"]
    if match["word"] is None and minutes is None and (len(hours) == 1 or match[0][0] not in "+-"):
        return None
    return _offset(match["sign"], hours, minutes)


def _offset(sign: str, hours: str, minutes: str | None) -> timedelta | None:
    size = int(hours) * 60 + int(minutes or 0)
    size = -size if sign == "-" else size
    return timedelta(minutes=size) if size in _OFFSETS_IN_USE else None


def _in_brackets(
    inside: str, local: datetime | None, language: str | None, end: int, start: int
) -> tuple[timedelta | None, int]:
    """The zone of "(Eastern Daylight Time, UTC-04:00)", "(EDT)", "(GMT-5)"; other brackets are not a zone."""
    low = inside.lower()
    if match := _IN_BRACKETS_NUMERIC.search(low):
        offset = _offset(match[1], match[2], match[3])
        if offset is not None:
            return offset, end
    known, offset = _abbreviated(inside.strip().upper(), local, language)
    if known:
        return offset, end
    if (region := _REGION.fullmatch(inside)) is not None:
        return _region_offset(region[1], local), end
    offset, stop = _named(low, local, 0, -1)
    if low.endswith(", utc"):
        return timedelta(0), end
    return (offset, end) if stop > 0 else (None, start)


def _abbreviated(name: str, local: datetime | None, language: str | None) -> tuple[bool, timedelta | None]:
    """(is a zone, its offset or None where the context does not decide)."""
    if name in _DOUBTFUL:
        return True, _DOUBTFUL[name](local, language or "")
    if name in _BY_DATE:
        return True, _region_offset(_BY_DATE[name], local)
    hours = _FIXED.get(name)
    return hours is not None, None if hours is None else timedelta(hours=hours)


def _british(local: datetime | None, _language: str) -> timedelta | None:
    """BST is British Summer Time in the British summer, else Bangladesh's or unknown."""
    return _HOUR if _region_offset("Europe/London", local) == _HOUR else None


def _american_central(local: datetime | None, language: str) -> timedelta | None:
    """CST is American in the American winter, unless the page is Chinese."""
    winter = timedelta(hours=-6)
    is_winter = _region_offset("America/Chicago", local) == winter
    return winter if is_winter and not language.startswith("zh") else None


def _indian(_local: datetime | None, language: str) -> timedelta | None:
    """IST is India's, Israel's or Ireland's: the page's language must say which."""
    if language.lower() in ("en-in", "hi", "hi-in", "ta", "te", "bn-in", "mr"):
        return timedelta(hours=5.5)
    return timedelta(hours=2) if language.startswith("he") else None


_DOUBTFUL: Mapping[str, Callable[[datetime | None, str], timedelta | None]] = MappingProxyType(
    {"BST": _british, "CST": _american_central, "IST": _indian}
)


def _named(low: str, local: datetime | None, at: int, start: int) -> tuple[timedelta | None, int]:
    """The offset of a zone's long name at the head of `low`, and its end counted from `at`."""
    if match := _WINDOWS_NAME.match(low):
        region = _WINDOWS_REGIONS.get(match[1])
        if region is not None:
            return _seasonal_offset(region, match[2], local), at + match.end()
    if match := _TRANSLATED_NAME.match(low.replace("’", "'")):
        return timedelta(hours=_TRANSLATED[match[0]]), at + match.end()
    return None, start


def _seasonal_offset(region: str, season: str | None, local: datetime | None) -> timedelta | None:
    """The region's offset; the name's own season ("standard", "daylight") goes before the calendar's."""
    zone = _zone(region)
    if season is None or zone is None:
        return _region_offset(region, local)
    at = (local or _ANY_DAY).replace(tzinfo=zone)
    offset, summer = at.utcoffset(), at.dst()
    if offset is None:
        return None
    standard = offset - (summer or timedelta(0))
    return standard if season == "standard" else standard + _HOUR


def _region_offset(region: str, local: datetime | None) -> timedelta | None:
    """What clocks in the region showed at that local time; None in the hour that the change makes double."""
    zone = _zone(region)
    if zone is None or local is None:
        return None
    at = local.replace(tzinfo=zone)
    return None if tz.datetime_ambiguous(at) else at.utcoffset()


@lru_cache(maxsize=256)
def _zone(region: str) -> tz.tzfile | None:
    """The rules of an IANA zone; only names that _REGION or a table vouches for come here, never a path."""
    zone = tz.gettz(region)
    return zone if isinstance(zone, tz.tzfile) else None
