"""What was decided on the way from a page to its entries, kept when an explanation is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archivesearch.extract.boxes import Box
from archivesearch.extract.view import BoxView, PageView, Value
from archivesearch.model import Entry, Found, PageKind, Timestamp


@dataclass(frozen=True, slots=True)
class Split:
    """What kind of page it is, and where its posts stand."""

    kind: Found[PageKind]
    boxes: Sequence[Box] = ()
    title: Value | None = None  # the heading of a single page that says what its head says


@dataclass(frozen=True, slots=True)
class PostStep:
    """A box as its fields were read from it, and what came of it."""

    view: BoxView
    day: Found[Timestamp] | None  # the heading above
    entry: Entry | None
    refusal: str = ""  # why no entry came of it


@dataclass(slots=True)
class Steps:
    """The steps of one page, filled while it is read."""

    page: PageView | None = None
    split: Split | None = None
    posts: Sequence[PostStep] = ()
