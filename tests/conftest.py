"""Fixtures every test may use."""

from datetime import datetime

import pytest

from giaoban.lib.clock import VIETNAM


@pytest.fixture
def at() -> datetime:
    """The moment at which acts of a test happen: Monday 13 July 2020, 8:15."""
    return datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)
