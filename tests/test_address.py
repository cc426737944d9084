"""Addresses that lead to one page are one address; what stands behind an address is told by its form."""

from __future__ import annotations

import string

import pytest
from a_page import in_bounded_time
from hypothesis import example, given
from hypothesis import strategies as st

from archivesearch.addresses import (
    canonical_permalink,
    permalink_key,
    post_id,
    same_page,
    strip_archive_prefix,
)
from archivesearch.extract.address_kind import AddressKind, address_kind

LAMP = "https://tide.example/2009/09/lamp"


# ---------------------------------------------------------------- one page, many addresses


@pytest.mark.parametrize(
    "url",
    [
        "http://tide.example/2009/09/lamp",
        "https://www.tide.example/2009/09/lamp",
        "https://TIDE.example/2009/09/lamp",
        "https://tide.example:443/2009/09/lamp",
        "http://tide.example:80/2009/09/lamp",
        "https://tide.example/2009/09/lamp/",
        "https://tide.example/2009/09/lamp/index.html",
        "https://tide.example/2009/09/lamp/Default.aspx",
        "https://tide.example/2009/09/lamp/amp/",
        "https://tide.example/2009/09/lamp/print",
        "https://tide.example/2009/09/lamp/comment-page-2/",
        "https://tide.example/2009/09/lamp?utm_source=feed&utm_medium=rss",
        "https://tide.example/2009/09/lamp?replytocom=12",
        "https://tide.example/2009/09/lamp?showComment=1252169023000",
        "https://tide.example/2009/09/l%61mp",
        " https://tide.example/2009/09/lamp\n",
        "https://web.archive.org/web/20100101000000/https://tide.example/2009/09/lamp",
        "https://web.archive.org/web/20100101000000id_/http://www.tide.example/2009/09/lamp/",
        "http://archive.fog.example/wayback/20100101/https://tide.example/2009/09/lamp",
    ],
)
def test_aliases_of_a_page_have_one_key(url: str) -> None:
    assert permalink_key(url) == permalink_key(LAMP)
    assert same_page(url, LAMP)


@pytest.mark.parametrize(
    "url",
    [
        "https://tide.example/2009/09/fog",
        "https://tide.example/2009/09/Lamp",
        "https://fog.example/2009/09/lamp",
        "https://log.tide.example/2009/09/lamp",
        "https://tide.example:8080/2009/09/lamp",
        "https://tide.example/2009/09/lamp?p=12",
        "https://tide.example/2009/09",
        "https://tide.example/2009/09/lamp/printing",
        "https://tide.example/2009/09%2Flamp?id=1",
    ],
)
def test_other_pages_have_other_keys(url: str) -> None:
    assert permalink_key(url) != permalink_key(LAMP)
    assert not same_page(url, LAMP)


def test_places_on_one_page_are_told_apart_by_key_but_are_the_same_page() -> None:
    assert permalink_key(LAMP + "#a11") != permalink_key(LAMP + "#a12")
    assert same_page(LAMP + "#a11", LAMP + "#a12")


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_address_is_the_same_page_as_nothing(nothing: str | None) -> None:
    assert not same_page(nothing, nothing)
    assert not same_page(nothing, LAMP)


@pytest.mark.parametrize(
    ("url", "archived"),
    [
        (f"https://web.archive.org/web/2009/{LAMP}", LAMP),
        (f"//web.archive.org/web/20090905164343im_/{LAMP}", LAMP),
        (f"http://localhost:8080/my-blogs/20090905164343mp_/{LAMP}", LAMP),
        (f"https://archive.example/20090905164343/{LAMP}", LAMP),
        (f"https://tide.example/2009/{LAMP}",) * 2,
        ("https://web.archive.org/web/20090905164343/", "https://web.archive.org/web/20090905164343/"),
        ("https://tide.example/web/2009/", "https://tide.example/web/2009/"),
        (f"https://tide.example/?u=https://web.archive.org/web/2009/{LAMP}",) * 2,
    ],
)
def test_the_prefix_of_a_web_archive_is_cut_off_and_nothing_else(url: str, archived: str) -> None:
    assert strip_archive_prefix(url) == archived


def test_the_permalink_keeps_what_leads_to_the_page() -> None:
    url = "HTTP://Tide.example:80/Log/index.php?utm_source=x&p=12&q=%C3%A9+a"
    assert canonical_permalink(url) == "http://tide.example/Log/?p=12&q=%C3%A9+a"


WORDS = st.text(alphabet=string.ascii_letters + string.digits + "-_.~%é/ +", max_size=12)
ADDRESSES = st.builds(
    "{}{}/{}{}{}".format,
    st.sampled_from(
        ["http://", "https://", "HTTPS://", "//", f"https://web.archive.org/web/2009/{'http://'}"]
    ),
    st.sampled_from(
        ["tide.example", "WWW.tide.example", "tide.example:80", "ada@tide.example", "tüde.example"]
    ),
    st.lists(WORDS, max_size=4).map("/".join),
    st.sampled_from(["", "?p=1", "?utm_a=1&b=", "?a=1&a=2", "?q=%26+x", "?;", "?="]),
    st.sampled_from(["", "#a11", "#"]),
)


@given(ADDRESSES)
@example("http://tide.example/index.html/index.html")
@example("http://tide.example/http://fog.example/")
@example("http://tide.example/ #")
@example("https://web.archive.org/web/2009/https://web.archive.org/web/2010/http://tide.example/")
def test_making_an_address_canonical_twice_changes_nothing(url: str) -> None:
    once = canonical_permalink(url)
    assert canonical_permalink(once) == once
    assert permalink_key(once) == permalink_key(url)


@given(ADDRESSES)
def test_every_address_is_the_same_page_as_its_other_spellings(url: str) -> None:
    assert same_page(url, url)
    assert same_page(url.partition("#")[0] + "#elsewhere", url)


@given(st.text())
def test_a_post_id_is_sixteen_hex_digits(identity: str) -> None:
    assert len(post_id(identity)) == 16
    assert set(post_id(identity)) <= set(string.hexdigits.lower())


def test_a_post_id_never_changes_between_runs_and_machines() -> None:
    assert post_id("tide.example/2009/09/lamp") == "423d87957513f573"


# ---------------------------------------------------------------- what stands behind an address


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "home"),
        ("index.html", "home"),
        ("Default.aspx", "home"),
        ("blog", "home"),
        ("2009/", "list"),
        ("2009/09/", "list"),
        ("2009/09/05/", "list"),
        ("2009-09.html", "list"),
        ("archives/2009/09/index.html", "list"),
        ("archives/2009/index.html", "list"),
        ("page/2/index.html", "list"),
        ("tags/index.html", "list"),
        ("2009/09/lamp/index.html", "post"),
        ("page/2/", "list"),
        ("category/boats/", "list"),
        ("category/boats/page/2/", "list"),
        ("tag/fog", "list"),
        ("tags/", "list"),
        ("author/ada/", "list"),
        ("archives/", "list"),
        ("archive.html", "list"),
        ("2009_09_01_archive.html", "list"),
        ("?m=200909", "list"),
        ("?cat=3", "list"),
        ("?paged=2", "list"),
        ("search?q=fog", "list"),
        ("search/label/fog", "list"),
        ("default,month,2009-09.aspx", "list"),
        ("CategoryView,category,Boats.aspx", "list"),
        ("kategorie/boote/", "list"),
        ("2009/09/lamp.html", "post"),
        ("2009/09/05/lamp/", "post"),
        ("2009/lamp.html", "post"),
        ("2009-09-05-lamp.html", "post"),
        ("archives/2009/09/05/lamp/", "post"),
        ("archives/000123.html", "post"),
        ("posts/lamp/", "post"),
        ("?p=12", "post"),
        ("blog/index.php?id=12", "post"),
        ("PermaLink,guid,0c1d2e3f-0000-4000-8000-000000000000.aspx", "post"),
        ("CommentView,guid,0c1d2e3f-0000-4000-8000-000000000000.aspx", "post"),
        ("category/boats/2009/09/05/lamp/", "post"),
        ("lamp-for-the-harbour/", "unknown"),
        ("about/", "unknown"),
        ("ALampForTheHarbour.aspx", "unknown"),
        ("images/lamp.JPG", "file"),
        ("2009/09/lamp.pdf", "file"),
        ("feed.xml", "file"),
    ],
)
def test_an_address_tells_what_it_leads_to(path: str, kind: AddressKind) -> None:
    assert address_kind("https://tide.example/" + path) == kind


@pytest.mark.parametrize(
    ("path", "kind"), [("", "home"), ("lamp", "unknown"), ("2009/09/", "list"), ("2009/09/lamp", "post")]
)
def test_the_path_of_the_blog_itself_tells_nothing(path: str, kind: AddressKind) -> None:
    for home in (
        "https://fog.example/blog/",
        "https://fog.example/archive/tags/",
        "https://fog.example/2009/12/",
    ):
        assert address_kind(home + path, home) == kind


@given(st.one_of(st.text(), ADDRESSES).filter(lambda url: "[" not in url and "]" not in url))
def test_any_text_has_a_kind(url: str) -> None:
    try:
        kind = address_kind(url)
    except ValueError:  # an address with a host that no address may have, as urlsplit says
        return
    assert kind in ("home", "list", "post", "file", "unknown")


@pytest.mark.parametrize(
    "part", ["2009/", "/", "archive", "page", "2009-09-05-", "a" * 9 + ",", "%20", "0", "posts/"]
)
def test_a_long_address_is_read_in_bounded_time(part: str) -> None:
    url = "https://tide.example/" + part * 20_000
    with in_bounded_time():
        address_kind(url)
        permalink_key(url)
        permalink_key("https://tide.example/?" + part * 20_000)
