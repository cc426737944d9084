"""Store: one posts.db, opened for reading, for writing or for a single run, with its transactions.

The search index is derived from it: `changes` lists the posts that the index does not yet know. Whatever is
committed survives the end of the process at any moment.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Self

from archivesearch.errors import IndexFormatError, RecordError
from archivesearch.records import post_from_line
from archivesearch.store.blogs import Blogs
from archivesearch.store.changes import Changes
from archivesearch.store.database import Database, connect, connect_to_read, told, uri
from archivesearch.store.pages import Pages
from archivesearch.store.posts import Posts
from archivesearch.store.tables import LATER_TABLES, TABLES, check_format, make_empty
from archivesearch.store.versions import Versions

if TYPE_CHECKING:
    from archivesearch.store.counts import Counts

_CACHE_KIB = 16 * 1024


class Store:
    """One open posts.db. What is written lasts from the next `commit`; readers see the last one."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._database = Database(connection, path)
        self.blogs = Blogs(self._database)
        self.pages = Pages(self._database, self.blogs)
        self.posts = Posts(self._database)
        self.versions = Versions(self._database)
        self.changes = Changes(self._database)

    # ------------------------------------------------------------ opening

    @classmethod
    def open(cls, path: Path) -> Self:
        """The store for reading. IndexFormatError when missing, foreign, damaged or of another version."""
        with told(path):
            if not path.is_file():
                raise IndexFormatError(
                    f"{path.parent}: no archive there; make one with: archivesearch index FOLDER"
                )
            store = cls(connect_to_read(path), path)
            check_format(store._database)
            store._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return store

    @classmethod
    def open_to_write(cls, path: Path) -> Self:
        """The store for reading and writing, made if it is not there. The caller holds a WriterLock."""
        with told(path):
            if not path.is_file() or path.stat().st_size == 0:
                make_empty(path)
            connection = connect(f"{uri(path)}?mode=rw")
            store = cls(connection, path)
            check_format(store._database)
            connection.executescript(LATER_TABLES)
            # In WAL a power cut then costs at most the last commit, and a killed process nothing.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return store

    @classmethod
    def scratch(cls, path: Path) -> Self:
        """A store for one run only, quick because nothing needs to survive; the caller deletes it."""
        with told(path):
            connection = connect(f"{uri(path)}?mode=rwc")
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.executescript(TABLES + LATER_TABLES)
        return cls(connection, path)

    def close(self) -> None:
        """Lets go of the file; what is not committed is dropped. Closing again does nothing."""
        self._connection.close()

    # ------------------------------------------------------------ transactions

    def begin(self) -> None:
        """Opens a transaction unless one is open."""
        if not self._connection.in_transaction:
            self._database.run("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Makes all that was written since `begin` last."""
        if self._connection.in_transaction:
            self._database.run("COMMIT")

    def mark(self) -> None:
        """Notes a place in the open transaction to which `back_to_mark` can go back."""
        self._database.run("SAVEPOINT mark")

    def back_to_mark(self) -> None:
        """Drops all that was written since `mark`, and keeps the transaction open."""
        self._database.run("ROLLBACK TO mark")

    # ------------------------------------------------------------ the archive as a whole

    def version(self) -> int:
        """A number that changes when another connection has written to the file."""
        with told(self._database.path):
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def setting(self, name: str) -> str | None:
        """A word kept about the archive as a whole, such as the version of the code that merged it."""
        row = self._database.row("SELECT value FROM settings WHERE name = ?", name)
        return str(row[0]) if row else None

    def set_setting(self, name: str, value: str) -> None:
        """Keeps a word about the archive as a whole."""
        self._database.run("INSERT OR REPLACE INTO settings VALUES (?, ?)", name, value)

    def damage(self) -> list[str]:
        """What is wrong with the database and with the posts in it, each in a sentence; nothing when all is well."""
        lines = [str(row[0]) for row in self._database.rows("PRAGMA integrity_check(10)")]
        if lines != ["ok"]:
            return [f"{self._database.path}: {line}" for line in lines]
        found = []
        for post_id, data in self._database.rows("SELECT id, data FROM posts"):
            try:
                if post_from_line(data).id != post_id:
                    found.append(f"{self._database.path}: post {post_id}: its record is of another post")
            except RecordError as error:
                found.append(f"{self._database.path}: post {post_id}: {error}")
        return found

    def counts(self) -> Counts:
        """How much the archive holds."""
        from archivesearch.store.counts import counts_of  # a lazy import: a search has no use for it

        return counts_of(self._database)
