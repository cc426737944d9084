"""What an address tells of the page behind it: a list of posts, one post, some other page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

AddressKind = Literal["home", "list", "post", "file", "unknown"]

_LIST = re.compile(
    r"""
    (?: ^|/ ) (?:
        page[/-]?\d+ | tag(?:s|ged)? | labels? | categor(?:y|ies|ia|ias|ie) | kategorie[n]? | topics? | schlagw(?:o|oe|ö)rter | etiquetas?
      | authors? | autor(?:es)?
      | search | suche | archives? | archiv | archivo | archive-\d{4} | feeds? | rss | sitemap | users? | blog-?roll | series
    ) (?: /|\.\w{3,5}$|$ )
    | ^ (?: posts? | articles? | entries | timeline | all-?posts | essays | writings? ) (?:\.\w{3,5})? $
    | (?: ^|/ ) (?:index-?|page-?)\d+ (?:\.\w{3,5})? $
    | _archive\.html? $ | (?:^|/) archive\.\w{3,5} $ | archives?\.(?:html?|aspx?|php)$
    | (?:^|/) (?:default|categoryview|monthview|searchview|archives) (?:,|\.aspx$)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:^|/)(?:19|20)\d\d(?:[/_-](?:0?[1-9]|1[0-2])(?:[/_-](?:0?[1-9]|[12]\d|3[01]))?)?"
    r"(?:/?(?:index\.\w+|default\.\w+)?|\.(?:html?|aspx|php))$",
    re.IGNORECASE,
)
_POST = re.compile(
    r"""
    (?: ^|/ ) (?:19|20)\d\d [/_-] \d{1,2} [/_-] (?:\d{1,2}[/_-])? [^/]+
    | (?: ^|/ ) (?:19|20)\d\d/[^/]*[a-z]{3}[^/]*
    | permalink,guid | commentview,guid
    | (?: ^|/ ) (?: posts? | entry | entries | p | article | articles | weblog | story | notes? | blog) / [^/]+ (?: /|$|\.\w+$ )
    | archives?/0*\d+(?:(?:-[^/]*)?\.(?:html?|php)|/index\.\w+)?$ | (?:^|/)archive/\d{4}/\d{1,2}/\d{1,2}/[^/]+\.aspx$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|pdf|zip|gz|tgz|exe|msi|dmg|mp[34]|ogg|ogv|mkv|webm|wav|css|js|xml|rss|atom|json|txt|docx?|xlsx?|pptx?)$",
    re.IGNORECASE,
)
_INDEX_PAGE = re.compile(
    r"(?<=[^/])/index\.\w{3,5}$", re.IGNORECASE
)  # of a folder: the same page as the folder
_LIST_QUERY = frozenset(
    "cat category tag tags m paged page month date author s q search label max-results updated-max skip start".split()
)
_POST_QUERY = frozenset("p guid id entry postid itemid eid page_id article story".split())


@lru_cache(maxsize=16384)
def address_kind(url: str, blog_url: str | None = None) -> AddressKind:
    """What the address itself tells; `blog_url` is the blog's home, whose own path tells nothing."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if blog_url:
        base = unquote(urlsplit(blog_url).path).rstrip("/")
        if base and path.startswith(base):
            path = path[len(base) :]
    queried = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    if queried & _POST_QUERY and "search" not in path.lower():
        return "post"
    if queried & _LIST_QUERY:
        return "list"
    path = _INDEX_PAGE.sub("", path.strip("/"))
    if not path or re.fullmatch(r"(?:blog/?)?(?:index|default|home|main)\.\w{3,5}|blog", path, re.IGNORECASE):
        return "home"
    if _FILE.search(path):
        return "file"
    if _PERIOD.search(path):
        return "list"
    post = _POST.search(path)
    listed = _LIST.search(path)
    if listed and post:
        # .../category/2009/..., /archives/2009/09/05/title: what stands last is what the page is
        return (
            "post"
            if post.end() > listed.end()
            and not re.search(r"(?:^|/)page/?\d+/?$", path)
            and listed.start() >= 0
            and _is_dated_tail(path)
            else "list"
        )
    return "list" if listed else "post" if post else "unknown"


def _is_dated_tail(path: str) -> bool:
    return (
        re.search(
            r"(?:19|20)\d\d[/_-]\d{1,2}[/_-](?:\d{1,2}[/_-])?[^/]*[^\d/][^/]*(?:/|$)|archives?/0*\d+", path
        )
        is not None
    )
