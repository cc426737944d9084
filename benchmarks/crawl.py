"""A crawl without any delay, of a blog that a process beside it serves: pages per second, CPU time, memory.

    python benchmarks/crawl.py [--pages 5000]

The server takes its share of the machine; the CPU time is that of the crawling process alone.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import resource
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from results import RESULTS, write_section

from archivesearch.crawl.plan import CrawlPlan
from archivesearch.crawl.run import crawl_blog
from archivesearch.report import Step

LINKS_A_PAGE = 60  # as a front column with an archive list and some tags has
PARAGRAPH = "The tide came in at seven and left a chair, two bottles and a letter that nobody had sent. "


def page(number: int, pages: int) -> bytes:
    """A post of some 8 kB with a column of links to others."""
    others = ((number * 7 + step * 13) % pages for step in range(LINKS_A_PAGE))
    column = "".join(f"<li><a href='/2009/05/post-{other}/'>Post {other}</a></li>" for other in others)
    text = "".join(f"<p>{number} {PARAGRAPH * 4}</p>" for _ in range(10))
    return f"<html><body><h1>Post {number}</h1>{text}<ul>{column}</ul></body></html>".encode()


async def serve(pages: int, tell: Connection) -> None:
    """Answers with the pages, their sitemap, and 404."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await reader.readuntil(b"\r\n\r\n"):
            path = request.split(b" ", 2)[1].decode()
            body, status = b"", "404 Not Found"
            kind = "text/html"
            if path == "/" or path.startswith("/2009/05/post-"):
                number = 0 if path == "/" else int(path.rstrip("/").rpartition("-")[2])
                body, status = page(number, pages), "200 OK"
            elif path == "/sitemap.xml":
                places = "".join(f"<url><loc>{url}/2009/05/post-{n}/</loc></url>" for n in range(pages))
                body, status, kind = f"<urlset>{places}</urlset>".encode(), "200 OK", "application/xml"
            head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()

    async def answer_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer_all, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    tell.send(url)
    await server.serve_forever()


def run_server(pages: int, tell: Connection) -> None:
    asyncio.run(serve(pages, tell))


def resident_mb(parent: int, but: int) -> float:
    """The memory of the largest child of a process but one."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    found = [0.0]
    for child in children:
        if int(child) != but:
            for line in Path(f"/proc/{child}/status").read_text(encoding="ascii").splitlines():
                if line.startswith("VmRSS:"):
                    found.append(int(line.split()[1]) / 1024)
    return max(found)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=5000)
    pages = parser.parse_args().pages
    hear, tell = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.Process(target=run_server, args=(pages, tell), daemon=True)
    server.start()
    marks = [pages // 10, pages // 4, pages // 2, pages]
    memory: dict[int, float] = {}
    begun = time.monotonic()

    def note(step: Step) -> None:
        if len(memory) < len(marks) and step.done >= marks[len(memory)]:
            memory[marks[len(memory)]] = resident_mb(os.getpid(), server.pid or 0)

    with tempfile.TemporaryDirectory() as folder:
        plan = CrawlPlan(hear.recv(), folder, delay_seconds=0, is_private_allowed=True)
        report = crawl_blog(plan, note)
        wall = time.monotonic() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        size = sum(file.stat().st_size for file in Path(folder).glob("*.warc.gz")) / 2**20
    server.terminate()
    cpu = used.ru_utime + used.ru_stime
    curve = ", ".join(f"{mb:.0f} MB after {mark:,}" for mark, mb in memory.items())
    lines = [
        "| pages | pages per second | pages per CPU-second | WARC MB | memory |",
        "|---|---|---|---|---|",
        f"| {report.fetched:,} | {report.fetched / wall:,.0f} | {report.fetched / cpu:,.0f} | {size:.1f} | {curve} |",
    ]
    print("\n".join(lines))
    write_section("Crawl, without delay", lines, ("archivesearch", "scrapy", "warcio"))
    print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()
