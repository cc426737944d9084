"""What templates put inside the element of a text: a notice of its age at the start, links to other posts at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from archivesearch.addresses import host_of
from archivesearch.extract.document import ANY_HEADING, INLINE, Document, Element
from archivesearch.extract.fields.comments_heading import heads_comments
from archivesearch.extract.fields.date_order import DateHints
from archivesearch.extract.fields.timestamp import find_timestamps

# "This post was last updated on ...", "【注意】最后更新于 ..."
_LAST_CHANGED = re.compile(
    r"\W*(?:(?:note|notice|warning|attention|hinweis|注意|提示|警告)\W+)?"
    r"(?:(?:this|the) (?:post|article|page|entry|content)[\w\s]{0,20}\s)?"
    r"(?:last (?:updated|modified|edited|changed)|updated on"
    r"|(?:(?:dieser|der) (?:artikel|beitrag)[\w\s]{0,20}\s)?(?:zuletzt|letzte) (?:aktualisier|geänder|bearbeit|änderung)"
    r"|(?:cet article[\w\sà]{0,20}\s)?dernière (?:mise à jour|modification)|(?:última|ultima) (?:actualización|modificación|atualização|modificação|modifica)"
    r"|ultimo aggiornamento|laatst (?:bijgewerkt|gewijzigd)|последнее (?:обновление|изменение)|ostatnia (?:aktualizacja|zmiana)|senast uppdaterad"
    r"|本?文?(?:章|记录)?(?:最后|最近|最後|上次)(?:更新|修改)|最終更新|この記事は.{0,20}更新|마지막 (?:수정|업데이트))",
    re.IGNORECASE,
)
_MAX_NOTICE = 160  # characters
_FIRST_LINES = 3  # of a text, where a notice of its age stands
_FIRST_BLOCKS = 8  # which hold these, and what is left out of the text before them
# What heads links to other posts of the blog, in the words of templates: authors write "See also".
_FURTHER = re.compile(
    r"\W*(?:(?:related|similar|recommended|further) (?:posts?|articles?|entries|content)|you (?:may|might) (?:also )?(?:like|enjoy)"
    r"|(?:ähnliche|verwandte|weitere) (?:beiträge|artikel|posts)|das könnte (?:dich|sie) (?:auch )?interessieren"
    r"|articles (?:similaires|liés|connexes|associés)|vous aimerez (?:peut-être )?aussi"
    r"|(?:entradas|artículos|publicaciones|posts) (?:relacionad[ao]s|similares)|también te puede (?:interesar|gustar)"
    r"|(?:posts|artigos|postagens|publicações) (?:relacionad[ao]s|semelhantes)|você também pode gostar"
    r"|(?:articoli|post) (?:correlati|simili)|potrebbe(?:ro)? (?:anche )?interessarti|gerelateerde (?:berichten|artikelen)"
    r"|(?:похожие|связанные) (?:записи|статьи|посты)|(?:podobne|powiązane) (?:wpisy|artykuły|posty)|relaterade inlägg"
    r"|相关(?:文章|推荐|阅读|内容)|相關(?:文章|推薦|閱讀)|推荐阅读|推薦閱讀|猜你喜欢|関連(?:記事|する記事|エントリー?)|관련 ?(?:글|포스트|게시글))\W*",
    re.IGNORECASE,
)
_IN_LINES = INLINE | {"-text", "br"}
_MAX_AROUND_TOPICS = 30  # letters around the links of tags: "Categories: " and "Tagged as: "
_MAX_BELOW = 20  # letters between them and the end of the text
_HASHTAG = re.compile(r"#\s?[^\W\d_][^#\s]{0,40}")
_LINKED = 0.6  # of the letters below such a heading


class Line(NamedTuple):
    """A line of text: the places of its text runs, and the text with white space collapsed."""

    starts: tuple[int, ...]
    text: str


def notice_of_age(document: Document, body: Element, lines: Iterable[Line], hints: DateHints) -> set[int]:
    """The text runs of a box at the start of a text that says when it was last changed, and may warn of its age.

    `lines` are those of the text. A paragraph of the text itself that says so was written by the author.
    """
    blocks = (child for child in document.children(body) if child.tag not in _IN_LINES)
    if all(block.tag == "p" for block in islice(blocks, _FIRST_BLOCKS)):
        return set()  # as most texts begin; lines take longer to make
    for line in islice(lines, _FIRST_LINES):
        if len(line.text) > _MAX_NOTICE or not _LAST_CHANGED.match(line.text):
            continue
        around = document.elements[line.starts[0]].parent
        while around is not None and (around.tag in INLINE or around.tag == "p"):
            around = around.parent
        if around is not None and body.start < around.start and find_timestamps(line.text, hints):
            return set(line.starts)
    return set()


def comments_below(document: Document, body: Element, hints: DateHints) -> set[int]:
    """What stands from a heading of comments on to the end of a box that nothing names a text: they have stamps or a form."""
    for heading in document.within(body, ANY_HEADING):
        if not heads_comments(document.text(heading)) or not document.letters_between(
            body.start, heading.start
        ):
            continue
        below = document.run(heading, body.end)
        if document.within(below, "form, textarea, time") or find_timestamps(
            document.text(below)[:600], hints
        ):
            return {run.start for run in document.elements[heading.start : body.end] if run.tag == "-text"}
    return set()


def topics_below(document: Document, body: Element) -> set[int]:
    """The last block of a text that is the tags of the post: links marked as such, or a "#" and a word each."""
    links = document.within(body, "a[rel~=tag]")
    if not links and "#" in document.source:
        links = [link for link in document.within(body, "a[href]") if _is_hashtag(document, link)]
    if not links:
        return set()
    block = links[-1].parent
    while block is not None and block.tag in INLINE:
        block = block.parent
    while block is not None and block.parent is not None and block.parent.start > body.start:
        if document.letters(block.parent) - document.linked_letters(block.parent) > _MAX_AROUND_TOPICS:
            break
        block = block.parent
    if (
        block is None
        or block.start <= body.start
        or document.letters_between(block.end, body.end) > _MAX_BELOW
    ):
        return set()
    marked = sum(document.letters(link) for link in links if block.holds(link))
    rest = document.letters(block) - marked
    return {block.start} if rest <= _MAX_AROUND_TOPICS and marked else set()


def _is_hashtag(document: Document, link: Element) -> bool:
    return link.get("href")[:1] not in ("", "#") and _HASHTAG.fullmatch(document.text(link)) is not None


def further_posts(document: Document, body: Element) -> set[int]:
    """The elements at the end of a text that are a heading such as "Related posts" and links to other posts."""
    for heading in document.within(body, ANY_HEADING)[:-4:-1]:
        if len(document.text(heading)) > 60 or not _FURTHER.fullmatch(document.text(heading)):
            continue
        below = document.run(heading, body.end)
        links = document.within(below, "a[href]")
        letters = document.letters(below) - document.letters(heading)
        hosts = {host_of(document.resolve(link.get("href"))) for link in links}
        is_own = hosts <= {"", host_of(document.url or document.resolve(document.base))}
        if links and is_own and document.linked_letters(below) >= _LINKED * letters:
            return {e.start for e in document.children(below)}
        return set()
    return set()
