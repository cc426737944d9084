"""One post on several blogs: whether it is one, and the post that they tell of together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from archivesearch.addresses import permalink_key
from archivesearch.model import FORM_RANK, Post

_LETTERS = re.compile(r"\w+")
_ALIKE_FROM_THE_START = 60  # letters; an excerpt that another blog passes on begins as its post does
_FIRST = ("permalink", "title", "authors", "published", "updated", "body", "language", "platform")
_UNITED = ("tags", "categories")


def is_same_post(one: Post, other: Post) -> bool:
    """True for two records of one id that tell of one post: of one address, or word for word the same."""
    if one.permalink and other.permalink:
        titles = _letters(one.title), _letters(other.title)
        if all(titles) and titles[0] == titles[1]:
            return True
        return not (one.body and other.body) or _begin_alike(one.body, other.body)
    return (one.title, one.published, one.body) == (other.title, other.published, other.body)


def united(posts: Sequence[Post]) -> Post:
    """The post that the blogs of these records tell of together: its own blog's, with what only others know.

    Every capture is kept, tags are united, and the fullest text wins.
    """
    ordered = sorted(posts, key=_trust)
    values: dict[str, Any] = {}
    found_in: dict[str, str] = {}
    for name in (*_FIRST, *_UNITED):
        telling = [post for post in ordered if getattr(post, name)]
        if not telling:
            continue
        if name in _FIRST:
            values[name] = getattr(telling[0], name)
        else:
            values[name] = _each_once(tag for post in telling for tag in getattr(post, name))
        if name in telling[0].found_in:
            found_in[name] = telling[0].found_in[name]
    values["categories"] = tuple(
        name for name in values.get("categories", ()) if name not in values.get("tags", ())
    )
    captures = tuple(dict.fromkeys(capture for post in ordered for capture in post.captures))
    return replace(ordered[0], captures=captures, found_in=found_in, **values)


def _trust(post: Post) -> tuple[int, int, int, str]:
    """The fuller form first, then the innermost blog in which the post lives, then the longer text."""
    form = max((FORM_RANK[capture.form] for capture in post.captures), default=0) if post.body else -1
    is_at_home = post.blog and f"{permalink_key(post.permalink or '')}/".startswith(f"{post.blog}/")
    return -form, -len(post.blog or "") if is_at_home else 0, -len(post.body), post.blog or ""


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    spelled: dict[str, str] = {}
    for name in names:
        spelled.setdefault(name.casefold(), name)
    return tuple(spelled.values())


def _letters(text: str | None) -> str:
    return "".join(_LETTERS.findall(text or "")).casefold()


def _begin_alike(one: str, other: str) -> bool:
    starts = [_letters(text[: 4 * _ALIKE_FROM_THE_START])[:_ALIKE_FROM_THE_START] for text in (one, other)]
    return bool(starts[0] and starts[1]) and (
        starts[0].startswith(starts[1]) or starts[1].startswith(starts[0])
    )
