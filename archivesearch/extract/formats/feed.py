"""Feeds -> entries: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and what Blogger exports as Atom."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

from archivesearch.errors import ExtractError
from archivesearch.extract.fields.language import language_of
from archivesearch.extract.formats import evidence
from archivesearch.extract.formats.markup import form_of, found_text, plain_markup, post_text, title_text
from archivesearch.extract.formats.xml import CUT_OFF, Node, is_cut_off, parse_xml
from archivesearch.model import Entry, Found, Page, PageReading, Timestamp

_COMMENTS_TITLE = re.compile(
    r"(?:comments? (?:on|for|to)|kommentare (?:zu|für)|commentaires (?:sur|pour)|comentarios en|comentários (?:em|sobre)"
    r"|commenti (?:su|a)|reacties op|комментарии)\b",
    re.IGNORECASE,
)
_COMMENT_ADDRESS = re.compile(r"#(?:comment-?|c)\d{2,}|/comments/(?:default|\d+)", re.IGNORECASE)
_WORDPRESS_GUID = re.compile(r"[?&]p=(\d+)$")
_DASBLOG_GUID = re.compile(r"guid[,=]([0-9a-f]{8}-[0-9a-f-]{27})", re.IGNORECASE)
T = TypeVar("T")

_KIND = "http://schemas.google.com/g/2005#kind"


def read(page: Page, text: str) -> PageReading:
    """The posts of a feed; none of a feed of comments."""
    root = parse_xml(text)
    channel = root if root.name == "feed" else root.first("channel") or root
    generator = _generator(channel)
    platform = evidence.platform_of(generator)
    base = _base(root, channel) if root is not channel else _base(root)
    home = _home(channel, base)
    title = title_text(channel.value("title"))
    name = title.split(" » ")[0] if platform == "WordPress" else title
    is_comments = _COMMENTS_TITLE.match(title) is not None
    language = language_of(channel.value("language", "dc:language") or channel.get("xml:lang"))
    feed = _Feed(
        page,
        home,
        base or home or page.base_url,
        platform,
        language,
        _authors(channel) if root.name == "feed" else None,
    )
    entries: list[Entry] = []
    left_out: list[str] = []
    faults: list[str] = []
    nodes = [*root.all("item", "entry"), *(channel.all("item") if channel is not root else ())]
    if is_cut_off(text):
        faults.append(CUT_OFF)
        nodes = nodes[: -1 if _ends_inside_entry(text) else None]
    for node in [] if is_comments else nodes:
        if (kind := _kind_of_no_post(node)) is not None:
            left_out.append(kind)
            continue
        try:
            entry = feed.entry(node, len(entries))
        except ExtractError as error:
            faults.append(f"entry {title_text(node.value('title'))[:60]!r} was left out: {error}")
            continue
        if entry is not None:
            entries.append(entry)
    facts = evidence.facts_of(
        page,
        "list" if entries else "other",
        home=None if is_comments else home,
        title=Found(name, "feed title") if name and not is_comments else None,
        language=language,
        platform=Found(platform, f"feed generator {generator}"[:80]) if platform else None,
        generator=generator,
    )
    if any(map(_is_of_export, nodes)):
        entries = [_of_export(entry) for entry in entries]
    elif not page.is_source:
        entries = [replace(entry, is_evidence_only=True) for entry in entries]
    return PageReading(facts, tuple(entries), left_out=tuple(left_out), faults=tuple(faults))


def _ends_inside_entry(text: str) -> bool:
    """Whether the last entry of a feed has no end."""
    return max(map(text.rfind, ("<item", "<entry"))) > max(map(text.rfind, ("</item", "</entry")))


def _is_of_export(node: Node) -> bool:
    return node.first("blogger:type") is not None or any(
        category.get("scheme") == _KIND for category in node.all("category")
    )


def _of_export(entry: Entry) -> Entry:
    """The entry of Blogger's export, which has the blog's posts and no others, unlike a feed."""

    def told(found: Found[T] | None) -> Found[T] | None:
        return Found(found.value, f"Blogger export {found.rule.removeprefix('feed ')}") if found else None

    return replace(
        entry,
        permalink=told(entry.permalink),
        platform_id=told(entry.platform_id),
        title=told(entry.title),
        authors=told(entry.authors),
        published=told(entry.published),
        updated=told(entry.updated),
        tags=told(entry.tags),
        body=told(entry.body),
    )


def _generator(channel: Node) -> str:
    node = channel.first("generator")
    if node is not None:
        return " ".join(f"{node.whole_text()} {node.get('uri')} {node.get('version')}".split())
    agent = channel.first("generatoragent", "admin:generatoragent")
    return agent.get("rdf:resource") if agent else ""


def _home(channel: Node, base: str | None) -> str | None:
    """The address of the blog that a feed belongs to."""
    for link in channel.all("link"):
        if link.get("rel") in ("", "alternate") and (
            url := evidence.web_address(link.get("href") or link.whole_text(), base)
        ):
            return url
    return None


def _base(*nodes: Node) -> str | None:
    """The address that links are relative to, by the innermost of these elements that tells (XML Base)."""
    base = None
    for node in nodes:
        base = evidence.web_address(node.get("xml:base"), base) or base
    return base


class _Feed:
    """What the entries of one feed share."""

    def __init__(
        self,
        page: Page,
        home: str | None,
        base: str | None,
        platform: str | None,
        language: str | None,
        authors: Found[tuple[str, ...]] | None,
    ) -> None:
        self._page = page
        self._home = home
        self._base = base
        self._feed_authors = Found(authors.value, "feed author of all entries") if authors else None
        self._platform = platform
        self._language = language

    def entry(self, node: Node, position: int) -> Entry | None:
        """The entry of one item; None for a comment or an item that says nothing."""
        if node.first("thr:in-reply-to") is not None:
            return None
        permalink = self._permalink(node)
        guid = node.value("guid", "id") or node.get("rdf:about")
        if _COMMENT_ADDRESS.search(node.value("link")) or _COMMENT_ADDRESS.search(guid):
            return None
        title = title_text(*_title(node))
        markup, rule, is_summary = _content(node)
        body = post_text(markup)
        if not title and not body:
            return None
        tags = [
            value
            for category in node.all("category", "dc:subject")
            if category.get("scheme") != _KIND and (value := _category(category))
        ]
        return Entry(
            page=self._page.path,
            position=position,
            form=form_of(body, markup, is_summary),
            page_url=self._page.url,
            captured=self._page.captured,
            platform=self._platform,
            permalink=permalink,
            platform_id=self._platform_id(guid),
            title=found_text(title, "feed title"),
            authors=self._authors(node),
            published=_first_stamp(
                node, "pubdate", "published", "issued", "dc:date", "dcterms:created", "created", "date"
            ),
            updated=_first_stamp(node, "updated", "modified", "a10:updated"),
            tags=evidence.found_words(tags, "feed category"),
            body=found_text(body, rule),
            language=language_of(node.get("xml:lang")) or self._language,
        )

    def _authors(self, node: Node) -> Found[tuple[str, ...]] | None:
        """The entry's own authors, else those of the feed that it comes from (RFC 4287, 4.2.1)."""
        source = node.first("source")
        return _authors(node) or (_authors(source) if source is not None else self._feed_authors)

    def _permalink(self, node: Node) -> Found[str] | None:
        guid = node.first("guid")
        guid_url = (
            guid.whole_text() if guid is not None and guid.get("ispermalink").lower() != "false" else ""
        )
        candidates = [(node.value("feedburner:origlink"), "feed origLink")]
        for link in node.all("link"):
            if link.get("rel") in ("", "alternate"):
                candidates.append((link.get("href") or link.whole_text(), "feed link"))
        candidates.append((node.value("blogger:filename"), "feed blogger:filename"))
        candidates.append((guid_url, "feed guid"))
        candidates.append((node.get("rdf:about"), "feed rdf:about"))
        base = evidence.web_address(node.get("xml:base"), self._base) or self._base
        found = [f for url, rule in candidates if (f := evidence.found_permalink(url, rule, base))]
        host = urlsplit(self._home or "").netloc
        own = [f for f in found if urlsplit(f.value).netloc == host]  # an item may link to what it is about
        return next(iter(own or found), None)

    def _platform_id(self, guid: str) -> Found[str] | None:
        if self._platform == "WordPress":
            match = _WORDPRESS_GUID.search(guid)
            return Found(f"post-{match[1]}", "feed guid") if match else None
        if self._platform == "dasBlog" and (match := _DASBLOG_GUID.search(guid)):
            return Found(match[1].lower(), "GUID in the feed guid")
        return Found(guid[:500], "feed guid") if guid else None


def _kind_of_no_post(node: Node) -> str | None:
    """What an entry is that is no published post: a comment, setting, template, page or draft of a Blogger export."""
    kinds = [c.get("term").rpartition("#")[2] for c in node.all("category") if c.get("scheme") == _KIND]
    other = next((kind for kind in kinds if kind != "post"), None)
    if other is not None:
        return f"exported {other}"
    if (kind := node.value("blogger:type").lower()) not in (
        "post",
        "",
    ):  # as Google Takeout has it, since 2018
        return f"exported {kind}"
    if node.value("blogger:status").lower() not in ("live", ""):
        return "draft"
    control = node.first("app:control", "control")
    return "draft" if control is not None and control.value("app:draft", "draft").lower() == "yes" else None


def _title(node: Node) -> tuple[str, bool]:
    title = node.first("title", "dc:title")
    if title is None:
        return "", False
    is_html = title.get("type") not in ("text", "text/plain", "xhtml", "application/xhtml+xml")
    if not title.get("type") and node.name == "entry":
        is_html = "&" in title.whole_text()  # plain text by RFC 4287, but often escaped all the same
    return title.whole_text(), is_html


def _content(node: Node) -> tuple[str, str, bool]:
    """(HTML, rule, whether it is but a summary) of the fullest text of an item."""
    for name in ("content:encoded", "content", "xhtml:body", "body", "fullitem"):
        for content in node.all(name):
            if markup := _construct(content):
                return markup, f"feed {name}", False
    for name in ("description", "summary", "dc:description", "media:description", "itunes:summary"):
        for content in node.all(name):
            if markup := _construct(content):
                return markup, f"feed {name}", True
    return "", "", True


def _construct(content: Node) -> str:
    """The HTML of a text element: escaped, as XHTML inside, or plain."""
    kind = content.get("type").lower()
    if content.children:
        return content.markup()
    text = content.text.strip()
    if kind in ("text", "text/plain") and content.get("mode") != "escaped":
        return plain_markup(text)
    return text


def _category(node: Node) -> str:
    return node.get("label") or node.get("term") or title_text(node.whole_text())


def _authors(node: Node) -> Found[tuple[str, ...]] | None:
    for name in ("dc:creator", "author", "itunes:author"):
        texts = [
            author.value("name") if author.children else author.whole_text() for author in node.all(name)
        ]
        if found := evidence.found_people(texts, f"feed {name}"):
            return found
    return None


_NAMES = {"pubdate": "pubDate"}


def _first_stamp(node: Node, *names: str) -> Found[Timestamp] | None:
    for name in names:
        if found := evidence.found_stamp(node.value(name), f"feed {_NAMES.get(name, name)}"):
            return found
    return None
