"""Which post is meant by `ID|N`: an id, the beginning of one, or the number of a hit of the last search."""

from __future__ import annotations

from archivesearch.archive import Archive
from archivesearch.cli.console import tell
from archivesearch.cli.last_hits import has_hits, recall
from archivesearch.cli.typed import as_typed
from archivesearch.model import Post


def find_post(archive: Archive, which: str) -> Post | None:
    """The post that is meant; None, after saying so, when there is none or more than one."""
    which = as_typed(which)
    is_number = which.isascii() and which.isdigit() and len(which) < 10
    if is_number:
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
    if is_number and not has_hits(archive.directory):
        tell(f"{which}: no hits are remembered in {archive.directory}; search first, or give the post's id")
    elif ids and is_number:
        tell(f"{which}: the last search showed no such hit, and more than one id begins so; write more of it")
    elif ids:
        tell(f"{which}: more than one id begins so; write more of it")
    else:
        tell(f"{which}: no hit of the last search and no post's id in {archive.directory}; search first")
    return None
