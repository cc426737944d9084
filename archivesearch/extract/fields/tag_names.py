"""Names of tags and categories, and the addresses of their pages: what both are told by, and from authors, wherever they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from archivesearch.extract.document import Document, Element
from archivesearch.extract.view import BoxView, Value

TAG_ADDRESS = re.compile(
    r"/(?:(?:hash)?tags?|labels?|etiquetas?|schlagw(?:o|oe|%c3%b6|ö)rter|keywords?|search/label|tagged)/[^/]+(?:/(?:index\.\w+)?)?$"
    r"|[?&](?:tags?|label)=|/\w*tags?(?:\.\w+)?\?|/tag:[^/]+/?$"
    r"|/(?:tags?|tagged|labels?|archives?/tags?)(?:\.\w+|/index\.\w+)?/?#.",  # one page of all tags, as on GitHub Pages
    re.IGNORECASE,
)
CATEGORY_ADDRESS = re.compile(
    r"/(?:categor(?:y|ies|ia|ias|ie|iës)|kategorien?|topics?|sections?|themen|thema|rubriques?|rubrik)/|CategoryView|[?&](?:cat|category)="
    r"|/(?:categor(?:y|ies|ias?)|kategorien?|cats?)(?:\.\w+)?#.",
    re.IGNORECASE,
)
AUTHOR_FOLDERS = ("/author/", "/authors/", "/autor/")  # in the addresses of the pages of authors
_NOT_A_TAG = re.compile(
    r"\d+ comments?|#|edit|(?:view |show |see )?all|more|»|«|no tags|permalink", re.IGNORECASE
)
MAX_LABELLED = 25  # tags of one post; a line with more is a tag cloud
_MAX_TAG = 80  # characters


def is_topic_link(document: Document, link: Element) -> bool:
    """True for a link to the page of a tag or a category."""
    address = address_of(document, link) or ""
    return bool(TAG_ADDRESS.search(address) or CATEGORY_ADDRESS.search(address))


def is_author_link(link: Element) -> bool:
    """True for a link to the page of an author."""
    return any(folder in (link.get("href") or "") for folder in AUTHOR_FOLDERS)


def address_of(document: Document, link: Element) -> str | None:
    """Path, query and fragment of a link, percent signs decoded."""
    url = document.resolve(link.get("href"))
    if not url:
        return None
    parts = urlsplit(url)
    rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return unquote(parts.path + rest)


def tag_names(values: Iterable[Value]) -> Iterator[str]:
    """The names that the values hold, each once, without the marks around them."""
    seen: set[str] = set()
    texts = (
        text
        for value in values
        if not is_author_link(value.element)
        for text in (split_names((value.text,)) if value.rule.endswith("@content") else (value.text,))
    )
    for text in texts:
        name = text.strip(" ,;|\u00b7\u2022").lstrip("# ")
        if (
            name
            and len(name) <= _MAX_TAG
            and not _NOT_A_TAG.fullmatch(name)
            and not name.endswith((":", "\uff1a"))
            and name.casefold() not in seen
        ):
            seen.add(name.casefold())
            yield name


def split_names(values: Iterable[str]) -> Iterator[str]:
    """The names in lists that are parted by commas or semicolons, each once."""
    seen: set[str] = set()
    for value in values:
        for part in re.split(r"[,;\u3001\uff0c]", value):
            name = part.strip()
            if name and len(name) <= _MAX_TAG and name.casefold() not in seen:
                seen.add(name.casefold())
                yield name


def uncounted(view: BoxView, value: Value) -> Value:
    """The value without how many posts have that tag, in an element of its own behind the name."""
    for inner in view.document.within(value.element, "span, sup, small, em, i, b"):
        count = view.document.text(inner)
        if count.strip("()").isdigit() and value.text.endswith(count) and len(count) < len(value.text):
            return value._replace(text=value.text.removesuffix(count).rstrip())
    return value
