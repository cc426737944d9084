"""A query tree made ready to run on the segments of an index.

Each node of a plan answers two questions for one segment: which posts, and with what scores. Postings are read
whole and worked on with whole sets and arrays (arithmetic.py): a Python call for each posting is what is slow.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from archivesearch.index.arithmetic import PhraseFound, Posts, Scores
from archivesearch.index.collection import Collection
from archivesearch.index.postings import Postings
from archivesearch.index.scoring import idf
from archivesearch.index.whoosh_segment import Form, Segment


@dataclass(eq=False, repr=False)
class Plan(ABC):
    """A part of a query, ready to run."""

    collection: Collection

    @abstractmethod
    def posts(self, segment: Segment) -> Posts:
        """The posts of a segment that meet this part; deleted ones may be among them."""

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """The score of each post that meets this part, or at least of those of them within a set of posts."""
        posts = self.posts(segment)
        arithmetic = self.collection.arithmetic
        return arithmetic.unscored(posts if within is None else arithmetic.common([posts, within]))

    def rarity(self) -> float:
        """The sum of the idf of this part's words: what a post with all of them could gain at most."""
        return 0.0

    def titles(self, segment: Segment) -> Posts:
        """The posts that meet this part in their title; none for what has no place in a text."""
        return self.collection.arithmetic.numbered(segment, ())


@dataclass(eq=False, repr=False)
class TermPlan(Plan):
    """A word in one field: the forms of it that count, each with its weight, for each segment."""

    forms: Mapping[Segment, Sequence[tuple[float, Form]]]
    is_pooled: bool  # in the pooled text, whose length is known
    share: float = 1.0  # of its score that counts
    _postings: dict[Segment, list[tuple[float, Postings]]] = field(default_factory=dict)
    _posts: dict[Segment, Posts] = field(default_factory=dict)
    _idf: float | None = None

    def weighted(self, segment: Segment) -> list[tuple[float, Postings]]:
        """The postings of each form, with the form's weight."""
        known = self._postings.get(segment)
        if known is None:
            known = [(weight, segment.postings(form)) for weight, form in self.forms.get(segment, ())]
            self._postings[segment] = known
        return known

    def postings(self, segment: Segment) -> list[Postings]:
        """The postings of each form."""
        return [postings for _, postings in self.weighted(segment)]

    def posts(self, segment: Segment) -> Posts:
        """The posts that hold any form of the word."""
        known = self._posts.get(segment)
        if known is None:
            known = self.collection.arithmetic.holding(segment, self.postings(segment))
            self._posts[segment] = known
        return known

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """Their scores."""
        reach = self.collection.reach(segment) if self.is_pooled else self.collection.constants.k1
        return self.collection.arithmetic.word(segment, self.weighted(segment), self.rarity(), reach, within)

    def holding(self) -> int:
        """How many posts hold the word, deleted ones included."""
        return sum(
            forms[0][1].post_count
            if len(forms) == 1
            else self.collection.arithmetic.size(self.posts(segment))
            for segment, forms in self.forms.items()
            if forms
        )

    def rarity(self) -> float:
        """Its idf."""
        if self._idf is None:
            self._idf = self.share * idf(self.collection.size, self.holding())
        return self._idf

    def titles(self, segment: Segment) -> Posts:
        """The posts that hold any form of the word in their title."""
        return self.collection.arithmetic.titled(segment, self.postings(segment))


@dataclass(eq=False, repr=False)
class PhrasePlan(Plan):
    """Words at given distances from each other; with slop, in this order with as many words more between."""

    words: Sequence[tuple[int, TermPlan]]  # offset from the first, word
    slop: int
    _found: dict[Segment, PhraseFound] = field(default_factory=dict)

    def found(self, segment: Segment) -> PhraseFound:
        """Where the phrase stands."""
        known = self._found.get(segment)
        if known is None:
            arithmetic = self.collection.arithmetic
            words = [(offset, word.postings(segment)) for offset, word in self.words]
            posts = arithmetic.common([word.posts(segment) for _, word in self.words])
            known = self._found[segment] = arithmetic.phrase(segment, words, self.slop, posts)
        return known

    def posts(self, segment: Segment) -> Posts:
        """The posts of a segment that meet this part."""
        return self.found(segment).posts

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """Their scores."""
        return self.collection.arithmetic.saturated(
            self.found(segment).frequencies, self.rarity(), self.collection.reach(segment), within
        )

    def rarity(self) -> float:
        """The sum of the idf of the words."""
        return sum(word.rarity() for _, word in self.words)

    def titles(self, segment: Segment) -> Posts:
        """The posts with the phrase in their title."""
        return self.found(segment).titles


@dataclass(eq=False, repr=False)
class ValuePlan(Plan):
    """Posts found by their values alone, without a score."""

    find: Callable[[Segment], Posts]
    _found: dict[Segment, Posts] = field(default_factory=dict)

    def posts(self, segment: Segment) -> Posts:
        """The posts of a segment that meet this part."""
        known = self._found.get(segment)
        if known is None:
            known = self._found[segment] = self.find(segment)
        return known


@dataclass(eq=False, repr=False)
class OrPlan(Plan):
    """Posts that meet any part; scores add up."""

    parts: Sequence[Plan]

    def posts(self, segment: Segment) -> Posts:
        """The posts of a segment that meet this part."""
        return self.collection.arithmetic.union(segment, [part.posts(segment) for part in self.parts])

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """Their scores."""
        return self.collection.arithmetic.total(
            segment, [part.scores(segment, within) for part in self.parts]
        )

    def rarity(self) -> float:
        """The sum of the idf of the words."""
        return sum(part.rarity() for part in self.parts)

    def titles(self, segment: Segment) -> Posts:
        """The posts that meet any part in their title."""
        return self.collection.arithmetic.union(segment, [part.titles(segment) for part in self.parts])


@dataclass(eq=False, repr=False)
class BestPlan(OrPlan):
    """Posts that meet any part; those that meet all, or in their title, gain by it."""

    @property
    def is_passage(self) -> bool:
        """Whether there are so many words that BM25 alone ranks best."""
        return len(self.parts) >= self.collection.constants.passage_words

    def all_words_gain(self) -> float:
        """What a post with all words gains."""
        return self.rarity() * self.collection.constants.all_words if len(self.parts) > 1 else 0.0

    def title_gain(self) -> float:
        """What a post gains for the square of the rarity of those words that are in its title."""
        return self.collection.constants.title / (self.rarity() or 1.0)

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """Their scores."""
        scores = super().scores(segment, within)
        if self.is_passage:
            return scores
        arithmetic = self.collection.arithmetic
        if len(self.parts) > 1:
            complete = arithmetic.common([part.posts(segment) for part in self.parts])
            arithmetic.raise_all(scores, complete, self.all_words_gain())
        titles = [(part.rarity(), part.titles(segment)) for part in self.parts]
        arithmetic.raise_by_squares(scores, titles, self.title_gain())
        return scores


@dataclass(eq=False, repr=False)
class AndPlan(Plan):
    """Posts that meet all parts and none of the others; scores add up."""

    parts: Sequence[Plan]
    without: Sequence[Plan] = ()

    def posts(self, segment: Segment) -> Posts:
        """The posts of a segment that meet this part."""
        arithmetic = self.collection.arithmetic
        found = arithmetic.common([part.posts(segment) for part in self.parts])
        for part in self.without:
            found = arithmetic.without(found, part.posts(segment))
        return found

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """Their scores."""
        arithmetic = self.collection.arithmetic
        posts = self.posts(segment)
        if within is not None:
            posts = arithmetic.common([posts, within])
        total = arithmetic.unscored(posts)
        for part in self.parts:
            if not isinstance(part, ValuePlan):
                arithmetic.add(total, part.scores(segment, posts))
        return total

    def rarity(self) -> float:
        """The sum of the idf of the words."""
        return sum(part.rarity() for part in self.parts)


@dataclass(eq=False, repr=False)
class FeedbackPlan(Plan):
    """Posts that meet a query, ordered by words of the best of them too."""

    plan: Plan
    words: Sequence[TermPlan]

    def posts(self, segment: Segment) -> Posts:
        """The posts of a segment that meet the query."""
        return self.plan.posts(segment)

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """Their scores."""
        arithmetic = self.collection.arithmetic
        total = self.plan.scores(segment, within)
        posts = arithmetic.scored(total)
        for word in self.words:
            arithmetic.add(total, word.scores(segment, posts))
        return total
