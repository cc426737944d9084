"""What several test modules share: the data beside the checkout, where it is present."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def example() -> Path:
    """A folder with one post as plain text, day heading and stamp included; the test skips without it."""
    folder = SHARED / "example"
    if not folder.is_dir():
        pytest.skip("the example input is not beside this checkout")
    return folder
