"""The stamps that may tell when a post was published or updated, each with what it gave to the choice or why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from archivesearch.extract.explanation import (
    HEAD,
    LESS_TRUSTED,
    MADE,
    SAYS_THE_SAME,
    Candidate,
    FieldExplanation,
    quoted,
)
from archivesearch.extract.fields.published import (
    Choice,
    RefusedStamp,
    Stamp,
    address_day,
    own_address,
    published_stamps,
    updated_stamps,
    weigh,
)
from archivesearch.extract.places import Places
from archivesearch.extract.steps import PostStep
from archivesearch.extract.view import BoxView
from archivesearch.model import Entry, Found, Timestamp

_OWN_STAMP = "the post has a stamp of its own"


def stamp_field(
    name: str, found: Found[Timestamp] | None, candidates: Iterable[Candidate]
) -> FieldExplanation:
    """A field that is a stamp, the candidate that it came from marked."""
    listed = list(candidates)
    if found is not None and not any(c.is_chosen for c in listed):
        same = [n for n, c in enumerate(listed) if c.rule == found.rule and not c.is_refused]
        if same:
            listed[same[0]] = replace(listed[same[0]], is_chosen=True, reason="")
        else:
            listed.append(Candidate(found.rule, found.rule, "", str(found.value), True, reason=MADE))
    return FieldExplanation(
        name, str(found.value) if found else None, found.rule if found else None, tuple(listed)
    )


def published_candidates(post: PostStep, entry: Entry, places: Places) -> Iterator[Candidate]:
    """Every stamp that may tell when the post was published, then those that could not be chosen."""
    view = post.view
    refused: list[RefusedStamp] = []
    stamps = published_stamps(view, post.day, entry.permalink, refused)
    yield from _weighed(view, stamps, places)
    if post.day is not None and not any(s.rule.startswith(post.day.rule) for s in stamps):
        yield Candidate(
            _in_quotes(post.day.rule), post.day.rule, "above the post", str(post.day.value), reason=_OWN_STAMP
        )
    if (url := own_address(view, entry.permalink)) and (found := address_day(url)) is not None:
        reason = "asked only where nothing else says a day"
        yield Candidate(quoted(url), found.rule, "", str(found.value), not stamps, reason=reason)
    if entry.published and entry.published.rule == "day in the link" and view.title is not None:
        place = places.path(view.title.element)
        value = str(entry.published.value)
        yield Candidate(quoted(view.title.text), "day in the link", place, value, is_chosen=True)
    for stamp in dict.fromkeys(refused):
        place = places.path(stamp.element)
        yield Candidate(quoted(stamp.text), stamp.rule, place, is_refused=True, reason=stamp.reason)


def updated_candidates(post: PostStep, places: Places) -> Iterator[Candidate]:
    """Every stamp that may tell when the post was last changed."""
    yield from _weighed(post.view, updated_stamps(post.view), places)


def _weighed(view: BoxView, stamps: list[Stamp], places: Places) -> Iterator[Candidate]:
    choice = weigh(stamps, view.page.platform.is_zero_offset_local(view.page.head))
    seen: set[tuple[str, str, str]] = set()
    for stamp in stamps:
        is_used = choice is not None and any(stamp is s for s in (choice.first, choice.clock, choice.zone))
        text = quoted(stamp.text) or _in_quotes(stamp.rule)
        place = places.path(stamp.element) or (HEAD if stamp.place == -1 and stamp.is_machine else "")
        key = (text, str(stamp.value), place)
        if key in seen and not is_used:
            continue  # the same element by another rule
        seen.add(key)
        reason = _role(stamp, choice) if choice else ""
        yield Candidate(text, stamp.rule, place, str(stamp.value), is_used, reason=reason)


def _role(stamp: Stamp, choice: Choice) -> str:
    """What a stamp gave to the choice, or how it stands to it."""
    roles = []
    if stamp is choice.first:
        is_cut = stamp.value.has_clock and not choice.found.value.has_clock
        roles.append("the first to name a day")
        if is_cut:
            roles.append("its 00:00 is no time, as none is printed")
    if stamp is choice.clock:
        roles.append("gives the time of the same day")
    if stamp is choice.zone:
        roles.append("gives the offset: the same moment")
    if roles:
        return "; ".join(roles)
    value, chosen = stamp.value, choice.found.value
    if value.precision in ("year", "month"):
        return "names no day"
    if value == chosen:
        return SAYS_THE_SAME
    if value.offset is not None and chosen.offset is not None and value.has_clock and chosen.has_clock:
        if value.local - value.offset == chosen.local - chosen.offset:
            return "the same moment in another zone"
    elif (
        value.has_clock
        and chosen.has_clock
        and value.local.replace(second=0) == chosen.local.replace(second=0)
    ):
        return "the same time, less exact"
    if value.local.date() == chosen.local.date():
        if not value.has_clock:
            return "the same day without a time"
        return (
            "another time; less trusted" if chosen.has_clock else "its 00:00 is no time, as none is printed"
        )
    return f"another day; {LESS_TRUSTED}"


def _in_quotes(rule: str) -> str:
    """The printed words that a rule quotes, else the rule."""
    return rule.partition("\u201c")[2].partition("\u201d")[0] or rule
