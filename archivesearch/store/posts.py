"""The posts of an archive, each with the blog or the records that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from archivesearch.model import Post
from archivesearch.records import post_to_line
from archivesearch.store.database import Database, told
from archivesearch.store.stored_post import post_from_stored, stored_posts

if TYPE_CHECKING:
    from archivesearch.report import Outcome

# The owners of posts that do not belong to one blog: they came as records, or several blogs show them.
RECORDS = "records"
SHARED = "*"

_IDS_AT_ONCE = 500  # of a query; older SQLite takes 999 values


class Posts:
    """Posts by id; to go through them gives all, in the order they were first seen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def next_turn(self) -> int:
        """A number larger than that of any merge before."""
        return self._database.number("SELECT coalesce(max(turn), 0) + 1 FROM posts")

    def put(self, post: Post, owner: str, turn: int) -> Outcome:
        """Keeps a post in place of one with the same id, and says what that changed."""
        from hashlib import blake2b  # a lazy import: loading OpenSSL takes time that a search has no use for

        data = post_to_line(post)
        digest = blake2b(data.encode(), digest_size=16).digest()
        old = self._database.row("SELECT digest, owner FROM posts WHERE id = ?", post.id)
        if old and old[1] == SHARED != owner:
            self._database.run("DELETE FROM versions WHERE id = ?", post.id)
        if old and old[0] == digest:
            self._database.run("UPDATE posts SET owner = ?, turn = ? WHERE id = ?", owner, turn, post.id)
            return "unchanged"
        self._database.run(
            "INSERT INTO posts (id, owner, turn, digest, data) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, turn = excluded.turn,"
            " digest = excluded.digest, data = excluded.data",
            *(post.id, owner, turn, digest, data),
        )
        self._database.run("INSERT OR IGNORE INTO changes VALUES (?)", post.id)
        return "changed" if old else "new"

    def holder(self, post_id: str) -> tuple[str, int] | None:
        """(owner, turn of the merge that last gave it) of the post with this id."""
        return self._database.row("SELECT owner, turn FROM posts WHERE id = ?", post_id)

    def end_merge(self, blog: str, turn: int) -> int:
        """Drops the posts of a blog that its merge no longer gave; how many. The blog is stale no more."""
        gone = "FROM posts WHERE owner = ? AND turn < ?"
        self._database.run(f"INSERT OR IGNORE INTO changes SELECT id {gone}", blog, turn)
        dropped = self._database.run(f"DELETE {gone}", blog, turn).rowcount
        self._database.run("DELETE FROM stale_blogs WHERE blog = ?", blog)
        return dropped

    def load(self, ids: Sequence[str]) -> dict[str, Post]:
        """The posts with these ids; an id without a post is left out."""
        return stored_posts(self.lines(ids))

    def lines(self, ids: Sequence[str]) -> dict[str, str]:
        """The lines of the posts with these ids, as `post_to_line` wrote them; an id without a post is left out."""
        found: dict[str, str] = {}
        for start in range(0, len(ids), _IDS_AT_ONCE):
            wanted = ids[start : start + _IDS_AT_ONCE]
            marks = ",".join("?" * len(wanted))
            with told(self._database.path):
                sql = f"SELECT id, data FROM posts WHERE id IN ({marks})"
                found.update(self._database.connection.execute(sql, wanted))
        return found

    def ids_starting_with(self, prefix: str, limit: int = 2) -> list[str]:
        """Up to `limit` ids that begin with these characters."""
        rows = self._database.rows(
            "SELECT id FROM posts WHERE id >= ? AND id < ? || char(0x10ffff) ORDER BY id LIMIT ?",
            *(prefix, prefix, limit),
        )
        return [identity for (identity,) in rows]

    def ids(self) -> set[str]:
        """The ids of all posts."""
        return {row[0] for row in self._database.rows("SELECT id FROM posts")}

    def __iter__(self) -> Iterator[Post]:
        for identity, data in self._database.rows("SELECT id, data FROM posts ORDER BY post"):
            yield post_from_stored(data, identity)

    def count(self) -> int:
        """How many posts there are."""
        return self._database.number("SELECT count(*) FROM posts")

    def count_of_sources(self, sources: Iterable[int]) -> int:
        """How many posts the blogs have that the pages of these sources belong to."""
        blogs: set[str] = set()
        for source in sources:
            blogs.update(
                b for (b,) in self._database.rows("SELECT DISTINCT home FROM pages WHERE source = ?", source)
            )
        shared: set[str] = set()
        for blog in blogs:
            shared.update(i for (i,) in self._database.rows("SELECT id FROM versions WHERE owner = ?", blog))
        owned = (self._database.number("SELECT count(*) FROM posts WHERE owner = ?", b) for b in blogs)
        return sum(owned) + len(shared)
