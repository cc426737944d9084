"""Octopress 2 and 3: the classic theme and what was made from it.

Source: theme templates.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform, links_at_end


def _recognise(document: Document, head: Head) -> str | None:
    if "octopress" in head.generator:
        return f"meta generator: {head.first('generator')}"
    if "/octopress.js" in document.source:
        return "script octopress.js"
    if links_at_end(document, "octopress.org"):
        return "link to octopress.org at the end of the page"
    return None


PLATFORM = Platform(
    name="Octopress",
    recognise=_recognise,
    posts=(".blog-index article", "article.hentry", "#blog-archives article"),
    title=(".entry-title", "#blog-archives h1"),
    authors=(".byline .fn",),
    published=("time[pubdate]@datetime",),
    categories=(".categories a",),
)
