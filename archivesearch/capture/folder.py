"""Saved pages in a folder tree, or one file: a stream of pages, other files and problems in stable order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from archivesearch.capture.address import checked_base_url
from archivesearch.capture.file import read_file
from archivesearch.capture.kinds import other_kind_by_name
from archivesearch.capture.member import Captured, Member, OtherFile, unreadable
from archivesearch.capture.names import shown
from archivesearch.capture.payloads import Payloads
from archivesearch.capture.saved_parts import PART_OF_PAGE, SavedParts
from archivesearch.capture.tables import TABLE_NAME, Row, Tables
from archivesearch.errors import Problem, SourceError


def capture(source: str | os.PathLike[str], base_url: str | None = None) -> Iterator[Captured]:
    """The pages of a folder tree or of one file, in the order of their paths, each read when it is asked for.

    With `base_url` the path of a page below the source gives its address. Memory grows with the number of
    names in one folder, not with the tree. Links are followed only to files inside the source, so no link
    can lead outside or around in a circle. SourceError when the source does not exist or is neither a folder
    nor a file; what is wrong with a single file in a folder comes as a Problem.
    """
    root = Path(source)
    base = None if base_url is None else checked_base_url(base_url)
    try:
        mode = root.stat().st_mode
    except (OSError, ValueError) as error:
        raise SourceError(_unusable_source(os.fspath(source), error)) from error
    if stat.S_ISDIR(mode):
        return _tree(root, base)
    if stat.S_ISREG(mode):
        return _captured(root, root.absolute().name, base, is_source=True)
    raise SourceError(f"{root}: neither a folder nor a file with pages; save the pages in a folder first")


def _tree(root: Path, base: str | None) -> Iterator[Captured]:
    real_root = os.path.realpath(root)
    tables, payloads, parts = Tables(), Payloads(), SavedParts()

    def names(folder: Path, prefix: str) -> Iterator[tuple[str, str] | Problem]:
        found = _names(folder, prefix)
        paths = [step[1] for step in found if not isinstance(step, Problem) and step[0] == TABLE_NAME]
        paths = [path for path in paths if not Path(root, path).is_symlink()]
        parts.note(step[1] for step in found if not isinstance(step, Problem))
        tables.take_those(paths, lambda path: partial(_opened, Path(root, path)))
        return iter(found)

    pending = [names(root, "")]
    while pending:
        step = next(pending[-1], None)
        if step is None:
            pending.pop()
        elif isinstance(step, Problem):
            yield step
        else:
            name, path = step
            place = Path(root, path)
            try:
                mode = place.lstat().st_mode
            except OSError as error:
                yield unreadable(shown(path), error)
                continue
            if stat.S_ISLNK(mode):
                yield from _linked(place, path, base, real_root)
            elif stat.S_ISDIR(mode):
                if name.startswith("."):
                    yield OtherFile(shown(path), "hidden folder")
                else:
                    pending.append(names(place, f"{path}/"))
            elif stat.S_ISREG(mode) and parts.has(path):
                yield OtherFile(shown(path), other_kind_by_name(name) or PART_OF_PAGE)
            elif stat.S_ISREG(mode):
                yield from _captured(place, path, base, row=tables.row_for(path), payloads=payloads)
            else:
                yield OtherFile(shown(path), "special file")


def _names(folder: Path, prefix: str) -> list[tuple[str, str] | Problem]:
    """(name, path relative to the source) of all that a folder holds, sorted; else the Problem with it."""
    try:
        names = sorted(place.name for place in folder.iterdir())
    except OSError as error:
        return [unreadable(shown(prefix), error)]
    return [(name, prefix + name) for name in names]


def _linked(place: Path, path: str, base: str | None, real_root: str) -> Iterator[Captured]:
    try:
        target = place.resolve(strict=True)
        mode = target.stat().st_mode
    except (OSError, RuntimeError):  # a link to nothing, or (before Python 3.13) to itself
        yield OtherFile(shown(path), "broken link")
        return
    if os.path.commonpath((real_root, target)) != real_root:
        yield OtherFile(shown(path), "link out of the source")
    elif not stat.S_ISREG(mode):
        yield OtherFile(shown(path), "link to a folder")  # inside the source, so it is walked anyway
    else:
        yield from _captured(place, path, base)


def _captured(
    place: Path,
    path: str,
    base: str | None,
    is_source: bool = False,
    row: Row = (),
    payloads: Payloads | None = None,
) -> Iterator[Captured]:
    """What one regular file is, read as far as needed to tell."""
    open_it = partial(_opened, place)
    member = Member(shown(path), open_it, base, os.fsencode(path), None, is_source, row, payloads)
    yield from read_file(member)


def _opened(place: Path) -> BinaryIO:
    return place.open("rb")


def _unusable_source(source: str, error: Exception) -> str:
    if source.lower().startswith(("http://", "https://")):
        return (
            f"{source}: an address; save the page, or let crawl, index or scrape fetch it, and give its path"
        )
    if isinstance(error, FileNotFoundError):
        return f"{source}: there is no such folder or file; check the path"
    if isinstance(error, OSError):
        return f"{source}: cannot be read ({error.strerror or error})"
    return f"{source!r}: not a path ({error})"
