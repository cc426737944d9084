"""Safari's .webarchive: a page saved with its images into one property list."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator, Mapping
from typing import Any

from archivesearch.capture.member import Captured, Member, OtherFile, error_words, whole_saved_page
from archivesearch.capture.saved_parts import PART_OF_PAGE
from archivesearch.errors import Problem
from archivesearch.model import Page

_BINARY = b"bplist0"
_MAIN = b"WebMainResource"
_PAGE_TYPES = ("text/html", "application/xhtml+xml")


def is_safari_archive(head: bytes) -> bool:
    """Whether the first bytes may be those of a page that Safari saved; an older one is XML."""
    return head.startswith(_BINARY) or (b"<plist" in head and _MAIN in head)


def read_safari_archive(member: Member) -> Iterator[Captured]:
    """The page; its images and frames are counted. Any other property list is no page."""
    content = whole_saved_page(member)
    if isinstance(content, Problem):
        yield content
        return
    if _MAIN not in content:
        yield OtherFile(member.path, "property list")
        return
    try:
        archive = plistlib.loads(content)
        main = archive["WebMainResource"]
        body, kind, address = main["WebResourceData"], main["WebResourceMIMEType"], main["WebResourceURL"]
        others = [str(part.get("WebResourceMIMEType")) for part in _others(archive)]
        charset = main.get("WebResourceTextEncodingName")
        if not isinstance(body, bytes) or not isinstance(kind, str) or not isinstance(address, str):
            raise TypeError("its main resource is none")
    except Exception as error:  # plistlib checks little: over broken lists it raises anything
        yield Problem(member.path, "capture", f"damaged ({error_words(error)}); save the page again")
        return
    if kind.lower() not in _PAGE_TYPES:
        yield OtherFile(member.path, "other file")
        return
    for other in others:
        medium = other.partition("/")[0]
        yield OtherFile(member.path, medium if medium in ("image", "audio", "video") else PART_OF_PAGE)
    is_address = address.lower().startswith(("http://", "https://"))
    yield Page(
        content=body,
        path=member.path,
        url=address if is_address else member.url,
        charset=charset if isinstance(charset, str) else None,
        captured=member.captured,
        base_url=member.base_url,
        url_rule="address in the Safari archive" if is_address else "path below the base URL",
    )


def _others(archive: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What else is in an archive, the pages of its frames included."""
    yield from archive.get("WebSubresources", ())
    for frame in archive.get("WebSubframeArchives", ()):
        yield frame["WebMainResource"]
        yield from _others(frame)
