"""Page -> entries: recognises the platform, tells lists from posts, and has each post read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from archivesearch.extract.blog_facts import (
    blog_at,
    blog_titles,
    feed_home,
    find_owner,
    home_address,
    home_below,
)
from archivesearch.extract.charset import decode
from archivesearch.extract.document import Document
from archivesearch.extract.fields.language import language_of
from archivesearch.extract.fields.permalink import own_address
from archivesearch.extract.fields.timestamp import DateHints
from archivesearch.extract.formats.catalogue import READERS
from archivesearch.extract.head import read_head
from archivesearch.extract.list_page import entries_of, read_list_page
from archivesearch.extract.own_page import read_own_page
from archivesearch.extract.plain import read_plain
from archivesearch.extract.platforms.catalogue import recognise
from archivesearch.extract.splitter import split_page
from archivesearch.extract.steps import PostStep, Split, Steps
from archivesearch.extract.view import PageView
from archivesearch.languages import told_language
from archivesearch.model import Found, Page, PageFacts, PageReading


def read_page(page: Page) -> PageReading:
    """All that one page says. Raises ExtractError for a page that cannot be read at all."""
    text, note = decode(page.content, page.charset)
    notes = (note,) if note else ()
    if page.media in READERS:
        reading = READERS[page.media](page, text)
        return replace(reading, notes=notes)
    if page.media != "html":
        return replace(read_plain(page, text), notes=notes)
    reading = read_html(text, page)
    return replace(reading, notes=notes) if notes else reading


def read_html(text: str, page: Page, steps: Steps | None = None) -> PageReading:
    """All that the markup of one page says; `steps`, when given, takes how it was told."""
    facts, view = _view(text, _with_sound_addresses(page))
    split = split_page(view)
    view = replace(view, is_single=split.kind.value == "single")
    posts = _read_posts(view, split)
    if steps is not None:
        steps.page, steps.split, steps.posts = view, split, posts
    entries = entries_of(posts)
    is_empty = view.is_single and not entries
    return PageReading(replace(facts, kind="other" if is_empty else split.kind.value), tuple(entries))


def _view(text: str, page: Page) -> tuple[PageFacts, PageView]:
    """What a page says of itself and of its blog, its kind still open, and the page as its posts are read from it."""
    document = Document(text, page.url)
    head = read_head(document)
    own = own_address(document, head)
    url = Found(page.url, page.url_rule) if page.url else own
    if document.url is None and url is not None:
        document.url = url.value
    platform, evidence = recognise(document, head)
    language = language_of(head.language or "")
    blog_url = page.base_url or home_address(document, head) or (None if url else feed_home(document, head))
    address = url.value if url else None
    if address is None and blog_url and "://" in blog_url:
        document.lies_on(blog_url)
    facts = PageFacts(
        path=page.path,
        kind="other",
        url=address,
        url_rule=url.rule if url else None,
        blog=blog_at(blog_url or address, is_home=blog_url is not None),
        platform=platform.name if evidence else None,
        platform_rule=evidence,
        blog_titles=tuple(blog_titles(document, head)),
        head_title=head.title,
        owner=find_owner(document, head),
        language=language,
        generator=head.first("generator"),
    )
    view = PageView(
        path=page.path,
        document=document,
        head=head,
        platform=platform,
        hints=DateHints(language=told_language(language, head.title or ""), captured=page.captured),
        url=address,
        own=own,
        blog_url=(home_below(document, head, address, blog_url) if address else None) or blog_url,
        is_single=False,
    )
    return facts, view


def _read_posts(view: PageView, split: Split) -> Sequence[PostStep]:
    if split.kind.value == "other":
        return ()
    if split.kind.value == "single":
        return [read_own_page(view, split.boxes[0], split.title)]
    return read_list_page(view, split.boxes)


def _with_sound_addresses(page: Page) -> Page:
    """The page without addresses that are none, such as one with an unclosed bracket."""
    for name in ("url", "base_url"):
        try:
            urlsplit(getattr(page, name) or "")
        except ValueError:
            page = replace(page, url=None, base_url=None)
    return page
