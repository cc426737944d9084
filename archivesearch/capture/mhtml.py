"""MHTML: a page that a browser saved with its images into one file (RFC 2557)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parsedate_to_datetime

from archivesearch.capture.member import (
    Captured,
    Member,
    OtherFile,
    error_words,
    whole_saved_page,
)
from archivesearch.capture.saved_parts import PART_OF_PAGE
from archivesearch.errors import Problem
from archivesearch.model import Page, Timestamp

_HEADER = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.MULTILINE)
_RELATED = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)


def is_mhtml(head: bytes) -> bool:
    """Whether the first bytes are those of a page saved as MHTML."""
    start = _HEADER.match(head.lstrip(b"\r\n"))
    return start is not None and _RELATED.search(start[0]) is not None


def read_mhtml(member: Member) -> Iterator[Captured]:
    """The page; its images and frames are counted. Its address and day are those that the browser noted."""
    content = whole_saved_page(member)
    if isinstance(content, Problem):
        yield content
        return
    try:
        message = message_from_bytes(content.lstrip(b"\r\n"), policy=policy.compat32)
        parts = [part for part in message.walk() if not part.is_multipart()]
        root = _root(message, parts)
        body = root.get_payload(decode=True) if root is not None else None
        others = [part.get_content_maintype() for part in parts if part is not root]
        charset = root.get_content_charset() if root is not None else None
        location = _location(message, root)
        captured = _captured(message)
    except Exception as error:  # the email package checks little: over broken headers it raises anything
        yield Problem(member.path, "capture", f"damaged ({error_words(error)}); save the page again")
        return
    if root is None or not isinstance(body, bytes):
        yield Problem(member.path, "capture", "no page in it; save the page again")
        return
    for kind in others:
        yield OtherFile(member.path, kind if kind in ("image", "audio", "video") else PART_OF_PAGE)
    is_address = location.lower().startswith(("http://", "https://"))
    yield Page(
        content=body,
        path=member.path,
        url=location if is_address else member.url,
        charset=charset,
        captured=captured or member.captured,
        base_url=member.base_url,
        url_rule="address in the MHTML file" if is_address else "path below the base URL",
    )


def _root(message: Message, parts: list[Message]) -> Message | None:
    """The part that is the page: the one that `start` names, else the first one of HTML."""
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    return next(
        (part for part in pages if start and part.get("Content-ID") == start), pages[0] if pages else None
    )


def _location(message: Message, root: Message | None) -> str:
    noted = root.get("Content-Location") if root is not None else None
    return str(noted or message.get("Snapshot-Content-Location") or "").strip()


def _captured(message: Message) -> Timestamp | None:
    try:
        stamp = parsedate_to_datetime(str(message.get("Date") or ""))
    except (TypeError, ValueError, IndexError):
        return None
    return Timestamp(stamp.replace(tzinfo=None), "second", stamp.utcoffset())
