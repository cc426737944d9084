"""JSON Lines: one record a line, as `archivesearch scrape` prints them and `archivesearch index` takes them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archivesearch.model import Post
from archivesearch.records import post_to_line


def lines(posts: Iterable[Post]) -> Iterator[str]:
    """A line for each post."""
    return map(post_to_line, posts)
