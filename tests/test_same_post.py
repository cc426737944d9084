"""Which entries are one post, and what that post then says."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from archivesearch.merge.posts import Merger
from archivesearch.model import GUESSED_ORDER, DateOrder, Entry, Form, Found, PageFacts, Post, Timestamp

TEXT = "The pilot boat came in at four with nobody aboard but the dog, who was steering. " * 9


def entry(
    page: str,
    permalink: str | None = None,
    *,
    title: str | None = "The dog at the wheel",
    published: str | None = "2009-09-05T12:43:43-04:00",
    body: str | None = TEXT,
    form: Form = "full",
    is_own_page: bool = False,
    authors: tuple[str, ...] = (),
    title_rule: str = ".entry-title",
    stamp_rule: str = "stamp",
    captured: str | None = None,
    date_order: DateOrder | None = None,
    is_evidence_only: bool = False,
) -> Entry:
    """What a page says of a post; only what a test is about needs to be said."""
    return Entry(
        page=page,
        position=0,
        form=form,
        page_url=f"http://pier.example/{page}",
        permalink=Found(permalink, "rel=bookmark") if permalink else None,
        title=Found(title, title_rule) if title else None,
        authors=Found(authors, ".author") if authors else None,
        captured=Timestamp.parse(captured) if captured else None,
        published=Found(Timestamp.parse(published), stamp_rule) if published else None,
        date_order=date_order,
        body=Found(body, ".entry-content") if body else None,
        is_own_page=is_own_page,
        is_evidence_only=is_evidence_only,
    )


def merged(entries: Sequence[Entry], blog_title: str = "Pier Notes") -> list[Post]:
    merger = Merger()
    for number, one in enumerate(entries):
        facts = PageFacts(
            path=one.page,
            kind="single" if one.is_own_page else "list",
            url=one.page_url,
            blog="pier.example",
            blog_titles=(Found(blog_title, "meta og:site_name"),),
        )
        merger.learn(facts, [(number, one)])
    posts = (merger.merge([entries[n] for n in group]) for group in merger.groups())
    return [post for post in posts if post is not None]


@pytest.mark.parametrize(
    "address",
    [
        "http://pier.example/dog",
        "https://www.pier.example/dog/",
        "http://pier.example/dog/index.html",
        "http://PIER.example/dog?utm_source=feed",
        "http://pier.example/dog?replytocom=7",
        "http://web.archive.org/web/20100101000000/http://pier.example/dog",
        "http://pier.example/dog.html",
    ],
)
def test_all_spellings_of_an_address_are_one_post(address: str) -> None:
    posts = merged([entry("dog", "http://pier.example/dog", is_own_page=True), entry("2009/09", address)])
    assert [len(post.captures) for post in posts] == [2]


def test_the_full_text_beats_the_excerpt_of_a_month_page() -> None:
    month = entry("2009/09", "http://pier.example/dog", body="The pilot boat came in …", form="excerpt")
    [post] = merged([month, entry("dog", "http://pier.example/dog", is_own_page=True)])
    assert post.body == TEXT
    assert {(c.page, c.form) for c in post.captures} == {("dog", "full"), ("2009/09", "excerpt")}


def test_a_full_looking_text_that_is_far_shorter_is_an_excerpt() -> None:
    month = entry("2009/09", "http://pier.example/dog", body=TEXT[:200])
    [post] = merged([month, entry("dog", "http://pier.example/dog", is_own_page=True)])
    assert [c.form for c in post.captures] == ["full", "excerpt"]


def test_two_posts_with_one_title_are_two() -> None:
    posts = merged(
        [
            entry("a", "http://pier.example/a", title="Links", body="One. " * 60, is_own_page=True),
            entry(
                "b",
                "http://pier.example/b",
                title="Links",
                body="Two. " * 60,
                is_own_page=True,
                published="2009-09-06",
            ),
        ]
    )
    assert len(posts) == 2


def test_one_text_at_two_addresses_is_one_post() -> None:
    posts = merged([entry(p, f"http://pier.example/{p}", is_own_page=True) for p in ("dog", "dog-2")])
    assert len(posts) == 1


def test_a_copy_of_the_site_below_a_folder_gives_no_second_post() -> None:
    posts = merged(
        [
            entry("dog.html", "http://pier.example/dog.html", is_own_page=True),
            entry(
                "old/2009",
                "http://pier.example/old/dog.html",
                body=None,
                form="title",
                published="2009-09-05T12:43:43-04:00",
            ),
        ]
    )
    assert len(posts) == 1


def test_the_address_of_a_list_page_is_no_post() -> None:
    listed = entry(
        "index.html",
        "http://pier.example/2009/09",
        title="September",
        body=None,
        form="title",
        published=None,
    )
    assert [p.permalink for p in merged([entry("2009/09", "http://pier.example/dog"), listed])] == [
        "http://pier.example/dog"
    ]


def test_an_about_page_is_no_post_even_with_a_date() -> None:
    about = entry("about.html", "http://pier.example/about.html", title="About", is_own_page=True)
    assert merged([about]) == []


def test_a_page_without_a_date_in_a_folder_of_its_own_is_no_post_where_all_posts_have_one() -> None:
    posts = [
        entry(
            f"post/{n}",
            f"http://pier.example/post/{n}",
            title=f"Tide {n}",
            body=f"Tide {n}. " * 40,
            is_own_page=True,
        )
        for n in range(12)
    ]
    address = "http://pier.example/boats/dory"
    boat = [
        entry("boats/dory", address, title="Dory", published=None, is_own_page=True),
        entry("boats", address, title="Dory", published=None, form="title", body=None),
    ]
    assert address not in [post.permalink for post in merged([*posts, *boat])]
    address = "http://pier.example/post/undated"
    undated = [
        entry("post/undated", address, title="Undated", published=None, is_own_page=True),
        entry("post", address, title="Undated", published=None, form="title", body=None),
    ]
    assert address in [post.permalink for post in merged([*posts, *undated])]


def test_a_blog_named_like_two_people_signs_nothing() -> None:
    one = entry("dog", "http://pier.example/dog", authors=("Salt", "Pepper"), is_own_page=True)
    assert [post.authors for post in merged([one], blog_title="Salt and Pepper")] == [()]
    assert [post.authors for post in merged([one], blog_title="Pier Notes")] == [("Salt", "Pepper")]


def test_the_name_of_the_blog_is_cut_from_titles_of_the_head() -> None:
    one = entry(
        "dog",
        "http://pier.example/dog",
        title="The dog at the wheel | Pier Notes",
        title_rule="<title>",
        is_own_page=True,
    )
    assert [post.title for post in merged([one])] == ["The dog at the wheel"]


def test_the_sole_author_signs_what_nobody_signs_and_says_so() -> None:
    signed = [
        entry(
            f"{n}",
            f"http://pier.example/{n}",
            title=f"Tide {n}",
            body=f"Tide {n}. " * 40,
            authors=("Petra",),
            is_own_page=True,
        )
        for n in range(9)
    ]
    posts = merged([*signed, entry("dog", "http://pier.example/dog", is_own_page=True)])
    assert {post.authors for post in posts} == {("Petra",)}
    assert posts[-1].found_in["authors"] == "sole author of the blog"


def test_a_wall_clock_takes_the_zone_that_another_page_prints() -> None:
    own = entry("dog", "http://pier.example/dog", published="2009-09-05T12:43", is_own_page=True)
    [post] = merged([own, entry("2009/09", "http://pier.example/dog")])
    assert str(post.published) == "2009-09-05T12:43:43-04:00"


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_the_pages_changes_nothing(seed: int) -> None:
    entries = [
        entry("dog", "http://pier.example/dog", is_own_page=True),
        entry("2009/09", "http://pier.example/dog", body=TEXT[:150], form="excerpt"),
        entry("index.html", "http://www.pier.example/dog/"),
        entry("crab", "http://pier.example/crab", title="A crab", body="A crab. " * 30, is_own_page=True),
        entry("tag/crab", "http://pier.example/crab", title="A crab", body=None, form="title"),
    ]
    shuffled = random.Random(seed).sample(entries, len(entries))
    key = {post.id: post for post in merged(entries)}
    assert {post.id: post for post in merged(shuffled)} == key


LAMP = "http://pier.example/2009/09/lamp"


@pytest.mark.parametrize(
    ("printed", "in_feed", "published"),
    [
        ("2009-09-05T12:43", "2009-09-05T16:43:43+00:00", "2009-09-05T12:43:43-04:00"),
        ("2009-09-05T22:15", "2009-09-05T16:45:00+00:00", "2009-09-05T22:15:00+05:30"),
        ("2009-09-05T12:43:10", "2009-09-05T12:43:10+00:00", "2009-09-05T12:43:10+00:00"),
        ("2009-09-05", "2009-09-05T16:43:43+00:00", "2009-09-05T16:43:43+00:00"),
        (
            "2009-09-05",
            "2009-09-06T02:43:43+00:00",
            "2009-09-05",
        ),  # another day there: which hour it was here is open
        ("2009-09-05T12:43", "2009-09-05T16:50:00+00:00", "2009-09-05T12:43"),  # no zone is seven minutes off
        ("2009-09-05T12:43-04:00", "2009-09-05T10:43:43+00:00", "2009-09-05T12:43-04:00"),
    ],
)
def test_a_feed_tells_the_zone_of_the_clock_on_the_page(printed: str, in_feed: str, published: str) -> None:
    page = entry("lamp.html", LAMP, published=printed, is_own_page=True)
    feed = entry("feed.xml", LAMP, published=in_feed, stamp_rule="feed pubDate", form="excerpt")
    (post,) = merged([feed, page])
    assert str(post.published) == published


@pytest.mark.parametrize(
    ("own", "in_list", "published"),
    [
        ("2009-09-06T00:43:12+00:00", "2009-09-05T20:43", "2009-09-05T20:43:12-04:00"),
        ("2009-09-05T20:43", "2009-09-06T00:43:12+00:00", "2009-09-05T20:43:12-04:00"),
        ("2009-09-06T00:43:12+00:00", "2009-09-05T20:47", "2009-09-06T00:43:12+00:00"),
        ("2009-09-06T00:43:12+00:00", "2009-09-05", "2009-09-06T00:43:12+00:00"),
        ("2009-09-05T20:43", "2009-09-06T00:43:12+02:00", "2009-09-05T20:43"),
    ],
)
def test_an_evening_is_told_by_the_clock_of_one_page_and_the_moment_in_utc_of_another(
    own: str, in_list: str, published: str
) -> None:
    page = entry("lamp.html", LAMP, published=own, is_own_page=True)
    (post,) = merged([page, entry("2009/09", LAMP, published=in_list, form="excerpt")])
    assert str(post.published) == published


def test_of_several_captures_of_a_page_the_newest_speaks_and_all_are_kept() -> None:
    old = entry("a.warc@0", LAMP, body=TEXT, captured="2009-10-01T08:00:00+00:00", is_own_page=True)
    new = entry("a.warc@9", LAMP, body=TEXT[5:], captured="2012-10-01T08:00:00+00:00", is_own_page=True)
    (post,) = merged([old, new])
    assert post.body == TEXT[5:]
    assert {str(capture.captured) for capture in post.captures} == {str(old.captured), str(new.captured)}


def test_a_capture_that_lost_most_of_the_text_does_not_replace_it() -> None:
    old = entry("a.warc@0", LAMP, body=TEXT, captured="2009-10-01T08:00:00+00:00", is_own_page=True)
    new = entry(
        "a.warc@9", LAMP, body="Members only.", captured="2012-10-01T08:00:00+00:00", is_own_page=True
    )
    (post,) = merged([old, new])
    assert post.body == TEXT


def numbered(number: int, published: str, order: DateOrder, rule: str = "text") -> Entry:
    return entry(
        f"{number}.html",
        f"http://pier.example/?p={number}",
        title=f"Watch {number}",
        body=f"{number} {TEXT}",
        published=published,
        stamp_rule=rule,
        date_order=order,
        is_own_page=True,
    )


def test_a_date_that_reads_both_ways_is_read_as_the_blog_prints_the_others() -> None:
    open_date = numbered(1, "2009-05-09", "month first?", f"text{GUESSED_ORDER}")
    others = [numbered(2, "2009-09-25", "day first"), numbered(3, "2009-10-31", "day first")]
    by_title = {post.title: post for post in merged([open_date, *others])}
    assert str(by_title["Watch 1"].published) == "2009-09-05"
    assert by_title["Watch 1"].found_in["published"] == "text, day first as elsewhere in the blog"
    assert str(by_title["Watch 2"].published) == "2009-09-25"


def test_dates_stay_as_read_where_the_blog_prints_both_orders() -> None:
    open_date = numbered(1, "2009-05-09", "month first?", f"text{GUESSED_ORDER}")
    others = [numbered(2, "2009-09-25", "day first"), numbered(3, "2009-10-31", "month first")]
    by_title = {post.title: post for post in merged([open_date, *others])}
    assert str(by_title["Watch 1"].published) == "2009-05-09"
    assert by_title["Watch 1"].found_in["published"].endswith(GUESSED_ORDER)


def test_the_month_in_the_address_tells_day_from_month() -> None:
    (post,) = merged([entry("a.html", LAMP, published="2009-05-09", date_order="month first?")])
    assert str(post.published) == "2009-09-05"


def test_what_only_a_feed_shows_is_a_post_unless_the_blogs_pages_are_there() -> None:
    page = entry("lamp.html", LAMP, is_own_page=True)
    only_in_feed = entry(
        "feed.xml",
        "http://pier.example/tags/dogs/",
        title="dogs",
        body=None,
        form="title",
        stamp_rule="feed pubDate",
        is_evidence_only=True,
    )
    assert [post.permalink for post in merged([page, only_in_feed])] == [LAMP]
    alone = entry("feed.xml", "http://pier.example/2009/10/fog", is_evidence_only=True)
    assert [post.permalink for post in merged([alone])] == ["http://pier.example/2009/10/fog"]


def test_what_all_posts_end_with_is_cut_but_no_long_paragraph_of_a_post_above_it() -> None:
    def body(number: int) -> str:
        own = f"On day {number} the dog slept. " * 12
        return "\n\n".join(
            (f"Day {number}.", "What came first", own.strip(), "Share this", "Print", "Like it")
        )

    posts = merged(
        [
            entry(f"{n}.html", f"http://pier.example/{n}", title=f"Day {n}", body=body(n), is_own_page=True,
                  published=f"2009-09-0{n}")
            for n in range(1, 7)
        ]
    )  # fmt: skip
    assert len(posts) == 6
    assert all(post.body.split("\n\n")[1:2] == ["What came first"] for post in posts)
    assert all(post.body.endswith("the dog slept.") for post in posts)
