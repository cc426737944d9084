"""Measure, compare with the floors, and move them on request."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.quality.floors import Floors, fingerprint, is_worse, read, undocumented, write

ROOT = Path(__file__).resolve().parents[2]
KIT = ROOT.parent / "shared" / "eval"
FLOORS = Path(__file__).with_name("floors.json")
CHANGELOG = ROOT / "CHANGELOG.md"
SCRAPE = f"{sys.executable} -m archivesearch scrape {{pages}} --base-url {{base_url}}"


@dataclass(frozen=True)
class Measured:
    fingerprint: str | None
    figures: Mapping[str, float]


def measure_samples() -> Measured:
    """How much the samples cover; whether they come out right is a test of its own."""
    origins = [tomllib.loads(path.read_text("utf-8")) for path in (ROOT / "samples").glob("*/*/origin.toml")]
    posts = sum(
        len(json.loads(path.read_text("utf-8"))) for path in (ROOT / "samples").glob("*/*/posts.json")
    )
    return Measured(
        None,  # samples are there to grow
        {
            "cases": len(origins),
            "posts": posts,
            "platforms": len({origin["platform"] for origin in origins}),
            "languages": len({origin["language"] for origin in origins}),
        },
    )


def measure_extraction() -> Measured | None:
    """The kit's macro averages, its table printed on the way; None where the kit is not present."""
    if not (KIT / "score.py").is_file():
        return None
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "figures.json"
        command = [
            sys.executable,
            str(KIT / "score.py"),
            "--run",
            SCRAPE,
            str(KIT / "blogs"),
            "--json",
            str(out),
        ]
        subprocess.run(command, check=True, cwd=ROOT)
        averages = json.loads(out.read_text(encoding="utf-8"))["macro"]
    return Measured(fingerprint(KIT / "blogs"), {name: v for name, v in averages.items() if v is not None})


def checked(name: str, floors: Floors, measured: Measured) -> bool:
    """Whether the measured figures reach the floors; says what falls short."""
    if floors.fingerprint not in (None, measured.fingerprint):
        print(f"{name}: the corpus is not the one the floors were measured on (see --lower)")
        return False
    short = floors.shortfalls(measured.figures)
    print(f"{name}: " + ("\n  ".join(["below the floor:", *short]) if short else "all floors met"))
    return not short


def moved(name: str, floors: Floors, measured: Measured, *, lower: bool) -> Floors:
    """The floors after `--raise` or `--lower`; exits where lowering is not told in CHANGELOG.md."""
    changed = floors.fingerprint not in (None, measured.fingerprint)
    worse = [
        n for n, v in measured.figures.items() if n in floors.figures and is_worse(n, v, floors.figures[n])
    ]
    if not lower:
        if changed:
            sys.exit(f"{name}: the corpus changed, so the floors must be measured anew: --lower")
        return floors.raised(measured.figures, measured.fingerprint)
    silent = undocumented([name] if changed else worse, CHANGELOG.read_text(encoding="utf-8"))
    if silent:
        sys.exit(f'CHANGELOG.md has no line with "floor" and: {", ".join(silent)}')
    kept = {} if changed else {n: v for n, v in floors.figures.items() if n not in worse}
    return Floors(measured.fingerprint, kept).raised(measured.figures, measured.fingerprint)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    move = parser.add_mutually_exclusive_group()
    move.add_argument("--raise", dest="higher", action="store_true", help="pin what has got better")
    move.add_argument("--lower", action="store_true", help="pin what was measured, told in CHANGELOG.md")
    options = parser.parse_args()
    floors = read(FLOORS)
    met = True
    for name, measured in (("samples", measure_samples()), ("extraction", measure_extraction())):
        if measured is None:
            print(f"{name}: skipped, the evaluation data is not beside this checkout")
        elif options.higher or options.lower:
            floors[name] = moved(name, floors.get(name, Floors()), measured, lower=options.lower)
        else:
            met &= checked(name, floors.get(name, Floors()), measured)
    if options.higher or options.lower:
        write(FLOORS, floors)
        print(f"floors written to {FLOORS.relative_to(ROOT)}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
