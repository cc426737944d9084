"""What stands around a time stamp: the words before it, whether it speaks of the post, a clock on the next line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archivesearch.addresses import permalink_key
from archivesearch.extract.document import INLINE, Element
from archivesearch.extract.fields.byline import find_byline
from archivesearch.extract.fields.clock import Clock, find_clock
from archivesearch.extract.fields.timestamp import find_timestamps, has_digit, is_day_heading
from archivesearch.extract.view import BoxView, Value
from archivesearch.model import Timestamp

_MAX_LEAD = 40  # characters before a stamp that may say what it is of
_MAX_BACK = 12  # elements looked at for them
_MAX_CLOCK_LINE = 60  # characters of a line with a time of day and little else
# What remains of a line that is a time of day and no more: "Posted at 5:32 pm", "Time: 02:04".
_ONLY_CLOCK = re.compile(
    r"\W*(?:(?:posted|published|time|at|um|kl|à|às|a las|alle|ore|om|w|в|投稿|時刻|时间|uhr|hrs?|h)\b\W*)*",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\d{1,2}\s?[:.h時时시點点]\s?\d\d(?::\d\d)?\s?(?:[ap]\.?m\b\.?|uhr\b|分|분)?", re.IGNORECASE
)
_OF_POST = re.compile(
    r"\W*(?:(?:this|the) (?:entry|post|article)|posted|published|filed|written|submitted|created|first published"
    r"|(?:dieser|der) (?:eintrag|beitrag|artikel)|veröffentlicht|geschrieben|verfasst|erstellt|eingetragen|ce billet|publié|posté"
    r"|écrit|rédigé|publicad|escrito|enviado|postado|pubblicato|scritto|geplaatst|geschreven|опубликован|написан|добавлен"
    r"|opublikowan|napisan|publicerad|skriven|投稿|公開|掲載|作成|发布|發布|發表|发表|posted @|작성|등록|게시)",
    re.IGNORECASE,
)


def lead_of(view: BoxView, element: Element) -> str:
    """The last words before an element on its line, at most 40 characters."""
    elements = view.document.elements
    parts: list[str] = []
    for before in reversed(elements[max(view.zone.start, element.start - _MAX_BACK) : element.start]):
        if before.tag == "-text":
            parts.append(before.text)
            if sum(map(len, parts)) > _MAX_LEAD:
                break
        elif (
            before.tag == "br"
            or (before.tag not in INLINE and not before.holds(element))
            or before.tag not in INLINE
        ):
            break
    return " ".join("".join(reversed(parts)).split())[-_MAX_LEAD:]


def is_below_text(view: BoxView, place: int) -> bool:
    """True for a place behind the post's text."""
    return bool(view.bodies) and place > view.text_end


def speaks_of_post(view: BoxView, line: Value) -> bool:
    """True for a line below the text that tells of the post, not of a comment on it or of another post.

    It links to the post, its comments, a category or a tag; or begins with a word like "posted" and names nobody else,
    unless it is in the text's own box.
    """
    document, own = view.document, view.page.url
    block: Element | None = line.element
    while block is not None and (block.tag in INLINE or block.tag == "-text"):
        block = block.parent
    for link in document.within(block, "a[href]") if block is not None else ():
        href = link.get("href")
        url = document.resolve(href)
        if "tag" in link.get("rel").split() or "category" in link.get("rel").split():
            return True
        if url and own and permalink_key(url.partition("#")[0]) == permalink_key(own):
            return not re.search(r"#.*\d", href)  # "#comment-17" is a comment's own address
        if href.startswith("#") and not re.search(r"\d", href):
            return True
    if not _OF_POST.match(line.text):
        return False
    if not is_below_text(view, line.element.start):
        return True
    byline = find_byline(line.text)
    return byline is None or any(
        name in other.text
        for name in byline.names
        for other in view.lines
        if other.element.start < view.bodies[0].start
    )


def clock_beside(view: BoxView, place: int) -> tuple[Clock, Value] | None:
    """The time of day on the line right after or before a line that is nothing but the day at `place`."""
    lines: Sequence[Value] = view.lines
    for at, line in enumerate(lines):
        if not line.element.start <= place + 1 or (
            at + 1 < len(lines) and lines[at + 1].element.start <= place + 1
        ):
            continue
        if is_day_heading(line.text, view.page.hints) is None:
            return None
        for beside in (*lines[at + 1 : at + 2], *lines[max(0, at - 1) : at]):
            if clock := _only_clock(view, beside):
                return clock, beside
        return None
    return None


def _only_clock(view: BoxView, line: Value) -> Clock | None:
    if len(line.text) > _MAX_CLOCK_LINE or find_timestamps(line.text, view.page.hints):
        return None
    clock = find_clock(line.text)
    return clock if clock and _ONLY_CLOCK.fullmatch(_CLOCK.sub("", line.text, count=1)) else None


def clock_below_text(view: BoxView) -> tuple[Clock, Value] | None:
    """The time of day of a line below the text that has no day: "posted by Anna at 13:02 | Comments"."""
    for line in view.lines:
        if not is_below_text(view, line.element.start) or len(line.text) > 200:
            continue
        if find_timestamps(line.text, view.page.hints):
            return None  # from here on others speak
        clock = find_clock(line.text)
        if clock is not None and (_OF_POST.match(line.text) or _CLOCK.match(line.text.lstrip("# |@"))):
            return clock, line
    return None


_MAX_PIECE = 24  # characters of a piece of a date
_MAX_PIECES = 4  # weekday, day, month, year
_ADDRESS_YEAR = re.compile(r"/((?:19|20)\d\d)(?:[/-](\d{1,2}))?(?=[/-])")


def assembled_day(view: BoxView, address: str | None) -> tuple[Timestamp, str, Element] | None:
    """A day printed in pieces, each in an element of its own ("Apr", "26", "2019"), with its words and place.

    A year that is not printed is taken from the post's address, where that names one and no other month.
    """
    in_address = _ADDRESS_YEAR.search(address or "")
    pieces: list[Element] = []
    for run in _runs_around(view):
        if len(run.text.strip()) > _MAX_PIECE:
            if found := _day_of(view, pieces, in_address):
                return found
            pieces = []
        else:
            pieces.append(run)
    return _day_of(view, pieces, in_address)


def _runs_around(view: BoxView) -> Iterator[Element]:
    """The runs of text of the zone outside title, text and page furniture."""
    elements, at = view.document.elements, view.zone.start
    skipped = {body.start for body in view.bodies}
    if view.title is not None:
        skipped.add(view.title.element.start)
    while at < min(view.zone.end, view.comments_start):
        element = elements[at]
        if at in skipped or (element.is_furniture and not view.zone.is_furniture):
            at = element.end
            continue
        if element.tag == "-text" and element.text.strip():
            yield element
        at += 1


def _day_of(
    view: BoxView, pieces: Sequence[Element], in_address: re.Match[str] | None
) -> tuple[Timestamp, str, Element] | None:
    for first in range(len(pieces)):
        for size in range(min(_MAX_PIECES, len(pieces) - first), 0, -1):
            text = " ".join(" ".join(run.text.split()) for run in pieces[first : first + size])
            if not has_digit(text) or not any(c.isalpha() for c in text):
                continue
            day = is_day_heading(text, view.page.hints)
            if day is None and in_address is not None:
                day = is_day_heading(f"{text} {in_address[1]}", view.page.hints)
                if day is not None and in_address[2] and int(in_address[2]) != day.local.month:
                    day = None
            if day is not None:
                return day, text, pieces[first]
    return None
