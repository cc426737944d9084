"""What all pages of a blog tell together: its name, the suffix of its titles, its author, which addresses are posts."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from archivesearch.merge.identity import address_key
from archivesearch.model import TITLES_ALONE, DateOrder, Entry, PageFacts

T = TypeVar("T")

_SEPARATOR = re.compile(r"\s*(?:[|\u2022\u00b7\u00bb\u00ab\u2013\u2014~:]|::|//|\s-)\s*")
_MIN_PAGES = 3  # pages before anything is learned from them
_BOILERPLATE_SHARE = 0.3  # of a blog's posts that end (or begin) with the same paragraph
_MIN_DATES = 2  # dates that read only one way before the others are read so too
_DATE_ORDER_SHARE = 0.9
_ADDRESS_MONTH = re.compile(r"/(?:19|20)\d\d[/-](\d\d)(?:[/_-]|$)")
_PAGES_OF_ALL_PARAGRAPHS = (
    60  # what is on 30 % of all pages is on two of these, but for one chance in millions
)
_MOST_NAMES = 4000  # counted at a time; some 500 kB
_MIN_OF_DATED = 10  # own pages before those without a date are told from posts by their folder
_ALL_DATED_SHARE = 0.85  # of own pages: the rest are pages of other kinds
_SOLE_AUTHOR_SHARE = 0.8  # of a blog's posts that one person signs, with nobody else signing any


def paragraph_hash(text: str) -> bytes:
    """Eight bytes that stand for a paragraph."""
    return hashlib.blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _forget_rare(counter: Counter[T]) -> None:
    """Keeps a count of names bounded: what stands on page after page is never among those that are dropped."""
    if len(counter) > _MOST_NAMES:
        for name, _ in counter.most_common()[_MOST_NAMES // 2 :]:
            del counter[name]


def address_shape(url: str) -> str:
    """An address with its numbers and words made alike: what the posts of one blog share."""
    path = urlsplit(url).path
    query = re.sub(r"=[^&]*", "=x", urlsplit(url).query)
    parts = []
    for part in path.strip("/").split("/"):
        suffix = part[part.rindex(".") :].lower() if "." in part[-6:] else ""
        parts.append((re.sub(r"\d", "0", part) if re.fullmatch(r"[\d._-]+", part) else "s") + suffix)
    return "/".join(["w" if part == "s" else part for part in parts[:-1]] + parts[-1:]) + (
        "?" + query if query else ""
    )


def is_title_alone(entry: Entry) -> bool:
    """True for a link without a date in a list that may be one of anything: no post unless other pages show it."""
    rule = entry.permalink.rule if entry.permalink else ""
    return rule.startswith(TITLES_ALONE) and entry.form == "title" and not entry.published


_ABOUT = re.compile(
    r"(?:^|/)(?:about(?:-?(?:me|us|this-blog))?|contact(?:-?(?:me|us))?|kontakt|impressum|imprint|privacy(?:-policy)?|datenschutz\w*|acerca(?:-de)?"
    r"|sobre(?:-mi|-nos)?|a-propos|chi-sono|disclaimer|license|faq|colophon|now|uses|projects|resume|cv|bio|links|liens|enlaces|blogroll|guestbook|gästebuch|gaestebuch"
    r"|plan(?:-du-site)?|site-?map|recherche|suche|search|buscar|busca|tags?|archives?|archiv|archivo|categories|subscribe|newsletter|404)(?:/index)?(?:\.\w{3,5})?/?$",
    re.IGNORECASE,
)


def _folder_of(url: str) -> str:
    """The folders of an address but those that are numbers, as of years and months; "" where there is none."""
    return "/".join(part for part in urlsplit(url).path.strip("/").split("/")[:-1] if not part.isdigit())


def is_about_page(url: str) -> bool:
    """True for an address that by its name is a page of the blog and no post."""
    return _ABOUT.search(urlsplit(url).path) is not None


def sure_date_order(entry: Entry) -> DateOrder | None:
    """In which order an entry's date is printed, where only one is possible or the address names the month."""
    order, published = entry.date_order, entry.published
    if order is None or published is None or not order.endswith("?"):
        return order
    day, month = published.value.local.day, published.value.local.month
    in_address = _ADDRESS_MONTH.search(entry.permalink.value) if entry.permalink else None
    if in_address is None or int(in_address[1]) not in (day, month):
        return None
    is_as_read = int(in_address[1]) == month
    return "day first" if is_as_read == (order == "day first?") else "month first"


class BlogProfile:
    """Learned page by page; asked when all pages have been seen."""

    def __init__(self, is_one_blog: bool) -> None:
        self._is_one_blog = is_one_blog
        self._titles: Counter[str] = Counter()
        self._endings: Counter[str] = Counter()
        self._beginnings: Counter[str] = Counter()
        self._head_titles = 0
        self._owners: Counter[str] = Counter()
        self._pages = 0
        self.has_dated_posts = False
        self._authors: Counter[tuple[str, ...]] = Counter()
        self._own_pages = self._dated_own_pages = 0
        self._dated_folders: Counter[str] = Counter()
        self._posts_seen = 0
        self._paragraphs: Counter[bytes] = Counter()
        self._keywords: Counter[tuple[str, ...]] = Counter()
        self._shapes: Counter[str] = Counter()
        self._own_shapes: Counter[str] = Counter()
        self._date_orders: Counter[str] = Counter()
        self._list_addresses: set[int] = set()  # hashes, to save memory
        self._listed: set[int] = set()

    def learn(self, facts: PageFacts, entries: Sequence[Entry]) -> None:
        """Takes in one page."""
        self._pages += 1
        if facts.owner:
            self._owners[facts.owner.value] += 1
        for rank, found in enumerate(facts.blog_titles):
            self._titles[found.value] += 3 - min(rank, 2)
        if facts.url and facts.kind != "single":
            address = address_key(facts.url, self._is_one_blog)
            shown = {address_key(e.permalink.value, self._is_one_blog) for e in entries if e.permalink}
            if shown != {address}:  # else a post's own page, whatever it was taken for
                self._list_addresses.add(hash(address))
        if facts.head_title:
            self._head_titles += 1
            parts = _SEPARATOR.split(facts.head_title)
            if len(parts) > 1:
                self._endings[parts[-1]] += 1
                self._beginnings[parts[0]] += 1
        for entry in entries:
            self._learn_entry(entry)
        for counter in (
            self._titles,
            self._endings,
            self._beginnings,
            self._owners,
            self._shapes,
            self._own_shapes,
            self._dated_folders,
        ):
            _forget_rare(counter)
        _forget_rare(self._keywords)

    def _learn_entry(self, entry: Entry) -> None:
        address = address_key(entry.permalink.value, self._is_one_blog) if entry.permalink else None
        if entry.is_own_page:
            self._own_pages += 1
            self._dated_own_pages += entry.published is not None
            if entry.permalink:
                self._own_shapes[address_shape(entry.permalink.value)] += 1
                if entry.published is not None:
                    self._dated_folders[_folder_of(entry.permalink.value)] += 1
            if entry.tags and entry.tags.rule == "meta keywords":
                self._keywords[entry.tags.value] += 1
            if entry.body:
                self._learn_paragraphs(entry.body.value)
        elif address and not is_title_alone(entry):
            self._listed.add(hash(address))
        if order := sure_date_order(entry):
            self._date_orders[order] += 1
        self.has_dated_posts = self.has_dated_posts or entry.published is not None
        if entry.permalink and entry.published and entry.published.rule != "day in the address":
            self._shapes[address_shape(entry.permalink.value)] += 1
        if entry.is_own_page or entry.form == "full":
            self._posts_seen += 1
            if (
                entry.authors
                and entry.authors.rule != "signature"
                and not entry.authors.rule.startswith("meta ")
            ):
                self._authors[entry.authors.value] += 1

    def _learn_paragraphs(self, text: str) -> None:
        """Counts on how many own pages a paragraph stands; after some pages only those seen twice, to save memory."""
        hashes = {paragraph_hash(paragraph) for paragraph in text.split("\n\n")}
        if self._own_pages > _PAGES_OF_ALL_PARAGRAPHS:
            hashes &= self._paragraphs.keys()
        self._paragraphs.update(hashes)
        if self._own_pages == _PAGES_OF_ALL_PARAGRAPHS:
            self._paragraphs = Counter({key: count for key, count in self._paragraphs.items() if count > 1})

    @property
    def title(self) -> str | None:
        """The blog's name: what most pages call it."""
        if self._titles:
            most = max(self._titles.values())
            # Of names told as often, the one inside the others: feeds of sections are called "Fog on Tide Log".
            tied = [name for name, count in self._titles.items() if count == most]
            return max(tied, key=lambda name: sum(name in other for other in self._titles))
        for common in (self._endings, self._beginnings):
            if common and (best := common.most_common(1)[0])[1] >= max(_MIN_PAGES, 0.6 * self._head_titles):
                return best[0]
        return None

    def strip_blog_name(self, title: str) -> str:
        """A title from the page's head without the blog's name before or after it."""
        names = {self.title} if self.title else set()
        for common in (self._endings, self._beginnings):
            names.update(
                name for name, count in common.items() if count >= max(_MIN_PAGES, 0.3 * self._head_titles)
            )
        changed = True
        while changed:
            changed = False
            for name in names:
                if not name or title == name:
                    continue
                folded = name.casefold()
                for cut in (
                    title[: len(title) - len(name)] if title.casefold().endswith(folded) else None,
                    title[len(name) :] if title.casefold().startswith(folded) else None,
                ):
                    if cut is None:
                        continue
                    rest = cut.strip()
                    bare = rest.strip("|\u2022\u00b7\u00bb\u00ab\u2013\u2014~:-/ ")
                    if bare and bare != rest:
                        title, changed = bare, True
                        break
        return title

    @property
    def has_own_pages(self) -> bool:
        """True if there are pages that each show one post."""
        return self._own_pages > 0

    @property
    def sole_author(self) -> tuple[str, ...] | None:
        """The person who signs nearly all posts while nobody else signs any."""
        if len(self._authors) != 1:
            return None
        ((names, count),) = self._authors.items()
        return (
            names
            if count >= max(_MIN_PAGES, _SOLE_AUTHOR_SHARE * self._posts_seen) and len(names) == 1
            else None
        )

    @property
    def owner(self) -> str | None:
        """Whom nearly all pages name as the blog's owner, where nobody else signs posts; never the blog's own name."""
        if not self._owners:
            return None
        name, count = self._owners.most_common(1)[0]
        if self._authors.keys() - {(name,)}:
            return None
        names = {name.casefold() for name in (*self._titles, *self._endings, *self._beginnings)}
        if count < 0.6 * self._pages or name.casefold() in names:
            return None
        return name

    @property
    def date_order(self) -> DateOrder | None:
        """In which order the blog prints day and month in numbers, as the dates that read only one way tell."""
        if not self._date_orders:
            return None
        order, count = self._date_orders.most_common(1)[0]
        is_plain = count >= _MIN_DATES and count >= _DATE_ORDER_SHARE * self._date_orders.total()
        return ("day first" if order == "day first" else "month first") if is_plain else None

    def is_site_keywords(self, keywords: tuple[str, ...]) -> bool:
        """True for keywords that the blog prints on page after page: they tell nothing of a post."""
        return self._keywords[keywords] >= max(_MIN_PAGES, 0.3 * self._own_pages)

    def is_boilerplate(self, paragraph: str) -> bool:
        """True for a paragraph that stands in post after post."""
        return self._paragraphs[paragraph_hash(paragraph)] >= max(
            _MIN_PAGES, _BOILERPLATE_SHARE * self._own_pages
        )

    def is_mostly_dated(self) -> bool:
        """True if posts of this blog print their day, so that a page without one is hardly a post."""
        return self._own_pages >= _MIN_PAGES and self._dated_own_pages >= 0.6 * self._own_pages

    def is_undated_folder(self, url: str) -> bool:
        """True for an address in a folder below the blog's home in which no post lies, where all posts have a date."""
        if self._own_pages < _MIN_OF_DATED or self._dated_own_pages < _ALL_DATED_SHARE * self._own_pages:
            return False
        folder = _folder_of(url)
        return bool(folder) and not self._dated_folders[folder]

    def is_odd_page(self, url: str) -> bool:
        """True for a page whose address is unlike that of nearly all posts and that no list shows."""
        total = self._own_shapes.total()
        if total < 10 or not self._listed or self._own_shapes.most_common(1)[0][1] < 0.7 * total:
            return False
        return self._own_shapes[address_shape(url)] <= 0.05 * total

    def has_post_shape(self, url: str) -> bool:
        """True if dated posts of this blog have addresses of this shape."""
        if not self._shapes:
            return True
        shape = address_shape(url)
        if shape in ("s", "s.html", "s.aspx", "s.htm", "s.php"):
            return self._shapes[shape] >= 0.2 * self._shapes.total()
        return self._shapes[shape] > 0

    def is_listed(self, addresses: Iterable[str]) -> bool:
        """True if some list page shows a post at one of the addresses."""
        return any(hash(address) in self._listed for address in addresses)

    def is_of_list(self, addresses: Iterable[str]) -> bool:
        """True if one of the addresses is that of a list page or of a page without a post."""
        return any(hash(address) in self._list_addresses for address in addresses)
