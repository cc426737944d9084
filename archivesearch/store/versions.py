"""What each of several blogs tells of a post that all of them show; the post itself is made of these."""

from __future__ import annotations

from dataclasses import dataclass

from archivesearch.model import Post
from archivesearch.records import post_to_line
from archivesearch.store.database import Database
from archivesearch.store.posts import SHARED
from archivesearch.store.stored_post import post_from_stored


@dataclass(frozen=True, slots=True)
class Version:
    """A post as one blog tells it."""

    blog: str
    turn: int  # of the merge that last gave it
    post: Post


class Versions:
    """Versions by post and blog. Only shared posts have rows; the version of any other post is the post."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_post(self, post_id: str) -> list[Version]:
        """What each blog says that shows the post, in stable order."""
        rows = self._database.rows(
            "SELECT owner, turn, data FROM posts WHERE id = ?1 AND owner <> ?2 UNION ALL"
            " SELECT versions.owner, versions.turn, versions.data FROM versions JOIN posts USING (id)"
            " WHERE id = ?1 AND posts.owner = ?2 ORDER BY 1",
            *(post_id, SHARED),
        )
        return [Version(owner, turn, post_from_stored(data, post_id)) for owner, turn, data in rows]

    def put(self, version: Version) -> None:
        """Keeps what a blog says of a shared post."""
        self._database.run(
            "INSERT OR REPLACE INTO versions (id, owner, turn, data) VALUES (?, ?, ?, ?)",
            *(version.post.id, version.blog, version.turn, post_to_line(version.post)),
        )

    def drop_older(self, blog: str, turn: int) -> list[str]:
        """Drops the versions that a blog's merge no longer gave; the ids of their posts."""
        gone = "FROM versions WHERE owner = ? AND turn < ?"
        ids = [identity for (identity,) in self._database.rows(f"SELECT id {gone} ORDER BY id", blog, turn)]
        self._database.run(f"DELETE {gone}", blog, turn)
        return ids
