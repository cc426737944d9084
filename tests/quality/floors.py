"""Floors: which figures may not get worse, on which corpus, and how a floor may move."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

# Figures of the evaluation kit where less is better; for every other figure more is.
LOWER_IS_BETTER = frozenset(
    {"duplicates", "mistaken", "stray", "false_clock", "false_offset", "misled_offset", "failed"}
)
# Figures of the machine, not of the program.
UNPINNED = frozenset({"wall_s", "cpu_s", "pages_per_cpu_s"})


@dataclass(frozen=True)
class Floors:
    """The floors of one corpus; `fingerprint` is None until the first figures are pinned."""

    fingerprint: str | None = None
    figures: Mapping[str, float] = field(default_factory=dict)

    def shortfalls(self, measured: Mapping[str, float]) -> list[str]:
        """A line for each figure that is missing or worse than its floor."""
        return [
            f"{name}: floor {floor}, measured {measured.get(name, 'nothing')}"
            for name, floor in self.figures.items()
            if name not in measured or is_worse(name, measured[name], floor)
        ]

    def raised(self, measured: Mapping[str, float], fingerprint: str | None) -> Floors:
        """These floors with every figure that got better or is new; none gets worse."""
        better = {
            name: cut(name, value)
            for name, value in measured.items()
            if name not in UNPINNED and not is_worse(name, value, self.figures.get(name, value))
        }
        kept = {name: better.get(name, floor) for name, floor in self.figures.items()}
        return replace(self, fingerprint=fingerprint, figures=kept | better)


def is_worse(name: str, value: float, floor: float) -> bool:
    return value > floor if name in LOWER_IS_BETTER else value < floor


def cut(name: str, value: float) -> float:
    """A measured value as a floor: cut to the side where it is a little easier to reach."""
    scale = 1000  # three decimals, so that rounding alone never breaks a floor
    return (math.ceil(value * scale) if name in LOWER_IS_BETTER else math.floor(value * scale)) / scale


def fingerprint(folder: Path) -> str:
    """16 hex digits that change when a file below the folder appears, goes, or changes its size."""
    files = sorted((path.relative_to(folder).as_posix(), path.stat().st_size) for path in _files(folder))
    return hashlib.sha256(json.dumps(files, ensure_ascii=True).encode()).hexdigest()[:16]


def undocumented(names: Iterable[str], changelog: str) -> list[str]:
    """The figures whose lowering the change log does not tell in a line with "floor" and its name."""
    told = [line.split() for line in changelog.splitlines() if "floor" in line.lower()]
    return [
        name for name in names if not any(name in {word.strip("`.,:;") for word in line} for line in told)
    ]


def read(path: Path) -> dict[str, Floors]:
    """The floors by corpus name, as `write` wrote them."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return {name: Floors(entry["fingerprint"], entry["floors"]) for name, entry in raw.items()}


def write(path: Path, floors: Mapping[str, Floors]) -> None:
    raw = {
        name: {"fingerprint": entry.fingerprint, "floors": dict(sorted(entry.figures.items()))}
        for name, entry in floors.items()
    }
    path.write_text(json.dumps(raw, indent=2) + "\n", encoding="utf-8")


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
