"""What an archived answer says: its chunks joined; gzip, deflate and brotli unpacked, a bounded piece at a time."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

_PIECE_BYTES = 2**14
_KNOWN = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "br": "br"}
_NONE = frozenset(("", "identity", "none", "utf-8"))  # "utf-8": servers that mistake it for a character set


def payload(record: Any) -> tuple[BinaryIO, str | None]:
    """The stream of an answer's text, and the coding that it is still in where that is not known here, such as "zstd".

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
    if coding == "br":
        stream = _Unbrotlied(stream)
    return stream, None if coding in (None, "br", unpacked_here) else coding


class _Unbrotlied:
    """A stream unpacked from brotli; as it is where its beginning is no brotli."""

    def __init__(self, packed: BinaryIO) -> None:
        import brotli  # lazy: few records need it

        self._packed = packed
        self._error = brotli.error
        self._decoder = brotli.Decompressor()
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
        if self._decoder.is_finished():
            return False
        more = self._packed.read(_PIECE_BYTES) if self._decoder.can_accept_more_data() else b""
        if not more and self._decoder.can_accept_more_data():
            if self._has_begun:
                raise EOFError("its brotli text ends in the middle")
            return False
        try:
            self._ready = self._decoder.process(more, output_buffer_limit=_PIECE_BYTES)
        except self._error as error:
            if self._has_begun:
                raise EOFError(f"its brotli text is damaged: {error}") from error
            self._ready, self._is_plain = more, True
        self._has_begun = True
        return True
