"""Query text to query tree. Never raises: what cannot be read as syntax is searched as words, with a note.

    query  = clause { ["AND" | "OR"] clause }
    clause = ["-" | "NOT"] [field ":"] ( "(" query ")" | '"' words '"' ["~" slop] | word ["*" | "~" [edits]] )

OR joins its two neighbours. Words that nothing joins go together as `Best`: posts with all of them before
posts with some. All else that nothing joins is required.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from archivesearch.analysis import WORD
from archivesearch.model import (
    And,
    Best,
    DateRange,
    Everything,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
)
from archivesearch.search.dates import parse_period, parse_range

FIELDS = ("title", "author", "tag", "category", "blog", "platform", "lang", "is")
DATE_FIELDS = ("date", "after", "before", "captured")
STATES = ("full", "excerpt", "title", "undated", "untitled", "unsigned")  # what a post can be, for `is:`

_DEEPEST = 20  # brackets inside brackets that are read as such; deeper ones are passed over
_PASSAGE_WORDS = 12  # loose words that make a pasted passage, whose quotations are no demands
_MOST_WORDS = 200  # of a query that are searched; longer text is pasted by accident
_LONGEST = 100_000  # characters that are looked at

_LEXEME = re.compile(
    r"""(?P<minus>-)?(?:(?P<field>[A-Za-z]+):)?
        (?: (?P<open>\() | "(?P<phrase>[^"]*)"(?:~(?P<slop>\d+))? )
      | (?P<close>\))
      | (?P<word>[^\s"()]+(?:\([^\s"()]*\)[^\s"()]*)*)""",
    re.VERBOSE,
)
# An address and a name of C++ (std::vector) are none.
_FIELDED = re.compile(r"([A-Za-z]+):(?!//|:)(.+)\Z", re.DOTALL)
_FUZZY = re.compile(r"(.+?)~(\d?)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query tree, and what the reader should be told of how the text was read."""

    query: Query
    notes: tuple[str, ...] = ()


def parse(text: str, today: date | None = None) -> Parsed:
    """The query a text stands for; relative dates count from `today`, and are words without it."""
    parser = _Parser(today)
    query = parser.parse(text)
    return Parsed(query, tuple(dict.fromkeys(parser.notes)))


@dataclass
class _Group:
    """What stands between two brackets, while it is read."""

    name: str | None = None  # of the field its words are searched in
    is_negative: bool = False
    parts: list[_Part] = field(default_factory=list)
    joiner: str | None = None  # AND or OR, read before the part to come
    is_next_negative: bool = False

    def add(self, query: Query) -> None:
        """Take a part in, joined to the one before it as was written."""
        if self.is_next_negative:
            query, self.is_next_negative = Not(query), False
        joiner, self.joiner = self.joiner, None
        if joiner is not None:
            self.parts[-1].is_joined = True
        if joiner == "OR":
            before = self.parts[-1].query
            parts = before.parts if isinstance(before, Or) and self.parts[-1].is_or else (before,)
            self.parts[-1] = _Part(Or((*parts, query)), is_joined=True, is_or=True)
        else:
            self.parts.append(_Part(query, is_joined=joiner is not None))

    def query(self) -> Query | None:
        """The tree of all parts; None when there are none."""
        is_passage = sum(part.is_loose for part in self.parts) >= _PASSAGE_WORDS
        loose = [
            part.query
            for part in self.parts
            if part.is_loose or (is_passage and isinstance(part.query, Phrase) and part.query.field is None)
        ]
        joined = Best(tuple(loose)) if len(loose) > 1 else None
        queries: list[Query] = []
        for part in self.parts:
            if joined is None or part.query not in loose:
                queries.append(part.query)
            elif joined not in queries:
                queries.append(joined)
        bound = tuple(queries)
        if len(bound) < 2 and not (bound and isinstance(bound[0], Not)):
            return bound[0] if bound else None
        if all(isinstance(query, Not) for query in bound):
            bound = (Everything(), *bound)
        return And(bound)


@dataclass
class _Part:
    query: Query
    is_joined: bool = False  # by AND or OR
    is_or: bool = False  # made by an OR between its parts, not by brackets

    @property
    def is_loose(self) -> bool:
        """Whether this is a mere word, to be joined in the way that ranks best."""
        return not self.is_joined and isinstance(self.query, Word | Fuzzy) and self.query.field is None


class _Parser:
    def __init__(self, today: date | None) -> None:
        self._today = today
        self._word_count = 0
        self.notes: list[str] = []

    def parse(self, text: str) -> Query:
        """The tree of a text."""
        if len(text) > _LONGEST:
            self.notes.append(f"only the first {_LONGEST} characters of the query were read")
            text = text[:_LONGEST]
        lexemes = list(_LEXEME.finditer(text))
        matched = self._matched_brackets(lexemes)
        if text.count('"') % 2:
            self.notes.append("a quotation mark without its partner was passed over")
        stack = [_Group()]
        for number, lexeme in enumerate(lexemes):
            if lexeme["open"]:
                if number in matched:
                    self._open(stack, lexeme)
                elif lexeme["field"]:
                    self._words(stack[-1], lexeme["field"])
            elif lexeme["close"]:
                if number in matched:
                    self._close(stack)
            elif lexeme["word"]:
                self._word(stack[-1], lexeme["word"])
            else:
                self._phrase(stack[-1], lexeme)
        self._finish(stack[0])
        if self._word_count > _MOST_WORDS:
            self.notes.append(f"only the first {_MOST_WORDS} words of the query were searched")
        query = stack[0].query()
        if query is None and text.strip():
            self.notes.append("there is no word in the query; every post was found")
        return query or Everything()

    def _matched_brackets(self, lexemes: Sequence[re.Match[str]]) -> set[int]:
        """Which lexemes are brackets that have a partner and are not too deep."""
        opened: list[int] = []
        matched: set[int] = set()
        is_odd = is_deep = False
        for number, lexeme in enumerate(lexemes):
            if lexeme["open"]:
                opened.append(number)
            elif lexeme["close"]:
                if not opened:
                    is_odd = True
                elif len(opened) > _DEEPEST:
                    is_deep = True
                    opened.pop()
                else:
                    matched |= {opened.pop(), number}
        if is_odd or opened:
            self.notes.append("a bracket without its partner was passed over")
        if is_deep:
            self.notes.append(f"brackets more than {_DEEPEST} deep were passed over")
        return matched

    def _open(self, stack: list[_Group], lexeme: re.Match[str]) -> None:
        name = lexeme["field"] and lexeme["field"].lower()
        if name and name not in FIELDS:
            self._words(stack[-1], name)
            self._no_field(name)
            name = None
        stack.append(_Group(name=name or stack[-1].name, is_negative=bool(lexeme["minus"])))

    def _close(self, stack: list[_Group]) -> None:
        group = stack.pop()
        self._finish(group)
        outer = stack[-1]
        is_bare = not (
            group.is_negative or outer.joiner or outer.is_next_negative or group.name != outer.name
        )
        if is_bare and all(part.is_loose for part in group.parts):
            outer.parts += group.parts  # brackets round mere words mean nothing, as in running text
            return
        query = group.query()
        if query is not None:
            outer.add(Not(query) if group.is_negative else query)

    def _finish(self, group: _Group) -> None:
        """Search an operator that nothing follows as the word it is."""
        if group.joiner or group.is_next_negative:
            name, group.joiner, group.is_next_negative = group.joiner or "NOT", None, False
            self._words(group, name.lower())
            self.notes.append(f"{name} has nothing to join here and was searched as a word")

    def _word(self, group: _Group, text: str) -> None:
        if text == "NOT":
            group.is_next_negative = True
            return
        if text in ("AND", "OR"):
            if group.parts and not group.joiner and not group.is_next_negative:
                group.joiner = text
            else:
                self._words(group, text.lower())
                self.notes.append(f"{text} has nothing to join here and was searched as a word")
            return
        is_negative = text.startswith("-") and not text.startswith("--") and len(text) > 1
        bare = text[1:] if is_negative else text
        query = self._clause(group, bare)
        if query is None:
            if WORD.search(text):
                self._words(group, text)
            return
        group.add(Not(query) if is_negative else query)

    def _clause(self, group: _Group, text: str) -> Query | None:
        """The query of a word with its field and its signs; None for one without a letter or digit."""
        name = group.name
        fielded = _FIELDED.match(text)
        if fielded:
            written, value = fielded[1].lower(), fielded[2]
            if written in DATE_FIELDS:
                query = self._date(written, value)
                if query is not None:
                    return query
                self.notes.append(
                    f'"{value}" is no date, such as 2009-09 or 2008..2009-05; searched as words'
                )
            elif written == "is" and value.lower() not in STATES:
                self.notes.append(
                    f'"{value}" is nothing a post can be ({", ".join(STATES)}); searched as words'
                )
            elif written in FIELDS:
                name, text = written, value
            elif len(written) > 1:
                self._no_field(written)
        elif text.endswith(":") and text[:-1].lower() in (*FIELDS, *DATE_FIELDS):
            self.notes.append(f'nothing follows "{text}" without a blank; searched as a word')
        if text == "*":
            return Everything()
        return self._counted(_typed(text, name))

    def _phrase(self, group: _Group, lexeme: re.Match[str]) -> None:
        name, words = group.name, lexeme["phrase"]
        written = lexeme["field"] and lexeme["field"].lower()
        if written in DATE_FIELDS:
            days = self._date(written, words.strip())
            if days is not None:
                group.add(Not(days) if lexeme["minus"] else days)
                return
        if written == "is" and words.strip().lower() not in STATES:
            self.notes.append(f'"{words}" is nothing a post can be ({", ".join(STATES)}); searched as words')
        elif written in FIELDS:
            name = written
        elif written:
            self._words(group, written)
            self._no_field(written)
        found = WORD.findall(words)
        if not found:
            return
        self._word_count += len(found) - 1
        query = self._counted(Phrase(words, min(int((lexeme["slop"] or "0")[:9]), 100), name))
        if query is not None:
            group.add(Not(query) if lexeme["minus"] else query)

    def _words(self, group: _Group, text: str) -> None:
        """Search text that is not syntax after all."""
        for word in WORD.findall(text):
            query = self._counted(Word(word, group.name))
            if query is not None:
                group.add(query)

    def _counted(self, query: Query | None) -> Query | None:
        """A part that searches a word, unless there are too many already."""
        self._word_count += 1
        return query if self._word_count <= _MOST_WORDS else None

    def _date(self, name: str, text: str) -> DateRange | None:
        if name == "after" or name == "before":
            period = parse_period(text, self._today)
            if period is None:
                return None
            if name == "after":
                return DateRange("date", period[0], None)
            return DateRange("date", None, period[0] - timedelta(1)) if period[0] > date.min else None
        days = parse_range(text, self._today)
        return days and DateRange("captured" if name == "captured" else "date", *days)

    def _no_field(self, name: str) -> None:
        self.notes.append(f'there is no field "{name}"; searched as words')


def _typed(text: str, name: str | None) -> Query | None:
    """What a word with its signs asks for; None when no word is in it."""
    found = WORD.search(text)
    if found is None:
        return None
    if text.endswith("*") and WORD.fullmatch(text[:-1]):
        return Prefix(text[:-1], name)
    fuzzy = _FUZZY.match(text)
    if fuzzy and WORD.fullmatch(fuzzy[1]):
        return Fuzzy(fuzzy[1], min(max(int(fuzzy[2] or 1), 1), 2), name)
    return Word(text, name)
