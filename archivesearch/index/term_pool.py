"""Collects the words of posts as numbers, and turns them into postings with whole arrays.

A stretch of text between white space is analysed when it is first met, and is a number from then on. So a post costs
one look-up for each stretch; sorting all occurrences by term and post is left to numpy, once for all posts.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from heapq import merge
from itertools import groupby, pairwise
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archivesearch.analysis import Analyzer, analyzer
from archivesearch.index.contents import TITLE_POSITIONS, Contents, Run, value_term
from archivesearch.index.postings import MOST, Postings, encode
from archivesearch.index.term_entries import TermEntry, joined, read_entries, write_entry

_Array = NDArray[Any]
_SHIFT = np.uint64(32)
_LOW = np.uint64((1 << 32) - 1)
_WIDE = 1 << 16  # positions from which on four bytes are needed
_MOST_HELD = 2_000_000  # stretches of text in memory; sorting them takes some 150 MB
_MOST_STRETCHES = 500_000  # different ones whose terms are remembered; some 100 MB


class TermPool:
    """The words and values of posts, until they are written: in memory, and beyond a bound in files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._terms = _Terms()
        self._words: dict[str, _Words] = {}
        self._values: dict[str, _Values] = {}
        self._held = 0  # stretches of text in memory
        self._runs: list[IO[bytes]] = []

    def add(self, post: int, contents: Contents) -> int:
        """Add a post, numbered above all others so far; the weighted length of its pooled text."""
        if self._held > _MOST_HELD:
            self._spill()
        length = 0
        stretches = self._terms.stretches(contents.language)
        for field, runs in contents.runs.items():
            words = self._words.setdefault(field, _Words())
            for run in runs:
                size = words.add(post, run, stretches, self._terms)
                self._held += len(run.words)
                if field == "text":
                    length += size * run.weight
        for field, values in contents.values.items():
            held = self._values.setdefault(field, _Values())
            for value in values:
                held.posts.append(post)
                held.terms.append(self._terms.number(value_term(value)))
        return length

    def entries(self) -> Iterator[TermEntry]:
        """All postings, in order of field and term."""
        # Runs were written one after the other, so the posts of a term ascend from run to run.
        ordered = merge(*map(read_entries, self._runs), self._in_memory(), key=attrgetter("field", "name"))
        for _, found in groupby(ordered, key=attrgetter("field", "name")):
            yield joined(list(found))

    def cleanup(self) -> None:
        """Forget all."""
        self._forget()
        for file in self._runs:
            file.close()
        self._runs.clear()

    def _spill(self) -> None:
        """Write what is in memory to a file, which goes with this process."""
        file = TemporaryFile(dir=self._folder)  # noqa: SIM115  # closed in cleanup
        for entry in self._in_memory():
            write_entry(file, entry)
        file.seek(0)
        self._runs.append(file)
        self._forget()
        if self._terms.stretch_count > _MOST_STRETCHES:
            self._terms = _Terms()

    def _in_memory(self) -> Iterator[TermEntry]:
        for field in sorted(self._words.keys() | self._values.keys()):
            if field in self._words:
                yield from _encoded(field, self._words[field].occurrences(self._terms), self._terms)
            else:
                yield from _encoded(field, self._values[field].occurrences(), self._terms)

    def _forget(self) -> None:
        self._words.clear()
        self._values.clear()
        self._held = 0


class _Occurrences(NamedTuple):
    """Terms in posts, one entry each; posts and positions ascend for each term. No positions for values."""

    terms: _Array
    posts: _Array
    weights: _Array
    positions: _Array | None


class _Terms:
    """All terms met, by number, and the terms of each stretch of text."""

    def __init__(self) -> None:
        self.names: list[bytes] = []
        self._numbers: dict[bytes, int] = {}
        self._stretches: dict[str | None, _Stretches] = {}
        # Of each stretch: how many positions it takes, how many terms it has, and where they begin in the next two.
        self.widths, self.counts, self.starts = array("I"), array("I"), array("I")
        self.terms, self.offsets = array("I"), array("I")

    @property
    def stretch_count(self) -> int:
        """How many different stretches were met."""
        return len(self.widths)

    def number(self, name: bytes) -> int:
        """The number of a term."""
        number = self._numbers.get(name)
        if number is None:
            number = self._numbers[name] = len(self.names)
            self.names.append(name)
        return number

    def stretches(self, language: str | None) -> _Stretches:
        """The numbers of the stretches of a language."""
        known = self._stretches.get(language)
        if known is None:
            known = self._stretches[language] = _Stretches(self, analyzer(language))
        return known

    def add_stretch(self, text: str, language: Analyzer) -> int:
        """Analyse a stretch; its number."""
        analysed = language.chunk(text)
        self.starts.append(len(self.terms))
        self.widths.append(analysed.width)
        self.counts.append(len(analysed.terms))
        for name, offset in analysed.terms:
            self.terms.append(self.number(name))
            self.offsets.append(offset)
        return len(self.widths) - 1


class _Stretches(dict[str, int]):
    """The number of each stretch of a language; one that is new is analysed."""

    def __init__(self, terms: _Terms, language: Analyzer) -> None:
        super().__init__()
        self._terms = terms
        self._language = language

    def __missing__(self, text: str) -> int:
        number = self[text] = self._terms.add_stretch(text, self._language)
        return number


class _Words:
    """The stretches of one field, run by run."""

    def __init__(self) -> None:
        self._stretches = array("I")
        # Of each run: its post, the stretches in it, the position of its first word, what a word weighs.
        self._posts, self._sizes, self._starts, self._weights = array("I"), array("I"), array("I"), array("I")

    def add(self, post: int, run: Run, stretches: _Stretches, terms: _Terms) -> int:
        """Add a run; how many terms it has."""
        numbers = list(map(stretches.__getitem__, run.words))
        self._stretches.extend(numbers)
        self._posts.append(post)
        self._sizes.append(len(numbers))
        self._starts.append(run.start)
        self._weights.append(run.weight)
        return sum(map(terms.counts.__getitem__, numbers))

    def occurrences(self, terms: _Terms) -> _Occurrences:
        """Every term of every run."""
        stretches = np.asarray(self._stretches)
        sizes = np.asarray(self._sizes)
        run_of_stretch = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        widths = np.asarray(terms.widths)[stretches].astype(np.int64)
        before = np.cumsum(widths) - widths  # positions before each stretch, over all runs
        firsts = np.cumsum(sizes, dtype=np.int64) - sizes
        filled = sizes > 0
        shifts = np.asarray(self._starts, np.int64)
        shifts[filled] -= before[firsts[filled]]
        positions = before + shifts[run_of_stretch]
        counts = np.asarray(terms.counts)[stretches]
        # The place in terms.terms of each term of each stretch.
        places = np.repeat(
            np.asarray(terms.starts)[stretches] - (np.cumsum(counts, dtype=np.int64) - counts), counts
        )
        places += np.arange(len(places))
        runs = np.repeat(run_of_stretch, counts)
        positions = np.repeat(positions, counts) + np.asarray(terms.offsets)[places]
        return _Occurrences(
            np.asarray(terms.terms)[places],
            np.asarray(self._posts)[runs],
            np.asarray(self._weights)[runs],
            positions.astype(np.uint32),
        )


class _Values:
    """The values of one field: each post with the number of its term."""

    def __init__(self) -> None:
        self.posts, self.terms = array("I"), array("I")

    def occurrences(self) -> _Occurrences:
        """Every value of every post."""
        posts = np.asarray(self.posts)
        return _Occurrences(np.asarray(self.terms), posts, np.ones(len(posts), np.uint32), None)


def _encoded(field: str, found: _Occurrences, terms: _Terms) -> Iterator[TermEntry]:
    """The postings of a field, in order of term."""
    if not len(found.terms):
        return
    used = np.unique(found.terms)
    used = used[sorted(range(len(used)), key=lambda place: terms.names[used[place]])]
    ranks = np.zeros(len(terms.names), np.uint64)
    ranks[used] = np.arange(len(used), dtype=np.uint64)
    # Sorted by term; occurrences keep their order, which is that of posts and positions.
    order = ranks[found.terms] << _SHIFT | np.arange(len(found.terms), dtype=np.uint64)
    order.sort()
    order &= _LOW
    by_term, posts = found.terms[order], found.posts[order]
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = (by_term[1:] != by_term[:-1]) | (posts[1:] != posts[:-1])
    starts = np.flatnonzero(is_new)  # of each posting
    weights = np.minimum(np.add.reduceat(found.weights[order], starts), MOST).astype(np.uint8)
    posting_terms, ids = by_term[starts], posts[starts]
    is_first = np.ones(len(starts), np.bool_)
    is_first[1:] = posting_terms[1:] != posting_terms[:-1]
    firsts = np.append(np.flatnonzero(is_first), len(starts))  # of each term
    blobs = _blobs(found, order, starts, firsts, ids, weights, has_titles=field == "text")
    totals = np.add.reduceat(weights, firsts[:-1], dtype=np.int64).tolist()
    greatest = np.maximum.reduceat(weights, firsts[:-1]).tolist()
    names = [terms.names[number] for number in used.tolist()]
    bounds, first_posts, last_posts = firsts.tolist(), ids[firsts[:-1]].tolist(), ids[firsts[1:] - 1].tolist()
    for place, (name, blob) in enumerate(zip(names, blobs, strict=True)):
        yield TermEntry(
            field,
            name,
            blob,
            bounds[place + 1] - bounds[place],
            totals[place],
            greatest[place],
            first_posts[place],
            last_posts[place],
        )


def _blobs(
    found: _Occurrences,
    order: _Array,
    starts: _Array,
    firsts: _Array,
    ids: _Array,
    weights: _Array,
    *,
    has_titles: bool,
) -> Iterator[bytes]:
    """The encoded postings of each term."""
    bounds = firsts.tolist()
    id_bytes, weight_bytes = ids.astype(np.uint32).tobytes(), weights.tobytes()
    if found.positions is None:
        for start, end in pairwise(bounds):
            yield encode(id_bytes[4 * start : 4 * end], b"", weight_bytes[start:end], b"", b"", is_wide=False)
        return
    positions = found.positions[order]
    sizes = np.diff(np.append(starts, len(order)))
    title_bounds, title_bytes = [0] * len(bounds), b""
    if has_titles:
        titled = np.flatnonzero(positions[starts] < TITLE_POSITIONS)
        title_bytes = ids[titled].astype(np.uint32).tobytes()
        title_bounds = np.searchsorted(titled, firsts).tolist()
    if sizes.max() > MOST:
        rank = np.arange(len(order)) - np.repeat(starts, sizes)  # of a position in its posting
        positions = positions[rank < MOST]
        sizes = np.minimum(sizes, MOST)
    count_bytes = sizes.astype(np.uint8).tobytes()
    ends = np.concatenate(([0], np.cumsum(sizes)))
    position_bounds = ends[firsts].tolist()
    is_wide = np.maximum.reduceat(positions, ends[firsts[:-1]]) >= _WIDE
    narrow_bytes, wide_bytes = positions.astype(np.uint16).tobytes(), b""
    if is_wide.any():
        wide_bytes = positions.astype(np.uint32).tobytes()
    for place, wide in enumerate(is_wide.tolist()):
        start, end = bounds[place], bounds[place + 1]
        left, right = position_bounds[place], position_bounds[place + 1]
        yield encode(
            id_bytes[4 * start : 4 * end],
            title_bytes[4 * title_bounds[place] : 4 * title_bounds[place + 1]],
            weight_bytes[start:end],
            count_bytes[start:end],
            wide_bytes[4 * left : 4 * right] if wide else narrow_bytes[2 * left : 2 * right],
            is_wide=wide,
        )


def new_numbers(renumbered: Mapping[int, int], size: int) -> _Array:
    """The new number of each post of a segment of that size, -1 for one that is deleted."""
    numbers = np.full(size, -1, np.int64)
    numbers[np.fromiter(renumbered.keys(), np.int64)] = np.fromiter(renumbered.values(), np.int64)
    return numbers


def renumbered(
    field: str, name: bytes, postings: Postings, first: int, numbers: _Array | None
) -> TermEntry | None:
    """The postings of a term of an older segment under the posts' new numbers; None when all posts are deleted.

    The new numbers are those before, counted from `first` on; or an array of them, -1 for a post that is deleted.
    """
    blob = postings.blob
    ids = np.frombuffer(blob, np.uint32, postings.size, postings.ids_at)
    titles = np.frombuffer(blob, np.uint32, postings.title_count, postings.titles_at)
    weights = np.frombuffer(blob, np.uint8, postings.size, postings.weights_at)
    count_size = postings.size if postings.has_positions else 0
    counts = np.frombuffer(blob, np.uint8, count_size, postings.counts_at)
    width = np.uint32 if postings.is_wide else np.uint16
    positions = np.frombuffer(blob, width, postings.position_count, postings.positions_at)
    if numbers is None:
        ids, titles = ids + np.uint32(first), titles + np.uint32(first)
    else:
        is_left = numbers[ids] >= 0
        if postings.has_positions:
            positions = positions[np.repeat(is_left, counts)]
            counts = counts[is_left]
        titles = numbers[titles]
        ids, titles, weights = numbers[ids[is_left]], titles[titles >= 0], weights[is_left]
    if not len(ids):
        return None
    blob = encode(
        ids.astype(np.uint32).tobytes(),
        titles.astype(np.uint32).tobytes(),
        weights.tobytes(),
        counts.tobytes(),
        positions.tobytes(),
        is_wide=postings.is_wide,
    )
    total, greatest = int(weights.sum(dtype=np.int64)), int(weights.max())
    return TermEntry(field, name, blob, len(ids), total, greatest, int(ids[0]), int(ids[-1]))
