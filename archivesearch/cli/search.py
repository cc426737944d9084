"""`archivesearch search QUERY...`: ranked hits with snippets."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from archivesearch.archive import open_archive
from archivesearch.cli.console import has_colour, is_terminal, tell
from archivesearch.cli.exit_codes import HITS, NO_HITS
from archivesearch.cli.hits import HitForm, print_facets, print_hits
from archivesearch.cli.last_hits import remember
from archivesearch.cli.numbers import count
from archivesearch.cli.options import (
    colour_option,
    hit_options,
    index_option,
    pager_option,
    ready_to_paste,
)
from archivesearch.cli.query_words import QueryCommand, tell_notes
from archivesearch.index.engine import FACETS
from archivesearch.model import Ranking
from archivesearch.search.suggestion import FEW


@click.command("search", cls=QueryCommand)
@index_option
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="How many hits to show.",
)
@click.option("--offset", metavar="N", type=click.IntRange(min=0), default=0, help="How many hits to skip.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    show_default=True,
    help="The order of the hits.",
)
@click.option("--all", "join", flag_value="all", help="Only posts with all the words.")
@click.option("--any", "join", flag_value="any", help="Posts with any of the words, however many.")
@click.option(
    "--facet",
    "facets",
    multiple=True,
    type=click.Choice(FACETS),
    help="Count all hits by this, instead of showing them; may be given more than once.",
)
@click.option(
    "--explain",
    "is_explained",
    is_flag=True,
    help="Show what is searched, and what the score of each hit is made of.",
)
@click.option(
    "--topic",
    metavar="ID",
    default="1",
    show_default=True,
    help="What --trec names this query by; one that judgements know.",
)
@hit_options
@colour_option
@pager_option
def command(
    query: str,
    directory: Path,
    limit: int,
    offset: int,
    sort: Literal["relevance", "newest", "oldest"],
    join: Literal["all", "any"] | None,
    facets: tuple[str, ...],
    is_explained: bool,
    topic: str,
    form: HitForm | None,
    colour: str,
    pager: bool,
) -> int:
    """Find posts. `archivesearch help query` says all that a query can say.

    On a terminal the hits come with wrapped snippets; in a pipe as one line a hit, its fields parted by tabs:
    number, id, published, authors, title, permalink, snippet.

    Exit code: 0 there were hits, 1 there was none, 2 an error.
    """
    _check(form, sort, facets, is_explained)
    if is_explained:
        from archivesearch.cli.explain_search import explain_search  # lazy: few searches are explained

        return explain_search(directory, query, limit, offset, join or "best", form, pager)
    with open_archive(directory) as archive:
        ranking = archive.search(query, limit=limit, offset=offset, sort=sort, join=join or "best")
        tell_notes(ranking.notes)
        about = {"query": query}
        if facets:
            counts = {name: ranking.facets(name) for name in facets}
            print_facets(counts, ranking, about, form, pager)
        else:
            is_coloured = has_colour(sys.stdout, colour)
            print_hits(ranking, about, offset, form, is_coloured=is_coloured, is_paged=pager, topic=topic)
        is_remembered = remember(directory, [hit.post.id for hit in ranking], offset)
        if not ranking.total and not archive.ids_starting_with("", limit=1):
            tell(f"{directory}: there is no post in it yet; archivesearch index SOURCE puts posts in")
        elif not ranking.total:
            tell(f"{directory}: no post found{ready_to_paste(ranking)}")
        elif not len(ranking):
            tell(f"there are only {count(ranking.total, 'hit')}; none is left after {offset:,}")
        elif ranking.total < FEW and not offset and ranking.suggestion:
            tell(f"{count(ranking.total, 'hit')}{ready_to_paste(ranking)}")
        elif is_terminal(sys.stdout) and form is None:
            tell(count(ranking.total, "hit") if facets else _shown(ranking, offset, is_remembered))
    return HITS if ranking.total else NO_HITS


def _check(form: HitForm | None, sort: str, facets: tuple[str, ...], is_explained: bool) -> None:
    """click.UsageError for options that contradict each other."""
    if is_explained and (facets or sort != "relevance" or form in ("csv", "trec")):
        raise click.UsageError("--explain is for rankings by score, as text, --json or --jsonl")
    if form == "trec" and facets:
        raise click.UsageError("--trec prints a ranking; --facet has --json, --jsonl and --csv")
    if form == "trec" and sort != "relevance":
        raise click.UsageError("--trec is for rankings by score; leave --sort out")


def _shown(ranking: Ranking, offset: int, is_remembered: bool) -> str:
    """How much of the ranking was shown, and how to see more."""
    reached = offset + len(ranking)
    more = f"; --offset {reached} shows more" if reached < ranking.total else ""
    which = "N" if is_remembered else "ID"  # where nothing can be written, no number means a hit later on
    return (
        f"{len(ranking)} of {count(ranking.total, 'hit')}{more}; 'archivesearch show {which}' shows one whole"
    )
