"""What `archivesearch scrape --explain PAGE` prints: lines for people, or the same as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from archivesearch.capture.folder import capture
from archivesearch.capture.member import OtherFile
from archivesearch.cli.console import has_colour, is_terminal, one_line, print_line, tell
from archivesearch.cli.exit_codes import ERROR, HITS, NO_HITS
from archivesearch.cli.output import json_document, pieces_for_terminal
from archivesearch.errors import ExtractError, Problem
from archivesearch.extract.explain import explain_page
from archivesearch.extract.explanation import (
    SAYS_THE_SAME,
    Candidate,
    FieldExplanation,
    PageExplanation,
    PostExplanation,
)

_NAME_WIDTH = 11  # columns of the name before a value
_MOST_OF_A_RULE = 70  # characters
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: how far it is indented, and its pieces, each with a style of rich."""

    indent: int
    pieces: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return (" " * self.indent + "".join(one_line_kept(text) for text, _ in self.pieces)).rstrip()


def one_line_kept(text: str) -> str:
    """The visible text without line breaks, the blanks at its ends kept."""
    before, after = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    return f"{' ' * before}{one_line(text)}{' ' * after}" if text.strip() else text


def explain(sources: Sequence[str], base_url: str | None, is_json: bool, colour: str = "auto") -> int:
    """Prints how each page of the sources was read; gives the exit code."""
    for source in sources:
        if Path(source).is_dir():
            raise click.UsageError(f"--explain reads one page at a time; name a file in {source}")
    count = problems = 0
    for source in sources:
        for page in capture(source, base_url):
            if isinstance(page, OtherFile):
                page = Problem(page.path, "capture", f"it is no page but: {page.kind}")
            if not isinstance(page, Problem):
                try:
                    explained = explain_page(page)
                except ExtractError as error:
                    page = Problem(page.path, "extract", str(error))
            if isinstance(page, Problem):
                tell(str(page))
                problems += 1
                continue
            count += sum(post.number is not None for post in explained.posts)
            _print(explained, is_json, has_colour(sys.stdout, colour))
    return ERROR if problems else HITS if count else NO_HITS


def _print(explained: PageExplanation, is_json: bool, is_coloured: bool) -> None:
    if is_json:
        print_line(json_document(asdict(explained)))
    elif is_coloured or is_terminal(sys.stdout):
        lines = [(line.indent, line.pieces) for line in explanation_lines(explained)]
        sys.stdout.write(pieces_for_terminal(lines, is_coloured))
    else:
        for line in explanation_lines(explained):
            print_line(str(line))


# ------------------------------------------------------------------ lines


def explanation_lines(page: PageExplanation) -> Iterator[Line]:
    """A page's explanation, line by line."""
    yield _named("page", page.path, "")
    yield _named("charset", page.charset, page.charset_rule)
    for note in page.notes:
        yield _named("", note, "")
    yield _named(
        "platform", page.platform or "none recognised", page.platform_rule or "rules that hold for all"
    )
    yield _named(
        "address", page.url or _UNKNOWN, page.url_rule or "the page does not say; --base-url gives it"
    )
    yield _named("blog", page.blog or _UNKNOWN, "")
    for number, name in enumerate(page.blog_names):
        yield _named("" if number else "blog names", f"\u201c{name.text}\u201d", name.rule)
    if page.language:
        yield _named("language", page.language, "")
    yield _named("kind", page.kind, page.kind_rule)
    if page.cuts:
        yield _named("cut by", "", "")
        for cut in page.cuts:
            yield _candidate(cut)
    for post in page.posts:
        yield from _post_lines(post)


def _post_lines(post: PostExplanation) -> Iterator[Line]:
    yield Line(0, ())
    name = f"post {post.number}" if post.number is not None else "no post"
    yield Line(0, ((f"{name:<{_NAME_WIDTH}}", "bold"), (f"\u201c{post.first_words}\u201d", "bold")))
    yield _named("cut out at", post.place, post.cut_by)
    if post.refusal:
        yield _named("why not", post.refusal, "")
        return
    yield _named("form", post.form, post.form_rule)
    for field in post.fields:
        yield from _field_lines(field)
    for number, left_out in enumerate(post.left_out):
        yield _named("" if number else "left out", left_out, "")


def _field_lines(field: FieldExplanation) -> Iterator[Line]:
    if field.value is None:
        if field.candidates:
            yield _named(field.name, _UNKNOWN, "")
            yield from _candidates(field.candidates)
        return
    yield Line(0, ((f"{field.name:<{_NAME_WIDTH}}", "cyan"), (field.value, "bold"), *_rule(field.rule)))
    yield from _candidates(field.candidates)


def _candidates(candidates: Sequence[Candidate]) -> Iterator[Line]:
    """A line for each candidate; those that say the same as the chosen one share a line, at the end."""
    agreeing = dict.fromkeys(_short(one.rule) for one in candidates if one.reason == SAYS_THE_SAME)
    for candidate in candidates:
        if candidate.reason != SAYS_THE_SAME:
            yield _candidate(candidate)
    if agreeing:
        yield Line(4, (("= ", ""), (f"{SAYS_THE_SAME}: {'; '.join(agreeing)}", "dim")))


def _named(name: str, value: str, rule: str) -> Line:
    return Line(0, ((f"{name:<{_NAME_WIDTH}}", "cyan"), (value, ""), *_rule(rule)))


def _rule(rule: str | None) -> tuple[tuple[str, str], ...]:
    return ((f"  ({_short(rule)})", "dim"),) if rule else ()


def _short(rule: str) -> str:
    """A rule that tries many class names, by the first of them."""
    parts = rule.split(", ")
    return (
        rule
        if len(rule) <= _MOST_OF_A_RULE
        else f"{', '.join(parts[:3])}, \u2026"
        if len(parts) > 3
        else rule
    )


def _candidate(candidate: Candidate) -> Line:
    mark, style = (
        ("*", "green") if candidate.is_chosen else ("x", "red") if candidate.is_refused else ("-", "")
    )
    pieces: list[tuple[str, str]] = [(f"{mark} ", style)]
    if candidate.value is not None:
        pieces.append((candidate.value, style))
    if candidate.text:
        gap = "  " if candidate.value is not None else ""
        pieces.append((f"{gap}\u201c{candidate.text}\u201d", style))
    if candidate.reason:
        pieces.append((f"  {candidate.reason}", "yellow"))
    where = f"  {_short(candidate.rule)}" + (f" at {candidate.place}" if candidate.place else "")
    pieces.append((where, "dim"))
    return Line(4, tuple(pieces))
