"""Same post or not: entries grouped by permalink, the platform's own id, title and stamp, or their text."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby

from archivesearch.addresses import dasblog_guid, permalink_key
from archivesearch.model import Entry

_LETTERS = re.compile(r"\w+")
_PAGE_SUFFIX = re.compile(r"(?:\.aspx|\.html?|\.php)+$", re.IGNORECASE)
_LONG_TEXT = 500  # letters
_TEXT_START = 300  # letters that two versions of a text share from the start
_TEXT_MIN = 80  # letters; shorter texts are alike by chance


class Keys:
    """What is kept of a blog's entries to tell which post each is: some 120 bytes each, no text.

    A number stands for each value, 0 for none. It is Python's hash of 64 bits: different in every process, which
    no result shows, and alike for two values of one archive with a chance of one in billions.
    """

    def __init__(self) -> None:
        self.numbers = array("q")
        self.addresses = array("q")
        self.page_addresses = array("q")  # of a post's own page, where it names another address than its own
        self.platform_ids = array("q")
        self.titles = array("q")
        self.stamps = array("q")
        self.texts = array("q")  # of full texts
        self.titled_texts = array("q")  # title and text, with the stamp where the text is short
        self.titled_starts = array("q")  # title, day and how the text begins
        self.titled_moments = array("q")  # title and stamp to the minute
        self.titled_days = array("q")  # title and day
        self._path_ends = array("I")  # of each address: itself, then what follows each of its slashes
        self._path_ends_until = array("L")  # for each entry

    def __len__(self) -> int:
        return len(self.numbers)

    def add(self, number: int, entry: Entry) -> None:
        """Takes in an entry under its number; hosts are not told apart inside one blog."""
        address = address_key(entry.permalink.value, True) if entry.permalink else ""
        page_address = address_key(entry.page_url, True) if entry.is_own_page and entry.page_url else ""
        title = " ".join(_LETTERS.findall(entry.title.value)).casefold() if entry.title else ""
        stamp = str(entry.published.value) if entry.published else ""
        body = entry.body.value if entry.body else ""
        text, start = (
            (_letters(body), _letters(body[: 2 * _TEXT_START])) if entry.form == "full" else ("", "")
        )
        start = start[:_TEXT_START]
        day, moment = stamp[:10] if len(stamp) >= 10 else "", stamp[:16] if len(stamp) > 10 else ""
        is_long = len(body) >= _LONG_TEXT  # so long that two posts do not share it by chance
        # "post-3" of an unknown platform may be the third on its page
        platform_id = (
            f"{entry.platform} {entry.platform_id.value}" if entry.platform and entry.platform_id else ""
        )
        self.numbers.append(number)
        self.addresses.append(_number(address))
        self.page_addresses.append(_number(page_address) if page_address != address else 0)
        self.platform_ids.append(_number(platform_id))
        self.titles.append(_number(title))
        self.stamps.append(_number(stamp))
        self.texts.append(_number(text))
        has_text_match = text and (is_long or stamp)
        self.titled_texts.append(hash((title, "" if is_long else stamp, text)) if has_text_match else 0)
        self.titled_starts.append(hash((title, day, start)) if title and day and start else 0)
        self.titled_moments.append(hash((title, moment)) if title and moment else 0)
        self.titled_days.append(hash((title, day)) if title and day else 0)
        if address and title and day:
            ends = (address[slash.end() :] for slash in re.finditer("/", address))
            self._path_ends.extend(hash(end) & 0xFFFFFFFF for end in (address.lstrip("/"), *ends))
        self._path_ends_until.append(len(self._path_ends))

    def ends_with(self, one: int, other: int) -> bool:
        """Whether the address at `one` is that at `other` below some folder."""
        ends = self._path_ends_until
        begin = ends[other - 1] if other else 0
        own = ends[one - 1] if one else 0
        return self._path_ends[begin] in self._path_ends[own + 1 : ends[one]]


def address_key(url: str, is_one_blog: bool) -> str:
    """A permalink without what aliases of one address differ in; without its host inside one blog."""
    key = permalink_key(url)
    if guid := dasblog_guid(key):
        return f"guid {guid}"
    host, slash, path = key.partition("/")
    page, mark, rest = path.partition("?") if "?" in path else path.partition("#")
    short = _PAGE_SUFFIX.sub("", page)
    if ".aspx" in page[len(short) :].lower():
        short = short.lower()  # ASP.NET serves both spellings
    path = short + mark + rest
    return path if is_one_blog else host + slash + path


def _letters(text: str) -> str:
    """The letters of a text, or "" where they are so few that two texts may share them by chance."""
    letters = "".join(_LETTERS.findall(text)).casefold()
    return letters if len(letters) >= _TEXT_MIN else ""


def _number(text: str) -> int:
    return hash(text) if text else 0


class Groups:
    """Union-find over the entries of one blog."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._root = array("q", range(len(keys)))

    def _find(self, at: int) -> int:
        while self._root[at] != at:
            self._root[at] = self._root[self._root[at]]
            at = self._root[at]
        return at

    def _join(self, one: int, other: int) -> None:
        a, b = self._find(one), self._find(other)
        if a != b:
            self._root[max(a, b)] = min(a, b)

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """Groups of entry numbers, in the order of their first entries."""
        self._by_address()
        self._by_platform_id()
        self._by_title_and_stamp()
        for at in range(len(self._root)):
            self._root[at] = self._find(at)
        numbers = self._keys.numbers
        for _, places in _runs(self._root):
            yield tuple(numbers[at] for at in places)

    def _by_address(self) -> None:
        count = len(self._keys)
        for key, (first, *others) in _runs(self._keys.addresses + self._keys.page_addresses):
            if key:
                for at in others:
                    self._join(first % count, at % count)

    def _by_platform_id(self) -> None:
        titles, stamps = self._keys.titles, self._keys.stamps
        for key, (first, *others) in _runs(self._keys.platform_ids):
            for at in others if key else ():
                is_same = not titles[at] or not titles[first] or titles[at] == titles[first]
                if is_same and (self._may_share_text(first, at) or stamps[first] == stamps[at]):
                    self._join(first, at)

    def _by_title_and_stamp(self) -> None:
        """Copies without a common address: same title and moment, or same title, day and text."""
        # Two versions of one post, one of them edited later, begin alike.
        for column in (self._keys.titled_texts, self._keys.titled_starts):
            for key, (first, *others) in _runs(column):
                for at in others if key else ():
                    self._join(first, at)
        for key, (first, *others) in _runs(self._keys.titled_moments):
            for at in others if key else ():
                if self._may_join(first, at):
                    self._join(first, at)
        for key, places in _runs(self._keys.titled_days):
            if key and len(places) > 1:
                self._by_mirrored_path(places)
                self._without_address(places)

    def _by_mirrored_path(self, places: Sequence[int]) -> None:
        """A second copy of a site below a folder of it: same title and day, one address ends with the other."""
        addresses = self._keys.addresses
        distinct = {addresses[at]: at for at in reversed(places) if addresses[at]}.values()
        for one in distinct:
            for other in distinct:
                if one != other and self._keys.ends_with(one, other):
                    self._join(one, other)

    def _without_address(self, places: Sequence[int]) -> None:
        """An entry without a link is the post of that title and day that has one."""
        addresses = self._keys.addresses
        linked = next((at for at in places if addresses[at]), None)
        if linked is not None:
            for at in places:
                if not addresses[at]:
                    self._join(linked, at)

    def _may_join(self, one: int, other: int) -> bool:
        """Two addresses of one text; two posts may bear one title and one imported stamp."""
        addresses = self._keys.addresses
        return not addresses[one] or not addresses[other] or self._may_share_text(one, other)

    def _may_share_text(self, one: int, other: int) -> bool:
        texts = self._keys.texts
        return not texts[one] or not texts[other] or texts[one] == texts[other]


def _runs(column: array[int]) -> Iterator[tuple[int, list[int]]]:
    """(value, its places in order) for each value of a column; sorting takes less memory than a dict of lists."""
    for value, places in groupby(sorted(range(len(column)), key=column.__getitem__), key=column.__getitem__):
        yield value, list(places)
