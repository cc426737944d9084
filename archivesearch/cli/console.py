"""Results to stdout, all else to stderr; whether there is a terminal, and what it may be sent."""

from __future__ import annotations

import os
import re
import sys
from typing import TextIO

# C0 but tab and newline, DEL, C1, and the marks that turn the direction of text around.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")


def visible(text: str) -> str:
    """The text with its control characters shown as signs, so that none reaches a terminal."""
    return _CONTROL.sub(_sign, text)


def one_line(text: str) -> str:
    """The visible text without tabs and line breaks."""
    return visible(_BLANKS.sub(" ", text).strip())


def tell(message: str) -> None:
    """Prints a message for people to stderr; where nobody can be told any more the work goes on."""
    try:
        print(f"archivesearch: {visible(message)}", file=sys.stderr)
    except OSError:
        silence(sys.stderr)


def print_line(text: str) -> None:
    """Prints one line of results."""
    sys.stdout.write(f"{text}\n")


def use_utf8() -> None:
    """Has stdout speak UTF-8 whatever the locale: JSON is UTF-8."""
    _reconfigure(sys.stdout, "utf-8")


def use_locale() -> None:
    """Has stdout print what the locale cannot spell as escapes, instead of failing."""
    _reconfigure(sys.stdout, None)


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is looking at the stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def has_colour(stream: TextIO, choice: str) -> bool:
    """Whether the stream gets colour: as the user chose, else as the environment says, else on a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("CLICOLOR") == "0":
        return False
    if os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return is_terminal(stream)


def silence(stream: TextIO) -> None:
    """Points a stream to nowhere after its reader has gone, so that nothing complains at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def open_closed_streams() -> None:
    """Points what the shell has closed (`>&-`) to nowhere, so that no file of an index is opened in its place."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115


def _reconfigure(stream: TextIO, encoding: str | None) -> None:
    reconfigure = getattr(stream, "reconfigure", None)  # not every stand-in for stdout has it
    if reconfigure is not None:
        reconfigure(encoding=encoding, errors="backslashreplace")


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)  # Unicode's pictures of control characters
    return "\u2421" if code == 0x7F else f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
