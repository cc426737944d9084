"""A snippet shows why a post was found, and nothing that could harm a terminal or a page."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivesearch.model import Fragment, Snippet
from archivesearch.search.query import parse
from archivesearch.search.snippets import SNIPPET_COLUMNS, Highlighter

FILLER = "The keeper climbed the stairs again and wrote a line into the log. " * 12


def snippet(body: str, query: str, language: str = "en", **corrections: tuple[str, ...]) -> Snippet:
    return Highlighter(parse(query).query, [language], corrections).snippet(body, language)


def marked(body: str, query: str, language: str = "en", **corrections: tuple[str, ...]) -> list[str]:
    return re.findall(r"\[(.*?)\]", snippet(body, query, language, **corrections).text("[", "]"))


def test_all_words_of_the_query_are_shown_wherever_they_stand() -> None:
    body = f"{FILLER} The lamp was new. {FILLER} A storm came. {FILLER} The ferry was late. {FILLER}"
    assert sorted(marked(body, "lamp storm ferry")) == ["ferry", "lamp", "storm"]


def test_a_stretch_with_both_words_is_chosen_over_one_with_one() -> None:
    body = f"A lamp here. {FILLER} A lamp there. {FILLER} The lamp in the storm. {FILLER}"
    assert "[lamp] in the [storm]" in snippet(body, "lamp storm").text("[", "]")


def test_other_forms_of_a_word_are_marked() -> None:
    assert marked("Many lamps. Crème brûlée.", "lamp creme") == ["lamps", "Crème"]


def test_a_phrase_is_marked_only_where_it_is_one() -> None:
    assert marked("The new lamp. A lamp, new. Quite new lamps.", '"new lamp"') == ["new lamp", "new lamps"]


def test_a_loose_phrase_is_marked_with_what_stands_between() -> None:
    assert marked("A lamp that is new and red.", '"lamp new"~2') == ["lamp that is new"]
    assert marked("A lamp that is new and red.", '"lamp red"~2') == []


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("lam*", ["lamp", "Lambda"]),
        ("lmap~", ["lamp"]),
        ("-lamp gull", ["gull"]),
        ("author:gull lamp", ["lamp"]),
    ],
)
def test_what_the_query_asks_for_is_marked(query: str, shown: list[str]) -> None:
    assert marked("A lamp, a gull. Lambda.", query) == shown


def test_the_words_that_a_misspelt_one_was_taken_for_are_marked() -> None:
    assert marked("A lighthouse.", "lihgthouse", lihgthouse=("lighthouse",)) == ["lighthouse"]


def test_stop_words_are_not_marked_beside_others() -> None:
    assert marked("The lamp and the storm.", "the lamp") == ["lamp"]
    assert marked("The lamp and the storm.", "the") == ["The", "the"]


def test_compounds_are_marked_whole_or_in_their_parts() -> None:
    assert marked("An e-mail, an email, an e mail.", "e-mail") == ["e-mail", "email", "e mail"]


def test_neighbouring_signs_become_one_mark() -> None:
    assert marked("昨日は東京タワーへ行きました。", "東京タワー", "ja") == ["東京タワー"]


def test_words_in_signs_of_another_width_are_marked_whole() -> None:
    assert marked("本はＣ＋＋で、ﾊﾟｿｺﾝで書く", "c++ パソコン", "ja") == ["Ｃ＋＋", "ﾊﾟｿｺﾝ"]
    assert marked("コンピューターの店", "コンピュータ", "ja") == ["コンピューター"]


def test_a_body_without_the_words_shows_its_lead() -> None:
    found = snippet(FILLER, "platypus").text()
    assert found.startswith("The keeper climbed")
    assert found.endswith(" …")


def test_an_empty_body_has_an_empty_snippet() -> None:
    assert snippet("", "lamp").text() == ""


def test_words_are_never_cut() -> None:
    body = f"{FILLER} lighthouse {FILLER}"
    words = snippet(body, "lighthouse").text().replace("…", "").split()
    assert set(words) <= set(body.split())


def test_html_is_escaped_before_it_is_marked() -> None:
    body = 'A <script>alert("lamp")</script> &amp;<img onerror=x> lamp.'
    html = snippet(body, "lamp script").html()
    assert "<mark>lamp</mark>" in html
    assert "<mark>script</mark>" in html
    assert set(re.findall(r"<[^>]*>", html)) == {"<mark>", "</mark>"}
    assert "&amp;amp;&lt;img" in html


def test_control_characters_are_shown_and_not_sent() -> None:
    text = snippet("A lamp \x1b]52;c;aGk=\x07 \x1b[31m \x9b31m \u202e and", "lamp").text()
    assert "␛]52;" in text
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", text)


@given(st.text(max_size=600), st.text(max_size=20))
def test_any_snippet_of_any_text_is_short_safe_and_from_the_text(body: str, query: str) -> None:
    found = snippet(body, f"{query} a")
    normal = " ".join(body.split())
    for fragment in found.fragments:
        assert fragment.text in normal
        assert all(0 <= start < end <= len(fragment.text) for start, end in fragment.marks)
        assert all(
            left[1] <= right[0] for left, right in zip(fragment.marks, fragment.marks[1:], strict=False)
        )
    assert not re.search("[\x00-\x1f\x7f-\x9f]", found.text())


def test_a_long_text_gives_a_short_snippet() -> None:
    body = f"{FILLER} lamp {FILLER} storm {FILLER}"
    assert len(snippet(body, "lamp storm").text()) <= SNIPPET_COLUMNS + 20


@pytest.mark.parametrize(
    ("filler", "word", "language"),
    [
        ("灯台守はまた階段を上り、日誌に一行を書いた。", "夜霧", "ja"),
        ("守灯塔的人又爬上楼梯，在日志里写下一行字。", "夜雾", "zh"),
        ("등대지기는 다시 계단을 올라 일지에 한 줄을 썼다. ", "안개", "ko"),
        ("Der Wärter stieg über die Stufen und schrieb eine Zeile. ", "Nebel", "de"),
    ],
)
def test_a_snippet_is_as_wide_in_any_script(filler: str, word: str, language: str) -> None:
    text = snippet(f"{filler * 20}{word} {filler * 20}", word, language).text()
    columns = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    assert word in text
    assert SNIPPET_COLUMNS - 40 <= columns <= SNIPPET_COLUMNS + 20


def test_marks_are_given_in_the_fragments_own_characters() -> None:
    assert Snippet((Fragment("a lamp", ((2, 6),)),)).text("<", ">") == "a <lamp>"
