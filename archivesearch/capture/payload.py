"""What an archived answer says: its chunks joined; gzip, deflate, brotli and zstd unpacked, a bounded piece at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, Protocol, cast

from archivesearch.capture import zstandard

_PIECE_BYTES = 2**14
_KNOWN = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "br": "brotli", "zstd": "zstd"}
_NONE = frozenset(("", "identity", "none", "utf-8"))  # "utf-8": servers that mistake it for a character set


def payload(record: Any) -> tuple[BinaryIO, str | None]:
    """The stream of an answer's text, and the coding that it is still in where that is not known here, such as "compress".

    Crawlers may keep a text unpacked below a header that says otherwise, so what does not unpack at all is given
    as it is. Reading raises EOFError or zlib.error in the middle of a damaged text.
    """
    from warcio.bufferedreaders import BufferedReader, ChunkedDataReader  # lazy: only web archives need it

    raw = record.raw_stream
    if not record.http_headers:
        return cast(BinaryIO, raw), None
    stated = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    coding = None if stated in _NONE else _KNOWN.get(stated, stated)
    unpacked_here = coding if coding in ("gzip", "deflate") else None
    is_chunked = "chunked" in (record.http_headers.get_header("Transfer-Encoding") or "").lower()
    stream = (ChunkedDataReader if is_chunked else BufferedReader)(raw, decomp_type=unpacked_here)
    if coding in _DECODERS:
        stream, coding = _Unpacked(stream, coding), None
    return stream, None if coding == unpacked_here else coding


class _Decoder(Protocol):
    """Unpacks one text, a piece at a time."""

    error: type[Exception]  # for what is not packed so

    def is_hungry(self) -> bool:
        """Whether more has to be put in before more comes out."""

    def is_done(self) -> bool:
        """Whether the text has ended."""

    def unpack(self, packed: bytes) -> bytes:
        """Some of the text, _PIECE_BYTES at most."""


class _Brotli:
    def __init__(self) -> None:
        import brotli  # lazy: few records need it

        self.error: type[Exception] = brotli.error
        self._decoder = brotli.Decompressor()

    def is_hungry(self) -> bool:
        return self.is_done() or bool(self._decoder.can_accept_more_data())

    def is_done(self) -> bool:
        return bool(self._decoder.is_finished())

    def unpack(self, packed: bytes) -> bytes:
        if self.is_done():
            return b""  # what follows a text is no part of it
        return cast(bytes, self._decoder.process(packed, output_buffer_limit=_PIECE_BYTES))


class _Zstd:
    def __init__(self) -> None:
        zstd = zstandard.library()
        self.error: type[Exception] = zstd.ZstdError
        self._next_frame = zstd.ZstdDecompressor
        self._decoder = zstd.ZstdDecompressor()

    def is_hungry(self) -> bool:
        return bool(self._decoder.needs_input or (self.is_done() and not self._decoder.unused_data))

    def is_done(self) -> bool:
        return bool(self._decoder.eof)

    def unpack(self, packed: bytes) -> bytes:
        if self.is_done():
            packed = self._decoder.unused_data or packed
            self._decoder = self._next_frame()
        return cast(bytes, self._decoder.decompress(packed, _PIECE_BYTES))


_DECODERS: dict[str, Callable[[], _Decoder]] = {"brotli": _Brotli, "zstd": _Zstd}


class _Unpacked:
    """A stream unpacked; as it is where its beginning is not packed so."""

    def __init__(self, packed: BinaryIO, coding: str) -> None:
        self._packed = packed
        self._coding = coding
        self._decoder = _DECODERS[coding]()
        self._ready = b""
        self._is_plain = False
        self._has_begun = False

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end. EOFError for a damaged text."""
        while not self._ready and self._fill(size):
            pass
        piece, self._ready = self._ready[:size], self._ready[size:]
        return piece

    def _fill(self, size: int) -> bool:
        """Makes some bytes ready, if there are any more."""
        if self._is_plain:
            self._ready = self._packed.read(size)
            return bool(self._ready)
        is_hungry = self._decoder.is_hungry()
        more = self._packed.read(_PIECE_BYTES) if is_hungry else b""
        if not more and is_hungry:
            if self._has_begun and not self._decoder.is_done():
                raise EOFError(f"its {self._coding} text ends in the middle")
            return False
        try:
            self._ready = self._decoder.unpack(more)
        except self._decoder.error as error:
            if self._has_begun:
                raise EOFError(f"its {self._coding} text is damaged: {error}") from error
            self._ready, self._is_plain = more, True
        self._has_begun = True
        return True
