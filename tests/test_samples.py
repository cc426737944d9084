"""Every case under samples/ comes out of `scrape` as its posts.json says, field by field."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archivesearch import scrape
from archivesearch.extract.platforms.catalogue import PLATFORMS as PLATFORM_ORDER
from archivesearch.model import Post

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PLATFORMS = SAMPLES.parent / "archivesearch" / "extract" / "platforms"
PLAIN_FIELDS = ("permalink", "blog_title", "title", "language", "body")
STAMP_FIELDS = ("published", "updated")
SET_FIELDS = ("tags", "categories")

Record = dict[str, Any]


@dataclass(frozen=True)
class Case:
    folder: Path
    platform: str
    base_url: str | None
    expected: tuple[Record, ...]

    @classmethod
    def read(cls, folder: Path) -> Case:
        origin = tomllib.loads((folder / "origin.toml").read_text(encoding="utf-8"))
        posts = json.loads((folder / "posts.json").read_text(encoding="utf-8"))
        return cls(folder, origin["platform"], origin.get("base_url"), tuple(posts))

    @property
    def name(self) -> str:
        return self.folder.relative_to(SAMPLES).as_posix()

    def scrape(self) -> tuple[Post, ...]:
        return posts_of(self.folder, self.base_url)


@cache
def posts_of(folder: Path, base_url: str | None) -> tuple[Post, ...]:
    return tuple(scrape([folder], base_url=base_url, jobs=1))


CASES = tuple(Case.read(path.parent) for path in sorted(SAMPLES.glob("*/*/origin.toml")))


def record_of(post: Post) -> Record:
    """The fields of a post that a sample may assert, in the shape of posts.json."""
    record: Record = {field: getattr(post, field) for field in PLAIN_FIELDS}
    record |= {field: _text(getattr(post, field)) for field in STAMP_FIELDS}
    record |= {field: sorted(getattr(post, field)) for field in SET_FIELDS}
    record["authors"] = list(post.authors)
    record["captures"] = sorted(f"{capture.page} ({capture.form})" for capture in post.captures)
    return record


def comparable(expected: Record) -> Record:
    """An expected record in the shape of `record_of`: only the fields that the sample asserts."""
    record = dict(expected)
    for field in SET_FIELDS:
        if field in record:
            record[field] = sorted(record[field])
    if "captures" in record:
        record["captures"] = sorted(
            f"{capture['page']} ({capture['form']})" for capture in record["captures"]
        )
    return record


def likeness(expected: Record, got: Record) -> tuple[bool, bool, bool, float]:
    """How surely two records are the same post, the surest sign first."""
    text = difflib.SequenceMatcher(
        None, str(expected.get("body", ""))[:200], got["body"][:200], autojunk=False
    )
    return (
        expected.get("permalink") is not None and expected["permalink"] == got["permalink"],
        expected.get("title") is not None and expected["title"] == got["title"],
        expected.get("published") is not None and expected["published"] == got["published"],
        text.quick_ratio(),
    )


def differences(expected: Iterable[Record], posts: Iterable[Post]) -> list[str]:
    """What a reader needs to see of every post that is missing, wrong or not expected."""
    left = list(posts)
    told = []
    for number, raw in enumerate(expected, 1):
        wanted = comparable(raw)
        name = f"post {number} ({wanted.get('title') or wanted.get('permalink') or wanted['body'][:40]!r})"
        best = max(left, key=lambda post: likeness(wanted, record_of(post)), default=None)
        if best is None or likeness(wanted, record_of(best)) < (False, False, False, 0.5):
            told.append(f"{name} did not come out")
            continue
        left.remove(best)
        got = record_of(best)
        told += [
            f"{name}: {field} [{best.found_in.get(field, 'no evidence')}]\n{_difference(value, got[field])}"
            for field, value in wanted.items()
            if got[field] != value
        ]
    told += [f"not expected: {post.title!r} {post.permalink} {post.body[:60]!r}" for post in left]
    return told


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _difference(expected: object, got: object) -> str:
    if isinstance(expected, str) and isinstance(got, str) and "\n" in expected + got:
        lines = difflib.unified_diff(
            expected.split("\n"), got.split("\n"), "expected", "got", lineterm="", n=1
        )
        return "\n".join(f"    {line}" for line in lines)
    return f"    expected {expected!r}\n    got      {got!r}"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_sample_comes_out_as_its_record_says(case: Case) -> None:
    told = differences(case.expected, case.scrape())
    assert not told, "\n".join([f"samples/{case.name}:", *told])


def test_blogs_read_together_keep_their_own_titles_and_authors() -> None:
    apart = {(post.title, post.body): post for case in CASES for post in case.scrape()}
    mixed = []
    for post in posts_of(SAMPLES, None):
        alone = apart.get((post.title, post.body))
        if alone is None:
            continue
        if post.blog_title not in (None, alone.blog_title) or not set(post.authors) <= set(alone.authors):
            mixed.append((alone.blog_title, post.blog_title, alone.authors, post.authors, post.title))
    assert not mixed


def test_the_samples_are_many_and_varied() -> None:
    languages = {
        tomllib.loads((case.folder / "origin.toml").read_text("utf-8"))["language"] for case in CASES
    }
    assert sum(len(case.expected) for case in CASES) >= 60
    assert len({case.platform for case in CASES}) >= 12
    assert len(languages) >= 5


def file_name(platform: str) -> str:
    """The name of a platform's file and of its samples: the letters and digits of its name."""
    return "".join(char for char in platform.lower() if char.isalnum())


def platform_files() -> set[str]:
    return {path.stem for path in PLATFORMS.glob("*.py")} - {"__init__", "catalogue"}


def test_every_platform_file_has_a_sample() -> None:
    assert platform_files(), "no platform files found"
    assert platform_files() <= {case.platform for case in CASES}


def test_every_platform_file_stands_in_the_catalogue_under_its_own_name() -> None:
    assert {file_name(platform.name) for platform in PLATFORM_ORDER} == platform_files() - {"generic"}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_sample_of_a_known_platform_is_recognised(case: Case) -> None:
    if case.platform not in platform_files() - {"generic"}:
        pytest.skip(f"{case.platform} is read without a file of its own")
    assert {file_name(post.platform or "") for post in case.scrape()} == {case.platform}


def test_every_platform_of_the_samples_is_described() -> None:
    described = set(re.findall(r"^\| `(\w+)` \|", (SAMPLES / "README.md").read_text("utf-8"), re.MULTILINE))
    assert described == {case.platform for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_sample_says_what_it_teaches(case: Case) -> None:
    origin = tomllib.loads((case.folder / "origin.toml").read_text(encoding="utf-8"))
    assert origin["platform"] == case.folder.parent.name
    assert origin["teaches"].strip()
    assert origin["facts"].strip()
    assert origin["language"]
