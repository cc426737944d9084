"""The postings of one term as flat arrays in one piece of bytes: which posts, how much weight, at which positions."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from itertools import accumulate

# Postings, positions, posts that have the term in their title; whether there are positions (1) and whether they
# take four bytes each (2); 16 bytes.
_HEADER = struct.Struct("<IIIBxxx")
BISECTION_COST = 8  # what finding one post by bisection costs, in posts passed over one by one
MOST = 255  # weights and counts are kept in a byte; BM25 does not tell 255 occurrences from more
_NOWHERE = array("I")


def encode(
    ids: bytes, titles: bytes, weights: bytes, counts: bytes, positions: bytes, *, is_wide: bool
) -> bytes:
    """The bytes of postings, of those of their parts in this machine's byte order (see Postings)."""
    position_count = len(positions) // (4 if is_wide else 2)
    flags = bool(counts) | is_wide << 1
    header = _HEADER.pack(len(weights), position_count, len(titles) // 4, flags)
    return b"".join((header, ids, titles, weights, counts, positions))


class Postings:
    """Postings in ascending order of post numbers.

    `ids` are the posts, `weights` the pooled term frequencies (1 to 255), `titles` the posts whose title has the
    term. Where the field has positions, `counts` says how many of `positions` belong to each posting.
    """

    def __init__(self, blob: bytes) -> None:
        self.blob = blob
        header: tuple[int, int, int, int] = _HEADER.unpack_from(blob)
        self.size, self.position_count, self.title_count, flags = header
        self.has_positions, self.is_wide = bool(flags & 1), bool(flags & 2)
        # Where each part begins, in bytes.
        self.ids_at = _HEADER.size
        self.titles_at = self.ids_at + 4 * self.size
        self.weights_at = self.titles_at + 4 * self.title_count
        self.counts_at = self.weights_at + self.size
        self.positions_at = self.counts_at + (self.size if self.has_positions else 0)

    def __len__(self) -> int:
        return self.size

    @cached_property
    def ids(self) -> array[int]:
        """The posts, ascending."""
        return array("I", self.blob[self.ids_at : self.titles_at])

    @property
    def titles(self) -> array[int]:
        """The posts with the term in their title, ascending."""
        return array("I", self.blob[self.titles_at : self.weights_at])

    @property
    def weights(self) -> bytes:
        """How much the term weighs in each post."""
        return self.blob[self.weights_at : self.counts_at]

    @property
    def counts(self) -> bytes:
        """How many positions each posting has; empty where the field has none."""
        return self.blob[self.counts_at : self.positions_at]

    @cached_property
    def positions(self) -> array[int]:
        """The positions of all postings, one after the other."""
        return array("I" if self.is_wide else "H", self.blob[self.positions_at :])

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(self.counts)]

    def positions_of(self, place: int) -> array[int]:
        """The positions of the posting at a place in `ids`; none where the field has no positions."""
        if not self.has_positions:
            return _NOWHERE
        return self.positions[self._starts[place] : self._starts[place + 1]]

    def positions_in(self, post: int) -> array[int]:
        """The positions of the term in a post; none where it does not occur."""
        place = bisect_left(self.ids, post)
        if place == len(self.ids) or self.ids[place] != post:
            return _NOWHERE
        return self.positions_of(place)

    def positions_within(self, posts: Set[int]) -> Iterator[tuple[int, array[int]]]:
        """The positions of the term in those of these posts that it occurs in."""
        if len(posts) * BISECTION_COST < len(self.ids):
            for post in posts:
                positions = self.positions_in(post)
                if positions:
                    yield post, positions
        else:
            for place, post in enumerate(self.ids):
                if post in posts:
                    yield post, self.positions_of(place)


def phrase_starts(words: Sequence[tuple[int, Sequence[int]]], slop: int) -> list[int]:
    """Where in one post a phrase starts, of the offset and the positions of each of its words."""
    (first_offset, first), *rest = words
    if slop:
        return [start for place in first if _fits(start := place - first_offset, rest, slop)]
    starts = {place - first_offset for place in first}
    for offset, places in rest:
        starts.intersection_update([place - offset for place in places])
        if not starts:
            break
    return sorted(starts)


def _fits(start: int, rest: Sequence[tuple[int, Sequence[int]]], slop: int) -> bool:
    late = 0
    for offset, places in rest:
        place = next((place for place in places if place >= start + offset + late), None)
        if place is None or place - start - offset > slop:
            return False
        late = place - start - offset
    return True
