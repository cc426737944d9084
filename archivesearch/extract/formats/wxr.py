"""WordPress exports (WXR 1.0 to 1.2) -> entries: published posts; pages, attachments and drafts are none."""

from __future__ import annotations

from archivesearch.errors import ExtractError
from archivesearch.extract.fields.language import language_of
from archivesearch.extract.formats import evidence
from archivesearch.extract.formats.markup import form_of, found_text, post_text, title_text
from archivesearch.extract.formats.wordpress_text import stored_markup
from archivesearch.extract.formats.xml import Node, parse_xml
from archivesearch.model import Entry, Found, Page, PageReading, Timestamp

_PLATFORM = Found("WordPress", "WXR")


def read(page: Page, text: str) -> PageReading:
    """The published posts of an export, or of one item cut out of it."""
    root = parse_xml(text)
    channel = root.first("channel") or root
    home = channel.value("wp:base_blog_url") or channel.value("link")
    language = language_of(channel.value("language"))
    names = {
        author.value("wp:author_login"): author.value("wp:author_display_name")
        for author in channel.all("wp:author")
    }
    entries: list[Entry] = []
    left_out: list[str] = []
    faults: list[str] = []
    for node in channel.all("item"):
        if (reason := _no_post(node)) is not None:
            left_out.append(reason)
            continue
        try:
            entry = _entry(page, len(entries), node, names, language, home)
        except ExtractError as error:
            if "#item-" in page.path:
                raise
            faults.append(f"item {title_text(node.value('title'))[:60]!r} was left out: {error}")
            continue
        if entry is not None:
            entries.append(entry)
    title = title_text(channel.value("title"))
    facts = evidence.facts_of(
        page,
        "list" if entries else "other",
        home=home,
        title=Found(title, "WXR title") if title else None,
        language=language,
        platform=_PLATFORM,
        generator=channel.value("generator"),
    )
    return PageReading(facts, tuple(entries), left_out=tuple(left_out), faults=tuple(faults))


def _no_post(node: Node) -> str | None:
    """What an item is that is no published post; None for one that is."""
    kind = node.value("wp:post_type") or "post"
    if kind != "post":
        return kind
    status = node.value("wp:status") or "publish"
    return None if status == "publish" else status


def _entry(
    page: Page, position: int, node: Node, names: dict[str, str], language: str | None, home: str
) -> Entry | None:
    title = title_text(node.value("title"))
    content = node.first("content:encoded")
    markup = stored_markup(content.whole_text()) if content is not None else ""
    body = post_text(markup)
    if not title and not body:
        return None
    login = node.value("dc:creator")
    number = node.value("wp:post_id")
    words: dict[str, list[str]] = {"tag": [], "category": []}
    for category in node.all("category"):
        domain = {"post_tag": "tag", "": "category"}.get(category.get("domain"), category.get("domain"))
        if domain in words:
            words[domain].append(title_text(category.whole_text()))
    return Entry(
        page=page.path,
        position=position,
        form=form_of(body, "", is_summary=False) if body else "title",
        page_url=page.url,
        captured=page.captured,
        platform="WordPress",
        permalink=evidence.found_permalink(node.value("link"), "WXR link", home),
        platform_id=Found(f"post-{number}", "WXR wp:post_id") if number.isdecimal() else None,
        title=found_text(title, "WXR title"),
        authors=evidence.found_people([names.get(login) or login], "WXR dc:creator"),
        published=_stamp(node, "wp:post_date") or evidence.found_stamp(node.value("pubdate"), "WXR pubDate"),
        updated=_stamp(node, "wp:post_modified"),
        tags=evidence.found_words(words["tag"], "WXR category domain=post_tag"),
        categories=evidence.found_words(words["category"], "WXR category domain=category"),
        body=found_text(body, "WXR content:encoded"),
        language=language,
    )


def _stamp(node: Node, name: str) -> Found[Timestamp] | None:
    stamp = evidence.local_stamp(node.value(name), node.value(f"{name}_gmt"))
    if stamp is None:
        return None
    return Found(stamp, f"WXR {name} + {name}_gmt" if stamp.offset is not None else f"WXR {name}")
