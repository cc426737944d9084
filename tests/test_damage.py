"""A damaged, foreign or outdated index is told in one line with the command that mends it, and posts.db stays as it is."""

from __future__ import annotations

import json
import pickle
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from a_command import run

import archivesearch
from archivesearch.errors import IndexFormatError
from archivesearch.index.engine import ENGINES
from archivesearch.model import Post, Timestamp
from archivesearch.store.posts import RECORDS
from archivesearch.store.store import Store

WORDS = "lamp gull sea pier log storm keeper ferry node.js email".split()
QUERIES = ("lamp storm", '"sea pier"', "lam*", "lapm~", "zepplin", "*", "date:2009 gull", "author:ada")


def post(number: int) -> Post:
    chance = random.Random(number)
    return Post(
        f"p{number:03}",
        permalink=f"https://example.org/{number}",
        title=" ".join(chance.choices(WORDS, k=3)),
        authors=("Ada Quist",),
        published=Timestamp.parse("2009-09-05"),
        body=" ".join(chance.choices(WORDS, k=40)),
        language="en",
    )


@pytest.fixture(scope="module", params=ENGINES)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("whoosh" if request.param == "whoosh" else request.param)
    folder = tmp_path_factory.mktemp("whole") / "index"
    with archivesearch.open(folder, create=True, engine=request.param) as archive:
        archive.add_posts(map(post, range(60)))
    return folder


@pytest.fixture
def index(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    shutil.copytree(whole, tmp_path / "index")
    return tmp_path / "index"


def index_files(index: Path) -> list[Path]:
    """The files of the search index: all but the store and the locks."""
    return sorted(
        path
        for path in index.rglob("*")
        if path.is_file() and path.suffix != ".lock" and "posts.db" not in path.name
    )


def use(index: Path) -> list[object]:
    """What an archive answers to queries of every kind."""
    with archivesearch.open(index) as archive:
        found: list[object] = []
        for text in QUERIES:
            ranking = archive.search(text)
            found.append([(hit.post.id, hit.snippet.text()) for hit in ranking])
            found += [ranking.facets("year"), ranking.facets("author"), ranking.suggestion]
        found.append([hit.post.id for hit in archive.similar("p001")])
        found.append(len(archive.explain("lamp").explanation.scores))
    return found


def told_damage(index: Path) -> str | None:
    """What using an archive tells of its damage, if anything."""
    try:
        use(index)
    except IndexFormatError as error:
        return str(error)
    return None


def harmed(path: Path, chance: random.Random) -> None:
    """Some harm to a file: gone, cut, overwritten, or with a few wrong bytes."""
    content = bytearray(path.read_bytes())
    kind = chance.randrange(5)
    if kind == 0:
        path.unlink()
    elif kind == 1:
        path.write_bytes(content[: chance.randrange(len(content) + 1)])
    elif kind == 2:
        path.write_bytes(chance.randbytes(len(content)))
    else:
        for _ in range(1 if kind == 3 else 30):
            if content:
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)


@pytest.mark.parametrize("seed", range(4))
def test_any_harm_to_any_file_is_told_as_damage_or_does_none(whole: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    store = (whole / "posts.db").read_bytes()
    for number in range(len(index_files(whole))):
        index = tmp_path / f"index-{number}"
        shutil.copytree(whole, index)
        harmed(index_files(index)[number], chance)
        told = told_damage(index)
        assert told is None or "archivesearch rebuild" in told
        assert (index / "posts.db").read_bytes() == store


def test_verify_tells_every_changed_byte_and_rebuild_mends_it(index: Path) -> None:
    before = use(index)
    assert run("verify", "--index", index).returncode == 0
    folder = next(path for path in index.iterdir() if path.is_dir())
    content = [
        path
        for path in folder.iterdir()
        if path.suffix not in (".lock", ".json", ".toc") and path.stat().st_size
    ]
    for path in content:
        kept = path.read_bytes()
        path.write_bytes(bytes([kept[0] ^ 1]) + kept[1:])
        done = run("verify", "--index", index)
        assert done.returncode == 2, path.name
        assert path.name in done.stdout
        path.write_bytes(kept)
    for path in content:
        path.unlink()
    assert "archivesearch rebuild" in run("search", "lamp", "--index", index).stderr
    assert run("rebuild", "--index", index).returncode == 0
    assert run("verify", "--index", index).returncode == 0
    assert use(index) == before


def test_verify_tells_posts_that_the_index_lacks(index: Path) -> None:
    store = Store.open_to_write(index / "posts.db")  # as a run that was killed before it came to the index
    store.begin()
    store.posts.put(post(77), RECORDS, store.posts.next_turn())
    store.commit()
    store.close()
    done = run("verify", "--index", index)
    assert done.returncode == 2
    assert "changed posts that are not in the search index yet: 1, because" in done.stdout


def test_verify_tells_damage_of_the_store(index: Path) -> None:
    path = index / "posts.db"
    content = bytearray(path.read_bytes())
    for at in range(4096 * 3, len(content), 5):
        content[at] = 0
    path.write_bytes(content)
    done = run("verify", "--index", index)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "index the sources again" in done.stdout + done.stderr


def test_a_table_whose_name_is_damaged_is_told_like_all_other_damage(index: Path) -> None:
    path = index / "posts.db"
    path.write_bytes(path.read_bytes().replace(b"TABLE posts (", b"TABLE po\xff\xff\xff ("))
    for command in (("search", "lamp"), ("verify",), ("stats",)):
        done = run(*command, "--index", index)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert "damaged" in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["schema", "analyzer", "byteorder"])
def test_an_index_of_another_version_is_told_and_rebuilt(index: Path, name: str) -> None:
    manifest = json.loads((index / "index.json").read_text())
    manifest[name] = "other" if name == "byteorder" else manifest[name] + 1
    (index / "index.json").write_text(json.dumps(manifest))
    done = run("search", "lamp", "--index", index)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "made by another version; run `archivesearch rebuild`" in done.stderr
    assert run("rebuild", "--index", index).returncode == 0
    assert run("search", "lamp", "--index", index).returncode == 0


def test_a_stock_whoosh_index_is_refused_and_never_unpickled(tmp_path: Path) -> None:
    index_module = pytest.importorskip("whoosh.index")
    from whoosh.fields import TEXT, Schema

    class Trap:
        def __reduce__(self) -> tuple[object, tuple[Path]]:
            return Path.touch, (tmp_path / "sprung",)

    stock = tmp_path / "stock"
    stock.mkdir()
    writer = index_module.create_in(str(stock), Schema(body=TEXT)).writer()
    writer.add_document(body="lamp")
    writer.commit()
    for path in stock.glob("*.toc"):
        path.write_bytes(pickle.dumps(Trap()))
    Store.open_to_write(stock / "posts.db").close()
    done = run("search", "lamp", "--index", stock, PYTHONPATH=str(Path(__file__).parents[1]))
    assert done.returncode == 2
    assert "archivesearch rebuild" in done.stderr
    assert not (tmp_path / "sprung").exists()


def test_a_manifest_that_points_out_of_its_folder_is_refused(index: Path, tmp_path: Path) -> None:
    manifest = json.loads((index / "index.json").read_text())
    shutil.copytree(index, tmp_path / "whoosh-1")
    for folder in ("../whoosh-1", str(tmp_path / "whoosh-1"), ".", "", "whoosh-1/../../whoosh-1"):
        (index / "index.json").write_text(json.dumps(manifest | {"folder": folder}))
        with archivesearch.open(index) as archive, pytest.raises(IndexFormatError):
            archive.search("lamp")


# ---------------------------------------------------------------- a full disk

_ADD = """
import resource, signal, sys
import archivesearch
from archivesearch.cli import main
from archivesearch.model import Post
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[2])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
sys.exit(main(["index", sys.argv[3], "--index", sys.argv[1]]))
"""


@pytest.fixture
def more(tmp_path: Path) -> Path:
    """More posts than a small disk has room for."""
    from archivesearch.records import post_to_line

    chance = random.Random(5)
    path = tmp_path / "more.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(400):
            body = " ".join(f"{chance.choice(WORDS)}{chance.randrange(9999)}" for _ in range(300))
            file.write(post_to_line(Post(f"more{number}", body=body)) + "\n")
    return path


@pytest.mark.parametrize("limit", [3_000, 60_000, 400_000, 1_000_000])
def test_no_room_while_writing_is_told_and_the_old_index_still_answers(
    index: Path, more: Path, limit: int
) -> None:
    before = use(index)
    done = subprocess.run(
        [sys.executable, "-c", _ADD, str(index), str(limit), str(more)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("archivesearch: ")
    # Either nothing lasts, or the posts do and the next run puts them into the index.
    with archivesearch.open(index) as archive:
        hits = archive.search("lamp storm")
        assert [hit.post.id for hit in hits] == [name for name, _ in before[0]]  # type: ignore[attr-defined]
    again = subprocess.run(
        [sys.executable, "-c", _ADD, str(index), "0", str(more)], capture_output=True, text=True, check=False
    )
    assert again.returncode == 0, again.stderr
    assert run("verify", "--index", index).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 1 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("this process may mount nothing")
    yield place
    subprocess.run(["umount", str(place)], check=False)


def test_a_full_disk_is_told_and_nothing_committed_is_lost(whole: Path, small_disk: Path, more: Path) -> None:
    shutil.copytree(whole, small_disk / "index")
    before = use(small_disk / "index")
    done = subprocess.run(
        [sys.executable, "-c", _ADD, str(small_disk / "index"), "0", str(more)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    assert "full" in done.stderr or "space" in done.stderr
    assert use(small_disk / "index")[0] == before[0]
