"""Servers that fail, stall, lie or lead astray: each is survived, bounded and told, and the rest is fetched."""

from __future__ import annotations

import gzip
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO, get_args

import pytest
from a_blog import html, many_posts
from a_blog_server import BlogServer, Reply, post_path, redirect, serve, wordpress
from hypothesis import given
from hypothesis import strategies as st

import archivesearch
from archivesearch.errors import ExtractError, SourceError

pytest.importorskip("scrapy")
from a_crawl import crawl
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse, XmlResponse

from archivesearch.crawl.frontier import Frontier, Role
from archivesearch.crawl.links import leads_of
from archivesearch.crawl.plan import CrawlReport
from archivesearch.crawl.scope import Scope
from archivesearch.crawl.traps import cleaned
from archivesearch.report import Step

POSTS = many_posts(9)
MEMORY_BYTES = 400 * 2**20  # of the crawling process, whatever a server sends

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_TOO_LARGE = "larger than 32 MiB, too large for a blog page; it was left out"
_BADLY_PACKED = "its content is not packed as its Content-Encoding says"


@pytest.fixture
def server() -> Iterator[BlogServer]:
    with serve() as server:
        yield server


def linking(*names: str) -> Reply:
    return Reply(html("Traps", "".join(f'<a href="/{name}">{name}</a>' for name in names)))


def sent_first(first: bytes, again: bytes = b"", pause_seconds: float = 0.0) -> Reply:
    """An answer that begins so, and then repeats the rest for as long as anybody listens."""

    def send(out: BinaryIO) -> None:
        out.write(first)
        while again:
            out.write(again)
            out.flush()
            time.sleep(pause_seconds)

    return Reply(raw=send)


def packed(content: bytes) -> Reply:
    return Reply(content, headers=(("Content-Encoding", "gzip"),))


FAULTS: dict[str, tuple[Reply | Callable[[str], Reply], str]] = {
    "silent": (Reply("never", wait_seconds=3), "no whole answer in time, 4 times"),
    "dripping": (sent_first(_HEAD + b"\r\n", b"x", 0.05), "no whole answer in time, 4 times"),
    "hanging-up": (sent_first(b""), "the server hung up without an answer, 4 times"),
    "no-http": (sent_first(b"SSH-2.0-Anything\r\n"), "the answer is no HTTP, 4 times"),
    "broken-off": (sent_first(_HEAD + b"Content-Length: 99\r\n\r\n<p>"), "the answer broke off, 4 times"),
    "endless-headers": (sent_first(_HEAD, b"X-More: " + b"z" * 1000 + b"\r\n"), "its headers do not end"),
    "endless-body": (
        sent_first(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"100000\r\n" + b"y" * 2**20 + b"\r\n"),
        _TOO_LARGE,
    ),
    "two-gigabytes": (sent_first(_HEAD + b"Content-Length: 2147483648\r\n\r\n" + b"x" * 9999), _TOO_LARGE),
    "bomb": (packed(gzip.compress(b"\0" * (64 * 2**20), 1)), _TOO_LARGE),
    "not-packed": (packed(b"<p>plain"), _BADLY_PACKED),
    "failing": (Reply("oops", status=500), "the server answered 500, 4 times"),
    "circle?n=1": (
        lambda path: redirect(f"/circle?n={int(path.rpartition('=')[2]) + 1}"),
        "leads in circles; given up after 11 redirects",
    ),
}


def measured_crawl(url: str, folder: Path) -> tuple[CrawlReport, list[Step], int]:
    """A crawl with little patience, what was heard of it, and how much memory its process took at most."""
    heard: list[Step] = []
    report = crawl(url, folder, heard, timeout_seconds=0.7)
    return report, heard, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def test_whatever_a_server_sends_is_bounded_and_told_and_the_rest_is_fetched(
    server: BlogServer, tmp_path: Path
) -> None:
    half = gzip.compress(b"<a href='/half-packed-link'>.</a>" * 999)[:-9]
    server.routes.update(
        {
            "/": linking(*FAULTS, "busy", "half-packed", "bad-charset", "wide-charset", "gone", "secret/a"),
            "/robots.txt": Reply("User-agent: *\nDisallow: /secret/\n", "text/plain"),
            "/half-packed": packed(half),
            "/bad-charset": Reply(
                "<a href='/bad-charset-link'>ü</a>".encode("latin-1"), "text/html; charset=x-no"
            ),
            "/wide-charset": Reply("<a href='/wide-charset-link'>ü</a>", "text/html; charset=utf-16"),
        }
    )
    server.routes.update({f"/{name}": reply for name, (reply, _) in FAULTS.items()})
    circle = FAULTS["circle?n=1"][0]
    server.otherwise = lambda path: circle(path) if callable(circle) and path.startswith("/circle") else None
    # In a process of its own, whose children's memory is the crawler's alone.
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        report, heard, peak_bytes = pool.submit(measured_crawl, server.url, tmp_path).result()
    told = {problem.where.removeprefix(f"{server.url}/"): problem.reason for problem in report.problems}
    told["circle?n=1"] = told.pop("circle?n=11")
    assert told == {name: reason for name, (_, reason) in FAULTS.items()}
    assert report.stopped is None
    assert report.forbidden == 1
    assert [step.note for step in heard if step.note] == [
        f"robots.txt forbids {server.url}/secret/a; such addresses are left out"
    ]
    for path in ("/half-packed-link", "/bad-charset-link", "/wide-charset-link"):
        assert server.times_asked(path) == 1
    assert not any(path.startswith("/secret") for path in server.asked)
    assert peak_bytes < MEMORY_BYTES


def test_a_page_that_fails_once_is_asked_for_again(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS)
    path = post_path(POSTS[3])
    page = server.routes[path]
    assert isinstance(page, Reply)
    stumbled: list[str] = []

    def once(path: str) -> Reply:
        stumbled.append(path)
        return Reply("oops", status=500) if len(stumbled) == 1 else page

    server.routes[path] = once
    assert not crawl(server.url, tmp_path).problems
    assert server.times_asked(path) == 2


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_server_that_asks_for_time_gets_it_and_is_asked_more_slowly(
    server: BlogServer, tmp_path: Path, form: str
) -> None:
    wordpress(server, POSTS)
    tries: list[float] = []

    def busy_once(path: str) -> Reply:
        tries.append(time.monotonic())
        later = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
        asked = (("Retry-After", "1" if form == "seconds" else later),)
        return Reply("wait", status=429, headers=asked) if len(tries) == 1 else Reply(html("Late", "late"))

    server.routes[post_path(POSTS[3])] = busy_once
    report = crawl(server.url, tmp_path, backoff_seconds=0.4)
    assert not report.problems
    assert tries[1] - tries[0] >= 1
    after = [instant for instant in server.instants if instant > tries[1]]
    assert min(later - earlier for earlier, later in pairwise(after)) > 0.09


def test_a_server_that_is_down_is_left_alone_until_the_next_run(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS)
    routes = dict(server.routes)
    front = routes["/"]
    assert isinstance(front, Reply)

    def front_then_down(path: str) -> Reply:
        server.routes.clear()
        server.otherwise = lambda path: Reply("down", status=503)
        return front

    server.routes["/"] = front_then_down
    report = crawl(server.url, tmp_path, backoff_seconds=0.01)
    assert "run the command again" in (report.stopped or "")
    assert len(set(server.asked)) < len(POSTS)
    server.routes, server.otherwise = routes, lambda path: None
    assert crawl(server.url, tmp_path).stopped is None
    assert all(server.answered[post_path(post), 200] == 1 for post in POSTS)


def test_a_server_that_asks_for_an_hour_is_left_alone(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS)
    server.routes[post_path(POSTS[3])] = Reply("wait", status=503, headers=(("Retry-After", "3600"),))
    report = crawl(server.url, tmp_path)
    assert "3,600 s" in (report.stopped or "")


def test_the_delay_that_robots_txt_asks_for_is_kept_and_told(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS[:2])
    server.routes["/robots.txt"] = Reply("User-agent: *\nCrawl-delay: 0.2\n", "text/plain")
    heard: list[Step] = []
    crawl(server.url, tmp_path, heard)
    gaps = [later - earlier for earlier, later in pairwise(server.instants)]
    assert min(gaps) > 0.19
    assert "asks for 0.2 s between requests" in heard[0].note


def test_without_readable_rules_nothing_is_fetched(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS)
    server.routes["/robots.txt"] = Reply("oops", status=500)
    with pytest.raises(
        SourceError, match=r"its robots\.txt cannot be had \(the server answered 500, 4 times"
    ):
        crawl(server.url, tmp_path)
    assert set(server.asked) == {"/robots.txt"}
    server.routes["/robots.txt"] = Reply("User-agent: *\nDisallow: /\n", "text/plain")
    with pytest.raises(SourceError, match=r"robots\.txt does not allow it"):
        crawl(server.url, tmp_path)
    assert set(server.asked) == {"/robots.txt"}


def test_an_address_without_a_scheme_is_tried_with_both(server: BlogServer, tmp_path: Path) -> None:
    wordpress(server, POSTS[:2])
    heard: list[Step] = []
    report = crawl(server.url.removeprefix("http://"), tmp_path, heard)
    assert report.stopped is None
    assert "does not speak https" in heard[0].note
    assert all(server.times_asked(post_path(post)) == 1 for post in POSTS[:2])


@pytest.fixture
def proxied(server: BlogServer, monkeypatch: pytest.MonkeyPatch) -> BlogServer:
    """The server as the proxy of this test, so that it is asked for addresses of any host."""
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    server.routes["http://tide.example/robots.txt"] = Reply("", "text/plain")
    return server


def test_no_redirect_leads_into_a_private_network(proxied: BlogServer, tmp_path: Path) -> None:
    home = "http://tide.example/"
    proxied.routes[home] = redirect("http://192.168.7.7/admin")
    with pytest.raises(SourceError, match="private address"):
        crawl(home, tmp_path, is_private_allowed=False)
    targets = ("http://10.0.0.1/admin", "http://localhost/", "http://[::1]:8080/x", "http://0x7f.1/")
    proxied.routes[home] = linking(*map(str, range(len(targets))))
    proxied.routes.update({f"{home}{number}": redirect(target) for number, target in enumerate(targets)})
    report = crawl(home, tmp_path, is_private_allowed=False)
    assert ["private address" in problem.reason for problem in report.problems] == [True] * len(targets)
    assert all(path.startswith(home) for path in proxied.asked)


def test_a_blog_that_has_moved_to_www_is_asked_there_at_once(proxied: BlogServer, tmp_path: Path) -> None:
    with serve() as blog:
        wordpress(blog, POSTS)
        pages = {path: route for path, route in blog.routes.items() if isinstance(route, Reply)}
    www = "http://www.tide.example"
    for path, page in pages.items():
        bare = str(page.body).replace(blog.url, "http://tide.example")  # its links know nothing of the move
        proxied.routes[f"{www}{path}"] = Reply(bare, page.kind)
        proxied.routes[f"http://tide.example{path}"] = redirect(f"{www}{path}")
    front = proxied.routes[f"{www}/"]
    assert isinstance(front, Reply)
    proxied.routes[f"{www}/"] = Reply(str(front.body).replace("</body>", "<a href='/about'>us</a></body>"))
    proxied.routes[f"{www}/about"] = redirect(f"{www}/about/")  # the same address but for its spelling
    proxied.routes[f"{www}/about/"] = Reply(html("About", "us"))
    crawl("http://tide.example/", tmp_path, is_private_allowed=False)
    assert all(proxied.times_asked(f"{www}{post_path(post)}") == 1 for post in POSTS)
    assert not any(proxied.times_asked(f"http://tide.example{post_path(post)}") for post in POSTS)
    assert proxied.times_asked(f"{www}/about/") == 1
    assert len(list(archivesearch.scrape(tmp_path))) == len(POSTS)
    again = crawl("http://tide.example/", tmp_path, is_private_allowed=False)
    assert (again.fetched, again.stopped) == (0, None)


def test_a_certificate_is_checked_unless_that_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path, "127.0.0.1")
    with serve(certificate=certificate) as server:
        wordpress(server, POSTS[:2])
        with pytest.raises(SourceError, match=r"cannot be trusted.*--no-check-certificate"):
            crawl(server.url, tmp_path / "1")
        assert server.asked == []
        assert crawl(server.url, tmp_path / "2", is_any_certificate_taken=True).stopped is None
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert crawl(server.url, tmp_path / "3").stopped is None
        with pytest.raises(SourceError, match="that of another host"):
            crawl(server.url.replace("127.0.0.1", "localhost"), tmp_path / "4")


def self_signed(folder: Path, address: str) -> Path:
    """A file with a key and the certificate that it has signed for an IP address."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return file


LINKS = (
    b"<a href='http://[::1'>.</a><a href='http://h:99999/'>.</a><a href='/good'>.</a>",
    b"<base href='http://['><a href='/good'>.</a>",
    b"http://tide.example/good\nhttp://[::1\nhttp://:0/\n",
    b'{"version": "https://jsonfeed.org/version/1", "items": [{"url": "/half-\\ud800"}, {"url": "/good"}, 7]}',
    b"<urlset><url><loc>http://tide.example/good</loc><lastmod>yesterday</lastmod></url><url/></urlset>",
    b"<?xml version='1.0'?><rss><channel><item><link>/good</link><pubDate>0</pubDate></item><item/></channel>",
)


@pytest.mark.parametrize("content", LINKS)
@given(data=st.data())
def test_links_are_read_out_of_anything_and_every_one_can_be_asked_for(
    content: bytes, data: st.DataObject
) -> None:
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(content)))
        piece = data.draw(st.sampled_from((b"<", b"\xff", b"[", b"\0", b'"', b"\\ud800", b"9" * 20, b"")))
        content = content[:place] + piece + content[place + data.draw(st.integers(0, 9)) :]
    kind = data.draw(st.sampled_from((HtmlResponse, XmlResponse, TextResponse)))
    role = data.draw(st.sampled_from(get_args(Role)))
    scope = Scope.of("http://tide.example/")
    frontier = Frontier(scope, date(2026, 1, 1))
    try:
        found = leads_of(kind(scope.home, body=content), role)
    except ExtractError:
        return
    for lead in found.leads if found else ():
        Request(lead.url)
        frontier.offer(frontier.link(cleaned(lead.url), lead.role, 0, lead.changed))
    while link := frontier.next():
        assert scope.is_on_host(link.url)
