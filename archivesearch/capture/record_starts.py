"""Where records of a web archive begin, told by its bytes alone: whether it is one, how it is packed, what follows damage."""

from __future__ import annotations

import re
import zlib
from typing import BinaryIO

from archivesearch.capture.member import Member
from archivesearch.capture.zstandard import DamagedFrameError

SNIFFED_FILE_BYTES = 2**16  # hold the first two records of nearly every file
_PIECE_BYTES = 2**20
_SNIFFED_RECORD = 2**12  # bytes that show whether a record begins there
_GZIP_MEMBER = b"\x1f\x8b\x08"
_RECORD_START = re.compile(rb"\x1f\x8b\x08|(?<=\n)WARC/(?=[01]\.\d+\r?\n)")
_SECOND_RECORD = re.compile(rb"\n(?:WARC/[01]\.\d+\r?\n|https?://\S{1,2000} [\d.]{7,15} \d{14} )")
_WARC_OR_ARC = (b"WARC/", b"filedesc:")


def is_web_archive(head: bytes) -> bool:
    """Whether the first bytes, unpacked, are those of a WARC or ARC file."""
    return head.startswith(_WARC_OR_ARC)


def may_be_web_archive(head: bytes) -> bool:
    """Whether the first bytes are those of a web archive or of something packed that may be one."""
    return head.startswith((b"\x1f\x8b", *_WARC_OR_ARC))


def is_sound_start(head: bytes) -> bool:
    """Whether a record begins with these bytes, packed or not; to warcio any bytes are a record of an ARC file."""
    return _is_packed_record(head) if head.startswith(b"\x1f\x8b") else is_web_archive(head)


def is_packed_whole(head: bytes) -> bool:
    """Whether a web archive was packed in one piece, as by `gzip`, instead of record by record; by its first bytes."""
    if not head.startswith(_GZIP_MEMBER):
        return False
    try:
        start = zlib.decompressobj(31).decompress(head, SNIFFED_FILE_BYTES)
    except zlib.error:
        return False
    return is_web_archive(start) and _SECOND_RECORD.search(start) is not None


def next_record(member: Member, begin: int) -> int | None:
    """The offset of the next record that can be read, from an offset on; None when there is none."""
    with member.open() as file:
        if not file.seekable():
            return None
        file.seek(begin)
        # A record may begin right there, as behind a frame that was passed over.
        buffer, at = b"\n", begin - 1
        while True:
            piece = _piece(file)
            buffer += piece or b""
            end = max(0, len(buffer) - _SNIFFED_RECORD) if piece else len(buffer)
            if (start := _first_start(buffer, end)) is not None:
                return at + start
            if piece == b"":
                return None
            if piece is None:
                buffer, at = b"\n", file.tell() - 1
            else:
                buffer, at = buffer[end:], at + end


def _piece(file: BinaryIO) -> bytes | None:
    """Some more of a file; empty at its end, None where damage was passed over."""
    try:
        return file.read(_PIECE_BYTES)
    except DamagedFrameError:
        return None


def _first_start(buffer: bytes, end: int) -> int | None:
    for mark in _RECORD_START.finditer(buffer, 0, end):
        start = mark.start()
        if mark[0] != _GZIP_MEMBER or _is_packed_record(buffer[start : start + _SNIFFED_RECORD]):
            return start
    return None


def _is_packed_record(data: bytes) -> bool:
    try:
        start = zlib.decompressobj(31).decompress(data, 64)
    except zlib.error:
        return False
    return is_web_archive(start) or start.startswith((b"http://", b"https://"))
