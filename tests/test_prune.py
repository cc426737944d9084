"""Pages that are gone from a source are forgotten when that is asked for, and never by themselves."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from a_blog import many_posts

import archivesearch
from archivesearch.cli import main

POSTS = many_posts(6)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    for post in POSTS:
        place = folder / post.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(post.page, encoding="utf-8")
    return folder


def index(tmp_path: Path, *arguments: str | Path) -> int:
    return main(["index", "--index", str(tmp_path / "index"), "--jobs", "1", *map(str, arguments)])


def titles(tmp_path: Path) -> set[str | None]:
    with archivesearch.open(tmp_path / "index") as archive:
        found = {hit.post.title for hit in archive.search("*", limit=100)}
        assert found == {post.title for post in archive.posts()}
    return found


def test_a_post_stays_until_pruning_is_asked_for(
    tmp_path: Path, pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert index(tmp_path, pages) == 0
    (pages / POSTS[0].path).unlink()
    assert index(tmp_path, pages) == 0
    assert len(titles(tmp_path)) == 6
    capsys.readouterr()
    assert index(tmp_path, "--prune", pages) == 0
    told = capsys.readouterr().err
    assert "1 page gone and forgotten" in told
    assert "1 removed" in told
    assert titles(tmp_path) == {post.title for post in POSTS[1:]}


def test_a_post_that_another_page_shows_stays(tmp_path: Path, pages: Path) -> None:
    (pages / "copy.html").write_text(POSTS[0].page, encoding="utf-8")
    index(tmp_path, pages)
    (pages / POSTS[0].path).unlink()
    assert index(tmp_path, "--prune", pages) == 0
    assert len(titles(tmp_path)) == 6


def test_pages_of_other_sources_and_records_stay(tmp_path: Path, pages: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for post in POSTS[:3]:
        shutil.move(pages / post.path, other / f"{post.slug}.html")
    records = tmp_path / "more.jsonl"
    records.write_text('{"id": "r1", "title": "A record", "body": "words"}\n')
    index(tmp_path, pages, other, records)
    shutil.rmtree(other)
    (pages / POSTS[4].path).unlink()
    assert index(tmp_path, "--prune", pages) == 0
    assert titles(tmp_path) == {post.title for post in POSTS if post is not POSTS[4]} | {"A record"}


def test_an_empty_folder_is_taken_for_a_mistake(
    tmp_path: Path, pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index(tmp_path, pages)
    shutil.rmtree(pages)
    pages.mkdir()
    assert index(tmp_path, "--prune", pages) == 2
    assert "nothing was pruned" in capsys.readouterr().err
    assert len(titles(tmp_path)) == 6


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_cannot_be_looked_into_is_not_taken_for_gone(tmp_path: Path, pages: Path) -> None:
    index(tmp_path, pages)
    folder = (pages / POSTS[0].path).parent
    folder.chmod(0)
    try:
        assert index(tmp_path, "--prune", pages) == 2
    finally:
        folder.chmod(0o700)
    assert len(titles(tmp_path)) == 6


def test_a_page_that_cannot_be_read_any_more_is_not_taken_for_gone(tmp_path: Path, pages: Path) -> None:
    index(tmp_path, pages)
    place = pages / POSTS[0].path
    place.write_bytes(b"<html>" + b"x" * (40 * 2**20))
    assert index(tmp_path, "--prune", pages) == 2
    assert len(titles(tmp_path)) == 6
