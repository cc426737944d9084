"""One large file -> many small pages: feeds and exports cut at their items while they stream by.

Nothing is parsed here: start tags, end tags, CDATA sections and comments are told apart by their bytes, so
memory holds one item. Each page is a document of its own, the file's first lines with one item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from archivesearch.model import Media

MAX_ITEM_BYTES = 8 * 2**20  # a post of that size is no post
MAX_HEADER_BYTES = 32 * 2**20  # before the first item: WordPress lists its authors, categories and tags there
MAX_FACTS_BYTES = 2**18  # of the header that go along with each item
TOO_LARGE_ITEM = f"larger than {MAX_ITEM_BYTES // 2**20} MiB, too large for a post; it was left out"
_PIECE_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Cut:
    """How a kind of file is cut: the name of its items, and what closes a document with one of them."""

    tag: bytes
    tail: bytes


RSS = Cut(b"item", b"</channel></rss>")
ATOM = Cut(b"entry", b"</feed>")
BLOGML = Cut(b"post", b"</posts></blog>")
LIVEJOURNAL = Cut(b"entry", b"</livejournal>")
CUTS: Mapping[Media, Cut] = {"wxr": RSS, "feed": RSS, "blogml": BLOGML, "livejournal": LIVEJOURNAL}
CUT_BYTES = 2**18  # a file up to this size is one page; one item after the other is read of a larger one

_ATOM_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?feed[\s>]")
_FIRST_RSS = re.compile(rb"<(?:rss|rdf:RDF|channel)[\s>]", re.IGNORECASE)


def is_atom(head: bytes) -> bool:
    """True for the first bytes of an Atom feed."""
    return _ATOM_ROOT.search(head[:8192]) is not None and _FIRST_RSS.search(head[:8192]) is None


@dataclass(frozen=True, slots=True)
class Item:
    """One item as a document of its own, or why there is none."""

    number: int  # from 1, in the order of the file
    content: bytes
    kind: str | None = None  # of what is no post, such as "draft"
    problem: str | None = None


def cut_xml(file: BinaryIO, head: bytes, cut: Cut) -> Iterator[Item]:
    """The items of an XML file after its first bytes `head`, one at a time. May raise OSError."""
    scanner = _Scanner(file, head, cut.tag)
    header: _Header | None = None
    number = 0
    for before, item, problem in scanner.items():
        if header is None:
            header = _Header(before)
        number += 1
        if problem is not None:
            yield Item(number, b"", problem=problem)
        elif (kind := _other_kind(item)) is not None:
            yield Item(number, b"", kind=kind)
        else:
            yield Item(number, b"".join((header.facts_for(item), item, cut.tail)))
    if scanner.is_cut_off:
        yield Item(number + 1, b"", problem="the file ends in the middle; export or fetch it again")


_ENTRY_END = re.compile(rb"^--------[ \t]*\r?\n", re.MULTILINE)
_DRAFT = re.compile(rb"^STATUS:\s*(?:draft|future|unpublished)", re.IGNORECASE | re.MULTILINE)


def cut_text(file: BinaryIO, head: bytes) -> Iterator[Item]:
    """The entries of a Movable Type export after its first bytes `head`, one at a time. May raise OSError."""
    buffer, number, is_at_end = head, 0, False
    while not is_at_end or buffer:
        end = _ENTRY_END.search(buffer)
        if end is None and not is_at_end and len(buffer) <= MAX_ITEM_BYTES:
            piece = file.read(_PIECE_BYTES)
            is_at_end = not piece
            buffer += piece
            continue
        entry, buffer = (buffer[: end.start()], buffer[end.end() :]) if end else (buffer, b"")
        if not entry.strip():
            continue
        number += 1
        if len(entry) > MAX_ITEM_BYTES:
            yield Item(number, b"", problem=TOO_LARGE_ITEM)
        elif _DRAFT.search(entry.partition(b"\n-----")[0]):
            yield Item(number, b"", kind="draft")
        else:
            yield Item(number, entry)


class _Scanner:
    """Finds the items of a stream."""

    def __init__(self, file: BinaryIO, head: bytes, tag: bytes) -> None:
        self._file = file
        self._buffer = head
        self._base = 0  # offset of the buffer in the file
        self._sought: dict[bytes, int] = {}  # closing mark -> offset before which it was looked for in vain
        self._is_at_end = False
        self.is_cut_off = False
        name = re.escape(tag)
        # "<" stands before the choice, so that the search for it is one of a single byte
        self._mark = re.compile(
            rb"<(?:!\[CDATA\[|!--|(?P<start>(?:[A-Za-z][\w.-]*:)?" + name + rb"(?=[\s>/]))"
            rb"|(?P<end>/(?:[A-Za-z][\w.-]*:)?" + name + rb"\s*>))"
        )
        self._closing = re.compile(
            rb"</(?:[A-Za-z][\w.-]*:)?(?:rss|feed|rdf|blog|livejournal)\s*>", re.IGNORECASE
        )

    def _more(self) -> bool:
        piece = b"" if self._is_at_end else self._file.read(_PIECE_BYTES)
        self._is_at_end = not piece
        self._buffer += piece
        return bool(piece)

    def items(self) -> Iterator[tuple[bytes, bytes, str | None]]:
        """(what stood before it, the item, what is wrong with it)."""
        at = begin = 0  # where to look on, where what is kept begins
        start = -1  # of the item that is open
        is_first = True
        before = b""
        while True:
            mark = self._mark.search(self._buffer, at)
            if mark is None:
                limit = MAX_ITEM_BYTES if start >= 0 or not is_first else MAX_HEADER_BYTES
                if len(self._buffer) - begin > limit:
                    if start >= 0:
                        yield before, b"", TOO_LARGE_ITEM
                        start = -1
                    begin = max(begin, len(self._buffer) - 64)
                # a mark may lie across the end of what has been read
                at = max(at, len(self._buffer) - 64)
                if start < 0 and not is_first:
                    begin = at
                self._base += begin
                self._buffer, at, start, begin = (
                    self._buffer[begin:],
                    at - begin,
                    start - begin if start >= 0 else -1,
                    0,
                )
                if not self._more():
                    self.is_cut_off = start >= 0 or self._closing.search(self._buffer) is None
                    return
                continue
            close = b"]]>" if mark[0] == b"<![CDATA[" else b"-->" if mark[0] == b"<!--" else None
            if close is not None:
                end = self._find(close, mark.end(), begin)
                # an unclosed section is taken for text, lest it swallow every item after it
                at = end if end >= 0 else mark.end()
                continue
            if mark["start"]:
                if start >= 0:
                    yield before, self._buffer[start : mark.start()], None
                elif is_first:
                    before, is_first = self._buffer[begin : mark.start()], False
                start, at = mark.start(), mark.end()
            else:
                if start >= 0:
                    yield before, self._buffer[start : mark.end()], None
                start, at = -1, mark.end()
            begin = start if start >= 0 else at
            if begin > _PIECE_BYTES:
                self._base += begin
                self._buffer, at, start, begin = (
                    self._buffer[begin:],
                    at - begin,
                    start - begin if start >= 0 else -1,
                    0,
                )

    def _find(self, close: bytes, at: int, begin: int) -> int:
        """The place after the closing mark; -1 when there is none within the largest item."""
        at = max(at, self._sought.get(close, 0) - self._base)
        while True:
            end = self._buffer.find(close, at)
            if end >= 0:
                return end + len(close)
            at = max(at, len(self._buffer) - len(close) + 1)
            self._sought[close] = self._base + at
            if len(self._buffer) - begin > MAX_ITEM_BYTES or not self._more():
                return -1


# ------------------------------------------------------------------ what goes along with each item

_LISTED = re.compile(rb"<wp:(category|tag|term)>.*?</wp:\1>\s*", re.DOTALL)
_AUTHOR = re.compile(rb"<wp:author>.*?</wp:author>\s*", re.DOTALL)
_LOGIN = re.compile(rb"<wp:author_login>(?:<!\[CDATA\[)?\s*(.*?)\s*(?:\]\]>)?</wp:author_login>", re.DOTALL)
_CREATOR = re.compile(rb"<dc:creator>(?:<!\[CDATA\[)?\s*(.*?)\s*(?:\]\]>)?</dc:creator>", re.DOTALL)


class _Header:
    """The first lines of a file, without lists that grow with the blog."""

    def __init__(self, before: bytes) -> None:
        before = _LISTED.sub(b"", before)
        self._authors: dict[bytes, bytes] = {}
        for author in _AUTHOR.findall(before):
            if login := _LOGIN.search(author):
                self._authors[login[1]] = author
        facts = _AUTHOR.sub(b"", before)
        self._facts = facts if len(facts) <= MAX_FACTS_BYTES else facts[: facts.rfind(b"<", 0, 4096)]

    def facts_for(self, item: bytes) -> bytes:
        """The header as this item needs it: of the authors, its own."""
        creator = _CREATOR.search(item) if self._authors else None
        return self._facts + (self._authors.get(creator[1], b"") if creator else b"")


# ------------------------------------------------------------------ what is no post

_POST_TYPE = re.compile(rb"<wp:post_type>\s*(?:<!\[CDATA\[)?\s*([\w-]*)")
_STATUS = re.compile(rb"<wp:status>\s*(?:<!\[CDATA\[)?\s*([\w-]*)")
_BLOGGER_KIND = re.compile(rb"http://schemas\.google\.com/blogger/2008/kind#(\w+)")
_TAKEOUT_KIND = re.compile(rb"<blogger:type>\s*(POST|PAGE|COMMENT)\s*</blogger:type>")
_TAKEOUT_STATUS = re.compile(rb"<blogger:status>\s*(\w+)")
_BLOGGER_DRAFT = re.compile(rb"<app:draft(?:\s[^>]*)?>\s*yes")


def _other_kind(item: bytes) -> str | None:
    """What an item is that is no published post, by fields outside its texts; None for all else."""
    if b"<wp:" in item:
        outside = _outside_cdata(item)
        kind = _POST_TYPE.search(outside)
        if kind and kind[1] not in (b"post", b""):
            return f"exported {_word(kind[1])}"
        status = _STATUS.search(outside)
        if status and status[1] not in (b"publish", b""):
            return (
                "draft" if status[1] in (b"draft", b"auto-draft", b"pending") else f"{_word(status[1])} post"
            )
    elif b"blogger/2008/kind#" in item and (kind := _BLOGGER_KIND.search(item)):
        if kind[1] != b"post":
            return f"exported {_word(kind[1])}"
        if _BLOGGER_DRAFT.search(item):
            return "draft"
    elif kind := _TAKEOUT_KIND.search(item):
        if kind[1] != b"POST":
            return f"exported {_word(kind[1]).lower()}"
        if (status := _TAKEOUT_STATUS.search(item)) and status[1] != b"LIVE":
            return "draft"
    return None


def _word(name: bytes) -> str:
    return name.decode("ascii", "replace").replace("_", " ")


def _outside_cdata(item: bytes) -> bytes:
    """The bytes of an item without its long CDATA sections, which are texts of people."""
    first, *rest = item.split(b"<![CDATA[")
    parts = [first]
    for part in rest:
        inside, _, outside = part.partition(b"]]>")
        parts += (b"<![CDATA[", inside if len(inside) <= 64 else b"", b"]]>", outside)
    return b"".join(parts)
