"""What Medium, Substack and Tumblr give a person who asks for the account's data: posts, and what is none counted."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import archivesearch
from archivesearch.model import Post

MEDIUM = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title}</title>
<style>* {{ font-family: Georgia, serif; }}</style></head><body><article class="h-entry">
<header>
<h1 class="p-name">{title}</h1>
</header>
<section data-field="subtitle" class="p-summary">
What turns at night
</section>
<section data-field="body" class="e-content">
<section name="e351" class="section section--body section--first section--last"><div class="section-divider">
<hr class="section-divider"></div><div class="section-content"><div class="section-inner sectionLayout--insetColumn">
<h3 name="a1" id="a1" class="graf graf--h3 graf--leading graf--title">{title}</h3>
<p name="a2" id="a2" class="graf graf--p graf-after--h3">The harbour has a new lamp.</p>
<p name="a3" id="a3" class="graf graf--p graf-after--p graf--trailing">It turns once in <em>eight</em> seconds.</p>
</div></div></section>
</section>
<footer>{footer}<p>Exported from <a href="https://medium.com">Medium</a> on November 1, 2018.</p></footer></article></body></html>"""
PUBLISHED = (
    '<p>By <a href="https://medium.com/@ada" class="p-author h-card">Ada Quist</a> on <a href="https://medium.com/p/abc123">'
    '<time class="dt-published" datetime="2015-09-05T12:43:43.123Z">September 5, 2015</time></a>.</p>'
    '<p><a href="https://medium.com/@ada/a-lamp-abc123" class="p-canonical">Canonical link</a></p>'
)
UNPUBLISHED = '<p><a href="https://medium.com/p/def456">View original.</a></p>'
CLAPS = (
    '<!DOCTYPE html><html><head><title>Claps</title></head><body><section class="h-feed"><h1 class="p-name">Claps</h1>'
    '<ul><li class="h-cite">+3 <a class="h-cite u-like-of" href="https://medium.com/p/1">Why we walk</a>'
    '<time class="dt-published">2018-01-01 09:15 am</time></li></ul></section></body></html>'
)
POSTS_CSV = """post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url
101.a-lamp,2020-09-05T12:43:43.000Z,true,,,newsletter,everyone,"A lamp, at last",It turns,
102.fog,,false,,,newsletter,everyone,Fog,,
103.about,2020-09-01T00:00:00.000Z,true,,,page,everyone,About,,
"""
SUBSTACK_TEXT = (
    "<p>The harbour has a new lamp.</p><div><hr></div><p>It turns once in <em>eight</em> seconds.</p>"
)
TUMBLR = """<!DOCTYPE HTML>
<html>
    <head>
        <meta charset="utf-8">
        <link rel="stylesheet" type="text/css" href="../style.css"/>
    </head>
    <body>
        <h1>A lamp</h1>
        <p>The harbour has a new lamp.</p><p>It turns once in <em>eight</em> seconds.</p>
        <div id="footer">
            <span id="timestamp"> September 5th, 2009 12:43pm </span>
            <span class="tag">lamp</span>
            <span class="tag">sea &amp; sky</span>
        </div>
    </body>
</html>
"""
TEXT = "The harbour has a new lamp.\n\nIt turns once in eight seconds."

EXPORTS: dict[str, dict[str, str]] = {
    "medium": {
        "README.html": "<html><body><h1>Your archive</h1><p>Made on November 1, 2018, with all your stories.</p>",
        "posts/2015-09-05_A-lamp-abc123.html": MEDIUM.format(title="A lamp", footer=PUBLISHED),
        "posts/draft_Fog-def456.html": MEDIUM.format(title="Fog", footer=UNPUBLISHED),
        "claps/claps-0001.html": CLAPS,
        "profile/profile.html": CLAPS,
    },
    "substack": {
        "posts/101.a-lamp.html": SUBSTACK_TEXT,
        "posts/101.a-lamp.opens.csv": "post_id,email\n101,a@tide.example\n",
        "posts/102.fog.html": SUBSTACK_TEXT,
        "posts/103.about.html": SUBSTACK_TEXT,
        "posts.csv": POSTS_CSV,
    },
    "tumblr": {"posts/html/123456789.html": TUMBLR, "posts/style.css": "body {}"},
}
FORMS = ("folder", "zip", "zip in a zip", "below a folder")


def written(place: Path, files: dict[str, str], form: str) -> Path:
    if "zip" in form:
        content = zipped({name: text.encode() for name, text in files.items()})
        path = place / "export.zip"
        path.write_bytes(zipped({"posts.zip": content}) if form == "zip in a zip" else content)
        return path
    folder = place / "all" / "mine" if form == "below a folder" else place / "all"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place / "all"


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("form", FORMS)
def test_a_medium_export_gives_its_stories_and_counts_drafts_and_lists(tmp_path: Path, form: str) -> None:
    posts = archivesearch.scrape(written(tmp_path, EXPORTS["medium"], form), jobs=1)
    (post,) = posts
    assert (post.title, post.authors, post.body) == ("A lamp", ("Ada Quist",), TEXT)
    assert (post.permalink, str(post.published)) == (
        "https://medium.com/@ada/a-lamp-abc123",
        "2015-09-05T12:43:43+00:00",
    )
    assert posts.report.other_files == {"draft": 1, "list of an export": 2, "site file": 1}


@pytest.mark.parametrize("form", FORMS)
def test_a_substack_export_has_titles_and_days_from_its_table(tmp_path: Path, form: str) -> None:
    source = written(tmp_path, EXPORTS["substack"], form)
    posts = archivesearch.scrape(source, base_url="https://tide.example/", jobs=1)
    (post,) = posts
    assert (post.title, post.platform, post.body) == ("A lamp, at last", "Substack", TEXT)
    assert (post.permalink, str(post.published)) == (
        "https://tide.example/p/a-lamp",
        "2020-09-05T12:43:43+00:00",
    )
    assert posts.report.other_files == {"data file": 2, "draft": 1, "page": 1}


def test_a_changed_table_of_substack_changes_the_post(tmp_path: Path) -> None:
    source = written(tmp_path, EXPORTS["substack"], "folder")
    with archivesearch.open(tmp_path / "index", create=True) as archive:
        archive.index(source)
        (source / "posts.csv").write_text(POSTS_CSV.replace("at last", "at long last"))
        report = archive.index(source)
        assert [post.title for post in archive.posts()] == ["A lamp, at long last"]
    assert (report.pages_read, report.posts_new + report.posts_changed) == (1, 1)


@pytest.mark.parametrize("form", FORMS)
def test_a_tumblr_export_has_stamps_and_tags_from_its_footers(tmp_path: Path, form: str) -> None:
    source = written(tmp_path, EXPORTS["tumblr"], form)
    (post,) = archivesearch.scrape(source, base_url="https://tide.tumblr.example/", jobs=1)
    assert (post.title, post.platform, post.body) == ("A lamp", "Tumblr", TEXT)
    assert (post.permalink, str(post.published)) == (
        "https://tide.tumblr.example/post/123456789",
        "2009-09-05T12:43",
    )
    assert post.tags == ("lamp", "sea & sky")


@pytest.mark.parametrize(
    "table", ["", "\0", "post_id,post_date,is_published,title", POSTS_CSV.replace("post_id", "x"), '"' * 99]
)
def test_without_a_sound_table_the_texts_are_pages_like_any_other(tmp_path: Path, table: str) -> None:
    source = written(tmp_path, EXPORTS["substack"] | {"posts.csv": table}, "zip")
    posts = archivesearch.scrape(source, jobs=1)
    assert {type(post) for post in posts} <= {Post}
    assert posts.report.pages_read == 3
    assert posts.report.problems == ()
