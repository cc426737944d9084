"""Where a page, feed, sitemap or robots.txt leads: addresses, with the day of their last change where it is told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Selector
from scrapy.http import Response, TextResponse
from scrapy.utils.gz import gunzip, gzip_magic_number
from scrapy.utils.sitemap import Sitemap

from archivesearch.capture.kinds import SNIFFED_BYTES, xml_kind
from archivesearch.crawl.frontier import Role
from archivesearch.errors import ExtractError
from archivesearch.extract.charset import decode

MAX_LINKS = 60_000  # of one page; a sitemap may have 50,000
MAX_SITEMAP_BYTES = 64 * 2**20  # unpacked; the protocol allows 50 MB

_FEED_TYPE = re.compile(r"application/(?:rss|atom|feed|rdf)\+(?:xml|json)|application/json", re.IGNORECASE)
_FEED_PATH = re.compile(
    r"(?:^|/)(?:feed|rss|atom)/?$|\.(?:rss|atom|rdf)$|(?:^|/)(?:index|feed|feeds|rss|atom|rss2|blog)\.xml$"
    r"|/feeds/posts/default$|syndicationservice\.asmx/getrss|(?:^|/)feed\.json$|(?:^|/)rss\.(?:aspx|php)$",
    re.IGNORECASE,
)
_SITEMAP_PATH = re.compile(r"sitemap[^/]*\.xml(?:\.gz)?$", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar", re.IGNORECASE)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\">]+)", re.IGNORECASE)
_JSON_FEED = re.compile(rb'^\s*\{.{0,400}?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org', re.DOTALL)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_NO_LETTERS = re.compile(rb"<[^<>]*>|[^A-Za-z\x80-\xff]+")
_LETTERS_BYTES = 2**17
_WORDPRESS = "wordpress"


@dataclass(frozen=True, slots=True)
class Lead:
    """An address, and what its mention tells of it."""

    url: str
    role: Role = "page"
    changed: datetime | None = None
    is_guess: bool = False  # nobody has named it


@dataclass(frozen=True, slots=True)
class Leads:
    """All that one answer leads to."""

    role: Role  # what the answer is itself, by its content
    leads: tuple[Lead, ...]
    dated: tuple[str, ...] = ()  # of a feed: its posts
    letters: int = 0  # of a page: a number for its text without digits, which a trap makes differ


def leads_of(response: Response, role: Role) -> Leads | None:
    """Where an answer leads; None when it is no page, feed or sitemap. ExtractError when it cannot be read."""
    body = response.body
    try:
        if gzip_magic_number(response):
            body = gunzip(body, max_size=MAX_SITEMAP_BYTES)
        kind = xml_kind(body[:SNIFFED_BYTES])
        if kind == "sitemap":
            return Leads("sitemap", _unique(_of_sitemap(body, response.url)))
        if kind == "feed":
            return _of_feed(body, response.url)
        if _JSON_FEED.match(body[:SNIFFED_BYTES]):
            return _of_json_feed(body, response.url)
        if role == "sitemap" and kind is None and body.lstrip()[:4] == b"http":
            return Leads("sitemap", _unique(_of_lines(body, response.url)))
        if isinstance(response, TextResponse) and kind in (None, "XML file"):
            found = _unique(_of_page(response, body))
            return Leads("home" if role == "home" else "page", found, letters=_letters(body))
    except Exception as error:  # a stranger's bytes in lxml, gzip or JSON: one page must not end the crawl
        raise ExtractError(f"its links cannot be read ({type(error).__name__}: {error})") from error
    return None


def instant(text: str | None) -> datetime | None:
    """The instant of an ISO 8601 or RFC 822 date, of a mere day its end; None where it cannot be read."""
    text = (text or "").strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        text = f"{text}T23:59:59Z"
    try:
        found = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _of_page(response: TextResponse, body: bytes) -> Iterator[Lead]:
    if not body.strip():
        return
    declared = _CHARSET.search((response.headers.get("Content-Type") or b"").decode("latin-1"))
    tree = Selector(text=decode(body, declared[1] if declared else None)[0], type="html")
    base = urljoin(response.url, tree.css("base::attr(href)").get("").strip())
    for tag in tree.css("link[href]"):
        kind, rel = tag.attrib.get("type", ""), tag.attrib.get("rel", "").lower().split()
        url = _joined(base, tag.attrib["href"])
        if not url:
            continue
        if "alternate" in rel and _FEED_TYPE.search(kind):
            if not _is_of_comments(url, tag.attrib.get("title", "")) and "/wp-json/" not in url:
                yield Lead(url, "feed")
        elif "sitemap" in rel:
            yield Lead(url, "sitemap")
        elif {"next", "prev", "previous", "archives", "start", "first", "last"} & set(rel):
            yield Lead(url)
    for tag in tree.css("a[href], area[href], frame[src]"):
        rel = tag.attrib.get("rel", "").lower().split()
        if "nofollow" in rel and not {"next", "prev", "bookmark"} & set(rel):
            continue
        url = _joined(base, tag.attrib.get("href") or tag.attrib.get("src") or "")
        if url:
            yield _told_by_path(url)
    for content in tree.css("meta[http-equiv=refresh i]::attr(content)").getall():
        if found := _REFRESH.search(content):
            yield Lead(_joined(base, found[1]))


def _letters(body: bytes) -> int:
    return hash(_NO_LETTERS.sub(b"", body[:_LETTERS_BYTES]))


def _told_by_path(url: str) -> Lead:
    path = urlsplit(url).path
    if _FEED_PATH.search(path):
        # What hangs below a post is the feed of its comments.
        is_main = path.count("/") <= 2 and not _is_of_comments(url, "")
        return Lead(url, "feed" if is_main else "page")
    return Lead(url, "sitemap" if _SITEMAP_PATH.search(path) else "page")


def _of_feed(body: bytes, url: str) -> Leads:
    tree = Selector(text=body.decode("utf-8", "replace"), type="xml") if _is_utf8(body) else _xml(body)
    tree.remove_namespaces()
    posts, leads = [], []
    for item in tree.xpath("//item | //entry"):
        link = item.xpath("string(link[not(@href)][1])").get("").strip() or (
            item.xpath("link[@rel='alternate' or not(@rel)]/@href").get("").strip()
        )
        link = item.xpath("string(origLink)").get("").strip() or link
        stamp = item.xpath("string(updated | modified | date)").get() or item.xpath("string(pubDate)").get()
        if joined := _joined(url, link):
            posts.append(joined)
            leads.append(Lead(joined, "page", instant(stamp)))
    head = tree.xpath("/*/link | /*/channel/link")
    for tag in head:
        if tag.attrib.get("rel", "") in ("next", "prev-archive", "next-archive", "current") and (
            further := _joined(url, tag.attrib.get("href", ""))
        ):
            leads.append(Lead(further, "feed"))
    home = _joined(url, tree.xpath("string(/*/channel/link[not(@href)][1])").get("").strip())
    if home:
        leads.append(Lead(home))
    if (
        posts
        and _WORDPRESS in (tree.xpath("string(/*/channel/generator | /*/generator)").get() or "").lower()
    ):
        leads.append(Lead(_next_paged(url), "feed", is_guess=True))
    return Leads("feed", _unique(leads), tuple(posts))


def _next_paged(url: str) -> str:
    """The next page of a WordPress feed, which no link names: ?paged=2 and so on."""
    found = re.search(r"([?&]paged=)(\d+)", url)
    if found:
        return f"{url[: found.start(2)]}{int(found[2]) + 1}{url[found.end(2) :]}"
    return f"{url}{'&' if '?' in url else '?'}paged=2"


def _of_json_feed(body: bytes, url: str) -> Leads:
    feed: dict[str, Any] = json.loads(body)
    posts, leads = [], []
    for item in feed.get("items", ()):
        if isinstance(item, dict) and (link := _joined(url, str(item.get("url") or ""))):
            posts.append(link)
            leads.append(Lead(link, "page", instant(str(item.get("date_modified") or ""))))
    if further := _joined(url, str(feed.get("next_url") or "")):
        leads.append(Lead(further, "feed"))
    return Leads("feed", _unique(leads), tuple(posts))


def _of_sitemap(body: bytes, url: str) -> Iterator[Lead]:
    sitemap = Sitemap(body)
    role: Role = "sitemap" if sitemap.type == "sitemapindex" else "page"
    for place in sitemap:
        if joined := _joined(url, str(place.get("loc") or "").strip()):
            yield Lead(joined, role, instant(place.get("lastmod")))


def _of_lines(body: bytes, url: str) -> Iterator[Lead]:
    for line in body.decode("utf-8", "replace").split():
        yield Lead(_joined(url, line))


def _unique(leads: Any) -> tuple[Lead, ...]:
    kept: dict[str, Lead] = {}
    for lead in leads:
        if lead.url and lead.url not in kept:
            kept[lead.url] = lead
            if len(kept) >= MAX_LINKS:
                break
    return tuple(kept.values())


def _joined(base: str, href: str) -> str:
    """The whole address of a link, without its fragment; "" where it leads to no page."""
    href = href.strip().encode("utf-8", "replace").decode("utf-8")  # half characters, as JSON can have them
    if not href or href.startswith("#"):
        return ""
    try:
        url = urljoin(base, href).partition("#")[0]
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0  # reading it checks it
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname and has_port else ""


def _is_of_comments(url: str, title: str) -> bool:
    return bool(_COMMENTS.search(title) or _COMMENTS.search(urlsplit(url).path))


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _xml(body: bytes) -> Selector:
    return Selector(text=body.decode("windows-1252", "replace"), type="xml")
