"""Speed of indexing and searching beside other engines, on text made up here.

    python benchmarks/search_speed.py [--posts 10000] [--rounds 3]

Each engine builds its index in a process of its own. Then all answer the same queries in turn, in one process, each
with the permalinks of the ten best posts; `page` with their titles and snippets too. A cold start is a new process
that opens the index and shows one such page. Words follow Zipf's law, so that there are common and rare ones as in
life; no real text is needed. Time is CPU time, the median of all queries of a kind.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from search_engines import ENGINES, Engine, engine_named

if TYPE_CHECKING:
    from archivesearch.model import Post

SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "on")]
WORDS_IN_ALL = 30_000
KINDS = ("rare", "common", "or", "and", "phrase", "prefix", "fuzzy", "date", "newest", "page")
QUERIES = 20  # of each kind
COLD_STARTS = 9
COLD_START = str(Path(__file__).with_name("cold_start.py"))
MODULES = {"tantivy": "tantivy", "Whoosh-Reloaded": "whoosh"}  # what a package is imported as


def vocabulary(chance: random.Random) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < WORDS_IN_ALL:
        words["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4)))] = None
    return list(words)


def make_posts(count: int) -> Iterator[Post]:
    from archivesearch.model import (  # here, so that the cold start of a peer does not pay for it
        Post,
        Timestamp,
    )

    chance = random.Random(11)
    words = vocabulary(chance)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    for number in range(count):
        body = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(80, 700)))
        title = " ".join(chance.choices(words, cum_weights=weights, k=5))
        day = f"{2003 + number % 12}-{1 + number % 12:02}-{1 + number % 28:02}"
        yield Post(
            f"p{number:06}",
            f"https://example.org/{number}",
            title=title,
            body=body,
            published=Timestamp.parse(day),
            language="en",
        )


def make_queries() -> dict[str, list[list[str]]]:
    words, chance = vocabulary(random.Random(11)), random.Random(12)
    common, middle, rare = words[20:120], words[300:1500], words[8000:16000]
    pick = chance.choice

    def of_kind(kind: str) -> list[str]:
        match kind:
            case "rare":
                return [pick(rare)]
            case "or" | "page":
                return [pick(common), pick(middle), pick(middle)]
            case "and" | "phrase":
                return [pick(common), pick(common)]
            case "prefix":
                return [pick(middle)[:4]]
            case "fuzzy":
                word = pick([word for word in middle if len(word) > 5])
                return [word[:2] + word[3:]]
            case _:
                return [pick(common)]

    return {kind: [of_kind(kind) for _ in range(QUERIES)] for kind in KINDS}


def in_new_process(*command: str) -> str:
    """What a script prints."""
    # As installed, where modules are compiled once: a cold start is not to pay for that each time.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, *command], check=True, capture_output=True, text=True, env=environment
    )
    return done.stdout


def build(engine: Engine, folder: Path, posts: int) -> None:
    """Builds an index, and prints the CPU seconds and the peak of memory."""
    made = list(make_posts(posts))
    begin = time.process_time()
    engine.build(folder, made)
    spent = time.process_time() - begin
    print(json.dumps({"cpu": spent, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def warm_times(engines: Sequence[Engine], rounds: int) -> dict[str, dict[str, float | None]]:
    """The median CPU milliseconds of each kind for each engine; None where it has no such search."""
    asked = make_queries()
    times: dict[str, dict[str, list[float]]] = {kind: {} for kind in KINDS}
    for turn in range(rounds + 1):
        for kind in KINDS:
            for engine in engines:
                for words in asked[kind]:
                    begin = time.process_time()
                    try:
                        engine.run(kind, words)
                    except NotImplementedError:
                        break
                    if turn:  # the first round warms up
                        spent = (time.process_time() - begin) * 1000
                        times[kind].setdefault(engine.name, []).append(spent)
    return {
        kind: {
            engine.name: statistics.median(found[engine.name]) if engine.name in found else None
            for engine in engines
        }
        for kind, found in times.items()
    }


def main() -> None:
    from results import RESULTS, write_section

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--build", nargs=2, metavar=("ENGINE", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        build(engine_named(options.build[0]), Path(options.build[1]), options.posts)
        return
    present = [
        kind
        for kind in ENGINES
        if all(find_spec(MODULES.get(package, "archivesearch")) for package in kind.packages)
    ]
    rows: dict[str, list[str]] = {name: [] for name in ("posts indexed per CPU-second", "peak MB of that")}
    with tempfile.TemporaryDirectory() as name:
        folders = {kind: Path(name, kind.__name__) for kind in present}
        for kind, folder in folders.items():
            command = (__file__, "--posts", str(options.posts), "--build", kind.__name__, str(folder))
            built = json.loads(in_new_process(*command))
            rows["posts indexed per CPU-second"].append(f"{options.posts / built['cpu']:,.0f}")
            rows["peak MB of that"].append(f"{built['peak_mb']:,.0f}")
        engines = [kind() for kind in present]
        for engine, folder in zip(engines, folders.values(), strict=True):
            engine.open(folder)
        for query_kind, found in warm_times(engines, options.rounds).items():
            rows[f"{query_kind}, ms"] = ["-" if spent is None else f"{spent:.2f}" for spent in found.values()]
        colds: dict[type[Engine], list[float]] = {kind: [] for kind in present}
        asked = make_queries()["page"][0]
        for _ in range(COLD_STARTS):
            for kind, folder in folders.items():
                seconds = in_new_process(COLD_START, kind.__name__, str(folder), *asked)
                colds[kind].append(float(seconds) * 1000)
        rows["cold start, ms"] = [f"{statistics.median(spent):.0f}" for spent in colds.values()]
    lines = [
        f"CPU time; {options.posts:,} posts of 390 words on average; ten best posts; median of {QUERIES} queries.",
        "",
        f"| | {' | '.join(kind.name for kind in present)} |",
        f"|---|{'---|' * len(present)}",
        *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()),
    ]
    print("\n".join(lines))
    packages = tuple(dict.fromkeys(package for kind in present for package in kind.packages))
    write_section(f"Search, {options.posts:,} posts", lines, packages)
    print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()
