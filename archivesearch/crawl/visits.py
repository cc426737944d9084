"""What is known of addresses asked for earlier: a file of JSON lines, so that kill -9 costs one line at most."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

from archivesearch.crawl.frontier import Role, address_key

VisitedLink = tuple[str, Role, str | None]  # address, role, when it changed
Outcome = Literal["page", "redirect", "missing", "other", "forbidden", "failed"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One address asked for: what came, and where it leads."""

    url: str
    run: int
    outcome: Outcome
    role: Role
    date: str  # when it was fetched, as in WARC-Date
    etag: str | None = None
    modified: str | None = None  # Last-Modified, as the server wrote it
    digest: str | None = None  # of the payload, as in WARC-Payload-Digest
    payload_date: str | None = None  # of the record that holds the payload, where it is an earlier one
    links: tuple[VisitedLink, ...] = ()
    news: int = 0  # posts on it that no list had shown before

    @property
    def instant(self) -> datetime:
        """When it was fetched."""
        return datetime.fromisoformat(self.date)

    def to_line(self) -> bytes:
        """The visit as one line of JSON."""
        record = {name: value for name, value in asdict(self).items() if value not in (None, (), 0)}
        return (
            json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
        )

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self:
        """The visit of a line's JSON."""
        return cls(**{**record, "links": tuple((url, role, at) for url, role, at in record.get("links", ()))})


class Visits:
    """All visits of one blog, over all runs. Memory holds a few numbers for each, the file the rest.

    A run that was killed or stopped goes on with the next start: `run` is its number again. Not for two
    processes at a time. With `is_exact` every spelling of an address is one of its own, as for captures, whose
    addresses differ in the time alone.
    """

    def __init__(self, path: Path, is_exact: bool = False) -> None:
        self._path = path
        self._is_exact = is_exact
        self._places: dict[int, int] = {}  # key of an address -> where its latest line begins
        self.run = 1
        self.is_resumed = False
        self._cut_half_line()
        self._file = path.open("a+b")
        path.chmod(0o600)
        for place, record in self._lines():
            if "ended" in record:
                self.run, self.is_resumed = record["ended"] + 1, False
            else:
                self._places[self._key(record["url"], record.get("outcome"))] = place
                self.run, self.is_resumed = record["run"], True

    def latest(self, url: str) -> Visit | None:
        """The last visit of an address, in any run; of a redirect only when it was asked in this very spelling."""
        place = max(self._places.get(self._key(url), -1), self._places.get(self._key(url, "redirect"), -1))
        if place < 0:
            return None
        self._file.seek(place)
        return Visit.from_record(json.loads(self._file.readline()))

    def add(self, visit: Visit) -> None:
        """Keeps a visit; it is in the hands of the system when this returns."""
        self._places[self._key(visit.url, visit.outcome)] = self._append(visit.to_line())

    def earlier(self) -> Iterator[Visit]:
        """The visits of runs before this one, oldest first."""
        for _, record in self._lines():
            if record.get("run", self.run) < self.run:
                yield Visit.from_record(record)

    def end_run(self) -> None:
        """Takes the run for complete, and keeps only the latest line of each address."""
        self._append(json.dumps({"ended": self.run}).encode() + b"\n")
        fresh = self._path.with_name(f"{self._path.name}.new")
        latest = set(self._places.values())
        with fresh.open("wb") as file:
            for place, record in self._lines():
                if place in latest:
                    file.write(Visit.from_record(record).to_line())
            file.write(json.dumps({"ended": self.run}).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self._file.close()
        fresh.chmod(0o600)
        fresh.replace(self._path)
        self._file = self._path.open("a+b")

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def _key(self, url: str, outcome: str | None = None) -> int:
        """The number under which a visit is kept. A redirect may lead from one spelling of an address to another."""
        if self._is_exact:
            return hash(url)
        return hash(("redirect", url)) if outcome == "redirect" else address_key(url)

    def _append(self, line: bytes) -> int:
        place = self._file.seek(0, os.SEEK_END)
        self._file.write(line)
        self._file.flush()
        return place

    def _lines(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """(where it begins, what it says) of each line; a line that is no JSON is left out."""
        place = 0
        with self._path.open("rb") as file:
            for line in file:
                try:
                    record = json.loads(line)
                except ValueError:
                    record = None
                if isinstance(record, dict) and ("url" in record or "ended" in record):
                    yield place, record
                place += len(line)

    def _cut_half_line(self) -> None:
        """Cuts off what a killed run has written of its last line."""
        if not self._path.exists():
            return
        with self._path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            step = 65536
            place = size
            while place:
                begin = max(0, place - step)
                file.seek(begin)
                newline = file.read(place - begin).rfind(b"\n")
                if newline >= 0:
                    file.truncate(begin + newline + 1)
                    return
                place = begin
            file.truncate(0)
