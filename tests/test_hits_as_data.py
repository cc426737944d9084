"""Hits as tables, as runs for TREC tools and as counts; and what can be done with one hit."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from a_blog import BASE_URL, POSTS, write_blog
from a_command import on_a_terminal, plain, run

import archivesearch
from archivesearch.model import Post


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ARCHIVESEARCH_INDEX", "NO_COLOR", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        archive.index(write_blog(tmp_path / "pages"), base_url=BASE_URL)
    return tmp_path / "index"


# ---------------------------------------------------------------- tables and runs


def test_a_table_has_a_row_for_each_hit(directory: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("search", "the", "--csv", "--limit", "2").stdout)))
    assert [row["number"] for row in rows] == ["1", "2"]
    assert {row["authors"] for row in rows} == {"Ada Quist"}
    assert float(rows[0]["score"]) >= float(rows[1]["score"]) > 0
    hits = [json.loads(line) for line in run("search", "the", "--jsonl", "--limit", "2").stdout.splitlines()]
    assert [row["snippet"] for row in rows] == [hit["snippet"] for hit in hits]


def test_a_run_can_be_read_by_trec_tools(directory: Path) -> None:
    done = run("search", "the", "--trec", "--topic", "q7")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [line[:2] + line[3:4] for line in lines] == [["q7", "Q0", str(n)] for n in (1, 2, 3)]
    assert {line[2] for line in lines} == {post.url for post in POSTS}
    scores = [float(line[4]) for line in lines]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("more", [["--sort", "newest"], ["--facet", "year"]])
def test_a_run_without_scores_is_refused(directory: Path, more: list[str]) -> None:
    done = run("search", "the", "--trec", *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--trec" in done.stderr


def test_a_run_has_six_columns_whatever_a_permalink_holds(tmp_path: Path) -> None:
    with archivesearch.open("index", create=True) as archive:
        archive.add_posts([Post(id="x", body="fog", permalink="http://a.example/two words\t\x1b[31m")])
    [line] = run("search", "fog", "--trec", "--topic", "my topic").stdout.splitlines()
    assert len(line.split()) == 6
    assert "\x1b" not in line


# ---------------------------------------------------------------- facets


def test_all_hits_are_counted_and_not_the_page(directory: Path) -> None:
    done = run("search", "the", "--facet", "year", "--facet", "author", "--limit", "1")
    assert done.returncode == 0
    assert done.stdout.splitlines() == ["year\t2009\t2", "year\t2010\t1", "author\tAda Quist\t3"]


def test_counts_come_as_json_beside_the_hits_as_lines_and_as_a_table(directory: Path) -> None:
    document = json.loads(run("search", "the", "--facet", "month", "--json").stdout)
    assert document["facets"] == {"month": {"2009-09": 1, "2009-11": 1, "2010-02": 1}}
    assert len(document["hits"]) == 3
    lines = run("search", "the", "--facet", "year", "--jsonl").stdout.splitlines()
    assert json.loads(lines[0]) == {"facet": "year", "value": "2009", "count": 2}
    table = run("search", "the", "--facet", "year", "--csv").stdout.splitlines()
    assert table == ["facet,value,count", "year,2009,2", "year,2010,1"]


def test_a_terminal_gets_the_counts_in_columns(directory: Path) -> None:
    code, shown = on_a_terminal("search", "the", "--facet", "year", "--facet", "tag", "--no-pager")
    assert code == 0
    assert re.search(r"^year\n +2  2009\n +1  2010\n", plain(shown), re.MULTILINE)
    assert "none of the hits has one" in shown


def test_an_unknown_facet_is_an_error_that_names_the_others(directory: Path) -> None:
    done = run("search", "the", "--facet", "colour")
    assert done.returncode == 2
    assert "category" in done.stderr


# ---------------------------------------------------------------- similar


def test_similar_posts_come_as_hits_and_can_be_shown_by_number(directory: Path) -> None:
    run("search", "herring")
    done = run("similar", "1")
    assert done.returncode == 0
    titles = [line.split("\t")[4] for line in done.stdout.splitlines()]
    assert POSTS[0].title not in titles
    assert titles
    assert f"title: {titles[0]}" in run("show", "1").stdout
    document = json.loads(run("similar", "1", "--json").stdout)
    assert document["similar_to"]
    assert run("similar", "nothing").returncode == 1


def test_a_post_without_neighbours_has_none(tmp_path: Path) -> None:
    with archivesearch.open("index", create=True) as archive:
        archive.add_posts([Post(id="a", body="fog"), Post(id="b", body="sun")])
    done = run("similar", "a")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no other post shares words" in done.stderr


# ---------------------------------------------------------------- open


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a web browser of ours writes the address that it was started with."""
    program, said = tmp_path / "browser", tmp_path / "address"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {said}\n')
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{program} %s")
    return said


def test_a_hit_is_opened_at_its_permalink(directory: Path, browser: Path) -> None:
    run("search", "herring")
    assert run("open", "1").returncode == 0
    assert browser.read_text() == POSTS[0].url
    assert run("open", "1", "--print").stdout.strip() == POSTS[0].url


def test_the_saved_page_is_opened_where_it_lies(directory: Path, browser: Path) -> None:
    run("search", "herring")
    assert run("open", "1", "--saved").returncode == 0
    assert browser.read_text().startswith("file:///")
    assert "/pages/" in browser.read_text()


def test_a_page_inside_an_archive_is_opened_as_a_file(
    tmp_path: Path, browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    shutil.make_archive("blog", "zip", write_blog(tmp_path / "pages"))
    with archivesearch.open("index", create=True) as archive:
        archive.index("blog.zip", base_url=BASE_URL)
    run("search", "herring")
    assert run("open", "1", "--saved").returncode == 0
    opened = Path(browser.read_text().removeprefix("file://"))
    assert "herring boats" in opened.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "-version", "ssh://host/x", "http://[x"]
)
def test_only_addresses_of_the_web_are_opened(tmp_path: Path, browser: Path, address: str) -> None:
    with archivesearch.open("index", create=True) as archive:
        archive.add_posts([Post(id="x", body="fog", permalink=address)])
    done = run("open", "x")
    assert done.returncode == 2
    assert not browser.exists()
    assert "neither an address on the web nor a saved page" in done.stderr


def test_without_a_browser_the_address_is_told(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("search", "herring")
    done = run("open", "1", BROWSER="/nowhere/at-all %s", PATH="/nowhere")
    assert done.returncode == 2
    assert POSTS[0].url in done.stderr


# ---------------------------------------------------------------- completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_get_a_script_for_this_command(shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    assert f"_ARCHIVESEARCH_COMPLETE={shell}_complete" in done.stdout


def test_bash_completes_commands_options_and_what_they_take(tmp_path: Path) -> None:
    folder = Path(sys.executable).parent
    if not (folder / "archivesearch").exists():
        pytest.skip("the command is not installed beside this Python")
    script = run("completion", "bash").stdout
    (tmp_path / "completion.bash").write_text(script)

    def completed(*words: str) -> str:
        typed = " ".join(f"'{word}'" for word in words)
        asked = f'. ./completion.bash; COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _archivesearch_completion archivesearch; echo "${{COMPREPLY[*]}}"'
        environment = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}
        done = subprocess.run(
            ["bash", "-c", asked], capture_output=True, text=True, check=False, env=environment
        )
        return done.stdout.strip()

    assert completed("archivesearch", "sim") == "similar"
    assert completed("archivesearch", "search", "--fac") == "--facet"
    assert "platform" in completed("archivesearch", "search", "--facet", "")
