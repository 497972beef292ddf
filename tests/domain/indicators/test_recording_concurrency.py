"""Many acceptances under one town at once, on real connections: nothing is lost, nothing counted twice."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from giaoban.domain.indicators.models import Observation, RollUp
from giaoban.domain.indicators.queries import find_rollup_faults
from tests.factories.indicators import make_indicator, make_town, make_unit, report, volume

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
ROUNDS = 5


def together(jobs: list[Callable[[], object]]) -> list[BaseException]:
    """Run the jobs in threads of their own, started at one moment; returns what they raised."""
    gate, raised = threading.Barrier(len(jobs)), list[BaseException]()

    def run(job: Callable[[], object]) -> None:
        try:
            gate.wait()
            job()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_communes_accepted_at_once_all_count() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("an in-memory database has one connection; run with GIAOBAN_TEST_ON_DISK=1 or on PostgreSQL")
    town = make_town()
    indicators = [make_indicator(f"X-{n}", position=n) for n in range(1, 4)]
    units = [make_unit(str(n), parent=town) for n in range(6)]
    for turn in range(1, ROUNDS + 1):
        jobs: list[Callable[[], object]] = []
        for place, unit in enumerate(units):
            order = indicators if place % 2 else indicators[::-1]
            figures = [volume(indicator, turn * 10 + place) for indicator in order]
            jobs.append(lambda unit=unit, figures=figures: report(unit, figures))  # type: ignore[misc]
        assert together(jobs) == []
        expected = sum(turn * 10 + place for place in range(len(units)))
        for row in RollUp.objects.filter(unit=town):
            assert (row.value, row.reported) == (expected, len(units))
    assert find_rollup_faults() == []


def test_one_unit_corrected_twice_at_once_keeps_both_revisions() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("an in-memory database has one connection; run with GIAOBAN_TEST_ON_DISK=1 or on PostgreSQL")
    town, visits = make_town(), make_indicator()
    unit = make_unit("1", parent=town)
    assert together([lambda: report(unit, [volume(visits, 5)]), lambda: report(unit, [volume(visits, 8)])]) == []
    assert sorted(Observation.objects.values_list("revision", flat=True)) == [1, 2]
    last = Observation.objects.order_by("-revision").first()
    assert last is not None
    assert RollUp.objects.get(unit=town).value == last.value
    assert find_rollup_faults() == []
