"""A Whoosh codec that writes and reads the postings of a term in one piece.

Whoosh spends nearly all its time in Python calls for single postings. Its own codec keeps blocks of 128 pickled
and compressed postings; this one keeps flat arrays (postings.py), so that one read gives a whole term. All else
is Whoosh's: schema, segments, table of contents, term dictionary, columns, deletions, merging.

Whoosh's own searcher can read such an index too, which the tests use to compare scores.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from heapq import merge
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter
from whoosh.index import TOC, clean_files
from whoosh.matching import ListMatcher
from whoosh.system import pack_ushort
from whoosh.writing import SegmentWriter

from archivesearch.index.contents import (
    NO_DATE,
    NO_EPOCH,
    VALUE_FIELDS,
    WORD_FIELDS,
    Contents,
    language_number,
)
from archivesearch.index.postings import Postings
from archivesearch.index.term_entries import TermEntry, joined
from archivesearch.index.term_pool import TermPool, new_numbers, renumbered
from archivesearch.index.whoosh_segment import ENTRY, EXTENSIONS, LEXICON_EXTENSION, SegmentEntry

LENGTH_COLUMN = columns.NumericColumn("I")
LANGUAGE_COLUMN = columns.NumericColumn("H")
DAY_COLUMN = columns.NumericColumn("I", default=NO_DATE)
EPOCH_COLUMN = columns.NumericColumn("d", default=NO_EPOCH)
TEXT_COLUMN = columns.VarBytesColumn()

COLUMNS = {
    "length": LENGTH_COLUMN,
    "language": LANGUAGE_COLUMN,
    "first_day": DAY_COLUMN,
    "last_day": DAY_COLUMN,
    "epoch": EPOCH_COLUMN,
    "permalink": TEXT_COLUMN,
    "post_id": TEXT_COLUMN,
}


class TermField(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field whose terms are made by contents.py."""

    def __init__(self) -> None:
        self.format = formats.Frequency()
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.column_type = None


def schema() -> fields.Schema:
    """The schema of every index."""
    indexed = {name: TermField() for name in (*WORD_FIELDS, *VALUE_FIELDS)}
    return fields.Schema(**indexed, **{name: fields.COLUMN(column) for name, column in COLUMNS.items()})


class FlatFieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    """Writes the term dictionary and, one blob for each term, the postings."""

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[TermEntry]) -> None:
        """Write the postings of all terms, given in order of field and term."""
        starts, forms, counts = array("q"), [], array("I")
        first_form = 0
        for field, found in groupby(items, key=attrgetter("field")):
            self._fieldmap[field] = number = len(self._fieldmap)
            prefix = pack_ushort(number)
            if field == "text":
                first_form = len(starts)
            for entry in found:
                starts.append(self._tindex.tell())
                self._add_term(prefix + entry.name, entry)
                if field == "text":
                    forms.append(entry.name.rpartition(b"\0")[2])
                    counts.append(entry.post_count)
        header = {"fields": self._fieldmap, "terms": len(starts), "text": (first_form, len(forms))}
        with self._create_file(LEXICON_EXTENSION) as file:
            file.write(json.dumps(header).encode() + b"\n" + starts.tobytes() + counts.tobytes())
            file.write(b"\n".join(forms))

    def _add_term(self, key: bytes, entry: TermEntry) -> None:
        offset = self._postfile.tell()
        self._postfile.write(entry.blob)
        length_byte = 1  # of posts, which Whoosh's own scoring looks at and ours does not
        facts = (entry.weight, entry.post_count, length_byte, length_byte, entry.greatest_weight)
        place = (entry.first_post, entry.last_post, offset, len(entry.blob))
        self._tindex.add(key, ENTRY.pack(0, *facts, *place))


class FlatCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's third codec with flat postings."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> FlatFieldWriter:
        """What writes the terms of a segment."""
        return FlatFieldWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """The postings of a term for Whoosh's own searcher."""
        offset, length = terminfo.extent()
        # Whoosh 2.7 reads its own entry's length as a tuple of one.
        postings = read_postings(dbfile, (offset, length[0] if isinstance(length, tuple) else length))
        weights = [float(weight) for weight in postings.weights]
        return ListMatcher(
            list(postings.ids), weights, format=format_, scorer=scorer, term=term, terminfo=terminfo
        )


def read_postings(dbfile: Any, place: tuple[int, int]) -> Postings:
    """The postings that lie at an offset and take so many bytes."""
    return Postings(dbfile.get(*place))


class MergingPool(TermPool):
    """A pool that older segments are merged into, in place of Whoosh's pool of single postings."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._segments: list[tuple[Any, int, Any]] = []

    def add_segment(self, terms: Any, size: int, first: int, renumbered: Mapping[int, int] | None) -> None:
        """Merge the postings of a segment's terms in; its posts are numbered from `first` on.

        Where posts were deleted in between, `renumbered` gives the new number of each that is left.
        """
        numbers = None if renumbered is None else new_numbers(renumbered, size)
        self._segments.append((terms, first, numbers))

    def iter_postings(self) -> Iterator[TermEntry]:
        """All postings, in order of field and term; nothing is read before its turn."""
        # Whoosh merges segments at commit, so their posts follow all that were added: own first, then in order.
        pieces = [self.entries(), *(_entries_of(*segment) for segment in self._segments)]
        ordered = merge(*pieces, key=attrgetter("field", "name"))
        for _, found in groupby(ordered, key=attrgetter("field", "name")):
            yield joined(list(found))

    def cleanup(self) -> None:
        """Forget all."""
        super().cleanup()
        for terms, _, _ in self._segments:
            terms.close()
        self._segments.clear()


def _entries_of(terms: Any, first: int, numbers: Any) -> Iterator[TermEntry]:
    """The terms of a segment, its posts under their new numbers."""
    for key, entry in terms._tindex.items():
        field, name = terms._keydecoder(key)
        postings = read_postings(terms._postfile, ENTRY.unpack(entry)[8:])
        found = renumbered(field, name, postings, first, numbers)
        if found is not None:
            yield found


class FlatWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's writer with our pool of postings."""

    def __init__(self, index: Any, publish: Callable[[list[SegmentEntry]], None]) -> None:
        # Our own lock (indexer.py) is held already. Compound files would be copied into memory at opening.
        super().__init__(index, codec=FlatCodec(), compound=False, _lk=False)
        self.pool = MergingPool(Path(self.storage.folder))
        self._publish = publish

    def _commit_toc(self, segments: Sequence[Any]) -> None:
        """Make a commit known: to the next writer, then to readers; only then are the old files deleted."""
        TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)
        self._publish([self._entry(segment) for segment in segments])
        clean_files(self.storage, self.indexname, self.generation, segments)

    def _entry(self, segment: Any) -> SegmentEntry:
        sizes = {name: self.storage.file_length(segment.make_filename(name)) for name in EXTENSIONS}
        return SegmentEntry(segment.segid, segment.doc_count_all(), sorted(segment.deleted_docs()), sizes)

    def abandon(self) -> None:
        """Close what a failed commit left open; nothing for a commit that went well."""
        if getattr(self, "is_closed", True):
            return
        self.pool.cleanup()
        for part in (self.perdocwriter, self.fieldwriter):
            with suppress(Exception):  # whatever broke the commit may break closing too; that error is raised
                part.close()
        self._tempstorage.destroy()
        self.is_closed: bool = True

    def write_per_doc(self, fieldnames: Iterable[str], reader: Any) -> Mapping[int, int] | None:
        """Copy the columns of an older segment; Whoosh's merging calls this. Gives the new numbers of its posts."""
        renumbered: dict[int, int] | None = {} if reader.has_deletions() else None
        found = {name: column for name, column in COLUMNS.items() if reader.has_column(name)}
        columns_read = {name: reader.column_reader(name, column) for name, column in found.items()}
        for post in reader.all_doc_ids():
            if renumbered is not None:
                renumbered[post] = self.docnum
            self.perdocwriter.start_doc(self.docnum)
            for name, column in columns_read.items():
                self.perdocwriter.add_column_value(name, COLUMNS[name], column[post])
            self.perdocwriter.finish_doc()
            self.docnum += 1
        return renumbered

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: Mapping[int, int] | None) -> None:
        """Merge the postings of an older segment into this one; Whoosh's merging calls this."""
        # The reader given is closed before the flush.
        terms = self.codec.terms_reader(self.storage, reader.segment())
        self.pool.add_segment(terms, reader.doc_count_all(), startdoc, docmap)

    def add_contents(self, post: Contents) -> None:
        """Add a post; does what add_document does, without a call for each posting."""
        number = self.docnum
        columns = {
            "length": self.pool.add(number, post),
            "language": language_number(post.language),
            "first_day": post.first_day,
            "last_day": post.last_day,
            "epoch": NO_EPOCH if post.epoch_seconds is None else post.epoch_seconds,
            "permalink": post.permalink.encode("utf-8", "replace"),
            "post_id": post.post_id.encode("utf-8", "replace"),
        }
        self.perdocwriter.start_doc(number)
        for name, value in columns.items():
            self.perdocwriter.add_column_value(name, COLUMNS[name], value)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1
