"""`archivesearch verify`: whether an index is whole."""

from __future__ import annotations

from pathlib import Path

import click

from archivesearch.archive import open_archive
from archivesearch.cli.console import one_line, print_line, tell, use_locale
from archivesearch.cli.exit_codes import ERROR, HITS, NO_HITS
from archivesearch.cli.numbers import count
from archivesearch.cli.options import index_option


@click.command("verify")
@index_option
@click.option("--quiet", is_flag=True, help="Print problems only.")
def command(directory: Path, quiet: bool) -> int:
    """Check that an index is whole: the stored posts, the files of the search index, and that they agree.

    Each problem is a line that says how to mend it. Nothing is changed.

    Exit code: 0 all is well, 1 it holds no posts, 2 something is wrong.
    """
    with open_archive(directory) as archive:
        problems = archive.verify()
        posts = 0 if problems else archive.stats().posts
    use_locale()
    for problem in problems:
        print_line(one_line(problem))
    if problems:
        return ERROR
    if not quiet:
        tell(f"{directory}: {count(posts, 'post')}, all is well")
    return HITS if posts else NO_HITS
