"""Page -> its explanation: what it was taken for, where its posts were cut, and where each field comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archivesearch.extract.boxes import STANDARD_BOXES, named_boxes
from archivesearch.extract.candidates import explain_fields
from archivesearch.extract.charset import Decoded, decode_with_evidence
from archivesearch.extract.document import Document, Element
from archivesearch.extract.explanation import (
    Candidate,
    FieldExplanation,
    PageExplanation,
    PostExplanation,
    quoted,
)
from archivesearch.extract.extractor import read_html, read_page
from archivesearch.extract.fields.form import tell_form
from archivesearch.extract.fields.timestamp import DateHints, find_timestamps, has_digit
from archivesearch.extract.places import Places
from archivesearch.extract.steps import PostStep, Steps
from archivesearch.extract.view import PageView
from archivesearch.model import Entry, Found, Page, PageReading

_FIRST_WORDS = 70  # characters that show which post is meant
_MOST_LEFT_OUT = 12  # places named
_FIELDS = ("title", "authors", "published", "updated", "permalink", "tags", "categories", "body")


def explain_page(page: Page) -> PageExplanation:
    """How the entries of a page came about. Raises ExtractError for a page that cannot be read at all."""
    decoded = decode_with_evidence(page.content, page.charset)
    if page.media != "html":
        reading = read_page(page)
        posts = tuple(_plain_posts(page, decoded.text, reading))
        return _page(
            page, decoded, reading, Found(reading.facts.kind, f"{len(posts)} posts in a text"), posts
        )
    steps = Steps()
    reading = read_html(decoded.text, page, steps)
    assert steps.page is not None
    assert steps.split is not None
    places = Places(steps.page.document)
    posts = tuple(_posts(steps, reading, places))
    split = steps.split.kind
    kind = (
        split if split.value == reading.facts.kind else Found("other", f"no post came of it ({split.rule})")
    )
    explained = _page(page, decoded, reading, Found(kind.value, kind.rule), posts)
    return replace(explained, cuts=tuple(_cuts(steps.page, steps, places)))


def _page(
    page: Page, decoded: Decoded, reading: PageReading, kind: Found[str], posts: tuple[PostExplanation, ...]
) -> PageExplanation:
    facts = reading.facts
    return PageExplanation(
        path=page.path,
        charset=decoded.charset,
        charset_rule=decoded.rule,
        platform=facts.platform,
        platform_rule=facts.platform_rule,
        url=facts.url,
        url_rule=facts.url_rule,
        blog=facts.blog,
        kind=kind.value,
        kind_rule=kind.rule,
        language=facts.language,
        blog_names=tuple(Candidate(quoted(found.value), found.rule) for found in facts.blog_titles),
        posts=posts,
        notes=(decoded.note,) if decoded.note else (),
    )


# ------------------------------------------------------------------ where the page was cut


def _cuts(view: PageView, steps: Steps, places: Places) -> Iterator[Candidate]:
    """The rules that find boxes on the page, the one that was used marked."""
    document = view.document
    used = steps.split.boxes if steps.split else ()
    used_rule = used[0].rule if used else None
    rules = tuple(dict.fromkeys((*view.platform.posts, *STANDARD_BOXES)))
    for rule in rules:
        if boxes := named_boxes(document, (rule,)):
            place = places.path(boxes[0].scope)
            yield Candidate("", rule, place, _count(len(boxes), "box", "boxes"), rule == used_rule)
    if used_rule is not None and used_rule not in rules:
        place = places.path(used[0].scope)
        yield Candidate("", used_rule, place, _count(len(used), "box", "boxes"), is_chosen=True)


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _posts(steps: Steps, reading: PageReading, places: Places) -> Iterator[PostExplanation]:
    left = list(reading.entries)
    for post in steps.posts:
        entry = left[0] if left and post.entry and _is_same(left[0], post.entry) else None
        if entry is not None:
            left.pop(0)
        yield _post(steps, post, entry, places)


def _is_same(entry: Entry, read: Entry) -> bool:
    return replace(read, position=entry.position) == entry


def _post(steps: Steps, post: PostStep, entry: Entry | None, places: Places) -> PostExplanation:
    view, document = post.view, post.view.document
    explained = PostExplanation(
        number=None,
        place=places.path(view.box.scope),
        cut_by=view.box.rule,
        first_words=_first_words(document, view.box.scope),
    )
    if entry is None:
        refusal = post.refusal or "no permalink, where most other boxes of the page have one"
        return replace(explained, refusal=refusal)
    form = tell_form(view, entry.body)
    inside = places.within(view.box.scope)
    return replace(
        explained,
        number=entry.position + 1,
        form=form.value,
        form_rule=form.rule,
        fields=tuple(explain_fields(steps, replace(post, entry=entry), inside)),
        left_out=tuple(_left_out(post, inside)),
    )


def _first_words(document: Document, scope: Element) -> str:
    text = document.text(scope)
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS].rstrip()}\u2026"


def _left_out(post: PostStep, places: Places) -> Iterator[str]:
    """What stands inside the elements of the text and is not part of it."""
    view, document = post.view, post.view.document
    count = 0
    end = -1
    for body in view.bodies:
        for element in document.elements[body.start : body.end]:
            is_out = element.start in view.pruned or (element.is_furniture and not body.is_furniture)
            if element.start < end or not is_out or not (text := _first_words(document, element)):
                continue
            end = element.end
            count += 1
            if count <= _MOST_LEFT_OUT:
                kind = " (furniture)" if element.is_furniture else ""
                yield f"{places.path(element)}{kind}: {text}"
    if count > _MOST_LEFT_OUT:
        yield f"and {count - _MOST_LEFT_OUT} more"


# ------------------------------------------------------------------ text, Markdown and whatever has no elements


def _plain_posts(page: Page, text: str, reading: PageReading) -> Iterator[PostExplanation]:
    stamps = list(_stamp_lines(page, text))
    for entry in reading.entries:
        fields = []
        for name in _FIELDS:
            found: Found[object] | None = getattr(entry, name)
            value = None if found is None else _shown(found.value)
            rule = found.rule if found else None
            candidates = [] if value is None or rule is None else [Candidate(value, rule, is_chosen=True)]
            if name == "published":
                if len(reading.entries) == 1:
                    candidates += [c for c in stamps if c.value != value]
                place = next((c for c in stamps if c.value == value), None)
                if candidates and candidates[0].is_chosen and place is not None:
                    candidates[0] = replace(place, rule=candidates[0].rule, is_chosen=True, reason="")
            fields.append(FieldExplanation(name, value, rule, tuple(candidates)))
        first = entry.title.value if entry.title else entry.body.value if entry.body else ""
        yield PostExplanation(
            number=entry.position + 1,
            place=page.path,
            cut_by="the whole text" if len(reading.entries) == 1 else "day headings and stamp lines",
            first_words=" ".join(first.split())[:_FIRST_WORDS],
            form=entry.form,
            form_rule="the text itself",
            fields=tuple(fields),
        )


def _stamp_lines(page: Page, text: str) -> Iterator[Candidate]:
    """The lines of a text that show a date."""
    hints = DateHints(captured=page.captured)
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) <= 1000 and has_digit(line):
            for found in find_timestamps(line, hints):
                place, value = f"line {number}", str(found.stamp)
                yield Candidate(quoted(line), "date in the text", place, value, reason="inside the text")


def _shown(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else quoted(str(value))
