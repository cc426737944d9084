"""`archivesearch stats`: what an index holds."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Literal

import click

from archivesearch.archive import open_archive
from archivesearch.cli.console import one_line, print_line, use_locale, use_utf8
from archivesearch.cli.exit_codes import HITS, NO_HITS
from archivesearch.cli.numbers import count
from archivesearch.cli.options import index_option, json_options
from archivesearch.cli.output import json_document
from archivesearch.records import SCHEMA, json_line
from archivesearch.store.counts import Counts

_MOST_NAMES = 10  # of blogs and platforms, each on a line


@click.command("stats")
@index_option
@json_options
def command(directory: Path, form: Literal["json", "jsonl"] | None) -> int:
    """Say what an index holds.

    Exit code: 0 it holds posts, 1 it holds none, 2 an error.
    """
    with open_archive(directory) as archive:
        counts = archive.stats()
    if form:
        use_utf8()
        record = {"schema": SCHEMA, "index": str(directory), **asdict(counts)}
        print_line(json_document(record) if form == "json" else json_line(record))
    else:
        use_locale()
        for name, value in _lines(directory, counts):
            print_line(f"{name:<12} {value}")
    return HITS if counts.posts else NO_HITS


def _lines(directory: Path, counts: Counts) -> list[tuple[str, str]]:
    holes = (
        f"{counts.posts_without_title:,} without a title, {counts.posts_without_author:,} without an author,"
        f" {counts.posts_without_date:,} without a date"
    )
    lines = [
        ("index", one_line(str(directory))),
        ("posts", f"{counts.posts:,}"),
        ("", holes),
        ("published", f"{counts.earliest} to {counts.latest}" if counts.earliest else "unknown"),
        ("pages", f"{counts.pages:,} from {count(counts.sources, 'source')}"),
        ("", f"{counts.pages_with_problems:,} that could not be read"),
        ("posts.db", f"{counts.database_bytes / 2**20:,.1f} MiB"),
    ]
    for label, numbers in (("blogs", counts.blogs), ("platforms", counts.platforms)):
        names = [f"{number:>8,}  {one_line(name) or 'unknown'}" for name, number in numbers.items()]
        shown = names[:_MOST_NAMES]
        if len(names) > _MOST_NAMES:
            shown.append(f"          and {len(names) - _MOST_NAMES:,} more; --json lists them all")
        lines += [(label if at == 0 else "", name) for at, name in enumerate(shown)]
    return lines
