"""Posts as sets of numbers, scores as dicts: nothing to load, and quick for the first query of a process."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import reduce
from heapq import nlargest
from typing import TypeAlias

from archivesearch.index.arithmetic import Arithmetic, PhraseFound, Weighted
from archivesearch.index.contents import NO_EPOCH, TITLE_POSITIONS
from archivesearch.index.postings import BISECTION_COST, Postings, phrase_starts
from archivesearch.index.whoosh_segment import Segment

_Posts: TypeAlias = AbstractSet[int]
_Scores: TypeAlias = dict[int, float]
_Reach: TypeAlias = Sequence[float] | float


class Sparse(Arithmetic):
    """See Arithmetic."""

    def holding(self, segment: Segment, postings: Sequence[Postings]) -> _Posts:
        """The posts in any of these postings."""
        return set().union(*(found.ids for found in postings))

    def titled(self, segment: Segment, postings: Sequence[Postings]) -> _Posts:
        """The posts that have any of these terms in their title."""
        return set().union(*(found.titles for found in postings))

    def numbered(self, segment: Segment, numbers: Iterable[int]) -> _Posts:
        """The posts with these numbers."""
        return set(numbers)

    def everything(self, segment: Segment) -> _Posts:
        """All posts, deleted ones too."""
        return set(range(segment.size))

    def between(self, segment: Segment, first: int | None, last: int | None) -> _Posts:
        """The posts published within these days."""
        return set(segment.posts_between(first, last))

    def union(self, segment: Segment, sets: Sequence[_Posts]) -> _Posts:
        """The posts in any of the sets."""
        return set().union(*sets)

    def common(self, sets: Sequence[_Posts]) -> _Posts:
        """The posts in all sets."""
        return reduce(lambda left, right: left & right, sorted(sets, key=len))

    def without(self, posts: _Posts, others: _Posts) -> _Posts:
        """The posts that are not among the others."""
        return posts - others

    def living(self, segment: Segment, posts: _Posts) -> _Posts:
        """The posts that are not deleted."""
        return posts - segment.deleted if segment.deleted else posts

    def size(self, posts: _Posts) -> int:
        """How many posts are in a set."""
        return len(posts)

    def reach(self, segment: Segment, base: float, slope: float) -> _Reach:
        """K of BM25 for each post."""
        return [base + slope * length for length in segment.lengths]

    def unscored(self, posts: _Posts) -> _Scores:
        """The posts with a score of 0 each."""
        return dict.fromkeys(posts, 0.0)

    def word(
        self, segment: Segment, forms: Weighted, weight: float, reach: _Reach, within: _Posts | None
    ) -> _Scores:
        """BM25 of a word."""
        ids, counts = _counts(forms) if within is None else _counts_within(forms, within)
        return _bm25(ids, counts, weight, reach)

    def phrase(
        self, segment: Segment, words: Sequence[tuple[int, Sequence[Postings]]], slop: int, posts: _Posts
    ) -> PhraseFound:
        """Where words stand together."""
        places = [(offset, _positions_within(postings, posts)) for offset, postings in words]
        found: dict[int, list[int]] = {}
        for post in posts:
            starts = phrase_starts([(offset, of_word[post]) for offset, of_word in places], slop)
            if starts:
                found[post] = starts
        titles = {post for post, starts in found.items() if starts[0] < TITLE_POSITIONS}
        return PhraseFound(found.keys(), {post: float(len(starts)) for post, starts in found.items()}, titles)

    def saturated(self, frequencies: _Scores, weight: float, reach: _Reach, within: _Posts | None) -> _Scores:
        """BM25 of posts by how often they have something."""
        posts = [post for post in frequencies if within is None or post in within]
        return _bm25(posts, [frequencies[post] for post in posts], weight, reach)

    def total(self, segment: Segment, parts: Sequence[_Scores]) -> _Scores:
        """The posts of all parts, scores added up."""
        ordered = sorted(parts, key=len, reverse=True)
        if not ordered:
            return {}
        total = ordered[0]
        for scores in ordered[1:]:
            for post, score in scores.items():
                total[post] = total.get(post, 0.0) + score
        return total

    def scored(self, scores: _Scores) -> _Posts:
        """The posts that have a score."""
        return scores.keys()

    def add(self, scores: _Scores, more: _Scores) -> None:
        """Add scores to those of the same posts."""
        for post in more.keys() & scores.keys():
            scores[post] += more[post]

    def raise_all(self, scores: _Scores, posts: _Posts, gain: float) -> None:
        """Add a gain to the scores of a set of posts."""
        for post in posts & scores.keys():
            scores[post] += gain

    def raise_by_squares(
        self, scores: _Scores, shares: Sequence[tuple[float, _Posts]], factor: float
    ) -> None:
        """Add, for each post, the factor times the square of the sum of its shares."""
        inside: dict[int, float] = {}
        for share, posts in shares:
            for post in posts & scores.keys():
                inside[post] = inside.get(post, 0.0) + share
        for post, sum_of_shares in inside.items():
            scores[post] += factor * sum_of_shares * sum_of_shares

    def only(self, scores: _Scores, posts: _Posts) -> _Scores:
        """The scores of a set of posts."""
        return {post: scores[post] for post in scores.keys() & posts}

    def best(
        self, segment: Segment, scores: _Scores, wanted: int, by_moment: int
    ) -> list[tuple[float, bytes, int, float]]:
        """The posts that go first."""
        orders: Mapping[int, float] = scores
        if by_moment:
            epochs = segment.epochs
            # Posts without a date come last, whichever way the others go.
            orders = {
                post: NO_EPOCH if epochs[post] == NO_EPOCH else by_moment * epochs[post] for post in scores
            }
        posts: Iterable[int] = orders
        if len(orders) > wanted:
            least = nlargest(wanted, orders.values())[-1] if wanted else float("inf")
            posts = [post for post, order in orders.items() if order >= least]
        permalinks = segment.permalinks
        best = sorted((-orders[post], permalinks[post], post) for post in posts)[:wanted]
        return [(order, permalink, post, scores[post]) for order, permalink, post in best]

    def periods(self, segment: Segment, posts: _Posts) -> Mapping[tuple[int, int], int]:
        """How many of the posts have each pair of first and last day."""
        first_days, last_days = segment.first_days, segment.last_days
        return Counter((first_days[post], last_days[post]) for post in posts)

    def count_in(self, posts: _Posts, postings: Postings) -> int:
        """How many of the posts are in these postings."""
        return len(posts & set(postings.ids))


def _bm25(posts: Sequence[int], counts: Sequence[float], weight: float, reach: _Reach) -> _Scores:
    if isinstance(reach, float):
        return {post: weight * count / (count + reach) for post, count in zip(posts, counts, strict=True)}
    return {
        post: weight * count / (count + k)
        for post, count, k in zip(posts, counts, map(reach.__getitem__, posts), strict=True)
    }


def _counts(forms: Weighted) -> tuple[Sequence[int], Sequence[float]]:
    """Posts, and how often they hold a word, each form counted by its weight."""
    if not forms:
        return (), ()
    if len(forms) == 1 and forms[0][0] == 1.0:
        return forms[0][1].ids, forms[0][1].weights
    ordered = sorted(forms, key=lambda entry: len(entry[1]), reverse=True)
    weight, largest = ordered[0]
    total = dict(zip(largest.ids, [weight * count for count in largest.weights], strict=True))
    for weight, more in ordered[1:]:
        for post, count in zip(more.ids, more.weights, strict=True):
            total[post] = total.get(post, 0.0) + weight * count
    return list(total), list(total.values())


def _counts_within(forms: Weighted, within: _Posts) -> tuple[Sequence[int], Sequence[float]]:
    """The same for the posts of a set, without a look at all others where the set is small."""
    found: dict[int, float] = {}
    for weight, postings in sorted(forms, key=lambda entry: len(entry[1]), reverse=True):
        ids, weights = postings.ids, postings.weights
        if len(within) * BISECTION_COST < len(ids):
            for post in within:
                place = bisect_left(ids, post)
                if place < len(ids) and ids[place] == post:
                    found[post] = found.get(post, 0.0) + weight * weights[place]
        else:
            counts = dict(zip(ids, weights, strict=True))
            for post in counts.keys() & within:
                found[post] = found.get(post, 0.0) + weight * counts[post]
    return list(found), list(found.values())


def _positions_within(forms: Sequence[Postings], posts: _Posts) -> dict[int, Sequence[int]]:
    """Where any form of a word occurs in each of these posts, all of which hold it."""
    found: dict[int, Sequence[int]] = {}
    for postings in forms:
        for post, places in postings.positions_within(posts):
            found[post] = sorted([*found[post], *places]) if post in found else places
    return found
