"""What the documents say is so: commands run, snippets run, links and targets exist."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("*/*.md")])
COMMAND = [sys.executable, "-m", "archivesearch"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like a fresh checkout: the samples, and no index yet."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "samples", folder / "samples")
    return folder


@pytest.fixture(scope="module")
def indexed(place: Path) -> Path:
    """The same folder with the samples indexed; the tests of a module may run in several processes."""
    assert run([*COMMAND, "index", "--quiet", "samples"], place).returncode == 0
    return place


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    environment.pop("ARCHIVESEARCH_INDEX", None)
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_session_of_the_readme_runs_and_finds_something(place: Path) -> None:
    commands = re.findall(r"^\$ archivesearch (.+)$", README, re.MULTILINE)
    assert commands
    for line in commands:
        done = run([*COMMAND, *shlex.split(line)], place)
        assert done.returncode == 0, f"archivesearch {line}: {done.stderr}"
        assert done.stdout or done.stderr


def test_every_command_that_the_readme_names_explains_itself(place: Path) -> None:
    names = set(re.findall(r"`archivesearch ([a-z]+)", README))
    assert names
    for name in sorted(names):
        done = run([*COMMAND, name, "--help"], place)
        assert done.returncode == 0, f"archivesearch {name} --help: {done.stderr}"


def test_the_library_snippet_of_the_readme_runs(place: Path) -> None:
    [snippet] = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    done = run([sys.executable, "-c", snippet], place)
    assert done.returncode == 0, done.stderr
    assert "Lamp" in done.stdout or "lamp" in done.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert not [target for target in local if not (document.parent / target).exists()]


def test_every_make_target_that_the_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        target
        for document in DOCUMENTS
        for target in re.findall(r"`make ([a-z]+)", document.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= targets


def test_every_query_of_the_readme_can_be_searched(indexed: Path) -> None:
    table = README.partition("## Searching")[2].partition("##")[0]
    queries = re.findall(
        r"`([^`]+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if "|" in line)
    )
    assert len(queries) > 5
    for query in queries:
        done = run([*COMMAND, "search", query], indexed)
        assert done.returncode in (0, 1), f"{query}: {done.stderr}"
