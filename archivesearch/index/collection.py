"""All segments of an index together, and what scoring must know of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from archivesearch.index.arithmetic import Arithmetic, Reach
from archivesearch.index.scoring import Constants
from archivesearch.index.spelling import Lexicon
from archivesearch.index.whoosh_segment import Segment


class Collection:
    """All segments of an index, and the arithmetic they are searched with."""

    def __init__(
        self,
        segments: Sequence[Segment],
        constants: Constants,
        languages: Sequence[str],
        arithmetic: Arithmetic,
    ) -> None:
        self.segments = segments
        self.constants = constants
        self.languages = languages
        self.arithmetic = arithmetic
        self.size = sum(segment.size - len(segment.deleted) for segment in segments)
        total = sum(sum(segment.lengths) for segment in segments)
        self.mean_length = total / max(1, sum(segment.size for segment in segments)) or 1.0
        self._reach: dict[Segment, Reach] = {}

    def reach(self, segment: Segment) -> Reach:
        """K of BM25 for each post of a segment: how many occurrences count half."""
        known = self._reach.get(segment)
        if known is None:
            k1, b = self.constants.k1, self.constants.b
            base, slope = k1 * (1 - b), k1 * b / self.mean_length
            known = self._reach[segment] = self.arithmetic.reach(segment, base, slope)
        return known

    @cached_property
    def lexicon(self) -> Lexicon:
        """All forms of the pooled text, and how many posts have each."""
        total = Lexicon()
        for segment in self.segments:
            if not total:
                total.update(segment.lexicon)
                continue
            for form, count in segment.lexicon.items():
                total[form] = total.get(form, 0) + count
        return total
