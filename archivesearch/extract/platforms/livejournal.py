"""LiveJournal: the styles of today, of the years of the "singlepost" class names, and older ones with subject links.

Source: published scrapers. Styles vary from journal to journal; times are the writer's own, without a zone.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    # not any link: an OpenID delegate names the server on pages of other platforms
    if any("stat.livejournal." in link.href for link in head.links):
        return "files of stat.livejournal"
    for name in ("aentry-post__text", "b-singlepost-body", "entryunit__text"):
        if document.select(f".{name}"):
            return f"class name {name}"
    return None


PLATFORM = Platform(
    name="LiveJournal",
    recognise=_recognise,
    posts=("article.aentry, .aentry-post", "article.b-singlepost", ".entryunit"),
    title=(
        ".aentry-post__title-text",
        ".aentry-post__title",
        ".b-singlepost-title",
        ".entryunit__title",
        "a.subj-link",
    ),
    permalink=(".entryunit__title a@href", "a.subj-link@href"),
    authors=(".i-ljuser-username",),
    published=(".aentry-head__date time", ".b-singlepost-author-date", ".entryunit__date"),
    body=(".aentry-post__text", ".b-singlepost-body", ".entryunit__text"),
    tags=(".aentry-post__tags a", ".b-singlepost-tags a", "a[href*='/tag/']"),
    not_body=(".aentry-post__tags", ".b-singlepost-tags", ".ljcut-link"),
    single_page=(".aentry-post__text", ".b-singlepost-body"),
)
