"""What the tantivy engine knows of an archive as a whole, for explanations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archivesearch.analysis import analyzer
from archivesearch.index.scoring import Constants
from archivesearch.index.spelling import Lexicon
from archivesearch.index.tantivy_planner import Collection
from archivesearch.index.tantivy_schema import form_field


class IndexStatistics:
    """See explanation.Statistics; the counts are those that a search is scored with."""

    def __init__(self, collection: Collection, constants: Constants) -> None:
        self._collection = collection
        self.constants = constants
        self.languages: Sequence[str] = collection.languages
        self.size = collection.size
        self.mean_length = collection.mean_length

    @property
    def lexicon(self) -> Lexicon:
        """All forms of the pooled text."""
        return self._collection.lexicon

    def forms_of(self, field: str, keys: Sequence[str]) -> Mapping[str, int]:
        """The forms of these keys in a word field, and how many posts have each.

        The index holds no forms by key, so they are found by analysing all forms of the field.
        """
        meant = {key for key in keys if self._collection.holding(field, key)}
        analyzers = [analyzer(code) for code in dict.fromkeys((*self.languages, None))] if meant else []
        return {
            form: count
            for form, count in self._collection.counts(form_field(field)).items()
            if not meant.isdisjoint(analyzer.key(form) for analyzer in analyzers)
        }

    def field_forms(self, field: str) -> Sequence[str]:
        """All forms of a small word field."""
        return sorted(self._collection.counts(form_field(field)))

    def holding(self, field: str, keys: Sequence[str]) -> int:
        """How many posts have a form of any of these keys, as scores count it."""
        return self._collection.holding_any(field, keys)

    def holding_forms(self, field: str, forms: Sequence[str]) -> int:
        """How many posts have any of these forms, as scores count it."""
        return self._collection.holding_any(form_field(field), forms)
