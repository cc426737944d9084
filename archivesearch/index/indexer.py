"""Writes and opens indexes: which engine, which version, one writer at a time, each commit whole or not at all.

In the folder of an index lie `index.json`, the manifest, and one folder for the index itself. A rebuild makes a
second folder and then swaps the manifest, so a reader sees the old index or the new one, never a mixture.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from archivesearch.analysis import ANALYZER_VERSION
from archivesearch.errors import EngineError, IndexFormatError, LockedError, QueryError
from archivesearch.index.checksums import Checksums, check_sizes, checksums, damaged_files
from archivesearch.index.contents import SCHEMA_VERSION
from archivesearch.index.engine import ENGINES, Engine
from archivesearch.index.whoosh_segment import SegmentEntry
from archivesearch.model import Post

_FORMAT = "archivesearch index"
_VERSIONS = {"schema": SCHEMA_VERSION, "analyzer": ANALYZER_VERSION, "byteorder": sys.byteorder}
_MANIFEST = "index.json"
_FOLDER = re.compile(rf"(?:{'|'.join(ENGINES)})-\d+")
_LOCK = "lock"
# Engines that swap the list of their files themselves, before the manifest: files it names may be gone by then.
# Damage makes tantivy end the whole process, so small indexes are read through first, some 50 ms for 64 MB.
_KEEPS_OWN_LIST = frozenset({"tantivy"})
_CHECKED_BYTES = 64 << 20
_REMEDY = "run `archivesearch rebuild`"
_LOCK_WAIT_SECONDS = 30.0
_LOCK_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What an index consists of: the only thing a reader believes."""

    engine: str
    folder: str
    segments: tuple[SegmentEntry, ...] = ()
    files: Checksums = field(default_factory=dict)

    def write(self, directory: Path) -> None:
        """Make this the manifest of a directory, at once and wholly."""
        segments = [asdict(segment) for segment in self.segments]
        found: dict[str, object] = {"format": _FORMAT, **_VERSIONS}
        found |= {"engine": self.engine, "folder": self.folder}
        names = None if self.engine in _KEEPS_OWN_LIST else [segment.name for segment in self.segments]
        found["files"] = checksums(directory / self.folder, names, self.files)
        fresh = directory / f"{_MANIFEST}.new"
        fresh.write_text(json.dumps({**found, "segments": segments}), encoding="utf-8")
        fresh.replace(directory / _MANIFEST)


def update(
    directory: Path,
    posts: Iterable[Post],
    removed: Iterable[str],
    *,
    engine: str | None = None,
    wait_seconds: float = _LOCK_WAIT_SECONDS,
) -> int:
    """Add posts to the index in a directory or replace those with the same id, and remove ids; all or nothing.

    Makes the index when there is none, with the engine named or the default one. Gives back how many posts were
    written. Raises LockedError when another writer does not finish within `wait_seconds`, IndexFormatError for an
    index of another version, and EngineError for one of another engine than the one named.
    """
    with _locked(directory, wait_seconds):
        latest = {post.id: post for post in posts}
        engine = engine_for(directory, engine)
        if not (directory / _MANIFEST).exists():
            return _build(directory, latest.values(), engine)
        manifest = _read_manifest(directory)
        _remove_leftovers(directory, manifest)
        folder = directory / manifest.folder
        module, publish = _module(manifest.engine), _publisher(directory, manifest)
        return _writing(
            directory, lambda: module.write(folder, manifest.segments, latest.values(), removed, publish)
        )


def rebuild(
    directory: Path,
    posts: Iterable[Post],
    *,
    engine: str | None = None,
    wait_seconds: float = _LOCK_WAIT_SECONDS,
) -> int:
    """Make the index in a directory anew from posts with different ids, beside the old one, and swap it in.

    Gives back how many posts were written. Whatever lay there before, of any version, is replaced; its engine
    is kept unless one is named.
    """
    with _locked(directory, wait_seconds):
        with suppress(IndexFormatError):  # no manifest tells: all is kept until there is a new index
            _remove_leftovers(directory, _read_manifest(directory))
        return _build(directory, posts, engine or engine_for(directory))


def engine_for(directory: Path, wanted: str | None = None) -> str:
    """The engine of the index in a directory; where there is no index, the one wanted or the default one.

    Raises QueryError when there is no such engine, and EngineError when it is not installed or the index is of
    another one.
    """
    if wanted is not None and wanted not in ENGINES:
        raise QueryError(f"no engine {wanted!r}; there are: {', '.join(ENGINES)}")
    try:
        found = json.loads((directory / _MANIFEST).read_text(encoding="utf-8"))
        own = found["engine"] if found["engine"] in ENGINES else None
    except (OSError, ValueError, TypeError, KeyError):  # none, or a damaged one, which is for others to tell
        own = next((name for name in ENGINES if any(directory.glob(f"{name}-*"))), None)
    if wanted is not None and own is not None and wanted != own:
        raise EngineError(
            f"{directory}: the index is of the engine {own}, not {wanted};"
            f" `archivesearch rebuild --engine {wanted}` makes it anew"
        )
    engine = own or wanted or ENGINES[0]
    _module(engine)
    return engine


def open_engine(directory: Path) -> Engine:
    """The index in a directory, opened for reading.

    Raises IndexFormatError, with the remedy, for one that is missing, damaged, of another version or not ours:
    Whoosh's own files hold pickles, so what lies there without our manifest is never looked at.
    """
    for attempt in range(10):
        manifest = _read_manifest(directory)
        module = _module(manifest.engine)
        try:
            _check(directory, manifest)
            engine: Engine = module.open_index(directory / manifest.folder, manifest.segments)
            return engine
        except FileNotFoundError as error:
            # A writer may have committed, or swapped the index, between reading its list of files and opening them.
            if attempt == 9:
                raise IndexFormatError(f"{directory}: the index is damaged ({error}); {_REMEDY}") from error
            time.sleep(0.02)
        except Exception as error:  # a damaged pickle or table can raise nearly anything
            raise IndexFormatError(f"{directory}: the index is damaged ({error!r}); {_REMEDY}") from error
    raise AssertionError("unreachable")


def find_damage(directory: Path) -> str | None:
    """What is wrong with the files of an index, with the remedy; None when all are as they were written."""
    try:
        manifest = _read_manifest(directory)
    except IndexFormatError as error:
        return str(error)
    may_be_gone = manifest.engine in _KEEPS_OWN_LIST
    names = damaged_files(directory / manifest.folder, manifest.files, may_be_gone)
    if not names:
        return None
    listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"{directory}: the index is damaged (not as written: {listed}); {_REMEDY}"


def _check(directory: Path, manifest: _Manifest) -> None:
    """FileNotFoundError or ValueError for files that are not as written, as far as a look at each opening may cost."""
    folder = directory / manifest.folder
    if manifest.engine not in _KEEPS_OWN_LIST:
        check_sizes(folder, manifest.files)
    elif sum(size for size, _ in manifest.files.values()) <= _CHECKED_BYTES:
        names = damaged_files(folder, manifest.files, may_be_gone=True)
        if names:
            raise ValueError(f"not as written: {', '.join(names)}")


def _build(directory: Path, posts: Iterable[Post], engine: str) -> int:
    import shutil  # here, since a search needs none of it and its import takes 8 ms

    module = _module(engine)
    old = _folders(directory)
    number = 1 + max((int(path.name.rpartition("-")[2]) for path in old), default=0)
    manifest = _Manifest(engine, f"{engine}-{number}")
    folder = directory / manifest.folder
    folder.mkdir(mode=0o700)
    try:
        publish = _publisher(directory, manifest)
        count = _writing(directory, lambda: module.build(folder, posts, publish))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return count


def _folders(directory: Path) -> set[Path]:
    return {path for path in directory.iterdir() if path.is_dir() and _FOLDER.fullmatch(path.name)}


def _remove_leftovers(directory: Path, manifest: _Manifest) -> None:
    """Removes what a build that was killed has left: it may be what fills the disk."""
    leftovers = _folders(directory) - {directory / manifest.folder}
    if leftovers:
        import shutil  # as above

        for path in leftovers:
            shutil.rmtree(path, ignore_errors=True)


def _writing(directory: Path, write: Callable[[], int]) -> int:
    """What `write` gives back, with errors of the disk told as what they mean here."""
    try:
        return write()
    except OSError as error:
        raise IndexFormatError(
            f"{directory}: the index could not be written ({error.strerror or error}); it is as it was before"
        ) from error


def _read_manifest(directory: Path) -> _Manifest:
    path = directory / _MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise IndexFormatError(f"{directory}: no index here; {_REMEDY}") from None
    except (OSError, ValueError) as error:
        raise IndexFormatError(f"{directory}: the index is damaged ({error}); {_REMEDY}") from error
    if not isinstance(found, dict) or found.get("format") != _FORMAT:
        raise IndexFormatError(f"{directory}: not an index of archivesearch; {_REMEDY}")
    engine, folder = found.get("engine"), found.get("folder")
    if engine not in ENGINES or not isinstance(folder, str) or not _FOLDER.fullmatch(folder):
        raise IndexFormatError(f"{directory}: an index of an unknown engine; {_REMEDY}")
    if any(found.get(name) != version for name, version in _VERSIONS.items()):
        raise IndexFormatError(f"{directory}: the index was made by another version; {_REMEDY}")
    try:
        segments = tuple(SegmentEntry(**segment) for segment in found["segments"])
        files = {str(name): (int(size), int(crc)) for name, (size, crc) in found["files"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise IndexFormatError(f"{directory}: the index is damaged ({error!r}); {_REMEDY}") from error
    return _Manifest(engine, folder, segments, files)


def _publisher(directory: Path, manifest: _Manifest) -> Callable[[list[SegmentEntry]], None]:
    """What an engine calls when a commit is on disk: from then on readers see it."""
    return lambda entries: replace(manifest, segments=tuple(entries)).write(directory)


def _module(engine: str) -> Any:
    """The engine's functions open_index, write and build, imported when first used."""
    if engine == "whoosh":
        from archivesearch.index import whoosh_engine

        return whoosh_engine
    if engine == "tantivy":
        try:
            from archivesearch.index import tantivy_engine
        except ModuleNotFoundError as error:
            if error.name != "tantivy":
                raise
            raise EngineError(
                "the tantivy engine is not installed; install it with: pip install 'archivesearch[tantivy]'"
            ) from error

        return tantivy_engine
    raise QueryError(f"no engine {engine!r}; there are: {', '.join(ENGINES)}")


@contextmanager
def _locked(directory: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the only right to write below a directory, made when missing."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(directory / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    old_mask = os.umask(0o077)
    try:
        end = time.monotonic() + wait_seconds
        while not _try_lock(descriptor):
            if time.monotonic() > end:
                raise LockedError(
                    f"{directory}: another process is writing this index; waited {wait_seconds:g} seconds, try later"
                )
            time.sleep(_LOCK_POLL_SECONDS)
        yield
    finally:
        os.umask(old_mask)
        os.close(descriptor)  # lets go of the lock


def _try_lock(descriptor: int) -> bool:
    """Lock a file for this process alone, if no other has it; the system lets go when the process dies."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
