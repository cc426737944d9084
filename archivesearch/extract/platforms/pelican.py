"""Pelican: the themes notmyidea and simple, and whatever else names it as generator.

Source: theme templates. notmyidea puts the box with date, author, category and tags inside the text's element.
"""

from __future__ import annotations

from archivesearch.extract.platform import Platform, generator_says

PLATFORM = Platform(
    name="Pelican",
    recognise=generator_says("pelican", "getpelican.com"),
    authors=("address.author .fn", ".post-info address", "address.vcard.author"),
    published=(".post-info abbr.published@title", "abbr.published@title", "time.published@datetime"),
    updated=("abbr.modified@title",),
    tags=(".post-info a[href*='/tag/']",),
    categories=(".post-info a[href*='/category/']",),
    not_body=(".post-info", ".readmore"),
)
