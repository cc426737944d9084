"""`archivesearch show ID|N`: one post whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from archivesearch.archive import Archive, open_archive
from archivesearch.cli.console import has_colour, is_terminal, print_line, tell, use_locale, use_utf8
from archivesearch.cli.exit_codes import HITS, NO_HITS
from archivesearch.cli.last_hits import recall
from archivesearch.cli.options import colour_option, index_option, json_options, pager_option
from archivesearch.cli.output import json_document, post_for_terminal, post_text, print_paged
from archivesearch.model import Post
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
        post = _find(archive, which)
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


def _find(archive: Archive, which: str) -> Post | None:
    """The post that is meant; None, after saying so, when there is none or more than one."""
    if which.isascii() and which.isdigit() and len(which) < 10:
        identity = recall(archive.directory, int(which))
        if identity is not None:
            post = archive.get(identity)
            if post is None:
                tell(f"hit {which} of the last search is no longer in the index; search again")
            return post
    post = archive.get(which)
    if post is not None:
        return post
    ids = archive.ids_starting_with(which)
    if len(ids) == 1:
        return archive.get(ids[0])
    if ids:
        tell(f"{which}: more than one id begins so; write more of it")
    else:
        tell(f"{which}: no hit of the last search and no post's id in {archive.directory}; search first")
    return None
