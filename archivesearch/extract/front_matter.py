"""The front matter of site generators: what the lines at the start of a Markdown file say of its post.

YAML (Jekyll, Hexo, Eleventy, Hugo), TOML (Hugo, Zola), JSON (Hugo, Hexo), and the "Title: ..." lines of Pelican.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from archivesearch.addresses import canonical_permalink
from archivesearch.extract.fields.byline import read_byline
from archivesearch.extract.fields.timestamp import read_timestamp
from archivesearch.model import Found, Timestamp

Fields = Mapping[str, object]  # names in small letters

MAX_FRONT_MATTER = 2**16  # characters
MAX_WORDS = 200  # of one field; aliases of YAML can make a few lines mean billions

_DAY_IN_NAME = re.compile(r"(\d{4}-\d\d-\d\d)-")
_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\r?\n(.*?)(?<=\n)\1[ \t]*(?:\r?\n|$)", re.DOTALL)
_PELICAN = re.compile(r"(?=(?:.*\n){0,20}?date:)(?:[a-z][\w -]{1,20}:[^\n]*\n)+(?=\s*\n)", re.IGNORECASE)
_LINE = re.compile(r"([A-Za-z][\w-]{0,40})[ \t]*:[ \t]*(.*?)[ \t]*\r?")
_LIST_LINE = re.compile(r"[ \t]*-[ \t]+(.*?)[ \t]*\r?")
_NESTED = ("extra", "params", "taxonomies")  # where Zola and Hugo keep what others keep at the top


def split_front_matter(text: str) -> tuple[Fields, str]:
    """(fields, the text below) of a file; no fields where it begins with none, or with none that can be read."""
    text = text.removeprefix("\ufeff")
    if (match := _FRONT_MATTER.match(text)) and match.end() <= MAX_FRONT_MATTER:
        fields = _toml(match[2]) if match[1] == "+++" else _yaml(match[2])
        return (fields, text[match.end() :]) if fields is not None else ({}, text)
    if text.startswith("{"):
        return _split_json(text)
    if (match := _PELICAN.match(text[:MAX_FRONT_MATTER])) and (lines := _lines(match[0])).get("title"):
        return lines, text[match.end() :]
    return {}, text


def _toml(text: str) -> Fields | None:
    try:
        return _named(tomllib.loads(text.replace("\r\n", "\n")))
    except (ValueError, RecursionError):  # a TOMLDecodeError is a ValueError
        return None


def _yaml(text: str) -> Fields | None:
    import yaml  # a lazy import: slow to load, and web pages do without

    try:
        fields = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError):
        return (
            _lines(text) or None
        )  # an unquoted colon in a title, a template's {{ }}: what a line says is plain
    return _named(fields) if isinstance(fields, dict) else None


def _split_json(text: str) -> tuple[Fields, str]:
    try:
        fields, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return {}, text
    return _named(fields), text[end:]


def _lines(text: str) -> dict[str, object]:
    """The same read line by line: "name: value", and "- value" below a name."""
    fields: dict[str, object] = {}
    name = ""
    for line in text.split("\n"):
        if match := _LINE.fullmatch(line):
            name = match[1].lower()
            fields.setdefault(name, _plain(match[2]))
        elif (match := _LIST_LINE.fullmatch(line)) and name:
            listed = fields[name]
            fields[name] = [*(listed if isinstance(listed, list) else []), _plain(match[1])]
    return {name: value for name, value in fields.items() if value not in ("", None)}


def _plain(value: str) -> object:
    if value.startswith("[") and value.endswith("]"):
        return [_plain(part.strip()) for part in value[1:-1].split(",") if part.strip()]
    if value.lower() in ("true", "false"):
        return value.lower() == "true"
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _named(fields: Mapping[Any, object]) -> dict[str, object]:
    """The fields under small letters, those of Zola's and Hugo's inner tables among them."""
    named = {str(name).lower(): value for name, value in fields.items() if not isinstance(name, tuple)}
    for outer in _NESTED:
        if isinstance(inner := named.get(outer), Mapping):
            for name, value in inner.items():
                named.setdefault(str(name).lower(), value)
    return named


# ------------------------------------------------------------------ is it a post?


def no_post(fields: Fields, path: str) -> str | None:
    """What a file is that is no published post: "draft" or "page"; None for a post."""
    folders = path.split("/")[:-1]
    is_marked = _is(fields, "draft", True) or _is(fields, "published", False)
    if is_marked or str(fields.get("status")).lower() in ("draft", "hidden") or "_drafts" in folders:
        return "draft"
    if fields.get("layout") in ("page", "home") and not fields.get("date"):
        return "page"
    return None


def _is(fields: Fields, name: str, value: bool) -> bool:
    found = fields.get(name)
    return found is value or (isinstance(found, str) and found.lower() == str(value).lower())


# ------------------------------------------------------------------ fields


def day_in_name(path: str) -> Found[Timestamp] | None:
    """The day in a file's name, where Jekyll and Zola look for it: "2009-09-05-title.md", or in its bundle's."""
    folder, _, name = path.rpartition("/")
    name = folder.rpartition("/")[2] if name.rpartition(".")[0] == "index" else name
    match = _DAY_IN_NAME.match(name)
    try:
        return Found(Timestamp.parse(match[1]), "day in the file's name") if match else None
    except ValueError:
        return None


def permalink(fields: Fields, base_url: str | None) -> Found[str] | None:
    """The address that the front matter gives the post, if it does; one without a host is below the blog's own."""
    for name in ("permalink", "canonical_url", "url"):
        value = fields.get(name)
        if not isinstance(value, str) or any(char in value for char in ":{ \n") != ("://" in value):
            continue
        if value.startswith("/") and base_url:
            value = urljoin(base_url, value)
        if value.startswith(("http://", "https://")):
            return Found(canonical_permalink(value), f"front matter {name}")
    return None


def words(fields: Fields, *names: str, is_jekyll: bool = False) -> Found[tuple[str, ...]] | None:
    """The words of a field that is a list, or a text with commas; Jekyll's are parted by spaces."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str):
            value = value.split() if is_jekyll and "," not in value else value.split(",")
        kept = tuple(dict.fromkeys(word for word in _flat(value) if word))[:MAX_WORDS]
        if kept:
            return Found(kept, f"front matter {name}")
    return None


def _flat(value: object, depth: int = 2) -> Iterator[str]:
    """The texts in a value: of lists inside it, and of a person the name."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, (str, int, float, dt.date)):
        yield str(value).strip()
    elif isinstance(value, list) and depth:
        for inner in value[:MAX_WORDS]:
            yield from _flat(inner, depth - 1)


def title(fields: Fields) -> Found[str] | None:
    """The title of the front matter."""
    value = fields.get("title")
    text = " ".join(str(value).split()) if isinstance(value, (str, int, float, dt.date)) else ""
    return Found(text, "front matter title") if text else None


def authors(fields: Fields) -> Found[tuple[str, ...]] | None:
    """The people of the front matter."""
    found = words(fields, "authors", "author", "creator", "by")
    names = tuple(name for part in found.value for name in read_byline(part)) if found else ()
    return Found(names, found.rule) if found and names else None


def language(fields: Fields) -> str | None:
    """The language code of the front matter."""
    for name in ("language", "lang"):
        value = fields.get(name)
        if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", value):
            return value.replace("_", "-")
    return None


def stamp(fields: Fields, *names: str) -> Found[Timestamp] | None:
    """The stamp of a field; YAML and TOML may have made a date or a datetime of it."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, dt.datetime):
            found: Timestamp | None = Timestamp(
                value.replace(tzinfo=None, microsecond=0), "second", value.utcoffset()
            )
        elif isinstance(value, dt.date):
            found = Timestamp(dt.datetime(value.year, value.month, value.day), "day")
        else:
            found = read_timestamp(value) if isinstance(value, str) else None
        if found is not None:
            return Found(found, f"front matter {name}")
    return None
