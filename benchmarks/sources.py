"""Reading the same pages from a folder, a zip of it and a WARC of it; and the memory that one large WARC takes.

    python benchmarks/sources.py [--pages 3000] [--warc 20000 200000]

CPU time of `scrape --jobs 1` over pages made from one template; the peak is that of the largest process.
"""

from __future__ import annotations

import argparse
import io
import resource
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from memory import write_pages
from results import RESULTS, write_section
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_MEASURE = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(used.ru_maxrss, used.ru_utime + used.ru_stime)\n"
)


def write_warc(folder: Path, file: Path, times: int = 1) -> None:
    """The pages of a folder as a crawler keeps them, `times` over, each time as another blog."""
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number in range(times):
            for path in sorted(folder.rglob("*.html")):
                host = f"log{number}.example" if times > 1 else "log.example"
                page = path.read_bytes().replace(b"https://log.example/", f"https://{host}/".encode())
                headers = StatusAndHeaders(
                    "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
                )
                url = f"https://{host}/{path.relative_to(folder).as_posix()}"
                writer.write_record(
                    writer.create_warc_record(url, "response", payload=io.BytesIO(page), http_headers=headers)
                )


def measured(source: Path) -> tuple[float, float]:
    """(peak MB, CPU seconds) of one `scrape --jobs 1`."""
    command = [sys.executable, "-m", "archivesearch", "scrape", "--quiet", "--jobs", "1", str(source)]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *command], capture_output=True, text=True, check=True
    )
    peak, cpu = done.stdout.split()
    return int(peak) / 1024, float(cpu)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument(
        "--warc", nargs="*", type=int, default=[20_000, 200_000], help="pages of large WARC files"
    )
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    lines = [
        "| source | pages | pages per CPU-second | beside the folder | peak MB |",
        "|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "pages")
        write_pages(folder, given.pages)
        write_warc(folder, Path(name, "pages.warc.gz"))
        with zipfile.ZipFile(Path(name, "pages.zip"), "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(folder.rglob("*.html")):
                packed.write(path, path.relative_to(folder).as_posix())
        base = 0.0
        for source in (folder, Path(name, "pages.zip"), Path(name, "pages.warc.gz")):
            peak, cpu = min((measured(source) for _ in range(3)), key=lambda one: one[1])
            base = base or cpu
            lines.append(
                f"| {source.name} | {given.pages:,} | {given.pages / cpu:,.0f} | {base / cpu:.2f} | {peak:.0f} |"
            )
            print(lines[-1], flush=True)
        for count in given.warc:
            large = Path(name, "large.warc.gz")
            write_warc(folder, large, max(1, count // given.pages))
            peak, cpu = measured(large)
            lines.append(
                f"| one WARC of {count // given.pages} blogs | {count:,} | {count / cpu:,.0f} | | {peak:.0f} |"
            )
            print(lines[-1], flush=True)
    write_section("Sources", lines, ("archivesearch", "warcio"))
    print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()
