"""Where the posts of a page are cut: every post once, none glued to the next, no side column among them."""

from __future__ import annotations

import pytest
from a_page import BLOG, FERRY, FOG, LAMP, MONTH, POST, read

from archivesearch.extract.extractor import read_page
from archivesearch.model import Page

TEXTS = {"lamp": LAMP, "fog": FOG, "ferry": FERRY}
TITLES = {"lamp": "A lamp for the pier", "fog": "Nine days", "ferry": "No ferry"}
SIDE = "<div><h4>Lately</h4><ul>{}</ul></div>".format(
    "".join(f"<li><a href='/2009/08/0{n}/old-{n}.html'>Old news {n}</a></li>" for n in range(1, 8))
)


def address(name: str) -> str:
    return f"{BLOG}2009/09/05/{name}.html"


def shown(body: str, url: str = BLOG, head: str = "") -> list[tuple[str | None, str | None]]:
    """(title, permalink) of each entry."""
    return [
        (e.title.value if e.title else None, e.permalink.value if e.permalink else None)
        for e in read(body, url, head).entries
    ]


def each(template: str) -> str:
    """The template once for each of three posts."""
    return "".join(
        template.format(name=name, url=address(name), title=TITLES[name], text=text, n=n)
        for n, (name, text) in enumerate(TEXTS.items(), 1)
    )


ALL = [(TITLES[name], address(name)) for name in TEXTS]


@pytest.mark.parametrize(
    "template",
    [
        # names that a platform or a standard gives to the box of a post
        "<div class='post hentry' id='post-{n}'><h2 class='entry-title'><a href='{url}' rel='bookmark'>{title}</a></h2>"
        "<div class='entry-content'>{text}</div></div>",
        "<article class='h-entry'><h2 class='p-name'><a class='u-url' href='{url}'>{title}</a></h2><div class='e-content'>{text}</div></article>",
        "<div itemscope itemtype='http://schema.org/BlogPosting'><h2 itemprop='headline'><a itemprop='url' href='{url}'>{title}</a></h2>"
        "<div itemprop='articleBody'>{text}</div></div>",
        # no names, but each block has a link of its own
        "<div class='x7'><h3><a href='{url}'>{title}</a></h3>{text}</div>",
        "<h3><a href='{url}'>{title}</a></h3>{text}",
        "<li><a href='{url}'><b>{title}</b></a> 5 Sep 2009 {text}</li>",
        "<dl><dt><a href='{url}'>{title}</a></dt><dd>5 September 2009</dd><dd>{text}</dd></dl>",
        # a row for the title, a row for the text
        "<tr><td>5 Sep</td><td><a href='{url}'>{title}</a></td></tr><tr><td></td><td>{text}</td></tr>",
    ],
)
def test_a_list_gives_each_of_its_posts_once_and_nothing_of_the_side_column(template: str) -> None:
    rows = each(template)
    main = f"<table>{rows}</table>" if rows.startswith("<tr>") else f"<div>{rows}</div>"
    assert shown(f"<div>{main}</div>{SIDE}") == ALL


@pytest.mark.parametrize("count", [1, 2])
def test_few_named_posts_are_not_given_up_for_a_longer_side_list(count: int) -> None:
    boxes = "".join(
        f"<div class='post'><h2><a href='{address(n)}'>{TITLES[n]}</a></h2>{LAMP}{FOG}{FERRY}</div>"
        for n in list(TEXTS)[:count]
    )
    dated = SIDE.replace("Old news", "5 Aug 2009 old news")
    assert shown(f"<div>{boxes}</div>{dated}", BLOG + "category/pier/") == ALL[:count]


def test_a_whole_first_post_and_cards_of_the_others_behind_it_are_one_list() -> None:
    first = f"<article><h1><a href='{address('lamp')}'>A lamp for the pier</a></h1>{(LAMP + FOG + FERRY) * 4}</article>"
    cards = "".join(
        f"<div class='card'><a href='/2009/08/0{n}/old-{n}.html'><h3>Old news {n}</h3><div>0{n} August 2009</div>{FOG}</a></div>"
        for n in range(1, 5)
    )
    titles = [title for title, _ in shown(f"<div>{first}<h2>Other posts</h2><div>{cards}</div></div>", BLOG)]
    assert titles == ["A lamp for the pier", "Old news 1", "Old news 2", "Old news 3", "Old news 4"]


def test_the_links_of_days_are_not_taken_for_the_titles_below_them() -> None:
    body = each(
        "<div class='day'><p><a href='/day/2009-09-0{n}'>{n} September 2009</a></p>"
        "<p class='t'><a href='{url}'>{title}</a></p>{text}</div>"
    )
    assert shown(f"<div>{body}</div>") == ALL


@pytest.mark.parametrize(
    ("heading", "day", "lang"),
    [
        ("2009", "09-05", "zh"),
        ("2009 (3)", "Sep 5", "en"),
        ("2009年", "9月5日", "ja"),
        ("2009", "Sa, 5. Sept.", "de"),
        ("<a href='#2009'>2009</a>", "05/09", "fr"),
    ],
)
def test_a_list_that_prints_the_year_once_gives_each_post_its_day(heading: str, day: str, lang: str) -> None:
    rows = "".join(
        f"<li><a href='/{name}/'>{title}</a> <span>{day}</span></li>" for name, title in TITLES.items()
    )
    body = f"<h1>Tide</h1><h2>2010</h2><ul></ul><h2>{heading}</h2><ul>{rows}</ul>"
    entries = read(body, BLOG + "archives/", lang=lang).entries
    assert [e.title.value for e in entries if e.title] == list(TITLES.values())
    assert {str(e.published.value) for e in entries if e.published} == {"2009-09-05"}
    assert {e.form for e in entries} == {"title"}


def test_a_link_that_lies_over_a_box_without_words_leads_to_its_post() -> None:
    box = "<div class='card{n}'><h3>{title}</h3><div>5 Sep 2009</div><a aria-label='go to {title}' href='{url}'></a></div>"
    assert shown(f"<div class='cards'>{each(box.replace('{n}', ''))}</div>", BLOG + "archives/") == ALL


def test_a_page_of_dated_links_is_a_list_wherever_it_lies() -> None:
    rows = "".join(
        f"<li><a href='/{name}/'>{title}</a> <i>{n} Sep 2009</i></li>"
        for n, (name, title) in enumerate(TITLES.items(), 1)
    )
    body = f"<h1>Yarns</h1><ul>{rows}</ul>"
    assert [title for title, _ in shown(body, BLOG + "yarns/")] == list(TITLES.values())
    assert len(shown(f"{body}{LAMP * 9}", BLOG + "yarns/")) == 1  # a post with a few links in it


def test_trackback_data_gives_the_address_to_a_box_that_prints_none() -> None:
    rdf = (
        "<!-- <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:dc='http://purl.org/dc/elements/1.1/'"
        " xmlns:trackback='http://madskills.com/public/xml/rss/module/trackback/'><rdf:Description rdf:about='{url}'"
        " dc:identifier='{url}' dc:title='{title}' trackback:ping='{url}/tb' /></rdf:RDF> -->"
    )
    body = each("<div class='post'><h3>{title}</h3>{text}" + rdf + "</div>")
    assert shown(body) == ALL


def test_posts_below_day_headings_inherit_the_day_and_keep_their_own_hour() -> None:
    body = (
        f"<h2>Saturday, September 5, 2009</h2><div class='post'><h3><a href='{address('lamp')}'>Lamp</a></h3>{LAMP}<p>posted at 10:41 pm</p></div>"
        f"<div class='post'><h3><a href='{address('fog')}'>Fog</a></h3>{FOG}<p>posted at 7:05 am</p></div>"
        f"<h2>Friday, September 4, 2009</h2><div class='post'><h3><a href='{address('ferry')}'>Ferry</a></h3>{FERRY}<p>posted at 1:00 pm</p></div>"
    )
    stamps = [str(e.published.value) if e.published else None for e in read(body, BLOG).entries]
    assert stamps == ["2009-09-05T22:41", "2009-09-05T07:05", "2009-09-04T13:00"]


def test_stamp_lines_part_a_page_without_boxes_and_the_links_below_belong_to_the_post_above() -> None:
    body = each(
        "<p><b>{title}</b></p>{text}<div>Posted 9/{n}/2009 10:4{n} PM</div><div>- 12 views</div>"
        "<div><a href='{url}'>view entry</a> <a href='{url}#c'>Comments</a></div>"
    )
    entries = read(f"<div>{body}</div>", BLOG).entries
    assert [e.permalink.value if e.permalink else None for e in entries] == [address(n) for n in TEXTS]
    assert [e.title.value if e.title else None for e in entries] == list(TITLES.values())
    assert [e.body.value.split()[1] if e.body else None for e in entries] == ["harbour", "days", "ferry"]


def test_stamped_comments_below_a_post_do_not_make_a_list_of_its_page() -> None:
    comments = "".join(
        f"<div class='c'><h4>{who} wrote:</h4><p>Louder, please.</p><p>0{n}/09/2009 11:5{n} pm</p></div>"
        for n, who in enumerate(("Pia", "joost", "Otto"), 6)
    )
    reading = read(f"<h2>Lamp</h2>{LAMP}{FOG}{FERRY}{comments}", BLOG + "lamp")
    assert reading.facts.kind == "single"
    assert reading.entries[0].body is not None
    assert "Nine days of fog" in reading.entries[0].body.value


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (BLOG, "list"),
        (MONTH, "list"),
        (BLOG + "page/2/", "list"),
        (BLOG + "category/pier/", "list"),
        (BLOG + "archive/2009/09/05.html", "list"),
        (POST, "single"),
        (BLOG + "archives/17", "single"),
    ],
)
def test_the_address_tells_a_list_from_a_post(url: str, kind: str) -> None:
    body = each("<div class='post'><h3><a href='{url}'>{title}</a></h3>{text}</div>")
    if kind == "single":
        body = f"<div class='post'><h3>{TITLES['lamp']}</h3>{LAMP}{FOG}</div>"
    assert read(body, url).facts.kind == kind


@pytest.mark.parametrize("name", ["entry-title", "md:text-xl", "w-1/2", "[&_a]:u", "x=1", "3xl"])
def test_teasers_in_rows_behind_whole_posts_are_posts_of_the_list(name: str) -> None:
    heading = f'<h2 class="{name}">' + '<a href="/2009/09/0{0}/x.html">Post {0}</a></h2>'
    whole = "".join(f'<div class="hentry">{heading.format(n)}{LAMP}{FOG}</div>' for n in (9, 8))
    teasers = "".join(f'<div class="teaser">{heading.format(n)}{FERRY}</div>' for n in (7, 6, 5, 4))
    side = f'<div id="side">{heading.format(1)}{heading.format(2)}</div>'
    reading = read(f'<div id="main">{whole}<div class="row">{teasers}</div></div>{side}', MONTH)
    assert [entry.title.value[-1] for entry in reading.entries if entry.title] == list("987654")


def test_a_link_over_a_card_that_only_says_its_title_to_screen_readers_leads_to_the_post() -> None:
    card = (
        '<article><div>Mar {0}</div><h2>Post {0}</h2><a href="/x{0}/" aria-label="Post {0}"></a>'
        '<a href="/who/">Pia</a></article>'
    )
    entries = read("".join(card.format(n) for n in (9, 8, 7)), BLOG).entries
    assert [entry.permalink.value for entry in entries if entry.permalink] == [
        f"https://tide.example/x{n}/" for n in (9, 8, 7)
    ]


def test_the_only_post_of_a_month_ends_where_the_side_column_begins() -> None:
    row = (
        '<div class="m"><h3 class="entry-title"><a href="/2009/09/0{0}/x.html">Post {0}</a></h3>'
        '<a href="/category/{1}/">{1}</a> <i>September {0}, 2009</i></div>'
    )
    side = "".join(f'<div class="s">{row.format(n, "pier")}</div>' for n in (8, 7))
    body = (
        f'<div id="o"><div id="l"><h1 class="entry-title">September</h1>{row.format(9, "oil")}{LAMP}</div>'
        f'<div id="r"><h4>Latest</h4>{side}</div></div>'
    )
    [entry] = read(body, MONTH).entries
    assert entry.title is not None
    assert entry.title.value == "Post 9"
    assert entry.categories is not None
    assert entry.categories.value == ("oil",)


def test_a_list_of_thousands_of_titles_gives_every_one() -> None:
    rows = "".join(
        f"<li><a href='/2009/{n % 12 + 1:02d}/post-{n}/'>Post {n}</a> 5 Sep 2009</li>" for n in range(5500)
    )
    assert len(shown(f"<ul>{rows}</ul>", f"{BLOG}archives/")) == 5500


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("tags/fog/index.html", "list"),
        ("blog/page/2/index.html", "list"),
        ("2009/09/index.html", "list"),
        ("page2.html", "list"),
        ("archives.html", "list"),
        ("archive/tide-log/fog.html", "single"),
        ("archive/fog.html", "single"),
        ("index.html", "single"),
        ("2009/09/05/fog/index.html", "single"),
    ],
)
def test_a_page_that_does_not_tell_its_address_is_a_list_in_a_file_of_lists(path: str, kind: str) -> None:
    rows = "".join(
        f"<article><div><a href='/2009/09/0{n}/{name}/'><b>{TITLES[name]}</b></a></div></article>"
        for n, name in enumerate(TEXTS, 1)
    )
    reading = read_page(Page(f"<title>Fog</title><h1>Fog</h1>{rows}".encode(), path))
    assert reading.facts.kind == kind
    assert len(reading.entries) == (len(TEXTS) if kind == "list" else 1)


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>Fog</h1>{FOG}</article><p>Tags:</p><h3></h3>",
        f"<base href='http://['><article><h1>Fog</h1><p>March 4, 2019 in <a href='/x'>Hills</a></p>{FOG}</article>",
        f"<article><h1>Fog</h1>{FOG}</article><a href=''>#fog</a>",
    ],
)
def test_odd_markup_around_a_post_is_no_fault(body: str) -> None:
    [entry] = read_page(Page(body.encode(), "fog.html")).entries
    assert entry.title is not None
    assert entry.title.value == "Fog"
    assert entry.tags is None


@pytest.mark.parametrize("tag", ["article", "div"])
def test_a_post_above_cards_of_further_posts_is_one_post(tag: str) -> None:
    head = f'<title>A lamp - Tide</title><link rel="canonical" href="{BLOG}a-lamp/">'
    card = f'<{tag}><h3><a href="/x{{0}}/">Post {{0}}</a></h3><p>September {{0}}, 2009 by Pia Lund</p><p>A few words.</p></{tag}>'
    cards = "".join(card.format(n) for n in (1, 2, 3))
    post = f"<{tag}><h1>A lamp</h1><p>September 5, 2009 by Pia Lund</p>{LAMP}{FOG}{FERRY}{LAMP}</{tag}>"
    reading = read(f"<div>{post}<div><h2>More</h2>{cards}</div></div>", BLOG + "a-lamp/", head)
    assert reading.facts.kind == "single"
    assert [entry.title.value for entry in reading.entries if entry.title] == ["A lamp"]


def test_a_day_right_below_each_title_is_no_heading_over_the_next_post() -> None:
    body = each('<div><h2><a href="{url}">{title}</a></h2><div>2009-09-0{n}</div><div>{text}</div></div>')
    side = '<div><h3><a href="/old/">Old news of the pier</a></h3><span>2009-08-01</span></div>'
    reading = read(f"{body}<div><b>Lately</b>{side}</div>", BLOG)
    told = {
        e.title.value: (str(e.published.value), e.body) for e in reading.entries if e.title and e.published
    }
    assert {title: day for title, (day, _) in told.items()} == {
        "A lamp for the pier": "2009-09-01",
        "Nine days": "2009-09-02",
        "No ferry": "2009-09-03",
        "Old news of the pier": "2009-08-01",
    }
    fog = told["Nine days"][1]
    assert fog is not None
    assert fog.value in FOG


def test_cards_with_first_lines_are_a_list_though_neither_address_nor_days_say_so() -> None:
    body = each(
        '<div class="q1"><a class="q2" href="{url}"></a><div><h2 class="q3"><a href="{url}">{title}</a></h2>{text}</div></div>'
    )
    head = f'<title>Field notes - Tide Log</title><link rel="canonical" href="{BLOG}x/field-notes/">'
    assert shown(f"<div class='q0'>{body}</div>", BLOG + "x/field-notes/", head) == ALL


HOUSE = "https://tide.example/fil_et_cire/"  # one of several blogs of a host


@pytest.mark.parametrize("title", ["Une lampe - Fil et cire", "Fil et cire: Une lampe"])
def test_a_blog_in_a_folder_of_the_host_that_was_given_keeps_its_posts_apart(title: str) -> None:
    name = f'<div class="b1"><h1><a href="{HOUSE}">Fil et cire</a></h1><h2>Un carnet</h2></div>'
    url = HOUSE + "2009/04/une_lampe.html"
    post = f'<h2>16 avril 2009</h2><div class="b3"><h3>Une lampe</h3>{LAMP}{FOG}<p>Ada le 16 avril 2009 à 11:06 | <a href="{url}">Lien permanent</a></p></div>'
    page = f"<head><title>{title}</title></head><body>{name}<div>{post}</div></body>"
    reading = read_page(Page(page.encode(), "page.html", url, base_url="https://tide.example/"))
    [entry] = reading.entries
    assert entry.title is not None
    assert entry.permalink is not None
    assert (entry.title.value, entry.permalink.value) == ("Une lampe", url)


def test_when_a_post_was_changed_parts_it_from_nothing() -> None:
    stamps = "<p># Posted on Saturday 0{n} September 2009 20:43</p><p>Modified on Sunday 06 September 2009 10:10</p>"
    body = each(
        '<div class="a{n}"><h2><a href="{url}">{title}</a></h2><div>{text}</div>'
        "<ul><li>Tags : </li><li><a href='/tags/oil.html'>oil</a></li></ul>"
        + stamps
        + "<ul><li>12 remarks of our readers</li></ul></div>"
    )
    assert shown(body, MONTH) == ALL


@pytest.mark.parametrize("word", ["编辑", "收藏", "수정"])
def test_the_link_to_edit_a_post_is_no_post_in_any_language(word: str) -> None:
    body = each(
        '<div class="a1"><div><a href="{url}">{title}</a></div>{text}'
        f'<div class="a2">2009-09-05 <a href="/edit/{{n}}">{word}</a></div></div>'
    )
    assert shown(f"<div>{body}</div>", BLOG) == ALL
