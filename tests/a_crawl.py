"""A quick crawl of a server on this machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archivesearch.crawl.plan import CrawlPlan, CrawlReport
from archivesearch.crawl.run import crawl_blog
from archivesearch.report import Step


def plan_for(url: str, folder: Path) -> CrawlPlan:
    """A plan without politeness: no delay, short waits."""
    return CrawlPlan(
        url,
        str(folder),
        delay_seconds=0,
        is_private_allowed=True,
        timeout_seconds=5,
        backoff_seconds=0.02,
    )


def crawl(url: str, folder: Path, heard: list[Step] | None = None, **changes: object) -> CrawlReport:
    """The report of a crawl by such a plan with some changes; `heard` takes its steps."""
    plan = replace(plan_for(url, folder), **changes)  # type: ignore[arg-type]
    return crawl_blog(plan, heard.append if heard is not None else None)
