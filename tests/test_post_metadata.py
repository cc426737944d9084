"""How templates print the metadata of a post without naming it: icons, badges, words between a stamp and its links."""

from __future__ import annotations

from pathlib import Path

import pytest
from a_page import BLOG, FERRY, FOG, LAMP, MONTH, POST, page, read, the_entry

from archivesearch import extract, scrape
from archivesearch.model import Entry, Timestamp

LINE = "The lamp stood on the hill and nobody asked the keeper why it was green this winter. "
DAY = Timestamp.parse("2019-03-04")
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
        f'<p>{STAMP}</p><nav><a href="/">Home</a> <a href="/tags/fog">fog</a></nav>',
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


@pytest.mark.parametrize(
    "metadata",
    [
        f'<p class="post-author"><em>by</em><a href="/who">Pia Lund</a></p>{STAMP}',
        f'<ul><li class="post-author"><span class="icon"><b>Post author</b></span><span>By <a href="/who">Pia Lund</a></span></li></ul>{STAMP}',
        '<div class="meta">Filed under: <a href="/category/hills/">Hills</a> &#8212; Pia Lund @ 8:15 am </div>',
    ],
)
def test_a_name_signs_though_its_lead_is_glued_to_it_or_only_the_hour_follows(metadata: str) -> None:
    assert value(own_page(metadata).authors) == ("Pia Lund",)


def test_a_day_and_a_reading_time_that_only_the_style_parts_are_no_text() -> None:
    entry = own_page("<div><span>March 4, 2019</span><span>3 minutes reading time</span></div>")
    assert (value(entry.published), entry.body and entry.body.value[:14]) == (DAY, "The lamp stood")


def above_text(metadata: str) -> Entry:
    """The entry of a post's own page, where the metadata stands above the text, which has an element of its own."""
    return the_entry(
        f"<article><h1>A lamp</h1>{metadata}<section>{LAMP * 4}<h2>Later</h2>{FOG * 4}</section></article>"
    )


@pytest.mark.parametrize(
    "names",
    [
        '<ul><li><img src="a.png"><dl><dt class="sr-only">Name</dt><dd>Ann Moor</dd><dt class="sr-only">Site</dt><dd>@ann</dd></dl></li></ul>',
        "<dl><dt>Name</dt><dd>Ann Moor</dd><dt>Site</dt><dd>@ann</dd></dl>",
    ],
)
@pytest.mark.parametrize("label", ['<dt class="sr-only">Authors</dt>', "<dt>Author</dt>"])
def test_names_among_fields_of_an_author_sign(label: str, names: str) -> None:
    assert value(above_text(f"<p>{STAMP}</p><dl>{label}<dd>{names}</dd></dl>").authors) == ("Ann Moor",)


@pytest.mark.parametrize(
    "metadata",
    [
        f"<p>{STAMP}</p><p>Written by <strong>Ann Moor</strong> who lives by the lamp and keeps it.</p>",
        '<div><div class="info">March 4, 2019</div><div class="info">|</div><a class="info" href="/category/hills">Hills</a>'
        '<div class="info">|</div><div class="info">Ann Moor</div></div>',
        f'<div class="userLogo">The Hill</div><div><a class="x1" href="/u/77"><img src="a.png"></a><a class="x1" href="/u/77">Ann Moor</a></div>{STAMP}',
    ],
)
def test_a_name_that_markup_sets_off_behind_a_lead_or_beside_a_stamp_signs(metadata: str) -> None:
    assert value(above_text(metadata).authors) == ("Ann Moor",)


def test_a_topic_beside_a_stamp_does_not_sign() -> None:
    row = '<div><div class="info">March 4, 2019</div><div class="info">Harbour Lamp</div></div>'
    assert value(above_text(row).authors) is None


@pytest.mark.parametrize(
    ("metadata", "tags", "categories"),
    [
        (
            '<div class="leaf-category">Hills</div><div class="leaf-category">Fog</div>',
            None,
            ("Hills", "Fog"),
        ),
        ('<nav><a href="/tags/fog">fog</a> <a href="/tags/oil">oil</a></nav>', ("fog", "oil"), None),
        (
            "<table><tr><th>Tags</th><td><span>fog</span><span>oil</span></td></tr></table>",
            ("fog", "oil"),
            None,
        ),
        ("<dl><dt>Category</dt><dd>Hills, Fog</dd><dt>Place</dt><dd>Here</dd></dl>", None, ("Hills", "Fog")),
        ("<div><span>#fog</span><span>#oil</span></div>", ("fog", "oil"), None),
        ('<ul><li><a href="/hashtag/x"><div>#\u7aaf</div></a></li></ul>', ("\u7aaf",), None),
        ("<div><span>#1</span></div>", None, None),
        ('<nav><a href="/">Home</a> <a href="/tags/fog">fog</a></nav>', None, None),
    ],
)
def test_topics_are_words_one_by_one_or_a_navigation_of_nothing_else(
    metadata: str, tags: tuple[str, ...] | None, categories: tuple[str, ...] | None
) -> None:
    entry = above_text(f"<p>{STAMP}</p>{metadata}")
    assert (value(entry.tags), value(entry.categories)) == (tags, categories)


@pytest.mark.parametrize(
    "credit",
    [
        '&copy; 2008 The Hill &#8212; <a href="http://themes.example">Cutline</a> by Chris Moor',
        '&copy; 2024, Built with <a href="http://chris.example">Chris Moor</a>',
        "&copy; 2024 Theme by Chris Moor",
    ],
)
def test_who_made_the_theme_does_not_own_the_blog(credit: str) -> None:
    reading = read(
        f"<h1>A lamp</h1>{LAMP}<div><p>{credit}</p></div>", head="<title>A lamp - The Hill</title>"
    )
    assert reading.facts.owner is None or reading.facts.owner.value not in ("Built", "Theme", "Chris Moor")


def test_tags_are_found_in_a_footer_that_goes_on_with_other_posts() -> None:
    others = "".join(
        f'<div class="r"><h2><a href="/2009/0{n}/x.html">Other {n}</a></h2></div>' for n in (1, 2, 3)
    )
    footer = f'<div class="foot"><p><a href="/l/oil" rel="tag">oil</a></p><div class="m"><b>More</b>{others}</div></div>'
    entry = the_entry(
        f'<div class="hentry"><h1>A lamp</h1><div class="post-body">{LAMP}{FOG}</div>{footer}</div>'
    )
    assert value(entry.tags) == ("oil",)


def test_the_link_to_the_whole_post_is_no_tag_however_it_is_marked() -> None:
    box = (
        '<div class="post"><h2><a href="{0}">{1}</a></h2><div class="post-body">{2}</div>'
        '<ul class="links"><li><a rel="tag" href="{0}">The whole of {1}</a></li></ul></div>'
    )
    lamp = box.format("/2009/09/05/lamp.html", "A lamp", LAMP)
    fog = box.format("/2009/09/04/fog.html", "Fog", FOG)
    assert [value(entry.tags) for entry in read(lamp + fog, MONTH).entries] == [None, None]


def test_an_evening_that_is_the_next_day_in_utc_is_told_to_the_second() -> None:
    day = '<time datetime="2015-04-04">04 April 2015</time>'
    head = '<meta property="article:published_time" content="2015-04-05T02:52:19.000Z">'
    published = the_entry(f"<h1>A lamp</h1>{day}{LAMP}{FOG}", BLOG + "a-lamp/", head).published
    assert published is not None
    assert str(published.value) == "2015-04-05T02:52:19+00:00"
    far = head.replace("04-05T02", "04-05T17")  # nowhere on Earth is it still the day before
    published = the_entry(f"<h1>A lamp</h1>{day}{LAMP}{FOG}", BLOG + "a-lamp/", far).published
    assert published is not None
    assert str(published.value) == "2015-04-04"


def test_a_moment_may_stand_in_any_element_that_is_called_published() -> None:
    stamp = '<span class="post-date published" datetime="2020-04-18T14:05:42-04:00">April 18, 2020</span>'
    published = the_entry(f"<h1>A lamp</h1>{stamp}{LAMP}{FOG}", BLOG + "a-lamp/").published
    assert published is not None
    assert str(published.value) == "2020-04-18T14:05:42-04:00"


def test_the_tags_of_other_posts_in_cards_below_are_not_those_of_the_post() -> None:
    cards = "".join(
        f'<article class="card"><a href="/tag/oil/">oil</a><a href="/x{n}/"><h2>Other {n}</h2></a></article>'
        for n in (1, 2)
    )
    post = f'<article><h1>A lamp</h1><div class="post-body">{LAMP}{FOG}</div>'
    assert (
        the_entry(f"{post}<section><h3>More of it</h3>{cards}</section></article>", BLOG + "a-lamp/").tags
        is None
    )
    own = '<p><a rel="tag" href="/tag/fog/">fog</a></p>'
    beside = '<div class="c"><a rel="tag" href="/tag/oil/">oil</a></div>'
    assert value(the_entry(f"{post}{own}</article>{beside}", BLOG + "a-lamp/").tags) == ("fog",)


def test_a_hidden_moment_of_an_update_before_the_day_is_not_the_day() -> None:
    line = '<p>By <b>Pia Lund</b>|<span class="updated">2009-10-01T05:29:19-04:00</span><span>July 23rd, 2009</span>|</p>'
    published = the_entry(f"<article><h1>A lamp</h1>{line}{LAMP}{FOG}</article>", BLOG + "a-lamp/").published
    assert published is not None
    assert str(published.value) == "2009-07-23"


def test_the_head_lists_all_tags_where_a_card_prints_only_the_first(tmp_path: Path) -> None:
    head = '<meta property="og:type" content="article"><meta property="article:tag" content="fog"><meta property="article:tag" content="oil">'
    post = page(f"<article><h1>A lamp</h1>{LAMP}{FOG}</article>", f"<title>A lamp</title>{head}")
    card = '<article><a href="/tag/fog/">fog</a><h2><a href="/{0}/">{1}</a></h2><p>Words of it, some.</p></article>'
    cards = page(card.format("a-lamp", "A lamp") + card.format("b", "B") + card.format("c", "C"))
    (tmp_path / "a-lamp").mkdir()
    (tmp_path / "a-lamp" / "index.html").write_text(post)
    (tmp_path / "index.html").write_text(cards)
    posts = {post.title: post for post in scrape([tmp_path], base_url=BLOG)}
    assert set(posts["A lamp"].tags) == {"fog", "oil"}


@pytest.mark.parametrize(
    ("link", "above"),
    [
        ('<a rel="author" href="/author/pia/">View Archive</a>', '<a href="/author/pia/">Pia Lund</a>'),
        ('<a rel="author" href="/author/pia/">Ver mais posts</a>', '<a href="/author/pia/">Pia Lund</a>'),
        (
            '<a href="/author/pia/"><span>Pia Lund\u2019s Picture</span></a>',
            '<a href="/author/pia/">Pia Lund</a>',
        ),
    ],
)
def test_a_link_to_more_of_somebody_is_no_name(link: str, above: str) -> None:
    text = f'<div class="post-body">{LAMP}{FOG}</div>'
    entry = the_entry(f'<div class="hentry"><h1>A lamp</h1><p>{STAMP} {above}</p>{text}<p>{link}</p></div>')
    assert value(entry.authors) == ("Pia Lund",)


def test_comments_in_the_same_box_give_the_post_neither_words_nor_an_hour() -> None:
    comment = (
        '<li><b>Otto</b> <a href="#comment-17"><time datetime="2009-09-05T21:14:00+02:00">'
        "September 5, 2009 at 21:14</time></a><p>Louder, please, and at once.</p></li>"
    )
    below = f"<h2>1 thought on \u201cA lamp\u201d</h2><ol>{comment}</ol><form><textarea></textarea></form>"
    body = f"<section><h1>A lamp</h1><p>September 5, 2009</p></section><section>{LAMP}{FOG}{FERRY}{below}</section>"
    entry = the_entry(body, BLOG + "a-lamp/")
    assert entry.body is not None
    assert entry.body.value.endswith("until the thaw.")
    assert str(value(entry.published)) == "2009-09-05"


def test_a_title_is_the_heading_in_what_is_named_a_title() -> None:
    box = '<div class="post"><div class="post-title"><h2><a href="/x{0}/">Post {0}</a></h2><i>in Hills</i></div>{1}</div>'
    entries = read(box.format(1, LAMP) + box.format(2, FOG), BLOG).entries
    assert [value(entry.title) for entry in entries] == ["Post 1", "Post 2"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f'<div class="entry-content"><div class="post-snippet">{LAMP}</div></div>', "excerpt"),
        (f'{LAMP}<a href="/x{{0}}/"><span>Post {{0}}</span> Read more</a>', "excerpt"),
        (f'<div class="entry-content">{LAMP}</div>', "full"),
        ("<div><div>Apr</div><div>{0}</div></div>", "title"),
    ],
)
def test_a_snippet_a_link_to_the_rest_and_a_bare_day_are_not_the_whole_post(text: str, form: str) -> None:
    box = f'<article><h2><a href="/x{{0}}/">Post {{0}}</a></h2>{text}</article>'
    entries = read("".join(box.format(n) for n in (3, 2, 1)), BLOG).entries
    assert [entry.form for entry in entries] == [form] * 3


@pytest.mark.parametrize(
    ("footer", "expected"),
    [
        (
            '<span class="posted">Posted by Winifred at September 05, 2009 06:31 PM<br /></span>',
            "2009-09-05T18:31",
        ),
        ("", "2009-09-05"),
    ],
)
def test_below_a_day_heading_the_hour_is_that_of_the_post_and_not_of_the_next_days_comment(
    footer: str, expected: str
) -> None:
    text = f'<div class="blogbody"><h3 class="title">A lamp</h3>{LAMP}{FOG}<a name="more"></a>{footer}</div>'
    comment = (
        '<div class="comments-head">Comments</div><div class="comments-body"><p>Louder, please.</p>'
        '<span class="comments-post">Posted by: <a href="http://stan.example/">Stan</a> at September  6, 2009 08:10 AM</span></div>'
    )
    body = f'<div class="blog"><h2 class="date">September 05, 2009</h2>{text}{comment}</div>'
    entry = the_entry(
        body, BLOG + "archives/000012.html", '<meta name="generator" content="Movable Type 2.64">'
    )
    assert str(value(entry.published)) == expected


UTC_EVENING = "2009-09-06T00:43:12Z"  # 8:43 PM of the day before, four hours west
IN_HEAD = f'<meta property="article:published_time" content="{UTC_EVENING}">'


@pytest.mark.parametrize(
    ("above", "below", "head"),
    [
        ("<p>Posted by Ada on Sep 5, 2009 8:43 PM</p>", "", IN_HEAD),
        (f'<meta itemprop="datePublished" content="{UTC_EVENING}"><p>Sep 5, 2009 8:43 PM</p>', "", ""),
        (f'<p><time datetime="{UTC_EVENING}">Sep 5, 2009</time> <i>8:43 PM</i></p>', "", ""),
        (f'<p><time datetime="{UTC_EVENING}">Sep 5, 2009</time></p><p>8:43 PM</p>', "", ""),
        (f'<time datetime="{UTC_EVENING}" title="Sep 5, 2009 8:43 PM">3 years ago</time>', "", ""),
        ("", "<p>Posted by Ada on Sep 5, 2009 8:43 PM</p>", IN_HEAD),
    ],
)
def test_a_printed_clock_and_a_moment_in_utc_tell_the_evening_and_its_zone(
    above: str, below: str, head: str
) -> None:
    published = the_entry(f"<h1>A lamp</h1>{above}<div>{LAMP}{FOG}</div>{below}", head=head).published
    assert published is not None
    assert str(published.value) == "2009-09-05T20:43:12-04:00"


@pytest.mark.parametrize("said", ["Bo said on Sep 6, 2009 8:50 AM", "Sep 6, 2009 8:50 AM", "Sep 9, 2009"])
def test_where_the_head_tells_the_moment_a_remark_below_the_text_does_not_date_the_post(said: str) -> None:
    remark = f"<div><div><p>{said}</p><p>So true, and so well put.</p></div></div>"
    published = the_entry(f"<h1>A lamp</h1><div>{LAMP}{FOG}</div>{remark}", head=IN_HEAD).published
    assert published is not None
    assert str(published.value) == "2009-09-06T00:43:12+00:00"


@pytest.mark.parametrize("mark", ['class="updated"', "data-relative"])
def test_the_local_clock_is_read_where_the_same_moment_is_printed_once_more(mark: str) -> None:
    day = '<div class="date"><time datetime="2009-09-05T21:43:12Z"><span>2009-09-06</span></time></div>'
    foot = (
        '<footer>ada <time class="updated" datetime="2009-09-05T21:43:12Z">2009-09-06 06:43</time></footer>'
    )
    published = the_entry(f"<article>{day}<h1>A lamp</h1><div>{LAMP}{FOG}</div>{foot}</article>").published
    assert published is not None
    assert str(published.value) == "2009-09-06T06:43:12+09:00"


def test_words_of_the_text_that_are_marked_as_topics_are_tags() -> None:
    topics = '<p><a class="hashtag" href="/t:oil"><span>#</span><span class="p-category">oil</span></a></p>'
    entry = the_entry(
        f'<article class="h-entry"><h1 class="p-name">A lamp</h1><div class="e-content">{LAMP}{topics}</div></article>'
    )
    assert value(entry.tags) == ("oil",)


def test_links_that_a_script_follows_are_tags_in_what_is_named_a_list_of_them() -> None:
    row = (
        '<div class="{}"><div><a href="#"><span>#oil</span></a><a href="#"><span>#pier</span></a></div></div>'
    )
    post = f"<article><h1>A lamp</h1><div>{LAMP}{FOG}</div>{{}}</article>"
    assert value(the_entry(post.format(row.format("wrap_tag"))).tags) == ("oil", "pier")
    assert value(the_entry(post.format(row.format("wrap"))).tags) is None


def test_the_name_behind_a_stamp_that_leads_home_is_the_writers() -> None:
    line = '<div class="d">posted @ <span>2009-09-05 20:43</span> <a href="{}">Ada Quist</a> Read(130) Said(2)</div>'
    post = f'<h1><a href="{POST}">A lamp</a></h1><div>{LAMP}{FOG}</div>'
    assert value(the_entry(post + line.format(BLOG)).authors) == ("Ada Quist",)
    assert value(the_entry(post + line.format(f"{BLOG}2009/09/05/fog.html")).authors) is None


def test_a_writer_described_out_of_sight_is_named_without_the_words_about_her() -> None:
    writer = '<div itemprop="author" itemscope><meta itemprop="name" content="Ada Quist"><span>Ada Quist</span><p>Keeps a lamp</p></div>'
    entry = the_entry(f"<article><h1>A lamp</h1>{writer}<div>{LAMP}{FOG}</div></article>")
    assert value(entry.authors) == ("Ada Quist",)


def test_what_made_the_site_does_not_own_the_blog() -> None:
    reading = read(f"<h1>A lamp</h1>{LAMP}<footer>© 2024, Built with Boats</footer>")
    assert reading.facts.owner is None


@pytest.mark.parametrize(
    "writer",
    [
        '<dl><dt class="sr-only">Authors</dt><dd><dl><dt>Name</dt><dd>Ada Quist</dd><dt>Elsewhere</dt><dd>@ada</dd></dl></dd></dl>',
        "<div><p>Written by <strong>Ada Quist</strong> who lives on an island and keeps a lamp there.</p></div>",
    ],
)
def test_a_writer_is_named_by_a_term_out_of_sight_or_in_bold(writer: str) -> None:
    entry = the_entry(
        f"<article><h1>A lamp</h1><section itemprop='articleBody'>{LAMP}{FOG}</section>{writer}</article>"
    )
    assert value(entry.authors) == ("Ada Quist",)


def test_the_hour_below_the_text_is_read_though_day_and_hour_stand_in_the_texts_own_box() -> None:
    foot = (
        '<div class="f">Posted by Ada Quist on 09/05 at 08:43 PM<br><a href="/comments/">Comments</a></div>'
    )
    entry = the_entry(
        f'<div class="entry"><h2 class="date">Saturday, September 05, 2009</h2><h2>A lamp</h2>{LAMP}{FOG}{foot}</div>'
    )
    assert entry.published is not None
    assert str(entry.published.value) == "2009-09-05T20:43"


def test_links_to_pages_named_tag_and_a_colon_are_tags() -> None:
    row = '<div><a href="/log/tag:oil">oil</a><a href="/log/tag:pier">pier</a></div>'
    entry = the_entry(f"<article><h1>A lamp</h1>{row}<div>{LAMP}{FOG}</div></article>")
    assert value(entry.tags) == ("oil", "pier")
