"""Dreamwidth: journals in styles made on the layer core2.

Source: core2 and pages in its styles. Times are the writer's own, without a zone.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    # not any link: an OpenID delegate names the server on pages of other platforms
    if any("dreamwidth.org/" in link.href and "stylesheet" in link.rel for link in head.links):
        return "style sheet of dreamwidth.org"
    if document.select(".entry-wrapper .entry-poster"):
        return "class names of core2"
    return None


PLATFORM = Platform(
    name="Dreamwidth",
    recognise=_recognise,
    posts=(".entry-wrapper > .entry",),
    title=(".entry-title a", ".entry-title"),
    permalink=(".entry-title a@href", ".entry-permalink a@href"),
    authors=(".entry-poster .ljuser", ".entry-poster"),
    published=(".header .datetime", ".datetime"),
    body=(".entry-content",),
    tags=(".tag a[rel~=tag]",),
    not_body=(".cuttag-open", ".cuttag-close"),
    list_page=("body.page-recent", "body.page-day", "body.page-read"),
    single_page=("body.page-entry",),
    other_page=(
        "body.page-archive",
        "body.page-month",
        "body.page-icons",
        "body.page-tags",
        "body.page-reply",
    ),
)
