"""A small blog of our own, written to disk for the tests that need pages rather than samples."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BASE_URL = "https://tide.example/log/"


@dataclass(frozen=True)
class Written:
    """A post as its author meant it."""

    slug: str
    title: str
    published: str
    body: str
    author: str = "Ada Quist"

    @property
    def path(self) -> str:
        return f"{self.published[:4]}/{self.slug}.html"

    @property
    def url(self) -> str:
        return BASE_URL + self.path

    @property
    def entry(self) -> str:
        return f"""<article class="h-entry">
<h2 class="p-name entry-title"><a class="u-url" rel="bookmark" href="{self.url}">{self.title}</a></h2>
<p>by <span class="p-author h-card">{self.author}</span>
on <time class="dt-published" datetime="{self.published}">{self.published}</time></p>
<div class="e-content"><p>{self.body}</p></div>
</article>"""

    @property
    def page(self) -> str:
        return html(f"{self.title} - Tide Log", self.entry, f'<link rel="canonical" href="{self.url}">')


POSTS = (
    Written(
        "lamp",
        "A lamp for the harbour",
        "2009-09-05T12:43:43-04:00",
        "The harbour has a new lamp. It turns once in eight seconds, and the herring boats steer by it"
        " all through the long nights of the autumn.",
    ),
    Written(
        "fog",
        "Nine days of fog",
        "2009-11-21T07:15:00-05:00",
        "Nine days of fog, and nobody saw the far pier. We rang the bell by hand, an hour each, and told"
        " stories between the strokes to stay awake.",
    ),
    Written(
        "ferry",
        "The ferry will not run",
        "2010-02-14T18:30:00-05:00",
        "The ferry will not run before March. Its boiler went to the mainland on a barge, and the island"
        " bakes its own bread until the thaw.",
    ),
)


def html(title: str, body: str, head: str = "") -> str:
    """A page with what every page has."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>\n'
        f"<body><h1>Tide Log</h1>\n{body}\n</body></html>\n"
    )


def write_blog(folder: Path, posts: tuple[Written, ...] = POSTS) -> Path:
    """The blog as a mirror below the folder: a page for each post, and a front page with all of them."""
    for post in posts:
        page = folder / post.path
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(post.page, encoding="utf-8")
    front = html("Tide Log", "\n".join(post.entry for post in reversed(posts)))
    (folder / "index.html").write_text(front, encoding="utf-8")
    return folder


def many_posts(count: int) -> tuple[Written, ...]:
    """As many posts as asked for, each with a word of its own."""
    return tuple(
        Written(
            f"entry-{number}",
            f"Entry {number} of the log",
            f"{2001 + number // 336}-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}T09:30:00+01:00",
            f"On this watch we counted {number} gulls and one word, gull{number}word, that no other entry"
            " holds. The wind was fair, the sea was calm, and the kettle was on.",
        )
        for number in range(count)
    )
