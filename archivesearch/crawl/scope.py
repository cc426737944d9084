"""What belongs to the blog: addresses on its host, with or without www., below its start path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from archivesearch.errors import SourceError

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_UNFIT_FOR_NAMES = re.compile(r"[^a-z0-9~._-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """The blog's host and the path that all its pages are below."""

    home: str  # the address as given, made whole
    host: str  # lower case, with a port that is not the usual one, without www.
    base: str  # begins and ends with "/"

    @classmethod
    def of(cls, url: str) -> Self:
        """The blog at an address. SourceError when it is no web address."""
        whole = url.strip() if "://" in url else f"https://{url.strip()}"
        try:
            parts = urlsplit(whole)
            host = host_of(whole)
        except ValueError:
            host = ""
        if not host or parts.scheme.lower() not in _DEFAULT_PORTS:
            raise SourceError(f"{url!r} is no web address; write it like https://blog.example/")
        path = parts.path or "/"
        last = path.rpartition("/")[2]
        # "/blog" is a folder written short, "/blog/index.html" a page of its folder.
        base = path if not last else path[: -len(last)] if "." in last else f"{path}/"
        home = urlunsplit((parts.scheme.lower(), parts.netloc, path, parts.query, ""))
        return cls(home, host, base)

    def is_on_host(self, url: str) -> bool:
        """Whether the address is on the blog's host, wherever there."""
        try:
            return urlsplit(url).scheme in _DEFAULT_PORTS and host_of(url) == self.host
        except ValueError:
            return False

    def holds(self, url: str) -> bool:
        """Whether the address is one of the blog."""
        return self.is_on_host(url) and f"{urlsplit(url).path or '/'}/".startswith(self.base)

    @property
    def folder_name(self) -> str:
        """A name for the blog's folder: host, port and path, fit for every file system."""
        return _name(f"{self.host}{self.base}")

    @property
    def host_folder_name(self) -> str:
        """A name for the folder of all that is on the host."""
        return _name(self.host)


def _name(place: str) -> str:
    return _UNFIT_FOR_NAMES.sub("_", place.strip("/")).strip(".")


def host_of(url: str) -> str:
    """Host and unusual port of an address, lower case, without www. ValueError when it has no such parts."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].lower().removesuffix(_DEFAULT_PORTS.get(parts.scheme, ""))
    return host.removeprefix("www.")
