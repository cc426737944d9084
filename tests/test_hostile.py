"""What a system refuses or has gone wrong with is told in one line: locked folders, odd files, closed streams."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from a_blog import POSTS, write_blog

import archivesearch
from archivesearch.gather import open_source, read_source
from archivesearch.report import Tally
from archivesearch.store.store import Store

ROOT = Path(__file__).resolve().parent.parent
IS_ROOT = hasattr(os, "getuid") and os.getuid() == 0
# Root may open everything; without these two rights it is a user like any other.
BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if IS_ROOT else []
needs_locks = pytest.mark.skipif(
    os.name != "posix" or (IS_ROOT and not shutil.which("setpriv")), reason="nothing can be locked here"
)


def run(*arguments: object, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    command = [*BOUND, sys.executable, "-m", "archivesearch", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}
    environment.pop("ARCHIVESEARCH_INDEX", None)
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, env=environment, cwd=cwd
    )


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_blog(tmp_path / "home" / "pages")


@pytest.fixture
def index(tmp_path: Path, pages: Path) -> Path:
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        archive.index(pages)
    return tmp_path / "index"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        yield
    finally:
        path.chmod(mode)


# ---------------------------------------------------------------- locked folders and files


@needs_locks
@pytest.mark.parametrize("command", [["search", "fog"], ["index", "."], ["stats"], []])
def test_an_index_below_a_locked_folder_is_told_in_one_line(tmp_path: Path, command: list[str]) -> None:
    with locked(tmp_path):
        done = run("--index", tmp_path / "in" / "index", *command)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "posts.db: cannot be opened (Permission denied); check the folder and its permissions" in line


@needs_locks
def test_a_source_that_is_locked_by_now_has_no_saved_page_to_open(index: Path, pages: Path) -> None:
    assert run("search", "fog", "--index", index).returncode == 0
    with locked(pages.parent):
        for command in (["open", "1", "--saved", "--print"], ["show", "1", "--source"]):
            done = run(*command, "--index", index)
            assert (done.returncode, done.stdout) == (2, "")
            assert "its source cannot be shown" in done.stderr
            assert len(done.stderr.splitlines()) == 1
    assert str(pages / POSTS[1].path) in run("open", "1", "--saved", "--print", "--index", index).stdout


@needs_locks
def test_a_locked_store_is_said_to_be_locked_and_not_to_be_written(index: Path) -> None:
    with locked(index / "posts.db"):
        done = run("search", "fog", "--index", index)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be opened" in done.stderr


# ---------------------------------------------------------------- streams that are closed or full


def in_shell(line: str, index: Path) -> tuple[int, str]:
    """Exit code of a line for the shell, and all that it printed; $A is the command."""
    environment = {**os.environ, "A": f"{sys.executable} -m archivesearch", "PYTHONPATH": str(ROOT)}
    environment["ARCHIVESEARCH_INDEX"] = str(index)
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, check=False, timeout=120, env=environment
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_nowhere_and_costs_nothing_else(index: Path, pages: Path, closed: str) -> None:
    for command in ("search fog", "show 1", "show 1 --source", "stats", "verify", "export", "help query", ""):
        code, told = in_shell(f"$A {command} {closed}", index)
        assert code == 0, command
        assert "Traceback" not in told
    more = pages / "more.html"
    more.write_text(POSTS[0].page.replace("lamp", "lantern"))
    for command in (f"index {pages}", "rebuild", f"scrape {pages}"):
        code, told = in_shell(f"$A {command} {closed}", index)
        assert code == 0, command
        assert "Traceback" not in told
    assert in_shell("$A verify", index)[0] == 0
    code, told = in_shell(f"$A search fog --nonsense {closed}", index)
    assert code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_an_error_that_cannot_be_told_is_an_error_all_the_same(index: Path, pages: Path) -> None:
    for command in ("index nowhere", "search --nonsense fog", "searhc", "--index / stats", "show nobody"):
        code, _ = in_shell(f"$A {command} 2>/dev/full", index)
        assert code == (1 if command == "show nobody" else 2), command
    (pages / "bad.html").write_bytes(b"")
    assert in_shell(f"$A index {pages} 2>/dev/full", index)[0] == 2
    assert in_shell(f"$A scrape {pages} 2>/dev/full | wc -l", index)[1].strip() == "3"


def test_a_folder_that_is_gone_while_one_is_in_it_is_told_in_one_line(index: Path, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    code, told = in_shell(f"cd {tmp_path}/gone; rmdir {tmp_path}/gone; $A scrape .", index)
    assert code == 2
    assert told.strip().splitlines()[-1] == (
        "archivesearch: the folder that this was started in is not there any more; change into another one"
    )
    assert "Traceback" not in told


# ---------------------------------------------------------------- what a kill leaves behind


@pytest.mark.parametrize("command", ["index", "rebuild"])
def test_what_a_killed_build_left_is_removed_by_the_next_run(index: Path, pages: Path, command: str) -> None:
    (left,) = (path for path in index.iterdir() if path.is_dir())
    killed = index / f"{left.name.rpartition('-')[0]}-77"
    shutil.copytree(left, killed)
    (pages / "2011.html").write_text(POSTS[0].page.replace("lamp", "lantern"), encoding="utf-8")
    assert run(command, *([pages] if command == "index" else []), "--index", index).returncode == 0
    assert not killed.exists()
    assert sum(path.is_dir() for path in index.iterdir()) == 1
    assert run("verify", "--index", index).returncode == 0


def test_pages_of_a_run_that_was_killed_before_it_made_posts_of_them_are_told(
    tmp_path: Path, pages: Path
) -> None:
    index = tmp_path / "index"
    with archivesearch.open(index, create=True) as archive:
        archive.index(tmp_path / "home" / "pages" / POSTS[0].path)
    store = Store.open_to_write(index / "posts.db")
    source = open_source(pages, None, tmp_path / "fetched", Tally())
    read_source(store, source, 1, Tally())  # and here the power fails
    store.close()
    for command in (["search", "lamp"], ["verify"]):
        done = run(*command, "--index", index)
        assert "blogs of which pages were read and no posts made yet: 1, because" in done.stdout + done.stderr
        assert "`archivesearch index` with the same SOURCE goes on" in done.stdout + done.stderr
        assert done.returncode == (2 if command == ["verify"] else 0)
    assert run("index", pages, "--index", index).returncode == 0
    assert run("verify", "--index", index).returncode == 0
    with archivesearch.open(index) as archive:
        assert archive.search("*").total == 3


# ---------------------------------------------------------------- what an export must not take the place of


def test_an_export_never_takes_the_place_of_a_stream_or_a_device(index: Path, tmp_path: Path) -> None:
    stream = tmp_path / "stdout"
    stream.symlink_to("/proc/self/fd/1")  # as /dev/stdout is
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (stream, pipe):
        for command in (["export", "--output", path, "--format", "csv"], ["timeline", "*", "--svg", path]):
            done = run("--index", index, *command, "--force")
            assert (done.returncode, done.stdout) == (2, "")
            assert "neither a file nor a folder" in done.stderr
    assert stream.is_symlink()
    assert pipe.is_fifo()


def test_an_export_never_takes_the_place_of_a_folder_with_other_things_in_it(
    index: Path, pages: Path, tmp_path: Path
) -> None:
    home = pages.parent
    for form in ("csv", "sqlite", "markdown"):
        for output in (home, "."):
            done = run("--index", index, "export", "--output", output, "--format", form, "--force", cwd=home)
            assert done.returncode == 2
            assert "Traceback" not in done.stderr
    assert run("--index", index, "timeline", "*", "--svg", ".", "--force", cwd=home).returncode == 2
    assert (pages / POSTS[0].path).is_file()
    assert sorted(path.name for path in home.parent.iterdir()) == ["home", "index"]
    own = tmp_path / "posts"
    for more in ([], ["--force"]):
        done = run("--index", index, "export", "--output", own, "--format", "markdown", *more)
        assert done.returncode == 0, done.stderr
    assert len(list(own.iterdir())) == 3


def test_a_link_stays_and_the_file_that_it_leads_to_is_replaced(index: Path, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert run("--index", index, "export", "--output", tmp_path / "link.csv", "--force").returncode == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert "Nine days of fog" in (tmp_path / "real.csv").read_text()


def test_numbers_that_are_none_are_refused(index: Path, pages: Path) -> None:
    for arguments in (["--wait", "nan"], ["--wait", "1e30"], ["--jobs", "100000"]):
        done = run("--index", index, "index", pages, *arguments)
        assert done.returncode == 2
        assert arguments[0] in done.stderr
    for seconds in ("nan", "inf"):
        assert run("--index", index, "crawl", "http://127.0.0.1:1/", "--delay", seconds).returncode == 2
