"""What plans reckon with: sets of posts of one segment, and their scores.

There are two kinds, which give the same numbers. Sets and dicts (sparse.py) need no import, so that a search from
a shell answers soonest; arrays over all posts (dense.py) are some ten times faster, but numpy takes longer to load
than a whole search.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from archivesearch.index.postings import Postings
from archivesearch.index.whoosh_segment import Segment

Posts: TypeAlias = Any  # a set of posts of one segment
Scores: TypeAlias = Any  # posts of one segment, each with a score
Reach: TypeAlias = Any  # K of BM25 for each post of a segment
Weighted = Sequence[tuple[float, Postings]]  # forms of a word, each with what an occurrence counts


@dataclass(frozen=True, slots=True)
class PhraseFound:
    """The posts of a segment with a phrase: how often each has it, and which of them in their title."""

    posts: Posts
    frequencies: Scores
    titles: Posts


class Arithmetic(ABC):
    """Sets of posts and scores of one kind; sums are added up in the same order in each kind."""

    # ---- sets ------------------------------------------------------------------------------------------------

    @abstractmethod
    def holding(self, segment: Segment, postings: Sequence[Postings]) -> Posts:
        """The posts in any of these postings."""

    @abstractmethod
    def titled(self, segment: Segment, postings: Sequence[Postings]) -> Posts:
        """The posts that have any of these terms in their title."""

    @abstractmethod
    def numbered(self, segment: Segment, numbers: Iterable[int]) -> Posts:
        """The posts with these numbers."""

    @abstractmethod
    def everything(self, segment: Segment) -> Posts:
        """All posts, deleted ones too."""

    @abstractmethod
    def between(self, segment: Segment, first: int | None, last: int | None) -> Posts:
        """The posts published within these days (ordinals, both included), whatever the hour."""

    @abstractmethod
    def union(self, segment: Segment, sets: Sequence[Posts]) -> Posts:
        """The posts in any of the sets."""

    @abstractmethod
    def common(self, sets: Sequence[Posts]) -> Posts:
        """The posts in all sets, of which there is at least one."""

    @abstractmethod
    def without(self, posts: Posts, others: Posts) -> Posts:
        """The posts that are not among the others."""

    @abstractmethod
    def living(self, segment: Segment, posts: Posts) -> Posts:
        """The posts that are not deleted."""

    @abstractmethod
    def size(self, posts: Posts) -> int:
        """How many posts are in a set."""

    # ---- scores ----------------------------------------------------------------------------------------------

    @abstractmethod
    def reach(self, segment: Segment, base: float, slope: float) -> Reach:
        """K of BM25 for each post: a base and a slope over its length."""

    @abstractmethod
    def unscored(self, posts: Posts) -> Scores:
        """The posts with a score of 0 each."""

    @abstractmethod
    def word(
        self, segment: Segment, forms: Weighted, weight: float, reach: Reach, within: Posts | None
    ) -> Scores:
        """BM25 of a word in all posts that hold a form of it, or in those of a set.

        `reach` may be one number for all posts.
        """

    @abstractmethod
    def phrase(
        self, segment: Segment, words: Sequence[tuple[int, Sequence[Postings]]], slop: int, posts: Posts
    ) -> PhraseFound:
        """Where words, each with its offset from the first, stand together; up to `slop` words between them.

        `posts` are those that hold all the words.
        """

    @abstractmethod
    def saturated(self, frequencies: Scores, weight: float, reach: Reach, within: Posts | None) -> Scores:
        """BM25 of posts by how often they have something."""

    @abstractmethod
    def total(self, segment: Segment, parts: Sequence[Scores]) -> Scores:
        """The posts of all parts, scores added up."""

    @abstractmethod
    def scored(self, scores: Scores) -> Posts:
        """The posts that have a score."""

    @abstractmethod
    def add(self, scores: Scores, more: Scores) -> None:
        """Add scores to those of the same posts; others are left out."""

    @abstractmethod
    def raise_all(self, scores: Scores, posts: Posts, gain: float) -> None:
        """Add a gain to the scores of a set of posts."""

    @abstractmethod
    def raise_by_squares(self, scores: Scores, shares: Sequence[tuple[float, Posts]], factor: float) -> None:
        """Add, for each post, the factor times the square of the sum of its shares."""

    @abstractmethod
    def only(self, scores: Scores, posts: Posts) -> Scores:
        """The scores of a set of posts."""

    # ---- answers ---------------------------------------------------------------------------------------------

    @abstractmethod
    def best(
        self, segment: Segment, scores: Scores, wanted: int, by_moment: int
    ) -> list[tuple[float, bytes, int, float]]:
        """The posts that go first: what they are ordered by, permalink, number and score.

        Ordered by score, or by moment of publication where `by_moment` is 1 (newest first) or -1; ties by permalink.
        """

    @abstractmethod
    def periods(self, segment: Segment, posts: Posts) -> Mapping[tuple[int, int], int]:
        """How many of the posts have each pair of first and last day."""

    @abstractmethod
    def count_in(self, posts: Posts, postings: Postings) -> int:
        """How many of the posts are in these postings."""
