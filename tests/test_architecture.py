"""ARCHITECTURE.md is a map of the code that is there, and the layers hold."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAP = ROOT / "ARCHITECTURE.md"


def test_every_module_is_on_the_map_with_its_own_words() -> None:
    command = [sys.executable, "docs/generate.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_module_says_what_it_is_for() -> None:
    silent = re.findall(r"^\| `(.+?)` \|  \|$", MAP.read_text("utf-8"), re.MULTILINE)
    assert not silent


def test_every_path_on_the_map_exists() -> None:
    named = set(re.findall(r"`((?:archivesearch|tests|samples|docs)/[\w./-]+)`", MAP.read_text("utf-8")))
    assert named
    assert not [path for path in sorted(named) if not (ROOT / path).exists()]


def test_importing_the_package_loads_no_heavy_library() -> None:
    heavy = ("whoosh", "bs4", "selectolax", "rich", "click", "sqlite3", "Stemmer", "dateutil")
    code = f"import sys, archivesearch; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_a_web_page_loads_no_library_for_other_files() -> None:
    heavy = ("markdown_it", "yaml", "charset_normalizer")
    code = (
        "import sys, archivesearch; archivesearch.extract('<article><h2>fog</h2><p>bell</article>');"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_in_the_tree_names_the_place_where_it_was_made() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    forbidden = re.compile(r"/work/|\.\./shared|/home/|/root/|pypi\.org|index-url", re.IGNORECASE)
    found = [
        f"{path}: {match.group()}"
        for path in listed.stdout.splitlines()
        if (ROOT / path).is_file() and path != "tests/test_architecture.py"
        for match in [forbidden.search((ROOT / path).read_bytes().decode("utf-8", "replace"))]
        if match
    ]
    assert not found
