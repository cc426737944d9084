"""When a post was published and updated: every stamp its box and page show, weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from archivesearch.addresses import host_of, permalink_key
from archivesearch.extract.document import INLINE, Element
from archivesearch.extract.fields.date_order import printed_order
from archivesearch.extract.fields.stamp_places import (
    assembled_day,
    clock_below_text,
    clock_beside,
    is_below_text,
    lead_of,
    speaks_of_post,
)
from archivesearch.extract.fields.timestamp import (
    find_clock,
    find_timestamps,
    has_digit,
    read_timestamp,
    with_clock,
)
from archivesearch.extract.platform import Rules
from archivesearch.extract.view import BoxView, Value
from archivesearch.model import GUESSED_ORDER, DateOrder, Found, Timestamp, is_zone_offset

STANDARD_PUBLISHED: Rules = (
    "time[pubdate]@datetime",
    ".dt-published@datetime",
    "[itemprop~=datePublished]@datetime",
    "[itemprop~=datePublished]@content",
    "abbr.published@title",
    ".published@datetime",  # of any element: templates for Blogger put it on a <span>
    "span[datetime]@datetime",
    "time.entry-date@datetime",
    ".published@title",
    "time[datetime]:not(.updated):not(.dt-updated):not(.modified):not([itemprop~=dateModified])@datetime",
    "[property~=datePublished]@content",
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
    "[property~=dateModified]@content",
    "time.updated@datetime",
    "abbr.updated@title",
    "time.modified@datetime",
)
_UPDATED_ONLY = ".updated:not(.published):not(.date):not(.entry-date):not(.post-date)"  # which hAtom has too
UPDATED_WORD = re.compile(
    r"\b(?:updated?|modified|last (?:edit|change)|edited|revised|aktualisiert|geändert|bearbeitet"
    r"|actualizado|modificado|modificat|mis à jour|modifié|atualizado|editado"
    r"|aggiornato|bijgewerkt|обновлен|изменен|zaktualizowano|uppdaterad)|更新|修改|수정",
    re.IGNORECASE,
)
_UPDATE_LEAD = re.compile(rf"(?:{UPDATED_WORD.pattern})[^0-9]{{0,25}}$", re.IGNORECASE)
_SURE_IN_HEAD = ("meta article:published_time", "meta og:article:published_time", "JSON-LD datePublished")
_MAX_ON_LINE = 24  # elements and runs of text between two stamps of one line
_PRINTED_CLOCK = re.compile(r"\d{1,2}\s?[:.h時时点]\s?\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
_LATEST_HOUR_WEST = 12  # in UTC, when the day before is not yet over at UTC-12
_FIRST_HOUR_EAST = 10  # in UTC, when the next day has begun at UTC+14
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/_-]|$)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp with where it was found."""

    value: Timestamp
    rule: str
    is_machine: bool  # read from an attribute or the head, not from what is printed
    has_printed_clock: bool = True  # machine stamps: the words printed for it show a time of day
    place: int = -1  # of the element on the page; -1 for the head, and for an element that shows nothing
    text: str = field(default="", compare=False)  # as printed
    element: Element | None = field(default=None, compare=False)  # that holds the text; None for the head


@dataclass(frozen=True, slots=True)
class RefusedStamp:
    """A text that could have been a stamp, and why it is none of this post."""

    text: str
    rule: str
    element: Element | None
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The stamp made out of the stamps of a box, and those that it was made of."""

    found: Found[Timestamp]
    first: Stamp  # the most trusted one
    clock: Stamp | None = None  # that gave the time of day, when the first has none
    zone: Stamp | None = None  # that gave the offset


def find_published(
    view: BoxView, day: Found[Timestamp] | None, permalink: Found[str] | None
) -> tuple[Found[Timestamp] | None, Found[Timestamp] | None]:
    """(published, updated) of a box; `day` is the day heading above it, `permalink` what the box was found to be."""
    is_zero_offset_local = view.page.platform.is_zero_offset_local(view.page.head)
    published = choose(published_stamps(view, day, permalink), is_zero_offset_local)
    if published is None and (url := own_address(view, permalink)):
        published = address_day(url)
    updated = choose(updated_stamps(view), is_zero_offset_local)
    return published, updated


def own_address(view: BoxView, permalink: Found[str] | None) -> str | None:
    """The address of the post itself: of its own page, or the permalink that a list of the same host gives."""
    if view.page.is_single:
        return view.page.url
    if permalink is None or (view.page.url and host_of(view.page.url) != host_of(permalink.value)):
        return None
    return permalink.value


def published_stamps(
    view: BoxView,
    day: Found[Timestamp] | None,
    permalink: Found[str] | None,
    refused: list[RefusedStamp] | None = None,
) -> list[Stamp]:
    """Every stamp that may tell when the post was published, most trusted first.

    `refused`, when given, takes those that were left out.
    """
    stamps = list(_box_stamps(view, (*view.page.platform.published, *STANDARD_PUBLISHED), refused))
    stamps += [s for s in _line_stamps(view, refused) if s not in stamps]
    stamps = [*_assembled(view, stamps, permalink), *stamps]
    in_head = _head_stamps(view, permalink)
    stamps = _without_strangers(view, stamps, in_head, refused)
    stamps += list(_shown_once_more(view, stamps))
    stamps += list(_title_clocks(view, stamps))
    stamps += list(_clocks_apart(view, stamps))
    stamps += in_head
    return _under_day_heading(view, stamps, day) if day is not None else stamps


def _assembled(view: BoxView, stamps: list[Stamp], permalink: Found[str] | None) -> Iterator[Stamp]:
    """A day printed in pieces, where no stamp stands above the text; below it only where there is no stamp at all."""
    days = [s for s in stamps if s.value.precision not in ("year", "month")]
    if any(s.place == -1 or not is_below_text(view, s.place) for s in days):
        return
    found = assembled_day(view, permalink.value if permalink else view.page.url)
    if found is not None and not (days and is_below_text(view, found[2].start)):
        value, text, element = found
        rule = f"day in pieces \u201c{text}\u201d"
        yield Stamp(value, rule, False, place=element.start, text=text, element=element)


def _without_strangers(
    view: BoxView, stamps: list[Stamp], in_head: list[Stamp], refused: list[RefusedStamp] | None
) -> list[Stamp]:
    """On a post's own page that tells its day above the text, what is stamped below may be a comment or another post.

    Where only the head tells the moment, a stamp below the text may be the same one in the zone of the blog.
    """
    if not view.page.is_single or not view.bodies:
        return stamps
    has_day_above = any(
        0 <= s.place < view.text_start and s.value.precision not in ("year", "month") for s in stamps
    )
    unseen = [s for s in stamps if s.is_machine and s.place == -1]
    unseen += [s for s in in_head if s.rule in _SURE_IN_HEAD]
    moments = [s.value for s in unseen if s.value.offset is not None]
    if not has_day_above and not moments:
        return stamps
    kept = []
    for stamp in stamps:
        element = stamp.element
        is_strange = (
            element is not None
            and element.start > view.text_start
            and (has_day_above or not any(_may_be_moment(stamp.value, moment) for moment in moments))
            and not speaks_of_post(view, Value(_line_around(view, element), stamp.rule, element))
        )
        if not is_strange:
            kept.append(stamp)
        elif refused is not None:
            reason = "below the text, where it may be of a comment"
            refused.append(RefusedStamp(stamp.text, stamp.rule, element, reason))
    return kept


def _line_around(view: BoxView, element: Element) -> str:
    """The text of the line that an element stands on."""
    line = None
    for candidate in view.lines:
        if candidate.element.start > element.start + 1:
            break
        line = candidate
    return line.text if line is not None else view.document.text(element)


def _clocks_apart(view: BoxView, stamps: list[Stamp]) -> Iterator[Stamp]:
    """The time of day that stands apart from its day: on the next line, or below the text."""
    days = [s for s in stamps if s.value.precision not in ("year", "month")]
    if days and days[0].is_machine and not days[0].value.offset and _is_real_clock(days[0]):
        # in UTC, or without a zone: the day and the time that are printed may tell the zone
        days = [s for s in days if not s.is_machine and s.place == days[0].place]
    day = days[0] if days else None
    if day is None or day.value.has_clock or day.is_machine or day.element is None:
        return
    found = clock_beside(view, day.place)
    if found is None and view.bodies and day.place < view.text_start:
        found = clock_below_text(view)
    if found is not None:
        clock, line = found
        rule = f"time \u201c{line.text[:30]}\u201d"
        timed = with_clock(Timestamp(day.value.local, "day"), clock)
        yield Stamp(timed, rule, False, place=day.place, text=line.text, element=line.element)


_QUOTED = re.compile("\u201c(.+?)\u201d")
_MACHINE_RULE = re.compile(r"@(?!title)|^meta |^JSON-LD|^trackback")


def find_date_order(view: BoxView, published: Found[Timestamp]) -> DateOrder | None:
    """In which order the page prints day and month of the stamp, where it prints them as numbers."""
    texts = [*_QUOTED.findall(published.rule), *(line.text for line in view.lines if len(line.text) < 300)]
    order = next((order for text in texts if (order := printed_order(text, published.value))), None)
    if order and _MACHINE_RULE.search(published.rule):
        return "day first" if order.startswith("day") else "month first"
    return order


def choose(stamps: list[Stamp], is_zero_offset_local: bool) -> Found[Timestamp] | None:
    """The first stamp, made more precise by the others that mean the same moment."""
    choice = weigh(stamps, is_zero_offset_local)
    return choice.found if choice else None


def weigh(stamps: list[Stamp], is_zero_offset_local: bool) -> Choice | None:
    """The first stamp, made more precise by the others that mean the same moment, with what it is made of."""
    days = [s for s in stamps if s.value.precision not in ("year", "month")]
    if not days:
        return Choice(Found(stamps[0].value, stamps[0].rule), stamps[0]) if stamps else None
    first = days[0]
    value, rule, timed = first.value, first.rule, first
    clock: Stamp | None = None
    zone: Stamp | None = None
    printed = [s for s in days if not s.is_machine and s.value.has_clock]
    if (
        value.has_clock
        and not _is_real_clock(first)
        and not any(_is_same_day(s.value, value) for s in printed)
    ):
        # 00:00 where only a day is printed is how templates write "no time known"
        clock = next((s for s in days[1:] if _is_same_day(s.value, value) and _is_real_clock(s)), None)
        if clock is None:
            return Choice(Found(Timestamp(value.local, "day"), rule), first)
        value, rule, timed = clock.value, clock.rule, clock
    if not value.has_clock:
        clock = next(
            (s for s in days[1:] if s.value.local.date() == value.local.date() and _is_real_clock(s)), None
        )
        if clock is None and not is_zero_offset_local:
            clock = next((s for s in days[1:] if _is_in_utc(s) and _may_be_day_of(s.value, value)), None)
        if clock is not None:
            value, rule, timed = clock.value, f"{rule} + {clock.rule}", clock
    if value.has_clock and (value.offset is None or not value.offset):
        value, rule, zone = _with_offset(value, rule, timed, days, is_zero_offset_local)
    return Choice(Found(value, rule), first, clock, zone)


def _is_real_clock(stamp: Stamp) -> bool:
    local = stamp.value.local
    return stamp.value.has_clock and (
        not stamp.is_machine or stamp.has_printed_clock or bool(local.hour or local.minute or local.second)
    )


def _is_in_utc(stamp: Stamp) -> bool:
    """True for a moment that the page tells in UTC and out of sight, as in its head."""
    return stamp.place == -1 and stamp.value.offset == timedelta(0) and _is_real_clock(stamp)


def _may_be_day_of(moment: Timestamp, day: Timestamp) -> bool:
    """True if somewhere on Earth the moment, which is in UTC, falls on the day before or after that the page prints."""
    days_off = (day.local.date() - moment.local.date()).days
    hour = moment.local.hour
    return (days_off == -1 and hour < _LATEST_HOUR_WEST) or (days_off == 1 and hour >= _FIRST_HOUR_EAST)


def _may_be_moment(stamp: Timestamp, moment: Timestamp) -> bool:
    """True if a stamp, in whatever zone it is printed, can be of the moment, whose offset is known."""
    if not stamp.has_clock or not moment.has_clock:
        return abs((stamp.local.date() - moment.local.date()).days) <= 1
    in_utc = _floor_minute(moment.local) - (moment.offset or timedelta(0))
    gap = _floor_minute(stamp.local) - in_utc
    return is_zone_offset(gap) if stamp.offset is None else gap == stamp.offset


def _is_same_day(one: Timestamp, other: Timestamp) -> bool:
    return abs((one.local.date() - other.local.date()).days) <= (1 if one.offset != other.offset else 0)


def _with_offset(
    value: Timestamp, rule: str, timed: Stamp, stamps: list[Stamp], is_zero_offset_local: bool
) -> tuple[Timestamp, str, Stamp | None]:
    """Wall clock and offset of a stamp in UTC or without zone, from another stamp of the same moment.

    `timed` is the stamp that told it: only what stands on its line, or out of sight, speaks of the same moment.
    """
    for other in stamps:
        seen = other.value
        if not seen.has_clock or seen is value:
            continue
        if value.offset is None and seen.offset:
            if _floor_minute(seen.local) == _floor_minute(value.local):
                exact = seen if seen.precision == "second" else replace(value, offset=seen.offset)
                return exact, f"{rule} + zone of {other.rule}", other
            continue
        if (value.offset is None) == (seen.offset is None):
            continue
        if not _is_one_line(timed, other):
            continue  # the stamp of something else, such as a comment half an hour later
        instant, wall = (value, seen) if value.offset is not None else (seen, value)
        gap = _floor_minute(wall.local) - _floor_minute(instant.local)
        if gap and is_zone_offset(gap):
            seconds = instant.local.second
            local = wall.local.replace(second=seconds) if wall.precision == "minute" else wall.local
            precision = instant.precision if wall.precision == "minute" else wall.precision
            return Timestamp(local, precision, gap), f"{rule} + {other.rule}: one moment in two zones", other
    if value.offset is not None and is_zero_offset_local:
        return replace(value, offset=None), f"{rule}, whose +00:00 is no zone", None
    return value, rule, None


def _is_one_line(one: Stamp, other: Stamp) -> bool:
    """True for two stamps of one line, and where one of them is out of sight."""
    if -1 in (one.place, other.place) or one.place == other.place:
        return True
    if one.element is None or other.element is None:
        return False
    is_near = abs(one.element.start - other.element.start) <= _MAX_ON_LINE
    return is_near and _block_of(one.element) is _block_of(other.element)


def _block_of(element: Element) -> Element | None:
    around: Element | None = element
    while around is not None and (around.tag in INLINE or around.tag == "-text"):
        around = around.parent
    return around


def _floor_minute(moment: datetime) -> datetime:
    return moment.replace(second=0)


def _box_stamps(
    view: BoxView, rules: Rules, refused: list[RefusedStamp] | None, is_led: bool = True
) -> Iterator[Stamp]:
    """What the rules give; unless `is_led` is false, none whose line says before it that it is of an update."""
    hints = view.page.hints
    for value in view.values(rules):
        is_machine, at = "@" in value.rule, value.element
        printed = view.document.text(at) if is_machine else value.text
        is_update = not is_machine and len(printed) < 60 and UPDATED_WORD.search(printed)
        if is_update or (is_led and _UPDATE_LEAD.search(lead_of(view, at))):
            if refused is not None:
                refused.append(RefusedStamp(value.text, value.rule, at, "a word says it is of an update"))
            continue
        stamp = read_timestamp(value.text, hints)
        if stamp is None and refused is not None:
            refused.append(RefusedStamp(value.text, value.rule, at, "no date can be read from it"))
        if stamp is None and not is_machine:
            continue
        if stamp is not None:
            has_clock = not is_machine or bool(_PRINTED_CLOCK.search(printed))
            place = at.start if printed else -1
            yield Stamp(stamp, value.rule, is_machine, has_clock, place, value.text, at)
        if is_machine and printed:
            name = value.rule.partition("@")[0]
            if (shown := read_timestamp(printed, hints)) is not None:
                yield Stamp(shown, f"{name} text", False, place=at.start, text=printed, element=at)
            elif stamp is not None and (clock := find_clock(printed)) is not None:
                printed_clock = with_clock(Timestamp(stamp.local, "day"), clock)
                yield Stamp(printed_clock, f"{name} clock", False, place=at.start, text=printed, element=at)


def _line_stamps(view: BoxView, refused: list[RefusedStamp] | None) -> Iterator[Stamp]:
    """Days in the lines around title and text, sure ones first; what follows a word for "updated" is left out."""
    weak: list[Stamp] = []
    updates = tuple([value.text for value in view.values((_UPDATED_ONLY,))])
    for line in view.lines:
        if len(line.text) > 300 or not has_digit(line.text):
            continue
        shown = _without_updates(line.text, updates)
        stamps = find_timestamps(shown, view.page.hints) if shown != line.text else ()
        if not stamps:
            shown, stamps = line.text, find_timestamps(line.text, view.page.hints)
        for found in stamps:
            order = GUESSED_ORDER if found.is_ambiguous else ""
            rule = f"text \u201c{line.text[:40]}\u201d{order}"
            if UPDATED_WORD.search(shown[max(0, found.start - 40) : found.start]):
                if refused is not None:
                    refused.append(
                        RefusedStamp(line.text, rule, line.element, "a word says it is of an update")
                    )
                continue
            if found.stamp.precision in ("year", "month"):
                continue  # a side column's list of months
            stamp = Stamp(
                found.stamp, rule, False, place=line.element.start, text=line.text, element=line.element
            )
            if found.is_weak:
                weak.append(stamp)
            else:
                yield stamp
    yield from weak
    for value in view.values(("a[title]", "abbr[title]", "span[title]", "time[title]")):
        text = value.element.get("title")
        if len(text) < 60 and (read := read_timestamp(text, view.page.hints)) is not None:
            yield Stamp(read, f"{value.element.tag}@title", False, text=text, element=value.element)


def _without_updates(line: str, updates: tuple[str, ...]) -> str:
    """The line without what is named for an update: some themes hide it, glued to the day behind it."""
    for text in updates:
        line = line.replace(text, " | ")
    return line


def _shown_once_more(view: BoxView, stamps: list[Stamp]) -> Iterator[Stamp]:
    """The local clock of a moment in UTC where it is printed once more, perhaps as the last update, as Hatena does."""
    moment = next((s for s in stamps if s.is_machine and s.value.offset == timedelta(0)), None)
    for value in view.values(("time[datetime]",)) if moment else ():
        if moment and read_timestamp(value.element.get("datetime"), view.page.hints) == moment.value:
            shown = read_timestamp(value.text, view.page.hints)
            if shown is not None and shown.has_clock:
                yield Stamp(
                    shown,
                    "time[datetime] text",
                    False,
                    place=moment.place,
                    text=value.text,
                    element=value.element,
                )


def _title_clocks(view: BoxView, stamps: list[Stamp]) -> Iterator[Stamp]:
    """Classic WordPress themes print the day and keep the time in the title of the link around it."""
    day = next((s.value for s in stamps if s.value.precision == "day"), None)
    if day is None:
        return
    for value in view.values(("a[rel~=bookmark][title]", "abbr[title]", "span[title]")):
        text = value.element.get("title")
        if len(text) < 30 and (clock := find_clock(text)) is not None:
            rule = f"{value.rule.partition('[title')[0]}@title"
            yield Stamp(with_clock(day, clock), rule, False, text=text, element=value.element)
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
    return [Stamp(stamp, rule, True, False, text=text)] if stamp else []


def updated_stamps(view: BoxView) -> list[Stamp]:
    """Every stamp that may tell when the post was updated, most trusted first."""
    return list(_updated_stamps(view))


def _updated_stamps(view: BoxView) -> Iterator[Stamp]:
    yield from _box_stamps(view, (*view.page.platform.updated, *STANDARD_UPDATED), None, is_led=False)
    for line in view.lines:
        if len(line.text) >= 300 or not (has_digit(line.text) or view.page.hints.captured):
            continue
        if word := UPDATED_WORD.search(line.text):
            for found in find_timestamps(line.text[word.start() :], view.page.hints)[:1]:
                rule = f"text \u201c{line.text[:40]}\u201d"
                yield Stamp(found.stamp, rule, False, text=line.text, element=line.element)
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
        if (clock := find_clock(line.text)) is not None and not _names_another_day(
            view, line.text, day.value
        ):
            rule = f"{day.rule} + time \u201c{line.text[:30]}\u201d"
            timed = with_clock(day.value, clock)
            return [Stamp(timed, rule, False, text=line.text, element=line.element), *stamps]
    return [Stamp(day.value, day.rule, False), *stamps]


def _names_another_day(view: BoxView, text: str, day: Timestamp) -> bool:
    """True for the stamp of something else below a day heading, such as a comment of the next day."""
    found = find_timestamps(text, view.page.hints)
    return any(
        one.stamp.precision not in ("year", "month") and one.stamp.local.date() != day.local.date()
        for one in found
    )


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
