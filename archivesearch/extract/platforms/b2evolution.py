"""b2evolution: skins up to version 5 and those of version 6 and later.

Source: skin templates. Older skins print the day as a heading and only the time with the post.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if "b2evolution" in head.generator:
        return f"meta generator: {head.first('generator')}"
    if document.select(".evo_post_title, .bPost .bTitle"):
        return "class names of b2evolution"
    return None


PLATFORM = Platform(
    name="b2evolution",
    recognise=_recognise,
    posts=(".evo_post", ".bPost"),
    title=(".evo_post_title", ".bTitle"),
    permalink=(".evo_post_title a@href", ".bTitle a@href", "a.permalink@href"),
    published=(".evo_post_head", "header .text-muted", ".bSmallHead"),
    body=(".evo_post__full_text", ".bText"),
    excerpt=(".evo_post__excerpt",),
    tags=(".post_tags a", ".bSmallPrint a[rel~=tag]"),
    day_heading=(".bDate",),
    not_body=(".bSmallPrint", ".bComments", ".evo_post_foot"),
)
