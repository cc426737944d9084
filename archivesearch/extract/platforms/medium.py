"""Medium: stories of today and of the years of the "graf" class names, and the list pages of both.

Source: published extractors. Most class names are made by a build; what is kept are data-testid, pw- and graf names.
"""

from __future__ import annotations

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Platform


def _recognise(document: Document, head: Head) -> str | None:
    for name in ("al:ios:app_name", "al:android:app_name", "twitter:app:name:iphone"):
        if head.first(name) == "Medium":
            return f"meta {name}: Medium"
    return None


PLATFORM = Platform(
    name="Medium",
    recognise=_recognise,
    posts=(".postArticle", "article"),
    title=("[data-testid=storyTitle]", ".pw-post-title", ".graf--title"),
    authors=("[data-testid=authorName]", "[data-action=show-user-card]"),
    published=("[data-testid=storyPublishDate]", "time@datetime"),
    body=(".postArticle-content",),
    not_body=(
        ".speechify-ignore",
        "[data-testid=storyPublishDate]",
        "[data-testid=storyReadTime]",
        "[data-testid=authorName]",
        ".postArticle-readMore",
    ),
)
