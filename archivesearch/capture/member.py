"""Member: one file of a source, and what it turns out to be by its content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from archivesearch.capture.address import host_folder_url, page_url
from archivesearch.capture.exports import ATOM, CUT_BYTES, CUTS, RSS, Cut, cut_text, cut_xml, is_atom
from archivesearch.capture.json_cut import cut_json
from archivesearch.capture.kinds import (
    SNIFFED_BYTES,
    Media,
    export_media,
    has_front_matter,
    is_html,
    is_json_name,
    is_of_mirror_tool,
    is_template,
    media_by_name,
    other_kind_by_name,
    page_export_media,
    xml_kind,
)
from archivesearch.capture.payloads import Payloads
from archivesearch.capture.saved_from import saved_from
from archivesearch.errors import Problem
from archivesearch.model import Page, Timestamp

MAX_PAGE_BYTES = 32 * 2**20  # the largest saved blog pages seen (a whole archive on one page) are near 10 MB

_MAX_SAVED_BYTES = 4 * MAX_PAGE_BYTES  # of a page with its images, which MHTML holds in base64
_PIECE_BYTES = 2**18
_ERROR_LETTERS = 150  # some errors quote what they choked on, whatever its length
TOO_LARGE = f"larger than {MAX_PAGE_BYTES // 2**20} MiB, too large for a blog page; it was left out"


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file that is no page; counted by kind, so that nothing goes missing silently."""

    path: str
    kind: str  # "image", "feed", "link out of the source", ...


Captured = Page | OtherFile | Problem


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a source."""

    path: str  # relative to the source, "/" between parts, fit to be printed and stored
    open: Callable[[], BinaryIO]  # from the first byte; need not be seekable; may raise OSError
    base_url: str | None = None  # the blog's address as the user gave it
    raw_path: bytes | None = (
        None  # the bytes of the path in the file system; None when they are those of `path`
    )
    captured: Timestamp | None = None
    is_source: bool = False  # a source by itself, as the user gave it
    row: tuple[tuple[str, str], ...] = ()  # what a table beside it says of it
    payloads: Payloads | None = None  # of the web archives of its source that were read before it

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    def renamed(self, path: str) -> Member:
        """The same file under another path."""
        return replace(self, path=path)

    @property
    def address(self) -> tuple[str | None, str]:
        """(the address of the file in a mirror, how it is known): by the folder named like a host, else by the base URL."""
        path = self.raw_path if self.raw_path is not None else self.path.encode()
        if (url := host_folder_url(path, self.base_url)) is not None:
            return url, "host folder of the mirror"
        return page_url(self.base_url, path) if self.base_url else None, "path below the base URL"

    @property
    def url(self) -> str | None:
        """The address of the file in a mirror, if it is known."""
        return self.address[0]


def read_member(member: Member) -> Iterator[Captured]:
    """The pages of one file, told by its first bytes and its name; what is wrong with it comes as a Problem."""
    kind = other_kind_by_name(member.name)
    if kind is not None:
        yield OtherFile(member.path, kind)
        return
    try:
        with member.open() as file:
            head = file.read(SNIFFED_BYTES)
            kind, media = _kind_and_media(member.path, head)
            if media is None:
                yield OtherFile(member.path, kind)
                return
            # an export is always cut, so that what is no post in it is counted
            is_cut = media in CUTS or media in ("movabletype", "json")
            most = 0 if media in ("movabletype", "wxr") else CUT_BYTES if is_cut else MAX_PAGE_BYTES
            content = read_bounded(file, head, most + 1)
            if len(content) > most and is_cut:
                yield from _cut(member, file, content, media)
                return
    except OSError as error:
        yield unreadable(member.path, error)
        return
    if len(content) > MAX_PAGE_BYTES:
        yield Problem(member.path, "capture", TOO_LARGE)
        return
    if media == "html":
        media = "substack" if member.row else page_export_media(member.name, content) or media
    url, rule = member.address
    saved = saved_from(head) if media == "html" else None
    yield Page(
        content=content,
        path=member.path,
        url=saved.url if saved else url,
        media=media,
        base_url=member.base_url,
        captured=(saved.captured if saved else None) or member.captured,
        url_rule=saved.rule if saved else rule,
        is_source=member.is_source,
        row=member.row,
    )


def _cut(member: Member, file: BinaryIO, head: bytes, media: Media) -> Iterator[Captured]:
    """A page for each item of a feed or export that is too large to be one page."""
    if media == "json":
        items = cut_json(member.open)
    elif media == "movabletype":
        items = cut_text(file, head)
    else:
        cut: Cut = ATOM if CUTS[media] is RSS and is_atom(head) else CUTS[media]
        items = cut_xml(file, head, cut)
    for item in items:
        path = f"{member.path}#item-{item.number}"
        if item.problem is not None:
            yield Problem(path, "capture", item.problem)
        elif item.kind is not None:
            yield OtherFile(path, item.kind)
        else:
            yield Page(
                content=item.content,
                path=path,
                media=media,
                base_url=member.base_url,
                captured=member.captured,
                is_source=member.is_source,
            )


def _kind_and_media(path: str, head: bytes) -> tuple[str, Media | None]:
    name = path.rpartition("/")[2]
    promised = media_by_name(name)
    if is_of_mirror_tool(name, head):
        return "file of the mirror tool", None
    if promised in ("html", "markdown") and is_template(path, head):
        return "template", None
    if is_html(head):
        return "page", "html"
    if promised == "html" and has_front_matter(head):
        return "page", "markdown"
    media = export_media(head, is_whole=len(head) < SNIFFED_BYTES)
    if media is not None:
        return "page", media
    kind = xml_kind(head)
    if kind is not None:
        return kind, None
    return "data file" if is_json_name(name) else "unknown file", promised


def unreadable(path: str, error: OSError) -> Problem:
    """The problem with a file or folder that the system refuses to read."""
    remedy = "; check its permissions" if isinstance(error, PermissionError) else ""
    return Problem(path or ".", "capture", f"cannot be read ({error.strerror or error}){remedy}")


def error_words(error: BaseException) -> str:
    """What an error says, on one line and no longer than a line."""
    if isinstance(error, AttributeError | TypeError | LookupError):  # over what a reader did not expect
        return "not as the format has it"
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= _ERROR_LETTERS else f"{text[:_ERROR_LETTERS]}\u2026"


def whole_saved_page(member: Member) -> bytes | Problem:
    """The bytes of a file into which a browser saved a page with its images; a Problem for one that is too large."""
    with member.open() as file:
        content = read_bounded(file, b"", _MAX_SAVED_BYTES + 1)
    if len(content) <= _MAX_SAVED_BYTES:
        return content
    reason = f"larger than {_MAX_SAVED_BYTES // 2**20} MiB, too large for a saved page; it was left out"
    return Problem(member.path, "capture", reason)


def read_bounded(file: BinaryIO, head: bytes, most: int) -> bytes:
    """All of a file after its `head`, with it, up to `most` bytes; memory as much as it holds, not as it may."""
    pieces, size = [head], len(head)
    while size < most and (piece := file.read(min(_PIECE_BYTES, most - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)
