"""What every engine can do: the protocol that search builds on, and the values it answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from archivesearch.model import Post, Query

Sort = Literal["relevance", "newest", "oldest"]

FACETS = ("year", "month", "author", "tag", "category", "blog", "platform", "lang")


@dataclass(frozen=True, slots=True)
class Match:
    """A post found, by id, with the score it was ranked by (0.0 where the order is not by relevance)."""

    post_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of matches in order, and what is known of all of them."""

    matches: tuple[Match, ...]
    total: int
    corrections: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # unknown word: words used for it
    count_facet: Callable[[str], Mapping[str, int]] = field(repr=False, compare=False, default=lambda _: {})


LoadPosts = Callable[[Sequence[str]], Mapping[str, Post]]  # posts by id; one that is gone may be missing


class Engine(Protocol):
    """An index opened for reading; it shows the last commit before that, whatever is written since."""

    @property
    def name(self) -> str:
        """The engine's name, such as "whoosh"."""

    @property
    def post_count(self) -> int:
        """How many posts the index holds."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages whose stemmer the posts were analysed with, commonest first."""

    def search(
        self,
        query: Query,
        *,
        limit: int,
        offset: int = 0,
        sort: Sort = "relevance",
        load: LoadPosts | None = None,
    ) -> Matches:
        """The posts that meet the query; ties are broken by permalink.

        With `load` a passage is ranked by what its best posts say too (feedback).
        """

    def similar(self, post: Post, *, limit: int) -> Matches:
        """The posts that share most with this one, itself left out."""

    def spellings(self, word: str, *, limit: int = 3) -> Sequence[str]:
        """The archive's own words nearest to one it does not have, best first; none when nothing is near."""

    def close(self) -> None:
        """Let go of the files."""
