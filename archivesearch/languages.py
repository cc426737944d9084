"""Languages: which a text is in, by its script or its commonest words, and which words say nothing in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from archivesearch.stopwords import STOP_WORDS

# ISO 639-1 code: name of its Snowball stemmer. The codes are the languages a post may be analysed in.
STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
_SAME_LANGUAGE = {"nb": "no", "nn": "no", "hr": "sr", "bs": "sr"}

_SCRIPTS = (
    ("[\u3040-\u30ff]", "ja"),
    ("[\uac00-\ud7af]", "ko"),
    ("[\u4e00-\u9fff]", "zh"),
    ("[\u0e00-\u0e7f]", "th"),
    ("[\u0370-\u03ff]", "el"),
    ("[\u0530-\u058f]", "hy"),
    ("[\u0600-\u06ff]", "ar"),
    ("[\u0b80-\u0bff]", "ta"),
    ("[\u0900-\u097f]", "hi"),
    ("[\u0400-\u04ff]", "ru"),
)
# The languages written in a script, the commonest first, each with letters that the ones before it do not have.
_WRITTEN_IN = (
    ("[\u3040-\u30ff]", 3, (("ja", ""),)),
    ("[\uac00-\ud7af]", 3, (("ko", ""),)),
    ("[\u4e00-\u9fff]", 3, (("zh", ""), ("ja", ""), ("ko", ""), ("yue", ""))),
    ("[\u0400-\u04ff]", 1, (("ru", ""), ("uk", "їєґ"), ("be", "ў"), ("sr", "ђћ"), ("mk", "ѓќѕ"), ("kk", "әғқ"), ("mn", "өү"),
                              ("tg", "ҷҳӣ"), ("bg", ""), ("ky", ""), ("tt", ""), ("ba", ""), ("bs", ""))),
    ("[\u0370-\u03ff]", 1, (("el", ""),)),
    ("[\u0600-\u06ff]", 1, (("ar", ""), ("ps", "ټډړ"), ("ckb", "ڕڵۆ"), ("ur", "ٹڈڑ"), ("fa", "پچژگ"), ("ku", ""), ("sd", ""), ("ug", ""))),
    ("[\u0590-\u05ff]", 1, (("he", ""), ("iw", ""), ("yi", ""))),
    ("[\u0530-\u058f]", 1, (("hy", ""),)),
    ("[\u10a0-\u10ff]", 1, (("ka", ""),)),
    ("[\u0e00-\u0e7f]", 1, (("th", ""),)),
    ("[\u0b80-\u0bff]", 1, (("ta", ""),)),
    ("[\u0900-\u097f]", 1, (("hi", ""), ("mr", "ळ"), ("ne", ""), ("sa", ""), ("bho", ""))),
)  # fmt: skip
_MARKS_OF_TEXT = 0.005  # of the letters of a text; a Russian one may name a Ukrainian town
_KANA_OF_TEXT = 0.1  # of the signs of a Japanese text, at least; a Chinese one may name a Japanese song
# A word of running text: letters alone, between blanks or punctuation. Words of code and addresses are none.
_PLAIN_WORD = re.compile(r"""(?<![^\s("'«»„“”‘’,;:!?¿¡–—-])[^\W\d_]{2,}(?![^\s)"'«»„“”‘’,;:!?.…–—-])""")
_OTHER_SCRIPT = "[\u0370-\u06ff\u0900-\u0e7f\u10a0-\u10ff\u3040-\ud7af]"
_LOOKED_AT_CHARS = (1000, 4000)  # of a text; the second where the first does not tell
# What a text must have of a language to be believed. Measured on 4,941 posts in seven languages, no language being
# declared: 7.2 % wrong and 8.5 % untold when every word of a list counted alike, now 0.9 % and 14 % (posts of
# names and addresses, most of them). A wrong one does more harm: its stems pollute the queries of all others.
_LEAST_SCORE = 1.5  # a word that only this language has counts 1, one that n languages share counts 1/n
_LEAST_WORDS = 2  # different ones
_LEAST_LEAD = 1.3  # times the score of the next language
_MOST_OF_A_WORD = 3  # times that it counts


def language_of(declared: str | None, *texts: str) -> str | None:
    """The language a post is analysed in: the declared one if we know it, else the one its words are of, or None."""
    if declared:
        code = declared.lower().replace("_", "-").partition("-")[0]
        code = _SAME_LANGUAGE.get(code, code)
        if code in STEMMERS or code in ("zh", "ja", "ko", "th"):
            return code
    return detect_language("\n".join(texts))


def detect_language(text: str) -> str | None:
    """The language of a text by its script and its commonest words; None where they do not tell."""
    for size in _LOOKED_AT_CHARS:
        sample = text[:size]
        language = _by_script(sample) or _by_words(sample)
        if language or len(text) <= size:
            return language
    return None


def _by_script(sample: str) -> str | None:
    """The language of a script that no other language of ours has."""
    if sample.isascii() or not re.search(_OTHER_SCRIPT, sample):
        return None
    letters = sum(map(str.isalpha, sample))
    for script, code in _SCRIPTS:
        # A sign of an unspaced script is worth some three letters; kana in passing makes no Japanese.
        if len(re.findall(script, sample)) * 5 > letters:
            return code
    return None


def told_language(declared: str | None, text: str) -> str | None:
    """The declared language, unless most of the text is in a script that it is not written in: then one that is.

    Themes come with `lang="en-us"`, whatever is written with them.
    """
    sample = text[: _LOOKED_AT_CHARS[0]]
    if not declared or sample.isascii() or not re.search(_OTHER_SCRIPT, sample):
        return declared
    letters = sum(map(str.isalpha, sample))
    shares = [len(re.findall(script, sample)) for script, _, _ in _WRITTEN_IN]
    if shares[0] < _KANA_OF_TEXT * (shares[0] + shares[2]):
        shares[0] = 0
    for (_, letters_of_sign, languages), count in zip(_WRITTEN_IN, shares, strict=True):
        signs = count + (shares[2] if languages[0][0] == "ja" and count else 0)
        if signs and signs * letters_of_sign >= letters - signs:
            codes = [code for code, _ in languages]
            if declared.lower().replace("_", "-").partition("-")[0] in codes:
                return declared
            marked = (
                code
                for code, marks in languages
                if sum(map(sample.lower().count, marks)) >= _MARKS_OF_TEXT * signs and marks
            )
            return next(marked, codes[0])
    return declared


def _by_words(sample: str) -> str | None:
    """The language whose commonest words a text has."""
    scores: dict[str, float] = {}
    words: dict[str, int] = {}
    for word, count in Counter(filter(_SPEAKERS.__contains__, _PLAIN_WORD.findall(sample.lower()))).items():
        codes = _SPEAKERS[word]
        for code in codes:
            words[code] = words.get(code, 0) + 1
            scores[code] = scores.get(code, 0.0) + min(count, _MOST_OF_A_WORD) / len(codes)
    best, *others = sorted(scores, key=lambda code: -scores[code]) or [""]
    if not best or scores[best] < _LEAST_SCORE or words[best] < _LEAST_WORDS:
        return None
    return best if not others or scores[best] >= _LEAST_LEAD * scores[others[0]] else None


_SPEAKERS: dict[str, list[str]] = {}
for _code, _list in STOP_WORDS.items():
    for _word in _list:
        _SPEAKERS.setdefault(_word, []).append(_code)


def is_stop_word(form: str, languages: Sequence[str]) -> bool:
    """Whether a word says nothing of a post's matter in any of these languages."""
    return any(code in languages for code in _SPEAKERS.get(form, ()))
