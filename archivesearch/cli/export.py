"""`archivesearch export [QUERY...]`: posts for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from archivesearch.archive import open_archive
from archivesearch.cli.console import print_line, tell, use_utf8
from archivesearch.cli.exit_codes import HITS, NO_HITS
from archivesearch.cli.numbers import count
from archivesearch.cli.options import index_option
from archivesearch.cli.query_words import QueryCommand, tell_notes
from archivesearch.export.catalogue import FORMATS, Counted, Format, export_posts, format_for, format_named


@click.command("export", cls=QueryCommand, needs_query=False)
@index_option
@click.option(
    "--format",
    "form_name",
    type=click.Choice([form.name for form in FORMATS]),
    help="By default what the ending of --output says: .jsonl, .csv, .atom, .sqlite, .parquet; else jsonl.",
)
@click.option(
    "--output",
    "output",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="The file to write, or for markdown the folder; by default stdout, for jsonl, csv and atom.",
)
@click.option("--force", "is_replaced", is_flag=True, help="Replace what is at --output already.")
def command(
    query: str, directory: Path, form_name: str | None, output: Path | None, is_replaced: bool
) -> int:
    """Write posts for other programs: all of them, or those that answer a query.

    \b
    jsonl     one record a line, as `scrape` prints them and `index` takes them back
    csv       one row a post
    atom      one feed
    markdown  a folder with a file for each post: front matter, then the text
    sqlite    tables and full-text search, for sqlite-utils, Datasette and SQL
    parquet   one row a post; needs pip install 'archivesearch[parquet]'

    Exit code: 0 posts were written, 1 there was none, 2 an error.
    """
    form = _form(form_name, output)
    with open_archive(directory) as archive:
        if query:
            tell_notes(archive.search(query, limit=1).notes)
        posts = Counted(archive.posts(query or None))
        if output is not None:
            export_posts(posts, form, output, is_replaced)
            tell(f"{output}: {count(posts.count, 'post')}")
        else:
            lines = form.text(posts)
            use_utf8()
            for line in lines:
                print_line(line)
    return HITS if posts.count else NO_HITS


def _form(name: str | None, output: Path | None) -> Format:
    """The format that is asked for by name, or by the ending of the output's name."""
    if name is not None:
        return format_named(name)
    if output is None:
        return format_named("jsonl")
    form = format_for(output)
    if form is None:
        raise click.UsageError(f"{output}: its ending names no format; say which with --format")
    return form
