"""posts.db is the truth: it outlives a killed writer, refuses what is not ours, and lets one writer in."""

from __future__ import annotations

import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from archivesearch.errors import ArchiveSearchError, IndexFormatError, LockedError, Problem
from archivesearch.model import Entry, Found, PageFacts, PageReading, Post
from archivesearch.store.lock import WriterLock
from archivesearch.store.posts import RECORDS
from archivesearch.store.store import Store

ROOT = Path(__file__).resolve().parent.parent


def reading(path: str, *bodies: str) -> PageReading:
    entries = tuple(
        Entry(page=path, position=number, form="full", body=Found(body, "text"))
        for number, body in enumerate(bodies)
    )
    return PageReading(PageFacts(path, "single"), entries)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store = Store.open_to_write(tmp_path / "posts.db")
    store.close()
    return tmp_path / "posts.db"


def put(store: Store, path: str, *bodies: str, blog: str = "tide.example") -> None:
    source = store.pages.source_number("/saved")
    store.pages.put(source, path, bodies[0].encode(), 100, blog, reading(path, *bodies))


def texts(store: Store, blog: str = "tide.example") -> list[tuple[str, list[str]]]:
    return [
        (facts.path, [entry.body.value for _, entry in entries if entry.body])
        for facts, entries in store.pages.of_blog(blog)
    ]


def test_pages_come_back_with_their_entries_in_stable_order(path: Path) -> None:
    store = Store.open_to_write(path)
    store.begin()
    put(store, "b.html", "three")
    put(store, "a.html", "one", "two")
    store.commit()
    assert texts(store) == [("a.html", ["one", "two"]), ("b.html", ["three"])]
    assert store.blogs.stale() == ["tide.example"]
    store.close()


def test_a_page_read_again_replaces_what_it_said_and_both_its_blogs_are_stale(path: Path) -> None:
    store = Store.open_to_write(path)
    store.begin()
    put(store, "a.html", "old", blog="tide.example")
    store.posts.end_merge("tide.example", store.posts.next_turn())
    assert store.blogs.stale() == []
    put(store, "a.html", "new", blog="ebb.example")
    store.commit()
    assert store.blogs.stale() == ["ebb.example", "tide.example"]
    assert texts(store) == []
    assert texts(store, "ebb.example") == [("a.html", ["new"])]
    store.close()


def test_entries_are_found_by_their_numbers_in_the_order_asked_for(path: Path) -> None:
    store = Store.open_to_write(path)
    put(store, "a.html", "one", "two")
    numbers = [number for _, entries in store.pages.of_blog("tide.example") for number, _ in entries]
    bodies = [entry.body.value for entry in store.pages.entries(reversed(numbers)) if entry.body]
    assert bodies == ["two", "one"]
    store.close()


def test_a_page_with_a_problem_is_remembered_with_it(path: Path) -> None:
    store = Store.open_to_write(path)
    source = store.pages.source_number("/saved")
    store.pages.put(source, "a.html", b"x", 0, "", Problem("a.html", "extract", "it is empty"))
    assert store.pages.state(source, "a.html") == (b"x", "it is empty")
    assert store.pages.state(source, "b.html") is None
    assert store.counts().pages_with_problems == 1
    assert store.blogs.stale() == []
    store.close()


def test_a_post_is_new_then_unchanged_then_changed(path: Path) -> None:
    store = Store.open_to_write(path)
    post = Post(id="a", title="A lamp")
    assert store.posts.put(post, RECORDS, 1) == "new"
    assert store.posts.put(post, RECORDS, 2) == "unchanged"
    assert store.posts.put(Post(id="a", title="A new lamp"), RECORDS, 3) == "changed"
    assert store.posts.load(["a", "nobody"]) == {"a": Post(id="a", title="A new lamp")}
    store.close()


def test_the_end_of_a_merge_drops_the_posts_that_it_no_longer_gave(path: Path) -> None:
    store = Store.open_to_write(path)
    for identity in ("a", "b"):
        store.posts.put(Post(id=identity), "tide.example", 1)
    store.posts.put(Post(id="r"), RECORDS, 1)
    store.changes.clear()
    store.posts.put(Post(id="a"), "tide.example", 2)
    assert store.posts.end_merge("tide.example", 2) == 1
    assert [post.id for post in store.posts] == ["a", "r"]
    assert store.changes.counts() == (0, 1)
    assert list(store.changes.removed_ids()) == ["b"]
    store.close()


def test_the_changes_for_the_index_are_kept_until_it_has_them(path: Path) -> None:
    store = Store.open_to_write(path)
    store.posts.put(Post(id="a"), RECORDS, 1)
    store.posts.put(Post(id="b"), RECORDS, 1)
    assert [post.id for post in store.changes.posts()] == ["a", "b"]
    store.changes.clear()
    store.posts.put(Post(id="b"), RECORDS, 2)
    assert list(store.changes.posts()) == []
    store.close()


def test_ids_are_found_by_their_beginning(path: Path) -> None:
    store = Store.open_to_write(path)
    for identity in ("ab1", "ab2", "b%_1"):
        store.posts.put(Post(id=identity), RECORDS, 1)
    assert store.posts.ids_starting_with("ab") == ["ab1", "ab2"]
    assert store.posts.ids_starting_with("b%") == ["b%_1"]
    assert store.posts.ids_starting_with("%") == []
    store.close()


def test_a_reader_sees_the_last_commit_while_a_writer_writes(path: Path) -> None:
    writer, reader = Store.open_to_write(path), Store.open(path)
    writer.begin()
    writer.posts.put(Post(id="a"), RECORDS, 1)
    writer.commit()
    writer.begin()
    writer.posts.put(Post(id="b"), RECORDS, 1)
    assert [post.id for post in reader.posts] == ["a"]
    writer.commit()
    assert [post.id for post in reader.posts] == ["a", "b"]
    writer.close()
    reader.close()


def test_what_is_not_committed_is_dropped(path: Path) -> None:
    writer = Store.open_to_write(path)
    writer.begin()
    writer.posts.put(Post(id="a"), RECORDS, 1)
    writer.close()
    assert Store.open(path).posts.count() == 0


def test_the_file_is_for_its_owners_eyes_only(path: Path) -> None:
    writer = Store.open_to_write(path)
    writer.begin()
    writer.posts.put(Post(id="a"), RECORDS, 1)
    writer.commit()
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes
    writer.close()


KILLED = """
import sys
from pathlib import Path
from archivesearch.model import Post
from archivesearch.store.posts import RECORDS
from archivesearch.store.store import Store
store = Store.open_to_write(Path(sys.argv[1]))
turn = 0
while True:
    turn += 1
    store.begin()
    for number in range(50):
        store.posts.put(Post(id=f"{turn}-{number}", body="fog " * 200), RECORDS, turn)
    store.commit()
    print(turn, flush=True)
"""


def test_after_kill_9_the_last_commit_is_whole_and_the_next_writer_goes_on(path: Path) -> None:
    for _ in range(3):
        before = Store.open(path).posts.count()
        child = subprocess.Popen([sys.executable, "-c", KILLED, path], cwd=ROOT, stdout=subprocess.PIPE)
        assert child.stdout
        for _ in range(3):
            told = int(child.stdout.readline())
        time.sleep(0.003 * (before % 5))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        count = Store.open(path).posts.count()
        assert count >= told * 50
        assert count % 50 == 0
        assert len(list(Store.open(path).posts)) == count
        writer = Store.open_to_write(path)
        writer.begin()
        writer.posts.put(Post(id="after"), RECORDS, 1)
        writer.close()


def test_one_writer_at_a_time_and_the_wait_is_bounded(tmp_path: Path) -> None:
    lock = WriterLock.acquire(tmp_path / "lock", 0)
    told: list[bool] = []
    begin = time.monotonic()
    with pytest.raises(LockedError, match=r"another archivesearch is writing there; waited 0.3 s"):
        WriterLock.acquire(tmp_path / "lock", 0.3, lambda: told.append(True))
    assert time.monotonic() - begin < 5
    assert told == [True]
    lock.release()
    WriterLock.acquire(tmp_path / "lock", 0).release()


def test_a_waiting_writer_gets_its_turn(tmp_path: Path) -> None:
    lock = WriterLock.acquire(tmp_path / "lock", 0)
    got: list[bool] = []

    def wait() -> None:
        WriterLock.acquire(tmp_path / "lock", 20).release()
        got.append(True)

    waiting = threading.Thread(target=wait)
    waiting.start()
    lock_was_held = not got
    lock.release()
    waiting.join(20)
    assert lock_was_held
    assert got == [True]


def test_the_lock_of_a_killed_writer_is_free(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from archivesearch.store.lock import WriterLock;"
        "lock = WriterLock.acquire(Path(sys.argv[1]), 0); print('held', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path / "lock"], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert child.stdout
    assert child.stdout.readline() == b"held\n"
    with pytest.raises(LockedError):
        WriterLock.acquire(tmp_path / "lock", 0)
    child.kill()
    child.wait()
    child.stdout.close()
    WriterLock.acquire(tmp_path / "lock", 5).release()


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexFormatError, match="no archive there; make one with: archivesearch index"):
        Store.open(tmp_path / "posts.db")


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be one", b"\0" * 8192])
def test_a_foreign_file_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "posts.db"
    path.write_bytes(content)
    for open_store in (Store.open, Store.open_to_write):
        with pytest.raises(IndexFormatError, match=r"posts.db: .*(--index|delete it)"):
            open_store(path)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "posts.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE photos (name TEXT)")
    connection.close()
    before = path.read_bytes()
    for open_store in (Store.open, Store.open_to_write):
        with pytest.raises(IndexFormatError, match="not one of archivesearch; give another folder"):
            open_store(path)
    assert path.read_bytes() == before


def test_a_store_of_a_newer_version_is_refused_with_the_remedy(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(IndexFormatError, match=r"written by a newer archivesearch .* upgrade archivesearch"):
        Store.open(path)


def test_a_damaged_store_is_told_with_what_to_do(path: Path) -> None:
    store = Store.open_to_write(path)
    store.begin()
    for number in range(500):
        store.posts.put(Post(id=str(number), body="fog " * 100), RECORDS, 1)
    store.commit()
    store.close()
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\xff" * (len(content) - 12288)
    path.write_bytes(content)
    with pytest.raises(IndexFormatError, match=r"damaged .* restore it from a backup, or delete it"):
        list(Store.open(path).posts)


def test_an_empty_file_left_by_a_crash_at_birth_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "posts.db").touch()
    Store.open_to_write(tmp_path / "posts.db").close()
    assert Store.open(tmp_path / "posts.db").posts.count() == 0


def test_a_store_in_a_folder_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveSearchError, match=r"cannot be opened .*check the folder"):
        Store.open_to_write(tmp_path / "nowhere" / "posts.db")


def test_counts_tell_what_is_there_and_what_is_missing(path: Path) -> None:
    store = Store.open_to_write(path)
    put(store, "a.html", "one")
    full = '{"id": "a", "title": "A", "authors": ["Ada"], "published": "2009-09", "blog": "tide.example"}'
    from archivesearch.records import post_from_line

    store.posts.put(post_from_line(full), RECORDS, 1)
    store.posts.put(Post(id="b"), RECORDS, 1)
    counts = store.counts()
    assert (counts.sources, counts.pages, counts.posts) == (1, 1, 2)
    holes = (counts.posts_without_title, counts.posts_without_author, counts.posts_without_date)
    assert holes == (1, 1, 1)
    assert (counts.earliest, counts.latest) == ("2009-09", "2009-09")
    assert counts.blogs == {"": 1, "tide.example": 1}
    store.close()
