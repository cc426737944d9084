"""One SQLite file: connected to, asked and written to; what goes wrong over it is told with its remedy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archivesearch.errors import ArchiveSearchError, IndexFormatError, LockedError

_NO_PLACE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)
_BUSY_SECONDS = 5.0  # a reader or a checkpoint holds SQLite's own locks for moments only


class Database:
    """A connection to a file, with what it raises turned into our errors."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    def run(self, sql: str, *values: object) -> sqlite3.Cursor:
        """The cursor of a statement that has been run."""
        with told(self.path):
            return self.connection.execute(sql, values)

    def run_each(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Runs a statement once for each row of values."""
        with told(self.path):
            self.connection.executemany(sql, rows)

    def rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one by one."""
        with told(self.path):
            # Through `map`, because `yield from` a cursor closes it, which fails once the connection is closed.
            yield from map(tuple, self.connection.execute(sql, values))

    def row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """The first row of a query."""
        with told(self.path):
            row: tuple[Any, ...] | None = self.connection.execute(sql, values).fetchone()
            return row

    def number(self, sql: str, *values: object) -> int:
        """The number that a query gives; 0 for no row."""
        row = self.row(sql, *values)
        return int(row[0]) if row else 0


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that reads, whether or not the folder can be written to."""
    connection = connect(f"{uri(path)}?mode=ro", check_same_thread=False)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        wal = path.with_name(path.name + "-wal")
        is_at_rest = not wal.exists() or wal.stat().st_size == 0
        if error.sqlite_errorcode & 0xFF not in _NO_PLACE or not is_at_rest:
            raise
        # A folder that cannot be written to, or a full disk, has no place for the WAL's index, and no writer either.
        return connect(f"{uri(path)}?immutable=1", check_same_thread=False)
    return connection


def connect(address: str, check_same_thread: bool = True) -> sqlite3.Connection:
    """A connection to a file by its address, each statement a transaction unless one is begun."""
    return sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=_BUSY_SECONDS, check_same_thread=check_same_thread
    )


def uri(path: Path) -> str:
    """The address of a file, to which SQLite's options are added."""
    return path.absolute().as_uri()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what SQLite or the file system raise in the block into our errors, each with its remedy."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter over a damaged name of a table
        raise _our_error(error, path) from error
    except OSError as error:
        raise ArchiveSearchError(
            f"{path}: cannot be opened ({error.strerror or error}); check the folder and its permissions"
        ) from error


def _our_error(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> ArchiveSearchError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return IndexFormatError(f"{path}: not a database of archivesearch; give another folder with --index")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LockedError(f"{path}: in use by another program; try again later")
    if code == sqlite3.SQLITE_FULL:
        return ArchiveSearchError(
            f"{path}: the disk is full; nothing committed is lost. Make room and run again"
        )
    if code == sqlite3.SQLITE_IOERR:  # so told, too, where a full disk has no place for the WAL
        return ArchiveSearchError(
            f"{path}: the disk refuses to read or write it; make room if it is full, then try again"
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        verb = "written" if code == sqlite3.SQLITE_READONLY else "opened"
        return ArchiveSearchError(f"{path}: cannot be {verb} ({error}); check the folder and its permissions")
    reason = str(error).partition(" with text ")[0]  # which SQLite's module quotes whole, be it a book
    return IndexFormatError(
        f"{path}: damaged or of another version ({reason}); restore it from a backup,"
        " or delete it and index the sources again"
    )
