"""How much an archive holds: posts by blog and platform, and what they lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from archivesearch.store.database import Database


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


def counts_of(database: Database) -> Counts:
    """How much the archive holds."""
    sources = database.number("SELECT count(*) FROM sources")
    pages, bad = database.row("SELECT count(*), count(problem) FROM pages") or (0, 0)
    row = database.row(
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
        blogs=_posts_by(database, "blog"),
        platforms=_posts_by(database, "platform"),
        database_bytes=database.path.stat().st_size,
    )


def _posts_by(database: Database, field: Literal["blog", "platform"]) -> dict[str, int]:
    rows = database.rows(
        f"SELECT coalesce(data ->> '$.{field}', '') AS name, count(*) AS number FROM posts"
        " GROUP BY name ORDER BY number DESC, name"
    )
    return dict(rows)
