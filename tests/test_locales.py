"""Words are found and names of files kept in whatever locale the command runs; no output makes it fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import archivesearch
from archivesearch.cli.typed import as_typed

ROOT = Path(__file__).resolve().parent.parent
LOCALES = {
    "utf-8": {"LC_ALL": "C.UTF-8"},
    "ascii": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "iso8859-1": {"LC_ALL": "de_DE.ISO-8859-1", "PYTHONUTF8": "0"},
    "euc_jp": {"LC_ALL": "ja_JP.eucjp", "PYTHONUTF8": "0"},
}
TITLE = "Kölner Brücke — 橋"


def run(encoding: str, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    """The command in a locale of this encoding; an argument that is bytes is typed as it is."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTHON"))
    }
    environment |= LOCALES[encoding] | {"PYTHONPATH": str(ROOT)}
    typed = [one if isinstance(one, bytes) else os.fsencode(str(one)) for one in arguments]
    command = [os.fsencode(sys.executable), b"-m", b"archivesearch", *typed]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, env=environment)


@pytest.fixture(params=LOCALES)
def encoding(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    ask = [sys.executable, "-c", "import sys; print(sys.getfilesystemencoding())"]
    done = subprocess.run(ask, env=LOCALES[name], capture_output=True, text=True, check=True)
    if done.stdout.strip() != name:
        pytest.skip(f"this system has no locale for {name}")
    return name


@pytest.fixture
def index(tmp_path: Path) -> Path:
    folder = tmp_path / "Köln"
    folder.mkdir()
    page = f"---\ntitle: {TITLE}\nauthor: Zoë\ndate: 2009-09-05\n---\n\nIn Köln steht die Brücke; sie heißt 橋.\n"
    (folder / "brücke.md").write_text(page, encoding="utf-8")
    (folder / os.fsdecode(b"r\xe9.md")).write_text(
        "---\ntitle: Raw\ndate: 2009-09-06\n---\n\nWords of a raw name.\n"
    )
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        archive.index(folder)
    return tmp_path / "index"


@pytest.mark.parametrize("word", ["Köln", "橋", "title:Brücke", "Zoë"])
def test_words_typed_in_utf_8_are_found_in_every_locale(index: Path, encoding: str, word: str) -> None:
    done = run(encoding, "search", "--index", index, "--json", word)
    assert [hit["title"] for hit in json.loads(done.stdout)["hits"]] == [TITLE]
    assert json.loads(done.stdout)["query"] == word
    assert run(encoding, "timeline", "--index", index, word).stdout == b"2009-09\t1\n"
    assert run(encoding, "export", "--index", index, word).stdout.count(b"\n") == 1


def test_words_typed_as_the_locale_has_them_are_found(index: Path, encoding: str) -> None:
    typed = "Brücke".encode("euc_jp" if encoding == "euc_jp" else "latin-1")
    done = run(encoding, "search", "--index", index, "--json", typed)
    assert [hit["title"] for hit in json.loads(done.stdout)["hits"]] == [TITLE]


def test_no_output_fails_in_any_locale(index: Path, encoding: str) -> None:
    for arguments in (
        ["search", "Köln"],
        ["search", "Köln", "--color", "always"],
        ["search", "Köln", "--explain"],
        ["search", "Köln", "--facet", "author"],
        ["search", "Brükce"],
        ["search", "Köln", "--csv"],
        ["similar", "1"],
        ["show", "1"],
        ["show", "1", "--json"],
        ["open", "1", "--print"],
        ["timeline", "Köln"],
        ["export", "--format", "csv"],
        ["stats"],
        ["verify"],
        ["help", "query"],
    ):
        where = [] if arguments[0] == "help" else ["--index", index]
        done = run(encoding, *arguments, *where)
        assert b"Traceback" not in done.stderr, arguments
        assert done.returncode in (0, 1), arguments
        done.stdout.decode("utf-8" if {"csv", "--csv", "--json"} & set(arguments) else encoding)


def test_a_source_is_the_same_one_in_every_locale(index: Path, tmp_path: Path, encoding: str) -> None:
    source = tmp_path / "Köln"
    done = run(encoding, "index", "--index", index, source)
    assert b"2 posts (2 unchanged); 0 pages read; 2 unchanged" in done.stdout + done.stderr
    for word in ("Köln", "raw"):
        run(encoding, "search", "--index", index, word)
        shown = run(encoding, "show", "1", "--source", "--index", index)
        assert shown.stdout == next(
            path.read_bytes() for path in source.iterdir() if word.encode() in path.read_bytes()
        )


def test_a_source_whose_name_is_no_utf_8_is_read_and_found_again(tmp_path: Path, encoding: str) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    os.mkdir(folder)  # noqa: PTH102
    posts = tmp_path / "posts.jsonl"
    posts.write_text('{"id": "r1", "title": "A record"}\n')
    os.rename(posts, os.fsencode(tmp_path) + b"/r\xe9.jsonl")  # noqa: PTH104
    with open(folder + b"/lamp\xe9.md", "w") as file:  # noqa: PTH123
        file.write("---\ntitle: A lamp\n---\n\nIt burns.\n")
    index = os.fsencode(tmp_path) + b"/ind\xe9x"
    for sources in ([folder], [folder + b"/lamp\xe9.md"], [os.fsencode(tmp_path) + b"/r\xe9.jsonl"]):
        done = run(encoding, "index", "--index", index, *sources)
        assert done.returncode == 0, done.stderr
    assert run(encoding, "search", "--index", index, "lamp").stdout.startswith(b"1\t")
    assert run(encoding, "show", "1", "--source", "--index", index).stdout.endswith(b"It burns.\n")
    assert run(encoding, "verify", "--index", index).returncode == 0
    assert run(encoding, "rebuild", "--index", index).returncode == 0


def test_text_given_by_a_program_is_taken_as_it_is() -> None:
    assert as_typed("Köln") == "Köln"
    assert as_typed("\ud800") == "\ud800"
