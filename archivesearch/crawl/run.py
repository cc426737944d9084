"""Crawls a blog in a process of its own, and tells how far it has come."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from archivesearch.addresses import strip_archive_prefix
from archivesearch.crawl.plan import CrawlPlan, CrawlReport
from archivesearch.crawl.private import private_host
from archivesearch.crawl.scope import Scope
from archivesearch.errors import ArchiveSearchError, LockedError, Problem, SourceError, UnreachableError
from archivesearch.report import Progress, Step

END_SECONDS = 10.0  # for the crawling process to end once it was told to

_CHILD = "import sys; sys.path.append(sys.argv.pop(1)); from archivesearch.crawl.child import main; main()"


def crawl_blog(plan: CrawlPlan, progress: Progress | None = None) -> CrawlReport:
    """Fetches what is new on a blog into WARC files in the plan's folder.

    A run that was interrupted, even by kill -9, is gone on with. `progress` hears the number of addresses done
    and the problems met. SourceError when the blog cannot be reached at all, LockedError when another process
    is crawling into the same folder; what is wrong with single pages is in the report.
    """
    if find_spec("scrapy") is None or find_spec("warcio") is None:
        raise ArchiveSearchError(
            "fetching from the web needs Scrapy; install it with: pip install 'archivesearch[crawl]'"
        )
    archived = strip_archive_prefix(plan.url)
    if archived != plan.url and not plan.wayback_server and not plan.is_single:
        raise SourceError(
            f"{plan.url} is a page inside a web archive; for the blog there: archivesearch crawl {archived} --wayback"
        )
    tell = progress or _say_nothing
    if "://" in plan.url or plan.wayback_server:
        return _crawled(plan, tell)
    try:
        return _crawled(plan, tell)
    except UnreachableError as error:  # many an old blog has never learnt https
        tell(Step("crawl", 0, note=f"{error.args[0].partition(';')[0]}; trying http"))
        return _crawled(replace(plan, url=f"http://{plan.url.strip()}"), tell)


def _crawled(plan: CrawlPlan, progress: Progress) -> CrawlReport:
    home = plan.wayback_server or Scope.of(plan.url).home
    private = None if plan.is_private_allowed else private_host(home)
    if private:
        raise SourceError(
            f"{home} is on the private address {private}; add --allow-private if that is what you mean"
        )
    root = str(Path(__file__).parents[2])
    # -P: a file of the working folder named like a library must not be imported in its place.
    with subprocess.Popen(
        [sys.executable, "-P", "-c", _CHILD, root], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(plan.to_json() + "\n")
            child.stdin.flush()
            report = None
            for line in child.stdout:
                report = _heard(json.loads(line), progress) or report
            child.wait()
        except BaseException:
            _end(child)
            raise
    if report is None:
        raise ArchiveSearchError(
            f"the crawl of {plan.url} ended early (exit code {child.returncode});"
            " what it fetched is kept, and running the command again goes on from there"
        )
    return report


def _say_nothing(step: Step) -> None:
    """For those who do not want to hear of it."""


def _heard(message: dict[str, Any], progress: Progress) -> CrawlReport | None:
    if "error" in message:
        raise SourceError(message["error"])
    if "locked" in message:
        raise LockedError(message["locked"])
    if "report" in message:
        record = message["report"]
        return CrawlReport(**{**record, "problems": tuple(Problem(**each) for each in record["problems"])})
    if "unreachable" in message:
        raise UnreachableError(message["unreachable"])
    step = message["step"]
    problem = step.pop("problem", None)
    progress(Step(**step, problem=Problem(**problem) if problem else None))
    return None


def _end(child: subprocess.Popen[str]) -> None:
    """Ends the crawl: asks first, so that the answer under way is written whole."""
    child.terminate()
    try:
        child.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
