"""`archivesearch similar ID|N`: the posts that are most like one post."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archivesearch.archive import open_archive
from archivesearch.cli.console import has_colour, one_line, tell
from archivesearch.cli.exit_codes import HITS, NO_HITS
from archivesearch.cli.hits import HitForm, print_hits
from archivesearch.cli.last_hits import remember
from archivesearch.cli.options import colour_option, hit_options, index_option, pager_option
from archivesearch.cli.which import find_post


@click.command("similar")
@click.argument("which", metavar="ID|N")
@index_option
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="How many posts to show.",
)
@hit_options
@colour_option
@pager_option
def command(which: str, directory: Path, limit: int, form: HitForm | None, colour: str, pager: bool) -> int:
    """Find the posts that share most with one: named by its id, or its number in the last search.

    They come as the hits of a search do, and can be shown by their number in turn.

    Exit code: 0 there were some, 1 there was none, or no such post, 2 an error.
    """
    with open_archive(directory) as archive:
        post = find_post(archive, which)
        if post is None:
            return NO_HITS
        ranking = archive.similar(post.id, limit=limit)
        is_coloured = has_colour(sys.stdout, colour)
        about = {"similar_to": post.id}
        print_hits(ranking, about, 0, form, is_coloured=is_coloured, is_paged=pager, topic=post.id)
    if not ranking.hits:
        tell(f"no other post shares words with {one_line(post.title or post.id)!r}")
        return NO_HITS
    remember(directory, [hit.post.id for hit in ranking], 0)
    return HITS
