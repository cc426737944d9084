"""How long to wait before the next request: the delay, what robots.txt asks for, what a busy server needs."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MOST_DELAY_SECONDS = 60.0  # that a server is given by slowing down; robots.txt may ask for more
_SLOWER = 2.0


class Pace:
    """Keeps the time between two requests, whatever they are for."""

    def __init__(self, delay_seconds: float) -> None:
        self.delay_seconds = delay_seconds
        self._last = 0.0

    async def wait(self) -> None:
        """Sleeps until the next request may go out."""
        rest = self._last + self.delay_seconds - time.monotonic()
        if self._last and rest > 0:
            await asyncio.sleep(rest)

    def begin(self) -> None:
        """Takes now for the moment from which the next delay counts."""
        self._last = time.monotonic()

    def ask_for(self, seconds: float) -> bool:
        """Keeps at least this delay from now on; whether that is longer than before."""
        is_longer = seconds > self.delay_seconds
        self.delay_seconds = max(self.delay_seconds, seconds)
        return is_longer

    def slow_down(self, least_seconds: float) -> None:
        """Doubles the delay, for a server that has called it too short."""
        longer = max(self.delay_seconds * _SLOWER, least_seconds)
        self.delay_seconds = max(self.delay_seconds, min(longer, MOST_DELAY_SECONDS))


def asked_wait(retry_after: str) -> float | None:
    """The seconds that a Retry-After header asks for, written as a number or as a date; None where it does not."""
    text = retry_after.strip()
    if text.isdigit():
        return float(text)
    try:
        instant = parsedate_to_datetime(text)
        return max(0.0, (instant.replace(tzinfo=instant.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, IndexError):
        return None
