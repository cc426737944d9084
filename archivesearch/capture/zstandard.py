"""Zstandard: files packed with it, web archives that bring the dictionary of their records, texts of answers."""

from __future__ import annotations

import io
import sys
from typing import Any, BinaryIO, cast

FRAME = b"\x28\xb5\x2f\xfd"  # begins what is packed
DICTIONARY_FRAME = b"\x5d\x2a\x4d\x18"  # begins a .warc.zst with a dictionary, as the IIPC's proposal has it
_DICTIONARY = b"\x37\xa4\x30\xec"
_LENGTH_BYTES = 4  # after the mark of the dictionary's frame
_MOST_DICTIONARY_BYTES = 2**24  # real ones have some 100 kB


def open_frames(file: BinaryIO) -> BinaryIO:
    """The text of a file of frames, which can be gone back in. EOFError in reading where it is damaged."""
    return cast(BinaryIO, _Text(file, None))


def open_with_dictionary(file: BinaryIO) -> BinaryIO:
    """The same of a file that begins with the dictionary of its frames. EOFError where that is damaged."""
    head = file.read(len(DICTIONARY_FRAME) + _LENGTH_BYTES)
    size = int.from_bytes(head[len(DICTIONARY_FRAME) :], "little")
    content = file.read(min(size, _MOST_DICTIONARY_BYTES))
    zstd = library()
    try:
        if content.startswith(FRAME):
            content = zstd.ZstdDecompressor().decompress(content, _MOST_DICTIONARY_BYTES)
        dictionary = zstd.ZstdDict(content, is_raw=not content.startswith(_DICTIONARY))
    except (zstd.ZstdError, ValueError) as error:
        raise EOFError(f"its dictionary is damaged: {error}") from error
    return cast(BinaryIO, _Text(file, dictionary))


def library() -> Any:
    """The library of Python 3.14, or the same for older ones; a lazy import: few files need it."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd


class _Text(io.RawIOBase):
    """What is packed in a file from where it stands, errors of the library as EOFError."""

    def __init__(self, file: BinaryIO, dictionary: Any) -> None:
        zstd = library()
        self._error = zstd.ZstdError
        self._file = file
        self._packed = zstd.ZstdFile(file, zstd_dict=dictionary)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return cast(int, self._packed.seek(offset, whence))
        except self._error as error:
            raise EOFError(str(error)) from error

    def tell(self) -> int:
        return cast(int, self._packed.tell())

    def readinto(self, target: bytearray) -> int:  # type: ignore[override]  # typeshed says WriteableBuffer
        try:
            # One frame's at most, so that damage costs none before it.
            piece = self._packed.read1(len(target))
        except self._error as error:
            raise EOFError(str(error)) from error
        target[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._packed.close()
        self._file.close()
        super().close()
