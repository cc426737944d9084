"""Tags and categories, kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from archivesearch.addresses import permalink_key
from archivesearch.extract.document import HEADINGS, INLINE, Document, Element
from archivesearch.extract.fields.icons import icons, run_behind
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
_TAG_ADDRESS = re.compile(
    r"/(?:tags?|labels?|etiquetas?|schlagw(?:o|oe|%c3%b6|ö)rter|keywords?|search/label|tagged)/[^/]+(?:/(?:index\.\w+)?)?$|[?&](?:tags?|label)=|/\w*tags?(?:\.\w+)?\?"
    r"|/(?:tags?|tagged|labels?|archives?/tags?)(?:\.\w+|/index\.\w+)?/?#.",  # one page of all tags, as on GitHub Pages
    re.IGNORECASE,
)
_CATEGORY_ADDRESS = re.compile(
    r"/(?:categor(?:y|ies|ia|ias|ie|iës)|kategorien?|topics?|sections?|themen|thema|rubriques?|rubrik)/|CategoryView|[?&](?:cat|category)="
    r"|/(?:categor(?:y|ies|ias?)|kategorien?|cats?)(?:\.\w+)?#.",
    re.IGNORECASE,
)
_NOT_A_TAG = re.compile(
    r"\d+ comments?|#|edit|(?:view |show |see )?all|more|»|«|no tags|permalink", re.IGNORECASE
)
_CATEGORY_WORDS = (
    r"categor(?:y|ies)|categor[ií]as?|kategorien?|kategori[ae]|catégories?|categori[eë]n?|category name|filed (?:under|in)"
    r"|posted in|abgelegt unter|publicado e[nm]|classé dans|publié dans|pubblicato in|archiviato in|geplaatst in|publicerat i"
    r"|inlagt i|rubriek(?:en)?|rubriques?|rubrik|рубрик[аи]|категори[яи]|カテゴリー?|分类专栏|分类|分類|카테고리|분류"
)
_TAG_WORDS = (
    r"tags?|tagged(?: (?:with|as|in))?|keywords?|labels?|etiquetas?|schlagw(?:orte|örter)|stichworte"
    r"|mots[- ]cl[eé]s|étiquettes|marcadores|temas?|tópicos?|метки|теги|ключевые слова|хабы|tagi|słowa kluczowe|taggar"
    r"|nyckelord|etichette|sleutelwoorden|trefwoord(?:en)?|gearchiveerd onder|タグ|文章标签|标签|標籤|关键词|關鍵字|태그"
)
_LABEL = re.compile(rf"\W*(?:(?P<categories>{_CATEGORY_WORDS})|(?:{_TAG_WORDS}))\s*[:：]", re.IGNORECASE)
_WORD_ALONE = re.compile(rf"\W*(?:{_CATEGORY_WORDS}|{_TAG_WORDS})\W*", re.IGNORECASE)
_LABEL_AT_END = re.compile(
    rf"(?:^|[\W\d])(?:(?P<categories>{_CATEGORY_WORDS})|(?:{_TAG_WORDS}))\s*[:：]\s*$", re.IGNORECASE
)
_NAMED_TAGS = ".tags, .post-tags, .entry-tags, .article-tags, .tag-list, .taglist"
_YEAR = re.compile(r"(?:19|20)\d\d")
_HASHED = re.compile(r"#\s?[^\W\d_][^#]{1,40}")
_MAX_LABELLED = 25  # tags of one post; a line with more is a tag cloud
_MAX_TAG = 80  # characters
_MAX_PLAIN_TAG = 30  # characters of a tag that is no link
_BETWEEN_TAGS = re.compile(r"[\s:,;|/\u00b7\u2022\u3001\uff0c\u00a0\u203a>&-]*")
_Names = tuple[Found[tuple[str, ...]] | None, Found[tuple[str, ...]] | None]
_MAX_BESIDE_TAGS = 120  # letters of a paragraph outside its links: a byline with tags has fewer


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
    if tags is None:
        tags = _hashed(view) or _in_footer(view) or _plain_list(view)
    if tags is None or categories is None:
        named = {*(tags.value if tags else ()), *(categories.value if categories else ())}
        labelled = [
            found if found and not named.intersection(found.value) else None for found in _labelled(view)
        ]
        tags, categories = tags or labelled[0], categories or labelled[1]
    if categories is None and view.page.is_single:
        categories = _in_breadcrumb(view)
    return tags, categories


def tag_offers(view: BoxView) -> Iterator[tuple[str, Found[tuple[str, ...]]]]:
    """("tags" or "categories", names) of each rule that gives any, in the order in which `find_tags` asks them."""
    platform, by_address = view.page.platform, _by_address(view)
    labelled = _labelled(view)
    offers: list[tuple[str, Found[tuple[str, ...]] | None]] = [
        *(("categories", _first_rule(view, (rule,))) for rule in platform.categories),
        *(("tags", _first_rule(view, (rule,))) for rule in platform.tags),
        *zip(("tags", "categories"), by_address, strict=True),
        *(("tags", _first_rule(view, (rule,))) for rule in STANDARD_TAGS),
        *(("categories", _first_rule(view, (rule,))) for rule in STANDARD_CATEGORIES),
        ("tags", _in_navigation(view)),
        ("tags", _hashed(view)),
        ("tags", _in_footer(view)),
        ("tags", _plain_list(view)),
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


def _plain_list(view: BoxView) -> Found[tuple[str, ...]] | None:
    """Tags as mere words, parted by commas, in an element named for them that holds nothing else."""
    for value in view.values((_NAMED_TAGS,)):
        if not any(view.document.within(value.element, "*")) and (names := _plain_names(value.text)):
            return Found(names, value.rule)
    return None


def _in_footer(view: BoxView) -> Found[tuple[str, ...]] | None:
    """Links to tag pages in what the post's own box calls a footer like that of a page: page-footer."""
    links = view.document.within(view.box.scope, "[class*=footer] a[href]")
    names = tuple(
        _names(
            Value(view.document.text(link), "a", link)
            for link in links
            if link.is_furniture and _TAG_ADDRESS.search(_address_of(view.document, link) or "")
        )
    )
    return Found(names, "links to tag pages in its footer") if 0 < len(names) <= _MAX_LABELLED else None


def _in_breadcrumb(view: BoxView) -> Found[tuple[str, ...]] | None:
    """The category through which the line of links above a post leads to it."""
    links = view.document.within(view.zone, "[class*=breadcrumb] a[href], [id*=breadcrumb] a[href]")
    names = tuple(
        _names(
            Value(view.document.text(link), "a", link)
            for link in links
            if _CATEGORY_ADDRESS.search(_address_of(view.document, link) or "")
        )
    )
    return Found(names, "breadcrumb") if names else None


def _hashed(view: BoxView) -> Found[tuple[str, ...]] | None:
    """Links outside the text that are a "#" and a name: "#fog"."""
    values = (
        v for v in view.values(("a[href]",)) if _HASHED.fullmatch(v.text) and v.element.get("href")[0] != "#"
    )
    names = tuple(_names(values))
    return Found(names, "links that begin with #") if 0 < len(names) <= _MAX_LABELLED else None


def _labelled(view: BoxView) -> _Names:
    """(tags, categories) that stand after a word for them and a colon: "Tags: a, b", "Kategorie: c"."""
    found: dict[bool, Found[tuple[str, ...]]] = {}
    elements = view.document.elements
    scope = view.document.body if view.page.is_single else view.zone
    for run, text in _with_colon(elements[scope.start : scope.end]):
        label = _LABEL.match(text) or _LABEL_AT_END.search(text)
        if label is None or view.is_in_body(run) or run.start >= view.comments_start:
            continue
        is_category = label["categories"] is not None
        names = _after_label(view, run, text[label.end() :])
        if names and is_category not in found:
            found[is_category] = Found(names, f"names after \u201c{' '.join(label[0].split())}\u201d")
    drawn = _drawn(view)
    return found.get(False) or drawn.get(False), found.get(True) or drawn.get(True)


def _drawn(view: BoxView) -> dict[bool, Found[tuple[str, ...]]]:
    """Tags (False) and categories (True) outside the text that an icon of a tag or a folder is drawn on or before."""
    names: dict[bool, list[str]] = {}
    rules: dict[bool, str] = {}
    for kind, icon in icons(view.document, view.zone):
        if kind == "authors" or view.is_in_body(icon) or icon.start >= view.comments_start:
            continue
        is_category, text = kind == "categories", view.document.text(icon)
        own = (text,) if text and not _WORD_ALONE.fullmatch(text) and len(text) <= _MAX_PLAIN_TAG else ()
        names.setdefault(is_category, []).extend(own or (() if text else _after_icon(view, icon)))
        rules.setdefault(is_category, f"the icon .{icon.classes[-1]}")
    return {
        kind: Found(tuple(dict.fromkeys(listed)), rules[kind])
        for kind, listed in names.items()
        if 0 < len(listed) <= _MAX_LABELLED
    }


def _after_icon(view: BoxView, icon: Element) -> tuple[str, ...]:
    """The texts of the links right after an icon, or else the words after it, parted by commas."""
    run = run_behind(view.document, icon)
    if run is None or run.start != icon.end or _BETWEEN_TAGS.fullmatch(run.text):
        return _after_label(view, icon, "")
    is_label = _WORD_ALONE.fullmatch(run.text.strip()) is not None or run.text.strip()[:1].isdigit()
    return () if is_label or _continues(view, run) else _plain_names(run.text)


def _with_colon(elements: Sequence[Element]) -> Iterator[tuple[Element, str]]:
    """The runs of text that hold a colon, or that a colon follows: "<b>Tags</b>: a"; each with its text."""
    before: Element | None = None  # the last run, if it is short and has no colon
    for run in elements:
        if run.tag != "-text":
            continue
        text = run.text
        if ":" in text or "\uff1a" in text:
            rest = text.lstrip()
            if before is not None and run.start < before.end + 3 and rest[:1] in (":", "\uff1a"):
                yield before, f"{before.text}{rest}"
            yield run, text
            before = None
        elif text.strip():
            before = run if len(text) < _MAX_PLAIN_TAG else None


def _after_label(view: BoxView, run: Element, rest: str) -> tuple[str, ...]:
    """The texts of the links right after a label, or else the words after it on its own line, parted by commas."""
    document = view.document
    links: list[Value] = []
    at = run.end
    if not _BETWEEN_TAGS.fullmatch(rest):
        return _plain_names(rest) if view.zone.holds(run) and not _continues(view, run) else ()
    while at < min(len(document.elements), run.end + _MAX_LABELLED * 4):
        element = document.elements[at]
        if element.tag == "a" and "#" in element.get("href")[1:] and not is_topic_link(document, element):
            break  # to the comments
        if element.tag == "a" and element.get("href"):
            links.append(Value(document.text(element), "a", element))
            at = element.end
            continue
        is_over = element.tag == "-text" and not _BETWEEN_TAGS.fullmatch(element.text)
        is_over = is_over or element.tag in ("p", "section", "article", "table", "form")
        is_over = is_over or (element.tag in HEADINGS and document.elements[at + 1 :][:1][0].tag != "a")
        if is_over or view.is_in_body(element):
            break
        at += 1
    names = tuple(_names(links))
    return names if len(names) <= _MAX_LABELLED else ()


def _continues(view: BoxView, run: Element) -> bool:
    """True where the line goes on with a link, so that its words are a sentence."""
    following = view.document.elements[run.end] if run.end < len(view.document.elements) else None
    return following is not None and following.tag in INLINE and following.tag not in ("br", "-comment")


def _plain_names(text: str) -> tuple[str, ...]:
    parts = [part.strip() for part in re.split(r"[,;|\u3001\uff0c]", text.strip().rstrip("."))]
    is_list = all(0 < len(part) <= _MAX_PLAIN_TAG and len(part.split()) <= 3 for part in parts)
    return tuple(dict.fromkeys(parts)) if is_list and len(parts) <= _MAX_LABELLED else ()


def _first_rule(
    view: BoxView, rules: Rules, but: Found[tuple[str, ...]] | None = None
) -> Found[tuple[str, ...]] | None:
    taken = set(but.value) if but else set()
    for rule in view.document.present(rules):
        values = (
            _uncounted(view, v)
            for v in view.values((rule,))
            if not _is_title(view, v) and not _is_year(view.document, v)
        )
        names = tuple(name for name in _names(values) if name not in taken)
        if names:
            return Found(names, rule)
    return None


def _uncounted(view: BoxView, value: Value) -> Value:
    """The value without how many posts have that tag, in an element of its own behind the name."""
    for inner in view.document.within(value.element, "span, sup, small, em, i, b"):
        count = view.document.text(inner)
        if count.strip("()").isdigit() and value.text.endswith(count) and len(count) < len(value.text):
            return replace(value, text=value.text.removesuffix(count).rstrip())
    return value


def _is_year(document: Document, value: Value) -> bool:
    """True for a link to the list of a year, which stands among the tags of some templates."""
    return _YEAR.fullmatch(value.text) is not None and bool(
        (url := document.resolve(value.element.get("href")))
        and urlsplit(url).path.rstrip("/").endswith(f"/{value.text}")
        and not _TAG_ADDRESS.search(url)
    )


def _is_title(view: BoxView, value: Value) -> bool:
    """True for the link of the post itself, which lists of one tag's posts mark like a tag."""
    title = view.title
    return title is not None and (value.element.holds(title.element) or title.element.holds(value.element))


def _names(values: Iterable[Value]) -> Iterator[str]:
    seen: set[str] = set()
    texts = (
        text
        for value in values
        for text in (_split((value.text,)) if value.rule.endswith("@content") else (value.text,))
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


def _by_address(view: BoxView) -> tuple[Found[tuple[str, ...]] | None, Found[tuple[str, ...]] | None]:
    """Links outside the text that lead to the page of a tag or a category."""
    tags: list[Value] = []
    categories: list[Value] = []
    for value in view.values(("a[href]",)):
        if value.element.get("href").startswith("#"):
            continue  # to a place on this page
        address = _address_of(view.document, value.element)
        if address is None or _is_in_sentence(view, value.element):
            continue
        value = _uncounted(view, value)
        if _TAG_ADDRESS.search(address):
            tags.append(value)
        elif _CATEGORY_ADDRESS.search(address):
            categories.append(value)
    tag_names, category_names = tuple(_names(_nearest(view, tags))), tuple(_names(_nearest(view, categories)))
    return (
        Found(tag_names, "links to tag pages") if tag_names else None,
        Found(category_names, "links to category pages") if category_names else None,
    )


def is_topic_link(document: Document, link: Element) -> bool:
    """True for a link to the page of a tag or a category."""
    address = _address_of(document, link) or ""
    return bool(_TAG_ADDRESS.search(address) or _CATEGORY_ADDRESS.search(address))


def _address_of(document: Document, link: Element) -> str | None:
    """Path, query and fragment of a link, percent signs decoded."""
    url = document.resolve(link.get("href"))
    if not url:
        return None
    parts = urlsplit(url)
    rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return unquote(parts.path + rest)


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
    text_start = view.bodies[0].start if view.bodies else view.zone.start
    return (
        [value for value in values if view.box.scope.holds(value.element)]
        or [value for value in values if value.element.start < text_start]
        or values
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
