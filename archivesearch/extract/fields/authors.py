"""Who signed a post: marked author, byline in the text, the page's head, the last lines."""

from __future__ import annotations

import re

from archivesearch.addresses import permalink_key
from archivesearch.extract.fields.byline import find_byline, read_byline, read_signature
from archivesearch.extract.fields.timestamp import find_timestamps
from archivesearch.extract.platform import Rules
from archivesearch.extract.view import BoxView
from archivesearch.model import Found

STANDARD_AUTHORS: Rules = (
    ".p-author .p-name",
    ".p-author",
    "[itemprop~=author] [itemprop~=name]",
    ".author .fn",
    "[itemprop~=author]",
    "[rel~=author]",
    ".byline .author, .byline .fn",
    ".author, .post-author, .entry-author, .author-name, .post-author-name, .article-author, .blog-author, .post__author, .posted-by, .byline-name",
    ".byline, .by-line",
    "a[href*='/author/'], a[href*='/authors/'], a[href*='/autor/']",
)
_COMMENTED = re.compile(r"(?:posted )?by (.{2,60})", re.IGNORECASE)
_APART = re.compile(r"^[\u00b7|\u2022\u2014\u2013]\s*|\s*[\u00b7|\u2022\u2014\u2013]$")


def find_authors(view: BoxView, body: str) -> Found[tuple[str, ...]] | None:
    """The names that sign the post, each once, as printed; None when nobody signs."""
    for rule in (*view.page.platform.authors, *STANDARD_AUTHORS):
        names: list[str] = []
        outer_end = -1
        for value in view.values((rule,)):
            if value.element.start < outer_end or len(value.text) > 300:
                continue
            outer_end = value.element.end
            found = find_byline(value.text) if len(value.text) > 60 else None
            read = found.names if found else read_byline(value.text)
            names += [name for name in read if name not in names]
        if names:
            return Found(tuple(names), rule)
    for line in view.lines:
        if len(line.text) <= 300 and (found := find_byline(line.text)) is not None:
            return Found(found.names, f"text \u201c{line.text[:40]}\u201d")
    if (beside := _beside_stamp(view)) is not None:
        return beside
    for element in view.document.elements[view.zone.start : view.zone.end]:
        # Kubrick and its children print the byline as <!-- by Anna -->
        if (
            element.tag == "-comment"
            and (match := _COMMENTED.fullmatch(element.text))
            and (commented := read_byline(match[1]))
        ):
            return Found(commented, "HTML comment \u201cby\u201d")
    if view.page.is_single and (head := _head_authors(view)) is not None:
        return head
    signature = read_signature([line for line in body.split("\n") if line.strip()][-3:])
    return Found(signature, "signature") if signature else None


def _beside_stamp(view: BoxView) -> Found[tuple[str, ...]] | None:
    """The names of a line between title and text that is a stamp and names: "Nov. 1, 2009 \u00b7 Anna Smith"."""
    if not view.bodies:
        return None
    for line in view.lines:
        if line.element.start >= view.bodies[0].start or len(line.text) > 160:
            continue
        stamps = find_timestamps(line.text, view.page.hints)
        if len(stamps) != 1:
            continue
        around = line.text[: stamps[0].start].strip(), line.text[stamps[0].end :].strip()
        apart = [_APART.sub("", part) for part in around if _APART.search(part)]
        if (
            len(apart) == 1
            and (names := read_byline(apart[0]))
            and all(name[0].isupper() and " " in name for name in names)
        ):
            return Found(names, f"text \u201c{line.text[:40]}\u201d")
    return None


def _head_authors(view: BoxView) -> Found[tuple[str, ...]] | None:
    head, platform = view.page.head, view.page.platform
    own = permalink_key(view.page.url) if view.page.url else None
    for trackback in head.trackback_posts:
        if (
            own
            and permalink_key(trackback.url) == own
            and trackback.creator
            and (names := read_byline(trackback.creator))
        ):
            return Found(names, "trackback RDF dc:creator")
    if "json-ld authors" not in platform.ignored_meta:
        for post in head.linked_posts:
            if post.authors and (
                len(head.linked_posts) == 1 or (post.url and permalink_key(post.url) == own)
            ):
                return Found(tuple(dict.fromkeys(post.authors)), "JSON-LD author")
    for name in (
        "author",
        "article:author",
        "dc.creator",
        "byl",
        "parsely-author",
        "sailthru.author",
        "twitter:creator:name",
    ):
        for value in head.meta.get(name, ()):
            if "://" not in value and not value.startswith("@") and (names := read_byline(value)):
                return Found(names, f"meta {name}")
    return None
