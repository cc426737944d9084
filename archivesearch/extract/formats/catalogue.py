"""Which reader reads which media."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archivesearch.extract.formats import blogengine, blogml, dayentry, feed, json_posts, movabletype, wxr
from archivesearch.model import Media, Page, PageReading

READERS: Mapping[Media, Callable[[Page, str], PageReading]] = {
    "blogengine": blogengine.read,
    "blogml": blogml.read,
    "dayentry": dayentry.read,
    "feed": feed.read,
    "json": json_posts.read,
    "movabletype": movabletype.read,
    "wxr": wxr.read,
}
