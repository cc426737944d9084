"""`archivesearch crawl URL`: a blog from the live web, into an index."""

from __future__ import annotations

import os
from pathlib import Path

import click

from archivesearch.archive import open_archive
from archivesearch.cli.console import tell
from archivesearch.cli.exit_codes import ERROR, HITS, NO_HITS
from archivesearch.cli.numbers import count
from archivesearch.cli.options import Seconds, index_option
from archivesearch.cli.progress import shown_progress, summary
from archivesearch.crawl.cdx import WAYBACK_SERVER
from archivesearch.crawl.plan import DELAY_SECONDS, MAX_PAGES, USER_AGENT, CrawlPlan, CrawlReport
from archivesearch.crawl.run import crawl_blog
from archivesearch.crawl.scope import Scope
from archivesearch.errors import SourceError
from archivesearch.report import Report

CRAWLS = "crawls"  # beside posts.db: a folder of WARC files for each blog


@click.command("crawl")
@click.argument("url", metavar="URL")
@index_option
@click.option(
    "--delay",
    "delay_seconds",
    metavar="SECONDS",
    type=Seconds(),
    default=DELAY_SECONDS,
    show_default=True,
    help="How long to wait between two requests; longer where robots.txt asks for it.",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    default=MAX_PAGES,
    show_default=True,
    help="Ask for at most N pages in this run; the next one goes on from there.",
)
@click.option(
    "--wayback",
    "has_wayback",
    is_flag=True,
    help="Fetch what a web archive holds of the blog instead: of every page its newest capture.",
)
@click.option(
    "--wayback-server",
    metavar="URL",
    default=WAYBACK_SERVER,
    show_default=True,
    help="Which web archive: the Wayback Machine, or the collection of a pywb server.",
)
@click.option("--all-captures", is_flag=True, help="With --wayback: every form that a page ever had.")
@click.option("--user-agent", metavar="NAME", default=USER_AGENT, help="What to call oneself.")
@click.option(
    "--allow-private", is_flag=True, help="Crawl addresses of this machine and of private networks."
)
@click.option(
    "--no-check-certificate",
    "is_any_certificate_taken",
    is_flag=True,
    help="Take the server for the right one whatever its certificate says.",
)
@click.option(
    "--no-index", is_flag=True, help="Only fetch; `archivesearch index` reads the WARC files later."
)
@click.option(
    "--warc",
    "warc_folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the WARC files; by default one for each blog in the index's folder.",
)
@click.option("--quiet", is_flag=True, help="Print no progress and no summary, only problems.")
def command(
    url: str,
    directory: Path,
    delay_seconds: float,
    limit: int,
    has_wayback: bool,
    wayback_server: str,
    all_captures: bool,
    user_agent: str,
    allow_private: bool,
    is_any_certificate_taken: bool,
    no_index: bool,
    warc_folder: Path | None,
    quiet: bool,
) -> int:
    """Fetch a blog, or what is new on it, and index its posts.

    Stays on the blog (the pages below URL), obeys robots.txt, asks for one page at a time. What comes is
    written to WARC files first. Run again, it fetches what is new or changed; interrupted, it goes on.
    With --wayback a blog that is gone comes out of a web archive.

    Exit code: 0 there are posts, 1 there is none, 2 something could not be fetched or read (the rest is
    indexed), 75 another archivesearch is crawling this blog or writing the index.
    """
    folder = warc_folder or directory / CRAWLS / Scope.of(url).folder_name
    plan = CrawlPlan(
        url,
        os.path.abspath(folder),  # noqa: PTH100 (resolve() would follow links)
        delay_seconds=delay_seconds,
        limit=limit,
        user_agent=user_agent,
        is_private_allowed=allow_private,
        is_any_certificate_taken=is_any_certificate_taken,
        wayback_server=wayback_server if has_wayback else "",
        has_all_captures=all_captures,
    )
    failure = None
    crawled = CrawlReport()
    try:
        with shown_progress(quiet) as show:
            crawled = crawl_blog(plan, show)
    except SourceError as error:
        if no_index or not any(folder.glob("*.warc.gz")):
            raise
        failure = error
        tell(f"{error}; what came earlier is indexed now")
    if not quiet and not failure:
        tell(f"{folder}: {crawl_summary(crawled)}")
    if no_index:
        return ERROR if crawled.problems else HITS
    with open_archive(directory, create=True) as archive, shown_progress(quiet) as show:
        report = archive.index([folder], progress=show)
    if not quiet:
        tell(f"{directory}: {_posts(report)}; {summary(report)}")
    if failure or crawled.problems or report.problems:
        return ERROR
    return HITS if report.posts else NO_HITS


def crawl_summary(report: CrawlReport) -> str:
    """What a crawl did, in one sentence; nothing that was met is left out."""
    parts = [f"{count(report.fetched, 'page')} fetched", f"{report.unchanged:,} unchanged"]
    parts += [
        f"{number:,} {words}"
        for number, words in (
            (report.known, "fetched before"),
            (report.missing, "not there any more"),
            (report.forbidden, "forbidden by robots.txt"),
        )
        if number
    ]
    parts.append(f"{report.failed:,} failed")
    if report.skipped:
        kinds = ", ".join(f"{number:,} {reason}" for reason, number in report.skipped.items())
        parts.append(f"left out: {kinds}")
    if report.stopped and report.stopped not in {problem.reason for problem in report.problems}:
        parts.append(f"stopped: {report.stopped}")
    return "; ".join(parts)


def _posts(report: Report) -> str:
    return f"{count(report.posts, 'post')} ({report.posts_new:,} new, {report.posts_changed:,} changed)"
