"""Tags and categories, kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archivesearch.addresses import permalink_key, same_page
from archivesearch.extract.document import INLINE, Document, Element
from archivesearch.extract.fields.tag_labels import (
    NAMED_CATEGORIES,
    Names,
    behind_stamp,
    hash_words,
    in_badges,
    labelled_tags,
    named_one_by_one,
    plain_list,
)
from archivesearch.extract.fields.tag_names import (
    CATEGORY_ADDRESS,
    MAX_LABELLED,
    TAG_ADDRESS,
    address_of,
    split_names,
    tag_names,
    uncounted,
)
from archivesearch.extract.platform import Rules
from archivesearch.extract.view import BoxView, Value
from archivesearch.model import Found

STANDARD_TAGS: Rules = (
    "a[rel~=tag]:not([rel~=category])",
    "a.p-category, .p-category a",
    ":not(body).tags a, .post-tags a, .entry-tags a, .tag-list a, .taglist a, .article-tag-list a, .blog-tags a, .post__tags a, .post-tag a",
    "a.tag, a.post-tag",
    "[itemprop~=keywords] a",
    "[property~=keywords]@content",
    ".tags > span, .post-tags > span, .entry-tags > span, .tag-list > span, .taglist > span, nav[class$=tags] > span",
    ".tags > li, .post-tags > li, .entry-tags > li, .tag-list > li, .taglist > li",
)
STANDARD_CATEGORIES: Rules = (
    "a[rel~=category]",
    ".categories a, :not(body).category a, .post-categories a, .entry-categories a, .post-category a, .article-category a, .cat-links a, .post__categories a",
    "a.category",
    "[itemprop~=articleSection]",
    "[property~=articleSection]@content",
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_HASHED = re.compile(r"#\s?[^\W\d_][^#]{0,40}")
_MARKED_TOPIC = ".p-category, a.hashtag"
_TAG_WORD = re.compile(r"(?:^|[-_])tags?(?:$|[-_])", re.IGNORECASE)
_MAX_BESIDE_TAGS = 120  # letters of a paragraph outside its links: a byline with tags has fewer
_POSTS_FOLDERS = frozenset("post posts blog article articles entry entries note notes".split())


def find_tags(view: BoxView) -> Names:
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
    if tags is None:
        tags = _hashed(view) or _in_footer(view) or plain_list(view) or _marked_in_text(view)
    if tags is None or categories is None:
        named = {*(tags.value if tags else ()), *(categories.value if categories else ())}
        labelled = [
            found if found and not named.intersection(found.value) else None for found in labelled_tags(view)
        ]
        tags, categories = tags or labelled[0], categories or labelled[1]
    if categories is None:
        categories = plain_list(view, NAMED_CATEGORIES) or behind_stamp(view)
    if tags is None and categories is None:
        tags, categories = named_one_by_one(view)
    if tags is None and categories is None:
        tags = in_badges(view) or hash_words(view)
    if categories is None and view.page.is_single:
        categories = _in_breadcrumb(view)
    return tags, categories


def tag_offers(view: BoxView) -> Iterator[tuple[str, Found[tuple[str, ...]]]]:
    """("tags" or "categories", names) of each rule that gives any, in the order in which `find_tags` asks them."""
    platform, by_address = view.page.platform, _by_address(view)
    labels = labelled_tags(view)
    offers: list[tuple[str, Found[tuple[str, ...]] | None]] = [
        *(("categories", _first_rule(view, (rule,))) for rule in platform.categories),
        *(("tags", _first_rule(view, (rule,))) for rule in platform.tags),
        *zip(("tags", "categories"), by_address, strict=True),
        *(("tags", _first_rule(view, (rule,))) for rule in STANDARD_TAGS),
        *(("categories", _first_rule(view, (rule,))) for rule in STANDARD_CATEGORIES),
        ("tags", _in_navigation(view)),
        ("tags", _hashed(view)),
        ("tags", _in_footer(view)),
        ("tags", plain_list(view)),
        ("tags", _marked_in_text(view)),
        *zip(("tags", "categories"), labels, strict=True),
        ("categories", plain_list(view, NAMED_CATEGORIES)),
        ("categories", behind_stamp(view)),
        *zip(("tags", "categories"), named_one_by_one(view), strict=True),
        ("tags", in_badges(view)),
        ("tags", hash_words(view)),
        *zip(("tags", "categories"), head_tags(view) if view.page.is_single else (None, None), strict=True),
    ]
    for kind, found in offers:
        if found is not None:
            yield kind, found


def _in_navigation(view: BoxView) -> Found[tuple[str, ...]] | None:
    """Links marked as tags, or all leading to tag pages, in a <nav> of the post's own box: Nikola, b2evolution 6, Wix."""
    document = view.document
    links = document.within(view.box.scope, "nav a[rel~=tag]")
    for nav in document.within(view.box.scope, "nav") if not links else ():
        inside = document.within(nav, "a[href]")
        if inside and all(TAG_ADDRESS.search(address_of(document, link) or "") for link in inside):
            links = inside
            break
    names = tuple(tag_names(Value(document.text(link), "a", link) for link in links))
    return Found(names, "links to tags in a <nav>") if 0 < len(names) <= MAX_LABELLED else None


def _in_footer(view: BoxView) -> Found[tuple[str, ...]] | None:
    """Links to tag pages in what the post's own box calls a footer like that of a page: page-footer."""
    links = view.document.within(view.box.scope, "[class*=footer] a[href]")
    names = tuple(
        tag_names(
            Value(view.document.text(link), "a", link)
            for link in links
            if link.is_furniture and TAG_ADDRESS.search(address_of(view.document, link) or "")
        )
    )
    return Found(names, "links to tag pages in its footer") if 0 < len(names) <= MAX_LABELLED else None


def _in_breadcrumb(view: BoxView) -> Found[tuple[str, ...]] | None:
    """The category through which the line of links above a post leads to it."""
    links = view.document.within(view.zone, "[class*=breadcrumb] a[href], [id*=breadcrumb] a[href]")
    names = tuple(
        tag_names(
            Value(view.document.text(link), "a", link)
            for link in links
            if CATEGORY_ADDRESS.search(address_of(view.document, link) or "")
        )
    )
    return Found(names, "breadcrumb") if names else None


def _hashed(view: BoxView) -> Found[tuple[str, ...]] | None:
    """Links outside the text that are a "#" and a name: "#fog"."""
    values = (
        v
        for v in view.links
        if _HASHED.fullmatch(v.text)
        and (v.element.get("href")[:1] not in ("", "#") or _is_in_tag_list(v.element))
    )
    names = tuple(tag_names(values))
    return Found(names, "links that begin with #") if 0 < len(names) <= MAX_LABELLED else None


def _is_in_tag_list(link: Element) -> bool:
    """True for a link in what its template calls a list of tags, where a script does what the address does not."""
    around = [e for e in (link.parent, link.parent and link.parent.parent) if e is not None]
    return any(_TAG_WORD.search(name) for element in around for name in element.classes)


def _marked_in_text(view: BoxView) -> Found[tuple[str, ...]] | None:
    """Words of the text that are marked as its topics, as WriteFreely marks hashtags."""
    values = (v for v in view.values((_MARKED_TOPIC,), in_body=True) if view.is_in_body(v.element))
    names = tuple(tag_names(values))
    return Found(names, _MARKED_TOPIC) if 0 < len(names) <= MAX_LABELLED else None


def _first_rule(
    view: BoxView, rules: Rules, but: Found[tuple[str, ...]] | None = None
) -> Found[tuple[str, ...]] | None:
    taken = set(but.value) if but else set()
    for rule in view.document.present(rules):
        values = [
            uncounted(view, v)
            for v in view.values((rule,))
            if not _is_title(view, v) and not _is_year(view.document, v) and not _is_own_link(view, v)
        ]
        own = [value for value in values if view.box.scope.holds(value.element)]
        names = tuple(name for name in tag_names(own or values) if name not in taken)
        if names:
            return Found(names, rule)
    return None


def _is_year(document: Document, value: Value) -> bool:
    """True for a link to the list of a year, which stands among the tags of some templates."""
    return _YEAR.fullmatch(value.text) is not None and bool(
        (url := document.resolve(value.element.get("href")))
        and urlsplit(url).path.rstrip("/").endswith(f"/{value.text}")
        and not TAG_ADDRESS.search(url)
    )


def _is_title(view: BoxView, value: Value) -> bool:
    """True for the link of the post itself, which lists of one tag's posts mark like a tag."""
    title = view.title
    return title is not None and (value.element.holds(title.element) or title.element.holds(value.element))


def _is_own_link(view: BoxView, value: Value) -> bool:
    """True for a link to the post itself, such as "Read more", which Drupal marks like a tag."""
    title = view.title.element if view.title and not view.page.is_single else None
    while title is not None and title.tag != "a" and title.tag in INLINE:
        title = title.parent
    link = next(iter(view.document.within(title, "a[href]")), None) if title is not None else None
    own = view.document.resolve(link.get("href")) if link is not None else view.page.url
    url = view.document.resolve(value.element.get("href")) if value.element.tag == "a" else None
    return same_page(url, own)


def _by_address(view: BoxView) -> tuple[Found[tuple[str, ...]] | None, Found[tuple[str, ...]] | None]:
    """Links outside the text that lead to the page of a tag or a category."""
    tags: list[Value] = []
    categories: list[Value] = []
    for value in view.links:
        if value.element.get("href").startswith("#"):
            continue  # to a place on this page
        address = address_of(view.document, value.element)
        if address is None or _is_in_sentence(view, value.element):
            continue
        value = uncounted(view, value)
        if TAG_ADDRESS.search(address):
            tags.append(value)
        elif CATEGORY_ADDRESS.search(address):
            categories.append(value)
    named = tuple(tag_names(_nearest(view, tags))), tuple(tag_names(_nearest(view, categories)))
    return (
        Found(named[0], "links to tag pages") if named[0] else None,
        Found(named[1], "links to category pages") if named[1] else None,
    )


def _is_in_sentence(view: BoxView, link: Element) -> bool:
    """True for a link in running text, which talks of a tag's page."""
    around = link.parent
    while around is not None and around.tag in INLINE:
        around = around.parent
    return (
        around is not None
        and around.tag == "p"
        and view.document.letters(around) - view.document.linked_letters(around) > _MAX_BESIDE_TAGS
    )


def _nearest(view: BoxView, values: list[Value]) -> list[Value]:
    """The links in the post's own box, or else those above its text: others around it may be of all posts."""
    return (
        [value for value in values if view.box.scope.holds(value.element)]
        or [value for value in values if value.element.start < view.text_start]
        or values
    )


def head_tags(view: BoxView) -> tuple[Found[tuple[str, ...]] | None, Found[tuple[str, ...]] | None]:
    """(tags, categories) that the head of a post's own page names."""
    head = view.page.head
    own = permalink_key(view.page.url) if view.page.url else None
    tags = tuple(split_names(head.meta.get("article:tag", ())))
    rule = "meta article:tag"
    sections = tuple(split_names(head.meta.get("article:section", ())))
    for post in head.linked_posts:
        if len(head.linked_posts) == 1 or (post.url and permalink_key(post.url) == own):
            if not tags and post.keywords:
                tags, rule = post.keywords, "JSON-LD keywords"
            sections = sections or post.sections
    if not tags and "meta keywords" not in view.page.platform.ignored_meta:
        tags, rule = tuple(split_names(head.meta.get("keywords", ()))), "meta keywords"
    sections = tuple(name for name in sections if not _is_folder_of_posts(name, own))
    return (
        Found(tags, rule) if tags else None,
        Found(sections, "article:section") if sections else None,
    )


def _is_folder_of_posts(section: str, own: str | None) -> bool:
    """True for the folder that holds all posts, which Hugo's own template gives as the section of each."""
    return section.casefold() in _POSTS_FOLDERS and section.casefold() in (own or "").casefold().split("/")
