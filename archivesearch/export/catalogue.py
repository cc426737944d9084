"""The formats of an export, each with the endings of the names that mean it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archivesearch.errors import ArchiveSearchError
from archivesearch.export import (
    atom_feed,
    csv_table,
    json_lines,
    markdown_files,
    parquet_table,
    sqlite_database,
)
from archivesearch.export.target import new_target
from archivesearch.model import Post


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write posts: as lines of text, or by `write`, which makes a file or a folder."""

    name: str
    suffixes: tuple[str, ...]
    lines: Callable[[Iterable[Post]], Iterator[str]] | None = None
    write: Callable[[Iterable[Post], Path], None] | None = None

    def text(self, posts: Iterable[Post]) -> Iterator[str]:
        """The posts as lines; ArchiveSearchError when the format is not text."""
        if self.lines is None:
            raise ArchiveSearchError(f"{self.name} is not text; say with --output where to write it")
        return self.lines(posts)


class Counted(Iterator[Post]):
    """The same posts; `count` is how many have gone by."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self._posts = iter(posts)
        self.count = 0

    def __next__(self) -> Post:
        post = next(self._posts)
        self.count += 1
        return post


FORMATS = (
    Format("jsonl", (".jsonl", ".ndjson"), lines=json_lines.lines),
    Format("csv", (".csv",), lines=csv_table.lines),
    Format("atom", (".atom", ".xml"), lines=atom_feed.lines),
    Format("markdown", (), write=markdown_files.write),
    Format("sqlite", (".sqlite", ".sqlite3", ".db"), write=sqlite_database.write),
    Format("parquet", (".parquet",), write=parquet_table.write),
)


def format_named(name: str) -> Format:
    """The format of this name."""
    return next(form for form in FORMATS if form.name == name)


def format_for(path: Path) -> Format | None:
    """The format that the ending of a name means, if it means one."""
    return next((form for form in FORMATS if path.suffix.lower() in form.suffixes), None)


def export_posts(posts: Iterable[Post], form: Format, path: Path, is_replaced: bool = False) -> None:
    """Writes the posts to a file, or a folder of files, which appears whole or not at all.

    ArchiveSearchError when something is there already and `is_replaced` is not given, when the disk refuses,
    or when the library that the format needs is not installed.
    """
    with new_target(path, is_replaced) as part:
        if form.write is not None:
            form.write(posts, part)
        else:
            with part.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{line}\n" for line in form.text(posts))
