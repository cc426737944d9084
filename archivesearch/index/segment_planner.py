"""Makes plans of queries that run on the segments of an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archivesearch.analysis import Analysed
from archivesearch.index.arithmetic import Posts
from archivesearch.index.collection import Collection
from archivesearch.index.plan import AndPlan, BestPlan, OrPlan, PhrasePlan, Plan, TermPlan, ValuePlan
from archivesearch.index.planner import TEXT, Planner
from archivesearch.index.spelling import Lexicon
from archivesearch.index.whoosh_segment import Form, Segment


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
        return OrPlan(self._collection, parts)

    def _best(self, parts: Sequence[Plan]) -> Plan:
        return BestPlan(self._collection, parts)

    def _all(self, parts: Sequence[Plan], without: Sequence[Plan]) -> Plan:
        if len(parts) == 1 and not without:
            return parts[0]
        return AndPlan(self._collection, parts, without)

    def _every(self) -> Plan:
        return ValuePlan(self._collection, self._collection.arithmetic.everything)

    def _between(self, first: int | None, last: int | None) -> Plan:
        between = self._collection.arithmetic.between
        return ValuePlan(self._collection, lambda segment: between(segment, first, last))

    def _having(self, field: str, is_meant: Callable[[str], bool]) -> Plan:
        def find(segment: Segment) -> Posts:
            meant = [form for form in segment.field_forms(field) if is_meant(form.form)]
            return self._collection.arithmetic.holding(segment, list(map(segment.postings, meant)))

        return ValuePlan(self._collection, find)

    def _token(self, keys: Sequence[str], typed: str, field: str, share: float) -> TermPlan:
        found: dict[Segment, list[tuple[float, Form]]] = {}
        for segment in self._collection.segments:
            forms = [form for key in keys for form in segment.forms(field, key)]
            if forms:
                found[segment] = [(self._weight(form.form, typed), form) for form in forms]
        return TermPlan(self._collection, found, is_pooled=field == TEXT, share=share)

    def _is_known(self, keys: Sequence[str]) -> bool:
        return any(segment.forms(TEXT, key) for segment in self._collection.segments for key in keys)

    def _forms(self, forms: Sequence[str]) -> TermPlan:
        found: dict[Segment, list[tuple[float, Form]]] = {}
        for form in forms:
            for segment in self._collection.segments:
                entries = segment.entries(form)
                if entries:
                    found.setdefault(segment, []).extend((1.0, entry) for entry in entries)
        return TermPlan(self._collection, found, is_pooled=True)

    def _forms_in(self, field: str, is_meant: Callable[[str], bool]) -> TermPlan:
        found = {
            segment: [(1.0, form) for form in segment.field_forms(field) if is_meant(form.form)]
            for segment in self._collection.segments
        }
        return TermPlan(self._collection, found, is_pooled=False)

    def _sequence(
        self, by_language: Sequence[Analysed], places: Sequence[int], slop: int, field: str
    ) -> PhrasePlan:
        pieces = by_language[0].pieces
        first = pieces[places[0]].offset
        words = [
            (pieces[place].offset - first, self._token(*self._piece(by_language, place), field, 1.0))
            for place in places
        ]
        return PhrasePlan(self._collection, words, slop)

    def exact_form(self, key: str, form: str) -> TermPlan:
        """One form of a key and no other."""
        found = {
            segment: [(1.0, entry)]
            for segment in self._collection.segments
            if (entry := segment.form(TEXT, key, form)) is not None
        }
        return TermPlan(self._collection, found, is_pooled=True)

    def forms_of_key(self, key: str, share: float = 1.0) -> TermPlan:
        """All forms of a key, counted alike."""
        segments = self._collection.segments
        found = {
            segment: [(1.0, form) for form in forms]
            for segment in segments
            if (forms := segment.forms(TEXT, key))
        }
        return TermPlan(self._collection, found, is_pooled=True, share=share)
