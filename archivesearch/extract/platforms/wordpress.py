"""WordPress: classic themes since 2010, block themes, and the templates before 2010.

Source: Kubrick, Twenty Ten to Twenty Twenty-Four, core block templates.
"""

from __future__ import annotations

import re

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if "wordpress" in head.generator:
        return f"meta generator: {head.first('generator')}"
    if head.link("https://api.w.org/"):
        return "link rel=https://api.w.org/"
    if "/wp-content/" in document.source or "/wp-includes/" in document.source:
        return "files of /wp-content/"
    if document.select(".wp-block-post-template, .wp-block-post-content"):
        return "wp-block class names"
    return None


def _prints_local_as_utc(head: Head) -> bool:
    """get_the_date('c') printed local time with PHP's zone, which WordPress keeps at UTC, until version 5.3."""
    version = re.search(r"wordpress(?:\.com)? ?(\d+)\.(\d+)", head.generator)
    return version is None or (int(version[1]), int(version[2])) < (5, 3)


PLATFORM = Platform(
    name="WordPress",
    recognise=_recognise,
    posts=(
        ".type-post.hentry, .type-post.post, .hentry.post",
        ".wp-block-post-template > li",
        ".wp-block-post",
        ".hentry:not(.type-page)",
        ".post[id^=post-]",
        ".post:has(.entry)",
    ),
    title=(".entry-title", ".wp-block-post-title", ".post-title", "h2 a[rel~=bookmark]", "h2 > a"),
    permalink=(
        ".entry-title a@href",
        ".wp-block-post-title a@href",
        ".post-title a@href",
        "h2 a[rel~=bookmark]@href",
        "h1 a[rel~=bookmark]@href",
        "h3 a[rel~=bookmark]@href",
        "a[rel~=bookmark]@href",
    ),
    authors=(
        ".author .fn",
        ".author.vcard",
        ".wp-block-post-author-name",
        ".wp-block-post-author__name",
        "a[rel~=author]",
    ),
    published=(
        "time.entry-date.published@datetime",
        "time.published@datetime",
        "time.entry-date@datetime",
        ".wp-block-post-date:not(.wp-block-post-date__modified-date) time@datetime",
        "abbr.published@title",
        ".entry-date",
        ".post-date",
        ".entry-meta",
        "small",
        ".postmetadata",
        ".post-info",
        ".meta",
    ),
    updated=("time.updated:not(.published)@datetime", ".wp-block-post-date__modified-date time@datetime"),
    body=(
        ".entry-content",
        ".wp-block-post-content",
        ".elementor-widget-theme-post-content",
        ".post-content",
        ".entry",
        ".post-entry",
        ".storycontent",
        ".content",
    ),
    excerpt=(".entry-summary", ".wp-block-post-excerpt"),
    tags=(
        ".tag-links a",
        ".tags-links a",
        ".entry-tags a",
        ".taxonomy-post_tag a",
        ".wp-block-post-terms.taxonomy-post_tag a",
        ".post-tags a",
        "a[rel~=tag]:not([rel~=category])",
    ),
    categories=("a[rel~=category]", ".cat-links a", ".taxonomy-category a"),
    not_body=(
        ".postmetadata",
        ".wp-block-post-navigation-link",
        ".sharedaddy",
        ".jp-relatedposts",
        ".post-views",
        ".tptn_counter",
    ),
    list_page=(
        "body.archive",
        "body.category",
        "body.tag",
        "body.date",
        "body.author",
        "body.blog",
        "body.paged",
        "body.search-results",
    ),
    single_page=("body.single", "body.single-post"),
    other_page=(
        "body.page:not(.blog):not(.archive)",
        "body.error404",
        "body.search-no-results",
        "body.attachment",
    ),
    is_zero_offset_local=_prints_local_as_utc,
)
