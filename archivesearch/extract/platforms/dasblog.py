"""dasBlog (ASP.NET): the classic themes and dasBlog Core.

Source: the templates of shanselman/dasblog and poppastring/dasblog-core.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if any("microsummary" in link.rel for link in head.links):
        return "link rel=microsummary"
    if any("SyndicationService.asmx" in link.href for link in head.links):
        return "feed at SyndicationService.asmx"
    if document.select(".TitleLinkStyle, .permalinkStyle, .itemBoxStyle, .itemBodyStyle") and (
        "LinkStyle" in document.source or "itemBo" in document.source
    ):
        return "class names of dasBlog's macros"
    if "newtelligence dasBlog" in document.source:
        return "powered by newtelligence dasBlog"
    return None


PLATFORM = Platform(
    name="dasBlog",
    recognise=_recognise,
    posts=(
        ".itemBoxStyle",
        ".newsItems .item, .items .item",
        ".post:has(.dbc-post-date), .post:has(.post-body)",
    ),
    title=(".itemTitleStyle", ".itemTitle", ".ItemTitle", "a.TitleLinkStyle", ".post-title h2", ".postTitle"),
    permalink=("a.permalinkStyle@href", "a.TitleLinkStyle[rel~=bookmark]@href", "a[rel~=bookmark]@href"),
    authors=(".dbc-post-author", ".itemAuthorStyle"),
    published=(".itemFooterStyle", ".itemFooter", ".dbc-post-date", ".ItemData", ".post-footer"),
    body=(".itemBodyStyle", ".itemBody", ".ItemText", ".itemContents", ".post-body"),
    categories=(
        "a.categoryLinkStyle",
        ".itemCategoryLinksStyle a",
        ".categoryLinks a",
        ".dbc-span-category a",
    ),
    day_heading=(".date", ".dayHeader", ".DayDate", ".blogdateheader"),
    not_body=(
        ".commentViewBox",
        ".commentBoxStyle",
        ".itemReadMoreStyle",
        ".itemFooterStyle",
        ".itemCategoryLinksStyle",
    ),
    list_page=("head meta[name=robots][content='noindex,follow']",),
    # JSON-LD names the copyright line as author and the UTC day as date.
    ignored_meta=frozenset({"json-ld authors", "json-ld published"}),
)
