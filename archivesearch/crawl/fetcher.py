"""One request after the other: paced, retried, within robots.txt, and written to WARC before it is handed on."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, StopDownload
from scrapy.http import Response

from archivesearch.crawl.plan import CrawlPlan

TRIES = 4
MAX_WAIT_SECONDS = 300.0  # a server that asks for more is left alone until the next run
MAX_SILENT = 3  # addresses in a row that got no answer at all: the server is down

_BUSY = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))
_WITH_WAIT = frozenset((429, 503))


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
    """The only one who asks the server."""

    def __init__(self, plan: CrawlPlan, crawler: Crawler, obeys_robots: bool) -> None:
        self._plan = plan
        self._crawler = crawler
        self._obeys_robots = obeys_robots
        self._rules: dict[str, Protego] = {}
        self._delay = plan.delay_seconds
        self._last = 0.0
        self._silent = 0

    async def get(self, url: str, headers: dict[str, str] | None = None, **meta: Any) -> Answer:
        """The answer of the server, after as many tries as it takes. CrawlStopped when it is down or asks for it."""
        if self._obeys_robots:
            rules = await self.rules_for(url)
            if not rules.can_fetch(url, self._plan.user_agent):
                return Answer(url, reason="robots.txt does not allow it", is_forbidden=True)
        return await self._get(url, headers, meta)

    async def rules_for(self, url: str) -> Protego:
        """What the host's robots.txt says."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = await self._fetched_rules(f"{origin}/robots.txt")
            asked = self._rules[origin].crawl_delay(self._plan.user_agent)
            self._delay = max(self._delay, asked or 0.0)
        return self._rules[origin]

    async def _fetched_rules(self, url: str) -> Protego:
        answer = None
        for _ in range(6):  # redirects, which RFC 9309 wants followed, to wherever on the same host
            answer = await self._get(url, None, {})
            response = answer.response
            if response is None or response.status not in (301, 302, 303, 307, 308):
                break
            target = response.urljoin((response.headers.get("Location") or b"").decode("latin-1"))
            if urlsplit(target).hostname != urlsplit(url).hostname:
                return Protego.parse("")
            url = target
        assert answer is not None
        if answer.response is None or answer.response.status >= 500:
            # RFC 9309, 2.3.1.4: rules that cannot be had forbid everything.
            raise CrawlStopped(
                f"{url} cannot be had ({answer.reason or (answer.response and answer.response.status)}), so nobody"
                " knows what may be fetched; run the command again later"
            )
        is_there = answer.response.status == 200
        return Protego.parse(
            answer.response.body[: 512 * 1024].decode("utf-8", "replace") if is_there else ""
        )

    async def _get(self, url: str, headers: dict[str, str] | None, meta: dict[str, Any]) -> Answer:
        reason = ""
        for tried in range(1, TRIES + 1):
            await self._pace()
            wait = min(self._plan.backoff_seconds * 2 ** (tried - 1), MAX_WAIT_SECONDS)
            request = Request(url, headers=headers, meta={**meta, "handle_httpstatus_all": True})
            try:
                response = await self._download(request)
            except StopDownload as stopped:
                self._silent = 0
                return Answer(url, reason=str(stopped), is_unread=True, date=request.meta.get("date", ""))
            except DownloadCancelledError:  # asking again would bring the same
                self._silent = 0
                return Answer(url, reason="larger than 32 MiB, too large for a blog page; it was left out")
            except IgnoreRequest as refused:
                return Answer(url, reason=str(refused))
            except (OSError, asyncio.CancelledError):  # a full disk, an interrupt: not the server's doing
                raise
            except Exception as error:  # Twisted, TLS and HTTP faults have no common root
                reason = _network_reason(error)
            else:
                self._silent = 0
                if response.status not in _BUSY:
                    return self._answered(url, request, response)
                reason = f"the server answered {response.status}"
                if response.status in _WITH_WAIT:
                    wait = _asked_wait(response, wait)
                if tried == TRIES:
                    return self._answered(url, request, response, reason=f"{reason}, {TRIES} times")
            if tried < TRIES:
                await asyncio.sleep(wait)
        self._silent += 1
        if self._silent >= MAX_SILENT:
            raise CrawlStopped(
                f"the server does not answer any more ({reason}); run the command again to go on"
            )
        return Answer(url, reason=f"{reason}, {TRIES} times")

    async def _download(self, request: Request) -> Response:
        assert self._crawler.engine is not None
        try:
            return await self._crawler.engine.download_async(request)
        finally:
            self._last = time.monotonic()

    async def _pace(self) -> None:
        rest = self._last + self._delay - time.monotonic()
        if self._last and rest > 0:
            await asyncio.sleep(rest)

    @staticmethod
    def _answered(url: str, request: Request, response: Response, reason: str = "") -> Answer:
        meta = response.request.meta if response.request else request.meta
        return Answer(url, response, reason, date=meta.get("date", ""), digest=meta.get("digest", ""))


def _asked_wait(response: Response, usual: float) -> float:
    """How long the server wants to be left alone, in seconds. CrawlStopped when that is too long to sit out."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if not text:
        return usual
    try:
        seconds = float(text) if text.isdigit() else _until(text)
    except (ValueError, TypeError):
        return usual
    if seconds > MAX_WAIT_SECONDS:
        raise CrawlStopped(
            f"the server asks to be left alone for {seconds:,.0f} s; run the command again then"
        )
    return max(seconds, 0.0)


def _until(text: str) -> float:
    instant = parsedate_to_datetime(text)
    return (instant.replace(tzinfo=instant.tzinfo or UTC) - datetime.now(UTC)).total_seconds()


def _network_reason(error: Exception) -> str:
    name = type(error).__name__
    told = {
        "DownloadTimeoutError": "no whole answer in time",
        "TimeoutError": "no whole answer in time",
        "CannotResolveHostError": "its host cannot be found",
        "DownloadConnectionRefusedError": "the server refuses the connection",
        "ResponseDataLossError": "the answer broke off",
    }
    return told.get(name, f"{name}: {error}".rstrip(": ") or name)
