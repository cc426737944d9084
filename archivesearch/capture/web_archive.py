"""WARC and ARC files: a page for each answer that a crawler kept, with its address and the day of its capture."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from archivesearch.capture.kinds import SNIFFED_BYTES, export_media, is_html
from archivesearch.capture.member import MAX_PAGE_BYTES, TOO_LARGE, Captured, Member, OtherFile, read_bounded
from archivesearch.errors import Problem
from archivesearch.model import Media, Page, Timestamp

WEB_ARCHIVE_NAME = re.compile(r"\.(?:warc|arc)(?:\.gz)?$", re.IGNORECASE)

MAX_DAMAGES = 1000  # places of one file that reading goes on after
_PIECE_BYTES = 2**20
_SNIFFED_RECORD = 2**12  # bytes that show whether a record begins there
_GZIP_MEMBER = b"\x1f\x8b\x08"
_RECORD_START = re.compile(rb"\x1f\x8b\x08|(?<=\n)WARC/(?=[01]\.\d+\r?\n)")
_UNCHECKED = (AttributeError, IndexError, KeyError, TypeError)  # warcio, over headers that are none
_PADDING_BYTES = 4  # line ends after the last record
_WARC_OR_ARC = (b"WARC/", b"filedesc:")
_GZIP_OR_WARC = (b"\x1f\x8b", *_WARC_OR_ARC)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_TEXT_TYPES = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/rss",
    "application/atom",
    "application/rdf",
)


def is_web_archive(head: bytes) -> bool:
    """Whether the first bytes, unpacked, are those of a WARC or ARC file."""
    return head.startswith(_WARC_OR_ARC)


def read_web_archive(member: Member) -> Iterator[Captured]:
    """The pages of a web archive; every other record counted by kind, what is damaged told as Problems.

    A page's path is that of the file and the offset of its record: "crawl.warc.gz@2048". Records are read one at
    a time, so memory holds one page and a number for each. After a damaged record reading goes on with the next
    that can be found. OSError when the file cannot be read.
    """
    with member.open() as file:
        if not file.read(16).startswith(_GZIP_OR_WARC):
            yield Problem(member.path, "capture", "no web archive, though its name says so; it was left out")
            return
    payloads: dict[int, int] = {}  # hash of a payload's digest -> offset of the record that holds it
    at: int | None = 0
    for _ in range(MAX_DAMAGES):
        damage = yield from _records(member, at or 0, payloads)
        if damage is None:
            return
        offset, reason = damage
        at = _next_record(member, offset + 1)
        if at is None:
            told = f"damaged ({reason}); the records before it were read, what follows was left out"
            yield Problem(f"{member.path}@{offset}", "capture", told)
            return
        told = f"damaged ({reason}); {at - offset:,} bytes were left out, the records after them are read"
        yield Problem(f"{member.path}@{offset}", "capture", told)
    reason = f"damaged in more than {MAX_DAMAGES:,} places; the rest was left out, fetch the file again"
    yield Problem(f"{member.path}@{at}", "capture", reason)


def read_record(member: Member, offset: int) -> Captured | None:
    """What the record at an offset is; None for one that belongs to another record. OSError, ValueError: damaged."""
    from warcio.archiveiterator import ArchiveIterator  # a lazy import: only web archives need it

    with member.open() as file:
        file.seek(offset)
        record = next(iter(ArchiveIterator(file, arc2warc=True)), None)
        return _captured(member, record) if record is not None else None


def _records(
    member: Member, begin: int, payloads: dict[int, int]
) -> Generator[Captured, None, tuple[int, str] | None]:
    """The records from an offset on; returns (offset, reason) of the first damage, or None."""
    # A lazy import: only web archives need it.
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    offset = end = begin
    with member.open() as file:
        if begin:
            file.seek(begin)
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
                    continue
                digest = record.rec_headers.get_header("WARC-Payload-Digest")
                if isinstance(found, Page) and digest:
                    payloads.setdefault(hash(digest), offset)
                elif record.rec_type == "revisit" and (original := payloads.get(hash(digest))) is not None:
                    found = _repeated(member, record, original) or found
                if found is not None:
                    yield (
                        replace(found, where=path)
                        if isinstance(found, Problem)
                        else replace(found, path=path)
                    )
            if file.seekable() and (rest := file.seek(0, os.SEEK_END) - end) > _PADDING_BYTES:
                return end, f"its last {rest:,} bytes are no whole record"
        except (ArchiveLoadFailed, EOFError, ValueError, zlib.error, *_UNCHECKED) as error:
            return max(offset, end), " ".join(str(error).split())
    return None


def _repeated(member: Member, record: Any, original: int) -> Page | None:
    """The page of a capture that was kept as "the same as before": the text of the first, the day of this one."""
    try:
        page = read_record(member, original)
    except (OSError, ValueError, *_UNCHECKED):
        return None
    if not isinstance(page, Page):
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or page.url
    return replace(page, url=url, captured=_moment(record.rec_headers.get_header("WARC-Date")))


def _next_record(member: Member, begin: int) -> int | None:
    """The offset of the next record that can be read, from an offset on; None when there is none."""
    with member.open() as file:
        if not file.seekable():
            return None
        file.seek(begin)
        buffer, at = b"", begin
        while piece := file.read(_PIECE_BYTES):
            buffer += piece
            for mark in _RECORD_START.finditer(buffer, 0, max(0, len(buffer) - _SNIFFED_RECORD)):
                if mark[0] != _GZIP_MEMBER or _is_packed_record(buffer[mark.start() :]):
                    return at + mark.start()
            keep = min(len(buffer), _SNIFFED_RECORD)
            at += len(buffer) - keep
            buffer = buffer[len(buffer) - keep :]
        for mark in _RECORD_START.finditer(buffer):
            if mark[0] != _GZIP_MEMBER or _is_packed_record(buffer[mark.start() :]):
                return at + mark.start()
    return None


def _is_packed_record(data: bytes) -> bool:
    try:
        start = zlib.decompressobj(31).decompress(data[:_SNIFFED_RECORD], 64)
    except zlib.error:
        return False
    return is_web_archive(start) or start.startswith((b"http://", b"https://"))


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
