"""Comparisons: plan, same period, crossing a succession, what stands behind a total."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.domain.indicators.models import Indicator
from giaoban.domain.indicators.operations import CatalogueRefused, assign_duty, set_target
from giaoban.domain.indicators.queries import PartState, breakdown, compare, consolidated_table, duties_of
from giaoban.domain.indicators.rules import ChangeKind, Figure, Verdict
from giaoban.domain.orgs.models import Unit
from giaoban.domain.orgs.operations import place_unit, record_succession
from giaoban.lib.numbers import rounded
from tests.factories.indicators import (
    AT,
    LONG_AGO,
    catalogue_rows,
    load_catalogue,
    make_indicator,
    make_town,
    make_unit,
    oblige,
    rate,
    report,
    volume,
)

pytestmark = pytest.mark.django_db
MERGED = date(2025, 7, 1)


def plan(indicator: Indicator, unit: Unit, value: int, year: int = 2020) -> None:
    set_target(indicator=indicator, unit=unit, year=year, value=Decimal(value), source="KH", acting_user=None, at=AT)


def merged_ward(share: Decimal = Decimal(1)) -> tuple[Unit, list[Unit]]:
    """Phường Phổ Yên of 2025 and the four units of 2024 that it was made of."""
    town = make_town()
    province = make_unit("19", "Thái Nguyên", parent=None)
    names = {"05860": "Ba Hàng", "05869": "Hồng Tiến", "05854": "Bãi Bông", "05875": "Đắc Sơn"}
    old = [make_unit(code, name, kind="phường", parent=town) for code, name in names.items()]
    new = None
    for unit in old:
        if new is None:
            type(unit).objects.filter(pk=unit.pk).update(valid_to=date(2025, 6, 30))
            unit.refresh_from_db()
            new = make_unit("05860", "Phổ Yên", kind="phường", parent=province, valid_from=MERGED)
        record_succession(
            predecessor=unit, successor=new, on=MERGED, decree="1683/NQ-UBTVQH15", at=AT, acting_user=None,
            share=share if unit.short_name == "Đắc Sơn" else Decimal(1),
        )  # fmt: skip
    assert new is not None
    return new, old


def test_a_volume_against_plan_and_same_period() -> None:
    jobs, town = make_indicator(even=True), make_town()
    units = [make_unit(str(n), parent=town) for n in range(3)]
    oblige(jobs, *units)
    plan(jobs, town, 3600)
    for unit, now, before in zip(units[:2], (900, 802), (1000, 884), strict=True):
        report(unit, [volume(jobs, now)])
        report(unit, [volume(jobs, before)], "2019-H1")
    found = compare(jobs, town, "2020-H1")
    assert found.actual == 1702
    assert found.before == 1884
    assert rounded(found.change or Decimal(0), 2) == Decimal("-9.66")
    assert found.change_kind == ChangeKind.PERCENT
    assert rounded(found.plan_share or Decimal(0), 1) == Decimal("47.3")
    assert found.needed == 1800
    assert found.verdict == Verdict.BEHIND
    assert (found.reported, found.expected, found.is_complete) == (2, 3, False)
    assert found.as_of == date(2020, 6, 14)
    assert not found.crossed


def test_the_second_half_is_judged_on_the_whole_year() -> None:
    jobs, town = make_indicator(even=True), make_town()
    unit = make_unit("1", parent=town)
    plan(jobs, town, 100)
    report(unit, [volume(jobs, 45)], "2020-H1")
    report(unit, [volume(jobs, 56)], "2020-H2")
    found = compare(jobs, town, "2020-H2")
    assert found.actual == 56
    assert found.year_to_date == found.plan_share == 101
    assert found.verdict == Verdict.EXCEEDED


def test_the_highest_revision_of_a_plan_holds() -> None:
    jobs, town = make_indicator(), make_town()
    for value in (100, 120, 120):
        plan(jobs, town, value)
    assert town.targets.count() == 2
    assert compare(jobs, town, "2020-H1").plan == 120


def test_a_merged_ward_is_compared_with_the_sum_of_its_predecessors() -> None:
    visits, cover = make_indicator(direction="none"), make_indicator("X-02", ratio=True, over_time="stock")
    ward, old = merged_ward()
    oblige(visits, *old)
    for number, unit in enumerate(old, start=1):
        report(unit, [volume(visits, number * 100), rate(cover, number * 10, number * 20 + 5)], "2024-H2")
    report(ward, [volume(visits, 1500), rate(cover, 110, 200)], "2025-H2")
    found = compare(visits, ward, "2025-H2")
    assert found.crossed
    assert sorted(unit.short_name for unit in found.summed) == ["Ba Hàng", "Bãi Bông", "Hồng Tiến", "Đắc Sơn"]
    assert found.before == 1000
    assert found.change == 50
    assert found.not_comparable == ""
    assert (found.before_reported, found.before_expected) == (4, 4)
    covered = compare(cover, ward, "2025-H2")
    assert covered.before == Decimal(100) * 100 / Decimal(220)  # Σ10..40 over Σ25..85, never a mean of four rates
    assert covered.change_kind == ChangeKind.POINTS
    note = next(row.note for row in consolidated_table(ward, "2025-H2") if row.indicator == visits)
    assert "cùng kỳ cộng từ phường Ba Hàng, phường Bãi Bông, phường Đắc Sơn, phường Hồng Tiến" in note


def test_the_year_so_far_crosses_the_succession_too() -> None:
    jobs = make_indicator(even=True)
    ward, old = merged_ward()
    plan(jobs, ward, 1000, 2025)
    for unit in old:
        report(unit, [volume(jobs, 100)], "2025-H1")
    report(ward, [volume(jobs, 500)], "2025-H2")
    assert compare(jobs, ward, "2025-H2").plan_share == 90


def test_a_unit_that_came_in_only_in_part_cannot_be_compared() -> None:
    visits = make_indicator()
    ward, old = merged_ward(share=Decimal("0.6"))
    for unit in old:
        report(unit, [volume(visits, 100)], "2024-H2")
    report(ward, [volume(visits, 500)], "2025-H2")
    found = compare(visits, ward, "2025-H2")
    assert (found.before, found.change) == (None, None)
    assert found.not_comparable == "phường Đắc Sơn chỉ có 60% nhập vào phường Phổ Yên, không tách được số liệu"


def test_a_unit_of_unknown_origin_says_so() -> None:
    visits = make_indicator()
    ward = make_unit("1", "Lạ", parent=make_town(), valid_from=MERGED)
    report(ward, [volume(visits, 500)], "2025-H2")
    assert "không rõ xã Lạ gồm những đơn vị nào" in compare(visits, ward, "2025-H2").not_comparable


def test_a_series_break_stops_the_comparison() -> None:
    teachers = make_indicator(ratio=True, over_time="stock", breaks=((date(2020, 7, 1), "chuẩn mới"),))
    unit = make_unit("1", parent=make_town())
    for period in ("2019-H1", "2019-H2", "2020-H1", "2020-H2"):
        report(unit, [rate(teachers, 90, 100)], period)
    assert compare(teachers, unit, "2020-H1").change == 0
    broken = compare(teachers, unit, "2020-H2")
    assert broken.change is None
    assert broken.before == 90
    assert broken.not_comparable == "không so được với trước 1/7/2020: chuẩn mới"


def test_the_report_day_of_a_figure_is_the_latest_one_given() -> None:
    quarantined = make_indicator(over_time="stock", calendar="report_day", direction="none")
    unit = make_unit("1", parent=make_town())
    report(unit, [Figure(quarantined.pk, value=Decimal(3), as_of=date(2020, 7, 8))])
    assert compare(quarantined, unit, "2020-H1").as_of == date(2020, 7, 8)


def test_breakdown_names_the_missing_and_shows_the_counts() -> None:
    cover, town = make_indicator(ratio=True), make_town()
    units = [make_unit(str(n), parent=town, position=n) for n in range(1, 5)]
    oblige(cover, *units)
    report(units[0], [rate(cover, 9, 10, status="estimate")])
    report(units[1], [Figure(cover.pk, kind="none_arose")])
    report(units[2], [rate(cover, 1, 2)])
    report(units[2], [Figure(cover.pk, kind="not_reported")])
    parts = breakdown(cover, town, "2020-H1")
    assert [part.state for part in parts] == [
        PartState.VALUE, PartState.NONE_AROSE, PartState.MISSING, PartState.MISSING,
    ]  # fmt: skip
    assert parts[0].value == 90
    assert parts[0].numerator == 9
    assert parts[0].denominator == 10
    assert parts[0].is_estimate
    assert [part.unit for part in parts] == units


def test_the_table_costs_the_same_however_much_it_holds() -> None:
    town = make_town()
    units = [make_unit(str(n), parent=town) for n in range(12)]
    indicators = [make_indicator(f"X-{n:02d}", position=n, ratio=n % 2 == 0) for n in range(1, 31)]
    counts = []
    for many, reporters in ((2, 2), (30, 12)):
        for indicator in indicators[:many]:
            for unit in units[:reporters]:
                if not unit.duties.filter(indicator=indicator).exists():
                    oblige(indicator, unit)
        for unit in units[:reporters]:
            figures = [rate(i, 1, 2) if i.is_ratio else volume(i, 5) for i in indicators[:many]]
            report(unit, figures)
            report(unit, figures, "2019-H1")
        with CaptureQueriesContext(connection) as queries:
            rows = consolidated_table(town, "2020-H1")
        counts.append(len(queries))
        assert len(rows) == many
    assert counts == [8, 8]


def test_the_table_numbers_its_lines_and_leaves_out_what_nobody_reports() -> None:
    town = make_town()
    first, second = make_indicator("X-01", sector="DS"), make_indicator("X-02", sector="GD")
    make_indicator("X-03", sector="GD", position=2)
    unit = make_unit("1", parent=town)
    oblige(first, unit)
    oblige(second, unit)
    report(unit, [volume(first, 5, status="estimate")])
    rows = consolidated_table(town, "2020-H1")
    assert [(row.stt, row.indicator.code, row.reported, row.expected) for row in rows] == [
        (1, "X-02", 0, 1), (2, "X-01", 1, 1),
    ]  # fmt: skip
    assert [row.note for row in rows] == ["đến 14/6/2020; 0/1 đơn vị báo cáo", "đến 14/6/2020; ước"]
    assert [row.indicator.code for row in consolidated_table(town, "2020-H1", sectors=["DS"])] == ["X-01"]


def test_duties_have_dates() -> None:
    visits, unit = make_indicator(), make_unit("1", parent=make_town())
    assign_duty(indicator=visits, unit=unit, valid_from=LONG_AGO, valid_to=date(2020, 12, 31), acting_user=None, at=AT)
    with pytest.raises(CatalogueRefused):
        oblige(visits, unit, valid_from=date(2020, 6, 1))
    assert list(duties_of(unit, date(2020, 7, 1))) == [visits]
    assert list(duties_of(unit, date(2021, 7, 1))) == []


def test_the_catalogue_covers_seven_sectors_and_loads_whole() -> None:
    rows = catalogue_rows()
    assert len(rows) >= 50
    assert {row.sector for row in rows} == {"GD", "YT", "DS", "KC", "MT", "DN", "GN"}
    assert 21 <= sum(row.reporter == "commune" for row in rows) <= 30
    found = load_catalogue()
    assert found["DN-02"].part_of == found["DN-01"]
    assert found["GD-14"].breaks.get().on == date(2020, 7, 1)
    ratio = found["DS-05"]
    assert (ratio.direction, ratio.band_low, ratio.band_high, ratio.scale) == ("band", 103, 107, 100)
    assert {row.direction for row in rows} == {"up", "down", "band", "none"}
    with pytest.raises(CatalogueRefused):
        load_catalogue()


def test_a_town_keeps_its_own_when_a_child_moves_away() -> None:
    visits, town, other = make_indicator(), make_town(), make_town("173", "Khác")
    unit = make_unit("1", parent=town)
    report(unit, [volume(visits, 7)], "2019-H1")
    place_unit(child=unit, parent=other, valid_from=date(2020, 1, 1), at=AT, acting_user=None)
    report(unit, [volume(visits, 9)])
    assert compare(visits, town, "2020-H1").before == 7
    assert compare(visits, town, "2020-H1").actual is None
    assert compare(visits, other, "2020-H1").actual == 9
