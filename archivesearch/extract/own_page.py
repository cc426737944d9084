"""A post's own page -> its entry: what the page's head and address say counts as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archivesearch.addresses import canonical_permalink
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.boxes import Box
from archivesearch.extract.day_headings import day_above
from archivesearch.extract.entry import find_body, read_entry, with_text
from archivesearch.extract.fields.permalink import find_permalink
from archivesearch.extract.fields.tags import head_tags
from archivesearch.extract.fields.title import (
    PLAIN_TITLE,
    find_named_title,
    find_title,
    fold_title,
    head_titles,
    holds_more,
    printed_title,
)
from archivesearch.extract.steps import PostStep
from archivesearch.extract.view import BoxView, PageView, Value, before_other_posts, zone_around
from archivesearch.model import Entry, Found

_MIN_POST_LETTERS = 20


def read_own_page(view: PageView, box: Box, title: Value | None) -> PostStep:
    """What the page says of its one post; `title` is where it shows what its head says."""
    named = head_titles(view.head, view.url)
    shown = _shown_title(BoxView(view, box, box.scope), title, named)
    found_title = Found(shown.text, shown.rule) if shown else named[0] if named else None
    zone = zone_around(view.document, box.scope, shown.element if shown else None)
    full = with_text(BoxView(view, box, zone, title=shown))
    if (shorter := before_other_posts(full)) is not zone:
        full = replace(full, zone=shorter)
    if found_title is None and view.document.letters(box.scope) < _MIN_POST_LETTERS:
        return PostStep(full, None, None, f"fewer than {_MIN_POST_LETTERS} letters and no title")
    day = day_above(view, full.bodies[0].start if full.bodies else box.scope.start)
    entry = read_entry(full, day, find_body(full), found_title, _permalink(full))
    return PostStep(full, day, _with_head_tags(entry, full))


def _shown_title(view: BoxView, title: Value | None, named: Sequence[Found[str]]) -> Value | None:
    """The post's title as the page shows it: the box's own, unless it differs from what the head says."""
    value = find_title(view)
    is_unmarked = title is None or title.rule.startswith(PLAIN_TITLE)
    is_sure = value is not None and not value.rule.startswith("first heading")
    if title is not None and value is not None and not is_sure and holds_more(title.text, value.text):
        return Value(printed_title(view.document, title.element), title.rule, title.element)
    if is_unmarked and not is_sure and (marked := find_named_title(view.document)) is not None:
        return marked
    if title is not None and (value is None or is_unmarked or not _says_same(value.text, named)):
        return Value(printed_title(view.document, title.element), title.rule, title.element)
    return value


def _says_same(text: str, named: Sequence[Found[str]]) -> bool:
    """True if one of the head's titles holds the text."""
    folded = fold_title(text)
    return any(folded and folded in fold_title(found.value) for found in named)


def _permalink(view: BoxView) -> Found[str] | None:
    """The address that the page gives for itself, that of a sure link, its own, that of any link."""
    page = view.page
    if page.own and address_kind(page.own.value, page.blog_url) not in ("home", "list", "file"):
        return page.own
    box = replace(view, zone=view.box.scope)
    if (found := find_permalink(box, is_sure=True)) is not None:
        return found
    if page.url and address_kind(page.url, page.blog_url) not in ("home", "list"):
        return Found(canonical_permalink(page.url), "page address")
    return find_permalink(box)


def _with_head_tags(entry: Entry, view: BoxView) -> Entry:
    """The entry with the tags of the page's head, where the page shows none or only the first of them."""
    tags, categories = head_tags(view)
    if entry.tags is None and entry.categories is None:
        return replace(entry, tags=tags, categories=categories)
    if (
        entry.tags is None and entry.categories and tags and tags.rule != "meta keywords"
    ):  # which may be the blog's
        named = {name.casefold() for name in entry.categories.value}
        others = tuple(name for name in tags.value if name.casefold() not in named)
        return replace(entry, tags=Found(others, tags.rule) if others else None)
    if entry.tags and tags and tags.rule == "meta article:tag" and set(entry.tags.value) < set(tags.value):
        return replace(entry, tags=tags)
    return entry
