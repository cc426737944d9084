"""The language of a page or post, as a code: "en", "pt-BR"."""

from __future__ import annotations

import re

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def language_of(text: str) -> str | None:
    """The language code that a field says; None when it is none."""
    code = text.strip().replace("_", "-")
    return code if _LANGUAGE.fullmatch(code) else None
