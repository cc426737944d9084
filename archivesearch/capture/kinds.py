"""What a file is, told by its name and its first bytes: a page, a post in plain text, or none of these."""

from __future__ import annotations

import re

from archivesearch.model import Media as Media

SNIFFED_BYTES = 4096  # saved pages may begin with a comment of the tool that saved them

_MEDIA: dict[str, Media] = {
    **dict.fromkeys(("html", "htm", "xhtml", "xht", "shtml", "aspx", "asp", "php"), "html"),
    **dict.fromkeys(("txt", "text"), "text"),
    **dict.fromkeys(("md", "markdown", "mkd", "mkdn", "mdown", "mdx"), "markdown"),
}

_OTHER_KINDS = {
    "stylesheet": "css less sass scss",
    "script": "js mjs cjs ts map wasm swf",
    "image": "png jpg jpeg gif webp svg ico bmp tif tiff avif heic psd",
    "font": "woff woff2 ttf otf eot",
    "audio": "mp3 ogg oga wav m4a flac aac mid wma opus",
    "video": "mp4 webm avi mov mkv wmv flv m4v mpg mpeg ogv",
    "document": "pdf doc docx xls xlsx ppt pptx odt ods odp rtf ps epub djvu",
    "packed file": "zip gz tgz bz2 xz 7z rar tar zst br warc wacz arc jar exe dmg iso deb rpm msi",
    "data file": "cdx cdxj idx jsonl ndjson csv tsv toml yaml yml sqlite db log bib",
    "source code": "py rb c h cpp cs java go rs sh bat vb sql pl r ipynb",
}
_OTHER_BY_SUFFIX = {suffix: kind for kind, suffixes in _OTHER_KINDS.items() for suffix in suffixes.split()}

# Files that every site or mirror carries beside its pages, in a page's clothes.
_SITE_FILE = re.compile(
    r"(?:robots|humans|ads|app-ads|security|llms|llms-full|sitemap|cookies|hts-log|cname|wget-log)(?:\.txt)?"
    r"|(?:read-?me|licen[cs]e|copying|changelog|contributing|code[_-]of[_-]conduct)(?:\.(?:txt|md|markdown|html?))?"
    r"|(?:google|yandex_|y_)[0-9a-f]{12,24}\.html"  # proofs of ownership for search engines
    r"|bingsiteauth\.xml",
    re.IGNORECASE,
)

# Possessive (*+): these bytes are a stranger's, and backtracking over them could take for ever.
_BEFORE_FIRST_TAG = rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|<\?.{0,512}?\?>|<!--.{0,2048}?-->)*+"
_HTML = re.compile(
    _BEFORE_FIRST_TAG + rb"<(?:!doctype\s+html|html|head|body|title|meta|link|style|base)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_XML_ROOT = re.compile(
    _BEFORE_FIRST_TAG + rb"(?:<!doctype\s+(?!html)[^>]{0,512}>\s*)?<([a-z][\w:.-]*)",
    re.IGNORECASE | re.DOTALL,
)
_XML_DECLARATION = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml\s", re.IGNORECASE)
_XML_KINDS = {
    b"dayextra": "file of comments",  # dasBlog's dayfeedback.xml
    **dict.fromkeys((b"rss", b"feed", b"rdf:rdf", b"atom:feed"), "feed"),
    **dict.fromkeys((b"urlset", b"sitemapindex"), "sitemap"),
    **dict.fromkeys((b"opml", b"rsd", b"opensearchdescription", b"manifest", b"browserconfig"), "site file"),
}


def media_by_name(name: str) -> Media | None:
    """The media that a file's name promises; None when only its content can tell."""
    return _MEDIA.get(_suffix(name))


def other_kind_by_name(name: str) -> str | None:
    """The kind of a file whose name says that it is no page, such as "image"; None when it may be one."""
    if name.startswith("."):
        return "hidden file"
    if _SITE_FILE.fullmatch(name):
        return "site file"
    return _OTHER_BY_SUFFIX.get(_suffix(name))


_OF_HTTRACK = re.compile(rb"<!-- (?:Mirror and index|Index) made by HTTrack", re.IGNORECASE)


def is_of_mirror_tool(path: str, head: bytes = b"") -> bool:
    """Whether a file is the mirror tool's own: what HTTrack keeps in hts-cache, and its list of mirrors."""
    return "hts-cache" in path.split("/")[:-1] or _OF_HTTRACK.search(head) is not None


_TEMPLATE_FOLDERS = frozenset(("_layouts", "_includes", "layouts", "archetypes", "themes"))
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")


def is_template(path: str, head: bytes) -> bool:
    """Whether a file is what a site generator makes pages with: Jekyll's layouts, Hugo's themes."""
    return not _TEMPLATE_FOLDERS.isdisjoint(path.split("/")[:-1]) and (b"{{" in head or b"{%" in head)


def has_front_matter(head: bytes) -> bool:
    """Whether a file begins as the posts of a site generator do, though its name promises HTML."""
    return _FRONT_MATTER.match(head) is not None


def is_html(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an HTML page, in any ASCII-like or UTF-16 spelling."""
    return _HTML.match(head.replace(b"\0", b"")) is not None


def xml_kind(head: bytes) -> str | None:
    """The kind of an XML file that is no page, by its root, such as "feed"; None for all else."""
    plain = head.replace(b"\0", b"")
    root = _XML_ROOT.match(plain)
    known = _XML_KINDS.get(root.group(1).lower()) if root else None
    return known or ("XML file" if _XML_DECLARATION.match(plain) and not is_html(head) else None)


# With declarations inside, whose quoted values may hold anything.
_DOCTYPE = re.compile(
    rb"""<!doctype\s++(?!html)(?:[^\[>"']|"[^"]*+"|'[^']*+')*+\[(?:[^\]"']|"[^"]*+"|'[^']*+')*+\][^>]{0,99}>""",
    re.IGNORECASE,
)
_ITEM = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:item|entry)[\s>/]", re.IGNORECASE)


_EVENT_OF_LIVEJOURNAL = re.compile(rb"<(?:itemid|eventtime|anum)>")
_BLOGENGINE = re.compile(rb"<author>.{0,200}?</author>\s*<title>", re.DOTALL)
_JSON_POSTS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*\{.{0,400}?\"(?:version\"\s*:\s*\"https?:\\?/\\?/jsonfeed\.org|exported_on\"\s*:)",
    re.DOTALL,
)
# Fields, one of them DATE, then a line of five dashes.
_MOVABLE_TYPE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?=[A-Z](?s:.){0,2000}?^DATE: \d)(?:[A-Z][A-Z ]{2,20}:[^\n]{0,500}\n){2,40}+-----\r?\n",
    re.MULTILINE,
)


def export_media(head: bytes, is_whole: bool) -> Media | None:
    """The media of a feed or an export, by its first bytes (all of them, if it `is_whole`); None for all else.

    A feed without entries is none: there is nothing to read in it.
    """
    plain = _DOCTYPE.sub(b"", head.replace(b"\0", b""), count=1)
    if (root := _XML_ROOT.match(plain)) is not None:
        if b"wordpress.org/export/" in plain:
            return "wxr"
        name = root[1].lower()
        if name == b"dayentry":
            return "dayentry"
        if name == b"livejournal" or (name == b"event" and _EVENT_OF_LIVEJOURNAL.search(plain)):
            return "livejournal"
        if name == b"blog" and b"blogml.com" in plain:
            return "blogml"
        if name == b"post" and _BLOGENGINE.search(plain):
            return "blogengine"
        if _XML_KINDS.get(root[1].lower()) == "feed" and (not is_whole or _ITEM.search(plain)):
            return "feed"
    elif _JSON_POSTS.match(plain):
        return "json"
    elif _MOVABLE_TYPE.match(plain):
        return "movabletype"
    return None


_OF_MEDIUM = re.compile(rb"""Exported from <a href=["']?https://medium\.com["']?>Medium</a>""")
_LIST_OF_MEDIUM = re.compile(
    r"(?:^|/)(blocks|bookmarks|claps|highlights|interests|ips|lists|partner-program|profile|publications-following"
    r"|sessions|topics-following|twitter|users-following|users-followed)/\1(?:-\d{4})?\.html"
)
_OF_TUMBLR_NAME = re.compile(r"\d{5,20}\.html")


def page_export_media(name: str, content: bytes) -> Media | None:
    """The export that an HTML file is part of, by what its maker wrote around the post; None for a page of the web."""
    if b'data-field="body"' in content and _OF_MEDIUM.search(content, max(0, len(content) - 2000)):
        return "medium"
    is_numbered = _OF_TUMBLR_NAME.fullmatch(name) is not None
    if is_numbered and b'<div id="footer">' in content and b'<span id="timestamp">' in content:
        return "tumblr"
    return None


def is_list_of_export(path: str) -> bool:
    """Whether a file of Medium's export is one of its lists, of claps, sessions, followers."""
    return _LIST_OF_MEDIUM.search(path) is not None


def is_json_name(name: str) -> bool:
    """True for the name of a JSON file, whose content tells whether there are posts in it."""
    return _suffix(name) == "json"


def _suffix(name: str) -> str:
    _, dot, suffix = name.rpartition(".")
    return suffix.lower() if dot else ""
