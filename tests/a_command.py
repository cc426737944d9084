"""The command as a user runs it: in a pipe, or on a terminal of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios


def run(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archivesearch", *map(str, arguments)]
    environment = os.environ | more
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)


def on_a_terminal(*arguments: object, columns: int = 80, lines: int = 200, **more: str) -> tuple[int, str]:
    """Exit code of the command on a terminal of its own, and all that it showed there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", **more}
    environment.pop("COLUMNS", None)
    environment.pop("LINES", None)
    command = [sys.executable, "-m", "archivesearch", *map(str, arguments)]
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    return child.wait(timeout=60), shown.decode("utf-8").replace("\r\n", "\n")


def plain(shown: str) -> str:
    """What a terminal showed, without its colours."""
    return re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown)
