"""Saved pages in a folder tree, or one file: a stream of pages, other files and problems in stable order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archivesearch.capture.address import checked_base_url, page_url
from archivesearch.capture.kinds import (
    SNIFFED_BYTES,
    Media,
    is_html,
    media_by_name,
    other_kind_by_name,
    xml_kind,
)
from archivesearch.errors import Problem, SourceError
from archivesearch.model import Page

MAX_PAGE_BYTES = 32 * 2**20  # the largest saved blog pages seen (a whole archive on one page) are near 10 MB

_TOO_LARGE = f"larger than {MAX_PAGE_BYTES // 2**20} MiB, too large for a blog page; it was left out"


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file that is no page; counted by kind, so that nothing goes missing silently."""

    path: str
    kind: str  # "image", "feed", "link out of the source", ...


Captured = Page | OtherFile | Problem


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
        return iter((_captured(root, root.absolute().name, base),))
    raise SourceError(f"{root}: neither a folder nor a file with pages; save the pages in a folder first")


def _tree(root: Path, base: str | None) -> Iterator[Captured]:
    real_root = os.path.realpath(root)
    pending = [iter(_names(root, ""))]
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
                yield _unreadable(path, error)
                continue
            if stat.S_ISLNK(mode):
                yield _linked(place, path, base, real_root)
            elif stat.S_ISDIR(mode):
                if name.startswith("."):
                    yield OtherFile(_shown(path), "hidden folder")
                else:
                    pending.append(iter(_names(place, f"{path}/")))
            elif stat.S_ISREG(mode):
                yield _captured(place, path, base)
            else:
                yield OtherFile(_shown(path), "special file")


def _names(folder: Path, prefix: str) -> list[tuple[str, str] | Problem]:
    """(name, path relative to the source) of all that a folder holds, sorted; else the Problem with it."""
    try:
        names = sorted(place.name for place in folder.iterdir())
    except OSError as error:
        return [_unreadable(prefix, error)]
    return [(name, prefix + name) for name in names]


def _linked(place: Path, path: str, base: str | None, real_root: str) -> Captured:
    try:
        target = place.resolve(strict=True)
        mode = target.stat().st_mode
    except (OSError, RuntimeError):  # a link to nothing, or (before Python 3.13) to itself
        return OtherFile(_shown(path), "broken link")
    if os.path.commonpath((real_root, target)) != real_root:
        return OtherFile(_shown(path), "link out of the source")
    if not stat.S_ISREG(mode):
        return OtherFile(_shown(path), "link to a folder")  # inside the source, so it is walked anyway
    return _captured(place, path, base)


def _captured(place: Path, path: str, base: str | None) -> Captured:
    """What one regular file is, read as far as needed to tell."""
    shown = _shown(path)
    kind = other_kind_by_name(place.name)
    if kind is not None:
        return OtherFile(shown, kind)
    try:
        with place.open("rb") as file:
            head = file.read(SNIFFED_BYTES)
            kind, media = _kind_and_media(place.name, head)
            if media is None:
                return OtherFile(shown, kind)
            size = os.fstat(file.fileno()).st_size
            if size > MAX_PAGE_BYTES:
                return Problem(shown, "capture", _TOO_LARGE)
            content = head + file.read(max(0, size - len(head)))
    except OSError as error:
        return _unreadable(path, error)
    url = None if base is None else page_url(base, os.fsencode(path))
    return Page(content=content, path=shown, url=url, media=media, base_url=base)


def _kind_and_media(name: str, head: bytes) -> tuple[str, Media | None]:
    promised = media_by_name(name)
    if is_html(head):
        return "page", "html"
    kind = xml_kind(head)
    if kind is not None:
        return kind, None
    return "unknown file", promised


def _shown(path: str) -> str:
    """The path as text that can be printed and stored: bytes that are not UTF-8 become escapes (\\xe9)."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


def _unreadable(path: str, error: OSError) -> Problem:
    remedy = "; check its permissions" if isinstance(error, PermissionError) else ""
    return Problem(_shown(path) or ".", "capture", f"cannot be read ({error.strerror or error}){remedy}")


def _unusable_source(source: str, error: Exception) -> str:
    if source.lower().startswith(("http://", "https://")):
        return f"{source}: addresses cannot be fetched yet; save the pages in a folder and give its path"
    if isinstance(error, FileNotFoundError):
        return f"{source}: there is no such folder or file; check the path"
    if isinstance(error, OSError):
        return f"{source}: cannot be read ({error.strerror or error})"
    return f"{source!r}: not a path ({error})"
