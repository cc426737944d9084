"""Nikola: its base themes, which are h-entry with lists of links beside.

Source: theme templates.
"""

from __future__ import annotations

from archivesearch.extract.platform import Platform, generator_says

PLATFORM = Platform(
    name="Nikola",
    recognise=generator_says("nikola", "getnikola.com"),
    posts=(".h-entry", ".postlist > li"),
    title=(".p-name.entry-title", "a.listtitle"),
    permalink=("a.u-url@href", "a.listtitle@href"),
    authors=(".byline-name",),
    published=(".dt-published@datetime", "time.listdate@datetime"),
    tags=("a.tag.p-category",),
)
