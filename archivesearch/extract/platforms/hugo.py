"""Hugo: the theme PaperMod, and whatever else names it as generator.

Source: theme templates. PaperMod keeps the whole stamp, as Go prints it, in the title of the day that it shows.
"""

from __future__ import annotations

from archivesearch.extract.platform import Platform, generator_says

PLATFORM = Platform(
    name="Hugo",
    recognise=generator_says("hugo", "gohugo.io"),
    # the home page of PaperMod may open with a box of greetings in the shape of a post
    posts=("article.post-single", "article.post-entry, article.first-entry:not(.home-info)"),
    permalink=("a.entry-link@href",),
    published=(".post-meta span[title]@title", ".entry-footer span[title]@title"),
    tags=("ul.post-tags a",),
)
