"""The whole way: saved pages in, ranked snippets out, on our samples and on what lies beside the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from a_blog import BASE_URL, POSTS, many_posts, write_blog

import archivesearch
from archivesearch.model import Post

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
EVALUATION = ROOT.parent / "shared" / "eval"

# A post as people keep them in plain text: a day heading, no title, a signature, a stamp with its zone.
PLAIN_POST = """\
# Saturday, September 05, 2009
The harbour master asked who had lit the old lamp. Nobody had. It lights itself when the glass falls, he said, and
went back to his herring.

Those who keep a lamp know that a resume of thirty winters is worth more than a certificate.

Maren

Saturday, September 05, 2009 12:43:43 PM (Eastern Daylight Time, UTC-04:00)  #"""


def run(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    environment.pop("ARCHIVESEARCH_INDEX", None)
    command = [sys.executable, "-m", "archivesearch", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_post_in_plain_text_is_read_signed_dated_and_found(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "000.txt").write_text(PLAIN_POST, encoding="utf-8")
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        archive.index(tmp_path / "pages")
        [hit] = archive.search("harbour lamp resume")
    assert hit.post.title is None
    assert hit.post.authors == ("Maren",)
    assert str(hit.post.published) == "2009-09-05T12:43:43-04:00"
    assert "Saturday" not in hit.post.body
    assert "<mark>" in hit.snippet.html()


def test_the_first_input_is_found_signed_and_dated(example: Path, tmp_path: Path) -> None:
    done = run("index", example, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    done = run("search", "microsoft mvp resume", "--jsonl", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    [hit] = [json.loads(line) for line in done.stdout.splitlines()]
    assert hit["title"] is None
    assert hit["authors"] == ["Kate"]
    assert hit["published"] == "2009-09-05T12:43:43-04:00"
    assert "2009" not in hit["body"]
    for word in ("Microsoft", "MVP", "resume"):
        assert word in hit["snippet"]
    assert "<mark>" in hit["snippet_html"]


def test_every_sample_goes_in_and_can_be_found_by_its_title(tmp_path: Path) -> None:
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        report = archive.index(SAMPLES)
        assert report.problems == ()
        assert report.posts == archive.search("*").total == archive.stats().posts > 50
        posts = [hit.post for hit in archive.search("*", limit=report.posts)]
        titled = [post for post in posts if post.title]
        missed = [
            post.title
            for post in titled
            if post.id not in {hit.post.id for hit in archive.search(f'title:"{post.title}"', limit=20)}
        ]
    assert not missed


def test_scrape_index_and_add_posts_agree_on_every_post(tmp_path: Path) -> None:
    scraped = {post.id: post for post in archivesearch.scrape(SAMPLES)}
    with archivesearch.open(tmp_path / "a", create=True) as indexed:
        indexed.index(SAMPLES, jobs=1)
        assert {identity: indexed.get(identity) for identity in scraped} == scraped
        assert indexed.stats().posts == len(scraped)
    with archivesearch.open(tmp_path / "b", create=True) as added:
        added.add_posts(scraped.values())
        added.commit()
        assert {identity: added.get(identity) for identity in scraped} == scraped
        assert added.search("*").total == len(scraped)


def test_the_ids_of_posts_do_not_depend_on_the_place_of_their_pages(tmp_path: Path) -> None:
    def ids(folder: str) -> set[str]:
        return {post.id for post in archivesearch.scrape(write_blog(tmp_path / folder), base_url=BASE_URL)}

    assert ids("here") == ids("some/where/else")
    assert len(ids("here")) == len(POSTS)


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is asked of the system in the Unix way")
def test_memory_stays_flat_while_pages_go_by(tmp_path: Path) -> None:
    """Peak memory of a run over many pages is near that of a run over few."""

    def peak_kib(count: int) -> int:
        pages = write_blog(tmp_path / str(count), many_posts(count))
        (pages / "index.html").unlink()
        for page in pages.glob("*/*.html"):
            with page.open("a", encoding="utf-8") as file:
                file.write(f"<!-- {'x' * 60_000} -->")
        code = (
            "import resource, sys, archivesearch;"
            "n = sum(1 for _ in archivesearch.scrape(sys.argv[1], jobs=1));"
            "print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, pages], cwd=ROOT, capture_output=True, text=True, check=True
        )
        posts, peak = map(int, done.stdout.split())
        assert posts == count
        return peak

    few, many = peak_kib(50), peak_kib(500)
    assert many - few < 15_000  # the 450 further pages are 27,000 KiB of text


@pytest.mark.skipif(not EVALUATION.is_dir(), reason="the evaluation data is not beside this checkout")
def test_an_evaluation_blog_goes_the_whole_way(tmp_path: Path) -> None:
    blog = EVALUATION / "blogs" / "dasblog-voidclass2"
    base_url = json.loads((blog / "blog.json").read_text("utf-8"))["base_url"]
    done = run("scrape", blog / "pages", "--base-url", base_url, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    scraped = [json.loads(line) for line in done.stdout.splitlines()]
    assert len({record["id"] for record in scraped}) == len(scraped) > 10
    done = run("index", blog / "pages", "--base-url", base_url, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    with archivesearch.open(tmp_path / "index") as archive:
        assert archive.search("*").total == len(scraped)
        first: Post | None = archive.get(scraped[0]["id"])
    assert first is not None
    assert first.body == scraped[0]["body"]


def test_the_order_of_day_and_month_is_learned_from_the_blogs_other_dates(tmp_path: Path) -> None:
    for slug, date in (("alder", "5/9/2009"), ("birch", "25/9/2009"), ("cedar", "31/10/2009")):
        page = (
            f'<html lang="en"><head><title>On {slug} wood</title></head><body><h1>On {slug} wood</h1>'
            f"<p>Posted on {date} by Ada Quist</p><p>The {slug} splits cleanly when it has lain a winter under"
            " the roof, and burns for an hour without a spark.</p></body></html>"
        )
        (tmp_path / f"{slug}.html").write_text(page, encoding="utf-8")
    posts = {post.title: str(post.published) for post in archivesearch.scrape([tmp_path])}
    assert posts == {
        "On alder wood": "2009-09-05",
        "On birch wood": "2009-09-25",
        "On cedar wood": "2009-10-31",
    }
