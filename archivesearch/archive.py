"""The library's front desk: Archive joins the rooms; scrape and extract do without an archive on disk.

The rooms are entered lazily: a search should not pay for the loading of what only reading pages needs.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self
from weakref import WeakSet

from archivesearch.errors import ArchiveSearchError, IndexFormatError, QueryError, RecordError, SourceError
from archivesearch.model import FORM_RANK, Capture, Entry, Page, Post, Ranking

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from archivesearch.gather import OpenSource, Source
    from archivesearch.index.engine import Engine, Match
    from archivesearch.report import Progress, Report, Tally
    from archivesearch.search.searcher import ExplainedRanking, Searcher
    from archivesearch.search.timeline import Period, Timeline
    from archivesearch.store.counts import Counts
    from archivesearch.store.lock import WriterLock
    from archivesearch.store.store import Store
    from archivesearch.store.stored_post import Lines

DEFAULT_DIRECTORY = "index"
WAIT_SECONDS = 30.0  # for another writer to finish; an interactive user gives up about then

_BATCH_POSTS = 1000  # in memory at a time when all hits of a query are wanted
_STORE_FILE = "posts.db"
_LOCK_FILE = "writer.lock"
_FETCHED = "fetched"  # a folder of WARC files for each host of which single addresses were sources


class Archive:
    """Posts in a folder: the store of all that was read, and the search index derived from it.

    Made by `open_archive`. What `add_posts` adds is kept by `commit`, or at the end of a `with` block that
    raises nothing; `index` and `rebuild` commit what they do themselves.
    """

    def __init__(self, directory: Path, engine: str | None, wait_seconds: float) -> None:
        self.directory = directory
        self._engine_name = engine
        self._wait_seconds = wait_seconds
        self._reader: Store | None = None
        self._writer: tuple[WriterLock, Store] | None = None
        self._engine: Engine | None = None
        self._indexed_version: int | None = None  # of the store, if the open index knows all that is in it
        # Of posts found that nothing but their addresses was asked of.
        self._unread: WeakSet[Lines] = WeakSet()

    # ------------------------------------------------------------ putting in

    def index(
        self,
        sources: Source | Iterable[Source],
        base_url: str | None = None,
        jobs: int | None = None,
        progress: Progress | None = None,
        prune: bool = False,
        allow_private: bool = False,
    ) -> Report:
        """Reads folders, pages and files of post records (.jsonl), but pages seen before only if changed.

        A source may be the address of a page or feed (as a str), which is fetched, with `allow_private` even
        from this machine and private networks. With `prune` the pages that a source has no more are forgotten,
        and so are the posts that only they showed.

        SourceError before anything is done when a source does not exist, EngineError when the engine of the index
        is not installed; LockedError when another process goes on writing. What is wrong with single pages is in the report, and the rest is used.
        """
        from archivesearch.gather import open_source, read_source
        from archivesearch.index.indexer import engine_for
        from archivesearch.merging import merge_stale_blogs
        from archivesearch.report import Tally

        tally = Tally(progress)
        engine_for(self.directory, self._engine_name)  # told before pages are read for hours
        fetched = self.directory / _FETCHED
        opened = [open_source(source, base_url, fetched, tally, allow_private) for source in _listed(sources)]
        with self._writing(tally) as store:
            numbers = [read_source(store, source, jobs, tally, prune) for source in opened]
            merge_stale_blogs(store, tally)
            tally.known(store.posts.count_of_sources(numbers))
            self._bring_index_up(store, tally)
        return tally.report()

    def add_posts(self, posts: Iterable[Post | Mapping[str, Any]] | str | os.PathLike[str]) -> int:
        """Adds posts, records (as JSON objects) or a file of records; how many were new or changed.

        They replace posts with the same id. Nothing lasts until `commit`. RecordError names the line and the
        field of a bad record, and then none of these posts is added.
        """
        from archivesearch.store.posts import RECORDS

        is_first = self._writer is None
        store = self._begin_writing()
        store.mark()
        try:
            turn = store.posts.next_turn()
            outcomes = [store.posts.put(post, RECORDS, turn) for post in _posts(posts)]
        except BaseException:
            store.back_to_mark()
            if is_first:
                self._end_writing()
            raise
        return len(outcomes) - outcomes.count("unchanged")

    def commit(self) -> None:
        """Makes the posts added since the last commit last, and puts them into the search index."""
        if self._writer is not None:
            from archivesearch.report import Tally

            with self._writing(Tally()) as store:
                store.commit()
                self._bring_index_up(store, Tally())

    def rebuild(self, progress: Progress | None = None, engine: str | None = None) -> int:
        """Makes the search index anew from the stored posts, with another engine if one is named; how many it holds."""
        from archivesearch.index.indexer import rebuild
        from archivesearch.report import Tally

        tally = Tally(progress)
        with self._writing(tally) as store:
            store.commit()
            count = rebuild(self.directory, tally.each_indexed(store.posts), engine=engine)
            self._engine_name = engine or self._engine_name
            store.changes.clear()
        return count

    # ------------------------------------------------------------ getting out

    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Literal["relevance", "newest", "oldest"] = "relevance",
        join: Literal["best", "all", "any"] = "best",
    ) -> Ranking:
        """The posts that answer a query, best first; any text is answered, and `notes` tell how it was read.

        IndexFormatError when the search index is missing, damaged or of another version.
        """
        searcher, is_current = self._open_searcher()
        ranking = searcher.search(text, limit=limit, offset=offset, sort=sort, join=join)
        if is_current:
            return ranking
        unfinished = self._unfinished()
        return replace(ranking, notes=(*ranking.notes, *unfinished)) if unfinished else ranking

    def _unfinished(self) -> list[str]:
        """What runs have begun and not finished, each with how to go on."""
        why = "because a run was interrupted or is under way"
        blogs = len(self._store().blogs.stale())
        changed, removed = self._store().changes.counts()
        found = []
        if blogs:
            found.append(
                f"blogs of which pages were read and no posts made yet: {blogs:,}, {why};"
                " `archivesearch index` with the same SOURCE goes on"
            )
        if changed or removed:
            found.append(
                f"changed posts that are not in the search index yet: {changed + removed:,}, {why};"
                " `archivesearch rebuild` puts them in"
            )
        return found

    def explain(
        self, text: str, *, limit: int = 10, offset: int = 0, join: Literal["best", "all", "any"] = "best"
    ) -> ExplainedRanking:
        """What `search` finds by relevance, with what was searched and the parts of each hit's score."""
        searcher, _ = self._open_searcher()
        return searcher.explain(text, limit=limit, offset=offset, join=join)

    def similar(self, post_id: str, limit: int = 10) -> Ranking:
        """The posts that share most with the one of this id. QueryError when there is no such post."""
        post = self.get(post_id)
        if post is None:
            raise QueryError(f"{post_id}: no post with this id in {self.directory}; search gives the ids")
        searcher, _ = self._open_searcher()
        return searcher.similar(post, limit=limit)

    def timeline(self, text: str, by: Period | None = None) -> Timeline:
        """How many posts that answer a query were published in each month or year; without `by` as fits best."""
        from archivesearch.search.timeline import timeline

        return timeline(self.search(text, limit=1, sort="newest"), by)

    def get(self, post_id: str) -> Post | None:
        """The post with this id, if there is one."""
        return self._store().posts.load([post_id]).get(post_id)

    def source(self, post: Post) -> tuple[Capture, bytes]:
        """The fullest and newest capture of a post that is still where it was, and its bytes as archived.

        SourceError when there is none any more, as for posts that came as records.
        """
        from archivesearch.capture.reopen import reopen

        reason = "no page of it is known"
        for capture in _fullest_first(post):
            for place in self._store().pages.places_of(capture.page):
                try:
                    return capture, reopen(place, capture.page)
                except SourceError as error:
                    reason = str(error)
        raise SourceError(f"{post.id}: its source cannot be shown: {reason}")

    def saved_file(self, post: Post) -> Path | None:
        """The file that is the fullest and newest capture of a post; None where none lies in a file of its own."""
        from archivesearch.capture.reopen import file_of

        places = (
            (place, capture.page)
            for capture in _fullest_first(post)
            for place in self._store().pages.places_of(capture.page)
        )
        return next((file for place, page in places if (file := file_of(place, page))), None)

    def posts(self, query: str | None = None) -> Iterator[Post]:
        """Every post, in the order they were first read; or all that answer a query, oldest first."""
        if query is None:
            yield from self._store().posts
            return
        offset, total = 0, 1
        while offset < total:
            ranking = self.search(query, limit=_BATCH_POSTS, offset=offset, sort="oldest")
            yield from (hit.post for hit in ranking)
            offset, total = offset + _BATCH_POSTS, ranking.total

    def ids_starting_with(self, prefix: str, limit: int = 2) -> list[str]:
        """Up to `limit` ids that begin with these characters."""
        return self._store().posts.ids_starting_with(prefix, limit)

    def stats(self) -> Counts:
        """How much the archive holds."""
        return self._store().counts()

    def verify(self) -> list[str]:
        """What is wrong with the archive, each in a sentence with its remedy; nothing when all is well."""
        from archivesearch.index.indexer import find_damage
        from archivesearch.model import Everything

        found = self._store().damage()
        if found:
            remedy = "restore posts.db from a backup, or delete the folder and index the sources again"
            return [*found, f"{self.directory}: {remedy}"]
        damage = find_damage(self.directory)
        if damage:
            return [damage]
        try:
            engine = self._open_engine()
            matches = engine.search(Everything(), limit=engine.post_count, sort="oldest").matches
        except IndexFormatError as error:
            return [str(error)]
        stored, indexed = self._store().posts.ids(), {match.post_id for match in matches}
        return [f"{self.directory}: {line}" for line in self._unfinished()] + [
            f"{self.directory}: {what}: {count:,}; run `archivesearch rebuild`"
            for count, what in (
                (len(stored - indexed), "posts missing from the search index"),
                (len(indexed - stored), "posts of the search index that are not stored any more"),
            )
            if count
        ]

    # ------------------------------------------------------------ opening and closing

    def close(self) -> None:
        """Lets go of all files; posts added since the last commit are dropped."""
        self._end_writing()
        self._forget_index()
        if self._reader is not None:
            self._read_found()
            self._reader.close()
            self._reader = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.close()

    def _store(self) -> Store:
        """The store to read from: while posts are being added, with these."""
        if self._writer is not None:
            return self._writer[1]
        if self._reader is None:
            from archivesearch.store.store import Store

            self._reader = Store.open(self.directory / _STORE_FILE)
        return self._reader

    def _open_engine(self) -> Engine:
        if self._engine is None:
            from archivesearch.index.guarded import GuardedEngine
            from archivesearch.index.indexer import find_damage, open_engine

            store = self._store()
            # Asked for before the index is opened, so that what is written in between counts as later.
            version = store.version()
            self._engine = GuardedEngine(open_engine(self.directory), lambda: find_damage(self.directory))
            is_whole = store.changes.counts() == (0, 0) and not store.blogs.stale()
            self._indexed_version = version if is_whole and self._writer is None else None
        return self._engine

    def _open_searcher(self) -> tuple[Searcher, bool]:
        """A searcher, and whether its index knows all posts as they are in the store now, and no run is unfinished."""
        from archivesearch.search.searcher import Searcher

        engine, store = self._open_engine(), self._store()
        is_current = self._writer is None and store.version() == self._indexed_version
        return Searcher(engine, store.posts.load, self._promised if is_current else None), is_current

    def _promised(self, matches: Sequence[Match]) -> Mapping[str, Post]:
        """The posts of matches by id, to be read when more of them is wanted than the index knows."""
        from archivesearch.store.stored_post import Lines, promised_posts

        lines = Lines([match.post_id for match in matches], self._lines_of)
        self._unread.add(lines)
        return promised_posts([(match.post_id, match.permalink) for match in matches], lines)

    def _lines_of(self, ids: Sequence[str]) -> dict[str, str]:
        """The stored lines of posts found; IndexFormatError when some are missing because the index is damaged."""
        from archivesearch.index.indexer import find_damage

        lines = self._store().posts.lines(ids)
        damage = find_damage(self.directory) if len(lines) < len(ids) else None
        if damage:
            raise IndexFormatError(damage)
        return lines

    def _read_found(self) -> None:
        """Reads what is left to be read of the posts that were found, before the store is closed or written to."""
        for lines in list(self._unread):
            with suppress(ArchiveSearchError):  # told when one of these posts is wanted
                lines.read()
        self._unread.clear()

    def _begin_writing(self, tally: Tally | None = None) -> Store:
        if self._writer is None:
            from archivesearch.store.lock import WriterLock
            from archivesearch.store.store import Store

            self._read_found()
            on_wait = tally.waiting if tally else None
            lock = WriterLock.acquire(self.directory / _LOCK_FILE, self._wait_seconds, on_wait)
            try:
                store = Store.open_to_write(self.directory / _STORE_FILE)
                store.begin()
            except BaseException:
                lock.release()
                raise
            self._writer = lock, store
        return self._writer[1]

    def _end_writing(self) -> None:
        if self._writer is not None:
            lock, store = self._writer
            self._writer = None
            try:
                store.close()
            finally:
                lock.release()

    @contextmanager
    def _writing(self, tally: Tally) -> Iterator[Store]:
        """The store, for this process alone to write to; committed at the end unless the block raises."""
        store = self._begin_writing(tally)
        try:
            yield store
            store.commit()
        finally:
            self._end_writing()
            self._forget_index()

    def _forget_index(self) -> None:
        if self._engine is not None:
            self._engine.close()
        self._engine = self._indexed_version = None

    def _bring_index_up(self, store: Store, tally: Tally) -> None:
        """Teaches the search index what has changed in the store; makes it anew where that is needed."""
        from archivesearch.index.indexer import open_engine, rebuild, update

        changed, removed = store.changes.counts()
        try:
            open_engine(self.directory).close()
            is_usable = True
        except IndexFormatError:  # missing, damaged or of another version: derived, so it can be made again
            is_usable = False
        if not is_usable or changed == store.posts.count():
            rebuild(self.directory, tally.each_indexed(store.posts), engine=self._engine_name)
        elif changed or removed:
            update(self.directory, tally.each_indexed(store.changes.posts()), store.changes.removed_ids())
        store.begin()
        store.changes.clear()
        store.commit()


def open_archive(
    directory: str | os.PathLike[str] = DEFAULT_DIRECTORY,
    create: bool = False,
    engine: str | None = None,
    wait_seconds: float = WAIT_SECONDS,
) -> Archive:
    """The archive in a folder; with `create` it is made when there is none.

    `engine` is what its search index is made with: "whoosh", the default, or "tantivy". An archive remembers it,
    so it need not be named again. `wait_seconds` is how long a writer waits for another one. IndexFormatError when
    the folder holds no archive of a version known here, EngineError when the engine is not installed or the archive
    has another one.
    """
    from archivesearch.store.database import told
    from archivesearch.store.store import Store

    if engine is not None:
        from archivesearch.index.indexer import engine_for

        engine_for(Path(directory), engine)

    archive = Archive(Path(directory), engine, wait_seconds)
    path = archive.directory / _STORE_FILE
    with told(path):
        is_missing = not path.is_file()
    if create and is_missing:
        try:
            archive.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveSearchError(
                f"{directory}: cannot be made ({error.strerror or error}); give another folder"
            ) from error
        with archive:
            archive._begin_writing()
        return Archive(Path(directory), engine, wait_seconds)
    Store.open(path).close()
    return archive


class Scrape(Iterator[Post]):
    """The posts of some sources, one by one. `report` tells at any time what has been seen so far."""

    def __init__(self, posts: Generator[Post, None, None], tally: Tally) -> None:
        self._posts = posts
        self._tally = tally

    @property
    def report(self) -> Report:
        """Counts and problems so far; complete when the last post has come."""
        return self._tally.report()

    def __next__(self) -> Post:
        return next(self._posts)

    def close(self) -> None:
        """Stops reading and lets go of what was kept on disk meanwhile."""
        self._posts.close()


def scrape(
    sources: Source | Iterable[Source],
    base_url: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    allow_private: bool = False,
) -> Scrape:
    """The posts of folders and files, merged per blog: an iterator of Post whose `report` counts the rest.

    A source may be the address of a page or feed (as a str), which is fetched, with `allow_private` even from
    this machine. `base_url` is the blog's address where the sources are a mirror of it; `jobs` the number of
    processes, by default one for each core. Memory stays flat: what is read waits in a temporary file.
    SourceError when a source does not exist.
    """
    import tempfile

    from archivesearch.gather import open_source
    from archivesearch.report import Tally

    tally = Tally(progress)
    scratch = tempfile.TemporaryDirectory(prefix="archivesearch-")
    fetched = Path(scratch.name, _FETCHED)
    try:
        opened = [open_source(source, base_url, fetched, tally, allow_private) for source in _listed(sources)]
    except BaseException:
        scratch.cleanup()
        raise
    return Scrape(_scraped(opened, jobs, tally, scratch), tally)


def extract(html: str | bytes, url: str | None = None) -> tuple[Entry, ...]:
    """What one page says of the posts on it. ExtractError when it cannot be read at all."""
    from archivesearch.extract.extractor import read_page

    content = html.encode("utf-8", "surrogatepass") if isinstance(html, str) else html
    charset = "utf-8" if isinstance(html, str) else None
    page = Page(content=content, path="page.html", url=url, charset=charset, url_rule="address as given")
    return read_page(page).entries


def _scraped(
    sources: list[OpenSource], jobs: int | None, tally: Tally, scratch: TemporaryDirectory[str]
) -> Generator[Post, None, None]:
    from archivesearch.gather import read_source
    from archivesearch.merging import find_homes, merge_stale_blogs, merged_posts
    from archivesearch.store.store import Store

    with scratch as folder:
        store = Store.scratch(Path(folder, _STORE_FILE))
        try:
            for source in sources:
                read_source(store, source, jobs, tally)
            find_homes(store)
            blogs = store.blogs.stale()
            if len(blogs) > 1:  # some posts may be shared, so none is whole before all blogs are merged
                merge_stale_blogs(store, tally)
                yield from store.posts
            for blog in blogs if len(blogs) == 1 else ():
                for post in merged_posts(store, blog, tally):
                    tally.post("new")
                    yield post
        finally:
            store.close()


def _fullest_first(post: Post) -> list[Capture]:
    """The captures of a post: full ones before excerpts, then the newest first."""

    def order(capture: Capture) -> tuple[int, float]:
        return FORM_RANK[capture.form], capture.captured.epoch_seconds if capture.captured else 0.0

    return sorted(post.captures, key=order, reverse=True)


def _listed(sources: Source | Iterable[Source]) -> list[Source]:
    return [sources] if isinstance(sources, (str, os.PathLike)) else list(sources)


def _posts(posts: Iterable[Post | Mapping[str, Any]] | str | os.PathLike[str]) -> Iterator[Post]:
    """The posts, whatever shape they came in. RecordError for the first bad one."""
    from archivesearch.records import post_from_line, post_from_record, record_lines

    if isinstance(posts, (str, os.PathLike)):
        try:
            with Path(posts).open("rb") as file:
                for where, line in record_lines(file, os.fspath(posts)):
                    yield post_from_line(line, where)
        except OSError as error:
            raise RecordError(f"{os.fspath(posts)}: cannot be read ({error.strerror or error})") from error
        return
    for number, post in enumerate(posts, 1):
        yield post if isinstance(post, Post) else post_from_record(post, f"record {number}")
