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
from archivesearch.index.postings import Postings
from archivesearch.index.sparse import phrase_starts
from archivesearch.index.whoosh_segment import Segment

_Posts: TypeAlias = NDArray[np.bool_]
_Numbers: TypeAlias = NDArray[np.float64]
_Reach: TypeAlias = _Numbers | float

_MANY_TIES = 200  # beyond the posts wanted, from which on permalinks are compared by their rank
_RARER = 4  # times; a word's occurrences are looked up in the posts in question from there on
_SHIFT = 32  # bits of a position, below those of the post
_BEFORE = 1 << 16  # keeps the start of a phrase above 0 where its first word is not the first of the text


@dataclass(slots=True)
class _Scores:
    """Posts, and their scores; the score of any other post is 0."""

    posts: _Posts
    values: _Numbers


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
            posts[np.frombuffer(found.blob, np.uint32, found.title_count, found.titles_at)] = True
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
        return _Scores(posts, np.zeros(len(posts)))

    def word(
        self, segment: Segment, forms: Weighted, weight: float, reach: _Reach, within: _Posts | None
    ) -> _Scores:
        """BM25 of a word; `within` need not be regarded, as all posts cost no more."""
        values = np.zeros(segment.size)
        ids: NDArray[Any]
        if len(forms) == 1:
            share, postings = forms[0]
            ids, counts = _ids(postings), _weights(postings) * share
            posts = np.zeros(segment.size, np.bool_)
            posts[ids] = True
        else:
            total = _counts(segment, forms)
            posts = total > 0
            ids = np.flatnonzero(posts)
            counts = total[ids]
        values[ids] = weight * counts / (counts + _at(reach, ids))
        return _Scores(posts, values)

    def phrase(
        self, segment: Segment, words: Sequence[tuple[int, Sequence[Postings]]], slop: int
    ) -> PhraseFound:
        """Where words stand together."""
        starts = _sloppy_starts(self, segment, words, slop) if slop else _exact_starts(words)
        ids, frequencies = _distinct(starts >> _SHIFT)
        titles = (starts & ((1 << _SHIFT) - 1)) < TITLE_POSITIONS + _BEFORE
        posts, counts = np.zeros(segment.size, np.bool_), np.zeros(segment.size)
        posts[ids] = True
        counts[ids] = frequencies
        return PhraseFound(posts, _Scores(posts, counts), self.numbered(segment, starts[titles] >> _SHIFT))

    def saturated(self, frequencies: _Scores, weight: float, reach: _Reach, within: _Posts | None) -> _Scores:
        """BM25 of posts by how often they have something."""
        posts = frequencies.posts if within is None else frequencies.posts & within
        ids = np.flatnonzero(posts)
        counts = frequencies.values[ids]
        values = np.zeros(len(posts))
        values[ids] = weight * counts / (counts + _at(reach, ids))
        return _Scores(posts, values)

    def total(self, segment: Segment, parts: Sequence[_Scores]) -> _Scores:
        """The posts of all parts, scores added up."""
        if not parts:
            return self.unscored(np.zeros(segment.size, np.bool_))
        ordered = sorted(parts, key=lambda part: self.size(part.posts), reverse=True)
        posts, values = ordered[0].posts, ordered[0].values
        for part in ordered[1:]:
            posts = posts | part.posts
            values = values + part.values
        return _Scores(posts, values)

    def scored(self, scores: _Scores) -> _Posts:
        """The posts that have a score."""
        return scores.posts

    def add(self, scores: _Scores, more: _Scores) -> None:
        """Add scores to those of the same posts."""
        scores.values = scores.values + more.values * scores.posts

    def raise_all(self, scores: _Scores, posts: _Posts, gain: float) -> None:
        """Add a gain to the scores of a set of posts."""
        ids = np.flatnonzero(posts & scores.posts)
        scores.values = scores.values.copy()
        scores.values[ids] += gain

    def raise_by_squares(
        self, scores: _Scores, shares: Sequence[tuple[float, _Posts]], factor: float
    ) -> None:
        """Add, for each post, the factor times the square of the sum of its shares."""
        ids = np.flatnonzero(reduce(or_, (posts for _, posts in shares)) & scores.posts)
        inside = np.zeros(len(ids))
        for share, posts in shares:
            inside[posts[ids]] += share
        scores.values = scores.values.copy()
        scores.values[ids] += factor * inside * inside

    def only(self, scores: _Scores, posts: _Posts) -> _Scores:
        """The scores of a set of posts."""
        posts = scores.posts & posts
        return _Scores(posts, scores.values * posts)

    def best(
        self, segment: Segment, scores: _Scores, wanted: int, by_moment: int
    ) -> list[tuple[float, bytes, int, float]]:
        """The posts that go first."""
        ids = np.flatnonzero(scores.posts)
        if not wanted or not len(ids):
            return []
        orders = -scores.values[ids]
        if by_moment:
            epochs = _column(segment, "epochs")[ids]
            orders = np.where(epochs == NO_EPOCH, -NO_EPOCH, -by_moment * epochs)
        if len(ids) > wanted:
            least = np.partition(orders, wanted - 1)[wanted - 1]
            regarded = orders <= least
            ids, orders = ids[regarded], orders[regarded]
        permalinks = segment.permalinks
        if len(ids) > wanted + _MANY_TIES:
            ranks = segment.kept("ranks", lambda: _ranks(permalinks, segment.size))
            first = np.lexsort((ranks[ids], orders))[:wanted]
            ids, orders = ids[first], orders[first]
        best = sorted(
            (order, permalinks[post], post) for order, post in zip(orders.tolist(), ids.tolist(), strict=True)
        )[:wanted]
        return [(order, permalink, post, float(scores.values[post])) for order, permalink, post in best]

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


def _ranks(permalinks: Sequence[bytes], size: int) -> NDArray[np.int64]:
    """The place of each post in the order of permalinks."""
    ranks = np.empty(size, np.int64)
    ranks[sorted(range(size), key=permalinks.__getitem__)] = np.arange(size)
    return ranks


def _ids(postings: Postings) -> NDArray[np.uint32]:
    return np.frombuffer(postings.blob, np.uint32, postings.size, postings.ids_at)


def _weights(postings: Postings) -> _Numbers:
    return np.frombuffer(postings.blob, np.uint8, postings.size, postings.weights_at).astype(np.float64)


def _at(reach: _Reach, ids: NDArray[Any]) -> _Reach:
    return reach if isinstance(reach, float) else reach[ids]


def _counts(segment: Segment, forms: Weighted) -> _Numbers:
    """How often each post holds a word, each form counted by its weight."""
    ordered = sorted(forms, key=lambda entry: len(entry[1]), reverse=True)
    if not ordered:
        return np.zeros(segment.size)
    ids = np.concatenate([_ids(postings) for _, postings in ordered])
    counts = np.concatenate([share * _weights(postings) for share, postings in ordered])
    return np.bincount(ids, counts, segment.size).astype(np.float64, copy=False)


def _distinct(ascending: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different ones of some numbers in order, and how often each is there."""
    is_first = np.ones(len(ascending), np.bool_)
    is_first[1:] = ascending[1:] != ascending[:-1]
    firsts = np.flatnonzero(is_first)
    return ascending[firsts], np.diff(np.append(firsts, len(ascending)))


def _keys(postings: Postings, offset: int, within: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """Post and position, less an offset, of each occurrence, as one number; ascending.

    Of all posts that hold the term, or of those of them within some posts, which ascend.
    """
    ids = _ids(postings)
    counts = np.frombuffer(postings.blob, np.uint8, postings.size, postings.counts_at)
    width = np.uint32 if postings.is_wide else np.uint16
    positions = np.frombuffer(postings.blob, width, postings.position_count, postings.positions_at)
    if within is not None:
        places = np.searchsorted(ids, within)
        places[places == len(ids)] = 0
        places = places[ids[places] == within]
        ends = np.cumsum(counts, dtype=np.int64)[places]
        ids, counts = ids[places], counts[places]
        # The place in `positions` of each occurrence in these posts.
        firsts = ends - np.cumsum(counts, dtype=np.int64)
        positions = positions[np.repeat(firsts, counts) + np.arange(counts.sum(dtype=np.int64))]
    posts = np.repeat(ids.astype(np.int64) << _SHIFT, counts)
    return posts + (positions.astype(np.int64) + (_BEFORE - offset))


def _exact_starts(words: Sequence[tuple[int, Sequence[Postings]]]) -> NDArray[np.int64]:
    """Where words stand side by side: post and position of the first word; ascending."""
    ordered = sorted(words, key=lambda word: sum(found.position_count for found in word[1]))
    offset, forms = ordered[0]
    found = np.concatenate([np.empty(0, np.int64), *(_keys(postings, offset) for postings in forms)])
    if len(forms) > 1:
        found.sort()
        found, _ = _distinct(found)
    for offset, forms in ordered[1:]:
        posts, _ = _distinct(found >> _SHIFT)
        is_there = np.zeros(len(found), np.bool_)
        for postings in forms:
            is_rarer = len(posts) * _RARER < postings.size
            keys = _keys(postings, offset, posts if is_rarer else None)
            if len(keys):
                is_there |= keys[np.minimum(np.searchsorted(keys, found), len(keys) - 1)] == found
        found = found[is_there]
    return found


def _sloppy_starts(
    arithmetic: Dense, segment: Segment, words: Sequence[tuple[int, Sequence[Postings]]], slop: int
) -> NDArray[np.int64]:
    """Where words stand near each other, one post after the other."""
    posts = arithmetic.common([arithmetic.holding(segment, forms) for _, forms in words])
    found: list[int] = []
    for post in np.flatnonzero(posts).tolist():
        places = [
            (offset, sorted(place for postings in forms for place in postings.positions_in(post)))
            for offset, forms in words
        ]
        found += [(post << _SHIFT) + start + _BEFORE for start in phrase_starts(places, slop)]
    return np.array(found, np.int64)
