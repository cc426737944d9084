"""Parquet: one row a post, lists as lists, for pandas, DuckDB and the like. Needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from archivesearch.errors import ArchiveSearchError
from archivesearch.export.columns import COLUMNS, row
from archivesearch.model import Post

_GROUP_ROWS = 2000  # posts in memory at a time; some 10 MB of text


def write(posts: Iterable[Post], path: Path) -> None:
    """Makes the file. ArchiveSearchError when pyarrow is not installed."""
    try:
        import pyarrow  # a lazy import: an extra, and 50 MB
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise ArchiveSearchError(
            f"{path}: Parquet needs pyarrow; install it with: pip install 'archivesearch[parquet]'"
        ) from error
    schema = pyarrow.schema(
        [
            (name, pyarrow.list_(pyarrow.string()) if has_several else pyarrow.string())
            for name, has_several in COLUMNS.items()
        ]
    )
    rows = map(row, posts)
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP_ROWS)):
            columns = [list(values) for values in zip(*group, strict=True)]
            writer.write_table(pyarrow.table(columns, schema=schema))
