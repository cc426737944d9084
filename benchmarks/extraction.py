"""CPU time of extraction for each page, beside other extractors, in one run.

    python benchmarks/extraction.py [FOLDER] [--seconds 5]

Every page goes through all readers in turn, in one process, so that whatever else the machine does meets them
alike; reading the disk is not counted. The others make one article of every page, archivesearch makes the posts
of all pages, with every field. FOLDER holds saved pages; by default the samples. Of many pages 200 are read, spread
evenly; a page over which a reader is too slow is left out for all, and told.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import logging
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from results import RESULTS, write_section

from archivesearch import extract

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PAGE_SUFFIXES = {".html", ".htm", ".aspx"}
PACKAGES = ("archivesearch", "trafilatura", "htmldate", "newspaper4k", "readability-lxml")
MOST_PAGES = 200  # of a folder
MOST_SECONDS = 20.0  # that a reader may take for one page, a thousand times what most take
MOST_STOPS = 3  # a reader that takes longer for more pages is left out

Reader = Callable[[bytes], object]


class TooSlow(BaseException):
    """Ends what a reader does over a page; none of them catches it, as they do with exceptions."""


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooSlow


@dataclass
class Spent:
    """What one reader has used."""

    name: str
    read: Reader
    cpu_seconds: float = 0.0
    failed: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)

    def turn(self, name: str, page: bytes) -> None:
        signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS, 1.0)  # again, where a destructor swallows it
        begin = time.process_time()
        try:
            self.read(page)
        except TooSlow:
            self.stopped.add(name)
        except Exception:  # whatever a reader raises over a page that others can read
            self.failed.add(name)
        self.cpu_seconds += time.process_time() - begin
        signal.setitimer(signal.ITIMER_REAL, 0)


def pages_of(folder: Path) -> dict[str, bytes]:
    """The pages of a folder by their path in it, or as many of them as are read, spread evenly."""
    paths = sorted(
        path for path in folder.rglob("*") if path.suffix.lower() in PAGE_SUFFIXES and path.is_file()
    )
    count = min(len(paths), MOST_PAGES)
    some = [paths[number * len(paths) // count] for number in range(count)]
    return {str(path.relative_to(folder)): path.read_bytes() for path in some}


def readers() -> Iterator[tuple[str, Reader]]:
    """archivesearch and each of the others that can be imported, by name."""
    yield "archivesearch", extract
    if module := installed("trafilatura"):
        yield "trafilatura", partial(module.bare_extraction, with_metadata=True)
    if module := installed("newspaper"):
        yield "newspaper4k", partial(_newspaper, module)
    if module := installed("readability"):
        document = module.Document
        yield "readability-lxml", lambda page: document(page.decode("utf-8", "replace")).summary()


def _newspaper(module: ModuleType, page: bytes) -> object:
    return newspaper_article(module, page.decode("utf-8", "replace"))


def newspaper_article(module: ModuleType, page: str) -> Any:
    """The article that newspaper4k makes of a page; it would fetch the page's images from the network, asked or not."""

    class Article(module.Article):  # type: ignore[name-defined,misc]
        def fetch_images(self) -> None:
            pass

    article = Article("https://blog.example/post")
    article.download(input_html=page)
    article.parse()
    return article


def installed(name: str) -> ModuleType | None:
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def measured(pages: dict[str, bytes], seconds: float) -> tuple[list[Spent], int, int]:
    """(what each reader used, pages, rounds) over whole rounds, after one that warms up and is not counted.

    In that one the readers and pages are told that take too long.
    """
    readers_left = [reader for reader in map(Spent, *zip(*readers(), strict=True)) if _warm_up(reader, pages)]
    slow = set().union(*(reader.stopped for reader in readers_left))
    kept = {name: page for name, page in pages.items() if name not in slow}
    rounds = 0
    begin = time.process_time()
    while rounds < 1 or time.process_time() - begin < seconds * len(readers_left):
        for name, page in kept.items():
            for reader in readers_left:
                reader.turn(name, page)
        rounds += 1
    return readers_left, len(kept), rounds


def _warm_up(reader: Spent, pages: dict[str, bytes]) -> bool:
    """Whether a reader has read the pages, but for a few; which are too slow is printed."""
    for name, page in pages.items():
        count = len(reader.stopped)
        reader.turn(name, page)
        if len(reader.stopped) > count:
            print(f"left out: {reader.name} takes more than {MOST_SECONDS:.0f} s for {name}", flush=True)
        if len(reader.stopped) > MOST_STOPS:
            print(f"left out: {reader.name}, too slow for more than {MOST_STOPS} pages", flush=True)
            return False
    reader.cpu_seconds = 0.0
    reader.failed.clear()
    return True


def table(spent: list[Spent], count: int) -> list[str]:
    ours = spent[0].cpu_seconds
    return [
        "| reader | ms a page | pages per CPU-second | times ours | pages it failed on |",
        "|---|---|---|---|---|",
        *(
            f"| {one.name} | {one.cpu_seconds / count * 1000:.2f} | {count / one.cpu_seconds:,.0f}"
            f" | {one.cpu_seconds / ours:.2f} | {len(one.failed)} |"
            for one in spent
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--seconds", type=float, default=5.0, help="CPU time for each reader")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGALRM, _stop)
    pages = pages_of(given.folder)
    if not pages:
        parser.error(f"no pages in {given.folder}")
    spent, count, rounds = measured(pages, given.seconds)
    size = sum(map(len, pages.values())) / len(pages) / 1000
    about = f"{count} pages, {size:.1f} kB on average, {rounds} rounds."
    lines = [about, "", *table(spent, count * rounds)]
    print("\n".join(lines))
    if given.folder == SAMPLES:  # others cannot measure a folder of one's own again
        write_section("Extraction", lines, PACKAGES)
        print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()
