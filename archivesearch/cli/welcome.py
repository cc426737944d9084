"""The bare command: what there is to search, or how to make something to search."""

from __future__ import annotations

import os
from pathlib import Path

from archivesearch.archive import open_archive
from archivesearch.cli.console import one_line, print_line, use_locale
from archivesearch.cli.exit_codes import HITS
from archivesearch.cli.options import DEFAULT_INDEX, INDEX_VARIABLE
from archivesearch.cli.progress import count
from archivesearch.errors import IndexFormatError

_NOTHING_YET = """\
There is no index in {directory} yet. Make one from a folder of saved blog pages:

  archivesearch index ~/saved-blog --base-url https://blog.example/

Then search it:

  archivesearch search lighthouse
"""

_STATUS = """\
{directory}: {posts} of {blogs}, {span}.

  archivesearch search lighthouse                find posts with a word
  archivesearch search '"north sea" date:2009'   a phrase, in a year
  archivesearch show 1                           the first hit, whole
  archivesearch stats                            what the index holds
  archivesearch help query                       all that a query can say
"""


def welcome() -> int:
    """Says what the index holds and what to do with it; without an index, how to make one."""
    use_locale()
    directory = Path(os.environ.get(INDEX_VARIABLE) or DEFAULT_INDEX)
    try:
        with open_archive(directory) as archive:
            counts = archive.stats()
    except IndexFormatError:
        print_line(_NOTHING_YET.format(directory=one_line(str(directory))))
        return HITS
    span = (
        f"{counts.earliest[:10]} to {counts.latest[:10]}" if counts.earliest and counts.latest else "undated"
    )
    text = _STATUS.format(
        directory=one_line(str(directory)),
        posts=count(counts.posts, "post"),
        blogs=count(len(counts.blogs), "blog"),
        span=span,
    )
    print_line(text)
    return HITS
