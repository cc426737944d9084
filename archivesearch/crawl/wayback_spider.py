"""Walks what a web archive holds of a blog: asks its CDX server, fetches the captures one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scrapy.http import Response

from archivesearch.crawl.cdx import Capture, captures_of, cdx_address, chosen, warc_date_of
from archivesearch.crawl.fetcher import REDIRECTS, Answer, Fetcher
from archivesearch.crawl.frontier import MAX_HOPS
from archivesearch.crawl.scope import Scope
from archivesearch.crawl.visits import Outcome, Visit
from archivesearch.crawl.walk import Walk
from archivesearch.crawl.warc_file import Original
from archivesearch.errors import ExtractError, SourceError


class WaybackSpider(Walk):
    """One run over the captures of one blog; a capture that came once is never asked for again."""

    name = "wayback"
    # An archive's robots.txt speaks to search engines about its replay; the CDX server is for programs.
    obeys_robots = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._server = self.plan.wayback_server.rstrip("/")

    async def walk(self, fetcher: Fetcher) -> None:
        """The list of captures, then one after the other."""
        asked = 0
        captures = await self._captures(fetcher)
        for number, capture in enumerate(captures, 1):
            before = self.visits.latest(capture.address(self._server))
            if before and before.outcome != "failed":
                self.report.known += 1
            elif asked >= self.plan.limit:
                self.stop_at_limit()
                return
            else:
                asked += 1
                await self._fetch(fetcher, capture)
            self.telling.step(len(captures) - number)
        self.end_run()

    async def _captures(self, fetcher: Fetcher) -> list[Capture]:
        scope = Scope.of(self.plan.url)
        found: list[Capture] = []
        key = ""
        while True:
            url = cdx_address(self._server, scope, key)
            answer = await fetcher.get(url, is_not_kept=True)
            if answer.response is None or answer.reason or answer.response.status != 200:
                status = answer.response.status if answer.response else ""
                raise SourceError(f"{url}: the list of captures cannot be had ({answer.reason or status})")
            try:
                captures, key = captures_of(answer.response.body)
            except ExtractError as error:
                raise SourceError(f"{url}: {error}") from error
            found += captures
            if not key:
                break
        wanted = chosen(found, scope, datetime.now(UTC).date(), self.plan.has_all_captures)
        if not wanted:
            raise SourceError(
                f"{self._server} has no captures of {scope.host}{scope.base}; check the address"
            )
        if len(wanted) < len(found):
            self.report.skipped = {"captures that are older, repeated or no pages": len(found) - len(wanted)}
        return wanted

    async def _fetch(self, fetcher: Fetcher, capture: Capture) -> None:
        url = place = capture.address(self._server)
        answer = Answer(url)
        for _ in range(MAX_HOPS):
            answer = await fetcher.get(place, capture=(capture.url, capture.warc_date))
            target = _capture_elsewhere(answer.response, self._server, capture.url)
            if target is None:
                break
            capture = replace(capture, timestamp=target, repeats=())
            place = capture.address(self._server)
        response = answer.response
        outcome: Outcome = "failed"
        if response is not None and not answer.reason and response.status == 200:
            outcome = "page"
            self.report.fetched += 1
            self._note_repeats(capture, answer)
        elif answer.is_unread:
            outcome = "other"
        elif response is not None and response.status in (404, 410):
            outcome = "missing"
            self.report.missing += 1
        else:
            self.report.failed += 1
            told = f"the archive answered {response.status}" if response is not None else ""
            self.telling.problem(place, answer.reason or told)
        self.visits.add(Visit(url, self.visits.run, outcome, "page", answer.date))

    def _note_repeats(self, capture: Capture, answer: Answer) -> None:
        """Writes down the other days on which the page looked the same, as the list of captures tells them."""
        original = Original(capture.url, capture.warc_date, answer.digest)
        for timestamp in capture.repeats:
            self.warc.write_repeat(capture.url, warc_date_of(timestamp), original)


def _capture_elsewhere(response: Response | None, server: str, url: str) -> str | None:
    """The time of the capture that the archive has instead, where it says so by a redirect to it."""
    if response is None or response.status not in REDIRECTS:
        return None
    target = response.urljoin((response.headers.get("Location") or b"").decode("latin-1"))
    stamp, _, rest = target.removeprefix(f"{server}/").partition("/")
    timestamp = stamp[:14]
    is_same_page = rest.partition("://")[2] == url.partition("://")[2]
    return timestamp if is_same_page and len(timestamp) == 14 and timestamp.isdigit() else None
