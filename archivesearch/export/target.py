"""Where an export goes: a file or folder that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archivesearch.errors import ArchiveSearchError


@contextmanager
def new_target(path: Path, is_replaced: bool = False) -> Iterator[Path]:
    """A place beside `path` to write to; it takes the name at the end, unless the block raises.

    ArchiveSearchError when there is something at `path` already and `is_replaced` is not given, and when the
    disk refuses.
    """
    if not is_replaced and path.exists() and not _is_empty_folder(path):
        raise ArchiveSearchError(f"{path}: is there already; give another name, or --force to replace it")
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield part
        if path.is_dir():
            shutil.rmtree(path)
        part.replace(path)
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
