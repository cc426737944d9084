"""BlogEngine.NET: themes with the xfolkentry class names, and those of version 2.5 and later.

Source: theme templates. Newer themes print the day only.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if "blogengine" in head.generator:
        return f"meta generator: {head.first('generator')}"
    if any("syndication.axd" in link.href or "rsd.axd" in link.href for link in head.links):
        return "feed at syndication.axd"
    if document.select(".post.xfolkentry"):
        return "xfolkentry class names"
    return None


PLATFORM = Platform(
    name="BlogEngine.NET",
    recognise=_recognise,
    posts=(".post.xfolkentry", "article.post"),
    title=("a.taggedlink", ".post-title", ".PostTitle"),
    # rel=bookmark leads to post.aspx?id=GUID, the second address of every post
    permalink=("a.taggedlink@href", ".post-title a@href"),
    authors=(".post-author", "span.author"),
    published=(".pubDate", ".PubDate", ".post-date"),
    body=(".post-body", ".text", ".entry"),
    tags=(".post-tags a", "p.tags a", "a[rel~=tag]"),
    categories=(".post-category a", "p.categories a"),
    not_body=(".bottom", ".postfooter", ".rating"),
)
