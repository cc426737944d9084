"""What leaves an archive: every format holds every post, and what we can read back comes back the same."""

from __future__ import annotations

import csv
import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archivesearch
from archivesearch.cli import main
from archivesearch.export.markdown_files import escaped_text
from archivesearch.extract.markdown import markdown_text
from archivesearch.extract.shortcodes import without_shortcodes
from archivesearch.model import Post
from archivesearch.records import post_from_line

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two blogs with code, zones, accents and posts without a date or a title."""
    folder = tmp_path_factory.mktemp("export") / "index"
    with archivesearch.open(folder, create=True) as archive:
        archive.index([SAMPLES / "dasblog", SAMPLES / "wordpress", SAMPLES / "octopress"])
    return folder


@pytest.fixture(scope="module")
def posts(directory: Path) -> list[Post]:
    with archivesearch.open(directory) as archive:
        found = list(archive.posts())
    assert len(found) > 20
    return found


@pytest.fixture(autouse=True)
def here(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVESEARCH_INDEX", str(directory))


def exported(path: Path, *options: str) -> Path:
    assert main(["export", "--output", str(path), *options]) == 0
    return path


@pytest.mark.parametrize("form", ["jsonl", "csv", "atom", "markdown", "sqlite"])
def test_an_export_that_does_not_fit_on_the_disk_is_told_and_leaves_nothing(
    directory: Path, tmp_path: Path, form: str
) -> None:
    command = [sys.executable, "-m", "archivesearch", "export", "--format", form, "--output", "posts"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(SAMPLES.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("archivesearch: posts: cannot be written (")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def by_permalink(found: Iterator[Post] | list[Post]) -> dict[str | None, Post]:
    return {post.permalink: post for post in found}


def test_json_lines_are_the_records_and_index_takes_them_back(tmp_path: Path, posts: list[Post]) -> None:
    path = exported(tmp_path / "posts.jsonl")
    assert [post_from_line(line) for line in path.read_text().splitlines()] == posts
    with archivesearch.open(tmp_path / "copy", create=True) as copy:
        copy.index(path)
    with archivesearch.open(tmp_path / "copy") as copy:
        assert list(copy.posts()) == posts


def test_csv_has_a_row_for_each_post_with_all_its_text(tmp_path: Path, posts: list[Post]) -> None:
    with exported(tmp_path / "posts.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["id"], row["body"], row["title"] or None) for row in rows] == [
        (post.id, post.body, post.title) for post in posts
    ]
    assert [row["authors"] for row in rows] == ["; ".join(post.authors) for post in posts]


def test_an_atom_feed_is_read_back_with_its_dates_authors_and_tags(tmp_path: Path, posts: list[Post]) -> None:
    back = by_permalink(archivesearch.scrape(exported(tmp_path / "posts.atom")))
    with_address = [post for post in posts if post.permalink]
    assert set(back) >= {post.permalink for post in with_address}
    for post in with_address:
        twin = back[post.permalink]
        assert (twin.title, twin.authors) == (post.title, post.authors)
        if post.published and post.published.offset is not None:
            assert twin.published == post.published
        assert "".join(twin.body.split()) == "".join(post.body.split())


def test_atom_says_that_a_zone_is_unknown_instead_of_making_one_up(tmp_path: Path, posts: list[Post]) -> None:
    text = exported(tmp_path / "posts.atom").read_text()
    post = next(post for post in posts if post.published and post.published.precision == "day")
    assert f"<published>{post.published}T00:00:00-00:00</published>" in text
    assert f"<dcterms:issued>{post.published}</dcterms:issued>" in text


def test_markdown_files_are_named_by_day_and_title_and_are_read_back(
    tmp_path: Path, posts: list[Post]
) -> None:
    folder = exported(tmp_path / "files", "--format", "markdown")
    files = sorted(path.name for path in folder.iterdir())
    assert len(files) == len(posts)
    assert "2009-09-05-a-lamp-that-forgets-nothing.md" in files
    back = {(post.title, str(post.published)): post for post in archivesearch.scrape(folder)}
    for post in posts:
        if post.title and post.published:
            twin = back[post.title, str(post.published)]
            assert (twin.authors, twin.tags) == (post.authors, post.tags)


WORDS = st.text(st.sampled_from("ab1.)#*_`~<>&[]{}%()+-=|\\:!\u00e9\u5b57"), min_size=1, max_size=8)
LINES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
CODE = LINES.map(lambda line: f"    {line}")
BLOCKS = st.one_of(st.lists(LINES, min_size=1, max_size=3), st.lists(CODE, min_size=1, max_size=3))


@given(st.lists(BLOCKS.map("\n".join), min_size=1, max_size=4).map("\n\n".join))
def test_markdown_shows_the_text_whatever_signs_it_has(body: str) -> None:
    assert markdown_text(escaped_text(body)) == body
    assert markdown_text(without_shortcodes(escaped_text(body))) == body


def test_a_database_answers_sql_and_full_text_search(tmp_path: Path, posts: list[Post]) -> None:
    path = exported(tmp_path / "posts.db")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM posts").fetchone() == (len(posts),)
        authors = database.execute("SELECT DISTINCT author FROM post_authors ORDER BY author").fetchall()
        assert authors == [(name,) for name in sorted({name for post in posts for name in post.authors})]
        found = database.execute(
            "SELECT posts.title FROM posts JOIN posts_fts ON posts.rowid = posts_fts.rowid WHERE posts_fts MATCH 'sequencer'"
        ).fetchall()
        assert ("A lamp that forgets nothing",) in found
    utils = [sys.executable, "-m", "sqlite_utils", "search", str(path), "posts", "sequencer"]
    listed = json.loads(subprocess.run(utils, capture_output=True, check=True, text=True).stdout)
    assert listed[0]["published"] == "2009-09-05T12:43:43-04:00"


def test_parquet_keeps_lists_as_lists(tmp_path: Path, posts: list[Post]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = parquet.read_table(exported(tmp_path / "posts.parquet")).to_pylist()
    assert [(row["id"], row["tags"]) for row in rows] == [(post.id, list(post.tags)) for post in posts]


def test_a_query_chooses_what_is_exported(posts: list[Post], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "date:2009"]) == 0
    days = [json.loads(line)["published"] for line in capsys.readouterr().out.splitlines()]
    wanted = [str(post.published) for post in posts if str(post.published).startswith("2009")]
    assert sorted(days) == sorted(wanted)
    assert days == sorted(days, key=lambda day: day[:10])
    assert main(["export", "zeppelinless"]) == 1


def test_what_is_there_is_not_replaced_unless_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("mine")
    assert main(["export", "--output", str(path)]) == 2
    assert "--force" in capsys.readouterr().err
    assert path.read_text() == "mine"
    exported(path, "--force")
    assert path.read_text().startswith("id,permalink")
    folder = exported(tmp_path / "files", "--format", "markdown")
    assert main(["export", "--output", str(folder), "--format", "markdown"]) == 2
    exported(folder, "--format", "markdown", "--force")


def test_what_cannot_be_written_is_told_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--output", str(tmp_path / "no" / "posts.csv")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert main(["export", "--output", str(tmp_path / "posts.doc")]) == 2
    assert "say which with --format" in capsys.readouterr().err
    assert main(["export", "--format", "sqlite"]) == 2
    assert "--output" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
