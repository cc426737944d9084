"""Lists beside the posts, on pages whose names say nothing: "recent posts" with days are no posts of every page."""

from __future__ import annotations

from pathlib import Path

import pytest

from archivesearch import scrape
from archivesearch.model import Post

HOST = "https://pier.example"
WORDS = (
    "The {0} stood on the pier all winter, and nobody asked why it was wet. ",
    "In March we carried the {0} to the ferry, and the ferry did not want it. ",
    "My neighbour says that a {0} keeps if it is kept, which is how she keeps most things. ",
)
THINGS = "anchor barrel candle dredge engine funnel gasket hammer inkpot jigger kettle ladder".split()


def address(thing: str) -> str:
    return f"{HOST}/{thing}-on-the-pier/"


def day(number: int) -> str:
    return f"2011-{1 + number // 2:02d}-{5 + 14 * (number % 2):02d}"


def article(number: int, thing: str) -> str:
    text = "".join(f"<p>{words.format(thing) * 2}</p>" for words in WORDS)
    return (
        f'<div class="x1"><h2 class="x2"><a href="{address(thing)}">The {thing}</a></h2>'
        f'<div class="x3"><span>{day(number)}</span></div><div class="x4">{text}</div></div>'
    )


def beside(words: str) -> str:
    rows = "".join(
        f'<div class="y2"><h3><a href="{address(thing)}">The {thing}</a></h3><span>{day(n)}</span>{words.format(thing)}</div>'
        for n, thing in list(enumerate(THINGS))[-3:]
    )
    return f'<div class="y1"><div class="y3">Lately</div>{rows}</div>'


@pytest.fixture(params=["", "<p>Once more of the {0}, of which you have read before, on a wet day.</p>"])
def posts(request: pytest.FixtureRequest, tmp_path: Path) -> list[Post]:
    """Those of a blog of twelve posts: a page each, a front page, one for each month, and the same list beside all."""
    numbered = list(enumerate(THINGS))
    pages = {"index.html": numbered[-5:][::-1]}
    pages |= {f"2011/{month:02d}/index.html": numbered[2 * month - 2 : 2 * month] for month in range(1, 7)}
    pages |= {f"{thing}-on-the-pier/index.html": [(n, thing)] for n, thing in numbered}
    for path, shown in pages.items():
        main = "".join(article(n, thing) for n, thing in shown)
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        title = "Pier Notes" if len(shown) > 1 else f"The {shown[0][1]} - Pier Notes"
        file.write_text(
            f'<html lang="en"><head><title>{title}</title></head><body><div class="z1"><a href="/">Pier Notes</a></div>'
            f'<div class="z2"><div class="z3">{main}</div>{beside(request.param)}</div></body></html>'
        )
    return list(scrape([tmp_path], base_url=HOST + "/", jobs=1))


def test_a_list_that_stands_beside_all_posts_makes_no_captures(posts: list[Post]) -> None:
    months = {p.title: [c.page for c in p.captures if c.page.startswith("2011")] for p in posts}
    assert months == {f"The {thing}": [f"2011/{1 + n // 2:02d}/index.html"] for n, thing in enumerate(THINGS)}


def test_the_posts_that_it_names_keep_the_captures_of_their_own(posts: list[Post]) -> None:
    newest = next(post for post in posts if post.title == "The ladder")
    forms = {capture.page: capture.form for capture in newest.captures}
    assert forms == {
        "index.html": "full",
        "2011/06/index.html": "full",
        "ladder-on-the-pier/index.html": "full",
    }
    assert str(newest.published) == "2011-06-19"
