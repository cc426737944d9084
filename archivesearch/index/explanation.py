"""Why a post has the score it has: the definition in scoring.py worked out for one post at a time.

It takes a post's own words and what an engine knows of the archive, and no postings, so it holds for every engine,
and an engine whose scores differ from it is wrong. Each part of a query becomes its Share of the post's score.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from archivesearch.analysis import Analysed, analyzer, form_of
from archivesearch.index.contents import NO_DATE, TITLE_POSITIONS, contents
from archivesearch.index.engine import Explanation, QueryExplanation, TermExplanation
from archivesearch.index.planner import TEXT, Planner
from archivesearch.index.postings import phrase_starts
from archivesearch.index.scoring import Constants, idf
from archivesearch.index.spelling import Lexicon
from archivesearch.languages import STEMMERS, is_stop_word
from archivesearch.model import Post, Query, Word

_NO_SCORE = Explanation("", 0.0)
FeedbackWords = Sequence[tuple[str, float]]  # keys, and what share of its score each counts


class Statistics(Protocol):
    """What scoring must know of an archive, as an engine counts it."""

    @property
    def constants(self) -> Constants:
        """What ranking is made of."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages posts were analysed in, commonest first."""

    @property
    def size(self) -> int:
        """How many posts there are."""

    @property
    def mean_length(self) -> float:
        """Weighted words of the pooled text of a post."""

    @property
    def lexicon(self) -> Lexicon:
        """All forms of the pooled text."""

    @abstractmethod
    def forms_of(self, field: str, keys: Sequence[str]) -> Mapping[str, int]:
        """The forms of these keys in a word field, and how many posts have each."""

    @abstractmethod
    def field_forms(self, field: str) -> Sequence[str]:
        """All forms of a small word field."""

    @abstractmethod
    def holding(self, field: str, keys: Sequence[str]) -> int:
        """How many posts have a form of any of these keys, as scores count it."""

    @abstractmethod
    def holding_forms(self, field: str, forms: Sequence[str]) -> int:
        """How many posts have any of these forms, as scores count it."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a part of a query is to one post."""

    is_met: bool
    score: Explanation = _NO_SCORE
    rarity: float = 0.0  # what it could add at most
    is_in_title: bool = False


class ExplainingPlanner(Planner[Share]):
    """Works out what each part of a query adds to the score of one post."""

    def __init__(self, statistics: Statistics, post: Post) -> None:
        super().__init__(statistics.constants, statistics.languages)
        self._statistics = statistics
        self._contents = contents(post)
        self._terms: dict[str, list[tuple[str, str, int, Sequence[int]]]] = {}
        self.terms: list[TermExplanation] = []
        self.left_out: list[str] = []

    @property
    def lexicon(self) -> Lexicon:
        """All forms of the pooled text."""
        return self._statistics.lexicon

    # ---- words -------------------------------------------------------------------------------------------

    def _token(self, keys: Sequence[str], typed: str, field: str, share: float) -> Share:
        found = self._statistics.forms_of(field, keys)
        weights = {form: self._weight(form, typed) for form in found}
        self.terms.append(_term(typed, field, self._statistics.languages, found, weights))
        holding = self._statistics.holding(field, keys)
        held = [
            (form, self._weight(form, typed), count, places)
            for key, form, count, places in self._held(field)
            if key in keys
        ]
        return self._share(_named(typed, field), held, field, share, holding)

    def _forms(self, forms: Sequence[str]) -> Share:
        return self._any_form(TEXT, forms)

    def _forms_in(self, field: str, is_meant: Callable[[str], bool]) -> Share:
        return self._any_form(field, [form for form in self._statistics.field_forms(field) if is_meant(form)])

    def _any_form(self, field: str, forms: Sequence[str]) -> Share:
        meant = frozenset(forms)
        label = _named(" / ".join(sorted(meant)[:3]) + (" / …" if len(meant) > 3 else ""), field)
        counts = {form: self.lexicon.get(form, 0) if field == TEXT else 0 for form in forms}
        self.terms.append(TermExplanation(label, {}, {form: (1.0, counts[form]) for form in forms}))
        held = [(form, 1.0, count, places) for _, form, count, places in self._held(field) if form in meant]
        return self._share(label, held, field, 1.0, self._statistics.holding_forms(field, forms))

    def _is_known(self, keys: Sequence[str]) -> bool:
        return bool(self._statistics.forms_of(TEXT, keys))

    def _sequence(
        self, by_language: Sequence[Analysed], places: Sequence[int], slop: int, field: str
    ) -> Share:
        pieces = by_language[0].pieces
        first = pieces[places[0]].offset
        rarity = 0.0
        words: list[tuple[int, list[int]]] = []
        for place in places:
            keys, typed = self._piece(by_language, place)
            rarity += self._token(keys, typed, field, 1.0).rarity
            found = [at for key, _, _, ats in self._held(field) if key in keys for at in ats]
            words.append((pieces[place].offset - first, sorted(found)))
        starts = phrase_starts(words, slop)
        label = _named(f'"{" ".join(pieces[place].form for place in places)}"', field)
        return self._scored(label, len(starts), rarity, TEXT, starts, {"idf": rarity})

    def feedback(self, words: FeedbackWords) -> Iterator[Explanation]:
        """What each of the words that the best posts share adds."""
        for key, share in words:
            held = [(form, 1.0, count, ats) for own, form, count, ats in self._held(TEXT) if own == key]
            found = self._share(key, held, TEXT, share, self._statistics.holding(TEXT, [key]))
            if found.is_met:
                yield found.score

    def _held(self, field: str) -> list[tuple[str, str, int, Sequence[int]]]:
        """Key, form, weighted count and positions of each term of the post in a field."""
        known = self._terms.get(field)
        if known is None:
            known = self._terms[field] = []
            for name, count, places in self._contents.words.get(field, ()):
                key, _, form = name.decode("utf-8", "replace").partition("\0")
                known.append((key, form, count, places))
        return known

    def _share(
        self,
        label: str,
        held: Sequence[tuple[str, float, int, Sequence[int]]],
        field: str,
        share: float,
        holding: int,
    ) -> Share:
        """What a word adds of which the post holds these forms, each with its weight."""
        rarity = share * idf(self._statistics.size, holding)
        count = sum(weight * number for _, weight, number, _ in held)
        places = sorted(at for _, _, _, ats in held for at in ats)
        factors = {"idf": rarity / share if share else 0.0, "posts": float(holding)}
        if share != 1.0:
            factors["share"] = share
        others = ", ".join(form for form, _, _, _ in held if form != label)
        found = self._scored(label, count, rarity, field, places, factors)
        return replace(found, score=replace(found.score, note=f"as {others}" if others else ""))

    def _scored(
        self,
        label: str,
        count: float,
        rarity: float,
        field: str,
        places: Sequence[int],
        factors: Mapping[str, float],
    ) -> Share:
        """rarity · tf / (tf + K), K being of the pooled text's length, or k1 for a small field."""
        if not count:
            return Share(False, rarity=rarity)
        k1, b = self.constants.k1, self.constants.b
        length = self._contents.length if field == TEXT else self._statistics.mean_length
        k = k1 * (1 - b + b * length / self._statistics.mean_length)
        score = Explanation(
            label, rarity * count / (count + k), factors={**factors, "tf": count, "K": k, "length": length}
        )
        is_in_title = field == TEXT and bool(places) and places[0] < TITLE_POSITIONS
        return Share(True, score, rarity, is_in_title)

    # ---- joined ------------------------------------------------------------------------------------------

    def _either(self, parts: Sequence[Share]) -> Share:
        return Share(
            any(part.is_met for part in parts),
            _sum("", [part.score for part in parts if part.is_met]),
            sum(part.rarity for part in parts),
            any(part.is_met and part.is_in_title for part in parts),
        )

    def _best(self, parts: Sequence[Share]) -> Share:
        joined = self._either(parts)
        scores = [part.score for part in parts if part.is_met]
        if len(parts) < self.constants.passage_words and joined.is_met:
            if len(parts) > 1 and all(part.is_met for part in parts):
                share = self.constants.all_words
                factors = {"idf": joined.rarity, "share": share}
                scores.append(Explanation("all words", joined.rarity * share, factors=factors))
            inside = sum(part.rarity for part in parts if part.is_met and part.is_in_title)
            if inside:
                gain = self.constants.title * inside * inside / joined.rarity
                factors = {"idf in title": inside, "idf": joined.rarity}
                scores.append(Explanation("words in the title", gain, factors=factors))
        return replace(joined, score=_sum("", scores))

    def _best_parts(self, parts: Sequence[Query]) -> list[Share]:
        empty = [
            part.text
            for part in parts
            if isinstance(part, Word)
            and part.field is None
            and is_stop_word(form_of(part.text), self.languages)
        ]
        if len(empty) < len(parts):
            self.left_out += map(form_of, empty)
        return super()._best_parts(parts)

    def _all(self, parts: Sequence[Share], without: Sequence[Share]) -> Share:
        is_met = all(part.is_met for part in parts) and not any(part.is_met for part in without)
        score = _sum("", [part.score for part in parts]) if is_met else _NO_SCORE
        return Share(is_met, score, sum(part.rarity for part in parts))

    # ---- values ------------------------------------------------------------------------------------------

    def _every(self) -> Share:
        return Share(True)

    def _between(self, first: int | None, last: int | None) -> Share:
        start, end = self._contents.first_day, self._contents.last_day
        return Share(start != NO_DATE and start >= (first or 0) and (last is None or end <= last))

    def _having(self, field: str, is_meant: Callable[[str], bool]) -> Share:
        return Share(any(map(is_meant, self._contents.values.get(field, ()))))


def explain(
    statistics: Statistics, query: Query, posts: Sequence[Post], feedback: FeedbackWords = ()
) -> QueryExplanation:
    """What a query is searched as, and what the scores of some posts are made of."""
    about = ExplainingPlanner(statistics, Post("?"))
    about.plan(query)
    scores: list[Explanation] = []
    for post in posts:
        planner = ExplainingPlanner(statistics, post)
        share = planner.plan(query)
        parts = list(share.score.parts or ([share.score] if share.score.label else []))
        shared = list(planner.feedback(feedback)) if share.is_met else []
        if shared:
            parts.append(_sum("words that the best posts share", shared))
        scores.append(_sum("score", parts))
    left_out = dict.fromkeys(about.left_out)
    terms = tuple({term.typed: term for term in about.terms if term.typed not in left_out}.values())
    shared_keys = tuple(key for key, _ in feedback)
    return QueryExplanation(terms, tuple(left_out), shared_keys, tuple(scores))


def _sum(label: str, parts: Sequence[Explanation]) -> Explanation:
    """The parts together; parts of parts without a name of their own are taken out of them."""
    flat: list[Explanation] = []
    for part in parts:
        if part.label:
            flat.append(part)
        else:
            flat += part.parts
    return Explanation(label, sum(part.value for part in flat), parts=tuple(flat))


def _named(text: str, field: str) -> str:
    return text if field == TEXT else f"{field}:{text}"


def _term(
    typed: str,
    field: str,
    languages: Sequence[str],
    found: Mapping[str, int],
    weights: Mapping[str, float],
) -> TermExplanation:
    """A typed word: its key in each language of the archive, and the forms of those that posts have."""
    keys = {code: analyzer(code).key(typed) for code in languages if code in STEMMERS}
    forms = {
        form: (weights[form], found[form])
        for form in sorted(found, key=lambda form: (-weights[form], -found[form], form))
    }
    return TermExplanation(_named(typed, field), keys, forms)
