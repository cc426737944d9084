"""The bare command: what there is to search, or how to make something to search."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from archivesearch.archive import open_archive
from archivesearch.cli.console import one_line, print_line, use_locale
from archivesearch.cli.exit_codes import HITS
from archivesearch.cli.numbers import count
from archivesearch.cli.options import DEFAULT_INDEX, INDEX_VARIABLE
from archivesearch.errors import IndexFormatError
from archivesearch.store.counts import Counts

_NOTHING_YET = """\
{what} from a folder of saved blog pages:

  {command} index ~/saved-blog --base-url https://blog.example/

Then search it:

  {command} search lighthouse
"""

_USES = (
    ("{command} search lighthouse", "find posts with a word"),
    ("{command} search '\"north sea\" date:2009'", "a phrase, in a year"),
    ("{command} show 1", "the first hit, whole"),
    ("{command} stats", "what the index holds"),
    ("archivesearch help query", "all that a query can say"),
)


def welcome(named: Path | None) -> int:
    """Says what the index holds and what to do with it; without an index, how to make one.

    `named` is the folder that the command line gives, if it gives one.
    """
    use_locale()
    command = f"archivesearch --index {shlex.quote(str(named))}" if named else "archivesearch"
    directory = named or Path(os.environ.get(INDEX_VARIABLE) or DEFAULT_INDEX)
    place = one_line(str(directory))
    try:
        with open_archive(directory) as archive:
            counts = archive.stats()
    except IndexFormatError:
        what = f"There is no index in the folder {place} yet. Make one"
    else:
        if counts.posts:
            print_line(_status(place, one_line(command), counts))
            return HITS
        what = f"The index in the folder {place} has no posts yet. Fill it"
    print_line(_NOTHING_YET.format(what=what, command=one_line(command)))
    return HITS


def _status(place: str, command: str, counts: Counts) -> str:
    """What an index holds, and what can be done with it."""
    earliest, latest = counts.earliest, counts.latest
    span = f"{earliest[:10]} to {latest[:10]}" if earliest and latest else "undated"
    uses = [(use.format(command=command), purpose) for use, purpose in _USES]
    width = max(len(use) for use, _ in uses)
    lines = [f"  {use:<{width}}   {purpose}" for use, purpose in uses]
    blogs = count(len(counts.blogs), "blog")
    return "\n".join([f"{place}: {count(counts.posts, 'post')} of {blogs}, {span}.", "", *lines, ""])
