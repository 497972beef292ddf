"""Many acceptances under one town at once, on real connections: nothing is lost, nothing counted twice."""

from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from giaoban.domain.indicators.models import Indicator, Observation, RollUp
from giaoban.domain.indicators.queries import find_rollup_faults
from giaoban.domain.orgs.models import Unit
from tests.factories.indicators import make_indicator, make_town, make_unit, report, volume
from tests.own_database import at_once, own_database

UNITS, ROUNDS = 6, 5


def set_up() -> None:
    town = make_town()
    for number in range(1, 4):
        make_indicator(f"X-{number}", position=number)
    for number in range(UNITS):
        make_unit(str(number), parent=town)


def accept(index: int, turn: int) -> int:
    indicators = list(Indicator.objects.order_by("code"))
    order = indicators if index % 2 else indicators[::-1]
    return report(Unit.objects.get(code=str(index)), [volume(one, turn * 10 + index) for one in order])


@pytest.mark.concurrency
def test_communes_accepted_at_once_all_count(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> None:
    with django_db_blocker.unblock(), own_database(tmp_path):
        at_once(1, lambda _: set_up())
        found = []
        for turn in range(1, ROUNDS + 1):
            at_once(UNITS, lambda index, turn=turn: accept(index, turn))  # type: ignore[misc]
            found.append(
                at_once(1, lambda _: set(RollUp.objects.filter(unit__code="172").values_list("value", "reported")))[0]
            )
        faults = at_once(1, lambda _: find_rollup_faults())[0]
    assert found == [{(turn * 10 * UNITS + sum(range(UNITS)), UNITS)} for turn in range(1, ROUNDS + 1)]
    assert faults == []


@pytest.mark.concurrency
def test_one_unit_corrected_at_once_keeps_every_revision(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> None:
    with django_db_blocker.unblock(), own_database(tmp_path):
        at_once(1, lambda _: set_up())
        at_once(
            4, lambda index: report(Unit.objects.get(code="0"), [volume(Indicator.objects.get(code="X-1"), 5 + index)])
        )
        rows = at_once(1, lambda _: list(Observation.objects.order_by("revision").values_list("revision", "value")))[0]
        total = at_once(1, lambda _: RollUp.objects.get(unit__code="172").value)[0]
    assert [revision for revision, _ in rows] == [1, 2, 3, 4]
    assert total == rows[-1][1]
