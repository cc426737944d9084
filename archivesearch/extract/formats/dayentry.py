"""dasBlog's own store, content/YYYY-MM-DD.dayentry.xml -> entries: the text as written, with instant and author."""

from __future__ import annotations

from archivesearch.extract.fields.language import language_of
from archivesearch.extract.formats import evidence
from archivesearch.extract.formats.markup import form_of, found_text, post_text, title_text
from archivesearch.extract.formats.xml import CUT_OFF, Node, is_cut_off, parse_xml
from archivesearch.model import Entry, Found, Page, PageReading

_PLATFORM = Found("dasBlog", "dayentry")


def read(page: Page, text: str) -> PageReading:
    """The public posts of one day."""
    root = parse_xml(text)
    language = None
    entries: list[Entry] = []
    left_out: list[str] = []
    for node in (root.first("entries") or root).all("entry"):
        if node.value("ispublic").lower() == "false":
            left_out.append("draft")
            continue
        language = language_of(node.value("language")) or language
        entries.append(_entry(page, len(entries), node))
    facts = evidence.facts_of(page, "list" if entries else "other", language=language, platform=_PLATFORM)
    faults = (CUT_OFF,) if is_cut_off(text) else ()
    return PageReading(facts, tuple(entries), left_out=tuple(left_out), faults=faults)


def _entry(page: Page, position: int, node: Node) -> Entry:
    content, description = node.value("content"), node.value("description")
    body = post_text(content or description)
    guid = node.value("entryid").lower()
    address = f"{page.base_url.rstrip('/')}/PermaLink,guid,{guid}.aspx" if page.base_url and guid else ""
    updated = evidence.found_stamp(node.value("modified"), "dayentry Modified")
    published = evidence.found_stamp(node.value("created"), "dayentry Created")
    return Entry(
        page=page.path,
        position=position,
        form=form_of(body, content, is_summary=not content),
        captured=page.captured,
        platform=_PLATFORM.value,
        permalink=evidence.found_permalink(address, "dayentry EntryId"),
        platform_id=Found(guid, "dayentry EntryId") if guid else None,
        title=found_text(title_text(node.value("title")), "dayentry Title"),
        authors=evidence.found_people([node.value("author")], "dayentry Author"),
        published=published,
        updated=None if updated and published and updated.value == published.value else updated,
        categories=evidence.found_words(node.value("categories").split(";"), "dayentry Categories"),
        body=found_text(body, "dayentry Content" if content else "dayentry Description"),
        language=language_of(node.value("language")),
    )
