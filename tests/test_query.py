"""What a query text means; and that no text is too odd to mean something."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivesearch.model import (
    And,
    Best,
    DateRange,
    Everything,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
)
from archivesearch.search.query import parse

TODAY = date(2011, 3, 31)
A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("a", A),
        ("a b", Best((A, B))),
        ("(a) b", Best((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a OR b OR c", Or((A, B, C))),
        ("a OR b c", And((Or((A, B)), C))),
        ("(a OR b) -c", And((Or((A, B)), Not(C)))),
        ("a NOT b", And((A, Not(B)))),
        ("-a", And((Everything(), Not(A)))),
        ("a OR -b", Or((A, Not(B)))),
        ("-(a b)", And((Everything(), Not(Best((A, B)))))),
        ('"a b"', Phrase("a b")),
        ('"a b"~3 c', And((Phrase("a b", 3), C))),
        ('-"a b" c', And((Not(Phrase("a b")), C))),
        ("lamp*", Prefix("lamp")),
        ("lamp~", Fuzzy("lamp", 1)),
        ("lamp~2", Fuzzy("lamp", 2)),
        ("title:a", Word("a", "title")),
        ("title:(a b) c", And((And((Word("a", "title"), Word("b", "title"))), C))),
        ('author:"Bob (Team1)"', Phrase("Bob (Team1)", 0, "author")),
        ("tag:lamp*", Prefix("lamp", "tag")),
        ("Platform:dasblog", Word("dasblog", "platform")),
        ("*", Everything()),
        ("", Everything()),
        ("C# C++", Best((Word("C#"), Word("C++")))),
        ("f(x)", Word("f(x)")),
        ("a*b*", Word("a*b*")),
    ],
)
def test_query_language(text: str, query: Query) -> None:
    parsed = parse(text)
    assert parsed.query == query
    assert parsed.notes == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2009", date(2009, 1, 1), date(2009, 12, 31)),
        ("2009-02", date(2009, 2, 1), date(2009, 2, 28)),
        ("2009-09-05", date(2009, 9, 5), date(2009, 9, 5)),
        ("2009-08..2009-10", date(2009, 8, 1), date(2009, 10, 31)),
        ("2009-10..2009-08", date(2009, 8, 1), date(2009, 10, 31)),
        ("..2005", None, date(2005, 12, 31)),
        ("2005..", date(2005, 1, 1), None),
        ("1y..", date(2010, 3, 31), None),
        ("1m", date(2011, 2, 28), TODAY),
        ("2w..1w", date(2011, 3, 17), date(2011, 3, 24)),
        ("..3d", None, date(2011, 3, 28)),
        ("today", TODAY, TODAY),
    ],
)
def test_dates(text: str, first: date | None, last: date | None) -> None:
    assert parse(f"date:{text}", TODAY).query == DateRange("date", first, last)
    assert parse(f"captured:{text}", TODAY).query == DateRange("captured", first, last)


def test_after_and_before_part_time_between_them() -> None:
    assert parse("after:2009-05").query == DateRange("date", date(2009, 5, 1), None)
    assert parse("before:2009-05").query == DateRange("date", None, date(2009, 4, 30))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("date:soon", Word("date:soon")),
        ("date:2009-13", Word("date:2009-13")),
        ("colour:red", Word("colour:red")),
        ("a OR", Best((A, Word("or")))),
        ("AND a", Best((Word("and"), A))),
        ("a NOT", Best((A, Word("not")))),
        ("(a", A),
        ("a)", A),
        ('"a', A),
        ("((( ", Everything()),
        ("?!", Everything()),
        ("title: a", Best((Word("title:"), A))),
        ("is:lovely", Word("is:lovely")),
        ('is:"quite lovely"', Phrase("quite lovely")),
    ],
)
def test_what_is_no_syntax_is_searched_as_words_and_said(text: str, query: Query) -> None:
    parsed = parse(text, TODAY)
    assert parsed.query == query
    assert parsed.notes


def test_a_web_address_is_a_phrase_and_not_a_field() -> None:
    assert parse("http://example.org/a").query == Word("http://example.org/a")
    assert parse("http://example.org/a").notes == ()


@pytest.mark.parametrize("text", ["std::vector", "--verbose", "C:\\\\Windows", "key=value", "a::b::c", "🚀"])
def test_code_and_signs_are_words_and_no_syntax(text: str) -> None:
    assert parse(text) == parse(text.replace("--", "-- ").replace("-- ", "--"))
    assert parse(text).query == Word(text)
    assert parse(text).notes == ()


@pytest.mark.parametrize("state", ["full", "excerpt", "title", "undated", "untitled", "unsigned"])
def test_what_a_post_can_be(state: str) -> None:
    assert parse(f"is:{state}").query == Word(state, "is")
    assert parse(f"is:{state}").notes == ()


def test_quotations_in_a_pasted_passage_are_not_demanded() -> None:
    words = " ".join(f"w{number}" for number in range(12))
    query = parse(f'{words} "some thing"').query
    assert isinstance(query, Best)
    assert Phrase("some thing") in query.parts


@pytest.mark.parametrize(
    "text", ["(" * 10_000, "()" * 5_000, "(a " * 3_000 + ")" * 3_000, '"' * 10_001, "-(" * 5_000]
)
def test_ten_kilobytes_of_brackets_are_read_at_once(text: str) -> None:
    start = time.process_time()
    repr(parse(text))  # the tree can be walked without running out of stack
    assert time.process_time() - start < 1


_SYNTAX = [
    "(",
    ")",
    '"',
    "-",
    "--",
    "OR",
    "AND",
    "NOT",
    "*",
    "~",
    "~2",
    "~99999",
    ":",
    "::",
    "..",
    " ",
    "\n",
    "\0",
    "\x1b",
    "\u202e",
]
_FIELD_NAMES = ["title:", "date:", "after:", "captured:", "is:", "lang:", "nofield:", "Author:"]
_WORDS = ["lamp", "C#", "2009", "2009-13", "..2005", "灯台", "don't", "\ud800", "e\u0301", "is:full"]
_odd = st.lists(st.one_of(st.sampled_from([*_SYNTAX, *_FIELD_NAMES, *_WORDS]), st.text(max_size=5))).map(
    "".join
)


@given(_odd)
def test_any_text_has_a_meaning(text: str) -> None:
    parsed = parse(text, TODAY)
    assert parsed == parse(text, TODAY)
    for word in _words(parsed.query):
        assert any(char.isalnum() for char in word) or not word.isascii()


@given(_odd)
def test_no_typed_word_is_lost_in_silence(text: str) -> None:
    parsed = parse(text)  # without a day to count from, `1y` is a word too
    kept = f"{parsed.query!r} {' '.join(parsed.notes)}".lower()
    for word in re.findall(r"(?<!~)\b[a-z0-9灯台]{2,}", text.lower()):
        if word not in ("or", "and", "not") and f"{word}:" not in text.lower():
            assert word.lstrip("0") in kept, text


@pytest.mark.parametrize(
    "text",
    [
        "lamp AND", "OR lamp", "NOT NOT lamp", "lamp -", "- lamp", '"lamp', "(lamp", "lamp)))", '((("lamp', "lamp ~", "*lamp",
        "title: lamp", "date: lamp", "lamp date:", "lamp date:9999-99", "AND OR NOT lamp", "lamp :", "()lamp()", '"" lamp',
        "lamp \0", "\ud800 lamp", "lamp\x1b[31m", "after:whenever lamp", "lamp is:", 'lamp ""~3', "-(lamp", '-"lamp', "lamp OR OR", "~lamp",
    ],
)  # fmt: skip
def test_half_typed_syntax_still_searches_the_word_and_is_told_where_it_matters(text: str) -> None:
    parsed = parse(text, TODAY)
    assert "lamp" in "".join(_words(parsed.query))


def _words(query: Query) -> list[str]:
    match query:
        case Best(parts) | And(parts) | Or(parts):
            return [word for part in parts for word in _words(part)]
        case Not(part):
            return _words(part)
        case DateRange() | Everything():
            return []
    return [query.text]
