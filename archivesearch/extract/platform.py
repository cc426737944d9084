"""Platform: how a file of platforms/ says what it recognises and where things stand on its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from archivesearch.extract.document import Document
from archivesearch.extract.head import Head

# Where a value stands: a CSS selector and, after "@", the attribute to read instead of the text.
# "abbr.published@title" is both the rule and the evidence that a user is shown.
Rule = str
Rules = tuple[Rule, ...]


def _never(document: Document, head: Head) -> str | None:
    return None


def _no(head: Head) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Platform:
    """One blog platform. Rules are in order of trust: the first that gives a value wins."""

    name: str
    recognise: Callable[[Document, Head], str | None] = _never  # the evidence, or None
    posts: Rules = ()  # the boxes of posts; the first selector with a match wins
    title: Rules = ()
    permalink: Rules = ()
    authors: Rules = ()
    published: Rules = ()
    updated: Rules = ()
    body: Rules = ()  # several matches of one selector are joined, as with a "more" part
    excerpt: Rules = ()
    tags: Rules = ()
    categories: Rules = ()
    day_heading: Rules = ()
    not_body: Rules = ()  # inside the box of a post but not its text
    list_page: Rules = ()  # a match proves that the page is a list
    single_page: Rules = ()  # a match proves that the page is one post's own
    other_page: Rules = ()  # a match proves that the page shows no post
    ignored_meta: frozenset[str] = field(default_factory=frozenset)  # head statements known to be wrong here
    is_zero_offset_local: Callable[[Head], bool] = _no  # +00:00 in machine stamps is printed for local time


_FOOTER_CHARACTERS = 6_000  # the last of a page's markup, where templates say what made it


def generator_says(word: str, site: str = "") -> Callable[[Document, Head], str | None]:
    """Recognises by <meta name=generator>, or by a link to the maker's `site` at the end of the page."""

    def recognise(document: Document, head: Head) -> str | None:
        if word in head.generator:
            return f"meta generator: {head.first('generator')}"
        if site and links_at_end(document, site):
            return f"link to {site} at the end of the page"
        return None

    return recognise


def links_at_end(document: Document, site: str) -> bool:
    """True if the end of the page links to the site from outside a post, which may talk about it."""
    return site in document.source[-_FOOTER_CHARACTERS:] and any(
        not link.in_post for link in document.select(f"a[href*='{site}']")
    )
