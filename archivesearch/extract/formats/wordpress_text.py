"""The text of a post as WordPress stores it -> HTML: shortcodes read or left out, blank lines as paragraphs."""

from __future__ import annotations

import html
import re

_CODE = re.compile(
    r"\[(code|sourcecode|cc|cpp|csharp|css|html|java|js|javascript|php|python|sql|xml|text)((?:\s[^\[\]]*)?)\](.*?)\[/\1\]",
    re.IGNORECASE | re.DOTALL,
)
_CAPTION = re.compile(r"\[(?:wp_)?caption\b[^\[\]]*\](.*?)\[/(?:wp_)?caption\]", re.IGNORECASE | re.DOTALL)
_CAPTION_WORDS = re.compile(r'\bcaption="([^"]*)"')
_SHORTCODE = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]{1,40})((?:\s[^\[\]<>]*|)/?)\](\]?)")
_WITHOUT_TEXT = frozenset(
    "gallery embed youtube vimeo audio video playlist more tweet soundcloud slideshare googlemaps polldaddy poll"
    " contact-form contact-field wpvideo flickr scribd dailymotion googlevideo gist archives".split()
)
_EMBED = re.compile(
    r"\[(embed|youtube|vimeo|audio|video|gist|flickr|tweet)\b[^\[\]]*\][^\[\]<>]*\[/\1\]", re.IGNORECASE
)
_BLOCK = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|blockquote|address|p|h[1-6]"
    "|hr|fieldset|section|article|aside|header|footer|nav|figure|figcaption|details|summary"
)
_BLOCK_EDGE = re.compile(rf"^</?(?:{_BLOCK})\b|</?(?:{_BLOCK})\b[^<>]*>$", re.IGNORECASE)
_PRE = re.compile(r"(<(pre|script|style)\b.*?</\2>)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(
    rf"(?<!>)\n(?!\s*</?(?:{_BLOCK})\b)|(?<=<br>|br/>|r />|</a>|</b>|</i>|/em>|ong>)\n", re.IGNORECASE
)


def stored_markup(text: str) -> str:
    """The HTML that WordPress would make of a stored text."""
    if "[" in text:
        text = _without_shortcodes(text)
    return text if "<!-- wp:" in text else markup_of_lines(text)


def markup_of_lines(text: str) -> str:
    """HTML in which line ends count: blank lines part paragraphs, others break lines, but not between blocks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in text:
        return text
    parts = _PRE.split(text) if "<pre" in text or "<script" in text or "<style" in text else [text]
    out: list[str] = []
    for number in range(0, len(parts), 3):
        out.append(_paragraphs(parts[number]))
        if number + 1 < len(parts):
            out.append(parts[number + 1])
    return "".join(out)


def _paragraphs(text: str) -> str:
    out = []
    for chunk in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text):
        if not (chunk := chunk.strip()):
            continue
        chunk = _BREAK.sub("<br>\n", chunk)
        out.append(chunk if _BLOCK_EDGE.match(chunk) else f"<p>{chunk}</p>")
    return "\n".join(out)


def _without_shortcodes(text: str) -> str:
    """The text with code and captions as HTML, and without the other shortcodes; brackets of prose stay."""
    text = _CODE.sub(
        lambda m: f"<pre>{html.escape(html.unescape(m[3].strip(chr(10))), quote=False)}</pre>", text
    )
    text = _CAPTION.sub(_caption, text)
    text = _EMBED.sub("", text)
    closed = {name.lower() for name in re.findall(r"\[/([A-Za-z][\w-]{1,40})\]", text)}

    def shown(match: re.Match[str]) -> str:
        is_escaped = match[1] and match[5]
        if is_escaped:
            return match[0][1:-1]
        name = match[3].lower()
        is_shortcode = name in closed or name in _WITHOUT_TEXT or re.search(r"\w=[\"'\w&]", match[4])
        return match[1] + match[5] if is_shortcode else match[0]

    return _SHORTCODE.sub(shown, text)


def _caption(match: re.Match[str]) -> str:
    words = _CAPTION_WORDS.search(match[0].partition("]")[0])
    inside = match[1].strip()
    image = re.match(r"(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?", inside)
    rest = inside[image.end() :].strip() if image else inside
    if words and not rest:
        rest = words[1]
    return f"\n\n<p>{rest}</p>\n\n" if rest else ""
