"""What the default engine knows of an archive as a whole, for explanations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from archivesearch.index.collection import Collection
from archivesearch.index.planner import TEXT
from archivesearch.index.segment_planner import SegmentPlanner


class SegmentStatistics(SegmentPlanner):
    """See explanation.Statistics; the counts are those of the plans that a search runs."""

    def __init__(self, collection: Collection) -> None:
        super().__init__(collection)
        self.size = collection.size
        self.mean_length = collection.mean_length

    def forms_of(self, field: str, keys: Sequence[str]) -> Mapping[str, int]:
        """The forms of these keys in a word field, and how many posts have each."""
        counts: Counter[str] = Counter()
        for segment in self._collection.segments:
            for key in keys:
                for form in segment.forms(field, key):
                    counts[form.form] += form.post_count
        return counts

    def field_forms(self, field: str) -> Sequence[str]:
        """All forms of a small word field."""
        segments = self._collection.segments
        return sorted({form.form for segment in segments for form in segment.field_forms(field)})

    def holding(self, field: str, keys: Sequence[str]) -> int:
        """How many posts have a form of any of these keys, as scores count it."""
        return self._token(keys, "", field, 1.0).holding()

    def holding_forms(self, field: str, forms: Sequence[str]) -> int:
        """How many posts have any of these forms, as scores count it."""
        if field == TEXT:
            return self._forms(forms).holding()
        return self._forms_in(field, frozenset(forms).__contains__).holding()
