"""The pages of an archive's sources, as they were last read, and the entries read from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archivesearch.errors import Problem
from archivesearch.model import Entry, PageFacts, PageReading
from archivesearch.records import entry_from_text, entry_to_text, facts_from_text, facts_to_text
from archivesearch.store.blogs import Blogs, unknown_blog
from archivesearch.store.database import Database


class Pages:
    """Pages by source and path; each knows its blog, and what is kept of it makes that blog stale."""

    def __init__(self, database: Database, blogs: Blogs) -> None:
        self._database = database
        self._blogs = blogs

    def source_number(self, place: str) -> int:
        """The number of the source at `place` (its absolute path), given when it is first seen."""
        self._database.run("INSERT OR IGNORE INTO sources (place) VALUES (?)", place)
        return self._database.number("SELECT source FROM sources WHERE place = ?", place)

    def places_of(self, path: str) -> list[str]:
        """Where the sources lie that have a page of this path."""
        rows = self._database.rows(
            "SELECT place FROM pages JOIN sources USING (source) WHERE path = ? ORDER BY source", path
        )
        return [place for (place,) in rows]

    def state(self, source: int, path: str) -> tuple[bytes, str | None] | None:
        """(digest, problem) of a page as it was last read; None for a page never seen."""
        return self._database.row(
            "SELECT digest, problem FROM pages WHERE source = ? AND path = ?", source, path
        )

    def put(
        self, source: int, path: str, digest: bytes, size: int, blog: str, reading: PageReading | Problem
    ) -> None:
        """Keeps what a page says in place of what it said before; the blogs concerned become stale.

        `blog` is the one that the page tells, "" for none; such a page has a home of its own until it is moved.
        """
        old = self._database.row("SELECT page, home FROM pages WHERE source = ? AND path = ?", source, path)
        if old:
            self._database.run("DELETE FROM entries WHERE page = ?", old[0])
            self._database.run("DELETE FROM pages WHERE page = ?", old[0])
        home, facts, problem = "", None, None
        entries: tuple[Entry, ...] = ()
        if isinstance(reading, Problem):
            problem = reading.reason
        else:
            home = blog or unknown_blog(source)
            facts, entries = facts_to_text(reading.facts), reading.entries
        page = self._database.run(
            "INSERT INTO pages (source, path, digest, size, blog, home, facts, problem)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *(source, path, digest, size, blog, home, facts, problem),
        ).lastrowid
        for entry in entries:
            self._database.run(
                "INSERT INTO entries (page, position, data) VALUES (?, ?, ?)",
                *(page, entry.position, entry_to_text(entry)),
            )
        self._blogs.make_stale(home, old[1] if old else "")

    def note_seen(self, paths: Iterable[str]) -> None:
        """Takes note that a source still has these pages; `forget_unseen` drops the others."""
        self._database.run("CREATE TEMP TABLE IF NOT EXISTS seen (path TEXT PRIMARY KEY) WITHOUT ROWID")
        self._database.run_each("INSERT OR IGNORE INTO seen VALUES (?)", ((path,) for path in paths))

    def forget_unseen(self, source: int, kept: Sequence[str]) -> int | None:
        """Drops the pages of a source that were not noted as seen; how many. None, and none dropped, if none was seen.

        Pages whose path begins with one of `kept`, which could not be looked into, stay.
        """
        self.note_seen(())
        gone = [
            (page, home)
            for page, path, home in self._database.rows(
                "SELECT page, path, home FROM pages WHERE source = ? AND path NOT IN (SELECT path FROM seen)",
                source,
            )
            if not path.startswith(tuple(kept))
        ]
        row = self._database.row("SELECT count(*) FROM seen")
        self._database.run("DELETE FROM seen")
        if gone and not (row and row[0]):
            return None
        for page, home in gone:
            self._database.run("DELETE FROM entries WHERE page = ?", page)
            self._database.run("DELETE FROM pages WHERE page = ?", page)
            self._blogs.make_stale(home)
        return len(gone)

    def of_blog(self, blog: str) -> Iterator[tuple[PageFacts, list[tuple[int, Entry]]]]:
        """Each page of a blog with its numbered entries, in stable order, one page in memory at a time."""
        pages = self._database.rows(
            "SELECT page, path, facts FROM pages WHERE home = ? ORDER BY source, path", blog
        )
        for page, path, facts in pages:
            entries = self._database.rows(
                "SELECT entry, position, data FROM entries WHERE page = ? ORDER BY position", page
            )
            numbered = [(number, entry_from_text(data, path, position)) for number, position, data in entries]
            yield facts_from_text(facts, path), numbered

    def entries(self, numbers: Iterable[int]) -> list[Entry]:
        """The entries with these numbers, in their order."""
        found = []
        for number in numbers:
            row = self._database.row(
                "SELECT data, path, position FROM entries JOIN pages USING (page) WHERE entry = ?", number
            )
            if row:
                found.append(entry_from_text(*row))
        return found
