"""CSV (RFC 4180, in UTF-8): a line of names, then one row a post; several values in a cell are parted by "; "."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from archivesearch.export.columns import COLUMNS, row
from archivesearch.model import Post


def lines(posts: Iterable[Post]) -> Iterator[str]:
    """The rows, the names first; a row has several lines where a text has."""
    yield csv_row(list(COLUMNS))
    for post in posts:
        yield csv_row(["; ".join(value) if isinstance(value, list) else value for value in row(post)])


def csv_row(values: Sequence[str | None]) -> str:
    """One row of a table, without the end of its line."""
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(values)
    return written.getvalue()
