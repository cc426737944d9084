"""A query tree taken apart, the same way for every engine: fields, compounds, unspaced scripts, misspelt words.

A planner of an engine says how each part is searched; P is what it makes of a part.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from archivesearch.analysis import (
    LESSER,
    Analysed,
    Analyzer,
    Role,
    analyzer,
    fold,
    form_of,
    has_unspaced,
    within_distance,
)
from archivesearch.index.scoring import Constants
from archivesearch.index.spelling import Lexicon, near_forms, nearest
from archivesearch.languages import is_stop_word
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

P = TypeVar("P")

TEXT = "text"  # the field of plain words
_VALUE_ONLY = frozenset({"platform", "lang", "is", "id"})  # fields without words of their own


class Planner(ABC, Generic[P]):
    """Makes plans of queries; `corrections` collects what unknown words were taken for."""

    def __init__(self, constants: Constants, languages: Sequence[str]) -> None:
        self.constants = constants
        self.languages = languages
        self._is_passage = False
        self._analyzers = _analyzers(tuple(languages))
        self.corrections: dict[str, tuple[str, ...]] = {}

    # ---- what an engine says ----------------------------------------------------------------------------

    @property
    @abstractmethod
    def lexicon(self) -> Lexicon:
        """All forms of the pooled text."""

    @abstractmethod
    def _either(self, parts: Sequence[P]) -> P:
        """Posts that meet any part; none for no part."""

    @abstractmethod
    def _best(self, parts: Sequence[P]) -> P:
        """Posts that meet any part; those that meet all, or in their title, gain by it."""

    @abstractmethod
    def _all(self, parts: Sequence[P], without: Sequence[P]) -> P:
        """Posts that meet all parts and none of the others."""

    @abstractmethod
    def _every(self) -> P:
        """All posts."""

    @abstractmethod
    def _between(self, first: int | None, last: int | None) -> P:
        """Posts published on these days (ordinals, both included)."""

    @abstractmethod
    def _having(self, field: str, is_meant: Callable[[str], bool]) -> P:
        """Posts with a meant value in a value field."""

    @abstractmethod
    def _token(self, keys: Sequence[str], typed: str, field: str, share: float) -> P:
        """Posts with a form of any of these keys in a word field, the one typed counting most."""

    @abstractmethod
    def _is_known(self, keys: Sequence[str]) -> bool:
        """Whether any of these keys is in the pooled text of any post."""

    @abstractmethod
    def _forms(self, forms: Sequence[str]) -> P:
        """Posts with any of these forms in the pooled text, all counted alike."""

    @abstractmethod
    def _forms_in(self, field: str, is_meant: Callable[[str], bool]) -> P:
        """Posts with a meant form in a small word field, all counted alike."""

    @abstractmethod
    def _sequence(self, by_language: Sequence[Analysed], places: Sequence[int], slop: int, field: str) -> P:
        """Posts with these pieces of a text one after the other, in the forms of any language."""

    # ---- the same for all -------------------------------------------------------------------------------

    def plan(self, query: Query) -> P:
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
                start, end = first.toordinal() if first else None, last.toordinal() if last else None
                return self._between(start, end)
            case DateRange(_, first, last):
                after, before = str(first or ""), str(last or "9999-12-31")
                return self._having("captured_value", lambda day: after <= day[:10] <= before)
            case Everything():
                return self._every()
            case Best(parts):
                return self._best(self._best_parts(parts))
            case Or(parts):
                return self._either([self.plan(part) for part in parts])
            case And(parts):
                wanted = [self.plan(part) for part in parts if not isinstance(part, Not)]
                unwanted = [self.plan(part.part) for part in parts if isinstance(part, Not)]
                return self._all(wanted or [self._every()], unwanted)
            case Not(part):
                return self._all([self._every()], [self.plan(part)])

    def _best_parts(self, parts: Sequence[Query]) -> list[P]:
        """The words of a loosely joined query; the emptiest of them left out beside others."""
        self._is_passage = len(parts) >= self.constants.passage_words
        plans: list[P] = []
        empty: list[P] = []
        for part in parts:
            if isinstance(part, Word) and part.field is None:
                is_empty = is_stop_word(form_of(part.text), self.languages)
                target = empty if is_empty else plans
                target += self._loose(part.text)
            else:
                plans.append(self.plan(part))
        return plans or empty

    def _loose(self, text: str) -> list[P]:
        """All that a typed word may be found by: parts of a compound, neighbouring signs of Chinese or Japanese."""
        by_language = self._analysed(text)
        pieces = by_language[0].pieces
        places = [place for place, piece in enumerate(pieces) if piece.role < Role.EXTRA]
        if len(places) == 1:
            return [self._word(text, None)]
        plans: list[P] = []
        for place in places:
            share = self.constants.compound if pieces[place].role is Role.COMPOUND else 1.0
            if share:
                plans.append(self._token(*self._piece(by_language, place), TEXT, share))
        return plans

    def _word(self, text: str, name: str | None) -> P:
        if name is not None and name in _VALUE_ONLY:
            return self._whole_value(name, text)
        by_language = self._analysed(text)
        pieces = by_language[0].pieces
        words = [place for place, piece in enumerate(pieces) if piece.role <= Role.COMPOUND]
        if not words:
            return self._either(())
        if len(words) > 1:
            return self._phrase_of(by_language, 0, name)
        word = pieces[words[0]]
        if len(word.form) == 1 and has_unspaced(text):
            return self._prefix(text, name)
        keys, typed = self._piece(by_language, words[0])
        is_unknown = name is None and not self._is_known(keys)
        whole = self._mended(typed) if is_unknown else self._token(keys, typed, name or TEXT, 1.0)
        if word.role is Role.COMPOUND:
            return self._either([whole, self._phrase_of(by_language, 0, name)])
        return whole

    def _phrase(self, text: str, slop: int, name: str | None) -> P:
        if name is not None and name in _VALUE_ONLY:
            return self._whole_value(name, text)
        by_language = self._analysed(text)
        if sum(piece.role < Role.EXTRA for piece in by_language[0].pieces) < 2:
            return self._word(text, name)
        return self._phrase_of(by_language, slop, name)

    def _phrase_of(self, by_language: Sequence[Analysed], slop: int, name: str | None) -> P:
        """The words of a text one after the other, compounds by their parts: `e-mail` is `e mail` too."""
        pieces = by_language[0].pieces
        places = [place for place, piece in enumerate(pieces) if piece.role in (Role.WORD, Role.PART)]
        return self._sequence(by_language, places, slop, name or TEXT)

    def _prefix(self, text: str, name: str | None) -> P:
        start, folded = form_of(text), fold(text)
        if name is not None and name in _VALUE_ONLY:
            return self._having(f"{name}_value", lambda value: fold(value).startswith(folded))
        if name is not None:
            return self._forms_in(name, lambda form: form.startswith(start) or fold(form).startswith(folded))
        return self._forms(self.lexicon.starting(start, folded))

    def _fuzzy(self, text: str, distance: int, name: str | None) -> P:
        form = form_of(text)
        if name is not None and name in _VALUE_ONLY:
            return self._having(
                f"{name}_value", lambda value: within_distance(fold(value), fold(text), distance)
            )
        if name is not None:
            return self._forms_in(name, lambda other: within_distance(other, form, distance))
        return self._forms(near_forms(form, self.lexicon, distance))

    def _whole_value(self, name: str, text: str) -> P:
        return self._having(f"{name}_value", lambda value: fold(value) == fold(text))

    def _weight(self, form: str, typed: str) -> float:
        """What a form counts, of a word that was typed in a form."""
        if form == typed:
            return 1.0
        return self.constants.part if form.startswith(LESSER) else self.constants.other_form

    def _analysed(self, text: str) -> list[Analysed]:
        """The text cut in the way of each language of the archive, and of none; the pieces correspond."""
        return [cutter.chunk(text) for cutter in self._analyzers]

    @staticmethod
    def _piece(by_language: Sequence[Analysed], place: int) -> tuple[Sequence[str], str]:
        """The keys that any language of the archive gives a token, and the token as typed."""
        keys = dict.fromkeys(analysed.pieces[place].key for analysed in by_language)
        return list(keys), by_language[0].pieces[place].form

    def _mended(self, typed: str) -> P:
        """The archive's words nearest to one it does not have."""
        names = tuple(nearest(typed, self.lexicon)) if not self._is_passage else ()
        if names:
            self.corrections[typed] = names
        return self._forms(names)


@lru_cache
def _analyzers(languages: tuple[str, ...]) -> list[Analyzer]:
    """One for each way in which posts of these languages are cut, and the one without a language last."""
    codes = dict.fromkeys(analyzer(code).language for code in languages)
    return [analyzer(code) for code in (*codes, None)]
