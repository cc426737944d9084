"""What a web archive holds of a blog: the answer of a CDX server, and the captures of it that are worth a request.

Two kinds of server are known: the Wayback Machine's (JSON rows below a row of names, a key to go on with) and
pywb's (a JSON object a line). https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from archivesearch.addresses import permalink_key
from archivesearch.crawl.scope import Scope
from archivesearch.crawl.traps import family, refusal
from archivesearch.errors import ExtractError

WAYBACK_SERVER = "https://web.archive.org/web"
MAX_REPEATS = 100  # days on which a page is noted to have looked the same
ROWS = 20_000  # asked for at a time; some 3 MB

_WAYBACK_FIELDS = "timestamp,original,mimetype,statuscode,digest"
_READ_TYPES = ("text/", "application/xhtml", "application/xml", "application/rss", "application/atom", "unk")
_TIMESTAMP = re.compile(r"\d{14}")


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture of one address."""

    url: str
    timestamp: str  # 14 digits, UTC
    mime: str = ""
    status: str = ""
    digest: str = ""
    repeats: tuple[str, ...] = ()  # the timestamps of other captures with the same content

    @property
    def warc_date(self) -> str:
        """When it was made, as in WARC-Date."""
        return warc_date_of(self.timestamp)

    def address(self, server: str) -> str:
        """Where the archive gives it back as it was fetched ("id_"), without toolbar and rewritten links."""
        return f"{server}/{self.timestamp}id_/{self.url}"


def cdx_address(server: str, scope: Scope, resume_key: str = "") -> str:
    """The question for all that the archive at `server` holds below the blog's address."""
    url = f"{scope.host}{scope.base}"
    if not _is_wayback(server):
        query = {"url": url, "matchType": "prefix", "output": "json", "filter": "=status:200"}
        return f"{server}/cdx?{urlencode(query)}"
    pairs = [("url", url), ("matchType", "prefix"), ("output", "json"), ("fl", _WAYBACK_FIELDS)]
    pairs += [("filter", "statuscode:200"), ("limit", str(ROWS)), ("showResumeKey", "true")]
    pairs += [("resumeKey", resume_key)] if resume_key else []
    return f"{server.removesuffix('/web')}/cdx/search/cdx?{urlencode(pairs)}"


def captures_of(body: bytes) -> tuple[list[Capture], str]:
    """(captures, key to go on with or "") of a CDX server's answer. ExtractError when it is none."""
    text = body.decode("utf-8", "replace").strip()
    try:
        if text.startswith("["):
            return _of_rows(json.loads(text))
        return [_capture(json.loads(line)) for line in text.splitlines() if line.strip()], ""
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ExtractError(f"no list of captures ({error}); is this the address of a CDX server?") from error


def chosen(captures: Iterable[Capture], scope: Scope, today: date, has_all: bool) -> list[Capture]:
    """The captures to fetch: the newest of each page, or with `has_all` one for each form it ever had."""
    kept: dict[tuple[str, str], Capture] = {}
    stamps: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)  # by day: the first of that day
    for capture in sorted(captures, key=lambda capture: capture.timestamp):
        if not _is_worth_a_request(capture, scope, today):
            continue
        page = permalink_key(capture.url)
        stamps[page, capture.digest].setdefault(capture.timestamp[:8], capture.timestamp)
        if not has_all or (page, capture.digest) not in kept:
            kept[page, capture.digest if has_all else ""] = capture
    with_repeats = (
        replace(capture, repeats=_thinned(stamps[page, capture.digest], capture.timestamp))
        for (page, _), capture in kept.items()
    )
    return sorted(with_repeats, key=lambda capture: (permalink_key(capture.url), capture.timestamp))


def warc_date_of(timestamp: str) -> str:
    """A timestamp of 14 digits as in WARC-Date."""
    t = timestamp
    return f"{t[:4]}-{t[4:6]}-{t[6:8]}T{t[8:10]}:{t[10:12]}:{t[12:]}Z"


def _is_worth_a_request(capture: Capture, scope: Scope, today: date) -> bool:
    if not _TIMESTAMP.fullmatch(capture.timestamp) or capture.status not in ("200", "", "-"):
        return False
    if capture.mime and not capture.mime.lower().startswith(_READ_TYPES):
        return False  # a revisit too: what it repeats is there under its own date
    if not scope.holds(capture.url) or family(capture.url, scope.home) == "file":
        return False
    return not refusal(capture.url, today)


def _thinned(by_day: Mapping[str, str], own: str) -> tuple[str, ...]:
    """The timestamps but for its own, one a day, and no more of them than tell when a page was there."""
    others = sorted(stamp for stamp in by_day.values() if stamp[:8] != own[:8])
    step = -(-len(others) // MAX_REPEATS) or 1
    return tuple(others[::step])


def _is_wayback(server: str) -> bool:
    return server.endswith("/web")


def _of_rows(rows: list[list[str]]) -> tuple[list[Capture], str]:
    if not rows:
        return [], ""
    names, *found = rows
    key = ""
    if len(found) > 1 and not found[-2]:  # an empty row, then the key
        key = found[-1][0]
        found = found[:-2]
    return [_capture(dict(zip(names, row, strict=True))) for row in found], key


def _capture(record: dict[str, Any]) -> Capture:
    return Capture(
        url=str(record.get("original") or record["url"]),
        timestamp=str(record["timestamp"]),
        mime=str(record.get("mimetype") or record.get("mime") or ""),
        status=str(record.get("statuscode") or record.get("status") or ""),
        digest=str(record.get("digest") or ""),
    )
