"""What a page says of itself out of sight: title, meta, link, JSON-LD, trackback RDF."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from archivesearch.addresses import strip_archive_prefix
from archivesearch.extract.document import Document

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+?)\s*-->", re.IGNORECASE)
_RDF = re.compile(r"<rdf:Description\b([^>]*?)/?>", re.IGNORECASE | re.DOTALL)
_RDF_FIELD = re.compile(r"(?<![\w:])([\w:]++)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.DOTALL)
_POST_TYPES = frozenset(
    "blogposting article newsarticle techarticle scholarlyarticle socialmediaposting report reportagenewsarticle".split()
)
_MAX_LD_CHARACTERS = 500_000


@dataclass(frozen=True, slots=True)
class Link:
    """A <link> of the head."""

    rel: tuple[str, ...]
    href: str
    type: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class LinkedPost:
    """A post as JSON-LD describes it; every field as written there, None or empty when absent."""

    url: str | None = None
    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    keywords: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackbackPost:
    """A post as the trackback RDF of Movable Type and its kin describes it."""

    url: str
    title: str | None = None
    creator: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Head:
    """Head and other unseen statements of a page."""

    title: str | None = None
    meta: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # name or property, lower case -> contents
    links: tuple[Link, ...] = ()
    linked_posts: tuple[LinkedPost, ...] = ()
    trackback_posts: tuple[TrackbackPost, ...] = ()
    saved_from: str | None = None
    language: str | None = None

    def first(self, *names: str) -> str | None:
        """The first content of the first name that has one."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return None

    def link(self, rel: str) -> str | None:
        """The address of the first link of that relation."""
        return next((link.href for link in self.links if rel in link.rel), None)

    @cached_property
    def generator(self) -> str:
        """All generators named, in lower case."""
        return " / ".join(self.meta.get("generator", ())).lower()


def read_head(document: Document) -> Head:
    """What the page says of itself out of sight."""
    meta: dict[str, list[str]] = {}
    for attrs in document.unseen("meta"):
        name = attrs.get("property") or attrs.get("name") or attrs.get("itemprop") or attrs.get("http-equiv")
        if name:
            meta.setdefault(name.strip().lower(), []).append(" ".join((attrs.get("content") or "").split()))
    links = [
        Link(
            tuple((attrs.get("rel") or attrs.get("rev") or "").lower().split()),
            (attrs.get("href") or "").strip(),
            (attrs.get("type") or "").lower(),
            attrs.get("title") or "",
        )
        for attrs in document.unseen("link")
    ]
    titles = document.unseen_texts("title")
    saved = _SAVED_FROM.search(document.source[:4096])
    root = document.unseen("html")
    language = (root[0].get("lang") or root[0].get("xml:lang")) if root else None
    return Head(
        title=" ".join(titles[0].split()) or None if titles else None,
        meta={name: tuple(values) for name, values in meta.items()},
        links=tuple(links),
        linked_posts=tuple(_linked_posts(document)),
        trackback_posts=tuple(_trackback_posts(document)),
        saved_from=strip_archive_prefix(html.unescape(saved[1])) if saved else None,
        language=language
        or next(iter([*meta.get("content-language", ()), *meta.get("og:locale", ())]), None),
    )


def _linked_posts(document: Document) -> Iterator[LinkedPost]:
    for script in document.unseen_texts("script"):
        if len(script) > _MAX_LD_CHARACTERS:
            continue
        try:
            described = json.loads(
                script.strip().removeprefix("//<![CDATA[").removesuffix("//]]>"), strict=False
            )
        except (ValueError, RecursionError):
            continue
        things = list(_things(described))
        by_id = {
            thing["@id"]: thing for thing in things if isinstance(thing.get("@id"), str) and len(thing) > 1
        }
        for thing in things:
            if _types(thing) & _POST_TYPES:
                yield _linked_post(thing, by_id, document)


def _things(described: object) -> Iterator[dict[str, Any]]:
    """All objects of a JSON-LD document, outermost first."""
    waiting = [described]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting.extend(v for v in value.values() if isinstance(v, dict | list))
        elif isinstance(value, list):
            waiting.extend(v for v in value if isinstance(v, dict | list))


def _types(thing: Mapping[str, Any]) -> set[str]:
    types = thing.get("@type")
    named = types if isinstance(types, list) else [types]
    return {t.rpartition("/")[2].lower() for t in named if isinstance(t, str)}


def _linked_post(thing: Mapping[str, Any], by_id: Mapping[str, Any], document: Document) -> LinkedPost:
    url = _text(thing.get("url")) or _text(thing.get("mainEntityOfPage")) or _text(thing.get("@id"))
    return LinkedPost(
        url=document.resolve(url) if url else None,
        headline=_text(thing.get("headline")) or _text(thing.get("name")),
        authors=tuple(_names(thing.get("author"), by_id)),
        published=_text(thing.get("datePublished")),
        updated=_text(thing.get("dateModified")),
        keywords=tuple(_words(thing.get("keywords"))),
        sections=tuple(_words(thing.get("articleSection"))),
    )


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@id") or value.get("@value") or value.get("url")
    if not isinstance(value, str):
        return None
    return " ".join(html.unescape(value).split()) or None


def _names(value: object, by_id: Mapping[str, Any]) -> Iterator[str]:
    for author in value if isinstance(value, list) else [value]:
        if isinstance(author, dict):
            if "name" not in author and author.get("@id") in by_id:
                author = by_id[author["@id"]]
            types = _types(author)
            if types and "person" not in types:
                continue
            name = author.get("name")
            author = name[0] if isinstance(name, list) and name else name
        if isinstance(author, str) and author.strip() and "://" not in author:
            yield " ".join(html.unescape(author).split())


def _words(value: object) -> Iterator[str]:
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, str):
            yield from (word.strip() for word in html.unescape(part).split(",") if word.strip())


def _trackback_posts(document: Document) -> Iterator[TrackbackPost]:
    source = document.source
    if "<rdf:Description" not in source:
        return
    for match in _RDF.finditer(source):
        fields = {
            m[1].lower(): html.unescape(m[2] if m[2] is not None else m[3])
            for m in _RDF_FIELD.finditer(match[1])
        }
        url = fields.get("dc:identifier") or fields.get("rdf:about")
        if url and (url := document.resolve(url)) and "://" in url:
            yield TrackbackPost(
                url=url,
                title=" ".join(fields.get("dc:title", "").split()) or None,
                creator=fields.get("dc:creator") or None,
                date=fields.get("dc:date") or None,
            )
