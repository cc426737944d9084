"""When a post was published and updated: every stamp its box and page show, weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from archivesearch.addresses import permalink_key
from archivesearch.extract.fields.timestamp import find_clock, find_timestamps, read_timestamp, with_clock
from archivesearch.extract.platform import Rules
from archivesearch.extract.view import BoxView, Value
from archivesearch.model import Found, Timestamp

STANDARD_PUBLISHED: Rules = (
    "time[pubdate]@datetime",
    ".dt-published@datetime",
    "[itemprop~=datePublished]@datetime",
    "[itemprop~=datePublished]@content",
    "abbr.published@title",
    "time.published@datetime",
    "time.entry-date@datetime",
    ".published@title",
    "time[datetime]:not(.updated):not(.dt-updated):not(.modified):not([itemprop~=dateModified])@datetime",
    "[property='dc:date']@content",
    "[property='dc:created']@content",
    ".date, .post-date, .entry-date, .postdate, .post_date, .published, .publish-date, .pubdate, "
    ".post-meta-date, .blog-date, .article-date, .post__date, .posted-on, .dateline",
    "time:not(.updated):not(.dt-updated)",
)
STANDARD_UPDATED: Rules = (
    ".dt-updated@datetime",
    "[itemprop~=dateModified]@datetime",
    "[itemprop~=dateModified]@content",
    "time.updated@datetime",
    "abbr.updated@title",
    "time.modified@datetime",
)
_UPDATED_WORD = re.compile(
    r"\b(?:updated?|modified|last (?:edit|change)|edited|revised|aktualisiert|geändert|bearbeitet"
    r"|actualizado|modificado|modificat|mis à jour|modifié|atualizado|editado"
    r"|aggiornato|bijgewerkt|обновлен|изменен|zaktualizowano|uppdaterad)|更新|修改|수정",
    re.IGNORECASE,
)
_PRINTED_CLOCK = re.compile(r"\d{1,2}\s?[:.h時时点]\s?\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/_-]|$)")
GUESSED_ORDER = ", order of day and month guessed"
_LONGEST_OFFSET = timedelta(hours=14)
_QUARTER_HOUR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp with where it was found."""

    value: Timestamp
    rule: str
    is_machine: bool  # read from an attribute or the head, not from what is printed
    has_printed_clock: bool = True  # machine stamps: the words printed for it show a time of day
    place: int = -1  # of the element on the page; -1 for the head


def find_published(
    view: BoxView, day: Found[Timestamp] | None, permalink: Found[str] | None
) -> tuple[Found[Timestamp] | None, Found[Timestamp] | None]:
    """(published, updated) of a box; `day` is the day heading above it, `permalink` what the box was found to be."""
    stamps = list(_box_stamps(view, (*view.page.platform.published, *STANDARD_PUBLISHED)))
    stamps += [s for s in _line_stamps(view) if s not in stamps]
    stamps += list(_title_clocks(view, stamps))
    stamps += _head_stamps(view, permalink)
    if day is not None:
        stamps = _under_day_heading(view, stamps, day)
    published = choose(stamps, view.page.platform.is_zero_offset_local(view.page.head))
    if published is None and (url := view.page.url if view.page.is_single else None):
        published = address_day(url)
    updated = choose(list(_updated_stamps(view)), view.page.platform.is_zero_offset_local(view.page.head))
    return published, updated


def choose(stamps: list[Stamp], is_zero_offset_local: bool) -> Found[Timestamp] | None:
    """The first stamp, made more precise by the others that mean the same moment."""
    days = [s for s in stamps if s.value.precision not in ("year", "month")]
    if not days:
        return Found(stamps[0].value, stamps[0].rule) if stamps else None
    first = days[0]
    value, rule, place = first.value, first.rule, first.place
    printed = [s for s in days if not s.is_machine and s.value.has_clock]
    if (
        value.has_clock
        and not _is_real_clock(first)
        and not any(_is_same_day(s.value, value) for s in printed)
    ):
        # 00:00 where only a day is printed is how templates write "no time known"
        later = next((s for s in days[1:] if _is_same_day(s.value, value) and _is_real_clock(s)), None)
        if later is None:
            return Found(Timestamp(value.local, "day"), rule)
        value, rule, place = later.value, later.rule, later.place
    if not value.has_clock:
        exact = next(
            (s for s in days[1:] if s.value.local.date() == value.local.date() and _is_real_clock(s)), None
        )
        if exact is not None:
            value, rule, place = exact.value, f"{rule} + {exact.rule}", exact.place
    if value.has_clock and (value.offset is None or not value.offset):
        value, rule = _with_offset(value, rule, place, days, is_zero_offset_local)
    return Found(value, rule)


def _is_real_clock(stamp: Stamp) -> bool:
    local = stamp.value.local
    return stamp.value.has_clock and (
        not stamp.is_machine or stamp.has_printed_clock or bool(local.hour or local.minute or local.second)
    )


def _is_same_day(one: Timestamp, other: Timestamp) -> bool:
    return abs((one.local.date() - other.local.date()).days) <= (1 if one.offset != other.offset else 0)


def _with_offset(
    value: Timestamp, rule: str, place: int, stamps: list[Stamp], is_zero_offset_local: bool
) -> tuple[Timestamp, str]:
    """Wall clock and offset of a stamp in UTC or without zone, from another stamp of the same moment.

    `place` is where the stamp stands: only its own element and the head speak of the same moment.
    """
    for other in stamps:
        seen = other.value
        if not seen.has_clock or seen is value:
            continue
        if value.offset is None and seen.offset:
            if _floor_minute(seen.local) == _floor_minute(value.local):
                return (
                    seen if seen.precision == "second" else replace(value, offset=seen.offset)
                ), f"{rule} + zone of {other.rule}"
            continue
        if (value.offset is None) == (seen.offset is None):
            continue
        if other.place not in (-1, place) and place != -1:
            continue  # the stamp of something else, such as a comment half an hour later
        instant, wall = (value, seen) if value.offset is not None else (seen, value)
        gap = _floor_minute(wall.local) - _floor_minute(instant.local)
        if gap and abs(gap) <= _LONGEST_OFFSET and not gap % _QUARTER_HOUR:
            seconds = instant.local.second
            local = wall.local.replace(second=seconds) if wall.precision == "minute" else wall.local
            precision = instant.precision if wall.precision == "minute" else wall.precision
            return Timestamp(local, precision, gap), f"{rule} + {other.rule}: one moment in two zones"
    if value.offset is not None and is_zero_offset_local:
        return replace(value, offset=None), f"{rule}, whose +00:00 is no zone"
    return value, rule


def _floor_minute(moment: datetime) -> datetime:
    return moment.replace(second=0)


def _box_stamps(view: BoxView, rules: Rules) -> Iterator[Stamp]:
    hints = view.page.hints
    for value in view.values(rules):
        is_machine, place = "@" in value.rule, value.element.start
        printed = view.document.text(value.element) if is_machine else value.text
        if _UPDATED_WORD.search(printed) and not is_machine and len(printed) < 60:
            continue
        stamp = read_timestamp(value.text, hints)
        if stamp is None and not is_machine:
            continue
        if stamp is not None:
            yield Stamp(
                stamp, value.rule, is_machine, not is_machine or bool(_PRINTED_CLOCK.search(printed)), place
            )
        if is_machine and printed:
            if (shown := read_timestamp(printed, hints)) is not None:
                yield Stamp(shown, f"{value.rule.partition('@')[0]} text", False, place=place)
            elif stamp is not None and (clock := find_clock(printed)) is not None:
                printed_clock = with_clock(Timestamp(stamp.local, "day"), clock)
                yield Stamp(printed_clock, f"{value.rule.partition('@')[0]} clock", False, place=place)


def _line_stamps(view: BoxView) -> Iterator[Stamp]:
    """Days in the lines around title and text, sure ones first; what follows a word for "updated" is left out."""
    weak: list[Stamp] = []
    for line in view.lines:
        if len(line.text) > 300 or not any(c.isdigit() for c in line.text):
            continue
        for found in find_timestamps(line.text, view.page.hints):
            if _UPDATED_WORD.search(line.text[max(0, found.start - 40) : found.start]):
                continue
            if found.stamp.precision in ("year", "month"):
                continue  # a side column's list of months
            order = GUESSED_ORDER if found.is_ambiguous else ""
            stamp = Stamp(
                found.stamp, f"text \u201c{line.text[:40]}\u201d{order}", False, place=line.element.start
            )
            if found.is_weak:
                weak.append(stamp)
            else:
                yield stamp
    yield from weak
    for value in view.values(("a[title]", "abbr[title]", "span[title]")):
        text = value.element.get("title")
        if len(text) < 60 and (read := read_timestamp(text, view.page.hints)) is not None:
            yield Stamp(read, f"{value.element.tag}@title", False)


def _title_clocks(view: BoxView, stamps: list[Stamp]) -> Iterator[Stamp]:
    """Classic WordPress themes print the day and keep the time in the title of the link around it."""
    day = next((s.value for s in stamps if s.value.precision == "day"), None)
    if day is None:
        return
    for value in view.values(("a[rel~=bookmark][title]", "abbr[title]", "span[title]")):
        text = value.element.get("title")
        if len(text) < 30 and (clock := find_clock(text)) is not None:
            yield Stamp(with_clock(day, clock), f"{value.rule.partition('[title')[0]}@title", False)
            return


def _head_stamps(view: BoxView, permalink: Found[str] | None) -> list[Stamp]:
    page = view.page
    stamps: list[Stamp] = []
    address = permalink.value if permalink else page.url if page.is_single else None
    own = permalink_key(address) if address else None
    for trackback in page.head.trackback_posts:
        if own and permalink_key(trackback.url) == own and trackback.date:
            stamps += _machine(trackback.date, "trackback RDF dc:date", view)
    if not page.is_single:
        return stamps
    for name in (
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "publish-date",
        "pubdate",
        "article.published",
        "citation_publication_date",
        "datepublished",
        "published_time",
    ):
        if value := page.head.first(name):
            stamps += _machine(value, f"meta {name}", view)
    if "json-ld published" not in page.platform.ignored_meta:
        for post in page.head.linked_posts:
            if post.published and (
                len(page.head.linked_posts) == 1 or (post.url and permalink_key(post.url) == own)
            ):
                stamps += _machine(post.published, "JSON-LD datePublished", view)
    return stamps


def _machine(text: str, rule: str, view: BoxView) -> list[Stamp]:
    stamp = read_timestamp(text, view.page.hints)
    return [Stamp(stamp, rule, True, False)] if stamp else []


def _updated_stamps(view: BoxView) -> Iterator[Stamp]:
    yield from _box_stamps(view, (*view.page.platform.updated, *STANDARD_UPDATED))
    for line in view.lines:
        if len(line.text) < 300 and (word := _UPDATED_WORD.search(line.text)):
            for found in find_timestamps(line.text[word.start() :], view.page.hints)[:1]:
                yield Stamp(found.stamp, f"text \u201c{line.text[:40]}\u201d", False)
    if view.page.is_single:
        for name in ("article:modified_time", "og:updated_time", "last-modified", "dcterms.modified"):
            if value := view.page.head.first(name):
                yield from _machine(value, f"meta {name}", view)
        for post in view.page.head.linked_posts:
            if post.updated and len(view.page.head.linked_posts) == 1:
                yield from _machine(post.updated, "JSON-LD dateModified", view)


def _under_day_heading(view: BoxView, stamps: list[Stamp], day: Found[Timestamp]) -> list[Stamp]:
    """The heading's day goes to a time below it, and stands alone where the post prints no stamp."""
    if any(s.value.has_clock and s.value.local.date() == day.value.local.date() for s in stamps):
        return stamps
    if any(
        s.value.precision not in ("year", "month") and s.value.local.date() != day.value.local.date()
        for s in stamps
    ):
        return stamps
    for line in _short_lines(view):
        if (clock := find_clock(line.text)) is not None:
            return [
                Stamp(with_clock(day.value, clock), f"{day.rule} + time \u201c{line.text[:30]}\u201d", False),
                *stamps,
            ]
    return [Stamp(day.value, day.rule, False), *stamps]


def _short_lines(view: BoxView) -> Iterable[Value]:
    return (line for line in view.lines if len(line.text) < 200)


def address_day(url: str) -> Found[Timestamp] | None:
    """The day in a post's address, the weakest evidence: some platforms write the UTC day there."""
    match = _ADDRESS_DAY.search(url)
    if match is None:
        return None
    try:
        return Found(
            Timestamp.parse(f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"), "day in the address"
        )
    except ValueError:
        return None
