"""Title, permalink, stamp, byline and tags of a post, each told from what the page prints around its text."""

from __future__ import annotations

import pytest
from a_page import BLOG, FERRY, FOG, LAMP, POST, read, the_entry

TEXT = LAMP + FOG + FERRY
COMMENT = "<div class='c'><b>joost_77</b> {} <p>Ring it louder next time, we heard nothing on the north side.</p></div>"


def published(body: str, head: str = "", url: str = POST, lang: str = "en") -> str | None:
    found = the_entry(body, url, head, lang).published
    return str(found.value) if found else None


def title(body: str, head: str = "", url: str | None = POST) -> str | None:
    found = the_entry(body, url, head).title
    return found.value if found else None


def authors(body: str, head: str = "", lang: str = "en") -> tuple[str, ...]:
    found = the_entry(body, POST, head, lang).authors
    return found.value if found else ()


def labelled(body: str, lang: str = "en") -> tuple[tuple[str, ...], tuple[str, ...]]:
    entry = the_entry(body, POST, "", lang)
    return entry.tags.value if entry.tags else (), entry.categories.value if entry.categories else ()


# ------------------------------------------------------------------ title


@pytest.mark.parametrize(
    "head",
    [
        "A lamp for the pier | Tide",
        "Tide » A lamp for the pier",
        "A lamp for the pier_Tide",
        "A lamp for the pier-Tide",
        "Tide A lamp for the pier",
        "A lamp for the pier",
    ],
)
def test_the_title_is_the_heading_that_the_head_repeats_and_never_the_blogs_name(head: str) -> None:
    body = f"<h1><a href='{BLOG}'>Tide</a></h1><div><h2>A lamp for the pier</h2>{LAMP}<h2>Oil</h2>{FOG}</div>"
    assert title(body, f"<title>{head}</title>") == "A lamp for the pier"


@pytest.mark.parametrize(
    "printed",
    [
        "<div class='x1'>A lamp for the pier</div>",
        "<table><tr><td><font size=4><b>A lamp for the pier</b></font></td></tr></table>",
    ],
)
def test_the_title_may_be_words_without_a_heading_that_the_head_repeats(printed: str) -> None:
    body = f"<h1>Tide</h1>{printed}<div>{LAMP}<h2>Oil</h2>{FOG}{FERRY}</div>"
    assert title(body, "<title>A lamp for the pier - Tide</title>") == "A lamp for the pier"


@pytest.mark.parametrize(
    "printed",
    ["<b>A lamp for the pier</b>", "<a name='x'><span class='entryTitle'>A lamp for the pier</span></a>"],
)
def test_what_stands_right_above_a_text_and_looks_like_a_title_is_one(printed: str) -> None:
    body = f"<div><div>{printed}<p>5 September 2009</p><div>{TEXT}</div></div></div>"
    assert title(body, "<title>Tide</title>") == "A lamp for the pier"


def test_a_day_is_no_title_of_the_post_below_it() -> None:
    body = f"<div class='post'><h2>5 September 2009</h2><h3>A lamp for the pier</h3>{TEXT}</div>"
    assert title(body) == "A lamp for the pier"


def test_a_heading_inside_the_text_is_no_title_of_a_post_without_one() -> None:
    body = f"<div class='post'><div class='entry'>{TEXT}<h3>Oil</h3>{FOG}</div></div>"
    assert title(body) is None


# ------------------------------------------------------------------ permalink


def test_the_address_that_a_page_gives_for_itself_is_its_permalink() -> None:
    found = the_entry(
        f"<h1>Lamp</h1>{TEXT}", BLOG + "lamp?utm_source=x", f"<link rel=canonical href='{POST}'>"
    ).permalink
    assert found is not None
    assert found.value == POST


@pytest.mark.parametrize("path", ["archives/17", "archives/17.html", "archives/000017.html", "archives/17/"])
def test_a_number_below_archives_is_the_address_of_a_post(path: str) -> None:
    body = f"<div class='post'><h1>Lamp</h1><div class='entry'>{TEXT}</div></div>"
    reading = read(body, BLOG + path)
    assert reading.facts.kind == "single"
    assert reading.entries[0].permalink is not None


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/2009/09/05/lamp.html'>Permanent link to this entry</a>",
        "<a href='/2009/09/05/lamp.html'>固定リンク</a>",
        "<a href='/2009/09/05/lamp.html#comments'>2 comments</a>",
    ],
)
def test_a_post_of_a_list_without_a_title_is_found_by_its_other_links(link: str) -> None:
    body = "".join(
        f"<div class='post'><p>{day} September 2009</p>{text}<p>{link.replace('05', f'{day:02}')}</p></div>"
        for day, text in ((5, LAMP), (4, FOG), (3, FERRY))
    )
    entries = read(body, BLOG).entries
    assert [e.permalink.value if e.permalink else None for e in entries] == [
        f"{BLOG}2009/09/0{day}/lamp.html" for day in (5, 4, 3)
    ]


# ------------------------------------------------------------------ time stamps


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("<ul><li>2009/09/05(Sat)</li><li>22:41</li></ul>", "2009-09-05T22:41"),
        ("<p>September 5, 2009</p><p>Posted at 10:41 pm</p>", "2009-09-05T22:41"),
        ("<p>22:41</p><p>September 5, 2009</p>", "2009-09-05T22:41"),
        ("<p>September 5, 2009</p><p>Lamps: 10:41 of them</p>", "2009-09-05"),
    ],
)
def test_a_clock_on_a_line_of_its_own_beside_the_day_belongs_to_it(printed: str, value: str) -> None:
    assert published(f"<h1>Lamp</h1>{printed}<div class='entry'>{TEXT}</div>") == value


@pytest.mark.parametrize(
    "comment", ["September 5, 2009 11:58 pm", "September 6, 2009 at 7:02 am", "on 2009-09-05 23:58"]
)
def test_the_hour_of_a_comment_is_not_that_of_the_post(comment: str) -> None:
    body = f"<h1>Lamp</h1><p>September 5, 2009</p><div class='entry'>{TEXT}</div>{COMMENT.format(comment)}"
    assert published(body) == "2009-09-05"


@pytest.mark.parametrize(
    "footer",
    [
        "This entry was posted on Saturday, September 5, 2009 at 10:41 pm and is filed under <a rel='category' href='/c/'>Pier</a>.",
        "Posted on September 5, 2009 at 10:41 pm",
        f"September 5, 2009 10:41 pm | <a href='{POST}'>Permalink</a>",
        f"posted at 10:41 pm | <a href='{POST}#comments'>2 comments</a>",
    ],
)
def test_a_footer_that_speaks_of_the_post_gives_the_hour_to_the_day_above(footer: str) -> None:
    body = f"<h1>Lamp</h1><p>September 5, 2009</p><div class='entry'>{TEXT}</div><p>{footer}</p>"
    assert published(body) == "2009-09-05T22:41"


@pytest.mark.parametrize(
    ("pieces", "lang"),
    [
        (
            "<div class='cal'><span class='m'>Sep</span><span class='d'>05</span><span class='y'>2009</span></div>",
            "en",
        ),
        ("<div><div>05</div><div>Sept.</div><div>2009</div></div>", "fr"),
        ("<p><b>Sat</b><b>5</b><b>September</b><b>2009</b></p>", "en"),
        ("<div class='cal'><span>Sep</span><span>05</span></div>", "en"),  # the address tells the year
        ("<div class='cal'><div>5.</div><div>September</div></div>", "de"),
    ],
)
def test_a_day_printed_in_pieces_is_put_together(pieces: str, lang: str) -> None:
    body = (
        f"{pieces}<h2>Lamp</h2><div class='entry'>{TEXT}</div>{COMMENT.format('September 7, 2009 5:32 pm')}"
    )
    assert published(body, lang=lang, url=BLOG + "2009/09/lamp.html") == "2009-09-05"


def test_pieces_of_a_day_are_left_alone_when_the_address_names_another_month() -> None:
    body = f"<div><span>May</span><span>05</span></div><h2>Lamp</h2><div class='entry'>{TEXT}</div>"
    assert published(body, url=BLOG + "2009/09/lamp.html") is None


@pytest.mark.parametrize("label", ["Last updated", "最終更新日", "Aktualisiert am", "Mis à jour le"])
def test_a_stamp_after_a_word_for_updated_is_not_the_day_of_publication(label: str) -> None:
    stamps = (
        f"<div><span>{label} <time datetime='2011-02-01'>1 Feb 2011</time></span>"
        "<span>On <time datetime='2009-09-05'>5 Sep 2009</time></span></div>"
    )
    assert published(f"<h1>Lamp</h1>{stamps}<div class='entry'>{TEXT}</div>") == "2009-09-05"


# ------------------------------------------------------------------ authors


@pytest.mark.parametrize(
    "markup",
    [
        "<a class='user-name' href='/u/1'>Greta Moss</a>",
        "<span class='tm-user-info__username'>Greta Moss</span>",
        "<a class='follow-nickName' href='/greta'>Greta Moss</a>",
        "<span class='articleAuteur'>Greta Moss</span>",
        "<div class='meta__item-author'><svg></svg><span class='meta__text'>Greta Moss</span></div>",
    ],
)
def test_a_class_name_that_says_writer_names_the_author(markup: str) -> None:
    body = f"<h1>Lamp</h1><div>{markup}</div><div class='entry'>{TEXT}</div>"
    assert authors(body) == ("Greta Moss",)


def test_who_comments_is_no_author() -> None:
    body = (
        f"<h1>Lamp</h1><p>by Greta Moss</p><div class='entry'>{TEXT}</div><h4>Comments <span>1</span></h4>"
        "<li id='comment12'><span class='author'>joost_77</span> Louder, please.</li>"
        "<div><span class='username'>Pia</span> Yes!</div>"
    )
    assert authors(body) == ("Greta Moss",)
    assert authors(body.replace("<p>by Greta Moss</p>", "")) == ()


def test_the_box_about_the_author_signs_a_post_that_nothing_else_signs() -> None:
    box = "<div class='author-bio'><h2 class='author-title'>By Greta Moss</h2><p>Greta keeps lamps.</p></div>"
    body = f"<article><h1>Lamp</h1><div class='entry-content'>{TEXT}</div>{box}</article>"
    assert authors(body) == ("Greta Moss",)
    assert authors(body.replace("<h1>", "<p>Posted by Otto Ruhl</p><h1>")) == ("Otto Ruhl",)


@pytest.mark.parametrize("label", ["Author", "Autorin", "Auteur", "作者", "Автор:"])
def test_the_line_below_the_word_for_an_author_names_one(label: str) -> None:
    below = f"<div><div>{label}</div><div>Greta Moss</div><div>Greta keeps lamps.</div></div>"
    head = "<meta name='author' content='Otto Ruhl'>"
    body = f"<article><h1>Lamp</h1><div class='entry-content'>{TEXT}</div><footer>{below}</footer></article>"
    assert authors(body, head=head) == ("Greta Moss",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("5 Sep 2009 \u00b7 4 min \u00b7 Greta Moss", ("Greta Moss",)),
        ("5 Sep 2009 \u00b7 812 words \u00b7 4 min read | Greta Moss", ("Greta Moss",)),
        ("5 Sep 2009 \u00b7 4 min \u00b7 <a href='/categories/harbour-news/'>Harbour News</a>", ()),
        ("5 Sep 2009 \u00b7 Harbour News \u00b7 Greta Moss", ()),
    ],
)
def test_a_name_beside_the_day_signs_though_the_length_stands_between_them(
    line: str, names: tuple[str, ...]
) -> None:
    body = f"<article><h1>Lamp</h1><div>{line}</div><div class='entry-content'>{TEXT}</div></article>"
    assert authors(body) == names


def test_a_lead_without_a_name_names_nobody() -> None:
    line = "<div class='posted-by'><span>Published <time datetime='2009-09-05'>5 Sep 2009</time></span></div>"
    assert authors(f"<h1>Lamp</h1>{line}<div class='entry'>{TEXT}</div>") == ()
    nobody = "<div class='author'><span>Written by:<a href='' rel='author'></a></span></div>"
    assert authors(f"<h1>Lamp</h1>{nobody}<div class='entry'>{TEXT}</div>") == ()


# ------------------------------------------------------------------ tags


@pytest.mark.parametrize(
    ("markup", "tags", "categories"),
    [
        ("<p>Tags: <a href='/x/1'>fog</a>, <a href='/x/2'>bells</a></p>", ("fog", "bells"), ()),
        ("<p><b>Tags</b>: <a href='/x/1'>fog</a> | <a href='/x/2'>bells</a></p>", ("fog", "bells"), ()),
        (
            "<div><span>Ключевые слова:</span><ul><li><a href='/x/1'>туман</a></li><li><a href='/x/2'>колокола</a></li></ul></div>",
            ("туман", "колокола"),
            (),
        ),
        (
            "<div><span>分类专栏：</span><a href='/c/1'>码头</a><span>文章标签：</span><a href='/x/1'>雾</a><a href='/x/2'>钟</a></div>",
            ("雾", "钟"),
            ("码头",),
        ),
        ("<p>by Greta 5 Sep 2009 Category: <a href='/c/1'>Pier</a></p>", (), ("Pier",)),
        ("<p class='t'>Tags:</p><p><a href='/lamp#c'>Comments (0)</a></p>", (), ()),
        (
            "<div><a href='/find?t=fog'>#fog</a> <a href='/find?t=bells'>#bells</a></div>",
            ("fog", "bells"),
            (),
        ),
        ("<p>Kategorie: Hafen</p><p>Schlagworte: Nebel, Glocken</p>", ("Nebel", "Glocken"), ("Hafen",)),
    ],
)
def test_names_after_a_word_for_tags_are_tags(
    markup: str, tags: tuple[str, ...], categories: tuple[str, ...]
) -> None:
    assert labelled(f"<h1>Lamp</h1><div class='entry'>{TEXT}</div>{markup}") == (tags, categories)


@pytest.mark.parametrize(
    ("folder", "section", "categories"),
    [
        ("posts", "posts", ()),
        ("blog", "Blog", ()),
        ("recipes", "Recipes", ("Recipes",)),
        ("x", "Blog", ("Blog",)),
    ],
)
def test_the_folder_that_holds_all_posts_is_no_category(
    folder: str, section: str, categories: tuple[str, ...]
) -> None:
    head = f"<meta property='og:type' content='article'><meta property='article:section' content='{section}'>"
    body = f"<article><h1>Lamp</h1><div class='entry-content'>{TEXT}</div></article>"
    found = the_entry(body, f"https://tide.example/{folder}/lamp/", head).categories
    assert (found.value if found else ()) == categories


def test_a_sentence_after_a_word_for_tags_is_no_list_of_tags() -> None:
    markup = "<p>Tags: all the names of this page were painted on slate by the keeper of the lamp.</p>"
    assert labelled(f"<h1>Lamp</h1><div class='entry'>{TEXT}</div>{markup}") == ((), ())
