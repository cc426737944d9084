"""Substack: posts and the archive of a newsletter.

Source: published extractors. Stamps are in UTC; the part behind a paywall is not on the page.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if any("substackcdn.com" in link.href for link in head.links):
        return "links to substackcdn.com"
    if document.select(".available-content .body.markup"):
        return "class names of Substack's reader"
    return None


PLATFORM = Platform(
    name="Substack",
    recognise=_recognise,
    posts=("article:has(.available-content)", ".single-post", ".post-preview"),
    title=("h1.post-title", ".post-preview-title"),
    permalink=("a.post-preview-title@href",),
    authors=(".byline-names a", ".byline-names"),
    published=(".post-date time@datetime", "time[datetime]@datetime"),
    body=(".available-content .body", ".available-content"),
    excerpt=(".post-preview-description",),
    not_body=(
        ".subscription-widget-wrap",
        ".subscription-widget",
        ".captioned-button-wrap",
        ".button-wrapper",
        ".paywall",
    ),
)
