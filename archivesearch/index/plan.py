"""A query tree made ready to run on the segments of an index.

Each node of a plan answers two questions for one segment: which posts, and with what scores. Postings are read
whole and worked on with set, dict and array operations: a Python call for each posting is what is slow.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import chain

from archivesearch.analysis import Analysed
from archivesearch.index.contents import TITLE_POSITIONS
from archivesearch.index.planner import TEXT, Planner
from archivesearch.index.postings import BISECTION_COST, Postings
from archivesearch.index.scoring import Constants, idf
from archivesearch.index.spelling import Lexicon
from archivesearch.index.whoosh_segment import Form, Segment

Scores = dict[int, float]
Posts = AbstractSet[int]


class Plan(ABC):
    """A part of a query, ready to run."""

    @abstractmethod
    def posts(self, segment: Segment) -> Posts:
        """The posts of a segment that meet this part; deleted ones may be among them."""

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """The score of each post that meets this part, or of those of them within a set of posts."""
        posts = self.posts(segment)
        return dict.fromkeys(posts if within is None else posts & within, 0.0)

    def rarity(self) -> float:
        """The sum of the idf of this part's words: what a post with all of them could gain at most."""
        return 0.0

    def positions(self, segment: Segment, post: int) -> Sequence[int]:
        """Where in a post's pooled text this part occurs; empty for what has no place."""
        return ()

    def has_title_gain(self) -> bool:
        """Whether words of this part count more in a title."""
        return False

    def title_gain(self, segment: Segment, post: int) -> float:
        """What a post gains because words of the query are in its title."""
        return 0.0


@dataclass(eq=False, repr=False)
class TermPlan(Plan):
    """A word in one field: the forms of it that count, each with its weight, for each segment."""

    forms: Mapping[Segment, Sequence[tuple[float, Form]]]
    collection: Collection
    is_pooled: bool  # in the pooled text, whose length is known
    share: float = 1.0  # of its score that counts
    _postings: dict[Segment, list[tuple[float, Postings]]] = field(default_factory=dict)
    _counts: dict[Segment, tuple[Sequence[int], Sequence[float]]] = field(default_factory=dict)
    _posts: dict[Segment, set[int]] = field(default_factory=dict)
    _idf: float | None = None

    def postings(self, segment: Segment) -> list[tuple[float, Postings]]:
        """The postings of each form, with the form's weight."""
        known = self._postings.get(segment)
        if known is None:
            known = [(weight, segment.postings(form)) for weight, form in self.forms.get(segment, ())]
            self._postings[segment] = known
        return known

    def counts(self, segment: Segment) -> tuple[Sequence[int], Sequence[float]]:
        """The posts that hold the word, and how often, each form counted by its weight."""
        known = self._counts.get(segment)
        if known is None:
            known = self._counts[segment] = _pooled(self.postings(segment))
        return known

    def _counts_within(self, segment: Segment, within: Posts) -> tuple[Sequence[int], Sequence[float]]:
        """The same for the posts of a set, without a look at all others where the set is small."""
        found: dict[int, float] = {}
        for weight, postings in self.postings(segment):
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

    def posts(self, segment: Segment) -> Posts:
        """The posts that hold any form of the word."""
        known = self._posts.get(segment)
        if known is None:
            known = self._posts[segment] = set().union(*(found.ids for _, found in self.postings(segment)))
        return known

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """Their scores."""
        ids, counts = self.counts(segment) if within is None else self._counts_within(segment, within)
        weight = self.rarity()
        reach = self.collection.reach(segment) if self.is_pooled else None
        if reach is None:
            k1 = self.collection.constants.k1
            return {post: weight * count / (count + k1) for post, count in zip(ids, counts, strict=True)}
        return dict(
            zip(
                ids,
                [
                    weight * count / (count + k)
                    for count, k in zip(counts, map(reach.__getitem__, ids), strict=True)
                ],
                strict=True,
            )
        )

    def holding(self) -> int:
        """How many posts hold the word, deleted ones included."""
        return sum(
            len(postings[0][1]) if len(postings) == 1 else len(self.posts(segment))
            for segment in self.collection.segments
            if (postings := self.postings(segment))
        )

    def rarity(self) -> float:
        """The sum of the idf of the words."""
        if self._idf is None:
            self._idf = self.share * idf(self.collection.size, self.holding())
        return self._idf

    def positions_within(self, segment: Segment, posts: Posts) -> dict[int, Sequence[int]]:
        """Where any form of the word occurs in each of these posts, all of which hold it."""
        found: dict[int, Sequence[int]] = {}
        for _, postings in self.postings(segment):
            for post, places in postings.positions_within(posts):
                found[post] = sorted([*found[post], *places]) if post in found else places
        return found

    def positions(self, segment: Segment, post: int) -> Sequence[int]:
        """Where any form of the word occurs."""
        found = [places for _, postings in self.postings(segment) if (places := postings.positions_in(post))]
        return found[0] if len(found) == 1 else sorted(chain.from_iterable(found))


@dataclass(eq=False, repr=False)
class PhrasePlan(Plan):
    """Words at given distances from each other; with slop, in this order with as many words more between."""

    words: Sequence[tuple[int, TermPlan]]  # offset from the first, word
    slop: int
    collection: Collection
    _found: dict[Segment, dict[int, list[int]]] = field(default_factory=dict)

    def _places(self, segment: Segment) -> dict[int, list[int]]:
        """For each post with the phrase, the positions it starts at."""
        known = self._found.get(segment)
        if known is None:
            posts = _common(word.posts(segment) for _, word in self.words)
            words = [(offset, word.positions_within(segment, posts)) for offset, word in self.words]
            known = self._found[segment] = {}
            for post in posts:
                starts = self._starts([(offset, places[post]) for offset, places in words])
                if starts:
                    known[post] = starts
        return known

    def _starts(self, words: Sequence[tuple[int, Sequence[int]]]) -> list[int]:
        """Where in one post the phrase starts, of the offset and the positions of each word."""
        (first_offset, first), *rest = words
        if self.slop:
            return [start for place in first if self._fits(start := place - first_offset, rest)]
        starts = {place - first_offset for place in first}
        for offset, places in rest:
            starts.intersection_update([place - offset for place in places])
            if not starts:
                break
        return sorted(starts)

    def _fits(self, start: int, rest: Sequence[tuple[int, Sequence[int]]]) -> bool:
        late = 0
        for offset, places in rest:
            place = next((place for place in places if place >= start + offset + late), None)
            if place is None or place - start - offset > self.slop:
                return False
            late = place - start - offset
        return True

    def posts(self, segment: Segment) -> Posts:
        """The posts of a segment that meet this part."""
        return self._places(segment).keys()

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """Their scores."""
        weight, reach = self.rarity(), self.collection.reach(segment)
        return {
            post: weight * len(starts) / (len(starts) + reach[post])
            for post, starts in self._places(segment).items()
            if within is None or post in within
        }

    def rarity(self) -> float:
        """The sum of the idf of the words."""
        return sum(word.rarity() for _, word in self.words)

    def positions(self, segment: Segment, post: int) -> Sequence[int]:
        """Where this part occurs in a post."""
        return self._places(segment).get(post, ())


@dataclass(eq=False, repr=False)
class ValuePlan(Plan):
    """Posts found by their values alone, without a score."""

    find: Callable[[Segment], Iterable[int]]
    _found: dict[Segment, Posts] = field(default_factory=dict)

    def posts(self, segment: Segment) -> Posts:
        """The posts of a segment that meet this part."""
        known = self._found.get(segment)
        if known is None:
            known = self._found[segment] = set(self.find(segment))
        return known


@dataclass(eq=False, repr=False)
class OrPlan(Plan):
    """Posts that meet any part; scores add up."""

    parts: Sequence[Plan]

    def posts(self, segment: Segment) -> Posts:
        """The posts of a segment that meet this part."""
        return set().union(*(part.posts(segment) for part in self.parts))

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """Their scores."""
        found = sorted((part.scores(segment, within) for part in self.parts), key=len, reverse=True)
        if not found:
            return {}
        total = found[0]
        for scores in found[1:]:
            for post, score in scores.items():
                total[post] = total.get(post, 0.0) + score
        return total

    def rarity(self) -> float:
        """The sum of the idf of the words."""
        return sum(part.rarity() for part in self.parts)

    def positions(self, segment: Segment, post: int) -> Sequence[int]:
        """Where this part occurs in a post."""
        return sorted(chain.from_iterable(part.positions(segment, post) for part in self.parts))


@dataclass(eq=False, repr=False)
class BestPlan(OrPlan):
    """Posts that meet any part; those that meet all, or in their title, gain by it."""

    parts: Sequence[Plan]
    collection: Collection

    def has_title_gain(self) -> bool:
        """Whether this is no passage."""
        return len(self.parts) < self.collection.constants.passage_words

    def title_gain(self, segment: Segment, post: int) -> float:
        """What a post gains because words of the query are in its title, most when all of them are."""
        if not self.has_title_gain():
            return 0.0
        inside = sum(part.rarity() for part in self.parts if is_in_title(part.positions(segment, post)))
        return self.collection.constants.title * inside * inside / (self.rarity() or 1.0)

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """Their scores."""
        total = super().scores(segment, within)
        if not 2 <= len(self.parts) < self.collection.constants.passage_words:
            return total
        complete = _common(part.posts(segment) for part in self.parts)
        bonus = self.rarity() * self.collection.constants.all_words
        for post in complete if within is None else complete & within:
            total[post] += bonus
        return total


@dataclass(eq=False, repr=False)
class AndPlan(Plan):
    """Posts that meet all parts and none of the others; scores add up."""

    parts: Sequence[Plan]
    without: Sequence[Plan] = ()

    def posts(self, segment: Segment) -> Posts:
        """The posts of a segment that meet this part."""
        found = _common(part.posts(segment) for part in self.parts)
        for part in self.without:
            found = found - part.posts(segment)
        return found

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """Their scores."""
        if len(self.parts) == 1 and not self.without:
            return self.parts[0].scores(segment, within)
        posts = self.posts(segment)
        if within is not None:
            posts = posts & within
        total = dict.fromkeys(posts, 0.0)
        for part in self.parts:
            if not isinstance(part, ValuePlan):
                for post, score in part.scores(segment, posts).items():
                    total[post] += score
        return total

    def rarity(self) -> float:
        """The sum of the idf of the words."""
        return sum(part.rarity() for part in self.parts)

    def has_title_gain(self) -> bool:
        """Whether any part has."""
        return any(part.has_title_gain() for part in self.parts)

    def title_gain(self, segment: Segment, post: int) -> float:
        """What all parts gain."""
        return sum(part.title_gain(segment, post) for part in self.parts)


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
        total = self.plan.scores(segment, within)
        for word in self.words:
            for post, score in word.scores(segment, total.keys()).items():
                total[post] += score
        return total


class Collection:
    """All segments of an index together, and what scoring must know of them."""

    def __init__(self, segments: Sequence[Segment], constants: Constants, languages: Sequence[str]) -> None:
        self.segments = segments
        self.constants = constants
        self.languages = languages
        self.size = sum(segment.size - len(segment.deleted) for segment in segments)
        total = sum(sum(segment.lengths) for segment in segments)
        self.mean_length = total / max(1, sum(segment.size for segment in segments)) or 1.0
        self._reach: dict[Segment, list[float]] = {}

    def reach(self, segment: Segment) -> list[float]:
        """K of BM25 for each post of a segment: how many occurrences count half."""
        known = self._reach.get(segment)
        if known is None:
            k1, b = self.constants.k1, self.constants.b
            base, slope = k1 * (1 - b), k1 * b / self.mean_length
            known = self._reach[segment] = [base + slope * length for length in segment.lengths]
        return known

    @cached_property
    def lexicon(self) -> Lexicon:
        """All forms of the pooled text, and how many posts have each."""
        total = Lexicon()
        for segment in self.segments:
            for form, keys in segment.lexicon.items():
                total[form] = total.get(form, 0) + sum(keys.values())
        return total


def _common(sets: Iterable[Posts]) -> Posts:
    """The posts that are in all sets."""
    return reduce(lambda left, right: left & right, sorted(sets, key=len))


def is_in_title(positions: Sequence[int]) -> bool:
    """Whether any of these positions in the pooled text is the title's."""
    return bool(positions) and positions[0] < TITLE_POSITIONS


def _pooled(postings: Sequence[tuple[float, Postings]]) -> tuple[Sequence[int], Sequence[float]]:
    """Posts and weighted counts of several forms together."""
    if not postings:
        return array("I"), b""
    if len(postings) == 1 and postings[0][0] == 1.0:
        return postings[0][1].ids, postings[0][1].weights
    ordered = sorted(postings, key=lambda entry: len(entry[1]), reverse=True)
    weight, largest = ordered[0]
    total = dict(zip(largest.ids, [weight * count for count in largest.weights], strict=True))
    for weight, more in ordered[1:]:
        for post, count in zip(more.ids, more.weights, strict=True):
            total[post] = total.get(post, 0.0) + weight * count
    return list(total), list(total.values())


class SegmentPlanner(Planner[Plan]):
    """Makes plans that run on segments."""

    def __init__(self, collection: Collection) -> None:
        super().__init__(collection.constants, collection.languages)
        self._collection = collection

    @property
    def lexicon(self) -> Lexicon:
        """All forms of the pooled text."""
        return self._collection.lexicon

    def _either(self, parts: Sequence[Plan]) -> Plan:
        return OrPlan(parts)

    def _best(self, parts: Sequence[Plan]) -> Plan:
        return BestPlan(parts, self._collection)

    def _all(self, parts: Sequence[Plan], without: Sequence[Plan]) -> Plan:
        return AndPlan(parts, without)

    def _every(self) -> Plan:
        return ValuePlan(lambda segment: range(segment.size))

    def _between(self, first: int | None, last: int | None) -> Plan:
        return ValuePlan(lambda segment: segment.posts_between(first, last))

    def _having(self, field: str, is_meant: Callable[[str], bool]) -> Plan:
        def find(segment: Segment) -> Iterable[int]:
            meant = [form for form in segment.field_forms(field) if is_meant(form.form)]
            return chain.from_iterable(segment.postings(form).ids for form in meant)

        return ValuePlan(find)

    def _token(self, keys: Sequence[str], typed: str, field: str, share: float) -> TermPlan:
        other = self.constants.other_form
        found: dict[Segment, list[tuple[float, Form]]] = {}
        for segment in self._collection.segments:
            forms = [form for key in keys for form in segment.forms(field, key)]
            if forms:
                found[segment] = [(1.0 if form.form == typed else other, form) for form in forms]
        return TermPlan(found, self._collection, is_pooled=field == TEXT, share=share)

    def _is_known(self, keys: Sequence[str]) -> bool:
        return any(segment.forms(TEXT, key) for segment in self._collection.segments for key in keys)

    def _forms(self, forms: Sequence[str]) -> TermPlan:
        found: dict[Segment, list[tuple[float, Form]]] = {}
        for form in forms:
            for segment in self._collection.segments:
                for key in segment.lexicon.get(form, ()):
                    entry = segment.form(TEXT, key, form)
                    if entry is not None:
                        found.setdefault(segment, []).append((1.0, entry))
        return TermPlan(found, self._collection, is_pooled=True)

    def _forms_in(self, field: str, is_meant: Callable[[str], bool]) -> TermPlan:
        found = {
            segment: [(1.0, form) for form in segment.field_forms(field) if is_meant(form.form)]
            for segment in self._collection.segments
        }
        return TermPlan(found, self._collection, is_pooled=False)

    def _sequence(
        self, by_language: Sequence[Analysed], places: Sequence[int], slop: int, field: str
    ) -> PhrasePlan:
        pieces = by_language[0].pieces
        first = pieces[places[0]].offset
        words = [
            (pieces[place].offset - first, self._token(*self._piece(by_language, place), field, 1.0))
            for place in places
        ]
        return PhrasePlan(words, slop, self._collection)

    def exact_form(self, key: str, form: str) -> TermPlan:
        """One form of a key and no other."""
        found = {
            segment: [(1.0, entry)]
            for segment in self._collection.segments
            if (entry := segment.form(TEXT, key, form)) is not None
        }
        return TermPlan(found, self._collection, is_pooled=True)

    def forms_of_key(self, key: str, share: float = 1.0) -> TermPlan:
        """All forms of a key, counted alike."""
        segments = self._collection.segments
        found = {
            segment: [(1.0, form) for form in forms]
            for segment in segments
            if (forms := segment.forms(TEXT, key))
        }
        return TermPlan(found, self._collection, is_pooled=True, share=share)
