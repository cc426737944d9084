"""Words that the best posts for a long query share, searched along with its own (pseudo-relevance feedback).

A passage describes a matter in many words, and the posts that answer it share more of them. So a word of the
first posts found is weighed by how often they have it (saturated as in BM25, better posts counting more) and
by how rare it is elsewhere. Such words order the posts that the query itself finds; they find no others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import nlargest

from archivesearch.analysis import is_own_form
from archivesearch.index.contents import contents
from archivesearch.index.scoring import Constants, idf
from archivesearch.languages import is_stop_word
from archivesearch.model import Post

_REGARDED = 200  # words of the posts that are looked up in the index
_COMMON = 0.5  # share of all posts; a word in more of them tells nothing
_SHORTEST = 3  # characters of a key; shorter ones are signs and numbers of lists


def shared_words(
    posts: Sequence[tuple[Post, float]],
    word_count: int,
    languages: Sequence[str],
    constants: Constants,
    *,
    size: int,
    mean_length: float,
    holding: Callable[[str], int],
) -> list[tuple[str, float]]:
    """The keys that a query of `word_count` words is searched with too, and what share of its score each counts.

    The posts are given with their scores. Of the archive it takes how many posts it has, how many words a post
    has, and how many posts hold a key.
    """
    found: list[tuple[float, str]] = []
    weights = _weights(posts, languages, constants, mean_length)
    for key, weight in nlargest(_REGARDED, weights.items(), key=lambda entry: entry[1]):
        count = holding(key)
        if 1 < count <= _COMMON * size:
            found.append((weight * idf(size, count), key))
    chosen = nlargest(constants.feedback_words, found, key=lambda entry: entry[0])
    total = sum(weight for weight, _ in chosen)
    return [(key, constants.feedback * word_count * weight / total) for weight, key in chosen]


def _weights(
    posts: Sequence[tuple[Post, float]], languages: Sequence[str], constants: Constants, mean_length: float
) -> dict[str, float]:
    """How much each key stands for the posts; keys with a form that tells nothing are left out."""
    highest = max((score for _, score in posts), default=0.0) or 1.0
    weights: dict[str, float] = {}
    empty: set[str] = set()
    for post, score in posts:
        held = contents(post)
        counts: dict[str, int] = {}
        for name, count, _ in held.words["text"]:
            key, _, form = name.decode("utf-8", "replace").partition("\0")
            if not is_own_form(form):
                continue
            counts[key] = counts.get(key, 0) + count
            if is_stop_word(form, languages):
                empty.add(key)
        k = constants.k1 * (1 - constants.b + constants.b * held.length / mean_length)
        for key, count in counts.items():
            if len(key) >= _SHORTEST and not key.isdigit():
                weights[key] = weights.get(key, 0.0) + score / highest * count / (count + k)
    return {key: weight for key, weight in weights.items() if key not in empty}
