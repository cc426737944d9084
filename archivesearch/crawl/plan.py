"""What a crawl is asked to do and what it did: CrawlPlan and CrawlReport, plain values that fit into JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Self

from archivesearch.errors import Problem

DELAY_SECONDS = 1.0  # between two requests; what wget's and Heritrix's users take for polite
TIMEOUT_SECONDS = 60.0  # for one response, from the first byte sent to the last one received
BACKOFF_SECONDS = 2.0  # before the second try; doubles with each further one
MAX_PAGES = 100_000  # the end of any trap that nothing else stopped; one more run goes on from there
USER_AGENT = "archivesearch (reads one blog for its archive, one request at a time)"


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """Which blog, whereto and how gently."""

    url: str
    folder: str  # for WARC files and what is known of earlier runs
    delay_seconds: float = DELAY_SECONDS
    limit: int = MAX_PAGES  # pages asked for in this run
    user_agent: str = USER_AGENT
    is_private_allowed: bool = False
    is_any_certificate_taken: bool = False  # expired, self-signed, of another host
    timeout_seconds: float = TIMEOUT_SECONDS
    backoff_seconds: float = BACKOFF_SECONDS
    is_single: bool = False  # only this address, not what it leads to
    wayback_server: str = ""  # a web archive to fetch from instead of the blog; "" for the blog
    has_all_captures: bool = False  # of a web archive: every form of a page, not only the newest

    def to_json(self) -> str:
        """The plan as one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Self:
        """The plan of a line that `to_json` wrote."""
        return cls(**json.loads(line))


@dataclass(slots=True)
class CrawlReport:
    """What a crawl did; filled while it goes on."""

    fetched: int = 0  # pages, feeds and sitemaps that came new or changed
    unchanged: int = 0  # asked for, and the same as in an earlier run
    known: int = 0  # not asked for again: fetched in an earlier run, or before this one was interrupted
    missing: int = 0  # 404 and 410
    failed: int = 0
    forbidden: int = 0  # by robots.txt
    skipped: Mapping[str, int] = field(default_factory=dict)  # by reason: addresses never asked for
    problems: tuple[Problem, ...] = ()
    stopped: str | None = None  # why the crawl ended before it was complete, and how it goes on

    @property
    def done(self) -> int:
        """Addresses that nothing more is to be done about in this run."""
        return self.fetched + self.unchanged + self.known + self.missing + self.failed + self.forbidden
