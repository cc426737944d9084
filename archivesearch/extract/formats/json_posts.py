"""Posts kept as JSON -> entries: JSON Feed 1 and 1.1, and what Ghost exports."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archivesearch.errors import ExtractError
from archivesearch.extract.fields.language import language_of
from archivesearch.extract.formats import evidence
from archivesearch.extract.formats.markup import form_of, found_text, plain_markup, post_text, title_text
from archivesearch.model import Entry, Found, Page, PageReading

Record = Mapping[str, Any]


def read(page: Page, text: str) -> PageReading:
    """The posts of a file; ExtractError when it is no JSON."""
    try:
        root = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ExtractError(f"not JSON ({error}); fetch or export it again") from error
    if not isinstance(root, Mapping):
        return PageReading(evidence.facts_of(page, "other"), ())
    return _feed(page, root) if "jsonfeed.org" in _string(root, "version") else _ghost(page, root)


# ------------------------------------------------------------------ JSON Feed, https://www.jsonfeed.org/version/1.1/


def _feed(page: Page, root: Record) -> PageReading:
    home = _string(root, "home_page_url")
    language = language_of(_string(root, "language"))
    owners = _names(root)
    entries: list[Entry] = []
    for item in _records(root, "items"):
        markup = _string(item, "content_html") or plain_markup(_string(item, "content_text"))
        summary = _string(item, "summary")
        body = post_text(markup) or " ".join(summary.split())
        title = title_text(_string(item, "title"), is_html=False)
        identity = str(item.get("id") or "")
        if not title and not body:
            continue
        entries.append(
            Entry(
                page=page.path,
                position=len(entries),
                form=form_of(body, markup, is_summary=not markup),
                page_url=page.url,
                captured=page.captured,
                permalink=evidence.found_permalink(_string(item, "url"), "feed url", home)
                or evidence.found_permalink(identity, "feed id"),
                platform_id=Found(identity[:500], "feed id") if identity else None,
                title=found_text(title, "feed title"),
                authors=evidence.found_people(_names(item) or owners, "feed authors"),
                published=evidence.found_stamp(_string(item, "date_published"), "feed date_published"),
                updated=evidence.found_stamp(_string(item, "date_modified"), "feed date_modified"),
                tags=evidence.found_words(_strings(item.get("tags")), "feed tags"),
                body=found_text(body, "feed content_html" if markup else "feed summary"),
                language=language_of(_string(item, "language")) or language,
                is_evidence_only=not page.is_source,
            )
        )
    title = title_text(_string(root, "title"), is_html=False)
    facts = evidence.facts_of(
        page,
        "list" if entries else "other",
        home=home,
        title=Found(title, "feed title") if title else None,
        language=language,
    )
    return PageReading(facts, tuple(entries))


def _names(record: Record) -> list[str]:
    people = [
        *_records(record, "authors"),
        *([record["author"]] if isinstance(record.get("author"), Mapping) else []),
    ]
    return [name for person in people if (name := _string(person, "name"))]


# ------------------------------------------------------------------ Ghost


def _ghost(page: Page, root: Record) -> PageReading:
    """{"db": [{"data": {"posts": [...], "tags": [...], "users": [...], ...}}]}, in older versions without "db"."""
    outer = next(iter(_records(root, "db")), root)
    stored = outer.get("data")
    if not isinstance(stored, Mapping):
        return PageReading(evidence.facts_of(page, "other"), ())
    names = {one.get("id"): _string(one, "name") for one in _records(stored, "users")}
    tags = {one.get("id"): _string(one, "name") for one in _records(stored, "tags")}
    authors_of = _joined(_records(stored, "posts_authors"), "author_id", names)
    tags_of = _joined(_records(stored, "posts_tags"), "tag_id", tags)
    entries: list[Entry] = []
    left_out: list[str] = []
    for post in _records(stored, "posts"):
        title = title_text(_string(post, "title"), is_html=False)
        kind = "page" if post.get("page") or post.get("type") == "page" else _string(post, "status")
        if kind not in ("published", ""):
            left_out.append(kind)
            continue
        markup = _string(post, "html")
        body = post_text(markup) or "\n\n".join(
            p.strip() for p in _string(post, "plaintext").split("\n\n") if p.strip()
        )
        people = authors_of.get(post.get("id")) or [names.get(post.get("author_id"), "")]
        slug, base = _string(post, "slug"), (page.base_url or "").rstrip("/")
        entries.append(
            Entry(
                page=page.path,
                position=len(entries),
                form=form_of(body, markup, is_summary=False),
                captured=page.captured,
                platform="Ghost",
                permalink=evidence.found_permalink(
                    f"{base}/{slug}/" if base and slug else "", "Ghost export slug"
                ),
                platform_id=Found(f"ghost {slug}", "Ghost export slug") if slug else None,
                title=found_text(title, "Ghost export title"),
                authors=evidence.found_people(people, "Ghost export author"),
                published=evidence.found_stamp(_string(post, "published_at"), "Ghost export published_at"),
                updated=evidence.found_stamp(_string(post, "updated_at"), "Ghost export updated_at"),
                tags=evidence.found_words(
                    (tag for tag in tags_of.get(post.get("id"), ()) if not tag.startswith("#")),
                    "Ghost export tags",
                ),
                body=found_text(body, "Ghost export html"),
            )
        )
    title = next(
        (_string(one, "value") for one in _records(stored, "settings") if one.get("key") == "title"), ""
    )
    facts = evidence.facts_of(
        page,
        "list" if entries else "other",
        title=Found(title, "Ghost export settings") if title else None,
        platform=Found("Ghost", "Ghost export"),
    )
    return PageReading(facts, tuple(entries), left_out=tuple(left_out))


def _joined(links: Iterable[Record], key: str, names: Mapping[Any, str]) -> dict[Any, list[str]]:
    """post id -> names, in the order of the table that joins them."""
    found: dict[Any, list[str]] = {}
    for link in sorted(links, key=_order):
        if name := names.get(link.get(key)):
            found.setdefault(link.get("post_id"), []).append(name)
    return found


def _order(link: Record) -> int:
    order = link.get("sort_order")
    return order if isinstance(order, int) else 0


# ------------------------------------------------------------------ values of whatever type


def _string(record: Record, name: str) -> str:
    value = record.get(name)
    return value.strip() if isinstance(value, str) else ""


def _records(record: Record, name: str) -> Iterator[Record]:
    value = record.get(name)
    return (one for one in value if isinstance(one, Mapping)) if isinstance(value, list) else iter(())


def _strings(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
