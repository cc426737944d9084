"""Bytes become the text that a browser would show, whatever is said or not said of their character set."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from a_page import in_bounded_time
from hypothesis import example, given
from hypothesis import strategies as st

from archivesearch.errors import ExtractError
from archivesearch.extract.charset import decode

ENGLISH = "<p>The caf\u00e9\u2019s lamp \u2013 20\u00a0\u20ac \u2013 burns all night, says Zo\u00eb.</p>"
RUSSIAN = "<p>Девять дней тумана, и никто не видел дальнего причала; мы звонили в колокол вручную.</p>"
JAPANESE = "<p>霧の九日間、遠い桟橋を見た人はいなかった。私たちは一時間ずつ手で鐘を鳴らした。</p>"


def declaring(charset: str) -> str:
    return f'<html><head><meta charset="{charset}"></head><body>'


@pytest.mark.parametrize(
    ("text", "codec", "http_charset"),
    [
        (ENGLISH, "utf-8", None),
        (ENGLISH, "utf-8-sig", None),
        (ENGLISH, "windows-1252", None),  # nothing said: what browsers fall back to
        (declaring("windows-1252") + ENGLISH, "windows-1252", None),
        (declaring("iso-8859-1") + ENGLISH, "windows-1252", None),  # that is what this label means on the web
        (declaring("us-ascii") + ENGLISH, "windows-1252", None),
        (declaring("koi8-r") + RUSSIAN, "koi8-r", None),
        (declaring("windows-1251") + RUSSIAN, "windows-1251", None),
        (declaring("shift_jis") + JAPANESE, "cp932", None),
        (declaring("euc-jp") + JAPANESE, "euc-jp", None),
        (declaring("iso-2022-jp") + JAPANESE, "iso-2022-jp", None),
        (declaring("gb2312") + "<p>九天的雾，谁也没有看见远处的码头。镕</p>", "gbk", None),
        (RUSSIAN, "windows-1251", "windows-1251"),  # only the HTTP header says it
        (declaring("iso-8859-1") + RUSSIAN, "koi8-r", "koi8-r"),  # the header goes before the page
        ('<?xml version="1.0" encoding="koi8-r"?>' + RUSSIAN, "koi8-r", None),
    ],
)
def test_text_comes_back_as_it_was_written(text: str, codec: str, http_charset: str | None) -> None:
    assert decode(text.encode(codec), http_charset) == (text, None)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ENGLISH, "<html><body>" * 9 + RUSSIAN + "</body></html>" * 9])
def test_utf_16_is_read_with_and_without_its_byte_order_mark(text: str, codec: str) -> None:
    mark = codecs.BOM_UTF16_LE if codec == "utf-16-le" else codecs.BOM_UTF16_BE
    assert decode(mark + text.encode(codec)) == (text, None)
    bare, note = decode(text.encode(codec))
    assert bare == text
    assert note is not None
    assert codec in note


def test_a_byte_order_mark_goes_before_all_that_is_declared() -> None:
    text = declaring("windows-1251") + ENGLISH
    assert decode(codecs.BOM_UTF8 + text.encode(), "koi8-r") == (text, None)


@pytest.mark.parametrize(
    "declared",
    [
        "iso-8859-1",
        "windows-1251",
        "utf-16",
        "shift_jis",
    ],
)
def test_utf_8_that_is_declared_as_something_else_is_still_read(declared: str) -> None:
    text = declaring(declared) + "<p>" + "Девять дней тумана: caf\u00e9. " * 9
    got, note = decode(text.encode())
    assert got == text
    assert (note is None) == (declared == "utf-16")  # no page whose meta could be read is UTF-16


def test_windows_1252_that_is_declared_as_utf_8_is_read_and_told() -> None:
    text = declaring("utf-8") + ENGLISH
    got, note = decode(text.encode("windows-1252"))
    assert got == text
    assert note == "declares UTF-8 but is not; read as windows-1252"


def test_a_few_broken_bytes_do_not_turn_a_page_of_utf_8_into_another_charset() -> None:
    got, note = decode((declaring("utf-8") + RUSSIAN).encode() + b"caf\xe9")
    assert RUSSIAN in got
    assert got.endswith("caf\ufffd")
    assert note is not None


def test_a_charset_that_does_not_exist_counts_as_none() -> None:
    text = declaring("no-such-charset") + ENGLISH
    assert decode(text.encode("windows-1252"))[0] == text
    assert decode(text.encode())[0] == text


@pytest.mark.parametrize("codec", ["windows-1251", "koi8-r"])
def test_a_foreign_page_that_says_no_charset_is_told_from_western_text(codec: str) -> None:
    text = RUSSIAN * 5
    got, note = decode(text.encode(codec))
    assert got == text
    assert note is not None


def test_a_page_cut_in_the_middle_of_a_letter_keeps_its_charset() -> None:
    whole = (declaring("utf-8") + RUSSIAN).encode()
    got, _ = decode(whole[: whole.rindex("ю".encode()) + 1])
    assert "мы звонили в колокол" in got


def test_zero_bytes_are_left_out_and_harm_nothing() -> None:
    assert decode(b"<p>fog\0 and\0 bell</p>" + b"<p>pier</p>" * 20) == (
        "<p>fog and bell</p>" + "<p>pier</p>" * 20,
        None,
    )


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\0" * 5000])
def test_an_empty_file_is_refused_with_a_remedy(content: bytes) -> None:
    with pytest.raises(ExtractError, match=r"empty; .*leave it out"):
        decode(content)


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20, b"MZ\x90\x00\x03" + b"\x01\x02\x7f" * 900],
)
def test_a_binary_file_is_refused_with_a_remedy(content: bytes) -> None:
    with pytest.raises(ExtractError, match=r"binary.*leave it out"):
        decode(content)


@given(
    st.binary(max_size=400), st.sampled_from([None, "utf-8", "koi8-r", "base64", "rot13", "idna", "\0", ""])
)
@example(b"<meta charset=base64>caf\xe9", None)
@example(b"<meta charset=hex>caf\xe9", None)
@example(b"<meta charset=undefined>caf\xe9", None)
@example(b"<meta charset=unicode_escape>caf\xe9 \\ud800", None)
@example(b"\xff\xfe\xff", None)
def test_no_bytes_do_more_than_be_refused(content: bytes, http_charset: str | None) -> None:
    try:
        text, _ = decode(content, http_charset)
    except ExtractError:
        return
    assert isinstance(text, str)
    assert "\0" not in text


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])), st.sampled_from(["utf-8", "utf-8-sig"])
)
def test_whatever_is_written_in_utf_8_comes_back(text: str, codec: str) -> None:
    content = f"<html><body><p>{text}</p>".encode(codec)
    assert decode(content)[0] == f"<html><body><p>{text}</p>"


@pytest.mark.parametrize(
    "content",
    [
        b"\xe9" * 5_000_000,
        b"\x80 " * 2_500_000,
        "й".encode("koi8-r") * 5_000_000,
        b"<meta " * 800_000,
        b"<meta charset" + b" " * 5_000_000 + b"=",
        b"<?xml " + b" encoding" * 500_000,
        b"fog\0" * 1_250_000,
    ],
    ids=["accents", "controls", "cyrillic", "meta", "spaces", "xml", "zeros"],
)
def test_five_megabytes_of_one_line_are_read_in_bounded_time(content: bytes) -> None:
    with in_bounded_time(), suppress(ExtractError):
        decode(content)
