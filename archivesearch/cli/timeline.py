"""`archivesearch timeline QUERY...`: hits over time, as bars, as data or as a picture."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import click

from archivesearch.archive import open_archive
from archivesearch.cli.console import has_colour, is_terminal, print_line, tell, use_locale, use_utf8
from archivesearch.cli.exit_codes import HITS, NO_HITS
from archivesearch.cli.numbers import count
from archivesearch.cli.options import (
    colour_option,
    index_option,
    json_options,
    pager_option,
)
from archivesearch.cli.output import json_document, print_paged
from archivesearch.cli.query_words import QueryCommand, tell_notes
from archivesearch.records import SCHEMA, json_line
from archivesearch.search.timeline import Period, Timeline

_COLOUR, _PLAIN = "\x1b[36m", "\x1b[0m"
_EIGHTHS = " ▏▎▍▌▋▊▉"  # of a column's width
_FULL = "█"
_WIDEST_BAR = 60  # columns


@click.command("timeline", cls=QueryCommand)
@index_option
@click.option(
    "--by",
    type=click.Choice(["year", "month"]),
    help="By default month for hits of up to three years, else year.",
)
@click.option("--svg", "svg", metavar="FILE", type=click.Path(path_type=Path), help="Draw a chart, as SVG.")
@click.option("--png", "png", metavar="FILE", type=click.Path(path_type=Path), help="Draw a chart, as PNG.")
@click.option("--force", "is_replaced", is_flag=True, help="Replace what is at FILE already.")
@json_options
@colour_option
@pager_option
def command(
    query: str,
    directory: Path,
    by: Period | None,
    svg: Path | None,
    png: Path | None,
    is_replaced: bool,
    form: Literal["json", "jsonl"] | None,
    colour: str,
    pager: bool,
) -> int:
    """Show when the posts that answer a query were written: how many in each month or year.

    On a terminal as bars; in a pipe one period a line, its number after a tab. `*` counts all posts. Charts need
    pip install 'archivesearch[plot]'.

    Exit code: 0 there were hits, 1 there was none, 2 an error.
    """
    with open_archive(directory) as archive:
        found = archive.timeline(query, by)
    tell_notes(found.notes)
    if svg is not None:
        _draw(found, query, svg, "svg", is_replaced)
    if png is not None:
        _draw(found, query, png, "png", is_replaced)
    if form is not None or (svg is None and png is None):
        _print(found, query, form, has_colour(sys.stdout, colour), pager)
    if not found.total:
        tell(f"{directory}: no post found")
        return NO_HITS
    if found.undated:
        tell(f"{count(found.undated, 'hit')} of {found.total:,} without a {found.by}")
    return HITS


def _draw(found: Timeline, text: str, path: Path, form: Literal["svg", "png"], is_replaced: bool) -> None:
    # Lazy imports: only a chart needs them.
    from archivesearch.cli.chart import draw
    from archivesearch.export.target import new_target

    with new_target(path, is_replaced) as part:
        draw(found, text, part, form)
    tell(f"{path}: {count(found.total, 'hit')}")


def _print(
    found: Timeline, text: str, form: Literal["json", "jsonl"] | None, is_coloured: bool, is_paged: bool
) -> None:
    if form == "json":
        use_utf8()
        numbers = {"total": found.total, "undated": found.undated, "by": found.by, "counts": found.counts}
        print_line(json_document({"schema": SCHEMA, "query": text, **numbers}))
    elif form == "jsonl":
        use_utf8()
        for period, number in found.counts.items():
            print_line(json_line({"period": period, "count": number}))
    elif is_terminal(sys.stdout):
        use_locale()
        print_paged("".join(f"{line}\n" for line in bars(found, _bar_columns(found), is_coloured)), is_paged)
    else:
        use_locale()
        for period, number in found.counts.items():
            print_line(f"{period}\t{number}")


def _bar_columns(found: Timeline) -> int:
    """How wide the longest bar is: what the terminal leaves beside period and number."""
    used = len("2009-09  ") + len(f" {found.total:,}") + 1
    return max(10, min(_WIDEST_BAR, shutil.get_terminal_size().columns - used))


def bars(found: Timeline, columns: int, is_coloured: bool = False) -> Iterator[str]:
    """A line for each period: its name, a bar as long as it has hits, and their number."""
    on, off = (_COLOUR, _PLAIN) if is_coloured else ("", "")
    most = max(found.counts.values(), default=0)
    is_spelled = _can_print(_FULL + _EIGHTHS)
    for period, number in found.counts.items():
        eighths = -(-number * columns * 8 // most) if most else 0
        blocks = _FULL * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
        bar = blocks if is_spelled else "#" * -(-eighths // 8)
        yield f"{period}  {on}{bar}{off}{' ' if bar else ''}{number:,}"


def _can_print(text: str) -> bool:
    """Whether stdout's encoding has these signs."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
