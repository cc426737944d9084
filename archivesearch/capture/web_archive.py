"""WARC and ARC files: a page for each answer that a crawler kept, with its address and the day of its capture."""

from __future__ import annotations

import gzip
import io
import os
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from archivesearch.capture.bundle import bundle_kind, unpacked_head, unpacking
from archivesearch.capture.kinds import SNIFFED_BYTES, export_media, is_html
from archivesearch.capture.member import (
    MAX_PAGE_BYTES,
    TOO_LARGE,
    Captured,
    Member,
    OtherFile,
    error_words,
    read_bounded,
)
from archivesearch.capture.payload import payload
from archivesearch.capture.payloads import Payloads
from archivesearch.capture.record_starts import (
    SNIFFED_FILE_BYTES,
    is_packed_whole,
    is_sound_start,
    may_be_web_archive,
    next_record,
)
from archivesearch.capture.zstandard import DICTIONARY_FRAME, FRAME, DamagedFrameError
from archivesearch.errors import Problem
from archivesearch.model import Media, Page, Timestamp

WEB_ARCHIVE_NAME = re.compile(r"\.(?:warc|arc)(?:\.(?:gz|zst|bz2|xz))?$", re.IGNORECASE)

MAX_DAMAGES = 1000  # places of one file that reading goes on after
MAX_DAMAGES_INSIDE = 20  # the same of a file inside a packed one, which is unpacked again for each
_PADDING_BYTES = 4  # line ends after the last record
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_TEXT_TYPES = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/rss",
    "application/atom",
    "application/rdf",
    "application/json",
    "application/feed+json",
)
_KINDS = ("image", "audio", "video", "font")


@dataclass(frozen=True, slots=True)
class _Damage:
    """Where records cannot be read on."""

    offset: int
    reason: str
    behind: int  # the offset from which on the next record may begin


@dataclass(slots=True)
class _Reading:
    """One file while it is read."""

    member: Member
    number: int  # among the files of its source
    payloads: Payloads
    # For captures without a text of their own: (file, offset) of the text, and what is known of this capture.
    repeats: list[tuple[tuple[int, int], Page]] = field(default_factory=list)


def read_web_archive(member: Member) -> Iterator[Captured]:
    """The pages of a web archive; every other record counted by kind, what is damaged told as Problems.

    A page's path is that of the file and the offset of its record: "crawl.warc.gz@2048", in the unpacked file where
    that was packed in one piece. Records are read one at a time, so memory holds one page and a number for each.
    After a damaged record reading goes on with the next that can be found. OSError when the file cannot be read.
    """
    with member.open() as file:
        head = read_bounded(file, b"", SNIFFED_FILE_BYTES)
        can_seek = _can_seek(file)
    if not may_be_web_archive(head) and bundle_kind(head) != "packed":
        yield Problem(member.path, "capture", "no web archive, though its name says so; it was left out")
        return
    if _is_packed_whole(head):
        can_seek = can_seek and head.startswith((FRAME, DICTIONARY_FRAME))
        member, head = replace(member, open=unpacking(member, head)), unpacked_head(member, head)
    payloads = member.payloads or Payloads()
    reading = _Reading(member, payloads.begin_file(member, can_seek), payloads)
    damage = None if is_sound_start(head) or not head else _Damage(0, "no record begins there", 1)
    yield from _all_records(reading, damage, MAX_DAMAGES if can_seek else MAX_DAMAGES_INSIDE)
    yield from _repeated(reading)


def _all_records(reading: _Reading, damage: _Damage | None, most_damages: int) -> Iterator[Captured]:
    """All records that can be found; `damage` tells where not even the first one can be read."""
    at: int | None = None
    member = reading.member
    for _ in range(most_damages):
        damage = damage or (yield from _records(member, at, reading))
        if damage is None:
            return
        path = f"{member.path}@{damage.offset}"
        found = next_record(member, damage.behind)
        if found is None:
            told = f"damaged ({damage.reason}); the records before it were read, what follows was left out"
            yield Problem(path, "capture", told)
            return
        lost = (
            f"{found - damage.offset:,} bytes were left out" if found > damage.offset else "it was left out"
        )
        told = f"damaged ({damage.reason}); {lost}, the records after that are read"
        yield Problem(path, "capture", told)
        at, damage = found, None
    reason = f"damaged in more than {most_damages:,} places; the rest was left out, fetch the file again"
    yield Problem(f"{member.path}@{at}", "capture", reason)


def _can_seek(file: BinaryIO) -> bool:
    """Whether going to an offset costs nothing: for a file on disk, and not for one inside a packed file."""
    try:
        file.fileno()
    except (OSError, io.UnsupportedOperation):
        return isinstance(file, io.BytesIO)
    return not isinstance(file, gzip.GzipFile)


def _is_packed_whole(head: bytes) -> bool:
    """Whether its records lie in what was packed in one piece, or in frames that cannot be opened singly."""
    return is_packed_whole(head) or (bundle_kind(head) == "packed" and not may_be_web_archive(head))


def read_record(member: Member, offset: int) -> Captured | None:
    """What the record at an offset is; None for one that belongs to another record. OSError, ValueError: damaged."""
    from warcio.archiveiterator import ArchiveIterator  # a lazy import: only web archives need it

    with member.open() as file:
        head = read_bounded(file, b"", SNIFFED_FILE_BYTES)
    with (unpacking(member, head) if _is_packed_whole(head) else member.open)() as file:
        file.seek(offset)
        try:
            record = next(iter(ArchiveIterator(file, arc2warc=True)), None)
            return _captured(member, record) if record is not None else None
        except OSError:
            raise
        except Exception as error:  # as above
            raise ValueError(f"damaged record at {offset:,}: {error_words(error)}") from error


def _records(
    member: Member, begin: int | None, reading: _Reading | None
) -> Generator[Captured, None, _Damage | None]:
    """The records of a file, or those from an offset on; returns the first damage, or None."""
    from warcio.archiveiterator import ArchiveIterator  # a lazy import: only web archives need it

    offset = end = begin or 0
    with member.open() as file:
        if begin is not None:
            file.seek(begin)
        records = ArchiveIterator(file, arc2warc=True)
        records.INC_RECORD = ""  # what it would print to stderr over a wrong length; told below
        wrong_lengths = 0
        try:
            for record in records:
                offset = records.offset
                found = _captured(member, record)
                damage = _read_to_end(records, record)
                path = f"{member.path}@{offset}"
                left = getattr(record.raw_stream, "limit", None)  # of the length that the record states
                if damage is not None and left != 0:
                    return _Damage(offset, damage, offset + 1)
                if damage is None:
                    end = offset + records.get_record_length()
                if left is not None and left > 0:
                    reason = "cut off in the middle of this record; fetch the file again"
                    yield Problem(path, "capture", reason)
                    continue
                if records.err_count > wrong_lengths:
                    wrong_lengths = records.err_count
                    yield Problem(path, "capture", "longer than it says; what is beyond that was left out")
                if found is not None and not (reading and _is_noted(reading, record, offset, path, found)):
                    yield _placed(found, path)
                if damage is not None:
                    end = records.fh.tell() - records.reader.rem_length()
                    return _Damage(end, damage, end)
            if file.seekable() and (rest := file.seek(0, os.SEEK_END) - end) > _PADDING_BYTES:
                return _Damage(end, f"its last {rest:,} bytes are no whole record", end + 1)
        except OSError:
            raise
        except Exception as error:  # warcio checks little: over headers that are none it raises anything
            at = max(offset, end)
            is_right_behind = isinstance(error, DamagedFrameError) and records.fh.tell() == at
            return _Damage(at, error_words(error), at if is_right_behind else at + 1)
    return None


def _read_to_end(records: Any, record: Any) -> str | None:
    """Reads what is left of a record, and the blank lines after it; what is wrong with a frame there."""
    try:
        records.read_to_end(record)
    except DamagedFrameError as error:
        return error_words(error)
    return None


def _placed(found: Captured, path: str) -> Captured:
    return replace(found, where=path) if isinstance(found, Problem) else replace(found, path=path)


# ------------------------------------------------------------------ captures kept as "the same as before"


def _is_noted(reading: _Reading, record: Any, offset: int, path: str, found: Captured) -> bool:
    """Takes note of a page by its digest; True for a repetition of one, whose text is read at the end."""
    digest = record.rec_headers.get_header("WARC-Payload-Digest")
    if not digest or "server-not-modified" in (record.rec_headers.get_header("WARC-Profile") or ""):
        return False  # an answer that there is nothing new is no capture: every crawl of a blog keeps many
    if isinstance(found, Page):
        reading.payloads.add(digest, reading.number, offset)
    elif record.rec_type == "revisit" and (original := reading.payloads.find(digest)) is not None:
        date = _moment(record.rec_headers.get_header("WARC-Date"))
        reading.repeats.append((original, Page(b"", path, _target(record) or None, captured=date)))
        return True
    return False


def _repeated(reading: _Reading) -> Iterator[Captured]:
    """The pages of repetitions: the text of the first capture, the day and address of this one."""
    by_place: dict[tuple[int, int], list[Page]] = {}
    for place, known in reading.repeats:
        by_place.setdefault(place, []).append(known)
    for number in sorted({file for file, _ in by_place}):
        member, can_seek = reading.payloads.file(number)
        offsets = {offset for file, offset in by_place if file == number}
        try:
            for offset, page in _pages_at(member, offsets, can_seek):
                for known in by_place.pop((number, offset)):
                    url = known.url or page.url
                    base_url = _base_url(member.base_url, url or "")
                    yield replace(page, path=known.path, url=url, captured=known.captured, base_url=base_url)
        except (
            OSError,
            ValueError,
        ):  # the file of the text has gone, or is damaged there: told when it was read
            pass
    for lost in by_place.values():
        yield from (OtherFile(known.path, "repeated capture") for known in lost)


def _pages_at(member: Member, offsets: set[int], can_seek: bool) -> Iterator[tuple[int, Page]]:
    """(offset, page) of the records at these offsets, in order; each looked up, or all in one reading of the file."""
    if can_seek:
        for offset in sorted(offsets):
            page = read_record(member, offset)
            if isinstance(page, Page):
                yield offset, page
        return
    for found in _records(member, None, None):
        if isinstance(found, Page) and (offset := int(found.path.rpartition("@")[2])) in offsets:
            yield offset, found


# ------------------------------------------------------------------ one record


def _captured(member: Member, record: Any) -> Captured | None:
    """What one record is, its path still to be set; None for requests and notes, which belong to an answer."""
    path = member.path
    if record.rec_type == "revisit":
        return OtherFile(path, "repeated capture")
    if record.rec_type not in ("response", "resource", "conversion"):
        return None
    url = _target(record)
    answer = record.http_headers
    content_type = (answer or record.rec_headers).get_header("Content-Type") or ""
    if not url.lower().startswith(("http://", "https://")):
        return OtherFile(path, "note of the crawler")
    if answer is not None and (status := answer.get_statuscode()) != "200":
        return OtherFile(path, "redirect" if status.startswith("3") else "error answer")
    if content_type and not content_type.strip().lower().startswith(_TEXT_TYPES):
        kind = content_type.partition("/")[0].strip().lower()
        return OtherFile(path, kind if kind in _KINDS else "other file")
    stream, coding = payload(record)
    head = read_bounded(stream, b"", SNIFFED_BYTES)
    if coding is not None and not is_html(head):
        reason = f"packed with {coding[:40]!r}, which cannot be unpacked here; it was left out"
        return Problem(path, "capture", reason)
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


def _target(record: Any) -> str:
    """The address of a record; Wget before version 1.20.2 puts it between angle brackets, as WARC 1.0 has it."""
    url: str = (record.rec_headers.get_header("WARC-Target-URI") or "").strip()
    return url.removeprefix("<").removesuffix(">")


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
    """The blog's address as the user gave it, for what lies below it; other pages tell their blog themselves."""
    return given if given is not None and url.startswith(given.rstrip("/")) else None
