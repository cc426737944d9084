"""An engine whose index may be damaged: what that makes it raise is told as damage, with the remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from archivesearch.errors import ArchiveSearchError, IndexFormatError
from archivesearch.index.engine import Engine, LoadPosts, Matches, QueryExplanation, Sort
from archivesearch.model import Post, Query

T = TypeVar("T")


class GuardedEngine:
    """An engine that asks `find_damage` when it fails: a file that is not as written is the reason, else a fault of ours."""

    def __init__(self, engine: Engine, find_damage: Callable[[], str | None]) -> None:
        self._engine = engine
        self._find_damage = find_damage

    @property
    def name(self) -> str:
        """The engine's name."""
        return self._engine.name

    @property
    def post_count(self) -> int:
        """How many posts the index holds."""
        return self._engine.post_count

    @property
    def languages(self) -> Sequence[str]:
        """The languages posts were analysed in, commonest first."""
        return self._guarded(lambda: self._engine.languages)

    def search(
        self,
        query: Query,
        *,
        limit: int,
        offset: int = 0,
        sort: Sort = "relevance",
        load: LoadPosts | None = None,
    ) -> Matches:
        """See engine.Engine."""
        matches = self._guarded(
            lambda: self._engine.search(query, limit=limit, offset=offset, sort=sort, load=load)
        )
        return self._with_guarded_facets(matches)

    def similar(self, post: Post, *, limit: int) -> Matches:
        """See engine.Engine."""
        return self._with_guarded_facets(self._guarded(lambda: self._engine.similar(post, limit=limit)))

    def explain(
        self, query: Query, posts: Sequence[Post], *, load: LoadPosts | None = None
    ) -> QueryExplanation:
        """See engine.Engine."""
        return self._guarded(lambda: self._engine.explain(query, posts, load=load))

    def spellings(self, word: str, *, limit: int = 3) -> Sequence[str]:
        """See engine.Engine."""
        return self._guarded(lambda: self._engine.spellings(word, limit=limit))

    def close(self) -> None:
        """Let go of the files."""
        self._engine.close()

    def _with_guarded_facets(self, matches: Matches) -> Matches:
        def count_facet(name: str) -> Mapping[str, int]:
            return self._guarded(lambda: matches.count_facet(name))

        return Matches(matches.matches, matches.total, matches.corrections, count_facet)

    def _guarded(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except (ArchiveSearchError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a fault in a library of Rust comes as no Exception
            damage = self._find_damage()
            if damage is None:
                raise
            raise IndexFormatError(damage) from error
