"""The generated parts of the documents: the module map of ARCHITECTURE.md, the session of README.md.

python docs/generate.py           write them
python docs/generate.py --check   exit status 1 and the names of those that are out of date
"""

from __future__ import annotations

import ast
import os
import pty
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "archivesearch"
ARCHITECTURE = ROOT / "ARCHITECTURE.md"
README = ROOT / "README.md"
SESSION = (
    "archivesearch index samples",
    "archivesearch search 'lighthouse lamp' --limit 3",
    "archivesearch search 'bread date:2007..2008'",
)


def modules() -> Iterator[Path]:
    """The files of the package, room by room, the files of a room before the rooms inside it."""
    yield from sorted(PACKAGE.rglob("*.py"), key=lambda path: (path.parent.parts, path.name))


def purpose(module: Path) -> str:
    """The first paragraph of a module's docstring, on one line."""
    text = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())


def module_map() -> str:
    """A table for each room: module and purpose; the room's own purpose above it."""
    lines: list[str] = []
    room = None
    for module in modules():
        if module.parent != room:
            room = module.parent
            about = purpose(room / "__init__.py")
            lines += [
                "",
                f"### {room.relative_to(ROOT).as_posix()}/",
                "",
                about,
                "",
                "| module | purpose |",
                "|---|---|",
            ]
        if module.name != "__init__.py":
            lines.append(
                f"| `{module.relative_to(ROOT).as_posix()}` | {purpose(module).replace('|', chr(92) + '|')} |"
            )
    return "\n".join(lines).lstrip("\n") + "\n"


def session() -> str:
    """What the session's commands print on a terminal without colour, run in a folder with the samples."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "samples", Path(folder, "samples"))
        parts = [f"$ {line}\n{printed(line, folder)}" for line in SESSION]
    return "```console\n" + "\n".join(parts) + "```\n"


def printed(line: str, folder: str) -> str:
    """All that a command prints; `index` as in a log, because its bar on a terminal keeps changing."""
    command = [sys.executable, "-m", *shlex.split(line)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "TERM": "xterm",
        "LANG": "C.UTF-8",
    }
    environment |= {"NO_COLOR": "1", "COLUMNS": "96", "LINES": "200"}
    environment.pop("ARCHIVESEARCH_INDEX", None)
    if " index " in line:
        done = subprocess.run(
            command, cwd=folder, env=environment, check=True, text=True, stderr=subprocess.PIPE
        )
        return done.stderr
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs, stderr=theirs):
        os.close(theirs)
        output = b"".join(iter(lambda: _chunk(ours), b""))
    os.close(ours)
    lines = output.decode("utf-8").replace("\r\n", "\n").rstrip().split("\n")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _chunk(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux tells that the other end of a terminal was closed
        return b""


def filled(text: str, name: str, content: str) -> str:
    """A document with the part between its two marks replaced."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    before, _, rest = text.partition(begin)
    return f"{before}{begin}\n{content}\n{end}{rest.partition(end)[2]}"


def documents() -> dict[Path, str]:
    """Each document that has generated parts, as it should read."""
    parts = ((ARCHITECTURE, "modules", module_map()), (README, "session", session()))
    return {path: filled(path.read_text(encoding="utf-8"), name, content) for path, name, content in parts}


def main(arguments: list[str]) -> int:
    """Exit status: 1 when a document is out of date and was only to be checked."""
    wanted = documents()
    stale = [path for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: make docs", file=sys.stderr)
        return 1 if stale else 0
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
