"""What the search index has yet to learn: the posts that are new, changed or gone since it was brought up to date."""

from __future__ import annotations

from collections.abc import Iterator

from archivesearch.model import Post
from archivesearch.store.database import Database
from archivesearch.store.stored_post import post_from_stored


class Changes:
    """The posts that the search index does not know as they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self) -> tuple[int, int]:
        """How many posts the index has to take in, and how many to forget."""
        row = self._database.row(
            "SELECT count(posts.id), count(*) - count(posts.id) FROM changes LEFT JOIN posts USING (id)"
        )
        return row or (0, 0)

    def posts(self) -> Iterator[Post]:
        """The posts that the index has not seen in this form."""
        for identity, data in self._database.rows(
            "SELECT id, data FROM posts WHERE id IN (SELECT id FROM changes) ORDER BY post"
        ):
            yield post_from_stored(data, identity)

    def removed_ids(self) -> Iterator[str]:
        """The ids of posts that the index has to forget."""
        rows = self._database.rows(
            "SELECT id FROM changes WHERE id NOT IN (SELECT id FROM posts) ORDER BY id"
        )
        return (identity for (identity,) in rows)

    def clear(self) -> None:
        """Notes that the index knows every post as it is."""
        self._database.run("DELETE FROM changes")
