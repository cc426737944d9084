"""Posts out of the lines that the store keeps: read quickly, and only when more of them is asked for than is known."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from archivesearch.errors import ArchiveSearchError, IndexFormatError, RecordError
from archivesearch.model import Capture, Post, Timestamp
from archivesearch.records import SCHEMA, post_from_line

_JSON = json.JSONDecoder()
_WHOLE_STAMP = len("2009-09-05T12:43:43")
_TO_THE_MINUTE = len("2009-09-05T12:43")  # what follows is a colon and seconds, or the zone
_FIELDS = tuple(field.name for field in fields(Post))
# The beginning of a line as `post_to_line` writes it.
_PERMALINK = re.compile(r'\{"schema":1,"id":"[^"\\]*","permalink":(?:null|"([^"\\]*)"),')
_fill = object.__setattr__  # a post is frozen to all others


class Lines:
    """The lines of some posts, read together when the first of them is wanted."""

    __slots__ = ("__weakref__", "_ids", "_lines", "_read")

    def __init__(self, ids: Sequence[str], read: Callable[[Sequence[str]], Mapping[str, str]]) -> None:
        self._ids = ids
        self._read = read
        self._lines: Mapping[str, str] | None = None

    def read(self) -> Mapping[str, str]:
        """The lines by id; an id without a post is left out."""
        if self._lines is None:
            self._lines = self._read(self._ids)
        return self._lines

    def of(self, post_id: str) -> str:
        """The line of a post; ArchiveSearchError when it has been removed meanwhile."""
        lines = self.read()
        if post_id not in lines:
            raise ArchiveSearchError(f"{post_id}: this post was removed after it was found; search again")
        return lines[post_id]


class StoredPost(Post):
    """A post whose line is read when something else of it is asked for than its id and permalink.

    Reading ten posts takes longer than finding them, and often only their addresses are wanted.
    """

    __slots__ = ("_lines",)

    _lines: Lines

    def __getattr__(self, name: str) -> Any:
        """What is not read yet: all of it is, then.

        IndexFormatError when the line is damaged, ArchiveSearchError when the post has been removed meanwhile.
        """
        if name not in _FIELDS:
            raise AttributeError(f"a post has no {name!r}", name=name, obj=self)
        post = post_from_stored(self._lines.of(self.id), self.id)
        for field in _FIELDS:
            _fill(self, field, getattr(post, field))
        return getattr(post, name)

    def __eq__(self, other: object) -> bool:
        """True for any post of the same values, stored or not."""
        if not isinstance(other, Post):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _FIELDS)

    __hash__ = Post.__hash__

    def __reduce__(self) -> tuple[type[Post], tuple[object, ...]]:
        return Post, tuple(getattr(self, name) for name in _FIELDS)


def stored_posts(lines: Mapping[str, str]) -> dict[str, Post]:
    """The posts of lines that `post_to_line` wrote, by id."""
    kept = Lines((), lambda _: lines)
    posts: dict[str, Post] = {}
    for post_id, line in lines.items():
        # A damaged file of SQLite holds anything.
        start = _PERMALINK.match(line) if isinstance(line, str) else None
        if start is None:
            posts[post_id] = post_from_stored(line, post_id)
        else:
            posts[post_id] = _promised(post_id, kept)
            _fill(posts[post_id], "permalink", start[1])
    return posts


def promised_posts(addresses: Iterable[tuple[str, str]], lines: Lines) -> dict[str, Post]:
    """The posts with these ids and permalinks, whose lines are read when they are wanted.

    The id in place of a permalink means that there may be none.
    """
    posts: dict[str, Post] = {}
    for post_id, permalink in addresses:
        post = posts[post_id] = _promised(post_id, lines)
        if permalink != post_id:
            _fill(post, "permalink", permalink)
    return posts


def _promised(post_id: str, lines: Lines) -> StoredPost:
    post = StoredPost.__new__(StoredPost)
    _fill(post, "id", post_id)
    _fill(post, "_lines", lines)
    return post


def post_from_stored(line: str, where: str) -> Post:
    """The post of such a line, read at once but not checked again: that takes most of reading it.

    IndexFormatError names `where` when something else wrote the line, or damaged it.
    """
    try:
        record, end = _JSON.raw_decode(line)
        if end == len(line) and record.pop("schema") == SCHEMA:
            for name in ("authors", "tags", "categories"):
                record[name] = tuple(record[name])
            for name in ("published", "updated"):
                record[name] = _stored_stamp(record[name])
            record["captures"] = tuple(
                Capture(item["page"], item["url"], _stored_stamp(item["captured"]), item["form"])
                for item in record["captures"]
            )
            return Post(**record)
    except (ValueError, TypeError, KeyError, AttributeError):
        pass  # told below, or read with all checks
    try:
        return post_from_line(line, where)
    except (RecordError, TypeError) as error:
        raise IndexFormatError(
            f"{where}: the record of this post is damaged ({error}); archivesearch verify says what else is, and what to do"
        ) from error


def _stored_stamp(text: str | None) -> Timestamp | None:
    if text is None:
        return None
    if len(text) < _WHOLE_STAMP or text[_TO_THE_MINUTE] != ":":
        return Timestamp.parse(text)
    return Timestamp(datetime.fromisoformat(text[:_WHOLE_STAMP]), "second", _offset(text[_WHOLE_STAMP:]))


@lru_cache
def _offset(zone: str) -> timedelta | None:
    """The offset of the end of a time stamp, such as -04:00; ValueError when it is none."""
    return datetime.fromisoformat(f"2000-01-01T00:00:00{zone}").utcoffset()
