"""One segment of an index, opened for reading: terms, postings and columns, each read in one piece.

Reads Whoosh's files without Whoosh, whose import alone (it brings urllib, ssl and asyncio) costs more than opening
an index and searching it. The layouts are those of Whoosh 2.7: its hash file for the term dictionary (.trm: pairs
of key and value in order of key, each after its two lengths) and its columns (.col). Nothing is unpickled.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from archivesearch.index.contents import NO_DATE, NO_EPOCH, value_term
from archivesearch.index.postings import Postings

LEXICON_EXTENSION = ".lex"  # where terms lie in .trm, and the forms of the pooled text
EXTENSIONS = (".trm", ".pst", LEXICON_EXTENSION)
_INDEX_NAME = "MAIN"  # Whoosh's name for an index without a name

_PAIR = struct.Struct("!ii")  # lengths of key and value
# A value of the term dictionary: flags, total weight, posts, two lengths, greatest weight, first and last post, then
# where the postings lie and how many bytes they take.
ENTRY = struct.Struct("!BfIBBfIIqi")

_KEPT_TERMS = 20_000  # keys whose forms are remembered; some 4 MB


@dataclass(frozen=True)
class SegmentEntry:
    """A segment as the manifest names it."""

    name: str
    size: int  # posts, deleted ones included
    deleted: Sequence[int]
    file_sizes: Mapping[str, int]  # in bytes, by extension


@dataclass(frozen=True)
class Form:
    """One form of a key, as a segment holds it."""

    form: str
    post_count: int  # deleted posts included
    offset: int  # of its postings, in bytes
    length: int


class Segment:
    """A segment opened for reading. All its files are opened at once: a later commit may unlink them."""

    def __init__(self, folder: Path, entry: SegmentEntry) -> None:
        self.size = entry.size
        self.deleted = frozenset(entry.deleted)
        self._files: list[mmap.mmap] = []
        start = folder / f"{_INDEX_NAME}_{entry.name}"
        files = [self._open(f"{start}{extension}") for extension in EXTENSIONS]
        self._terms, self._postings, self._lexicon = files
        for extension, file in zip(EXTENSIONS, files, strict=True):
            if len(file) != entry.file_sizes[extension]:
                raise ValueError(f"{Path(start).name}{extension} has lost or gained bytes")
        self._columns = {
            name: self._open(f"{start}.{name}.col")
            for name in ("length", "first_day", "last_day", "epoch", "permalink", "post_id")
        }
        header_end = self._lexicon.find(b"\n")
        header = json.loads(self._lexicon[:header_end])
        self._numbers_of_fields: dict[str, int] = header["fields"]
        self._term_count: int = header["terms"]
        self._starts_at = header_end + 1  # of the array of term positions, eight bytes each
        self._known: dict[bytes, list[Form]] = {}

    def _open(self, path: str) -> Any:
        try:
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            if path.endswith(".col"):
                return b""  # Whoosh writes no column when all its values are the default
            raise
        try:
            if not os.fstat(descriptor).st_size:
                return b""
            self._files.append(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))
        finally:
            os.close(descriptor)
        return self._files[-1]

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()

    # ---- terms -----------------------------------------------------------------------------------------

    def forms(self, field: str, key: str) -> list[Form]:
        """All forms of a key in a field, in order."""
        number = self._numbers_of_fields.get(field)
        if number is None:
            return []
        start = number.to_bytes(2, "big") + key.encode("utf-8", "replace") + b"\0"
        known = self._known.get(start)
        if known is None:
            known = list(self._scan(start))
            if len(self._known) >= _KEPT_TERMS:
                self._known.clear()
            self._known[start] = known
        return known

    def form(self, field: str, key: str, form: str) -> Form | None:
        """One form of a key in a field, if the segment has it."""
        return next((found for found in self.forms(field, key) if found.form == form), None)

    def field_forms(self, field: str) -> list[Form]:
        """All terms of a field."""
        number = self._numbers_of_fields.get(field)
        return [] if number is None else list(self._scan(number.to_bytes(2, "big")))

    def _scan(self, start: bytes) -> Iterator[Form]:
        """The terms that begin with these bytes, in order."""
        terms, starts = self._terms, self._term_starts
        low, high = 0, self._term_count
        while low < high:
            middle = (low + high) // 2
            at = starts[middle]
            key_length, _ = _PAIR.unpack_from(terms, at)
            if terms[at + 8 : at + 8 + key_length] < start:
                low = middle + 1
            else:
                high = middle
        for place in range(low, self._term_count):
            at = starts[place]
            key_length, _ = _PAIR.unpack_from(terms, at)
            key = terms[at + 8 : at + 8 + key_length]
            if not key.startswith(start):
                return
            entry = ENTRY.unpack_from(terms, at + 8 + key_length)
            form = key[2:].rpartition(b"\0")[2].decode("utf-8", "replace")
            yield Form(form, entry[2], entry[8], entry[9])

    @cached_property
    def _term_starts(self) -> memoryview:
        """Where each term's pair lies in the term dictionary."""
        end = self._starts_at + 8 * self._term_count
        return memoryview(self._lexicon[self._starts_at : end]).cast("q")

    def postings(self, form: Form) -> Postings:
        """The postings of a form; deleted posts are among them."""
        return Postings.decode(self._postings[form.offset : form.offset + form.length])

    def value_posts(self, field: str, value: str) -> Sequence[int]:
        """The posts with a whole value, written so."""
        key, _, form = value_term(value).decode("utf-8", "replace").partition("\0")
        found = self.form(field, key, form)
        return self.postings(found).ids if found else ()

    @cached_property
    def lexicon(self) -> dict[str, dict[str, int]]:
        """The forms of the pooled text: for each form its keys, and in how many posts it has that key."""
        forms: dict[str, dict[str, int]] = {}
        text = self._lexicon[self._starts_at + 8 * self._term_count :].decode("utf-8", "replace")
        for line in text.split("\n") if text else ():
            name, _, count = line.rpartition(" ")
            key, _, form = name.partition("\0")
            forms.setdefault(form, {})[key] = int(count)
        return forms

    # ---- columns ----------------------------------------------------------------------------------------

    def _numbers(self, name: str, typecode: str, default: float) -> array[Any]:
        """A number for each post; Whoosh leaves the default out at the end of a column."""
        values: array[Any] = array(typecode, self._columns[name][:])
        if sys.byteorder == "little":
            values.byteswap()
        values.extend([default] * (self.size - len(values)))
        return values

    @cached_property
    def lengths(self) -> array[int]:
        """Weighted words of each post's pooled text."""
        return self._numbers("length", "I", 0)

    @cached_property
    def first_days(self) -> array[int]:
        """The ordinal of the first day each post may have been published on."""
        return self._numbers("first_day", "I", NO_DATE)

    @cached_property
    def last_days(self) -> array[int]:
        """The ordinal of the last day each post may have been published on."""
        return self._numbers("last_day", "I", NO_DATE)

    @cached_property
    def epochs(self) -> array[float]:
        """When each post was published, in seconds since 1970 UTC."""
        return self._numbers("epoch", "d", NO_EPOCH)

    @cached_property
    def by_day(self) -> tuple[list[int], list[int]]:
        """The first days in ascending order, and the posts in that order."""
        days = self.first_days
        order = sorted(range(self.size), key=days.__getitem__)
        return [days[post] for post in order], order

    @cached_property
    def permalinks(self) -> Texts:
        """The permalink of each post, as bytes, by its number."""
        return Texts(self._columns["permalink"], self.size)

    @cached_property
    def post_ids(self) -> Texts:
        """The id of each post, as bytes, by its number."""
        return Texts(self._columns["post_id"], self.size)

    def posts_between(self, first: int | None, last: int | None) -> list[int]:
        """The posts published within these days (ordinals, both included), whatever the hour."""
        days, order = self.by_day
        start = bisect_left(days, max(first or 1, 1))
        if last is None:
            return order[start:]
        end = bisect_left(days, last + 1)
        last_days = self.last_days
        return [post for post in order[start:end] if last_days[post] <= last]


class Texts:
    """A column of byte strings: all strings, then their lengths, then (from 32,769 posts on) their offsets.

    The last byte is the type code of the lengths; or X, after the type codes of lengths and offsets.
    """

    def __init__(self, column: Any, size: int) -> None:
        self._column = column
        end = len(column) - 1
        code = chr(column[end])
        if code == "X":
            code, offset_code = chr(column[end - 2]), chr(column[end - 1])
            end -= 2 + size * array(offset_code).itemsize
        itemsize = array(code).itemsize
        lengths = array(code, column[end - size * itemsize : end])
        if sys.byteorder == "little":
            lengths.byteswap()
        self._starts = [0, *accumulate(lengths)]

    def __getitem__(self, post: int) -> bytes:
        text: bytes = self._column[self._starts[post] : self._starts[post + 1]]
        return text
