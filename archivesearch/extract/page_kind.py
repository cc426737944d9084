"""What a page is, by its address, its marks, its head and its boxes: a list of posts, one post, or neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from archivesearch.addresses import same_page
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.boxes import Box
from archivesearch.extract.platform import Rules
from archivesearch.extract.view import PageView, Value
from archivesearch.model import Found, PageKind

_OTHER_PAGE = re.compile(
    r"(?:^|/)(?:404|not-?found|search|suche|sitemap|login|register|wp-login)(?:/index)?(?:\.\w{3,5})?/?$",
    re.IGNORECASE,
)
_LEAST_IN_BOXES = 0.4  # of the letters of a list
_LETTERS_OF_FULL_BOX = 100  # more than a title and a line around it


def without_posts(view: PageView) -> Found[PageKind] | None:
    """What tells that a page shows no post, whatever stands on it; None for any other page."""
    if _matches(view, view.platform.other_page):
        return Found("other", f"mark of a page without posts of {view.platform.name}")
    if _OTHER_PAGE.search(urlsplit(view.url or "").path):
        return Found("other", "the address is that of a search, a login or a missing page")
    return None


def tell_kind(
    view: PageView, boxes: Sequence[Box], addresses: Sequence[str | None], title: Value | None
) -> Found[PageKind]:
    """Whether a page is a list or one post's own, and what tells it.

    `addresses` are those that the boxes give for their posts; `title` is what says the same as the page's head.
    """
    platform, own = view.platform, view.own.value if view.own else None
    by_address = {address_kind(a, view.blog_url) for a in (view.url, own) if a}
    others = {a for a in addresses if a and not same_page(a, view.url) and not same_page(a, own)}
    is_marked_list = _matches(view, platform.list_page)
    if not is_marked_list and _matches(view, platform.single_page):
        return Found("single", f"mark of a post's own page of {platform.name}")
    is_list = "home" in by_address or "list" in by_address or is_marked_list
    if is_list and ("post" not in by_address or len(others) > 1):
        if is_marked_list:
            return Found("list", f"mark of a list page of {platform.name}")
        return Found("list", f"the address is that of a {'home' if 'home' in by_address else 'list'} page")
    if any(a and (same_page(a, view.url) or same_page(a, own)) for a in addresses):
        return Found("single", "a post on it has the page's own address")
    if (said := says_post(view)) and (len(others) < 2 or title is not None):
        return Found("single", said)
    if not by_address and _is_list_file(view.path):
        return Found("list", "the file lies where list pages do")
    if title is not None and _is_above_others(view, boxes, addresses, title):
        return Found("single", "the box with the title of the head has more text than all others")
    return _kind_by_boxes(view, boxes, len(others), title, "post" in by_address)


def _is_above_others(
    view: PageView, boxes: Sequence[Box], addresses: Sequence[str | None], title: Value
) -> bool:
    """True if one box holds the title of the head, leads nowhere else, and outweighs the cards of further posts."""
    held = [at for at, box in enumerate(boxes) if box.scope.holds(title.element)]
    if len(held) != 1 or len(boxes) < 2 or addresses[held[0]] is not None:
        return False
    sizes = [view.document.letters(box.scope) for box in boxes]
    return 2 * sizes[held[0]] > sum(sizes)


def _is_list_file(path: str) -> bool:
    """Whether a page that does not tell its address lies in a file such as "tags/fog/index.html" or "page2.html".

    The folders farther out are those of whoever keeps the file: "archive/my-blog/fog.html" is no list.
    """
    *folders, name = path.split("/")
    is_index = name.rpartition(".")[0].lower() in ("index", "default")
    place = "/".join(folders[-2:]) if is_index else name
    return bool(place) and address_kind(f"http://host/{place}") == "list"


def _kind_by_boxes(
    view: PageView, boxes: Sequence[Box], others: int, title: Value | None, is_post_address: bool
) -> Found[PageKind]:
    """The kind of a page by how many boxes it has; `others` is the number of other pages that they lead to."""
    document = view.document
    if len(boxes) >= 2 and others >= 2:
        if title is not None and not any(box.scope.holds(title.element) for box in boxes):
            covered = sum(document.letters(box.scope) for box in boxes)
            if covered < _LEAST_IN_BOXES * document.letters(document.body):
                return Found("single", "most text stands outside the boxes, below the title of the head")
        return Found("list", f"{len(boxes)} boxes with {others} addresses of other pages")
    full = [
        box
        for box in boxes
        if box.rule in view.platform.posts and document.letters(box.scope) > _LETTERS_OF_FULL_BOX
    ]
    if len(full) >= 2 and not is_post_address:
        return Found("list", f"{len(full)} boxes of {view.platform.name} with text")
    if len(boxes) == 1 and others == 1 and not is_post_address:
        if title is not None and boxes[0].scope.holds(title.element):
            return Found("single", "one box, which holds the title of the head")
        return Found("list", "one box, whose link leads to another page")
    if is_post_address:
        return Found("single", "the address is that of a post")
    return Found("single", "nothing says that it is a list")


def says_post(view: PageView) -> str | None:
    """What in the page's head says that it is one article, if anything."""
    head = view.head
    if head.first("og:type") == "article":
        return "meta og:type article"
    if len(head.linked_posts) == 1:
        return "JSON-LD of one post"
    return "meta article:published_time" if head.first("article:published_time") is not None else None


def _matches(view: PageView, rules: Rules) -> bool:
    document = view.document
    return any(document.head(rule) if rule.startswith("head ") else document.select(rule) for rule in rules)
