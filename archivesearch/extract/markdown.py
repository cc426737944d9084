"""Markdown: the text without its marks."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from archivesearch.extract.document import Document
from archivesearch.extract.fields.body import read_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def markdown_text(text: str) -> str:
    """The text a reader sees: emphasis, links and list marks rendered, code as it stands."""
    document = Document(_renderer().render(text))
    return read_text(document, document.body)


@cache
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt  # a lazy import: slow to load, and web pages do without

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])
