"""What all formats read alike: stamps, people, names of tags, addresses, and what a file says of its blog."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from archivesearch.addresses import canonical_permalink
from archivesearch.extract.blog_facts import blog_at
from archivesearch.extract.fields.byline import read_byline
from archivesearch.extract.fields.timestamp import read_timestamp
from archivesearch.model import Found, Page, PageFacts, PageKind, Precision, Timestamp

_FIRST_YEAR = 1983  # no post is older than the net; software writes year 1, 1601, 1900 or 1970 for "never"
_MAX_OFFSET = timedelta(hours=15)
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\s+(\d{4})\s+"
    r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*(?:([+-])(\d\d):?(\d\d)|(GMT|UTC?|Z))",
    re.IGNORECASE,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MAIL_AND_NAME = re.compile(r"\s*[^\s()<>]*@[^\s()<>]*\s*\(([^()]*)\)\s*")
_NAME_AND_MAIL = re.compile(r"([^<>@]*?)\s*<[^<>]*@[^<>]*>\s*|([^()@]*?)\s*\([^()]*@[^()]*\)\s*")

PLATFORMS = (
    ("wordpress", "WordPress"),
    ("blogger", "Blogger"),
    ("newtelligence dasblog", "dasBlog"),
    ("dasblog", "dasBlog"),
    ("movable type", "Movable Type"),
    ("movabletype", "Movable Type"),
    ("typepad", "Movable Type"),
    ("ghost", "Ghost"),
    ("tumblr", "Tumblr"),
    ("medium", "Medium"),
    ("substack", "Substack"),
    ("blogengine.net", "BlogEngine.NET"),
    ("subtext", "Subtext"),
    (".text", "Subtext"),
    ("communityserver", "Community Server"),
    ("telligent", "Community Server"),
    ("serendipity", "Serendipity"),
    ("textpattern", "Textpattern"),
    ("b2evolution", "b2evolution"),
    ("livejournal", "LiveJournal"),
    ("dreamwidth", "Dreamwidth"),
    ("site-server", "Squarespace"),
    ("squarespace", "Squarespace"),
    ("drupal", "Drupal"),
    ("radio userland", "Radio UserLand"),
    ("jekyll", "Jekyll"),
    ("hugo", "Hugo"),
    ("hexo", "Hexo"),
    ("pelican", "Pelican"),
    ("nikola", "Nikola"),
)


def platform_of(generator: str) -> str | None:
    """The platform that a generator's name means."""
    words = generator.lower()
    return next((name for mark, name in PLATFORMS if mark in words), None)


# ------------------------------------------------------------------ stamps


@lru_cache(maxsize=4096)
def read_stamp(text: str) -> Timestamp | None:
    """The stamp that a field says, with its offset as written; None for none and for a "never" such as year 1."""
    text = text.strip()
    if not text or text.startswith("0000"):
        return None
    if text.endswith("-00:00"):  # RFC 3339, 4.3: the offset is unknown
        text = text.removesuffix("-00:00")
    stamp = _rfc822(match) if (match := _RFC822.fullmatch(text)) else read_timestamp(text)
    if stamp is None or stamp.local.year < _FIRST_YEAR:
        return None
    if stamp.local.year == 1970 and abs(stamp.epoch_seconds) < 86400:
        return None
    return stamp


def _rfc822(match: re.Match[str]) -> Timestamp | None:
    day, month, year, hour, minute, second, sign, hours, minutes, _ = match.groups()
    precision: Precision = "second" if second and second != "60" else "minute"
    try:
        local = datetime(
            int(year),
            _MONTHS.index(month.lower()) + 1,
            int(day),
            int(hour),
            int(minute),
            int(second) if precision == "second" else 0,
        )
    except ValueError:
        return None
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    return Timestamp(local, precision, offset if abs(offset) <= _MAX_OFFSET else None)


def local_stamp(local: str, utc: str) -> Timestamp | None:
    """The local stamp of two fields that name one moment, its offset the difference of both where that is one.

    Offsets are whole quarters of an hour; any other difference is an edit of one field, and no zone.
    """
    stamp = read_stamp(local)
    if stamp is None or stamp.offset is not None or not stamp.has_clock:
        return stamp
    other = read_stamp(utc)
    if other is None or not other.has_clock:
        return stamp
    offset = stamp.local - other.local
    if abs(offset) > _MAX_OFFSET or offset % timedelta(minutes=15):
        return stamp
    return Timestamp(stamp.local, stamp.precision, offset)


def found_stamp(text: str, rule: str) -> Found[Timestamp] | None:
    """The stamp of a field with its evidence."""
    stamp = read_stamp(text)
    return Found(stamp, rule) if stamp else None


# ------------------------------------------------------------------ people and words


def people(texts: Iterable[str]) -> tuple[str, ...]:
    """The names of author fields, each once; of "a@b.example (Ann Lee)" and its kin only the name."""
    names: dict[str, None] = {}
    for text in texts:
        if match := _MAIL_AND_NAME.fullmatch(text):
            text = match[1]
        elif match := _NAME_AND_MAIL.fullmatch(text):
            text = match[1] or match[2] or ""
        names.update(dict.fromkeys(read_byline(text)))
    return tuple(names)


def found_people(texts: Iterable[str], rule: str) -> Found[tuple[str, ...]] | None:
    """The people of author fields with their evidence."""
    names = people(texts)
    return Found(names, rule) if names else None


def found_words(words: Iterable[str], rule: str) -> Found[tuple[str, ...]] | None:
    """Tags or categories with their evidence, each once, blanks straightened."""
    kept: dict[str, str] = {}
    for word in words:
        if name := " ".join(word.split()):
            kept.setdefault(name.casefold(), name)
    return Found(tuple(kept.values()), rule) if kept else None


# ------------------------------------------------------------------ addresses


def web_address(url: str, base: str | None = None) -> str | None:
    """The absolute web address that a field says; None when it says none."""
    url = url.strip()
    if not url or any(char in url for char in "<>\n"):
        return None
    try:
        url = urljoin(base or "https:", url) if base or url.startswith("//") else url
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def found_permalink(url: str, rule: str, base: str | None = None) -> Found[str] | None:
    """The address as a permalink with its evidence."""
    address = web_address(url, base)
    return Found(canonical_permalink(address), rule) if address else None


def facts_of(
    page: Page,
    kind: PageKind,
    home: str | None = None,
    title: Found[str] | None = None,
    language: str | None = None,
    platform: Found[str] | None = None,
    generator: str | None = None,
) -> PageFacts:
    """What a feed or an export says of its blog; the address the user gave goes before the one it names."""
    return PageFacts(
        path=page.path,
        kind=kind,
        url=page.url,
        url_rule=page.url_rule if page.url else None,
        blog=blog_at(page.base_url or web_address(home or ""), is_home=True),
        platform=platform.value if platform else None,
        platform_rule=platform.rule if platform else None,
        blog_titles=(title,) if title else (),
        language=language,
        generator=generator or None,
    )
