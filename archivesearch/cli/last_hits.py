"""The ids of the last search's hits, kept beside the index, so that `show 3` knows which post is meant."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_FILE = "last-hits.json"


def remember(directory: Path, ids: Sequence[str], offset: int) -> bool:
    """Keeps the ids of hits, the first being number `offset` + 1; False where nothing can be written."""
    fresh = directory / f"{_FILE}.{os.getpid()}"
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"offset": offset, "ids": list(ids)}, file)
        fresh.replace(directory / _FILE)
    except OSError:  # a convenience only: the ids stand in the hits themselves
        with suppress(OSError):
            fresh.unlink()
        return False
    return True


def has_hits(directory: Path) -> bool:
    """Whether a search's hits are kept; not before the first search, nor where nothing can be written."""
    return (directory / _FILE).is_file()


def recall(directory: Path, number: int) -> str | None:
    """The id of a hit of the last search, by its number; None when it had no such hit."""
    try:
        kept = json.loads((directory / _FILE).read_text(encoding="utf-8"))
        ids, offset = kept["ids"], kept["offset"]
        is_hit = offset < number <= offset + len(ids)
        return str(ids[number - offset - 1]) if is_hit else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
