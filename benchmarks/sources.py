"""Reading the same pages from a folder, a zip of it and a WARC of it; the memory that one large WARC takes; WXR exports.

    python benchmarks/sources.py [--rounds 3] [--warc 10000 50000 100000 200000] [--wxr-mb 40 600]

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
from collections.abc import Iterable, Iterator
from pathlib import Path

from memory import WORDS, write_pages
from results import RESULTS, write_section
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGES_OF_A_BLOG = 2500

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


def write_wxr(file: Path, megabytes: int) -> int:
    """A WordPress export of that size, every tenth item a draft or an attachment; how many posts are in it."""
    posts = number = 0
    with file.open("w", encoding="utf-8") as out:
        out.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
            "<title>The Log</title><link>https://log.example</link><wp:author><wp:author_login>ida</wp:author_login>"
            "<wp:author_display_name><![CDATA[Ida Storm]]></wp:author_display_name></wp:author>\n"
        )
        while out.tell() < megabytes * 2**20:
            number += 1
            kind = "attachment" if number % 10 == 3 else "post"
            status = "draft" if number % 10 == 7 else "publish"
            posts += kind == "post" and status == "publish"
            words = " ".join(WORDS[(number * step + step // 7) % len(WORDS)] for step in range(1, 400))
            stamp = f"{2000 + number % 20}-{1 + number // 20 % 12:02}-{1 + number // 240 % 28:02} 08:{number % 60:02}:13"
            comments = "".join(
                f"<wp:comment><wp:comment_id>{k}</wp:comment_id><wp:comment_content><![CDATA[{words[:300]}]]>"
                "</wp:comment_content></wp:comment>"
                for k in range(3)
            )
            out.write(
                f"<item><title>Entry {number}</title><link>https://log.example/entry-{number}/</link>"
                f"<dc:creator>ida</dc:creator><content:encoded><![CDATA[Number {number}: {words}.\n\n<em>{words[::-1]}</em>"
                f"\n\n[gallery ids='1,2']]]></content:encoded><wp:post_id>{number}</wp:post_id><wp:post_date>{stamp}"
                f"</wp:post_date><wp:post_date_gmt>{stamp}</wp:post_date_gmt><wp:status>{status}</wp:status>"
                f'<wp:post_type>{kind}</wp:post_type><category domain="post_tag"><![CDATA[lamps]]></category>'
                f"{comments}</item>\n"
            )
        out.write("</channel></rss>\n")
    return posts


def measured(source: Path) -> tuple[float, float]:
    """(peak MB, CPU seconds) of one `scrape --jobs 1`."""
    command = [sys.executable, "-m", "archivesearch", "scrape", "--quiet", "--jobs", "1", str(source)]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *command], capture_output=True, text=True, check=True
    )
    peak, cpu = done.stdout.split()
    return int(peak) / 1024, float(cpu)


def side_by_side(folder: Path, place: Path, rounds: int) -> Iterator[str]:
    """Rows for the same pages from a folder, a zip and a WARC; the best of some rounds, taken in turns."""
    write_warc(folder, place / "pages.warc.gz")
    with zipfile.ZipFile(place / "pages.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*.html")):
            packed.write(path, path.relative_to(folder).as_posix())
    sources = (folder, place / "pages.zip", place / "pages.warc.gz")
    runs = [[measured(source) for source in sources] for _ in range(rounds)]
    best = [min((run[at] for run in runs), key=lambda one: one[1]) for at in range(len(sources))]
    base = best[0][1]
    for source, (peak, cpu) in zip(sources, best, strict=True):
        speed = f"{PAGES_OF_A_BLOG / cpu:,.0f} | {base / cpu:.2f}"
        yield f"{source.name} | {PAGES_OF_A_BLOG:,} | {speed} | {peak:.0f}"


def exports(place: Path, sizes: Iterable[int]) -> Iterator[str]:
    """Rows for WordPress exports of some sizes in MiB."""
    for megabytes in sizes:
        posts = write_wxr(place / "export.xml", megabytes)
        peak, cpu = measured(place / "export.xml")
        yield f"{megabytes} | {posts:,} | {posts / cpu:,.0f} | {peak:.0f}"


def large_archives(folder: Path, place: Path, counts: Iterable[int]) -> Iterator[str]:
    """Rows for single WARC files of so many pages, of as many blogs as that takes."""
    for count in counts:
        blogs = max(1, round(count / PAGES_OF_A_BLOG))
        write_warc(folder, place / "large.warc.gz", blogs)
        peak, cpu = measured(place / "large.warc.gz")
        pages = blogs * PAGES_OF_A_BLOG
        yield f"{blogs} | {pages:,} | {pages / cpu:,.0f} | {peak:.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--rounds", type=int, default=3, help="of folder, zip and WARC side by side; 0 for none"
    )
    parser.add_argument(
        "--warc",
        nargs="*",
        type=int,
        default=[10_000, 50_000, 100_000, 200_000],
        help="pages of large WARC files",
    )
    parser.add_argument("--wxr-mb", nargs="*", type=int, default=[40, 600], help="sizes of WordPress exports")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as name:
        place, folder = Path(name), Path(name, "pages")
        write_pages(folder, PAGES_OF_A_BLOG)
        if given.rounds:
            told(
                "Sources",
                "source | pages | a CPU-second | beside the folder | peak MB",
                side_by_side(folder, place, given.rounds),
            )
        if given.wxr_mb:
            told("WordPress exports", "MiB | posts | a CPU-second | peak MB", exports(place, given.wxr_mb))
        if given.warc:
            told(
                "One large WARC",
                "blogs | pages | a CPU-second | peak MB",
                large_archives(folder, place, given.warc),
            )


def told(title: str, head: str, rows: Iterable[str]) -> None:
    """Prints the rows as they come, and writes them to RESULTS.md."""
    lines = [f"| {head} |", "|" + "---|" * (head.count("|") + 1)]
    print(title, *lines, sep="\n", flush=True)
    for row in rows:
        lines.append(f"| {row} |")
        print(lines[-1], flush=True)
    write_section(title, lines, ("archivesearch", "warcio"))
    print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()
