"""The plain values of an explanation: what a page was taken for, where it was cut, and why each field says what it says."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = "head"  # the place of what a page says out of sight
SAYS_THE_SAME = "says the same"  # the reason of a candidate that agrees with the chosen one
LESS_TRUSTED = "less trusted"  # that of one that says something else
MADE = "made of the above"  # that of a value that no single candidate gave

_MOST_CHARACTERS = 160  # of a text that is quoted


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may have been a field's value: as printed, what it was read as, where it stands, what became of it."""

    text: str  # "" where there is none to quote, only a count as value
    rule: str
    place: str = ""  # path of the element, "head" for what is out of sight
    value: str | None = None  # what the text was read as; None where it was not read, or is the value itself
    is_chosen: bool = False
    is_refused: bool = False  # it could not be chosen, whatever else there is
    reason: str = ""  # why it was chosen or not


@dataclass(frozen=True, slots=True)
class FieldExplanation:
    """One field of a post: its value, the rule that gave it, and the candidates, most trusted first."""

    name: str
    value: str | None
    rule: str | None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class PostExplanation:
    """One post of a page: where it was cut out, and its fields."""

    number: int | None  # place among the page's posts, from 1; None for what was cut out but is no post
    place: str
    cut_by: str
    first_words: str
    form: str = ""
    form_rule: str = ""
    refusal: str = ""  # why it is no post
    fields: tuple[FieldExplanation, ...] = ()
    left_out: tuple[
        str, ...
    ] = ()  # what stands inside the text's element and is not text: place and first words


@dataclass(frozen=True, slots=True)
class PageExplanation:
    """What one page was taken for, and why."""

    path: str
    charset: str
    charset_rule: str
    platform: str | None
    platform_rule: str | None
    url: str | None
    url_rule: str | None
    blog: str
    kind: str
    kind_rule: str
    language: str | None = None
    blog_names: tuple[Candidate, ...] = ()
    cuts: tuple[Candidate, ...] = ()  # the rules that could have cut the page into posts
    posts: tuple[PostExplanation, ...] = ()
    notes: tuple[str, ...] = ()


def quoted(text: str) -> str:
    """A text on one line, its end cut off where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST_CHARACTERS else f"{line[:_MOST_CHARACTERS].rstrip()}\u2026"
