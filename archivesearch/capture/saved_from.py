"""What the tool that saved a page wrote into its head: the page's address and the day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from archivesearch.model import Timestamp

# Internet Explorer, and Firefox and Chrome after it: <!-- saved from url=(0044)http://host/path -->
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{4}\)(https?://[^\s>]+)\s*-->", re.IGNORECASE)
# <!-- Mirrored from host/path by HTTrack Website Copier/3.x [XR&CO'2014], Sat, 05 Sep 2009 12:43:43 GMT -->
_HTTRACK = re.compile(rb"<!-- Mirrored from ([^\s>]+) by HTTrack[^,>]*, ([^>]+?) -->")
# Page saved with SingleFile, then "url: ..." and "saved date: Sat Sep 05 2009 12:43:43 GMT-0400 (...)"
_SINGLE_FILE = re.compile(
    rb"Page saved with SingleFile\s+url:\s*(https?://\S+)\s+saved date:\s*([^\n]+)", re.IGNORECASE
)
# What web archives write into the head of a replayed page: pywb, and the Wayback Machine
_PYWB = re.compile(rb'wbinfo\.url = "(https?://[^"]+)";\s*wbinfo\.timestamp = "(\d{14})"')
_WAYBACK = re.compile(rb'__wm\.wombat\(\s*"(https?://[^"]+)"\s*,\s*"(\d{14})"')
_SCRIPT_DATE = re.compile(r"\w{3} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d):(\d\d):(\d\d) GMT([+-])(\d\d)(\d\d)")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class SavedFrom:
    """Where a page was saved from, and when."""

    url: str
    rule: str
    captured: Timestamp | None = None


def saved_from(head: bytes) -> SavedFrom | None:
    """What the first bytes of a page say of its saving; None when no tool wrote there."""
    if match := _SINGLE_FILE.search(head):
        return SavedFrom(_text(match[1]), "SingleFile comment", _script_date(_text(match[2])))
    if match := _HTTRACK.search(head):
        url = _text(match[1])
        return SavedFrom(
            url if "://" in url else f"http://{url}", "HTTrack comment", _mail_date(_text(match[2]))
        )
    if match := _PYWB.search(head) or _WAYBACK.search(head):
        return SavedFrom(_text(match[1]), "replay of a web archive", _moment(_text(match[2])))
    if match := _SAVED_FROM.search(head):
        return SavedFrom(_text(match[1]), "saved-from comment")
    return None


def _text(found: bytes) -> str:
    return found.decode("utf-8", "replace").strip()


def _moment(digits: str) -> Timestamp | None:
    try:
        return Timestamp(datetime.strptime(digits, "%Y%m%d%H%M%S"), "second", timedelta())
    except ValueError:
        return None


def _script_date(text: str) -> Timestamp | None:
    match = _SCRIPT_DATE.match(text)
    if match is None or match[1] not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(match[n]) for n in (2, 3, 4, 5, 6))
    offset = timedelta(hours=int(match[8]), minutes=int(match[9])) * (-1 if match[7] == "-" else 1)
    try:
        return Timestamp(
            datetime(year, _MONTHS.index(match[1]) + 1, day, hour, minute, second), "second", offset
        )
    except ValueError:
        return None


def _mail_date(text: str) -> Timestamp | None:
    try:
        stamp = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return Timestamp(stamp.replace(tzinfo=None), "second", stamp.utcoffset())
