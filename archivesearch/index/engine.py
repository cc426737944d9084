"""What every engine can do: the protocol that search builds on, and the values it answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from archivesearch.errors import QueryError
from archivesearch.model import Post, Query

Sort = Literal["relevance", "newest", "oldest"]

ENGINES = ("whoosh", "tantivy")  # the default first
FACETS = ("year", "month", "author", "tag", "category", "blog", "platform", "lang")


class Match(NamedTuple):
    """A post found, by id, with the score it was ranked by (0.0 where the order is not by relevance)."""

    post_id: str
    permalink: str  # as the index knows it; the id for a post without one
    score: float
    language: str | None  # that it was analysed in


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of matches in order, and what is known of all of them."""

    matches: tuple[Match, ...]
    total: int
    corrections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # unknown word: words for it
    count_facet: Callable[[str], Mapping[str, int]] = field(repr=False, compare=False, default=lambda _: {})


@dataclass(frozen=True, slots=True)
class Explanation:
    """A part of a score: what it is for and what it adds. The values of its parts, if it has any, add up to its own."""

    label: str
    value: float
    parts: tuple[Explanation, ...] = ()
    factors: Mapping[str, float] = field(default_factory=dict)  # it was worked out from; docs/ranking.md
    note: str = ""  # in which forms a post has the word


@dataclass(frozen=True, slots=True)
class TermExplanation:
    """What a typed word is searched as."""

    typed: str
    keys: Mapping[str, str]  # language: what all forms of the word share in it
    # form: what it counts beside the typed one, and how many posts have it
    forms: Mapping[str, tuple[float, int]]


@dataclass(frozen=True, slots=True)
class QueryExplanation:
    """What a query is searched as, and why some posts have their scores."""

    terms: tuple[TermExplanation, ...]
    left_out: tuple[str, ...]  # words too common to say anything beside the others
    feedback: tuple[str, ...]  # words that the best posts for a passage share, searched along
    scores: tuple[Explanation, ...]  # of the posts asked about, in their order


def facet_counts(name: str, count: Callable[[], Mapping[str, int]]) -> Mapping[str, int]:
    """What `count` gives for a facet, in the order it is told: by time, or the commonest first.

    Raises QueryError, before counting, for a facet that there is not.
    """
    if name not in FACETS:
        raise QueryError(f"no facet {name!r}; there are {', '.join(FACETS)}")
    if name in ("year", "month"):
        return dict(sorted(count().items()))
    return dict(sorted(count().items(), key=lambda entry: (-entry[1], entry[0])))


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

    def explain(
        self, query: Query, posts: Sequence[Post], *, load: LoadPosts | None = None
    ) -> QueryExplanation:
        """What a query is searched as, and what its score in each of these posts is made of."""

    def spellings(self, word: str, *, limit: int = 3) -> Sequence[str]:
        """The archive's own words that one may be a misspelling of, best first; none when nothing is near.

        That are words near to one it does not have, or near to one it has and much commoner.
        """

    def close(self) -> None:
        """Let go of the files."""
