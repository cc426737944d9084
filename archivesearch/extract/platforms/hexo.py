"""Hexo: the themes landscape, NexT and Butterfly, and whatever else names it as generator.

Source: theme templates.
"""

from __future__ import annotations

from archivesearch.extract.platform import Platform, generator_says

PLATFORM = Platform(
    name="Hexo",
    recognise=generator_says("hexo", "//hexo.io"),
    posts=(".h-entry", "article.article-type-post", "article.post-block", ".recent-post-item"),
    title=(".article-title", ".post-title"),
    permalink=("a.article-title@href", ".article-title a@href"),
    published=("time.post-meta-date-created@datetime",),
    updated=("time.post-meta-date-updated@datetime",),
    body=(".article-entry", "#article-container"),
    tags=(".article-tag-list a", "a.post-meta__tags", "a.article-meta__tags"),
    categories=("a.article-category-link", "a.post-meta-categories", "a.article-meta__categories"),
    not_body=(".article-more-link", ".post-button", ".post-copyright"),
    other_page=("article.article-type-page",),
)
