"""`archivesearch scrape SOURCE...`: posts as JSON Lines."""

from __future__ import annotations

import click

from archivesearch.archive import scrape
from archivesearch.cli.console import print_line, tell, use_utf8
from archivesearch.cli.exit_codes import ERROR, HITS, NO_HITS
from archivesearch.cli.options import reading_options
from archivesearch.cli.progress import count, shown_progress, summary
from archivesearch.records import post_to_line


@click.command("scrape")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@reading_options
def command(sources: tuple[str, ...], base_url: str | None, jobs: int | None, quiet: bool) -> int:
    """Print the posts of saved pages, one JSON object a line, merged per blog.

    SOURCE is a folder of saved pages (HTML, plain text, Markdown; at any depth) or a single page.

    Exit code: 0 posts came, 1 there was none, 2 something could not be read (the rest came).
    """
    use_utf8()
    with shown_progress(quiet) as show:
        posts = scrape(sources, base_url=base_url, jobs=jobs, progress=show)
        for post in posts:
            print_line(post_to_line(post))
    report = posts.report
    if not quiet:
        tell(f"{count(report.posts, 'post')}; {summary(report)}")
    if report.problems:
        return ERROR
    return HITS if report.posts else NO_HITS
