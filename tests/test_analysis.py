"""Words are found as they are typed, and in their other forms."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archivesearch.analysis import (
    Role,
    analyzer,
    fold,
    within_distance,
)
from archivesearch.languages import detect_language, is_stop_word, language_of


def keys(text: str, language: str | None = "en") -> list[str]:
    return [token.key for token in analyzer(language).tokens(text)]


def forms(text: str, language: str | None = "en") -> list[str]:
    return [token.form for token in analyzer(language).tokens(text)]


@pytest.mark.parametrize(
    "word",
    [
        "C#",
        "C++",
        "F#",
        ".NET",
        "node.js",
        "don't",
        "e-mail",
        "2.7.5",
        "v1.0.2",
        "AT&T",
        "snake_case",
        "#python",
    ],
)
def test_a_word_with_signs_is_one_token_as_typed(word: str) -> None:
    assert forms(word)[0] == word.lower()


@pytest.mark.parametrize("text", ["(C#)", "C#,", "C#.", "“C#”", "C#/F#", "use C#!", "C#;"])
def test_punctuation_around_a_word_is_not_part_of_it(text: str) -> None:
    assert "c#" in forms(text)


def test_signs_that_belong_to_a_word_are_told_from_brackets_round_it() -> None:
    assert forms("(.NET) [#tag] ...and {@kate}") == [".net", "net", "#tag", "and", "@kate"]


def test_the_end_of_a_sentence_is_not_part_of_its_last_word() -> None:
    assert forms("It runs. Then ends...") == ["it", "runs", "then", "ends"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Résumés", "resume"),
        ("e-mail", "email"),
        ("don’t", "don't"),
        ("John's", "john"),
        ("#python", "Python"),
        ("Ångström", "angstrom"),
        ("STRASSE", "straße"),
        ("ＦＵＬＬ", "full"),
        ("running", "runs"),
        ("cafe\u0301", "café"),
    ],
)
def test_two_spellings_of_a_word_share_their_key(one: str, other: str) -> None:
    assert keys(one)[0] == keys(other)[0]


def test_a_compound_gives_its_parts_at_their_own_positions() -> None:
    tokens = list(analyzer("en").tokens("the node.js runtime"))
    assert [(token.form, token.position) for token in tokens] == [
        ("the", 0),
        ("node.js", 1),
        ("node", 1),
        ("js", 2),
        ("runtime", 3),
    ]


def test_an_elided_article_does_not_hide_the_noun() -> None:
    assert "amour" in forms("l'amour", "fr")


def test_words_are_stemmed_in_the_language_of_the_post() -> None:
    assert keys("Häuser", "de")[0] == keys("Haus", "de")[0]
    assert keys("casas", "es") == keys("casa", "es")
    assert keys("собаки", "ru") == keys("собака", "ru")
    assert keys("Häuser", None)[0] == "hauser"


def test_text_without_spaces_gives_neighbouring_signs() -> None:
    assert forms("東京タワー", "ja") == ["東京", "京タ", "タワ", "ワー", "ー"]
    assert forms("我的blog", "zh") == ["我的", "的", "blog"]


def test_signs_of_indic_and_thai_words_are_not_cut_off() -> None:
    assert forms("हिन्दी", "hi") == ["हिन्दी"]


def test_folding_keeps_letters_that_only_look_accented() -> None:
    assert fold("Йод") == "йод"
    assert fold("Łódź") == "lodz"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The lamp was lit when we came to the lighthouse and it was warm.", "en"),
        ("Der Leuchtturm war hell, als wir an der Küste waren und es regnete.", "de"),
        ("Tuerme fuer Kinder: Buecher ueber Leuchttuerme koennen helfen.", "de"),
        ("Le phare était allumé quand nous avons vu la mer avec les enfants.", "fr"),
        ("El faro estaba encendido cuando llegamos a la playa con los niños.", "es"),
        ("Маяк горел, когда мы пришли на берег и смотрели на море.", "ru"),
        ("灯台の灯りは、私たちが来たとき点いていました。", "ja"),
        ("我们到达的时候灯塔的灯已经亮了。", "zh"),
        ("우리가 왔을 때 등대의 불이 켜져 있었다.", "ko"),
        ("42", None),
    ],
)
def test_the_language_of_a_text_is_told_by_its_words(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_a_declared_language_goes_before_a_guessed_one() -> None:
    assert language_of("pt-BR", "the and of to") == "pt"
    assert language_of("x-klingon", "the cat and the dog of the house") == "en"


def test_stop_words_are_those_of_the_archives_languages() -> None:
    assert is_stop_word("the", ["en"])
    assert not is_stop_word("the", ["de"])


def test_a_swap_of_neighbours_is_one_edit() -> None:
    assert within_distance("lamp", "lapm", 1)
    assert not within_distance("lamp", "plma", 1)


@example("\u200c", "en")  # joins letters of a word, and is alone here
@example("ﾞ ｱﾞ Ａﾟ", "ja")
@example("\uffd0", "en")  # of no width, since Unicode has no sign there
@given(st.text(max_size=300), st.sampled_from(["en", "de", "ja", None]))
def test_tokens_of_any_text_lie_where_they_say(text: str, language: str | None) -> None:
    for token in analyzer(language).tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.form
        assert token.key


_WORDS = [
    "Köln",
    "Koeln",
    "readFile",
    "file",
    "File",
    "HttpServer",
    "Server",
    "Aarhus",
    "Århus",
    "node.js",
    "js",
    "コピー",
]


@example([("Köln", "-"), ("Koeln", " ")], "de")
@given(
    st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from([" ", "-", "/", "."]))),
    st.sampled_from(["en", "de", "da", None]),
)
def test_the_positions_of_a_word_ascend(words: list[tuple[str, str]], language: str | None) -> None:
    places: dict[str, list[int]] = {}
    for token in analyzer(language).tokens("".join(word + joiner for word, joiner in words)):
        places.setdefault(token.key, []).append(token.position)
    assert all(found == sorted(found) for found in places.values())


@given(
    st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from(["-", "/", "."])), min_size=1),
    st.sampled_from(["en", "de", "da"]),
)
def test_what_is_typed_has_the_same_parts_in_every_language(
    words: list[tuple[str, str]], language: str
) -> None:
    text = "".join(word + joiner for word, joiner in words)
    pieces, plain = (
        [piece for piece in analyzer(code).chunk(text).pieces if piece.role < Role.SPELLING]
        for code in (language, None)
    )
    assert [(piece.role, piece.offset, piece.form) for piece in pieces] == [
        (piece.role, piece.offset, piece.form) for piece in plain
    ]
    assert list(analyzer(language).chunk(text).pieces[: len(pieces)]) == pieces


@given(st.text(max_size=200))
def test_index_and_snippet_cut_text_alike(text: str) -> None:
    positions: dict[bytes, list[int]] = {}
    analyzer("en").add_positions(text.split(), positions, 0)
    found = sorted((name, place) for name, places in positions.items() for place in places)
    tokens = analyzer("en").tokens(text)
    assert found == sorted(
        (f"{token.key}\0{token.form}".encode("utf-8", "replace"), token.position) for token in tokens
    )
