"""Markdown with YAML front matter, one file a post: what Jekyll, Hugo, Pelican, Obsidian and an editor read.

Files are named by day and title. The text is escaped, so that it shows as it was read: a "#" or "*" of the post
does not become a heading or a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from archivesearch.export.text_blocks import TextBlock, text_blocks
from archivesearch.model import Post

_NAME_BYTES = 120  # of a file's name; file systems take 255, and copies add to it
_NOT_IN_NAMES = re.compile(r"[\W_]+")
_MARKS = re.compile(r"([\\`*_\[\]<>&~|]|\{(?=[{%:#]))")  # "{%" would begin a tag of a site generator
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")  # would begin a list
_LINE_MARK = re.compile(
    r"^(?=[#+=-])"
)  # would begin a heading or a list, or make a heading of the line above


def write(posts: Iterable[Post], folder: Path) -> None:
    """Makes the folder with a file for each post."""
    folder.mkdir(parents=True)
    taken: set[str] = set()
    for post in posts:
        name = _file_name(post)
        if name.casefold() in taken:
            name = f"{name}-{post.id[:12]}"
        taken.add(name.casefold())
        text = f"---\n{_front_matter(post)}---\n\n{escaped_text(post.body)}\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")


def _file_name(post: Post) -> str:
    day = str(post.published)[:10] if post.published else "undated"
    last = (post.permalink or "").rstrip("/").rpartition("/")[2].partition("?")[0].partition(".")[0]
    words = _NOT_IN_NAMES.sub("-", post.title or last or post.body[:60]).strip("-").lower() or post.id[:12]
    kept = words.encode()[:_NAME_BYTES].decode("utf-8", "ignore")
    return f"{day}-{kept if kept == words else kept.rpartition('-')[0] or kept}"


def _front_matter(post: Post) -> str:
    fields: dict[str, object] = {
        "title": post.title,
        "date": str(post.published) if post.published else None,
        "updated": str(post.updated) if post.updated else None,
        "authors": list(post.authors),
        "tags": list(post.tags),
        "categories": list(post.categories),
        "language": post.language,
        "permalink": post.permalink,
        "id": post.id,
    }
    known = {name: value for name, value in fields.items() if value}
    text: str = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000)
    return text


def escaped_text(body: str) -> str:
    """The Markdown that shows this text: its paragraphs and lines as they are, code between fences."""
    return "\n\n".join(map(_block, text_blocks(body)))


def _block(block: TextBlock) -> str:
    if block.is_code:
        longest = max((len(run) for run in re.findall("`+", "\n".join(block.lines))), default=0)
        fence = "`" * max(3, longest + 1)
        return "\n".join((fence, *block.lines, fence))
    return "\\\n".join(map(_line, block.lines))


def _line(line: str) -> str:
    return _LINE_MARK.sub(r"\\", _NUMBERED.sub(r"\1\\\2", _MARKS.sub(r"\\\1", line)))
