"""Who signed a post: marked author, byline in the text, the page's head, the last lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from archivesearch.addresses import permalink_key
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.document import INLINE, Element
from archivesearch.extract.fields.byline import find_byline, read_byline, read_signature
from archivesearch.extract.fields.byline_words import LABELS, STRONG_LEADS, WEAK_LEADS
from archivesearch.extract.fields.icons import icons, run_behind
from archivesearch.extract.fields.tag_names import AUTHOR_FOLDERS, is_topic_link
from archivesearch.extract.fields.timestamp import find_timestamps, has_digit
from archivesearch.extract.platform import Rules
from archivesearch.extract.view import BoxView, Value
from archivesearch.model import Found

AUTHOR_PAGES = ", ".join(f"a[href*='{folder}']" for folder in AUTHOR_FOLDERS)
STANDARD_AUTHORS: Rules = (
    ".p-author .p-name",
    ".p-author",
    "[itemprop~=author] [itemprop~=name]",
    "[itemprop~=author] meta[itemprop~=name]@content",
    ".author .fn",
    ".author > .name, .author > .author-name, .post-author > .name, .post-author > .author-name",
    "[itemprop~=author]",
    "[rel~=author]",
    "[property~=author]@content",
    ".byline .author, .byline .fn",
    ".author, .post-author, .entry-author, .author-name, .post-author-name, .article-author, .blog-author, .post__author, .posted-by, .byline-name",
    ".byline, .by-line",
    "[class*=author-name]:not([class*=comment]), [class*=authorName]:not([class*=comment]), "
    "[class*=author__name]:not([class*=comment]), [class*=author_name]:not([class*=comment])",
    AUTHOR_PAGES,
)
# Words that class names of templates have for the writer of a post, whatever stands around them.
_WRITER_CLASSES = ", ".join(
    f"[class*={word}]"
    for word in "author Author user User nick Nick byline writer Writer auteur Auteur autor Autor autore createdby verfasser redac ecriture".split()
)
_WRITER_WORD = re.compile(
    r"author|user-?name|user|nick(?:-?name)?|byline|writer|auteur|autor|autore|created-?by|verfasser|redacteur|ecriture",
    re.IGNORECASE,
)
_NOT_THE_NAME = re.compile(
    r"avatar|img|image|photo|pic|logo|thumb|icon|bio|desc|about|box|meta|related|more|social|follow(?:ers|ing)|stat|count|time|date|posts?$",
    re.IGNORECASE,
)
_META_BEFORE = re.compile(
    r"^(?:(?:post|entry|article|item)[-_]+)?meta[-_]+(?=.)", re.IGNORECASE
)  # "meta__item-author" is the author in the line of metadata
_CLASS_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_AUTHOR_BOXES = (
    "[class*=author-b], [class*=author_b], [class*=authorb], [class*=authorB], [class*=about-author], [class*=about-the-author]"
    ", [class*=author-info], [class*=author_info], [class*=author-card], [class*=author-profile], #author-info, #authorbox"
)
_AUTHOR_BOX_NAMES = "h1, h2, h3, h4, h5, h6, [class*=author-name], [class*=author-title], [class*=author_name], .fn, a[rel~=author]"
_MAX_AROUND_NAMES = 15  # characters beside names that are links: "written by ... and"
_NAMES_INSIDE = (
    "h1, h2, h3, h4, h5, h6, [itemprop~=name]"  # at the head of a box with a name and words about it
)
_POSTED_AT = re.compile(r"\W*posted (?:@|on)\s", re.IGNORECASE)
_MAX_BEHIND = 8  # elements between the start of a line and the name behind its stamp
_COMMENTED = re.compile(r"(?:posted )?by (.{2,60})", re.IGNORECASE)
_MAX_NAME = 60  # characters of an element that holds a writer's name
_APART = re.compile(r"^[\u00b7|\u2022\u2014\u2013]\s*|\s*[\u00b7|\u2022\u2014\u2013]$")
_BETWEEN_PARTS = re.compile(r"\s*[\u00b7|\u2022\u2014\u2013]\s*")
# "View all posts", "Ver mais posts", without a name behind "by"; "Anna's picture"
_NO_NAME = re.compile(
    r"(?:(?:view|see|show|visit|read|ver|voir|alle|all|tous|toutes|todos|todas|weitere|mehr|more|все)\s"
    r"(?!.*\b(?:by|von|par|por|di|da|door)\s)|.{2,60}['\u2019]s (?:picture|photo|avatar|gravatar|profile)\W*$)",
    re.IGNORECASE,
)
_LEAD_AT_END = re.compile(rf"(?:{LABELS}|{STRONG_LEADS}|{WEAK_LEADS})\s?[:\uff1a]?\s*$", re.IGNORECASE)
_PROFILE = re.compile(r"/(?:u|users?|profiles?|people|members?|writers?)/[^/]+/?", re.IGNORECASE)
_SET_OFF = "strong, b, em, cite, a[href]"
_STRONG_LEAD_ALONE = re.compile(rf"\W*(?:{STRONG_LEADS})\s?[:\uff1a]?\s*", re.IGNORECASE)
_FOR_SCREEN_READERS = ".sr-only, .visually-hidden, .visuallyhidden, .screen-reader-text"
_NAME_LABEL = re.compile(r"(?:name|nombre|nome|nom|naam|namn|navn|имя|名前|姓名)\s?[:\uff1a]?", re.IGNORECASE)
_MOST_FIELDS = 40  # lines or elements of the fields of some authors
_LABEL_ALONE = re.compile(rf"(?:{LABELS})\s?[:\uff1a]?", re.IGNORECASE)


class AuthorOffer(NamedTuple):
    """Names that may sign a post; no names where the printed text holds none."""

    names: tuple[str, ...]
    rule: str
    text: str  # as printed
    element: Element | None = None  # None for the page's head and the signature


def find_authors(view: BoxView, body: str) -> Found[tuple[str, ...]] | None:
    """The names that sign the post, each once, as printed; None when nobody signs."""
    return next((Found(offer.names, offer.rule) for offer in author_offers(view, body) if offer.names), None)


def author_offers(view: BoxView, body: str) -> Iterator[AuthorOffer]:
    """What may name the authors of a box, most trusted first."""
    for rule in view.document.present((*view.page.platform.authors, *STANDARD_AUTHORS)):
        names: list[str] = []
        printed: list[Value] = []
        outer_end = -1
        for value in view.values((rule,)):
            if value.element.start < outer_end or len(value.text) > 300 or _NO_NAME.match(value.text):
                continue
            if rule == AUTHOR_PAGES and _is_elsewhere(view, value):
                continue
            outer_end = value.element.end
            value = _name_inside(view, value)
            found = find_byline(value.text) if len(value.text) > 60 else None
            read = found.names if found else read_byline(value.text)
            names += [name for name in read if name not in names]
            printed.append(value)
        if printed:
            text = "; ".join(value.text for value in printed)
            yield AuthorOffer(tuple(names), rule, text, printed[0].element)
    for line in view.lines:
        if len(line.text) <= 300 and (found := find_byline(line.text)) is not None:
            yield AuthorOffer(found.names, f"text \u201c{line.text[:40]}\u201d", line.text, line.element)
    yield from _below_label(view)
    yield from _behind_hidden_label(view)
    yield from _set_off_behind_lead(view)
    if (beside := _beside_stamp(view) or _among_siblings(view) or _linked_behind_stamp(view)) is not None:
        yield beside
    yield from _by_class_words(view)
    yield from _by_profile(view)
    yield from _beside_icon(view)
    for element in view.document.elements[view.zone.start : view.zone.end]:
        # Kubrick and its children print the byline as <!-- by Anna -->
        if element.tag == "-comment" and (match := _COMMENTED.fullmatch(element.text)):
            yield AuthorOffer(read_byline(match[1]), "HTML comment \u201cby\u201d", element.text, element)
    if view.page.is_single:
        yield from _head_authors(view)
        yield from _in_author_box(view)
    signed = [line for line in body.split("\n") if line.strip()][-3:]
    if signature := read_signature(signed):
        yield AuthorOffer(signature, "signature", signed[-1])


def _below_label(view: BoxView) -> Iterator[AuthorOffer]:
    """Names on a line of their own below the word for an author."""
    for label, line in pairwise(view.lines):
        if len(label.text) > 20 or len(line.text) > _MAX_NAME or not _LABEL_ALONE.fullmatch(label.text):
            continue
        named = _named_lines(view, label) if _NAME_LABEL.fullmatch(line.text) else [line]
        names = tuple(dict.fromkeys(name for value in named for name in read_byline(value.text)))
        if names:
            yield AuthorOffer(names, f"line below \u201c{label.text}\u201d", named[0].text, named[0].element)


def _named_lines(view: BoxView, label: Value) -> list[Value]:
    """The lines below each "Name" of a list of fields: "Authors", "Name", "Anna", "Twitter", "@anna"."""
    lines = view.lines[view.lines.index(label) + 1 :][:_MOST_FIELDS]
    return [line for name, line in pairwise(lines) if _NAME_LABEL.fullmatch(name.text)]


def _behind_hidden_label(view: BoxView) -> Iterator[AuthorOffer]:
    """Names behind a word for authors that only screen readers are told, each maybe behind a "Name" of its own."""
    document = view.document
    hidden = document.within(view.zone, _FOR_SCREEN_READERS)
    for label in hidden:
        if label.start >= view.comments_start or view.is_in_body(label) or label.parent is None:
            continue
        if not _LABEL_ALONE.fullmatch(said := document.text(label)):
            continue
        named = [
            other
            for other in hidden
            if label.parent.holds(other) and _NAME_LABEL.fullmatch(document.text(other))
        ]
        runs = [run for other in named or [label] if (run := _run_seen_behind(view, other)) is not None]
        names = tuple(dict.fromkeys(name for run in runs for name in read_byline(document.text(run))))
        if names:
            rule = f"text behind the hidden \u201c{said}\u201d"
            yield AuthorOffer(names, rule, "; ".join(map(document.text, runs)), runs[0])


def _run_seen_behind(view: BoxView, hidden: Element) -> Element | None:
    """The first words that are seen behind an element, if they are as short as a name."""
    elements, at = view.document.elements, hidden.end
    while at < min(view.zone.end, hidden.end + _MOST_FIELDS):
        element = elements[at]
        text = view.document.text(element) if element.tag == "-text" else ""
        if text and not _NAME_LABEL.fullmatch(text):
            return element if len(text) <= _MAX_NAME else None
        at = element.end if element.is_furniture else at + 1
    return None


def _set_off_behind_lead(view: BoxView) -> Iterator[AuthorOffer]:
    """A name that markup sets off behind a lead at the head of a line: "Written by <b>Anna</b> who lives by the sea"."""
    elements = view.document.elements
    for value in view.values((_SET_OFF,)):
        before = elements[value.element.start - 1]
        is_behind = before.tag == "-text" and before.parent is value.element.parent
        if not is_behind or len(value.text) > _MAX_NAME or not _STRONG_LEAD_ALONE.fullmatch(before.text):
            continue
        names = read_byline(value.text)
        if names and all(name[0].isupper() for name in names):
            yield AuthorOffer(
                names, f"name set off behind \u201c{before.text.strip()}\u201d", value.text, value.element
            )


def _by_class_words(view: BoxView) -> Iterator[AuthorOffer]:
    """Names in elements whose class says writer or user, above the text of a post or in its box of a list."""
    end = view.text_start if view.page.is_single else view.zone.end
    for value in view.values((_WRITER_CLASSES,)):
        element = value.element
        if element.start >= end:
            break
        said = next((name for name in element.classes if _says_writer(name)), None)
        if said is None:
            continue
        value = _name_inside(view, value)
        if len(value.text) > _MAX_NAME or has_digit(value.text[:1]):
            continue
        if names := read_byline(value.text):
            yield AuthorOffer(names, f".{said}", value.text, value.element)
            return


def _by_profile(view: BoxView) -> Iterator[AuthorOffer]:
    """The name that links to somebody's profile on the same site, above the text of a post."""
    for value in view.links if view.page.is_single else ():
        if value.element.start >= view.text_start:
            break
        path = urlsplit(view.document.resolve(value.element.get("href")) or "").path
        if not _PROFILE.fullmatch(path) or _is_elsewhere(view, value) or len(value.text) > _MAX_NAME:
            continue
        if names := read_byline(value.text):
            yield AuthorOffer(names, "link to a profile", value.text, value.element)
            return


def _name_inside(view: BoxView, value: Value) -> Value:
    """The name of a box about somebody, which goes on with words about them; else the value as it is.

    A lead may be glued to the name where the style sheet parts them: "<em>by</em><a>Anna</a>".
    """
    if len(linked := view.document.within(value.element, "a[href]")) == 1:
        name = view.document.text(linked[0])
        lead = value.text.removesuffix(name) if name else value.text
        if lead != value.text and _LEAD_AT_END.search(lead):
            return Value(name, value.rule, linked[0])
    links = [view.document.text(link) for link in view.document.within(value.element, AUTHOR_PAGES)]
    if links and len(value.text) > len(", ".join(links)) + _MAX_AROUND_NAMES:
        return Value(", ".join(dict.fromkeys(filter(None, links))), value.rule, value.element)
    for inner in view.document.within(value.element, _NAMES_INSIDE):
        text = view.document.text(inner)
        if text and value.text != text and value.text.startswith(text):
            return Value(text, value.rule, inner)
        break
    return value


def _beside_icon(view: BoxView) -> Iterator[AuthorOffer]:
    """The name behind an icon of a person that stands outside the text."""
    for kind, icon in icons(view.document, view.zone):
        if kind != "authors" or view.is_in_body(icon) or icon.start >= view.comments_start:
            continue
        run = run_behind(view.document, icon)
        text = " ".join(run.text.split()) if run is not None else ""
        if 0 < len(text) <= _MAX_NAME and (names := read_byline(text)):
            yield AuthorOffer(names, f"name after the icon .{icon.classes[-1]}", text, run)
            return


def _says_writer(class_name: str) -> bool:
    words = [word.lower() for word in _CLASS_WORDS.findall(class_name)]
    return any(
        _WRITER_WORD.fullmatch(word) for word in (*words, "".join(words[-2:]))
    ) and not _NOT_THE_NAME.search(_META_BEFORE.sub("", class_name))


def _in_author_box(view: BoxView) -> Iterator[AuthorOffer]:
    """The name in the box about the author that themes print below a post."""
    document = view.document
    for box in document.select(_AUTHOR_BOXES):
        if box.start >= view.comments_start or view.is_in_body(box):
            continue
        for element in document.within(box, _AUTHOR_BOX_NAMES):
            if names := read_byline(document.text(element)):
                yield AuthorOffer(names, "box about the author", document.text(element), element)
                return


def _is_elsewhere(view: BoxView, value: Value) -> bool:
    """True for a link to another site, where it leads to somebody the post only talks of."""
    url, own = view.document.resolve(value.element.get("href")), view.page.url
    return (
        bool(url and own)
        and permalink_key(url).partition("/")[0] != permalink_key(own or "").partition("/")[0]
    )


def _beside_stamp(view: BoxView) -> AuthorOffer | None:
    """The names of a line between title and text that is a stamp and names: "Nov. 1, 2009 \u00b7 Anna Smith".

    How long it takes to read may stand between them.
    """
    if not view.bodies:
        return None
    for line in view.lines:
        is_above = line.element.start < view.text_start or line.element.tag == "header"
        if not is_above or len(line.text) > 160:
            continue
        stamps = find_timestamps(line.text, view.page.hints)
        if len(stamps) != 1:
            continue
        around = line.text[: stamps[0].start].strip(), line.text[stamps[0].end :].strip()
        apart = [
            piece
            for part in around
            if _APART.search(part)
            for piece in _BETWEEN_PARTS.split(part)
            if piece and not has_digit(piece)
        ]
        if (
            len(apart) == 1
            and not _is_topic(view, line.element, apart[0])
            and (names := read_byline(apart[0]))
            and all(name[0].isupper() and " " in name for name in names)
        ):
            return AuthorOffer(names, f"text \u201c{line.text[:40]}\u201d", line.text, line.element)
    return None


def _among_siblings(view: BoxView) -> AuthorOffer | None:
    """The name in a row of like elements above the text, one of which holds a stamp, others topics or marks between."""
    document = view.document
    for line in view.lines if view.bodies else ():
        piece = line.element if line.element.tag != "-text" else line.element.parent
        if (
            piece is None
            or piece.parent is None
            or line.element.start >= view.text_start
            or len(line.text) > 40
        ):
            continue
        stamps = find_timestamps(line.text, view.page.hints)
        if len(stamps) != 1 or not piece.classes or stamps[0].end - stamps[0].start != len(line.text):
            continue
        row = [child for child in document.children(piece.parent) if child.classes[:1] == piece.classes[:1]]
        named = [
            (names, text, child)
            for child in row
            if child.tag == piece.tag
            and not document.within(child, "a[href]")
            and not has_digit(text := document.text(child))
            and len(text) <= _MAX_NAME
            and (names := read_byline(text))
        ]
        if len(named) == 1 and len(row) > 1:
            names, text, child = named[0]
            if all(name[0].isupper() and " " in name for name in names) and not _is_of_words(view, text):
                return AuthorOffer(names, f"name beside \u201c{line.text}\u201d", text, child)
    return None


def _linked_behind_stamp(view: BoxView) -> AuthorOffer | None:
    """The name right behind "posted @" and a stamp that is a link to the blog's home: its owner's."""
    for line in view.lines:
        if not _POSTED_AT.match(line.text):
            continue
        for value in view.links:
            url = view.document.resolve(value.element.get("href"))
            is_behind = line.element.start < value.element.start <= line.element.start + _MAX_BEHIND
            is_home = url is not None and address_kind(url, view.page.blog_url) == "home"
            if is_behind and is_home and (names := read_byline(value.text)):
                return AuthorOffer(names, f"text \u201c{line.text[:40]}\u201d", line.text, value.element)
    return None


def _is_of_words(view: BoxView, text: str) -> bool:
    """True for a topic, such as "Company News": the page has a word of it in small letters too, as seldom of a name."""
    said = set(view.document.text(view.document.body).split())
    return any(word.lower() in said for word in text.split() if word != word.lower())


def _is_topic(view: BoxView, line: Element, text: str) -> bool:
    """True if the text is that of a link to the page of a tag or a category."""
    block: Element | None = line
    while block is not None and (block.tag in INLINE or block.tag == "-text"):
        block = block.parent
    links = view.document.within(block, "a[href]") if block is not None else ()
    return any(view.document.text(link) == text and is_topic_link(view.document, link) for link in links)


def _head_authors(view: BoxView) -> Iterator[AuthorOffer]:
    head, platform = view.page.head, view.page.platform
    own = permalink_key(view.page.url) if view.page.url else None
    for trackback in head.trackback_posts:
        if own and permalink_key(trackback.url) == own and trackback.creator:
            names = read_byline(trackback.creator)
            yield AuthorOffer(names, "trackback RDF dc:creator", trackback.creator)
    if "json-ld authors" not in platform.ignored_meta:
        for post in head.linked_posts:
            if post.authors and (
                len(head.linked_posts) == 1 or (post.url and permalink_key(post.url) == own)
            ):
                names = tuple(dict.fromkeys(post.authors))
                yield AuthorOffer(names, "JSON-LD author", "; ".join(post.authors))
    for name in (
        "author",
        "article:author",
        "og:article:author",
        "dc.creator",
        "byl",
        "parsely-author",
        "sailthru.author",
        "twitter:creator:name",
    ):
        for value in head.meta.get(name, ()):
            is_name = "://" not in value and not value.startswith("@")
            yield AuthorOffer(read_byline(value) if is_name else (), f"meta {name}", value)
