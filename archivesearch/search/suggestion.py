"""A query that finds more where one finds nothing or little: mended spelling, or less asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from archivesearch.analysis import WORD
from archivesearch.index.engine import Engine
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
from archivesearch.search.query import parse

FEW = 3  # hits; a query with fewer gets a suggestion
_MOST_WORDS = 12  # of a query that are looked at; a passage is not mended word by word
_MOST_VALUES = 12  # of a field that are listed
_Change = Callable[[Query], Query | None]  # None for a part that is left out


def suggest(engine: Engine, text: str, query: Query, total: int, today: date) -> str | None:
    """A query text that finds more than `total` posts, as close to the one typed as can be; None when none does.

    Relative dates count from `today`.
    """
    words = list(dict.fromkeys(words_of(query)))[:_MOST_WORDS]
    mended = {word: near[0] for word in words if (near := engine.spellings(word, limit=1))}
    tried = {text} if query == parse(text, today).query else set()
    for candidate in _candidates(engine, text, query, words, mended):
        if candidate and candidate not in tried:
            tried.add(candidate)
            found = engine.search(parse(candidate, today).query, limit=1)
            if found.total > total and not found.corrections:
                return candidate
    return None


def words_of(query: Query) -> Iterator[str]:
    """The words that a query wants to find in the text of posts."""
    match query:
        case And(parts) | Or(parts) | Best(parts):
            for part in parts:
                yield from words_of(part)
        case Word(text, None) | Phrase(text, _, None) | Fuzzy(text, _, None):
            yield from WORD.findall(text)


def met_by_none(engine: Engine, query: Query) -> Iterator[str]:
    """What to tell of a query without hits: those of its demands on a field that no post at all meets."""
    match query:
        case And(parts):
            for part in parts:
                yield from met_by_none(engine, part)
        case DateRange() if not engine.search(query, limit=1).total:
            yield f"no post is known to be of {written(query)}"
        case Word(_, str(name)) | Phrase(_, _, str(name)) | Prefix(_, str(name)) | Fuzzy(_, _, str(name)):
            if name != "is" and not engine.search(query, limit=1).total:
                there = ""
                if name in ("platform", "lang"):
                    values = list(engine.search(Everything(), limit=1).count_facet(name))
                    there = f"; there are {', '.join(values[:_MOST_VALUES])}" if values else ""
                yield f"no post has {written(query)}{there}"


def _candidates(
    engine: Engine, text: str, query: Query, words: list[str], mended: Mapping[str, str]
) -> Iterator[str]:
    """Queries to try, the closest first."""
    if mended:
        yield WORD.sub(lambda match: mended.get(match.group(), match.group()), text)
    yield text  # which differs where all words were asked for

    def known(part: Query) -> Query | None:
        """The part with its spelling mended, and without what no post has."""
        if not isinstance(part, Word) or part.field is not None:
            return part
        spelled = Word(WORD.sub(lambda match: mended.get(match.group(), match.group()), part.text))
        return spelled if engine.search(spelled, limit=1).total else None

    sensible = changed(query, known)
    if sensible is None:
        return
    for change in (_without_dates, _loosened, _without_filters):
        yield written(sensible)
        sensible = changed(sensible, change)
        if sensible is None:
            return
    yield written(sensible)
    yield " OR ".join(dict.fromkeys(words_of(sensible)))


def changed(query: Query, change: _Change) -> Query | None:
    """The query with each of its leaves changed; None when nothing is left to be found."""
    match query:
        case And(parts) | Or(parts) | Best(parts):
            kept = tuple(part for part in (changed(part, change) for part in parts) if part is not None)
            if all(isinstance(part, Not | Everything | DateRange) for part in kept):
                return None
            return kept[0] if len(kept) == 1 else type(query)(kept)
        case Not():
            return query
    return change(query)


def _without_dates(part: Query) -> Query | None:
    return None if isinstance(part, DateRange) else part


def _without_filters(part: Query) -> Query | None:
    """A word of a field searched anywhere; other fields than words left out."""
    if isinstance(part, Word | Phrase):
        return Word(part.text) if part.field in (None, "title", "author", "tag", "category") else None
    return part


def _loosened(part: Query) -> Query | None:
    """A phrase as words that may stand anywhere, a misspelt word as near ones."""
    if isinstance(part, Phrase) and part.field is None:
        found = tuple(Word(word) for word in WORD.findall(part.text))
        return And(found) if len(found) > 1 else Word(part.text)
    return part


def written(query: Query) -> str:
    """The text that a query tree is read from."""
    match query:
        case Best(parts):
            return " ".join(_bracketed(part) for part in parts)
        case And(parts):
            wanted = [_bracketed(part) for part in parts if not isinstance(part, Not)]
            unwanted = [written(part) for part in parts if isinstance(part, Not)]
            return " ".join([" AND ".join(wanted), *unwanted])
        case Or(parts):
            return " OR ".join(_bracketed(part) for part in parts)
        case Not(part):
            return f"-{_bracketed(part)}"
        case Everything():
            return "*"
        case DateRange(name, first, last):
            return f"{name}:{first or ''}..{last or ''}"
        case Word(text, name):
            body = text
        case Phrase(text, slop, name):
            body = f'"{text}"' + (f"~{slop}" if slop else "")
        case Prefix(text, name):
            body = f"{text}*"
        case Fuzzy(text, distance, name):
            body = f"{text}~{distance if distance > 1 else ''}"
    return f"{name}:{body}" if name else body


def _bracketed(query: Query) -> str:
    text = written(query)
    return f"({text})" if isinstance(query, And | Or | Best | Not) else text
