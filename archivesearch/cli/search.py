"""`archivesearch search QUERY...`: ranked hits with snippets."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Literal

import click

from archivesearch.archive import open_archive
from archivesearch.cli.console import has_colour, is_terminal, print_line, tell, use_locale, use_utf8
from archivesearch.cli.exit_codes import HITS, NO_HITS
from archivesearch.cli.last_hits import remember
from archivesearch.cli.options import colour_option, index_option, json_options, pager_option
from archivesearch.cli.output import hit_line, hit_record, hits_for_terminal, json_document, print_paged
from archivesearch.model import Ranking
from archivesearch.records import SCHEMA, json_line

_OPTION = re.compile(r"--[a-z][a-z-]*(?:=.*)?", re.DOTALL)
_NOTE_CHARS = 300  # a note quotes what was typed, which may be pages pasted by accident


# Unknown options are let through so that -word can stand in a query; hence this command has no short options.
@click.command("search", context_settings={"ignore_unknown_options": True})
@click.argument("query", metavar="QUERY...", nargs=-1, required=True, type=click.UNPROCESSED)
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
@json_options
@colour_option
@pager_option
def command(
    query: tuple[str, ...],
    directory: Path,
    limit: int,
    offset: int,
    sort: Literal["relevance", "newest", "oldest"],
    join: Literal["all", "any"] | None,
    form: Literal["json", "jsonl"] | None,
    colour: str,
    pager: bool,
) -> int:
    """Find posts. `archivesearch help query` says all that a query can say.

    On a terminal the hits come with wrapped snippets; in a pipe as one line a hit, its fields parted by tabs:
    number, id, published, authors, title, permalink, snippet.

    Exit code: 0 there were hits, 1 there was none, 2 an error.
    """
    text = " ".join(query)
    for word in query:
        if _OPTION.fullmatch(word):
            raise click.NoSuchOption(word, ctx=click.get_current_context())
    with open_archive(directory) as archive:
        ranking = archive.search(text, limit=limit, offset=offset, sort=sort, join=join or "best")
        for note in ranking.notes:
            tell(note if len(note) <= _NOTE_CHARS else f"{note[:_NOTE_CHARS]}…")
        _print(ranking, text, offset, form, has_colour(sys.stdout, colour), pager)
    remember(directory, [hit.post.id for hit in ranking], offset)
    if not ranking.total:
        tell(f"{directory}: no post found{_ready_to_paste(ranking.suggestion)}")
    elif is_terminal(sys.stdout) and form is None:
        more = (
            f"; --offset {offset + len(ranking)} shows more" if offset + len(ranking) < ranking.total else ""
        )
        tell(f"{len(ranking)} of {ranking.total:,} hits{more}; 'archivesearch show N' shows one whole")
    return HITS if ranking.total else NO_HITS


def _ready_to_paste(suggestion: str | None) -> str:
    """The command for a query that finds more, safe in a shell whatever the query holds."""
    import shlex  # lazy: only a search without hits needs it

    return f"; try: archivesearch search {shlex.quote(suggestion)}" if suggestion else ""


def _print(
    ranking: Ranking,
    text: str,
    offset: int,
    form: Literal["json", "jsonl"] | None,
    is_coloured: bool,
    is_paged: bool,
) -> None:
    numbered = list(enumerate(ranking, offset + 1))
    if form == "json":
        use_utf8()
        answer = {"schema": SCHEMA, "query": text, "total": ranking.total, "offset": offset}
        notes = {"notes": list(ranking.notes), "suggestion": ranking.suggestion}
        print_line(json_document(answer | notes | {"hits": [hit_record(n, hit) for n, hit in numbered]}))
    elif form == "jsonl":
        use_utf8()
        for number, hit in numbered:
            print_line(json_line(hit_record(number, hit)))
    elif is_terminal(sys.stdout):
        use_locale()
        if numbered:
            print_paged(hits_for_terminal(numbered, is_coloured), is_paged)
    else:
        use_locale()
        for number, hit in numbered:
            print_line(hit_line(number, hit, is_coloured))
