"""Ghost: Casper, Source and the themes that keep their class names.

Source: the Casper template. Cards show a day and an excerpt; the moment stands in the head of the post's own page.
"""

from __future__ import annotations

from archivesearch.extract.platform import Platform, generator_says

PLATFORM = Platform(
    name="Ghost",
    recognise=generator_says("ghost", "//ghost.org"),
    posts=("article.article, article.gh-article, article.post-full", ".post-card, .gh-card"),
    title=(".article-title", ".gh-article-title", ".post-full-title", ".post-card-title", ".gh-card-title"),
    permalink=(".post-card-content-link@href", ".post-card-title a@href", ".gh-card-link@href"),
    authors=(".author-name a", ".author-name", ".gh-article-author-name a"),
    published=("time.byline-meta-date@datetime", ".post-full-meta-date@datetime"),
    body=(".gh-content", ".post-full-content .post-content"),
    excerpt=(".post-card-excerpt", ".gh-card-excerpt"),
    list_page=("body.home-template", "body.tag-template", "body.author-template", "body.archive-template"),
    single_page=("body.post-template",),
    other_page=("body.page-template", "body.error-template"),
)
