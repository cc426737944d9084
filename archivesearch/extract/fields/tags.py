"""Tags and categories, kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from archivesearch.addresses import permalink_key
from archivesearch.extract.platform import Rules
from archivesearch.extract.view import BoxView, Value
from archivesearch.model import Found

STANDARD_TAGS: Rules = (
    "a[rel~=tag]:not([rel~=category])",
    "a.p-category, .p-category a",
    ".tags a, .post-tags a, .entry-tags a, .tag-list a, .taglist a, .article-tag-list a, .blog-tags a, .post__tags a, .post-tag a",
    "a.tag, a.post-tag",
    "[itemprop~=keywords] a",
)
STANDARD_CATEGORIES: Rules = (
    "a[rel~=category]",
    ".categories a, .category a, .post-categories a, .entry-categories a, .post-category a, .article-category a, .cat-links a, .post__categories a",
    "a.category",
    "[itemprop~=articleSection]",
)
_TAG_ADDRESS = re.compile(
    r"/(?:tags?|labels?|etiquetas?|schlagw(?:o|oe|%c3%b6|ö)rter|keywords?|search/label|tagged)/[^/]+(?:/(?:index\.\w+)?)?$|[?&](?:tag|label)=",
    re.IGNORECASE,
)
_CATEGORY_ADDRESS = re.compile(
    r"/(?:categor(?:y|ies|ia|ias|ie|iës)|kategorien?|topics?|sections?|themen|thema|rubriques?|rubrik)/|CategoryView|[?&](?:cat|category)=",
    re.IGNORECASE,
)
_NOT_A_TAG = re.compile(r"\d+ comments?|#|edit|all|more|»|«|no tags|permalink", re.IGNORECASE)
_LABEL = re.compile(
    r"\W*(?:tags?|tagged(?: (?:with|as|in))?|keywords?|labels?|etiquetas?|schlagw(?:orte|örter)|stichworte"
    r"|mots[- ]cl[eé]s|étiquettes|marcadores|метки|теги|tagi|taggar|etichette"
    r"|タグ|标签|標籤|태그|categor(?:y|ies)|categor[ií]as?|kategorien?|catégories?|categorie|filed (?:under|in)"
    r"|posted in|abgelegt unter|publicado en|рубрик[аи]|カテゴリー?|分类|分類|카테고리)\s*[:：]",
    re.IGNORECASE,
)
_CATEGORY_LABEL = re.compile(
    r"\W*(?:cat|kat|filed|posted|abgelegt|publicado|рубрик|カテゴリ|分类|分類|카테)", re.IGNORECASE
)
_MAX_LABELLED = 25  # tags of one post; a line with more is a tag cloud
_MAX_TAG = 80  # characters


def find_tags(view: BoxView) -> tuple[Found[tuple[str, ...]] | None, Found[tuple[str, ...]] | None]:
    """(tags, categories) as printed with the post; None for a kind that is not printed."""
    categories = _first_rule(view, view.page.platform.categories)
    tags = _first_rule(view, view.page.platform.tags, but=categories)
    if tags is None and categories is None:
        tags, categories = _by_address(view)
    if tags is None:
        tags = _first_rule(view, STANDARD_TAGS, but=categories)
    if categories is None:
        categories = _first_rule(view, STANDARD_CATEGORIES, but=tags)
    if tags is None and categories is None:
        tags = _in_navigation(view)
    if tags is None and categories is None and view.page.is_single:
        return _labelled(view)
    return tags, categories


def tag_offers(view: BoxView) -> Iterator[tuple[str, Found[tuple[str, ...]]]]:
    """("tags" or "categories", names) of each rule that gives any, in the order in which `find_tags` asks them."""
    platform, by_address = view.page.platform, _by_address(view)
    labelled = _labelled(view) if view.page.is_single else (None, None)
    offers: list[tuple[str, Found[tuple[str, ...]] | None]] = [
        *(("categories", _first_rule(view, (rule,))) for rule in platform.categories),
        *(("tags", _first_rule(view, (rule,))) for rule in platform.tags),
        *zip(("tags", "categories"), by_address, strict=True),
        *(("tags", _first_rule(view, (rule,))) for rule in STANDARD_TAGS),
        *(("categories", _first_rule(view, (rule,))) for rule in STANDARD_CATEGORIES),
        ("tags", _in_navigation(view)),
        *zip(("tags", "categories"), labelled, strict=True),
        *zip(("tags", "categories"), head_tags(view) if view.page.is_single else (None, None), strict=True),
    ]
    for kind, found in offers:
        if found is not None:
            yield kind, found


def _in_navigation(view: BoxView) -> Found[tuple[str, ...]] | None:
    """Links marked as tags in a <nav> of the post's own box, where Nikola and b2evolution 6 print them."""
    links = view.document.within(view.box.scope, "nav a[rel~=tag]")
    names = tuple(_names(Value(view.document.text(link), "a", link) for link in links))
    return Found(names, "nav a[rel~=tag]") if 0 < len(names) <= _MAX_LABELLED else None


def _labelled(view: BoxView) -> tuple[Found[tuple[str, ...]] | None, Found[tuple[str, ...]] | None]:
    """On a post's own page, the links of a line anywhere that begins with a word for tags or categories."""
    document = view.document
    for link in document.select("a[href]"):
        if link.parent is None or view.is_in_body(link):
            continue
        line = document.text(link.parent)
        if len(line) > 600 or not (label := _LABEL.match(line)):
            continue
        values = [Value(document.text(a), "a", a) for a in document.within(link.parent, "a[href]")]
        found = Found(tuple(_names(values)), f"links after \u201c{label[0].strip()}\u201d")
        if found.value and len(found.value) <= _MAX_LABELLED:
            return (None, found) if _CATEGORY_LABEL.match(label[0]) else (found, None)
    return None, None


def _first_rule(
    view: BoxView, rules: Rules, but: Found[tuple[str, ...]] | None = None
) -> Found[tuple[str, ...]] | None:
    taken = set(but.value) if but else set()
    for rule in rules:
        values = (value for value in view.values((rule,)) if not _is_title(view, value))
        names = tuple(name for name in _names(values) if name not in taken)
        if names:
            return Found(names, rule)
    return None


def _is_title(view: BoxView, value: Value) -> bool:
    """True for the link of the post itself, which lists of one tag's posts mark like a tag."""
    title = view.title
    return title is not None and (value.element.holds(title.element) or title.element.holds(value.element))


def _names(values: Iterable[Value]) -> Iterator[str]:
    seen: set[str] = set()
    for value in values:
        name = value.text.strip(" ,;|\u00b7\u2022").lstrip("# ")
        if name and len(name) <= _MAX_TAG and not _NOT_A_TAG.fullmatch(name) and name.casefold() not in seen:
            seen.add(name.casefold())
            yield name


def _by_address(view: BoxView) -> tuple[Found[tuple[str, ...]] | None, Found[tuple[str, ...]] | None]:
    """Links outside the text that lead to the page of a tag or a category."""
    tags: list[Value] = []
    categories: list[Value] = []
    for value in view.values(("a[href]",)):
        url = view.document.resolve(value.element.get("href"))
        if not url:
            continue
        address = unquote(urlsplit(url).path) + ("?" + urlsplit(url).query if urlsplit(url).query else "")
        if _TAG_ADDRESS.search(address):
            tags.append(value)
        elif _CATEGORY_ADDRESS.search(address):
            categories.append(value)
    tag_names, category_names = tuple(_names(tags)), tuple(_names(categories))
    return (
        Found(tag_names, "links to tag pages") if tag_names else None,
        Found(category_names, "links to category pages") if category_names else None,
    )


def head_tags(view: BoxView) -> tuple[Found[tuple[str, ...]] | None, Found[tuple[str, ...]] | None]:
    """(tags, categories) that the head of a post's own page names."""
    head = view.page.head
    own = permalink_key(view.page.url) if view.page.url else None
    tags = tuple(_split(head.meta.get("article:tag", ())))
    rule = "meta article:tag"
    sections = tuple(_split(head.meta.get("article:section", ())))
    for post in head.linked_posts:
        if len(head.linked_posts) == 1 or (post.url and permalink_key(post.url) == own):
            if not tags and post.keywords:
                tags, rule = post.keywords, "JSON-LD keywords"
            sections = sections or post.sections
    if not tags and "meta keywords" not in view.page.platform.ignored_meta:
        tags, rule = tuple(_split(head.meta.get("keywords", ()))), "meta keywords"
    return (
        Found(tags, rule) if tags else None,
        Found(sections, "article:section") if sections else None,
    )


def _split(values: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for value in values:
        for part in re.split(r"[,;\u3001\uff0c]", value):
            name = part.strip()
            if name and len(name) <= _MAX_TAG and name.casefold() not in seen:
                seen.add(name.casefold())
                yield name
