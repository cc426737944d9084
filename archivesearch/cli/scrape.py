"""`archivesearch scrape SOURCE...`: posts as JSON Lines."""

from __future__ import annotations

import click

from archivesearch.archive import scrape
from archivesearch.cli.console import print_line, tell, use_utf8
from archivesearch.cli.exit_codes import ERROR, HITS, NO_HITS
from archivesearch.cli.numbers import count
from archivesearch.cli.options import colour_option, reading_options
from archivesearch.cli.progress import shown_progress, summary
from archivesearch.records import post_to_line


@click.command("scrape")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@reading_options
@click.option(
    "--explain",
    "is_explained",
    is_flag=True,
    help="Print how a page was read instead: its platform, where its posts were cut, for each field the "
    "candidates and the choice.",
)
@click.option("--json", "is_json", is_flag=True, help="With --explain: print the same as JSON.")
@colour_option
def command(
    sources: tuple[str, ...],
    base_url: str | None,
    allow_private: bool,
    jobs: int | None,
    quiet: bool,
    is_explained: bool,
    is_json: bool,
    colour: str,
) -> int:
    """Print the posts of saved pages, one JSON object a line, merged per blog.

    SOURCE is a folder of saved pages (HTML, MHTML, .webarchive, plain text, Markdown; at any depth), a single page, a web
    archive (WARC, ARC, WACZ), a feed, an export of a blog, a zip or tar file of any of these, or the address of a
    page or feed.

    With --explain SOURCE is a single page, and what is printed says why its posts came out as they did.
    "*" marks what was chosen, "-" what could have been, "x" what could not, the most trusted first; "=" names
    the rules that agree.

    Exit code: 0 posts came, 1 there was none, 2 something could not be read (the rest came).
    """
    use_utf8()
    if is_explained:
        from archivesearch.cli.explain import explain  # a lazy import: reading posts does without it

        return explain(sources, base_url, is_json, colour)
    if is_json:
        raise click.UsageError("--json goes with --explain; posts are printed as JSON Lines anyway")
    with shown_progress(quiet) as show:
        posts = scrape(sources, base_url=base_url, jobs=jobs, progress=show, allow_private=allow_private)
        for post in posts:
            print_line(post_to_line(post))
    report = posts.report
    if not quiet:
        tell(f"{count(report.posts, 'post')}; {summary(report)}")
    if report.problems:
        return ERROR
    return HITS if report.posts else NO_HITS
