"""Numbers with their nouns, as messages tell them."""

from __future__ import annotations

import re

_FIRST_WORDS = re.compile(
    r"^(.+?)(?= (?:of|out|to|inside) |$)"
)  # that take the plural: "notes of the crawler"


def count(number: int, noun: str) -> str:
    """A number with its noun, such as "1 page" or "1,824 pages"."""
    return f"{number:,} {noun if number == 1 else _plural(noun)}"


def _plural(noun: str) -> str:
    return _FIRST_WORDS.sub(r"\1s", noun, count=1)
