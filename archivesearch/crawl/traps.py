"""Which addresses are not worth a request: forms, share links, log-ins; and how lists are told apart."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from archivesearch.extract.address_kind import address_kind

Family = Literal["post", "unknown", "page", "date", "tag", "variant", "file"]

MAX_URL_CHARS = 1024
MAX_PATH_PARTS = 16
MAX_SAME_PARTS = 3  # /a/b/a/b/a/b: relative links gone wrong
FIRST_YEAR = 1990  # before the web

_SESSION_PATH = re.compile(r";jsessionid=[^/?#]*|/\(S\([a-z0-9]+\)\)", re.IGNORECASE)
_SESSION_QUERY = re.compile(
    r"^(?:phpsessid|jsessionid|sid|s?ession_?id|zenid|oscsid|utm_\w+|fbclid|gclid)$", re.I
)

_REFUSED_QUERY = re.compile(
    r"^(?:replytocom|share|shared|s|q|search|login|redirect_to|action|add-to-cart|like_comment|_wpnonce|print"
    r"|showcomment|unapproved|moderation-hash|preview|oldid|diff|nb|amp|doing_wp_cron|rsd|doing|msg)$",
    re.IGNORECASE,
)
_REFUSED_PATH = re.compile(
    r"(?:^|/)(?:wp-login\.php|wp-admin|wp-json|wp-includes|wp-content|wp-signup\.php|wp-trackback\.php|xmlrpc\.php"
    r"|cgi-bin/mt-\w+\.cgi|log-?(?:in|out|on|off)(?:\.\w+)?|sign-?(?:in|up|out)(?:\.\w+)?|register(?:\.\w+)?"
    r"|search(?:\.\w+)?|searchview\.aspx|email-?post(?:\.g)?|share-post\.g|trackback|amp|print|comments?/feed|cdn-cgi"
    r"|post-(?:edit|create)\.g|commentview\.aspx|sendto\w*\.aspx|contact(?:\.\w+)?|cart|checkout|my-account)(?:/|$)"
    r"|(?:^|/)(?:search/(?!label/)|\.well-known/)",
    re.IGNORECASE,
)
_COMMENT_PAGE = re.compile(r"/comment-page-\d+/?$", re.IGNORECASE)

_TAG = re.compile(
    r"(?:^|/)(?:tags?|tagged|labels?|categor\w+|kategorien?|topics?|schlagw\w+|etiquetas?|authors?|autor(?:es)?|users?|series)"
    r"(?:/|\.\w{3,5}$|$)|categoryview",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:^|/)((?:19|20|21)\d\d)(?:[/_-](\d{1,2})(?:[/_-]\d{1,2})?)?/?(?:(?:page/?\d+/?)?|(?:index|default)\.\w+|\.\w{3,5})$"
    r"|(?:^|/)(?:calendar|kalender|calendario|calendrier|events?)(?:/|\.\w{3,5}$|$)|monthview|(?:19|20)\d\d_\d\d(?:_\d\d)?_archive",
    re.IGNORECASE,
)
_TAG_QUERY = frozenset("cat category tag tags author label".split())
_DATE_QUERY = frozenset("m month year date day cal calendar ym week y".split())
_PAGE_QUERY = frozenset(
    "paged page start skip offset updated-max updated-min max-results start-index p_page".split()
)


def cleaned(url: str) -> str:
    """The address to ask for: without fragment, session ids and the marks of campaigns."""
    parts = urlsplit(url.strip())
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    if any(_SESSION_QUERY.match(name) for name, _ in pairs):
        query = urlencode([(name, value) for name, value in pairs if not _SESSION_QUERY.match(name)])
    path = _SESSION_PATH.sub("", parts.path)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path or "/", query, ""))


def refusal(url: str, today: date) -> str | None:
    """Why an address of the blog is not asked for, such as "forms, share links and log-ins"; None if it may be."""
    if len(url) > MAX_URL_CHARS:
        return "addresses that are too long"
    parts = urlsplit(url)
    path = unquote(parts.path)
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    if any(_REFUSED_QUERY.match(name) for name in names) or _REFUSED_PATH.search(path):
        return "forms, share links and log-ins"
    if _COMMENT_PAGE.search(path):
        return "pages of comments"
    folders = [part for part in path.split("/") if part]
    if len(folders) > MAX_PATH_PARTS or any(
        folders.count(part) > MAX_SAME_PARTS for part in set(folders) if not part.isdigit()
    ):
        return "addresses that repeat themselves"
    year = _year(path, parts.query)
    if year is not None and not FIRST_YEAR <= year <= today.year + 1:
        return "calendars outside the years of the web"
    return None


def family(url: str, blog_url: str) -> Family:
    """To which kind of addresses this one belongs; lists of one kind are given up together."""
    kind = address_kind(url, blog_url)
    parts = urlsplit(url)
    names = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    if kind == "post":
        return "post"
    if kind == "file":
        return "file"
    if _TAG.search(parts.path) or names & _TAG_QUERY:
        return "tag"
    if _DATE.search(parts.path) or names & _DATE_QUERY:
        return "date"
    if kind == "list" or names & _PAGE_QUERY:
        return "page"
    if names:
        return "variant"
    return "page" if kind == "home" else "unknown"


def _year(path: str, query: str) -> int | None:
    """The year of a calendar address; None for all else."""
    found = _DATE.search(path)
    if found and found[1]:
        return int(found[1])
    for name, value in parse_qsl(query):
        if name.lower() in _DATE_QUERY and (digits := re.match(r"(\d{4})(?:\D|\d\d|$)", value)):
            return int(digits[1])
    return None
