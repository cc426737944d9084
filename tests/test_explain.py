"""`scrape --explain` tells the truth: what it marks as chosen is what comes out, and bad input is named."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from archivesearch.capture.folder import capture
from archivesearch.cli import main
from archivesearch.errors import ExtractError
from archivesearch.extract.explain import explain_page
from archivesearch.extract.extractor import read_page
from archivesearch.model import Entry, Page

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
CASES = tuple(path.parent for path in sorted(SAMPLES.glob("*/*/origin.toml")))
FIELDS = ("title", "authors", "published", "updated", "permalink", "tags", "categories", "body")

PAGE = """<html lang="en"><head><title>Low water | Mud Log</title></head><body>
<div id="main"><div class="post"><h1>Low water</h1>
<p class="meta">Posted by Greta Moss on 3 March 2011 at 7:45 am</p>
<div class="entry"><p>The flats were bare to the second marker, and the curlews had them to themselves until nine,
when a man with two spades and no bucket came along the wall and asked me for the way to the sea.</p>
<p>I pointed. He thanked me. Neither of us mentioned the tide.</p></div></div>
<div class="comments"><p>Otto on 5 March 2011: he asked me too.</p></div></div></body></html>"""


def pages(folder: Path) -> Iterator[Page]:
    origin = tomllib.loads((folder / "origin.toml").read_text(encoding="utf-8"))
    return (found for found in capture(folder, origin.get("base_url")) if isinstance(found, Page))


def shown(entry: Entry, name: str) -> str | None:
    found = getattr(entry, name)
    if found is None:
        return None
    return "; ".join(found.value) if isinstance(found.value, tuple) else str(found.value)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_what_is_marked_is_what_comes_out(folder: Path) -> None:
    for page in pages(folder):
        try:
            entries = read_page(page).entries
        except ExtractError:
            continue
        explained = {post.number: post for post in explain_page(page).posts if post.number is not None}
        assert len(explained) == len(entries), page.path
        for entry in entries:
            fields = {field.name: field for field in explained[entry.position + 1].fields}
            for name in FIELDS:
                value, field = shown(entry, name), fields[name]
                where = f"{page.path}, post {entry.position + 1}, {name}"
                if value is None:
                    assert field.value is None, where
                    assert not any(candidate.is_chosen for candidate in field.candidates), where
                    continue
                assert " ".join(value.split()).startswith(
                    " ".join(str(field.value).split()).rstrip("\u2026")
                ), where
                assert field.rule == getattr(entry, name).rule, where
                chosen = [candidate for candidate in field.candidates if candidate.is_chosen]
                assert chosen, where
                assert not any(candidate.is_refused for candidate in chosen), where


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "low-water.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def explained(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert main(["scrape", "--explain", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_a_date_is_explained_by_where_it_stands_and_what_else_there_was(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = explained(capsys, page).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("published"))
    assert "2011-03-03T07:45" in lines[at]
    chosen = next(line for line in lines[at:] if line.lstrip().startswith("*"))
    assert "3 March 2011 at 7:45 am" in chosen
    assert "p.meta" in chosen
    assert not any("5 March" in line for line in lines if line.lstrip().startswith("*"))


def test_no_line_ends_with_a_blank_and_none_is_said_twice(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = explained(capsys, page).splitlines()
    assert [line for line in lines if line != line.rstrip()] == []
    told = [line for line in lines if line.startswith("    ")]
    assert len(told) == len(set(told))


def test_json_holds_all_that_the_lines_say(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(explained(capsys, "--json", page))
    (post,) = [post for post in record["posts"] if post["number"] == 1]
    fields = {field["name"]: field for field in post["fields"]}
    assert fields["authors"]["value"] == "Greta Moss"
    assert fields["title"]["value"] == "Low water"
    assert list(fields) == list(FIELDS)
    assert record["kind"] == "single"


def test_colour_comes_where_it_is_asked_for(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coloured = explained(capsys, "--color", "always", page)
    assert "\x1b[" in coloured
    assert "2011-03-03T07:45" in coloured
    assert "\x1b[" not in explained(capsys, "--color", "never", page)


def test_text_and_feeds_are_explained_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Tuesday, 5 May 2009\n\nThe lamp was out for nine minutes.\n\nPosted by Ida at 10:15\n")
    assert "2009-05-05" in explained(capsys, text)
    feed = tmp_path / "feed.xml"
    items = "".join(
        f"<item><title>Note {n}</title><link>https://m.example/{n}</link><pubDate>Tue, 0{n} Jun 2010 09:00:00 GMT</pubDate>"
        f"<description>Some words of note {n}.</description></item>"
        for n in (1, 8)
    )
    feed.write_text(
        f'<rss version="2.0"><channel><title>M</title><link>https://m.example/</link>{items}</channel></rss>'
    )
    told = explained(capsys, feed)
    assert "2010-06-01T09:00:00+00:00" in told
    assert "Note 8" in told


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("gone.html", None, "there is no such folder or file"),
        ("empty.html", b"", "empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "it is no page but"),
    ],
)
def test_what_cannot_be_explained_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, told: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert main(["scrape", "--explain", str(path)]) in (1, 2)
    printed = capsys.readouterr()
    assert told in printed.err + printed.out
    assert name in printed.err + printed.out


def test_a_folder_and_json_without_explain_are_usage_errors(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scrape", "--explain", str(page.parent)]) == 2
    assert "name a file in" in capsys.readouterr().err
    assert main(["scrape", "--json", str(page)]) == 2
    assert "--explain" in capsys.readouterr().err
