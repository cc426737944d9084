"""CPU time of extraction for each page, beside other extractors, in one run.

    python benchmarks/extraction.py [FOLDER] [--seconds 5]

Every page goes through all readers in turn, in one process, so that whatever else the machine does meets them
alike; reading the disk is not counted. The others make one article of every page, archivesearch makes the posts
of all pages, with every field. FOLDER holds saved pages; by default the samples.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from results import RESULTS, write_section

from archivesearch import extract

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PAGE_SUFFIXES = {".html", ".htm", ".aspx"}
PACKAGES = ("archivesearch", "trafilatura", "htmldate", "newspaper4k", "readability-lxml")
MOST_PAGES = 400  # of a folder, spread evenly

Reader = Callable[[bytes], object]


@dataclass
class Spent:
    """What one reader has used."""

    name: str
    read: Reader
    cpu_seconds: float = 0.0
    failed: set[int] = field(default_factory=set)

    def turn(self, number: int, page: bytes) -> None:
        begin = time.process_time()
        try:
            self.read(page)
        except Exception:  # whatever a reader raises over a page that others can read
            self.failed.add(number)
        self.cpu_seconds += time.process_time() - begin


def pages_of(folder: Path) -> list[bytes]:
    paths = sorted(
        path for path in folder.rglob("*") if path.suffix.lower() in PAGE_SUFFIXES and path.is_file()
    )
    step = max(1, len(paths) // MOST_PAGES)
    return [path.read_bytes() for path in paths[::step]]


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


def measured(pages: list[bytes], seconds: float) -> tuple[list[Spent], int]:
    """(what each reader used, rounds) over whole rounds, after one that warms up and is not counted."""
    spent = [Spent(name, read) for name, read in readers()]
    rounds = -1
    begin = 0.0
    while rounds < 1 or time.process_time() - begin < seconds * len(spent):
        if rounds == 0:
            begin = time.process_time()
            for reader in spent:
                reader.cpu_seconds = 0.0
        for number, page in enumerate(pages):
            for reader in spent:
                reader.turn(number, page)
        rounds += 1
    return spent, rounds


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
    pages = pages_of(given.folder)
    spent, rounds = measured(pages, given.seconds)
    about = (
        f"{len(pages)} pages, {sum(map(len, pages)) / len(pages) / 1000:.1f} kB on average, {rounds} rounds."
    )
    lines = [about, "", *table(spent, len(pages) * rounds)]
    print("\n".join(lines))
    if given.folder == SAMPLES:  # others cannot measure a folder of one's own again
        write_section("Extraction", lines, PACKAGES)
        print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()
