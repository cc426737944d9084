"""The title of a post: what its box marks as title, its first heading, or what the page's head says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from archivesearch.addresses import permalink_key, same_page
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.document import ANY_HEADING, HEADINGS, INLINE, Document, Element
from archivesearch.extract.fields.byline import find_byline
from archivesearch.extract.fields.timestamp import DateHints, find_timestamps, is_day_heading
from archivesearch.extract.head import Head
from archivesearch.extract.platform import Rules
from archivesearch.extract.view import BoxView, Value
from archivesearch.model import Found

STANDARD_TITLE: Rules = (
    ".entry-title",
    "[itemprop~=headline]",
    "[property~=headline]",
    ".p-name:not(.h-card):not(.p-author)",
    "h1[itemprop~=name], h2[itemprop~=name], h3[itemprop~=name]",
    ".post-title",
    ".posttitle",
    ".article-title",
    ".blog-post-title",
    ".post__title",
    ".post-header h1, .post-header h2",
)
PLAIN_TITLE = "words"  # begins the rule of a title that no heading and no class name marks
_LINK_AS_TITLE = ".title > a[href], a.title[href]"
_BESIDE_TITLE = "a[href*='#'], time, small"
_POST_TITLE_NAME = re.compile(r"(?:post|entry|article)[-_]+(?:[a-z]+[-_]+)?title", re.IGNORECASE)
MAX_TITLE = 400  # characters; a longer text is a paragraph
_MAX_ABOVE = 12  # elements between a title and the text below it
_MAX_TITLE_ABOVE = 150  # characters
_MAX_LEAD = 200  # letters between the blog's name and the title of the post below it
_MIN_EDGE = 3  # letters of a heading with which the head's title begins or ends
_MAX_PARTS = 40  # of a title between separators; more are no title but an attack
_SEPARATORS = re.compile(
    r"\s+(?:[|\u2022\u00b7\u00bb\u00ab\u2013\u2014\u2192\u2190~:-]|::|//|&raquo;)\s+|\s*[|\u00bb\u00ab]\s*|:\s+"
)
_SPACE_AND_MARKS = re.compile(r"[\W_]+")


@lru_cache(maxsize=1024)
def fold_title(text: str) -> str:
    """A title made comparable: letters and digits only, without case."""
    return _SPACE_AND_MARKS.sub(" ", text).strip().casefold()


class TitleOffer(NamedTuple):
    """What may be the title of a box, and why it is none."""

    value: Value
    refusal: str | None = None


def find_title(view: BoxView) -> Value | None:
    """The title inside the box; None for a post without one. It is asked for to split the page, then to read the post."""
    titles, box = view.page.titles, view.box
    if box not in titles:
        titles[box] = next((value for value, refusal in title_offers(view) if refusal is None), None)
    return titles[box]


def title_offers(view: BoxView) -> Iterator[TitleOffer]:
    """What the box offers as its title, most trusted first, fit or not."""
    document, too_long = view.document, f"longer than {MAX_TITLE} characters"
    for value in view.values((*view.page.platform.title, *STANDARD_TITLE), in_body=True):
        inner = [] if value.element.tag in HEADINGS else document.within(value.element, ANY_HEADING)
        if len(inner) == 1:  # beside it stand the categories
            value = value._replace(element=inner[0])
        value = value._replace(text=printed_title(document, value.element))
        yield TitleOffer(value, None if len(value.text) <= MAX_TITLE else too_long)
    if (link := view.box.title_link) is not None:
        link = next(iter(document.within(link, ANY_HEADING)), link)  # a link may lie over a whole card
        text = printed_title(document, link).rstrip(" -\u2013\u2014|:\u00bb\u2192")
        if text:  # else it lies over the whole box
            yield TitleOffer(Value(text, "link to the post", link))
    headings = list(view.values((ANY_HEADING,), in_body=True))
    for value in view.values((_LINK_AS_TITLE,)):
        if not headings or value.element.start < headings[0].element.start:
            yield TitleOffer(value, None if len(value.text) <= MAX_TITLE else too_long)
    is_first = True
    for value in headings:
        element = value.element
        heading = Value(printed_title(document, element), f"first heading ({element.tag})", element)
        if len(value.text) > MAX_TITLE:
            yield TitleOffer(heading, too_long)
        elif leads_home(document, element, view.page.blog_url):
            yield TitleOffer(heading, "leads to the blog's home: its name")
        elif is_day_heading(value.text, view.page.hints) is not None:
            yield TitleOffer(heading, "a day")
        elif not is_first:
            yield TitleOffer(heading, "not the first heading")
        else:
            is_first = False
            is_inside = document.letters_between(view.box.scope.start, element.start) > 200
            is_fit = not is_inside or has_link(document, element)
            yield TitleOffer(heading, None if is_fit else "a heading inside the text")
    if view.box.rule.startswith("text ") and (line := _bold_line(view)) is not None:
        yield TitleOffer(line)


def _bold_line(view: BoxView) -> Value | None:
    """The first line of a stretch between stamps when all of it is bold, days above it aside."""
    document = view.document
    for run in document.elements[view.box.scope.start : view.box.scope.end]:
        if run.tag != "-text" or not run.text.strip() or is_day_heading(run.text, view.page.hints):
            continue
        bold = block = run.parent
        while bold is not None and bold.tag in INLINE and bold.tag not in ("b", "strong"):
            bold = bold.parent
        while block is not None and block.tag in INLINE:
            block = block.parent
        text = " ".join(run.text.split())
        is_line = bold is not None and bold.tag in ("b", "strong") and document.text(bold) == text
        is_line = is_line and block is not None and document.text(block) == text
        return (
            Value(text, "bold first line", bold)
            if bold and is_line and len(text) <= _MAX_TITLE_ABOVE
            else None
        )
    return None


def printed_title(document: Document, element: Element) -> str:
    """The text of a title without what templates put beside its words: a mark that links to it, its date."""
    text = document.text(element)
    for inner in document.within(element, _BESIDE_TITLE):
        part = document.text(inner)
        if not part or (inner.tag == "a" and any(c.isalnum() for c in part)):
            continue
        if text.endswith(part):
            text = text[: -len(part)].rstrip()
        elif text.startswith(part):
            text = text[len(part) :].lstrip()
    return text or document.text(element)


def leads_home(document: Document, element: Element, blog_url: str | None) -> bool:
    """True for the blog's own name: a heading that is a link to the home page."""
    links = document.within(element, "a[href]")
    around = element.parent
    if not links and around is not None and around.tag == "a":
        links = [around]
    return any(
        (url := document.resolve(link.get("href"))) is not None
        and not same_page(url, document.url)
        and address_kind(url, blog_url) == "home"
        for link in links[:1]
    )


def has_link(document: Document, element: Element) -> bool:
    """True if the element holds a link or stands in one."""
    around = element.parent
    links = [a for a in document.within(element, "a[href]") if not a.get("href").startswith("#")]
    return bool(links) or (around is not None and around.tag == "a")


def head_titles(head: Head, url: str | None) -> list[Found[str]]:
    """What the head of a post's own page calls the post, best first; <title> may carry the blog's name."""
    found = []
    for name in ("og:title", "twitter:title", "dc.title", "title"):
        if value := head.first(name):
            found.append(Found(value, f"meta {name}"))
    own = permalink_key(url) if url else None
    for post in head.linked_posts:
        if post.headline and (len(head.linked_posts) == 1 or (post.url and permalink_key(post.url) == own)):
            found.append(Found(post.headline, "JSON-LD headline"))
    for trackback in head.trackback_posts:
        if trackback.title and own and permalink_key(trackback.url) == own:
            found.append(Found(trackback.title, "trackback RDF dc:title"))
    if head.title:
        found.append(Found(head.title, "<title>"))
    return found


def find_page_title(document: Document, head: Head, blog_url: str | None) -> Value | None:
    """What a page shows that says what the page's head says, the title of its one post; mostly a heading."""
    wanted = _said_by_head(head)
    heading, is_part = _best_heading(document, wanted, blog_url)
    if heading is None:
        return _titled_text(document, wanted, blog_url) or _titled_link(document, wanted)
    if is_part and not document.within(heading.element, "a[href]"):
        return _titled_text(document, wanted, blog_url, heading) or heading
    return heading


def _said_by_head(head: Head) -> dict[str, str]:
    """The titles of the head, and parts of them, folded: which rule says each."""
    wanted: dict[str, str] = {}
    for found in head_titles(head, None):
        wanted.setdefault(fold_title(found.value), found.rule)
        parts = _SEPARATORS.split(found.value, maxsplit=_MAX_PARTS)
        for cut in range(1, len(parts)):
            for part in (parts[:cut], parts[cut:]):
                wanted.setdefault(fold_title(" ".join(part)), f"{found.rule}, part")
    wanted.pop("", None)
    return wanted


def _best_heading(
    document: Document, wanted: dict[str, str], blog_url: str | None
) -> tuple[Value | None, bool]:
    """The heading that says most of what the head says, and whether that is but a part of it."""
    best: Value | None = None
    best_rank, is_part, is_edge = 0, False, False
    whole: list[
        tuple[str, Value]
    ] = []  # headings that say a title of the head or a part of it, letter by letter
    for element in document.select(f"{ANY_HEADING}, [class*=title], [class*=Title]"):
        if element.is_furniture and element.tag not in ("h1", "h2"):
            continue
        text = printed_title(document, element)
        if not text or len(text) > MAX_TITLE:
            continue
        folded = fold_title(text)
        rule = wanted.get(folded) or _edge_of(folded, wanted)
        if rule is None or leads_home(document, element, blog_url):
            continue
        rank = len(text) + (200 if "part" not in rule else 0) - (300 if element.is_furniture else 0)
        rank -= 10 * (int(element.tag[1]) if element.tag[1:].isdigit() else 7)
        value = Value(text, f"heading ({element.tag}) that is the {rule.removesuffix(', part')}", element)
        if folded in wanted:
            whole.append((folded, value))
        if best is None or rank > best_rank:
            best, best_rank, is_part, is_edge = value, rank, rule.endswith(", part"), folded not in wanted
    if best is not None and is_edge:
        edge = fold_title(best.text)
        fuller = (
            value for folded, value in whole if folded.startswith(f"{edge} ") or folded.endswith(f" {edge}")
        )
        best = next(fuller, best)
    return best, is_part


def _edge_of(folded: str, wanted: dict[str, str]) -> str | None:
    """The rule of what the head says, when it begins or ends with this text: "Title_Blog", "Blog Title"."""
    if len(folded) < _MIN_EDGE:
        return None
    for whole, rule in wanted.items():
        if whole.startswith(folded + " ") or whole.endswith(" " + folded):
            return rule if rule.endswith(", part") else f"{rule}, part"
    return None


def holds_more(whole: str, text: str) -> bool:
    """True if a title says a text and more, and the text is none of its parts between separators."""
    parts = {fold_title(part) for part in _SEPARATORS.split(whole, maxsplit=_MAX_PARTS)}
    folded, held = fold_title(whole), fold_title(text)
    return held not in parts and (folded.startswith(f"{held} ") or folded.endswith(f" {held}"))


def self_linked_heading(document: Document) -> Value | None:
    """The first heading that is a link of the page to itself, where the head does not name the post."""
    for element in document.select(ANY_HEADING):
        links = document.within(element, "a[href]")
        if element.parent is not None and element.parent.tag == "a":
            links = [element.parent]
        if not element.is_furniture and any(
            "#" not in link.get("href") and same_page(document.resolve(link.get("href")), document.url)
            for link in links[:1]
        ):
            text = printed_title(document, element)
            if 0 < len(text) <= MAX_TITLE:
                return Value(text, f"heading ({element.tag}) that links to its own page", element)
    return None


def find_named_title(document: Document) -> Value | None:
    """The one element of the page that is named as a post's title, where the head names no post."""
    found: dict[str, Value] = {}
    for element in document.select("[class*=title]"):
        if not element.is_furniture and any(map(_POST_TITLE_NAME.fullmatch, element.classes)):
            text = printed_title(document, element)
            if 0 < len(text) <= MAX_TITLE:
                found.setdefault(text, Value(text, f"{element.tag} named as a post's title", element))
    return next(iter(found.values())) if len(found) == 1 else None


def _titled_text(
    document: Document, wanted: dict[str, str], blog_url: str | None, heading: Value | None = None
) -> Value | None:
    """Words without a heading that are the head's title, or a part of it.

    Where a heading says the other part, only words right below it count: the heading is then the blog's name.
    """
    best: tuple[int, Value] | None = None
    for run in document.elements[heading.element.end if heading else 0 :]:
        if run.tag != "-text" or run.is_furniture or not 2 < len(run.text.strip()) <= MAX_TITLE:
            continue
        if heading is not None and document.letters_between(heading.element.end, run.start) > _MAX_LEAD:
            break
        around = run.parent
        rule = wanted.get(fold_title(run.text))
        if rule is None or around is None or (heading and not _make_whole(heading.text, run.text, wanted)):
            continue
        if leads_home(document, around, blog_url) or (around.tag == "a" and around.get("href")):
            continue
        rank = len(run.text) + (200 if "part" not in rule else 0)
        if best is None or rank > best[0]:
            text = document.text(run)
            said = f"{PLAIN_TITLE} ({around.tag}) that are the {rule.removesuffix(', part')}"
            best = (rank, Value(text, said, around if document.text(around) == text else run))
    return best[1] if best else None


def _make_whole(one: str, other: str, wanted: dict[str, str]) -> bool:
    """True if two texts, in either order, are all of what the head says."""
    folded = fold_title(one), fold_title(other)
    return any(
        not wanted.get(whole, ", part").endswith(", part")
        for whole in (" ".join(folded), " ".join(folded[::-1]))
    )


def title_above(document: Document, region: Element, blog_url: str | None, hints: DateHints) -> Value | None:
    """What stands right above a text and looks like its title: a heading, bold words, a class name that says so."""
    nearest: Value | None = None
    for element in document.select(f"{ANY_HEADING}, b, strong, [class*=title], [class*=Title]"):
        if element.start >= region.start:
            break
        is_near = region.start - element.end < _MAX_ABOVE and element.depth >= region.depth - 2
        if element.is_furniture or element.holds(region) or not is_near:
            continue
        text = document.text(element)
        if (
            2 < len(text) <= _MAX_TITLE_ABOVE
            and not find_timestamps(text, hints)
            and find_byline(text) is None
            and not leads_home(document, element, blog_url)
        ):
            nearest = Value(text, f"right above the text ({element.tag})", element)
    return nearest


def _titled_link(document: Document, wanted: dict[str, str]) -> Value | None:
    """A link of the page to itself that says what the head says, where templates have no headings."""
    for link in document.select("a[href]"):
        if not link.is_furniture and same_page(document.resolve(link.get("href")), document.url):
            text = document.text(link)
            if text and len(text) <= MAX_TITLE and (rule := wanted.get(fold_title(text))):
                return Value(text, f"link to itself that is the {rule.removesuffix(', part')}", link)
    return None
