"""Sources -> posts by way of a store: reads what is new, merges the blogs it belongs to."""

from __future__ import annotations

import hashlib
import os
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archivesearch.addresses import permalink_key
from archivesearch.capture.folder import capture
from archivesearch.capture.member import Captured, OtherFile
from archivesearch.capture.names import shown
from archivesearch.crawl.fetch import fetch_address, is_address
from archivesearch.errors import Problem, RecordError, SourceError
from archivesearch.extract.pool import read_pages
from archivesearch.merging import package_fingerprint
from archivesearch.model import Page, PageReading
from archivesearch.records import post_from_line, record_lines
from archivesearch.report import Tally
from archivesearch.store.posts import RECORDS
from archivesearch.store.store import Store

Source = str | os.PathLike[str]

RECORD_SUFFIXES = (".jsonl", ".ndjson")
COMMIT_SECONDS = 2.0  # between commits while pages are read: what a killed run loses at most


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A source that is there, ready to be read once."""

    path: Path  # absolute
    captured: Iterator[Captured] | None  # None for a file of post records

    @property
    def place(self) -> str:
        """The path as it is kept in the store, the same whatever the locale."""
        return shown(str(self.path))


def open_source(
    source: Source, base_url: str | None, fetched: Path, tally: Tally, allow_private: bool = False
) -> OpenSource:
    """The source, ready to be read; an address is fetched into the folder `fetched` first.

    SourceError when it does not exist or cannot be used.
    """
    if isinstance(source, str) and is_address(source):
        source = fetch_address(source, fetched, allow_private, tally.tell)
    path = Path(os.path.normpath(Path(source).absolute()))
    if path.suffix.lower() in RECORD_SUFFIXES and path.is_file():
        return OpenSource(path, None)
    return OpenSource(path, capture(source, base_url))


@dataclass(frozen=True, slots=True)
class _Awaited:
    """A page on its way through the pool."""

    path: str
    digest: bytes
    size: int


def read_source(
    store: Store, source: OpenSource, jobs: int | None, tally: Tally, is_pruned: bool = False
) -> int:
    """Reads of a source what the store does not know as it is; gives the source's number in the store.

    Commits every few seconds. With `is_pruned` the store forgets the pages that the source has no more.
    """
    store.begin()
    number = store.pages.source_number(source.place)
    if source.captured is None:
        _read_records(store, source.path, tally)
    else:
        captured = (
            _noted(store, source.captured, tally, number, source.place) if is_pruned else source.captured
        )
        _read_pages(store, number, captured, jobs, tally)
    store.commit()
    return number


def _noted(
    store: Store, captured: Iterator[Captured], tally: Tally, number: int, place: str
) -> Iterator[Captured]:
    """The same; at their end the store forgets the pages of the source that did not come by."""
    unread: list[str] = []
    for found in captured:
        if isinstance(found, Page):
            store.pages.note_seen((found.path,))
        elif isinstance(found, Problem):  # what it hides may still be there
            unread.append(found.where.partition("@")[0])
        yield found
    gone = store.pages.forget_unseen(number, unread)
    if gone is None:
        reason = "has no page any more, so nothing was pruned; check that it is the right folder, and mounted"
        tally.problem(Problem(place, "prune", reason))
    else:
        tally.gone(gone)


def _read_records(store: Store, path: Path, tally: Tally) -> None:
    turn = store.posts.next_turn()
    try:
        with path.open("rb") as file:
            for where, line in record_lines(file, shown(path.name)):
                try:
                    tally.post(store.posts.put(post_from_line(line, where), RECORDS, turn))
                except RecordError as error:
                    tally.problem(Problem(where, "record", str(error).removeprefix(f"{where}: ")))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror or error})") from error


def _read_pages(
    store: Store, number: int, captured: Iterator[Captured], jobs: int | None, tally: Tally
) -> None:
    fingerprint = package_fingerprint("extract")
    awaited: deque[_Awaited] = deque()

    def new_pages() -> Iterator[Page]:
        for item in captured:
            if isinstance(item, OtherFile):
                tally.other_file(item.kind)
            elif isinstance(item, Problem):
                tally.problem(item)
            else:
                digest = _page_digest(item, fingerprint)
                known, problem = store.pages.state(number, item.path) or (None, None)
                if known != digest:
                    awaited.append(_Awaited(item.path, digest, len(item.content)))
                    yield item
                elif problem is None:
                    tally.page("unchanged")
                else:  # read before, in vain; still told
                    tally.problem(Problem(item.path, "extract", problem))

    last_commit = time.monotonic()
    for reading in read_pages(new_pages(), jobs):
        page = awaited.popleft()
        store.pages.put(number, page.path, page.digest, page.size, _blog_of(reading), reading)
        if isinstance(reading, Problem):
            tally.problem(reading)
        else:
            tally.page("read")
            for kind in reading.left_out:
                tally.other_file(kind)
            for fault in reading.faults:
                tally.problem(Problem(page.path, "extract", fault))
        if time.monotonic() - last_commit > COMMIT_SECONDS:
            store.commit()
            store.begin()
            last_commit = time.monotonic()


def _blog_of(reading: PageReading | Problem) -> str:
    """The blog that a page tells, else the host that all its posts live on, else ""."""
    if isinstance(reading, Problem):
        return ""
    told = reading.facts.blog
    urls = [entry.permalink.value for entry in reading.entries if entry.permalink]
    keys = [permalink_key(url) for url in urls if "://" in url]  # "../2009/fog.html" tells no host
    hosts = {key.partition("/")[0] for key in keys}
    host = hosts.pop() if len(hosts) == 1 else ""
    if told and (told.partition("/")[0] != host or any(f"{key}/".startswith(f"{told}/") for key in keys)):
        return told
    return host or told  # a feed may name a page as its home that its posts do not lie below


def _page_digest(page: Page, fingerprint: str) -> bytes:
    """Of all that the reading of a page depends on: content, what capture knows of it, the reading code."""
    known = (
        fingerprint,
        page.url,
        page.charset,
        str(page.captured),
        page.media,
        page.base_url,
        page.is_source,
        page.row,
    )
    digest = hashlib.blake2b(repr(known).encode(), digest_size=16)
    digest.update(page.content)
    return digest.digest()
