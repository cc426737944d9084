"""Why a request brought no answer, in words, and whether asking again may bring one."""

from __future__ import annotations

from dataclasses import dataclass

TRIES = 4  # for what may pass
ENDLESS_HEADERS = "its headers do not end"

_TOLD = {
    "DownloadTimeoutError": "no whole answer in time",
    "TimeoutError": "no whole answer in time",
    "DownloadConnectionRefusedError": "the server refuses the connection",
    "ConnectionRefusedError": "the server refuses the connection",
    "ResponseDataLossError": "the answer broke off",
}
# In the chain of causes, whose last one is OpenSSL's, service_identity's or Twisted's own error.
_DEEP = (
    ("DNSMismatch", "its certificate is that of another host; --no-check-certificate takes it", 1),
    ("IPAddressMismatch", "its certificate is that of another host; --no-check-certificate takes it", 1),
    (
        "certificate verify failed",
        "its certificate cannot be trusted (expired, self-signed or of an unknown authority);"
        " --no-check-certificate takes it",
        1,
    ),
    ("wrong version number", "the server does not speak https there; try http://", 1),
    ("packet length too long", "the server does not speak https there; try http://", 1),
    ("record layer failure", "the server does not speak https there; try http://", 1),
    (ENDLESS_HEADERS, ENDLESS_HEADERS, 1),
    ("ParseError", "the answer is no HTTP", TRIES),
    ("ConnectionDone", "the server hung up without an answer", TRIES),
    ("ConnectionLost", "the server hung up without an answer", TRIES),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong on the way to an answer."""

    reason: str
    tries: int = TRIES  # how many make sense


def fault_of(error: Exception) -> Fault:
    """The fault behind an error of Scrapy, Twisted or OpenSSL, which have no common root."""
    name = type(error).__name__
    if name in _TOLD:
        return Fault(_TOLD[name])
    if name in ("CannotResolveHostError", "DNSLookupError"):
        text = str(error)
        return Fault(text if "--allow-private" in text else "its host cannot be found", 2)
    text = f"{name}: {error}"
    for mark, reason, tries in _DEEP:
        if mark in text:
            return Fault(reason, tries)
    return Fault(text.rstrip(": "))
