"""A timeline counts every hit in its period, and can be seen, read by programs and drawn."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from a_command import on_a_terminal, plain, run

import archivesearch
from archivesearch.model import Everything, Post, Ranking, Timestamp
from archivesearch.search.timeline import timeline

STAMPS = ("2009-09-05", "2009-09-05T12:43:43-04:00", "2009-12", None)


@pytest.fixture(autouse=True)
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ARCHIVESEARCH_INDEX", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.chdir(tmp_path)
    posts = [
        Post(id=f"p{number}", body="fog again", published=Timestamp.parse(stamp) if stamp else None)
        for number, stamp in enumerate(STAMPS)
    ]
    with archivesearch.open("index", create=True) as archive:
        archive.add_posts(posts)
    return tmp_path / "index"


def counted(**facets: Mapping[str, int]) -> Ranking:
    total = sum(facets["year"].values())
    return Ranking((), total, Everything(), count_facet=lambda name: facets[name])


def test_periods_without_a_hit_are_counted_too() -> None:
    found = timeline(counted(year={"2009": 2}, month={"2009-11": 1, "2010-02": 1}))
    assert found.counts == {"2009-11": 1, "2009-12": 0, "2010-01": 0, "2010-02": 1}
    assert timeline(counted(year={"2003": 1, "2006": 4}), "year").counts == {
        "2003": 1, "2004": 0, "2005": 0, "2006": 4,
    }  # fmt: skip


def test_hits_of_many_years_are_counted_by_years() -> None:
    found = timeline(counted(year={"2001": 1, "2009": 1}, month={"2001-01": 1, "2009-01": 1}))
    assert found.by == "year"
    assert len(found.counts) == 9


def test_a_post_known_by_its_year_only_is_not_lost() -> None:
    ranking = counted(year={"2009": 2}, month={"2009-05": 1})
    assert timeline(ranking).counts == {"2009": 2}
    assert timeline(ranking, "month").undated == 1


def test_one_impossible_year_does_not_make_thousands_of_lines() -> None:
    assert len(timeline(counted(year={"0101": 1, "9009": 1}), "year").counts) == 2


def test_a_pipe_gets_a_line_for_each_period_and_the_undated_are_told() -> None:
    done = run("timeline", "fog")
    assert done.returncode == 0
    assert done.stdout.splitlines() == ["2009-09\t2", "2009-10\t0", "2009-11\t0", "2009-12\t1"]
    assert "1 hit of 4 without a month" in done.stderr
    assert run("timeline", "fog", "--by", "year").stdout == "2009\t3\n"


def test_a_terminal_gets_bars_as_long_as_there_are_hits() -> None:
    code, shown = on_a_terminal("timeline", "fog", "--no-pager", columns=40)
    assert code == 0
    bars = dict(line.split("  ", 1) for line in plain(shown).splitlines() if line.startswith("2009-"))
    assert bars["2009-09"].count("█") == 2 * bars["2009-12"].count("█") > 10
    assert bars["2009-10"] == "0"
    assert all(len(line) <= 40 for line in plain(shown).splitlines() if line.startswith("2009-"))


def test_programs_get_json() -> None:
    document = json.loads(run("timeline", "fog", "--json").stdout)
    assert document["counts"]["2009-09"] == 2
    assert (document["total"], document["undated"], document["by"]) == (4, 1, "month")
    lines = [json.loads(line) for line in run("timeline", "fog", "--jsonl").stdout.splitlines()]
    assert lines[0] == {"period": "2009-09", "count": 2}


def test_no_hit_is_exit_code_1() -> None:
    done = run("timeline", "zeppelin")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no post found" in done.stderr


def test_a_chart_can_be_drawn_whatever_was_typed() -> None:
    pytest.importorskip("matplotlib")
    query = r"fog OR $x^2 OR \frac{1 OR <b> OR 霧"
    done = run("timeline", query, "--svg", "chart.svg", "--png", "chart.png")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    drawn = ElementTree.parse("chart.svg")
    words = "".join(drawn.getroot().itertext())
    assert query in words
    assert "2009-09" in words
    assert Path("chart.png").read_bytes().startswith(b"\x89PNG\r\n")
    again = run("timeline", "fog", "--png", "chart.png")
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert run("timeline", "fog", "--png", "chart.png", "--force").returncode == 0


def test_a_chart_has_a_bar_for_each_period_in_proportion(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    assert run("timeline", "fog", "--svg", "chart.svg").returncode == 0
    paths = re.findall(
        r'<path d="([^"]+)" clip-path="[^"]+" style="fill: #3465a4"', Path("chart.svg").read_text()
    )
    heights = [
        max(ys) - min(ys) for path in paths for ys in [[float(y) for y in re.findall(r" ([\d.]+) \n", path)]]
    ]
    assert len(heights) == 4
    assert heights[0] == pytest.approx(2 * heights[3])
    assert heights[1] == 0


def test_a_chart_without_matplotlib_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from archivesearch.cli import main

    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert main(["timeline", "fog", "--png", "chart.png"]) == 2
    assert "pip install 'archivesearch[plot]'" in capsys.readouterr().err
    assert not Path("chart.png").exists()
