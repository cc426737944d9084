"""A page -> the boxes of its posts: named ones, stretches between stamps or repeated blocks, as its kind asks for."""

from __future__ import annotations

from collections.abc import Sequence

from archivesearch.addresses import same_page
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.boxes import STANDARD_BOXES, Box, named_boxes
from archivesearch.extract.document import ANY_HEADING, Document, Element
from archivesearch.extract.fields.permalink import find_permalink
from archivesearch.extract.fields.timestamp import find_timestamps
from archivesearch.extract.fields.title import (
    PLAIN_TITLE,
    find_page_title,
    find_title,
    self_linked_heading,
    title_above,
)
from archivesearch.extract.mined import lists_in_furniture, mined_boxes
from archivesearch.extract.page_kind import says_post, tell_kind, without_posts
from archivesearch.extract.stamped import begins_with_heading, stamped_boxes
from archivesearch.extract.steps import Split
from archivesearch.extract.title_boxes import teasers_beside
from archivesearch.extract.view import BoxView, PageView, Value
from archivesearch.extract.year_headings import day_below_year, year_headings
from archivesearch.model import Found, PageKind

_LEAST_LINKED = 0.4  # of a list's letters that stand in links
_MIN_ROWS = 3
_DATED_ROWS = 0.9
_TEASER_ROWS = 0.6  # the rest may be a list of titles beside them
_MIN_BEHIND = 3  # excerpts behind the first post of a list
_LETTERS_OF_EXCERPT = 60
_LEAST_OF_REGION = 0.2  # of the main region's letters: what a post's box without its title holds


def split_page(view: PageView) -> Split:
    """What kind of page it is, its boxes, and on a single page the element of its title."""
    if (kind := without_posts(view)) is not None:
        return Split(kind)
    document = view.document
    boxes = named_boxes(document, view.platform.posts) or named_boxes(document, STANDARD_BOXES)
    boxes = [box for box in boxes if document.letters(box.scope) or document.within(box.scope, "img")]
    addresses = [_address(view, box) for box in boxes]
    title = find_page_title(document, view.head, view.blog_url)
    kind = tell_kind(view, boxes, addresses, title)
    if kind.value == "list":
        return _split_list(view, kind, boxes, addresses, title)
    if boxes:
        return _split_single(view, kind, boxes, addresses, title)
    stamped = stamped_boxes(document, view.hints)
    if _are_posts(view, stamped, title):
        return Split(Found("list", "several stamp lines or day headings part the page"), stamped)
    if rows := _dated_rows(view):
        return Split(Found("list", "most of the page is dated links"), rows)
    if cards := _cards(view):
        return Split(Found("list", "most of the page is links with first lines below"), cards)
    return _split_nameless(view, kind, title)


def _address(view: PageView, box: Box) -> str | None:
    """The address that a box gives for its post."""
    title = find_title(BoxView(view, box, box.scope))
    found = find_permalink(BoxView(view, box, box.scope, title))
    return found.value if found else None


# ------------------------------------------------------------------ lists


def _split_list(
    view: PageView,
    kind: Found[PageKind],
    boxes: Sequence[Box],
    addresses: Sequence[str | None],
    title: Value | None,
) -> Split:
    document = view.document
    stamped = stamped_boxes(document, view.hints, is_list=True)
    if len(stamped) > len(boxes) and not _are_main(document, boxes, addresses):
        mined = mined_boxes(document, view.blog_url, view.hints, is_list=True)
        return Split(kind, mined if len(mined) >= len(stamped) else stamped)
    distinct = {a for a in addresses if a}
    if len(distinct) < 2 or len(distinct) < len(boxes) / 2:
        mined = mined_boxes(document, view.blog_url, view.hints, is_list=True)
        if len(mined) > len(distinct) and _holds_more(document, mined, boxes if distinct else ()):
            boxes = mined
        elif distinct and (rest := _excerpts_behind(document, boxes, mined)):
            boxes = [*boxes, *rest]
        elif not distinct:
            boxes = [box for box in boxes if not (title and box.scope.holds(title.element))]
    elif others := teasers_beside(document, boxes, view.hints):
        boxes = sorted([*boxes, *others], key=lambda box: box.scope.start)
    if not boxes and (lists := lists_in_furniture(document, view.blog_url, view.hints)):
        document.take_in(lists)
        return _split_list(view, kind, (), (), title)
    if not boxes:
        return Split(Found("other", f"no posts on it, though a list ({kind.rule})"))
    return Split(kind, boxes)


def _are_main(document: Document, boxes: Sequence[Box], addresses: Sequence[str | None]) -> bool:
    """True if each box has an address of its own and they hold half of the page's text."""
    letters = sum(document.letters(box.scope) for box in boxes)
    return len({a for a in addresses if a}) == len(boxes) and 2 * letters >= document.letters(document.body)


def _excerpts_behind(document: Document, named: Sequence[Box], mined: Sequence[Box]) -> list[Box]:
    """The mined blocks that are excerpts behind the named boxes: the first post whole, the others as cards.

    Empty where they are titles alone, or few, as beside a post.
    """
    end = max(box.scope.end for box in named)
    rest = [box for box in mined if box.scope.start >= end and not box.scope.is_furniture]
    sizes = [document.letters(box.scope) - _letters_of_title(document, box) for box in rest]
    is_list = len(rest) == len(mined) and len(rest) >= _MIN_BEHIND
    return rest if is_list and min(sizes, default=0) >= _LETTERS_OF_EXCERPT else []


def _letters_of_title(document: Document, box: Box) -> int:
    """Those of the heading, where a link lies over the whole block, else those of the link."""
    heading = next(iter(document.within(box.scope, ANY_HEADING)), box.title_link)
    return document.letters(heading) if heading is not None else 0


def _holds_more(document: Document, mined: Sequence[Box], named: Sequence[Box]) -> bool:
    """False where the mined blocks are a side list of titles beside the named boxes."""
    if any(outer.scope.holds(inner.scope) for outer in named for inner in mined):
        return True  # a box around the whole list
    letters = sum(document.letters(box.scope) for box in mined)
    return letters >= sum(document.letters(box.scope) for box in named)


def _are_posts(view: PageView, stamped: Sequence[Box], title: Value | None) -> bool:
    """True if the stretches between stamps are posts, on a page that nothing calls a list or a post."""
    document = view.document
    sizes = [document.letters(box.scope) for box in stamped]
    if title is not None and any(
        box.scope.holds(title.element) and 2 * size > sum(sizes)
        for box, size in zip(stamped, sizes, strict=True)
    ):
        return False  # a post above cards of further ones
    return (
        bool(stamped)
        and address_kind(view.url or "", view.blog_url) != "post"
        and says_post(view) is None
        and 2 * sum(document.letters(box.scope) for box in stamped) >= document.letters(document.body)
        and (
            title is None
            or title.element.tag == "a"
            or title.rule.startswith(PLAIN_TITLE)
            or all(begins_with_heading(document, box) for box in stamped)
        )
    )


def _dated_rows(view: PageView) -> Sequence[Box]:
    """The rows of a page that nothing calls a list, but that is hardly more than links with a day beside each."""
    document = view.document
    if (
        address_kind(view.url or "", view.blog_url) == "post"
        or says_post(view) is not None
        or document.linked_letters(document.body) < _LEAST_LINKED * document.letters(document.body)
    ):
        return ()
    boxes = mined_boxes(document, view.blog_url, view.hints, is_list=False)
    held = sum(document.letters(box.scope) for box in boxes)
    if len(boxes) < _MIN_ROWS or 2 * held < document.letters(document.body):
        return ()
    years = year_headings(document, view.blog_url)
    dated = sum(
        bool(find_timestamps(document.text(box.scope)[:200], view.hints))
        or day_below_year(document, years, box.scope, "", view.hints) is not None
        for box in boxes
    )
    return boxes if dated >= _DATED_ROWS * len(boxes) else ()


def _cards(view: PageView) -> Sequence[Box]:
    """The blocks of a page that nothing calls a list, but that is hardly more than titles with first lines below."""
    document = view.document
    if address_kind(view.url or "", view.blog_url) == "post" or says_post(view) is not None:
        return ()
    boxes = mined_boxes(document, view.blog_url, view.hints, is_list=False)
    sizes = [document.letters(box.scope) for box in boxes]
    teasers = sum(
        size - _letters_of_title(document, box) >= _LETTERS_OF_EXCERPT
        for box, size in zip(boxes, sizes, strict=True)
    )
    is_list = len(boxes) >= _MIN_ROWS and 2 * sum(sizes) >= document.letters(document.body)
    return boxes if is_list and teasers >= _TEASER_ROWS * len(boxes) else ()


# ------------------------------------------------------------------ a post's own page


def _split_single(
    view: PageView,
    kind: Found[PageKind],
    boxes: Sequence[Box],
    addresses: Sequence[str | None],
    title: Value | None,
) -> Split:
    document, own = view.document, view.own.value if view.own else None

    def letters(box: Box) -> int:
        return document.letters(box.scope)

    named = [
        box
        for box, address in zip(boxes, addresses, strict=True)
        if same_page(address, view.url) or same_page(address, own)
    ]
    box = max(named or boxes, key=letters)
    if title is not None and not box.scope.holds(title.element):
        main = Box(_main_region(document, title.element), "main region")
        if letters(box) < _LEAST_OF_REGION * letters(main):
            box = main  # what is named like a post is a part beside its text
    return Split(kind, [box], title)


def _split_nameless(view: PageView, kind: Found[PageKind], title: Value | None) -> Split:
    """The main region of a page without boxes, as its one post."""
    region = _main_region(view.document, title.element if title else None)
    if title is None:
        title = self_linked_heading(view.document) or title_above(
            view.document, region, view.blog_url, view.hints
        )
    return Split(kind, [Box(region, "main region")], title)


def _main_region(document: Document, title: Element | None) -> Element:
    """Where most of the page's text is, outside page furniture."""
    region = document.body
    while True:
        total = document.letters(region) - document.linked_letters(region)
        child = next(
            (
                c
                for c in document.children(region)
                if c.tag not in ("-text", "p", "ul", "ol", "dl", "pre", "blockquote")
                and document.letters(c) - document.linked_letters(c) >= 0.6 * total
                and not c.is_furniture
            ),
            None,
        )
        if (
            child is None
            or total == 0
            or (title is not None and region.holds(title) and not child.holds(title))
        ):
            return region
        region = child
