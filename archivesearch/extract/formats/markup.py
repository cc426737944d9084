"""Text of posts as feeds and exports carry it: HTML fragments -> plain text, titles, and whether they are whole."""

from __future__ import annotations

import html
import re

from archivesearch.extract.document import Document
from archivesearch.extract.fields.body import read_text
from archivesearch.extract.fields.more import is_more_text
from archivesearch.model import Form, Found

_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|small|span|strike|strong|sub|sup|tt|u|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"<(?:[a-z][a-z0-9]*(?:\s[^<>]*)?/?|/[a-z][a-z0-9]*\s*|!--)>?|&(?:\w+|#\d+|#x[0-9a-f]+);", re.IGNORECASE
)
_BLOCK_TAG = re.compile(
    r"<(?:p|br|div|ul|ol|li|blockquote|pre|table|h[1-6]|dl|figure|section)\b", re.IGNORECASE
)
_CUT = re.compile(r"(?:\[?(?:\.\.\.|\u2026)\]?|\[\+\])\W*$")
_LAST_LINK = re.compile(r"<a\b[^<>]*>([^<>]{1,120})(?:<[^<>]*>|\s)*$", re.IGNORECASE)
# What WordPress plugins put below every entry of a feed.
_FEED_FOOTER = re.compile(
    r"(?:The post .{1,300} (?:first appeared|appeared first) on .{1,200}"
    r"|(?:Der Beitrag|L['’]article|La entrada|O post|Il post|L['’]articolo|Het bericht|Wpis|Inlägget|Сообщение|Запись) .{1,300} "
    r"(?:erschien zuerst auf|est apparu en premier sur|se publicó primero en|apareceu primeiro em|proviene da|verscheen eerst op"
    r"|pojawił się poczatkowo na|dök först upp på|появились сначала на|впервые появилась) .{1,200}"
    r"|This (?:entry|post) was (?:originally )?(?:published|posted) (?:on|at) https?://\S+)",
)
_WHOLE_TEXT_LETTERS = 1000  # of a summary without markup: teasers that feeds cut are half as long


def post_text(markup: str) -> str:
    """The plain text of an HTML fragment; ExtractError when it is nested too deeply."""
    if not markup.strip():
        return ""
    if _MARKUP.search(markup) is None:
        return " ".join(markup.split())
    document = Document(markup)
    text = read_text(document, document.body)
    last = text.rpartition("\n\n")[2]
    return text[: -len(last)].rstrip() if len(last) < 600 and _FEED_FOOTER.fullmatch(last) else text


def plain_markup(text: str) -> str:
    """Plain text as HTML: blank lines part paragraphs, line ends stay."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip("\n"))
    return "".join(
        f"<p>{html.escape(p, quote=False)}</p>".replace("\n", "<br>") for p in paragraphs if p.strip()
    )


def title_text(text: str, is_html: bool = True) -> str:
    """A title on one line, inline tags and character references read as what they mean."""
    if is_html and ("<" in text or "&" in text):
        text = html.unescape(_INLINE_TAG.sub("", text))
        if "&" in text:  # escaped once too often, as many feeds do
            text = html.unescape(text)
    return " ".join(text.split())


def form_of(text: str, markup: str, is_summary: bool) -> Form:
    """Whether a text is whole. A summary counts as whole when it has blocks, or is long, and is not cut."""
    if not text:
        return "title"
    if _CUT.search(text[-12:]) or ((link := _LAST_LINK.search(markup[-600:])) and is_more_text(link[1])):
        return "excerpt"
    if not is_summary:
        return "full"
    return "full" if _BLOCK_TAG.search(markup) or len(text) >= _WHOLE_TEXT_LETTERS else "excerpt"


def found_text(text: str, rule: str) -> Found[str] | None:
    """The text with its evidence; None when it is empty."""
    return Found(text, rule) if text else None
