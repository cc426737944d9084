"""What Scrapy's downloader is taught: WARC before use, no private hosts, no images and films, bounded headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from urllib.request import getproxies

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Response
from scrapy.http.headers import Headers
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError
from twisted.web._newclient import HTTPClientParser

from archivesearch.crawl.faults import ENDLESS_HEADERS
from archivesearch.crawl.private import is_private_address, is_private_literal
from archivesearch.crawl.warc_file import Exchange, Original, WarcFolder, warc_date

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred

# Anything else (images, films, programs) is of no use here. Servers without a word for it are believed.
_READ_TYPES = ("text/", "application/xhtml", "application/xml", "application/rss", "application/atom")
_READ_TYPES_TOO = ("application/rdf", "application/json", "application/feed", "application/x-gzip")
READ_TYPES = (*_READ_TYPES, *_READ_TYPES_TOO, "application/gzip", "application/octet-stream")

MAX_HEADER_BYTES = 256 * 1024  # what browsers take


class RecordingMiddleware:
    """Stands next to the wire: what it hands on lies in the WARC file already."""

    def __init__(self, warc: WarcFolder) -> None:
        self._warc = warc

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a spider, which has the WARC folder."""
        return cls(crawler.spider.warc)  # type: ignore[union-attr]  # Scrapy's Spider has no such attribute

    def process_request(self, request: Request) -> None:
        """Notes when a request goes out."""
        request.meta["date"] = warc_date()

    def process_response(self, request: Request, response: Response) -> Response:
        """Writes request and answer down."""
        original: Original | None = request.meta.get("original")
        if request.meta.get("is_not_kept"):
            return response
        url, date = request.meta.get("capture") or (request.url, request.meta["date"])
        if "capture" in request.meta and response.status != 200:
            return response  # what the web archive says of itself
        exchange = Exchange(
            url,
            date,
            request.method,
            _pairs(request.headers),
            response.status,
            _pairs(response.headers),
            response.body,
        )
        request.meta["digest"] = exchange.digest
        is_same = original is not None and (
            response.status == 304 or (response.status == 200 and exchange.digest == original.digest)
        )
        request.meta["is_same"] = is_same
        self._warc.write(exchange, original if is_same else None)
        return response


class PublicOnlyMiddleware:
    """Refuses hosts that are written as private addresses; PublicOnlyResolver does so for names."""

    def process_request(self, request: Request) -> None:
        """IgnoreRequest for a private host."""
        if is_private_literal(request.url):
            raise IgnoreRequest("a private address; --allow-private would allow it")


class PublicOnlyResolver(CachingThreadedResolver):
    """Finds no private hosts. The address it checked is the one that is connected to."""

    def getHostByName(self, name: str, timeout: object = ()) -> Deferred[str]:  # noqa: N802 (Twisted's name)
        """The IP address of a host."""
        found: Deferred[str] = super().getHostByName(name)
        return found.addCallback(self._checked, name)

    @staticmethod
    def _checked(address: str, name: str) -> str:
        if is_private_address(address) and not _is_proxy(name):
            raise DNSLookupError(f"{name} is the private address {address}; --allow-private would allow it")
        return address


def read_only_text(crawler: Crawler) -> None:
    """Makes the crawler hang up on answers that are no text."""

    def stop_what_is_no_text(headers: Headers, body_length: int, request: Request, spider: object) -> None:
        kind = (headers.get("Content-Type") or b"").decode("latin-1").strip().lower()
        if kind and not kind.startswith(READ_TYPES) and "+xml" not in kind and "+json" not in kind:
            raise StopDownload(fail=True)

    # Scrapy keeps weak references to receivers; this one must live as long as the crawler.
    crawler.archivesearch_receiver = stop_what_is_no_text  # type: ignore[attr-defined]
    crawler.signals.connect(stop_what_is_no_text, signals.headers_received)


def bound_headers() -> None:
    """Makes Twisted, which takes headers without end, hang up after MAX_HEADER_BYTES of them."""
    receive: Any = HTTPClientParser.dataReceived

    def receive_bounded(parser: Any, data: bytes) -> None:
        if parser.line_mode:  # before the body
            parser.header_bytes = getattr(parser, "header_bytes", 0) + len(data)
            if parser.header_bytes > MAX_HEADER_BYTES:
                raise ValueError(ENDLESS_HEADERS)
        receive(parser, data)

    setattr(HTTPClientParser, "dataReceived", receive_bounded)  # noqa: B010 (mypy takes no methods)


def _is_proxy(name: str) -> bool:
    return any(f"//{name}" in proxy or f"@{name}" in proxy for proxy in getproxies().values())


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    ]
