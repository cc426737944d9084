"""The first input: one post kept as text, with a day heading above it and a stamp below."""

from __future__ import annotations

from pathlib import Path

import archivesearch


def test_the_example_comes_out_as_one_signed_and_dated_post(example: Path) -> None:
    [post] = archivesearch.scrape([example])
    assert (post.title, post.authors) == (None, ("Kate",))
    assert str(post.published) == "2009-09-05T12:43:43-04:00"
    assert "Saturday, September 05, 2009" not in post.body
    assert "Eastern Daylight Time" not in post.body


def test_the_example_is_found_with_its_words_marked(example: Path, tmp_path: Path) -> None:
    archive = archivesearch.open(tmp_path / "index", create=True)
    archive.index([example])
    ranking = archive.search("microsoft mvp resume")
    assert ranking.total == 1
    [hit] = ranking
    assert "<mark>MVP</mark>" in hit.snippet.html()
    assert "<mark>resume</mark>" in hit.snippet.html()
