"""Prints what each part of ranking is worth, on a ranking kit of judged queries: docs/ranking.md has the table.

    python benchmarks/search_ranking.py KIT [--only parts,k1,title]

KIT is a folder with a score.py that offers `evaluate(make, only)`, as the one kept beside a checkout does; its
texts are other people's and are not part of this project. Each index is made once and asked with each variant.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

from archivesearch.index.contents import POOL_WEIGHTS
from archivesearch.index.indexer import open_engine, rebuild
from archivesearch.index.scoring import DEFAULT, Constants
from archivesearch.index.whoosh_engine import WhooshEngine
from archivesearch.model import Best, Or, Phrase, Post, Query, Word
from archivesearch.search.query import parse

CONSTANTS: Mapping[str, Sequence[Any]] = {
    "k1": (0.9, 1.6, 2.0),
    "b": (0.4, 0.6, 0.9),
    "other_form": (0.6, 1.0),
    "compound": (0.0, 1.0),
    "all_words": (0.0, 0.3, 1.0),
    "title": (0.0, 0.7, 1.5),
    "passage_words": (6, 12),
    "feedback": (0.2, 0.8),
}


@dataclass(frozen=True)
class Variant:
    """Ranking with one part of it changed."""

    label: str
    constants: Constants = DEFAULT
    pool_weights: Mapping[str, int] = field(default_factory=lambda: POOL_WEIGHTS)
    patches: Mapping[str, Any] = field(default_factory=dict)
    pair_slop: int = 0  # of the phrases that each two neighbouring words of a query make
    pair_weight: float = 0.0  # of the score of those phrases, added to that of the query
    has_feedback: bool = True

    @contextmanager
    def made(self) -> Iterator[None]:
        with ExitStack() as stack:
            for name, value in self.patches.items():
                stack.enter_context(patch(name, value))
            yield


def pairs(query: Query, slop: int) -> Query:
    """Each two neighbouring words of a query as a phrase."""
    words = [part.text for part in query.parts if isinstance(part, Word)] if isinstance(query, Best) else []
    return Or(tuple(Phrase(f"{one} {other}", slop) for one, other in pairwise(words)))


def never(*_: object) -> bool:
    return False


def none_near(*_: object) -> list[str]:
    return []


_TITLE_ONCE = dict(POOL_WEIGHTS) | {"title": 1}
PARTS = (
    Variant("title counted once", pool_weights=_TITLE_ONCE),
    Variant("no gain of title words", replace(DEFAULT, title=0.0)),
    Variant("neither", replace(DEFAULT, title=0.0), pool_weights=_TITLE_ONCE),
    Variant("no stop list", patches={"archivesearch.index.planner.is_stop_word": never}),
    Variant("all forms count alike", replace(DEFAULT, other_form=1.0)),
    Variant("only the form as typed", replace(DEFAULT, other_form=0.0)),
    Variant("no gain of all words", replace(DEFAULT, all_words=0.0)),
    Variant("all words always first", replace(DEFAULT, all_words=1.0)),
    Variant("no spelling mended", patches={"archivesearch.index.planner.nearest": none_near}),
    Variant("no feedback", has_feedback=False),
    Variant("neighbours as phrases too", pair_weight=0.3),
    Variant("near neighbours too", pair_slop=8, pair_weight=0.3),
)
COLUMNS = (
    ("macro/collections", "ndcg@10"),
    ("macro/collections", "map@100"),
    ("macro/known-item", "mrr@10"),
    ("macro/known-item", "mrr@10-skip"),
    ("macro/anchor", "mrr@10"),
    ("macro/recall", "mrr@10"),
    ("macro/title", "mrr@10"),
)
Search = Callable[[str, int], list[tuple[str, float]]]


def as_post(found: Mapping[str, Any]) -> Post:
    return Post(
        found["permalink"],
        permalink=found["permalink"],
        title=found.get("title") or None,
        authors=tuple(found.get("authors", ())),
        tags=tuple(found.get("tags", ())),
        body=found["body"],
    )


class Indexes:
    """Indexes of the kit's collections, made when first asked for, in the order the kit goes through them."""

    def __init__(self, folder: Path, variant: Variant) -> None:
        self.folder = folder / "-".join(f"{name}{weight}" for name, weight in variant.pool_weights.items())
        self.variant = variant
        self.number = 0

    def make(self, posts: Sequence[Mapping[str, Any]], _: str) -> Search:
        self.number += 1
        folder = self.folder / str(self.number)
        known = {post.id: post for post in map(as_post, posts)}
        if not folder.exists():
            folder.parent.mkdir(exist_ok=True)
            with patch.dict("archivesearch.index.contents.POOL_WEIGHTS", self.variant.pool_weights):
                rebuild(folder, known.values())
        opened = open_engine(folder)
        assert isinstance(opened, WhooshEngine)
        engine = opened.with_constants(self.variant.constants)

        def load(names: Sequence[str]) -> Mapping[str, Post]:
            return {name: known[name] for name in names}

        def search(text: str, limit: int) -> list[tuple[str, float]]:
            variant, query = self.variant, parse(text).query
            found = engine.search(query, limit=limit, load=load if variant.has_feedback else None)
            if not variant.pair_weight:
                return [(match.post_id, match.score) for match in found.matches]
            near = engine.search(pairs(query, variant.pair_slop), limit=len(known)).matches
            more = {match.post_id: variant.pair_weight * match.score for match in near}
            scores = {match.post_id: match.score + more.get(match.post_id, 0.0) for match in found.matches}
            return sorted(scores.items(), key=lambda entry: -entry[1])

        return search


def variants(names: Sequence[str]) -> Iterator[Variant]:
    yield Variant("as it is")
    for name in names:
        if name == "parts":
            yield from PARTS
        else:
            yield from (
                Variant(f"{name} {value:g}", replace(DEFAULT, **{name: value})) for value in CONSTANTS[name]
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kit", type=Path)
    parser.add_argument(
        "--only",
        default=",".join(["parts", *CONSTANTS]),
        help="`parts`, names of constants, with commas between",
    )
    options = parser.parse_args()
    sys.path.insert(0, str(options.kit))
    kit = importlib.import_module("score")
    print(f"{'':28}" + "".join(f"{row.split('/')[1] + ' ' + metric:>24}" for row, metric in COLUMNS))
    with tempfile.TemporaryDirectory() as folder:
        for variant in variants(options.only.split(",")):
            with variant.made():
                rows, _, _ = kit.evaluate(Indexes(Path(folder), variant).make)
            cells = "".join(f"{rows[row][metric]:24.4f}" for row, metric in COLUMNS)
            print(f"{variant.label:28}{cells}", flush=True)


if __name__ == "__main__":
    main()
