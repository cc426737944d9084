"""posts.db: the truth of an archive. Pages seen, entries read from them, posts made of those. SQLite, WAL.

The search index is derived from it: `changes` lists the posts that the index does not yet know. Whatever is
committed survives the end of the process at any moment.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from archivesearch.errors import (
    ArchiveSearchError,
    IndexFormatError,
    LockedError,
    Problem,
    RecordError,
)
from archivesearch.model import Entry, PageFacts, PageReading, Post
from archivesearch.records import (
    entry_from_text,
    entry_to_text,
    facts_from_text,
    facts_to_text,
    post_from_line,
    post_from_stored,
    post_to_line,
)
from archivesearch.report import Outcome

APPLICATION_ID = 0x41726353  # "ArcS": tells our file from any other SQLite file
FORMAT_VERSION = 1
RECORDS = "records"  # the owner of posts that came as records; all others belong to a blog

_BUSY_SECONDS = 5.0  # a reader or a checkpoint holds SQLite's own locks for moments only
_RETRY_SECONDS = 0.1
_CACHE_KIB = 16 * 1024
_IDS_AT_ONCE = 500  # of a query; older SQLite takes 999 values

_TABLES = """
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


def unknown_blog(source: int) -> str:
    """What stands for the blog of a source's pages that do not tell theirs; no host begins so."""
    return f"?{source}"


def is_unknown_blog(blog: str) -> bool:
    """Whether a home is one that `unknown_blog` made."""
    return blog.startswith("?")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much an archive holds."""

    sources: int
    pages: int
    pages_with_problems: int
    posts: int
    posts_without_title: int
    posts_without_author: int
    posts_without_date: int
    earliest: str | None  # ISO dates, cut to what is known
    latest: str | None
    blogs: Mapping[str, int]  # posts by blog, commonest first; "" where the blog is unknown
    platforms: Mapping[str, int]  # posts by platform, commonest first; "" where it is unknown
    database_bytes: int


class Store:
    """One open posts.db. What is written lasts from the next `commit`; readers see the last one."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    # ------------------------------------------------------------ opening

    @classmethod
    def open(cls, path: Path) -> Self:
        """The store for reading. IndexFormatError when missing, foreign, damaged or of another version."""
        if not path.is_file():
            raise IndexFormatError(
                f"{path.parent}: no archive there; make one with: archivesearch index FOLDER"
            )
        with _told(path):
            store = cls(_connect_to_read(path), path)
            store._check_format()
            store._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return store

    @classmethod
    def open_to_write(cls, path: Path) -> Self:
        """The store for reading and writing, made if it is not there. The caller holds a WriterLock."""
        with _told(path):
            if not path.is_file() or path.stat().st_size == 0:
                _make(path)
            connection = _connect(f"{_uri(path)}?mode=rw")
            store = cls(connection, path)
            store._check_format()
            # In WAL a power cut then costs at most the last commit, and a killed process nothing.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return store

    @classmethod
    def scratch(cls, path: Path) -> Self:
        """A store for one run only, quick because nothing needs to survive; the caller deletes it."""
        with _told(path):
            connection = _connect(f"{_uri(path)}?mode=rwc")
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.executescript(_TABLES)
        return cls(connection, path)

    def _check_format(self) -> None:
        connection = self._connection
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if application_id != APPLICATION_ID:
            raise IndexFormatError(
                f"{self._path}: a database, but not one of archivesearch; give another folder with --index"
            )
        if version > FORMAT_VERSION:
            raise IndexFormatError(
                f"{self._path}: written by a newer archivesearch (format {version}, this one knows"
                f" {FORMAT_VERSION}); upgrade archivesearch, or index into another folder"
            )

    def close(self) -> None:
        """Lets go of the file; what is not committed is dropped. Closing again does nothing."""
        self._connection.close()

    # ------------------------------------------------------------ transactions

    def begin(self) -> None:
        """Opens a transaction unless one is open."""
        if not self._connection.in_transaction:
            self._run("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Makes all that was written since `begin` last."""
        if self._connection.in_transaction:
            self._run("COMMIT")

    def rollback(self) -> None:
        """Drops all that was written since `begin`."""
        if self._connection.in_transaction:
            self._run("ROLLBACK")

    def mark(self) -> None:
        """Notes a place in the open transaction to which `back_to_mark` can go back."""
        self._run("SAVEPOINT mark")

    def back_to_mark(self) -> None:
        """Drops all that was written since `mark`, and keeps the transaction open."""
        self._run("ROLLBACK TO mark")

    # ------------------------------------------------------------ settings

    def setting(self, name: str) -> str | None:
        """A word kept about the archive as a whole, such as the version of the code that merged it."""
        row = self._row("SELECT value FROM settings WHERE name = ?", name)
        return str(row[0]) if row else None

    def set_setting(self, name: str, value: str) -> None:
        """Keeps a word about the archive as a whole."""
        self._run("INSERT OR REPLACE INTO settings VALUES (?, ?)", name, value)

    # ------------------------------------------------------------ pages and their entries

    def source_number(self, place: str) -> int:
        """The number of the source at `place` (its absolute path), given when it is first seen."""
        self._run("INSERT OR IGNORE INTO sources (place) VALUES (?)", place)
        row = self._row("SELECT source FROM sources WHERE place = ?", place)
        return int(row[0]) if row else 0

    def places_of(self, path: str) -> list[str]:
        """Where the sources lie that have a page of this path."""
        rows = self._rows(
            "SELECT place FROM pages JOIN sources USING (source) WHERE path = ? ORDER BY source", path
        )
        return [place for (place,) in rows]

    def page_state(self, source: int, path: str) -> tuple[bytes, str | None] | None:
        """(digest, problem) of a page as it was last read; None for a page never seen."""
        return self._row("SELECT digest, problem FROM pages WHERE source = ? AND path = ?", source, path)

    def put_page(
        self, source: int, path: str, digest: bytes, size: int, blog: str, reading: PageReading | Problem
    ) -> None:
        """Keeps what a page says in place of what it said before; the blogs concerned become stale.

        `blog` is the one that the page tells, "" for none; such a page has a home of its own until it is moved.
        """
        old = self._row("SELECT page, home FROM pages WHERE source = ? AND path = ?", source, path)
        if old:
            self._run("DELETE FROM entries WHERE page = ?", old[0])
            self._run("DELETE FROM pages WHERE page = ?", old[0])
        home, facts, problem = "", None, None
        entries: tuple[Entry, ...] = ()
        if isinstance(reading, Problem):
            problem = reading.reason
        else:
            home = blog or unknown_blog(source)
            facts, entries = facts_to_text(reading.facts), reading.entries
        page = self._run(
            "INSERT INTO pages (source, path, digest, size, blog, home, facts, problem)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *(source, path, digest, size, blog, home, facts, problem),
        ).lastrowid
        for entry in entries:
            self._run(
                "INSERT INTO entries (page, position, data) VALUES (?, ?, ?)",
                *(page, entry.position, entry_to_text(entry)),
            )
        self._make_stale(home, old[1] if old else "")

    def note_seen(self, paths: Iterable[str]) -> None:
        """Takes note that a source still has these pages; `forget_unseen` drops the others."""
        self._run("CREATE TEMP TABLE IF NOT EXISTS seen (path TEXT PRIMARY KEY) WITHOUT ROWID")
        self._connection.executemany("INSERT OR IGNORE INTO seen VALUES (?)", ((path,) for path in paths))

    def forget_unseen(self, source: int, kept: Sequence[str]) -> int | None:
        """Drops the pages of a source that were not noted as seen; how many. None, and none dropped, if none was seen.

        Pages whose path begins with one of `kept`, which could not be looked into, stay.
        """
        self.note_seen(())
        gone = [
            (page, home)
            for page, path, home in self._rows(
                "SELECT page, path, home FROM pages WHERE source = ? AND path NOT IN (SELECT path FROM seen)",
                source,
            )
            if not path.startswith(tuple(kept))
        ]
        row = self._row("SELECT count(*) FROM seen")
        self._run("DELETE FROM seen")
        if gone and not (row and row[0]):
            return None
        for page, home in gone:
            self._run("DELETE FROM entries WHERE page = ?", page)
            self._run("DELETE FROM pages WHERE page = ?", page)
            self._make_stale(home)
        return len(gone)

    def stale_blogs(self) -> list[str]:
        """The blogs of which a page has changed since they were merged, in stable order."""
        return [blog for (blog,) in self._rows("SELECT blog FROM stale_blogs ORDER BY blog")]

    def sources_with_unknown_blogs(self) -> list[int]:
        """The sources that have pages which do not tell their blog."""
        rows = self._rows("SELECT DISTINCT source FROM pages WHERE blog = '' AND home <> '' ORDER BY source")
        return [source for (source,) in rows]

    def told_blogs(self) -> list[str]:
        """The blogs that pages with posts on them tell, each once."""
        rows = self._rows(
            "SELECT DISTINCT blog FROM pages WHERE blog <> '' AND json_extract(facts, '$.kind') <> 'other'"
        )
        return [blog for (blog,) in rows]

    def pages_telling(self, blog: str) -> Iterator[tuple[int, str, str | None]]:
        """(number, home, address) of each page that tells this blog."""
        sql = "SELECT page, home, json_extract(facts, '$.url') FROM pages WHERE blog = ? ORDER BY page"
        return ((page, home, url) for page, home, url in self._rows(sql, blog))

    def known_blogs(self, source: int) -> Iterator[tuple[str, str]]:
        """(path, blog) of each page of a source that tells its blog."""
        rows = self._rows("SELECT path, home FROM pages WHERE source = ? AND blog <> ''", source)
        return ((path, blog) for path, blog in rows)

    def pages_of_unknown_blogs(self, source: int) -> list[tuple[int, str, str]]:
        """(number, path, home) of each page of a source that does not tell its blog."""
        rows = self._rows(
            "SELECT page, path, home FROM pages WHERE source = ? AND blog = '' AND home <> ''", source
        )
        return [(page, path, home) for page, path, home in rows]

    def move_page(self, page: int, old_home: str, home: str) -> None:
        """Has a page merged with another blog; the one it leaves and the one it comes to become stale."""
        if home != old_home:
            self._run("UPDATE pages SET home = ? WHERE page = ?", home, page)
            self._make_stale(old_home, home)

    def make_all_stale(self) -> None:
        """Has every blog merged again."""
        self._run("INSERT OR IGNORE INTO stale_blogs SELECT DISTINCT home FROM pages WHERE home <> ''")

    def pages_of(self, blog: str) -> Iterator[tuple[PageFacts, list[tuple[int, Entry]]]]:
        """Each page of a blog with its numbered entries, in stable order, one page in memory at a time."""
        pages = self._rows("SELECT page, path, facts FROM pages WHERE home = ? ORDER BY source, path", blog)
        for page, path, facts in pages:
            entries = self._rows(
                "SELECT entry, position, data FROM entries WHERE page = ? ORDER BY position", page
            )
            numbered = [(number, entry_from_text(data, path, position)) for number, position, data in entries]
            yield facts_from_text(facts, path), numbered

    def entries(self, numbers: Iterable[int]) -> list[Entry]:
        """The entries with these numbers, in their order."""
        found = []
        for number in numbers:
            row = self._row(
                "SELECT data, path, position FROM entries JOIN pages USING (page) WHERE entry = ?", number
            )
            if row:
                found.append(entry_from_text(*row))
        return found

    # ------------------------------------------------------------ posts

    def next_turn(self) -> int:
        """A number larger than that of any merge before."""
        row = self._row("SELECT coalesce(max(turn), 0) + 1 FROM posts")
        return int(row[0]) if row else 1

    def put_post(self, post: Post, owner: str, turn: int) -> Outcome:
        """Keeps a post in place of one with the same id, and says what that changed."""
        from hashlib import blake2b  # a lazy import: loading OpenSSL takes time that a search has no use for

        data = post_to_line(post)
        digest = blake2b(data.encode(), digest_size=16).digest()
        old = self._row("SELECT digest FROM posts WHERE id = ?", post.id)
        if old and old[0] == digest:
            self._run("UPDATE posts SET owner = ?, turn = ? WHERE id = ?", owner, turn, post.id)
            return "unchanged"
        self._run(
            "INSERT INTO posts (id, owner, turn, digest, data) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, turn = excluded.turn,"
            " digest = excluded.digest, data = excluded.data",
            *(post.id, owner, turn, digest, data),
        )
        self._run("INSERT OR IGNORE INTO changes VALUES (?)", post.id)
        return "changed" if old else "new"

    def end_merge(self, blog: str, turn: int) -> int:
        """Drops the posts of a blog that its merge no longer gave; how many. The blog is stale no more."""
        gone = "FROM posts WHERE owner = ? AND turn < ?"
        self._run(f"INSERT OR IGNORE INTO changes SELECT id {gone}", blog, turn)
        dropped = self._run(f"DELETE {gone}", blog, turn).rowcount
        self._run("DELETE FROM stale_blogs WHERE blog = ?", blog)
        return dropped

    def load(self, ids: Sequence[str]) -> dict[str, Post]:
        """The posts with these ids; an id without a post is left out."""
        found: dict[str, Post] = {}
        for start in range(0, len(ids), _IDS_AT_ONCE):
            wanted = ids[start : start + _IDS_AT_ONCE]
            marks = ",".join("?" * len(wanted))
            with _told(self._path):
                sql = f"SELECT id, data FROM posts WHERE id IN ({marks})"
                rows = self._connection.execute(sql, wanted).fetchall()
            for identity, data in rows:
                found[identity] = post_from_stored(data, identity)
        return found

    def ids_starting_with(self, prefix: str, limit: int = 2) -> list[str]:
        """Up to `limit` ids that begin with these characters."""
        rows = self._rows(
            "SELECT id FROM posts WHERE id >= ? AND id < ? || char(0x10ffff) ORDER BY id LIMIT ?",
            *(prefix, prefix, limit),
        )
        return [identity for (identity,) in rows]

    def posts(self) -> Iterator[Post]:
        """Every post, in the order they were first seen."""
        for identity, data in self._rows("SELECT id, data FROM posts ORDER BY post"):
            yield post_from_stored(data, identity)

    def post_count(self) -> int:
        """How many posts there are."""
        row = self._row("SELECT count(*) FROM posts")
        return int(row[0]) if row else 0

    def post_count_of_sources(self, sources: Iterable[int]) -> int:
        """How many posts the blogs have that the pages of these sources belong to."""
        blogs: set[str] = set()
        for source in sources:
            blogs.update(b for (b,) in self._rows("SELECT DISTINCT home FROM pages WHERE source = ?", source))
        rows = (self._row("SELECT count(*) FROM posts WHERE owner = ?", blog) for blog in blogs)
        return sum(int(row[0]) for row in rows if row)

    # ------------------------------------------------------------ what the search index has to learn

    def change_counts(self) -> tuple[int, int]:
        """How many posts the index has to take in, and how many to forget."""
        row = self._row(
            "SELECT count(posts.id), count(*) - count(posts.id) FROM changes LEFT JOIN posts USING (id)"
        )
        return row or (0, 0)

    def changed_posts(self) -> Iterator[Post]:
        """The posts that the index has not seen in this form."""
        for identity, data in self._rows(
            "SELECT id, data FROM posts WHERE id IN (SELECT id FROM changes) ORDER BY post"
        ):
            yield post_from_stored(data, identity)

    def removed_ids(self) -> Iterator[str]:
        """The ids of posts that the index has to forget."""
        rows = self._rows("SELECT id FROM changes WHERE id NOT IN (SELECT id FROM posts) ORDER BY id")
        return (identity for (identity,) in rows)

    def clear_changes(self) -> None:
        """Notes that the index knows every post as it is."""
        self._run("DELETE FROM changes")

    def damage(self) -> list[str]:
        """What is wrong with the database and with the posts in it, each in a sentence; nothing when all is well."""
        told = [str(row[0]) for row in self._rows("PRAGMA integrity_check(10)")]
        found = [f"{self._path}: {line}" for line in told if line != "ok"]
        for post_id, data in self._rows("SELECT id, data FROM posts"):
            try:
                if post_from_line(data).id != post_id:
                    found.append(f"{self._path}: post {post_id}: its record is of another post")
            except RecordError as error:
                found.append(f"{self._path}: post {post_id}: {error}")
        return found

    def all_ids(self) -> set[str]:
        """The ids of all posts."""
        return {row[0] for row in self._rows("SELECT id FROM posts")}

    def counts(self) -> Counts:
        """How much the archive holds."""
        sources = self._number("SELECT count(*) FROM sources")
        pages, bad = self._row("SELECT count(*), count(problem) FROM pages") or (0, 0)
        row = self._row(
            "SELECT count(*), count(*) - count(data ->> '$.title'), sum(data ->> '$.authors' = '[]'),"
            " count(*) - count(data ->> '$.published'),"
            " min(data ->> '$.published'), max(data ->> '$.published') FROM posts"
        )
        posts, no_title, no_author, no_date, earliest, latest = row or (0, 0, 0, 0, None, None)
        return Counts(
            sources=sources,
            pages=pages,
            pages_with_problems=bad,
            posts=posts,
            posts_without_title=no_title,
            posts_without_author=no_author or 0,
            posts_without_date=no_date,
            earliest=earliest,
            latest=latest,
            blogs=self._posts_by("blog"),
            platforms=self._posts_by("platform"),
            database_bytes=self._path.stat().st_size,
        )

    def _make_stale(self, *blogs: str) -> None:
        for blog in blogs:
            if blog:
                self._run("INSERT OR IGNORE INTO stale_blogs VALUES (?)", blog)

    def _posts_by(self, field: Literal["blog", "platform"]) -> dict[str, int]:
        rows = self._rows(
            f"SELECT coalesce(data ->> '$.{field}', '') AS name, count(*) AS number FROM posts"
            " GROUP BY name ORDER BY number DESC, name"
        )
        return dict(rows)

    # ------------------------------------------------------------ SQL

    def _run(self, sql: str, *values: object) -> sqlite3.Cursor:
        with _told(self._path):
            return self._connection.execute(sql, values)

    def _rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with _told(self._path):
            yield from self._connection.execute(sql, values)

    def _row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        with _told(self._path):
            row: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
            return row

    def _number(self, sql: str) -> int:
        row = self._row(sql)
        return int(row[0]) if row else 0


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
        with _told(path):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            connection = sqlite3.connect(f"{_uri(path)}?mode=rw", uri=True, isolation_level=None, timeout=0)
        is_first = True
        while True:
            try:
                connection.execute("BEGIN EXCLUSIVE")
                return cls(connection)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    connection.close()
                    with _told(path):
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


def _make(path: Path) -> None:
    """Makes an empty store, beside its place first, so that nobody ever finds one that is half made."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    # Made before SQLite does, so that it and its companions are for the owner's eyes only.
    os.close(os.open(fresh, os.O_RDWR | os.O_CREAT, 0o600))
    connection = _connect(f"{_uri(fresh)}?mode=rw")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(
        f"BEGIN IMMEDIATE; {_TABLES} PRAGMA application_id = {APPLICATION_ID};"
        f"PRAGMA user_version = {FORMAT_VERSION}; COMMIT;"
    )
    connection.close()
    fresh.replace(path)


def _connect_to_read(path: Path) -> sqlite3.Connection:
    connection = _connect(f"{_uri(path)}?mode=ro", check_same_thread=False)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        is_at_rest = not path.with_name(path.name + "-wal").exists()
        if (
            error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
            or not is_at_rest
        ):
            raise
        # A folder that cannot be written to has no place for the WAL's index, and no writer either.
        return _connect(f"{_uri(path)}?immutable=1", check_same_thread=False)
    return connection


def _connect(uri: str, check_same_thread: bool = True) -> sqlite3.Connection:
    return sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS, check_same_thread=check_same_thread
    )


def _uri(path: Path) -> str:
    return path.absolute().as_uri()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns what SQLite or the file system raise in the block into our errors, each with its remedy."""
    try:
        yield
    except sqlite3.Error as error:
        raise _our_error(error, path) from error
    except OSError as error:
        raise ArchiveSearchError(
            f"{path}: cannot be opened ({error.strerror or error}); check the folder and its permissions"
        ) from error


def _our_error(error: sqlite3.Error, path: Path) -> ArchiveSearchError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return IndexFormatError(f"{path}: not a database of archivesearch; give another folder with --index")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LockedError(f"{path}: in use by another program; try again later")
    if code == sqlite3.SQLITE_FULL:
        return ArchiveSearchError(
            f"{path}: the disk is full; nothing committed is lost. Make room and run again"
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return ArchiveSearchError(
            f"{path}: cannot be written ({error}); check the folder and its permissions"
        )
    return IndexFormatError(
        f"{path}: damaged or of another version ({error}); restore it from a backup,"
        " or delete it and index the sources again"
    )
