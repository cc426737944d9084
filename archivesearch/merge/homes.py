"""Which blog a page belongs to that does not tell: told by the blogs of the pages around it."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

Folder = tuple[str, ...]


class BlogsByHost:
    """The blogs known on each host: a page that tells only its host is one of the blog that it lies below."""

    def __init__(self, blogs: Iterable[str]) -> None:
        self._bases: dict[str, list[str]] = {}
        for blog in blogs:
            host, slash, base = blog.partition("/")
            if slash:
                self._bases.setdefault(host, []).append(base)

    def hosts(self) -> Iterable[str]:
        """The hosts on which a blog lies below a folder."""
        return self._bases

    def home_of(self, host: str, url: str | None) -> str:
        """The blog of a page at this address that tells only `host`: the innermost one around it, else the host."""
        try:
            path = urlsplit(url or "").path.strip("/") + "/"
        except ValueError:  # such as an unclosed [ of an IPv6 address
            path = ""
        around = [base for base in self._bases.get(host, ()) if path.startswith(f"{base}/")]
        return f"{host}/{max(around, key=len)}" if around else host


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
