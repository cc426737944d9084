"""zip, tar and single compressed files: their members one by one, read where they lie, never unpacked to disk.

A member's path is that of the file and its own: "site.zip/2009/post.html".
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import IO, Any, BinaryIO, Literal, cast

from archivesearch.capture import zstandard
from archivesearch.capture.kinds import other_kind_by_name
from archivesearch.capture.member import Captured, Member, OtherFile, error_words
from archivesearch.capture.payloads import Payloads
from archivesearch.capture.saved_parts import PART_OF_PAGE, SavedParts
from archivesearch.capture.tables import Tables
from archivesearch.errors import Problem

MAX_MEMBERS = 5_000_000
MAX_RATIO = 2000  # unpacked to packed; repetitive pages reach 100, deflate itself 1,032 at most
MIN_BOMB_BYTES = 2**30  # unpacked; below this a ratio proves nothing

Bundle = Literal["zip", "tar", "packed"]
ReadFile = Callable[[Member], Iterator[Captured]]

Open = Callable[[], BinaryIO]
# From a way to open what is packed to one to open what is in it.
_UNPACKERS: Mapping[bytes, Callable[[Open], Callable[[], Any]]] = {
    b"\x1f\x8b": lambda open_it: lambda: gzip.GzipFile(fileobj=open_it()),
    b"BZh": lambda open_it: lambda: bz2.BZ2File(open_it()),
    b"\xfd7zXZ\0": lambda open_it: lambda: lzma.LZMAFile(open_it()),  # noqa: SIM115  # who asks for it closes it
    zstandard.FRAME: lambda open_it: zstandard.Frames(open_it).open,
    zstandard.DICTIONARY_FRAME: lambda open_it: zstandard.Frames(open_it).open,
}
_TAR_MARK = b"ustar"
_TAR_MARK_AT = 257
_TAR_HEAD_BYTES = 512
_PACKED_SUFFIX = re.compile(r"\.(?:gz|bz2|xz|zst)$", re.IGNORECASE)
_BUNDLE_SUFFIX = re.compile(
    r"(?:\.(?:zip|wacz|tgz|tbz2?|txz|tzst|tar(?:\.(?:gz|bz2|xz|zst))?))$", re.IGNORECASE
)
_UNREADABLE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
)


def bundle_kind(head: bytes) -> Bundle | None:
    """What holds other files, by its first bytes; None for anything else."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head[_TAR_MARK_AT : _TAR_MARK_AT + len(_TAR_MARK)] == _TAR_MARK:
        return "tar"
    if any(map(head.startswith, _UNPACKERS)):
        return "packed"
    return None


def unpacking(member: Member, head: bytes) -> Open:
    """A way to open what is inside a compressed file, of which `head` are the first bytes."""
    return next(unpack for mark, unpack in _UNPACKERS.items() if head.startswith(mark))(member.open)


def unpacked(member: Member, head: bytes) -> Member:
    """The file inside a single compressed file, under its name without the ending."""
    path = _PACKED_SUFFIX.sub("", member.path)
    if path == member.path:
        path = re.sub(r"\.t(?:gz|bz2?|xz|zst)$", ".tar", path, flags=re.IGNORECASE)
    raw_path = member.raw_path and re.sub(rb"\.(?:gz|bz2|xz|zst)$", b"", member.raw_path, flags=re.IGNORECASE)
    open_it = _Spent(member).opener(unpacking(member, head))
    return replace(member, path=path, raw_path=raw_path, open=open_it)


def unpacked_head(member: Member, head: bytes) -> bytes:
    """The first bytes inside a compressed file, of which `head` are the first; as many as come out of a damaged one."""
    try:
        if head.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(31).decompress(head, _TAR_HEAD_BYTES)
        with unpacked(member, head).open() as file:
            return file.read(_TAR_HEAD_BYTES)
    except _UNREADABLE:
        return b""


def read_bundle(member: Member, kind: Bundle, read_file: ReadFile) -> Iterator[Captured]:
    """What the members of a zip or tar file are; what is wrong with one comes as a Problem, and the rest is read."""
    if member.payloads is None:
        member = replace(member, payloads=Payloads())
    try:
        with member.open() as file:
            yield from (_zip_members if kind == "zip" else _tar_members)(member, file, read_file)
    except Exception as error:  # as below
        reason = f"damaged ({error_words(error)}); what came before was read, fetch or pack the file again"
        yield Problem(member.path, "capture", reason)


def _zip_members(bundle: Member, file: BinaryIO, read_file: ReadFile) -> Iterator[Captured]:
    spent = _Spent(bundle)
    tables, parts = Tables(), SavedParts()
    with zipfile.ZipFile(file) as packed:
        parts.note(packed.namelist())
        tables.take_those(packed.namelist(), lambda name: spent.opener(partial(packed.open, name)))
        for number, entry in enumerate(packed.infolist()):
            if entry.filename.endswith("/"):
                continue
            member = _member(bundle, entry.filename, spent.opener(partial(packed.open, entry)))
            member = replace(member, row=tables.row_for(entry.filename))
            is_link = entry.external_attr >> 28 == 0xA
            reason = _refusal(entry.filename, is_link, number)
            if entry.flag_bits & 1:
                reason = "encrypted; unpack it with its password first"
            if reason is None and parts.has(entry.filename):
                yield OtherFile(member.path, other_kind_by_name(member.name) or PART_OF_PAGE)
                continue
            yield from _read(member, reason, read_file)
            if spent.is_bomb(file):
                yield _bomb(bundle)
                return


def _tar_members(bundle: Member, file: BinaryIO, read_file: ReadFile) -> Iterator[Captured]:
    spent = _Spent(bundle)
    with tarfile.open(fileobj=file, mode="r:") as packed:
        number = 0
        while (entry := packed.next()) is not None:
            packed.members = []  # type: ignore[attr-defined]  # it would keep every member it has seen
            number += 1
            if entry.isdir():
                continue
            member = _member(bundle, entry.name, spent.opener(partial(packed.extractfile, entry)))
            if not (entry.isreg() or entry.issym() or entry.islnk()):
                yield OtherFile(member.path, "special file")
                continue
            yield from _read(member, _refusal(entry.name, not entry.isreg(), number), read_file)
            if spent.is_bomb(file):
                yield _bomb(bundle)
                return


def _read(member: Member, refusal: str | None, read_file: ReadFile) -> Iterator[Captured]:
    if refusal is not None:
        yield Problem(member.path, "capture", refusal)
        return
    try:
        yield from read_file(member)
    except Exception as error:  # zipfile and tarfile check little: over broken headers they raise anything
        yield Problem(member.path, "capture", f"damaged ({error_words(error)}); it was left out")


def _refusal(name: str, is_link: bool, number: int) -> str | None:
    """Why a member is not read; None for most."""
    if number >= MAX_MEMBERS:
        return f"beyond the first {MAX_MEMBERS:,} members; pack the files into several"
    if is_link:
        return "a link, which may lead anywhere; it was left out"
    parts = re.split(r"[/\\]", name)
    if ".." in parts or not parts[0] or parts[0].endswith(":"):
        return "its name leads out of the file; it was left out"
    return None


def _member(bundle: Member, name: str, open_it: Callable[[], BinaryIO]) -> Member:
    inner = name.replace("\\", "/").removeprefix("./")
    path = inner.encode("utf-8", "surrogateescape")
    top = _BUNDLE_SUFFIX.sub("", bundle.name).encode()
    # "site.tar.gz" mostly holds the folder "site", which is no part of the addresses.
    raw_path = path.removeprefix(top + b"/") if top else path
    shown = path.decode("utf-8", "backslashreplace")
    return Member(
        f"{bundle.path}/{shown}",
        open_it,
        bundle.base_url,
        raw_path,
        bundle.captured,
        payloads=bundle.payloads,
    )


@dataclass
class _Spent:
    """How much has come out of one packed file."""

    bundle: Member
    unpacked_bytes: int = 0

    def opener(self, open_it: Callable[[], Any]) -> Callable[[], BinaryIO]:
        """The same way to open a stream, the bytes that come out of it counted."""
        return lambda: cast(BinaryIO, io.BufferedReader(_Counted(open_it(), self), 2**16))

    def is_bomb(self, file: BinaryIO) -> bool:
        """Whether more has come out than any honest file holds."""
        if self.unpacked_bytes < MIN_BOMB_BYTES or not file.seekable():
            return False
        at = file.tell()
        size = file.seek(0, io.SEEK_END)
        file.seek(at)
        return self.unpacked_bytes > MAX_RATIO * size


class _Counted(io.RawIOBase):
    """A stream whose bytes are counted, and that can go back where the inner one can."""

    def __init__(self, inner: IO[bytes], spent: _Spent) -> None:
        self._inner = inner
        self._spent = spent

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._inner.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def readinto(self, target: bytearray) -> int:  # type: ignore[override]  # typeshed says WriteableBuffer
        piece = self._inner.read(len(target))
        target[: len(piece)] = piece
        self._spent.unpacked_bytes += len(piece)
        return len(piece)

    def close(self) -> None:
        self._inner.close()
        super().close()


def _bomb(bundle: Member) -> Problem:
    reason = f"unpacks to more than {MAX_RATIO:,} times its size; the rest was left out, unpack it by hand if you trust it"
    return Problem(bundle.path, "capture", reason)
