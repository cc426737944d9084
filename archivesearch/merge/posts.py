"""Entries of one blog -> posts: full text beats excerpt, tags are united, every capture is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from archivesearch.addresses import canonical_permalink, permalink_key, post_id
from archivesearch.languages import told_language
from archivesearch.merge.blog import BlogProfile, is_about_page, is_title_alone, sure_date_order
from archivesearch.merge.identity import Groups, Keys, address_key
from archivesearch.merge.side_lists import SideLists
from archivesearch.model import (
    FORM_RANK,
    GUESSED_ORDER,
    Capture,
    Entry,
    Form,
    Found,
    PageFacts,
    Post,
    Timestamp,
    is_zone_offset,
)

_HEAD_RULES = ("meta ", "JSON-LD", "<title>", "trackback")
_WEAK_DATE_RULES = ("day in the address",)
FEED_RULE = "feed "  # begins the rule of what a feed says: its stamps are instants, mostly in UTC
_LONG = 200  # characters of a paragraph that an author wrote; excerpts of other posts are shorter
_EXCERPT_SHARE = 0.7  # of the full text: what is shorter is an excerpt, whatever its page says


class Merger:
    """One blog's entries, in two passes: `learn` from every page, then `merge` group after group.

    Only numbers and counts are kept between the passes: memory grows by some 200 bytes an entry, whatever its text.
    """

    def __init__(self, blog: str = "") -> None:
        self._keys = Keys()
        self._blog = blog  # "" when only the pages can tell
        self.feed_only = 0  # posts left out because only a feed beside the blog's pages shows them
        self._profile = BlogProfile(is_one_blog=True)
        self._side_lists = SideLists()

    def learn(self, facts: PageFacts, entries: Sequence[tuple[int, Entry]]) -> None:
        """Takes in one page and its numbered entries."""
        self._blog = self._blog or facts.blog
        self._profile.learn(facts, [entry for _, entry in entries])
        self._side_lists.learn([entry for _, entry in entries])
        for number, entry in entries:
            self._keys.add(number, entry)

    def groups(self) -> Iterator[tuple[int, ...]]:
        """The numbers of the entries that are one post, group by group, in the order they were learned."""
        yield from Groups(self._keys)

    def merge(self, entries: Sequence[Entry]) -> Post | None:
        """The post that the entries of one group tell of; None when what they tell of is no post."""
        profile = self._profile
        entries = [entry for entry in entries if not self._side_lists.holds(entry)] or entries
        ordered = sorted(entries, key=_trust_of_feed if all(map(_is_from_feed, entries)) else _trust)
        permalink = _permalink(ordered)
        if not self._is_post(ordered, permalink):
            return None
        body = _body(ordered)
        full_length = len(body.value) if body else 0
        found_in: dict[str, str] = {}
        title = self._title(ordered)
        authors = self._authors(ordered)
        published = _published([self._reordered(entry) for entry in ordered])
        updated = next((e.updated for e in ordered if e.updated), None)
        tags = self._united([e.tags for e in ordered])
        categories = self._united([e.categories for e in ordered])
        for name, found in (
            ("title", title),
            ("published", published),
            ("updated", updated),
            ("authors", authors),
            ("body", body),
            ("permalink", permalink),
            ("tags", tags),
            ("categories", categories),
        ):
            if found:
                found_in[name] = found.rule
        identity = self._identity(ordered, permalink, title, published)
        return Post(
            id=post_id(identity),
            permalink=permalink.value if permalink else None,
            blog=self._blog or None,
            blog_title=profile.title,
            platform=next((e.platform for e in ordered if e.platform), None),
            title=title.value if title else None,
            authors=authors.value if authors else (),
            published=published.value if published else None,
            updated=updated.value
            if updated and (not published or updated.value != published.value)
            else None,
            tags=tags.value if tags else (),
            categories=tuple(
                c for c in (categories.value if categories else ()) if not tags or c not in tags.value
            ),
            language=told_language(
                next((e.language for e in ordered if e.language), None),
                body.value if body else title.value if title else "",
            ),
            body=self._clean(body.value) if body else "",
            captures=tuple(_captures(entries, full_length)),
            found_in=found_in,
        )

    def _is_post(self, entries: Sequence[Entry], permalink: Found[str] | None) -> bool:
        profile = self._profile
        if profile.has_own_pages and all(entry.is_evidence_only for entry in entries):
            self.feed_only += 1
            return False  # where a blog's pages are kept, its feed is evidence for them and lists tags and slides too
        if all(map(_is_from_feed, entries)):
            return True
        if all(map(is_title_alone, entries)):
            return False
        own = [e for e in entries if e.is_own_page]
        is_dated = any(e.published is not None for e in entries)
        addresses = {address_key(e.permalink.value, True) for e in entries if e.permalink}
        if permalink and "#" not in permalink.value and not own and profile.is_of_list(addresses):
            return False  # the address of a list page or of a page without a post
        if own:
            if (
                permalink
                and not profile.is_listed(addresses)
                and (is_about_page(permalink.value) or profile.is_odd_page(permalink.value))
            ):
                return False
            if (
                not is_dated
                and profile.has_dated_posts
                and not profile.is_listed(addresses)
                and _is_thin(own)
            ):
                return False
            if not is_dated and permalink and profile.is_undated_folder(permalink.value):
                return False
            return is_dated or profile.is_listed(addresses) or not profile.is_mostly_dated()
        if permalink is None:
            return is_dated or not profile.is_mostly_dated()
        return is_dated or profile.has_post_shape(permalink.value)

    def _reordered(self, entry: Entry) -> Entry:
        """The entry with day and month of its date in the order that the blog, or the address, shows."""
        order = entry.date_order
        wanted = sure_date_order(entry) or self._profile.date_order
        if entry.published is None or order is None or not order.endswith("?") or wanted is None:
            return entry
        value, rule = entry.published.value, entry.published.rule.removesuffix(GUESSED_ORDER)
        if not order.startswith(wanted):
            value = replace(value, local=value.local.replace(day=value.local.month, month=value.local.day))
        return replace(entry, published=Found(value, f"{rule}, {wanted} as elsewhere in the blog"))

    def _title(self, entries: Sequence[Entry]) -> Found[str] | None:
        from_head = None
        for entry in entries:
            if not entry.title:
                continue
            if not entry.title.rule.startswith(_HEAD_RULES):
                return entry.title
            from_head = from_head or entry.title
        if from_head is None:
            return None
        short = self._profile.strip_blog_name(from_head.value)
        if short == self._profile.title:
            return None
        if short != from_head.value:
            return Found(short, f"{from_head.rule} without the blog's name")
        return from_head

    def _authors(self, entries: Sequence[Entry]) -> Found[tuple[str, ...]] | None:
        signed = [e.authors for e in entries if e.authors and not self._is_blog_name(e.authors.value)]
        for found in signed:
            if found.rule != "signature" and not found.rule.startswith("meta "):
                return found
        sole = self._profile.sole_author
        if sole and not self._is_blog_name(sole) and not signed:
            return Found(sole, "sole author of the blog")
        if not signed and (owner := self._profile.owner):
            return Found((owner,), "owner of the blog")
        return signed[0] if signed else None

    def _is_blog_name(self, names: tuple[str, ...]) -> bool:
        title = (self._profile.title or "").casefold()
        if len(names) == 1:
            return names[0].casefold() == title and " " not in title
        rest = title
        for name in names:
            if name.casefold() not in rest:
                return False
            rest = rest.replace(name.casefold(), " ", 1)
        return len(rest.split()) < len(names)  # what is left of "Salt and Pepper" is the word that joins them

    def _united(self, found: Sequence[Found[tuple[str, ...]] | None]) -> Found[tuple[str, ...]] | None:
        kept = [
            f
            for f in found
            if f and not (f.rule == "meta keywords" and self._profile.is_site_keywords(f.value))
        ]
        printed = [f for f in kept if not f.rule.startswith(_HEAD_RULES)] or kept
        if not printed:
            return None
        names: dict[str, str] = {}
        for f in printed:
            for name in f.value:
                names.setdefault(name.casefold(), name)
        for f in kept:
            if f.rule == "meta article:tag" and names.keys() < {name.casefold() for name in f.value}:
                return f  # a card prints only the first tag
        return Found(tuple(names.values()), printed[0].rule)

    def _clean(self, text: str) -> str:
        """The text without what stands before and after it on page after page of the blog."""
        paragraphs = text.split("\n\n")
        is_common = [
            True if self._profile.is_boilerplate(paragraph) else None if len(paragraph) > _LONG else False
            for paragraph in paragraphs
        ]
        end = len(paragraphs) - _common_edge(is_common[::-1])
        start = _common_edge(is_common[:end])
        return "\n\n".join(paragraphs[start:end] if start < end else paragraphs)

    def _identity(
        self,
        entries: Sequence[Entry],
        permalink: Found[str] | None,
        title: Found[str] | None,
        published: Found[Timestamp] | None,
    ) -> str:
        """What the post's id is made of, the same whichever of its pages were read."""
        if permalink:
            return permalink_key(permalink.value)
        for entry in entries:
            if entry.platform_id:
                return f"{self._blog} {entry.platform_id.value}"
        words = title.value if title else (entries[0].body.value[:80] if entries[0].body else entries[0].page)
        return f"{self._blog} {published.value if published else ''} {words}"


_COMMON_SHARE = (
    0.8  # of the paragraphs at the edge of a text: a calendar or archive list among them differs by page
)
_THIN = 200  # letters of text: a page with less and without a date is a notice, not a post


def _is_from_feed(entry: Entry) -> bool:
    found = entry.title or entry.body
    return found is not None and found.rule.startswith(FEED_RULE)


def _common_edge(is_common: Sequence[bool | None]) -> int:
    """How many paragraphs from the start on are boilerplate, a few of other kinds between them, such as a date.

    None stands for a long paragraph of the post's own, which no boilerplate reaches over.
    """
    edge = common = 0
    for number, is_one in enumerate(is_common, 1):
        if is_one is None:
            break
        common += is_one
        if is_one and common >= _COMMON_SHARE * number:
            edge = number
    return edge


def _is_thin(own: Sequence[Entry]) -> bool:
    return all(not e.body or len(e.body.value) < _THIN for e in own)


def _trust(entry: Entry) -> tuple[bool, int, bool, float, int, str, int]:
    """Own page first, then the fuller form, the page at the permalink itself, the newer capture, the longer text."""
    return (
        not entry.is_own_page,
        -FORM_RANK[entry.form],
        _is_copy(entry),
        -entry.captured.epoch_seconds if entry.captured else 0.0,
        -len(entry.body.value) if entry.body else 0,
        entry.page,
        entry.position,
    )


def _trust_of_feed(entry: Entry) -> tuple[int, float, str, int]:
    """The fuller form first, then what was changed last, as the documents of one paged feed tell."""
    updated = entry.updated.value.epoch_seconds if entry.updated else 0.0
    return -FORM_RANK[entry.form], -updated, entry.page, entry.position


def _is_copy(entry: Entry) -> bool:
    """True for a page that shows the post at another path than its permalink's, such as for printing or for AMP."""
    if not entry.is_own_page or not entry.page_url or not entry.permalink:
        return False
    own, permalink = (urlsplit(canonical_permalink(url)) for url in (entry.page_url, entry.permalink.value))
    return own.path.rstrip("/") != permalink.path.rstrip("/")


def _permalink(entries: Sequence[Entry]) -> Found[str] | None:
    for entry in entries:
        if entry.is_own_page and entry.permalink and entry.permalink.rule != "page address":
            return entry.permalink
    printed = [e for e in entries if e.permalink and e.permalink.rule != "page address"] or entries
    counts = Counter(e.permalink.value for e in printed if e.permalink)
    if not counts:
        return None
    best = max(counts, key=lambda url: (counts[url], "guid" not in url.lower(), url))
    return next(e.permalink for e in printed if e.permalink and e.permalink.value == best)


def _body(entries: Sequence[Entry]) -> Found[str] | None:
    bodies = [(e.form, e.body) for e in entries if e.body]
    if not bodies:
        return None
    best = bodies[0]
    for form, body in bodies[1:]:
        if FORM_RANK[form] > FORM_RANK[best[0]] or (
            form == best[0] and len(best[1].value) < 0.5 * len(body.value)
        ):
            best = form, body
    return best[1]


def _published(entries: Sequence[Entry]) -> Found[Timestamp] | None:
    """The stamp of the most trusted entry, with clock and zone from another one that shows the same moment."""
    found = [e.published for e in entries if e.published]
    strong = [f for f in found if f.rule not in _WEAK_DATE_RULES] or found
    days = [f for f in strong if f.value.precision not in ("year", "month")] or strong
    if not days:
        return None
    best = days[0]
    for other in days[1:]:
        value, seen = best.value, other.value
        if not value.has_clock and seen.has_clock and seen.local.date() == value.local.date():
            best = Found(seen, other.rule)
        elif (zoned := _zoned(value, seen, other.rule)) or (zoned := _zoned(seen, value, best.rule)):
            best = Found(zoned, f"{best.rule} + {other.rule}: one moment in two zones")
        elif (
            value.has_clock
            and value.offset is None
            and seen.offset is not None
            and seen.local.replace(second=0) == value.local.replace(second=0)
        ):
            exact = seen if seen.precision == "second" else replace(value, offset=seen.offset)
            best = Found(exact, f"{best.rule} + zone of {other.rule}")
    return best


def _zoned(wall: Timestamp, instant: Timestamp, rule: str) -> Timestamp | None:
    """A wall clock without zone, given the zone in which an instant is that moment; None where none does.

    `rule` is that of the instant: a page tells in UTC what a feed may tell in any zone.
    """
    if not wall.has_clock or wall.offset is not None or not instant.has_clock or instant.offset is None:
        return None
    if instant.offset and not rule.startswith(FEED_RULE):
        return None
    utc = instant.local - instant.offset
    gap = wall.local.replace(second=0) - utc.replace(second=0)
    if not is_zone_offset(gap):
        return None
    if wall.precision == "minute" and instant.precision == "second":
        return Timestamp(wall.local.replace(second=utc.second), "second", gap)
    return replace(wall, offset=gap)


def _captures(entries: Sequence[Entry], full_length: int) -> Iterator[Capture]:
    seen: set[tuple[str, str]] = set()
    has_own_text = any(e.is_own_page and e.body for e in entries)
    for entry in sorted(entries, key=lambda e: (not e.is_own_page, e.page, e.position)):
        form: Form = entry.form
        if (
            has_own_text
            and not entry.is_own_page
            and form == "full"
            and entry.body
            and len(entry.body.value) < _EXCERPT_SHARE * full_length
        ):
            form = "excerpt"
        if (entry.page, form) not in seen:
            seen.add((entry.page, form))
            yield Capture(entry.page, entry.page_url, entry.captured, form)
