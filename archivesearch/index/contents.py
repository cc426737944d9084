"""What of a post can be searched, and under which terms; the same for every engine.

Word fields hold tokens with positions. Value fields hold whole values, folded first and as they are after, so
that a filter finds them in any case and a facet shows them as written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from archivesearch.analysis import analyzer, fold, term
from archivesearch.languages import language_of
from archivesearch.model import Post, Timestamp

SCHEMA_VERSION = 5  # an index made by another version must be rebuilt

WORD_FIELDS = ("text", "title", "author", "tag", "category", "blog")
VALUE_FIELDS = (
    "author_value",
    "tag_value",
    "category_value",
    "blog_value",
    "platform_value",
    "lang_value",
    "captured_value",
    "is_value",
    "id_value",
)
NO_DATE = 0  # in place of a day's ordinal
NO_EPOCH = -(2.0**62)  # in place of a moment; below all others

# How often a word of each field counts in the pooled text, which plain words are searched in. The title five
# times as in the pooled BM25 that led all peers on the known-item sets; see benchmarks/search_ranking.py.
POOL_WEIGHTS = {"title": 5, "tag": 2, "category": 1, "author": 1}
TITLE_POSITIONS = 100  # the first of the pooled text, kept for the title
_FIELD_GAP = 100  # positions between fields of the pooled text, and between values: no phrase spans two

Terms = list[tuple[bytes, int, Sequence[int]]]  # term, weight, positions


class Run(NamedTuple):
    """A stretch of a word field: its text as cut at white space."""

    words: Sequence[str]
    start: int  # position of its first word
    weight: int = 1  # what a word in it counts


@dataclass(frozen=True)
class Contents:
    """All that the index holds of a post."""

    post_id: str
    permalink: str
    runs: Mapping[str, Sequence[Run]]  # by word field, in ascending order of position
    values: Mapping[str, Sequence[str]]  # by value field
    first_day: int  # ordinals of the days the post may have been published on; NO_DATE when unknown
    last_day: int
    epoch_seconds: float | None
    language: str | None

    @cached_property
    def words(self) -> Mapping[str, Terms]:
        """The terms of each word field."""
        return {name: _terms(runs, self.language) for name, runs in self.runs.items()}

    @property
    def length(self) -> int:
        """The weighted words of the pooled text."""
        return sum(weight for _, weight, _ in self.words["text"])


def contents(post: Post) -> Contents:
    """All that the index holds of a post."""
    language = language_of(post.language, post.title or "", post.body)
    first, last = days_of(post.published)
    fields = {
        "title": [post.title] if post.title else [],
        "author": list(post.authors),
        "tag": list(post.tags),
        "category": list(post.categories),
        "blog": [text for text in (post.blog, post.blog_title) if text],
    }
    runs = {name: _runs(texts, language) for name, texts in fields.items() if texts}
    runs["text"] = _pooled_runs(post.body, fields, language)
    return Contents(
        post_id=post.id,
        permalink=post.permalink or post.id,
        runs=runs,
        values=_values(post, language),
        first_day=first,
        last_day=last,
        epoch_seconds=post.published.epoch_seconds if post.published else None,
        language=language,
    )


def value_term(value: str) -> bytes:
    """The term of a whole value."""
    value = value.replace("\0", " ")
    return term(fold(value), value)


def language_number(language: str | None) -> int:
    """The two letters of a language as one number, for engines that keep numbers beside a post; 0 for none."""
    return int.from_bytes((language or "").encode(), "big")


def language_of_number(number: int) -> str | None:
    """The language of such a number."""
    return number.to_bytes(2, "big").decode() if number else None


def days_of(stamp: Timestamp | None) -> tuple[int, int]:
    """Ordinals of the first and the last local day a timestamp may stand for; NO_DATE twice for none."""
    if stamp is None:
        return NO_DATE, NO_DATE
    day = stamp.local.date()
    if stamp.precision == "year":
        return day.toordinal(), date(day.year, 12, 31).toordinal()
    if stamp.precision == "month":
        from calendar import monthrange  # here, since most posts tell their day and its import takes 2 ms

        return day.toordinal(), day.replace(day=monthrange(day.year, day.month)[1]).toordinal()
    return day.toordinal(), day.toordinal()


def period_of(period: str, first_day: int, last_day: int) -> str | None:
    """The "year" or "month" that a post was published in; None when its days are not all of one, or unknown."""
    length, longest = (4, 366) if period == "year" else (7, 31)
    if first_day == NO_DATE or last_day - first_day >= longest:
        return None
    return date.fromordinal(first_day).isoformat()[:length]


def _runs(texts: Sequence[str], language: str | None) -> list[Run]:
    """Texts of a field, one after the other."""
    found: list[Run] = []
    at = 0
    for text in texts:
        words = text.split()
        found.append(Run(words, at))
        at += analyzer(language).width(words) + _FIELD_GAP
    return found


def _pooled_runs(body: str, fields: Mapping[str, Sequence[str]], language: str | None) -> list[Run]:
    """Title, tags, categories, authors and body as one text, words of the first ones counted more than once."""
    found: list[Run] = []
    at = 0
    for name, weight in POOL_WEIGHTS.items():
        at = max(at, TITLE_POSITIONS) if name != "title" else 0
        for text in fields[name]:
            words = text.split()
            found.append(Run(words, at, weight))
            at += analyzer(language).width(words) + _FIELD_GAP
    return [*found, Run(body.split(), at)]


def _terms(runs: Sequence[Run], language: str | None) -> Terms:
    positions: dict[bytes, list[int]] = {}
    weights: dict[bytes, int] = {}
    for words, start, weight in runs:
        own: dict[bytes, list[int]] = {}
        analyzer(language).add_positions(words, own, start)
        for name, places in own.items():
            positions.setdefault(name, []).extend(places)
            weights[name] = weights.get(name, 0) + weight * len(places)
    return [(name, weights[name], places) for name, places in positions.items()]


def _values(post: Post, language: str | None) -> dict[str, list[str]]:
    forms = {capture.form for capture in post.captures}
    states = [
        *(["full"] if "full" in forms or not forms else [max(forms, key=("title", "excerpt").index)]),
        *([] if post.published else ["undated"]),
        *([] if post.title else ["untitled"]),
        *([] if post.authors else ["unsigned"]),
    ]
    captured = {str(stamp)[:10] for capture in post.captures if (stamp := capture.captured)}
    values = {
        "author_value": post.authors,
        "tag_value": post.tags,
        "category_value": post.categories,
        "blog_value": [post.blog] if post.blog else [],
        "platform_value": [post.platform] if post.platform else [],
        "lang_value": [language] if language else [],
        "captured_value": sorted(captured),
        "is_value": states,
        "id_value": [post.id],
    }
    return {name: list(dict.fromkeys(found)) for name, found in values.items() if found}
