"""The command line: exit codes, streams, pipes and terminals, as the help says."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from a_blog import BASE_URL, POSTS, html, many_posts, write_blog
from a_command import on_a_terminal, plain, run

import archivesearch
from archivesearch.cli import COMMANDS, main
from archivesearch.cli.console import one_line, visible
from archivesearch.cli.help import TOPICS
from archivesearch.model import Post

ROOT = Path(__file__).resolve().parent.parent
FOG = "Nine days of fog"


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "ARCHIVESEARCH_INDEX",
        "ARCHIVESEARCH_PAGER",
        "PAGER",
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_blog(tmp_path / "pages")


@pytest.fixture
def directory(tmp_path: Path, pages: Path) -> Path:
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        archive.index(pages, base_url=BASE_URL)
    return tmp_path / "index"


# ---------------------------------------------------------------- scrape


def test_scrape_prints_the_records_of_the_contract_and_nothing_else(pages: Path) -> None:
    (pages / "robots.txt").write_text("User-agent: *\nDisallow: /")
    (pages / "feed.xml").write_text("<?xml version='1.0'?><rss/>")
    (pages / "404.html").write_text(html("Not found", "<p>Whatever stood here has gone.</p>"))
    done = run("scrape", pages, "--base-url", BASE_URL)
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert {record["title"] for record in records} == {post.title for post in POSTS}
    for record in records:
        assert list(record)[:3] == ["schema", "id", "permalink"]
        assert record["schema"] == 1
        assert {capture["form"] for capture in record["captures"]} <= {"full", "excerpt", "title"}
    assert done.stderr == "archivesearch: 3 posts; 5 pages read; no pages: 1 feed, 1 site file\n"


def test_scrape_prints_the_same_lines_whatever_the_number_of_jobs(pages: Path) -> None:
    one, two = (run("scrape", pages, "--base-url", BASE_URL, "--jobs", jobs) for jobs in (1, 2))
    assert one.returncode == two.returncode == 0
    assert one.stdout.splitlines()
    assert two.stdout == one.stdout


def test_scrape_can_be_quiet(pages: Path) -> None:
    done = run("scrape", pages, "--quiet")
    assert done.returncode == 0
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 3


def test_what_scrape_prints_can_be_indexed(pages: Path, tmp_path: Path) -> None:
    lines = run("scrape", pages, "--base-url", BASE_URL).stdout
    (tmp_path / "posts.jsonl").write_text(lines, encoding="utf-8")
    done = run("index", tmp_path / "posts.jsonl", "--index", tmp_path / "second")
    assert done.returncode == 0
    assert "3 posts (3 new)" in done.stderr
    shown = run("show", "1", "--jsonl", "--index", tmp_path / "second")
    assert shown.returncode == 1  # nothing was searched yet
    found = run("search", "fog", "--jsonl", "--index", tmp_path / "second")
    identity = json.loads(found.stdout)["id"]
    shown = run("show", identity, "--jsonl", "--index", tmp_path / "second")
    assert shown.stdout in lines


# ---------------------------------------------------------------- index


def test_index_says_what_it_did_and_does_nothing_twice(pages: Path, tmp_path: Path) -> None:
    first = run("index", pages, "--index", "here")
    again = run("index", pages, "--index", "here")
    assert (first.returncode, again.returncode) == (0, 0)
    assert (first.stdout, again.stdout) == ("", "")
    assert first.stderr == "archivesearch: here: 3 posts (3 new); 4 pages read\n"
    assert again.stderr == (
        "archivesearch: here: 3 posts (3 unchanged); 0 pages read; 4 unchanged and not read again\n"
    )


def test_the_folder_of_the_index_is_the_option_else_the_variable_else_index(
    pages: Path, tmp_path: Path
) -> None:
    assert run("index", pages).returncode == 0
    assert (tmp_path / "index" / "posts.db").exists()
    assert run("index", pages, ARCHIVESEARCH_INDEX="from-variable").returncode == 0
    assert (tmp_path / "from-variable" / "posts.db").exists()
    assert run("index", pages, "--index", "from-option", ARCHIVESEARCH_INDEX="other").returncode == 0
    assert (tmp_path / "from-option" / "posts.db").exists()
    assert not (tmp_path / "other").exists()


def test_one_bad_page_makes_the_exit_code_2_and_the_rest_is_indexed(pages: Path) -> None:
    (pages / "empty.html").touch()
    for expected in ("4 pages read; 1 problem", "4 unchanged and not read again; 1 problem"):
        done = run("index", pages)
        assert done.returncode == 2
        assert done.stderr.splitlines()[0].startswith("archivesearch: empty.html: extract: ")
        assert expected in done.stderr.splitlines()[-1]
    assert run("search", "fog").returncode == 0


# ---------------------------------------------------------------- search in a pipe


def test_a_hit_in_a_pipe_is_one_line_with_full_dates(directory: Path) -> None:
    done = run("search", "herring", "boats")
    assert done.returncode == 0
    assert done.stderr == ""
    [line] = done.stdout.splitlines()
    number, identity, published, authors, title, permalink, snippet = line.split("\t")
    assert number == "1"
    assert re.fullmatch(r"[0-9a-f]{16}", identity)
    assert (published, authors, title) == ("2009-09-05T12:43:43-04:00", "Ada Quist", "A lamp for the harbour")
    assert permalink == POSTS[0].url
    assert "herring boats steer by it" in snippet


def test_no_hit_is_exit_code_1_with_nothing_on_stdout(directory: Path) -> None:
    done = run("search", "zeppelin")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "no post found" in done.stderr


def test_the_query_offered_when_there_is_no_hit_can_be_pasted_into_a_shell(tmp_path: Path) -> None:
    with archivesearch.open("index", create=True) as archive:
        archive.add_posts([Post(id="x", body="We don't run the ferry in a storm.")])
    done = run("search", "don't", "zeppelin", "--all")
    assert done.returncode == 1
    offered = done.stderr.strip().partition("; try: archivesearch ")[2]
    script = f"{sys.executable} -m archivesearch {offered}"
    pasted = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert "don't" in offered.replace("'\"'\"'", "'")
    assert pasted.returncode == 0, pasted.stderr
    assert pasted.stdout.startswith("1\tx\t")


def test_an_error_is_exit_code_2_with_nothing_on_stdout(directory: Path) -> None:
    for arguments in (["--limit", "0"], ["--sort", "loudest"], ["--jsn"]):
        done = run("search", "fog", *arguments)
        assert done.returncode == 2, arguments
        assert done.stdout == ""
        assert arguments[0] in done.stderr


def test_a_query_may_hold_words_with_a_minus_sign(directory: Path) -> None:
    assert len(run("search", "the", "-fog").stdout.splitlines()) == 2
    assert len(run("search", "-fog", "-lamp").stdout.splitlines()) == 1


@pytest.mark.parametrize("words", [("the", "-harbour"), ("-harbour", "the"), ("--", "-harbour", "the")])
def test_no_letter_of_a_word_with_a_minus_sign_is_an_option(directory: Path, words: tuple[str, ...]) -> None:
    done = run("search", *words)
    assert [line.split("\t")[4] for line in done.stdout.splitlines()] == ["The ferry will not run", FOG]
    assert "Usage" not in run("timeline", *words).stdout
    assert run("export", *words).stdout.count("\n") == 2


def test_what_stands_behind_two_minus_signs_is_all_query(directory: Path) -> None:
    for words in (
        ["--", "--fog"],
        ["--", "--limit", "fog"],
        ["--limit", "1", "--", "-h", "fog", "--", "--sort"],
    ):
        done = run("search", *words)
        assert (done.returncode, done.stdout.split("\t")[4]) == (0, FOG), words
    assert run("search", "-the", "--", "--fog").returncode == 1
    assert (
        json.loads(run("search", "--json", "the", "--", "-h", "--jsonl").stdout)["query"] == "the -h --jsonl"
    )


def test_a_mistyped_option_is_told_with_the_nearest_one_and_how_to_search_for_it(directory: Path) -> None:
    done = run("search", "fog", "--lmit=3")
    assert done.returncode == 2
    assert "No such option --lmit. Did you mean --limit?" in done.stderr
    assert "archivesearch search -- --lmit" in done.stderr
    for word, told in (("-limit", "the option is --limit"), ("-n", "options have two minus signs")):
        done = run("search", "fog", word)
        assert f"{word} was read as: without the word" in done.stderr
        assert told in done.stderr
    assert run("search").returncode == 2
    assert "Missing argument 'QUERY...'" in run("search", "--").stderr
    for asked in (["-h"], ["--help"], ["fog", "-h"]):
        assert "Find posts" in run("search", *asked).stdout


def test_hits_can_be_sorted_limited_and_skipped(directory: Path) -> None:
    def titles(*arguments: str) -> list[str]:
        return [line.split("\t")[4] for line in run("search", "*", *arguments).stdout.splitlines()]

    in_time = [post.title for post in POSTS]
    assert titles("--sort", "oldest") == in_time
    assert titles("--sort", "newest") == in_time[::-1]
    assert titles("--sort", "oldest", "--limit", "1") == in_time[:1]
    assert titles("--sort", "oldest", "--limit", "1", "--offset", "2") == in_time[2:]


def test_words_can_be_asked_for_all_or_any(directory: Path) -> None:
    assert run("search", "fog", "ferry", "--all").returncode == 1
    assert len(run("search", "fog", "ferry", "--any").stdout.splitlines()) == 2


def test_json_is_one_document_and_jsonl_one_object_a_line(directory: Path) -> None:
    document = json.loads(run("search", "the", "--json", "--limit", "2").stdout)
    assert document["schema"] == 1
    assert document["query"] == "the"
    assert document["total"] == 3
    lines = run("search", "the", "--jsonl", "--limit", "2").stdout.splitlines()
    assert [json.loads(line) for line in lines] == document["hits"]
    hit = document["hits"][0]
    assert hit["number"] == 1
    assert hit["score"] > 0
    assert hit["title"]
    assert hit["body"]
    assert "snippet" in hit
    assert "snippet_html" in hit


def test_snippets_in_html_are_escaped_before_they_are_marked(tmp_path: Path) -> None:
    with archivesearch.open("index", create=True) as archive:
        archive.add_posts([Post(id="x", body="A fog <script>alert(1)</script> & <mark>more</mark>")])
    [hit] = json.loads(run("search", "fog", "--json").stdout)["hits"]
    assert "<script>" not in hit["snippet_html"]
    assert "<mark>fog</mark> &lt;script&gt;" in hit["snippet_html"]


def test_what_was_not_understood_is_told_on_stderr(directory: Path) -> None:
    done = run("search", 'mood:gloomy fog "')
    assert done.returncode in (0, 1)
    assert 'there is no field "mood"; searched as words' in done.stderr


def test_head_may_close_the_pipe_early_in_silence(tmp_path: Path) -> None:
    with archivesearch.open("index", create=True) as archive:
        archive.add_posts(Post(id=str(number), title="fog", body="fog " * 200) for number in range(2_000))
    script = f"{sys.executable} -m archivesearch search fog --limit 2000 | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "0"
    pages = write_blog(Path("many"), many_posts(300))
    script = f"{sys.executable} -m archivesearch scrape {pages} --quiet | head -1 | wc -l"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("1", "")


def test_a_search_in_a_pipe_loads_neither_rich_nor_what_reads_pages(directory: Path) -> None:
    heavy = ("rich", "bs4", "selectolax", "dateutil", "multiprocessing", "concurrent.futures", "subprocess")
    code = (
        "import sys; from archivesearch.cli import main; main(['search', 'fog']);"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert FOG in done.stdout


# ---------------------------------------------------------------- control characters

EVIL = "fog \x1b]52;c;ZXZpbA==\x07 \x1b[31mred\x1b[0m \x9b31m \u202egnp.exe \x7f\rover"


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    with archivesearch.open("index", create=True) as archive:
        archive.add_posts([Post(id="evil\x1b[2J", title=EVIL, authors=(EVIL,), body=EVIL, permalink=EVIL)])
    return tmp_path / "index"


@pytest.mark.parametrize("form", [[], ["--json"], ["--jsonl"]])
def test_control_characters_of_a_post_never_leave_the_command(evil: Path, form: list[str]) -> None:
    for command in (["search", "fog"], ["show", "1"], ["stats"]):
        done = run(*command, *form)
        assert done.returncode == 0
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.stdout + done.stderr)
    for more in (["--csv"], ["--trec"], ["--facet", "author"], ["--facet", "author", "--csv"]):
        done = run("search", "fog", *more)
        assert done.returncode == 0
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.stdout + done.stderr)
    if form:
        assert "\\u001b]52" in run("show", "1", *form).stdout


def test_control_characters_of_a_post_never_reach_a_terminal(evil: Path) -> None:
    for command in (["search", "fog", "--no-pager"], ["show", "1", "--no-pager"]):
        code, shown = on_a_terminal(*command, "--color", "never")
        assert code == 0
        assert "\u241b]52" in shown
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", shown)


def test_control_characters_of_a_file_name_are_shown_not_sent(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a\x1b[31mb.html").touch()
    done = run("scrape", tmp_path / "pages")
    assert "\x1b" not in done.stderr
    assert "a\u241b[31mb.html: extract:" in done.stderr


def test_every_control_character_has_a_sign() -> None:
    control = [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x202E, 0x2066, 0xD800]
    for code in control:
        assert chr(code) not in visible(f"a{chr(code)}b")
    assert visible("tab\tand\nnewline é 漢") == "tab\tand\nnewline é 漢"
    assert one_line(" a\n\tb\u2028c ") == "a b c"


# ---------------------------------------------------------------- on a terminal


def test_a_terminal_gets_wrapped_and_coloured_hits(directory: Path) -> None:
    code, shown = on_a_terminal("search", "herring boats", columns=60)
    assert code == 0
    assert "\x1b[" in shown
    text = plain(shown)
    assert " 1  A lamp for the harbour" in text
    assert "Ada Quist · 2009-09-05 12:43:43-04:00 · Tide Log" in text
    assert all(len(line) <= 60 for line in text.splitlines() if not line.startswith("archivesearch:"))
    marked = "".join(re.findall(r"\x1b\[1;31m(.*?)\x1b\[0m", shown))
    assert "herring" in marked
    assert "1 of 1 hit;" in text


@pytest.mark.parametrize(
    "setting",
    [{"NO_COLOR": "1"}, {"CLICOLOR": "0"}, {"TERM": "dumb"}, {"option": "never"}],
    ids=lambda setting: "-".join(setting),
)
@pytest.mark.parametrize("command", [["search", "fog"], ["show", "1"]], ids=lambda command: command[0])
def test_no_colour_where_none_is_wanted(directory: Path, command: list[str], setting: dict[str, str]) -> None:
    run("search", "fog")
    environment = {name: value for name, value in setting.items() if name.isupper()}
    option = ["--color", setting["option"]] if "option" in setting else []
    code, shown = on_a_terminal(*command, *option, **environment)
    assert code == 0
    assert FOG in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("how", ["option", "variable"])
def test_colour_in_a_pipe_when_it_is_forced(directory: Path, how: str) -> None:
    done = (
        run("search", "fog", "--color=always")
        if how == "option"
        else run("search", "fog", CLICOLOR_FORCE="1")
    )
    assert "\x1b[1;31mfog\x1b[0m" in done.stdout
    assert len(done.stdout.splitlines()) == 1


def test_long_output_goes_through_the_pager_of_the_user(directory: Path, tmp_path: Path) -> None:
    pager = f"{sys.executable} -c \"import sys; print('PAGED', len(sys.stdin.read().splitlines()) > 3)\""
    code, shown = on_a_terminal("search", "*", lines=4, ARCHIVESEARCH_PAGER=pager, PAGER="false")
    assert code == 0
    assert "PAGED True" in shown
    for more in ({"lines": 200, "ARCHIVESEARCH_PAGER": pager}, {"lines": 4, "ARCHIVESEARCH_PAGER": ""}):
        code, shown = on_a_terminal("search", "*", **more)  # type: ignore[arg-type]
        assert code == 0
        assert "PAGED" not in shown
        assert FOG in shown
    code, shown = on_a_terminal("search", "*", "--no-pager", lines=4, ARCHIVESEARCH_PAGER=pager)
    assert "PAGED" not in shown
    code, shown = on_a_terminal("search", "*", lines=4, ARCHIVESEARCH_PAGER="no-such-pager")
    assert FOG in shown


def test_a_terminal_shows_how_far_reading_has_come(tmp_path: Path) -> None:
    pages = write_blog(tmp_path / "many", many_posts(120))
    code, shown = on_a_terminal("index", pages)
    assert code == 0
    assert "reading pages" in shown
    assert re.search(r"\d+/s", shown)
    assert plain(shown).rstrip().endswith("120 posts (120 new); 121 pages read")
    code, shown = on_a_terminal("index", pages, "--quiet")
    assert (code, shown) == (0, "")


# ---------------------------------------------------------------- show


def test_show_takes_the_number_of_a_hit_an_id_or_its_beginning(directory: Path) -> None:
    lines = run("search", "*", "--sort", "oldest").stdout.splitlines()
    ids = [line.split("\t")[1] for line in lines]
    for number, identity in enumerate(ids, 1):
        by_number = run("show", str(number))
        assert by_number.returncode == 0
        assert by_number.stdout == run("show", identity).stdout == run("show", identity[:8]).stdout
    run("search", "*", "--sort", "oldest", "--offset", "2")
    assert f"title: {POSTS[2].title}" in run("show", "3").stdout
    assert run("show", "1").returncode == 1


def test_show_prints_the_post_whole_with_its_evidence(directory: Path) -> None:
    run("search", "herring")
    text = run("show", "1").stdout
    head, _, body = text.partition("\n\n")
    assert body.strip() == POSTS[0].body
    assert "title: A lamp for the harbour" in head
    assert "authors: Ada Quist" in head
    assert "published: 2009-09-05T12:43:43-04:00" in head
    assert f"permalink: {POSTS[0].url}" in head
    assert "seen on: index.html (full)" in head
    assert "evidence: title from" in head
    record = json.loads(run("show", "1", "--json").stdout)
    assert record["body"] == POSTS[0].body


def test_where_no_hits_can_be_remembered_show_asks_for_an_id(directory: Path) -> None:
    assert "no hits are remembered" in run("show", "7").stderr
    (directory / "last-hits.json").mkdir()
    code, shown = on_a_terminal("search", "fog lamp ferry", "--no-pager")
    assert code == 0
    assert "'archivesearch show ID' shows one whole" in plain(shown)
    assert "no hits are remembered" in run("show", "1").stderr
    assert [path.name for path in directory.glob("last-hits*")] == ["last-hits.json"]


def test_show_says_why_it_shows_nothing(directory: Path) -> None:
    run("search", "fog")
    for which, told in (
        ("7", "no hit of the last search and no post's id"),
        ("", "more than one id begins so"),
    ):
        done = run("show", which)
        assert done.returncode == 1
        assert done.stdout == ""
        assert told in done.stderr


def test_the_last_hits_may_be_damaged_without_harm(directory: Path) -> None:
    for content in ("", "[]", "{}", '{"offset": "x", "ids": 3}', "\x00"):
        (directory / "last-hits.json").write_text(content)
        assert run("show", "1").returncode == 1
        assert run("search", "fog").returncode == 0


# ---------------------------------------------------------------- the rest


def test_stats_say_what_is_there_and_what_is_missing(directory: Path) -> None:
    text = run("stats").stdout
    assert re.search(r"^posts +3$", text, re.MULTILINE)
    assert "0 without a title, 0 without an author, 0 without a date" in text
    assert "2009-09-05T12:43:43-04:00 to 2010-02-14T18:30:00-05:00" in text
    record = json.loads(run("stats", "--json").stdout)
    assert record["posts"] == 3
    assert record["pages"] == 4


def test_rebuild_says_how_many_posts_it_put_in(directory: Path) -> None:
    done = run("rebuild")
    assert (done.returncode, done.stdout) == (0, "")
    assert "search index rebuilt with 3 posts" in done.stderr


def test_the_bare_command_helps_with_and_without_an_index(pages: Path) -> None:
    without = run()
    assert without.returncode == 0
    assert "There is no index in the folder index yet" in without.stdout
    assert "archivesearch index ~/saved-blog" in without.stdout
    run("index", pages)
    with_one = run()
    assert with_one.returncode == 0
    assert "index: 3 posts of 1 blog, 2009-09-05 to 2010-02-14." in with_one.stdout


def test_every_command_and_topic_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    overview = capsys.readouterr().out
    for name in COMMANDS:
        assert f"  {name} " in overview
        assert main([name, "--help"]) == 0
        assert "Exit code: " in capsys.readouterr().out or name == "help"
        assert main(["help", name]) == 0
        assert "Usage: archivesearch" in capsys.readouterr().out
    for topic, text in TOPICS.items():
        assert main(["help", topic]) == 0
        assert capsys.readouterr().out.strip() == text.strip()
    assert main(["help", "weather"]) == 2


def test_every_query_of_the_help_is_read_as_syntax(directory: Path) -> None:
    lines = re.findall(r"^  (\S.*?)(?:  +(.*))?$", TOPICS["query"], re.MULTILINE)
    inside = re.findall(r"\b((?:is|date|tag):(?:\([^)]*\)|[^\s,;]+))", TOPICS["query"])
    queries = [query for query, _ in lines] + inside
    assert len(queries) > 25
    with archivesearch.open(directory) as archive:
        for query in queries:
            notes = [note for note in archive.search(query).notes if not note.startswith("no post ")]
            assert notes == [], query


def test_the_help_on_queries_fits_on_one_screen() -> None:
    lines = TOPICS["query"].splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 115


def test_a_fault_of_ours_is_exit_code_2_not_that_of_no_hits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], directory: Path
) -> None:
    monkeypatch.setattr("archivesearch.archive.Archive.search", lambda *_, **__: 1 / 0)
    assert main(["search", "fog"]) == 2
    assert capsys.readouterr().err.endswith("fault in archivesearch; please report it with the lines above\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize(
    "words", ["search fog", "search fog --json", "export", "stats", "help query", "--help"]
)
def test_output_that_does_not_fit_on_the_disk_is_told_and_is_no_fault(directory: Path, words: str) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "archivesearch", *words.split()]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        "archivesearch: the output cannot be written (No space left on device); make room, or send it elsewhere\n"
    )


def test_what_is_indexed_can_be_searched_on_a_full_disk(directory: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "archivesearch", "search", "fog"],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert FOG in done.stdout


def test_a_search_of_an_index_without_posts_says_so(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert run("index", tmp_path / "none").returncode == 1
    done = run("search", "fog")
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no post in it yet" in done.stderr
    assert "The index in the folder index has no posts yet. Fill it" in run().stdout


def test_an_offset_behind_the_last_hit_is_told(directory: Path) -> None:
    done = run("search", "*", "--offset", 50)
    assert (done.returncode, done.stdout) == (0, "")
    assert "there are only 3 hits; none is left after 50" in done.stderr


def test_words_that_are_not_wanted_are_left_out_of_an_export_too(directory: Path) -> None:
    every, some = run("export", "the").stdout, run("export", "the", "-fog").stdout
    assert FOG in every
    assert 0 < len(some.splitlines()) < len(every.splitlines())
    assert FOG not in some
    assert "No such option" in run("export", "the", "--fog").stderr
    assert sorted(run("export").stdout) == sorted(run("export", "*").stdout) != []


def test_a_hit_fits_a_narrow_terminal_below_its_number_with_its_address_in_one_piece(directory: Path) -> None:
    code, shown = on_a_terminal("search", "lamp", "--limit", 1, "--no-pager", columns=24)
    lines = plain(shown).splitlines()
    hit = lines[: lines.index("")]
    assert code == 0
    assert hit[:2] == [" 1  A lamp for the", "    harbour"]
    assert hit[-1] == f"    {POSTS[0].url}"
    assert all(line.startswith("    ") and len(line) <= 24 for line in hit[1:-1])
    assert "\x1b[2m" not in shown.split("harbour", 1)[1].split("autumn", 1)[0].replace(
        "\x1b[2m    \x1b[0m", ""
    )


def test_a_mistyped_command_is_told_with_the_nearest_one() -> None:
    done = run("serach", "fog")
    assert done.returncode == 2
    assert "did you mean 'search'?" in done.stderr
    assert "archivesearch search serach" in done.stderr


def test_the_index_may_be_named_before_the_command_too(pages: Path, tmp_path: Path) -> None:
    place = tmp_path / "my index"
    assert f"archivesearch --index '{place}' index" in run("--index", place).stdout
    assert run("--index", place, "index", pages, "--quiet").returncode == 0
    assert (
        run("--index", place, "search", "fog").stdout == run("search", "fog", "--index", place).stdout != ""
    )
    assert "3 posts of 1 blog" in run("--index", place).stdout
    both = run("--index", tmp_path / "none", "search", "--index", place, "fog")
    assert both.returncode == 0
    without = run("--index", place, "scrape", pages)
    assert (without.returncode, without.stdout) == (2, "")
    assert "scrape uses no index; leave out --index" in without.stderr


def test_another_option_before_the_command_is_told_with_the_line_to_type() -> None:
    done = run("--json", "search", "fog lamp")
    assert done.returncode == 2
    assert "--json stands before the command" in done.stderr
    assert "archivesearch search --json 'fog lamp'" in done.stderr
    assert "No such option" in run("--jsno").stderr


def test_the_version_is_that_of_the_package() -> None:
    assert re.fullmatch(r"archivesearch \d+\.\d+.*\n", run("--version").stdout)
