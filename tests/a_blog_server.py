"""A real web server on this machine with a small WordPress-like blog of our own, and whatever traps a test adds."""

from __future__ import annotations

import hashlib
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from a_blog import Written, html

POSTS_A_PAGE = 4


@dataclass(frozen=True)
class Reply:
    """What the server answers."""

    body: str | bytes = ""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    wait_seconds: float = 0.0
    has_etag: bool = True
    raw: Callable[[BinaryIO], None] | None = None  # writes the whole answer itself, headers included


Route = Reply | Callable[[str], Reply | None]


def redirect(target: str) -> Reply:
    return Reply(status=302, headers=(("Location", target),))


@dataclass
class BlogServer:
    """The server: what it serves by path and query, and what it was asked."""

    url: str = ""  # without a slash at the end
    routes: dict[str, Route] = field(default_factory=dict)
    otherwise: Callable[[str], Reply | None] = lambda path: None
    asked: list[str] = field(default_factory=list)
    answered: Counter[tuple[str, int]] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)
    instants: list[float] = field(default_factory=list)
    most_at_once: int = 0
    pause_seconds: float = 0.0

    def times_asked(self, path: str) -> int:
        return self.asked.count(path)

    def answers(self, status: int) -> list[str]:
        return [
            path
            for (path, answered), count in self.answered.items()
            if answered == status
            for _ in range(count)
        ]

    def forget(self) -> None:
        self.asked.clear()
        self.answered.clear()
        self.instants.clear()


@contextmanager
def serve(host: str = "127.0.0.1", certificate: Path | None = None) -> Iterator[BlogServer]:
    """A server on a free port of this machine; with a certificate it speaks https."""
    blog = BlogServer()
    busy = 0
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            nonlocal busy
            with lock:
                busy += 1
                blog.most_at_once = max(blog.most_at_once, busy)
                blog.asked.append(self.path)
                blog.instants.append(time.monotonic())
                blog.agents.add(self.headers.get("User-Agent", ""))
            try:
                time.sleep(blog.pause_seconds)
                self._answer(self._reply())
            finally:
                with lock:
                    busy -= 1

        def _reply(self) -> Reply:
            route = blog.routes.get(self.path)
            found = route(self.path) if callable(route) else route
            return found or blog.otherwise(self.path) or Reply("<h1>Not here</h1>", status=404)

        def _answer(self, reply: Reply) -> None:
            time.sleep(reply.wait_seconds)
            if reply.raw:
                self.close_connection = True
                with suppress(OSError):  # who asked has hung up
                    reply.raw(self.wfile)
                return
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            etag = f'"{hashlib.sha1(body).hexdigest()}"'
            status = reply.status
            if status == 200 and reply.has_etag and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            with lock:
                blog.answered[self.path, status] += 1
            try:
                self.send_response(status)
                for name, value in reply.headers:
                    self.send_header(name, value)
                if reply.has_etag and reply.status == 200:
                    self.send_header("ETag", etag)
                self.send_header("Content-Type", reply.kind)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):  # the test has killed who asked
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "https" if certificate else "http"
    blog.url = f"{scheme}://{'127.0.0.1' if host == '0.0.0.0' else host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield blog
    finally:
        server.shutdown()
        server.server_close()


def post_path(post: Written) -> str:
    return f"/{post.published[:4]}/{post.published[5:7]}/{post.slug}/"


def wordpress(server: BlogServer, posts: tuple[Written, ...], has_sitemap: bool = True) -> dict[str, str]:
    """Serves the posts as WordPress would: paged lists, months, a paged feed, a sitemap. Gives path -> page."""
    newest = sorted(posts, key=lambda post: post.published, reverse=True)
    head = f'<link rel="alternate" type="application/rss+xml" title="Tide Log" href="{server.url}/feed/">'
    months = sorted({post_path(post)[:9] for post in posts}, reverse=True)
    side = "".join(f'<li><a href="{server.url}{month}">{month}</a></li>' for month in months)
    furniture = f'<ul>{side}</ul><a href="{server.url}/wp-login.php">Log in</a>'
    pages: dict[str, str] = {}

    def entry(post: Written) -> str:
        return post.entry.replace(post.url, server.url + post_path(post))

    def paged(base: str, shown: list[Written]) -> None:
        count = -(-len(shown) // POSTS_A_PAGE)
        for number in range(1, count + 1):
            part = shown[(number - 1) * POSTS_A_PAGE : number * POSTS_A_PAGE]
            older = (
                f'<a href="{server.url}{base}page/{number + 1}/">Older posts</a>' if number < count else ""
            )
            path = base if number == 1 else f"{base}page/{number}/"
            pages[path] = html("Tide Log", "\n".join(map(entry, part)) + older + furniture, head)

    paged("/", newest)
    for month in months:
        paged(month, [post for post in newest if post_path(post).startswith(month)])
    for post in newest:
        path = post_path(post)
        reply = f'<a rel="nofollow" href="{path}?replytocom=7">Reply</a><a href="{path}?share=mail">Share</a>'
        canonical = f'<link rel="canonical" href="{server.url}{path}">'
        pages[path] = html(f"{post.title} - Tide Log", entry(post) + reply + furniture, head + canonical)
    for path, page in pages.items():
        server.routes[path] = Reply(page)
    for number in range(-(-len(newest) // POSTS_A_PAGE)):
        part = newest[number * POSTS_A_PAGE : (number + 1) * POSTS_A_PAGE]
        path = "/feed/" if number == 0 else f"/feed/?paged={number + 1}"
        server.routes[path] = Reply(_rss(server.url, part), "application/rss+xml")
    robots = "User-agent: *\nDisallow: /wp-admin/\n"
    if has_sitemap:
        robots += f"Sitemap: {server.url}/wp-sitemap.xml\n"
        server.routes["/wp-sitemap.xml"] = Reply(
            f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"<sitemap><loc>{server.url}/wp-sitemap-posts-1.xml</loc></sitemap></sitemapindex>",
            "application/xml",
        )
        server.routes["/wp-sitemap-posts-1.xml"] = Reply(sitemap(server.url, newest), "application/xml")
    server.routes["/robots.txt"] = Reply(robots, "text/plain")
    return pages


def sitemap(url: str, posts: list[Written], changed: dict[str, str] | None = None) -> str:
    """A sitemap of posts, each changed when it was published or as `changed` says by slug."""
    places = "".join(
        f"<url><loc>{url}{post_path(post)}</loc>"
        f"<lastmod>{(changed or {}).get(post.slug, post.published)}</lastmod></url>"
        for post in posts
    )
    return (
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    )


def _rss(url: str, posts: list[Written]) -> str:
    items = "".join(
        f"<item><title>{post.title}</title><link>{url}{post_path(post)}</link>"
        f"<description>{post.body[:60]}</description></item>"
        for post in posts
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Tide Log</title><link>{url}/</link>'
        f"<generator>https://wordpress.org/?v=6.1</generator>{items}</channel></rss>"
    )
