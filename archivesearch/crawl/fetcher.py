"""One request after the other: paced, retried, within robots.txt, and written to WARC before it is handed on."""

from __future__ import annotations

import asyncio
import itertools
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from gzip import BadGzipFile
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, StopDownload
from scrapy.http import Response

from archivesearch.crawl.faults import TRIES, fault_of
from archivesearch.crawl.pace import Pace, asked_wait
from archivesearch.crawl.plan import CrawlPlan

MAX_WAIT_SECONDS = 300.0  # a server that asks for more is left alone until the next run
MAX_IN_VAIN = 3  # addresses in a row that brought no answer or an error: the server may be down
MAX_ROBOTS_BYTES = 512 * 1024  # RFC 9309, 2.5
TOO_LARGE = "larger than 32 MiB, too large for a blog page; it was left out"
_BADLY_PACKED = "its content is not packed as its Content-Encoding says"

_BUSY = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))
_WITH_WAIT = frozenset((429, 503))
REDIRECTS = frozenset((301, 302, 303, 307, 308))
_ANY_STATUS = {"handle_httpstatus_all": True}

Note = Callable[[str], None]


class CrawlStopped(Exception):  # noqa: N818 (it is no error of the program)
    """The crawl cannot go on now; its text says why, and how it goes on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request: a response, or the reason why there is none."""

    url: str
    response: Response | None = None
    reason: str = ""
    is_forbidden: bool = False  # by robots.txt
    is_unread: bool = False  # an image, say: the server answered, and the rest of it was not fetched
    date: str = ""
    digest: str = ""


class Fetcher:
    """The only one who asks the server. `note` hears what the user may want to know of the way it is asked."""

    def __init__(self, plan: CrawlPlan, crawler: Crawler, obeys_robots: bool, note: Note) -> None:
        self._plan = plan
        self._crawler = crawler
        self._obeys_robots = obeys_robots
        self._note = note
        self._rules: dict[str, Protego | Answer] = {}
        self._pace = Pace(plan.delay_seconds)
        self._in_vain = 0  # addresses in a row

    async def get(self, url: str, headers: dict[str, str] | None = None, **meta: Any) -> Answer:
        """The answer of the server, after as many tries as it takes. CrawlStopped when it is down or asks for it."""
        if self._obeys_robots:
            rules = await self.rules_for(url)
            if isinstance(rules, Answer):
                return replace(rules, url=url)
            if not rules.can_fetch(url, self._plan.user_agent):
                return Answer(url, reason="robots.txt does not allow it", is_forbidden=True)
        return await self._get(url, headers, meta)

    async def rules_for(self, url: str) -> Protego | Answer:
        """What the host's robots.txt says, else what came in its place."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            rules = self._rules[origin] = await self._fetched_rules(f"{origin}/robots.txt")
            asked = rules.crawl_delay(self._plan.user_agent) if isinstance(rules, Protego) else None
            if asked and self._pace.ask_for(asked):
                self._note(f"{origin}/robots.txt asks for {asked:g} s between requests; so it will be")
        return self._rules[origin]

    async def _fetched_rules(self, url: str) -> Protego | Answer:
        answer = Answer(url)
        for _ in range(6):  # redirects, which RFC 9309 wants followed, to wherever on the same host
            answer = await self._get(url, None, {})
            response = answer.response
            if response is None or response.status not in REDIRECTS:
                break
            target = response.urljoin((response.headers.get("Location") or b"").decode("latin-1"))
            if urlsplit(target).hostname != urlsplit(url).hostname:
                return Protego.parse("")
            url = target
        response = answer.response
        if answer.is_unread or (response is not None and not answer.reason):
            is_there = response is not None and response.status == 200
            body = response.body[:MAX_ROBOTS_BYTES] if response is not None and is_there else b""
            return Protego.parse(body.decode("utf-8", "replace"))
        if response is None:
            return answer
        # RFC 9309, 2.3.1.4: rules that cannot be had forbid everything.
        reason = f"its robots.txt cannot be had ({answer.reason}), so nobody knows what may be fetched"
        return Answer(url, response, reason)

    async def _get(self, url: str, headers: dict[str, str] | None, meta: dict[str, Any]) -> Answer:
        for tried in itertools.count(1):
            await self._pace.wait()
            answer, most = await self._try(Request(url, headers=headers, meta={**meta, **_ANY_STATUS}))
            if not most:
                self._in_vain = 0
                return answer
            if tried >= most:
                break
            await asyncio.sleep(self._pause(answer, tried))
        if tried > 1:
            answer = replace(answer, reason=f"{answer.reason}, {tried} times")
        await self._stop_if_down(answer)
        return answer

    async def _try(self, request: Request) -> tuple[Answer, int]:
        """What comes of one request, and how many make sense while it is this; 0 when it is settled."""
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
        except (StopDownload, DownloadCancelledError, IgnoreRequest, BadGzipFile, zlib.error) as refusal:
            return _unread(request, refusal), 0
        except (OSError, asyncio.CancelledError):  # a full disk, an interrupt: not the server's doing
            raise
        except Exception as error:  # Twisted, TLS and HTTP faults have no common root
            fault = fault_of(error)
            return Answer(request.url, reason=fault.reason), fault.tries
        finally:
            self._pace.begin()
        return _answered(request, response), TRIES if response.status in _BUSY else 0

    def _pause(self, answer: Answer, tried: int) -> float:
        """The seconds until the next try: what the server asks for. CrawlStopped when that is too long to sit out."""
        response = answer.response
        usual = min(self._plan.backoff_seconds * 2.0 ** (tried - 1), MAX_WAIT_SECONDS)
        if response is None or response.status not in _WITH_WAIT:
            return usual
        self._pace.slow_down(self._plan.backoff_seconds / 4)
        seconds = asked_wait((response.headers.get("Retry-After") or b"").decode("latin-1"))
        if seconds is not None and seconds > MAX_WAIT_SECONDS:
            raise CrawlStopped(
                f"the server asks to be left alone for {seconds:,.0f} s; run the command again then"
            )
        return usual if seconds is None else seconds

    async def _stop_if_down(self, answer: Answer) -> None:
        """CrawlStopped when too many addresses in a row came to nothing, and robots.txt does not come either."""
        self._in_vain += 1
        if self._in_vain < MAX_IN_VAIN:
            return
        parts = urlsplit(answer.url)
        await self._pace.wait()
        _, is_down = await self._try(Request(f"{parts.scheme}://{parts.netloc}/robots.txt", meta=_ANY_STATUS))
        if is_down:
            raise CrawlStopped(
                f"the server is down or too busy ({answer.reason}); run the command again to go on"
            )
        self._in_vain = 0


def _answered(request: Request, response: Response) -> Answer:
    meta = response.request.meta if response.request else request.meta
    reason = f"the server answered {response.status}" if response.status in _BUSY else ""
    return Answer(request.url, response, reason, date=meta.get("date", ""), digest=meta.get("digest", ""))


def _unread(request: Request, refusal: Exception) -> Answer:
    """What to say of a response that was not taken, and that would not be the next time either."""
    date = request.meta.get("date", "")
    if isinstance(refusal, StopDownload):
        return Answer(request.url, reason=str(refusal), is_unread=True, date=date)
    if isinstance(refusal, (BadGzipFile, zlib.error)):
        return Answer(request.url, reason=_BADLY_PACKED, date=date)
    if isinstance(refusal, IgnoreRequest) and "DOWNLOAD_MAXSIZE" not in str(refusal):
        return Answer(request.url, reason=str(refusal), date=date)
    return Answer(request.url, reason=TOO_LARGE, date=date)
