"""Zstandard: files packed with it, web archives that bring the dictionary of their records, texts of answers."""

from __future__ import annotations

import io
import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable
from typing import Any, BinaryIO, cast

FRAME = b"\x28\xb5\x2f\xfd"  # begins what is packed
DICTIONARY_FRAME = b"\x5d\x2a\x4d\x18"  # begins a .warc.zst with a dictionary, as the IIPC's proposal has it
_DICTIONARY = b"\x37\xa4\x30\xec"
_LENGTH_BYTES = 4  # after the mark of the dictionary's frame
_MOST_DICTIONARY_BYTES = 2**24  # real ones have some 100 kB
_PIECE_BYTES = 2**14  # packed, and unpacked
_BLOCK_BYTES = 2**17 + 2**10  # hold a frame's first block, which shows whether it can be read
_SEARCHED_BYTES = 2**20
_MOST_TRIES = 20_000  # marks in a file that begin no frame; by chance there is one in 4 GB


class DamagedFrameError(ValueError):
    """A frame that cannot be read (on); reading goes on with what follows it."""


class Frames:
    """What is packed in a file in frames, each of which can be read without the others.

    The text is that of all frames that can be read, one after the other; where a damaged one stands between them
    reading raises DamagedFrameError, once. Going to a place never does, and costs no more than the frame around it
    once that has been passed.
    """

    def __init__(self, open_file: Callable[[], BinaryIO]) -> None:
        self._open_file = open_file
        self._dictionary: Any = None
        # Where each frame begins that has been met: in the text, and in the file.
        self._texts, self._starts = array("q"), array("q")

    def open(self) -> BinaryIO:
        """The text, from its first byte. DamagedFrameError for a file whose dictionary is damaged."""
        file = self._open_file()
        try:
            if not self._starts:
                self.note(0, self._read_dictionary(file))
        except BaseException:
            file.close()
            raise
        return cast(BinaryIO, _Text(self, file))

    def note(self, text_offset: int, start: int) -> None:
        """Takes note of where a frame begins."""
        if not self._starts or start > self._starts[-1]:
            self._texts.append(text_offset)
            self._starts.append(start)

    def before(self, text_offset: int) -> tuple[int, int]:
        """(offset in the text, offset in the file) of the last frame met that does not begin behind an offset."""
        at = max(0, bisect_right(self._texts, text_offset) - 1)
        return self._texts[at], self._starts[at]

    def decompressor(self) -> Any:
        """One for the next frame."""
        return library().ZstdDecompressor(zstd_dict=self._dictionary)

    def _read_dictionary(self, file: BinaryIO) -> int:
        """Where the first frame with text begins."""
        head = file.read(len(DICTIONARY_FRAME) + _LENGTH_BYTES)
        if not head.startswith(DICTIONARY_FRAME):
            return 0
        size = int.from_bytes(head[len(DICTIONARY_FRAME) :], "little")
        content = file.read(min(size, _MOST_DICTIONARY_BYTES))
        zstd = library()
        try:
            if content.startswith(FRAME):
                content = zstd.ZstdDecompressor().decompress(content, _MOST_DICTIONARY_BYTES)
            self._dictionary = zstd.ZstdDict(content, is_raw=not content.startswith(_DICTIONARY))
        except (zstd.ZstdError, ValueError) as error:
            raise DamagedFrameError(f"its dictionary is damaged: {error}") from error
        return len(head) + size


def library() -> Any:
    """The library of Python 3.14, or the same for older ones; a lazy import: few files need it."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd


class _Text(io.RawIOBase):
    """The text of the frames of an open file."""

    def __init__(self, frames: Frames, file: BinaryIO) -> None:
        self._frames = frames
        self._file = file
        self._error = library().ZstdError
        self._tries = 0
        self._go_to(*frames.before(0))

    def _go_to(self, text_offset: int, start: int) -> None:
        self._at = text_offset
        self._ready = b""
        self._file.seek(start)
        self._packed = b""  # read from the file and not yet unpacked
        self._begin_frame(start)

    def _begin_frame(self, start: int) -> None:
        self._frames.note(self._at + len(self._ready), start)
        self._start = start
        self._frame = self._frames.decompressor()
        self._is_untouched = True

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        wanted = {io.SEEK_SET: offset, io.SEEK_CUR: self._at + offset}.get(whence, sys.maxsize)
        known = self._frames.before(wanted)
        if wanted < self._at or known[0] > self._at:
            self._go_to(*known)
        while self._at < wanted:
            try:
                if not self.read(min(_PIECE_BYTES, wanted - self._at)):
                    break
            except DamagedFrameError:
                continue
        if not self._ready and self._at == wanted:  # what cannot be read here is passed over, too
            self._unpack_or_pass()
        return self._at

    def readinto(self, target: bytearray) -> int:  # type: ignore[override]  # typeshed says WriteableBuffer
        if not self._ready:
            self._unpack()
        piece = self._ready[: len(target)]
        self._ready = self._ready[len(piece) :]
        self._at += len(piece)
        target[: len(piece)] = piece
        return len(piece)

    def _unpack_or_pass(self) -> None:
        while True:
            try:
                return self._unpack()
            except DamagedFrameError:
                continue

    def _unpack(self) -> None:
        """Makes some of the text ready, if there is any more.

        Always in pieces of the same size from the beginning of a frame, so that damage stands at the same place of
        the text whoever comes by.
        """
        while not self._ready:
            if self._frame.eof:
                self._packed = self._frame.unused_data
                self._begin_frame(self._file.tell() - len(self._packed))
            packed = b""
            if self._frame.needs_input:
                packed = self._next_piece()
                if not packed and self._is_untouched:
                    return
            try:
                if not packed and self._frame.needs_input:
                    raise self._error("it ends in the middle")
                self._is_untouched = False
                self._ready = self._frame.decompress(packed, _PIECE_BYTES)
            except self._error as error:
                self._pass_damage(error)

    def _next_piece(self) -> bytes:
        pieces, size = [self._packed], len(self._packed)
        while size < _PIECE_BYTES and (piece := self._file.read(_PIECE_BYTES - size)):
            pieces.append(piece)
            size += len(piece)
        self._packed = b""
        return b"".join(pieces)

    def _pass_damage(self, error: Exception) -> None:
        """Goes to the next frame that can be read, or to the end of the file. DamagedFrameError in any case."""
        damaged = self._start
        begin = self._next_readable(damaged + 1)
        if begin is None:
            self._file.seek(0, io.SEEK_END)
            follows = "no frame follows that can be read"
        else:
            self._file.seek(begin)
            follows = f"the next one that can be read begins at byte {begin:,}"
        self._packed = b""
        self._begin_frame(self._file.tell())
        raise DamagedFrameError(f"frame at byte {damaged:,} of the file: {error}; {follows}") from error

    def _next_readable(self, begin: int) -> int | None:
        """Where the next frame begins whose first block can be read."""
        if not self._file.seekable():
            return None
        self._file.seek(begin)
        buffer = b""
        while piece := self._file.read(_SEARCHED_BYTES):
            buffer += piece
            at = buffer.find(FRAME)
            while at >= 0:
                if self._is_readable(begin + at):
                    return begin + at
                self._tries += 1
                if self._tries > _MOST_TRIES:
                    return None
                at = buffer.find(FRAME, at + 1)
            kept = buffer[1 - len(FRAME) :]
            begin += len(buffer) - len(kept)
            buffer = kept
        return None

    def _is_readable(self, start: int) -> bool:
        place = self._file.tell()
        self._file.seek(start)
        frame = self._frames.decompressor()
        try:
            piece = frame.decompress(self._file.read(_BLOCK_BYTES), 1)
        except self._error:
            return False
        finally:
            self._file.seek(place)
        return bool(piece or frame.eof)

    def close(self) -> None:
        self._file.close()
        super().close()
