"""What the crawling process says of itself while it goes on: JSON lines, read by the one that started it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TextIO

from archivesearch.crawl.plan import CrawlReport
from archivesearch.errors import Problem


class Telling:
    """The report of a run while it is filled, and the stream on which its steps are told."""

    def __init__(self, out: TextIO, report: CrawlReport) -> None:
        self.report = report
        self._out = out
        self._waiting = 0

    def step(self, waiting: int) -> None:
        """Tells how far the run has come, and that so many addresses are known to be still to come."""
        self._waiting = waiting
        self._say_step()

    def problem(self, url: str, reason: str) -> None:
        """Keeps and tells what is wrong with one address."""
        problem = Problem(url, "crawl", reason)
        self.report.problems = (*self.report.problems, problem)
        self._say_step(problem=asdict(problem))

    def note(self, text: str) -> None:
        """Tells what is no fault, but what the user may want to know."""
        self._say_step(note=text)

    def end(self) -> None:
        """Tells the whole report."""
        self.say({"report": asdict(self.report)})

    def say(self, message: Mapping[str, Any]) -> None:
        """Writes a message."""
        self._out.write(json.dumps(message) + "\n")
        self._out.flush()

    def _say_step(self, **more: Any) -> None:
        done = self.report.done
        self.say({"step": {"stage": "crawl", "done": done, "total": done + self._waiting, **more}})
