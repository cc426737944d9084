"""Squarespace 5, 7.0 and 7.1.

Source: published scrapers. The datetime of a time element is what is shown, often without a year; the whole
moment stands in <meta itemprop="datePublished"> of the post's own page.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if "<!-- This is Squarespace. -->" in document.source:
        return "comment \u201cThis is Squarespace.\u201d"
    if any(
        "static1.squarespace.com" in link.href or "images.squarespace-cdn.com" in link.href
        for link in head.links
    ):
        return "links to Squarespace's files"
    if document.select(".journal-entry-text"):
        return "class name journal-entry-text"
    return None


PLATFORM = Platform(
    name="Squarespace",
    recognise=_recognise,
    posts=(
        "article.BlogItem, article.h-entry",
        "article.BlogList-item, article.blog-item",
        ".journal-entry-wrapper, .journal-entry-text",
    ),
    title=(
        ".BlogItem-title",
        ".BlogList-item-title",
        ".blog-item-title",
        ".blog-title",
        ".journal-entry-text .title",
    ),
    permalink=("a.BlogList-item-title@href", ".blog-title a@href", ".journal-entry-text .title a@href"),
    authors=(".Blog-meta-item--author", ".blog-author-name", ".blog-meta-item--author"),
    published=(".Blog-meta-item--date@datetime", "time.blog-date", ".blog-meta-item--date", ".posted-on"),
    body=("[data-layout-label='Post Body']", ".blog-item-content", ".journal-entry-text .body"),
    excerpt=(".BlogList-item-excerpt", ".blog-excerpt"),
    tags=(".Blog-meta-item--tags a", ".blog-item-tag"),
    categories=(".Blog-meta-item--categories a", ".blog-categories"),
    not_body=(".squarespace-comments",),
)
