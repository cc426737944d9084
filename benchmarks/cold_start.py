"""One cold start for search_speed.py: opens the index of an engine, shows a page of results, prints its CPU seconds.

    python benchmarks/cold_start.py Fts5 FOLDER WORD...

A script of its own, since what the benchmark itself imports would be half of the time.
"""

import sys
import time
from pathlib import Path

from search_engines import engine_named


def main() -> None:
    name, folder, *words = sys.argv[1:]
    engine = engine_named(name)
    engine.open(Path(folder))
    engine.run("page", words)
    print(time.process_time())


if __name__ == "__main__":
    main()
