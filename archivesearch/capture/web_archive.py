"""WARC and ARC files: a page for each answer that a crawler kept, with its address and the day of its capture."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from archivesearch.capture.kinds import SNIFFED_BYTES, export_media, is_html
from archivesearch.capture.member import MAX_PAGE_BYTES, TOO_LARGE, Captured, Member, OtherFile, read_bounded
from archivesearch.errors import Problem
from archivesearch.model import Media, Page, Timestamp

WEB_ARCHIVE_NAME = re.compile(r"\.(?:warc|arc)(?:\.gz)?$", re.IGNORECASE)

_PADDING_BYTES = 4  # line ends after the last record
_GZIP_OR_WARC = (b"\x1f\x8b", b"WARC/", b"filedesc:")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_TEXT_TYPES = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/rss",
    "application/atom",
    "application/rdf",
)


def read_web_archive(member: Member) -> Iterator[Captured]:
    """The pages of a web archive; every other record counted by kind, a damaged rest told as one Problem.

    A page's path is that of the file and the offset of its record: "crawl.warc.gz@2048". Records are read one at
    a time, so memory holds one page. What follows a damaged record is not read. OSError when the file cannot be read.
    """
    # A lazy import: only web archives need it.
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    offset = end = 0
    with member.open() as file:
        if not file.read(16).startswith(_GZIP_OR_WARC):
            yield Problem(member.path, "capture", "no web archive, though its name says so; it was left out")
            return
    with member.open() as file:
        records = ArchiveIterator(file, arc2warc=True)
        try:
            for record in records:
                found = _captured(member, record)
                offset = records.get_record_offset()  # only now: asking for it reads the record to its end
                end = offset + records.get_record_length()
                path = f"{member.path}@{offset}"
                if getattr(record.raw_stream, "limit", 0) > 0:  # of the length that the record states
                    yield Problem(
                        path, "capture", "cut off in the middle of this record; fetch the file again"
                    )
                elif isinstance(found, Problem):
                    yield replace(found, where=path)
                elif found is not None:
                    yield replace(found, path=path)
            if file.seekable() and (rest := file.seek(0, os.SEEK_END) - end) > _PADDING_BYTES:
                reason = f"its last {rest:,} bytes are no whole record; fetch the file again"
                yield Problem(f"{member.path}@{end}", "capture", reason)
        except (ArchiveLoadFailed, EOFError, ValueError, zlib.error) as error:
            reason = f"damaged ({error}); the records before it were read, what follows was left out"
            yield Problem(f"{member.path}@{offset}", "capture", " ".join(reason.split()))


def _captured(member: Member, record: Any) -> Captured | None:
    """What one record is, its path still to be set; None for requests and notes, which belong to an answer."""
    path = member.path
    if record.rec_type == "revisit":
        return OtherFile(path, "repeated capture")
    if record.rec_type not in ("response", "resource", "conversion"):
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    answer = record.http_headers
    content_type = (answer or record.rec_headers).get_header("Content-Type") or ""
    if not url.lower().startswith(("http://", "https://")):
        return OtherFile(path, "note of the crawler")
    if answer is not None and (status := answer.get_statuscode()) != "200":
        return OtherFile(path, "redirect" if status.startswith("3") else "error answer")
    if content_type and not content_type.strip().lower().startswith(_TEXT_TYPES):
        return OtherFile(path, content_type.partition("/")[0].strip().lower() or "unknown file")
    stream: BinaryIO = record.content_stream()
    head = stream.read(SNIFFED_BYTES)
    media = _media(head, content_type)
    if media is None:
        return OtherFile(path, "other file")
    content = read_bounded(stream, head, MAX_PAGE_BYTES + 1)
    if len(content) > MAX_PAGE_BYTES:
        return Problem(path, "capture", TOO_LARGE)
    charset = _CHARSET.search(content_type)
    return Page(
        content=content,
        path=path,
        url=url,
        charset=charset[1] if charset else None,
        captured=_moment(record.rec_headers.get_header("WARC-Date")),
        media=media,
        base_url=_base_url(member.base_url, url),
        url_rule="address in the web archive",
    )


def _media(head: bytes, content_type: str) -> Media | None:
    if is_html(head) or content_type.lower().startswith(("text/html", "application/xhtml")):
        return "html"
    return export_media(head, is_whole=len(head) < SNIFFED_BYTES)


def _moment(text: str | None) -> Timestamp | None:
    try:
        return Timestamp.parse(text) if text else None
    except ValueError:
        return None


def _base_url(given: str | None, url: str) -> str | None:
    """The blog's address as the user gave it, for what lies below it, else the root of the page's own host."""
    if given is not None and url.startswith(given.rstrip("/")):
        return given
    try:
        parts = urlsplit(url)
    except ValueError:  # such as an unclosed [ of an IPv6 address
        return None
    return f"{parts.scheme}://{parts.netloc}/"
