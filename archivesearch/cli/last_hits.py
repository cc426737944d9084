"""The ids of the last search's hits, kept beside the index, so that `show 3` knows which post is meant."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

_FILE = "last-hits.json"


def remember(directory: Path, ids: Sequence[str], offset: int) -> None:
    """Keeps the ids of hits, the first being number `offset` + 1; where nothing can be written, nothing."""
    fresh = directory / f"{_FILE}.{os.getpid()}"
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"offset": offset, "ids": list(ids)}, file)
        fresh.replace(directory / _FILE)
    except OSError:
        return  # a convenience only: the ids stand in the hits themselves


def recall(directory: Path, number: int) -> str | None:
    """The id of a hit of the last search, by its number; None when it had no such hit."""
    try:
        kept = json.loads((directory / _FILE).read_text(encoding="utf-8"))
        ids, offset = kept["ids"], kept["offset"]
        is_hit = offset < number <= offset + len(ids)
        return str(ids[number - offset - 1]) if is_hit else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
