"""Posts as arrays of truth values over all posts of a segment, scores as arrays of numbers: what numpy is quick at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from archivesearch.index.arithmetic import Arithmetic, PhraseFound, Weighted
from archivesearch.index.contents import NO_DATE, NO_EPOCH, TITLE_POSITIONS
from archivesearch.index.postings import Postings, phrase_starts
from archivesearch.index.whoosh_segment import Segment

_Posts: TypeAlias = NDArray[np.bool_]
_Numbers: TypeAlias = NDArray[np.float64]
_Reach: TypeAlias = _Numbers | float

_FEW = 8  # times fewer occurrences than posts: sorting them is quicker than an array over all posts
_ROWS = 32  # numbers of which one is compared first, where the least of many are wanted
_MANY_TIES = 200  # beyond the posts wanted, from which on permalinks are compared by their rank
_SHIFT = 32  # bits of a position, below those of the post
_BEFORE = 1 << 16  # keeps the start of a phrase above 0 where its first word is not the first of the text


@dataclass(slots=True)
class _Scores:
    """Posts of a segment of so many posts, ascending, and their scores."""

    ids: NDArray[Any]
    values: _Numbers
    size: int


class Dense(Arithmetic):
    """See Arithmetic."""

    def holding(self, segment: Segment, postings: Sequence[Postings]) -> _Posts:
        """The posts in any of these postings."""
        posts = np.zeros(segment.size, np.bool_)
        for found in postings:
            posts[_ids(found)] = True
        return posts

    def titled(self, segment: Segment, postings: Sequence[Postings]) -> _Posts:
        """The posts that have any of these terms in their title."""
        posts = np.zeros(segment.size, np.bool_)
        for found in postings:
            posts[_numbers_at(found.blob, found.title_count, found.titles_at)] = True
        return posts

    def numbered(self, segment: Segment, numbers: Iterable[int]) -> _Posts:
        """The posts with these numbers."""
        posts = np.zeros(segment.size, np.bool_)
        posts[np.fromiter(numbers, np.int64)] = True
        return posts

    def everything(self, segment: Segment) -> _Posts:
        """All posts, deleted ones too."""
        return np.ones(segment.size, np.bool_)

    def between(self, segment: Segment, first: int | None, last: int | None) -> _Posts:
        """The posts published within these days."""
        posts = _column(segment, "first_days") >= max(first or 1, NO_DATE + 1)
        if last is None:
            return posts
        return self.common([posts, _column(segment, "last_days") <= last])

    def union(self, segment: Segment, sets: Sequence[_Posts]) -> _Posts:
        """The posts in any of the sets."""
        return reduce(or_, sets) if sets else np.zeros(segment.size, np.bool_)

    def common(self, sets: Sequence[_Posts]) -> _Posts:
        """The posts in all sets."""
        posts: _Posts = reduce(and_, sets)
        return posts

    def without(self, posts: _Posts, others: _Posts) -> _Posts:
        """The posts that are not among the others."""
        return posts & ~others

    def living(self, segment: Segment, posts: _Posts) -> _Posts:
        """The posts that are not deleted."""
        if not segment.deleted:
            return posts
        living: _Posts = segment.kept("living", lambda: ~self.numbered(segment, segment.deleted))
        return posts & living

    def size(self, posts: _Posts) -> int:
        """How many posts are in a set."""
        return int(np.count_nonzero(posts))

    def reach(self, segment: Segment, base: float, slope: float) -> _Numbers:
        """K of BM25 for each post."""
        return base + slope * np.asarray(segment.lengths, np.float64)

    def unscored(self, posts: _Posts) -> _Scores:
        """The posts with a score of 0 each."""
        ids = np.flatnonzero(posts)
        return _Scores(ids, np.zeros(len(ids)), len(posts))

    def word(
        self, segment: Segment, forms: Weighted, weight: float, reach: _Reach, within: _Posts | None
    ) -> _Scores:
        """BM25 of a word."""
        ids, counts = _counts(segment, forms, within)
        return _Scores(ids, weight * counts / (counts + _at(reach, ids)), segment.size)

    def phrase(
        self, segment: Segment, words: Sequence[tuple[int, Sequence[Postings]]], slop: int, posts: _Posts
    ) -> PhraseFound:
        """Where words stand together."""
        starts = _sloppy_starts(words, slop, posts) if slop else _exact_starts(words, posts)
        ids, frequencies = _distinct(starts >> _SHIFT)
        titles = (starts & ((1 << _SHIFT) - 1)) < TITLE_POSITIONS + _BEFORE
        return PhraseFound(
            self.numbered(segment, ids),
            _Scores(ids, frequencies.astype(np.float64), segment.size),
            self.numbered(segment, starts[titles] >> _SHIFT),
        )

    def saturated(self, frequencies: _Scores, weight: float, reach: _Reach, within: _Posts | None) -> _Scores:
        """BM25 of posts by how often they have something."""
        found = frequencies if within is None else self.only(frequencies, within)
        values = weight * found.values / (found.values + _at(reach, found.ids))
        return _Scores(found.ids, values, found.size)

    def total(self, segment: Segment, parts: Sequence[_Scores]) -> _Scores:
        """The posts of all parts, scores added up."""
        if len(parts) == 1:
            return parts[0]
        posts, values = np.zeros(segment.size, np.bool_), np.zeros(segment.size)
        for part in sorted(parts, key=lambda part: len(part.ids), reverse=True):
            posts[part.ids] = True
            values[part.ids] += part.values
        ids = np.flatnonzero(posts)
        return _Scores(ids, values[ids], segment.size)

    def scored(self, scores: _Scores) -> _Posts:
        """The posts that have a score."""
        posts = np.zeros(scores.size, np.bool_)
        posts[scores.ids] = True
        return posts

    def add(self, scores: _Scores, more: _Scores) -> None:
        """Add scores to those of the same posts."""
        if np.array_equal(scores.ids, more.ids):
            scores.values = scores.values + more.values
            return
        values = np.zeros(scores.size)
        values[more.ids] = more.values
        scores.values = scores.values + values[scores.ids]

    def raise_all(self, scores: _Scores, posts: _Posts, gain: float) -> None:
        """Add a gain to the scores of a set of posts."""
        scores.values = np.where(posts[scores.ids], scores.values + gain, scores.values)

    def raise_by_squares(
        self, scores: _Scores, shares: Sequence[tuple[float, _Posts]], factor: float
    ) -> None:
        """Add, for each post, the factor times the square of the sum of its shares."""
        inside = np.zeros(len(scores.ids))
        for share, posts in shares:
            inside[posts[scores.ids]] += share
        scores.values = scores.values + factor * inside * inside

    def only(self, scores: _Scores, posts: _Posts) -> _Scores:
        """The scores of a set of posts."""
        is_meant = posts[scores.ids]
        return _Scores(scores.ids[is_meant], scores.values[is_meant], scores.size)

    def best(
        self, segment: Segment, scores: _Scores, wanted: int, by_moment: int
    ) -> list[tuple[float, bytes, int, float]]:
        """The posts that go first."""
        if not wanted or not len(scores.ids):
            return []
        ids = scores.ids
        orders = -scores.values
        if by_moment:
            epochs = _column(segment, "epochs")[ids]
            orders = np.where(epochs == NO_EPOCH, -NO_EPOCH, -by_moment * epochs)
        values = scores.values
        if len(ids) > wanted:
            regarded = np.flatnonzero(orders <= _nth_least(orders, wanted))
            ids, orders, values = ids[regarded], orders[regarded], values[regarded]
        permalinks = segment.permalinks
        if len(ids) > wanted + _MANY_TIES:
            ranks = segment.kept("ranks", lambda: _ranks(permalinks, segment.size))
            first = np.lexsort((ranks[ids], orders))[:wanted]
            ids, orders, values = ids[first], orders[first], values[first]
        return sorted(
            (order, permalinks[post], post, value)
            for order, post, value in zip(orders.tolist(), ids.tolist(), values.tolist(), strict=True)
        )[:wanted]

    def periods(self, segment: Segment, posts: _Posts) -> Mapping[tuple[int, int], int]:
        """How many of the posts have each pair of first and last day."""
        firsts = _column(segment, "first_days")[posts].astype(np.int64)
        lasts = _column(segment, "last_days")[posts].astype(np.int64)
        pairs, counts = np.unique(firsts << _SHIFT | lasts, return_counts=True)
        return {
            (pair >> _SHIFT, pair & ((1 << _SHIFT) - 1)): count
            for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True)
        }

    def count_in(self, posts: _Posts, postings: Postings) -> int:
        """How many of the posts are in these postings."""
        return int(np.count_nonzero(posts[_ids(postings)]))


def _column(segment: Segment, name: str) -> _Numbers:
    """A column of numbers, without a copy; days are whole ones."""
    return np.asarray(getattr(segment, name))


def _nth_least(numbers: _Numbers, wanted: int) -> float:
    """The nth least of some numbers, n being how many are wanted."""
    columns = len(numbers) // _ROWS
    if columns > wanted:
        # Each column has one number not above its least, so enough are not above the nth of these, and few remain.
        least = numbers[: columns * _ROWS].reshape(_ROWS, columns).min(axis=0)
        numbers = numbers[numbers <= _nth_least(least, wanted)]
    return float(np.partition(numbers, wanted - 1)[wanted - 1])


def _ranks(permalinks: Sequence[bytes], size: int) -> NDArray[np.int64]:
    """The place of each post in the order of permalinks."""
    ranks = np.empty(size, np.int64)
    ranks[sorted(range(size), key=permalinks.__getitem__)] = np.arange(size)
    return ranks


def _ids(postings: Postings) -> NDArray[np.intp]:
    return _numbers_at(postings.blob, postings.size, postings.ids_at)


def _numbers_at(blob: bytes, count: int, at: int) -> NDArray[np.intp]:
    """Post numbers as numpy wants an index: with any other type, picking by it takes two to three times as long."""
    return np.frombuffer(blob, np.uint32, count, at).astype(np.intp)


def _weights(postings: Postings) -> _Numbers:
    return np.frombuffer(postings.blob, np.uint8, postings.size, postings.weights_at).astype(np.float64)


def _at(reach: _Reach, ids: NDArray[Any]) -> _Reach:
    return reach if isinstance(reach, float) else reach[ids]


def _counts(segment: Segment, forms: Weighted, within: _Posts | None) -> tuple[NDArray[Any], _Numbers]:
    """Posts, ascending, and how often they hold a word, each form counted by its weight."""
    found: list[tuple[NDArray[Any], _Numbers]] = []
    for share, postings in sorted(forms, key=lambda entry: len(entry[1]), reverse=True):
        of_form, counts = _ids(postings), _weights(postings)
        if within is not None:
            is_meant = within[of_form]
            of_form, counts = of_form[is_meant], counts[is_meant]
        found.append((of_form, share * counts))
    if len(found) == 1:
        return found[0]
    ids: NDArray[Any] = np.concatenate([np.empty(0, np.intp), *(of_form for of_form, _ in found)])
    counts = np.concatenate([np.empty(0), *(counts for _, counts in found)])
    if len(ids) * _FEW < segment.size:
        ids, places = np.unique(ids, return_inverse=True)
        return ids, np.bincount(places, counts, len(ids)).astype(np.float64, copy=False)
    total = np.bincount(ids, counts, segment.size).astype(np.float64, copy=False)
    ids = np.flatnonzero(total > 0)  # of numbers themselves it takes eight times as long
    return ids, total[ids]


def _distinct(ascending: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different ones of some numbers in order, and how often each is there."""
    is_first = np.ones(len(ascending), np.bool_)
    is_first[1:] = ascending[1:] != ascending[:-1]
    firsts = np.flatnonzero(is_first)
    return ascending[firsts], np.diff(np.append(firsts, len(ascending)))


def _occurrences(forms: Sequence[Postings], offset: int, posts: _Posts) -> NDArray[np.int64]:
    """Post and position, less an offset, of each occurrence of any form in some posts, as one number; ascending."""
    ids = _joined([_ids(form) for form in forms])
    counts = _joined([np.frombuffer(form.blob, np.uint8, form.size, form.counts_at) for form in forms])
    positions = _joined([_positions(form) for form in forms])
    places = np.flatnonzero(posts[ids])
    if len(places) < len(ids):
        ends = np.cumsum(counts, dtype=np.int64)[places]
        ids, counts = ids[places], counts[places]
        # The place in `positions` of each occurrence in these posts.
        firsts = ends - np.cumsum(counts, dtype=np.int64)
        positions = positions[np.repeat(firsts, counts) + np.arange(counts.sum(dtype=np.int64))]
    of_posts = np.repeat(ids << _SHIFT, counts)
    found = of_posts + (positions.astype(np.int64) + (_BEFORE - offset))
    if len(forms) == 1:
        return found
    found.sort(kind="stable")  # which only merges what is in order
    return _distinct(found)[0]


def _positions(postings: Postings) -> NDArray[Any]:
    width = np.uint32 if postings.is_wide else np.uint16
    return np.frombuffer(postings.blob, width, postings.position_count, postings.positions_at)


def _joined(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _exact_starts(words: Sequence[tuple[int, Sequence[Postings]]], posts: _Posts) -> NDArray[np.int64]:
    """Where words stand side by side: post and position of the first word; ascending."""
    if not posts.any():
        return np.empty(0, np.int64)
    starts = [_occurrences(forms, offset, posts) for offset, forms in words]
    return reduce(_in_both, sorted(starts, key=len))


def _in_both(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers that are in both of two arrays of different numbers in order."""
    both = np.concatenate([left, right])
    both.sort(kind="stable")
    is_twice = np.flatnonzero(both[1:] == both[:-1])
    return both[is_twice]


def _sloppy_starts(
    words: Sequence[tuple[int, Sequence[Postings]]], slop: int, posts: _Posts
) -> NDArray[np.int64]:
    """Where words stand near each other, one post after the other."""
    found: list[int] = []
    for post in np.flatnonzero(posts).tolist():
        places = [
            (offset, sorted(place for postings in forms for place in postings.positions_in(post)))
            for offset, forms in words
        ]
        found += [(post << _SHIFT) + start + _BEFORE for start in phrase_starts(places, slop)]
    return np.array(found, np.int64)
