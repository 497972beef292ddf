"""Values, changes, shares of the plan, verdicts: the conventions of domain.md §6, in tables."""

from decimal import Decimal

import pytest

from giaoban.domain.indicators.rules import (
    ChangeKind,
    Figure,
    Measure,
    Standing,
    Sums,
    Verdict,
    change,
    contribution,
    fault_in,
    needed_level,
    plan_gap,
    plan_share,
    value_of,
    verdict,
    year_is_over,
    year_share,
    year_to_date_periods,
    year_to_date_sums,
)
from giaoban.domain.periods.rules import parse
from giaoban.lib.numbers import rounded, shown

D = Decimal

VOLUME = Measure("up", "flow", is_ratio=False, unit_of_measure="người")
EVEN = Measure("up", "flow", is_ratio=False, unit_of_measure="người", even_through_year=True)
RATE = Measure("up", "stock", is_ratio=True, unit_of_measure="%", scale=100, decimals=2)
CEILING = Measure("down", "flow", is_ratio=False, unit_of_measure="vụ")
DOWN_RATE = Measure("down", "flow", is_ratio=True, unit_of_measure="%", scale=100)
SEX_RATIO = Measure("band", "flow", is_ratio=True, scale=100, may_exceed_whole=True, band_low=D(103), band_high=D(107))
POINTS = Measure("up", "annual", is_ratio=False, unit_of_measure="điểm %")
SCHOOL = Measure("up", "school_year", is_ratio=True, unit_of_measure="%", scale=100)


@pytest.mark.parametrize(
    ("numerator", "denominator", "scale", "places", "text"),
    [
        (2909, 3044, 100, 2, "95,57"),
        (50, 53, 100, 1, "94,3"),
        (18, 18, 100, 1, "100,0"),
        (121, 108, 100, 1, "112,0"),
        (7, 4093, 1000, 2, "1,71"),
        (158, 196000, 10000, 2, "8,06"),
    ],
)
def test_a_rate_comes_from_its_counts(numerator: int, denominator: int, scale: int, places: int, text: str) -> None:
    measure = Measure("up", "stock", is_ratio=True, scale=scale)
    value = value_of(measure, Sums(numerator=D(numerator), denominator=D(denominator), reported=1, valued=1))
    assert shown(value, places) == text


def test_a_towns_rate_is_not_the_mean_of_rates() -> None:
    small, large = Sums(D(0), D(1), D(2), 1, 1), Sums(D(0), D(99), D(100), 1, 1)
    assert rounded(value_of(RATE, small + large) or D(0), 2) == D("98.04")


@pytest.mark.parametrize(
    ("sums", "volume", "rate"),
    [
        (Sums(), None, None),
        (Sums(reported=1), D(0), None),
        (Sums(value=D(0), reported=1, valued=1), D(0), None),
    ],
)
def test_zero_nothing_arose_and_not_reported_differ(sums: Sums, volume: D | None, rate: D | None) -> None:
    assert value_of(VOLUME, sums) == volume
    assert value_of(RATE, sums) == rate


def test_kinds_of_empty_contribute_differently() -> None:
    assert contribution("value", D(3), None, None, "estimate") == Sums(D(3), D(0), D(0), 1, 1, 1)
    assert contribution("none_arose", None, None, None, "official") == Sums(reported=1)
    assert contribution("not_reported", None, None, None, "official") == Sums()


@pytest.mark.parametrize(
    ("measure", "now", "before", "kind", "amount"),
    [
        (VOLUME, 1702, 1884, ChangeKind.PERCENT, "-9.66"),
        (VOLUME, 126, 117, ChangeKind.PERCENT, "7.69"),
        (VOLUME, 5, 0, ChangeKind.PERCENT, None),
        (VOLUME, 0, 5, ChangeKind.PERCENT, "-100.00"),
        (VOLUME, None, 5, ChangeKind.PERCENT, None),
        (RATE, "97.9", "97.2", ChangeKind.POINTS, "0.70"),
        (POINTS, "1.40", "1.20", ChangeKind.POINTS, "0.20"),
        (RATE, "97.9", None, ChangeKind.POINTS, None),
    ],
)
def test_volumes_grow_in_percent_and_rates_in_points(
    measure: Measure, now: str, before: str, kind: ChangeKind, amount: str | None
) -> None:
    found = change(measure, None if now is None else D(now), None if before is None else D(before))
    assert found.kind == kind
    assert (None if found.amount is None else rounded(found.amount, 2)) == (None if amount is None else D(amount))


def test_a_volume_has_a_share_of_the_plan_and_a_rate_a_distance() -> None:
    assert rounded(plan_share(EVEN, D(655), D(1500)) or D(0), 1) == D("43.7")
    assert plan_gap(EVEN, D(655), D(1500)) is None
    assert plan_share(RATE, D("97.9"), D("98.2")) is None
    assert plan_gap(RATE, D("97.9"), D("98.2")) == D("-0.3")
    assert plan_share(CEILING, D(1), D(0)) is None


@pytest.mark.parametrize(
    ("code", "share", "parts"),
    [
        ("2020-H1", "0.5", ["2020-H1"]),
        ("2020-H2", "1", ["2020-H1", "2020-H2"]),
        ("2020-Q3", "0.75", ["2020-Q1", "2020-Q2", "2020-Q3"]),
        ("2020-M02", None, ["2020-M01", "2020-M02"]),
        ("2020-9M", "0.75", ["2020-9M"]),
        ("2020", "1", ["2020"]),
        ("2019-2020", "1", ["2019-2020"]),
    ],
)
def test_how_far_the_year_has_run(code: str, share: str | None, parts: list[str]) -> None:
    period = parse(code)
    assert share is None or year_share(period) == D(share)
    assert [part.code for part in year_to_date_periods(period)] == parts


def test_only_flows_add_up_through_the_year() -> None:
    first, second = Sums(D(10), D(4), D(8), 1, 1), Sums(D(7), D(3), D(8), 1, 1)
    assert year_to_date_sums(VOLUME, [first, second]).value == 17
    assert year_to_date_sums(Measure("up", "stock", is_ratio=False), [first, second]).value == 7
    assert value_of(DOWN_RATE, year_to_date_sums(DOWN_RATE, [first, second])) == D("43.75")
    cohort = Measure("up", "flow", is_ratio=True, scale=100, even_through_year=True)
    assert value_of(cohort, year_to_date_sums(cohort, [first, second])) == D("87.5")


def test_half_a_year_is_measured_against_half_the_plan_only_where_the_flow_is_even() -> None:
    half = D("0.5")
    assert needed_level(EVEN, D(1500), half) == 750
    assert needed_level(VOLUME, D(1500), half) == 1500
    assert needed_level(RATE, D(98), half) == 98
    assert needed_level(EVEN, None, half) is None


HALF, WHOLE = ("0.5", False), ("1", True)


@pytest.mark.parametrize(
    ("measure", "actual", "plan", "when", "expected"),
    [
        (EVEN, 655, 1500, HALF, Verdict.BEHIND),
        (EVEN, 750, 1500, HALF, Verdict.REACHED),
        (EVEN, 1501, 1500, HALF, Verdict.EXCEEDED),
        (EVEN, 1400, 1500, WHOLE, Verdict.NOT_REACHED),
        (VOLUME, 40, 100, HALF, Verdict.NOT_DUE),
        (VOLUME, 100, 100, HALF, Verdict.REACHED),
        (VOLUME, 99, 100, WHOLE, Verdict.NOT_REACHED),
        (RATE, "97.9", "98.2", HALF, Verdict.BEHIND),
        (RATE, "97.9", "98.2", WHOLE, Verdict.NOT_REACHED),
        (RATE, "98.5", "98.2", HALF, Verdict.EXCEEDED),
        (CEILING, 0, 0, WHOLE, Verdict.REACHED),
        (CEILING, 1, 0, HALF, Verdict.NOT_REACHED),
        (CEILING, 3, 10, HALF, Verdict.NOT_DUE),
        (DOWN_RATE, "8.6", "8.0", HALF, Verdict.NOT_REACHED),
        (DOWN_RATE, "7.9", "8.0", HALF, Verdict.REACHED),
        (SEX_RATIO, "105", None, HALF, Verdict.REACHED),
        (SEX_RATIO, "103", None, HALF, Verdict.REACHED),
        (SEX_RATIO, "120.1", None, HALF, Verdict.NOT_REACHED),
        (SEX_RATIO, "99", 105, WHOLE, Verdict.NOT_REACHED),
        (POINTS, "1.4", "1.2", HALF, Verdict.NOT_DUE),
        (POINTS, "1.4", "1.2", WHOLE, Verdict.EXCEEDED),
        (Measure("none", "flow", is_ratio=False), 5, 5, HALF, Verdict.WATCH),
        (VOLUME, None, 5, HALF, Verdict.NO_DATA),
        (VOLUME, 5, None, HALF, Verdict.NO_PLAN),
    ],
)
def test_verdicts(
    measure: Measure, actual: str | None, plan: str | None, when: tuple[str, bool], expected: Verdict
) -> None:
    done = None if actual is None else D(actual)
    standing = Standing(done, None if plan is None else D(plan), done, D(when[0]), when[1])
    assert verdict(measure, standing) == expected


def test_a_flow_is_judged_on_the_year_so_far() -> None:
    assert verdict(EVEN, Standing(D(800), D(1500), D(1500), D(1), final=True)) == Verdict.REACHED


def test_a_school_year_is_over_in_may() -> None:
    assert year_is_over(SCHOOL, parse("2020-H1"))
    assert not year_is_over(SCHOOL, parse("2020-H2"))
    assert not year_is_over(RATE, parse("2020-H1"))


def test_every_verdict_has_its_word() -> None:
    assert len({word.label for word in Verdict}) == len(Verdict)


@pytest.mark.parametrize(
    ("measure", "figure", "says"),
    [
        (VOLUME, Figure(1, value=D(5)), ""),
        (VOLUME, Figure(1), "cần một giá trị"),
        (VOLUME, Figure(1, value=D("NaN")), "không phải là số"),
        (VOLUME, Figure(1, value=D("1e12")), "1.000.000.000.000 vượt quá 12 chữ số"),
        (VOLUME, Figure(1, value=D("0.0001")), "0,0001 có hơn 3 chữ số thập phân"),
        (VOLUME, Figure(1, kind="none_arose"), ""),
        (VOLUME, Figure(1, kind="none_arose", value=D(0)), "ô trống không mang số"),
        (RATE, Figure(1, value=D(95)), "cần tử số và mẫu số"),
        (RATE, Figure(1, numerator=D(5), denominator=D(4)), "tử số 5 lớn hơn mẫu số 4"),
        (RATE, Figure(1, numerator=D(5), denominator=D(-4)), "mẫu số −4 nhỏ hơn 0"),
        (RATE, Figure(1, numerator=D(0), denominator=D(0)), ""),
        (SEX_RATIO, Figure(1, numerator=D(5), denominator=D(4)), ""),
        (SEX_RATIO, Figure(1, numerator=D(5), denominator=D(0)), "mẫu số là 0 mà tử số là 5"),
    ],
)
def test_what_cannot_be_kept(measure: Measure, figure: Figure, says: str) -> None:
    assert fault_in(measure, figure) == says
