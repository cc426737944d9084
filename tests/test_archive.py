"""The library: scrape and extract, and an archive that reads nothing twice and forgets nothing."""

from __future__ import annotations

import contextlib
import importlib
import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from a_blog import BASE_URL, POSTS, html, many_posts, write_blog

import archivesearch
from archivesearch import gather, merging
from archivesearch.addresses import permalink_key, post_id
from archivesearch.archive import Archive
from archivesearch.errors import (
    ArchiveSearchError,
    ExtractError,
    IndexFormatError,
    LockedError,
    QueryError,
    RecordError,
    SourceError,
)
from archivesearch.model import Post
from archivesearch.records import post_to_line, post_to_record
from archivesearch.report import Report, Step, Tally
from archivesearch.store.posts import RECORDS
from archivesearch.store.store import Store


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    return write_blog(tmp_path / "pages")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "index"


def titles(archive: Archive, query: str) -> list[str | None]:
    return [hit.post.title for hit in archive.search(query)]


def counts(report: Report) -> dict[str, int]:
    names = (
        "pages_read",
        "pages_unchanged",
        "posts_new",
        "posts_changed",
        "posts_unchanged",
        "posts_removed",
    )
    return {name: number for name in names if (number := getattr(report, name))}


# ---------------------------------------------------------------- scrape and extract


def test_scrape_gives_one_post_for_each_post_however_often_it_was_seen(pages: Path) -> None:
    posts = {post.title: post for post in archivesearch.scrape(pages, base_url=BASE_URL)}
    assert set(posts) == {written.title for written in POSTS}
    for written in POSTS:
        post = posts[written.title]
        assert post.permalink == written.url
        assert str(post.published) == written.published
        assert post.authors == (written.author,)
        assert post.body == written.body
        assert {capture.page for capture in post.captures} == {written.path, "index.html"}


def test_scrape_reports_what_it_saw(pages: Path) -> None:
    (pages / "style.css").write_text("p { color: grey }")
    (pages / "feed.xml").write_text("<rss/>")
    (pages / "empty.html").write_text("")
    posts = archivesearch.scrape([pages])
    list(posts)
    assert posts.report.pages_read == 4
    assert posts.report.posts == 3
    assert posts.report.other_files == {"feed": 1, "stylesheet": 1}
    [problem] = posts.report.problems
    assert (problem.where, problem.stage) == ("empty.html", "extract")


def test_scrape_gives_the_same_posts_in_the_same_order_with_any_number_of_processes(tmp_path: Path) -> None:
    write_blog(tmp_path, many_posts(60))
    lines = [[post_to_line(post) for post in archivesearch.scrape(tmp_path, jobs=jobs)] for jobs in (1, 2, 3)]
    assert len(lines[0]) == 60
    assert lines[0] == lines[1] == lines[2]


def test_scrape_cleans_up_after_itself_even_when_it_is_left_early(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    posts = archivesearch.scrape(pages)
    next(posts)
    assert list(scratch.iterdir())
    posts.close()
    assert not list(scratch.iterdir())


def test_scrape_says_at_once_that_a_source_is_missing(pages: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere: there is no such folder or file; check the path"):
        archivesearch.scrape([pages, tmp_path / "nowhere"])


def test_a_page_that_does_not_tell_its_blog_belongs_to_the_only_blog_of_its_source(pages: Path) -> None:
    (pages / "404.html").write_text(html("Not found", "<p>Whatever stood here has gone out.</p>"), "utf-8")
    assert len(list(archivesearch.scrape(pages))) == 3


def test_two_blogs_in_one_folder_are_kept_apart(tmp_path: Path) -> None:
    write_blog(tmp_path / "one")
    other = tmp_path / "two" / "lamp.html"
    other.parent.mkdir()
    other.write_text(POSTS[0].page.replace("tide.example", "ebb.example").replace("herring", "cod"), "utf-8")
    posts = list(archivesearch.scrape(tmp_path))
    lamps = {post.blog: post.body for post in posts if post.title == POSTS[0].title}
    assert len(posts) == 4
    assert len(lamps) == 2
    assert sum("cod boats" in body for body in lamps.values()) == 1


def test_posts_that_only_their_text_tells_apart_are_both_kept(tmp_path: Path) -> None:
    for name, body in (("a", "The first text of that day, of some length."), ("b", "Quite another text.")):
        entry = f"<h2>Log</h2><p>Saturday, September 05, 2009 12:43 PM</p><p>{body * 5}</p>"
        (tmp_path / f"{name}.html").write_text(html("Log", entry), encoding="utf-8")
    posts = list(archivesearch.scrape(tmp_path))
    assert len({post.id for post in posts}) == len(posts)


def test_extract_reads_one_page_from_text_or_bytes() -> None:
    importlib.import_module("archivesearch.extract.extractor")  # the room of the same name changes nothing
    for page in (POSTS[0].page, POSTS[0].page.encode()):
        [entry] = archivesearch.extract(page, url=POSTS[0].url)
        assert entry.title
        assert entry.title.value == POSTS[0].title
    with pytest.raises(ExtractError):
        archivesearch.extract(b"")


# ---------------------------------------------------------------- opening


def test_an_archive_is_made_only_when_asked_for(directory: Path) -> None:
    with pytest.raises(IndexFormatError, match="no archive there; make one with: archivesearch index"):
        archivesearch.open(directory)
    assert not directory.exists()
    with archivesearch.open(directory, create=True) as archive:
        assert archive.stats().posts == 0
        assert titles(archive, "lamp") == []
    archivesearch.open(directory).close()


# ---------------------------------------------------------------- index


def test_what_is_indexed_can_be_found(pages: Path, directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        report = archive.index(pages, base_url=BASE_URL)
        assert counts(report) == {"pages_read": 4, "posts_new": 3}
        [hit] = archive.search('"herring boats" author:ada date:2009-09')
        assert hit.post.title == "A lamp for the harbour"
        assert "<mark>herring boats</mark>" in hit.snippet.html()
        assert archive.get(hit.post.id) == hit.post
        assert archive.ids_starting_with(hit.post.id[:6]) == [hit.post.id]
        assert archive.search("*").facets("year") == {"2009": 2, "2010": 1}
    with archivesearch.open(directory) as archive:
        assert titles(archive, "kettle OR ferry") == ["The ferry will not run"]


def test_a_second_run_over_an_unchanged_folder_reads_nothing_and_says_so(
    pages: Path, directory: Path
) -> None:
    (pages / "empty.html").touch()
    with archivesearch.open(directory, create=True) as archive:
        first = archive.index(pages)
        index_before = sorted((path.name, path.stat().st_mtime_ns) for path in directory.glob("whoosh*/*"))
        second = archive.index(pages)
    assert counts(second) == {"pages_unchanged": 4, "posts_unchanged": 3}
    assert second.problems == first.problems != ()
    assert index_before == sorted(
        (path.name, path.stat().st_mtime_ns) for path in directory.glob("whoosh*/*")
    )


def test_of_a_changed_folder_only_the_changed_page_is_read(pages: Path, directory: Path) -> None:
    page = pages / POSTS[1].path
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
        front = pages / "index.html"
        for path in (page, front):
            path.write_text(path.read_text("utf-8").replace("bell", "gong"), encoding="utf-8")
        assert counts(archive.index(pages)) == {
            "pages_read": 2,
            "pages_unchanged": 2,
            "posts_changed": 1,
            "posts_unchanged": 2,
        }
        assert titles(archive, "gong") == ["Nine days of fog"]
        assert titles(archive, "bell") == []


def test_a_new_base_url_has_the_pages_read_again(pages: Path, directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
        assert archive.index(pages, base_url=BASE_URL).pages_read == 4
        assert archive.index(pages, base_url=BASE_URL).pages_read == 0


def test_a_new_version_of_the_reading_code_has_the_pages_read_again(
    pages: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
        monkeypatch.setattr(gather, "package_fingerprint", lambda name: f"next {name}")
        assert counts(archive.index(pages)) == {"pages_read": 4, "posts_unchanged": 3}


def test_a_new_version_of_the_merging_code_merges_again_without_reading(
    pages: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged: list[str] = []
    merge = merging.merged_posts

    def spied(store: Store, blog: str, tally: Tally) -> Iterator[Post]:
        merged.append(blog)
        return merge(store, blog, tally)

    monkeypatch.setattr(merging, "merged_posts", spied)
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
        archive.index(pages)
        assert len(merged) == 1
        monkeypatch.setattr(merging, "package_fingerprint", lambda name: f"next {name}")
        assert counts(archive.index(pages)) == {"pages_unchanged": 4, "posts_unchanged": 3}
        assert len(merged) == 2


def test_the_posts_of_a_page_that_is_gone_are_kept(pages: Path, directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
        shutil.rmtree(pages / "2010")
        archive.index(pages)
        assert titles(archive, "ferry") == ["The ferry will not run"]


def test_a_page_that_is_no_post_any_more_takes_its_post_out_of_the_index(
    pages: Path, directory: Path
) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
        assert titles(archive, "bell") == ["Nine days of fog"]
        (pages / POSTS[1].path).write_text(html("gone", "<p>404 Not Found</p>"), encoding="utf-8")
        (pages / "index.html").write_text(html("Tide Log", POSTS[0].entry + POSTS[2].entry), encoding="utf-8")
        assert archive.index(pages).posts_removed == 1
        assert titles(archive, "bell") == []
        assert archive.stats().posts == 2


def test_an_archive_that_grew_step_by_step_holds_what_one_made_at_once_holds(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    stray = (
        "<h2>Odd page</h2><p>Saturday, September 05, 2009 12:43 PM</p><p>Found below the pier, unsigned.</p>"
    )
    steps = {
        "a/lamp.html": POSTS[0].page,
        "stray.html": html("Odd page", stray),
        "b/fog.html": POSTS[1].page.replace("tide.example", "ebb.example"),
        "a/ferry.html": POSTS[2].page,
        "index.html": html("Tide Log", POSTS[0].entry + POSTS[2].entry),
    }
    with archivesearch.open(tmp_path / "grown", create=True) as grown:
        for name, text in steps.items():
            (pages / name).parent.mkdir(parents=True, exist_ok=True)
            (pages / name).write_text(text, encoding="utf-8")
            grown.index(pages)
        with archivesearch.open(tmp_path / "new", create=True) as new:
            new.index(pages)
            ids = [{hit.post.id for hit in archive.search("*", limit=50)} for archive in (grown, new)]
            posts = [
                {identity: archive.get(identity) for identity in sorted(ids[1])} for archive in (grown, new)
            ]
    assert len(ids[1]) >= 3
    assert ids[0] == ids[1]
    assert posts[0] == posts[1]


def test_several_sources_go_in_at_once_and_none_when_one_is_missing(pages: Path, directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        with pytest.raises(SourceError):
            archive.index([pages / "2009", pages / "2011"])
        assert archive.stats().posts == 0
        assert archive.index([pages / "2009", pages / "2010", pages / "index.html"]).posts == 3


def test_a_file_of_records_is_a_source_and_its_bad_lines_are_problems(pages: Path, directory: Path) -> None:
    path = pages.parent / "posts.jsonl"
    lines = [post_to_line(post) for post in archivesearch.scrape(pages)]
    path.write_text("\n".join([lines[0], "{", *lines[1:], '{"title": "no id"}']) + "\n", encoding="utf-8")
    with archivesearch.open(directory, create=True) as archive:
        report = archive.index(path)
        assert report.posts_new == 3
        assert [str(problem).partition(" (")[0] for problem in report.problems] == [
            "posts.jsonl, line 2: record: not JSON",
            "posts.jsonl, line 5: record: the post has neither a permalink nor an id; give one of them",
        ]
        assert titles(archive, "herring") == ["A lamp for the harbour"]
        assert counts(archive.index(path)) == {"posts_unchanged": 3}


def test_progress_is_told_page_by_page_and_post_by_post(pages: Path, directory: Path) -> None:
    steps: list[Step] = []
    (pages / "empty.html").touch()
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages, progress=steps.append)
    assert [step.done for step in steps if step.stage == "pages" and not step.problem] == [1, 2, 3, 4]
    assert [step.done for step in steps if step.stage == "posts"] == [1, 2, 3]
    assert [step.done for step in steps if step.stage == "index"] == [1, 2, 3]
    assert [step.problem.where for step in steps if step.problem] == ["empty.html"]


# ---------------------------------------------------------------- add_posts and commit


def test_a_post_needs_a_permalink_and_nothing_else(directory: Path) -> None:
    url = "https://tide.example/lamp"
    with archivesearch.open(directory, create=True) as archive:
        assert archive.add_posts([{"permalink": url}]) == 1
        archive.commit()
        assert archive.get(post_id(permalink_key(url))) == Post(id=post_id(permalink_key(url)), permalink=url)
        assert archive.search("*").total == 1


def test_posts_records_and_files_of_records_can_be_added(directory: Path, tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text(json.dumps({"id": "c", "body": "kelp"}) + "\n", encoding="utf-8")
    with archivesearch.open(directory, create=True) as archive:
        archive.add_posts([Post(id="a", body="kelp"), post_to_record(Post(id="b", body="kelp"))])
        archive.add_posts(path)
        archive.commit()
        assert {hit.post.id for hit in archive.search("kelp")} == {"a", "b", "c"}
        assert archive.add_posts([Post(id="a", body="wrack"), Post(id="b", body="kelp")]) == 1
        archive.commit()
        assert {hit.post.id for hit in archive.search("kelp")} == {"b", "c"}
        assert [hit.post.id for hit in archive.search("wrack")] == ["a"]


def test_nothing_is_added_before_commit_or_the_clean_end_of_a_with_block(directory: Path) -> None:
    archive = archivesearch.open(directory, create=True)
    archive.add_posts([Post(id="a")])
    archive.close()
    with contextlib.suppress(ZeroDivisionError), archivesearch.open(directory) as archive:
        archive.add_posts([Post(id="b")])
        raise ZeroDivisionError
    with archivesearch.open(directory) as archive:
        archive.add_posts([Post(id="c", title="Kelp")])
    with archivesearch.open(directory) as archive:
        assert archive.stats().posts == 1
        assert titles(archive, "kelp") == ["Kelp"]


def test_a_bad_record_adds_none_of_its_fellows_but_keeps_what_was_added_before(directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.add_posts([Post(id="before")])
        with pytest.raises(RecordError, match=r"record 2: 'title' must be text or null"):
            archive.add_posts([{"id": "a"}, {"id": "b", "title": 1}])
        archive.commit()
        assert archive.get("before")
        assert archive.get("a") is None


def test_a_missing_file_of_records_is_told(directory: Path, tmp_path: Path) -> None:
    with (
        archivesearch.open(directory, create=True) as archive,
        pytest.raises(RecordError, match=r"none.jsonl: cannot be read"),
    ):
        archive.add_posts(tmp_path / "none.jsonl")


def test_added_posts_live_beside_the_posts_of_pages(pages: Path, directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
        archive.add_posts([Post(id="mine", title="Herring pie")])
        archive.commit()
        archive.index(pages)
        assert set(titles(archive, "herring")) == {"Herring pie", "A lamp for the harbour"}


# ---------------------------------------------------------------- the index is derived


def test_a_lost_index_is_told_by_search_and_made_again_by_the_next_run(pages: Path, directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
    (directory / "index.json").unlink()
    with archivesearch.open(directory) as archive:
        with pytest.raises(IndexFormatError, match="archivesearch rebuild"):
            archive.search("fog")
        assert counts(archive.index(pages)) == {"pages_unchanged": 4, "posts_unchanged": 3}
        assert titles(archive, "fog") == ["Nine days of fog"]


def test_rebuild_makes_the_index_from_the_store_alone(pages: Path, directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
        shutil.rmtree(pages)
        for path in directory.glob("whoosh*"):
            shutil.rmtree(path)
        assert archive.rebuild() == 3
        assert titles(archive, "fog") == ["Nine days of fog"]


def test_posts_that_a_crash_kept_from_the_index_are_told_and_put_in_by_the_next_run(
    pages: Path, directory: Path
) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
    store = Store.open_to_write(directory / "posts.db")  # as if the process had ended after this commit
    store.begin()
    store.posts.put(Post(id="late", title="Late kelp"), RECORDS, store.posts.next_turn())
    store.commit()
    store.close()
    with archivesearch.open(directory) as archive:
        ranking = archive.search("kelp")
        assert ranking.total == 0
        assert any("changed posts that are not in the search index yet: 1," in note for note in ranking.notes)
        archive.index(pages)
        ranking = archive.search("kelp")
        assert ranking.total == 1
        assert ranking.notes == ()


def test_posts_like_one_post_are_found(directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        bodies = {
            "a": "kelp wrack and dulse",
            "b": "dulse and wrack on toast",
            "c": "a letter from the office",
        }
        archive.add_posts(Post(id=name, body=body) for name, body in bodies.items())
        archive.commit()
        assert [hit.post.id for hit in archive.similar("a")] == ["b"]
        with pytest.raises(QueryError, match="nobody: no post with this id"):
            archive.similar("nobody")


def test_posts_that_were_found_can_be_read_when_the_archive_is_closed(pages: Path, directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
        ranking = archive.search("boiler")
    shutil.rmtree(directory)
    assert [hit.post.title for hit in ranking] == ["The ferry will not run"]
    assert "Its [boiler] went" in ranking.hits[0].snippet.text("[", "]")


def test_posts_are_as_they_were_found_when_the_archive_changes_them_afterwards(directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.add_posts([Post("a", "https://example.org/a", title="Dulse"), Post("b", title="Wrack")])
        archive.commit()
        dulse, wrack = archive.search("dulse"), archive.search("wrack")
        archive.add_posts([Post("a", "https://example.org/b", title="Dulse and kelp")])
        archive.commit()
        assert [(hit.post.permalink, hit.post.title) for hit in dulse] == [("https://example.org/a", "Dulse")]
        assert [(hit.post.permalink, hit.post.title) for hit in wrack] == [(None, "Wrack")]
        (kelp,) = archive.search("kelp")
        assert (kelp.post.permalink, kelp.post.title) == ("https://example.org/b", "Dulse and kelp")


def test_a_post_that_another_process_removed_after_it_was_found_says_so(pages: Path, directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
    with archivesearch.open(directory) as reader:
        found = [hit.post for hit in reader.search("ferry boiler")]
        for page in pages.rglob("*.html"):
            page.write_text(page.read_text().replace(POSTS[2].entry, ""))
        with archivesearch.open(directory) as writer:
            assert writer.index(pages).posts_removed == 1
        assert found[0].permalink == POSTS[2].url
        with pytest.raises(ArchiveSearchError, match="removed after it was found; search again"):
            _ = found[0].title
        # The reader goes on with the index it has opened, and leaves out what is gone.
        assert [hit.post.title for hit in reader.search("ferry boiler")] == []
        assert [hit.post.title for hit in reader.search("lamp")] == [POSTS[0].title]


# ---------------------------------------------------------------- several at once


def test_a_second_writer_waits_and_then_is_told_to_try_later(pages: Path, directory: Path) -> None:
    first = archivesearch.open(directory, create=True)
    first.add_posts([Post(id="a")])
    second = archivesearch.open(directory, wait_seconds=0.2)
    with pytest.raises(LockedError, match="try again later"):
        second.index(pages)
    first.commit()
    assert second.index(pages).posts == 3
    assert second.stats().posts == 4
    first.close()
    second.close()


def test_readers_search_while_a_writer_writes(pages: Path, directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
    with archivesearch.open(directory) as writer, archivesearch.open(directory) as reader:
        writer.add_posts([Post(id="a", title="More fog")])
        assert titles(reader, "fog") == ["Nine days of fog"]
        writer.commit()
        assert titles(reader, "fog") == ["Nine days of fog"]  # the commit it was opened on
    with archivesearch.open(directory) as reader:
        assert len(titles(reader, "fog")) == 2


def test_an_archive_can_be_searched_from_several_threads(pages: Path, directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.index(pages)
        found: list[int] = []
        threads = [
            threading.Thread(target=lambda: found.append(archive.search("fog").total)) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [1, 1, 1, 1]


def test_indexing_works_in_a_process_with_threads(tmp_path: Path, directory: Path) -> None:
    write_blog(tmp_path / "pages", many_posts(20))
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with archivesearch.open(directory, create=True) as archive:
            assert archive.index(tmp_path / "pages", jobs=2).posts == 20
    finally:
        done.set()
        thread.join()


def test_loading_a_page_of_hits_is_quick(directory: Path) -> None:
    with archivesearch.open(directory, create=True) as archive:
        archive.add_posts(Post(id=str(number), body="kelp " * 200) for number in range(500))
        archive.commit()
        archive.get("1")
        begin = time.process_time()
        for number in range(0, 500, 5):
            archive.get(str(number))
        assert (
            time.process_time() - begin < 0.1 * 2
        )  # 1 ms a post would be far too slow; it takes about 0.05 ms


def test_the_package_offers_what_the_documents_name() -> None:
    for name in ("open", "scrape", "extract", "Archive"):
        assert callable(getattr(archivesearch, name))
    assert "archivesearch.extract" in sys.modules
