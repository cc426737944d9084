"""What all spiders share: one walk after another request by request, its end told however it comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, ClassVar

from scrapy import Spider
from scrapy.http import Response

from archivesearch.crawl.fetcher import Answer, CrawlStopped, Fetcher
from archivesearch.crawl.frontier import Role
from archivesearch.crawl.plan import CrawlPlan
from archivesearch.crawl.telling import Telling
from archivesearch.crawl.visits import Visit, VisitedLink, Visits
from archivesearch.crawl.warc_file import Original, WarcFolder


class Walk(Spider):
    """One run; the subclass says in `walk` where to."""

    obeys_robots: ClassVar[bool] = True

    def __init__(
        self, plan: CrawlPlan, warc: WarcFolder, visits: Visits, telling: Telling, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.plan = plan
        self.warc = warc
        self.visits = visits
        self.telling = telling
        self.report = telling.report
        self.error: BaseException | None = None

    async def walk(self, fetcher: Fetcher) -> None:
        """The whole run; `end_run` at its end if it was complete."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        """The whole run. It yields nothing: one request at a time needs no scheduler."""
        self.report.stopped = "interrupted; run the command again to go on"
        try:
            await self.walk(Fetcher(self.plan, self.crawler, self.obeys_robots, self.telling.note))
        except CrawlStopped as stopped:
            self.report.stopped = str(stopped)
            self.telling.problem(self.plan.wayback_server or self.plan.url, str(stopped))
        except Exception as error:  # Scrapy would log it and call the run finished
            self.error = error
        for _ in ():
            yield None

    def end_run(self) -> None:
        """Takes the run for complete."""
        self.visits.end_run()
        self.report.stopped = None

    def stop_at_limit(self) -> None:
        """Takes note that the run ends before it is complete."""
        self.report.stopped = f"the limit of {self.plan.limit:,} pages; run the command again to go on"

    async def ask(self, fetcher: Fetcher, url: str, before: Visit | None) -> tuple[Answer, Original | None]:
        """What comes of an address, asked only for what has changed since an earlier visit; and what came then."""
        headers, original = {}, None
        if before and before.outcome == "page":
            date = before.payload_date or before.date
            original = Original(before.url, date, before.digest) if before.digest else None
            if before.etag:
                headers["If-None-Match"] = before.etag
            if before.modified:
                headers["If-Modified-Since"] = before.modified
        return await fetcher.get(url, headers, original=original), original

    def unchanged(self, before: Visit, answer: Answer) -> Visit:
        """The visit of an address that has not changed since an earlier one."""
        return replace(
            before,
            run=self.visits.run,
            date=answer.date,
            payload_date=before.payload_date or before.date,
            news=0,
        )

    def visit_of_page(
        self,
        url: str,
        role: Role,
        answer: Answer,
        response: Response,
        links: tuple[VisitedLink, ...],
        original: Original | None,
    ) -> Visit:
        """The visit of an address that came with a page, feed or sitemap."""
        is_same = original is not None and answer.digest == original.digest
        return Visit(
            url,
            self.visits.run,
            "page",
            role,
            answer.date,
            etag=header(response, "ETag"),
            modified=header(response, "Last-Modified"),
            digest=answer.digest or None,
            payload_date=original.date if is_same and original else None,
            links=links,
        )


def header(response: Response, name: str) -> str | None:
    """The value of a header, if there is one."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
