"""Posts as JSON Lines (schema 1), and the compact JSON in which the store keeps entries and page facts.

The JSON of a post is a contract with users: `archivesearch scrape` prints it, `archivesearch index` takes it
back. The compact JSON is private to one store file and may change with the store's version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, TypeVar, cast, get_args

from archivesearch.errors import RecordError
from archivesearch.model import Capture, Entry, Form, Found, PageFacts, PageKind, Post, Timestamp

SCHEMA = 1
MAX_RECORD_BYTES = 64 * 2**20  # of one line; a post of that size is a mistake or an attack

T = TypeVar("T")
Record = Mapping[str, Any]

_FORMS: tuple[Form, ...] = get_args(Form)
_SURROGATE = re.compile("[\ud800-\udfff]")
# What json.dumps leaves as it is, although a terminal obeys it or a line-minded reader splits at it.
_BARE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_JSON_NAMES = {
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}


# ---------------------------------------------------------------- posts


def post_to_record(post: Post) -> dict[str, Any]:
    """The post as a JSON object, every key present, in the order of the contract."""
    return {
        "schema": SCHEMA,
        "id": post.id,
        "permalink": post.permalink,
        "blog": post.blog,
        "blog_title": post.blog_title,
        "platform": post.platform,
        "title": post.title,
        "authors": list(post.authors),
        "published": _stamp_text(post.published),
        "updated": _stamp_text(post.updated),
        "tags": list(post.tags),
        "categories": list(post.categories),
        "language": post.language,
        "body": post.body,
        "captures": [
            {
                "page": capture.page,
                "url": capture.url,
                "captured": _stamp_text(capture.captured),
                "form": capture.form,
            }
            for capture in post.captures
        ],
        "found_in": dict(post.found_in),
    }


def post_to_line(post: Post) -> str:
    """The post as one line of JSON without the newline; see `json_line`."""
    return json_line(post_to_record(post))


def json_line(value: object, indent: int | None = None) -> str:
    """The value as JSON that is safe to print, in one line unless an indent is given.

    Every control character is escaped; lone surrogates, which UTF-8 cannot hold, become U+FFFD.
    """
    text = json.dumps(
        value, ensure_ascii=False, separators=(",", ":" if indent is None else ": "), indent=indent
    )
    return _BARE.sub(_escaped, text)


def post_from_record(record: object, where: str = "record") -> Post:
    """The post of a JSON object; only a permalink or an id is needed, unknown keys are passed over.

    RecordError names `where` and the field when a value has the wrong type or no identity is given.
    """
    if not isinstance(record, Mapping):
        raise RecordError(f"{where}: a post is a JSON object, not {_kind(record)}")
    fields = _Fields(record, where)
    schema = record.get("schema", SCHEMA)
    if schema != SCHEMA:
        raise RecordError(
            f"{where}: schema {schema!r} is not known to this version, which reads schema {SCHEMA};"
            " upgrade archivesearch or write the record again"
        )
    permalink = fields.text("permalink") or None
    identity = fields.text("id") or (permalink and _id_of(permalink))
    if not identity:
        raise RecordError(f"{where}: the post has neither a permalink nor an id; give one of them")
    return Post(
        id=identity,
        permalink=permalink,
        blog=fields.text("blog"),
        blog_title=fields.text("blog_title"),
        platform=fields.text("platform"),
        title=fields.text("title"),
        authors=fields.texts("authors"),
        published=fields.stamp("published"),
        updated=fields.stamp("updated"),
        tags=fields.texts("tags"),
        categories=fields.texts("categories"),
        language=fields.text("language"),
        body=fields.text("body") or "",
        captures=tuple(_capture(item, f"{where}: captures") for item in fields.items("captures")),
        found_in=fields.text_by_name("found_in"),
    )


def post_from_line(line: str | bytes, where: str = "record") -> Post:
    """The post of one line of JSON; RecordError as `post_from_record`, and for what is not JSON."""
    if len(line) > MAX_RECORD_BYTES:
        raise RecordError(f"{where}: longer than {MAX_RECORD_BYTES // 2**20} MiB; a record is one post")
    try:
        record = json.loads(line)
    except UnicodeDecodeError as error:
        raise RecordError(
            f"{where}: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8"
        ) from error
    except (ValueError, RecursionError) as error:
        raise RecordError(f"{where}: not JSON ({error}); one post record a line is expected") from error
    return post_from_record(record, where)


def record_lines(file: BinaryIO, name: str) -> Iterator[tuple[str, bytes]]:
    """Each line of a file that is not blank, after its place in the words of an error message.

    Of a line that is too long for a record only so much comes as shows that.
    """
    for number, line in enumerate(_bounded_lines(file), 1):
        text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if text:
            yield f"{name}, line {number}", text


def _bounded_lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(MAX_RECORD_BYTES + 1):
        end = line
        while len(end) > MAX_RECORD_BYTES and not end.endswith(b"\n"):
            end = file.readline(MAX_RECORD_BYTES + 1)
        yield line


class _Fields:
    """Typed reading of one JSON object: absent and null are alike, a wrong type is a RecordError."""

    def __init__(self, record: Record, where: str) -> None:
        self._record = record
        self._where = where

    def text(self, name: str) -> str | None:
        value = self._record.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self._wrong(name, "text or null", value)
        return _clean(value)

    def items(self, name: str) -> list[object]:
        value = self._record.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong(name, "a list", value)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self.items(name)
        for value in values:
            if not isinstance(value, str):
                raise self._wrong(name, "a list of texts", value)
        return tuple(_clean(cast(str, value)) for value in values)

    def stamp(self, name: str) -> Timestamp | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return Timestamp.parse(text)
        except ValueError as error:
            raise RecordError(f"{self._where}: '{name}': {error}") from error

    def text_by_name(self, name: str) -> dict[str, str]:
        value = self._record.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._wrong(name, "an object", value)
        for item in value.values():
            if not isinstance(item, str):
                raise self._wrong(name, "an object of texts", item)
        return {_clean(key): _clean(item) for key, item in value.items()}

    def _wrong(self, name: str, expected: str, value: object) -> RecordError:
        return RecordError(f"{self._where}: '{name}' must be {expected}, not {_kind(value)}")


def _capture(item: object, where: str) -> Capture:
    if not isinstance(item, dict):
        raise RecordError(f"{where}: must be a list of objects, not of {_kind(item)}")
    fields = _Fields(item, where)
    form = fields.text("form") or "full"
    if form not in _FORMS:
        raise RecordError(f"{where}: 'form' must be one of {', '.join(_FORMS)}, not {form!r}")
    return Capture(
        page=fields.text("page") or "",
        url=fields.text("url"),
        captured=fields.stamp("captured"),
        form=form,
    )


def _id_of(permalink: str) -> str:
    # A lazy import: reading a record that has its id, as every search does, needs no hashing and no addresses.
    from archivesearch.addresses import permalink_key, post_id

    return post_id(permalink_key(permalink))


def _kind(value: object) -> str:
    return "null" if value is None else _JSON_NAMES.get(type(value), type(value).__name__)


def _stamp_text(stamp: Timestamp | None) -> str | None:
    return None if stamp is None else str(stamp)


def _clean(text: str) -> str:
    """The text without lone surrogates, which JSON can spell but UTF-8 cannot hold."""
    if not text.isascii():
        try:
            text.encode()  # a tenth of the time that the pattern takes
        except UnicodeEncodeError:
            return _SURROGATE.sub("\ufffd", text)
    return text


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"


# ---------------------------------------------------------------- entries and page facts, for the store


def entry_to_text(entry: Entry) -> str:
    """The entry as compact JSON, without its page and position, which the store keeps beside it."""
    record: dict[str, Any] = {"form": entry.form}
    for name in _ENTRY_PLAIN:
        value = getattr(entry, name)
        if value:
            record[name] = value
    if entry.captured:
        record["captured"] = str(entry.captured)
    for name in _ENTRY_FOUND:
        found = getattr(entry, name)
        if found is not None:
            record[name] = [str(found.value) if name in _ENTRY_STAMPS else found.value, found.rule]
    return json_line(record)


def entry_from_text(text: str, page: str, position: int) -> Entry:
    """The entry that `entry_to_text` wrote."""
    record = json.loads(text)
    fields: dict[str, Any] = {name: record[name] for name in _ENTRY_PLAIN if name in record}
    for name, convert in _ENTRY_FOUND.items():
        if name in record:
            fields[name] = _found(record[name], convert)
    if "captured" in record:
        fields["captured"] = Timestamp.parse(record["captured"])
    return Entry(page=page, position=position, form=record["form"], **fields)


def facts_to_text(facts: PageFacts) -> str:
    """The page facts as compact JSON, without the path, which the store keeps beside it."""
    record: dict[str, Any] = {"kind": facts.kind}
    for name in _FACTS_PLAIN:
        value = getattr(facts, name)
        if value:
            record[name] = value
    if facts.blog_titles:
        record["blog_titles"] = [[title.value, title.rule] for title in facts.blog_titles]
    if facts.owner is not None:
        record["owner"] = [facts.owner.value, facts.owner.rule]
    return json_line(record)


def facts_from_text(text: str, path: str) -> PageFacts:
    """The page facts that `facts_to_text` wrote."""
    record = json.loads(text)
    kind: PageKind = record["kind"]
    return PageFacts(
        path=path,
        kind=kind,
        blog_titles=tuple(_found(item, str) for item in record.get("blog_titles", ())),
        owner=_found(record["owner"], str) if "owner" in record else None,
        **{name: record[name] for name in _FACTS_PLAIN if name in record},
    )


def _found(pair: list[Any], convert: Callable[[Any], T]) -> Found[T]:
    return Found(convert(pair[0]), pair[1])


_ENTRY_PLAIN = ("page_url", "platform", "language", "is_own_page", "is_evidence_only", "date_order")
_ENTRY_STAMPS = ("published", "updated")
_ENTRY_FOUND: Mapping[str, Callable[[Any], Any]] = {
    "permalink": str,
    "platform_id": str,
    "title": str,
    "authors": tuple,
    "published": Timestamp.parse,
    "updated": Timestamp.parse,
    "tags": tuple,
    "categories": tuple,
    "body": str,
}
_FACTS_PLAIN = ("url", "url_rule", "blog", "platform", "platform_rule", "head_title", "language", "generator")
