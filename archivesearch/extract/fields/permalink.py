"""The lasting address of a post."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archivesearch.addresses import canonical_permalink
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.document import Document, Element
from archivesearch.extract.fields.more import is_more_text
from archivesearch.extract.fields.timestamp import find_clock, find_timestamps
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Rules
from archivesearch.extract.view import BoxView
from archivesearch.model import Found

STANDARD_PERMALINK: Rules = (
    ".entry-title a@href",
    "a.entry-title@href",
    "a.u-url@href",
    "a[rel~=bookmark]@href",
    "a[itemprop~=url]@href",
    ".post-title a@href",
    "a.permalink@href",
    "a.post-link@href",
    "link[itemprop~=mainEntityOfPage]@href",
    "meta[itemprop~=mainEntityOfPage]@itemid",
)
_PERMALINK_TEXT = re.compile(
    r"permalink|permanent link|permalien|lien permanent|perma|enlace permanente|link permanente|постоянная ссылка|ссылка|\u221e|#|\u00b6",
    re.IGNORECASE,
)


def own_address(document: Document, head: Head) -> Found[str] | None:
    """The address a page gives for itself: canonical link, Open Graph, where it was saved from."""
    for rule, value in (
        ("link rel=canonical", head.link("canonical")),
        ("meta og:url", head.first("og:url")),
        ("saved-from comment", head.saved_from),
    ):
        if value and (url := document.resolve(value)) and urlsplit(url).netloc:
            return Found(canonical_permalink(url), rule)
    return None


def find_permalink(view: BoxView, is_sure: bool = False) -> Found[str] | None:
    """The address the box itself gives for its post; a title link that leaves the blog is none.

    `is_sure`: only what is marked as permalink or title counts, no read-more link, date or anchor.
    """
    page = view.page
    host = _host(page.url or page.blog_url)
    link = view.box.title_link
    candidates: list[tuple[Element, str, str]] = []
    for value in view.values((*page.platform.permalink, *STANDARD_PERMALINK), in_body=True):
        if view.is_in_body(value.element) and "bookmark" not in value.element.get("rel"):
            continue
        candidates.append((value.element, value.text, value.rule))
    if link is not None:
        candidates.append((link, link.get("href"), view.box.rule))
    if view.title is not None:
        element = view.title.element
        around: Element | None = element
        while around is not None and around.tag != "a" and around.depth > element.depth - 3:
            around = around.parent
        inner = page.document.within(element, "a[href]")
        for anchor in [a for a in (around, *inner[:1]) if a is not None and a.tag == "a"]:
            candidates.append((anchor, anchor.get("href"), "link of the title"))
    for _, href, rule in candidates:
        if found := _accept(page.document, href, host, page.blog_url, rule):
            return found
    for value in view.values(("a[href]",)):
        words = value.text
        if (_PERMALINK_TEXT.fullmatch(words) or _PERMALINK_TEXT.fullmatch(value.element.get("title"))) and (
            found := _accept(
                page.document,
                value.element.get("href"),
                host,
                page.blog_url,
                f"link \u201c{words[:20]}\u201d",
            )
        ):
            return found
    if is_sure:
        return None
    for anchor in page.document.within(view.zone, "a[href]"):
        text = page.document.text(anchor)
        if is_more_text(text) and (
            found := _accept(page.document, anchor.get("href"), host, page.blog_url, "read-more link")
        ):
            return found
    for value in view.values(
        ("a[href]:has(time)", "a[href]:has(abbr)", ".date a[href]", ".timestamp a[href]")
    ):
        if found := _accept(
            page.document, value.element.get("href"), host, page.blog_url, "link of the date"
        ):
            return found
    for value in view.values(("a[href]",)):
        text = value.text
        is_time = (
            len(text) < 40
            and any(c.isdigit() for c in text)
            and (find_clock(text) or find_timestamps(text, page.hints))
        )
        if is_time and (
            found := _accept(
                page.document, value.element.get("href"), host, page.blog_url, "link of the time"
            )
        ):
            return found
    return _fragment(view)


def _accept(document: Document, href: str, host: str, blog_url: str | None, rule: str) -> Found[str] | None:
    url = document.resolve(href)
    if url is None or not href or (host and _host(url) not in ("", host)):
        return None
    address, _, fragment = url.partition("#")
    kind = address_kind(address, blog_url)
    if kind in ("home", "list", "file"):
        if not fragment or not re.search(r"\d", fragment):
            return None
        address = url  # the post is a part of a list page and has no page of its own
    return Found(canonical_permalink(address), rule)


def _fragment(view: BoxView) -> Found[str] | None:
    """A named anchor inside the box, where the blog has no page for each post."""
    page = view.page
    if page.is_single or not page.url:
        return None
    for value in page.document.within(view.zone, "a[name]"):
        name = value.get("name")
        is_numbered = re.fullmatch(r"[a-z_]*\d{2,}\w*", name, re.IGNORECASE) is not None
        if value.start == view.zone.start or (is_numbered and not view.is_in_body(value)):
            return Found(f"{page.url.partition('#')[0]}#{name}", "named anchor")
    return None


def _host(url: str | None) -> str:
    return urlsplit(url or "").netloc.lower().removeprefix("www.")
