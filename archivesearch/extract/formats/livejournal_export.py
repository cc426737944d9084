"""LiveJournal and its kin: a month as the site exports it, or one entry as ljdump keeps it -> entries."""

from __future__ import annotations

import re

from archivesearch.extract.formats import evidence
from archivesearch.extract.formats.markup import form_of, found_text, post_text, title_text
from archivesearch.extract.formats.wordpress_text import markup_of_lines
from archivesearch.extract.formats.xml import Node, parse_xml
from archivesearch.model import Entry, Found, Page, PageReading

_EXPORT = Found("LiveJournal", "LiveJournal export")
_ZERO_SECONDS = re.compile(r"(\d\d:\d\d):00$")
# <lj user="kate">, <lj comm=lamps/>: the name is all there is of it.
_USER = re.compile(r"<lj\s[^<>]*?\b(?:user|comm)\s*=\s*[\"']?([\w-]+)[^<>]*>", re.IGNORECASE)


def read(page: Page, text: str) -> PageReading:
    """The entries of a file. Their clocks are those that the writer stated, without a zone, to the minute."""
    root = parse_xml(text)
    nodes = [root] if root.name == "event" else list(root.all("entry"))
    entries = tuple(_entry(page, number, node) for number, node in enumerate(nodes))
    facts = evidence.facts_of(page, "list" if entries else "other", platform=_EXPORT)
    return PageReading(facts, entries)


def _entry(page: Page, position: int, node: Node) -> Entry:
    props = node.first("props") or node
    content = _USER.sub(r"\1", node.value("event"))
    markup = content if props.value("opt_preformatted") == "1" else markup_of_lines(content)
    body = post_text(markup)
    item = node.value("itemid"), node.value("eventtime")  # every journal counts from 1
    return Entry(
        page=page.path,
        position=position,
        form=form_of(body, content, is_summary=False),
        captured=page.captured,
        platform=_EXPORT.value,
        permalink=evidence.found_permalink(node.value("url"), "LiveJournal url"),
        platform_id=Found(" ".join(item), "LiveJournal itemid") if item[0] else None,
        title=found_text(title_text(node.value("subject")), "LiveJournal subject"),
        authors=evidence.found_people([node.value("poster")], "LiveJournal poster"),
        published=evidence.found_stamp(
            _ZERO_SECONDS.sub(r"\1", node.value("eventtime")), "LiveJournal eventtime"
        ),
        tags=evidence.found_words(props.value("taglist").split(","), "LiveJournal taglist"),
        body=found_text(body, "LiveJournal event"),
    )
