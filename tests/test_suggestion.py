"""Where nothing or little is found, a query that finds more is offered, as close to the one typed as can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archivesearch
from archivesearch.archive import Archive
from archivesearch.model import (
    And,
    Best,
    DateRange,
    Everything,
    Fuzzy,
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
from archivesearch.search.suggestion import written

BODIES = (
    "The lighthouse lamp was lit by the keeper",
    "A lamp in the storm, and the ferry late",
    "We received a parcel of oranges",
    "Running along the shore we saw a heron",
    *(f"They received letter {number}" for number in range(30)),
    "A recieved parcel",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    made = archivesearch.open(tmp_path_factory.mktemp("archive") / "index", create=True)
    stamp = Timestamp.parse("2009-09-05")
    made.add_posts(
        Post(f"p{number}", body=body, published=stamp, language="en", authors=("Ada Quist",))
        for number, body in enumerate(BODIES)
    )
    made.commit()
    return made


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("lihgthouse AND lamp AND keeper AND zeppelin", "lighthouse AND lamp AND keeper"),
        ("lihgthousexx AND lamp", "lamp"),
        ("lihgthousexx AND zeppelinyy AND (lamp OR gullzz)", "lamp"),
        ('"lihgthouse lamp"', '"lighthouse lamp"'),
        ('"lamp lighthouse"', "lamp AND lighthouse"),
        ("lamp date:1999", "lamp"),
        ("date:1d.. lamp", "lamp"),
        ("lamp date:1999 -storm", "lamp -storm"),
        ("title:lamp", "lamp"),
        ("lamp platform:ghost", "lamp"),
        ("lamp AND oranges", "lamp OR oranges"),
        ("author:ada AND zeppelin", "author:ada"),
        ("zeppelin", None),
        ("zeppelin date:2009", None),
        ("-lamp -the -a -we -they", None),
    ],
)
def test_zero_hits_offer_the_nearest_query_that_finds_something(
    archive: Archive, typed: str, offered: str | None
) -> None:
    ranking = archive.search(typed)
    assert ranking.total == 0
    assert ranking.suggestion == offered
    if offered:
        assert archive.search(offered).total > 0


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("lamp lang:german", "no post has lang:german; there are en"),
        ("lamp author:bob", "no post has author:bob"),
        ("lamp date:1999", "no post is known to be of date:1999-01-01..1999-12-31"),
        ('lamp tag:"north sea"', 'no post has tag:"north sea"'),
    ],
)
def test_a_demand_that_no_post_meets_is_told(archive: Archive, typed: str, told: str) -> None:
    assert told in archive.search(typed).notes


def test_all_words_asked_for_in_vain_are_offered_as_some(archive: Archive) -> None:
    assert archive.search("lamp oranges", join="all").suggestion == "lamp oranges"


def test_a_spelling_that_few_posts_share_offers_the_common_one(archive: Archive) -> None:
    ranking = archive.search("recieved")
    assert ranking.total == 1
    assert ranking.suggestion == "received"


def test_a_query_with_enough_hits_offers_nothing(archive: Archive) -> None:
    assert archive.search("received").suggestion is None
    assert archive.search("lamp").suggestion is None


def test_spellings_are_the_archives_own_words_and_no_stems(archive: Archive) -> None:
    assert archive.search('"runnign along"').suggestion == '"running along"'


_words = st.sampled_from(["lamp", "C#", "node.js", "灯台", "don't"])
_fields = st.sampled_from([None, "title", "author", "tag"])
_days = st.none() | st.dates()
_leaves: st.SearchStrategy[Query] = st.one_of(
    st.builds(Word, _words, _fields),
    st.builds(Phrase, st.just("north sea"), st.integers(0, 9), _fields),
    st.builds(Prefix, st.just("lam"), _fields),
    st.builds(Fuzzy, st.just("lapm"), st.integers(1, 2), _fields),
    st.builds(DateRange, st.sampled_from(["date", "captured"]), st.dates(), _days),
    st.just(Everything()),
)


def _joined(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    some = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(Or, some), st.builds(And, some), st.builds(Not, parts))


@given(st.recursive(_leaves, _joined, max_leaves=6))
def test_a_written_query_finds_what_its_tree_says(query: Query) -> None:
    again = parse(written(query))
    assert not again.notes
    assert _meaning(again.query) == _meaning(query)


def _meaning(query: Query) -> object:
    """The tree without the brackets that change nothing, and with every way to join words made plain."""
    match query:
        case DateRange(name, first, last) if first and last and first > last:
            return DateRange(name, last, first)
        case Not(part):
            inner = _meaning(part)
            return inner[1] if isinstance(inner, tuple) and inner[0] == "not" else ("not", inner)
        case Or(parts) | And(parts) | Best(parts):
            kind = type(query).__name__
            inside: list[object] = []
            for part in parts:
                found = _meaning(part)
                same = isinstance(found, tuple) and found[0] == kind
                inside += found[1:] if same else [found]  # type: ignore[index]
            if kind == "And":
                inside = [part for part in inside if part != Everything()] or [Everything()]
            return inside[0] if len(inside) == 1 else (kind, *sorted(inside, key=repr))
    return query
