"""Serendipity: the default theme, where the day heads a group and the footer has only the time, and 2k11.

Source: theme templates. In the default theme a post's heading stands before its box, so there the box is no box.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if "serendipity" in head.generator:
        return f"meta generator: {head.first('generator')}"
    if document.select(".serendipity_entry, .serendipity_entry_body"):
        return "serendipity_ class names"
    return None


PLATFORM = Platform(
    name="Serendipity",
    recognise=_recognise,
    posts=("article.serendipity_entry",),
    title=(".serendipity_title", "article.serendipity_entry h2"),
    permalink=(".serendipity_title a@href", "article.serendipity_entry h2 a@href"),
    authors=(".serendipity_byline a", ".serendipity_entryFooter a[href*='/authors/']"),
    published=(".serendipity_byline time@datetime",),
    body=(".serendipity_entry_body, .serendipity_entry_extended, article #extended",),
    categories=(".serendipity_entryFooter a[href*='/categories/']", "article footer a[href*='/categories/']"),
    day_heading=(".serendipity_date",),
    not_body=(".serendipity_entryFooter", ".serendipity_comments", ".read_more", ".serendipity_entryIcon"),
)
