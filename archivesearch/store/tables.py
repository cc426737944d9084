"""The tables of posts.db, how they are made, and what tells our file from any other."""

from __future__ import annotations

import os
from pathlib import Path

from archivesearch.errors import IndexFormatError
from archivesearch.store.database import Database, connect, uri

APPLICATION_ID = 0x41726353  # "ArcS": tells our file from any other SQLite file
FORMAT_VERSION = 1

TABLES = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE sources (source INTEGER PRIMARY KEY, place TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE pages (
    page INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources,
    path TEXT NOT NULL,
    digest BLOB NOT NULL,  -- of the content and of all else that reading depends on
    size INTEGER NOT NULL,  -- bytes
    blog TEXT NOT NULL,  -- the blog that it tells; '' for none
    home TEXT NOT NULL,  -- the blog that it is merged with; '' for a page with a problem
    facts TEXT,  -- PageFacts, or NULL for a page with a problem
    problem TEXT,  -- why the page could not be read
    UNIQUE (source, path)
) STRICT;
CREATE INDEX pages_by_home ON pages (home, source, path);
CREATE TABLE entries (
    entry INTEGER PRIMARY KEY,
    page INTEGER NOT NULL REFERENCES pages ON DELETE CASCADE,
    position INTEGER NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX entries_by_page ON entries (page, position);
CREATE TABLE stale_blogs (blog TEXT PRIMARY KEY) STRICT;  -- to be merged again
CREATE TABLE posts (
    post INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    turn INTEGER NOT NULL,  -- of the merge that last gave this post
    digest BLOB NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX posts_by_owner ON posts (owner, turn);
CREATE TABLE changes (id TEXT PRIMARY KEY) STRICT;  -- posts that the search index has not seen in this form
"""

# Apart from the others, because an archive made by an earlier archivesearch gets them when it is next written to.
LATER_TABLES = """
CREATE TABLE IF NOT EXISTS versions (  -- of a shared post: what each blog says of it
    id TEXT NOT NULL,
    owner TEXT NOT NULL,
    turn INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (id, owner)
) STRICT;
CREATE INDEX IF NOT EXISTS versions_by_owner ON versions (owner, turn);
"""


def make_empty(path: Path) -> None:
    """Makes an empty store, beside its place first, so that nobody ever finds one that is half made."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    # Made before SQLite does, so that it and its companions are for the owner's eyes only.
    os.close(os.open(fresh, os.O_RDWR | os.O_CREAT, 0o600))
    connection = connect(f"{uri(fresh)}?mode=rw")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(
        f"BEGIN IMMEDIATE; {TABLES} {LATER_TABLES} PRAGMA application_id = {APPLICATION_ID};"
        f"PRAGMA user_version = {FORMAT_VERSION}; COMMIT;"
    )
    connection.close()
    fresh.replace(path)


def check_format(database: Database) -> None:
    """Raises IndexFormatError for a database of another program, or of a newer archivesearch."""
    connection = database.connection
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application_id != APPLICATION_ID:
        raise IndexFormatError(
            f"{database.path}: a database, but not one of archivesearch; give another folder with --index"
        )
    if version > FORMAT_VERSION:
        raise IndexFormatError(
            f"{database.path}: written by a newer archivesearch (format {version}, this one knows"
            f" {FORMAT_VERSION}); upgrade archivesearch, or index into another folder"
        )
