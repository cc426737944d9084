"""Page -> entries: recognises the platform, tells lists from posts, splits, reads each field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal
from urllib.parse import urlsplit

from archivesearch.addresses import canonical_permalink, same_page
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.charset import decode
from archivesearch.extract.document import INLINE, Document, Element
from archivesearch.extract.fields.authors import find_authors
from archivesearch.extract.fields.body import read_text
from archivesearch.extract.fields.byline import read_byline
from archivesearch.extract.fields.content import find_content
from archivesearch.extract.fields.more import is_more_text
from archivesearch.extract.fields.permalink import find_permalink, own_address
from archivesearch.extract.fields.published import find_date_order, find_published
from archivesearch.extract.fields.tags import find_tags, head_tags
from archivesearch.extract.fields.timestamp import DateHints, find_timestamps, is_day_heading
from archivesearch.extract.fields.title import (
    PLAIN_TITLE,
    find_named_title,
    find_page_title,
    find_title,
    fold_title,
    head_titles,
    printed_title,
    title_above,
)
from archivesearch.extract.formats.catalogue import READERS
from archivesearch.extract.head import Head, read_head
from archivesearch.extract.plain import read_plain
from archivesearch.extract.platform import Rules
from archivesearch.extract.platforms.catalogue import recognise
from archivesearch.extract.splitter import STANDARD_BOXES, Box, mined_boxes, named_boxes
from archivesearch.extract.stamped import begins_with_heading, stamped_boxes
from archivesearch.extract.steps import PostStep, Split, Steps
from archivesearch.extract.view import BoxView, PageView, Value, before_other_posts, zone_around
from archivesearch.model import Entry, Form, Found, Page, PageFacts, PageKind, PageReading, Timestamp

_OTHER_PAGE = re.compile(
    r"(?:^|/)(?:404|not-?found|search|suche|sitemap|login|register|wp-login)(?:/index)?(?:\.\w{3,5})?/?$",
    re.IGNORECASE,
)
_MIN_POST_LETTERS = 20
_LEAST_OF_REGION = 0.2  # of the main region's letters: what a post's box without its title holds
_TRAILING_CUT = re.compile(r"(?:\[?(?:\.\.\.|\u2026)\]?)\W*$")


def read_page(page: Page) -> PageReading:
    """All that one page says. Raises ExtractError for a page that cannot be read at all."""
    text, note = decode(page.content, page.charset)
    notes = (note,) if note else ()
    if page.media in READERS:
        reading = READERS[page.media](page, text)
        return replace(reading, notes=notes)
    if page.media != "html":
        return replace(read_plain(page, text), notes=notes)
    reading = read_html(text, page)
    return replace(reading, notes=notes) if notes else reading


def read_html(text: str, page: Page, steps: Steps | None = None) -> PageReading:
    """All that the markup of one page says; `steps`, when given, takes how it was told."""
    page = _with_sound_addresses(page)
    document = Document(text, page.url)
    head = read_head(document)
    own = own_address(document, head)
    url = Found(page.url, page.url_rule) if page.url else own
    if document.url is None and url is not None:
        document.url = url.value
    platform, evidence = recognise(document, head)
    language = _language(head)
    blog_url = page.base_url or _home_address(document, head) or (None if url else _feed_home(document, head))
    facts = PageFacts(
        path=page.path,
        kind="other",
        url=url.value if url else None,
        url_rule=url.rule if url else None,
        blog=_blog_key(blog_url or (url.value if url else None), is_home=blog_url is not None),
        platform=platform.name if evidence else None,
        platform_rule=evidence,
        blog_titles=tuple(_blog_titles(document, head)),
        head_title=head.title,
        owner=_owner(document, head),
        language=language,
        generator=head.first("generator"),
    )
    hints = DateHints(language=language, captured=page.captured)
    view = PageView(document, head, platform, hints, facts.url, blog_url, is_single=False)
    split = _split(view, own)
    kind = split.kind.value
    view = replace(view, is_single=kind == "single")
    if steps is not None:
        steps.page, steps.own, steps.split = view, own, split
    if kind == "other":
        return PageReading(facts)
    if kind == "single":
        entry = _read_single(view, split.boxes[0], split.title, own, page, steps)
        entries = [entry] if entry else []
        if not entries:
            kind = "other"
    else:
        entries = _read_list(view, split.boxes, page, steps)
    return PageReading(replace(facts, kind=kind), tuple(entries))


def _with_sound_addresses(page: Page) -> Page:
    """The page without addresses that are none, such as one with an unclosed bracket."""
    for name in ("url", "base_url"):
        try:
            urlsplit(getattr(page, name) or "")
        except ValueError:
            page = replace(page, url=None, base_url=None)
    return page


# ------------------------------------------------------------------ list, post or neither


def _split(view: PageView, own: Found[str] | None) -> Split:
    """What kind of page it is, its boxes, and on a single page the element of its title."""
    document, platform = view.document, view.platform

    def letters(box: Box) -> int:
        return document.letters(box.scope)

    if _matches(view, platform.other_page):
        return Split(Found("other", f"mark of a page without posts of {platform.name}"))
    if _OTHER_PAGE.search(urlsplit(view.url or "").path):
        return Split(Found("other", "the address is that of a search, a login or a missing page"))
    boxes = named_boxes(document, platform.posts) or named_boxes(document, STANDARD_BOXES)
    boxes = [box for box in boxes if document.letters(box.scope) or document.within(box.scope, "img")]
    addresses = [_address(view, box) for box in boxes]
    page_title = find_page_title(document, view.head, view.blog_url)
    title = Found(page_title.element, page_title.rule) if page_title else None
    found_kind = _kind(view, boxes, addresses, title, own)
    kind = found_kind.value
    if not boxes or kind == "list":
        stamped = stamped_boxes(document, view.hints, is_list=kind == "list")
        if kind == "list" and len(stamped) > len(boxes) and not _are_main(document, boxes, addresses):
            mined = mined_boxes(document, view.blog_url, view.hints, is_list=True)
            return Split(found_kind, _better(stamped, mined))
        is_post = address_kind(view.url or "", view.blog_url) == "post" or _says_post(view) is not None
        if (
            kind == "single"
            and stamped
            and not is_post
            and 2 * sum(map(letters, stamped)) >= document.letters(document.body)
            and (
                title is None
                or title.value.tag == "a"
                or title.rule.startswith(PLAIN_TITLE)
                or all(begins_with_heading(document, b) for b in stamped)
            )
        ):
            return Split(Found("list", "several stamp lines or day headings part the page"), stamped)
    if kind == "list":
        distinct = {a for a in addresses if a}
        if len(distinct) < 2 or len(distinct) < len(boxes) / 2:
            mined = mined_boxes(document, view.blog_url, view.hints, is_list=True)
            if len(mined) > len(distinct) and _holds_more(document, mined, boxes if distinct else ()):
                boxes = mined
            elif not distinct:
                boxes = [box for box in boxes if not (title and box.scope.holds(title.value))]
        if not boxes:
            return Split(Found("other", f"no posts on it, though a list ({found_kind.rule})"))
        return Split(found_kind, boxes)
    if not boxes:
        region = _main_region(document, title.value if title else None)
        boxes = [Box(region, "main region")]
        if title is None and (above := title_above(document, region, view.blog_url, view.hints)):
            title = Found(above.element, above.rule)
    else:
        named = [
            n for n, a in enumerate(addresses) if same_page(a, view.url) or (own and same_page(a, own.value))
        ]
        boxes = [max((boxes[n] for n in named), default=None, key=letters) or max(boxes, key=letters)]
        if title is not None and not boxes[0].scope.holds(title.value):
            main = Box(_main_region(document, title.value), "main region")
            if letters(boxes[0]) < _LEAST_OF_REGION * letters(main):
                boxes = [main]  # what is named like a post is a part beside its text
    return Split(found_kind, boxes, title)


def _are_main(document: Document, boxes: Sequence[Box], addresses: Sequence[str | None]) -> bool:
    """True if each box has an address of its own and they hold half of the page's text."""
    letters = sum(document.letters(box.scope) for box in boxes)
    return len({a for a in addresses if a}) == len(boxes) and 2 * letters >= document.letters(document.body)


def _holds_more(document: Document, mined: Sequence[Box], named: Sequence[Box]) -> bool:
    """False where the mined blocks are a side list of titles beside the named boxes."""
    if any(outer.scope.holds(inner.scope) for outer in named for inner in mined):
        return True  # a box around the whole list
    letters = sum(document.letters(box.scope) for box in mined)
    return letters >= sum(document.letters(box.scope) for box in named)


def _matches(view: PageView, rules: Rules) -> bool:
    return any(view.document.head(rule) for rule in rules)


def _address(view: PageView, box: Box) -> str | None:
    box_view = BoxView(view, box, box.scope)
    box_view = replace(box_view, title=find_title(box_view))
    found = find_permalink(box_view)
    return found.value if found else None


def _kind(
    view: PageView,
    boxes: Sequence[Box],
    addresses: Sequence[str | None],
    title: Found[Element] | None,
    own: Found[str] | None,
) -> Found[PageKind]:
    address = own.value if own else None
    by_address = {address_kind(a, view.blog_url) for a in (view.url, address) if a}
    others = {a for a in addresses if a and not same_page(a, view.url) and not same_page(a, address)}
    is_own = any(a and (same_page(a, view.url) or same_page(a, address)) for a in addresses)
    is_marked_list = _matches(view, view.platform.list_page)
    if _matches(view, view.platform.single_page) and not is_marked_list:
        return Found("single", f"mark of a post's own page of {view.platform.name}")
    is_list = "home" in by_address or "list" in by_address or is_marked_list
    if is_list and ("post" not in by_address or len(others) > 1):
        if is_marked_list:
            return Found("list", f"mark of a list page of {view.platform.name}")
        return Found("list", f"the address is that of a {'home' if 'home' in by_address else 'list'} page")
    if is_own:
        return Found("single", "a post on it has the page's own address")
    if (said := _says_post(view)) and (len(others) < 2 or title is not None):
        return Found("single", said)
    if len(boxes) >= 2 and len(others) >= 2:
        if title is not None and not any(box.scope.holds(title.value) for box in boxes):
            covered = sum(view.document.letters(box.scope) for box in boxes)
            if covered < 0.4 * view.document.letters(view.document.body):
                return Found("single", "most text stands outside the boxes, below the title of the head")
        return Found("list", f"{len(boxes)} boxes with {len(others)} addresses of other pages")
    full = [
        box for box in boxes if box.rule in view.platform.posts and view.document.letters(box.scope) > 100
    ]
    if len(full) >= 2 and "post" not in by_address:
        return Found("list", f"{len(full)} boxes of {view.platform.name} with text")
    if len(boxes) == 1 and len(others) == 1 and "post" not in by_address:
        if title is not None and boxes[0].scope.holds(title.value):
            return Found("single", "one box, which holds the title of the head")
        return Found("list", "one box, whose link leads to another page")
    if "post" in by_address:
        return Found("single", "the address is that of a post")
    return Found("single", "nothing says that it is a list")


def _says_post(view: PageView) -> str | None:
    """What in the page's head says that it is one article, if anything."""
    head = view.head
    if head.first("og:type") == "article":
        return "meta og:type article"
    if len(head.linked_posts) == 1:
        return "JSON-LD of one post"
    return "meta article:published_time" if head.first("article:published_time") is not None else None


def _better(stamped: Sequence[Box], mined: Sequence[Box]) -> Sequence[Box]:
    return mined if len(mined) >= len(stamped) else stamped


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


# ------------------------------------------------------------------ one post


def _read_single(
    view: PageView,
    box: Box,
    title: Found[Element] | None,
    own: Found[str] | None,
    page: Page,
    steps: Steps | None,
) -> Entry | None:
    document = view.document
    base = BoxView(view, box, box.scope)
    value = find_title(base)
    named = head_titles(view.head, view.url)
    is_unmarked = title is None or title.rule.startswith(PLAIN_TITLE)
    is_sure = value is not None and not value.rule.startswith("first heading")
    marked = find_named_title(document) if is_unmarked and not is_sure else None
    if marked is not None:
        value = marked
    elif title is not None and (
        value is None or title.rule.startswith(PLAIN_TITLE) or not _says_same(value.text, named)
    ):
        value = Value(printed_title(document, title.value), title.rule, title.value)
    element = value.element if value else None
    found_title = Found(value.text, value.rule) if value else named[0] if named else None
    zone = zone_around(document, box.scope, element)
    content = find_content(document, box.scope, element, view.platform, view.hints)
    full = BoxView(
        view,
        box,
        zone,
        title=value,
        bodies=content.bodies if content else (),
        body_rule=content.rule if content else "",
        pruned=content.pruned if content else frozenset(),
    )
    full = replace(full, zone=before_other_posts(full))
    body = _body(full)
    if document.letters(box.scope) < _MIN_POST_LETTERS and found_title is None:
        if steps is not None:
            refusal = f"fewer than {_MIN_POST_LETTERS} letters and no title"
            steps.posts.append(PostStep(full, None, None, refusal))
        return None
    permalink = (
        own if own and address_kind(own.value, view.blog_url) not in ("home", "list", "file") else None
    )
    if permalink is None:
        permalink = find_permalink(replace(full, zone=box.scope), is_sure=True)
    if permalink is None and view.url and address_kind(view.url, view.blog_url) not in ("home", "list"):
        permalink = Found(canonical_permalink(view.url), "page address")
    if permalink is None:
        permalink = find_permalink(replace(full, zone=box.scope))
    day = _day_above(view, full.bodies[0].start if full.bodies else box.scope.start)
    entry = _entry(full, page, 0, day, body, found_title, permalink)
    tags, categories = head_tags(full)
    if entry.tags is None and entry.categories is None:
        entry = replace(entry, tags=tags, categories=categories)
    elif entry.tags and tags and tags.rule == "meta article:tag" and set(entry.tags.value) < set(tags.value):
        entry = replace(entry, tags=tags)  # the template prints only the first of them
    entry = replace(entry, is_own_page=True, form="full")
    if steps is not None:
        steps.posts.append(PostStep(full, day, entry))
    return entry


def _says_same(text: str, named: Sequence[Found[str]]) -> bool:
    folded = fold_title(text)
    return any(folded and folded in fold_title(found.value) for found in named)


def _read_list(view: PageView, boxes: Sequence[Box], page: Page, steps: Steps | None) -> list[Entry]:
    days = _day_headings(view, boxes)
    read: list[Entry | None] = []
    for box in boxes:
        day = next((d for start, d in reversed(days) if start <= box.scope.start), None)
        read.append(_read_box(view, box, day, page, steps))
    entries = [entry for entry in read if entry is not None]
    with_address = sum(entry.permalink is not None for entry in entries)
    if with_address and with_address >= 0.5 * len(entries):
        # a box without an address among boxes that have one is a search box or a notice
        entries = [entry for entry in entries if entry.permalink is not None]
    return [replace(entry, position=position) for position, entry in enumerate(entries)]


def _read_box(
    view: PageView, box: Box, day: Found[Timestamp] | None, page: Page, steps: Steps | None
) -> Entry | None:
    document = view.document
    base = BoxView(view, box, box.scope)
    title = find_title(base)
    content = find_content(
        document, box.scope, title.element if title else None, view.platform, view.hints, box.stamp
    )
    box_view = BoxView(
        view,
        box,
        box.scope,
        title=title,
        bodies=content.bodies if content else (),
        body_rule=content.rule if content else "",
        is_excerpt=content.is_excerpt if content else False,
        pruned=content.pruned if content else frozenset(),
    )
    entry, refusal = _list_entry(box_view, day, page)
    if steps is not None:
        steps.posts.append(PostStep(box_view, day, entry, refusal))
    return entry


def _list_entry(
    box_view: BoxView, day: Found[Timestamp] | None, page: Page
) -> tuple[Entry, Literal[""]] | tuple[None, str]:
    """What a box of a list says of its post; None and the reason where it is no post."""
    view, title = box_view.page, box_view.title
    permalink = find_permalink(box_view)
    if permalink is not None and same_page(permalink.value, view.url) and "#" not in permalink.value:
        permalink = None
    if permalink is None and title is not None:
        permalink = trackback_address(view, title.text)
    body = _body(box_view)
    if title is None and body is None:
        return None, "neither a title nor a text"
    found_title = Found(title.text, title.rule) if title else None
    entry = _entry(box_view, page, 0, day, body, found_title, permalink)
    if entry.form == "title" and found_title:
        entry = _with_printed_day(entry, found_title, view.hints)
    if entry.permalink is None and entry.published is None and entry.form != "full":
        return None, "no permalink, no date and no full text"
    return entry, ""


def trackback_address(view: PageView, title: str) -> Found[str] | None:
    """The address that the trackback RDF gives for a post of this title, if it names just one."""
    urls = {
        post.url
        for post in view.head.trackback_posts
        if post.title and fold_title(post.title) == fold_title(title)
    }
    return Found(canonical_permalink(urls.pop()), "trackback RDF dc:identifier") if len(urls) == 1 else None


def _with_printed_day(entry: Entry, title: Found[str], hints: DateHints) -> Entry:
    """In a list of titles the day may stand in the link itself: "[30/12/2013] Title", "2013-12-30 - Title"."""
    stamps = find_timestamps(title.value, hints)
    if len(stamps) != 1 or not (stamps[0].start <= 1 or stamps[0].end >= len(title.value) - 1):
        return entry
    before, after = title.value[: stamps[0].start].rstrip("[( "), title.value[stamps[0].end :].lstrip("]) ")
    rest = (before or after).strip(" -\u2013\u2014:|,\u00b7")
    is_apart = (
        title.value[: stamps[0].start].strip() in ("[", "(")
        or re.match(r"\W*[-\u2013\u2014:|]\s|[])]", after)
        or entry.published is None
    )
    if not rest or not is_apart or (before and after.strip(" -:|")):
        return entry
    return replace(
        entry,
        title=Found(rest, title.rule),
        published=entry.published or Found(stamps[0].stamp, "day in the link"),
    )


def _entry(
    view: BoxView,
    page: Page,
    position: int,
    day: Found[Timestamp] | None,
    body: Found[str] | None,
    title: Found[str] | None,
    permalink: Found[str] | None,
) -> Entry:
    published, updated = find_published(view, day, permalink)
    tags, categories = find_tags(view)
    return Entry(
        page=page.path,
        position=position,
        form=tell_form(view, body).value,
        page_url=view.page.url,
        captured=page.captured,
        platform=view.page.platform.name if view.page.platform.name != "generic" else None,
        permalink=permalink,
        platform_id=_platform_id(view, permalink),
        title=title,
        authors=find_authors(view, body.value if body else ""),
        published=published,
        updated=updated,
        tags=tags,
        categories=categories,
        body=body,
        language=view.page.hints.language,
        date_order=find_date_order(view, published) if published else None,
    )


def _body(view: BoxView) -> Found[str] | None:
    skip = set(view.pruned)
    if view.title is not None:
        skip.add(view.title.element.start)
        skip.update(_repeated_title(view, view.title))
    texts = [read_text(view.document, body, skip) for body in view.bodies]
    text = "\n\n".join(t for t in texts if t)
    return Found(text, view.body_rule) if text else None


def _repeated_title(view: BoxView, title: Value) -> Iterator[int]:
    """Where the text begins with its title once more, as themes do that show only one of the two."""
    for body in view.bodies[:1]:
        for heading in view.document.within(body, "h1, h2")[:1]:
            if (
                not view.document.letters_between(body.start, heading.start)
                and fold_title(view.document.text(heading)) == fold_title(title.text) != ""
            ):
                yield heading.start


def tell_form(view: BoxView, body: Found[str] | None) -> Found[Form]:
    """How much of the post the box shows, and what tells it."""
    if view.page.is_single:
        return Found("full", "the post's own page")
    if body is None:
        return Found("title", "no text")
    if view.is_excerpt:
        return Found("excerpt", f"{view.body_rule} is named as one")
    if _TRAILING_CUT.search(body.value[-12:]):
        return Found("excerpt", "the text ends in an ellipsis")
    for link in reversed(view.document.within(view.zone, "a[href]")):
        text = view.document.text(link)
        if is_more_text(text) and not _is_comment_link(link):
            return Found("excerpt", f"link \u201c{text[:30]}\u201d")
    return Found("full", "nothing says that there is more")


def _is_comment_link(link: Element) -> bool:
    return "#" in link.get("href") and "#more" not in link.get("href")


_ID = re.compile(r"(?:post|entry|article|node|itemid)-?(\d+|[0-9a-f]{8}-[0-9a-f-]{27})$", re.IGNORECASE)
_GUID = re.compile(
    r"(?:permalink|commentview)(?:\.aspx)?(?:,guid,|\?guid=)([0-9a-f]{8}-[0-9a-f-]{27})", re.IGNORECASE
)


def _platform_id(view: BoxView, permalink: Found[str] | None) -> Found[str] | None:
    """The id that the platform itself gives a post: post-123, a dasBlog GUID."""
    for name in (view.box.scope.get("id"), *view.box.scope.classes):
        if match := _ID.match(name):
            return Found(match[0].lower(), "id of the box")
    if permalink and (match := _GUID.search(permalink.value)):
        return Found(match[1].lower(), "GUID in the permalink")
    if view.page.platform.name == "dasBlog":
        for link in view.document.within(view.zone, "a[href*='guid']"):
            if not view.is_in_body(link) and (match := _GUID.search(link.get("href"))):
                return Found(match[1].lower(), "GUID in the comment link")
    return None


# ------------------------------------------------------------------ day headings

_DAY_HEADINGS = "h1, h2, h3, h4, h5, h6, dt, .date, .day, .date-header, .dayHeader, .DayDate, .blogdateheader, .day-header, .dateheader, th, b, strong"


def _day_headings(view: PageView, boxes: Sequence[Box]) -> list[tuple[int, Found[Timestamp]]]:
    """(place, day) of every heading outside the boxes that is nothing but a day."""
    document = view.document
    found: list[tuple[int, Found[Timestamp]]] = []
    box_at = 0
    for element in document.select(", ".join((_DAY_HEADINGS, *view.platform.day_heading))):
        while box_at < len(boxes) and boxes[box_at].scope.end <= element.start:
            box_at += 1
        in_box = box_at < len(boxes) and boxes[box_at].scope.holds(element)
        if in_box and not (element.tag == "dt" and boxes[box_at].scope.start == element.start):
            continue
        text = document.text(element)
        if (
            5 < len(text) < 60
            and any(c.isdigit() for c in text)
            and (day := is_day_heading(text, view.hints))
        ):
            name = element.tag + ("." + element.classes[0] if element.classes else "")
            found.append((element.start, Found(day, f"day heading {name} \u201c{text[:40]}\u201d")))
    return found


def _day_above(view: PageView, text_start: int) -> Found[Timestamp] | None:
    """The last day heading above the text of a page's one post."""
    above = [day for start, day in _day_headings(view, ()) if start < text_start]
    return above[-1] if above else None


# ------------------------------------------------------------------ the blog


def _language(head: Head) -> str | None:
    if not head.language:
        return None
    code = head.language.strip().replace("_", "-")
    return code if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", code) else None


def _home_address(document: Document, head: Head) -> str | None:
    for element in document.select("a[rel~=home]"):
        if url := document.resolve(element.get("href")):
            return url
    for rel in ("home", "start", "index"):
        if (href := head.link(rel)) and (url := document.resolve(href)) and "://" in url:
            return url
    return None


_FEED_FILE = re.compile(
    r"(?:rsd\.xml|index\.(?:rdf|xml)|atom\.xml|rss2?\.xml|feed\.xml|rss|feed|feed/|feed/atom/?|feeds/posts/default|SyndicationService\.asmx/\w+|xmlrpc\.php)"
    r"(?:\?rsd|\?alt=rss)?$",
    re.IGNORECASE,
)


def _feed_home(document: Document, head: Head) -> str | None:
    """The blog's address for a page that does not tell its own: its base, or where its RSD file or feed lies."""
    if "://" in document.base and (base := document.resolve(document.base)):
        return base
    for is_wanted in ("edituri", "alternate"):
        for link in head.links:
            url = document.resolve(link.href) if is_wanted in link.rel and "://" in link.href else None
            if url and (match := _FEED_FILE.search(url)):
                return url[: match.start()]
    return None


def _blog_key(url: str | None, is_home: bool) -> str:
    if not url or "://" not in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as "http://[": what the page calls an address is none
        return ""
    path = re.sub(r"(?:index|default)\.\w{3,5}$", "", parts.path) if is_home else ""
    return (parts.netloc.lower().removeprefix("www.") + "/" + path.strip("/")).rstrip("/")


_FEED_WORDS = re.compile(
    r"\s*(?:[-\u2013\u2014|\u00bb:,(]\s*)?\b(?:rss(?: ?2\.0)?|atom(?: ?1\.0)?|feed|entries|posts|comments?|\d\.\d|xml|all|full)\b[\s)]*$",
    re.IGNORECASE,
)


def _blog_titles(document: Document, head: Head) -> Iterator[Found[str]]:
    if name := head.first("og:site_name"):
        yield Found(name, "meta og:site_name")
    for element in document.select(
        "a[rel~=home], .site-title, #site-title, .blog-title, .header h1 a, #header h1, .siteNameLinkStyle, "
        "#blog-title, #header-name, #banner h1, .blog-name, h1.title"
    ):
        if (text := document.text(element)) and len(text) < 120:
            yield Found(text, "name in the page's header")
            break
    for link in head.links:
        if "alternate" in link.rel and ("rss" in link.type or "atom" in link.type) and link.title:
            title = " ".join(link.title[:200].split())
            while (shorter := _FEED_WORDS.sub("", title)) != title:
                title = shorter
            if len(title.strip()) > 2 and title.strip().lower() not in ("recent", "latest", "all", "new"):
                yield Found(title.strip(" \u00bb-|"), "title of the feed link")
                break


_COPYRIGHT = re.compile(
    r"(?:\u00a9|\(c\)|copyright)(?:\u00a9|\(c\)|copyright|[\d,\s-]|\u2013|by(?![a-z]))*(?:\s|(?<=by))\s*([^\d\W][^|\u00b7,;()\[\]\n.]{1,50}?)"
    r"\s*(?:[|\u00b7,;()\[\]\n.]|all rights|\d{4}|$)",
    re.IGNORECASE,
)


def _rest_of_line(document: Document, run: Element) -> str:
    """The text from a run on, up to the line break or block after it."""
    parts = [run.text]
    for element in document.elements[run.end : run.parent.end if run.parent else run.end]:
        if element.tag == "-text":
            parts.append(element.text)
        elif element.tag not in INLINE:
            break
    return " ".join("".join(parts).split())


def _owner(document: Document, head: Head) -> Found[str] | None:
    """Whom the page names as the blog's: the copyright line, else meta author."""
    if "\u00a9" in document.source or "&copy" in document.source or "opyright" in document.source:
        for element in reversed(document.elements):
            if element.tag != "-text" or len(element.text) > 400 or element.parent is None:
                continue
            if "\u00a9" in element.text or "opyright" in element.text:
                match = _COPYRIGHT.search(_rest_of_line(document, element)[:400])
                if match and (names := read_byline(match[1])):
                    return Found(names[0], "copyright line")
    for name in ("author", "copyright"):
        if (value := head.first(name)) and (names := read_byline(value)):
            return Found(names[0], f"meta {name}")
    return None
