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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, overload

from archivesearch.index.contents import NO_DATE, NO_EPOCH, language_of_number, value_term
from archivesearch.index.postings import Postings

LEXICON_EXTENSION = ".lex"  # where terms lie in .trm, and the forms of the pooled text
EXTENSIONS = (".trm", ".pst", LEXICON_EXTENSION)
_INDEX_NAME = "MAIN"  # Whoosh's name for an index without a name

_PAIR = struct.Struct("!ii")  # lengths of key and value
# A value of the term dictionary: flags, total weight, posts, two lengths, greatest weight, first and last post, then
# where the postings lie and how many bytes they take.
ENTRY = struct.Struct("!BfIBBfIIqi")

_MOST_UNRETURNED = 32 * 2**20  # else a process that searches for long would come to hold all postings
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
        self._unreturned = 0  # bytes of postings read since their pages were given back
        start = folder / f"{_INDEX_NAME}_{entry.name}"
        files = [self._open(f"{start}{extension}") for extension in EXTENSIONS]
        self._terms, self._postings, self._lexicon = files
        for extension, file in zip(EXTENSIONS, files, strict=True):
            if len(file) != entry.file_sizes[extension]:
                raise ValueError(f"{Path(start).name}{extension} has lost or gained bytes")
        self._columns = {
            name: self._open(f"{start}.{name}.col")
            for name in ("length", "language", "first_day", "last_day", "epoch", "permalink", "post_id")
        }
        header_end = self._lexicon.find(b"\n")
        header = json.loads(self._lexicon[:header_end])
        self._numbers_of_fields: dict[str, int] = header["fields"]
        self._term_count: int = header["terms"]
        self._first_form, self._form_count = header[
            "text"
        ]  # of the pooled text: place among the terms, number
        self._starts_at = header_end + 1  # of the array of term positions, eight bytes each
        self._known: dict[bytes, list[Form]] = {}
        self._kept: dict[str, Any] = {}

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
            key, form = self._entry(place)
            if not key.startswith(start):
                return
            yield form

    def _entry(self, place: int) -> tuple[bytes, Form]:
        """The term at a place of the dictionary: its number of field and name, and the form."""
        at = self._term_starts[place]
        key_length, _ = _PAIR.unpack_from(self._terms, at)
        key: bytes = self._terms[at + 8 : at + 8 + key_length]
        entry = ENTRY.unpack_from(self._terms, at + 8 + key_length)
        form = key[2:].rpartition(b"\0")[2].decode("utf-8", "replace")
        return key, Form(form, entry[2], entry[8], entry[9])

    @cached_property
    def _term_starts(self) -> memoryview:
        """Where each term's pair lies in the term dictionary."""
        end = self._starts_at + 8 * self._term_count
        return memoryview(self._lexicon[self._starts_at : end]).cast("q")

    def postings(self, form: Form) -> Postings:
        """The postings of a form; deleted posts are among them."""
        self._unreturned += form.length
        if self._unreturned > _MOST_UNRETURNED and hasattr(mmap, "MADV_DONTNEED"):
            self._postings.madvise(mmap.MADV_DONTNEED)  # what is read again comes from the system's own cache
            self._unreturned = 0
        blob: bytes = self._postings[form.offset : form.offset + form.length]
        return Postings(blob)

    def value_posts(self, field: str, value: str) -> Sequence[int]:
        """The posts with a whole value, written so."""
        key, _, form = value_term(value).decode("utf-8", "replace").partition("\0")
        found = self.form(field, key, form)
        return self.postings(found).ids if found else ()

    @cached_property
    def _places(self) -> tuple[dict[str, int], dict[str, list[int]]]:
        """The forms of the pooled text: where each stands among them; and all places of those with several keys."""
        forms_at = self._starts_at + 8 * self._term_count + 4 * self._form_count
        forms = self._lexicon[forms_at:].decode("utf-8", "replace").split("\n") if self._form_count else []
        last = dict(zip(forms, range(len(forms)), strict=True))
        several: dict[str, list[int]] = {}
        if len(last) < len(forms):
            for place, form in enumerate(forms):
                if last[form] != place or form in several:
                    several.setdefault(form, []).append(place)
            for form, places in several.items():
                if places[-1] != last[form]:
                    places.append(last[form])
        return last, several

    @cached_property
    def lexicon(self) -> Mapping[str, int]:
        """The forms of the pooled text, and how many posts have each, under any of its keys."""
        counts_at = self._starts_at + 8 * self._term_count
        counts = memoryview(self._lexicon[counts_at : counts_at + 4 * self._form_count]).cast("I")
        last, several = self._places
        found = {form: counts[place] for form, place in last.items()}
        found.update({form: sum(map(counts.__getitem__, places)) for form, places in several.items()})
        return found

    def entries(self, form: str) -> list[Form]:
        """A form of the pooled text, under each of its keys."""
        last, several = self._places
        if form not in last:
            return []
        places = several.get(form) or [last[form]]
        return [self._entry(self._first_form + place)[1] for place in places]

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        """What was made of this segment once, under a name."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

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

    def language(self, post: int) -> str | None:
        """The language a post was analysed in."""
        return language_of_number(int.from_bytes(self._columns["language"][2 * post : 2 * post + 2], "big"))

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


class Texts(Sequence[bytes]):
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

    @overload
    def __getitem__(self, post: int) -> bytes: ...

    @overload
    def __getitem__(self, post: slice) -> list[bytes]: ...

    def __getitem__(self, post: int | slice) -> bytes | list[bytes]:
        if isinstance(post, slice):
            return [self[number] for number in range(*post.indices(len(self)))]
        text: bytes = self._column[self._starts[post] : self._starts[post + 1]]
        return text

    def __len__(self) -> int:
        return len(self._starts) - 1
