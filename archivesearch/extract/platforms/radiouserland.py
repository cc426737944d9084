"""Radio UserLand: one page a day, items often without titles, a time and a "#" below each.

Source: pages of the default themes, which have no class names; the posts are parted by their stamps.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if "radio userland" in head.generator:
        return f"meta generator: {head.first('generator')}"
    for mark in (
        "visit the Radio UserLand website",
        "radiocomments.userland.com",
        "radio.xmlstoragesystem.com",
    ):
        if mark in document.source:
            return mark
    return None


PLATFORM = Platform(name="Radio UserLand", recognise=_recognise)
