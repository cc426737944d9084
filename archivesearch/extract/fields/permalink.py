"""The lasting address of a post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from archivesearch.addresses import canonical_permalink, host_of
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.document import Document, Element
from archivesearch.extract.fields.more import is_more_text, is_permalink_text
from archivesearch.extract.fields.timestamp import find_clock, find_timestamps, has_digit
from archivesearch.extract.fields.title import fold_title
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Rules
from archivesearch.extract.view import BoxView, PageView
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
_COMMENT_LINK = re.compile(
    r"\W*(?:(?:no|\d+|add|post|leave|view|show|voir|ver|ajouter|keine?)\W+(?:an? |your |les |un |\d+ )?)?(?:comments?|repl(?:y|ies)|responses?|feedback"
    r"|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties?|комментари\w*|komentarz\w*|kommentarer"
    r"|コメント|评论|評論|댓글)\W*(?:\d+)?\W*",
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


class Offer(NamedTuple):
    """A link that may lead to the post, and the rule that offers it."""

    element: Element
    href: str
    rule: str


def find_permalink(view: BoxView, is_sure: bool = False) -> Found[str] | None:
    """The address the box itself gives for its post; a title link that leaves the blog is none.

    `is_sure`: only what is marked as permalink or title counts, no read-more link, date or anchor.
    """
    host = host_of(view.page.url or view.page.blog_url)
    for offer in permalink_offers(view, is_sure):
        url = view.document.resolve(offer.href)
        if _refusal(url, offer.href, host, view.page.blog_url) is None and url is not None:
            return Found(_address_of(url, view.page.blog_url), offer.rule)
    return None if is_sure else fragment_address(view)


def permalink_refusal(view: BoxView, offer: Offer) -> str | None:
    """Why an offered link is not the post's address; None when it is fit."""
    url = view.document.resolve(offer.href)
    return _refusal(url, offer.href, host_of(view.page.url or view.page.blog_url), view.page.blog_url)


def offered_address(view: BoxView, offer: Offer) -> str:
    """The address that a fit offer gives."""
    return _address_of(view.document.resolve(offer.href) or offer.href, view.page.blog_url)


def permalink_offers(view: BoxView, is_sure: bool = False) -> Iterator[Offer]:
    """The links of a box that may be its permalink, most trusted first, fit or not."""
    page = view.page
    for value in view.values((*page.platform.permalink, *STANDARD_PERMALINK), in_body=True):
        if not view.is_in_body(value.element) or "bookmark" in value.element.get("rel"):
            yield Offer(value.element, value.text, value.rule)
    if (link := view.box.title_link) is not None:
        yield Offer(link, link.get("href"), view.box.rule)
    if view.title is not None:
        element = view.title.element
        around: Element | None = element
        while around is not None and around.tag != "a" and around.depth > element.depth - 3:
            around = around.parent
        inner = page.document.within(element, "a[href]")
        for anchor in [a for a in (around, *inner[:1]) if a is not None and a.tag == "a"]:
            yield Offer(anchor, anchor.get("href"), "link of the title")
    for value in view.links:
        if is_permalink_text(value.text) or is_permalink_text(value.element.get("title")):
            yield Offer(value.element, value.element.get("href"), f"link \u201c{value.text[:20]}\u201d")
    if is_sure:
        return
    for anchor in page.document.within(view.zone, "a[href]"):
        if is_more_text(page.document.text(anchor)):
            yield Offer(anchor, anchor.get("href"), "read-more link")
    for value in view.values(
        ("a[href]:has(time)", "a[href]:has(abbr)", ".date a[href]", ".timestamp a[href]")
    ):
        yield Offer(value.element, value.element.get("href"), "link of the date")
    yield from _only_links(view)
    for value in view.links:
        text = value.text
        if len(text) < 40 and has_digit(text) and (find_clock(text) or find_timestamps(text, page.hints)):
            yield Offer(value.element, value.element.get("href"), "link of the time")
    for anchor in page.document.within(view.zone, "a[href*='#']"):
        address = anchor.get("href").partition("#")[0]
        if address and not view.is_in_body(anchor) and _COMMENT_LINK.fullmatch(page.document.text(anchor)):
            yield Offer(anchor, address, "link to the comments")


def _only_links(view: BoxView) -> Iterator[Offer]:
    """The link around a box of a list, or those in it where all that may be a post's lead to one address."""
    if view.page.is_single or view.title is None or view.box.title_link is not None:
        return
    around = view.box.scope.parent
    for _ in range(2):
        if around is not None and around.tag == "a":
            yield Offer(around, around.get("href"), "link around the box")
        around = around.parent if around is not None else None
    for link in view.document.within(view.box.scope, "a[aria-label]"):
        if not view.document.text(link) and fold_title(link.get("aria-label")) == fold_title(view.title.text):
            yield Offer(link, link.get("href"), "link over the box")
    host = host_of(view.page.url or view.page.blog_url)
    fit: dict[str, Element] = {}
    for value in view.values(("a[href]",), in_body=True):
        url = view.document.resolve(value.element.get("href"))
        if url and _refusal(url, value.element.get("href"), host, view.page.blog_url) is None:
            fit.setdefault(_address_of(url, view.page.blog_url), value.element)
    if len(fit) == 1:
        link = next(iter(fit.values()))
        yield Offer(link, link.get("href"), "only link of the box")


def _refusal(url: str | None, href: str, host: str, blog_url: str | None) -> str | None:
    """Why a link is not the address of a post of this blog; None when it may be."""
    if url is None or not href:
        return "no web address"
    if host and host_of(url) not in ("", host):
        return "leads to another site"
    address, _, fragment = url.partition("#")
    kind = address_kind(address, blog_url)
    if kind in ("home", "list", "file") and not re.search(r"\d", fragment):
        return {"home": "the blog's home", "list": "the address of a list", "file": "a file"}[kind]
    return None


def _address_of(url: str, blog_url: str | None) -> str:
    address = url.partition("#")[0]
    if address_kind(address, blog_url) in ("home", "list", "file"):
        address = url  # the post is a part of a list page and has no page of its own
    return canonical_permalink(address)


def fragment_address(view: BoxView) -> Found[str] | None:
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


def trackback_address(view: PageView, title: str) -> Found[str] | None:
    """The address that the trackback RDF gives for a post of this title, if it names just one."""
    urls = {
        post.url
        for post in view.head.trackback_posts
        if post.title and fold_title(post.title) == fold_title(title)
    }
    return Found(canonical_permalink(urls.pop()), "trackback RDF dc:identifier") if len(urls) == 1 else None
