"""Blogger: layouts templates, classic templates and dynamic views.

Source: default layouts templates; pages of classic templates.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if "blogger" in head.generator:
        return f"meta generator: {head.first('generator')}"
    if any("blogger.com" in link.href or "blogblog.com" in link.href for link in head.links):
        return "links to blogger.com"
    if document.select("a[name^='postid'], .post-body[id^=post-body-]"):
        return "post-body ids"
    return None


PLATFORM = Platform(
    name="Blogger",
    recognise=_recognise,
    posts=(".post.hentry", ".blog-posts .post", ".post-outer .post", "div.post", ".post-outer"),
    title=(".post-title.entry-title", "h3.post-title", ".post-title", ".PostTitle"),
    permalink=(
        ".post-title a@href",
        "a.timestamp-link@href",
        "meta[itemprop=url]@content",
        "a[title='permanent link']@href",
        "a[rel~=bookmark]@href",
    ),
    authors=(".post-author .fn", ".post-author", ".byline"),
    published=(
        "abbr.published@title",
        "time.published@datetime",
        "[itemprop=datePublished]@title",
        "[itemprop=datePublished]@content",
        ".post-timestamp",
        ".post-footer",
        ".byline",
    ),
    body=(".post-body", ".entry-content"),
    tags=(".post-labels a", ".label-links a"),
    day_heading=("h2.date-header", ".date-header", ".date-posts h2"),
    not_body=(".post-footer", ".post-share-buttons", ".jump-link", ".post-labels", ".blog-pager"),
    single_page=("body.item-view", "body.view-item"),
    other_page=("body.static_page", "body.error_page"),
)
