"""What can go wrong, each with a sentence that says what happened, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


class ArchiveSearchError(Exception):
    """The root of every error this package raises on purpose."""


class SourceError(ArchiveSearchError):
    """A source (folder, file, address) that cannot be read at all."""


class UnreachableError(SourceError):
    """An address whose server gives no answer at all."""


class ExtractError(ArchiveSearchError):
    """A page that is beyond reading: too large, too deep, not text."""


class RecordError(ArchiveSearchError):
    """A post record that breaks the contract of records.py."""


class IndexFormatError(ArchiveSearchError):
    """An index or store that is missing, foreign, damaged or of another version."""


class EngineError(ArchiveSearchError):
    """An engine that is not installed, or another one than the index was made with."""


class QueryError(ArchiveSearchError):
    """A search option that makes no sense; never raised for the text of a query."""


class LockedError(ArchiveSearchError):
    """Another process is writing; trying again later may work."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One page (or record) that could not be used, told and not raised: a batch goes on."""

    where: str
    stage: str  # "capture", "extract", "merge", "index"
    reason: str  # what happened and, where there is one, the remedy

    def __str__(self) -> str:
        return f"{self.where}: {self.stage}: {self.reason}"
