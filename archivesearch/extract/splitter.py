"""Where the posts of a page stand: the boxes that a platform or a standard names, else repeated blocks with a link each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from urllib.parse import urlsplit

from archivesearch.addresses import permalink_key
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.document import Document, Element
from archivesearch.extract.fields.more import is_more_text, is_permalink_text
from archivesearch.extract.fields.timestamp import DateHints, find_timestamps, is_day_heading
from archivesearch.extract.furniture import is_post_name
from archivesearch.model import TITLES_ALONE

_MAX_ROW_REST = 60  # letters beside the title in a table row whose text stands in the next one
_DAY_LINKS = 0.35  # what a link that is only a day is worth, against one with a title
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# What standards and common templates call the box of a post, best evidence first.
STANDARD_BOXES = (
    ".h-entry",
    ".hentry",
    "[itemtype*='schema.org/BlogPosting'], [itemprop~=blogPost], [itemprop~=blogPosts]",
    "[itemtype*='schema.org/Article'], [itemtype*='schema.org/NewsArticle']",
    "article",
    ".post",
    ".blog-post, .blogpost, .post-item, .post-entry, .post-preview, .blog-entry, .journal-entry, .entry, .blogentry",
)
# Links that stand with every post and are not its title.
_AROUND_POST = re.compile(
    r"\W*(?:(?:no |\d+ |add (?:a )?|leave (?:a )?|post (?:a )?|view |read )?(?:comments?|repl(?:y|ies)|responses?"
    r"|trackbacks?|pingbacks?|reactions?|notes|likes?)|permalink|perma|link"
    r"|edit|print|e-?mail(?: this)?|share|tweet|kommentare?|kommentieren|comentarios?|comentários?|commentaires?"
    r"|commenti|reacties?|комментари\w*|ссыл\w*|komentarz\w*|kommentarer"
    r"|コメント|トラックバック|评论|評論|댓글|previous|next|older|newer|home|top)\W*(?:\d+|off|disabled)?\W*|\W*\d*\W*",
    re.IGNORECASE,
)
_MIN_LIST = 3  # links; two alike happen by chance
_MAX_MINED = 5_000
_YEAR = re.compile(r"\D{0,12}(?:19|20)\d\d\D{0,3}")  # "2021", "March 2021", "2021年"
# A part of a name: "blog-aside", "card-widget". Such a list is taken where the page has no other.
_BESIDE = re.compile(r"(?:^|[-_])(?:aside|side-?bar|widgets?)(?:$|[-_])", re.IGNORECASE)
_WORTH_BESIDE = 0.05
_WORTH_OF_TITLES = 0.001  # of links without a date, an own address of posts or a text: better than none
_WORTH_BELOW_HEADING = 3.0  # times: the list that follows the heading of the page


@dataclass(frozen=True, slots=True)
class Box:
    """One post's place on a page."""

    scope: Element
    rule: str
    title_link: Element | None = None  # found by the miner; elsewhere the title's rules look for it
    stamp: tuple[
        int, ...
    ] = ()  # text runs of the line that parts this post from the next and is not its text


def named_boxes(document: Document, rules: Sequence[str]) -> list[Box]:
    """The boxes of the first rule that matches outside page furniture, without those of comments within.

    A later rule takes over where it finds the same posts and more.
    """
    chosen: list[Box] = []
    for rule in rules:
        found = [
            element
            for element in document.select(rule)
            if not element.is_furniture and document.letters(element)
        ]
        boxes = [
            Box(element, rule, element if element.tag == "a" and element.get("href") else None)
            for element in _outermost(document, found)
        ]
        if not chosen:
            chosen = boxes
        elif len(boxes) > len(chosen) and all(any(b.scope.holds(c.scope) for b in boxes) for c in chosen):
            return boxes  # a template that marks only some of its posts with the better name
        elif len(boxes) > len(chosen) and all(_is_filled(document, c.scope, boxes) for c in chosen):
            return boxes  # the better name is that of a group, such as the posts of a year
    return chosen


def _outermost(document: Document, found: Sequence[Element]) -> list[Element]:
    """Without boxes inside boxes, unless a box does nothing but hold several others."""
    kept: list[Element] = []
    at = 0
    while at < len(found):
        outer = found[at]
        inner = list(takewhile(outer.holds, found[at + 1 :]))
        own = document.letters(outer) - sum(document.letters(e) for e in _top(inner))
        is_holder = len(_top(inner)) >= 2 and own < 0.35 * document.letters(outer)
        if is_holder or (
            len(inner) == 1 and own < 0.1 * document.letters(outer) and _has_heading(document, inner[0])
        ):
            at += 1  # the posts are the inner ones
            continue
        kept.append(outer)
        at += 1 + len(inner)
    return kept


def _is_filled(document: Document, scope: Element, boxes: Sequence[Box]) -> bool:
    """True for an element whose text is nearly all in several of the boxes."""
    held = [box.scope for box in boxes if scope.holds(box.scope)]
    return len(held) >= 2 and sum(map(document.letters, held)) > 0.65 * document.letters(scope)


def _top(found: Sequence[Element]) -> list[Element]:
    top: list[Element] = []
    for element in found:
        if not top or element.start >= top[-1].end:
            top.append(element)
    return top


def _has_heading(document: Document, scope: Element) -> bool:
    return bool(document.within(scope, "h1, h2, h3, h4, h5, h6"))


# ------------------------------------------------------------------ repeated blocks with a permalink each


def mined_boxes(document: Document, blog_url: str | None, hints: DateHints, is_list: bool) -> list[Box]:
    """The largest family of repeated blocks that have a link to a page of this blog each.

    On a page known to be a list (`is_list`) a single headline will do.
    """
    families: dict[tuple[str, ...], list[Element]] = {}
    host = _host(document.url or document.base)
    for link in document.select("a[href]")[:_MAX_MINED]:
        if link.is_furniture or not _leads_to_post(document, link, host, blog_url):
            continue
        families.setdefault(_shape(link), []).append(link)
    best: list[Box] = []
    best_score = 0.0
    lead = _first_below_heading(document, families)
    for shape, links in families.items():
        titles = _one_per_address(document, links)
        is_heading = any(part.split(".")[0] in HEADINGS for part in shape)
        if len(titles) < (2 - is_list if is_heading else _MIN_LIST - is_list) and not (
            is_list and (titles[0] is lead or _are_posts(document, titles, blog_url))
        ):
            continue
        boxes = _boxes_around(document, titles, f"repeated {'>'.join(reversed(shape))}", hints)
        score = _score(document, boxes, is_heading, blog_url, hints)
        if _is_beside(links[0]):
            score *= _WORTH_BESIDE
        elif lead is not None and any(link is lead for link in links):
            score *= _WORTH_BELOW_HEADING
        if not score and is_list and len(boxes) >= _MIN_LIST and any(link is lead for link in links):
            score = _WORTH_OF_TITLES * len(boxes)
            boxes = [replace(box, rule=f"{TITLES_ALONE}, {box.rule}") for box in boxes]
        if score > best_score:
            best, best_score = boxes, score
    return best


def _first_below_heading(
    document: Document, families: Mapping[tuple[str, ...], Sequence[Element]]
) -> Element | None:
    """The first of the links below the page's heading."""
    top = next((h.end for h in document.select("h1") if not h.is_furniture), None)
    if top is None:
        return None
    below = (link for links in families.values() for link in links if link.start >= top)
    return min(below, key=lambda link: link.start, default=None)


def _is_beside(link: Element) -> bool:
    """True for a link in what its names call a side column or a widget, wherever it stands."""
    around: Element | None = link
    while around is not None and around.tag != "body":
        if any(_BESIDE.search(name) for name in (*around.classes, around.get("id"))):
            return True
        around = around.parent
    return False


def _are_posts(document: Document, titles: Sequence[Element], blog_url: str | None) -> bool:
    """True if the addresses of all links are by their form those of posts."""
    return all(address_kind(document.resolve(link.get("href")) or "", blog_url) == "post" for link in titles)


def _leads_to_post(document: Document, link: Element, host: str, blog_url: str | None) -> bool:
    href = link.get("href")
    if href.startswith("#") or "tag" in link.get("rel").split():
        return False
    url = document.resolve(href)
    if url is None or (host and _host(url) not in ("", host)):
        return False
    if document.url and permalink_key(url.partition("#")[0]) == permalink_key(document.url):
        return False
    if address_kind(url, blog_url) not in ("post", "unknown"):
        return False
    text = document.text(link)
    return (
        bool(text)
        and not is_more_text(text)
        and not is_permalink_text(text)
        and not _AROUND_POST.fullmatch(text)
    )


def _host(url: str | None) -> str:
    return urlsplit(url or "").netloc.lower().removeprefix("www.")


def _shape(link: Element) -> tuple[str, ...]:
    """Tag and first class of a link's ancestors: what the templates of one list share."""
    shape: list[str] = []
    element: Element | None = link
    while element is not None and element.tag != "body" and len(shape) < 5:
        name = element.tag
        stable = [c for c in element.classes if not any(ch.isdigit() for ch in c)]
        if stable and element.tag not in HEADINGS:
            name += "." + stable[0]
        shape.append(name)
        element = element.parent
    return tuple(shape)


def _one_per_address(document: Document, links: Iterable[Element]) -> list[Element]:
    seen: dict[str, Element] = {}
    for link in links:
        url = document.resolve(link.get("href")) or ""
        seen.setdefault(permalink_key(url.partition("#")[0]), link)
    return sorted(seen.values(), key=lambda link: link.start)


def _boxes_around(document: Document, titles: list[Element], rule: str, hints: DateHints) -> list[Box]:
    boxes: list[Box] = []
    waiting = [(titles, document.body)]
    while waiting:
        group, scope = waiting.pop()
        scope = _common_ancestor(group, scope)
        holders: dict[int, tuple[Element, list[Element]]] = {}
        children = list(document.children(scope))
        position = 0
        for title in group:
            while children[position].end <= title.start:
                position += 1
            holders.setdefault(position, (children[position], []))[1].append(title)
        places = sorted(holders)
        for nth, place in enumerate(places):
            child, held = holders[place]
            if len(held) > 1:
                waiting.append((held, child))
                continue
            following = places[nth + 1] if nth + 1 < len(places) else None
            boxes.append(_box(document, children, place, following, held[0], rule, hints))
    return sorted(boxes, key=lambda box: box.scope.start)


def _common_ancestor(group: Sequence[Element], scope: Element) -> Element:
    ancestor = group[0].parent or scope
    while not (ancestor.holds(group[0]) and ancestor.holds(group[-1])) or (
        len(group) == 1 and ancestor is not scope
    ):
        if ancestor.parent is None:
            return ancestor
        ancestor = ancestor.parent
    return ancestor


def _box(
    document: Document,
    children: Sequence[Element],
    place: int,
    following: int | None,
    title: Element,
    rule: str,
    hints: DateHints,
) -> Box:
    """The box of one title: its own element when that holds more than the title, else all up to the next title."""
    child = _below_year(document, children[place], title)
    title_letters = document.letters(title)
    is_alone = child.tag in HEADINGS or child.tag == "dt" or document.letters(child) <= title_letters + 2
    if child.tag == "tr" and document.letters(child) < title_letters + _MAX_ROW_REST:
        end = children[following].start if following is not None else children[-1].end
        is_alone = is_alone or document.letters_between(child.end, end) > 2 * document.letters(child)
    if not is_alone:
        return Box(child, rule, title)
    last = following if following is not None else len(children)
    end_at = place + 1
    for at in range(place + 1, last):
        sibling = children[at]
        if sibling.is_furniture:
            continue
        if sibling.tag in ("h1", "h2") and child.tag not in ("h1", "h2") and at > place + 1:
            break
        if (
            sibling.tag != "-text"
            and document.letters(sibling) < 60
            and is_day_heading(document.text(sibling), hints)
        ):
            if at == place + 1:
                end_at = at + 1
                continue
            break
        if document.letters(sibling) or sibling.tag == "img":
            end_at = at + 1
    first = child
    before = next((c for c in reversed(children[:place]) if c.tag != "-text" or c.text.strip()), None)
    if before is not None and before.tag == "dt" and child.tag == "dd":
        first = before
    return Box(document.run(first, children[end_at - 1].end), rule, title)


def _below_year(document: Document, group: Element, title: Element) -> Element:
    """Of a group that is a year and one post, what holds the post."""
    while True:
        parts = [part for part in document.children(group) if document.letters(part)]
        if (
            len(parts) != 2
            or parts[0].holds(title)
            or parts[1] is title
            or not _YEAR.fullmatch(document.text(parts[0]))
        ):
            return group
        group = parts[1]


def _score(
    document: Document, boxes: Sequence[Box], is_heading: bool, blog_url: str | None, hints: DateHints
) -> float:
    """How much a family looks like a list of posts: posts with a date, a post's address, a text."""
    total = 0.0
    for box in boxes[:50]:
        assert box.title_link is not None
        kind = address_kind(document.resolve(box.title_link.get("href")) or "", blog_url)
        text = document.text(box.scope)[:400]
        has_date = bool(find_timestamps(text, hints)) or bool(document.within(box.scope, "time[datetime]"))
        size = document.letters(box.scope) - document.letters(box.title_link)
        in_post = box.title_link.in_post or is_post_name(next(iter(box.scope.classes), ""))
        worth = (kind == "post") + 1.5 * has_date + (size > 80) + 0.5 * (size > 400) + 0.5 * in_post
        total += worth if is_heading or has_date or kind == "post" else 0.0
    mean = total / min(len(boxes), 50) if boxes else 0.0
    titles = [box.title_link for box in boxes[:50] if box.title_link is not None]
    if sum(is_day_heading(document.text(link), hints) is not None for link in titles) > len(titles) / 2:
        mean *= _DAY_LINKS  # the headings of days, unless nothing else is linked
    if mean < (0.75 if is_heading else 1.0):
        return 0.0
    share = sum(document.letters(box.scope) for box in boxes) / max(1, document.letters(document.body))
    return mean * len(boxes) * (2.0 if is_heading else 1.0) * (0.5 + min(1.0, share))
