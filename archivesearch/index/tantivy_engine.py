"""The fast engine: a tantivy index, for archives of hundreds of thousands of posts. An extra."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from heapq import nlargest
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from tantivy import Index, Occur, Order, Query

from archivesearch.analysis import form_of, is_own_form
from archivesearch.index.contents import Contents, contents
from archivesearch.index.engine import LoadPosts, Match, Matches, QueryExplanation, Sort, facet_counts
from archivesearch.index.planner import TEXT
from archivesearch.index.scoring import DEFAULT, SIMILAR_WORDS, Constants, idf
from archivesearch.index.spelling import commoner
from archivesearch.index.tantivy_planner import Collection, Part, TantivyPlanner
from archivesearch.index.tantivy_schema import (
    document,
    form_field,
    form_term,
    schema,
    valid,
)
from archivesearch.index.whoosh_segment import SegmentEntry
from archivesearch.model import Post
from archivesearch.model import Query as QueryTree

_WRITER_BYTES = 256_000_000  # of postings in memory before a segment is written
_MOST_VALUES = 65_000  # of a facet; tantivy counts no more
_SPARE = 10  # hits looked at beyond the page, since some may tie with its last
_TIES = 1e5  # scores tie that agree in five decimals; tantivy adds up in single precision, in any order


class TantivyEngine:
    """An index opened for reading; see engine.Engine."""

    name = "tantivy"

    def __init__(self, collection: Collection, constants: Constants = DEFAULT) -> None:
        self._collection = collection
        self._searcher = collection.searcher
        self._constants = constants

    def with_constants(self, constants: Constants) -> TantivyEngine:
        """The same index, ranked by other constants."""
        return TantivyEngine(self._collection, constants)

    @property
    def post_count(self) -> int:
        """How many posts the index holds."""
        return self._searcher.num_docs

    @property
    def languages(self) -> Sequence[str]:
        """The languages posts were analysed in, commonest first."""
        return self._collection.languages

    def search(
        self,
        query: QueryTree,
        *,
        limit: int,
        offset: int = 0,
        sort: Sort = "relevance",
        load: LoadPosts | None = None,
    ) -> Matches:
        """The posts that meet the query; ties are broken by permalink. With `load`, passages get feedback."""
        planner = TantivyPlanner(self._collection, self._constants)
        plan = planner.plan(query)
        if load is not None and sort == "relevance" and plan.passage_words:
            plan = self._with_feedback(plan, load)
        matches, total = self._ranked(plan, limit, offset, sort)
        return Matches(matches, total, planner.corrections, lambda name: self._facet(name, plan.matching()))

    def _with_feedback(self, plan: Part, load: LoadPosts) -> Part:
        """The plan of a passage with the words that its best posts share."""
        gains = [self._collection.term(TEXT, key, share) for key, share in self._shared_words(plan, load)]
        clauses = [(Occur.Must, plan.scored()), *((Occur.Should, query) for query in gains)]
        return Part((Query.boolean_query(clauses),), unscored=plan.matching())

    def _shared_words(self, plan: Part, load: LoadPosts) -> list[tuple[str, float]]:
        """The keys that the best posts of a passage share, and what share of its score each counts."""
        from archivesearch.index.feedback import shared_words  # here: most queries need none

        best, _ = self._ranked(plan, self._constants.feedback_posts, 0, "relevance")
        posts = load([match.post_id for match in best])
        collection = self._collection
        return shared_words(
            [(posts[match.post_id], match.score) for match in best if match.post_id in posts],
            plan.passage_words,
            self.languages,
            self._constants,
            size=collection.size,
            mean_length=collection.mean_length,
            holding=lambda key: collection.holding(TEXT, key),
        )

    def explain(
        self, query: QueryTree, posts: Sequence[Post], *, load: LoadPosts | None = None
    ) -> QueryExplanation:
        """What a query is searched as, and what its score in each of these posts is made of.

        The scores of hits lie a few per cent beside: tantivy keeps a post's length in one byte, and the forms of a
        word add up after their counts have been saturated, not before.
        """
        from archivesearch.index.explanation import explain  # here: few searches are explained
        from archivesearch.index.tantivy_statistics import IndexStatistics

        plan = TantivyPlanner(self._collection, self._constants).plan(query)
        words = self._shared_words(plan, load) if load is not None and plan.passage_words else []
        return explain(IndexStatistics(self._collection, self._constants), query, posts, words)

    def similar(self, post: Post, *, limit: int) -> Matches:
        """The posts that share most with this one, itself left out."""
        collection = self._collection
        field = form_field(TEXT)
        weighed: list[tuple[float, str]] = []
        for name, weight, _ in contents(post).words["text"]:
            form = form_term(name.decode().partition("\0")[2])
            holding = collection.holding(field, form)
            if holding > 1 and is_own_form(form):
                weighed.append((min(weight, 10) * idf(collection.size, holding), form))
        chosen = nlargest(SIMILAR_WORDS, weighed)
        plan = Part(tuple(collection.term(field, form) for _, form in chosen) or (Query.empty_query(),))
        matches, total = self._ranked(plan, limit + 1, 0, "relevance")
        others = tuple(match for match in matches if match.post_id != post.id)
        return Matches(others[:limit], max(0, total - (len(others) < len(matches))))

    def spellings(self, word: str, *, limit: int = 3) -> Sequence[str]:
        """The archive's own words that one may be a misspelling of, best first; none when nothing is near."""
        return commoner(form_of(word), self._collection.lexicon, limit)

    def close(self) -> None:
        """Let go of the files: tantivy does when nothing refers to its searcher any more."""
        del self._searcher, self._collection

    # ---- ranking ---------------------------------------------------------------------------------------

    def _ranked(self, plan: Part, limit: int, offset: int, sort: Sort) -> tuple[tuple[Match, ...], int]:
        """A page of matches, and how many there are in all."""
        query, options = _run(plan, sort)
        wanted = limit + offset
        count = wanted + _SPARE
        while True:
            found = self._searcher.search(query, count, **options)
            hits = found.hits if options else [(int(key * _TIES + 0.5), at) for key, at in found.hits]
            if len(hits) < count or not wanted or hits[wanted - 1][0] != hits[-1][0]:
                break
            count *= 4  # the page ends among ties, which the permalink decides: all of them must be seen
        is_scored = sort == "relevance" and plan.is_scored
        return self._page(hits, offset, wanted, is_scored), found.count  # type: ignore[attr-defined]  # left out of its stub

    def _page(
        self, hits: Sequence[tuple[Any, Any]], offset: int, wanted: int, is_scored: bool
    ) -> tuple[Match, ...]:
        """The hits from `offset` up to `wanted` as matches, those that tie in order of permalink."""
        kept: dict[int, Any] = {}  # what the index keeps of a hit, by its place among all

        def permalink(place: int) -> str:
            kept[place] = self._searcher.doc(hits[place][1])
            return str(kept[place].get_first("permalink"))

        places: Sequence[int] = range(len(hits))
        if any(hit[0] == following[0] for hit, following in pairwise(hits[: wanted + 1])):
            places = _in_order([key for key, _ in hits], offset, wanted, permalink)
        matches: list[Match] = []
        for place in places[offset:wanted]:
            key, address = hits[place]
            value = (kept.get(place) or self._searcher.doc(address)).get_first
            score = key / _TIES if is_scored else 0.0
            matches.append(Match(str(value("post_id")), str(value("permalink")), score, value("lang_value")))
        return tuple(matches)

    def _facet(self, name: str, found: Query) -> Mapping[str, int]:
        """How many of the posts found have each value of a facet."""

        def counts() -> Mapping[str, int]:
            terms = {"terms": {"field": f"{name}_value", "size": _MOST_VALUES}}
            buckets = self._searcher.aggregate(found, {name: terms})[name]["buckets"]
            return {bucket["key"]: bucket["doc_count"] for bucket in buckets}

        return facet_counts(name, counts)


def _in_order(keys: Sequence[Any], offset: int, wanted: int, permalink: Callable[[int], str]) -> list[int]:
    """The places of the first keys and of those that tie with the last of them; from `offset` on, ties by permalink."""
    ordered: list[int] = []
    for _, tied in groupby(range(len(keys)), key=keys.__getitem__):
        if len(ordered) >= wanted:
            break
        ties = list(tied)
        if len(ties) > 1 and len(ordered) + len(ties) > offset:
            ties.sort(key=permalink)
        ordered += ties
    return ordered


def _run(plan: Part, sort: Sort) -> tuple[Query, dict[str, Any]]:
    """The query to run for a plan, and how its hits are ordered; posts without a date come last either way."""
    if sort == "newest":
        return plan.matching(), {"order_by_field": "epoch", "order": Order.Desc}
    if sort == "oldest":
        return plan.matching(), {"order_by_field": "epoch", "order": Order.Asc}
    if not plan.is_scored:
        return plan.matching(), {"order_by_field": "permalink", "order": Order.Asc}
    return plan.scored(), {}


Publish = Callable[[list[SegmentEntry]], None]


def open_index(folder: Path, _: Iterable[SegmentEntry]) -> TantivyEngine:
    """The index in a folder; tantivy's own list of segments is swapped at once, so the manifest's is not needed."""
    index = _opened(folder)
    return TantivyEngine(Collection(index.schema, index.searcher()))


def write(
    folder: Path,
    _: Iterable[SegmentEntry],
    posts: Iterable[Post],
    removed: Iterable[str],
    publish: Publish,
) -> int:
    """Add posts with different ids to the index in a folder, or replace them, and remove others; all or nothing."""
    with _writing(_opened(folder)) as writer:
        count = 0
        for post in posts:
            writer.replace(contents(post))
            count += 1
        for post_id in removed:
            writer.remove(post_id)
        writer.commit()
    publish([])
    return count


def build(folder: Path, posts: Iterable[Post], publish: Publish) -> int:
    """Make a new index in an empty folder, of posts with different ids; gives back how many were written."""
    with _told():
        index = Index(schema(), str(folder))
    with _writing(index) as writer:
        count = 0
        for post in posts:
            writer.add(contents(post))
            count += 1
        writer.commit()
    publish([])
    return count


def _opened(folder: Path) -> Index:
    if not (folder / "meta.json").exists():
        raise FileNotFoundError(f"{folder} holds no tantivy index")
    return Index.open(str(folder))


class _Writer:
    """Tantivy's writer, whose errors are told apart from those of the posts."""

    def __init__(self, index: Index) -> None:
        with _told():
            self._writer = index.writer(_WRITER_BYTES, num_threads=1)

    def add(self, held: Contents) -> None:
        """Add a post."""
        made = document(held)
        with _told():
            self._writer.add_document(made)

    def remove(self, post_id: str) -> None:
        """Remove the post with an id, if there is one that was there before."""
        with _told():
            self._writer.delete_documents_by_term("post_id", valid(post_id))

    def replace(self, held: Contents) -> None:
        """Add a post in the place of the one with its id."""
        self.remove(held.post_id)
        self.add(held)

    def commit(self) -> None:
        """Make all that was done last, and merge small segments."""
        with _told():
            self._writer.commit()
            self._writer.wait_merging_threads()

    def abandon(self) -> None:
        """Forget what was not committed, and let go of the lock; nothing after a commit."""
        with suppress(Exception):
            self._writer.rollback()
        with suppress(Exception):
            self._writer.wait_merging_threads()


@contextmanager
def _writing(index: Index) -> Iterator[_Writer]:
    writer = _Writer(index)
    try:
        yield writer
    finally:
        writer.abandon()


@contextmanager
def _told() -> Iterator[None]:
    """Tantivy's errors as what they are: something that happened to files."""
    try:
        yield
    except ValueError as error:
        raise OSError(str(error)) from error
