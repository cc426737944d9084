"""Same post or not: entries grouped by permalink, the platform's own id, title and stamp, or their text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archivesearch.addresses import permalink_key
from archivesearch.model import Entry, Form

_LETTERS = re.compile(r"\w+")
_PAGE_SUFFIX = re.compile(r"(?:\.aspx|\.html?|\.php)+$", re.IGNORECASE)
_DASBLOG_GUID = re.compile(
    r"(?:permalink|commentview)(?:\.aspx)?(?:,guid,|\?guid=)([0-9a-f]{8}-[0-9a-f-]{27})", re.IGNORECASE
)
_LONG_TEXT = 500  # letters
_TEXT_START = 300  # letters that two versions of a text share from the start
_TEXT_MIN = 80  # letters; shorter texts are alike by chance


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of an entry in memory to tell which post it is."""

    number: int
    page: str
    form: Form
    is_own_page: bool
    address: str | None
    page_address: (
        str | None
    )  # of a post's own page, which may have been fetched at another address than it names
    platform_id: str | None
    title: str
    stamp: str | None
    text: str | None
    text_start: str | None
    is_long: bool  # a text so long that two posts do not share it by chance


def key_of(number: int, entry: Entry, is_one_blog: bool) -> Key:
    """The key of an entry; hosts are told apart only where several blogs are read as one."""
    return Key(
        number=number,
        page=entry.page,
        form=entry.form,
        is_own_page=entry.is_own_page,
        address=address_key(entry.permalink.value, is_one_blog) if entry.permalink else None,
        page_address=address_key(entry.page_url, is_one_blog)
        if entry.is_own_page and entry.page_url
        else None,
        platform_id=f"{entry.platform or ''} {entry.platform_id.value}" if entry.platform_id else None,
        title=" ".join(_LETTERS.findall(entry.title.value)).casefold() if entry.title else "",
        stamp=str(entry.published.value) if entry.published else None,
        text=_fingerprint(entry.body.value) if entry.body and entry.form == "full" else None,
        text_start=_fingerprint(entry.body.value[: 2 * _TEXT_START], _TEXT_START)
        if entry.body and entry.form == "full"
        else None,
        is_long=entry.body is not None and len(entry.body.value) >= _LONG_TEXT,
    )


def address_key(url: str, is_one_blog: bool) -> str:
    """A permalink without what aliases of one address differ in; without its host inside one blog."""
    key = permalink_key(url)
    if match := _DASBLOG_GUID.search(key):
        return f"guid {match[1].lower()}"
    host, slash, path = key.partition("/")
    page, mark, rest = path.partition("?") if "?" in path else path.partition("#")
    short = _PAGE_SUFFIX.sub("", page)
    if ".aspx" in page[len(short) :].lower():
        short = short.lower()  # ASP.NET serves both spellings
    path = short + mark + rest
    return path if is_one_blog else host + slash + path


def _fingerprint(text: str, most: int | None = None) -> str | None:
    letters = "".join(_LETTERS.findall(text)).casefold()[:most]
    if len(letters) < _TEXT_MIN:
        return None
    return hashlib.blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Groups:
    """Union-find over the entries of one blog."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._keys = keys
        self._root = list(range(len(keys)))

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
        groups: dict[int, list[int]] = {}
        for at, key in enumerate(self._keys):
            groups.setdefault(self._find(at), []).append(key.number)
        yield from (tuple(numbers) for _, numbers in sorted(groups.items()))

    def _by_address(self) -> None:
        first: dict[str, int] = {}
        for at, key in enumerate(self._keys):
            for address in (key.address, key.page_address):
                if address:
                    self._join(first.setdefault(address, at), at)

    def _by_platform_id(self) -> None:
        first: dict[str, int] = {}
        for at, key in enumerate(self._keys):
            if not key.platform_id or key.platform_id.startswith(" "):
                continue  # "post-3" of an unknown platform may be the third on its page
            other = self._keys[first.setdefault(key.platform_id, at)]
            is_same = not key.title or not other.title or key.title == other.title
            if is_same and (
                key.text is None or other.text is None or key.text == other.text or key.stamp == other.stamp
            ):
                self._join(first[key.platform_id], at)

    def _by_title_and_stamp(self) -> None:
        """Copies without a common address: same title and moment, or same title, day and text."""
        by_moment: dict[tuple[str, str], int] = {}
        by_start: dict[tuple[str, str, str], int] = {}
        by_text: dict[tuple[str, str | None, str], int] = {}
        for at, key in enumerate(self._keys):
            if key.text and (key.is_long or key.stamp):
                self._join(
                    by_text.setdefault((key.title, None if key.is_long else key.stamp, key.text), at), at
                )
            if key.stamp is None or len(key.stamp) < 10:
                continue
            if not key.title:
                continue
            if key.text_start:
                # two versions of one post, one of them edited later
                self._join(by_start.setdefault((key.title, key.stamp[:10], key.text_start), at), at)
            if len(key.stamp) > 10:
                first = by_moment.setdefault((key.title, key.stamp[:16]), at)
                if self._may_join(first, at):
                    self._join(first, at)
        self._by_mirrored_path()
        by_day: dict[tuple[str, str], int] = {}
        for at, key in enumerate(self._keys):
            if key.title and key.stamp and len(key.stamp) >= 10 and key.address:
                by_day.setdefault((key.title, key.stamp[:10]), at)
        for at, key in enumerate(self._keys):
            if (
                key.title
                and key.stamp
                and not key.address
                and (dated := by_day.get((key.title, key.stamp[:10]))) is not None
            ):
                self._join(dated, at)

    def _by_mirrored_path(self) -> None:
        """A second copy of a site below a folder of it: same title and day, one address ends with the other."""
        by_day: dict[tuple[str, str], list[int]] = {}
        for at, key in enumerate(self._keys):
            if key.title and key.address and key.stamp and len(key.stamp) >= 10:
                same = by_day.setdefault((key.title, key.stamp[:10]), [])
                for other in same:
                    a, b = sorted((self._keys[other].address or "", key.address), key=len)
                    if a != b and b.endswith("/" + a.lstrip("/")):
                        self._join(other, at)
                if all(self._keys[other].address != key.address for other in same):
                    same.append(at)

    def _may_join(self, one: int, other: int) -> bool:
        """Two addresses of one text; two posts may bear one title and one imported stamp."""
        a, b = self._keys[one], self._keys[other]
        return a.address is None or b.address is None or a.text is None or b.text is None or a.text == b.text
