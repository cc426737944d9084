"""Files and records of two gigabytes cost little memory and time, are told by name, and what is beside them is read."""

from __future__ import annotations

import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from a_blog import POSTS

ROOT = Path(__file__).resolve().parent.parent
HUGE = 2**31
PAGE = POSTS[0].page.encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
_MEASURE = (
    "import resource, subprocess, sys\n"
    "done = subprocess.run([sys.executable, '-m', 'archivesearch', 'scrape', '--jobs', '1', sys.argv[1]])\n"
    "print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)\n"
)


def sparse_page(folder: Path) -> None:
    with (folder / "huge.html").open("wb") as file:
        file.write(b"<html><body>")
        file.truncate(HUGE)
    (folder / "lamp.html").write_bytes(PAGE)


def record(url: str, length: int) -> bytes:
    lines = [
        "WARC/1.0",
        "WARC-Type: response",
        "WARC-Record-ID: <urn:uuid:1>",
        "WARC-Date: 2012-03-04T05:06:07Z",
    ]
    lines += [f"WARC-Target-URI: {url}", "Content-Type: application/http; msgtype=response"]
    return "\r\n".join([*lines, f"Content-Length: {length}", "", ""]).encode()


def huge_record(folder: Path) -> None:
    with (folder / "two.warc").open("wb") as file:
        file.write(record("https://tide.example/huge", HUGE) + ANSWER + b"<html><body>")
        file.seek(HUGE - len(ANSWER) - 12, 1)
        file.write(b"\r\n\r\n" + record(POSTS[0].url, len(ANSWER) + len(PAGE)) + ANSWER + PAGE + b"\r\n\r\n")


def huge_member(folder: Path) -> None:
    with zipfile.ZipFile(folder / "two.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        with packed.open("huge.html", "w") as member:
            member.write(b"<html><body>")
            for _ in range(HUGE // 2**24 - 1):
                member.write(bytes(2**24))
        packed.writestr("lamp.html", PAGE)


def huge_export(folder: Path) -> None:
    with (folder / "export.json").open("wb") as file:
        file.write(
            b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "A lamp for the'
        )
        file.write(b' harbour", "content_text": "It turns."}, {"id": "2", "content_text": "')
        file.truncate(HUGE)


def huge_feed(folder: Path) -> None:
    with (folder / "feed.xml").open("wb") as file:
        file.write(
            b"<rss><channel><title>Tide</title><item><title>A lamp for the harbour</title></item><item>"
        )
        file.truncate(HUGE)


@pytest.mark.skipif(sys.platform != "linux", reason="files with holes, and memory in kilobytes, are Linux's")
@pytest.mark.parametrize("make", [sparse_page, huge_record, huge_member, huge_export, huge_feed])
def test_what_is_huge_is_told_by_its_name_and_the_rest_is_read(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path)
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    *told, last = done.stderr.splitlines()
    code, peak = map(int, last.split())
    assert code == 2
    assert "A lamp for the harbour" in done.stdout
    name = next(path.name for path in tmp_path.iterdir() if path.name != "lamp.html")
    assert any(line.startswith(f"archivesearch: {name}") for line in told)
    assert peak < 350 * 1024
    assert used.ru_utime - begun.ru_utime < 60
