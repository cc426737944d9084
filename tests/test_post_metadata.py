"""How templates print the metadata of a post without naming it: icons, badges, words between a stamp and its links."""

from __future__ import annotations

import pytest

from archivesearch import extract
from archivesearch.model import Entry

LINE = "The lamp stood on the hill and nobody asked the keeper why it was green this winter. "
STAMP = '<time datetime="2019-03-04T00:00:00+00:00">04 Mar 2019</time>'


def own_page(metadata: str, after: str = "") -> Entry:
    """The entry of a post's own page, where the metadata stands between title and text, in the same element."""
    page = (
        '<html lang="en"><head><title>A lamp | The Hill</title>'
        '<link rel="canonical" href="http://hill.example/2019/03/04/a-lamp/"></head><body>'
        f'<header><a href="/">The Hill</a></header><div class="row"><h1>A lamp</h1>{metadata}'
        f"<p>{LINE * 6}</p><h2>Later</h2><p>{LINE * 6}</p>{after}</div></body></html>"
    )
    (entry,) = extract(page.encode())
    return entry


def value(found: object) -> object:
    return getattr(found, "value", None)


@pytest.mark.parametrize(
    ("metadata", "tags", "categories"),
    [
        (f'<p>{STAMP} <i class="fas fa-folder"></i> Hills <i class="fas fa-tags"></i> fog, oil</p>', ("fog", "oil"), ("Hills",)),
        (f'<p>{STAMP}</p><ul><li><i class="icon-tags"></i></li><li><a href="/tags.html#fog-ref">fog <span>4</span></a></li></ul>', ("fog",), None),
        (f'<p>{STAMP} <span class="icon-price-tag"> fog</span> <span class="icon-price-tag"> oil</span></p>', ("fog", "oil"), None),
        (f'<p>{STAMP} &middot; <a href="/categories.html#hills">hills</a> &middot; <a href="/tags/#fog">fog</a></p>', ("fog",), ("hills",)),
        (f"<p>{STAMP}</p><span>Categories: <span>Hills</span> <span>Fog</span></span>", None, ("Hills", "Fog")),
        (f'<p>{STAMP}</p><small>tags: <em>fog</em> - <em>oil</em></small>', ("fog", "oil"), None),
        (f'<p>{STAMP}</p><span class="badge">fog</span> <span class="badge">oil</span>', ("fog", "oil"), None),
        (f'<div>{STAMP} <span class="post-categories"> &bull; Hills &bull; Fog and rain</span></div>', None, ("Hills", "Fog and rain")),
        (f'<p>{STAMP} in <a href="/hills/">Hills</a>, <a href="/fog/">Fog</a></p>', None, ("Hills", "Fog")),
        ('<p>Posted on March 4, 2019 in <a href="/hills">Hills</a></p>', None, ("Hills",)),
        (f'<p>{STAMP}</p><p class="tags"><a href="/blog/2019">2019</a> <a href="/blog/tag/fog">fog</a></p>', ("fog",), None),
    ],
)  # fmt: skip
def test_tags_and_categories_are_found_where_nothing_but_their_place_says_so(
    metadata: str, tags: tuple[str, ...] | None, categories: tuple[str, ...] | None
) -> None:
    entry = own_page(metadata)
    assert (value(entry.tags), value(entry.categories)) == (tags, categories)
    assert entry.body is not None
    assert entry.body.value.startswith("The lamp stood")


@pytest.mark.parametrize(
    "metadata",
    [
        f'<p>{STAMP}</p><p>I lived <a href="http://elsewhere.example/">far away</a>, in <a href="/where/">a tower</a>, all that year and the next.</p>',
        f'<p>{STAMP}</p><h3><i class="fa fa-tag"></i> Fog (9)</h3>',
        f'<p>{STAMP} <i class="fa fa-tags"></i> Tags</p>',
        f'<p>{STAMP}</p><p class="tags">Tags:</p>',
    ],
)
def test_a_sentence_a_heading_and_a_bare_word_are_no_tags(metadata: str) -> None:
    entry = own_page(metadata)
    assert (value(entry.tags), value(entry.categories)) == (None, None)


@pytest.mark.parametrize(
    "metadata",
    [
        f'<p>{STAMP} <i class="fa fa-user"></i> Ann Moor</p>',
        "<p>March 4, 2019 · Ann Moor · 3 min read</p>",
        f'<div class="author"><img src="a.jpg"><a href="/authors/ann">Ann Moor</a><span>Keeper of lamps and other things</span></div><p>{STAMP}</p>',
        f'<div class="article-author-side"><h3>Ann Moor</h3><p>Keeper of lamps.</p></div><p>{STAMP}</p>',
    ],
)
def test_a_name_behind_an_icon_a_stamp_or_above_words_about_somebody_signs(metadata: str) -> None:
    assert value(own_page(metadata).authors) == ("Ann Moor",)


def test_a_heading_that_repeats_the_beginning_of_the_title_is_not_the_title() -> None:
    page = (
        "<html><head><title>Loose ends, a lamp</title></head><body><h1>Loose ends, a lamp</h1><article>"
        f"<p>Short.</p><h2>Loose ends</h2><p>{LINE * 6}</p></article></body></html>"
    )
    (entry,) = extract(page.encode())
    assert value(entry.title) == "Loose ends, a lamp"
    assert entry.body is not None
    assert "\n\nLoose ends\n\n" in entry.body.value
