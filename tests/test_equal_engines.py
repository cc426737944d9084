"""The ways of searching an index give the same posts and scores: sets, arrays, and Whoosh with files of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import columns, fields, index, query, scoring
from whoosh.analysis import RegexTokenizer

from archivesearch.index.dense import Dense
from archivesearch.index.indexer import open_engine, rebuild, update
from archivesearch.index.scoring import DEFAULT, idf
from archivesearch.index.sparse import Sparse
from archivesearch.index.whoosh_engine import WhooshEngine
from archivesearch.model import (
    And,
    Everything,
    Not,
    Or,
    Phrase,
    Post,
    Prefix,
    Query,
    Timestamp,
    Word,
)
from archivesearch.search.query import parse

WORDS = ["lamp", "lamps", "gull", "gulls", "sea", "pier", "log", "storm", "keeper", "ferry"]
TEXTS = [
    "lamp gull",
    "lamp OR gull OR sea",
    "lamps AND storm",
    "keeper -ferry",
    '"sea pier"',
    '"gull log"~3',
    "gu*",
    "stomr~",
    "date:2009-04..2010-02 sea",
    "title:storm OR ferry",
    "author:kate lamp",
    "(lamp OR sea) AND NOT (pier OR log)",
    "*",
    "lamp gull sea pier log storm keeper ferry",
    "nothere lamp",
]


def random_posts(chance: random.Random, count: int) -> list[Post]:
    return [
        Post(
            f"p{number:03}",
            permalink=f"https://example.org/{chance.randrange(10**6)}",
            title=" ".join(chance.choices(WORDS, k=chance.randint(1, 3))) if chance.random() < 0.5 else None,
            body=" ".join(chance.choices(WORDS, k=chance.randint(0, 40))),
            authors=("Kate",) if chance.random() < 0.3 else (),
            published=Timestamp.parse(
                f"20{chance.randint(8, 11):02}-{chance.randint(1, 12):02}"[: chance.choice([4, 7])]
            )
            if chance.random() < 0.8
            else None,
            language="en",
        )
        for number in range(count)
    ]


def write(folder: Path, chance: random.Random, posts: Sequence[Post]) -> dict[str, Post]:
    """The posts in several segments, some replaced and some removed; what is left."""
    left: dict[str, Post] = {}
    for start in range(0, len(posts), 30):
        batch = posts[start : start + 30]
        gone = {name for name in left if chance.random() < 0.1}
        update(folder, batch, gone)
        left = {name: post for name, post in left.items() if name not in gone} | {
            post.id: post for post in batch
        }
    return left


@pytest.fixture(scope="module", params=range(3))
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WhooshEngine]:
    chance = random.Random(request.param)
    folder = tmp_path_factory.mktemp("index")
    write(folder, chance, random_posts(chance, 120))
    engine = open_engine(folder)
    assert isinstance(engine, WhooshEngine)
    yield engine
    engine.close()


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_sets_and_arrays_give_the_same(archive: WhooshEngine, text: str, sort: Any) -> None:
    answers = [
        archive.with_arithmetic(arithmetic).search(parse(text).query, limit=limit, sort=sort)
        for limit in (7, 500)
        for arithmetic in (Sparse(), Dense())
    ]
    for sparse, dense in (answers[:2], answers[2:]):
        assert dense.matches == sparse.matches
        assert dense.total == sparse.total
        assert dense.corrections == sparse.corrections
        for name in ("year", "month", "author"):
            assert dense.count_facet(name) == sparse.count_facet(name)


WORD = st.builds(Word, st.sampled_from(WORDS))
LEAF = st.one_of(
    WORD,
    st.builds(Prefix, st.sampled_from(["g", "la", "st", "x"])),
    st.builds(Phrase, st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(" ".join)),
)


def trees(leaf: st.SearchStrategy[Query], negative: bool) -> st.SearchStrategy[Query]:
    """Queries of every shape; with negative parts if wanted."""

    def larger(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
        parts = st.one_of(inner, inner.map(Not)) if negative else inner
        return st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(tuple).map(Or),
            st.lists(parts, min_size=1, max_size=3).map(tuple).map(And),
        )

    return st.recursive(leaf, larger, max_leaves=6)


@given(trees(st.one_of(LEAF, st.just(Everything())), negative=True))
def test_sets_and_arrays_give_the_same_for_any_query(archive: WhooshEngine, tree: Query) -> None:
    sparse, dense = (
        archive.with_arithmetic(arithmetic).search(tree, limit=200) for arithmetic in (Sparse(), Dense())
    )
    assert dense.matches == sparse.matches


def test_an_index_is_the_same_however_much_memory_its_making_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(9)
    posts = random_posts(chance, 150)
    posts[70] = replace(
        posts[70], body="storm " * 300 + "gull " * 70_000 + "pier"
    )  # counts and positions too large
    rebuild(tmp_path / "whole", posts)
    monkeypatch.setattr("archivesearch.index.term_pool._MOST_HELD", 300)
    monkeypatch.setattr("archivesearch.index.term_pool._MOST_STRETCHES", 5)
    rebuild(tmp_path / "pieces", posts)
    whole, pieces = (
        {
            path.name.partition(".")[2]: path.read_bytes()
            for path in (tmp_path / name).glob("whoosh-*/*")
            if path.suffix != ".toc"
        }
        for name in ("whole", "pieces")
    )
    assert set(whole) >= {"trm", "pst", "lex", "length.col"}
    assert pieces == whole


# ---- Whoosh as it comes: its own codec, matchers and searcher, told our formula -----------------------------------


class OurBM25(scoring.WeightingModel):
    """BM25 as scoring.py defines it, for Whoosh's own searcher."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> scoring.BaseScorer:
        return _Scorer(searcher, fieldname, text)


class _Scorer(scoring.BaseScorer):
    def __init__(self, searcher: Any, fieldname: str, text: bytes) -> None:
        parent = searcher.get_parent()
        reader = parent.reader()
        # Deleted posts count among those that hold a word, as they do with us, but not in the archive's size.
        self._idf = idf(reader.doc_count(), reader.doc_frequency(fieldname, text))
        lengths = [length for leaf, _ in reader.leaf_readers() for length in leaf.column_reader("words")]
        self._mean = sum(lengths) / len(lengths)
        self._lengths = searcher.reader().column_reader("words")

    def supports_block_quality(self) -> bool:
        return False

    def score(self, matcher: Any) -> float:
        k = DEFAULT.k1 * (1 - DEFAULT.b + DEFAULT.b * self._lengths[matcher.id()] / self._mean)
        weight: float = matcher.weight()
        return self._idf * weight / (weight + k)


def stock_query(tree: Query) -> query.Query:
    """The same query for Whoosh."""
    match tree:
        case Word(text, _):
            return query.Term("body", text)
        case Prefix(text, _):
            return query.Prefix("body", text)
        case Phrase(text, _, _):
            return query.Phrase("body", text.split())
        case Or(parts):
            return query.Or([stock_query(part) for part in parts])
        case And(parts):
            return query.And([stock_query(part) for part in parts])
    raise AssertionError(tree)


@pytest.fixture(scope="module", params=range(3))
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[WhooshEngine, Any]]:
    """An archive, and the same in an index that Whoosh wrote its own way: several segments, posts deleted."""
    chance = random.Random(100 + request.param)
    posts = [
        Post(
            f"p{number:03}", body=" ".join(chance.choices(WORDS, k=chance.randint(1, 30))), language="ko"
        )  # no stemmer
        for number in range(120)
    ]
    ours, theirs = tmp_path_factory.mktemp("ours"), tmp_path_factory.mktemp("theirs")
    schema = fields.Schema(
        name=fields.ID(stored=True, unique=True),
        body=fields.TEXT(analyzer=RegexTokenizer(), phrase=True),
        words=fields.COLUMN(columns.NumericColumn("I")),
    )
    stock = index.create_in(str(theirs), schema)
    for start in range(0, 120, 40):
        batch = posts[start : start + 40]
        gone = [post.id for post in posts[:start] if chance.random() < 0.1]
        update(ours, batch, gone)
        with stock.writer() as writer:
            for name in gone:
                writer.delete_by_term("name", name)
            for post in batch:
                writer.add_document(
                    name=post.id, body=post.body, _stored_name=post.id, words=len(post.body.split())
                )
            writer.merge = False
    engine = open_engine(ours)
    assert isinstance(engine, WhooshEngine)
    with stock.searcher(weighting=OurBM25()) as searcher:
        yield engine, searcher
    engine.close()


def is_of_words(tree: Query) -> bool:
    match tree:
        case Phrase() | Prefix():
            return False
        case Or(parts) | And(parts):
            return all(map(is_of_words, parts))
    return True


@given(trees(LEAF, negative=False))
def test_whoosh_itself_gives_the_same(pair: tuple[WhooshEngine, Any], tree: Query) -> None:
    engine, searcher = pair
    expected = stock_hits(searcher, tree)
    for arithmetic in (Sparse(), Dense()):
        matches = engine.with_arithmetic(arithmetic).search(tree, limit=500).matches
        found = {match.post_id: match.score for match in matches}
        assert found.keys() == expected.keys()
        if is_of_words(tree):  # Whoosh scores a phrase or a prefix as its words, we as one
            assert found == pytest.approx(expected)


@given(trees(LEAF, negative=False), trees(LEAF, negative=False))
def test_what_is_excluded_is_what_whoosh_finds(
    pair: tuple[WhooshEngine, Any], wanted: Query, unwanted: Query
) -> None:
    # Whoosh's own AND NOT lets some posts through that have both, so two queries stand for it.
    engine, searcher = pair
    expected = stock_hits(searcher, wanted).keys() - stock_hits(searcher, unwanted).keys()
    for arithmetic in (Sparse(), Dense()):
        matches = engine.with_arithmetic(arithmetic).search(And((wanted, Not(unwanted))), limit=500).matches
        assert {match.post_id for match in matches} == expected


def stock_hits(searcher: Any, tree: Query) -> Mapping[str, float]:
    return {hit["name"]: hit.score for hit in searcher.search(stock_query(tree), limit=None)}
