"""The blogs of a store -> posts: each blog merged anew when a page of it has changed, and what several of them share."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from archivesearch.addresses import post_id
from archivesearch.errors import Problem
from archivesearch.merge.homes import BlogsByHost, KnownBlogs
from archivesearch.merge.posts import Merger
from archivesearch.merge.shared import is_same_post, united
from archivesearch.model import Post
from archivesearch.report import Outcome, Tally
from archivesearch.store.blogs import is_unknown_blog, unknown_blog
from archivesearch.store.posts import RECORDS, SHARED
from archivesearch.store.store import Store
from archivesearch.store.versions import Version


def merge_stale_blogs(store: Store, tally: Tally) -> None:
    """Merges every blog anew of which a page has changed, or all after the merging code has."""
    fingerprint = package_fingerprint("merge")
    store.begin()
    if store.setting("merged by") != fingerprint:
        store.blogs.make_all_stale()
        store.set_setting("merged by", fingerprint)
    if store.blogs.stale():  # else no page has changed since each found its home
        find_homes(store)
    store.commit()
    first_turn = store.posts.next_turn()
    for blog in store.blogs.stale():
        store.begin()
        turn = store.posts.next_turn()
        for post in merged_posts(store, blog, tally):
            _keep(store, post, blog, turn, first_turn, tally)
        tally.removed(store.posts.end_merge(blog, turn))
        for identity in store.versions.drop_older(blog, turn):
            _keep_what_is_left(store, identity, turn)
        store.commit()


def _keep(store: Store, post: Post, blog: str, turn: int, first_turn: int, tally: Tally) -> None:
    """Keeps a post that the merge of a blog has given, beside what other blogs gave under its id.

    What they tell of the same post becomes one with it; where theirs is another post, it gets an id of its own.
    """
    first_id, number = post.id, 1
    while holder := store.posts.holder(post.id):
        owner, last_turn = holder
        if owner == RECORDS or (owner == blog and last_turn < turn):
            break
        versions = store.versions.of_post(post.id)
        others = [version for version in versions if version.blog != blog]
        is_given = any(version.blog == blog and version.turn == turn for version in versions)
        if others and not is_given and is_same_post(united([version.post for version in others]), post):
            outcome = _share(store, [*others, Version(blog, turn, post)], turn)
            if last_turn < first_turn:  # else counted already
                tally.post(outcome)
            return
        number += 1
        post = replace(post, id=post_id(f"{first_id} {number}"))
    tally.post(store.posts.put(post, blog, turn))


def _share(store: Store, versions: Sequence[Version], turn: int) -> Outcome:
    """Keeps a post as the blogs that show it tell it together."""
    for version in versions:
        store.versions.put(version)
    return store.posts.put(united([version.post for version in versions]), SHARED, turn)


def _keep_what_is_left(store: Store, identity: str, turn: int) -> None:
    """Makes a post anew that one blog less shows."""
    versions = store.versions.of_post(identity)
    if len(versions) > 1:
        _share(store, versions, turn)
    for version in versions if len(versions) == 1 else ():
        store.posts.put(version.post, version.blog, version.turn)


def find_homes(store: Store) -> None:
    """Gives pages that do not tell their blog, or only its host, a home among the blogs that others tell."""
    blogs = BlogsByHost(store.blogs.told())
    told_by_pages = store.blogs.told_by_pages()
    for host in blogs.hosts():
        blogs.find_sections(host, store.blogs.permalinks_in_feeds(host), told_by_pages)
        for blog, new_home in blogs.below(host):
            for page, home, _ in list(store.blogs.pages_telling(blog)):
                store.blogs.move_page(page, home, new_home)
        for page, home, url in list(store.blogs.pages_telling(host)):
            store.blogs.move_page(page, home, blogs.home_of(host, url))
    for source in store.blogs.sources_with_unknown():
        known = KnownBlogs()
        for path, blog in store.blogs.known_in(source):
            known.add(blog, path)
        for page, path, home in store.blogs.pages_of_unknown(source):
            store.blogs.move_page(page, home, known.home_of(path, unknown_blog(source)))


def merged_posts(store: Store, blog: str, tally: Tally) -> Iterator[Post]:
    """The posts of one blog, merged from all its pages in the store; memory holds keys, not texts."""
    merger = Merger("" if is_unknown_blog(blog) else blog)
    for facts, entries in store.pages.of_blog(blog):
        with _told_faults(facts.path, tally):
            merger.learn(facts, entries)
    seen: set[int] = set()  # ids as numbers, to save memory
    times_repeated: Counter[str] = Counter()
    for group in merger.groups():
        entries_of_post = store.pages.entries(group)
        post = None
        with _told_faults(entries_of_post[0].page, tally):
            post = merger.merge(entries_of_post)
        if post is not None:
            number = int(post.id, 16)
            if number in seen:  # nothing but their text tells these apart; keep both
                times_repeated[post.id] += 1
                post = replace(post, id=post_id(f"{post.id} {times_repeated[post.id] + 1}"))
            seen.add(number)
            yield post
    tally.feed_only(merger.feed_only)


@contextmanager
def _told_faults(page: str, tally: Tally) -> Iterator[None]:
    """Makes a Problem of whatever the block raises: a fault over one post must not cost the others."""
    try:
        yield
    except Exception as error:
        reason = f"a fault in archivesearch ({type(error).__name__}: {error}); please report it"
        tally.problem(Problem(page, "merge", reason))


def package_fingerprint(*names: str) -> str:
    """A word that changes whenever the code of these packages does, so that stored results can be renewed."""
    digest = hashlib.blake2b(digest_size=8)
    for name in names:
        for path in sorted(Path(__file__).with_name(name).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
