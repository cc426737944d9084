"""RESULTS.md: one section for each benchmark, replaced when that one runs again."""

from __future__ import annotations

import platform
import re
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"

_HEAD = "# Measured\n\nWritten by `make bench`: ratios of one run are comparable, figures of two machines are not.\n"


def write_section(title: str, lines: list[str], packages: tuple[str, ...]) -> None:
    """Puts a section into RESULTS.md, with the machine, the versions and the day."""
    about = f"{datetime.now(UTC):%Y-%m-%d}, {_machine()}, Python {platform.python_version()}; {_versions(packages)}."
    section = "\n".join((f"## {title}", "", about, "", *lines, ""))
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else _HEAD
    pattern = re.compile(rf"## {re.escape(title)}\n.*?(?=\n## |\Z)", re.DOTALL)
    found = pattern.search(text)
    joined = (
        f"{text[: found.start()]}{section.rstrip()}\n{text[found.end() :]}" if found else f"{text}\n{section}"
    )
    RESULTS.write_text(joined, encoding="utf-8")


def _machine() -> str:
    try:
        names = re.findall(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        names = []
    return f"{names[0].strip()}, {len(names)} cores" if names else platform.processor() or platform.machine()


def _versions(packages: tuple[str, ...]) -> str:
    told = []
    for name in packages:
        try:
            told.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            told.append(f"{name} not installed")
    return ", ".join(told)
