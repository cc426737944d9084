"""Which address comes next: posts before lists, each address once, lists only as long as they show new posts."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from archivesearch.addresses import permalink_key
from archivesearch.crawl.scope import Scope
from archivesearch.crawl.traps import Family, family, refusal

Role = Literal["home", "sitemap", "feed", "page"]  # "page" is all that a reader clicks on

MAX_ADDRESSES = 500_000  # found, not fetched; about 150 MB
MAX_HOPS = 10  # redirects in a row, half of what browsers allow

# How many lists of a family may come in a row without showing a post that no list showed before. A calendar
# may have two empty years; tags lead to posts that the blog's own list pages have shown already.
MOST_BARREN: dict[Family, int] = {"page": 12, "date": 24, "tag": 20, "variant": 12}
MOST_BARREN_IN_CHAIN = 3  # "next page" after "next page"; dates have their number above
_RANK: dict[Role | Family, int] = {
    "home": 0,
    "sitemap": 1,
    "feed": 2,
    "post": 3,
    "unknown": 4,
    "page": 5,
    "date": 6,
    "tag": 7,
    "variant": 8,
    "file": 9,
}


@dataclass(frozen=True, slots=True)
class Link:
    """An address on its way to be asked for."""

    url: str
    role: Role = "page"
    family: Family = "unknown"
    barren: int = 0  # lists without a new post that led here, one after the other
    hops: int = 0  # redirects that led here
    changed: datetime | None = None  # when its page last changed, as a sitemap or feed says
    is_entry: bool = False  # asked for in every run
    is_guess: bool = False  # nobody said that it exists

    @property
    def is_list(self) -> bool:
        """Whether it is there to lead to posts."""
        return self.family in MOST_BARREN


def address_key(url: str) -> int:
    """A number for the page behind an address; the same for its spellings. Differs from process to process."""
    return hash(permalink_key(url.partition("#")[0]))


class Frontier:
    """The addresses still to ask for."""

    def __init__(self, scope: Scope, today: date, listed: Collection[int] = ()) -> None:
        self._scope = scope
        self._today = today
        self._waiting: list[tuple[int, int, int, Link]] = []
        self._order = itertools.count()  # first come, first served
        self._seen: set[int] = set()
        self._redirected: set[str] = set()
        self._changed: dict[
            int, datetime
        ] = {}  # what sitemaps and feeds tell, whoever named the address first
        self._listed = set(listed)  # posts that a list has shown, in this run or before
        self._barren: Counter[Family] = Counter()
        self.skipped: Counter[str] = Counter()

    @property
    def waiting(self) -> int:
        """How many addresses are still to be asked for, as far as is known."""
        return len(self._waiting)

    def link(self, url: str, role: Role = "page", barren: int = 0, changed: datetime | None = None) -> Link:
        """A link of its family."""
        return Link(
            url, role, family(url, self._scope.home) if role == "page" else "unknown", barren, 0, changed
        )

    def offer(self, link: Link) -> None:
        """Takes an address in, unless it was seen, is not the blog's or is not worth a request."""
        if link.hops:  # a redirect may lead to another spelling of the same address
            if link.url in self._redirected:
                return
            self._redirected.add(link.url)
        else:
            key = address_key(link.url)
            if link.changed:
                self._changed[key] = max(link.changed, self._changed.get(key, link.changed))
            if key in self._seen:
                return
            self._seen.add(key)
        reason = self._refusal(link)
        if reason:
            self.skipped[reason] += 1
        else:
            rank = _RANK[link.role if link.role != "page" else link.family]
            heapq.heappush(self._waiting, (rank, link.barren, next(self._order), link))

    def count_news(self, urls: Iterable[str]) -> int:
        """How many of a list's addresses are posts that no list has shown before; from now on it has."""
        before = len(self._listed)
        for url in urls:
            if family(url, self._scope.home) in ("post", "unknown") and self._scope.holds(url):
                self._listed.add(address_key(url))
        return len(self._listed) - before

    def tell_list(self, link: Link, news: int) -> None:
        """Takes note of whether a list was worth its request."""
        self._barren[link.family] = 0 if news else self._barren[link.family] + 1

    def next(self) -> Link | None:
        """The next address; None when there is nothing more to ask for."""
        while self._waiting:
            link = heapq.heappop(self._waiting)[-1]
            if not link.is_entry and link.is_list and self._is_given_up(link):
                self.skipped["lists like others that showed no new post"] += 1
            else:
                return replace(link, changed=self._changed.get(address_key(link.url)))
        return None

    def _is_given_up(self, link: Link) -> bool:
        most = MOST_BARREN[link.family]
        in_chain = most if link.family == "date" else MOST_BARREN_IN_CHAIN
        return self._barren[link.family] >= most or link.barren >= in_chain

    def _refusal(self, link: Link) -> str | None:
        in_scope = self._scope.holds(link.url) if link.role == "page" else self._scope.is_on_host(link.url)
        if not in_scope and self._scope.is_on_host(link.url):
            return f"addresses that are not below {self._scope.base}"
        if not in_scope:
            return "addresses of other sites"
        if len(self._seen) > MAX_ADDRESSES:
            return "addresses beyond the first half million"
        if link.role != "page":
            return None
        if link.family == "file":
            return "files that are no pages"
        return refusal(link.url, self._today)
