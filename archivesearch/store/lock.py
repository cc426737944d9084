"""The right to write to an archive, which one process at a time has."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from archivesearch.errors import LockedError
from archivesearch.store.database import told, uri

_RETRY_SECONDS = 0.1


class WriterLock:
    """The right to write to an archive, held by one process at a time and let go when that process ends.

    It is SQLite's lock on an empty file: the same on every system, not inherited by child processes, and
    never left behind by a process that was killed.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def acquire(cls, path: Path, wait_seconds: float, on_wait: Callable[[], None] | None = None) -> Self:
        """The lock; LockedError when another process still has it after `wait_seconds`."""
        deadline = time.monotonic() + wait_seconds
        with told(path):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            connection = sqlite3.connect(f"{uri(path)}?mode=rw", uri=True, isolation_level=None, timeout=0)
        is_first = True
        while True:
            try:
                connection.execute("BEGIN EXCLUSIVE")
                return cls(connection)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    connection.close()
                    with told(path):
                        raise
            if time.monotonic() >= deadline:
                connection.close()
                raise LockedError(
                    f"{path.parent}: another archivesearch is writing there; waited {wait_seconds:g} s,"
                    " try again later"
                )
            if is_first and on_wait:
                on_wait()
            is_first = False
            time.sleep(_RETRY_SECONDS)

    def release(self) -> None:
        """Lets the next writer in."""
        self._connection.close()
