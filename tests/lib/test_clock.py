"""The moved clock of the demonstration."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from giaoban.lib import clock


def test_without_a_file_the_clock_is_real(settings: Settings, tmp_path: Path) -> None:
    settings.CLOCK_FILE = tmp_path / "clock.json"
    assert abs(clock.now() - datetime.now(clock.VIETNAM)) < timedelta(seconds=5)


def test_a_moved_clock_shows_the_chosen_moment_and_runs_on(settings: Settings, tmp_path: Path) -> None:
    settings.CLOCK_FILE = tmp_path / "clock.json"
    shown = datetime(2020, 7, 13, 8, 15, tzinfo=clock.VIETNAM)
    clock.set_shown(shown)
    first = clock.now()
    assert timedelta(0) <= first - shown < timedelta(seconds=5)
    assert clock.now() >= first
    assert clock.today() == shown.date()


@pytest.mark.parametrize("zone_offset", [timedelta(hours=7)])
def test_vietnam_keeps_one_offset(zone_offset: timedelta) -> None:
    for month in (1, 7):
        assert datetime(2020, month, 1, tzinfo=clock.VIETNAM).utcoffset() == zone_offset
