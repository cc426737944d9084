"""Peak memory and speed of `scrape` over more and more pages, made from one template.

    python benchmarks/memory.py [PAGES ...] [--jobs 1]

The peak is that of the largest process, as the kernel counts it (resident, in MB).
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from results import RESULTS, write_section

WORDS = (
    "harbour lantern gull rope tide ledger fog barrel keeper signal winter brass oil step wick glass".split()
)
_MEASURE = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
)


@dataclass(frozen=True)
class Measured:
    pages: int
    peak_mb: float
    wall_seconds: float
    cpu_seconds: float


def write_pages(folder: Path, count: int) -> None:
    """One page a post, each with an address, a day, a title and a text of its own."""
    for number in range(count):
        year, month, day = 2000 + number % 20, 1 + number // 20 % 12, 1 + number // 240 % 28
        words = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 120))
        url = f"https://log.example/{year}/{month:02}/entry-{number}/"
        place = folder / f"{year}" / f"{month:02}" / f"entry-{number}.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(
            f'<html lang="en"><head><title>Entry {number} | The Log</title><link rel="canonical" href="{url}">'
            f'</head><body class="single"><article class="hentry"><h1 class="entry-title">Entry {number}</h1>'
            f'<time class="published" datetime="{year}-{month:02}-{day:02}T08:{number % 60:02}:00+01:00">morning</time>'
            f'<span class="author vcard">Ida Storm</span><div class="entry-content"><p>Number {number}: {words}.</p>'
            f"<p>{words[::-1]}</p></div></article></body></html>",
            encoding="utf-8",
        )


def measured(count: int, jobs: int) -> Measured:
    with tempfile.TemporaryDirectory() as name:
        write_pages(Path(name), count)
        command = [sys.executable, "-m", "archivesearch", "scrape", "--quiet", "--jobs", str(jobs), name]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, *command], capture_output=True, text=True, check=True
        )
        wall = time.perf_counter() - begin
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(count, int(done.stdout) / 1024, wall, cpu)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", type=int, default=[1000, 10_000, 50_000, 100_000])
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    lines = [
        "| pages | processes | peak MB | pages per second | pages per CPU-second |",
        "|---|---|---|---|---|",
    ]
    for count in given.pages:
        one = measured(count, given.jobs)
        lines.append(
            f"| {count:,} | {given.jobs} | {one.peak_mb:.0f} | {count / one.wall_seconds:,.0f}"
            f" | {count / one.cpu_seconds:,.0f} |"
        )
        print(lines[-1], flush=True)
    write_section(f"Memory of scrape, --jobs {given.jobs}", lines, ("archivesearch",))
    print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()
