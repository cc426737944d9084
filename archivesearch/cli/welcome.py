"""The bare command: what there is to search, or how to make something to search."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from archivesearch.archive import open_archive
from archivesearch.cli.console import one_line, print_line, use_locale
from archivesearch.cli.exit_codes import HITS
from archivesearch.cli.options import DEFAULT_INDEX, INDEX_VARIABLE
from archivesearch.cli.progress import count
from archivesearch.errors import IndexFormatError

_NOTHING_YET = """\
There is no index in the folder {directory} yet. Make one from a folder of saved blog pages:

  {command} index ~/saved-blog --base-url https://blog.example/

Then search it:

  {command} search lighthouse
"""

_STATUS = """\
{directory}: {posts} of {blogs}, {span}.

  {command} search lighthouse                find posts with a word
  {command} search '"north sea" date:2009'   a phrase, in a year
  {command} show 1                           the first hit, whole
  {command} stats                            what the index holds
  {command} help query                       all that a query can say
"""


def welcome(named: Path | None) -> int:
    """Says what the index holds and what to do with it; without an index, how to make one.

    `named` is the folder that the command line gives, if it gives one.
    """
    use_locale()
    command = f"archivesearch --index {shlex.quote(str(named))}" if named else "archivesearch"
    directory = named or Path(os.environ.get(INDEX_VARIABLE) or DEFAULT_INDEX)
    try:
        with open_archive(directory) as archive:
            counts = archive.stats()
    except IndexFormatError:
        print_line(_NOTHING_YET.format(directory=one_line(str(directory)), command=one_line(command)))
        return HITS
    span = (
        f"{counts.earliest[:10]} to {counts.latest[:10]}" if counts.earliest and counts.latest else "undated"
    )
    text = _STATUS.format(
        directory=one_line(str(directory)),
        command=one_line(command),
        posts=count(counts.posts, "post"),
        blogs=count(len(counts.blogs), "blog"),
        span=span,
    )
    print_line(text)
    return HITS
