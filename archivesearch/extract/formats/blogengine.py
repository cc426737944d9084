"""BlogEngine.NET's own store, App_Data/posts/GUID.xml -> entries: one published post a file."""

from __future__ import annotations

import re

from archivesearch.extract.formats import evidence
from archivesearch.extract.formats.markup import form_of, found_text, post_text, title_text
from archivesearch.extract.formats.xml import CUT_OFF, Node, is_cut_off, parse_xml
from archivesearch.model import Entry, Found, Page, PageReading

_PLATFORM = Found("BlogEngine.NET", "post file")
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def read(page: Page, text: str) -> PageReading:
    """The post of a file; none of a draft or a deleted one."""
    node = parse_xml(text)
    title = title_text(node.value("title"))
    is_post = node.value("ispublished").lower() != "false" and node.value("isdeleted").lower() != "true"
    entries = (_entry(page, node, title),) if is_post else ()
    facts = evidence.facts_of(page, "list" if entries else "other", platform=_PLATFORM)
    faults = (CUT_OFF,) if is_cut_off(text) else ()
    return PageReading(facts, entries, left_out=() if is_post else ("draft",), faults=faults)


def _entry(page: Page, node: Node, title: str) -> Entry:
    content = node.value("content")
    body = post_text(content or node.value("description"))
    guid = _GUID.search(page.path.rpartition("/")[2])
    published = evidence.found_stamp(node.value("pubdate"), "BlogEngine pubDate")
    slug = node.value("slug")
    address = ""
    if page.base_url and slug and published and published.value.precision in ("day", "minute", "second"):
        address = f"{page.base_url.rstrip('/')}/post/{published.value.local:%Y/%m/%d}/{slug}.aspx"
    return Entry(
        page=page.path,
        position=0,
        form=form_of(body, content, is_summary=not content),
        captured=page.captured,
        platform=_PLATFORM.value,
        permalink=evidence.found_permalink(address, "BlogEngine slug"),
        platform_id=Found(guid[0].lower(), "BlogEngine file name") if guid else None,
        title=found_text(title, "BlogEngine title"),
        authors=evidence.found_people([node.value("author")], "BlogEngine author"),
        published=published,
        updated=evidence.found_stamp(node.value("lastmodified"), "BlogEngine lastModified"),
        tags=evidence.found_words(_values(node, "tags", "tag"), "BlogEngine tag"),
        categories=evidence.found_words(
            (word for word in _values(node, "categories", "category") if not _GUID.fullmatch(word)),
            "BlogEngine category",
        ),
        body=found_text(body, "BlogEngine content" if content else "BlogEngine description"),
    )


def _values(node: Node, group: str, name: str) -> list[str]:
    inside = node.first(group)
    return [one.whole_text().strip() for one in inside.all(name)] if inside is not None else []
