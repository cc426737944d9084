"""SQLite: tables that sqlite-utils, Datasette and any SQL shell open, with full-text search where SQLite has it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from archivesearch.export.columns import COLUMNS, row
from archivesearch.model import Post

_SINGLE = [name for name, has_several in COLUMNS.items() if not has_several]
_SEVERAL = {"authors": "author", "tags": "tag", "categories": "category"}  # table post_X -> its column

_TABLES = f"""
CREATE TABLE posts ({", ".join(f"{name} TEXT" + " PRIMARY KEY" * (name == "id") for name in _SINGLE)});
CREATE INDEX posts_by_published ON posts (published);
CREATE TABLE captures (post_id TEXT NOT NULL REFERENCES posts, page TEXT, url TEXT, captured TEXT, form TEXT);
CREATE INDEX captures_by_post ON captures (post_id);
CREATE TABLE found_in (post_id TEXT NOT NULL REFERENCES posts, field TEXT, rule TEXT, PRIMARY KEY (post_id, field));
"""


def write(posts: Iterable[Post], path: Path) -> None:
    """Makes the database. OSError when the disk refuses."""
    try:
        with closing(sqlite3.connect(path)) as database:
            _fill(database, posts)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def _fill(database: sqlite3.Connection, posts: Iterable[Post]) -> None:
    database.execute("PRAGMA journal_mode = OFF")  # the file takes its name only when it is whole
    database.execute("PRAGMA synchronous = OFF")
    database.executescript(_TABLES)
    for name, column in _SEVERAL.items():
        database.execute(
            f"CREATE TABLE post_{name} (post_id TEXT NOT NULL REFERENCES posts, {column} TEXT NOT NULL)"
        )
        database.execute(f"CREATE INDEX post_{name}_by_post ON post_{name} (post_id)")
        database.execute(f"CREATE INDEX post_{name}_by_{column} ON post_{name} ({column})")
    for post in posts:
        for table, values in _rows(post):
            database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
    _add_search(database)
    database.commit()


def _rows(post: Post) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    values = dict(zip(COLUMNS, row(post), strict=True))
    yield "posts", tuple(value for name in _SINGLE if not isinstance(value := values[name], list))
    for name in _SEVERAL:
        for value in dict.fromkeys(values[name] or ()):
            yield f"post_{name}", (post.id, value)
    for capture in post.captures:
        stamp = str(capture.captured) if capture.captured else None
        yield "captures", (post.id, capture.page, capture.url, stamp, capture.form)
    for field, rule in post.found_in.items():
        yield "found_in", (post.id, field, rule)


def _add_search(database: sqlite3.Connection) -> None:
    """posts_fts over title and body, found by Datasette by itself; some builds of SQLite have no FTS5."""
    try:
        database.execute('CREATE VIRTUAL TABLE posts_fts USING fts5 (title, body, content="posts")')
    except sqlite3.OperationalError:
        return
    database.execute("INSERT INTO posts_fts (posts_fts) VALUES ('rebuild')")
