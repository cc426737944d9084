"""How far a run has come: a bar on a terminal, a line now and then in a log, and a summary at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from archivesearch.cli.console import is_terminal, tell, visible
from archivesearch.cli.numbers import count
from archivesearch.report import Report, Stage, Step

LOG_SECONDS = 30  # between the lines in a log
REFRESH_SECONDS = 0.1

_LABELS: dict[Stage, str] = {
    "lock": "waiting for another archivesearch to finish writing",
    "crawl": "fetching pages",
    "pages": "reading pages",
    "posts": "merging posts",
    "index": "indexing posts",
}


@contextmanager
def shown_progress(is_quiet: bool) -> Iterator[Callable[[Step], None]]:
    """A function that shows each step to whoever watches stderr; problems are shown in any case."""
    if is_quiet:
        yield _tell_problem
    elif is_terminal(sys.stderr):
        with _bar() as show:
            yield show
    else:
        yield _Log().show


def summary(report: Report) -> str:
    """What a run did, in one sentence; every page and file is in it."""
    parts = [f"{count(report.pages_read, 'page')} read"]
    if report.pages_unchanged:
        parts.append(f"{report.pages_unchanged:,} unchanged and not read again")
    if report.pages_gone:
        parts.append(f"{count(report.pages_gone, 'page')} gone and forgotten")
    if report.problems:
        parts.append(count(len(report.problems), "problem"))
    if report.other_files:
        kinds = ", ".join(f"{count(number, kind)}" for kind, number in report.other_files.items())
        parts.append(f"no pages: {kinds}")
    if report.posts_of_feeds_only:
        posts = count(report.posts_of_feeds_only, "post")
        parts.append(
            f"{posts} that only a feed shows left out (name the feed's file as a SOURCE to have them)"
        )
    return "; ".join(parts)


def _tell_problem(step: Step) -> None:
    if step.problem:
        tell(str(step.problem))


def _far(step: Step) -> str:
    return f"{step.done:,} of {step.total:,} known" if step.total else f"{step.done:,}"


class _Log:
    """One line every LOG_SECONDS."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def show(self, step: Step) -> None:
        _tell_problem(step)
        if step.note:
            tell(step.note)
        now = time.monotonic()
        if now - self._last >= LOG_SECONDS:
            self._last = now
            tell(f"{_LABELS[step.stage]}: {_far(step)}")


@contextmanager
def _bar() -> Iterator[Callable[[Step], None]]:
    # Lazy imports: rich is for terminals only.
    from rich.console import Console
    from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeElapsedColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    # No refreshing thread: reading forks processes, which is safe only where no other thread runs.
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[far]}"),
        Rate(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
    )
    tasks: dict[Stage, Any] = {}
    last = 0.0

    def show(step: Step) -> None:
        nonlocal last
        if step.stage not in tasks:
            tasks[step.stage] = progress.add_task(_LABELS[step.stage], total=None, far="")
        progress.update(tasks[step.stage], completed=step.done, far=_far(step))
        for said in (step.problem, step.note):
            if said:
                progress.console.print(f"archivesearch: {visible(str(said))}", markup=False, highlight=False)
        now = time.monotonic()
        if now - last >= REFRESH_SECONDS:
            last = now
            progress.refresh()

    with progress:
        yield show
