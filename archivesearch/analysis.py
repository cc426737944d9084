"""Text to tokens, the same way for index, query and snippet.

A token has a *form*, the word as typed but for its case, and a *key*, what all forms of the word share: accents
folded, possessive and apostrophe dropped, stemmed. `Résumés` has the form `résumés`, the key `resum`. The
index holds both as one term, key first, so the forms of a word lie side by side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from archivesearch.identifiers import parts_of_identifier
from archivesearch.languages import STEMMERS

ANALYZER_VERSION = 3  # an index made by another version must be rebuilt

# Scripts written without spaces between words: Chinese, Japanese and Korean, Thai, Lao, Khmer, Burmese.
_SOUTH_EAST_ASIAN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_FIRST_EAST_ASIAN = "\u3005"
_UNSPACED = (
    f"{_SOUTH_EAST_ASIAN}{_FIRST_EAST_ASIAN}-\u3007\u3040-\u30ff\u3130-\u318f"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Vowel signs and accents that stand inside words but that Python's \w leaves out.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0963\u0980-\u0d7f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d\u3099\u309a"
)
_L = f"[^\\W_]|[{_MARKS}]"  # one letter, digit or mark

# A word with what may stand inside it (node.js, don't, e-mail, AT&T, snake_case, 2.7.5), before it (.NET, #tag,
# @name) and after it (C#, C++; Japanese may go on at once); or one picture sign. A soft hyphen only says where a
# word may be broken.
WORD = re.compile(
    rf"(?:(?<![\w.])\.(?=[^\W\d_])|(?<![\w&])[#@](?=[^\W_]))?(?:{_L})+"
    rf"(?:['’.\-‐‑_&@+\u00ad](?:{_L})+)*(?:(?<=[^\W\d_])(?:\+\+|[#♯])(?![#+]|(?a:\w)))?"
    r"|[\u2600-\u27bf\U0001f300-\U0001faff]"
)
_PART = re.compile(rf"(?:{_L})+(?:\u00ad(?:{_L})+)*")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")  # U.S.A
_CHUNK = re.compile(r"\S+")
_NUMBER = re.compile(r"v?\d[\d.,+\-]*\Z")
_JOINERS = re.compile("['\\-‐‑_]")
_POSSESSIVE = re.compile(r"'s?\Z")
_STRAIGHT = str.maketrans(
    {"’": "'", "♯": "#", "‐": "-", "‑": "-", "\u200c": None, "\u200d": None, "\u00ad": None}
)
_LATIN_OR_GREEK = re.compile("[a-z\u00c0-\u024f\u0370-\u03ff\u1e00-\u1fff]")
# Begins the form of what is only part of a word. No typed word begins so: such a form is never the one that counts
# most, is no spelling of the archive, and no beginning of a word.
LESSER = "~"
RESPELT = "="  # the same for a word in another spelling, which counts as another form
_KEPT_FORM_LENGTH = 80  # characters; longer words are base64 and the like, and are cut
_PUNCTUATION = ".,;:!?()[]{}<>\"'`*=/\\|-_~"  # what may stand around a plain word and is not part of it
_KEPT_CHUNKS = 100_000  # different ones remembered for each language; some 40 MB
_FIRST_OF_OTHER_WIDTH = "\uff10"
# Signs that differ in their width only, as Japanese and Chinese keyboards give them. Patterns for few texts, such as
# these, are compiled when first met, which plain text need not pay.
_OTHER_WIDTH = f"[{_FIRST_OF_OTHER_WIDTH}-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc]"
_SIGN = "(?s)[\uff66-\uff9d][\uff9e\uff9f]?|."  # with its voicing mark
# The long mark that ends a katakana word of four signs or more, which technical Japanese leaves out (コンピュータ).
_FINAL_LONG_MARK = "(?<=[\u30a1-\u30fa\u30fc]{3})\u30fc(?![\u30a1-\u30fa\u30fc])"
_ELISION = re.compile(
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell?|all|dall|nell|sull|un|quell|[dlms]'?)'", re.ASCII
)


class Role(IntEnum):
    """What a token is to the word it comes from."""

    WORD = 0  # the word itself
    COMPOUND = 1  # a word that also gives its parts
    PART = 2  # one of the parts of a compound
    # Another way to find a word, which no query asks for: `net` for `.NET`, `amour` for `l'amour`, `file` for
    # `readFile`, the last sign of a run.
    EXTRA = 3
    SPELLING = 4  # the like that only some languages have, after all others: `koeln` for `Köln`


class Token(NamedTuple):
    """A word found in a text."""

    key: str
    form: str
    position: int  # in words from the start of the text
    start: int  # in characters
    end: int


class Piece(NamedTuple):
    """One token of a typed word, relative to the word."""

    key: str
    form: str
    offset: int  # in positions
    start: int  # in characters
    end: int
    role: Role = Role.WORD


@dataclass(frozen=True, slots=True)
class Analysed:
    """A stretch of text cut into its tokens: each word whole, then its parts if it has any."""

    pieces: tuple[Piece, ...]
    width: int  # how many positions it takes
    terms: tuple[tuple[bytes, int], ...]  # what the index holds of each piece, and its offset
    names: frozenset[str]  # all keys and forms


def fold(text: str) -> str:
    """The text without case and, in Latin and Greek, without accents: `Ångström` and `angstrom` are one.

    Other scripts keep their marks, which tell letters apart there (Russian `й` is no `и`).
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold()
    if not _LATIN_OR_GREEK.search(text):
        return text
    out: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if "\u0300" <= char <= "\u036f" and out and _LATIN_OR_GREEK.match(out[-1]):
            continue
        out.append(char)
    return unicodedata.normalize("NFC", "".join(out)).translate(_LETTERS)


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})


def form_of(word: str) -> str:
    """The word as typed, in one spelling: compatibility characters, case and typographic signs made plain."""
    if word.isascii():
        return word.lower()[:_KEPT_FORM_LENGTH]
    text = unicodedata.normalize("NFKC", word.translate(_STRAIGHT)).casefold() or word  # a mark alone
    return text[:_KEPT_FORM_LENGTH]


def is_own_form(form: str) -> bool:
    """Whether a form of the index is a word as written, neither a part of one nor another spelling."""
    return not form.startswith((LESSER, RESPELT))


class Analyzer:
    """Cuts text of one language; without a language, or in one that has no stemmer, forms are not stemmed."""

    def __init__(self, language: str | None) -> None:
        self.language = language if language in STEMMERS else None
        self._stem = _stemmer(self.language)
        self._spelt_out = _SPELT_OUT.get(language, {})
        self._digraphs = re.compile(_DIGRAPHS[language]) if language in _DIGRAPHS else None
        self._chunks: dict[str, Analysed] = {}
        self._met: set[str] = set()  # chunks, by `having`
        self._chunks_with: dict[str, set[str]] = {}  # of these, by key or form
        self._words: dict[str, Analysed] = {}
        # Of plain words: key, terms and names.
        self._forms: dict[str, tuple[str, tuple[tuple[bytes, int], ...], frozenset[str]]] = {}

    def chunk(self, text: str) -> Analysed:
        """The tokens of a stretch of text: mostly one, for a word and its punctuation.

        Long text is cut at white space first and each different chunk analysed once, since one pattern that finds
        words in running text took 0.5 ms for a post of 4,500 characters, and str.split 0.03 ms.
        """
        known = self._chunks.get(text)
        if known is None:
            known = self._plain_word(text) or self._running(text)
            if len(text) <= _KEPT_FORM_LENGTH:
                if len(self._chunks) >= _KEPT_CHUNKS:
                    self._chunks.clear()
                    self._met.clear()
                    self._chunks_with.clear()
                    self._forms.clear()
                self._chunks[text] = known
        return known

    def _plain_word(self, text: str) -> Analysed | None:
        """What the patterns would give for plain letters and their punctuation, in a tenth of the time."""
        bare = text.strip(_PUNCTUATION)
        if not (bare.isascii() and bare.isalpha() and len(bare) <= _KEPT_FORM_LENGTH):
            return None
        start = text.index(bare)
        if (start and text[start - 1] == ".") or (not bare.islower() and parts_of_identifier(bare)):
            return None
        form = bare.lower()
        known = self._forms.get(form)
        if known is None:
            if self._digraphs and self._digraphs.search(form):
                return None
            key = self._stem(form)
            known = self._forms[form] = key, ((term(key, form), 0),), frozenset((key, form))
        key, terms, names = known
        return Analysed((Piece(key, form, 0, start, start + len(bare)),), 1, terms, names)

    def _running(self, text: str) -> Analysed:
        """The tokens of any text, its signs brought to their usual width before it is cut."""
        is_plain = text.isascii() or max(text) < _FIRST_OF_OTHER_WIDTH or not re.search(_OTHER_WIDTH, text)
        plain, starts = (text, []) if is_plain else _in_usual_width(text)
        found = _together([(self._word(match.group()), match.start()) for match in WORD.finditer(plain)])
        if is_plain:
            return found
        pieces = [
            piece._replace(start=starts[piece.start], end=max(starts[piece.end], starts[piece.start] + 1))
            for piece in found.pieces
        ]
        return _analysed(pieces, found.width)

    def has_met(self, chunks: Iterable[str]) -> bool:
        """Whether all of these have been given to `having` before."""
        return self._met.issuperset(chunks)

    def having(self, chunks: Iterable[str], names: frozenset[str]) -> set[str]:
        """The chunks in which one of these keys or forms occurs, of these and of all met before.

        What chunks each key is in is remembered, so that for chunks met before no call for each is needed.
        """
        found = set[str]().union(*(self._chunks_with.get(name, ()) for name in names))
        for text in set(chunks) - self._met:
            known = self.chunk(text)
            if not known.names.isdisjoint(names):
                found.add(text)
            if len(text) <= _KEPT_FORM_LENGTH:
                self._met.add(text)
                for name in known.names:
                    self._chunks_with.setdefault(name, set()).add(text)
        return found

    def tokens(self, text: str) -> Iterator[Token]:
        """All tokens of a text, in order; a compound gives itself first, then its parts."""
        position = 0
        for match in _CHUNK.finditer(text):
            analysed = self.chunk(match.group())
            at = match.start()
            for key, form, offset, start, end, _ in analysed.pieces:
                yield Token(key, form, position + offset, at + start, at + end)
            position += analysed.width

    def width(self, stretches: Iterable[str]) -> int:
        """How many positions text takes, cut at white space."""
        return sum(self.chunk(stretch).width for stretch in stretches)

    def add_positions(self, stretches: Iterable[str], into: dict[bytes, list[int]], position: int) -> None:
        """Add the positions of all terms of a text, cut at white space, from `position` on."""
        chunks, chunk = self._chunks, self.chunk
        for stretch in stretches:
            analysed = chunks.get(stretch) or chunk(stretch)
            for name, offset in analysed.terms:
                if name in into:
                    into[name].append(position + offset)
                else:
                    into[name] = [position + offset]
            position += analysed.width

    def key(self, form: str) -> str:
        """What the forms of one word share."""
        if _NUMBER.match(form):
            return form.lstrip("v")
        if _INITIALS.match(form):
            form = form.replace(".", "")
        bare = form.lstrip("#@") or form
        if "'" in bare:
            bare = _POSSESSIVE.sub("", bare) or bare
        return self._stem(_JOINERS.sub("", fold(bare)) or bare)

    def _word(self, text: str) -> Analysed:
        """The tokens of a match of WORD."""
        known = self._words.get(text)
        if known is None:
            known = self._unspaced_word(text) if has_unspaced(text) else self._spaced_word(text)
            if len(text) <= _KEPT_FORM_LENGTH:
                if len(self._words) >= _KEPT_CHUNKS:
                    self._words.clear()
                self._words[text] = known
        return known

    def _spaced_word(self, text: str) -> Analysed:
        form = form_of(text)
        parts = [] if _NUMBER.match(form) else _parts(text)
        is_compound = len(parts) > 1
        role = Role.COMPOUND if is_compound else Role.WORD
        pieces = [Piece(self.key(form), form, 0, 0, len(text), role)]
        if len(parts) == 1:
            pieces.append(self._piece(text, 0, *parts[0], Role.EXTRA))
            return _analysed(pieces, 1)
        respelt: list[Piece] = []
        may_respell = self._digraphs.search(form) if form.isascii() and self._digraphs else not form.isascii()
        has_capitals = not (text.islower() or text.istitle())
        width = 0
        for start, end in parts or [(0, len(text))]:
            if is_compound:
                pieces.append(self._piece(text, width, start, end, Role.PART))
            if may_respell:
                respelt += self._respelt(text, width, start, end)
            names = parts_of_identifier(text[start:end]) if has_capitals else ()
            for offset, (first, last) in enumerate(names, width):
                piece = self._piece(text, offset, start + first, start + last, Role.EXTRA)
                pieces.append(piece._replace(form=LESSER + piece.form))
            width += len(names) or 1
        return _analysed(_with_respelt(pieces, respelt), width)

    def _respelt(self, text: str, offset: int, start: int, end: int) -> Iterator[Piece]:
        """A word as the language's other spelling has it: `koeln` for `Köln`, `koln` for `Koeln`."""
        form = form_of(text[start:end])
        other = form.translate(self._spelt_out)
        if self._digraphs and form.isascii():
            other = self._digraphs.sub(r"\1", form)
        if other != form:
            yield Piece(self.key(other), RESPELT + form, offset, start, end, Role.SPELLING)

    def _piece(self, text: str, offset: int, start: int, end: int, role: Role) -> Piece:
        form = form_of(text[start:end])
        return Piece(self.key(form), form, offset, start, end, role)

    def _unspaced_word(self, text: str) -> Analysed:
        """Each two neighbouring signs as one token, a run's last sign alone too; other script inside as words."""
        found: list[tuple[Analysed, int]] = []
        long_marks = {match.start() for match in re.finditer(_FINAL_LONG_MARK, text)}
        at = 0
        for run in re.finditer(f"[{_UNSPACED}]+", text):
            found += [
                (self._word(match.group()), match.start()) for match in WORD.finditer(text, at, run.start())
            ]
            for start in range(run.start(), run.end()):
                form = form_of(text[start : min(start + 2, run.end())])
                is_extra = start == run.end() - 1 > run.start() or start + 1 in long_marks
                end = 1 if start == run.end() - 1 else 3 if start + 2 in long_marks else 2
                piece = Piece(form, form, 0, 0, end, Role.EXTRA if is_extra else Role.WORD)
                found.append((_analysed([piece], 1), start))
            at = run.end()
        found += [(self._word(match.group()), match.start()) for match in WORD.finditer(text, at)]
        return _together(found)


# Letters that are written with two where a keyboard lacks them, and the pairs that stand for such a letter. Names with
# them are spelt out in English too; there the pairs stand for themselves (blue, poet), as they do in German after a
# vowel (neue, Steuer) and after q.
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_DANISH = str.maketrans({"ø": "oe", "å": "aa"})
_SPELT_OUT: dict[str | None, dict[int, str]] = {
    "de": _GERMAN,
    **dict.fromkeys(("da", "no"), _DANISH),
    **dict.fromkeys(("en", None), _GERMAN | _DANISH),
}
_DIGRAPHS: dict[str | None, str] = {
    "de": "(?<![aeiouyq])([aou])e",
    **dict.fromkeys(("da", "no"), "(?<![aeiouy])(o(?=e)|a(?=a))[ae]"),
}


def _together(words: Sequence[tuple[Analysed, int]]) -> Analysed:
    """The tokens of words that stand one after the other, each given with the character it starts at."""
    if len(words) == 1 and words[0][1] == 0:
        return words[0][0]
    pieces: list[Piece] = []
    respelt: list[Piece] = []
    position = 0
    for word, at in words:
        for piece in word.pieces:
            key, form, offset, start, end, role = piece
            moved = Piece(key, form, position + offset, at + start, at + end, role)
            (respelt if role is Role.SPELLING else pieces).append(moved)
        position += word.width
    return _analysed(_with_respelt(pieces, respelt), position)


def _with_respelt(pieces: Sequence[Piece], respelt: Sequence[Piece]) -> Sequence[Piece]:
    """Other spellings after all else, which then has the same place in every language; the positions of a key ascend."""
    keys = {piece.key for piece in pieces} if respelt else ()
    return [*pieces, *(piece for piece in respelt if piece.key not in keys)]


def _analysed(pieces: Sequence[Piece], width: int) -> Analysed:
    terms = tuple((term(piece.key, piece.form), piece.offset) for piece in pieces)
    names = frozenset(name for piece in pieces for name in (piece.key, piece.form))
    return Analysed(tuple(pieces), width, terms, names)


def term(key: str, form: str) -> bytes:
    """What the index holds of a token: its key, then its form, so that the forms of a key lie side by side."""
    return f"{key}\0{form}".encode("utf-8", "replace")


def _in_usual_width(text: str) -> tuple[str, list[int]]:
    """The text with each sign in its usual width; where each of its signs was, and last how long the text was."""
    signs: list[str] = []
    starts: list[int] = []
    for match in re.finditer(_SIGN, text):
        sign = match.group()
        if "\uff01" <= sign < "\uffe0":
            sign = unicodedata.normalize("NFKC", sign)
        signs.append(sign)
        starts += [match.start()] * len(sign)
    return "".join(signs), [*starts, len(text)]


def _parts(text: str) -> list[tuple[int, int]]:
    """Where the parts of a compound word lie; none for a simple word, `don't` or `C#`."""
    spans = [match.span() for match in _PART.finditer(text)]
    if len(spans) == 1:
        return spans if text[0] == "." else []
    straight = text.translate(_STRAIGHT) if not text.isascii() else text
    if "'" in straight and not re.search(r"[^\w']", straight):
        elision = _ELISION.match(straight.lower())
        return [(elision.end(), len(text))] if elision and len(text) - elision.end() > 1 else []
    return spans


# Words without a vowel are acronyms, which are not inflected, and a stem of one letter is no word's. French alone made
# `j` of `js`, `l` of `ls` and `dn` of `dns`, Finnish `cs` of `css`: in an archive with one post in such a language a
# query for one finds the other everywhere.
_VOWELS = frozenset("aeiouy")


def _stemmer(language: str | None) -> Callable[[str], str]:
    if language is None:
        return str
    import Stemmer  # here, since a search without words needs none

    stem: Callable[[str], str] = Stemmer.Stemmer(STEMMERS[language], 0).stemWord

    digraph = re.compile(_DIGRAPHS["de"]) if language == "de" else None

    def stem_of(word: str) -> str:
        # Some versions of the German stemmer take each pair for a letter: `due` for `du`, `poet` for `pot`.
        if digraph and digraph.search(word):
            return stem(digraph.sub(r"\1ë", word)).replace("ë", "e")
        found = stem(word)
        if found == word or (len(found) > 1 and not (word.isascii() and _VOWELS.isdisjoint(word))):
            return found
        return word

    return stem_of


@lru_cache(maxsize=64)
def analyzer(language: str | None) -> Analyzer:
    """The analyzer of a language, made once."""
    return Analyzer(language)


def has_unspaced(text: str) -> bool:
    """Whether the text holds signs of a script written without spaces."""
    # The whole class takes 3 ms to compile, which a word need not pay for a typographic apostrophe.
    if text.isascii() or (max(text) < _FIRST_EAST_ASIAN and not re.search(f"[{_SOUTH_EAST_ASIAN}]", text)):
        return False
    return re.search(f"[{_UNSPACED}]", text) is not None


def within_distance(left: str, right: str, distance: int) -> bool:
    """Whether so many edits turn one into the other, a swap of neighbours being one edit."""
    if abs(len(left) - len(right)) > distance:
        return False
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, char in enumerate(left, 1):
        new = [i]
        for j, other in enumerate(right, 1):
            cost = min(new[j - 1] + 1, row[j] + 1, row[j - 1] + (char != other))
            if i > 1 and j > 1 and char == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        if min(new) > distance:
            return False
        before, row = row, new
    return row[-1] <= distance
