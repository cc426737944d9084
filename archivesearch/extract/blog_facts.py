"""What a page says of its blog: the address, the names and the owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archivesearch.addresses import blog_key, same_page
from archivesearch.extract.address_kind import address_kind
from archivesearch.extract.document import INLINE, Document, Element
from archivesearch.extract.fields.byline import read_byline
from archivesearch.extract.head import Head
from archivesearch.model import Found

_MOST_NAMES = 3  # headings with a link looked at for the blog's name
_FEED_FILE = re.compile(
    r"(?<![^/])(?:rsd\.xml|index\.(?:rdf|xml)|atom\.xml|rss2?\.xml|feed\.xml|rss|feed|feed/|feed/atom/?|feeds/posts/default|feeds?/[\w-]+\.(?:atom|rss)\.xml|SyndicationService\.asmx/\w+|xmlrpc\.php)"
    r"(?:\?rsd|\?alt=rss)?$",
    re.IGNORECASE,
)
_LIST_OF_BLOG = re.compile(
    r"/(?:category|categories|tag|tags|author|archives?|label|labels|topics?|search|feeds?|rss|atom)(?:/.*)?$",
    re.IGNORECASE,
)
_FEED_WORDS = re.compile(
    r"\s*(?:[-\u2013\u2014|\u00bb:,(]\s*)?\b(?:rss(?: ?2\.0)?|atom(?: ?1\.0)?|feed|entries|posts|comments?|\d\.\d|xml|all|full)\b[\s)]*$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:\u00a9|\(c\)|copyright)(?:\u00a9|\(c\)|copyright|[\d,\s-]|\u2013|by(?![a-z]))*(?:\s|(?<=by))\s*([^\d\W][^|\u00b7,;()\[\]\n.]{1,50}?)"
    r"\s*(?:[|\u00b7,;()\[\]\n.]|all rights|\d{4}|$)",
    re.IGNORECASE,
)

# "2024, Built with Gatsby", "Theme by Anna": who or what made the site
_CREDIT = re.compile(
    r"(?:proudly\s|lovingly\s|hand)?(?:built|made|powered|designed|created|crafted|developed|generated|hosted|published|theme|template)\b",
    re.IGNORECASE,
)
# "The Kite Diary \u2014 Cutline by Chris": who made the theme
_BEHIND_DASH = re.compile(r"\s[\u2013\u2014]\s.*")


def home_address(document: Document, head: Head) -> str | None:
    """The blog's address as a link of the page calls it, if one does."""
    for element in document.select("a[rel~=home]"):
        if url := document.resolve(element.get("href")):
            return url
    for rel in ("home", "start", "index"):
        if (href := head.link(rel)) and (url := document.resolve(href)) and "://" in url:
            return url
    return None


def home_below(document: Document, head: Head, url: str, base_url: str | None) -> str | None:
    """The blog's address where it is a folder below the one that is known, as of one of several blogs on a host.

    It is a folder around the page, and what links to it is a heading with the name that the page's head has too.
    """
    base = urlsplit(base_url or url)
    base_path = base.path.rstrip("/") + "/" if base_url else "/"
    for link in document.select("h1 a[href], h2 a[href]")[:_MOST_NAMES]:
        home = (document.resolve(link.get("href")) or "").partition("#")[0]
        parts = urlsplit(home)
        is_around = urlsplit(url).path.startswith(parts.path) and parts.path.endswith("/") and not parts.query
        is_below = parts.path.startswith(base_path) and len(parts.path) > len(base_path)
        if not is_around or not is_below or parts.netloc != urlsplit(url).netloc or same_page(home, url):
            continue
        name, title = document.text(link).casefold(), (head.title or "").casefold()
        if name and (title.endswith(name) or title.startswith(name)) and address_kind(home) == "unknown":
            return home
    return None


def feed_home(document: Document, head: Head) -> str | None:
    """The blog's address for a page that does not tell its own: its base, or where its RSD file or feed lies."""
    if "://" in document.base and (base := document.resolve(document.base)):
        return base
    for is_wanted in ("edituri", "alternate", "pingback"):
        for link in head.links:
            url = document.resolve(link.href) if is_wanted in link.rel and "://" in link.href else None
            if url and (match := _FEED_FILE.search(url)):
                return url[: match.start()]
    return None


def blog_at(url: str | None, is_home: bool) -> str:
    """The blog whose home, or a list below it, has this address, or else the host of a page; "" for no web address."""
    if not url or "://" not in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as "http://[": what the page calls an address is none
        return ""
    if not is_home or not parts.netloc:
        return blog_key(parts.netloc, "")
    path = re.sub(r"(?:index|default)\.\w{3,5}$", "", parts.path)
    return blog_key(parts.netloc, _LIST_OF_BLOG.sub("", path))


def blog_titles(document: Document, head: Head) -> Iterator[Found[str]]:
    """What may be the blog's name, best first."""
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


def find_owner(document: Document, head: Head) -> Found[str] | None:
    """Whom the page names as the blog's: the copyright line, else meta author."""
    if "\u00a9" in document.source or "&copy" in document.source or "opyright" in document.source:
        for element in reversed(document.elements):
            if element.tag != "-text" or len(element.text) > 400 or element.parent is None:
                continue
            if "\u00a9" in element.text or "opyright" in element.text:
                match = _COPYRIGHT.search(_rest_of_line(document, element)[:400])
                if match and (names := _owners(match[1], head)):
                    return Found(names[0], "copyright line")
    for name in ("author", "copyright"):
        if (value := head.first(name)) and (names := read_byline(value)):
            return Found(names[0], f"meta {name}")
    return None


def _owners(text: str, head: Head) -> tuple[str, ...]:
    """The names in a copyright line; none where it names a blog such as "Salt and Pepper", which looks like two."""
    if _CREDIT.match(text):
        return ()
    text = _BEHIND_DASH.sub("", text)
    if " by " in text.lower():
        text = re.split(" by ", text, flags=re.IGNORECASE)[-1]  # "Blog by Anna"
    names = read_byline(text)
    title = head.title or ""
    is_blog = len(names) > 1 and (
        title.casefold().startswith(text.casefold()) or title.casefold().endswith(text.casefold())
    )
    return () if is_blog else names


def _rest_of_line(document: Document, run: Element) -> str:
    """The text from a run on, up to the line break or block after it."""
    parts = [run.text]
    for element in document.elements[run.end : run.parent.end if run.parent else run.end]:
        if element.tag == "-text":
            parts.append(element.text)
        elif element.tag not in INLINE:
            break
    return " ".join("".join(parts).split())
