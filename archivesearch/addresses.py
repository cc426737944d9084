"""Web addresses made comparable: one spelling for the addresses that lead to the same page."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

# An address inside a web archive: https://web.archive.org/web/20090905164343id_/http://host/path, or with any
# name of a collection in the place of /web/: http://localhost:8080/my-blogs/20090905164343mp_/http://host/path
_ARCHIVE_PREFIX = re.compile(
    r"^(?:(?:https?:)?//(?:web\.archive\.org/web|archive\.org/wayback|[^/]+/(?:web|wayback))/\d{4,14}(?:[a-z]{2}_)?/(?=(?:https?:)?/)"
    r"|(?:https?:)?//[^/]+/(?:[^/?#]+/){0,3}(?:19|20)\d{12}(?:[a-z]{2}_)?/(?=https?:/))+",
    re.IGNORECASE,
)
_INDEX_PAGE = re.compile(r"/(?:index\.(?:html?|php|aspx?|xhtml)|default\.(?:aspx?|html?))$", re.IGNORECASE)
_CACHED = 4096  # addresses: those of one page come again and again; 65,536 of them took 40 MB
_BLANK = re.compile(
    r"\s"
)  # encoded as browsers do; bare at the end it would be taken for no part of the address
_DASBLOG_GUID = re.compile(
    r"(?:permalink|commentview)(?:\.aspx)?(?:,guid,|\?guid=)([0-9a-f]{8}-[0-9a-f-]{27})", re.IGNORECASE
)
_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|referrer|replytocom|shared?|nb|amp|print|phpsessid|sid|source"
    r"|like_comment|_wpnonce|showcomment)$",
    re.IGNORECASE,
)


def strip_archive_prefix(url: str) -> str:
    """The archived address of an address inside a web archive; any other address unchanged."""
    return _ARCHIVE_PREFIX.sub("", url)


@lru_cache(maxsize=_CACHED)
def canonical_permalink(url: str) -> str:
    """The address as a post's permalink: archive prefix, tracking parameters, fragment and index page cut off.

    A fragment is kept only by `permalink_key`, where it tells the posts of one page apart.
    """
    url = strip_archive_prefix(url.strip())
    try:
        parts = urlsplit(url)
    except ValueError:  # such as an unclosed [ of an IPv6 address
        return url
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)]
    path = _BLANK.sub(lambda blank: quote(blank[0]), _INDEX_PAGE.sub("/", parts.path))
    host = parts.netloc.lower().removesuffix(":80" if parts.scheme == "http" else ":443")
    return urlunsplit((parts.scheme.lower(), host, path or "/", urlencode(query), parts.fragment))


@lru_cache(maxsize=_CACHED)
def permalink_key(url: str) -> str:
    """What two addresses of one page have in common: no scheme, no `www.`, no trailing slash, one percent style."""
    try:
        parts = urlsplit(canonical_permalink(url))
    except ValueError:
        return url.strip()
    host = parts.netloc.rpartition("@")[2].removeprefix("www.")
    path = quote(unquote(parts.path), safe="/,:;=@&+$!*'()~").rstrip("/")
    path = re.sub(r"/(?:amp|print|trackback|comment-page-\d+)$", "", path)
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{host}{path}{query}{fragment}"


def same_page(one: str | None, other: str | None) -> bool:
    """True if two addresses lead to the same page, whatever place on it."""
    if not one or not other:
        return False
    return permalink_key(one.partition("#")[0]) == permalink_key(other.partition("#")[0])


def host_of(url: str | None) -> str:
    """The host of an address in small letters without `www.`; "" for no address, and for what is none."""
    try:
        return urlsplit(url or "").netloc.lower().removeprefix("www.")
    except ValueError:  # such as an unclosed [ of an IPv6 address
        return ""


def blog_key(host: str, path: str) -> str:
    """ "host/base", which stands for the blog at a path of a host."""
    return f"{host.lower().removeprefix('www.')}/{path.strip('/')}".rstrip("/")


def dasblog_guid(url: str) -> str | None:
    """The GUID that an address of dasBlog gives for a post, in small letters: of its permalink or its comments."""
    match = _DASBLOG_GUID.search(url)
    return match[1].lower() if match else None


def post_id(identity: str) -> str:
    """The 16 hex digits that name a post, the same over runs and machines, from its identity (a permalink key)."""
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]
