"""Subtext and .Text, its ancestor.

Source: skin templates. Long .NET dates in the zone of the blog, which is not shown; no author but the blog's own.
"""

from __future__ import annotations

import re

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform

_POWERED = re.compile(r"[Pp]owered by:?\s*(?:<[^>]*>\s*)*([Ss]ubtext|\.Text)\b")


def _recognise(document: Document, head: Head) -> str | None:
    if "subtext" in head.generator:
        return f"meta generator: {head.first('generator')}"
    if ("ubtext" in document.source or ".Text" in document.source) and (
        powered := _POWERED.search(document.source)
    ):
        return f"powered by {powered[1]}"
    return None


PLATFORM = Platform(
    name="Subtext",
    recognise=_recognise,
    posts=(".day .post", ".post", "dl.Post"),
    title=(".postTitle", ".post > .title", ".title", "dl.Post dt"),
    permalink=(".postTitle a@href", ".title a@href", "dl.Post dt a@href"),
    body=(".postText", ".body", "dd.Text", ".postBody"),
    categories=(".info a[href*='/category/']", ".postCategories a", ".categories a"),
    day_heading=(".day > .date", ".dayTitle"),
    not_body=(".info", ".postfoot"),
)
