"""A JSON export of any size gives, cut at its posts, what it gives whole; damage costs what follows it."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archivesearch
from archivesearch.capture.exports import MAX_ITEM_BYTES
from archivesearch.capture.json_cut import MAX_DEPTH, cut_json
from archivesearch.errors import ExtractError
from archivesearch.extract.extractor import read_page
from archivesearch.model import Entry, Page

FEED: dict[str, Any] = {
    "items": [
        {"id": "1", "url": "https://tide.example/1", "title": 'A "lamp" {', "content_html": "<p>[It turns]"},
        {"id": "2", "url": "https://tide.example/2", "content_text": "ends with a \\", "tags": ["a", "b"]},
    ],
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Tide Log",
    "home_page_url": "https://tide.example/",
    "authors": [{"name": "Ada Quist"}],
    "language": "en",
}
TABLES: dict[str, Any] = {
    "posts": [
        {"id": "p1", "title": "A lamp", "slug": "lamp", "html": "<p>It turns", "status": "published",
         "published_at": "2009-09-05T12:43:43.000Z"},
        {"id": "p2", "title": "Fog", "slug": "fog", "html": "<p>Nine days", "status": "draft"},
        {"id": "p3", "title": "Ferry", "slug": "ferry", "html": "<p>M\u00e4rz", "status": "published", "author_id": 7},
    ],
    "users": [{"id": "u1", "name": "Ada Quist", "password": "x"}, {"id": 7, "name": "Bo Lind"}],
    "tags": [{"id": "t1", "name": "Sea"}, {"id": "t2", "name": "Light"}],
    "posts_authors": [{"post_id": "p1", "author_id": "u1", "sort_order": 0}],
    "posts_tags": [
        {"post_id": "p1", "tag_id": "t2", "sort_order": 1},
        {"post_id": "p1", "tag_id": "t1", "sort_order": 0},
    ],
    "settings": [{"key": "lang", "value": "de"}, {"key": "title", "value": "Tide Log"}],
}  # fmt: skip
GHOST: dict[str, Any] = {"db": [{"meta": {"exported_on": 1}, "data": TABLES}]}
OLD_GHOST: dict[str, Any] = {"meta": {"exported_on": 1}, "data": TABLES}


class Slow(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def __init__(self, content: bytes, most: int) -> None:
        super().__init__(content)
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._most)


def entries(content: bytes) -> list[Entry]:
    reading = read_page(Page(content, "x.json", media="json", base_url="https://tide.example/"))
    return [replace(entry, position=0) for entry in reading.entries]


def cut(content: bytes, piece: int = 1000) -> list[bytes]:
    items = list(cut_json(lambda: Slow(content, piece)))
    assert [item.problem for item in items] == [None] * len(items)
    return [item.content for item in items]


@pytest.mark.parametrize("whole", [FEED, GHOST, OLD_GHOST])
@given(st.randoms(use_true_random=False), st.integers(1, 40), st.sampled_from([None, 1]), st.booleans())
def test_the_posts_of_a_cut_file_are_those_of_the_whole_whatever_the_order_of_its_members(
    whole: dict[str, Any], chance: Any, piece: int, indent: int | None, is_ascii: bool
) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            names = list(value)
            chance.shuffle(names)
            return {name: shuffled(value[name]) for name in names}
        return [shuffled(one) for one in value] if isinstance(value, list) else value

    content = json.dumps(shuffled(whole), indent=indent, ensure_ascii=is_ascii).encode()
    assert [entry for part in cut(content, piece) for entry in entries(part)] == entries(content)


@given(st.integers(0, 2000), st.binary(max_size=4), st.integers(0, 60))
def test_damage_raises_nothing_but_an_extract_error(at: int, noise: bytes, lost: int) -> None:
    whole = json.dumps(GHOST).encode()
    damaged = whole[:at] + noise + whole[at + lost :]
    for item in cut_json(lambda: io.BytesIO(damaged)):
        if item.problem is None:
            read_page(Page(item.content, "x.json", media="json"))
    with suppress(ExtractError):
        entries(damaged)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (json.dumps(GHOST)[:-200], "ends in the middle"),
        ('{"items": [' + "[" * 99 + "]}", "ends in the middle"),
        ('{"x": ' + "[" * (MAX_DEPTH + 9), "nested deeper"),
        ('{"items": [{"a": "unclosed', "ends in the middle"),
        ("]", "no JSON"),
        ('{"items": [{"a" 1}]}', "not JSON"),
        ('{"items": [{"id": "' + "x" * MAX_ITEM_BYTES + '"}]}', "larger than 8 MiB"),
    ],
)
def test_what_is_wrong_is_told(content: str, told: str) -> None:
    (item,) = [item for item in cut_json(lambda: io.BytesIO(content.encode())) if item.problem]
    assert told in (item.problem or "")


def test_the_posts_before_the_damage_are_read() -> None:
    content = json.dumps(GHOST).encode()
    items = list(cut_json(lambda: io.BytesIO(content[: content.index(b"Ferry")])))
    assert [item.problem is None for item in items] == [True, True, False]
    assert [entry.title.value for entry in entries(items[0].content) if entry.title] == ["A lamp"]


def test_a_large_export_is_read_post_by_post_and_its_drafts_are_counted(tmp_path: Path) -> None:
    many = [
        {**post, "id": f"{post['id']}-{n}", "title": f"{post['title']} {n}", "html": f"<p>Number {n}: {'word ' * 99}"}
        for n in range(300)
        for post in TABLES["posts"]
    ]  # fmt: skip
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps({"meta": {"exported_on": 1}, "data": {**TABLES, "posts": many}}))
    posts = archivesearch.scrape(path, jobs=1)
    assert len({post.id for post in posts}) == 600
    assert posts.report.other_files == {"draft": 300}
    assert posts.report.problems == ()
