"""`archivesearch rebuild`: the search index anew from the stored posts."""

from __future__ import annotations

from pathlib import Path

import click

from archivesearch.archive import open_archive
from archivesearch.cli.console import tell
from archivesearch.cli.exit_codes import HITS, NO_HITS
from archivesearch.cli.numbers import count
from archivesearch.cli.options import engine_option, index_option
from archivesearch.cli.progress import shown_progress


@click.command("rebuild")
@index_option
@engine_option("The engine to make it with; by default the one it has.")
@click.option("--quiet", is_flag=True, help="Print no progress and no summary.")
def command(directory: Path, engine: str | None, quiet: bool) -> int:
    """Make the search index anew from the stored posts; no page is read again.

    The old index serves until the new one is whole.

    Exit code: 0 it holds posts, 1 it holds none, 2 an error, 75 another archivesearch is writing.
    """
    with open_archive(directory) as archive, shown_progress(quiet) as show:
        posts = archive.rebuild(progress=show, engine=engine)
    if not quiet:
        tell(f"{directory}: search index rebuilt with {count(posts, 'post')}")
    return HITS if posts else NO_HITS
