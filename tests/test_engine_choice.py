"""Which engine an archive has, who remembers it, and what is said when it cannot be had."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from a_command import run

import archivesearch
from archivesearch.errors import EngineError, QueryError
from archivesearch.index.engine import ENGINES

RECORDS = [
    {"schema": 1, "permalink": f"https://example.org/{name}", "title": name, "body": body}
    for name, body in (("keeper", "The keeper lights the lamp."), ("ferry", "The ferry was late."))
]


def made(folder: Path, engine: str | None) -> None:
    with archivesearch.open(folder, create=True, engine=engine) as archive:
        archive.add_posts(RECORDS)


def engine_folders(folder: Path) -> set[str]:
    return {path.name.partition("-")[0] for path in folder.iterdir() if path.is_dir()}


@pytest.mark.parametrize("engine", ENGINES)
def test_an_archive_remembers_its_engine(tmp_path: Path, engine: str) -> None:
    made(tmp_path, engine)
    with archivesearch.open(tmp_path) as archive:
        archive.add_posts([{**RECORDS[0], "body": "The keeper trims the lamp."}])
        archive.commit()
        assert [hit.post.title for hit in archive.search("trims")] == ["keeper"]
        assert archive.rebuild() == 2
        assert [hit.post.title for hit in archive.search("ferry")] == ["ferry"]
    assert engine_folders(tmp_path) == {engine}


def test_an_archive_whose_manifest_is_damaged_keeps_its_engine(tmp_path: Path) -> None:
    made(tmp_path, "tantivy")
    (tmp_path / "index.json").write_text("{")
    with archivesearch.open(tmp_path) as archive:
        archive.rebuild()
    assert engine_folders(tmp_path) == {"tantivy"}


def test_whoosh_is_the_engine_unless_another_is_named(tmp_path: Path) -> None:
    made(tmp_path, None)
    assert engine_folders(tmp_path) == {"whoosh"}


def test_another_engine_than_the_archives_is_refused_with_the_command_that_changes_it(tmp_path: Path) -> None:
    made(tmp_path, "whoosh")
    with pytest.raises(EngineError, match="archivesearch rebuild --engine tantivy"):
        archivesearch.open(tmp_path, engine="tantivy")
    with pytest.raises(QueryError, match="no engine 'lucene'; there are: whoosh, tantivy"):
        archivesearch.open(tmp_path, engine="lucene")


def test_an_archive_can_change_its_engine(tmp_path: Path) -> None:
    made(tmp_path, "whoosh")
    with archivesearch.open(tmp_path) as archive:
        assert archive.search("lamp").total == 1
        archive.rebuild(engine="tantivy")
        archive.add_posts([{**RECORDS[0], "permalink": "https://example.org/new"}])
        archive.commit()
        assert archive.search("lamp").total == 2
    assert engine_folders(tmp_path) == {"tantivy"}


def test_an_engine_that_is_not_installed_is_told_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path / "there", "tantivy")
    for name in [name for name in sys.modules if name.startswith("archivesearch.index.tantivy_")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("archivesearch.index.tantivy_engine")
    monkeypatch.setitem(sys.modules, "tantivy", None)
    remedy = r"pip install 'archivesearch\[tantivy\]'"
    with archivesearch.open(tmp_path / "there") as archive:
        with pytest.raises(EngineError, match=remedy):
            archive.search("lamp")
        with pytest.raises(EngineError, match=remedy):
            archive.index(tmp_path)
    with pytest.raises(EngineError, match=remedy):
        archivesearch.open(tmp_path / "new", create=True, engine="tantivy")
    assert not (tmp_path / "new").exists()


def test_the_command_line_names_the_engine_once(tmp_path: Path) -> None:
    page = tmp_path / "pages" / "lamp.txt"
    page.parent.mkdir()
    page.write_text("The lamp\n\nA keeper lights the lamp every evening, and the ferry sees it from afar.\n")
    index = ["--index", str(tmp_path / "index")]
    assert run("index", page.parent, *index, "--engine", "tantivy").returncode == 0
    assert run("search", "lamp", *index).returncode == 0
    refused = run("index", page.parent, *index, "--engine", "whoosh")
    assert refused.returncode == 2
    assert "archivesearch rebuild --engine whoosh" in refused.stderr
    assert run("rebuild", *index, "--engine", "whoosh").returncode == 0
    assert engine_folders(tmp_path / "index") == {"whoosh"}
    assert run("search", "lamp", *index).returncode == 0
