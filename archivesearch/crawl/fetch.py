"""A source that is an address: its page or feed, fetched into a folder that is read like any other source."""

from __future__ import annotations

import os
from pathlib import Path

from archivesearch.crawl.plan import CrawlPlan
from archivesearch.crawl.run import crawl_blog
from archivesearch.crawl.scope import Scope
from archivesearch.errors import SourceError
from archivesearch.report import Progress


def is_address(source: object) -> bool:
    """Whether a source is an address of the web rather than a path."""
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))


def fetch_address(url: str, folder: Path, is_private_allowed: bool, progress: Progress | None = None) -> Path:
    """Fetches one address into the folder of its host; gives this folder. Asked again, only what has changed comes.

    SourceError when it cannot be had.
    """
    place = folder / Scope.of(url).host_folder_name
    plan = CrawlPlan(
        url,
        os.path.abspath(place),  # noqa: PTH100 (resolve() would follow links)
        is_single=True,
        is_private_allowed=is_private_allowed,
    )
    report = crawl_blog(plan, progress)
    if report.stopped:
        raise SourceError(f"{url}: {report.stopped}")
    return place
