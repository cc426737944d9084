"""Textpattern: its default theme is schema.org in attributes, its older one hAtom.

Source: default theme.
"""

from __future__ import annotations

from archivesearch.extract.platform import Platform, generator_says

PLATFORM = Platform(
    name="Textpattern",
    recognise=generator_says("textpattern", "textpattern.com"),
    posts=("[itemprop~=blogPost]", ".hentry"),
    authors=("[itemprop~=author] [itemprop~=name]", ".author .fn"),
    published=("[itemprop~=datePublished]@datetime", ".published@title"),
)
