"""BlogML 2.0, which Subtext, BlogEngine.NET, dasBlog and others export -> entries. http://blogml.org"""

from __future__ import annotations

import base64
import binascii

from archivesearch.extract.formats import evidence
from archivesearch.extract.formats.markup import form_of, found_text, post_text, title_text
from archivesearch.extract.formats.xml import Node, parse_xml
from archivesearch.model import Entry, Found, Page, PageReading


def read(page: Page, text: str) -> PageReading:
    """The published posts of an export, or of one post cut out of it."""
    root = parse_xml(text)
    home = root.get("root-url") if root.get("root-url").startswith("http") else page.base_url
    authors = _titles(root.first("authors"), "author")
    categories = _titles(root.first("categories"), "category")
    entries: list[Entry] = []
    left_out: list[str] = []
    for node in (root.first("posts") or root).all("post"):
        title = title_text(_text(node.first("title")))
        kind = node.get("type") or "normal"
        if node.get("approved").lower() == "false" or kind != "normal":
            left_out.append("draft" if kind == "normal" else kind)
            continue
        content = _text(node.first("content"))
        body = post_text(content or _text(node.first("excerpt")))
        if not title and not body:
            continue
        entries.append(
            Entry(
                page=page.path,
                position=len(entries),
                form=form_of(body, content, is_summary=not content),
                captured=page.captured,
                permalink=evidence.found_permalink(node.get("post-url"), "BlogML post-url", home),
                platform_id=Found(f"blogml {node.get('id')}", "BlogML id") if node.get("id") else None,
                title=found_text(title, "BlogML title"),
                authors=evidence.found_people(_named(node, "authors", "author", authors), "BlogML author"),
                published=evidence.found_stamp(node.get("date-created"), "BlogML date-created"),
                updated=evidence.found_stamp(node.get("date-modified"), "BlogML date-modified"),
                tags=evidence.found_words(_named(node, "tags", "tag", {}), "BlogML tag"),
                categories=evidence.found_words(
                    _named(node, "categories", "category", categories), "BlogML category"
                ),
                body=found_text(body, "BlogML content" if content else "BlogML excerpt"),
            )
        )
    name = title_text(_text(root.first("title")))
    facts = evidence.facts_of(
        page, "list" if entries else "other", home=home, title=Found(name, "BlogML title") if name else None
    )
    return PageReading(facts, tuple(entries), left_out=tuple(left_out))


def _titles(node: Node | None, name: str) -> dict[str, str]:
    """id -> title of authors or categories."""
    return {one.get("id"): title_text(_text(one.first("title"))) for one in (node.all(name) if node else ())}


def _named(post: Node, group: str, name: str, titles: dict[str, str]) -> list[str]:
    node = post.first(group)
    refs = [one.get("ref") for one in node.all(name)] if node is not None else []
    return [titles.get(ref, ref if not titles else "") for ref in refs]


def _text(node: Node | None) -> str:
    """What a text element says, in whichever of the two ways it is written."""
    if node is None:
        return ""
    text = node.whole_text().strip()
    if node.get("type") != "base64":
        return text
    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
