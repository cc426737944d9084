"""The postings of one term on their way into an index, and files of them in order."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple

from archivesearch.index.postings import Postings, encode

# Bytes of field, name and blob, then the numbers of an entry.
_HEADER = struct.Struct("<HHIIIBII")


class TermEntry(NamedTuple):
    """A term and its postings, encoded; with what Whoosh's term dictionary keeps of them."""

    field: str
    name: bytes
    blob: bytes
    post_count: int
    weight: int
    greatest_weight: int
    first_post: int
    last_post: int


def joined(entries: Sequence[TermEntry]) -> TermEntry:
    """One entry of several for the same term, given in order of their posts."""
    if len(entries) == 1:
        return entries[0]
    pieces = [Postings(entry.blob) for entry in entries]
    is_wide = any(piece.is_wide for piece in pieces)
    blob = encode(
        b"".join([piece.blob[piece.ids_at : piece.titles_at] for piece in pieces]),
        b"".join([piece.blob[piece.titles_at : piece.weights_at] for piece in pieces]),
        b"".join([piece.weights for piece in pieces]),
        b"".join([piece.counts for piece in pieces]),
        b"".join([_positions(piece, is_wide=is_wide) for piece in pieces]),
        is_wide=is_wide,
    )
    return TermEntry(
        entries[0].field,
        entries[0].name,
        blob,
        sum([entry.post_count for entry in entries]),
        sum([entry.weight for entry in entries]),
        max([entry.greatest_weight for entry in entries]),
        entries[0].first_post,
        entries[-1].last_post,
    )


def _positions(piece: Postings, *, is_wide: bool) -> bytes:
    if piece.is_wide == is_wide:
        return piece.blob[piece.positions_at :]
    return array("I", piece.positions).tobytes()


def write_entry(file: IO[bytes], entry: TermEntry) -> None:
    """Put an entry at the end of a file."""
    field, name, blob, *numbers = entry
    encoded = field.encode()
    file.write(_HEADER.pack(len(encoded), len(name), len(blob), *numbers))
    file.write(encoded + name + blob)


def read_entries(file: IO[bytes]) -> Iterator[TermEntry]:
    """The entries of a file, one after the other."""
    while header := file.read(_HEADER.size):
        field_size, name_size, blob_size, *numbers = _HEADER.unpack(header)
        found = file.read(field_size + name_size + blob_size)
        name_end = field_size + name_size
        yield TermEntry(found[:field_size].decode(), found[field_size:name_end], found[name_end:], *numbers)
