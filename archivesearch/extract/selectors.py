"""The elements that a CSS selector matches, answered from an index of tags, classes, ids and attributes.

The rules ask a page about a hundred selectors, and most name something that the page does not have: a look into the
index tells that in a fraction of the time of a walk over the tree. Read are tags, `.class`, `#id`, `[attribute]` alone
or with = ~= *= ^= $=, `:not()`, `:has()`, and what stands inside (` `) or right inside (`>`) something else.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from archivesearch.extract.document import Element

_COMMA = re.compile(r"\s*,(?![^()]*\))(?![^\[\]]*\])\s*")  # between the alternatives of a selector
_PART = re.compile(
    r"""(?P<tag>[a-z][a-z0-9]*) | (?P<name>[.#][A-Za-z_][\w-]*)
    | \[(?P<attribute>[\w:-]+)(?:(?P<operator>[~*^$]?=)(?P<quote>['"]?)(?P<value>[^'"\]]+)(?P=quote))?\]
    | :(?P<function>not|has)\((?P<inner>[^()]+)\) | (?P<combinator>\s*>\s*|\s+)""",
    re.VERBOSE,
)
_COMMON = frozenset({"class", "href", "id", "src", "style", "title"})  # attributes of many elements

Elements = list["Element"]
Filter = Callable[[Elements, "ElementIndex"], Elements]

start_of: Callable[[Element], int] = attrgetter("start")


class Part(NamedTuple):
    """One thing that a selector says of an element."""

    key: str  # of the elements in the index of which it may be true; "" where it names none
    keep: Filter  # those of which it is true
    is_certain: bool = False  # it is true of all that the key holds
    word: tuple[str, str] | None = None  # an attribute, and what must stand in one of its values


class Compound(NamedTuple):
    """What one element must be: the key of all candidates, and what else must be true of them."""

    is_child: bool  # of what the compound before it matched; else anywhere inside
    key: str
    filters: tuple[Filter, ...]


class Alternative(NamedTuple):
    """One of the alternatives of a selector, and the keys and words without which nothing on a page matches it."""

    needs: frozenset[str]
    words: tuple[tuple[str, str], ...]
    compounds: tuple[Compound, ...]


class Selector(NamedTuple):
    """The alternatives of a selector: the keys of those that say no more than one, and the others."""

    anchors: frozenset[str]  # a page that holds none of these keys has no match
    keys: tuple[str, ...]
    others: tuple[Alternative, ...]


class ElementIndex:
    """The elements of a page by tag ("<h1"), class (".post"), id ("#main") and attribute ("href"), in document order."""

    __slots__ = ("_texts", "by_key", "selected")

    def __init__(self) -> None:
        self.by_key: defaultdict[str, Elements] = defaultdict(list)
        self.selected: dict[str, Elements] = {}
        self._texts: dict[str, str] = {}

    def select(self, css: str) -> Elements:
        """All elements that match, in document order; each selector is answered once a page."""
        found = self.selected.get(css)
        if found is None:
            selector = compiled(css)
            is_possible = not self.by_key.keys().isdisjoint(selector.anchors)
            found = self.selected[css] = self._matching(selector) if is_possible else []
        return found

    def _matching(self, selector: Selector) -> Elements:
        keys = self.by_key.keys()
        parts = [self.by_key[key] for key in selector.keys if key in keys]
        for needs, words, compounds in selector.others:
            if needs <= keys and all(word in self._text(name) for name, word in words):
                parts.append(self._follow(compounds))
        return parts[0] if len(parts) == 1 else _in_order(parts)

    def _follow(self, compounds: Sequence[Compound]) -> Elements:
        """What the last of some compounds matches, each in what the one before it matched."""
        found: Elements = []
        for number, (is_child, key, filters) in enumerate(compounds):
            candidates = self.by_key[key]
            if number:
                candidates = _children(candidates, found) if is_child else _descendants(candidates, found)
            for keep in filters:
                candidates = keep(candidates, self)
            if not candidates:
                return candidates
            found = candidates
        return found

    def _text(self, name: str) -> str:
        """All values of an attribute on the page."""
        text = self._texts.get(name)
        if text is None:
            text = self._texts[name] = "\n".join([element.attrs[name] or "" for element in self.by_key[name]])
        return text


def _in_order(parts: Sequence[Elements]) -> Elements:
    """The elements of all parts in document order, each once."""
    return sorted(set().union(*parts), key=start_of)


def _descendants(candidates: Elements, around: Iterable[Element]) -> Elements:
    found: Elements = []
    end = 0
    for outer in around:
        if outer.end > end:  # else inside the one before
            low = bisect_left(candidates, outer.start + 1, key=start_of)
            found += candidates[low : bisect_left(candidates, outer.end, low, key=start_of)]
            end = outer.end
    return found


def _children(candidates: Elements, around: Iterable[Element]) -> Elements:
    parents = {outer.start for outer in around}
    return [inner for inner in candidates if inner.parent is not None and inner.parent.start in parents]


@lru_cache(maxsize=4096)
def compiled(css: str) -> Selector:
    """A selector as the index answers it. Raises ValueError for what cannot be read."""
    anchors: list[str] = []
    keys: list[str] = []
    others: list[Alternative] = []
    for text in _COMMA.split(css.strip()):
        read = _read(text)
        parts = [part for _, parts in read for part in parts]
        compounds = tuple(_compound(parts, is_child) for is_child, parts in read)
        needs = {part.key for part in parts if part.key}
        anchors.append(min(needs, key=_commonness))
        words = tuple(part.word for part in parts if part.word)
        if len(compounds) == 1 and not words and not compounds[0].filters:
            keys.append(compounds[0].key)
        else:
            others.append(Alternative(frozenset(needs), words, compounds))
    return Selector(frozenset(anchors), tuple(keys), tuple(others))


@lru_cache(maxsize=1024)
def asked(rules: tuple[str, ...]) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Each of some rules with its selector, which ends at an "@", and the keys of which a page must hold one."""
    return tuple((rule, css := rule.partition("@")[0], compiled(css).anchors) for rule in rules)


def _compound(parts: Sequence[Part], is_child: bool) -> Compound:
    """A compound whose candidates are those of its rarest part."""
    rarest = min(parts, key=lambda part: _commonness(part.key), default=None)
    if rarest is None or not rarest.key:
        raise ValueError("a selector must name a tag, a class, an id or an attribute of each element")
    return Compound(is_child, rarest.key, tuple(p.keep for p in parts if p is not rarest or not p.is_certain))


def _commonness(key: str) -> int:
    """How many elements a key holds, as a rank."""
    if not key:
        return 5
    return 4 if key in _COMMON else {"#": 0, ".": 1, "<": 3}.get(key[0], 2)


def _read(text: str) -> list[tuple[bool, list[Part]]]:
    """Of each element that an alternative names: whether it is a child of the one before, and what is said of it."""
    said: list[tuple[bool, list[Part]]] = [(False, [])]
    at = 0
    while at < len(text):
        match = _PART.match(text, at)
        if match is None:
            raise ValueError(f"cannot read {text[at:]!r} of the selector {text!r}")
        at = match.end()
        if match["combinator"]:
            said.append((">" in match["combinator"], []))
        else:
            said[-1][1].append(_part(match))
    return said


def _part(match: re.Match[str]) -> Part:
    if tag := match["tag"]:
        return Part(f"<{tag}", lambda found, _: [e for e in found if e.tag == tag], True)
    if name := match["name"]:
        word = name[1:]
        if name[0] == "#":
            return Part(name, lambda found, _: [e for e in found if e.get("id") == word], True)
        return Part(name, lambda found, _: [e for e in found if word in e.classes], True)
    if inner := match["inner"]:
        if match["function"] == "has":
            return Part("", _around(inner))
        compounds = _read(inner)
        if len(compounds) > 1:
            raise ValueError(f"a selector cannot have {inner!r} in :not()")
        return Part("", _without([part.keep for part in compounds[0][1]]))
    return _attribute(match["attribute"], match["operator"], match["value"])


def _around(css: str) -> Filter:
    """Those with a match of a selector inside."""

    def keep(found: Elements, index: ElementIndex) -> Elements:
        inner = index.select(css)
        return [e for e in found if _descendants(inner, (e,))] if inner else []

    return keep


def _without(filters: Sequence[Filter]) -> Filter:
    """Those that not all filters keep."""

    def keep(found: Elements, index: ElementIndex) -> Elements:
        refused = found
        for among in filters:
            refused = among(refused, index)
        without = set(refused)
        return [e for e in found if e not in without] if without else found

    return keep


def _attribute(name: str, operator: str | None, value: str) -> Part:
    if operator is None:
        return Part(name, lambda found, _: [e for e in found if name in e.attrs], True)
    word = (name, value)
    if operator == "~=":
        return Part(name, lambda found, _: [e for e in found if value in e.get(name).split()], False, word)
    if operator == "*=":
        return Part(
            name, lambda found, _: [e for e in found if value in (e.attrs.get(name) or "")], False, word
        )
    if operator == "^=":
        return Part(name, lambda found, _: [e for e in found if e.get(name).startswith(value)], False, word)
    if operator == "$=":
        return Part(name, lambda found, _: [e for e in found if e.get(name).endswith(value)], False, word)
    return Part(name, lambda found, _: [e for e in found if e.get(name) == value], False, word)
