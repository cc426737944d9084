"""Which elements of a box are the post's text, and which of their lines are not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from archivesearch.extract.document import INLINE, Document, Element
from archivesearch.extract.fields.byline import find_byline
from archivesearch.extract.fields.month_names import month_named
from archivesearch.extract.fields.more import is_more_text, is_permalink_text
from archivesearch.extract.fields.tag_names import is_author_link, is_topic_link
from archivesearch.extract.fields.text_edges import (
    Line,
    comments_below,
    further_posts,
    notice_of_age,
    topics_below,
)
from archivesearch.extract.fields.timestamp import DateHints, find_timestamps, has_digit
from archivesearch.extract.platform import Platform, Rule, Rules

STANDARD_BODY: Rules = (
    ".e-content",
    "[itemprop~=articleBody]",
    ".entry-content",
    ".post-body",
    ".post-content",
    ".article-body, .article-content",
    ".entry-body",
    ".post-text, .post_text, .postText, .posttext",
    ".post__content, .post_content, .post_body, .postbody, .postcontent",
    ".blog-post-content, .blog-content, .blog-post-body",
    ".markdown-body",
    ".article-entry, .article_text, .article-text",
    ".entry",
    "section.content, div.content, article.content",
)
STANDARD_EXCERPT: Rules = (
    ".p-summary, .entry-summary, .post-summary, .summary, .excerpt, .post-excerpt, .entry-excerpt, .post__excerpt, [itemprop~=description]",
)
# Parts of a box around its text, by the names that templates give them.
_AROUND = (
    "header, footer, .meta, .post-meta, .entry-meta, .postmeta, .postmetadata, .post_meta, .article-meta, .article_meta, .entry-header, .post-header"
    ", .entry-footer, .post-footer, .postfooter, .post-info, .postinfo, .entry-info, .post-details, .article-info, .article-header, .article-footer"
    ", .blog-tags, .article-tags, .article-copyright, .post-copyright"
    ", .tags, .post-tags, .entry-tags, .tag-list, .tag-links, .categories, .post-categories, .category, .post-category, .cat-links"
    ", .byline, .dateline, .posted-on, .published, .timestamp"
    ", .more-link, .read-more, .readmore, .more, .comments-link, .post-date, .entry-date, .postdate, .reading-time, .dbc-post-date, .entry-utility, .info"
    ", .post-metadata, .entry-metadata, .article-metadata, .post__meta, .entry__meta, .article__meta"
    ", .archive-article-date, .article-date, .p-author, .author, .permalink, nav, [class*=author]"
)
_META_WORDS = re.compile(
    r"\W*(?:posted|published|filed|tagged|tags?\b|categor|labels?\b|permalink|comments?\b|no comments|\d+ comments?"
    r"|leave a (?:comment|reply)|trackback|written by|author\b|by\b|von\b"
    r"|veröffentlicht|geschrieben|abgelegt|kategorie|schlagw|kommentar|publicado|por\b|categor[ií]a|etiquetas|comentarios|publié|par\b|catégorie|commentaire|postado|escrito|comentários"
    r"|marcadores|pubblicato|scritto|commenti|опубликовано|автор|рубрик|метки|комментари|投稿|カテゴリ"
    r"|タグ|コメント|分类|标签|评论|作者|发布|reading time|\d+ min(?:ute)?s? read|\d+ (?:views?|hits|reads)\b|阅读|閱讀|閲覧|조회|просмотр|odsłon"
    r"|share\b|tweet\b|e-?mail this|print\b|next\b|previous\b|prev\b|older\b|newer\b|back to|read more"
    r"|continue reading|weiterlesen|mehr\b|leer más|lire la suite|edit\b|reply\b|like this)",
    re.IGNORECASE,
)
# Such a word alone on its line, or before a colon, a bar or a number.
_META_LABEL = re.compile(
    r"\W*(?:トラックバック|テーマ|ジャンル|関連記事|いいね[!！]?|推荐阅读|推荐|相关文章|喜欢|收藏|转载|举报|分享|点赞|赞|版权声明"
    r"|태그|댓글|공감|카테고리|트랙백|관련글|좋아요|теги|хабы|рейтинг|mots-clés|thème|tema|argomento)\s*(?:[:：|(（\d].{0,120})?\W*"
    r"|\d+\s?(?:min|мин|分|분|条评论|則留言|コメント)\b.{0,12}",
    re.IGNORECASE,
)
_IN = re.compile(
    r"\W*(?:in|dans|en|em|unter|under|в)\s", re.IGNORECASE
)  # what is left of "March 4 in Hills, Fog"
_BADGES = frozenset(("badge", "label", "chip", "tag-chip", "post-tag"))
_IN_LINE = INLINE | {"-text"}
_DOMINANT = 0.75  # of the letters outside links: the child that holds them is where the text is
# What templates call the element of a text, with a prefix of their own: "skin-entryBody", "tm-article-body".
_TEXT_NAME = re.compile(
    r"(?:[\w-]*[-_])?(?:entry|post|article|story|blog)[-_]?(?:(?:main|full|rich|formatted|detail|inner)[-_]?)?"
    r"(?:body|contents?|text|richtext)(?:[-_]?(?:container|wrap(?:per)?|inner|area|box))?|[a-z]{1,4}[-_](?:body|contents?|text)",
    re.IGNORECASE,
)
_LEAST_NAMED = 0.35  # of the letters outside links that an element with such a name holds
_MAX_EDGE = 12  # lines of metadata at one edge of a text
_MAX_BESIDE_META = 60  # characters of a line of links among metadata, such as "Previous post"
_MAX_BELOW_STAMP = 6  # lines at the end of a text
_MIN_TEXT = 5  # letters; fewer are marks between a title and its date
_MAX_META = 220  # characters of a line of metadata


@dataclass(frozen=True, slots=True)
class Content:
    """The elements of a post's text, the rule that found them and what of them is left out."""

    bodies: tuple[Element, ...]
    rule: str
    is_excerpt: bool = False
    pruned: frozenset[int] = frozenset()


def find_content(
    document: Document,
    scope: Element,
    title: Element | None,
    platform: Platform,
    hints: DateHints,
    stamp: Collection[int] = (),
) -> Content | None:
    """The post's text inside the scope; None where there is none, as in a list of titles.

    `stamp` holds the text runs of a line in the scope that is known to be its stamp.
    """
    for rule, found, is_excerpt in named_texts(document, scope, title, platform):
        pruned = _pruned_by_name(document, found, platform, title)
        pruned |= _template_edges(document, found, pruned, hints)
        return Content(found, rule, is_excerpt, frozenset(pruned))
    return _densest(document, scope, title, platform, hints, stamp)


def named_texts(
    document: Document, scope: Element, title: Element | None, platform: Platform
) -> Iterator[tuple[Rule, tuple[Element, ...], bool]]:
    """(rule, elements, is an excerpt) of every rule that names a text in the scope, most trusted first."""
    for rules, is_excerpt in (
        ((*platform.body, *STANDARD_BODY), False),
        ((*platform.excerpt, *STANDARD_EXCERPT), True),
    ):
        for rule in document.present(rules):
            if found := _matches(document, scope, rule, title):
                yield rule, found, is_excerpt


def _matches(document: Document, scope: Element, rule: str, title: Element | None) -> tuple[Element, ...]:
    kept: list[Element] = []
    wrapper: Element | None = None
    for element in document.within(scope, rule):
        if element.is_furniture and not scope.is_furniture:
            continue
        if wrapper is not None and not wrapper.holds(element):
            continue  # what else is called so is a box beside the post, such as one of comments
        if kept and element.start < kept[-1].end:
            continue
        if title is not None and element.holds(title) and title.start < element.start + 12:
            wrapper = element  # of title and text
            continue
        if document.letters(element) or document.within(element, "img"):
            kept.append(element)
    return tuple(kept)


def _pruned_by_name(
    document: Document, bodies: tuple[Element, ...], platform: Platform, title: Element | None
) -> set[int]:
    pruned: set[int] = set()
    for body in bodies:
        for rule in document.present(platform.not_body):
            pruned.update(
                e.start
                for e in document.within(body, rule)
                if document.letters(e) < 0.6 * document.letters(body) + 40
            )
        if title is not None and body.holds(title):
            pruned.add(title.start)
    return pruned


def _template_edges(
    document: Document, bodies: Sequence[Element], skip: Collection[int], hints: DateHints
) -> set[int]:
    """The places of what the template, not the author, puts at the start and the end of the texts."""
    first = text_lines(document, bodies[0], skip)
    last = bodies[-1]
    return (
        notice_of_age(document, bodies[0], first, hints)
        | further_posts(document, last)
        | topics_below(document, last)
    )


def _densest(
    document: Document,
    scope: Element,
    title: Element | None,
    platform: Platform,
    hints: DateHints,
    stamp: Collection[int],
) -> Content | None:
    """The part of the scope that holds nearly all of its text, its first and last lines of metadata left out."""
    body = scope
    while True:
        total = _plain_letters(document, body)
        child = next(
            (
                c
                for c in document.children(body)
                if c.tag not in INLINE
                and c.tag != "-text"
                and _plain_letters(document, c) >= _DOMINANT * total
            ),
            None,
        )
        if child is None and (named := _named_child(document, body, total)) is not None:
            body = named
            continue
        if (
            child is None
            or total == 0
            or child.tag
            in ("p", "ul", "ol", "dl", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr")
        ):
            if (
                child is not None
                and child.tag in ("table", "tbody", "tr")
                and _is_sole_cell(document, child, total)
            ):
                body = child
                continue
            break
        if (
            title is not None
            and body.holds(title)
            and not child.holds(title)
            and not _is_named_text(child)
            and _lead_letters(document, body, title, child) > 0.15 * total
        ):
            break
        body = child
    pruned = _pruned_by_name(document, (body,), platform, title) | set(stamp)
    pruned |= _template_edges(document, (body,), pruned, hints) | comments_below(document, body, hints)
    letters = document.letters(body)
    for element in document.within(body, _AROUND):
        is_head = title is not None and element.holds(title) and document.letters(element) < 400
        if document.letters(element) < 0.4 * letters or is_head:
            pruned.add(element.start)
    lines = list(text_lines(document, body, pruned))
    for line in lines[: _edge_of_meta(document, lines, hints)]:
        pruned.update(line.starts)
    # From the end only what the beginning has left, else a day above a single line would take that line with it.
    left = [line for line in reversed(lines) if not pruned.issuperset(line.starts)]
    for line in left[: max(_edge_of_meta(document, left, hints), _edge_to_stamp(left, hints))]:
        pruned.update(line.starts)
    _prune_emptied(document, body, pruned)
    shown = [line for line in lines if not pruned.issuperset(line.starts)]
    if not shown or _is_only_time(document, scope, title, lines) or _is_bare_day(shown):
        return None
    return Content(
        (body,),
        f"text of {body.tag}{'.' + body.classes[0] if body.classes else ''}",
        pruned=frozenset(pruned),
    )


def _edge_to_stamp(lines: Sequence[Line], hints: DateHints) -> int:
    """How many of the lines, from the end on, are short ones below when the post was published, and that line."""
    for number, line in enumerate(lines[:_MAX_BELOW_STAMP]):
        if _META_WORDS.match(line.text) and len(line.text) < 60 and find_timestamps(line.text, hints):
            return number + 1
        if len(line.text) > _MAX_BESIDE_META or line.text[-1] in ".!?\u2026。！？":
            return 0
    return 0


def _is_named_text(element: Element) -> bool:
    """True for a block that its template calls the text of the post; a <p> ends where a paragraph in it begins."""
    names = (*element.classes, element.get("id"))
    is_block = element.tag in ("div", "section", "article", "main", "td") and not element.is_furniture
    return is_block and any(map(_TEXT_NAME.fullmatch, names))


def _named_child(document: Document, body: Element, total: int) -> Element | None:
    """The only child that its name calls the text, where lines of metadata around a short text weigh as much."""
    named = [child for child in document.children(body) if _is_named_text(child)]
    is_text = len(named) == 1 and _plain_letters(document, named[0]) >= _LEAST_NAMED * total
    return named[0] if is_text else None


def _edge_of_meta(document: Document, lines: Sequence[Line], hints: DateHints) -> int:
    """How many of the lines, from the edge inwards, are not text: metadata, and short lines outside of metadata."""
    edge = 0
    for number, line in enumerate(lines[:_MAX_EDGE]):
        if _is_meta(document, line.starts, line.text, hints):
            edge = number + 1
        elif len(line.text) > _MAX_BESIDE_META or not (
            is_mostly_links(document, line.starts) or number == edge == 0
        ):
            break
    # a first line of text is given up only with a stamp or a byline behind it
    return edge


def _prune_emptied(document: Document, body: Element, pruned: set[int]) -> None:
    """Adds the elements of which all text is pruned, so that their links count as outside the text."""
    waiting = [document.elements[start] for start in pruned]
    while waiting:
        around = waiting.pop().parent
        if around is None or around.start in pruned or not body.start < around.start < body.end:
            continue
        at = around.start + 1
        while at < around.end:
            inner = document.elements[at]
            if inner.start in pruned:
                at = inner.end
            elif inner.tag == "-text" and inner.text.strip():
                break
            else:
                at += 1
        else:
            pruned.add(around.start)
            waiting.append(around)


def _is_bare_day(lines: Sequence[Line]) -> bool:
    """True if all that is left is a month and a day of it, each perhaps on a line of its own: "Apr 3"."""
    words = " ".join(line.text for line in lines[:3]).split()
    return (
        len(lines) <= 2
        and 1 <= len(words) <= 2
        and (len(words) == 1 or any(word.strip(".,").isdigit() for word in words))
        and any(month_named(word.strip(".,")) is not None for word in words)
    )


def _is_only_time(document: Document, scope: Element, title: Element | None, lines: Sequence[Line]) -> bool:
    """True if a box is its title and a <time>, even one that prints no year."""
    runs = [
        document.elements[at] for line in lines for at in line.starts if document.elements[at].text.strip()
    ]
    if title is None or not all(run.parent is not None and run.parent.tag == "time" for run in runs):
        return False
    rest = document.letters(scope) - document.letters(title) - sum(len(run.text.strip()) for run in runs)
    return rest < _MIN_TEXT


def _is_sole_cell(document: Document, child: Element, total: int) -> bool:
    cells = document.within(child, "td")
    return any(document.letters(c) - document.linked_letters(c) >= _DOMINANT * total for c in cells)


def _lead_letters(document: Document, body: Element, title: Element, child: Element) -> int:
    """Letters of text between the title and the child that dominates: a lead that must not be lost."""
    return max(0, document.letters_between(title.end, child.start)) if title.end < child.start else 0


def _plain_letters(document: Document, element: Element) -> int:
    return document.letters(element) - document.linked_letters(element)


def text_lines(document: Document, body: Element, skip: Collection[int]) -> Iterator[Line]:
    """The lines of text of a subtree outside page furniture; `skip` holds the starts of what to leave out."""
    starts: list[int] = []
    parts: list[str] = []
    elements, at, end, closing = document.elements, body.start, body.end, list[int]()
    while at < end:
        element = elements[at]
        tag = element.tag
        is_break = tag not in _IN_LINE
        closed = False
        while closing and closing[-1] <= at:
            closing.pop()
            closed = True
        if (is_break or closed) and parts:
            text = " ".join("".join(parts).split())
            if text:
                yield Line(tuple(starts), text)
            starts, parts = [], []
        if at in skip or (element.is_furniture and not body.is_furniture):
            at = element.end
            continue
        if tag == "-text":
            if parts or element.text.strip():
                starts.append(at)
                parts.append(element.text)
        elif is_break and tag != "br":
            closing.append(element.end)
        at += 1
    text = " ".join("".join(parts).split())
    if text:
        yield Line(tuple(starts), text)


def _is_meta(document: Document, starts: Sequence[int], text: str, hints: DateHints) -> bool:
    """True for a line that tells of the post (date, byline, tags, comments) and is not of its text."""
    if len(text) > _MAX_META:
        return False
    if (
        is_more_text(text)
        or is_permalink_text(text)
        or not any(c.isalnum() for c in text)
        or "\u00a9" in text
    ):
        return True
    if holds_permalink(document, starts) or _is_of_times(document, starts):
        return True
    if _META_LABEL.fullmatch(text):
        return True
    if _META_WORDS.match(text) and (len(text) < 60 or is_mostly_links(document, starts)):
        return True
    if _is_of_pages(document, starts) or _is_of_badges(document, starts):
        return True
    if _IN.match(text) and len(text) < 120 and is_mostly_links(document, starts):
        return True
    if len(text) < 120 and has_digit(text):
        # A style sheet may part what has no space between: "March 4, 2023" and "3 minutes reading time".
        apart = " ".join(document.text(document.elements[at]) for at in starts)
        if any(_is_stamp_line(line, hints) for line in dict.fromkeys((text, apart))):
            return True
    return find_byline(text) is not None and len(text) < 80


def _is_stamp_line(text: str, hints: DateHints) -> bool:
    """True for a stamp with little beside it, or with a byline or a mark of separation."""
    stamps = find_timestamps(text, hints)
    if not stamps:
        return False
    rest = text
    for stamp in reversed(stamps):
        rest = rest[: stamp.start] + rest[stamp.end :]
    is_bare = len(re.sub(r"\W+", "", rest)) < 25 or find_byline(text) is not None
    return is_bare or bool(
        stamps[0].start == 0 and re.match(r"\s*[\u00b7|\u2022\u2014]", text[stamps[0].end :])
    )


def _is_of_times(document: Document, starts: Sequence[int]) -> bool:
    """True for a line of nothing but <time>, such as when a post was published and updated, with no space between."""
    return all(
        (run.parent is not None and run.parent.tag == "time") or not run.text.strip()
        for run in (document.elements[at] for at in starts)
    )


def _is_of_pages(document: Document, starts: Sequence[int]) -> bool:
    """True for a line of nothing but links to the pages of tags, categories or authors."""
    links = [
        _link_around(document.elements[at])
        for at in starts
        if any(c.isalnum() for c in document.elements[at].text)
    ]
    return bool(links) and all(
        link is not None and (is_topic_link(document, link) or is_author_link(link)) for link in links
    )


def _is_of_badges(document: Document, starts: Sequence[int]) -> bool:
    """True for a line of nothing but words that are drawn as badges."""
    around = [
        run.parent for run in (document.elements[at] for at in starts) if any(map(str.isalnum, run.text))
    ]
    return bool(around) and all(
        parent is not None and not _BADGES.isdisjoint(parent.classes) for parent in around
    )


def _link_around(run: Element) -> Element | None:
    around = run.parent
    while around is not None and around.tag in INLINE:
        if around.tag == "a":
            return around
        around = around.parent
    return None


def is_mostly_links(document: Document, starts: Sequence[int]) -> bool:
    """True if most letters of the text runs at `starts` stand in links."""
    total = linked = 0
    for start in starts:
        element = document.elements[start]
        size = len(element.text.strip())
        total += size
        if _link_around(element) is not None:
            linked += size
    return total > 0 and linked > 0.5 * total


def holds_permalink(document: Document, starts: Sequence[int]) -> bool:
    """True for a line of links with a post's lasting address among them: "view entry | comments"."""
    if not is_mostly_links(document, starts):
        return False
    links = (_link_around(document.elements[start]) for start in starts)
    return any(link is not None and is_permalink_text(document.text(link)) for link in links)
