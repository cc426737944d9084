"""Names of files as text that can be printed and stored, the same whatever the locale, and back."""

from __future__ import annotations

import os
import re
from pathlib import Path

_ESCAPED = re.compile(rb"\\x([89a-f][0-9a-f])")


def shown(path: str) -> str:
    """The path as text: its bytes as UTF-8; those that are none become escapes (\\xe9)."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


def path_of(text: str) -> Path:
    """The path that `shown` made this text of."""
    name = text.encode()
    if b"\\x" not in name:
        return Path(os.fsdecode(name))
    plain = Path(os.fsdecode(name))
    if plain.exists():
        return plain
    return Path(os.fsdecode(_ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode()), name)))
