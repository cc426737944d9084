"""Pages read by several processes, in the order they came; no page can kill or hang the run."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import connection
from types import FrameType

from archivesearch.errors import ExtractError, Problem
from archivesearch.model import Page, PageReading

Reading = PageReading | Problem

PAGE_CPU_SECONDS = 30  # of CPU, so a busy machine changes nothing; the slowest real page seen takes under 3
KILL_AFTER_SECONDS = 10  # more, for a page that hangs inside a C library, where no exception can be raised
# In these a C library cannot hang for long: lexbor takes 4 s for 30,000 attributes of one element, then squared.
HARMLESS_BYTES = 256 * 2**10
BATCH_PAGES = 8
BATCH_BYTES = 2 * 2**20
BATCHES_AHEAD = 3  # per process: enough to keep it busy, few enough to keep memory flat
# Parsers leak a little with every page, so the processes are replaced now and then.
BATCHES_PER_PROCESS = 500


def read_pages(pages: Iterable[Page], jobs: int | None = None) -> Iterator[Reading]:
    """What each page says, or the Problem that kept it from being read, in the order of the pages.

    `jobs` processes share the work, as many as there are cores when it is None. With 1, or with so few and short
    pages that none of them can take long, everything happens in this process. The answers are the same for any
    number. Pages are asked for a bounded number ahead.
    """
    count = jobs or usable_cores()
    if count == 1:
        yield from map(_read, pages)
        return
    batches = _batches(pages)
    first = list(islice(batches, 2))
    if len(first) == 1 and sum(len(page.content) for page in first[0]) <= HARMLESS_BYTES:
        yield from map(_read, first[0])
    else:
        yield from _PagePool(count if len(first) > 1 else 1).read(chain(first, batches))


def usable_cores() -> int:
    """How many processors this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _TooLong(BaseException):
    """Raised by the timer inside a page's reading; no Exception, lest a tolerant parser swallow it."""


class _PagePool:
    """A pool of processes that is rebuilt when one dies and now and then anyway."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        # A fork shares what is loaded and needs no guard around a user's main script, but is unsafe where
        # threads run: they may hold locks that nobody in the child would ever release.
        is_safe_to_fork = sys.platform == "linux" and threading.active_count() == 1
        self._context = multiprocessing.get_context("fork" if is_safe_to_fork else "spawn")

    def read(self, batches: Iterator[Sequence[Page]]) -> Iterator[Reading]:
        if self._context.get_start_method() == "fork":
            importlib.import_module("archivesearch.extract.extractor")  # once here, not once in each process
        while first := next(batches, None):
            stretch = islice(batches, BATCHES_PER_PROCESS * self._jobs - 1)
            yield from self._read_stretch(chain((first,), stretch))

    def _read_stretch(self, batches: Iterator[Sequence[Page]]) -> Iterator[Reading]:
        """Reads with one set of processes, and with a new set after one has died."""
        pending: deque[tuple[Sequence[Page], Future[list[Reading]]]] = deque()
        executor = self._executor(self._jobs)
        try:
            while True:
                for batch in islice(batches, self._jobs * BATCHES_AHEAD - len(pending)):
                    pending.append((batch, self._submit(executor, batch)))
                if not pending:
                    return
                batch, future = pending[0]
                try:
                    readings = future.result()
                except BrokenProcessPool:
                    executor.shutdown(wait=True)
                    for batch, future in pending:
                        yield from self._rescued(batch, future)
                    pending.clear()
                    executor = self._executor(self._jobs)
                    continue
                pending.popleft()
                yield from readings
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def _rescued(self, batch: Sequence[Page], future: Future[list[Reading]]) -> Iterator[Reading]:
        """The readings of a batch that was under way when a process died, page by page unless it was done."""
        if future.done() and not future.cancelled() and future.exception() is None:
            yield from future.result()
            return
        for page in batch:
            with self._executor(1) as executor:
                try:
                    yield from executor.submit(_read_batch, (page,)).result()
                except BrokenProcessPool:
                    yield Problem(
                        page.path,
                        "extract",
                        "the process that read it died (crashed, killed, or out of memory or time);"
                        " the page was left out",
                    )

    def _executor(self, jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs, mp_context=self._context, initializer=_start_process)

    @staticmethod
    def _submit(executor: ProcessPoolExecutor, batch: Sequence[Page]) -> Future[list[Reading]]:
        try:
            return executor.submit(_read_batch, batch)
        except BrokenProcessPool as error:  # found broken before the oldest answer was asked for
            future: Future[list[Reading]] = Future()
            future.set_exception(error)
            return future


def _batches(pages: Iterable[Page]) -> Iterator[Sequence[Page]]:
    batch: list[Page] = []
    size = 0
    for page in pages:
        batch.append(page)
        size += len(page.content)
        if len(batch) == BATCH_PAGES or size >= BATCH_BYTES:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


# ---------------------------------------------------------------- inside a process


def _start_process() -> None:
    """Makes the process deaf to Ctrl-C, which is the parent's to handle, and end when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _read_batch(batch: Sequence[Page]) -> list[Reading]:
    return [_read(page, can_kill=True) for page in batch]


def _read(page: Page, can_kill: bool = False) -> Reading:
    from archivesearch.extract.extractor import read_page  # a lazy import: parsers are slow to load

    try:
        with _time_limit(can_kill):
            return read_page(page)
    except ExtractError as error:
        reason = str(error)
    except _TooLong:
        reason = f"reading it took more than {PAGE_CPU_SECONDS} seconds of CPU; the page was left out"
    except RecursionError:
        reason = "its markup is nested too deeply; the page was left out"
    except MemoryError:
        reason = "not enough memory to read it; the page was left out"
    except Exception as error:  # a bug in the reading of one page must not cost the other pages
        reason = (
            f"a fault in archivesearch ({type(error).__name__}: {error}); please report it with this page"
        )
    return Problem(page.path, "extract", reason)


@contextmanager
def _time_limit(can_kill: bool) -> Iterator[None]:
    """Raises _TooLong in the block after PAGE_CPU_SECONDS; a little later, if it may, ends the process.

    Timers need Unix and the main thread; elsewhere a page's time is not limited.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _raise_too_long)
    signal.setitimer(signal.ITIMER_PROF, PAGE_CPU_SECONDS)
    if can_kill:  # the untouched disposition of SIGVTALRM ends the process, in the middle of C code too
        signal.setitimer(signal.ITIMER_VIRTUAL, PAGE_CPU_SECONDS + KILL_AFTER_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGPROF, before)


def _raise_too_long(signum: int, frame: FrameType | None) -> None:
    raise _TooLong
