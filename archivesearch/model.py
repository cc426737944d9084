"""The plain values that pass between the rooms: Page, Entry, Post, Timestamp, Query nodes, Hit.

All are frozen. Nothing here reads a disk, a clock or the network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Generic, Literal, TypeAlias, TypeVar

T = TypeVar("T")

Precision = Literal["year", "month", "day", "minute", "second"]
Form = Literal["full", "excerpt", "title"]
PageKind = Literal["list", "single", "other"]
# What the bytes of a page are; those after "markdown" are read by extract/formats.
Media = Literal[
    "html",
    "text",
    "markdown",
    "blogengine",
    "blogml",
    "dayentry",
    "feed",
    "json",
    "livejournal",
    "medium",
    "movabletype",
    "substack",
    "tumblr",
    "wxr",
]
# Of day and month in a date printed as numbers; with "?" where the numbers read the other way are a date too.
DateOrder = Literal["day first", "month first", "day first?", "month first?"]

FORM_RANK: Mapping[Form, int] = MappingProxyType({"full": 2, "excerpt": 1, "title": 0})

TITLES_ALONE = "titles alone"  # begins the rule of a list of links that nothing but its place calls posts
GUESSED_ORDER = ", order of day and month guessed"  # ends the rule of a date read in the commoner order

_LENGTHS: Mapping[Precision, int] = MappingProxyType(
    {"year": 4, "month": 7, "day": 10, "minute": 16, "second": 19}
)
_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?"
    r"(Z|[+-]\d\d:?\d\d)?)?)?)?"
)
_EPOCH_ORDINAL = datetime(1970, 1, 1).toordinal()
_LONGEST_OFFSET = timedelta(hours=14)
_QUARTER_HOUR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A moment as it was printed: naive local wall clock, how much of it is known, and the zone if known."""

    local: datetime
    precision: Precision
    offset: timedelta | None = None

    @classmethod
    def parse(cls, text: str) -> Timestamp:
        """The timestamp of ISO 8601 text cut to what is known; ValueError for anything else."""
        match = _ISO.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not an ISO 8601 date, such as 2009-09 or 2009-09-05T12:43-04:00")
        year, month, day, hour, minute, second, zone = match.groups()
        local = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0)
        )
        precision: Precision = (
            "second" if second else "minute" if hour else "day" if day else "month" if month else "year"
        )
        offset = None
        if zone == "Z":
            offset = timedelta(0)
        elif zone:
            size = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
            offset = -size if zone[0] == "-" else size
        return cls(local, precision, offset)

    @property
    def has_clock(self) -> bool:
        """True if a time of day is known."""
        return self.precision in ("minute", "second")

    @property
    def epoch_seconds(self) -> float:
        """Seconds since 1970 UTC, for ordering; local time stands for UTC where no offset is known."""
        days = self.local.toordinal() - _EPOCH_ORDINAL
        clock = self.local.hour * 3600 + self.local.minute * 60 + self.local.second
        return days * 86400 + clock - (self.offset.total_seconds() if self.offset else 0)

    def __str__(self) -> str:
        text = self.local.isoformat(timespec="seconds")[: _LENGTHS[self.precision]]
        if self.offset is None or not self.has_clock:
            return text
        minutes = round(self.offset.total_seconds() / 60)
        return f"{text}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def is_zone_offset(gap: timedelta) -> bool:
    """True for what some zone's clocks may be ahead of UTC or behind it: quarter hours, 14 hours at most."""
    return abs(gap) <= _LONGEST_OFFSET and not gap % _QUARTER_HOUR


@dataclass(frozen=True, slots=True)
class Page:
    """Fetched bytes with address and time."""

    content: bytes
    path: str  # relative to the source, "/" between parts; the file's name for a single file
    url: str | None = None  # where it was fetched, when capture knows it
    charset: str | None = None  # of the HTTP header, when there was one
    captured: Timestamp | None = None
    media: Media = "html"
    base_url: str | None = None  # the blog's address as the user gave it
    url_rule: str = "path below the base URL"  # how capture knows the address
    is_source: bool = False  # a source by itself, as the user gave it, not found in a folder or an archive
    row: tuple[tuple[str, str], ...] = ()  # (column, value): what a table beside the page says of it


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value with its evidence: the rule that found it, such as "footer stamp"."""

    value: T
    rule: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one page says of one post."""

    page: str  # Page.path
    position: int  # order on the page, from 0
    form: Form
    page_url: str | None = None
    captured: Timestamp | None = None
    platform: str | None = None
    permalink: Found[str] | None = None
    platform_id: Found[str] | None = None  # GUID, "post-123", tag: URI
    title: Found[str] | None = None
    authors: Found[tuple[str, ...]] | None = None
    published: Found[Timestamp] | None = None
    updated: Found[Timestamp] | None = None
    tags: Found[tuple[str, ...]] | None = None
    categories: Found[tuple[str, ...]] | None = None
    body: Found[str] | None = None
    language: str | None = None
    is_own_page: bool = False  # the page is this post's own, not a list it stands on
    is_evidence_only: bool = False  # of a feed found among pages: tells of their posts, and makes none itself
    date_order: DateOrder | None = None  # of `published`, where it is printed in numbers only


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself and of its blog; merge learns from all of them together."""

    path: str
    kind: PageKind
    url: str | None = None
    url_rule: str | None = None
    blog: str = ""  # "host/base", or "" when no address is known
    platform: str | None = None
    platform_rule: str | None = None
    blog_titles: tuple[Found[str], ...] = ()  # candidates, best first
    head_title: str | None = None  # text of <title>
    owner: Found[str] | None = None  # whom the page names as the blog's writer
    language: str | None = None
    generator: str | None = None


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that extraction read from one page."""

    facts: PageFacts
    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()  # what a user should know, such as a guessed character set
    left_out: tuple[str, ...] = ()  # what on it is no post for readers, each by its kind: "draft", "page"
    faults: tuple[str, ...] = ()  # parts of it that could not be read, and why


@dataclass(frozen=True, slots=True)
class Capture:
    """One page a post was seen on."""

    page: str
    url: str | None = None
    captured: Timestamp | None = None
    form: Form = "full"


@dataclass(frozen=True, slots=True)
class Post:
    """One record per post, merged over all the pages that show it. The JSON form is in records.py."""

    id: str
    permalink: str | None = None
    blog: str | None = None
    blog_title: str | None = None
    platform: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: Timestamp | None = None
    updated: Timestamp | None = None
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str | None = None
    body: str = ""
    captures: tuple[Capture, ...] = ()
    found_in: Mapping[str, str] = field(default_factory=dict)


# ---- queries: what a query text means, the same for every engine ------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """Posts that hold a word in any form of it; in one field when a field is named."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Posts that hold these words in this order, with at most `slop` other words between them."""

    text: str
    slop: int = 0
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """Posts that hold a word that begins so."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Posts that hold a word at most `distance` edits away."""

    text: str
    distance: int = 1
    field: str | None = None


@dataclass(frozen=True, slots=True)
class DateRange:
    """Posts published (or captured) between two local days, both included; None is an open end."""

    field: Literal["date", "captured"]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Everything:
    """Every post."""


@dataclass(frozen=True, slots=True)
class Best:
    """Posts with any of the words, those with all of them first."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class And:
    """Posts that meet every part."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Posts that meet at least one part."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Posts that do not meet the part."""

    part: Query


Query: TypeAlias = Word | Phrase | Prefix | Fuzzy | DateRange | Everything | Best | And | Or | Not


# ---- answers ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a post's body, cut between words, and the marked stretches (start, end) inside it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    """The fragments of a post that show best why it was found."""

    fragments: tuple[Fragment, ...]
    starts_inside: bool = False  # there is text before the first fragment
    ends_inside: bool = False  # there is text after the last one

    def text(self, before: str = "", after: str = "") -> str:
        """One line of plain text; control characters are shown as pictures, so that none reaches a terminal.

        `before` and `after` go round each marked stretch.
        """
        return self._join(_visible, before, after)

    def html(self, tag: str = "mark") -> str:
        """One line of HTML: all text escaped first, the marked stretches put into `<mark>` afterwards."""
        import html  # here, since a search in a terminal needs none of it and its import takes 2 ms

        return self._join(lambda piece: html.escape(_visible(piece)), f"<{tag}>", f"</{tag}>")

    def _join(self, show: Callable[[str], str], before: str, after: str) -> str:
        lines = []
        for fragment in self.fragments:
            at, out = 0, []
            for start, end in fragment.marks:
                out += [show(fragment.text[at:start]), before, show(fragment.text[start:end]), after]
                at = end
            lines.append("".join([*out, show(fragment.text[at:])]))
        body = " … ".join(lines)
        return f"{'… ' if self.starts_inside else ''}{body}{' …' if self.ends_inside else ''}"


def _visible(text: str) -> str:
    """The text with runs of white space made single spaces and control characters made visible."""
    if text.isprintable() and "  " not in text:
        return text
    return _BLANKS.sub(" ", text).translate(_PICTURES)


_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0]+")
# C0 as Unicode control pictures; DEL, C1 and the marks that turn the reading direction as the replacement sign.
_PICTURES = {code: 0x2400 + code for code in range(32)} | dict.fromkeys(
    (*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A post found, with the score it was ranked by; the snippet is made when first asked for."""

    post: Post
    score: float
    make_snippet: Callable[[], Snippet] = field(repr=False, compare=False)

    @property
    def snippet(self) -> Snippet:
        """The fragments of the post that show why it was found."""
        return self.make_snippet()


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer to a query: one page of hits in order, and what is known of all of them."""

    hits: tuple[Hit, ...]
    total: int  # hits over all pages
    query: Query
    notes: tuple[str, ...] = ()  # what the reader should be told: what was not understood, what was mended
    count_facet: Callable[[str], Mapping[str, int]] = field(repr=False, compare=False, default=lambda _: {})
    make_suggestion: Callable[[], str | None] = field(repr=False, compare=False, default=lambda: None)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    @property
    def suggestion(self) -> str | None:
        """A query text that finds more, ready to run, where this one finds nothing or little; looked for when asked."""
        return self.make_suggestion()

    def facets(self, name: str) -> Mapping[str, int]:
        """How many of all hits have each value, most first; years and months in order of time.

        `name` is one of year, month, author, tag, category, blog, platform, lang; QueryError for any other.
        """
        return self.count_facet(name)
