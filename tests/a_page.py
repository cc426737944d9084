"""Small pages of our own and what extraction says of them, for the tests of one rule at a time."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time
from types import FrameType

import pytest

from archivesearch.extract.document import Document
from archivesearch.extract.extractor import read_page
from archivesearch.extract.fields.body import read_text
from archivesearch.model import Entry, Page, PageReading

BLOG = "https://tide.example/"
POST = BLOG + "2009/09/05/lamp.html"  # by its form the address of a post
MONTH = BLOG + "2009/09/"  # and that of a list

LAMP = "<p>The harbour has a new lamp, and the herring boats steer by it all through the night.</p>"
FOG = "<p>Nine days of fog, and nobody saw the far pier; we rang the bell by hand, an hour each.</p>"
FERRY = "<p>The ferry will not run before March, so the island bakes its own bread until the thaw.</p>"


def page(body: str, head: str = "", lang: str = "en") -> str:
    """A page around a body."""
    return f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def read(body: str, url: str | None = POST, head: str = "", lang: str = "en") -> PageReading:
    """What a page around a body says."""
    return read_page(Page(page(body, head, lang).encode(), "page.html", url))


def the_entry(body: str, url: str | None = POST, head: str = "", lang: str = "en") -> Entry:
    """The one entry of a page around a body."""
    [entry] = read(body, url, head, lang).entries
    return entry


def text_of(markup: str) -> str:
    """The plain text of a stretch of markup."""
    document = Document(page(markup))
    return read_text(document, document.body)


MOST_SECONDS = 6  # about three times what the slowest needs on a busy machine; a runaway pattern takes hours


@contextmanager
def in_bounded_time() -> Iterator[None]:
    """Fails when the block takes more than MOST_SECONDS of CPU; where there are timers, at once."""
    has_timer = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    started = process_time()
    if has_timer:
        before = signal.signal(signal.SIGPROF, _fail)
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        yield
    finally:
        if has_timer:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
    assert process_time() - started < MOST_SECONDS


def _fail(signum: int, frame: FrameType | None) -> None:
    pytest.fail(f"took more than {MOST_SECONDS} seconds of CPU")
