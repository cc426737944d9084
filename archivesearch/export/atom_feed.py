"""Atom (RFC 4287): one feed of all posts, for feed readers and for moving to another blog.

Atom wants an instant, and a post may not have one. What is not known is written as midnight and as the offset
-00:00, which RFC 3339 sets apart for "zone unknown"; dcterms:issued beside it holds what is known and no more.
A post without an author has none here either, although Atom asks for one.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from html import escape

from archivesearch.export.text_blocks import text_blocks
from archivesearch.model import Post, Timestamp

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01T00:00:00-00:00"  # `updated` must be there, even of a post without any date


def lines(posts: Iterable[Post]) -> Iterator[str]:
    """The feed line by line; what only the last post can tell, the day of the newest, stands at its end."""
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/">'
    yield "<title>Posts of an archive</title>"
    yield f"<id>{_urn('archive')}</id>"
    newest = _NEVER
    for post in posts:
        updated = _updated(post)
        newest = max(newest, updated)
        yield from _entry(post, updated)
    yield f"<updated>{newest}</updated>"
    yield "</feed>"


def _entry(post: Post, updated: str) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{_text(post.permalink or _urn(post.id))}</id>"
    yield f"<title>{_text(post.title or '')}</title>"
    if post.permalink:
        yield f'<link rel="alternate" href="{_text(post.permalink)}"/>'
    if post.published:
        yield f"<published>{_instant(post.published)}</published>"
        yield f"<dcterms:issued>{post.published}</dcterms:issued>"
    yield f"<updated>{updated}</updated>"
    for name in post.authors:
        yield f"<author><name>{_text(name)}</name></author>"
    for word in dict.fromkeys((*post.tags, *post.categories)):
        yield f'<category term="{_text(word)}"/>'
    language = f' xml:lang="{_text(post.language)}"' if post.language else ""
    yield f'<content type="html"{language}>{_text(_html(post.body))}</content>'
    yield "</entry>"


def _updated(post: Post) -> str:
    stamps = [capture.captured for capture in post.captures if capture.captured]
    stamp = post.updated or post.published or max(stamps, key=lambda s: s.epoch_seconds, default=None)
    return _instant(stamp) if stamp else _NEVER


def _instant(stamp: Timestamp) -> str:
    text = stamp.local.isoformat(timespec="seconds")
    return f"{text}{str(stamp)[-6:]}" if stamp.has_clock and stamp.offset is not None else f"{text}-00:00"


def _html(body: str) -> str:
    return "\n".join(
        f"<pre>{escape(chr(10).join(block.lines))}</pre>"
        if block.is_code
        else f"<p>{'<br/>'.join(map(escape, block.lines))}</p>"
        for block in text_blocks(body)
    )


def _text(text: str) -> str:
    """The text for an XML element or attribute; what XML 1.0 cannot hold becomes U+FFFD."""
    return escape(_NOT_IN_XML.sub("\ufffd", text))


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
