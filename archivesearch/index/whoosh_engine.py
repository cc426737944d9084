"""The default engine: a Whoosh index, searched with whole postings at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from archivesearch.analysis import form_of
from archivesearch.index.contents import NO_EPOCH, contents, period_of
from archivesearch.index.engine import (
    LoadPosts,
    Match,
    Matches,
    QueryExplanation,
    Sort,
    facet_counts,
)
from archivesearch.index.plan import (
    BestPlan,
    Collection,
    FeedbackPlan,
    OrPlan,
    Plan,
    Scores,
    SegmentPlanner,
    TermPlan,
)
from archivesearch.index.scoring import DEFAULT, SIMILAR_WORDS, Constants, idf
from archivesearch.index.spelling import commoner
from archivesearch.index.whoosh_segment import Segment, SegmentEntry
from archivesearch.model import Post, Query

_REGARDED = 100  # best posts whose titles are looked at, whatever page is asked for
_POSTS_IN_MEMORY = 20_000  # whose postings are held at once while an index is built; some 150 MB


class _Found(NamedTuple):
    """A post found; sorts with the best first, ties by permalink."""

    order: float
    permalink: bytes
    score: float
    segment: Segment
    number: int


class WhooshEngine:
    """An index opened for reading; see engine.Engine."""

    name = "whoosh"

    def __init__(self, segments: Sequence[Segment], constants: Constants = DEFAULT) -> None:
        self._segments = segments
        self._constants = constants

    def with_constants(self, constants: Constants) -> WhooshEngine:
        """The same index, ranked by other constants."""
        return WhooshEngine(self._segments, constants)

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

    @cached_property
    def _collection(self) -> Collection:
        return Collection(self._segments, self._constants, self.languages)

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
        planner = SegmentPlanner(self._collection)
        plan = planner.plan(query)
        if (
            load is not None
            and sort == "relevance"
            and isinstance(plan, BestPlan)
            and not plan.has_title_gain()
        ):
            plan = self._with_feedback(plan, load)
        matches = self._ranked(plan, limit, offset, sort)
        return Matches(matches.matches, matches.total, planner.corrections, matches.count_facet)

    def _with_feedback(self, plan: BestPlan, load: LoadPosts) -> Plan:
        """The plan of a passage with the words that its best posts share."""
        planner = SegmentPlanner(self._collection)
        words = self._shared_words(plan, load)
        return FeedbackPlan(plan, [planner.forms_of_key(key, share) for key, share in words])

    def _shared_words(self, plan: BestPlan, load: LoadPosts) -> list[tuple[str, float]]:
        """The keys that the best posts of a passage share, and what share of its score each counts."""
        from archivesearch.index.feedback import shared_words  # here: most queries need none

        best = self._ranked(plan, self._constants.feedback_posts, 0, "relevance").matches
        posts = load([match.post_id for match in best])
        planner = SegmentPlanner(self._collection)
        return shared_words(
            [(posts[match.post_id], match.score) for match in best if match.post_id in posts],
            len(plan.parts),
            self.languages,
            self._constants,
            size=self._collection.size,
            mean_length=self._collection.mean_length,
            holding=lambda key: planner.forms_of_key(key).holding(),
        )

    def explain(
        self, query: Query, posts: Sequence[Post], *, load: LoadPosts | None = None
    ) -> QueryExplanation:
        """What a query is searched as, and what its score in each of these posts is made of."""
        from archivesearch.index.explanation import explain  # here: few searches are explained
        from archivesearch.index.whoosh_statistics import SegmentStatistics

        plan = SegmentPlanner(self._collection).plan(query)
        words: list[tuple[str, float]] = []
        if load is not None and isinstance(plan, BestPlan) and not plan.has_title_gain():
            words = self._shared_words(plan, load)
        return explain(SegmentStatistics(self._collection), query, posts, words)

    def similar(self, post: Post, *, limit: int) -> Matches:
        """The posts that share most with this one, itself left out."""
        planner = SegmentPlanner(self._collection)
        weighed: list[tuple[float, TermPlan]] = []
        for name, weight, _ in contents(post).words["text"]:
            key, _, form = name.decode("utf-8", "replace").partition("\0")
            plan = planner.exact_form(key, form)
            holding = plan.holding()
            if holding > 1:
                weighed.append((min(weight, 10) * idf(self._collection.size, holding), plan))
        chosen = [plan for _, plan in nlargest(SIMILAR_WORDS, weighed, key=lambda entry: entry[0])]
        matches = self._ranked(OrPlan(chosen), limit + 1, 0, "relevance")
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
        return commoner(form_of(word), self._collection.lexicon, limit)

    def close(self) -> None:
        """Let go of the files."""
        for segment in self._segments:
            segment.close()

    def _ranked(self, plan: Plan, limit: int, offset: int, sort: Sort) -> Matches:
        gains = sort == "relevance" and plan.has_title_gain()
        by_segment: dict[Segment, Scores] = {}
        best: list[_Found] = []
        for segment in self._segments:
            scores = plan.scores(segment) if sort == "relevance" else dict.fromkeys(plan.posts(segment), 0.0)
            if segment.deleted:
                scores = {post: score for post, score in scores.items() if post not in segment.deleted}
            by_segment[segment] = scores
            wanted = max(limit + offset, _REGARDED) if gains else limit + offset
            best += _best(segment, scores, wanted, sort)
        best.sort(key=itemgetter(0, 1))
        if gains:
            regarded = [
                found._replace(order=found.order - gain, score=found.score + gain)
                for found in best[:_REGARDED]
                for gain in [plan.title_gain(found.segment, found.number)]
            ]
            best[:_REGARDED] = sorted(regarded, key=itemgetter(0, 1))
        page = tuple(
            Match(found.segment.post_ids[found.number].decode("utf-8", "replace"), found.score)
            for found in best[offset : offset + limit]
        )
        total = sum(map(len, by_segment.values()))
        return Matches(
            page, total, count_facet=lambda name: facet_counts(name, lambda: _facet(name, by_segment))
        )


def _best(segment: Segment, scores: Scores, wanted: int, sort: Sort) -> list[_Found]:
    """The best posts of a segment, ties at the end decided by permalink."""
    if sort == "relevance":
        orders: Mapping[int, float] = scores
    else:
        epochs = segment.epochs
        sign = 1 if sort == "newest" else -1
        # Posts without a date come last, whichever way the others go.
        orders = {post: NO_EPOCH if epochs[post] == NO_EPOCH else sign * epochs[post] for post in scores}
    if len(orders) > wanted:
        least = nlargest(wanted, orders.values())[-1] if wanted else float("inf")
        posts: Iterable[int] = [post for post, order in orders.items() if order >= least]
    else:
        posts = orders
    permalinks = segment.permalinks
    best = sorted((-orders[post], permalinks[post], post) for post in posts)[:wanted]
    return [_Found(order, link, scores[post], segment, post) for order, link, post in best]


def _facet(name: str, found: Mapping[Segment, Scores]) -> Mapping[str, int]:
    """How many of the posts found have each value of a facet."""
    counts: Counter[str] = Counter()
    for segment, scores in found.items():
        if name in ("year", "month"):
            days = Counter((segment.first_days[post], segment.last_days[post]) for post in scores)
            for (first, last), count in days.items():
                period = period_of(name, first, last)
                if period is not None:
                    counts[period] += count
        else:
            posts = scores.keys()
            for form in segment.field_forms(f"{name}_value"):
                count = len(posts & set(segment.postings(form).ids))
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
            if count % _POSTS_IN_MEMORY == 0:
                writer.keep()
                writer = FlatWriter(index, publish)
        writer.commit(optimize=count > _POSTS_IN_MEMORY)
    finally:
        writer.abandon()
    return count
