"""The default engine: a Whoosh index, searched with whole postings at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from archivesearch.analysis import form_of, is_own_form
from archivesearch.index.arithmetic import Arithmetic, Posts
from archivesearch.index.collection import Collection
from archivesearch.index.contents import contents, period_of
from archivesearch.index.engine import (
    LoadPosts,
    Match,
    Matches,
    QueryExplanation,
    Sort,
    facet_counts,
)
from archivesearch.index.plan import BestPlan, FeedbackPlan, OrPlan, Plan, TermPlan
from archivesearch.index.scoring import DEFAULT, SIMILAR_WORDS, Constants, idf
from archivesearch.index.segment_planner import SegmentPlanner
from archivesearch.index.sparse import Sparse
from archivesearch.index.spelling import commoner
from archivesearch.index.whoosh_segment import Segment, SegmentEntry
from archivesearch.model import Post, Query

_BY_MOMENT: Mapping[Sort, int] = {"relevance": 0, "newest": 1, "oldest": -1}


class _Found(NamedTuple):
    """A post found; sorts with the best first, ties by permalink."""

    order: float
    permalink: bytes
    number: int
    score: float
    segment: Segment


class WhooshEngine:
    """An index opened for reading; see engine.Engine."""

    name = "whoosh"

    def __init__(
        self,
        segments: Sequence[Segment],
        constants: Constants = DEFAULT,
        arithmetic: Arithmetic | None = None,
    ) -> None:
        self._segments = segments
        self._constants = constants
        self._arithmetic = arithmetic
        self._is_first = True

    def with_constants(self, constants: Constants) -> WhooshEngine:
        """The same index, ranked by other constants."""
        return WhooshEngine(self._segments, constants, self._arithmetic)

    def with_arithmetic(self, arithmetic: Arithmetic) -> WhooshEngine:
        """The same index, always searched with this arithmetic."""
        return WhooshEngine(self._segments, self._constants, arithmetic)

    @property
    def post_count(self) -> int:
        """How many posts the index holds."""
        return sum(segment.size - len(segment.deleted) for segment in self._segments)

    @cached_property
    def languages(self) -> Sequence[str]:
        """The languages posts were analysed in, commonest first."""
        counts: Counter[str] = Counter()
        for segment in self._segments:
            for form in segment.field_forms("lang_value"):
                counts[form.form] += form.post_count
        return tuple(code for code, _ in counts.most_common())

    def _collection(self) -> Collection:
        """What to search next: numpy is loaded for the second search, since many have no second."""
        if self._arithmetic is None and not self._is_first:
            return self._quick_collection
        self._is_first = False
        return self._plain_collection

    @cached_property
    def _plain_collection(self) -> Collection:
        return Collection(self._segments, self._constants, self.languages, self._arithmetic or Sparse())

    @cached_property
    def _quick_collection(self) -> Collection:
        from archivesearch.index.dense import Dense

        return Collection(self._segments, self._constants, self.languages, Dense())

    def search(
        self,
        query: Query,
        *,
        limit: int,
        offset: int = 0,
        sort: Sort = "relevance",
        load: LoadPosts | None = None,
    ) -> Matches:
        """The posts that meet the query; ties are broken by permalink. With `load`, passages get feedback."""
        planner = SegmentPlanner(self._collection())
        plan = planner.plan(query)
        if load is not None and sort == "relevance" and isinstance(plan, BestPlan) and plan.is_passage:
            words = self._shared_words(plan, load)
            shared = [planner.forms_of_key(key, share) for key, share in words]
            plan = FeedbackPlan(plan.collection, plan, shared)
        matches = self._ranked(plan, limit, offset, sort)
        return Matches(matches.matches, matches.total, planner.corrections, matches.count_facet)

    def _shared_words(self, plan: BestPlan, load: LoadPosts) -> list[tuple[str, float]]:
        """The keys that the best posts of a passage share, and what share of its score each counts."""
        from archivesearch.index.feedback import shared_words  # here: most queries need none

        best = self._ranked(plan, self._constants.feedback_posts, 0, "relevance").matches
        posts = load([match.post_id for match in best])
        planner = SegmentPlanner(plan.collection)
        return shared_words(
            [(posts[match.post_id], match.score) for match in best if match.post_id in posts],
            len(plan.parts),
            self.languages,
            self._constants,
            size=plan.collection.size,
            mean_length=plan.collection.mean_length,
            holding=lambda key: planner.forms_of_key(key).holding(),
        )

    def explain(
        self, query: Query, posts: Sequence[Post], *, load: LoadPosts | None = None
    ) -> QueryExplanation:
        """What a query is searched as, and what its score in each of these posts is made of."""
        from archivesearch.index.explanation import explain  # here: few searches are explained
        from archivesearch.index.whoosh_statistics import SegmentStatistics

        collection = self._collection()
        plan = SegmentPlanner(collection).plan(query)
        words: list[tuple[str, float]] = []
        if load is not None and isinstance(plan, BestPlan) and plan.is_passage:
            words = self._shared_words(plan, load)
        return explain(SegmentStatistics(collection), query, posts, words)

    def similar(self, post: Post, *, limit: int) -> Matches:
        """The posts that share most with this one, itself left out."""
        collection = self._collection()
        planner = SegmentPlanner(collection)
        weighed: list[tuple[float, TermPlan]] = []
        for name, weight, _ in contents(post).words["text"]:
            key, _, form = name.decode("utf-8", "replace").partition("\0")
            if not is_own_form(form):
                continue
            plan = planner.exact_form(key, form)
            holding = plan.holding()
            if holding > 1:
                weighed.append((min(weight, 10) * idf(collection.size, holding), plan))
        chosen = [plan for _, plan in nlargest(SIMILAR_WORDS, weighed, key=lambda entry: entry[0])]
        matches = self._ranked(OrPlan(collection, chosen), limit + 1, 0, "relevance")
        others = tuple(match for match in matches.matches if match.post_id != post.id)
        return Matches(others[:limit], max(0, matches.total - (len(others) < len(matches.matches))))

    def numbers(self, post_ids: Iterable[str]) -> list[int]:
        """The numbers of these posts, counted over all segments, as Whoosh's writer wants them."""
        numbers: list[int] = []
        for post_id in post_ids:
            first = 0
            for segment in self._segments:
                posts = segment.value_posts("id_value", post_id)
                numbers += [first + post for post in posts if post not in segment.deleted]
                first += segment.size
        return numbers

    def spellings(self, word: str, *, limit: int = 3) -> Sequence[str]:
        """The archive's own words that one may be a misspelling of, best first; none when nothing is near."""
        return commoner(form_of(word), self._plain_collection.lexicon, limit)

    def close(self) -> None:
        """Let go of the files."""
        for segment in self._segments:
            segment.close()

    def _ranked(self, plan: Plan, limit: int, offset: int, sort: Sort) -> Matches:
        arithmetic = plan.collection.arithmetic
        living: dict[Segment, Posts] = {}
        best: list[_Found] = []
        for segment in self._segments:
            if sort == "relevance":
                scores = plan.scores(segment)
                living[segment] = arithmetic.living(segment, arithmetic.scored(scores))
                if segment.deleted:
                    scores = arithmetic.only(scores, living[segment])
            else:
                living[segment] = arithmetic.living(segment, plan.posts(segment))
                scores = arithmetic.unscored(living[segment])
            found = arithmetic.best(segment, scores, limit + offset, _BY_MOMENT[sort])
            best += [_Found(*each, segment) for each in found]
        best.sort(key=itemgetter(0, 1))
        page = tuple(
            Match(
                found.segment.post_ids[found.number].decode("utf-8", "replace"),
                found.permalink.decode("utf-8", "replace"),
                found.score,
                found.segment.language(found.number),
            )
            for found in best[offset : offset + limit]
        )
        total = sum(map(arithmetic.size, living.values()))
        return Matches(
            page, total, count_facet=lambda name: facet_counts(name, lambda: _facet(name, living, arithmetic))
        )


def _facet(name: str, found: Mapping[Segment, Posts], arithmetic: Arithmetic) -> Mapping[str, int]:
    """How many of the posts found have each value of a facet."""
    counts: Counter[str] = Counter()
    for segment, posts in found.items():
        if name in ("year", "month"):
            for (first, last), count in arithmetic.periods(segment, posts).items():
                period = period_of(name, first, last)
                if period is not None:
                    counts[period] += count
        else:
            for form in segment.field_forms(f"{name}_value"):
                count = arithmetic.count_in(posts, segment.postings(form))
                if count:
                    counts[form.form] += count
    return counts


def open_index(folder: Path, entries: Iterable[SegmentEntry]) -> WhooshEngine:
    """The index in a folder, as the manifest describes it."""
    return WhooshEngine([Segment(folder, entry) for entry in entries])


Publish = Callable[[list[SegmentEntry]], None]


def write(
    folder: Path,
    entries: Iterable[SegmentEntry],
    posts: Iterable[Post],
    removed: Iterable[str],
    publish: Publish,
) -> int:
    """Add posts with different ids to the index in a folder, or replace them, and remove others; all or nothing.

    `publish` is told what the index consists of once all is written. Gives back how many posts were written.
    """
    from whoosh.index import open_dir

    from archivesearch.index.whoosh_codec import FlatWriter  # here, since reading needs no Whoosh

    engine = open_index(folder, entries)
    writer = FlatWriter(open_dir(str(folder)), publish)
    try:
        gone = set(removed)
        count = 0
        for post in posts:
            gone.add(post.id)
            writer.add_contents(contents(post))
            count += 1
        for number in engine.numbers(gone):
            writer.delete_document(number)
        writer.commit()
    finally:
        engine.close()
        writer.abandon()
    return count


def build(folder: Path, posts: Iterable[Post], publish: Publish) -> int:
    """Make a new index in an empty folder, of posts with different ids; gives back how many were written."""
    from whoosh.index import create_in

    from archivesearch.index.whoosh_codec import FlatWriter, schema

    index = create_in(str(folder), schema())
    writer = FlatWriter(index, publish)
    try:
        count = 0
        for post in posts:
            writer.add_contents(contents(post))
            count += 1
        writer.commit()
    finally:
        writer.abandon()
    return count
