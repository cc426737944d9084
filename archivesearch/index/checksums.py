"""Checksums of the files of an index: damage told from a fault of ours, without reading them at every opening."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

Checksums = Mapping[str, tuple[int, int]]  # name of a file: its bytes and their CRC-32

_CHUNK_BYTES = 1 << 20
_CHANGING = (
    ".lock",
    ".toc",
    ".json",
)  # of the engines' own upkeep; rewritten without a commit, or under one name


def checksums(folder: Path, segments: Sequence[str] | None, known: Checksums) -> Checksums:
    """Those of the files of a folder, or of its files for some segments. Files never change: known ones are kept."""
    found: dict[str, tuple[int, int]] = {}
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.suffix in _CHANGING:
            continue
        if segments is not None and not any(name in path.name for name in segments):
            continue  # of a segment that is about to be deleted
        size = path.stat().st_size
        old = known.get(path.name)
        found[path.name] = old if old and old[0] == size else (size, _crc(path))
    return found


def check_sizes(folder: Path, known: Checksums) -> None:
    """FileNotFoundError when a file is gone, ValueError when one has another size than it was written with."""
    for name, (size, _) in known.items():
        if (folder / name).stat().st_size != size:
            raise ValueError(f"{name} has lost or gained bytes")


def damaged_files(folder: Path, known: Checksums, may_be_gone: bool = False) -> list[str]:
    """The names of files that are not as they were written, or are gone where none may be."""
    return [
        name for name, (size, crc) in known.items() if not _is_whole(folder / name, size, crc, may_be_gone)
    ]


def _is_whole(path: Path, size: int, crc: int, may_be_gone: bool) -> bool:
    try:
        return path.stat().st_size == size and _crc(path) == crc
    except FileNotFoundError:
        return may_be_gone
    except OSError:
        return False


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            crc = zlib.crc32(chunk, crc)
    return crc
