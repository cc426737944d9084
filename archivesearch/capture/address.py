"""The web address of a page, from the blog's address and the page's path in a mirror of it."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from archivesearch.errors import SourceError

_PATH_SAFE = "/~!$&'()*+,;=:@"
# wget keeps the query of an address in the file's name: "index.php?p=12".
# On Windows it writes "@" for "?"; with --adjust-extension it adds ".html".
_QUERY_IN_NAME = re.compile(rb"[?@](?=[\w.%-]+=)")
_ADDED_ENDING = re.compile(rb"\.html?$")
_HOST = re.compile(
    rb"(?:[a-z0-9](?:[a-z0-9-]*\.)+([a-z]{2,24})|(?:\d{1,3}\.){3}\d{1,3}|localhost(?=[:+]))(?:[:+]\d{2,5})?",
    re.IGNORECASE,
)
_FILE_ENDINGS = frozenset(
    b"html htm php aspx asp css js txt md xml zip tar gz app framework git old bak".split()
)


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


def host_folder_url(path: bytes, base_url: str | None) -> str | None:
    """The address of a page in a mirror that keeps each host in a folder of its name, as wget and HTTrack do.

    With a base URL only that blog's own host counts. None when the path does not begin with such a folder.
    """
    folder, _, rest = path.partition(b"/")
    match = _HOST.fullmatch(folder)
    if not rest or match is None or (match[1] or b"").lower() in _FILE_ENDINGS:
        return None
    host = folder.decode("ascii").lower().replace("+", ":")
    if base_url is None:
        return page_url(f"http://{host}", rest)
    parts = urlsplit(base_url)
    if host.removeprefix("www.") != parts.netloc.lower().removeprefix("www."):
        return None
    return page_url(f"{parts.scheme}://{parts.netloc}", rest)


def page_url(base_url: str, path: bytes) -> str:
    """The address of the page at `path` (bytes of the file system, "/" between parts) below `base_url`."""
    name, *query = _QUERY_IN_NAME.split(path, maxsplit=1)
    tail = f"?{quote(_ADDED_ENDING.sub(b'', query[0]), safe=_PATH_SAFE + '?%')}" if query else ""
    return f"{base_url.rstrip('/')}/{quote(name, safe=_PATH_SAFE)}{tail}"
