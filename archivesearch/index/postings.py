"""The postings of one term as flat arrays: which posts, how much weight in each, and at which positions."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import accumulate

# Postings, positions, whether there are positions (1) and whether they take four bytes each (2); 12 bytes.
_HEADER = struct.Struct("<IIBxxx")
BISECTION_COST = 8  # what finding one post by bisection costs, in posts passed over one by one
_NOWHERE = array("I")
_MOST = 255  # weights and counts are kept in a byte; BM25 does not tell 255 occurrences from more


class Postings:
    """Postings in ascending order of post numbers.

    `weights` are pooled term frequencies (1 to 255). Where the field has positions, `counts` says how many of
    `positions` belong to each posting.
    """

    __slots__ = ("_starts", "counts", "ids", "positions", "weights")

    def __init__(self) -> None:
        self.ids = array("I")
        self.weights = bytearray()
        self.counts = bytearray()
        self.positions = array("I")
        self._starts: list[int] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def append(self, post: int, weight: int, positions: Sequence[int]) -> None:
        """Add a post with a number above all others so far; positions beyond the 255th are left out."""
        self.ids.append(post)
        self.weights.append(weight if weight < _MOST else _MOST)
        if positions:
            if len(positions) > _MOST:
                positions = positions[:_MOST]
            self.counts.append(len(positions))
            self.positions.extend(positions)

    def extend(self, other: Postings, first: int, renumbered: Mapping[int, int] | None) -> None:
        """Add the postings of another segment, whose posts are numbered from `first` on.

        Where posts were deleted in between, `renumbered` gives the new number of each that is left.
        """
        if renumbered is None:
            self.ids.extend(array("I", [post + first for post in other.ids]) if first else other.ids)
            self.weights += other.weights
            self.counts += other.counts
            self.positions.extend(array("I", other.positions))
            return
        for place, post in enumerate(other.ids):
            new = renumbered.get(post)
            if new is not None:
                self.append(new, other.weights[place], other.positions_at(place).tolist())

    def positions_at(self, place: int) -> array[int]:
        """The positions of the posting at a place in `ids`; none where the field has no positions."""
        if not self.counts:
            return _NOWHERE
        if self._starts is None:
            self._starts = [0, *accumulate(self.counts)]
        return self.positions[self._starts[place] : self._starts[place + 1]]

    def positions_in(self, post: int) -> array[int]:
        """The positions of the term in a post; none where it does not occur."""
        place = bisect_left(self.ids, post)
        if place == len(self.ids) or self.ids[place] != post:
            return _NOWHERE
        return self.positions_at(place)

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
                    yield post, self.positions_at(place)

    def encode(self) -> bytes:
        """The postings as bytes, in this machine's byte order."""
        is_wide = bool(self.positions) and max(self.positions) > 0xFFFF
        flags = bool(self.counts) | is_wide << 1
        positions = self.positions if is_wide else array("H", self.positions)
        return b"".join(
            (
                _HEADER.pack(len(self.ids), len(positions), flags),
                self.ids.tobytes(),
                self.weights,
                self.counts,
                positions.tobytes(),
            )
        )

    @classmethod
    def decode(cls, blob: bytes) -> Postings:
        """The postings that `encode` made these bytes from."""
        self = cls()
        count, position_count, flags = _HEADER.unpack_from(blob)
        at = _HEADER.size
        self.ids.frombytes(blob[at : at + 4 * count])
        at += 4 * count
        self.weights = bytearray(blob[at : at + count])
        at += count
        if flags & 1:
            self.counts = bytearray(blob[at : at + count])
            at += count
            if not flags & 2:
                self.positions = array("H")
            self.positions.frombytes(blob[at : at + position_count * self.positions.itemsize])
        return self
