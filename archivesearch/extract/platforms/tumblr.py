"""Tumblr: any theme. A theme names its own classes; the addresses and what Tumblr itself adds are the same everywhere.

Source: theme tags.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if head.first("al:ios:app_name", "al:android:app_name") == "Tumblr":
        return "meta al:*:app_name: Tumblr"
    # an embedded post brings assets.tumblr.com/post.js to any page; these two only a blog has
    if "tumblr_controls" in document.source:
        return "tumblr_controls"
    if "assets.tumblr.com/assets/scripts" in document.source:
        return "scripts of assets.tumblr.com"
    return None


PLATFORM = Platform(
    name="Tumblr",
    recognise=_recognise,
    permalink=("a.permalink@href", ".permalink a@href", "a[href*='/post/']@href"),
    tags=("a[href*='/tagged/']",),
    not_body=(".notes", ".post-notes", ".tags", ".permalink", ".date", ".metadata", ".meta"),
)
