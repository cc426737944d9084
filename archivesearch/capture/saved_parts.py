"""The folder that a browser saves beside a page: its frames are HTML too, and are parts of that page, no pages."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What browsers call it, by the language they speak: "Lamp.html" and "Lamp_files".
_ENDINGS = tuple(
    "_files .files _file -dateien _fichiers _archivos _ficheiros _arquivos _bestanden _soubory -filer _pliki".split()
)
_FRAME = re.compile(
    r"(?:^|/)[^/]+_files/saved_resource(?:\(\d+\))?\.html?$", re.IGNORECASE
)  # as Chrome names it
_PAGE = re.compile(r"(.+)\.(?:html?|xhtml)", re.IGNORECASE)


PART_OF_PAGE = "part of a saved page"


class SavedParts:
    """The folders of one source that belong to a page beside them."""

    def __init__(self) -> None:
        self._folders: set[str] = set()

    def note(self, paths: Iterable[str]) -> None:
        """Takes in paths of files and folders that lie in the same folders."""
        paths = list(paths)
        pages = {match[1] for path in paths if (match := _PAGE.fullmatch(path))}
        for path in paths:
            for folder in _folders(path):
                if folder.lower().endswith(_ENDINGS) and any(base in pages for base in _bases(folder)):
                    self._folders.add(folder)

    def has(self, path: str) -> bool:
        """Whether a file is part of a page beside the folder it lies in."""
        if _FRAME.search(path):
            return True
        return bool(self._folders) and any(folder in self._folders for folder in _folders(path))


def _bases(folder: str) -> Iterable[str]:
    """What stands before the ending of a folder's name."""
    return (folder[: -len(ending)] for ending in _ENDINGS if folder.lower().endswith(ending))


def _folders(path: str) -> Iterable[str]:
    """The path itself and the folders around it."""
    while path:
        yield path
        path = path.rpartition("/")[0]
