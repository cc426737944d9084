"""The last resort for pages whose maker is not known: only the rules that hold for all."""

from __future__ import annotations

from archivesearch.extract.platform import Platform

PLATFORM = Platform(name="generic")
