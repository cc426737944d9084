"""The candidates of each field of a post, as the field's own rules offer them, with the choice marked.

Nothing is decided here: the offers, the refusals and the weighing are those by which the entry was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archivesearch.addresses import canonical_permalink, same_page
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.explanation import (
    HEAD,
    LESS_TRUSTED,
    MADE,
    SAYS_THE_SAME,
    Candidate,
    FieldExplanation,
    quoted,
)
from archivesearch.extract.fields.authors import author_offers
from archivesearch.extract.fields.content import named_texts
from archivesearch.extract.fields.permalink import (
    fragment_address,
    offered_address,
    permalink_offers,
    permalink_refusal,
    trackback_address,
)
from archivesearch.extract.fields.tags import tag_offers
from archivesearch.extract.fields.title import head_titles, title_offers
from archivesearch.extract.places import Places
from archivesearch.extract.stamp_candidates import published_candidates, stamp_field, updated_candidates
from archivesearch.extract.steps import PostStep, Steps
from archivesearch.extract.view import BoxView
from archivesearch.model import Found


def explain_fields(steps: Steps, post: PostStep, places: Places) -> Iterator[FieldExplanation]:
    """Each field of a post that came out, in the order in which people ask for them."""
    entry = post.entry
    if entry is None:
        return
    yield _field("title", entry.title, _titles(steps, post, places))
    yield _field("authors", _joined(entry.authors), _authors(post, places))
    yield stamp_field("published", entry.published, published_candidates(post, entry, places))
    yield stamp_field("updated", entry.updated, updated_candidates(post, places))
    yield _field("permalink", entry.permalink, _permalinks(post, places))
    for name, found in (("tags", entry.tags), ("categories", entry.categories)):
        yield _field(name, _joined(found), _tags(post, name, places))
    body = Found(quoted(entry.body.value), entry.body.rule) if entry.body else None
    yield _field("body", body, _bodies(post, places))


def _joined(found: Found[tuple[str, ...]] | None) -> Found[str] | None:
    return Found("; ".join(found.value), found.rule) if found else None


# ------------------------------------------------------------------ the choice among candidates


def _field(name: str, found: Found[str] | None, candidates: Iterable[Candidate]) -> FieldExplanation:
    listed = list(candidates)
    at = _chosen(found, listed)
    if found is not None and at is None:
        listed.append(Candidate(quoted(found.value), found.rule, is_chosen=True, reason=MADE))
    elif at is not None:
        listed[at] = replace(listed[at], is_chosen=True)
        listed = [
            c if n <= at or c.reason else replace(c, reason=_after(c, listed[at]))
            for n, c in enumerate(listed)
        ]
    return FieldExplanation(
        name, found.value if found else None, found.rule if found else None, tuple(listed)
    )


def _chosen(found: Found[str] | None, listed: Sequence[Candidate]) -> int | None:
    """The place of the candidate that the value came from: the same rule, at best the same value."""
    if found is None:
        return None
    fit = [n for n, c in enumerate(listed) if not c.is_refused and c.rule == found.rule]
    same = [n for n in fit if (listed[n].value or listed[n].text) == quoted(found.value)]
    return next(iter(same or fit), None)


def _after(candidate: Candidate, chosen: Candidate) -> str:
    is_same = (candidate.value or candidate.text) == (chosen.value or chosen.text)
    return SAYS_THE_SAME if is_same else LESS_TRUSTED


def _differing(text: str, value: str) -> str | None:
    """The value where it is not the text itself."""
    return None if quoted(text) == quoted(value) else quoted(value)


# ------------------------------------------------------------------ title, authors, permalink


def _titles(steps: Steps, post: PostStep, places: Places) -> Iterator[Candidate]:
    view = post.view
    box = BoxView(view.page, view.box, view.box.scope)
    for value, refusal in title_offers(box):
        place = places.path(value.element)
        is_refused = refusal is not None
        yield Candidate(quoted(value.text), value.rule, place, is_refused=is_refused, reason=refusal or "")
    if not view.page.is_single:
        return
    if steps.split is not None and (title := steps.split.title) is not None:
        text = view.document.text(title.element)
        yield Candidate(quoted(text), title.rule, places.path(title.element))
    for found in head_titles(view.page.head, view.page.url):
        yield Candidate(quoted(found.value), found.rule, HEAD)


def _authors(post: PostStep, places: Places) -> Iterator[Candidate]:
    body = post.entry.body if post.entry else None
    for offer in author_offers(post.view, body.value if body else ""):
        yield Candidate(
            quoted(offer.text),
            offer.rule,
            places.path(offer.element) or ("last lines" if offer.rule == "signature" else HEAD),
            _differing(offer.text, "; ".join(offer.names)) if offer.names else None,
            is_refused=not offer.names,
            reason="" if offer.names else "no name of a person in it",
        )


def _permalinks(post: PostStep, places: Places) -> Iterator[Candidate]:
    view = post.view
    if view.page.is_single:
        yield from _single_permalinks(view, places)
        return
    is_open = True
    for candidate in _offered_permalinks(view, places):
        address = candidate.value or candidate.text
        if not is_open:
            yield replace(candidate, is_refused=True, reason="not asked after a link to the page itself")
        elif not candidate.is_refused and same_page(address, view.page.url) and "#" not in address:
            is_open = False
            yield replace(candidate, is_refused=True, reason="leads to this page, a list")
        else:
            yield candidate
    if view.title is not None and (found := trackback_address(view.page, view.title.text)) is not None:
        yield Candidate(quoted(found.value), found.rule, "comment")


def _single_permalinks(view: BoxView, places: Places) -> Iterator[Candidate]:
    page = view.page
    if page.own is not None:
        kind = address_kind(page.own.value, page.blog_url)
        is_list = kind in ("home", "list", "file")
        reason = f"the address of a {kind}" if is_list else ""
        yield Candidate(quoted(page.own.value), page.own.rule, HEAD, is_refused=is_list, reason=reason)
    box = replace(view, zone=view.box.scope)
    sure = list(permalink_offers(box, is_sure=True))
    yield from _offered_permalinks(box, places, stop=len(sure))
    if page.url:
        kind = address_kind(page.url, page.blog_url)
        is_list = kind in ("home", "list")
        reason = f"the address of a {kind}" if is_list else ""
        address = canonical_permalink(page.url)
        yield Candidate(quoted(address), "page address", is_refused=is_list, reason=reason)
    yield from _offered_permalinks(box, places, start=len(sure))


def _offered_permalinks(
    view: BoxView, places: Places, start: int = 0, stop: int | None = None
) -> Iterator[Candidate]:
    for offer in list(permalink_offers(view))[start:stop]:
        refusal = permalink_refusal(view, offer)
        address = offered_address(view, offer) if refusal is None else None
        yield Candidate(
            quoted(offer.href),
            offer.rule,
            places.path(offer.element),
            _differing(offer.href, address) if address else None,
            is_refused=refusal is not None,
            reason=refusal or "",
        )
    if stop is None and (anchor := fragment_address(view)) is not None:
        yield Candidate(quoted(anchor.value), anchor.rule)


# ------------------------------------------------------------------ tags and body


def _tags(post: PostStep, name: str, places: Places) -> Iterator[Candidate]:
    for kind, found in tag_offers(post.view):
        if kind == name:
            is_selector = not found.rule.startswith(("links ", "names after", "meta ", "JSON-LD", "article:"))
            value = next(post.view.values((found.rule,)), None) if is_selector else None
            place = (
                places.path(value.element)
                if value
                else ""
                if found.rule.startswith(("links", "names"))
                else HEAD
            )
            yield Candidate(quoted("; ".join(found.value)), found.rule, place)


def _bodies(post: PostStep, places: Places) -> Iterator[Candidate]:
    view, document = post.view, post.view.document
    title = view.title.element if view.title else None
    rules = set()
    for rule, elements, is_excerpt in named_texts(document, view.box.scope, title, view.page.platform):
        rules.add(rule)
        letters = sum(document.letters(e) for e in elements)
        yield Candidate(
            "",
            rule,
            places.path(elements[0]),
            f"{letters} letters{' of an excerpt' if is_excerpt else ''}",
            is_chosen=rule == view.body_rule,
            reason=f"{len(elements)} elements" if len(elements) > 1 else "",
        )
    if view.bodies and view.body_rule not in rules:
        letters = sum(document.letters(e) for e in view.bodies)
        reason = "no rule names the text: the part with nearly all of it"
        place = places.path(view.bodies[0])
        yield Candidate("", view.body_rule, place, f"{letters} letters", is_chosen=True, reason=reason)
