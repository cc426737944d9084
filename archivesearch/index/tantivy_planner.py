"""A query tree as a tantivy query, scored as scoring.py says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from math import comb

from tantivy import FieldType, Occur, Query, Schema, Searcher

from archivesearch.analysis import Analysed
from archivesearch.index.planner import TEXT, Planner
from archivesearch.index.scoring import Constants, idf
from archivesearch.index.spelling import Lexicon
from archivesearch.index.tantivy_schema import EVERY, SEVERAL_DAYS, form_field, form_term, valid_terms

_BM25_FACTOR = 2.2  # k1 + 1, which tantivy's scores have on top of idf · tf / (tf + K)
_SCORED_FORMS = 100  # of a prefix or an inexact word; rarer ones are found, but add nothing to the score
_MOST_WAYS = 200  # to spread the free places of a phrase over its gaps, each searched as a phrase of its own

_KEPT_TERMS = 20_000  # terms whose number of posts is remembered; some 4 MB


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query: which posts it finds, and what more it adds to the scores of those."""

    any_of: tuple[Query, ...]  # finding one is enough; the scores add up
    extras: tuple[Query, ...] = ()  # add to the scores of posts that one of these finds
    rarity: float = 0.0  # the sum of the idf of the words: what a post with all of them could gain at most
    in_title: Callable[[], Query | None] = lambda: None  # posts with this part in their title
    is_scored: bool = True
    unscored: Query | None = None  # finds the same posts at less cost
    passage_words: int = 0  # of a passage, which feedback goes with

    def matching(self) -> Query:
        """The posts; what they score is no matter."""
        return self.unscored or _any(self.any_of)

    def scored(self) -> Query:
        """The posts with their scores."""
        return _any((*self.any_of, *self.extras))


def _any(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


class Collection:
    """An opened index, and what scoring must know of it."""

    def __init__(self, schema: Schema, searcher: Searcher) -> None:
        self.schema = schema
        self.searcher = searcher
        self.size = searcher.doc_freq(EVERY, EVERY)  # posts, deleted ones included as in all its counts
        self._counts: dict[str, Lexicon] = {}
        self._held: dict[tuple[str, str], int] = {}

    @cached_property
    def languages(self) -> Sequence[str]:
        """The languages posts were analysed in, commonest first."""
        return tuple(self.counts("lang_value"))

    @property
    def lexicon(self) -> Lexicon:
        """All forms of the pooled text, and how many posts have each."""
        return self.counts(form_field(TEXT))

    @cached_property
    def mean_length(self) -> float:
        """Weighted words of the pooled text of a post."""
        found = self.searcher.aggregate(Query.all_query(), {"mean": {"avg": {"field": "length"}}})
        return found["mean"]["value"] or 1.0

    def counts(self, field: str) -> Lexicon:
        """All terms of a field, commonest first, and how many posts have each."""
        known = self._counts.get(field)
        if known is None:
            known = self._counts[field] = Lexicon(self.searcher.terms_with_prefix(field, ""))
        return known

    def holding(self, field: str, term: str) -> int:
        """How many posts hold a term, deleted ones included."""
        known = self._held.get((field, term))
        if known is None:
            if len(self._held) >= _KEPT_TERMS:
                self._held.clear()
            known = self._held[field, term] = self.searcher.doc_freq(field, term)
        return known

    def holding_any(self, field: str, terms: Iterable[str]) -> int:
        """How many posts hold any of some terms, as if no post held two."""
        return min(sum(self.holding(field, term) for term in valid_terms(terms)), self.size)

    def term(self, field: str, term: str, weight: float = 1.0, wanted: float | None = None) -> Query:
        """The posts with a term; its idf is made the one wanted, and weighted."""
        option = "freq" if field.endswith("_form") else "position"
        query = Query.term_query(self.schema, field, term, index_option=option)
        own = idf(self.size, self.holding(field, term))
        return Query.boost_query(query, weight * (own if wanted is None else wanted) / own / _BM25_FACTOR)


class TantivyPlanner(Planner[Part]):
    """Makes tantivy queries of queries."""

    def __init__(self, collection: Collection, constants: Constants) -> None:
        super().__init__(constants, collection.languages)
        self._collection = collection
        self._schema = collection.schema

    @property
    def lexicon(self) -> Lexicon:
        """All forms of the pooled text."""
        return self._collection.lexicon

    def _either(self, parts: Sequence[Part]) -> Part:
        if len(parts) == 1:
            return parts[0]
        return Part(
            tuple(query for part in parts for query in part.any_of) or (Query.empty_query(),),
            tuple(query for part in parts for query in part.extras),
            sum(part.rarity for part in parts),
            is_scored=any(part.is_scored for part in parts),
            unscored=_any([part.matching() for part in parts])
            if any(part.unscored for part in parts)
            else None,
        )

    def _best(self, parts: Sequence[Part]) -> Part:
        joined = self._either(parts)
        if len(parts) >= self.constants.passage_words:
            return replace(joined, passage_words=len(parts))
        gains = (*self._title_gains(parts), *self._gain_of_all(parts))
        return replace(joined, extras=(*joined.extras, *gains))

    def _title_gains(self, parts: Sequence[Part]) -> Iterator[Query]:
        """title · (sum of the idf of words in the title)² / sum of all idf, its square written out."""
        share = self.constants.title / (sum(part.rarity for part in parts) or 1.0)
        titled = [(part.rarity, query) for part in parts if (query := part.in_title()) is not None]
        for rarity, query in titled:
            yield Query.const_score_query(query, share * rarity * rarity)
        for (rarity, query), (other_rarity, other) in combinations(titled, 2):
            both = Query.boolean_query([(Occur.Must, query), (Occur.Must, other)])
            yield Query.const_score_query(both, 2 * share * rarity * other_rarity)

    def _gain_of_all(self, parts: Sequence[Part]) -> Iterator[Query]:
        if len(parts) > 1:
            gain = self.constants.all_words * sum(part.rarity for part in parts)
            every = Query.boolean_query([(Occur.Must, part.matching()) for part in parts])
            yield Query.const_score_query(every, gain)

    def _all(self, parts: Sequence[Part], without: Sequence[Part]) -> Part:
        if len(parts) == 1 and not without:
            return parts[0]
        needed = [(Occur.Must, _any(part.any_of)) for part in parts]
        needed += [(Occur.MustNot, part.matching()) for part in without]
        extras = [(Occur.Should, query) for part in parts for query in part.extras]
        return Part(
            (Query.boolean_query([*needed, *extras]),),
            rarity=sum(part.rarity for part in parts),
            is_scored=any(part.is_scored for part in parts),
            unscored=Query.boolean_query(needed),
        )

    def _every(self) -> Part:
        return _unscored(Query.all_query())

    def _between(self, first: int | None, last: int | None) -> Part:
        kind = FieldType.Integer
        earliest = max(first or 1, 1)
        # Where the day of every post is known, one range says all, and is quicker than two.
        if last is not None and not self._collection.holding(EVERY, SEVERAL_DAYS):
            return _unscored(Query.range_query(self._schema, "first_day", kind, earliest, last))
        clauses = [Query.range_query(self._schema, "first_day", kind, earliest)]
        if last is not None:
            clauses.append(Query.range_query(self._schema, "last_day", kind, upper_bound=last))
        return _unscored(Query.boolean_query([(Occur.Must, query) for query in clauses]))

    def _having(self, field: str, is_meant: Callable[[str], bool]) -> Part:
        values = [value for value in self._collection.counts(field) if is_meant(value)]
        return _unscored(Query.term_set_query(self._schema, field, values))

    def _token(self, keys: Sequence[str], typed: str, field: str, share: float) -> Part:
        collection = self._collection
        keys = valid_terms(keys)
        counts = {key: count for key in keys if (count := collection.holding(field, key))}
        holding = min(sum(counts.values()), collection.size)
        wanted = share * idf(collection.size, holding)
        typed = form_term(typed)
        exact = collection.holding(form_field(field), typed) if counts else 0
        other = 1.0 if exact >= holding else self._other_form()
        return Part(
            tuple(collection.term(field, key, other, wanted) for key in counts) or (Query.empty_query(),),
            (collection.term(form_field(field), typed, 1 - other, wanted),) if exact and other < 1 else (),
            wanted,
            lambda: self._titled(counts, field),
        )

    def _other_form(self) -> float:
        """What is left of a score when a word counts as another form, for one in a post of mean length.

        By definition the count is weighed, before it is saturated; here the score is.
        """
        other, k1 = self.constants.other_form, self.constants.k1
        return other * (1 + k1) / (other + k1)

    def _titled(self, terms: Iterable[str], field: str) -> Query | None:
        """Posts with any of these terms of the pooled text in their title."""
        if not field.startswith(TEXT):
            return None
        name = field.replace(TEXT, "title", 1)
        held = [term for term in terms if self._collection.holding(name, term)]
        if len(held) == 1:
            return Query.term_query(self._schema, name, held[0], index_option="basic")
        return Query.term_set_query(self._schema, name, held) if held else None

    def _is_known(self, keys: Sequence[str]) -> bool:
        return any(self._collection.holding(TEXT, key) for key in valid_terms(keys))

    def _forms(self, forms: Sequence[str]) -> Part:
        return self._any_term(form_field(TEXT), {form: self.lexicon[form] for form in forms})

    def _forms_in(self, field: str, is_meant: Callable[[str], bool]) -> Part:
        found = self._collection.counts(form_field(field))
        return self._any_term(
            form_field(field), {form: count for form, count in found.items() if is_meant(form)}
        )

    def _any_term(self, field: str, counts: dict[str, int]) -> Part:
        """Posts with any of some terms, which are given with the number of posts that hold each."""
        size = self._collection.size
        wanted = idf(size, min(sum(counts.values()), size))
        by_count = sorted(counts, key=lambda term: (-counts[term], term))
        queries = [
            self._collection.term(field, term, wanted=wanted) for term in by_count[:_SCORED_FORMS]
        ] or [Query.empty_query()]
        if len(by_count) > _SCORED_FORMS:
            rest = Query.term_set_query(self._schema, field, by_count[_SCORED_FORMS:])
            queries.append(Query.const_score_query(rest, 0.0))
        return Part(tuple(queries), (), wanted, lambda: self._titled(by_count[:_SCORED_FORMS], field))

    def _sequence(
        self, by_language: Sequence[Analysed], places: Sequence[int], slop: int, field: str
    ) -> Part:
        if len(places) == 1:
            return self._token(*self._piece(by_language, places[0]), field, 1.0)
        pieces = by_language[0].pieces
        offsets = [pieces[place].offset - pieces[places[0]].offset for place in places]
        readings = dict.fromkeys(
            tuple(valid_terms([analysed.pieces[place].key])[0] for place in places)
            for analysed in by_language
        )
        rarity = 0.0
        queries: list[Query] = []
        for keys in readings:
            counts = [self._collection.holding(field, key) for key in keys]
            if all(counts):
                rarity = max(rarity, sum(idf(self._collection.size, count) for count in counts))
                queries += self._phrases(field, keys, offsets, slop)
        queries = [Query.boost_query(query, 1 / _BM25_FACTOR) for query in queries]
        return Part(tuple(queries) or (Query.empty_query(),), (), rarity)

    def _phrases(self, field: str, keys: Sequence[str], offsets: Sequence[int], slop: int) -> Iterator[Query]:
        """The phrase with each way to have up to `slop` more words between its own.

        Tantivy's own slop lets words change places too; it is left to phrases with very many ways.
        """
        if comb(slop + len(keys) - 1, slop) > _MOST_WAYS:
            words: list[str | tuple[int, str]] = list(zip(offsets, keys, strict=True))
            yield Query.phrase_query(self._schema, field, words, slop)
            return
        for late in _rising(len(keys) - 1, slop):
            words = [
                (offset + more, key) for offset, more, key in zip(offsets, (0, *late), keys, strict=True)
            ]
            yield Query.phrase_query(self._schema, field, words)


def _rising(length: int, most: int) -> Iterator[tuple[int, ...]]:
    """All tuples of so many numbers from 0 to `most` that never fall."""
    if not length:
        yield ()
        return
    for start in _rising(length - 1, most):
        for number in range(start[-1] if start else 0, most + 1):
            yield (*start, number)


def _unscored(query: Query) -> Part:
    return Part((Query.const_score_query(query, 0.0),), is_scored=False)
