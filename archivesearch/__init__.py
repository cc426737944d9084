"""Turns saved blog pages into dated, signed posts and makes them searchable."""

import importlib

importlib.import_module("archivesearch.extract")  # the room, before the function of its name

from archivesearch.archive import Archive, Scrape, extract, scrape  # noqa: E402
from archivesearch.archive import open_archive as open  # noqa: A004, E402 - archivesearch.open()

__all__ = ["Archive", "Scrape", "extract", "open", "scrape"]
