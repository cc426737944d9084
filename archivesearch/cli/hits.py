"""A ranking or its facets as text: for people, as lines, JSON, CSV or as a run for TREC tools."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import quote

from archivesearch.cli.console import is_terminal, one_line, print_line, use_locale, use_utf8
from archivesearch.cli.output import hit_line, hit_record, hits_for_terminal, json_document, print_paged
from archivesearch.model import Hit, Ranking
from archivesearch.records import SCHEMA, json_line

HitForm = Literal["json", "jsonl", "csv", "trec"]
Facets = Mapping[str, Mapping[str, int]]

_TABLE = ("number", "score", "id", "published", "authors", "title", "permalink", "blog", "snippet")
_RUN = "archivesearch"  # the last column of a TREC run, which names the system


def print_hits(
    ranking: Ranking,
    about: Mapping[str, Any],
    offset: int,
    form: HitForm | None,
    *,
    is_coloured: bool,
    is_paged: bool,
    topic: str = "1",
) -> None:
    """Prints one page of hits; `about` is what a JSON document says of them before all else."""
    numbered = list(enumerate(ranking, offset + 1))
    if form is None and is_terminal(sys.stdout):
        use_locale()
        if numbered:
            print_paged(hits_for_terminal(numbered, is_coloured), is_paged)
        return
    if form is None:
        use_locale()
        lines: Iterator[str] = (hit_line(number, hit, is_coloured) for number, hit in numbered)
    else:
        use_utf8()
        lines = _lines(ranking, numbered, about, offset, form, topic)
    for line in lines:
        print_line(line)


def print_facets(
    facets: Facets, ranking: Ranking, about: Mapping[str, Any], form: HitForm | None, is_paged: bool
) -> None:
    """Prints how many hits have each value; only a JSON document has the hits too."""
    if form == "json":
        use_utf8()
        print_line(_document(ranking, list(enumerate(ranking, 1)), dict(about) | {"facets": facets}, 0))
        return
    rows = [(name, value, number) for name, counts in facets.items() for value, number in counts.items()]
    if form == "jsonl":
        use_utf8()
        lines = [json_line({"facet": name, "value": value, "count": number}) for name, value, number in rows]
    elif form == "csv":
        from archivesearch.export.csv_table import csv_row  # lazy: most searches print no table

        use_utf8()
        lines = [csv_row(["facet", "value", "count"])]
        lines += [csv_row([name, one_line(value), str(number)]) for name, value, number in rows]
    elif is_terminal(sys.stdout):
        use_locale()
        print_paged("".join(_block(name, counts) for name, counts in facets.items()), is_paged)
        return
    else:
        use_locale()
        lines = [f"{name}\t{one_line(value)}\t{number}" for name, value, number in rows]
    for line in lines:
        print_line(line)


def _block(name: str, counts: Mapping[str, int]) -> str:
    """A facet for people: its name, and its values below it."""
    lines = [f"{number:>9,}  {one_line(value)}" for value, number in counts.items()]
    return "\n".join([name, *(lines or ["           none of the hits has one"]), "", ""])


def _lines(
    ranking: Ranking,
    numbered: Sequence[tuple[int, Hit]],
    about: Mapping[str, Any],
    offset: int,
    form: HitForm,
    topic: str,
) -> Iterator[str]:
    if form == "json":
        yield _document(ranking, numbered, about, offset)
    elif form == "jsonl":
        yield from (json_line(hit_record(number, hit)) for number, hit in numbered)
    elif form == "csv":
        from archivesearch.export.csv_table import csv_row  # lazy: most searches print no table

        yield csv_row(_TABLE)
        yield from (csv_row(_row(number, hit)) for number, hit in numbered)
    else:
        for number, hit in numbered:
            name = _one_word(hit.post.permalink or hit.post.id)
            yield f"{_one_word(topic)} Q0 {name} {number} {hit.score:.6f} {_RUN}"


def _document(
    ranking: Ranking, numbered: Sequence[tuple[int, Hit]], about: Mapping[str, Any], offset: int
) -> str:
    answer = {"schema": SCHEMA, **about, "total": ranking.total, "offset": offset}
    answer |= {"notes": list(ranking.notes), "suggestion": ranking.suggestion}
    return json_document(answer | {"hits": [hit_record(number, hit) for number, hit in numbered]})


def _row(number: int, hit: Hit) -> list[str]:
    post = hit.post
    return [
        str(number),
        f"{hit.score:.6f}",
        one_line(post.id),
        str(post.published or ""),
        "; ".join(map(one_line, post.authors)),
        one_line(post.title or ""),
        one_line(post.permalink or ""),
        one_line(post.blog or ""),
        hit.snippet.text(),
    ]


def _one_word(text: str) -> str:
    """The text without white space, where TREC tools part columns, and control characters."""
    return quote(text, safe="/:?#[]@!$&'()*+,;=%~")
