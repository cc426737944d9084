"""A post comes out of the store as it went in, also when its line is not as we write it."""

from __future__ import annotations

import copy
import json
import pickle
import sqlite3
from collections.abc import Sequence
from dataclasses import FrozenInstanceError, asdict, replace
from pathlib import Path

import pytest

import archivesearch
from archivesearch.errors import ArchiveSearchError, IndexFormatError
from archivesearch.model import Capture, Post, Timestamp
from archivesearch.records import post_from_line, post_to_line
from archivesearch.store.posts import RECORDS
from archivesearch.store.store import Store
from archivesearch.store.stored_post import Lines, post_from_stored, promised_posts, stored_posts

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
    with pytest.raises(IndexFormatError, match=r"^x: .*not JSON"):
        post_from_stored('{"id": ', "x")
    with pytest.raises(IndexFormatError, match="'tags' must be a list"):
        post_from_stored('{"schema": 1, "id": "a1", "tags": 7}', "x")


@pytest.mark.parametrize("harm", ["NULL", "X'00ff'", "CAST(X'7bff' AS TEXT)", "'{}'"])
def test_a_record_that_the_disk_has_harmed_is_told_in_one_short_line(tmp_path: Path, harm: str) -> None:
    with archivesearch.open(tmp_path, create=True) as archive:
        archive.add_posts([WHOLE, replace(WHOLE, id="b2", permalink=None)])
    with sqlite3.connect(tmp_path / "posts.db") as database:  # as if pages of another file had come in here
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "UPDATE sqlite_schema SET sql = replace(replace(sql, 'TEXT NOT NULL', ''), 'STRICT', '')"
            " WHERE name = 'posts'"
        )
    database.close()
    with sqlite3.connect(tmp_path / "posts.db") as database:
        database.execute(f"UPDATE posts SET data = {harm}")
    database.close()
    with archivesearch.open(tmp_path) as archive:
        for ask in (lambda: [hit.post.body for hit in archive.search("pier")], lambda: list(archive.posts())):
            with pytest.raises(IndexFormatError, match="damaged") as caught:
                ask()
            assert len(str(caught.value)) < 400


def stored(line: str) -> Post:
    return stored_posts({"a1": line})["a1"]


def test_a_post_read_as_it_is_needed_is_like_any_other() -> None:
    def fresh() -> Post:
        return stored(post_to_line(WHOLE))

    assert fresh().permalink == WHOLE.permalink
    assert fresh().body == WHOLE.body
    assert all(one == other for one, other in [(fresh(), WHOLE), (WHOLE, fresh()), (fresh(), fresh())])
    untagged = replace(WHOLE, tags=())
    assert not any(one == other for one, other in [(fresh(), untagged), (untagged, fresh()), (fresh(), "a1")])
    assert asdict(fresh()) == asdict(WHOLE)
    assert replace(fresh(), title="Another") == replace(WHOLE, title="Another")
    assert pickle.loads(pickle.dumps(fresh())) == WHOLE  # noqa: S301  # our own bytes
    assert copy.copy(fresh()) == copy.deepcopy(fresh()) == WHOLE
    assert f"title={WHOLE.title!r}" in repr(fresh())
    with pytest.raises(FrozenInstanceError):
        fresh().title = "Another"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="a post has no 'titel'"):
        getattr(fresh(), "titel")  # noqa: B009  # mypy knows that there is none


@pytest.mark.parametrize("permalink", [None, "https://example.org/a?b=1", 'https://example.org/"\\'])
def test_a_permalink_is_known_before_the_rest(permalink: str | None) -> None:
    post = replace(WHOLE, permalink=permalink)
    assert stored(post_to_line(post)).permalink == permalink


def test_posts_promised_are_read_together_when_one_of_them_is_wanted() -> None:
    other = Post("https://example.org/x", "https://example.org/x", title="Its id is its address")
    asked: list[Sequence[str]] = []

    def read(ids: Sequence[str]) -> dict[str, str]:
        asked.append(ids)
        return {post.id: post_to_line(post) for post in (WHOLE, other)}

    addresses = [(WHOLE.id, str(WHOLE.permalink)), (other.id, other.id), ("gone", "https://example.org/gone")]
    posts = promised_posts(addresses, Lines([post_id for post_id, _ in addresses], read))
    assert [posts[WHOLE.id].permalink, posts["gone"].permalink] == [
        WHOLE.permalink,
        "https://example.org/gone",
    ]
    assert asked == []
    assert posts[WHOLE.id] == WHOLE
    assert posts[other.id] == other
    with pytest.raises(ArchiveSearchError, match="gone: this post was removed"):
        _ = posts["gone"].title
    assert asked == [[WHOLE.id, other.id, "gone"]]


def test_damage_is_told_by_the_post_that_has_it() -> None:
    post = stored(post_to_line(WHOLE)[:-20])
    with pytest.raises(IndexFormatError, match=r"^a1: .*not JSON"):
        repr(post)


def test_more_posts_are_loaded_at_once_than_one_statement_takes(tmp_path: Path) -> None:
    store = Store.scratch(tmp_path / "posts.db")
    posts = {f"p{number}": Post(f"p{number}", body="A lamp.") for number in range(1200)}
    for post in posts.values():
        store.posts.put(post, RECORDS, 1)
    assert store.posts.load([*posts, "never was"]) == posts
