"""Any one file: told by its first bytes, opened if it holds others, read if it is a page."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator
from functools import partial

from archivesearch.capture.bundle import bundle_kind, read_bundle, unpacked, unpacked_head
from archivesearch.capture.kinds import (
    SNIFFED_BYTES,
    is_list_of_export,
    is_of_mirror_tool,
    media_by_name,
    other_kind_by_name,
)
from archivesearch.capture.member import Captured, Member, OtherFile, error_words, read_member, unreadable
from archivesearch.capture.mhtml import is_mhtml, read_mhtml
from archivesearch.capture.record_starts import is_web_archive
from archivesearch.capture.safari import is_safari_archive, read_safari_archive
from archivesearch.capture.web_archive import WEB_ARCHIVE_NAME, read_web_archive
from archivesearch.capture.zstandard import DamagedFrameError
from archivesearch.errors import Problem

MAX_DEPTH = 3  # a web archive, packed, in a WACZ
_PACKED = "packed file"


def read_file(member: Member, depth: int = 0) -> Iterator[Captured]:
    """The pages of one file, of the files it holds, of the captures it keeps; damage comes as a Problem."""
    try:
        yield from _read_file(member, depth)
    except OSError as error:
        yield unreadable(member.path, error)
    except (EOFError, zlib.error, lzma.LZMAError, DamagedFrameError) as error:
        yield Problem(member.path, "capture", f"damaged ({error_words(error)}); fetch or pack the file again")
    except Exception as error:  # a fault over one file must not cost the others
        if depth:
            raise  # a packed file tells it of its member
        reason = (
            f"a fault in archivesearch ({type(error).__name__}: {error}); please report it with this file"
        )
        yield Problem(member.path, "capture", reason)


def _read_file(member: Member, depth: int) -> Iterator[Captured]:
    if is_of_mirror_tool(member.path):
        yield OtherFile(member.path, "file of the mirror tool")
        return
    if is_list_of_export(member.path):
        yield OtherFile(member.path, "list of an export")
        return
    kind = other_kind_by_name(member.name)
    if (kind is not None and kind != _PACKED) or media_by_name(member.name) is not None:
        yield from read_member(member)  # most files by far: opened once
        return
    head = _head(member)
    holder = bundle_kind(head)
    inner = unpacked_head(member, head) if holder == "packed" else b""
    if holder == "packed" and (is_web_archive(inner) or WEB_ARCHIVE_NAME.search(member.name)):
        yield from read_web_archive(member)
    elif holder is not None and depth >= MAX_DEPTH:
        yield OtherFile(member.path, "packed file inside packed files")
    elif holder == "packed":
        inside = unpacked(member, head)
        if bundle_kind(inner) == "tar":
            inside = inside.renamed(member.path)  # "site.tar.gz/page.html", not "site.tar/page.html"
            yield from read_bundle(inside, "tar", partial(read_file, depth=depth + 1))
        else:
            yield from read_file(inside, depth + 1)
    elif holder is not None:
        yield from read_bundle(member, holder, partial(read_file, depth=depth + 1))
    elif is_web_archive(head) or WEB_ARCHIVE_NAME.search(member.name):
        yield from read_web_archive(member)
    elif is_safari_archive(head):
        yield from read_safari_archive(member)
    elif is_mhtml(head):
        yield from read_mhtml(member)
    elif kind == _PACKED:
        yield OtherFile(member.path, _PACKED)
    else:
        yield from read_member(member)


def _head(member: Member) -> bytes:
    with member.open() as file:
        return file.read(SNIFFED_BYTES)
