"""Community Server and Telligent Community.

Source: theme templates. Times are in the zone of whoever looked, which is not shown.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    if "communityserver" in head.generator or "telligent" in head.generator:
        return f"meta generator: {head.first('generator')}"
    if document.select("#CommonContentInner, .CommonContentBoxContent"):
        return "class names of Community Server"
    return None


PLATFORM = Platform(
    name="Community Server",
    recognise=_recognise,
    posts=(".full-post", ".abbreviated-post", ".entryview", "dl.entrylist", ".post:has(.postfoot)"),
    title=(".entryviewheading", ".entrylistheader", ".postsub h2", ".post-name", "h2.pageTitle"),
    permalink=(".entrylistheader a@href", ".postsub h2 a@href", ".post-name a@href"),
    published=(".entryviewheadersub", ".entrylistheadersub", ".postfoot", ".post-date"),
    tags=(".filedunder a", ".postfoot a[rel~=tag]", "a[rel~=tag]", ".em a"),
    not_body=(
        ".postfoot",
        ".entrylistfooter",
        ".entryviewfooter",
        ".entryviewheadersub",
        ".filedunder",
        ".em",
    ),
)
