"""What several test modules share: the data beside the checkout, where it is present."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A build must not fail by chance: the same examples every time. `HYPOTHESIS_PROFILE=search` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile(
    "search", max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def example() -> Path:
    """A folder with one post as plain text, day heading and stamp included; the test skips without it."""
    folder = SHARED / "example"
    if not folder.is_dir():
        pytest.skip("the example input is not beside this checkout")
    return folder
