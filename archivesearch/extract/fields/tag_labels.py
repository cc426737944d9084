"""Tags and categories that only their place tells: behind a word or an icon for them, behind a stamp, drawn as badges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archivesearch.addresses import host_of
from archivesearch.extract.document import HEADINGS, INLINE, Element
from archivesearch.extract.fields.icons import icons, run_behind
from archivesearch.extract.fields.tag_names import MAX_LABELLED, is_topic_link, tag_names
from archivesearch.extract.fields.timestamp import find_timestamps
from archivesearch.extract.platform import Rule
from archivesearch.extract.view import BoxView, Value
from archivesearch.model import Found

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
_WORD_ALONE = re.compile(rf"\W*(?:(?P<categories>{_CATEGORY_WORDS})|(?:{_TAG_WORDS}))\W*", re.IGNORECASE)
_HASH_WORD = re.compile(r"#[^\W\d_][^#\s]{1,30}")
_LABEL_AT_END = re.compile(
    rf"(?:^|[\W\d])(?:(?P<categories>{_CATEGORY_WORDS})|(?:{_TAG_WORDS}))\s*[:：]\s*$", re.IGNORECASE
)
_NAMED_TAGS = ".tags, .post-tags, .entry-tags, .article-tags, .tag-list, .taglist"
NAMED_CATEGORIES = ".post-categories, .categories, .entry-categories, .post-category, .entry-category"
_BADGES = "span.post-tag, span.tag-chip, span.badge, span.label, span.chip"
_NAMED_ONE_BY_ONE = "[class$=-category], [class$=__category], [class$=-tag], [class$=__tag], [class$=-tag-name], [class$=-category-name]"
_IN = re.compile(
    r"(?:^|.*[\d,;|\u00b7\u2022])\s*(?:in|dans|en|em|unter|under|в|w|i)\s*", re.IGNORECASE | re.DOTALL
)
_MAX_BEFORE_IN = 60  # characters: "Posted on September 24, 2019 in"
_MAX_PLAIN_TAG = 30  # characters of a tag that is no link
_BETWEEN_TAGS = re.compile(r"[\s:,;|/\u00b7\u2022\u3001\uff0c\u00a0\u203a>&-]*")
Names = tuple[Found[tuple[str, ...]] | None, Found[tuple[str, ...]] | None]


def labelled_tags(view: BoxView) -> Names:
    """(tags, categories) that stand after a word for them and a colon: "Tags: a, b", "Kategorie: c"."""
    found: dict[bool, Found[tuple[str, ...]]] = {}
    elements = view.document.elements
    scope = view.document.body if view.page.is_single else view.zone
    for run, text in _with_colon(elements[scope.start : scope.end]):
        is_at_end = text.rstrip().endswith((":", "\uff1a"))
        label = _LABEL.match(text) or (_LABEL_AT_END.search(text) if is_at_end else None)
        if label is None or view.is_in_body(run) or run.start >= view.comments_start:
            continue
        is_category = label["categories"] is not None
        names = _after_label(view, run, text[label.end() :])
        if names and is_category not in found:
            found[is_category] = Found(names, f"names after \u201c{' '.join(label[0].split())}\u201d")
    for others in (_drawn(view), _in_fields(view)):
        found = others | found
    return found.get(False), found.get(True)


def _in_fields(view: BoxView) -> dict[bool, Found[tuple[str, ...]]]:
    """Tags (False) and categories (True) in the cell beside a word for them, as in a table of a post's properties."""
    document = view.document
    found: dict[bool, Found[tuple[str, ...]]] = {}
    for name in document.within(view.zone, "th, dt"):
        label = _WORD_ALONE.fullmatch(document.text(name))
        cell = document.elements[name.end] if label and name.end < len(document.elements) else None
        if label is None or cell is None or cell.tag not in ("td", "dd") or view.is_in_body(name):
            continue
        parts = [child for child in document.children(cell) if document.text(child)]
        texts = [document.text(part).lstrip("#").strip() for part in parts]
        if len(parts) == 1 and parts[0].tag == "-text":
            texts = list(_plain_names(texts[0]))
        if 0 < len(texts) <= MAX_LABELLED and all(map(_is_short_name, texts)):
            names = tuple(dict.fromkeys(texts))
            found.setdefault(
                label["categories"] is not None, Found(names, f"field \u201c{document.text(name)}\u201d")
            )
    return found


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
    plain: list[str] = []  # names in elements of their own that are no links
    at = run.end
    if not _BETWEEN_TAGS.fullmatch(rest):
        return _plain_names(rest) if view.zone.holds(run) and not _continues(view, run) else ()
    while at < min(len(document.elements), run.end + MAX_LABELLED * 4):
        element = document.elements[at]
        if element.tag == "a" and "#" in element.get("href")[1:] and not is_topic_link(document, element):
            break  # to the comments
        if element.tag == "a" and element.get("href"):
            if plain:
                break  # of something else
            links.append(Value(document.text(element), "a", element))
            at = element.end
            continue
        if not links and (name := _plain_name(view, element)):
            plain.append(name)
            at = element.end
            continue
        is_over = element.tag == "-text" and not _BETWEEN_TAGS.fullmatch(element.text)
        is_over = is_over or element.tag in ("p", "section", "article", "table", "form")
        is_over = is_over or (element.tag in HEADINGS and not _begins_with_link(view, element))
        if is_over or view.is_in_body(element):
            break
        at += 1
    names = tuple(tag_names(links)) or tuple(dict.fromkeys(plain))
    return names if len(names) <= MAX_LABELLED else ()


def _begins_with_link(view: BoxView, heading: Element) -> bool:
    return heading.end > heading.start + 1 and view.document.elements[heading.start + 1].tag == "a"


def _plain_name(view: BoxView, element: Element) -> str | None:
    """The words of an inline element of its own that holds no link, if they are as short as a tag."""
    if element.tag not in ("span", "em", "i", "strong", "b", "code") or not view.zone.holds(element):
        return None
    text = view.document.text(element).lstrip("#").strip()
    return text if _is_short_name(text) and not view.document.within(element, "a") else None


def _is_short_name(text: str) -> bool:
    """True for words as short as a tag that begin with a letter and are no word for tags themselves."""
    is_name = any(c.isalpha() for c in text[:1]) and len(text) <= _MAX_PLAIN_TAG and len(text.split()) <= 3
    return is_name and not _WORD_ALONE.fullmatch(text) and not text.endswith((":", "\uff1a"))


def _continues(view: BoxView, run: Element) -> bool:
    """True where the line goes on with a link, so that its words are a sentence."""
    following = view.document.elements[run.end] if run.end < len(view.document.elements) else None
    return (
        following is not None
        and following.tag in INLINE
        and following.tag not in ("br", "-comment")
        and bool(view.document.text(following))  # an icon goes on with something else
    )


def _plain_names(text: str) -> tuple[str, ...]:
    text = text.strip().rstrip(".").strip(" ,;|\u00b7\u2022")
    parts = [part.strip() for part in re.split(r"[,;|\u00b7\u2022\u3001\uff0c]", text)]
    is_list = all(0 < len(part) <= _MAX_PLAIN_TAG and len(part.split()) <= 3 for part in parts)
    return tuple(dict.fromkeys(parts)) if is_list and len(parts) <= MAX_LABELLED else ()


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
        if 0 < len(listed) <= MAX_LABELLED
    }


def _after_icon(view: BoxView, icon: Element) -> tuple[str, ...]:
    """The texts of the links right after an icon, or else the words after it, parted by commas."""
    run = run_behind(view.document, icon)
    if run is None or run.start != icon.end or _BETWEEN_TAGS.fullmatch(run.text):
        return _after_label(view, icon, "")
    is_label = _WORD_ALONE.fullmatch(run.text.strip()) is not None or run.text.strip()[:1].isdigit()
    return () if is_label or _continues(view, run) else _plain_names(run.text)


def plain_list(view: BoxView, rule: Rule = _NAMED_TAGS) -> Found[tuple[str, ...]] | None:
    """Tags as mere words, parted by commas or dots, in an element named for them that holds nothing else."""
    for value in view.values((rule,)):
        label = _LABEL.match(value.text) or _WORD_ALONE.fullmatch(value.text)
        text = value.text[label.end() :] if label else value.text
        is_plain = all(child.tag == "-text" for child in view.document.children(value.element))
        if is_plain and (names := _plain_names(text)):
            return Found(names, value.rule)
    return None


def hash_words(view: BoxView) -> Found[tuple[str, ...]] | None:
    """Tags as mere words outside the text, each in an element of its own, which is no link, and behind a "#"."""
    names = [
        value.text[1:]
        for value in view.values(("span, li, small, em",))
        if _HASH_WORD.fullmatch(value.text)
        and not _is_in_link(value.element)
        and all(child.tag == "-text" for child in view.document.children(value.element))
    ]
    return Found(tuple(dict.fromkeys(names)), "words behind #") if 0 < len(names) <= MAX_LABELLED else None


def _is_in_link(element: Element) -> bool:
    around = element.parent
    while around is not None and around.tag in INLINE and around.tag != "a":
        around = around.parent
    return around is not None and around.tag == "a"


def named_one_by_one(view: BoxView) -> Names:
    """(tags, categories) as mere words, each in an element of its own whose class ends so: "listing-category"."""
    names: dict[bool, list[str]] = {}
    rules: dict[bool, str] = {}
    for value in view.values((_NAMED_ONE_BY_ONE,)):
        element = value.element
        if any(child.tag != "-text" for child in view.document.children(element)):
            continue
        if _is_short_name(text := value.text.lstrip("#").strip()):
            is_category = "category" in element.classes[-1]
            names.setdefault(is_category, []).append(text)
            rules.setdefault(is_category, f".{element.classes[-1]}")
    found = {
        kind: Found(tuple(dict.fromkeys(listed)), rules[kind])
        for kind, listed in names.items()
        if len(listed) <= MAX_LABELLED
    }
    return found.get(False), found.get(True)


def behind_stamp(view: BoxView) -> Found[tuple[str, ...]] | None:
    """The links of the blog right behind a stamp and "in": "Posted on March 4, 2019 in Hills"."""
    elements, host = view.document.elements, host_of(view.page.url or view.document.base)
    for run in elements[view.zone.start : min(view.text_start, view.zone.end)]:
        if run.tag != "-text" or run.end >= len(elements) or len(run.text) > _MAX_BEFORE_IN:
            continue
        following, before = elements[run.end], elements[run.start - 1]
        if following.tag != "a" or following.get("href")[:1] in ("#", ""):
            continue
        if run.is_furniture or not _IN.fullmatch(run.text):
            continue
        is_behind = run.text.strip()[:1].isalpha() and " " not in run.text.strip()  # the word alone
        if is_behind and not _is_stamp(view, before.parent if before.tag == "-text" else before):
            continue
        url = view.document.resolve(following.get("href")) or ""
        if host_of(url) in ("", host) and (names := _after_label(view, run, "")):
            return Found(names, "links behind a stamp and \u201cin\u201d")
    return None


def _is_stamp(view: BoxView, element: Element | None) -> bool:
    return element is not None and bool(
        element.tag == "time" or find_timestamps(view.document.text(element)[:60], view.page.hints)
    )


def in_badges(view: BoxView) -> Found[tuple[str, ...]] | None:
    """Tags as words in elements drawn as badges, above or below the text of a post's own page."""
    if not view.page.is_single:
        return None
    names = [name for value in view.values((_BADGES,)) if (name := _plain_name(view, value.element))]
    return Found(tuple(dict.fromkeys(names)), "badges") if 0 < len(names) <= MAX_LABELLED else None
