"""The words of an archive, and those of them nearest to a word it may not have."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cached_property

from archivesearch.analysis import fold, within_distance

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_FAR_FROM_LENGTH = 6  # characters; shorter words are only mended by one edit
_SHORTEST = 4  # characters; nearly every shorter string is one edit from a word
_MUCH_COMMONER = 20  # times as many posts; a misspelling that some post has too is seldom commoner than that
_LAST_SIGN = "\U0010ffff"  # sorts after all that a word is made of


class Lexicon(dict[str, int]):
    """All forms of the pooled text of an archive, and how many posts have each."""

    def __init__(self, counts: Iterable[tuple[str, int]] = ()) -> None:
        super().__init__()
        # CPython keeps the hashes beside the keys in a dict that has ever held a key that is no text. That a word is
        # not there, as most of the hundreds one edit away, is then told without a look at the words that are, in
        # three quarters of the time.
        self[0] = 0  # type: ignore[index]
        del self[0]  # type: ignore[arg-type]
        self.update(counts)

    @cached_property
    def _in_order(self) -> tuple[list[str], list[tuple[str, str]]]:
        """The forms in order, and those that folding changes as (folded, form) in order."""
        forms = sorted(self)
        return forms, sorted((folded, form) for form in forms if (folded := fold(form)) != form)

    def starting(self, start: str, folded: str) -> list[str]:
        """The forms that begin so, with or without accents."""
        forms, changed = self._in_order
        found = forms[bisect_left(forms, start) : bisect_left(forms, start + _LAST_SIGN)]
        first, end = bisect_left(changed, (folded,)), bisect_left(changed, (folded + _LAST_SIGN,))
        return list(dict.fromkeys([*found, *(form for _, form in changed[first:end])]))


def nearest(word: str, lexicon: Mapping[str, int], limit: int = 3) -> list[str]:
    """The forms one edit away, else two, commonest first; none for short words, which are near too much."""
    if len(word) < _SHORTEST or any(char.isdigit() for char in word):
        return []
    found = near_forms(word, lexicon, 1)
    if not found and len(word) >= _FAR_FROM_LENGTH:
        found = near_forms(word, lexicon, 2)
    return sorted((form for form in found if form != word), key=lambda form: (-lexicon[form], form))[:limit]


def commoner(word: str, lexicon: Mapping[str, int], limit: int = 3) -> list[str]:
    """The forms nearest to a word that are much commoner than it, best first: what it is a misspelling of, if any."""
    least = max(1, _MUCH_COMMONER * lexicon.get(word, 0))
    return [form for form in nearest(word, lexicon, len(lexicon)) if lexicon[form] >= least][:limit]


def near_forms(word: str, lexicon: Mapping[str, int], distance: int) -> list[str]:
    """The forms at most one or two edits away: a sign lost, doubled, changed, or two neighbours swapped.

    For two edits the first sign must be right, which misspellings seldom change, and which keeps it fast.
    """
    if distance < 2:
        return sorted(set(filter(lexicon.__contains__, [word, *_one_edit(word, _signs(word, lexicon))])))
    first, shortest, longest = word[:1], len(word) - distance, len(word) + distance
    return [
        form
        for form in lexicon
        if form.startswith(first)
        and shortest <= len(form) <= longest
        and within_distance(form, word, distance)
    ]


def _signs(word: str, lexicon: Mapping[str, int]) -> str:
    """The signs that may stand in a word of this script."""
    if word.isascii():
        return _LATIN
    blocks = {ord(char) >> 8 for char in word}
    return "".join({char for form in lexicon for char in form if ord(char) >> 8 in blocks and char.isalpha()})


def _one_edit(word: str, signs: str) -> list[str]:
    found: list[str] = []
    for at in range(len(word) + 1):
        head, tail, rest = word[:at], word[at:], word[at + 1 :]
        if tail:
            found.append(head + rest)
            found += _between(head, signs, rest)
        if rest:
            found.append(head + rest[0] + tail[0] + rest[1:])
        found += _between(head, signs, tail)
    return found


def _between(head: str, signs: str, tail: str) -> list[str]:
    """The word with each of the signs in its middle; all in one go, in half the time of one by one."""
    return (head + (tail + "\n" + head).join(signs) + tail).split("\n")
