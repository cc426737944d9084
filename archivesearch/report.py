"""What a run has done: counts that leave nothing out, told while it goes on and at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from archivesearch.errors import Problem
from archivesearch.model import Post

Stage = Literal["lock", "crawl", "pages", "posts", "index"]
Outcome = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: nothing that was given is left out of these counts."""

    pages_read: int = 0
    pages_unchanged: int = 0  # as they were in an earlier run, so they were not read again
    pages_gone: int = 0  # forgotten, because their source has them no more and pruning was asked for
    other_files: Mapping[str, int] = field(default_factory=dict)  # by kind: files that are no pages
    posts_new: int = 0
    posts_changed: int = 0
    posts_unchanged: int = 0
    posts_removed: int = 0  # no page shows them any more as posts
    posts_of_feeds_only: int = 0  # left out: only a feed found beside the blog's pages shows them
    problems: tuple[Problem, ...] = ()

    @property
    def pages(self) -> int:
        """All pages seen, without those that could not be read."""
        return self.pages_read + self.pages_unchanged

    @property
    def posts(self) -> int:
        """All posts that the sources hold."""
        return self.posts_new + self.posts_changed + self.posts_unchanged


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come: told again and again while it goes on."""

    stage: Stage
    done: int  # pages or posts
    problem: Problem | None = None  # one that just turned up
    total: int | None = None  # as far as is known by now
    note: str = ""  # what the user may want to know, and is no problem


Progress = Callable[[Step], None]


class Tally:
    """The counts of a run while it goes on."""

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress
        self._pages: Counter[Literal["read", "unchanged", "gone"]] = Counter()
        self._posts: Counter[Outcome | Literal["removed"]] = Counter()
        self._other_files: Counter[str] = Counter()
        self._feed_only = 0
        self._problems: list[Problem] = []

    def page(self, kind: Literal["read", "unchanged"]) -> None:
        """Counts a page."""
        self._pages[kind] += 1
        self._tell("pages")

    def gone(self, count: int) -> None:
        """Counts pages that were forgotten."""
        self._pages["gone"] += count

    def other_file(self, kind: str) -> None:
        """Counts a file that is no page."""
        self._other_files[kind] += 1

    def post(self, outcome: Outcome) -> None:
        """Counts a post."""
        self._posts[outcome] += 1
        self._tell("posts")

    def removed(self, count: int) -> None:
        """Counts posts that are posts no more."""
        self._posts["removed"] += count

    def feed_only(self, count: int) -> None:
        """Counts posts that were left out because only a feed beside the pages shows them."""
        self._feed_only += count

    def known(self, total: int) -> None:
        """Takes all posts up to `total` that were not counted yet for unchanged."""
        counted = self._posts["new"] + self._posts["changed"] + self._posts["unchanged"]
        self._posts["unchanged"] += max(0, total - counted)

    def problem(self, problem: Problem) -> None:
        """Keeps a problem."""
        self._problems.append(problem)
        self._tell("pages", problem)

    def waiting(self) -> None:
        """Tells that another process has to finish its writing first."""
        if self._progress:
            self._progress(Step("lock", 0))

    def tell(self, step: Step) -> None:
        """Passes on how far another part of the run has come, and keeps the problem that it met."""
        if step.problem:
            self._problems.append(step.problem)
        if self._progress:
            self._progress(step)

    def each_indexed(self, posts: Iterable[Post]) -> Iterator[Post]:
        """The posts, each told as it goes into the search index."""
        for number, post in enumerate(posts, 1):
            if self._progress:
                self._progress(Step("index", number))
            yield post

    def report(self) -> Report:
        """The counts as they are now."""
        return Report(
            pages_read=self._pages["read"],
            pages_unchanged=self._pages["unchanged"],
            pages_gone=self._pages["gone"],
            other_files=dict(self._other_files.most_common()),
            posts_new=self._posts["new"],
            posts_changed=self._posts["changed"],
            posts_unchanged=self._posts["unchanged"],
            posts_removed=self._posts["removed"],
            posts_of_feeds_only=self._feed_only,
            problems=tuple(self._problems),
        )

    def _tell(self, stage: Stage, problem: Problem | None = None) -> None:
        if self._progress:
            counts: Counter[Any] = self._pages if stage == "pages" else self._posts
            self._progress(Step(stage, counts.total(), problem))
