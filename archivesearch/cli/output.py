"""How hits and posts look: on a terminal with colour and wrapped lines, in a pipe as stable plain lines.

What only a terminal needs is imported by the function that needs it: a search in a pipe starts without it.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from archivesearch.cli.console import is_terminal, one_line, visible
from archivesearch.model import Hit, Post, Timestamp
from archivesearch.records import json_line, post_to_record

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_MARK_ON, _MARK_OFF = "\x1b[1;31m", "\x1b[0m"
_TEXT_WIDTH = 100  # columns; longer lines are hard to read
_INDENT = 4
_LEAST_WIDTH = 10  # columns of text on the narrowest terminal


# ---------------------------------------------------------------- in a pipe


def hit_line(number: int, hit: Hit, is_coloured: bool) -> str:
    """A hit as one line: number, id, published, authors, title, permalink, snippet; tabs between them."""
    marks = (_MARK_ON, _MARK_OFF) if is_coloured else ("", "")
    post = hit.post
    fields = (
        str(number),
        post.id,
        str(post.published or ""),
        "; ".join(post.authors),
        post.title or "",
        post.permalink or "",
    )
    return "\t".join([*map(one_line, fields), hit.snippet.text(*marks)])


def post_text(post: Post) -> str:
    """A post as text: lines of "name: value", an empty line, the body."""
    head = [f"{name}: {one_line(value)}" for name, value in _named(post) if value]
    return "\n".join([*head, "", visible(post.body)])


def hit_record(number: int, hit: Hit) -> dict[str, Any]:
    """A hit as a JSON object: the post's record with its number, score and snippet."""
    snippet = hit.snippet
    found = {"number": number, "score": hit.score, "snippet": snippet.text(), "snippet_html": snippet.html()}
    return found | post_to_record(hit.post)


def json_document(value: object) -> str:
    """The value as JSON: indented for people on a terminal, in one line for programs."""
    return json_line(value, indent=2 if is_terminal(sys.stdout) else None)


# ---------------------------------------------------------------- on a terminal


def hits_for_terminal(numbered: Iterable[tuple[int, Hit]], is_coloured: bool) -> str:
    """The hits, each with title, byline and snippet, wrapped to the terminal, and its address in one piece."""
    from rich.text import Text

    console = _console(is_coloured)
    for number, hit in numbered:
        post = hit.post
        title = Text(one_line(post.title or "(untitled)"), style="bold" if post.title else "italic")
        _print_indented(console, title, f"{number:>{_INDENT - 2}}  ")
        _print_indented(console, Text(_byline(post), style="cyan"))
        snippet = Text()
        for text, is_marked in _marked(hit):
            snippet.append(text, style="bold red" if is_marked else None)
        _print_indented(console, snippet)
        if post.permalink:  # not wrapped, or it could be neither clicked nor copied
            address = Text(one_line(post.permalink), style="dim")
            console.print(Text().append(" " * _INDENT).append_text(address), soft_wrap=True)
        console.print()
    return _written(console)


def _print_indented(console: Console, text: Text, first: str = " " * _INDENT) -> None:
    """Prints a text wrapped to the terminal, `first` before its first line and blanks before the others."""
    from rich.text import Text

    for line in text.wrap(console, max(_LEAST_WIDTH, console.width - _INDENT)):
        line.rstrip()
        console.print(Text().append(first, style="dim").append_text(line), soft_wrap=True)
        first = " " * _INDENT


def post_for_terminal(post: Post, is_coloured: bool) -> str:
    """The post whole, wrapped to the terminal."""
    from rich.text import Text

    console = _console(is_coloured)
    console.print(Text(one_line(post.title or "(untitled)"), style="bold" if post.title else "italic"))
    for name, value in _named(post):
        if value and name != "title":
            console.print(Text().append(f"{name}: ", style="dim").append(one_line(value)))
    console.print()
    console.print(Text(visible(post.body)))
    return _written(console)


def pieces_for_terminal(lines: Iterable[tuple[int, Iterable[tuple[str, str]]]], is_coloured: bool) -> str:
    """Lines of (indent, pieces of text with the style of each), wrapped to the terminal below their indent."""
    from rich.padding import Padding
    from rich.text import Text

    console = _console(is_coloured)
    for indent, pieces in lines:
        text = Text()
        for piece, style in pieces:
            text.append(visible(piece), style=style or None)
        console.print(Padding(text, (0, 0, 0, indent)))
    return _written(console)


def print_paged(text: str, is_paged: bool) -> None:
    """Prints text, through the user's pager when it is longer than the terminal."""
    import shutil

    pager = _pager() if is_paged else []
    if not pager or text.count("\n") < shutil.get_terminal_size().lines:
        sys.stdout.write(text)
        return
    import subprocess

    # What less is told unless the user says otherwise: leave when all fits, pass colour, keep the screen.
    environment = {"LESS": "FRX"} | os.environ
    try:
        subprocess.run(
            pager,
            input=text,
            encoding=sys.stdout.encoding,
            errors="backslashreplace",
            env=environment,
            check=False,
        )
    except (OSError, BrokenPipeError):
        sys.stdout.write(text)


def _pager() -> list[str]:
    """The words of the pager's command line; none when there is no pager."""
    import shlex
    import shutil

    named = os.environ.get("ARCHIVESEARCH_PAGER", os.environ.get("PAGER"))
    if named is None:
        found = shutil.which("less")
        return [found] if found else []
    try:
        return shlex.split(named)
    except ValueError:  # an unclosed quote in the variable
        return []


def _console(is_coloured: bool) -> Console:
    import shutil

    from rich.console import Console

    return Console(
        file=io.StringIO(),
        force_terminal=is_coloured,
        no_color=not is_coloured,
        width=min(shutil.get_terminal_size().columns, _TEXT_WIDTH),
        highlight=False,
        markup=False,
        emoji=False,
    )


def _written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def _marked(hit: Hit) -> Iterable[tuple[str, bool]]:
    """The snippet in pieces, each with whether it is marked."""
    # Control characters cannot be in the snippet's text, so one can part its pieces.
    for at, piece in enumerate(hit.snippet.text("\0", "\0").split("\0")):
        yield piece, at % 2 == 1


def _byline(post: Post) -> str:
    parts = (", ".join(post.authors), _moment(post.published), post.blog_title or post.blog or "")
    return " · ".join(one_line(part) for part in parts if part)


def _moment(stamp: Timestamp | None) -> str:
    return str(stamp).replace("T", " ") if stamp else ""


def _named(post: Post) -> list[tuple[str, str]]:
    """Name and value of each field of a post but the body, for people; an empty value for an unknown one."""
    captures = [
        " ".join(
            part
            for part in (capture.page, f"({capture.form})", str(capture.captured or ""), capture.url)
            if part
        )
        for capture in post.captures
    ]
    return [
        ("title", post.title or ""),
        ("authors", "; ".join(post.authors)),
        ("published", str(post.published or "")),
        ("updated", str(post.updated or "")),
        ("permalink", post.permalink or ""),
        ("blog", " — ".join(part for part in (post.blog_title, post.blog) if part)),
        ("platform", post.platform or ""),
        ("language", post.language or ""),
        ("tags", "; ".join(post.tags)),
        ("categories", "; ".join(post.categories)),
        ("id", post.id),
        *(("seen on", capture) for capture in captures),
        ("evidence", "; ".join(f"{name} from {rule}" for name, rule in post.found_in.items())),
    ]
