"""Lists beside the posts, the same on page after page of a blog: "recent posts", "most read"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from archivesearch.merge.identity import address_key
from archivesearch.model import Entry

_MIN_PAGES = 5  # that list posts with their texts
_SHARE = 0.8  # of them that show a post, in the list beside or among their own posts
_SHARE_OF_WORDS = (
    0.5  # of them that show it with the same words, or its title alone: those of the list beside
)
_MAX_TEXT = (
    1000  # characters of a teaser and what it runs into; a post that is longer may stand on top of every page
)
_POSTS_FOR_ONE_BESIDE = 2  # a blog of three posts shows two of them everywhere
_MOST_COUNTED = 4000  # at a time; some 500 kB


class SideLists:
    """Learned page by page; asked when all pages have been seen.

    Where class names tell nothing, a list of dated titles or of first lines beside the posts looks like the end of
    their list. But the posts of a page belong to it, while a side list shows the same ones everywhere.
    """

    def __init__(self) -> None:
        self._pages: set[int] = set()  # hashes of the pages that list posts with their texts
        self._said: Counter[int] = Counter()  # hash of an address and the words below it: on how many of them
        self._shown: Counter[int] = Counter()  # hash of an address: on how many of them, with whatever words

    def learn(self, entries: Sequence[Entry]) -> None:
        """Takes in one page."""
        listed = [entry for entry in entries if not entry.is_own_page]
        if all(entry.form == "title" for entry in listed):
            return
        self._pages.add(hash(listed[0].page))
        self._said.update({_said(entry) for entry in listed if entry.permalink})
        self._shown.update({_shown(entry) for entry in listed if entry.permalink})
        for counter in (self._said, self._shown):
            if len(counter) > _MOST_COUNTED:
                for key, _ in counter.most_common()[_MOST_COUNTED // 2 :]:
                    del counter[key]

    def holds(self, entry: Entry) -> bool:
        """True for an entry that is only a line of a list beside the posts of its page."""
        if entry.is_own_page or not entry.permalink or hash(entry.page) not in self._pages:
            return False
        if entry.body and len(entry.body.value) > _MAX_TEXT:
            return False
        pages, least = len(self._pages), _SHARE * len(self._pages)
        if self._said[_said(entry)] < max(_MIN_PAGES, _SHARE_OF_WORDS * pages):
            return False
        if self._shown[_shown(entry)] < least:
            return False
        beside = sum(count >= least for count in self._shown.values())
        return len(self._shown) >= _POSTS_FOR_ONE_BESIDE * beside


def _shown(entry: Entry) -> int:
    return hash(address_key(entry.permalink.value, True)) if entry.permalink else 0


def _said(entry: Entry) -> int:
    return hash((_shown(entry), entry.body.value if entry.body else ""))
