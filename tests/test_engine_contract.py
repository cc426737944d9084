"""What every engine must do; each test runs on each engine."""

from __future__ import annotations

import json
import multiprocessing
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivesearch.errors import IndexFormatError, LockedError, QueryError
from archivesearch.index.contents import contents
from archivesearch.index.engine import ENGINES, Engine
from archivesearch.index.indexer import find_damage, open_engine, rebuild, update
from archivesearch.model import Capture, Post, Timestamp
from archivesearch.search.query import parse
from archivesearch.search.searcher import Searcher

Search = Callable[..., list[str]]


def post(name: str, body: str = "", published: str | None = None, **fields: Any) -> Post:
    stamp = Timestamp.parse(published) if published else None
    fields.setdefault("language", "en")
    return Post(id=name, permalink=f"https://example.org/{name}", body=body, published=stamp, **fields)


POSTS = (
    post("keeper", "The keeper lights the lamp every evening.", "2009-09-05T23:50-04:00", title="The keeper"),
    post(
        "lamps", "Lamps were burning on the old pier.", "2009-10", title="Old lamps", authors=("Kate Moor",)
    ),
    post("ferry", "The ferry was late; the harbour lamp was out.", "2010-01-02T08:00", authors=("Bob",)),
    post("code", "A parser in C# and one in C++; e-mail me. Version 2.7.5 runs on node.js.", "2010-02-03"),
    post(
        "music",
        "Concertos for two résumés and a harpsichord",
        "2010",
        tags=("Old Music", "pier"),
        language="en",
    ),
    post("zoo", "Die Häuser der Affen sind alt und nicht sehr hell.", "2011-05-06", language="de"),
    post("tokyo", "昨日は東京タワーへ行きました。", "2011-05-07", language="ja"),
    post(
        "undated",
        "No date on this one, only gulls.",
        title="Gulls",
        categories=("Birds",),
        platform="dasblog",
        blog="example.org/blog",
        captures=(Capture("a.html", captured=Timestamp.parse("2012-03-04T05:06:07Z"), form="excerpt"),),
    ),
)


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path, engine_name: str) -> Path:
    update(tmp_path / "index", POSTS, [], engine=engine_name)
    return tmp_path / "index"


def searcher(folder: Path, posts: Iterable[Post] = POSTS) -> Searcher:
    known = {one.id: one for one in posts}
    return Searcher(open_engine(folder), lambda ids: {name: known[name] for name in ids if name in known})


def found(folder: Path, text: str, **options: Any) -> list[str]:
    matches = open_engine(folder).search(parse(text, date(2012, 1, 1)).query, limit=100, **options)
    return [match.post_id for match in matches.matches]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lamp", "keeper lamps ferry"),
        ("LAMPS", "keeper lamps ferry"),
        ("lamp AND pier", "lamps"),
        ("ferry OR gulls", "ferry undated"),
        ("lamp -ferry", "keeper lamps"),
        ("(ferry OR keeper) AND NOT harbour", "keeper"),
        ('"harbour lamp"', "ferry"),
        ('"lamp harbour"', ""),
        ('"ferry late"~1', "ferry"),
        ('"ferry late"', ""),
        ('"keeper lights"', "keeper"),
        ("harb*", "ferry"),
        ("hapsichord~", "music"),
        ("hapsicord~2", "music"),
        ("title:lamps", "lamps"),
        ('title:"old lamps"', "lamps"),
        ("author:kate", "lamps"),
        ('author:"Kate Moor"', "lamps"),
        ("tag:music", "music"),
        ('tag:"old music"', "music"),
        ("tag:mus*", "music"),
        ("category:birds", "undated"),
        ("platform:DasBlog", "undated"),
        ("lang:de", "zoo"),
        ("blog:example.org", "undated"),
        ("is:excerpt", "undated"),
        ("is:undated", "undated"),
        ("C#", "code"),
        ("C++", "code"),
        ("email", "code"),
        ("e-mail", "code"),
        ("2.7.5", "code"),
        ("node", "code"),
        ("resume", "music"),
        ("Haus", "zoo"),
        ("東京", "tokyo"),
        ("タワー", "tokyo"),
        ("京", "tokyo"),
        ("大阪", ""),
        ("date:2009", "keeper lamps"),
        ("date:2009-09-05", "keeper"),
        ("date:2009-10", "lamps"),
        ("date:2009-10-05", ""),
        ("date:2010-01..2010-02", "ferry code"),
        ("date:2010", "ferry code music"),
        ("date:..2009", "keeper lamps"),
        ("date:1y..", "zoo tokyo"),
        ("after:2011-05-07", "tokyo"),
        ("before:2009-10", "keeper"),
        ("captured:2012-03", "undated"),
        ("lamp date:2010", "ferry"),
        ("-date:2009 -date:2010 -date:2011", "undated"),
        ("*", "keeper lamps ferry code music zoo tokyo undated"),
        ("platypus", ""),
    ],
)
def test_each_kind_of_query_finds_its_posts(folder: Path, text: str, names: str) -> None:
    assert sorted(found(folder, text)) == sorted(names.split())


def test_loosely_joined_words_find_posts_with_any_and_put_those_with_all_first(folder: Path) -> None:
    assert found(folder, "ferry lamp")[0] == "ferry"
    assert set(found(folder, "ferry lamp")) == {"keeper", "lamps", "ferry"}


def test_the_word_as_typed_goes_before_its_other_forms(tmp_path: Path, engine_name: str) -> None:
    posts = [
        post("a", "lamps by the sea"),
        post("b", "a lamp by the sea"),
        post("c", "lamp by the sea, résumé"),
    ]
    update(tmp_path, [*posts, post("d", "resume at the sea, gulls")], [], engine=engine_name)
    assert found(tmp_path, "lamp")[-1] == "a"
    assert found(tmp_path, "resume") == ["d", "c"]
    assert found(tmp_path, "résumé") == ["c", "d"]


def test_a_misspelt_word_is_mended_when_the_archive_does_not_have_it(folder: Path) -> None:
    matches = open_engine(folder).search(parse("harpsicord").query, limit=10)
    assert [match.post_id for match in matches.matches] == ["music"]
    assert matches.corrections == {"harpsicord": ("harpsichord",)}
    assert open_engine(folder).spellings("harpsicord") == ["harpsichord"]


def test_newest_and_oldest_follow_the_moment_and_leave_the_undated_last(folder: Path) -> None:
    newest = found(folder, "*", sort="newest")
    assert newest == ["tokyo", "zoo", "code", "ferry", "music", "lamps", "keeper", "undated"]
    assert found(folder, "*", sort="oldest") == [*reversed(newest[:-1]), "undated"]


def test_ties_are_broken_by_permalink_whatever_the_order_of_adding(tmp_path: Path, engine_name: str) -> None:
    names = [f"p{number:03}" for number in range(300)]
    shuffled = random.Random(1).sample(names, len(names))
    update(tmp_path, [post(name, "gull") for name in shuffled[:150]], [], engine=engine_name)
    update(tmp_path, [post(name, "gull") for name in shuffled[150:]], [])
    engine = open_engine(tmp_path)
    for text in ("gull", "*"):
        for offset in (0, 90, 290):
            matches = engine.search(parse(text).query, limit=20, offset=offset)
            assert [match.post_id for match in matches.matches] == names[offset : offset + 20]
            assert matches.total == 300


def test_pages_follow_each_other_without_gap_or_overlap(tmp_path: Path, engine_name: str) -> None:
    chance = random.Random(7)
    posts = [
        post(
            f"p{number:03}",
            " ".join(chance.choices(["lamp", "gull", "sea", "pier", "log"], k=30)),
            title="A gull",
        )
        for number in range(250)
    ]
    update(tmp_path, posts, [], engine=engine_name)
    engine, query = open_engine(tmp_path), parse("gull lamp").query
    whole = [match.post_id for match in engine.search(query, limit=250).matches]
    pages = [
        match.post_id
        for offset in range(0, 250, 30)
        for match in engine.search(query, limit=30, offset=offset).matches
    ]
    assert pages == whole


def test_facets_count_all_hits_and_not_the_page(folder: Path) -> None:
    ranking = searcher(folder).search("*", limit=1)
    assert ranking.total == len(POSTS)
    assert list(ranking.facets("year").items()) == [("2009", 2), ("2010", 3), ("2011", 2)]
    assert ranking.facets("month")["2009-10"] == 1
    assert "2010-12" not in ranking.facets("month")  # a post known by its year alone has no month
    assert ranking.facets("author") == {"Bob": 1, "Kate Moor": 1}
    assert ranking.facets("tag") == {"Old Music": 1, "pier": 1}
    assert ranking.facets("category") == {"Birds": 1}
    assert ranking.facets("platform") == {"dasblog": 1}
    assert ranking.facets("lang") == {"en": 6, "de": 1, "ja": 1}
    assert searcher(folder).search("lamp", limit=1).facets("author") == {"Bob": 1, "Kate Moor": 1}
    with pytest.raises(QueryError):
        ranking.facets("colour")


def test_posts_are_replaced_and_removed_by_id(folder: Path) -> None:
    assert (
        update(folder, [post("keeper", "A heron."), post("new", "A heron too.")], ["ferry", "never was"]) == 2
    )
    assert sorted(found(folder, "heron")) == ["keeper", "new"]
    assert found(folder, "lamp") == ["lamps"]
    assert open_engine(folder).post_count == len(POSTS)
    assert "ferry" not in found(folder, "*")


def test_of_two_posts_with_one_id_the_later_counts(folder: Path) -> None:
    update(folder, [post("x", "a heron"), post("x", "a stork")], [])
    assert found(folder, "heron") == []
    assert found(folder, "stork") == ["x"]


def test_many_small_commits_give_the_same_answers_as_one(tmp_path: Path, engine_name: str) -> None:
    rebuild(tmp_path / "one", POSTS, engine=engine_name)
    for each in POSTS:
        update(tmp_path / "many", [each], [], engine=engine_name)
        update(tmp_path / "many", [post("passing", "A lamp passes by.")], [])
    update(tmp_path / "many", [], ["passing"])
    rebuilt = tmp_path / "one"
    for text in ("lamp", "lamp pier", '"harbour lamp"', "date:2010", "*", "lamp OR gulls"):
        assert sorted(found(tmp_path / "many", text)) == sorted(found(rebuilt, text))


def test_an_open_engine_goes_on_showing_what_it_opened(folder: Path) -> None:
    engine = open_engine(folder)
    update(folder, [post("later", "A lamp that came later.")], ["keeper"])
    rebuild(folder, [post("other", "Another archive.")])
    assert [match.post_id for match in engine.search(parse("keeper").query, limit=9).matches] == ["keeper"]
    assert engine.post_count == len(POSTS)
    assert open_engine(folder).post_count == 1


def test_similar_posts_share_words_and_leave_the_post_itself_out(folder: Path) -> None:
    similar = open_engine(folder).similar(POSTS[0], limit=5)
    names = [match.post_id for match in similar.matches]
    assert "keeper" not in names
    assert names[0] in ("lamps", "ferry")


def test_an_index_without_posts_answers_everything_with_nothing(tmp_path: Path, engine_name: str) -> None:
    assert update(tmp_path, [], [], engine=engine_name) == 0
    assert open_engine(tmp_path).post_count == 0
    for text in ("*", "lamp", "lam*", "lamp~", '"a b"', "date:2009", "-x", "platypuss"):
        assert found(tmp_path, text) == []


def test_a_post_may_hold_nothing_but_its_id(tmp_path: Path, engine_name: str) -> None:
    update(tmp_path, [Post("bare"), post("odd", "\0 \ud800 a lamp", title="\0")], [], engine=engine_name)
    assert found(tmp_path, "is:untitled") == ["bare"]
    assert found(tmp_path, "lamp") == ["odd"]


def test_ids_of_any_kind_come_back_as_they_are(tmp_path: Path, engine_name: str) -> None:
    names = ["0000000000000abc", "ffffffffffffffff", "ABCDEF0123456789", "123", "a post"]
    update(tmp_path, [post(name, "a lamp") for name in names], [], engine=engine_name)
    assert sorted(found(tmp_path, "lamp")) == sorted(names)
    update(tmp_path, [], names[:2])
    assert sorted(found(tmp_path, "lamp")) == sorted(names[2:])


def test_a_sign_that_stands_for_several_words_is_found(tmp_path: Path, engine_name: str) -> None:
    update(tmp_path, [post("sign", "\ufdfa and a lamp"), post("none", "a lamp")], [], engine=engine_name)
    assert found(tmp_path, "\ufdfa") == ["sign"]


def test_no_hits_offer_a_query_that_finds_something(folder: Path) -> None:
    search = searcher(folder).search
    assert search('"harbor lamp"').suggestion == '"harbour lamp"'
    assert search('"lamp harbour"').suggestion == "lamp AND harbour"
    assert search("lamp").suggestion is None
    assert search("platypus").suggestion is None


def test_what_a_misspelt_word_was_taken_for_is_noted_and_marked(folder: Path) -> None:
    ranking = searcher(folder).search("harpsicord")
    assert ranking.notes == ('no post has "harpsicord"; searched as harpsichord',)
    assert "[harpsichord]" in ranking.hits[0].snippet.text("[", "]")


def test_all_and_any_force_how_words_are_joined(folder: Path) -> None:
    def names(text: str, **options: Any) -> set[str]:
        return {hit.post.id for hit in searcher(folder).search(text, **options)}

    assert names("ferry lamp gulls", join="any") == {"keeper", "lamps", "ferry", "undated"}
    assert names("ferry lamp", join="all") == {"ferry"}


def test_posts_like_a_post_come_as_a_ranking(folder: Path) -> None:
    ranking = searcher(folder).similar(POSTS[0], limit=2)
    assert ranking.hits[0].post.id in ("lamps", "ferry")


# ---- what can go wrong ------------------------------------------------------------------------------------


def test_a_missing_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexFormatError, match="archivesearch rebuild"):
        open_engine(tmp_path)


def test_a_foreign_index_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "_MAIN_1.toc").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    with pytest.raises(IndexFormatError, match="archivesearch rebuild"):
        open_engine(tmp_path)
    (tmp_path / "index.json").write_text('{"format": "something else"}')
    with pytest.raises(IndexFormatError, match="not an index of archivesearch"):
        open_engine(tmp_path)


def test_an_index_of_another_version_is_refused_and_can_be_rebuilt(folder: Path, engine_name: str) -> None:
    manifest = json.loads((folder / "index.json").read_text())
    (folder / "index.json").write_text(json.dumps({**manifest, "analyzer": 0}))
    with pytest.raises(IndexFormatError, match="another version"):
        open_engine(folder)
    with pytest.raises(IndexFormatError, match="another version"):
        update(folder, POSTS, [])
    rebuild(folder, POSTS, engine=engine_name)
    assert open_engine(folder).post_count == len(POSTS)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "archivesearch index"}'])
def test_a_damaged_manifest_is_told(folder: Path, text: str) -> None:
    (folder / "index.json").write_text(text)
    with pytest.raises(IndexFormatError, match="archivesearch rebuild"):
        open_engine(folder)


NEEDED_FILES = {
    "whoosh": (".trm", ".pst", ".lex"),
    "tantivy": (".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm", ".json"),
}


def test_damaged_files_are_told(folder: Path, engine_name: str) -> None:
    files = [path for path in folder.glob("*/*") if path.suffix in NEEDED_FILES[engine_name]]
    assert len(files) >= len(NEEDED_FILES[engine_name])
    for path in files:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(IndexFormatError, match="archivesearch rebuild"):
            open_engine(folder)
        path.write_bytes(whole)


def test_an_unknown_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no engine"):
        update(tmp_path, POSTS, [], engine="lucene")


def test_a_full_disk_leaves_the_index_as_it_was_and_unlocked(folder: Path) -> None:
    resource = pytest.importorskip("resource")  # of Unix; no file may grow beyond the limit
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    many = [post(f"new{number}", "A heron. " * number) for number in range(50)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, before[1]))
    try:
        with pytest.raises(IndexFormatError, match="could not be written"):
            update(folder, many, ["keeper"])
        with pytest.raises(IndexFormatError, match="could not be written"):
            rebuild(folder, many)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert found(folder, "heron") == []
    assert "keeper" in found(folder, "*")
    assert update(folder, [post("new", "A heron.")], [], wait_seconds=0) == 1
    assert found(folder, "heron") == ["new"]


def test_a_writer_that_dies_before_it_is_done_leaves_a_whole_commit(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):  # until an engine that merges segments has done so
        update(folder, [post("keeper", f"Lamp number {number}.")], [])

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    for number in range(12, 24):
        with monkeypatch.context() as patched:
            patched.setattr("archivesearch.index.indexer._Manifest.write", dies)
            with pytest.raises(KeyboardInterrupt):
                update(folder, [post("keeper", f"Lamp number {number}.")], [])
        assert len(found(folder, "*")) == len(POSTS)
        assert len(found(folder, "number")) == 1
    assert find_damage(folder) is None
    assert update(folder, [post("keeper", "A heron.")], []) == 1
    assert found(folder, "heron") == ["keeper"]


def test_an_error_among_the_posts_leaves_the_index_as_it_was(folder: Path) -> None:
    def posts() -> Iterable[Post]:
        yield post("new", "A heron.")
        raise ValueError("a broken source")

    for write in (lambda: update(folder, posts(), ["keeper"]), lambda: rebuild(folder, posts())):
        with pytest.raises(ValueError, match="a broken source"):
            write()
    assert found(folder, "heron") == []
    assert len(found(folder, "*")) == len(POSTS)


def _hold(folder: Path, held: Any, let_go: Any) -> None:
    def posts() -> Iterable[Post]:
        held.set()
        let_go.wait(30)
        yield post("slow", "A heron.")

    rebuild(folder, posts())


def test_a_second_writer_waits_for_the_first_and_gives_up_in_time(folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, let_go = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(folder, held, let_go))
    other.start()
    try:
        assert held.wait(60)
        with pytest.raises(LockedError, match="another process"):
            update(folder, POSTS, [], wait_seconds=0.2)
        assert len(found(folder, "*")) == len(POSTS)  # readers do not wait
    finally:
        let_go.set()
        other.join(60)
    assert found(folder, "heron") == ["slow"]


def test_a_killed_writer_leaves_the_last_commit_and_no_lock(folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, let_go = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(folder, held, let_go))
    other.start()
    assert held.wait(60)
    other.kill()
    other.join(60)
    assert len(found(folder, "*")) == len(POSTS)
    assert update(folder, [post("next", "A heron.")], [], wait_seconds=5) == 1
    assert rebuild(folder, POSTS) == len(POSTS)
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


# ---- equal to a slow and simple reading of the same definition ----------------------------------------------


WORDS = ["lamp", "lamps", "gull", "sea", "pier", "log", "storm"]


def random_archive(chance: random.Random, size: int) -> list[Post]:
    return [
        post(
            f"p{number:03}",
            " ".join(chance.choices(WORDS, k=chance.randint(1, 25))),
            str(date(2009, 1, 1) + timedelta(chance.randint(0, 700))),
            title=" ".join(chance.choices(WORDS, k=chance.randint(0, 3))) or None,
        )
        for number in range(size)
    ]


def holding(posts: Sequence[Post], words: set[str]) -> set[str]:
    return {
        one.id
        for one in posts
        if words & {name.partition(b"\0")[2].decode() for name, _, _ in contents(one).words["text"]}
    }


@pytest.mark.parametrize("seed", range(5))
def test_boolean_queries_equal_set_algebra_over_segments_and_deletions(
    tmp_path: Path, engine_name: str, seed: int
) -> None:
    chance = random.Random(seed)
    posts = {one.id: one for one in random_archive(chance, 60)}
    update(tmp_path, posts.values(), [], engine=engine_name)
    for _ in range(3):
        changed = {one.id: one for one in random_archive(chance, 60) if chance.random() < 0.3}
        gone = {name for name in posts if name not in changed and chance.random() < 0.1}
        update(tmp_path, changed.values(), gone)
        posts = {name: one for name, one in {**posts, **changed}.items() if name not in gone}
    left = list(posts.values())
    forms = {"lamp": {"lamp", "lamps"}}
    sets = {word: holding(left, forms.get(word, {word})) for word in ("lamp", "gull", "sea", "pier")}
    everything = set(posts)
    early = {name for name, one in posts.items() if one.published and one.published.local.year == 2009}
    expected = {
        "lamp": sets["lamp"],
        "lamp gull": sets["lamp"] | sets["gull"],
        "lamp AND gull": sets["lamp"] & sets["gull"],
        "lamp AND NOT gull": sets["lamp"] - sets["gull"],
        "(lamp OR sea) AND -pier": (sets["lamp"] | sets["sea"]) - sets["pier"],
        "-sea": everything - sets["sea"],
        "gull date:2009": sets["gull"] & early,
    }
    for text, names in expected.items():
        assert set(found(tmp_path, text)) == names, text


@pytest.fixture(scope="module", params=ENGINES)
def shared_searcher(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("shared")
    update(folder, POSTS, [], engine=request.param)
    return searcher(folder)


ODD = [
    "(",
    ")",
    '"',
    "-",
    " ",
    " ",
    "OR",
    "AND",
    "NOT",
    "*",
    "~",
    "~2",
    "title:",
    "date:",
    "is:",
    "..",
    "lamp",
    "C#",
    "東京",
]


@given(st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=4)), max_size=12).map("".join))
def test_any_typed_text_is_answered(shared_searcher: Searcher, text: str) -> None:
    ranking = shared_searcher.search(text)
    assert ranking.total >= len(ranking.hits)
    for hit in ranking:
        assert hit.snippet.text() is not None


def total(engine: Engine, text: str) -> int:
    return engine.search(parse(text).query, limit=1).total


def test_the_total_counts_all_hits(folder: Path) -> None:
    assert total(open_engine(folder), "lamp") == 3
    assert total(open_engine(folder), "*") == len(POSTS)
