"""A post as one row: the columns that tables of every kind share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from archivesearch.model import Post

# Column -> whether it holds several values.
COLUMNS: Mapping[str, bool] = MappingProxyType(
    {
        "id": False,
        "permalink": False,
        "blog": False,
        "blog_title": False,
        "platform": False,
        "title": False,
        "authors": True,
        "published": False,
        "updated": False,
        "tags": True,
        "categories": True,
        "language": False,
        "body": False,
        "pages": True,
    }
)


def row(post: Post) -> tuple[str | list[str] | None, ...]:
    """The values of COLUMNS; stamps as ISO 8601 cut to what is known, pages as the paths it was seen on."""
    return (
        post.id,
        post.permalink,
        post.blog,
        post.blog_title,
        post.platform,
        post.title,
        list(post.authors),
        str(post.published) if post.published else None,
        str(post.updated) if post.updated else None,
        list(post.tags),
        list(post.categories),
        post.language,
        post.body,
        [capture.page for capture in post.captures],
    )
