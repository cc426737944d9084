"""Markdown: the front matter of site generators, and the text without its marks."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache

import yaml
from markdown_it import MarkdownIt

from archivesearch.addresses import canonical_permalink
from archivesearch.extract.document import Document
from archivesearch.extract.fields.body import read_text
from archivesearch.extract.fields.byline import read_byline
from archivesearch.extract.fields.timestamp import read_timestamp
from archivesearch.model import Found, Timestamp

_DAY_IN_NAME = re.compile(r"(\d{4}-\d\d-\d\d)-")
_FRONT_MATTER = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|$)", re.DOTALL)


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    """(fields, the text below) of YAML (`---`) or TOML (`+++`) front matter; no fields where it cannot be read."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return _split_json(text)
    try:
        fields = yaml.safe_load(match[2]) if match[1] == "---" else tomllib.loads(match[2])
    except (yaml.YAMLError, tomllib.TOMLDecodeError):
        return {}, text
    if not isinstance(fields, dict):
        return {}, text
    return {str(name).lower(): value for name, value in fields.items()}, text[match.end() :]


def _split_json(text: str) -> tuple[dict[str, object], str]:
    """The same of Hugo's JSON front matter, an object at the start of the file."""
    if not text.lstrip("\ufeff").startswith("{"):
        return {}, text
    try:
        fields, end = json.JSONDecoder().raw_decode(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return {}, text
    return {str(name).lower(): value for name, value in fields.items()}, text.lstrip("\ufeff")[end:]


def is_draft(fields: Mapping[str, object], path: str) -> bool:
    """Whether the front matter, or the folder it lies in, says that nobody was to read it yet."""
    is_marked = fields.get("draft") is True or fields.get("published") is False
    return is_marked or fields.get("status") == "draft" or "_drafts" in path.split("/")[:-1]


def day_in_name(path: str) -> Found[Timestamp] | None:
    """The day in a file's name, where Jekyll wants it: "2009-09-05-title.md"."""
    match = _DAY_IN_NAME.match(path.rpartition("/")[2])
    try:
        return Found(Timestamp.parse(match[1]), "day in the file's name") if match else None
    except ValueError:
        return None


def permalink(fields: Mapping[str, object]) -> Found[str] | None:
    """The whole address that the front matter gives the post, if it does."""
    for name in ("permalink", "canonical_url", "url"):
        value = fields.get(name)
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return Found(canonical_permalink(value), f"front matter {name}")
    return None


def markdown_text(text: str) -> str:
    """The text a reader sees: emphasis, links and list marks rendered, code as it stands."""
    document = Document(_renderer().render(text))
    return read_text(document, document.body)


@cache
def _renderer() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def words(fields: Mapping[str, object], *names: str) -> Found[tuple[str, ...]] | None:
    """The words of a field that is a list, or a text with commas."""
    for name in names:
        value = fields.get(name)
        parts = value if isinstance(value, list) else str(value).split(",") if value else []
        kept = tuple(dict.fromkeys(str(part).strip() for part in parts if str(part).strip()))
        if kept:
            return Found(kept, f"front matter {name}")
    return None


def title(fields: Mapping[str, object]) -> Found[str] | None:
    """The title of the front matter."""
    value = fields.get("title")
    return Found(str(value).strip(), "front matter title") if value else None


def authors(fields: Mapping[str, object]) -> Found[tuple[str, ...]] | None:
    """The people of the front matter."""
    found = words(fields, "authors", "author")
    names = tuple(name for part in found.value for name in read_byline(part)) if found else ()
    return Found(names, found.rule) if found and names else None


def published(fields: Mapping[str, object], *names: str) -> Found[Timestamp] | None:
    """The stamp of a field; YAML and TOML may have made a date or a datetime of it."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, dt.datetime):
            stamp: Timestamp | None = Timestamp(value.replace(tzinfo=None), "second", value.utcoffset())
        elif isinstance(value, dt.date):
            stamp = Timestamp(dt.datetime(value.year, value.month, value.day), "day")
        else:
            stamp = read_timestamp(str(value)) if value else None
        if stamp is not None:
            return Found(stamp, f"front matter {name}")
    return None
