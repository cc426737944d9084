"""Which blog a page belongs to that does not tell: told by the blogs of the pages around it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from archivesearch.addresses import permalink_key

Folder = tuple[str, ...]


class BlogsByHost:
    """The blogs known on each host: a page that tells only its host is one of the blog that it lies below."""

    def __init__(self, blogs: Iterable[str]) -> None:
        self._bases: dict[str, list[str]] = {}
        self._sections: dict[str, list[str]] = {}  # that were taken for blogs
        for blog in blogs:
            host, slash, base = blog.partition("/")
            if slash:
                self._bases.setdefault(host, []).append(base)

    def hosts(self) -> Iterable[str]:
        """The hosts on which a blog lies below a folder."""
        return self._bases

    def below(self, host: str) -> list[tuple[str, str]]:
        """(blog, home) of each blog below a folder of a host; the home of a section is the host."""
        blogs = [(f"{host}/{base}", f"{host}/{base}") for base in self._bases[host]]
        return blogs + [(f"{host}/{base}", host) for base in self._sections.get(host, ())]

    def find_sections(self, host: str, urls: Iterable[str], told_by_pages: Collection[str]) -> None:
        """Takes folders for sections of the host's own blog if its feeds have posts below them.

        `urls` are the posts in feeds that name the host as their home. Hugo writes a feed for each section, which
        names the section as its home, and Pelican's may lie in the folder of the posts. Where several of the
        folders are blogs by what their pages tell, the feed is one of many blogs, and these stay apart.
        """
        keys = (permalink_key(url).partition("/") for url in urls)
        shown = {self._around(host, f"{path}/") for posts_host, _, path in keys if posts_host == host} - {
            None
        }
        by_pages = {base for base in shown if f"{host}/{base}" in told_by_pages}
        sections = shown - by_pages if len(by_pages) > 1 else shown
        self._sections[host] = [base for base in self._bases[host] if base in sections]
        self._bases[host] = [base for base in self._bases[host] if base not in sections]

    def home_of(self, host: str, url: str | None) -> str:
        """The blog of a page at this address that tells only `host`: the innermost one around it, else the host."""
        try:
            path = urlsplit(url or "").path.strip("/") + "/"
        except ValueError:  # such as an unclosed [ of an IPv6 address
            path = ""
        base = self._around(host, path)
        return f"{host}/{base}" if base else host

    def _around(self, host: str, path: str) -> str | None:
        around = [base for base in self._bases.get(host, ()) if path.startswith(f"{base}/")]
        return max(around, key=len, default=None)


class KnownBlogs:
    """The blogs of a source that are known from their pages, and the folders they live in."""

    def __init__(self) -> None:
        self._roots: dict[str, Folder] = {}  # the folder that all known pages of a blog have in common

    def add(self, blog: str, path: str) -> None:
        """Takes in a page that tells its blog."""
        folder = _folder(path)
        root = self._roots.get(blog, folder)
        self._roots[blog] = _common(root, folder)

    def home_of(self, path: str, unknown: str) -> str:
        """The blog of a page that does not tell, or else a name, beginning with `unknown`, for what it is part of.

        The only blog of a source takes in every page. Of several, a blog takes in the pages inside its folder,
        unless other blogs live inside that folder too. Pages outside all of them are taken for one blog for
        each folder that lies beside those of the known blogs.
        """
        if len(self._roots) == 1:
            return next(iter(self._roots))
        folder = _folder(path)
        around = [blog for blog, root in self._roots.items() if folder[: len(root)] == root]
        if around:
            home = max(around, key=lambda blog: len(self._roots[blog]))
            if not any(self._is_inside(home, blog) for blog in self._roots if blog != home):
                return home
        for depth in range(len(folder) + 1):
            if not any(root[:depth] == folder[:depth] for root in self._roots.values()):
                return "/".join((unknown, *folder[:depth]))
        return "/".join((unknown, *folder)) if self._roots else unknown

    def _is_inside(self, outer: str, inner: str) -> bool:
        root = self._roots[outer]
        return self._roots[inner][: len(root)] == root


def _folder(path: str) -> Folder:
    return tuple(path.split("/")[:-1])


def _common(one: Folder, other: Folder) -> Folder:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return one[:length]
