"""Where an element stands on its page, in a few words: "div#content > div.post:nth(3) > h2"."""

from __future__ import annotations

from archivesearch.extract.document import RUN, Document, Element

_LEVELS = 4  # enough to find the place in a browser's inspector


class Places:
    """The places of a page's elements; siblings are counted once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._steps: dict[int, dict[int, str]] = {}  # start of a parent -> start of a child -> its step
        self._box: Element | None = None

    def within(self, box: Element) -> Places:
        """The same places, told from a post's box on for what stands inside it."""
        inner = Places(self._document)
        inner._steps, inner._box = self._steps, box
        return inner

    def path(self, element: Element | None) -> str:
        """The last steps of the way to an element, from the nearest one with an id or below the box; "" for none."""
        if element is None:
            return ""
        if element.tag == RUN:
            return self._stretch(element)
        if element.tag.startswith("-") and element.parent is not None:
            return self.path(element.parent)
        steps: list[str] = []
        at: Element | None = element
        while at is not None and len(steps) < _LEVELS:
            if self._box is not None and (at.start, at.end) == (self._box.start, self._box.end):
                break
            if at.parent is None:
                steps.append(at.tag)
                break
            steps.append(self._steps_below(at.parent).get(at.start, at.tag))
            if "#" in steps[-1]:
                break
            at = at.parent
        if len(steps) > 1 and steps[-1] == "body":
            steps.pop()
        return " > ".join(reversed(steps)) or "the post's box"

    def _stretch(self, run: Element) -> str:
        elements = self._document.elements
        first = elements[run.start]
        last = first
        while last.end < run.end:
            last = elements[last.end]
        if first is last:
            return self.path(first)
        return f"{self.path(first)} to {self.path(last).rpartition(' > ')[2]}"

    def _steps_below(self, parent: Element) -> dict[int, str]:
        steps = self._steps.get(parent.start)
        if steps is None:
            children = [c for c in self._document.children(parent) if not c.tag.startswith("-")]
            named: dict[str, list[Element]] = {}
            for child in children:
                named.setdefault(_name(child), []).append(child)
            steps = self._steps[parent.start] = {
                child.start: name if len(group) == 1 or "#" in name else f"{name}:nth({nth})"
                for name, group in named.items()
                for nth, child in enumerate(group, 1)
            }
        return steps


def _name(element: Element) -> str:
    if name := element.get("id").strip():
        return f"{element.tag}#{name.split()[0]}"
    return element.tag + (f".{element.classes[0]}" if element.classes else "")
