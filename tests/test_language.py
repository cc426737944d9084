"""In which language a post is: what its page says, unless the script of the text says otherwise."""

from __future__ import annotations

import pytest
from a_page import FOG, LAMP, POST, read, the_entry

from archivesearch.languages import told_language

TEXTS = {
    "ja": "今日は海が静かだったので、灯台まで歩いた。新しいランプは八秒で一回りする。",
    "zh": "今天海面很平静，我走到了灯塔。新的灯八秒钟转一圈，船都看得见。",
    "ko": "오늘은 바다가 조용해서 등대까지 걸었다. 새 등은 팔 초에 한 바퀴 돈다.",
    "ru": "Сегодня море было тихим, и мы пошли к маяку. Новая лампа светит до самого утра.",
    "uk": "Сьогодні море тихе, і ми пішли до маяка. Її лампа нова, а моє вікно дивиться на неї.",
    "el": "Σήμερα η θάλασσα ήταν ήσυχη και πήγαμε στον φάρο με τα πόδια.",
    "fa": "امروز دریا آرام بود و ما پیاده تا چراغ بندر رفتیم.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_the_text_of_a_post_says_its_language_where_a_theme_says_another(code: str) -> None:
    entry = the_entry(f"<article><h1>Log</h1><p>{TEXTS[code] * 3}</p></article>", lang="en-us")
    assert entry.language == code


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("zh-TW", TEXTS["zh"]),
        ("ja", "海上灯台新設"),
        ("uk", TEXTS["ru"]),
        ("de", "Der Leuchtturm heißt Маяк, und der Wärter sagt, er sei grün gewesen."),
        ("en", LAMP),
    ],
)
def test_what_the_page_says_stands_where_the_script_may_be_its(declared: str, text: str) -> None:
    assert told_language(declared, text) == declared


def test_a_page_that_says_nothing_of_its_language_is_not_given_one() -> None:
    assert told_language(None, TEXTS["ja"]) is None


def test_a_day_is_read_as_the_language_of_the_pages_title_writes_it() -> None:
    body = f"<article><h1>Маяк у моря</h1><p>05/09/2009</p>{FOG}</article>"
    [entry] = read(body, POST.replace("2009/09/05/", ""), "<title>Маяк у моря</title>", lang="en-us").entries
    assert entry.published is not None
    assert str(entry.published.value) == "2009-09-05"
