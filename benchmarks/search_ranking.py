"""Prints what each constant of archivesearch/index/scoring.py is worth, on a ranking kit of judged queries.

    python benchmarks/search_ranking.py KIT [--only k1,title]

KIT is a folder with a score.py that offers `evaluate(make, only)`, as the one kept beside a checkout does; its
texts are other people's and are not part of this project. Each index is made once and asked with each variant.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from archivesearch.index.indexer import open_engine, rebuild
from archivesearch.index.scoring import DEFAULT, Constants
from archivesearch.index.whoosh_engine import WhooshEngine
from archivesearch.model import Post
from archivesearch.search.query import parse

VARIANTS: Mapping[str, Sequence[Any]] = {
    "k1": (0.9, 1.6, 2.0),
    "b": (0.4, 0.6, 0.9),
    "other_form": (0.6, 1.0),
    "compound": (0.0, 1.0),
    "all_words": (0.0, 0.3, 1.0),
    "title": (0.0, 0.7, 1.5),
    "passage_words": (6, 12),
}
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

    def __init__(self, folder: Path, constants: Constants) -> None:
        self.folder = folder
        self.constants = constants
        self.number = 0

    def make(self, posts: Sequence[Mapping[str, Any]], _: str) -> Search:
        self.number += 1
        folder = self.folder / str(self.number)
        if not folder.exists():
            rebuild(folder, map(as_post, posts))
        opened = open_engine(folder)
        assert isinstance(opened, WhooshEngine)
        engine = opened.with_constants(self.constants)

        def search(text: str, limit: int) -> list[tuple[str, float]]:
            found = engine.search(parse(text).query, limit=limit)
            return [(match.post_id, match.score) for match in found.matches]

        return search


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kit", type=Path)
    parser.add_argument("--only", default=",".join(VARIANTS), help="names of constants, with commas between")
    options = parser.parse_args()
    sys.path.insert(0, str(options.kit))
    kit = importlib.import_module("score")
    variants = [("as it is", DEFAULT)]
    for name in options.only.split(","):
        variants += [(f"{name} {value:g}", replace(DEFAULT, **{name: value})) for value in VARIANTS[name]]
    print(f"{'':20}" + "".join(f"{row.split('/')[1] + ' ' + metric:>24}" for row, metric in COLUMNS))
    with tempfile.TemporaryDirectory() as folder:
        for label, constants in variants:
            rows, _, _ = kit.evaluate(Indexes(Path(folder), constants).make)
            print(
                f"{label:20}" + "".join(f"{rows[row][metric]:24.4f}" for row, metric in COLUMNS), flush=True
            )


if __name__ == "__main__":
    main()
