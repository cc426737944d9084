"""Pages that do not tell their blog find it by the pages around them, or stay apart from other blogs."""

from __future__ import annotations

from archivesearch.merge.homes import KnownBlogs

TIDE = ("tide.example", ["tide/2009/lamp.html", "tide/2010/ferry.html", "tide/index.html"])
EBB = ("ebb.example", ["ebb/fog.html"])


def known(*blogs: tuple[str, list[str]]) -> KnownBlogs:
    found = KnownBlogs()
    for blog, paths in blogs:
        for path in paths:
            found.add(blog, path)
    return found


def test_without_a_known_blog_all_pages_are_taken_for_one() -> None:
    assert {known().home_of(path, "?1") for path in ("a.html", "b/c/d.html")} == {"?1"}


def test_the_only_blog_of_a_source_takes_in_every_page() -> None:
    assert {known(TIDE).home_of(path, "?1") for path in ("404.html", "tide/x.html", "y/z.html")} == {
        "tide.example"
    }


def test_of_several_blogs_each_takes_in_what_lies_in_its_folder() -> None:
    both = known(TIDE, EBB)
    assert both.home_of("tide/404.html", "?1") == "tide.example"
    assert both.home_of("tide/2009/11/day.html", "?1") == "tide.example"
    assert both.home_of("ebb/about/index.html", "?1") == "ebb.example"


def test_pages_beside_the_known_blogs_are_one_blog_for_each_folder() -> None:
    both = known(TIDE, EBB)
    assert both.home_of("neap/a.html", "?1") == both.home_of("neap/deep/er/b.html", "?1") == "?1/neap"
    assert both.home_of("spring/a.html", "?1") == "?1/spring"
    assert both.home_of("top.html", "?1") == "?1"


def test_a_folder_in_which_several_blogs_live_belongs_to_none_of_them() -> None:
    around = known(("hub.example", ["index.html", "log/a.html"]), EBB)
    assert around.home_of("neap/a.html", "?1") == "?1/neap"
    assert around.home_of("ebb/404.html", "?1") == "ebb.example"
