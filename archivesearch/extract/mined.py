"""Posts of pages whose boxes have no known name: repeated blocks with a link to a page of the blog each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial

from archivesearch.addresses import host_of, permalink_key
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.boxes import Box
from archivesearch.extract.document import HEADINGS, Document, Element
from archivesearch.extract.fields.more import is_more_text, is_permalink_text
from archivesearch.extract.fields.timestamp import DateHints, find_timestamps, has_digit, is_day_heading
from archivesearch.extract.furniture import is_post_name
from archivesearch.extract.title_boxes import boxes_around
from archivesearch.extract.year_headings import YearHeading, day_below_year, year_headings
from archivesearch.model import TITLES_ALONE

_DAY_LINKS = 0.35  # what a link that is only a day is worth, against one with a title
# Links that stand with every post and are not its title.
_AROUND_POST = re.compile(
    r"\W*(?:(?:no |\d+ |add (?:a )?|leave (?:a )?|post (?:a )?|view |read )?(?:comments?|repl(?:y|ies)|responses?"
    r"|trackbacks?|pingbacks?|reactions?|notes|likes?)|permalink|perma|link"
    r"|edit|print|e-?mail(?: this)?|share|tweet|kommentare?|kommentieren|comentarios?|comentários?|commentaires?"
    r"|commenti|reacties?|комментари\w*|ссыл\w*|komentarz\w*|kommentarer"
    r"|コメント|トラックバック|评论|評論|编辑|編輯|收藏|举报|댓글|수정|삭제|previous|next|older|newer|home|top)\W*(?:\d+|off|disabled)?\W*|\W*\d*\W*",
    re.IGNORECASE,
)
_MIN_LIST = 3  # links; two alike happen by chance
# A part of a name: "blog-aside", "card-widget". Such a list is taken where the page has no other.
_BESIDE = re.compile(r"(?:^|[-_])(?:aside|side-?bar|widgets?)(?:$|[-_])", re.IGNORECASE)
_WORTH_BESIDE = 0.05
_WORTH_OF_TITLES = 0.001  # of links without a date, an own address of posts or a text: better than none
_WORTH_BELOW_HEADING = 3.0  # times: the list that follows the heading of the page


def mined_boxes(document: Document, blog_url: str | None, hints: DateHints, is_list: bool) -> list[Box]:
    """The largest family of repeated blocks that have a link to a page of this blog each.

    On a page known to be a list (`is_list`) a single headline will do.
    """
    families: dict[tuple[str, ...], list[Element]] = {}
    host = host_of(document.url or document.resolve(document.base))
    for link in document.select("a[href]"):
        if link.is_furniture or not _leads_to_post(document, link, host, blog_url):
            continue
        families.setdefault(_shape(link), []).append(link)
    best: list[Box] = []
    best_score = 0.0
    lead = _first_below_heading(document, families)
    years = cache(partial(year_headings, document, blog_url))
    for shape, links in families.items():
        titles = _one_per_address(document, links)
        is_heading = any(part.split(".")[0] in HEADINGS for part in shape)
        if len(titles) < (2 - is_list if is_heading else _MIN_LIST - is_list) and not (
            is_list and (titles[0] is lead or _are_posts(document, titles, blog_url))
        ):
            continue
        boxes = boxes_around(document, titles, f"repeated {'>'.join(reversed(shape))}", hints)
        score = _score(document, boxes, is_heading, blog_url, hints, years)
        if _is_beside(links[0]):
            score *= _WORTH_BESIDE
        elif lead is not None and any(link is lead for link in links):
            score *= _WORTH_BELOW_HEADING
        if not score and is_list and len(boxes) >= _MIN_LIST and any(link is lead for link in links):
            score = _WORTH_OF_TITLES * len(boxes)
            boxes = [box._replace(rule=f"{TITLES_ALONE}, {box.rule}") for box in boxes]
        if score > best_score:
            best, best_score = boxes, score
    return best


def lists_in_furniture(document: Document, blog_url: str | None, hints: DateHints) -> list[Element]:
    """What the template names like page furniture and holds dated links to posts: the largest family of such lists.

    Templates reuse names: the archive of one is a list of class "related-posts", that of another a "menu".
    """
    families: dict[tuple[str, ...], list[Element]] = {}
    host = host_of(document.url or document.base)
    for link in document.select("a[href]"):
        if link.is_furniture and not _is_off_page(link) and _leads_to_post(document, link, host, blog_url):
            families.setdefault(_shape(link), []).append(link)
    best: list[Element] = []
    most = _MIN_LIST - 1
    for links in families.values():
        lists = {around.start: around for around in map(_outermost_furniture, links)}
        days = sum(
            max(
                len(find_timestamps(document.text(around), hints)),
                len(document.within(around, "time[datetime]")),
            )
            for around in lists.values()
        )
        titles = _one_per_address(document, links)
        if len(titles) > most and days >= len(titles) / 2:
            best, most = list(lists.values()), len(titles)
    return best


def _outermost_furniture(element: Element) -> Element:
    while element.parent is not None and element.parent.is_furniture:
        element = element.parent
    return element


def _is_off_page(link: Element) -> bool:
    """True for a link in what is no main part of a page by its tag: navigation, a side column, the footer."""
    around = link.parent
    while around is not None:
        if around.tag in ("nav", "aside", "footer", "dialog") or _BESIDE.search(" ".join(around.classes)):
            return True
        around = around.parent
    return False


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
    if url is None or (host and host_of(url) not in ("", host)):
        return False
    if document.url and permalink_key(url.partition("#")[0]) == permalink_key(document.url):
        return False
    if address_kind(url, blog_url) not in ("post", "unknown"):
        return False
    text = document.text(link) or link.get("aria-label")  # of a link that lies over the whole box
    return (
        bool(text)
        and not is_more_text(text)
        and not is_permalink_text(text)
        and not _AROUND_POST.fullmatch(text)
    )


def _shape(link: Element) -> tuple[str, ...]:
    """Tag and first class of a link's ancestors: what the templates of one list share."""
    shape: list[str] = []
    element: Element | None = link
    while element is not None and element.tag != "body" and len(shape) < 5:
        name = element.tag
        stable = [c for c in element.classes if not has_digit(c)]
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


def _score(
    document: Document,
    boxes: Sequence[Box],
    is_heading: bool,
    blog_url: str | None,
    hints: DateHints,
    years: Callable[[], Sequence[YearHeading]],
) -> float:
    """How much a family looks like a list of posts: posts with a date, a post's address, a text."""
    total = 0.0
    for box in boxes[:50]:
        assert box.title_link is not None
        kind = address_kind(document.resolve(box.title_link.get("href")) or "", blog_url)
        text = document.text(box.scope)[:400]
        has_date = (
            bool(find_timestamps(text, hints))
            or bool(document.within(box.scope, "time[datetime]"))
            or bool(years() and day_below_year(document, years(), box.scope, "", hints))
        )
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
