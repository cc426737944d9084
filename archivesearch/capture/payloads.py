"""Where the texts of a source's web archives are, for captures that are kept as "the same as before" without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archivesearch.capture.member import Member

MAX_PAYLOADS = 2_000_000  # some 100 bytes each; repetitions of later ones are counted and not read
_OFFSET_BITS = 48


class Payloads:
    """The first record of each payload, by digest, over all web archives of one source, in the order they are read."""

    def __init__(self) -> None:
        self._places: dict[int, int] = {}  # hash of a digest -> number of the file and offset in it
        self._files: list[tuple[Member, bool]] = []

    def begin_file(self, file: Member, can_seek: bool) -> int:
        """The number of a file that is read next; `can_seek` when going to an offset of it costs nothing."""
        self._files.append((file, can_seek))
        return len(self._files) - 1

    def add(self, digest: str, file: int, offset: int) -> None:
        """Takes note of a record."""
        if len(self._places) < MAX_PAYLOADS:
            self._places.setdefault(hash(digest), file << _OFFSET_BITS | offset)

    def find(self, digest: str) -> tuple[int, int] | None:
        """(file, offset) of the record with this payload, if it has been read."""
        place = self._places.get(hash(digest))
        return None if place is None else divmod(place, 1 << _OFFSET_BITS)

    def file(self, number: int) -> tuple[Member, bool]:
        """A file as it was begun."""
        return self._files[number]
