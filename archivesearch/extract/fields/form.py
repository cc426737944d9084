"""How much of a post a box shows: all, an excerpt, or the title alone."""

from __future__ import annotations

import re

from archivesearch.extract.document import Element
from archivesearch.extract.fields.more import is_more_text
from archivesearch.extract.view import BoxView
from archivesearch.model import Form, Found

_TRAILING_CUT = re.compile(r"(?:\[?(?:\.\.\.|\u2026)\]?)\W*$")

_LEAST_OF_TEXT = 0.9  # what a snippet holds of the letters of the text's element


def tell_form(view: BoxView, body: Found[str] | None) -> Found[Form]:
    """How much of the post the box shows, and what tells it."""
    if view.page.is_single:
        return Found("full", "the post's own page")
    if body is None:
        return Found("title", "no text")
    if view.is_excerpt:
        return Found("excerpt", f"{view.body_rule} is named as one")
    if _TRAILING_CUT.search(body.value[-12:]):
        return Found("excerpt", "the text ends in an ellipsis")
    if (part := _named_excerpt(view)) is not None:
        return Found("excerpt", f"all of it stands in .{part}")
    title = view.title.text if view.title else ""
    for link in reversed(view.document.within(view.zone, "a[href]")):
        text = view.document.text(link).removeprefix(title)  # said to screen readers
        if is_more_text(text) and not _is_comment_link(link):
            return Found("excerpt", f"link \u201c{text[:30]}\u201d")
    return Found("full", "nothing says that there is more")


def _named_excerpt(view: BoxView) -> str | None:
    """The name of the element that holds all of the text and calls it a snippet, as Blogger's templates do."""
    for body in view.bodies:
        for part in view.document.within(body, "[class*=snippet]")[:1]:
            if view.document.letters(part) >= _LEAST_OF_TEXT * view.document.letters(body):
                return next(name for name in part.classes if "snippet" in name)
    return None


def _is_comment_link(link: Element) -> bool:
    return "#" in link.get("href") and "#more" not in link.get("href")
