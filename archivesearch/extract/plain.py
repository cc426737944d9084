"""Plain text and Markdown -> entries: a day heading, paragraphs, a signature, a stamp as the last line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archivesearch.addresses import blog_key, canonical_permalink
from archivesearch.extract import front_matter
from archivesearch.extract.fields.byline import find_byline, read_signature
from archivesearch.extract.fields.timestamp import (
    DateHints,
    find_clock,
    find_timestamps,
    has_digit,
    is_day_heading,
    with_clock,
)
from archivesearch.extract.markdown import markdown_text
from archivesearch.extract.shortcodes import without_modules, without_shortcodes
from archivesearch.model import Entry, Found, Page, PageFacts, PageKind, PageReading, Timestamp

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")
_UNDERLINE = re.compile(r"(?:=+|-{3,})\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
_MAX_STAMP_LINE = 200  # characters


@dataclass
class _Draft:
    """A post being read, line by line."""

    day: Found[Timestamp] | None = None
    title: Found[str] | None = None
    lines: list[str] = field(default_factory=list)
    published: Found[Timestamp] | None = None
    authors: Found[tuple[str, ...]] | None = None


def read_plain(page: Page, text: str) -> PageReading:
    """The posts of a text file: one, or several that a day heading or a closing stamp parts."""
    hints = DateHints(captured=page.captured)
    left_out: tuple[str, ...] = ()
    fields: front_matter.Fields = {}
    if page.media == "markdown":
        fields, text = front_matter.split_front_matter(text)
        if page.path.endswith(".mdx"):
            text = without_modules(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [_whole(lines)] if fields.get("title") else _drafts(lines, hints)
    drafts = [d for d in found if any(d.lines) or d.title]
    if fields and (kind_of_none := front_matter.no_post(fields, page.path)):
        drafts, left_out = [], (kind_of_none,)
    entries = tuple(
        _entry(page, n, draft, fields if len(drafts) == 1 else {}, len(drafts))
        for n, draft in enumerate(drafts)
    )
    blog = ""
    if page.base_url:
        parts = urlsplit(page.base_url)
        blog = blog_key(parts.netloc, parts.path)
    kind: PageKind = "other" if not entries else "single" if len(entries) == 1 else "list"
    return PageReading(
        PageFacts(
            path=page.path,
            kind=kind,
            url=page.url,
            url_rule=page.url_rule if page.url else None,
            blog=blog,
        ),
        entries,
        left_out=left_out,
    )


def _whole(lines: list[str]) -> _Draft:
    """The text below front matter that names title and date: one post, whatever dates are in it."""
    return _Draft(lines=[line.rstrip() for line in lines])


def _drafts(lines: list[str], hints: DateHints) -> list[_Draft]:
    drafts = [_Draft()]
    in_code = False
    for number, line in enumerate(lines):
        draft = drafts[-1]
        if _FENCE.match(line):
            in_code = not in_code
            draft.lines.append(line)
            continue
        stripped = line.strip()
        if in_code or not stripped:
            draft.lines.append(line.rstrip())
            continue
        heading = _HEADING.match(stripped)
        words = heading[2] if heading else stripped
        is_start = not any(draft.lines)
        day = is_day_heading(words, hints) if len(words) < 80 and has_digit(words) else None
        if day is not None and (heading or is_start):
            if not is_start or draft.published:
                drafts.append(_Draft())
            drafts[-1].day = Found(day, f"day heading \u201c{words[:40]}\u201d")
            continue
        is_underlined = number + 1 < len(lines) and _UNDERLINE.match(lines[number + 1]) is not None
        if is_start and draft.title is None and ((heading and len(heading[1]) == 1) or is_underlined):
            draft.title = Found(words, "heading of the text")
            continue
        if is_start and draft.title is not None and _UNDERLINE.match(stripped):
            continue
        if _RULE.match(stripped) and draft.published:
            continue
        if (stamp := _stamp_line(stripped, draft.day, hints)) is not None:
            published, authors = stamp
            if is_start:
                draft.published, draft.authors = Found(published, "line below the title"), authors
            else:
                draft.published, draft.authors = Found(published, "footer stamp"), authors or draft.authors
                drafts.append(_Draft(day=draft.day))
            continue
        draft.lines.append(line.rstrip())
    return drafts


def _stamp_line(
    line: str, day: Found[Timestamp] | None, hints: DateHints
) -> tuple[Timestamp, Found[tuple[str, ...]] | None] | None:
    """The stamp, and the byline if there is one, of a line that is nothing else."""
    if len(line) > _MAX_STAMP_LINE or not has_digit(line):
        return None
    stamps = find_timestamps(line, hints)
    byline = find_byline(line)
    authors = Found(byline.names, f"text \u201c{line[:40]}\u201d") if byline else None
    if stamps:
        rest = line[: stamps[0].start] + line[stamps[0].end :]
        if byline:
            rest = rest.replace(line[byline.start : byline.end], "")
        return (stamps[0].stamp, authors) if len(re.findall(r"\w", rest)) < 24 and len(stamps) == 1 else None
    if day is not None and len(line) < 40 and line.endswith("#") and (clock := find_clock(line)) is not None:
        return with_clock(day.value, clock), authors
    return None


def _entry(page: Page, position: int, draft: _Draft, fields: front_matter.Fields, count: int) -> Entry:
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(draft.lines)).strip("\n")
    if page.media == "markdown":
        body = markdown_text(without_shortcodes(body) if fields else body)
    authors = draft.authors or front_matter.authors(fields)
    is_jekyll = "_posts" in page.path.split("/")[:-1] and "source/_posts/" not in page.path
    if authors is None:
        signed = read_signature([line for line in body.split("\n") if line.strip()][-3:])
        authors = Found(signed, "signature") if signed else None
    permalink = front_matter.permalink(fields, page.base_url)
    # a file with front matter is what a page is made from: its own path is no address
    if permalink is None and page.url and count == 1 and not fields:
        permalink = Found(canonical_permalink(page.url), "page address")
    return Entry(
        page=page.path,
        position=position,
        form="full",
        page_url=page.url,
        captured=page.captured,
        permalink=permalink,
        title=front_matter.title(fields) or draft.title,
        authors=authors,
        published=draft.published
        or draft.day
        or front_matter.stamp(fields, "date", "published", "publishdate", "created")
        or (front_matter.day_in_name(page.path) if count == 1 else None),
        updated=front_matter.stamp(fields, "updated", "lastmod", "modified", "last_modified_at"),
        tags=front_matter.words(fields, "tags", "tag", "keywords", is_jekyll=is_jekyll),
        categories=front_matter.words(fields, "categories", "category", is_jekyll=is_jekyll),
        body=Found(body, "text") if body else None,
        language=front_matter.language(fields),
        is_own_page=count == 1,
    )
