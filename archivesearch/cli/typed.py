"""What was typed on the command line as text, whatever the locale: UTF-8 where it is that, else as the locale has it."""

from __future__ import annotations

import re
import sys

_BROKEN = re.compile("[\ud800-\udfff]")  # a byte that the locale cannot read


def as_typed(word: str) -> str:
    """The text of an argument that is no path.

    Python reads arguments as the locale says, so that in LC_ALL=C or de_DE.ISO-8859-1 the bytes that a terminal
    sends as UTF-8 come out as something else. Text in Latin letters that is no UTF-8 is hardly ever so by chance.
    """
    if word.isascii():
        return word
    try:
        typed = b"".join(map(_bytes, word))
    except UnicodeEncodeError:  # given by a program, not typed
        return word
    try:
        return typed.decode("utf-8")
    except UnicodeDecodeError:
        return typed.decode("cp1252", "replace") if _BROKEN.search(word) else word


def _bytes(letter: str) -> bytes:
    """What was typed for a letter. C's reading of a locale knows signs that Python's has not, such as C1 in EUC-JP."""
    try:
        return letter.encode(sys.getfilesystemencoding(), "surrogateescape")
    except UnicodeEncodeError:
        return letter.encode("latin-1")
