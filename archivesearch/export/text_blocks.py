"""A post's body cut at its blank lines, with code told from prose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines without a blank one between them; or code, blank lines included, whose spaces matter."""

    lines: tuple[str, ...]
    is_code: bool


def text_blocks(body: str) -> Iterator[TextBlock]:
    """The blocks of a body. One with an indented line is code, and so is what follows it at once in that way."""
    code: list[str] = []
    for block in filter(None, body.split("\n\n")):
        lines = block.strip("\n").split("\n")
        if any(line[:1] in (" ", "\t") for line in lines):
            code += ["", *lines] if code else lines
            continue
        if code:
            yield TextBlock(tuple(code), is_code=True)
            code = []
        yield TextBlock(tuple(lines), is_code=False)
    if code:
        yield TextBlock(tuple(code), is_code=True)
