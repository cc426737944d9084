"""Tables that an export keeps beside its texts: the row of posts.csv that belongs to a file of Substack's export."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from typing import BinaryIO

from archivesearch.capture.member import read_bounded

Row = tuple[tuple[str, str], ...]

TABLE_NAME = "posts.csv"
MAX_TABLE_BYTES = 32 * 2**20  # some 100,000 posts
MAX_TABLES = 20  # of one source
_COLUMNS = frozenset(("post_id", "post_date", "is_published", "title"))
_TEXT_PATH = re.compile(r"(?P<folder>(?:.*/)?)posts/(?P<identity>\d+\.[^/]+)\.html")


class Tables:
    """The tables of one source, each taken in before the files beside it are read."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Row]] = {}  # folder of a table -> post_id -> row

    def take(self, path: str, open_table: Callable[[], BinaryIO]) -> None:
        """Takes in the table at this path; what is no such table, or damaged, has no rows."""
        try:
            with open_table() as file:
                content = read_bounded(file, b"", MAX_TABLE_BYTES)
            rows = _rows(content.decode("utf-8-sig", "replace"))
        except Exception:  # what cannot be read is told where the file itself is read
            return
        if rows:
            self._rows[path.removesuffix(TABLE_NAME)] = rows

    def take_those(self, paths: Iterable[str], opener: Callable[[str], Callable[[], BinaryIO]]) -> None:
        """Takes in all tables among these paths."""
        for path in paths:
            if path.rpartition("/")[2] == TABLE_NAME and len(self._rows) < MAX_TABLES:
                self.take(path, opener(path))

    def row_for(self, path: str) -> Row:
        """The row of a file; () for one that no table names."""
        match = _TEXT_PATH.fullmatch(path) if self._rows else None
        return self._rows.get(match["folder"], {}).get(match["identity"], ()) if match else ()


def _rows(text: str) -> dict[str, Row]:
    table = csv.DictReader(io.StringIO(text))
    if not _COLUMNS.issubset(table.fieldnames or ()):
        return {}
    return {
        row["post_id"]: tuple((name, value) for name, value in row.items() if name and isinstance(value, str))
        for row in table
        if row.get("post_id")
    }
