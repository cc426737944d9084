"""The archived bytes of a page again, from wherever its source keeps them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import BinaryIO

from archivesearch.capture.folder import capture
from archivesearch.capture.member import Member
from archivesearch.capture.names import path_of, shown
from archivesearch.capture.web_archive import read_record
from archivesearch.errors import SourceError
from archivesearch.model import Page


def _opened(file: Path) -> BinaryIO:
    return file.open("rb")


def file_of(place: str, path: str) -> Path | None:
    """The file that is the page at `path` of the source at `place`, if it is one by itself and still there."""
    root = path_of(place)
    try:
        file = root if root.is_file() and shown(root.name) == path else root / path_of(path)
        return file if "#item-" not in path and file.is_file() else None
    except OSError:  # in a folder that must not be looked into any more
        return None


def reopen(place: str, path: str) -> bytes:
    """The bytes of the page at `path` of the source at `place`. SourceError when it is not there any more.

    A file and a record of a web archive are read where they lie; a member of a packed file is looked for.
    """
    root = path_of(place)
    inside, at, offset = path.rpartition("@")
    try:
        for name in (path, inside):
            file = root if root.is_file() else root / path_of(name)
            if not name or not file.is_file() or (root.is_file() and shown(root.name) != name):
                continue
            if name == path and "#item-" not in path:
                return file.read_bytes()
            if at and offset.isdecimal():
                found = read_record(Member(inside, partial(_opened, file)), int(offset))
                if isinstance(found, Page):
                    return found.content
        for found in capture(root):
            if isinstance(found, Page) and found.path == path:
                return found.content
    except (OSError, ValueError) as error:
        raise SourceError(f"{place}: {path} cannot be read any more ({error})") from error
    raise SourceError(f"{place}: {path} is not there any more; the post was read from it earlier")
