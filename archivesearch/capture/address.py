"""The web address of a page, from the blog's address and the page's path in a mirror of it."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from archivesearch.errors import SourceError

_PATH_SAFE = "/~!$&'()*+,;=:@"
# wget keeps the query of an address in the file's name: "index.php?p=12".
_QUERY_IN_NAME = re.compile(rb"\?(?=[\w.%-]+=)")


def checked_base_url(base_url: str) -> str:
    """The blog's address as given; SourceError unless it is an http or https address with a host."""
    try:
        parts = urlsplit(base_url.strip())
        is_address = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address:
        raise SourceError(f"base URL {base_url!r} is no web address; write it like https://host/blog/")
    return base_url.strip()


def page_url(base_url: str, path: bytes) -> str:
    """The address of the page at `path` (bytes of the file system, "/" between parts) below `base_url`."""
    name, *query = _QUERY_IN_NAME.split(path, maxsplit=1)
    tail = f"?{quote(query[0], safe=_PATH_SAFE + '?%')}" if query else ""
    return f"{base_url.rstrip('/')}/{quote(name, safe=_PATH_SAFE)}{tail}"
