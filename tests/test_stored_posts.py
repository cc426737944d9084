"""A post comes out of the store as it went in, also when its line is not as we write it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archivesearch.errors import RecordError
from archivesearch.model import Capture, Post, Timestamp
from archivesearch.records import post_from_line, post_from_stored, post_to_line
from archivesearch.store.posts import RECORDS
from archivesearch.store.store import Store

WHOLE = Post(
    id="a1",
    permalink="https://example.org/a1",
    blog="example.org",
    title="Lamps \U0001f4a1\x85 of the pier",
    authors=("Kate Moor", "Bob"),
    published=Timestamp.parse("2009-09-05T12:43:43-04:00"),
    updated=Timestamp.parse("2010-02"),
    tags=("old",),
    categories=("sea",),
    language="en",
    body="One line.\n\nAnother.",
    captures=(
        Capture("a.html", "https://example.org/a1", Timestamp.parse("2012-03-04T05:06:07Z"), "excerpt"),
        Capture("b.html"),
    ),
    found_in={"title": "h1"},
)


@pytest.mark.parametrize("post", [WHOLE, Post("bare")])
@pytest.mark.parametrize(
    "stamp",
    [None, "2009", "2009-09-05", "2009-09-05T12:43", "2009-09-05T12:43-04:00", "2009-09-05T12:43:43+05:30"],
)
def test_a_stored_line_gives_the_post_again(post: Post, stamp: str | None) -> None:
    line = post_to_line(post)
    record = {**json.loads(line), "published": stamp or json.loads(line)["published"]}
    assert post_from_stored(json.dumps(record), "x") == post_from_line(json.dumps(record))
    assert post_from_stored(line, "x") == post


def test_lines_of_another_make_are_read_with_all_checks() -> None:
    assert post_from_stored('{"id": "a1", "unknown": 1}', "x") == Post("a1")
    with pytest.raises(RecordError, match="x: not JSON"):
        post_from_stored('{"id": ', "x")
    with pytest.raises(RecordError, match="'tags' must be a list"):
        post_from_stored('{"schema": 1, "id": "a1", "tags": 7}', "x")


def test_more_posts_are_loaded_at_once_than_one_statement_takes(tmp_path: Path) -> None:
    store = Store.scratch(tmp_path / "posts.db")
    posts = {f"p{number}": Post(f"p{number}", body="A lamp.") for number in range(1200)}
    for post in posts.values():
        store.posts.put(post, RECORDS, 1)
    assert store.posts.load([*posts, "never was"]) == posts
