"""Which reader reads which media."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archivesearch.extract.formats import feed, wxr
from archivesearch.model import Media, Page, PageReading

READERS: Mapping[Media, Callable[[Page, str], PageReading]] = {
    "feed": feed.read,
    "wxr": wxr.read,
}
