from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quality.floors import Floors, cut, fingerprint, is_worse, read, undocumented, write

FIGURES = st.dictionaries(st.sampled_from(["title", "day", "duplicates", "stray"]), st.floats(0, 100))


def test_a_figure_below_its_floor_is_told() -> None:
    assert Floors(figures={"title": 0.9}).shortfalls({"title": 0.89}) == ["title: floor 0.9, measured 0.89"]


def test_more_duplicates_than_the_floor_allows_are_told() -> None:
    floors = Floors(figures={"duplicates": 1.0})
    assert floors.shortfalls({"duplicates": 1.5})
    assert not floors.shortfalls({"duplicates": 0.5})


def test_a_figure_that_is_no_longer_measured_is_told() -> None:
    assert Floors(figures={"clock": 0.5}).shortfalls({}) == ["clock: floor 0.5, measured nothing"]


def test_speed_is_never_pinned() -> None:
    assert Floors().raised({"title": 0.5, "wall_s": 9.0}, None).figures == {"title": 0.5}


@given(floors=FIGURES, measured=FIGURES)
def test_raising_never_makes_a_floor_easier(floors: dict[str, float], measured: dict[str, float]) -> None:
    floors = {name: cut(name, value) for name, value in floors.items()}
    raised = Floors(figures=floors).raised(measured, "now").figures
    assert not [name for name, floor in floors.items() if is_worse(name, raised[name], floor)]


@given(measured=FIGURES)
def test_what_was_just_measured_meets_the_floors_pinned_from_it(measured: dict[str, float]) -> None:
    assert Floors().raised(measured, None).shortfalls(measured) == []


def test_the_fingerprint_changes_with_a_new_file_and_with_a_size(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text("one")
    seen = [fingerprint(tmp_path)]
    (tmp_path / "two.html").write_text("two")
    seen.append(fingerprint(tmp_path))
    (tmp_path / "two.html").write_text("twice")
    seen.append(fingerprint(tmp_path))
    assert len(set(seen)) == 3


def test_lowering_needs_a_line_that_names_the_figure() -> None:
    changelog = (
        "- Floor of `title` lowered to 0.9: the corpus has harder titles now.\n- The day is read better.\n"
    )
    assert undocumented(["title", "day"], changelog) == ["day"]


def test_floors_come_back_as_they_were_written(tmp_path: Path) -> None:
    floors = {"samples": Floors(None, {"posts": 70}), "extraction": Floors("0123456789abcdef", {})}
    write(tmp_path / "floors.json", floors)
    assert read(tmp_path / "floors.json") == floors


def test_the_pinned_floors_are_readable() -> None:
    assert set(read(Path(__file__).with_name("floors.json"))) == {"samples", "extraction"}


@pytest.mark.parametrize(("value", "floor"), [(0.98765, 0.987), (1.0, 1.0)])
def test_a_floor_is_cut_not_rounded(value: float, floor: float) -> None:
    assert cut("title", value) == floor
