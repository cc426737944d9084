"""Query text in, ranking out: parses, asks the engine, loads the posts, says what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Literal

from archivesearch.index.engine import Engine, LoadPosts, Match, Matches, QueryExplanation, Sort
from archivesearch.model import (
    And,
    Best,
    Everything,
    Hit,
    Or,
    Post,
    Query,
    Ranking,
    Snippet,
)
from archivesearch.search.query import parse
from archivesearch.search.snippets import Highlighter
from archivesearch.search.suggestion import FEW, met_by_none, suggest

Join = Literal["best", "all", "any"]


@dataclass(frozen=True, slots=True)
class ExplainedRanking:
    """A ranking, and why it is as it is: the explanation's scores are those of its hits, in their order."""

    ranking: Ranking
    explanation: QueryExplanation


class Searcher:
    """Searches one engine; `load` gives posts by id, `found` those of matches (some that are gone may be missing)."""

    def __init__(
        self,
        engine: Engine,
        load: LoadPosts,
        found: Callable[[Sequence[Match]], Mapping[str, Post]] | None = None,
    ) -> None:
        self._engine = engine
        self._load = load
        self._found = found or (lambda matches: load([match.post_id for match in matches]))

    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        join: Join = "best",
        today: date | None = None,
    ) -> Ranking:
        """The ranking for a query text; any text is answered, and the notes say what was not understood.

        `today` is the day that relative dates (`date:1y..`) count from: this day, unless given.
        """
        day = today or date.today()
        parsed = parse(text, day)
        query = _joined(parsed.query, join)
        matches = self._engine.search(query, limit=limit, offset=offset, sort=sort, load=self._load)
        mended = [
            f'no post has "{typed}"; searched as {", ".join(words)}'
            for typed, words in matches.corrections.items()
        ]
        if not matches.total:
            mended += met_by_none(self._engine, query)
        notes = (*parsed.notes, *mended)
        if matches.total >= FEW:
            return self._ranking(query, matches, notes)
        return self._ranking(
            query, matches, notes, cache(lambda: suggest(self._engine, text, query, matches.total, day))
        )

    def explain(
        self,
        text: str,
        *,
        limit: int = 10,
        offset: int = 0,
        join: Join = "best",
        today: date | None = None,
    ) -> ExplainedRanking:
        """The same ranking as `search` gives by relevance, with what it was searched as and why it is in this order."""
        ranking = self.search(text, limit=limit, offset=offset, join=join, today=today)
        posts = [hit.post for hit in ranking]
        return ExplainedRanking(ranking, self._engine.explain(ranking.query, posts, load=self._load))

    def similar(self, post: Post, *, limit: int = 10) -> Ranking:
        """The posts that share most with this one, itself left out; their snippets are their leads."""
        return self._ranking(Everything(), self._engine.similar(post, limit=limit))

    def _ranking(
        self,
        query: Query,
        matches: Matches,
        notes: Sequence[str] = (),
        suggestion: Callable[[], str | None] = lambda: None,
    ) -> Ranking:
        posts = self._found(matches.matches)
        snippets = _Snippets(lambda: Highlighter(query, self._engine.languages, matches.corrections))
        hits = tuple(
            Hit(post, match.score, partial(snippets.of, post, match.language))
            for match in matches.matches
            if (post := posts.get(match.post_id)) is not None
        )
        return Ranking(hits, matches.total, query, tuple(notes), matches.count_facet, suggestion)


class _Snippets:
    """The snippets of a ranking, each made once, when it is asked for."""

    def __init__(self, make_highlighter: Callable[[], Highlighter]) -> None:
        self._make_highlighter = make_highlighter
        self._highlighter: Highlighter | None = None
        self._known: dict[str, Snippet] = {}

    def of(self, post: Post, language: str | None) -> Snippet:
        """The snippet of a post that was analysed in a language."""
        known = self._known.get(post.id)
        if known is None:
            if self._highlighter is None:
                self._highlighter = self._make_highlighter()
            known = self._known[post.id] = self._highlighter.snippet(post.body, language)
        return known


def _joined(query: Query, join: Join) -> Query:
    """The query with its loosely joined words joined as asked."""
    if join == "best":
        return query
    match query:
        case Best(parts):
            return And(parts) if join == "all" else Or(parts)
        case And(parts):
            return And(tuple(_joined(part, join) for part in parts))
        case Or(parts):
            return Or(tuple(_joined(part, join) for part in parts))
    return query
