"""Snippets: the fragments of a post that show best why it was found.

A post's body is cut at white space, as for the index, and each different chunk is looked at once for all hits
of a query, which is what makes a page of ten snippets cheap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, compress
from typing import NamedTuple
from unicodedata import east_asian_width

from archivesearch.analysis import (
    Analyzer,
    Role,
    analyzer,
    fold,
    form_of,
    has_unspaced,
    within_distance,
)
from archivesearch.languages import is_stop_word
from archivesearch.model import (
    And,
    Best,
    Fragment,
    Fuzzy,
    Or,
    Phrase,
    Prefix,
    Query,
    Snippet,
    Word,
)

SNIPPET_COLUMNS = 220  # of all fragments together; about three lines of a terminal
_FIRST_WIDE = "\u2e80"  # of the signs that take two columns, but for old Korean letters
_SAMPLED_CHARS = 300  # of a body, by which the width of its signs is told
_MOST_FRAGMENTS = 3
_LOOKED_AT_CHARS = 200_000  # of a body; what is found further on is not shown
_Met = tuple[int, int, int, int]  # a clause, an offset in positions, start and end in characters
_NONE: frozenset[int] = frozenset()
_CONTEXT_SHARE = 0.3  # of a fragment's spare room that stands before the first word found


@dataclass(frozen=True, slots=True)
class _Clause:
    """A word that is looked for."""

    keys: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    start: str | None = None  # of a form, accents folded
    near: str | None = None  # a form, and how far from it
    distance: int = 0
    phrase: int | None = None  # the phrase it belongs to, and its offset from the phrase's first word
    offset: int = 0

    def is_near(self, form: str) -> bool:
        """Whether a form begins as it should, or is near enough."""
        if self.start is not None:
            return fold(form).startswith(self.start)
        return self.near is not None and within_distance(form, self.near, self.distance)


class _Mark(NamedTuple):
    """A stretch of text that meets a clause, or a whole phrase."""

    start: int  # in characters
    end: int
    clause: int  # which word or phrase of the query


class Highlighter:
    """Makes snippets for the hits of one query."""

    def __init__(
        self, query: Query, languages: Sequence[str], corrections: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._languages = languages
        self._corrections = corrections or {}
        self._slops: list[int] = []
        self._clauses: list[_Clause] = []
        empty: list[_Clause] = []
        for part in _positive(query):
            is_empty = isinstance(part, Word) and is_stop_word(form_of(part.text), languages)
            (empty if is_empty else self._clauses).extend(self._clauses_of(part))
        self._clauses = self._clauses or empty
        self._wanted: dict[str, set[int]] = {}  # which clauses a key or a form meets
        for number, clause in enumerate(self._clauses):
            for name in clause.keys | clause.forms:
                self._wanted.setdefault(name, set()).add(number)
        self._inexact = [number for number, clause in enumerate(self._clauses) if clause.start or clause.near]
        self._names = frozenset(self._wanted)
        # For each language, chunks looked at, and what of the query they meet.
        self._seen: dict[str | None, dict[str, tuple[_Met, ...]]] = {}
        self._having: dict[str | None, Set[str]] = {}  # for each language, all chunks known to meet it

    def snippet(self, body: str, language: str | None) -> Snippet:
        """The best fragments of a body, analysed as the index did; its lead when no word of the query is in it."""
        chunks = body[:_LOOKED_AT_CHARS].split()
        text = " ".join(chunks)
        marks = self._marks(chunks, analyzer(language))
        if not marks:
            end = _back_to_gap(text, min(_room(text), len(text)))
            return Snippet((Fragment(text[:end]),), ends_inside=end < len(text))
        spans = _spans(text, marks, _room(text))
        return Snippet(
            tuple(_fragment(text, start, end, marks) for start, end in spans),
            starts_inside=spans[0][0] > 0,
            ends_inside=spans[-1][1] < len(text),
        )

    def _clauses_of(self, part: Query) -> Iterator[_Clause]:
        match part:
            case Prefix(text):
                yield _Clause(start=fold(text))
            case Fuzzy(text, distance):
                yield _Clause(near=form_of(text), distance=distance)
            case Word(text) | Phrase(text):
                slop = part.slop if isinstance(part, Phrase) else 0
                yield from self._words(text, slop)

    def _words(self, text: str, slop: int) -> Iterator[_Clause]:
        """A word in all its forms; several words, and a compound's parts, as a phrase."""
        codes = dict.fromkeys(analyzer(code).language for code in self._languages)
        by_language = [analyzer(code).chunk(text).pieces for code in (*codes, None)]
        pieces = by_language[0]
        words = [place for place, piece in enumerate(pieces) if piece.role <= Role.COMPOUND]
        simple = [place for place, piece in enumerate(pieces) if piece.role in (Role.WORD, Role.PART)]

        def clause(place: int, phrase: int | None = None, offset: int = 0) -> _Clause:
            form = pieces[place].form
            return _Clause(
                keys=frozenset(found[place].key for found in by_language),
                forms=frozenset((form, *self._corrections.get(form, ()))),
                phrase=phrase,
                offset=offset,
            )

        if len(words) == 1:
            if len(pieces[words[0]].form) == 1 and has_unspaced(text):
                yield _Clause(start=pieces[words[0]].form)
            else:
                yield clause(words[0])
        if len(simple) > 1:
            self._slops.append(slop)
            first = pieces[simple[0]].offset
            for place in simple:
                yield clause(place, len(self._slops) - 1, pieces[place].offset - first)

    def _marks(self, chunks: Sequence[str], cutter: Analyzer) -> list[_Mark]:
        """All stretches that meet the query, in order, the longest where several start together."""
        seen = self._seen.setdefault(cutter.language, {})
        meeting = self._meeting(chunks, cutter, seen)
        numbers = list(compress(range(len(chunks)), map(meeting.__contains__, chunks)))
        if self._slops and numbers:
            positions = [0, *accumulate(cutter.chunk(chunk).width for chunk in chunks)]
        marks: list[_Mark] = []
        places: list[tuple[int, int, int, int]] = []  # clause, position, start, end of words of phrases
        at = start = 0  # the chunk reached and its first character; a space parts it from the one before
        for number in numbers:
            start += sum(map(len, chunks[at:number])) + number - at
            at, chunk = number, chunks[number]
            if chunk not in seen:
                seen[chunk] = self._look(cutter, chunk)
            for clause, offset, first, last in seen[chunk]:
                if self._clauses[clause].phrase is None:
                    marks.append(_Mark(start + first, start + last, clause))
                else:
                    places.append((clause, positions[number] + offset, start + first, start + last))
        if places:
            marks += self._phrases(places)
            marks.sort(key=lambda mark: (mark.start, -mark.end))
        return marks

    def _meeting(
        self, chunks: Sequence[str], cutter: Analyzer, seen: dict[str, tuple[_Met, ...]]
    ) -> Set[str]:
        """The chunks that meet the query, of these and maybe others."""
        if self._inexact:
            for chunk in set(chunks) - seen.keys():
                seen[chunk] = self._look(cutter, chunk)
            return {chunk for chunk in chunks if seen[chunk]}
        known = self._having.get(cutter.language)
        if known is None or not cutter.has_met(chunks):
            known = self._having[cutter.language] = cutter.having(chunks, self._names)
        return known

    def _look(self, cutter: Analyzer, chunk: str) -> tuple[_Met, ...]:
        """What of a chunk meets a clause."""
        met: list[_Met] = []
        for key, form, offset, start, end, _ in cutter.chunk(chunk).pieces:
            clauses = self._wanted.get(key, _NONE) | self._wanted.get(form, _NONE)
            if self._inexact:
                clauses |= {number for number in self._inexact if self._clauses[number].is_near(form)}
            met += [(number, offset, start, end) for number in sorted(clauses)]
        return tuple(met)

    def _phrases(self, places: Iterable[tuple[int, int, int, int]]) -> Iterator[_Mark]:
        """The stretches that are whole phrases."""
        found: dict[int, dict[int, tuple[int, int]]] = {}
        for clause, position, start, end in places:
            found.setdefault(clause, {}).setdefault(position, (start, end))
        for phrase, slop in enumerate(self._slops):
            words = [number for number, clause in enumerate(self._clauses) if clause.phrase == phrase]
            if not words:
                continue
            for position, (start, _) in found.get(words[0], {}).items():
                last = self._end_of_phrase(words, found, position, slop)
                if last is not None:
                    yield _Mark(start, last, words[0])

    def _end_of_phrase(
        self,
        words: Sequence[int],
        found: Mapping[int, Mapping[int, tuple[int, int]]],
        first: int,
        slop: int,
    ) -> int | None:
        """The character at which the phrase ends whose first word stands at a position; None if it is none."""
        late = end = 0
        for number in words:
            at = first + self._clauses[number].offset + late
            places = found.get(number, {})
            position = next((at + more for more in range(slop - late + 1) if at + more in places), None)
            if position is None:
                return None
            late += position - at
            end = places[position][1]
        return end


def _positive(query: Query) -> Iterator[Query]:
    """The words of a query that a hit should show: not those it must not have, nor those of other fields."""
    match query:
        case And(parts) | Or(parts) | Best(parts):
            for part in parts:
                yield from _positive(part)
        case Word(_, None | "title") | Prefix(_, None | "title"):
            yield query
        case Phrase(_, _, None | "title") | Fuzzy(_, _, None | "title"):
            yield query


def _room(text: str) -> int:
    """How many characters of a text a snippet holds."""
    if text.isascii():
        return SNIPPET_COLUMNS
    sample = text[:_SAMPLED_CHARS]
    if max(sample) < _FIRST_WIDE:
        return SNIPPET_COLUMNS
    wide = sum(east_asian_width(sign) in "WF" for sign in sample)
    return SNIPPET_COLUMNS * len(sample) // (len(sample) + wide)


def _spans(text: str, marks: Sequence[_Mark], room: int) -> list[tuple[int, int]]:
    """Where the fragments lie: one if it shows all that is found, else up to three that together show most.

    All have room for so many characters together.
    """
    wanted = {mark.clause for mark in marks}
    whole = _window(marks, wanted, room)
    chosen = [whole]
    if not wanted <= _clauses_in(marks, whole):
        share = room // min(_MOST_FRAGMENTS, len(wanted))
        chosen, missing = [], set(wanted)
        while missing and len(chosen) < _MOST_FRAGMENTS:
            window = _window(marks, missing, share)
            chosen.append(window)
            missing -= _clauses_in(marks, window)
    share = room // len(chosen)
    spans = sorted(_widened(text, start, end, share) for start, end in chosen)
    merged = [spans[0]]
    for start, end in spans[1:]:
        if start <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _window(marks: Sequence[_Mark], wanted: set[int], room: int) -> tuple[int, int]:
    """The first of the stretches of this many characters that show most of the wanted clauses."""
    best, best_worth = (0, 0), (0, 0)
    for first, mark in enumerate(marks):
        if mark.clause not in wanted:
            continue
        shown, last, count = set(), mark.end, 0
        for other in marks[first:]:
            if other.end > mark.start + room and count:
                break
            shown.add(other.clause)
            last, count = max(last, other.end), count + 1
        worth = len(shown & wanted), min(count, 2 * len(shown))
        if worth > best_worth:
            best, best_worth = (mark.start, last), worth
    return best


def _clauses_in(marks: Sequence[_Mark], window: tuple[int, int]) -> set[int]:
    return {mark.clause for mark in marks if window[0] <= mark.start and mark.end <= window[1]}


def _widened(text: str, start: int, end: int, room: int) -> tuple[int, int]:
    """The window with words around it, as far as there is room, cut between words."""
    spare = max(0, room - (end - start))
    before = min(int(spare * _CONTEXT_SHARE), start)
    after = min(spare - before, len(text) - end)
    before = min(spare - after, start)
    return _on_to_gap(text, start - before, start), _back_to_gap(text, end + after, end)


def _on_to_gap(text: str, at: int, latest: int) -> int:
    """The first place from `at` on where text can be cut, `latest` at the latest."""
    while 0 < at < latest and not _is_gap(text, at):
        at += 1
    return at + 1 if at < latest and text[at] == " " else at


def _back_to_gap(text: str, at: int, earliest: int = 0) -> int:
    """The last place up to `at` where text can be cut; `at` itself when there is none after `earliest`."""
    for place in range(at, earliest, -1):
        if place >= len(text) or _is_gap(text, place):
            return place - (text[place - 1] == " ")
    return earliest or at


def _is_gap(text: str, at: int) -> bool:
    """Whether no word reaches over this place."""
    return text[at] == " " or text[at - 1] == " " or has_unspaced(text[at - 1 : at + 1])


def _fragment(text: str, start: int, end: int, marks: Sequence[_Mark]) -> Fragment:
    inside: list[tuple[int, int]] = []
    for mark in marks:
        if mark.start < start or mark.end > end:
            continue
        first, last = mark.start - start, mark.end - start
        if inside and first < inside[-1][1]:  # a part of what is marked already, or the next pair of signs
            inside[-1] = inside[-1][0], max(inside[-1][1], last)
        else:
            inside.append((first, last))
    return Fragment(text[start:end], tuple(inside))
