"""Post records: what goes out comes back, little is needed, and errors name the line and the field."""

from __future__ import annotations

import io
import json
import string
import tracemalloc
import unicodedata
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivesearch import records
from archivesearch.addresses import permalink_key, post_id
from archivesearch.errors import RecordError
from archivesearch.model import Capture, Entry, Found, PageFacts, Post, Timestamp
from archivesearch.records import (
    entry_from_text,
    entry_to_text,
    facts_from_text,
    facts_to_text,
    post_from_line,
    post_from_record,
    post_to_line,
    post_to_record,
    record_lines,
)

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
NAME = TEXT.filter(bool)
MOMENT = st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
OFFSET = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))
STAMP = st.one_of(
    MOMENT.map(lambda m: Timestamp(m.replace(hour=0, minute=0, second=0), "day")),
    MOMENT.map(lambda m: Timestamp(datetime(m.year, m.month, 1), "month")),
    st.builds(lambda m, o: Timestamp(m.replace(second=0), "minute", o), MOMENT, st.none() | OFFSET),
    st.builds(lambda m, o: Timestamp(m, "second", o), MOMENT, st.none() | OFFSET),
)
FORM = st.sampled_from(["full", "excerpt", "title"])
NAMES = st.lists(TEXT, max_size=3).map(tuple)
CAPTURE = st.builds(Capture, page=NAME, url=st.none() | TEXT, captured=st.none() | STAMP, form=FORM)
POST = st.builds(
    Post,
    id=NAME,
    permalink=st.none() | NAME,
    blog=st.none() | TEXT,
    blog_title=st.none() | TEXT,
    platform=st.none() | TEXT,
    title=st.none() | TEXT,
    authors=NAMES,
    published=st.none() | STAMP,
    updated=st.none() | STAMP,
    tags=NAMES,
    categories=NAMES,
    language=st.none() | TEXT,
    body=TEXT,
    captures=st.lists(CAPTURE, max_size=3).map(tuple),
    found_in=st.dictionaries(TEXT, TEXT, max_size=3),
)


def found(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.builds(Found, values, TEXT)


ENTRY = st.builds(
    Entry,
    page=NAME,
    position=st.integers(0, 1000),
    form=FORM,
    page_url=st.none() | NAME,
    captured=st.none() | STAMP,
    platform=st.none() | NAME,
    permalink=found(TEXT),
    platform_id=found(TEXT),
    title=found(TEXT),
    authors=found(NAMES),
    published=found(STAMP),
    updated=found(STAMP),
    tags=found(NAMES),
    categories=found(NAMES),
    body=found(TEXT),
    language=st.none() | NAME,
    is_own_page=st.booleans(),
)
FACTS = st.builds(
    PageFacts,
    path=NAME,
    kind=st.sampled_from(["list", "single", "other"]),
    url=st.none() | NAME,
    url_rule=st.none() | NAME,
    blog=TEXT,
    platform=st.none() | NAME,
    platform_rule=st.none() | NAME,
    blog_titles=st.lists(st.builds(Found, TEXT, TEXT), max_size=3).map(tuple),
    head_title=st.none() | NAME,
    owner=found(TEXT),
    language=st.none() | NAME,
    generator=st.none() | NAME,
)


@given(POST)
def test_a_post_comes_back_from_its_line_as_it_was(post: Post) -> None:
    assert post_from_line(post_to_line(post)) == post


@given(POST)
def test_a_line_is_one_line_without_a_control_character(post: Post) -> None:
    line = post_to_line(post)
    assert not [char for char in line if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs")]
    assert len(line.splitlines()) == 1


@given(ENTRY)
def test_an_entry_comes_back_from_the_store_as_it_was(entry: Entry) -> None:
    assert entry_from_text(entry_to_text(entry), entry.page, entry.position) == entry


@given(FACTS)
def test_page_facts_come_back_from_the_store_as_they_were(facts: PageFacts) -> None:
    assert facts_from_text(facts_to_text(facts), facts.path) == facts


def test_a_record_has_every_key_of_the_contract_in_its_order() -> None:
    assert list(post_to_record(Post(id="x"))) == [
        *("schema", "id", "permalink", "blog", "blog_title", "platform", "title", "authors"),
        *("published", "updated", "tags", "categories", "language", "body", "captures", "found_in"),
    ]


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    line = '{"id": "x", "title": "a\\ud800b"}'
    assert post_from_line(line).title == "a\ufffdb"
    post_to_line(Post(id="x", body="a\udc80b")).encode("utf-8")


def test_a_permalink_is_all_that_a_post_needs() -> None:
    post = post_from_line('{"permalink": "https://www.tide.example/lamp/?utm_source=x"}')
    assert post.id == post_id(permalink_key("https://tide.example/lamp"))
    assert post.permalink == "https://www.tide.example/lamp/?utm_source=x"


def test_a_permalink_that_is_no_address_names_its_post_all_the_same() -> None:
    one, other = (post_from_line(f'{{"permalink": "{text}"}}').id for text in ("http://[", "http://[x"))
    assert one != other


def test_an_id_is_all_that_a_post_needs() -> None:
    assert post_from_line('{"id": "lamp-1"}') == Post(id="lamp-1")


def test_null_is_the_same_as_absent_and_unknown_keys_are_passed_over() -> None:
    line = '{"id": "x", "title": null, "tags": null, "body": null, "score": 3.5, "mood": {"a": [1]}}'
    assert post_from_line(line) == Post(id="x")


def test_a_capture_needs_no_more_than_its_page() -> None:
    assert post_from_line('{"id": "x", "captures": [{"page": "a.html"}]}').captures == (Capture("a.html"),)


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({}, "neither a permalink nor an id"),
        ({"id": "", "permalink": ""}, "neither a permalink nor an id"),
        ([], "a JSON object, not a list"),
        ("text", "a JSON object, not text"),
        ({"id": 7}, "'id' must be text or null, not a number"),
        ({"id": "x", "title": ["a"]}, "'title' must be text or null, not a list"),
        ({"id": "x", "title": True}, "'title' must be text or null, not true or false"),
        ({"id": "x", "authors": "Ada"}, "'authors' must be a list, not text"),
        ({"id": "x", "tags": [1]}, "'tags' must be a list of texts, not a number"),
        ({"id": "x", "published": "yesterday"}, "'published': 'yesterday' is not an ISO 8601 date"),
        ({"id": "x", "published": "2009-02-30"}, "'published': "),
        ({"id": "x", "captures": ["a.html"]}, "captures: must be a list of objects, not of text"),
        ({"id": "x", "captures": [{"form": "whole"}]}, "'form' must be one of full, excerpt, title"),
        ({"id": "x", "found_in": []}, "'found_in' must be an object, not a list"),
        ({"id": "x", "found_in": {"title": 1}}, "'found_in' must be an object of texts, not a number"),
        ({"id": "x", "schema": 2}, "schema 2 is not known to this version"),
    ],
)
def test_a_bad_record_is_told_with_its_line_and_field(record: object, told: str) -> None:
    with pytest.raises(RecordError) as caught:
        post_from_record(record, "posts.jsonl, line 3")
    assert str(caught.value).startswith("posts.jsonl, line 3: ")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{", "not JSON"),
        (b'{"id": "\xe9"}', "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b"1" * 10_000, "not JSON"),
    ],
)
def test_a_line_that_is_not_json_is_told_with_its_place(line: bytes, told: str) -> None:
    with pytest.raises(RecordError, match=f"posts.jsonl, line 9: .*{told}"):
        post_from_line(line, "posts.jsonl, line 9")


@given(st.binary(max_size=60) | st.text(string.printable, max_size=60).map(str.encode))
def test_no_line_whatever_is_in_it_raises_anything_but_a_record_error(line: bytes) -> None:
    try:
        post_from_line(line)
    except RecordError as error:
        assert str(error).startswith("record: ")  # noqa: PT017 - most lines raise, some may not


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT, lambda inner: st.lists(inner, max_size=3)
)


@given(st.dictionaries(st.sampled_from([*post_to_record(Post(id="x")), "other"]), JSON))
def test_no_json_object_raises_anything_but_a_record_error(record: dict[str, object]) -> None:
    try:
        post_from_line(json.dumps(record))
    except RecordError as error:
        assert str(error).startswith("record: ")  # noqa: PT017 - most records raise, some may not


def test_blank_lines_and_a_byte_order_mark_are_passed_over_and_lines_are_counted() -> None:
    lines = [b'\xef\xbb\xbf{"id": "a"}\r\n', b"\n", b"  \n", b'{"id": "b"}']
    assert list(record_lines(io.BytesIO(b"".join(lines)), "posts.jsonl")) == [
        ("posts.jsonl, line 1", b'{"id": "a"}'),
        ("posts.jsonl, line 4", b'{"id": "b"}'),
    ]


def test_a_line_too_long_for_a_record_costs_itself_and_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_RECORD_BYTES", 1000)
    file = io.BytesIO(b'{"id": "a"}\n{"id": "' + b"x" * 5_000_000 + b'"}\n{"id": "b"}')
    read = []
    tracemalloc.start()
    for where, line in record_lines(file, "posts.jsonl"):
        try:
            read.append(post_from_line(line, where).id)
        except RecordError as error:
            read.append(str(error).partition(":")[0])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == ["a", "posts.jsonl, line 2", "b"]
    assert most < 100_000
