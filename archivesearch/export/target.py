"""Where an export goes: a file or folder that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archivesearch.errors import ArchiveSearchError

_OF_THE_SYSTEM = ("/proc", "/dev/fd")  # where /dev/stdout leads


@contextmanager
def new_target(path: Path, is_replaced: bool = False) -> Iterator[Path]:
    """A place beside `path` to write to; it takes the name at the end, unless the block raises.

    ArchiveSearchError when there is something at `path` already and `is_replaced` is not given, when that is nothing
    that an export may take the place of, and when the disk refuses.
    """
    if not is_replaced and path.exists() and not _is_empty_folder(path):
        raise ArchiveSearchError(f"{path}: is there already; give another name, or --force to replace it")
    if _is_special(path):
        raise ArchiveSearchError(
            f"{path}: neither a file nor a folder; give another name, or none for stdout"
        )
    place = Path(os.path.realpath(path))  # a link stays, and what it leads to is replaced
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        yield part
        if place.is_dir():
            _check_replaceable(path, place, part)
            shutil.rmtree(place)
        part.replace(place)
    except OSError as error:
        raise ArchiveSearchError(
            f"{path}: cannot be written ({error.strerror or error}); nothing is left of it, so mend that and try again"
        ) from error
    finally:
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def _is_special(path: Path) -> bool:
    """Whether a name is that of a device, a pipe or an open stream, which must not be taken from it."""
    folder = os.path.realpath(path.parent)
    leads_to = str(path.readlink()) if path.is_symlink() else ""
    if folder.startswith(_OF_THE_SYSTEM) or leads_to.startswith(_OF_THE_SYSTEM):
        return True
    return path.exists() and not (path.is_file() or path.is_dir())


def _check_replaceable(path: Path, place: Path, part: Path) -> None:
    """ArchiveSearchError for a folder that is no earlier export: nobody means to lose what else is in it."""
    if not part.is_dir():
        raise ArchiveSearchError(f"{path}: a folder; give the name of a file in it")
    if any(inside.is_dir() or inside.suffix != ".md" for inside in place.iterdir()):
        raise ArchiveSearchError(
            f"{path}: holds more than an export; give another name, or remove it yourself"
        )
