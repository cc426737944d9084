"""`archivesearch show ID|N`: one post whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from archivesearch.archive import open_archive
from archivesearch.cli.console import has_colour, is_terminal, print_line, tell, use_locale, use_utf8
from archivesearch.cli.exit_codes import HITS, NO_HITS
from archivesearch.cli.options import colour_option, index_option, json_options, pager_option
from archivesearch.cli.output import json_document, post_for_terminal, post_text, print_paged
from archivesearch.cli.which import find_post
from archivesearch.records import post_to_line, post_to_record


@click.command("show")
@click.argument("which", metavar="ID|N")
@click.option("--source", "is_source", is_flag=True, help="Print the archived page itself, byte for byte.")
@index_option
@json_options
@colour_option
@pager_option
def command(
    which: str,
    is_source: bool,
    directory: Path,
    form: Literal["json", "jsonl"] | None,
    colour: str,
    pager: bool,
) -> int:
    """Show one post whole: by its id, the beginning of its id, or its number in the last search.

    Exit code: 0 it was shown, 1 there is no such post, 2 an error.
    """
    with open_archive(directory) as archive:
        post = find_post(archive, which)
        if post is None:
            return NO_HITS
        if is_source:
            capture, content = archive.source(post)
            tell(f"{capture.page}" + (f", captured {capture.captured}" if capture.captured else ""))
            sys.stdout.buffer.write(content)
            return HITS
    if form == "json":
        use_utf8()
        print_line(json_document(post_to_record(post)))
    elif form == "jsonl":
        use_utf8()
        print_line(post_to_line(post))
    elif is_terminal(sys.stdout):
        use_locale()
        print_paged(post_for_terminal(post, has_colour(sys.stdout, colour)), pager)
    else:
        use_locale()
        print_line(post_text(post))
    return HITS
