"""Which reader reads which media."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archivesearch.extract.formats import (
    blogengine,
    blogml,
    dayentry,
    feed,
    json_posts,
    livejournal_export,
    medium_export,
    movabletype,
    substack_export,
    tumblr_export,
    wxr,
)
from archivesearch.model import Media, Page, PageReading

READERS: Mapping[Media, Callable[[Page, str], PageReading]] = {
    "blogengine": blogengine.read,
    "blogml": blogml.read,
    "dayentry": dayentry.read,
    "feed": feed.read,
    "json": json_posts.read,
    "livejournal": livejournal_export.read,
    "medium": medium_export.read,
    "movabletype": movabletype.read,
    "substack": substack_export.read,
    "tumblr": tumblr_export.read,
    "wxr": wxr.read,
}
