"""Recording figures: revisions, totals above, refusals, and a constant number of queries."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.operations import create_user, give_post
from giaoban.domain.audit.models import Entry
from giaoban.domain.indicators.models import Indicator, Observation, RollUp
from giaoban.domain.indicators.operations import FiguresRefused, rebuild_rollups, record_observations
from giaoban.domain.indicators.queries import find_rollup_faults, sums_of
from giaoban.domain.indicators.rules import Figure, Sums
from giaoban.domain.orgs.models import Parentage, Unit
from giaoban.domain.orgs.operations import place_unit
from giaoban.domain.periods.rules import NotAPeriod
from tests.factories.indicators import (
    AT,
    LONG_AGO,
    make_indicator,
    make_town,
    make_unit,
    rate,
    report,
    volume,
)

pytestmark = pytest.mark.django_db


def town_sums(indicator: Indicator, town: Unit, period: str = "2020-H1") -> Sums:
    row = RollUp.objects.filter(indicator=indicator, unit=town, period=period).first()
    return sums_of(row) if row else Sums()


def test_a_report_moves_the_unit_and_everything_above_it() -> None:
    visits, cover, town = make_indicator(), make_indicator("X-02", ratio=True), make_town()
    first, second = make_unit("1", parent=town), make_unit("2", parent=town)
    report(first, [volume(visits, 120), rate(cover, 90, 100, status="estimate")])
    report(second, [volume(visits, "80.5"), rate(cover, 9, 20)])
    assert town_sums(visits, town) == Sums(Decimal("200.5"), reported=2, valued=2)
    assert town_sums(cover, town) == Sums(
        numerator=Decimal(99), denominator=Decimal(120), reported=2, valued=2, estimated=1
    )
    assert town_sums(visits, first).value == 120
    assert find_rollup_faults() == []


def test_a_correction_is_a_new_revision_and_the_same_report_twice_changes_nothing() -> None:
    visits, town = make_indicator(), make_town()
    unit = make_unit("1", parent=town)
    assert report(unit, [volume(visits, 120)]) == 1
    before = (Observation.objects.count(), Entry.objects.count())
    assert report(unit, [volume(visits, 120)]) == 0
    assert (Observation.objects.count(), Entry.objects.count()) == before
    assert report(unit, [volume(visits, 100)]) == 1
    assert list(Observation.objects.order_by("revision").values_list("revision", "value")) == [(1, 120), (2, 100)]
    assert town_sums(visits, town).value == 100


def test_three_kinds_of_empty() -> None:
    visits, town = make_indicator(), make_town()
    unit = make_unit("1", parent=town)
    assert report(unit, [Figure(visits.pk, kind="not_reported")]) == 0
    report(unit, [Figure(visits.pk, kind="none_arose")])
    assert town_sums(visits, town) == Sums(reported=1)
    report(unit, [volume(visits, 0)])
    assert town_sums(visits, town) == Sums(reported=1, valued=1)
    report(unit, [Figure(visits.pk, kind="not_reported")])
    assert town_sums(visits, town) == Sums()
    assert Observation.objects.count() == 3


def test_a_faulty_figure_refuses_the_whole_report_and_names_every_fault() -> None:
    visits, cover = make_indicator(), make_indicator("X-02", ratio=True)
    unit = make_unit("1", parent=make_town())
    with pytest.raises(FiguresRefused) as refused:
        report(unit, [volume(visits, "0.0001"), rate(cover, 5, 4), volume(visits, 1), Figure(99999, value=Decimal(1))])
    assert [code for code, _ in refused.value.faults] == ["X-01", "X-02", "X-01", "99999"]
    assert not Observation.objects.exists()
    assert not RollUp.objects.exists()


def test_an_unknown_period_and_a_unit_that_did_not_exist_are_refused() -> None:
    visits, town = make_indicator(), make_town()
    late = make_unit("9", parent=town, valid_from=AT.date())
    with pytest.raises(NotAPeriod):
        report(late, [volume(visits, 1)], "2020-H3")
    with pytest.raises(FiguresRefused, match="không tồn tại ngày 14/6/2020"):
        report(late, [volume(visits, 1)])


def test_only_those_who_keep_figures_record_them() -> None:
    visits, town = make_indicator(), make_town()
    unit = make_unit("1", parent=town)
    people = {}
    for role in (Role.CLERK, Role.SECRETARY):
        people[role] = create_user(username=role, password=None, at=AT, acting_user=None)
        give_post(user=people[role], unit=unit, role=role, title=role, valid_from=LONG_AGO, at=AT, acting_user=None)
    figures = [volume(visits, 5)]
    with pytest.raises(PermissionDenied):
        record_observations(
            unit=unit, period="2020-H1", figures=figures, source="t", acting_user=people[Role.CLERK], at=AT
        )
    assert not Observation.objects.exists()
    record_observations(
        unit=unit, period="2020-H1", figures=figures, source="t", acting_user=people[Role.SECRETARY], at=AT
    )
    assert Entry.objects.filter(act="indicators.record_observations", unit="1").count() == 1


def test_the_number_of_queries_depends_neither_on_figures_nor_on_units() -> None:
    indicators = [make_indicator(f"X-{number:02d}", position=number) for number in range(1, 31)]
    town = make_town()
    units = [make_unit(str(number), parent=town) for number in range(1, 4)]
    report(units[0], [volume(indicators[0], 1)], "2019-H1")
    counts = []
    for unit, many in ((units[0], 5), (units[1], 30)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            report(unit, [volume(indicator, 7) for indicator in indicators[:many]])
        counts.append(len(queries))
    for number in range(100, 130):
        make_unit(str(number), parent=town)
    with CaptureQueriesContext(connection) as queries:
        report(units[2], [volume(indicator, 7) for indicator in indicators])
    assert counts == [len(queries)] * 2
    assert len(queries) <= 17


def test_the_database_itself_refuses_to_change_an_observation() -> None:
    visits = make_indicator()
    report(make_unit("1", parent=make_town()), [volume(visits, 5)])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Observation.objects.update(value=6)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Observation.objects.all().delete()


def test_a_wrong_total_is_named_and_can_be_rebuilt() -> None:
    visits, town = make_indicator(), make_town()
    report(make_unit("1", parent=town), [volume(visits, 5)])
    RollUp.objects.filter(unit=town).update(value=6)
    fault = find_rollup_faults()[0]
    assert str(fault) == "X-01, thị xã Phổ Yên (172), 2020-H1"
    assert fault.stored.value == 6
    assert fault.expected.value == 5
    assert rebuild_rollups(period="2020-H1", acting_user=None, at=AT) == 1
    assert find_rollup_faults() == []


def test_a_parentage_recorded_late_is_found_and_rebuilt() -> None:
    visits, town = make_indicator(), make_town()
    unit = make_unit("1")
    report(unit, [volume(visits, 5)])
    place_unit(child=unit, parent=town, valid_from=LONG_AGO, at=AT, acting_user=None)
    assert [fault.unit for fault in find_rollup_faults()] == ["thị xã Phổ Yên (172)"]
    rebuild_rollups(period="2020-H1", acting_user=None, at=AT)
    assert town_sums(visits, town).value == 5


def test_figures_follow_the_tree_of_the_cut_off_day() -> None:
    visits, old, new = make_indicator(), make_town("1", "Cũ"), make_town("2", "Mới")
    unit = make_unit("3", parent=old)
    place_unit(child=unit, parent=new, valid_from=AT.date().replace(month=9, day=1), at=AT, acting_user=None)
    report(unit, [volume(visits, 5)], "2020-H1")
    report(unit, [volume(visits, 8)], "2020-H2")
    assert town_sums(visits, old).value == 5
    assert town_sums(visits, new, "2020-H2").value == 8
    assert Parentage.objects.count() == 2
    assert find_rollup_faults() == []
