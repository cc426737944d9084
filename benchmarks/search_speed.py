"""Speed of indexing and searching beside SQLite FTS5, on text made up here: CPU milliseconds, median and worst.

    python benchmarks/search_speed.py [--posts 10000] [--rounds 3]

Both engines answer with the ids of the ten best posts; `page` adds their snippets. Words follow Zipf's law, so
that there are common and rare ones as in life; no real text is needed.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from archivesearch.index.indexer import open_engine, rebuild
from archivesearch.model import Post, Timestamp
from archivesearch.search.searcher import Searcher

SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "on")]
WORDS_IN_ALL = 30_000
KINDS = ("rare", "common", "or", "and", "phrase", "prefix", "date", "newest", "page")


def vocabulary(chance: random.Random) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < WORDS_IN_ALL:
        words["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4)))] = None
    return list(words)


def make_posts(count: int, words: Sequence[str], chance: random.Random) -> Iterator[Post]:
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    for number in range(count):
        body = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(80, 700)))
        title = " ".join(chance.choices(words, cum_weights=weights, k=5))
        day = f"{2003 + number % 12}-{1 + number % 12:02}-{1 + number % 28:02}"
        stamp = Timestamp.parse(day)
        yield Post(
            f"p{number:06}",
            f"https://example.org/{number}",
            title=title,
            body=body,
            published=stamp,
            language="en",
        )


def queries(words: Sequence[str], chance: random.Random) -> dict[str, list[list[str]]]:
    common, middle, rare = words[20:120], words[300:1500], words[8000:16000]
    pick = chance.choice
    return {
        "rare": [[pick(rare)] for _ in range(20)],
        "common": [[pick(common)] for _ in range(20)],
        "or": [[pick(common), pick(middle), pick(middle)] for _ in range(20)],
        "and": [[pick(common), pick(common)] for _ in range(20)],
        "phrase": [[pick(common), pick(common)] for _ in range(20)],
        "prefix": [[pick(middle)[:4]] for _ in range(20)],
        "date": [[pick(common)] for _ in range(20)],
        "newest": [[pick(common)] for _ in range(20)],
        "page": [[pick(common), pick(middle), pick(middle)] for _ in range(20)],
    }


def ours(folder: Path, posts: Sequence[Post]) -> Callable[[str, list[str]], int]:
    known = {post.id: post for post in posts}
    rebuild(folder, posts)
    searcher = Searcher(open_engine(folder), lambda ids: {name: known[name] for name in ids})

    def run(kind: str, words: list[str]) -> int:
        text = {
            "and": " AND ".join(words),
            "phrase": f'"{" ".join(words)}"',
            "prefix": f"{words[0]}*",
            "date": f"{words[0]} date:2005-03..2007-08",
        }.get(kind, " OR ".join(words))
        hits = searcher.search(text, sort="newest" if kind == "newest" else "relevance").hits
        return len([hit.snippet.text() for hit in hits] if kind == "page" else hits)

    return run


def fts5(folder: Path, posts: Sequence[Post]) -> Callable[[str, list[str]], int]:
    folder.mkdir()
    store = sqlite3.connect(folder / "db")
    store.execute("create table posts(id integer primary key, name, day, title, body)")
    store.execute(
        "create virtual table found using fts5(title, body, content='posts', content_rowid='id',"
        " tokenize='porter unicode61', prefix='3 4')"
    )
    for number, post in enumerate(posts):
        store.execute(
            "insert into posts values(?,?,?,?,?)",
            (number, post.id, str(post.published), post.title, post.body),
        )
        store.execute("insert into found(rowid, title, body) values(?,?,?)", (number, post.title, post.body))
    store.execute("insert into found(found) values('optimize')")
    store.commit()
    best = "select rowid, bm25(found, 4.0, 1.0) rank from found where found match ? order by rank limit 10"
    statements = {
        "date": "select p.name from found join posts p on p.id = found.rowid where found match ?"
        " and p.day between '2005-03' and '2007-08-31' order by bm25(found, 4.0, 1.0) limit 10",
        "newest": "select p.name from found join posts p on p.id = found.rowid where found match ?"
        " order by p.day desc limit 10",
        "page": "select snippet(found, 1, '[', ']', '...', 32) from found where found match ?"
        " and rank match 'bm25(4.0, 1.0)' order by rank limit 10",
    }

    def run(kind: str, words: list[str]) -> int:
        text = {"and": " AND ".join(words), "phrase": f'"{" ".join(words)}"', "prefix": f"{words[0]}*"}
        statement = statements.get(
            kind, f"select p.name from ({best}) r join posts p on p.id = r.rowid order by r.rank"
        )
        return len(store.execute(statement, (text.get(kind, " OR ".join(words)),)).fetchall())

    return run


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    chance = random.Random(11)
    words = vocabulary(chance)
    posts = list(make_posts(options.posts, words, chance))
    asked = queries(words, chance)
    engines: dict[str, Callable[[str, list[str]], int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, make in (("archivesearch", ours), ("SQLite FTS5", fts5)):
            start = time.process_time()
            engines[name] = make(Path(folder) / make.__name__, posts)
            print(f"{name}: {options.posts / (time.process_time() - start):.0f} posts indexed per CPU second")
        print(f"{'':8}" + "".join(f"{name + ' median / worst ms':>34}" for name in engines))
        for kind in KINDS:
            cells = []
            for run in engines.values():
                times = []
                for _ in range(options.rounds):
                    for each in asked[kind]:
                        start = time.process_time()
                        run(kind, each)
                        times.append((time.process_time() - start) * 1000)
                cells.append(f"{statistics.median(times):.2f} / {max(times):.2f}")
            print(f"{kind:8}" + "".join(f"{cell:>34}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
