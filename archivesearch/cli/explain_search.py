"""What `archivesearch search --explain` prints: the query as read, its terms, and the parts of each score."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from archivesearch.archive import open_archive
from archivesearch.cli.console import is_terminal, one_line, print_line, tell, use_locale, use_utf8
from archivesearch.cli.exit_codes import HITS, NO_HITS
from archivesearch.cli.hits import HitForm
from archivesearch.cli.last_hits import remember
from archivesearch.cli.numbers import count
from archivesearch.cli.options import ready_to_paste
from archivesearch.cli.output import hit_record, json_document, print_paged
from archivesearch.cli.query_words import tell_notes
from archivesearch.index.engine import Explanation, TermExplanation
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
from archivesearch.records import SCHEMA, json_line
from archivesearch.search.searcher import ExplainedRanking

_NAMES_WIDTH = 10  # columns of the name before a line
_LABEL_WIDTH = 32
_MOST_FORMS = 12  # of a word; a prefix may have thousands


def explain_search(
    directory: Path,
    text: str,
    limit: int,
    offset: int,
    join: Literal["best", "all", "any"],
    form: HitForm | None,
    is_paged: bool,
) -> int:
    """Prints a search explained; gives the exit code."""
    with open_archive(directory) as archive:
        explained = archive.explain(text, limit=limit, offset=offset, join=join)
        ranking = explained.ranking
        tell_notes(ranking.notes)
        if not ranking.total:
            tell(f"{directory}: no post found{ready_to_paste(ranking)}")
    if form is not None:
        use_utf8()
        hits = [
            hit_record(number, hit) | {"explanation": asdict(score)}
            for number, (hit, score) in enumerate(
                zip(ranking, explained.explanation.scores, strict=True), offset + 1
            )
        ]
        if form == "jsonl":
            for hit in hits:
                print_line(json_line(hit))
        else:
            print_line(json_document(_document(explained, text, hits)))
    else:
        use_locale()
        lines = "".join(f"{line}\n" for line in explanation_lines(explained, offset))
        print_paged(lines, is_paged and is_terminal(sys.stdout))
    remember(directory, [hit.post.id for hit in ranking], offset)
    return HITS if ranking.total else NO_HITS


def _document(explained: ExplainedRanking, text: str, hits: list[dict[str, Any]]) -> dict[str, Any]:
    about = explained.explanation
    return {
        "schema": SCHEMA,
        "query": text,
        "tree": tree(explained.ranking.query),
        "terms": [asdict(term) for term in about.terms],
        "left_out": about.left_out,
        "feedback": about.feedback,
        "total": explained.ranking.total,
        "notes": explained.ranking.notes,
        "hits": hits,
    }


def tree(query: Query) -> Any:
    """A query tree as JSON: one object a node, named by what it is."""
    match query:
        case And(parts) | Or(parts) | Best(parts):
            return {type(query).__name__.lower(): [tree(part) for part in parts]}
        case Not(part):
            return {"not": tree(part)}
        case Everything():
            return {"everything": True}
        case DateRange(field, first, last):
            return {field: [first and str(first), last and str(last)]}
        case Word(text, field):
            node: dict[str, Any] = {"word": text}
        case Phrase(text, slop, field):
            node = {"phrase": text} | ({"slop": slop} if slop else {})
        case Prefix(text, field):
            node = {"prefix": text}
        case Fuzzy(text, distance, field):
            node = {"fuzzy": text, "distance": distance}
    return node | ({"field": field} if field else {})


# ---------------------------------------------------------------- lines

_JOINED = {"And": "all of", "Or": "any of", "Best": "any of, posts with all of them first"}


def explanation_lines(explained: ExplainedRanking, offset: int) -> Iterator[str]:
    """The explanation for people."""
    about = explained.explanation
    yield from _under("searched", _tree_lines(explained.ranking.query))
    for term in about.terms:
        yield from _under("term", _term_lines(term))
    if about.left_out:
        yield from _under("left out", iter([one_line(", ".join(about.left_out))]))
    if about.feedback:
        yield from _under("feedback", iter([one_line(", ".join(about.feedback))]))
    for number, (hit, score) in enumerate(zip(explained.ranking, about.scores, strict=True), offset + 1):
        yield ""
        title = one_line(hit.post.title or "(untitled)")
        if len(title) > _LABEL_WIDTH + 8:
            title = f"{title[: _LABEL_WIDTH + 7]}…"
        yield f"{number:>2}  {title:<{_LABEL_WIDTH + 10}}{hit.score:>8.3f}"
        for part in score.parts:
            yield from _score_lines(part, 6)


def _under(name: str, lines: Iterator[str]) -> Iterator[str]:
    """Lines beside a name."""
    for at, line in enumerate(lines):
        yield f"{name if at == 0 else '':<{_NAMES_WIDTH}}{line}"


def _tree_lines(query: Query, depth: int = 0) -> Iterator[str]:
    indent = "  " * depth
    match query:
        case And(parts) | Or(parts) | Best(parts):
            yield f"{indent}{_JOINED[type(query).__name__]}"
            for part in parts:
                yield from _tree_lines(part, depth + 1)
        case Not(part):
            yield f"{indent}not"
            yield from _tree_lines(part, depth + 1)
        case Everything():
            yield f"{indent}every post"
        case DateRange(name, first, last):
            event = "published" if name == "date" else "captured"
            yield f"{indent}{event} {first or '…'} to {last or '…'}"
        case Word(text, name):
            yield f"{indent}word {one_line(text)}{_in(name)}"
        case Phrase(text, slop, name):
            loose = f", up to {slop} more words inside" if slop else ""
            yield f'{indent}phrase "{one_line(text)}"{loose}{_in(name)}'
        case Prefix(text, name):
            yield f"{indent}words that begin with {one_line(text)}{_in(name)}"
        case Fuzzy(text, distance, name):
            yield f"{indent}words up to {distance} letters from {one_line(text)}{_in(name)}"


def _in(name: str | None) -> str:
    return f" in {name}" if name else ""


def _term_lines(term: TermExplanation) -> Iterator[str]:
    keys: dict[str, list[str]] = {}
    for language, key in term.keys.items():
        keys.setdefault(key, []).append(language)
    stems = "; ".join(f"{key} ({', '.join(languages)})" for key, languages in keys.items())
    yield f"{one_line(term.typed)}{f'   stem {one_line(stems)}' if stems else ''}"
    shown = list(term.forms.items())[:_MOST_FORMS]
    for form, (weight, number) in shown:
        yield f"  {one_line(form):<24} × {weight:g}  in {count(number, 'post')}"
    if not term.forms:
        yield "  in no post"
    if len(term.forms) > len(shown):
        yield f"  and {len(term.forms) - len(shown):,} more forms"


def _score_lines(part: Explanation, indent: int) -> Iterator[str]:
    label = one_line(part.label)
    named = f"{' ' * indent}{label}"
    yield f"{named:<{_LABEL_WIDTH + 14}}{part.value:>8.3f}  {_worked_out(part.factors)}{_note(part.note)}".rstrip()
    for inner in part.parts:
        yield from _score_lines(inner, indent + 2)


def _worked_out(factors: Mapping[str, float]) -> str:
    """The sum that gave a value, as docs/ranking.md explains it."""
    if "tf" in factors:
        share = f" · {factors['share']:.3g}" if "share" in factors else ""
        tf, k = factors["tf"], factors["K"]
        return f"= idf {factors['idf']:.3f}{share} · {tf:g}/({tf:g} + {k:.3f})"
    if "idf in title" in factors:
        return f"= {factors['idf in title']:.3f}² / {factors['idf']:.3f}"
    if "share" in factors:
        return f"= {factors['share']:g} · {factors['idf']:.3f}"
    return ""


def _note(note: str) -> str:
    return f"  {one_line(note)}" if note else ""
