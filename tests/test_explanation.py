"""The parts of a score add up to it, and say what they are for."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from a_command import on_a_terminal, plain, run

import archivesearch
from archivesearch.index.engine import Engine, Explanation
from archivesearch.index.indexer import open_engine, update
from archivesearch.model import Post, Timestamp
from archivesearch.search.query import parse

WORDS = [
    "lamp",
    "lamps",
    "gull",
    "sea",
    "pier",
    "log",
    "storm",
    "storms",
    "keeper",
    "ferry",
    "node.js",
    "e-mail",
    "C#",
    "the",
]
QUERIES = [
    "lamp",
    "lamps",
    "lamp storm",
    "the lamp",
    "the",
    "lamp OR gull",
    "lamp AND gull",
    "lamp -gull",
    "(lamp OR sea) pier",
    '"lamp gull"',
    '"lamp sea"~2',
    "lam*",
    "lapm~",
    "lihgt lapm",
    "title:lamp",
    "tag:storm sea",
    "title:lam*",
    "node.js",
    "node.js tricks",
    "email",
    "C#",
    "lamp date:2009",
    "lamp date:2009-03..2010",
    "is:untitled gull",
    "author:ada lamp",
    "lang:en storm log",
    "lamp AND *",
    "lamp storm gull pier sea keeper ferry log",
    'the lamp "storm gull" ferry',
    "京都 lamp",
]


def archive(folder: Path, seed: int, engine: str = "whoosh") -> list[Post]:
    """Random posts in several segments, some of them replaced and removed."""
    chance = random.Random(seed)

    def post(number: int) -> Post:
        return Post(
            f"p{number:03}",
            permalink=f"https://example.org/{number:03}",
            title=" ".join(chance.choices(WORDS, k=3)) if chance.random() < 0.6 else None,
            authors=tuple(chance.sample(["Ada Quist", "Bo Lund"], chance.randint(0, 2))),
            tags=tuple(chance.choices(["storm", "sea lamps"], k=chance.randint(0, 1))),
            published=Timestamp.parse(f"20{chance.randint(8, 11):02}-0{chance.randint(1, 9)}"),
            body=" ".join(
                [*chance.choices(WORDS, k=chance.randint(1, 40)), *chance.choices(["京都の灯", ""], k=1)]
            ),
            language="en",
        )

    posts = {number: post(number) for number in range(60)}
    for start in range(0, 60, 20):
        update(folder, [posts[number] for number in range(start, start + 20)], [], engine=engine)
    changed = {number: post(number) for number in range(0, 60, 7)}
    update(folder, changed.values(), ["p001", "p002"])
    return [found for number, found in (posts | changed).items() if number not in (1, 2)]


def explained(engine: Engine, posts: Sequence[Post], text: str) -> list[tuple[float, Explanation]]:
    known = {post.id: post for post in posts}

    def load(ids: Sequence[str]) -> dict[str, Post]:
        return {name: known[name] for name in ids}

    matches = engine.search(parse(text).query, limit=100, load=load).matches
    found = engine.explain(parse(text).query, [known[match.post_id] for match in matches], load=load)
    return list(zip([match.score for match in matches], found.scores, strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_the_parts_add_up_to_the_score_that_a_post_was_ranked_by(tmp_path: Path, seed: int) -> None:
    posts = archive(tmp_path, seed)
    engine = open_engine(tmp_path)
    hits = 0
    for text in QUERIES:
        for score, explanation in explained(engine, posts, text):
            hits += 1
            assert explanation.value == pytest.approx(score, rel=1e-5), text
            assert_adds_up(explanation)
    assert hits > 500


@pytest.mark.parametrize("seed", range(3))
def test_tantivys_scores_are_the_explained_ones_but_for_its_rounding(tmp_path: Path, seed: int) -> None:
    posts = archive(tmp_path, seed, "tantivy")
    engine = open_engine(tmp_path)
    # Not so near: words of short fields, whose length tantivy counts; several forms of one prefix, which it
    # saturates one by one; and a phrase that may stand in two ways at once.
    loose = {"title:lamp", "title:lam*", "tag:storm sea", "author:ada lamp", "lam*", '"lamp sea"~2'}
    hits = 0
    for text in QUERIES:
        for score, explanation in explained(engine, posts, text):
            hits += 1
            assert_adds_up(explanation)
            assert explanation.value == pytest.approx(score, rel=2.0 if text in loose else 0.12), text
    assert hits > 500


def assert_adds_up(explanation: Explanation) -> None:
    if explanation.parts:
        assert sum(part.value for part in explanation.parts) == pytest.approx(explanation.value)
        for part in explanation.parts:
            assert part.label
            assert_adds_up(part)


def test_a_post_that_is_no_hit_has_nothing_to_explain(tmp_path: Path) -> None:
    update(tmp_path, [Post("a", body="lamp"), Post("b", body="gull")], [])
    [found] = open_engine(tmp_path).explain(parse("gull").query, [Post("a", body="lamp")]).scores
    assert found.value == 0
    assert found.parts == ()


def test_a_words_part_is_worked_out_from_what_it_says(tmp_path: Path) -> None:
    posts = archive(tmp_path, 5)
    for score, explanation in explained(open_engine(tmp_path), posts, "gull"):
        [*_, part] = [found for found in explanation.parts if found.label == "gull"]
        factors = part.factors
        assert part.value == pytest.approx(factors["idf"] * factors["tf"] / (factors["tf"] + factors["K"]))
        assert score >= part.value or score == pytest.approx(part.value)


def test_terms_are_told_with_their_forms_weights_and_keys(tmp_path: Path) -> None:
    update(
        tmp_path,
        [
            Post("a", body="The lamps of the harbour and a lamp in the house", language="en"),
            Post("b", body="Die Lampen der Stadt", language="de"),
        ],
        [],
    )
    found = open_engine(tmp_path).explain(parse("the lamps").query, [])
    [term] = found.terms
    assert term.typed == "lamps"
    assert term.keys == {"en": "lamp", "de": "lamps"}
    assert term.forms["lamps"] == (1.0, 1)
    assert term.forms["lamp"][0] < 1.0
    assert found.left_out == ("the",)


def test_a_passage_tells_the_words_that_its_best_posts_share(tmp_path: Path) -> None:
    body = "lamp storm gull pier sea keeper ferry log heron"
    posts = [Post(f"p{number}", body=f"{body} {'osprey' if number < 4 else 'kettle'}") for number in range(4)]
    posts += [
        Post(f"q{number}", body=f"{word} boat {number}") for number, word in enumerate(["lamp", "log"] * 9)
    ]
    update(tmp_path, posts, [])
    known = {post.id: post for post in posts}
    query = parse(body).query
    found = open_engine(tmp_path).explain(
        query, [posts[0]], load=lambda ids: {name: known[name] for name in ids}
    )
    assert "osprey" in found.feedback
    [shared] = [part for part in found.scores[0].parts if part.label == "words that the best posts share"]
    assert "osprey" in {part.label for part in shared.parts}


# ---------------------------------------------------------------- the command


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARCHIVESEARCH_INDEX", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.chdir(tmp_path)
    with archivesearch.open("index", create=True) as made:
        made.add_posts(archive(tmp_path / "unused", 1))


def test_the_command_prints_tree_terms_and_scores(index: None) -> None:
    done = run("search", "the", "lamps", "storm", "date:2009", "--explain", "--limit", "2")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("searched")
    assert "2009-01-01 to 2009-12-31" in done.stdout
    assert re.search(r"^left out +the$", done.stdout, re.MULTILINE)
    assert re.search(r"lamps +× 1 +in \d+ posts", done.stdout)
    assert re.search(r"lamp +× 0.8 +in \d+ posts", done.stdout)
    scores = [float(number) for number in re.findall(r"^ *[12]  .*?([\d.]+)$", done.stdout, re.MULTILINE)]
    assert len(scores) == 2
    parts = [
        float(number)
        for number in re.findall(
            r"^ {6}(?:lamps|storm|all words|words in the title) .*?([\d.]+) ", done.stdout, re.MULTILINE
        )
    ]
    assert sum(parts) == pytest.approx(sum(scores), abs=0.02)


def test_programs_get_the_explanation_as_json(index: None) -> None:
    document = json.loads(run("search", '"lamp gull" OR storm -sea', "--explain", "--json").stdout)
    assert document["tree"]["and"][1] == {"not": {"word": "sea"}}
    assert document["terms"][0]["typed"] == "lamp"
    for hit in document["hits"]:
        assert hit["explanation"]["value"] == pytest.approx(hit["score"])
        assert sum(part["value"] for part in hit["explanation"]["parts"]) == pytest.approx(hit["score"])


def test_a_terminal_gets_the_explanation_too(index: None) -> None:
    code, shown = on_a_terminal("search", "lamp", "storm", "--explain", "--no-pager")
    assert code == 0
    assert "searched" in plain(shown)
    assert "all words" in plain(shown)


@pytest.mark.parametrize("more", [["--sort", "newest"], ["--csv"], ["--trec"], ["--facet", "year"]])
def test_what_cannot_be_explained_is_said(index: None, more: list[str]) -> None:
    done = run("search", "lamp", "--explain", *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--explain" in done.stderr
