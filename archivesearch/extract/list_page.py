"""A list page -> an entry for each of its boxes that shows a post."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from archivesearch.addresses import same_page
from archivesearch.extract.boxes import Box
from archivesearch.extract.day_headings import day_headings
from archivesearch.extract.entry import find_body, read_entry, with_text
from archivesearch.extract.fields.permalink import find_permalink, trackback_address
from archivesearch.extract.fields.timestamp import DateHints, find_timestamps
from archivesearch.extract.fields.title import find_title
from archivesearch.extract.steps import PostStep
from archivesearch.extract.view import BoxView, PageView
from archivesearch.extract.year_headings import YearHeading, day_below_year, year_headings
from archivesearch.model import Entry, Found, Timestamp


def read_list_page(view: PageView, boxes: Sequence[Box]) -> list[PostStep]:
    """What each box says of its post."""
    days = day_headings(view, boxes)
    posts = []
    for box in boxes:
        day = next((d for start, d in reversed(days) if start <= box.scope.start), None)
        posts.append(_read_box(view, box, day))
    return _with_days_below_years(view, posts)


def _with_days_below_years(view: PageView, posts: list[PostStep]) -> list[PostStep]:
    """The posts, those without a date given the one that they print below the heading of their year."""
    if all(post.entry is None or post.entry.published for post in posts):
        return posts
    years = year_headings(view.document, view.blog_url)
    return [_dated(view, years, post) for post in posts] if years else posts


def _dated(view: PageView, years: Sequence[YearHeading], post: PostStep) -> PostStep:
    entry = post.entry
    if entry is None or entry.published:
        return post
    title = entry.title.value if entry.title else ""
    box = post.view.box
    day = day_below_year(view.document, years, box.scope, title, view.hints)
    if day is None:
        return post
    dated = _read_box(view, box._replace(stamp=(*box.stamp, day.start)), post.day)
    return replace(dated, entry=replace(dated.entry or entry, published=day.found))


def entries_of(posts: Sequence[PostStep]) -> list[Entry]:
    """The entries that came of the boxes of a page, numbered, without those of boxes that only look like posts."""
    entries = [post.entry for post in posts if post.entry is not None]
    with_address = sum(entry.permalink is not None for entry in entries)
    if with_address and with_address >= 0.5 * len(entries):
        # a box without an address among boxes that have one is a search box or a notice
        entries = [entry for entry in entries if entry.permalink is not None]
    return [
        entry if entry.position == position else replace(entry, position=position)
        for position, entry in enumerate(entries)
    ]


def _read_box(view: PageView, box: Box, day: Found[Timestamp] | None) -> PostStep:
    title = find_title(BoxView(view, box, box.scope))
    box_view = with_text(BoxView(view, box, box.scope, title=title))
    entry, refusal = _entry(box_view, day)
    return PostStep(box_view, day, entry, refusal)


def _entry(box_view: BoxView, day: Found[Timestamp] | None) -> tuple[Entry, Literal[""]] | tuple[None, str]:
    """What a box of a list says of its post; None and the reason where it is no post."""
    view, title = box_view.page, box_view.title
    permalink = find_permalink(box_view)
    if permalink is not None and same_page(permalink.value, view.url) and "#" not in permalink.value:
        permalink = None
    if permalink is None and title is not None:
        permalink = trackback_address(view, title.text)
    body = find_body(box_view)
    if title is None and body is None:
        return None, "neither a title nor a text"
    found_title = Found(title.text, title.rule) if title else None
    entry = read_entry(box_view, day, body, found_title, permalink)
    if entry.form == "title" and found_title:
        entry = _with_printed_day(entry, found_title, view.hints)
    if entry.permalink is None and entry.published is None and entry.form != "full":
        return None, "no permalink, no date and no full text"
    return entry, ""


def _with_printed_day(entry: Entry, title: Found[str], hints: DateHints) -> Entry:
    """In a list of titles the day may stand in the link itself: "[30/12/2013] Title", "2013-12-30 - Title"."""
    stamps = find_timestamps(title.value, hints)
    if len(stamps) != 1 or not (stamps[0].start <= 1 or stamps[0].end >= len(title.value) - 1):
        return entry
    before, after = title.value[: stamps[0].start].rstrip("[( "), title.value[stamps[0].end :].lstrip("]) ")
    rest = (before or after).strip(" -\u2013\u2014:|,\u00b7")
    is_apart = (
        title.value[: stamps[0].start].strip() in ("[", "(")
        or re.match(r"\W*[-\u2013\u2014:|]\s|[])]", after)
        or entry.published is None
    )
    if not rest or not is_apart or (before and after.strip(" -:|")):
        return entry
    return replace(
        entry,
        title=Found(rest, title.rule),
        published=entry.published or Found(stamps[0].stamp, "day in the link"),
    )
