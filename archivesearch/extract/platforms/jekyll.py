"""Jekyll: the themes minima and minimal-mistakes, and whatever else names it as generator.

Source: theme templates.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform, links_at_end


def _recognise(document: Document, head: Head) -> str | None:
    if "jekyll" in head.generator:
        return f"meta generator: {head.first('generator')}"
    if "<!-- Begin Jekyll SEO tag" in document.source:
        return "comment of the Jekyll SEO tag"
    if links_at_end(document, "jekyllrb.com"):
        return "link to jekyllrb.com at the end of the page"
    return None


PLATFORM = Platform(
    name="Jekyll",
    recognise=_recognise,
    posts=(".h-entry", "article.page[itemtype]", ".archive__item", ".post-list > li"),
    title=(".page__title", ".archive__item-title", "a.post-link"),
    permalink=(".archive__item-title a@href", "a.post-link@href"),
    published=(".page__date time@datetime", ".page__meta-date time@datetime"),
    body=(".page__content",),
    excerpt=(".archive__item-excerpt",),
    # minimal-mistakes marks both kinds with rel=tag
    tags=("a.page__taxonomy-item[href*='/tags/']",),
    categories=("a.page__taxonomy-item[href*='/categories/']",),
    not_body=(".page__meta", ".page__share", ".page__related"),
)
