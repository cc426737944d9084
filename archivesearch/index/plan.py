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

from archivesearch.analysis import (
    Analysed,
    Role,
    analyzer,
    fold,
    form_of,
    has_unspaced,
    is_stop_word,
    within_distance,
)
from archivesearch.index.contents import TITLE_POSITIONS
from archivesearch.index.postings import BISECTION_COST, Postings
from archivesearch.index.scoring import Constants, idf
from archivesearch.index.spelling import near_forms, nearest
from archivesearch.index.whoosh_segment import Form, Segment
from archivesearch.model import (
    And,
    Best,
    DateRange,
    Everything,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
)

Scores = dict[int, float]
Posts = AbstractSet[int]

_TEXT = "text"
_LAST_SIGN = "\U0010ffff"  # sorts after all that a word is made of
_VALUE_ONLY = frozenset({"platform", "lang", "is", "id"})  # fields without words of their own


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
    def lexicon(self) -> Mapping[str, int]:
        """All forms of the pooled text, and how many posts have each."""
        total: dict[str, int] = {}
        for segment in self.segments:
            for form, keys in segment.lexicon.items():
                total[form] = total.get(form, 0) + sum(keys.values())
        return total

    @cached_property
    def _sorted_forms(self) -> tuple[list[str], list[tuple[str, str]]]:
        """The forms in order, and those that folding changes as (folded, form) in order."""
        forms = sorted(self.lexicon)
        return forms, sorted((folded, form) for form in forms if (folded := fold(form)) != form)

    def starting(self, start: str, folded: str) -> list[str]:
        """The forms that begin so, with or without accents."""
        forms, changed = self._sorted_forms
        found = forms[bisect_left(forms, start) : bisect_left(forms, start + _LAST_SIGN)]
        first, end = bisect_left(changed, (folded,)), bisect_left(changed, (folded + _LAST_SIGN,))
        return list(dict.fromkeys([*found, *(form for _, form in changed[first:end])]))


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


class Planner:
    """Makes plans of queries; `corrections` collects what unknown words were taken for."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._is_passage = False
        self.corrections: dict[str, tuple[str, ...]] = {}

    def plan(self, query: Query) -> Plan:
        """The plan of a query."""
        match query:
            case Word(text, name):
                return self._word(text, name)
            case Phrase(text, slop, name):
                return self._phrase(text, slop, name)
            case Prefix(text, name):
                return self._prefix(text, name)
            case Fuzzy(text, distance, name):
                return self._fuzzy(text, distance, name)
            case DateRange("date", first, last):
                start = first.toordinal() if first else None
                end = last.toordinal() if last else None
                return ValuePlan(lambda segment: segment.posts_between(start, end))
            case DateRange(_, first, last):
                start_text, end_text = str(first or ""), str(last or "9999-12-31")
                return self._values("captured_value", lambda day: start_text <= day[:10] <= end_text)
            case Everything():
                return ValuePlan(lambda segment: range(segment.size))
            case Best(parts):
                return BestPlan(self._best_parts(parts), self._collection)
            case Or(parts):
                return OrPlan([self.plan(part) for part in parts])
            case And(parts):
                wanted = [self.plan(part) for part in parts if not isinstance(part, Not)]
                unwanted = [self.plan(part.part) for part in parts if isinstance(part, Not)]
                return AndPlan(wanted or [self.plan(Everything())], unwanted)
            case Not(part):
                return AndPlan([self.plan(Everything())], [self.plan(part)])

    def _best_parts(self, parts: Sequence[Query]) -> list[Plan]:
        """The words of a loosely joined query; the emptiest of them left out beside others."""
        self._is_passage = len(parts) >= self._collection.constants.passage_words
        plans: list[Plan] = []
        empty: list[Plan] = []
        for part in parts:
            if isinstance(part, Word) and part.field is None:
                is_empty = is_stop_word(form_of(part.text), self._collection.languages)
                target = empty if is_empty else plans
                target += self._loose(part.text)
            else:
                plans.append(self.plan(part))
        return plans or empty

    def _loose(self, text: str) -> list[Plan]:
        """All that a typed word may be found by: parts of a compound, neighbouring signs of Chinese or Japanese."""
        by_language = self._analysed(text)
        pieces = by_language[0].pieces
        places = [place for place, piece in enumerate(pieces) if piece.role is not Role.EXTRA]
        if len(places) == 1:
            return [self._word(text, None)]
        plans: list[Plan] = []
        for place in places:
            plan = self._term(by_language, place, None, mend=False)
            if pieces[place].role is Role.COMPOUND:
                plan.share = self._collection.constants.compound
                if not plan.share:
                    continue
            plans.append(plan)
        return plans

    def _word(self, text: str, name: str | None) -> Plan:
        if name is not None and name in _VALUE_ONLY:
            return self._whole_value(name, text)
        by_language = self._analysed(text)
        pieces = by_language[0].pieces
        words = [place for place, piece in enumerate(pieces) if piece.role <= Role.COMPOUND]
        if not words:
            return ValuePlan(lambda segment: ())
        if len(words) > 1:
            return self._phrase_of(by_language, 0, name)
        word = pieces[words[0]]
        if len(word.form) == 1 and has_unspaced(text):
            return self._prefix(text, name)
        whole = self._term(by_language, words[0], name)
        if word.role is Role.COMPOUND:
            return OrPlan([whole, self._phrase_of(by_language, 0, name)])
        return whole

    def _phrase(self, text: str, slop: int, name: str | None) -> Plan:
        if name is not None and name in _VALUE_ONLY:
            return self._whole_value(name, text)
        by_language = self._analysed(text)
        if len(by_language[0].pieces) < 2:
            return self._word(text, name)
        return self._phrase_of(by_language, slop, name)

    def _phrase_of(self, by_language: Sequence[Analysed], slop: int, name: str | None) -> PhrasePlan:
        """The words of a text one after the other, compounds by their parts: `e-mail` is `e mail` too."""
        pieces = by_language[0].pieces
        places = [place for place, piece in enumerate(pieces) if piece.role in (Role.WORD, Role.PART)]
        first = pieces[places[0]].offset
        words = [
            (pieces[place].offset - first, self._term(by_language, place, name, mend=False))
            for place in places
        ]
        return PhrasePlan(words, slop, self._collection)

    def _prefix(self, text: str, name: str | None) -> Plan:
        start, folded = form_of(text), fold(text)
        if name is not None and name in _VALUE_ONLY:
            return self._values(f"{name}_value", lambda value: fold(value).startswith(folded))
        if name is not None:
            return self._of_field(name, lambda form: form.startswith(start) or fold(form).startswith(folded))
        return self._lexicon_term(self._collection.starting(start, folded))

    def _fuzzy(self, text: str, distance: int, name: str | None) -> Plan:
        form = form_of(text)
        if name is not None and name in _VALUE_ONLY:
            return self._values(
                f"{name}_value", lambda value: within_distance(fold(value), fold(text), distance)
            )
        if name is not None:
            return self._of_field(name, lambda other: within_distance(other, form, distance))
        return self._lexicon_term(near_forms(form, self._collection.lexicon, distance))

    def _lexicon_term(self, names: Iterable[str]) -> TermPlan:
        """Any of these forms of the pooled text, all counted alike."""
        found: dict[Segment, list[tuple[float, Form]]] = {}
        for form in names:
            for segment in self._collection.segments:
                for key in segment.lexicon.get(form, ()):
                    entry = segment.form(_TEXT, key, form)
                    if entry is not None:
                        found.setdefault(segment, []).append((1.0, entry))
        return TermPlan(found, self._collection, is_pooled=True)

    def _of_field(self, name: str, is_meant: Callable[[str], bool]) -> TermPlan:
        """Any form of a small field that is meant."""
        found = {
            segment: [(1.0, form) for form in segment.field_forms(name) if is_meant(form.form)]
            for segment in self._collection.segments
        }
        return TermPlan(found, self._collection, is_pooled=False)

    def _whole_value(self, name: str, text: str) -> ValuePlan:
        return self._values(f"{name}_value", lambda value: fold(value) == fold(text))

    def _values(self, fieldname: str, is_meant: Callable[[str], bool]) -> ValuePlan:
        def find(segment: Segment) -> Iterable[int]:
            meant = [form for form in segment.field_forms(fieldname) if is_meant(form.form)]
            return chain.from_iterable(segment.postings(form).ids for form in meant)

        return ValuePlan(find)

    def _analysed(self, text: str) -> list[Analysed]:
        """The text cut in the way of each language of the archive, and of none; the pieces correspond."""
        codes = dict.fromkeys(analyzer(code).language for code in self._collection.languages)
        return [analyzer(code).chunk(text) for code in (*codes, None)]

    def _term(
        self, by_language: Sequence[Analysed], place: int, name: str | None, *, mend: bool = True
    ) -> TermPlan:
        """A token in all forms that any language of the archive knows of it."""
        typed = by_language[0].pieces[place].form
        keys = dict.fromkeys(analysed.pieces[place].key for analysed in by_language)
        other = self._collection.constants.other_form
        field_name = name or _TEXT
        found: dict[Segment, list[tuple[float, Form]]] = {}
        for segment in self._collection.segments:
            forms = [form for key in keys for form in segment.forms(field_name, key)]
            if forms:
                found[segment] = [(1.0 if form.form == typed else other, form) for form in forms]
        if not found and mend and name is None:
            return self._mended(typed)
        return TermPlan(found, self._collection, is_pooled=name is None)

    def exact_form(self, key: str, form: str) -> TermPlan:
        """One form of a key and no other."""
        found = {
            segment: [(1.0, entry)]
            for segment in self._collection.segments
            if (entry := segment.form(_TEXT, key, form)) is not None
        }
        return TermPlan(found, self._collection, is_pooled=True)

    def forms_of_key(self, key: str) -> TermPlan:
        """All forms of a key, counted alike."""
        segments = self._collection.segments
        found = {
            segment: [(1.0, form) for form in forms]
            for segment in segments
            if (forms := segment.forms(_TEXT, key))
        }
        return TermPlan(found, self._collection, is_pooled=True)

    def _mended(self, typed: str) -> TermPlan:
        """The archive's words nearest to one it does not have."""
        names = tuple(nearest(typed, self._collection.lexicon)) if not self._is_passage else ()
        if names:
            self.corrections[typed] = names
        return self._lexicon_term(names)
