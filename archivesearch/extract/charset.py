"""Bytes -> text, the way browsers decode: BOM, HTTP header, meta, UTF-8, then windows-1252."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from archivesearch.errors import ExtractError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Labels that mean another, larger character set in a browser (WHATWG Encoding Standard, section 4.2).
_LABELS = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "iso-8859-11": "windows-874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "x-user-defined": "windows-1252",
    "utf-16": "utf-8",  # a page whose meta could be read as ASCII is not UTF-16 (HTML standard, 13.2.3.3)
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "unicode": "utf-8",
}
_CONTROL = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_HIGH = re.compile(rb"[\x80-\xff]")
_CJK = frozenset({"gb18030", "cp932", "cp949", "big5hkscs", "euc_jp", "iso2022_jp"})
_MIN_WITNESSES = 24  # high bytes, about eight letters; that many are no valid UTF-8 by chance
_SAMPLE_BYTES = 65_536
_BINARY_SHARE = 0.05  # of control bytes in the sample; text has next to none
_FOREIGN_SHARE = 0.2  # of high bytes in the sample: western text stays below, Cyrillic and CJK above


class Decoded(NamedTuple):
    """The text of a page's bytes and how it was told from them."""

    text: str
    charset: str
    rule: str  # what told the character set
    note: str | None = None  # where the character set was not as declared


def decode(content: bytes, http_charset: str | None = None) -> tuple[str, str | None]:
    """The text of a page's bytes and, where the character set was not as declared, a note about it.

    Raises ExtractError for an empty or a binary page.
    """
    decoded = decode_with_evidence(content, http_charset)
    return decoded.text, decoded.note


def decode_with_evidence(content: bytes, http_charset: str | None = None) -> Decoded:
    """The text of a page's bytes, its character set and what told that.

    Raises ExtractError for an empty or a binary page.
    """
    if not content.strip(b" \t\r\n\0"):
        raise ExtractError("the file is empty; save the page again or leave it out")
    for mark, name in _BOMS:
        if content.startswith(mark):
            return Decoded(
                content[len(mark) :].decode(name, "replace").replace("\0", ""), name, "byte order mark"
            )
    sample = content[:_SAMPLE_BYTES]
    wide = _sniff_utf16(sample)
    if wide:
        text = content.decode(wide, "replace").replace("\0", "")
        return Decoded(text, wide, "zero bytes between the letters", f"no byte order mark; read as {wide}")
    if len(sample) - len(sample.translate(None, _CONTROL)) > _BINARY_SHARE * len(sample):
        raise ExtractError("the file is binary, not a page; leave it out or give its text")
    content = content.replace(b"\0", b"")
    declared = http_charset or _declared(content)
    codec = _codec(declared)
    said = "nothing declared" if not declared else f"{'HTTP header' if http_charset else 'meta'}: {declared}"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(content, declared, codec, said)
    note = None
    if codec not in (None, "utf-8") and _HIGH.search(content):
        note = f"declares {declared} but is UTF-8; read as UTF-8"
        if codec in _CJK and len(_HIGH.findall(content)) < _MIN_WITNESSES:
            # a few CJK bytes may be valid UTF-8 by chance; there the declaration is the better witness
            return _decode_legacy(content, declared, codec, said)
    if codec == "iso2022_jp":
        return Decoded(content.decode(codec, "replace"), codec, said)
    return Decoded(text, "utf-8", said if codec == "utf-8" else f"valid UTF-8 ({said})", note)


def _decode_legacy(content: bytes, declared: str | None, name: str | None, said: str) -> Decoded:
    if name and name != "utf-8":
        return Decoded(content.decode(name, "replace"), name, said)
    if name == "utf-8":
        text = content.decode("utf-8", "replace")
        if len(re.findall("[^\x00-\x7f\ufffd]", text)) >= text.count("\ufffd"):
            note = "declares UTF-8 but some bytes are not; those are shown as U+FFFD"
            return Decoded(text, name, said, note)
    high = len(_HIGH.findall(content[:_SAMPLE_BYTES]))
    if high > _FOREIGN_SHARE * len(content[:_SAMPLE_BYTES]):
        from charset_normalizer import from_bytes  # a lazy import: slow to load, and few pages need it

        best = from_bytes(content[:_SAMPLE_BYTES]).best()
        if best is not None:
            return Decoded(
                content.decode(best.encoding, "replace"),
                best.encoding,
                f"told by its letters ({said})",
                f"says no character set; read as {best.encoding}",
            )
    lost = "declares UTF-8 but is not; read as windows-1252" if name == "utf-8" else None
    rule = f"not UTF-8, so what browsers fall back to ({said})"
    return Decoded(content.decode("windows-1252", "replace"), "windows-1252", rule, lost)


def _declared(content: bytes) -> str | None:
    """The character set that a page names in its XML declaration or in a <meta>."""
    from bs4.dammit import (
        EncodingDetector,
    )  # a lazy import: slow to load, and not for text that is decoded already

    return EncodingDetector.find_declared_encoding(content[:8192], is_html=True)


def _codec(label: str | None) -> str | None:
    """The name of Python's codec for a declared label, None when there is none."""
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    label = _LABELS.get(label, label)
    try:
        b" ".decode(label, "replace")  # base64 and its kin are codecs too, but give no text
        return codecs.lookup(label).name
    except (LookupError, ValueError):
        return None


def _sniff_utf16(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark, told by the zero bytes of its ASCII markup."""
    if b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None
