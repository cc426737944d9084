"""Names of authors out of printed text: an author element, a footer line, the signature below a post.

A name is given back as printed: one word is enough, "admin" is one, and no letters are ever cut out of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archivesearch.extract.fields.byline_words import (
    FAREWELLS,
    FURNITURE,
    JOINTS,
    LABELS,
    LEAD_WORDS,
    LOOSE_JOINTS,
    NOT_NAMES,
    NOT_SIGNATURES,
    PARTICLES,
    ROLES,
    STOPS,
    STRONG_LEADS,
    SUFFIXES,
    WEAK_LEADS,
)
from archivesearch.extract.fields.timestamp import find_timestamps

_MAX_CHARS = 400
_MAX_WORDS = 5  # of one name
_MAX_NAMES = 12


@dataclass(frozen=True, slots=True)
class FoundByline:
    """The names of a byline and where it stands: text[start:end], from "by" to the last name."""

    names: tuple[str, ...]
    start: int
    end: int


# What stands to the left of a byline: the head of the line, a separator, or a stamp (masked as "|").
_OPEN = r"(?:^|[|·•»«>\[(\n,;:.]|\s[-–—~/]\s)[\s'\"“„*_—–~-]{0,4}"
_LEAD = re.compile(
    rf"{_OPEN}(?P<lead>(?P<strong>(?:{LABELS})\s?[:：]\s?|(?:{STRONG_LEADS})\s?:?\s)|(?:{WEAK_LEADS})\s)",
    re.IGNORECASE,
)
_EAST_ASIAN_LEAD = re.compile(
    r"投稿者|作成者|執筆者|著者|筆者|ライター|書いた人|文責|作者|撰文|发布|發布|发表者|글쓴이|작성자|저자"
)
# "This entry was posted in Gardens by Anna."
_ENTRY_LEAD = re.compile(
    r"\W{0,3}(?:(?:this|the)\s(?:entry|post|article|item)\s(?:was\s)?)?(?:posted|published|filed|submitted|written|"
    r"created|added|veröffentlicht|geschrieben|publié|écrit|publicado|escrito|pubblicato|scritto|geplaatst|"
    r"опубликовано|opublikowano|publicerad|publicerat|publisert|udgivet)\b[^\n]{0,160}?[\s|]"
    r"(?P<lead>(?:by|von|par|por|da|door|от|przez|av|af)\s)",
    re.IGNORECASE,
)
_ELEMENT_LEAD = re.compile(
    rf"\W{{0,3}}(?:(?:{LABELS})\s?[:：]|(?:{STRONG_LEADS})\s?:?\s|(?:{WEAK_LEADS})\s|about(?:\sthe\sauthor)?[\s:]|"
    r"(?:all\s|more\s)?(?:posts|articles|entries)\sby\s)\s?",
    re.IGNORECASE,
)
_SURNAME = re.compile(r"D[ia]\s\S+")  # "Di Maria" is a surname, "di Maria Rossi" a byline
_WORD = re.compile(r"\s*(?=[\w'’@~])([^\s,;|·•»«()\[\]{}<>\"“”„/&+、，；：:!?…→←#*]+)")
_LIST_MARK = re.compile(r"\s*(?:[,;、，；]\s*(?:and|und|et|&)?|[&+]|/)\s*")
_CLOSE = re.compile(r"\s*(?:@\s|[|·•»«()\[\]<>\n→←#*]|[-–—~](?:\s|$)|[.!]?\s*$)")
_THEN_CLOCK = re.compile(
    r"\s*[,@–-]?\s*(?:(?:at|à|um|às|a\slas|o|alle(?:\sore)?|om|kl\.?|klo|в|у|saat)\s)?[0-9]{1,2}[:.h][0-9]{2}\b",
    re.IGNORECASE,
)
_DASH_NAME_CLOCK = re.compile(r"\s[—–-]{1,2}\s(?P<name>[^@|—–]{2,40}?)\s@\s[0-9]{1,2}[:.][0-9]{2}\b")
_ADDRESS = re.compile(r"@|://|^www\.|\.(?:com|net|org|de|fr|io|html?|aspx|php)\b", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?:^|[\s.])(?:[^\W\d_]|[JS]r|Dr|St|Prof|Mr|Ms|Mrs|Fr|Ph\.D|M\.D)\.$")


@lru_cache(maxsize=1024)
def _masked(text: str) -> tuple[str, bool]:
    """(the text with stamps and furniture turned into "|", whether it holds a stamp); spans stay true."""
    stamps = find_timestamps(text)
    for stamp in stamps:
        text = text[: stamp.start] + "|" * (stamp.end - stamp.start) + text[stamp.end :]
    return FURNITURE.sub(lambda match: "|" * len(match[0]), text), bool(stamps)


# --- a line -------------------------------------------------------------------------------------------------


def find_byline(text: str) -> FoundByline | None:
    """The byline inside a footer or header line, such as "Posted by Anna | Permalink"; None in prose."""
    if not 0 < len(text) <= _MAX_CHARS or _SURNAME.fullmatch(text) or not _has_lead(text):
        return None
    masked, has_stamp = _masked(text)
    for match in _LEAD.finditer(masked):
        if (found := _after_lead(masked, match, has_stamp)) is not None:
            return found
    if (found := _before_clock(text)) is not None:
        return found
    entry = _ENTRY_LEAD.match(text)
    return _after_lead(masked, entry, has_stamp) if entry else None


def _before_clock(text: str) -> FoundByline | None:
    """The name between a dash and a time of day, as WordPress 1 printed it: "Filed under: Fog — Anna @ 8:15 am"."""
    if (match := _DASH_NAME_CLOCK.search(text)) is None:
        return None
    names, end = _names(match["name"], 0, is_nickname_welcome=True)
    is_whole = bool(names) and not match["name"][end:].strip()
    return FoundByline(names, match.start("name"), match.end("name")) if is_whole else None


def _has_lead(text: str) -> bool:
    """Whether a word of the text may lead to a name; a cheap test that most lines fail."""
    if "@" in text and _DASH_NAME_CLOCK.search(text):
        return True
    if not text.isascii() and _EAST_ASIAN_LEAD.search(text):
        return True
    return not LEAD_WORDS.isdisjoint(re.findall(r"[^\W\d_]+", text.lower()))


def _after_lead(masked: str, match: re.Match[str], has_stamp: bool) -> FoundByline | None:
    is_entry = match.re is _ENTRY_LEAD
    is_strong = is_entry or match["strong"] is not None
    is_apart = is_strong or match.start() == match.start("lead") or masked[match.start()] in "|·•»–—-~/"
    names, end = _names(masked, match.end(), is_nickname_welcome=is_strong or (has_stamp and is_apart))
    if not names:
        return None
    if not has_stamp:
        # "Written by Stephen King, the novel ..." is prose, "By Anna, we mean ..." as well.
        is_closed = (_CLOSE.match(masked, end) or _THEN_CLOCK.match(masked, end)) is not None
        is_short = is_strong and not is_entry and len(masked) - end <= 40
        if not is_apart or not (is_closed or is_short) or (not is_strong and _is_thing(names)):
            return None
    return FoundByline(names, match.start("lead"), end)


def _is_thing(names: tuple[str, ...]) -> bool:
    """Whether a name that only "by" vouches for is too long or too owned to be a person's."""
    return any(len(name.split()) > 4 or re.search(r"['’]s\b", name) for name in names)


def _names(text: str, start: int, *, is_nickname_welcome: bool) -> tuple[tuple[str, ...], int]:
    """The list of names at `start` and its end; no names where prose goes on after them."""
    names: list[str] = []
    end = start
    while len(names) < _MAX_NAMES:
        name, stop, is_prose = _name(text, start, is_nickname_welcome=is_nickname_welcome and not names)
        if is_prose and not names:
            return (), end
        if name is None or is_prose or (names and _is_addition(name)):
            break
        names.append(name)
        end = stop
        joint = _joint(text, stop)
        if joint is None:
            break
        start = joint
    return tuple(dict.fromkeys(names)), end


def _joint(text: str, end: int) -> int | None:
    """Where the next name of a list begins, when a comma or an "and" follows; else None."""
    if (mark := _LIST_MARK.match(text, end)) and mark.end() < len(text):
        return mark.end()
    word = _WORD.match(text, end)
    return word.end() if word and word[1] in JOINTS | LOOSE_JOINTS else None


def _name(text: str, start: int, *, is_nickname_welcome: bool) -> tuple[str | None, int, bool]:
    """(the name at `start` or None, its end, whether prose follows instead of an end)."""
    words: list[str] = []
    end = start
    while (match := _WORD.match(text, end)) is not None:
        if words and _THEN_CLOCK.match(text, end):
            break
        word = match[1]
        low = word.lower().rstrip(".")
        if words and word == "@":  # "posted by Anna @ 10:42"
            break
        if _ADDRESS.search(word):
            return None, end, True
        if words and (word in JOINTS or (word in LOOSE_JOINTS and _joins(text, match, len(words)))):
            break
        follower = _WORD.match(text, match.end())
        if low in PARTICLES and word.islower():
            if not words and low in STOPS:
                return None, end, True
            if follower is None or not _is_capital(follower[1]):
                break
        elif words and low in STOPS:
            break
        elif not _is_capital(word):
            if words or not is_nickname_welcome or low in STOPS:
                return None, end, True
            words, end = [word], match.end()
            if (follower := _WORD.match(text, end)) is not None and follower[1].lower() not in STOPS | JOINTS:
                return None, end, True
            break
        words.append(word)
        end = match.end()
        if len(words) > _MAX_WORDS:
            return None, end, True
        if word.endswith(".") and not _ABBREVIATED.search(word):
            end -= 1
            words[-1] = word.rstrip(".")
            break
    name = " ".join(words).strip(" '’_~-–—")
    return (name, end, False) if _is_name(name) else (None, end, not words)


def _joins(text: str, joint: re.Match[str], words_before: int) -> bool:
    """Whether "e" or "y" joins people, as in "Ana y Luis", and not surnames, as in "José Ortega y Gasset".

    Portuguese and Italian "e" stands in few names, so that it joins a full name and a first name too.
    """
    first = _WORD.match(text, joint.end())
    second = _WORD.match(text, first.end()) if first else None
    is_full = second is not None and _is_capital(second[1])
    return first is not None and _is_capital(first[1]) and (words_before == 1 or is_full or joint[1] == "e")


def _is_capital(word: str) -> bool:
    """Whether a word may begin a name: a capital, or a letter of a script without capitals."""
    first = word.lstrip("'’_*~-–—\"")[:1]
    return first.isalpha() and (first.isupper() or first.istitle() or first.lower() == first.upper())


# "Une minute de lecture" beside the stamp
_READING_TIME = re.compile(r"\bminut\w{0,3}\b|\bmin\.? (?:read|de)\b|минут|阅读|閱讀|読了", re.IGNORECASE)


def _is_name(name: str) -> bool:
    return (
        0 < len(name) <= 60
        and name.lower() not in NOT_NAMES
        and any(char.isalpha() for char in name)
        and _ADDRESS.search(name) is None
        and _READING_TIME.search(name) is None
    )


def _is_addition(name: str) -> bool:
    """Whether what follows a comma belongs to the name before it: a degree or an office."""
    return name.lower().rstrip(".") in SUFFIXES or ROLES.search(name) is not None


# --- an author element --------------------------------------------------------------------------------------

_ELEMENT_CUT = re.compile(r"[|·•»«()\[\]<>→←]|\s[-–—/]\s|\s@")
_LIST_CUT = re.compile(
    r"\s*[,;、，；&+]\s*(?:(?:and|und|et|&)\s)?|\s(?:"
    + "|".join(re.escape(j) for j in sorted(JOINTS))
    + r")\s"
)
# Words of the links beside a name, glued to it when an element's text is taken whole.
_BESIDE_NAME = re.compile(
    r"(?<=\S)(?:\s(?:site|website|github|twitter|facebook|linkedin|rss|e-?mail|post author))+$",
    re.IGNORECASE,
)
_NO_NAME_MARK = re.compile(r"[!?=<>{}#%:]")


def read_byline(text: str) -> tuple[str, ...]:
    """The names that an author element's text is, without "by" and without what follows them; () for none."""
    text = " ".join(text.split())
    return _read_element(text) if 0 < len(text) <= _MAX_CHARS else ()


@lru_cache(maxsize=1024)
def _read_element(text: str) -> tuple[str, ...]:
    if (found := find_byline(text)) is not None:
        return found.names
    rest = _masked(text)[0].lstrip(" |·•—–-~:*\"“„'")
    lead = _ELEMENT_LEAD.match(f"{rest} ")  # "Written by:" may have nobody behind it
    if lead and not _SURNAME.fullmatch(rest):
        rest = rest[lead.end() :]
    rest = _ELEMENT_CUT.split(rest, maxsplit=1)[0]
    listed, end = _names(rest, 0, is_nickname_welcome=True)
    if listed and _CLOSE.match(rest, end) and not any(map(_BESIDE_NAME.search, listed)):
        return listed
    names = [name for piece in _LIST_CUT.split(rest) if (name := _element_name(piece)) is not None]
    people = [name for position, name in enumerate(names) if position == 0 or not _is_addition(name)]
    return tuple(dict.fromkeys(people))[:_MAX_NAMES]


def _element_name(piece: str) -> str | None:
    """The name that a part of an author element is, in any case; None for a menu word, address, sentence."""
    words = piece.split()
    for position, word in enumerate(words):
        if word.lower() in STOPS and not (word.lower() in PARTICLES and position + 1 < len(words)):
            words = words[:position]
            break
    name = _BESIDE_NAME.sub("", " ".join(words)).strip(" :*_~\"“”'’—–-")
    if name.endswith(".") and not _ABBREVIATED.search(name):
        name = name.rstrip(". ")
    if len(words) > _MAX_WORDS + 1 or _NO_NAME_MARK.search(name):
        return None
    return name if _is_name(name) else None


# --- a signature --------------------------------------------------------------------------------------------

_DASHED = re.compile(r"(?:-{1,3}|[—–~])\s?(?P<name>[^\W\d_][\w.'’ -]{1,40}?)[.,]?")
_LIST_ITEM = re.compile(r"\s*(?:[-—–~•*·]|[0-9]+[.)])\s?\S")
_AFTERTHOUGHT = re.compile(
    r"(?:p\.?\s?s\b|update\b|edit\b|tags?:|technorati|\[?https?://|www\.)", re.IGNORECASE
)
# A closing line may be short ("See you!"); a sentence that ends in a dot must be of a text, not of a list.
_CLOSING = re.compile(r"(?:!|[:;]-?[)D(P])$")
_SENTENCE = re.compile(r".{39,}[.?…»”。？]$")
_SIGNED_WORD = re.compile(
    r"(?:(?:Mc|Mac|[DO]['’])?[^\W\d_]['’]?[^\W\d_]{1,20}(?:-[^\W\d_]{1,20})?|[^\W\d_])\.?"
)


def read_signature(lines: Sequence[str]) -> tuple[str, ...]:
    """The name on the last of a post's closing lines ("Kate", "- Scott", "--Anna"); () when nobody signed.

    `lines` are the last few of the post, without blank ones; an afterthought (PS, a link) may follow.
    """
    for position in range(len(lines) - 1, -1, -1):
        line = " ".join(lines[position].split())
        before = lines[position - 1].strip() if position else ""
        name = _signed(line, before)
        if name is not None:
            return (name,)
        if not _AFTERTHOUGHT.match(line):
            return ()
    return ()


def _signed(line: str, before: str) -> str | None:
    """The name when the line is nothing but one, and no item of a list."""
    if not 1 < len(line) <= 45:
        return None
    if dashed := _DASHED.fullmatch(line):
        name = dashed["name"].rstrip()
        is_certain = not line.startswith("-") or line.startswith("--") or _is_capital(name)
        return name if is_certain and not _LIST_ITEM.match(before) and _is_signature(name) else None
    name = line if _ABBREVIATED.search(line) else line.rstrip(".,")
    is_closing = _CLOSING.search(before) or _SENTENCE.search(before) or _is_farewell(before)
    return name if is_closing and all(map(_is_written_out, name.split())) and _is_signature(name) else None


def _is_farewell(line: str) -> bool:
    words = line.lower().rstrip(",.").split()
    return 0 < len(words) <= 5 and all(word.strip(",") in FAREWELLS for word in words)


def _is_written_out(word: str) -> bool:
    """Whether a word is a capital and small letters, as names are: not "GO", "OpenSolaris" or Chinese."""
    rest = re.sub(r"^(?:Mc|Mac|[DO]['’])(?=[A-Z])|-\w", "", word)[1:]
    return word[0] != word[0].lower() and rest == rest.lower()


def _is_signature(name: str) -> bool:
    words = name.split()
    return (
        len(words) <= 3
        and all(_SIGNED_WORD.fullmatch(word) for word in words)
        and not any(word.lower().strip(".") in NOT_SIGNATURES | NOT_NAMES for word in words)
        and _is_name(name)
    )
