"""Walks a blog: feeds and sitemaps first, then posts, then list pages for as long as they show new posts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy.http import Response

from archivesearch.crawl.fetcher import REDIRECTS, Answer, Fetcher
from archivesearch.crawl.frontier import MAX_HOPS, Frontier, Link, address_key
from archivesearch.crawl.links import Leads, instant, leads_of
from archivesearch.crawl.private import is_private_literal
from archivesearch.crawl.scope import Scope
from archivesearch.crawl.traps import cleaned, family
from archivesearch.crawl.visits import Outcome, Visit
from archivesearch.crawl.walk import Walk, header
from archivesearch.crawl.warc_file import Original
from archivesearch.errors import ExtractError, SourceError, UnreachableError

_MISSING = frozenset((HTTPStatus.NOT_FOUND, HTTPStatus.GONE))

# Pages that differ only in their digits and whose links are followed: a trap, an error page with status 200. Photo
# blogs have such pages, too, so that they must be many.
MOST_ALIKE = 100


class BlogSpider(Walk):
    """One run over one blog."""

    name = "blog"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._scope = Scope.of(self.plan.url)
        self._asked = 0
        self._alike: Counter[int] = Counter()  # by their letters: pages with the same text but for digits
        self._origin = ""  # scheme and host that the front page came from
        self._moved: dict[str, str] = {}  # scheme and host -> those that pages there redirect to
        self._frontier, self._feed_posts = self._from_earlier_runs()

    # ------------------------------------------------------------ the walk

    async def walk(self, fetcher: Fetcher) -> None:
        """Feeds and sitemaps first, then posts, then lists."""
        await self._enter(fetcher)
        while link := self._frontier.next():
            visit = self.visits.latest(link.url)
            if visit and visit.run == self.visits.run and visit.outcome != "failed":
                self.report.known += 1
                self._remember(visit)
                self._follow(link, visit)
            elif visit and self._is_settled(link, visit):
                self.report.known += 1
            elif self._asked >= self.plan.limit:
                self.stop_at_limit()
                return
            else:
                self._asked += 0 if link.is_entry and link.role != "home" else 1
                try:
                    await self._visit(fetcher, link, visit)
                except ValueError as error:  # an address that one of the libraries does not take for one
                    self.report.failed += 1
                    self.telling.problem(link.url, f"cannot be asked for ({error})")
            self.report.skipped = dict(self._frontier.skipped.most_common())
            self.telling.step(self._frontier.waiting)
        self.report.skipped = dict(self._frontier.skipped.most_common())
        self.end_run()

    async def _enter(self, fetcher: Fetcher) -> None:
        """Puts in where the walk begins."""
        home = self._scope.home
        rules = await fetcher.rules_for(home)
        if isinstance(rules, Answer):
            kind = UnreachableError if rules.response is None else SourceError
            raise kind(f"{home}: {rules.reason}; check the address, or run the command again later")
        self._frontier.offer(Link(home, "home", "page", is_entry=True))
        named = [url for sitemap in rules.sitemaps if (url := urljoin(home, sitemap.strip()))]
        guesses = (
            []
            if named
            else dict.fromkeys(
                (urljoin(home, "/sitemap.xml"), urljoin(home, f"{self._scope.base}sitemap.xml"))
            )
        )
        for url in named:
            self._frontier.offer(Link(url, "sitemap", is_entry=True))
        for url in guesses:
            self._frontier.offer(Link(url, "sitemap", is_entry=True, is_guess=True))

    def _from_earlier_runs(self) -> tuple[Frontier, set[int]]:
        listed: set[int] = set()
        feed_posts: set[int] = set()
        again: list[Link] = []
        for visit in self.visits.earlier():
            kind = family(visit.url, self._scope.home)
            if visit.outcome in ("failed", "forbidden"):
                again.append(Link(visit.url, visit.role, kind if visit.role == "page" else "unknown"))
            elif visit.role == "feed":
                feed_posts.update(address_key(url) for url, role, _ in visit.links if role == "page")
            elif visit.role == "home" or kind not in ("post", "unknown"):
                listed.update(address_key(url) for url, role, _ in visit.links if role == "page")
        # Links of pages are filtered as count_news does it, so `listed` may hold more than posts; no harm.
        frontier = Frontier(self._scope, datetime.now(UTC).date(), listed)
        for link in again:
            frontier.offer(link)
        return frontier, feed_posts

    def _is_settled(self, link: Link, visit: Visit) -> bool:
        """Whether what an earlier run fetched is still good without a question."""
        if (
            link.is_entry
            or visit.run == self.visits.run
            or visit.outcome in ("failed", "forbidden", "missing")
        ):
            return False
        if link.changed is not None:
            return link.changed <= visit.instant
        if link.is_list or visit.role == "feed":
            return link.barren > 0  # the list that leads here shows nothing new
        return visit.role != "sitemap"

    # ------------------------------------------------------------ one address

    async def _visit(self, fetcher: Fetcher, link: Link, before: Visit | None) -> None:
        answer, original = await self.ask(fetcher, link.url, before)
        response = answer.response
        if response is None or answer.reason:
            self._failed(link, answer)
        elif response.status == HTTPStatus.NOT_MODIFIED and before:
            self.report.unchanged += 1
            self._kept(link, self.unchanged(before, answer))
        elif response.status in REDIRECTS:
            self._redirected(link, answer, response)
        elif response.status in _MISSING:
            self._missed(link, answer)
        elif response.status == HTTPStatus.OK:
            self._came(link, answer, response, original)
        else:
            self._failed(link, replace(answer, reason=f"the server answered {response.status}"))

    def _came(self, link: Link, answer: Answer, response: Response, original: Original | None) -> None:
        is_same = original is not None and answer.digest == original.digest
        if is_same:
            self.report.unchanged += 1
        else:
            self.report.fetched += 1
        try:
            found = leads_of(response, link.role)
        except ExtractError as error:
            self.telling.problem(link.url, str(error))
            found = None
        if found is None:
            self._kept(link, self._visit_of(link, "other", answer))
            return
        if link.role == "home" and found.role in ("feed", "sitemap"):
            raise SourceError(
                f"{self.plan.url} is a {found.role}, below which there are no posts; crawl the blog's own address,"
                " or give the feed to `archivesearch index`"
            )
        links = tuple(
            (lead.url, lead.role, lead.changed.isoformat() if lead.changed else None) for lead in found.leads
        )
        if found.role == "page":
            self._alike[found.letters] += 1
            if self._alike[found.letters] > MOST_ALIKE:
                self._frontier.skipped["links of pages that read like many others"] += len(links)
                links = ()
        visit = self.visit_of_page(link.url, found.role, answer, response, links, original)
        self._kept(link, replace(visit, news=self._news(link, found)))

    def _remember(self, visit: Visit) -> None:
        """Takes what a visit before the interruption showed for shown."""
        urls = [url for url, role, _ in visit.links if role == "page"]
        if visit.role == "feed":
            self._feed_posts.update(map(address_key, urls))
        elif visit.role == "home" or family(visit.url, self._scope.home) not in ("post", "unknown"):
            self._frontier.count_news(urls)

    def _news(self, link: Link, found: Leads) -> int:
        if found.role == "feed":
            before = len(self._feed_posts)
            self._feed_posts.update(address_key(url) for url in found.dated)
            return len(self._feed_posts) - before
        if link.is_list or link.role == "home":
            return self._frontier.count_news(lead.url for lead in found.leads if lead.role == "page")
        return 0

    def _kept(self, link: Link, visit: Visit) -> None:
        self.visits.add(visit)
        self._follow(link, visit)

    def _follow(self, link: Link, visit: Visit) -> None:
        """Takes in where a visited address leads, and whether it was worth its request."""
        if visit.outcome == "redirect":
            for url, _, _ in visit.links:
                is_same_page = _origin(link.url) != self._origin and _rest(link.url) == _rest(url)
                if link.role == "home" or is_same_page:
                    self._moved[_origin(link.url)] = _origin(url)
                self._frontier.offer(replace(link, url=url, hops=link.hops + 1))
            return
        if visit.outcome != "page":
            return
        if link.role == "home":
            self._origin = _origin(link.url)
        is_list = link.is_list or visit.role != "page"
        if visit.run == self.visits.run and link.is_list:
            self._frontier.tell_list(link, visit.news)
        barren = 0 if not is_list or visit.news else link.barren + 1
        for url, role, changed in visit.links:
            address = cleaned(url)
            origin = _origin(address)
            if origin in self._moved:  # asking there would only bring a redirect
                address = self._moved[origin] + address.removeprefix(origin)
            further = self._frontier.link(address, role, 0, instant(changed))
            if further.is_list or role != "page":
                is_entry = visit.role == "home" and role != "page"  # the blog's own feed
                further = replace(further, barren=barren, is_entry=is_entry)
            if visit.role == "feed" and role == "feed" and not visit.news:
                continue  # its next page would show what other pages of the feed have shown
            self._frontier.offer(further)

    def _redirected(self, link: Link, answer: Answer, response: Response) -> None:
        target = cleaned(response.urljoin(header(response, "Location") or link.url))
        is_ours = self._scope.holds(target) or (
            link.role in ("feed", "sitemap") and self._scope.is_on_host(target)
        )
        reason = ""
        if is_private_literal(target) and not self.plan.is_private_allowed:
            reason = f"leads to the private address {target}, which was not asked for; --allow-private would allow it"
        elif target == link.url or link.hops >= MAX_HOPS:
            reason = f"leads in circles; given up after {link.hops + 1} redirects"
        elif not is_ours and link.is_entry and not link.is_guess:
            reason = f"leads to another site, {target}; if the blog has moved there, crawl that address"
        if reason and link.role == "home":
            raise SourceError(f"{self.plan.url} {reason}")
        if reason:
            self.telling.problem(link.url, reason)
            self.report.failed += 1
        links = ((target, link.role, None),) if is_ours and not reason else ()
        self._kept(link, replace(self._visit_of(link, "redirect", answer), links=links))

    def _missed(self, link: Link, answer: Answer) -> None:
        if link.role == "home":
            raise SourceError(f"{self.plan.url}: there is no such page (404); check the address")
        self.report.missing += 0 if link.is_guess or link.role == "feed" else 1
        self.visits.add(self._visit_of(link, "missing", answer))

    def _failed(self, link: Link, answer: Answer) -> None:
        outcome: Outcome = "forbidden" if answer.is_forbidden else "other" if answer.is_unread else "failed"
        if link.role == "home":
            remedy = "" if answer.is_forbidden else "; check the address, or run the command again later"
            raise SourceError(f"{self.plan.url}: {answer.reason}{remedy}")
        if outcome == "forbidden":
            if not self.report.forbidden:
                self.telling.note(f"robots.txt forbids {link.url}; such addresses are left out")
            self.report.forbidden += 1
        elif outcome == "failed" and not link.is_guess:
            self.report.failed += 1
            self.telling.problem(link.url, answer.reason)
        self.visits.add(self._visit_of(link, outcome, answer))

    def _visit_of(self, link: Link, outcome: Outcome, answer: Answer) -> Visit:
        return Visit(link.url, self.visits.run, outcome, link.role, answer.date, digest=answer.digest or None)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _rest(url: str) -> str:
    return url.removeprefix(_origin(url))
