"""Movable Type, from its first templates to MT 8, and TypePad.

Source: default templates; pages of TypePad and of MT 2 and 3.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if "movable type" in head.generator or "typepad" in head.generator:
        return f"meta generator: {head.first('generator')}"
    if document.select(".entry-asset"):
        return "entry-asset class names"
    if (
        "/mt-static/" in document.source
        or "mt-comments.cgi" in document.source
        or "mt-tb.cgi" in document.source
    ):
        return "scripts of Movable Type"
    return None


PLATFORM = Platform(
    name="Movable Type",
    recognise=_recognise,
    posts=(
        ".entry-asset",
        ".entry[id^=entry-]",
        ".entry.hentry",
        "div.blogbody",
        "div.entry",
        ".content .entry",
    ),
    title=(".asset-name", ".entry-title", ".entry-header", "h3.title", "h2.title", ".title"),
    permalink=(
        ".asset-name a@href",
        ".entry-title a@href",
        ".entry-header a@href",
        "a[rel~=bookmark]@href",
        "a.permalink@href",
    ),
    authors=(
        ".byline .author",
        ".vcard.author",
        ".byline",
        ".post-footers",
        ".entry-footer",
        "p.posted",
        ".posted",
    ),
    published=(
        "abbr.published@title",
        ".entry-footer",
        ".entry-footer-info",
        ".post-footers",
        "p.posted",
        ".posted",
        ".byline",
    ),
    body=(
        ".asset-body, .asset-more",
        ".asset-content",
        ".entry-content",
        ".entry-body, .entry-more",
        "#more, .entry-body",
    ),
    excerpt=(".asset-summary",),
    tags=(".entry-tags a[rel~=tag]", ".entry-tags a", ".post-tags a"),
    categories=(".entry-categories a", ".entry-footer .post-footers a[href$='/']"),
    day_heading=("h2.date-header", ".date-header", "h2.date", ".date"),
    not_body=(
        ".asset-meta",
        ".asset-footer",
        ".entry-footer",
        ".extended",
        ".asset-more-link",
        "p.posted",
        ".posted",
        ".entry-more-link",
    ),
    list_page=(
        "body.mt-main-index",
        "body.mt-archive-listing",
        "body.mt-datebased-monthly-archive",
        "body.mt-category-archive",
        "body.mt-archive-index",
    ),
    single_page=("body.mt-entry-archive", "body.individual"),
    other_page=("body.mt-page-archive", "body.mt-search-results"),
)
