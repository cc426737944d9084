"""Movable Type's import format, which TypePad and others export too -> entries; comments and pings are none.

https://movabletype.org/documentation/appendices/import-export-format.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from archivesearch.extract.formats import evidence
from archivesearch.extract.formats.markup import form_of, found_text, plain_markup, post_text, title_text
from archivesearch.model import Entry, Found, Page, PageReading

_PLATFORM = Found("Movable Type", "Movable Type export")
_ENTRY_END = re.compile(r"^--------[ \t]*\r?$", re.MULTILINE)
_SECTION_END = re.compile(r"^-----[ \t]*\r?$", re.MULTILINE)
_SECTION = re.compile(r"(BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):[ \t]*\r?\n")
_FIELD = re.compile(r"([A-Z][A-Z ]+):[ \t]?(.*)")
_MONTH_FIRST = re.compile(r"(\d\d?)/(\d\d?)/(\d{4}) (\d\d?):(\d\d)(?::(\d\d))?\s*([AaPp][Mm])?")
_HAS_BLOCKS = re.compile(r"<(?:p|br|div|ul|ol|pre|blockquote|table)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Stored:
    """One entry of the file: its fields, each with all its values, and its texts."""

    fields: Mapping[str, list[str]]
    texts: Mapping[str, str]

    def value(self, *names: str) -> str:
        return next((values[0] for name in names if (values := self.fields.get(name))), "")


def read(page: Page, text: str) -> PageReading:
    """The published posts of an export, or of one entry cut out of it."""
    entries: list[Entry] = []
    left_out: list[str] = []
    for part in _ENTRY_END.split(text.removeprefix("\ufeff")):
        stored = _stored(part)
        title = title_text(stored.value("TITLE"))
        if stored.value("STATUS").lower() in ("draft", "future", "unpublished"):
            left_out.append("draft")
        elif title or stored.texts.get("BODY"):
            entries.append(_entry(page, len(entries), stored, title))
    facts = evidence.facts_of(page, "list" if entries else "other", platform=_PLATFORM)
    return PageReading(facts, tuple(entries), left_out=tuple(left_out))


def _stored(part: str) -> _Stored:
    fields: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for section in _SECTION_END.split(part):
        section = section.lstrip("\r\n")
        if (match := _SECTION.match(section)) is not None:
            texts.setdefault(match[1], section[match.end() :].strip("\r\n"))
            continue
        for line in section.splitlines():
            if (field := _FIELD.match(line)) is not None and field[2].strip():
                fields.setdefault(field[1], []).append(field[2].strip())
    return _Stored(fields, texts)


def _entry(page: Page, position: int, stored: _Stored, title: str) -> Entry:
    texts = [stored.texts.get(name, "").strip() for name in ("BODY", "EXTENDED BODY")]
    has_breaks = stored.value("CONVERT BREAKS") not in ("0", "")
    markup = "\n".join(_markup(text, has_breaks) for text in texts if text)
    body = post_text(markup)
    keywords = [word for word in stored.texts.get("KEYWORDS", "").split(",") if word.strip()]
    tags = [word.strip(' "') for value in stored.fields.get("TAGS", []) for word in value.split(",")]
    categories = [*stored.fields.get("PRIMARY CATEGORY", []), *stored.fields.get("CATEGORY", [])]
    basename = stored.value("BASENAME")
    return Entry(
        page=page.path,
        position=position,
        form=form_of(body, markup, is_summary=False),
        captured=page.captured,
        platform=_PLATFORM.value,
        permalink=evidence.found_permalink(
            stored.value("UNIQUE URL", "URL"), "MT export UNIQUE URL", page.base_url
        ),
        platform_id=Found(f"basename {basename}", "MT export BASENAME") if basename else None,
        title=found_text(title, "MT export TITLE"),
        authors=evidence.found_people([stored.value("AUTHOR")], "MT export AUTHOR"),
        published=evidence.found_stamp(_iso(stored.value("DATE")), "MT export DATE"),
        tags=evidence.found_words(tags or keywords, "MT export TAGS" if tags else "MT export KEYWORDS"),
        categories=evidence.found_words(categories, "MT export CATEGORY"),
        body=found_text(body, "MT export BODY"),
    )


def _markup(text: str, has_breaks: bool) -> str:
    """The HTML of a text whose line ends the blog turned into breaks."""
    if not has_breaks or _HAS_BLOCKS.search(text):
        return text
    if "<" not in text:
        return plain_markup(text)
    paragraphs = re.split(r"\r?\n\s*\n", text)
    return "".join(f"<p>{'<br>'.join(p.splitlines())}</p>" for p in paragraphs if p.strip())


def _iso(text: str) -> str:
    """The ISO form of a stamp, which the format writes with the month first."""
    match = _MONTH_FIRST.fullmatch(text.strip())
    if match is None:
        return text
    month, day, year, hour, minute, second, half = match.groups()
    hours = int(hour) % 12 + (12 if half.lower() == "pm" else 0) if half else int(hour)
    return f"{year}-{int(month):02}-{int(day):02}T{hours:02}:{minute}" + (f":{second}" if second else "")
