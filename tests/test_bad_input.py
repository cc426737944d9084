"""Bad input gets one clear line, the run goes on, the exit code tells, and nothing stored is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from a_blog import POSTS, many_posts, write_blog

import archivesearch
from archivesearch.store.store import Store

ROOT = Path(__file__).resolve().parent.parent
needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="the fault is planted by way of a fork")


def run(*arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archivesearch", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1"}
    environment.pop("ARCHIVESEARCH_INDEX", None)
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment,
        **more,  # type: ignore[call-overload]
    )


def as_another_user(preparation: str, code: str) -> subprocess.CompletedProcess[str]:
    """Runs code, after preparing it, as a user who is not root: a test run by root may open everything."""
    drop = "import os\nif hasattr(os, 'getuid') and os.getuid() == 0: os.setgid(65534); os.setuid(65534)"
    command = [sys.executable, "-c", f"{preparation}\n{drop}\n{code}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_blog(tmp_path / "pages")


@pytest.fixture
def directory(tmp_path: Path, pages: Path) -> Path:
    """An index of the three posts, which nothing that follows may harm."""
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        archive.index(pages)
    return tmp_path / "index"


def holds_its_three_posts(directory: Path) -> bool:
    with archivesearch.open(directory) as archive:
        found = {hit.post.title for hit in archive.search("*", limit=1_000)}
    return found >= {post.title for post in POSTS}


# ---------------------------------------------------------------- pages


BAD_PAGES = {
    "empty.html": (b"", "empty"),
    "binary.html": (bytes(range(256)) * 40, "binary|not text"),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + os.urandom(2000), "binary|not text"),
    "deep.html": (b"<dl><dd>" * 100_000, "deep"),
}


@pytest.mark.parametrize("name", BAD_PAGES)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_hopeless_page_is_one_line_and_the_others_come(pages: Path, name: str, jobs: int) -> None:
    content, told = BAD_PAGES[name]
    write_blog(pages, many_posts(10))
    write_blog(pages)
    (pages / name).write_bytes(content)
    done = run("scrape", pages, "--jobs", jobs)
    assert done.returncode == 2
    assert {json.loads(line)["title"] for line in done.stdout.splitlines()} >= {post.title for post in POSTS}
    [line] = [line for line in done.stderr.splitlines() if name in line]
    assert line.startswith(f"archivesearch: {name}: extract: ")
    assert any(word in line for word in told.split("|")), line
    assert "1 problem" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "content",
    [
        b"<p><b><i>Nine <p></i>days<div></b> of <table><tr><p>fog</table></table></span></p></div>" * 50,
        b"<html><body><p>never closed <a href='x",
        b"<!DOCTYPE html><html><body>" + b"<div>" * 1_000 + b"fog" + b"</div>" * 1_000,
        b"<table><tr><td colspan=9007199254740991>fog</td></tr></table>",
        b"<p>Nine days of fog, and nobody saw the far pier.</p>\0<p>fog\0fog</p>" * 20,
        b"<html><head><meta charset=no-such-charset></head><body><p>fog</p></body></html>",
        b"<html><head><meta charset=utf-8></head><body><p>caf\xe9 \xff\xfe fog</p></body></html>",
        b'<html><head><link rel="canonical" href="http://["><base href="http://["></head><body><p>fog</p></body>',
        "<html><body><p>fog \ud800</p></body></html>".encode("utf-16-le", "surrogatepass"),
        b"<html><body><p>&#0; &#xD800; &#x110000; &#27;[31m fog</p></body></html>",
    ],
)
def test_broken_markup_and_wrong_charsets_are_read_as_far_as_they_go(tmp_path: Path, content: bytes) -> None:
    pages = write_blog(tmp_path / "pages")
    (pages / "odd.html").write_bytes(content)
    done = run("scrape", pages, "--jobs", 1)
    titles = {json.loads(line)["title"] for line in done.stdout.splitlines()}
    assert titles >= {post.title for post in POSTS}
    assert done.returncode == 0, done.stderr
    assert "fault in archivesearch" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_a_page_that_cannot_be_opened_is_told_with_what_to_do() -> None:
    """As another user, since a test run by root may open everything."""
    with tempfile.TemporaryDirectory() as folder:
        pages = write_blog(Path(folder, "pages"))
        (pages / POSTS[0].path).chmod(0)
        (pages / "2010").chmod(0)
        Path(folder).chmod(0o755)
        done = as_another_user(
            "from archivesearch.capture.folder import capture; from archivesearch.errors import Problem",
            f"print(*(item for item in capture({str(pages)!r}) if isinstance(item, Problem)), sep='\\n')",
        )
        (pages / "2010").chmod(0o700)
    assert done.stdout.splitlines() == [
        f"{POSTS[0].path}: capture: cannot be read (Permission denied); check its permissions",
        "2010/: capture: cannot be read (Permission denied); check its permissions",
    ], done.stderr


def test_a_folder_without_a_post_says_so_and_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "robots.txt").write_text("User-agent: *")
    (tmp_path / "pages" / "feed.xml").write_text("<rss/>")
    for command in (["scrape"], ["index", "--index", tmp_path / "index"]):
        done = run(*command, tmp_path / "pages")
        assert done.returncode == 1
        assert done.stdout == ""
        assert "0 posts; 0 pages read; no pages: 1 feed, 1 site file" in done.stderr


def test_a_source_that_is_missing_is_an_error_and_nothing_is_done(directory: Path, pages: Path) -> None:
    for command in (["scrape"], ["index", "--index", directory]):
        done = run(*command, pages, pages / "nowhere")
        assert done.returncode == 2
        assert done.stdout == ""
        assert (
            done.stderr
            == f"archivesearch: {pages / 'nowhere'}: there is no such folder or file; check the path\n"
        )
    assert holds_its_three_posts(directory)


# ---------------------------------------------------------------- processes

PLANTED = """
import os, signal, sys, time
import archivesearch
from archivesearch.extract import extractor, pool
real = extractor.read_page
def read_page(page):
    if b"gull7word" in page.content and "entry-7" in page.path:
        {fault}
    return real(page)
extractor.read_page = read_page
{setting}
posts = archivesearch.scrape(sys.argv[1], jobs=int(sys.argv[2]))
print(len(list(posts)))
for problem in posts.report.problems:
    print(problem)
"""


def planted(pages: Path, fault: str, jobs: int, setting: str = "") -> list[str]:
    code = PLANTED.format(fault=fault, setting=setting)
    command = [sys.executable, "-c", code, str(pages), str(jobs)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def sixty(tmp_path: Path) -> Path:
    """Sixty posts, each on its own page only."""
    pages = write_blog(tmp_path / "sixty", many_posts(60))
    (pages / "index.html").unlink()
    return pages


@needs_fork
def test_a_page_that_kills_its_process_every_time_costs_only_itself(sixty: Path) -> None:
    count, problem = planted(sixty, "os.kill(os.getpid(), signal.SIGKILL)", jobs=2)
    assert count == "59"
    assert problem.startswith("2001/entry-7.html: extract: the process that read it died")


@needs_fork
def test_a_process_killed_once_costs_nothing(sixty: Path, tmp_path: Path) -> None:
    fault = f"flag = {str(tmp_path / 'killed')!r}\n        if not os.path.exists(flag):\n"
    fault += "            open(flag, 'w').close(); os.kill(os.getpid(), signal.SIGKILL)"
    assert planted(sixty, fault, jobs=2) == ["60"]
    assert (tmp_path / "killed").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no timers there")
@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=needs_fork)])
def test_a_page_that_takes_too_long_is_given_up_and_told(sixty: Path, jobs: int) -> None:
    lines = planted(sixty, "while True: pass", jobs, "pool.PAGE_CPU_SECONDS = 1")
    assert lines == [
        "59",
        "2001/entry-7.html: extract: reading it took more than 1 seconds of CPU; the page was left out",
    ]


@needs_fork
def test_a_page_that_hangs_inside_a_c_library_is_given_up_too(sixty: Path) -> None:
    fault = "sum(range(10**15))"  # a loop in C that looks at no signal
    setting = "pool.PAGE_CPU_SECONDS = 0.5; pool.KILL_AFTER_SECONDS = 0.5"
    count, problem = planted(sixty, fault, 2, setting)
    assert count == "59"
    assert "the process that read it died (crashed, killed, or out of memory or time)" in problem


@needs_fork
def test_a_large_page_that_hangs_so_is_given_up_where_it_is_the_only_one_too(sixty: Path) -> None:
    page = sixty / "2001" / "entry-7.html"
    page.write_text(f"{page.read_text()}<!-- {'gull ' * 60_000} -->")
    setting = "pool.PAGE_CPU_SECONDS = 0.5; pool.KILL_AFTER_SECONDS = 0.5"
    count, problem = planted(page, "sum(range(10**15))", 2, setting)
    assert count == "0"
    assert problem.startswith("entry-7.html: extract: the process that read it died")


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=needs_fork)])
@pytest.mark.parametrize("fault", ["raise KeyError('x')", "raise RecursionError", "raise MemoryError"])
def test_a_fault_over_one_page_is_told_and_costs_only_that_page(sixty: Path, fault: str, jobs: int) -> None:
    count, problem = planted(sixty, fault, jobs)
    assert count == "59"
    assert problem.startswith("2001/entry-7.html: extract: ")


@needs_fork
def test_no_reading_process_outlives_a_killed_run(sixty: Path, tmp_path: Path) -> None:
    flag = tmp_path / "pids"
    fault = f"open({str(flag)!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(60)"
    code = PLANTED.format(fault=fault, setting="")
    child = subprocess.Popen([sys.executable, "-c", code, str(sixty), "2"], cwd=ROOT)
    deadline = time.monotonic() + 60
    while not (flag.exists() and flag.read_text().endswith("\n")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    child.kill()
    child.wait()
    reader = int(flag.read_text())
    while Path(f"/proc/{reader}/cmdline").exists() and Path(f"/proc/{reader}/cmdline").read_bytes():
        assert time.monotonic() < deadline
        time.sleep(0.05)


# ---------------------------------------------------------------- killed runs and several writers


def test_kill_9_at_any_moment_of_indexing_loses_nothing_and_the_next_run_completes(
    directory: Path, tmp_path: Path
) -> None:
    more = write_blog(tmp_path / "more", many_posts(150))
    command = [
        sys.executable,
        "-m",
        "archivesearch",
        "index",
        str(more),
        "--index",
        str(directory),
        "--jobs",
        "2",
    ]
    for delay in (0.1, 0.4, 0.7, 1.0, 1.3):
        child = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert holds_its_three_posts(directory)
    done = run("index", more, "--index", directory)
    assert done.returncode == 0, done.stderr
    with archivesearch.open(directory) as archive:
        ranking = archive.search("gull149word")
        assert [hit.post.title for hit in ranking] == ["Entry 149 of the log"]
        assert ranking.notes == ()
        assert archive.stats().posts == 153
    assert holds_its_three_posts(directory)


def test_two_runs_at_once_both_complete(tmp_path: Path) -> None:
    index = tmp_path / "index"
    children = []
    for name, posts in (("one", many_posts(40)[:20]), ("two", many_posts(40)[20:])):
        pages = write_blog(tmp_path / name, posts)
        command = [sys.executable, "-m", "archivesearch", "index", str(pages), "--index", str(index)]
        children.append(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True))
    told = [child.communicate(timeout=120)[1] for child in children]
    assert [child.returncode for child in children] == [0, 0], told
    with archivesearch.open(index) as archive:
        assert archive.search("*").total == archive.stats().posts == 40


def test_a_writer_that_does_not_finish_is_told_with_exit_code_75(directory: Path, pages: Path) -> None:
    with archivesearch.open(directory) as writer:
        writer.add_posts([])
        done = run("index", pages, "--index", directory, "--wait", "0.2")
        assert done.returncode == 75
        assert "another archivesearch is writing there" in done.stderr.splitlines()[-1]
        assert "try again later" in done.stderr.splitlines()[-1]
        assert run("search", "fog", "--index", directory).returncode == 0


def is_locked(path: Path) -> bool:
    """True while a writer holds the archive's lock."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return True
    return False


def test_ctrl_c_keeps_what_was_committed_and_exits_with_130(directory: Path, tmp_path: Path) -> None:
    more = write_blog(tmp_path / "more", many_posts(3000))
    command = [sys.executable, "-m", "archivesearch", "index", str(more), "--index", str(directory)]
    # A build that a shell runs in the background is deaf to Ctrl-C, and so would be its children.
    hearing = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    child = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, preexec_fn=hearing)
    deadline = time.monotonic() + 30
    while not is_locked(directory / "writer.lock") and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)  # in the middle of the pages, which take seconds
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=60)
    assert child.returncode == 130, told
    assert told.strip().endswith("what was committed until then is kept, and the next run goes on from there")
    assert "Traceback" not in told
    assert holds_its_three_posts(directory)


def test_ctrl_c_while_modules_are_loaded_exits_with_130_too(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'archivesearch.cli.stats':\n"
        "            exec('raise KeyboardInterrupt')\n"  # as in the making of a dataclass
        "sys.meta_path.insert(0, Interrupted())\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "archivesearch", "stats"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.strip().startswith("archivesearch: stopped;")


# ---------------------------------------------------------------- indexes


@pytest.mark.parametrize("command", [["search", "fog"], ["show", "1"], ["stats"], ["rebuild"]])
def test_a_missing_index_is_one_line_with_the_command_that_makes_one(
    tmp_path: Path, command: list[str]
) -> None:
    done = run(*command, "--index", tmp_path / "none")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        f"archivesearch: {tmp_path / 'none'}: no archive there; make one with: archivesearch index FOLDER\n"
    )
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", [["search", "fog"], ["stats"], ["rebuild"], ["index", "."]])
def test_a_foreign_index_is_one_line_and_stays_as_it_is(tmp_path: Path, command: list[str]) -> None:
    foreign = tmp_path / "posts.db"
    foreign.write_bytes(b"This is no database, but the diary of a lighthouse keeper." * 20)
    done = run(*command, "--index", tmp_path, cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "not a database of archivesearch; give another folder with --index" in done.stderr
    assert foreign.read_bytes().startswith(b"This is no database")


def test_a_damaged_search_index_is_told_and_mended_by_rebuild(directory: Path) -> None:
    for path in directory.glob("whoosh*/*"):
        path.write_bytes(b"\x80\x04garbage")
    done = run("search", "fog", "--index", directory)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "archivesearch rebuild" in done.stderr
    assert run("rebuild", "--index", directory).returncode == 0
    assert run("search", "fog", "--index", directory).returncode == 0


def test_an_index_that_we_did_not_write_is_never_unpickled(directory: Path, tmp_path: Path) -> None:
    import pickle

    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (tmp_path / "sprung",)  # type: ignore[return-value]

    (directory / "index.json").unlink()
    for path in directory.glob("whoosh*/*"):
        path.write_bytes(pickle.dumps(Trap()))
    assert run("search", "fog", "--index", directory).returncode == 2
    assert run("rebuild", "--index", directory).returncode == 0
    assert not (tmp_path / "sprung").exists()


@pytest.fixture
def read_only() -> Iterator[Path]:
    """An index in a folder that can be read by everybody and written by nobody but root."""
    folder = Path(tempfile.mkdtemp())
    write_blog(folder / "pages")
    with archivesearch.open(folder / "index", create=True) as archive:
        archive.index(folder / "pages")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_index_can_be_searched_and_says_why_it_cannot_be_written(read_only: Path) -> None:
    index = str(read_only / "index")
    prepare = f"""
from pathlib import Path
import archivesearch
from archivesearch.cli import main
main(["search", "fog", "--index", {index!r}])  # loads all that the other user may not be able to read
main(["index", {str(read_only / "pages")!r}, "--index", {str(read_only / "other")!r}])
Path({index!r}, "last-hits.json").unlink(missing_ok=True)
print("as another user", flush=True)
"""
    done = as_another_user(
        prepare,
        f"""
print(main(["search", "bell", "--index", {index!r}]))
print(main(["stats", "--index", {index!r}]))
import sys; print("now writing", file=sys.stderr)
print(main(["index", {str(read_only / "pages")!r}, "--index", {index!r}]))
""",
    )
    lines = done.stdout.partition("as another user\n")[2].splitlines()
    assert "Nine days of fog" in lines[0], done.stderr
    assert lines[1] == "0"
    assert lines[-2:] == ["0", "2"]
    told = done.stderr.partition("now writing\n")[2]
    assert len(told.splitlines()) == 1, told
    assert f"{index}/" in told
    assert "check the folder and its permissions" in told


def test_a_store_whose_index_was_never_made_can_be_shown_and_is_told_by_search(tmp_path: Path) -> None:
    Store.open_to_write(tmp_path / "posts.db").close()
    assert run("stats", "--index", tmp_path).returncode == 1
    done = run("search", "fog", "--index", tmp_path)
    assert done.returncode == 2
    assert "archivesearch rebuild" in done.stderr


# ---------------------------------------------------------------- queries


@pytest.mark.parametrize(
    "query",
    [
        "fog " * 2_500,
        "(" * 10_000,
        '"' * 10_001,
        "fog OR " * 1_400,
        "-" * 10_000 + "fog",
        "title:" * 1_700,
        "date:" + "9" * 10_000,
        "*~*~" * 2_500,
        "\x1b]52;c;ZXZpbA==\x07 fog",
        'C# "don\'t" a-b foo:bar ( " \U0001f41f',
    ],
)
def test_no_query_text_raises(directory: Path, query: str) -> None:
    done = run("search", query, "--index", directory)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert len(done.stderr) < 2_000


def test_a_long_query_of_real_words_finds_what_it_should(directory: Path) -> None:
    done = run("search", "fog bell pier " * 700, "--index", directory)
    assert done.returncode == 0
    assert "Nine days of fog" in done.stdout.splitlines()[0]
