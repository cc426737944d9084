"""`archivesearch index SOURCE...`: pages and post records into an index."""

from __future__ import annotations

from pathlib import Path

import click

from archivesearch.archive import WAIT_SECONDS, open_archive
from archivesearch.cli.console import tell
from archivesearch.cli.exit_codes import ERROR, HITS, NO_HITS
from archivesearch.cli.numbers import count
from archivesearch.cli.options import Seconds, engine_option, index_option, reading_options
from archivesearch.cli.progress import shown_progress, summary
from archivesearch.report import Report


@click.command("index")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@index_option
@reading_options
@engine_option("The engine to make a new index with; an index remembers its own.")
@click.option(
    "--prune",
    is_flag=True,
    help="Forget pages that a SOURCE has no more, and the posts that only they showed.",
)
@click.option(
    "--wait",
    "wait_seconds",
    metavar="SECONDS",
    type=Seconds(),
    default=WAIT_SECONDS,
    show_default=True,
    help="How long to wait for another archivesearch that is writing the index.",
)
def command(
    sources: tuple[str, ...],
    directory: Path,
    base_url: str | None,
    allow_private: bool,
    jobs: int | None,
    quiet: bool,
    engine: str | None,
    prune: bool,
    wait_seconds: float,
) -> int:
    """Read saved pages into an index; of pages seen before, only those that have changed.

    SOURCE is a folder of saved pages (HTML, MHTML, .webarchive, plain text, Markdown; at any depth), a single page, a web
    archive (WARC, ARC, WACZ), a feed, an export of a blog, a zip or tar file of any of these, the address of a page
    or feed, or a .jsonl file of posts as `archivesearch scrape` prints them. For a whole blog there is `crawl`.

    Exit code: 0 there are posts, 1 there is none, 2 something could not be read (the rest is indexed),
    75 another archivesearch is writing.
    """
    with (
        open_archive(directory, create=True, engine=engine, wait_seconds=wait_seconds) as archive,
        shown_progress(quiet) as show,
    ):
        report = archive.index(
            sources, base_url=base_url, jobs=jobs, progress=show, prune=prune, allow_private=allow_private
        )
    if not quiet:
        tell(f"{directory}: {_posts(report)}; {summary(report)}")
    if report.problems:
        return ERROR
    return HITS if report.posts else NO_HITS


def _posts(report: Report) -> str:
    parts = [
        f"{number:,} {word}"
        for number, word in (
            (report.posts_new, "new"),
            (report.posts_changed, "changed"),
            (report.posts_unchanged, "unchanged"),
            (report.posts_removed, "removed"),
        )
        if number
    ]
    return f"{count(report.posts, 'post')}" + (f" ({', '.join(parts)})" if parts else "")
