"""WARC files of a crawl: each answer appended and flushed before anybody uses it."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

MAX_WARC_BYTES = 2**30  # what archives use: large enough to be few, small enough to be moved
_PIECE_BYTES = 2**18
# Of the way the body travelled, not of the body that is kept.
_TRANSFER_HEADERS = frozenset(("transfer-encoding", "connection", "keep-alive", "trailer"))

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as they went over the wire."""

    url: str
    date: str  # as in WARC-Date
    method: str
    request_headers: Headers
    status: int
    headers: Headers
    body: bytes  # in its Content-Encoding

    @property
    def digest(self) -> str:
        """The payload's digest, as in WARC-Payload-Digest."""
        return payload_digest(self.body)


@dataclass(frozen=True, slots=True)
class Original:
    """An earlier record with the same payload."""

    url: str
    date: str
    digest: str


def warc_date(instant: datetime | None = None) -> str:
    """An instant, or now, as WARC 1.0 writes it."""
    return (instant or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def payload_digest(body: bytes) -> str:
    """The digest of a payload, such as "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"."""
    digester = Digester("sha1")
    digester.update(body)
    return str(digester)


class WarcFolder:
    """The folder that a run writes to: a new file for each run, and another one when that is full."""

    def __init__(self, folder: Path, prefix: str, software: str, is_resumed: bool = False) -> None:
        self._folder = folder
        self._prefix = prefix
        self._software = software
        self._file: BinaryIO | None = None
        self._writer: WARCWriter | None = None
        if is_resumed:
            for path in sorted(folder.glob(f"{prefix}-*.warc.gz"))[-1:]:  # the one that a killed run wrote to
                cut_half_record(path)

    def write(self, exchange: Exchange, original: Original | None = None) -> None:
        """Appends request and answer; the answer as a revisit record where `original` has its payload."""
        writer = self._open_writer()
        parts = urlsplit(exchange.url)
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        asked = StatusAndHeaders(
            f"{exchange.method} {target} HTTP/1.1", exchange.request_headers, is_http_request=True
        )
        came = StatusAndHeaders(
            f"{exchange.status} {_phrase(exchange.status)}", _kept(exchange.headers), protocol="HTTP/1.1"
        )
        warc_headers = {"WARC-Date": exchange.date}
        request = writer.create_warc_record(
            exchange.url, "request", http_headers=asked, warc_headers_dict=dict(warc_headers)
        )
        if original is None:
            warc_headers["WARC-Payload-Digest"] = exchange.digest
            answer = writer.create_warc_record(
                exchange.url,
                "response",
                payload=io.BytesIO(exchange.body),
                length=len(exchange.body),
                http_headers=came,
                warc_headers_dict=warc_headers,
            )
        else:
            answer = _revisit(writer, exchange.url, exchange.date, original, came)
            if exchange.status == HTTPStatus.NOT_MODIFIED:
                answer.rec_headers.replace_header(
                    "WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
                )
        writer.write_request_response_pair(request, answer)
        assert self._file is not None
        self._file.flush()

    def write_repeat(self, url: str, date: str, original: Original) -> None:
        """Appends that at another time an address gave what an earlier record holds."""
        writer = self._open_writer()
        answer = StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
        writer.write_record(_revisit(writer, url, date, original, answer))
        assert self._file is not None
        self._file.flush()

    def close(self) -> None:
        """Closes the file that is written to."""
        if self._file is not None:
            self._file.close()
            self._file = self._writer = None

    def _open_writer(self) -> WARCWriter:
        if self._file is not None and self._file.tell() > MAX_WARC_BYTES:
            self.close()
        if self._writer is None:
            stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
            number = 1
            while True:
                path = self._folder / f"{self._prefix}-{stamp}-{number:05}.warc.gz"
                try:
                    handle = os.open(
                        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
                    )
                    break
                except FileExistsError:
                    number += 1
            self._file = os.fdopen(handle, "wb")
            self._writer = WARCWriter(self._file, gzip=True)
            about = {"software": self._software, "format": "WARC File Format 1.0"}
            self._writer.write_record(self._writer.create_warcinfo_record(path.name, about))
        return self._writer


def cut_half_record(path: Path) -> None:
    """Cuts off the record that a killed run has left half written: what is no whole gzip member at the end."""
    with path.open("r+b") as file:
        whole = place = 0
        member = zlib.decompressobj(31)
        while piece := file.read(_PIECE_BYTES):
            while piece:
                try:
                    member.decompress(piece)
                except zlib.error:  # not ours, or damaged otherwise: for the reader to tell
                    return
                rest = member.unused_data
                place += len(piece) - len(rest)
                if member.eof:
                    whole = place
                    member = zlib.decompressobj(31)
                piece = rest
        if whole < place:
            file.truncate(whole)


def _revisit(
    writer: WARCWriter, url: str, date: str, original: Original, answer: StatusAndHeaders
) -> ArcWarcRecord:
    return writer.create_revisit_record(
        url,
        digest=original.digest,
        refers_to_uri=original.url,
        refers_to_date=original.date,
        http_headers=answer,
        warc_headers_dict={"WARC-Date": date},
    )


def _kept(headers: Headers) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in _TRANSFER_HEADERS]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
