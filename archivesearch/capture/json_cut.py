"""One large JSON file -> many small pages: exports of Ghost and JSON Feeds cut at their posts while they stream by.

Two readings: the first takes what all posts share (names of people and tags, and which post has which), the second
gives a document for each post, with what belongs to it. Memory holds the names and one post.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from archivesearch.capture.exports import MAX_ITEM_BYTES, TOO_LARGE_ITEM, Item

MAX_TOKEN_BYTES = 64 * 2**20  # one text; images may be inside
MAX_DEPTH = 1000  # levels
MAX_SHARED_ROWS = 1_000_000  # of people, tags, and which post has which
_PIECE_BYTES = 2**20
_BEGINS, _ENDS = (b"{", b"["), (b"}", b"]")

Path = tuple[str | None, ...]  # names of members; None stands for any place in an array

_TOKEN = re.compile(rb'[\[\]{}:,]|"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^\s\[\]{}:,"]++', re.DOTALL)
_BLANKS = re.compile(rb"[\s\xef\xbb\xbf]*+")
_GHOST = ((), ("db", None))  # where "data" lies, in old exports and in newer ones
_SHARED_TABLES = ("users", "tags", "posts_authors", "posts_tags", "settings")
_FEED_FACTS = ("version", "title", "home_page_url", "language", "author", "authors")


class _DamageError(Exception):
    """No JSON from here on."""


def cut_json(open_file: Callable[[], BinaryIO]) -> Iterator[Item]:
    """The posts of a JSON export or feed, one at a time, each as a document of its own. May raise OSError."""
    shared = _Shared()
    number = 0
    with suppress(_DamageError), open_file() as file:  # told below, where the posts come to the same place
        for path, raw in _values(file, lambda path: path in _SHARED_PATHS):
            shared.take(path, raw)
    try:
        with open_file() as file:
            for _, raw in _values(file, lambda path: path in _POST_PATHS):
                number += 1
                if len(raw) > MAX_ITEM_BYTES:
                    yield Item(number, b"", problem=TOO_LARGE_ITEM)
                else:
                    yield _document(number, raw, shared)
    except _DamageError as error:
        yield Item(number + 1, b"", problem=f"{error}; export or fetch it again")


def _document(number: int, raw: bytes, shared: _Shared) -> Item:
    try:
        post = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return Item(number, b"", problem=f"not JSON ({error}); it was left out")
    return Item(number, json.dumps(shared.around(post), ensure_ascii=False).encode("utf-8", "replace"))


_POST_PATHS = {("items", None)} | {(*place, "data", "posts", None) for place in _GHOST}
_SHARED_PATHS = {(name,) for name in _FEED_FACTS} | {
    (*place, "data", table, None) for place in _GHOST for table in _SHARED_TABLES
}


class _Shared:
    """What the posts of one file share."""

    def __init__(self) -> None:
        self._facts: dict[str, Any] = {}  # of a feed
        self._rows: dict[str, dict[Any, Any]] = {"users": {}, "tags": {}}  # id -> row
        self._links: dict[str, dict[Any, list[Any]]] = {"posts_authors": {}, "posts_tags": {}}  # post -> rows
        self._settings: list[Any] = []
        self._count = 0

    def take(self, path: Path, raw: bytes) -> None:
        """Takes in one value of those that posts share."""
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError):
            return
        if len(path) == 1:
            self._facts[str(path[0])] = value
            return
        self._count += 1
        if not isinstance(value, Mapping) or self._count > MAX_SHARED_ROWS:
            return
        table = str(path[-2])
        if table in self._rows:
            self._rows[table][_key(value.get("id"))] = {"id": value.get("id"), "name": value.get("name")}
        elif table == "settings":
            if value.get("key") == "title":
                self._settings.append({"key": "title", "value": value.get("value")})
        else:
            kept = {name: value.get(name) for name in ("post_id", "author_id", "tag_id", "sort_order")}
            self._links[table].setdefault(_key(value.get("post_id")), []).append(kept)

    def around(self, post: Any) -> dict[str, Any]:
        """A whole file with one post."""
        if "version" in self._facts:
            return {**self._facts, "items": [post]}
        identity = _key(post.get("id")) if isinstance(post, Mapping) else None
        links = {table: rows.get(identity, []) for table, rows in self._links.items()}
        people = {_key(row["author_id"]) for row in links["posts_authors"]}
        if isinstance(post, Mapping):
            people.add(_key(post.get("author_id")))
        tags = {_key(row["tag_id"]) for row in links["posts_tags"]}
        data = {
            "posts": [post],
            "users": [self._rows["users"][key] for key in people if key in self._rows["users"]],
            "tags": [self._rows["tags"][key] for key in tags if key in self._rows["tags"]],
            "settings": self._settings,
            **links,
        }
        return {"exported_on": 0, "data": data}


def _key(identity: object) -> object:
    return identity if isinstance(identity, (str, int)) else None


# ------------------------------------------------------------------ JSON piece by piece


def _values(file: BinaryIO, is_wanted: Callable[[Path], bool]) -> Iterator[tuple[Path, bytes]]:
    """(path, bytes) of each wanted value, in the order of the file; _DamageError where it is no JSON."""
    tokens = _Tokens(file)
    path: list[str | None] = []  # to the value that comes next
    kinds: list[bytes] = []  # of the containers around it
    expects_name = False
    while (token := tokens.next()) is not None:
        if token in _ENDS:
            if not kinds:
                raise _DamageError("it is no JSON")
            kinds.pop()
            path.pop()
            expects_name = False
        elif token == b",":
            expects_name = bool(kinds) and kinds[-1] == b"{"
        elif token == b":":
            continue
        elif expects_name:
            path[-1], expects_name = _name(token), False
        elif is_wanted(tuple(path)):
            yield tuple(path), tokens.rest_of_value(token)
        elif token in _BEGINS:
            if len(kinds) >= MAX_DEPTH:
                raise _DamageError(f"it is nested deeper than {MAX_DEPTH} levels; the rest was left out")
            kinds.append(token)
            path.append(None)
            expects_name = token == b"{"
    if kinds:
        raise _DamageError("the file ends in the middle")


def _name(token: bytes) -> str | None:
    try:
        name = json.loads(token)
    except ValueError:
        return None
    return name if isinstance(name, str) else None


class _Tokens:
    """The tokens of a JSON stream: brackets, commas, colons, texts, numbers and words."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._buffer = b""
        self._at = 0
        self._is_at_end = False

    def next(self) -> bytes | None:
        """The next token; None at the end of the stream."""
        while True:
            blanks = _BLANKS.match(self._buffer, self._at)
            start = blanks.end() if blanks else self._at
            match = _TOKEN.match(self._buffer, start)
            if match and (match.end() < len(self._buffer) or self._is_at_end or len(match[0]) == 1):
                self._at = match.end()
                return match[0]
            if self._is_at_end:
                if start < len(self._buffer):
                    raise _DamageError("the file ends in the middle")
                return None
            if len(self._buffer) - start > MAX_TOKEN_BYTES:
                raise _DamageError(
                    f"a text is longer than {MAX_TOKEN_BYTES // 2**20} MiB; the rest was left out"
                )
            self._read_on(start)

    def rest_of_value(self, first: bytes) -> bytes:
        """The value that begins with a token, up to its end; cut off beyond the largest item."""
        if first not in _BEGINS:
            return first
        parts, size, depth = [first], 1, 1
        while depth:
            token = self.next()
            if token is None:
                raise _DamageError("the file ends in the middle")
            depth += (token in _BEGINS) - (token in _ENDS)
            if size <= MAX_ITEM_BYTES:
                parts.append(token)
                size += len(token)
        return b"".join(parts)

    def _read_on(self, start: int) -> None:
        piece = self._file.read(max(_PIECE_BYTES, len(self._buffer) - start))
        self._is_at_end = not piece
        self._buffer = self._buffer[start:] + piece
        self._at = 0
