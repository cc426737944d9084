"""Pages per CPU-second of extraction on the samples, beside other extractors where they are installed.

    python benchmarks/extraction.py [--seconds 3]

Each reader gets the same pages, in one process, as often as the time allows; reading the disk is not counted.
The others make one article of every page, archivesearch makes the posts of all pages, dated and merged.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType

from archivesearch import extract

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PAGE_SUFFIXES = {".html", ".htm", ".aspx"}

Reader = Callable[[bytes], object]


@dataclass(frozen=True)
class Speed:
    name: str
    pages: int
    cpu_seconds: float

    @property
    def pages_per_cpu_second(self) -> float:
        return self.pages / self.cpu_seconds


def sample_pages() -> list[bytes]:
    paths = sorted(path for path in SAMPLES.rglob("*") if path.suffix in PAGE_SUFFIXES)
    return [path.read_bytes() for path in paths]


def readers() -> Iterator[tuple[str, Reader]]:
    """archivesearch and each of the others that can be imported, by name."""
    yield "archivesearch", extract
    if module := installed("trafilatura"):
        yield "trafilatura", partial(module.bare_extraction, with_metadata=True)
    if module := installed("readability"):
        document = module.Document
        yield "readability-lxml", lambda page: document(page).summary()


def installed(name: str) -> ModuleType | None:
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def measured(name: str, read: Reader, pages: list[bytes], seconds: float) -> Speed:
    """The speed over whole rounds of all pages, after one round that warms caches up and is not counted."""
    for page in pages:
        read(page)
    start = time.process_time()
    rounds = 0
    while (spent := time.process_time() - start) < seconds:
        for page in pages:
            read(page)
        rounds += 1
    return Speed(name, rounds * len(pages), spent)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=3.0, help="CPU time for each reader")
    seconds = parser.parse_args().seconds
    pages = sample_pages()
    print(f"{len(pages)} pages, {sum(map(len, pages)) / len(pages) / 1000:.1f} kB on average")
    for name, read in readers():
        speed = measured(name, read, pages, seconds)
        print(f"{speed.name:<18} {speed.pages_per_cpu_second:8.0f} pages per CPU-second")


if __name__ == "__main__":
    main()
