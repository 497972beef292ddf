"""Journals that are full are left for the next one: lines before and after count once, in every process."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from giaoban.domain.visits.models import DailyVisits
from giaoban.domain.visits.operations import fold_journals
from giaoban.domain.visits.queries import find_fault
from giaoban.interfaces.gate import journals
from giaoban.interfaces.gate.counter import Counter
from giaoban.lib.clock import VIETNAM

AT = datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)


@pytest.mark.django_db
def test_lines_before_and_after_a_rotation_count_once(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VISITS_DIR = tmp_path
    monkeypatch.setattr(journals, "ROTATED_AT", 2000)
    counters = [Counter(tmp_path), Counter(tmp_path)]
    for number in range(300):
        reader = number % 150  # everybody reads twice within the half hour, the second time past several rotations
        assert counters[number % 2 ^ number // 150].read(
            address="203.0.113.7", agent=f"Firefox {reader}", path="/tin-tuc/", referrer="-",
            at=AT + timedelta(seconds=number),
        )  # fmt: skip
        if number % 70 == 0:
            fold_journals(folder=tmp_path, at=AT)
    assert len(list(tmp_path.glob("*.journal"))) > 2
    assert len(list(tmp_path.glob("*.views"))) > 4
    assert all(path.stat().st_size < 2100 for path in tmp_path.glob("2020-*"))
    fold_journals(folder=tmp_path, at=AT)
    day = DailyVisits.objects.get()
    assert (day.views, day.visits, day.visitors) == (300, 150, 150)
    assert find_fault() is None
    # A process that starts now learns from all of them who was counted.
    late = Counter(tmp_path)
    assert late.read(address="203.0.113.7", agent="Firefox 3", path="/", referrer="-", at=AT + timedelta(seconds=301))
    fold_journals(folder=tmp_path, at=AT)
    assert DailyVisits.objects.get().visits == 150
