"""Fetches one address: a page, or a feed with the earlier pages that it names (RFC 5005)."""

from __future__ import annotations

from http import HTTPStatus

from scrapy.http import Response

from archivesearch.crawl.fetcher import REDIRECTS, Fetcher
from archivesearch.crawl.frontier import MAX_HOPS
from archivesearch.crawl.links import leads_of
from archivesearch.crawl.private import is_private_literal
from archivesearch.crawl.scope import Scope
from archivesearch.crawl.traps import cleaned
from archivesearch.crawl.visits import VisitedLink
from archivesearch.crawl.walk import Walk, header
from archivesearch.errors import ExtractError, SourceError


class PageSpider(Walk):
    """One run for one address; what came earlier is only asked whether it has changed."""

    name = "page"

    async def walk(self, fetcher: Fetcher) -> None:
        """The address, then the earlier pages of its feed for as long as there are any."""
        waiting = [Scope.of(self.plan.url).home]
        seen: set[str] = set()
        while waiting:
            url = waiting.pop()
            if len(seen) >= self.plan.limit:
                self.stop_at_limit()
                return
            seen.add(url)
            try:
                earlier = await self._fetch(fetcher, url)
            except SourceError as error:
                if len(seen) == 1:
                    raise
                self.report.failed += 1
                self.telling.problem(url, str(error).removeprefix(f"{url}: "))
            else:
                waiting += [further for further in earlier if further not in seen]
            self.telling.step(len(waiting))
        self.end_run()

    async def _fetch(self, fetcher: Fetcher, url: str) -> list[str]:
        """Fetches an address, or where it redirects to; gives the earlier pages that it names."""
        asked = url
        for _ in range(MAX_HOPS):
            before = self.visits.latest(asked)
            answer, original = await self.ask(fetcher, asked, before)
            response = answer.response
            if answer.reason or response is None:
                kind = answer.reason or "no page or feed; download it and give its path"
                raise SourceError(f"{url}: {kind}")
            if response.status in REDIRECTS:
                asked = self._target(url, response)
                continue
            if response.status == HTTPStatus.NOT_MODIFIED and before:
                self.report.unchanged += 1
                self.visits.add(self.unchanged(before, answer))
                return [link for link, role, _ in before.links if role == "feed"]
            if response.status != HTTPStatus.OK:
                raise SourceError(f"{url}: the server answered {response.status}; check the address")
            is_same = original is not None and answer.digest == original.digest
            self.report.unchanged += is_same
            self.report.fetched += not is_same
            links = _earlier_pages(response)
            self.visits.add(self.visit_of_page(asked, "page", answer, response, links, original))
            return [link for link, _, _ in links]
        raise SourceError(f"{url}: leads in circles; given up after {MAX_HOPS} redirects")

    def _target(self, url: str, response: Response) -> str:
        try:
            target = cleaned(response.urljoin(header(response, "Location") or ""))
        except ValueError as error:
            raise SourceError(f"{url}: redirects to what is no address ({error})") from error
        if not target.startswith(("http://", "https://")):
            raise SourceError(f"{url}: redirects to {target}, which is nothing on the web")
        if is_private_literal(target) and not self.plan.is_private_allowed:
            raise SourceError(f"{url}: leads to the private address {target}; --allow-private would allow it")
        return target


def _earlier_pages(response: Response) -> tuple[VisitedLink, ...]:
    try:
        found = leads_of(response, "page")
    except ExtractError:  # reading the posts will tell
        return ()
    if found is None or found.role != "feed":
        return ()
    return tuple(
        (lead.url, "feed", None) for lead in found.leads if lead.role == "feed" and not lead.is_guess
    )
