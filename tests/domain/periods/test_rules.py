"""Windows, codes and deadlines, straight from domain.md §1.1 and §1.2."""

import itertools
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.domain.periods.rules import Calendar, Kind, NotAPeriod, Period, parse
from giaoban.lib.clock import VIETNAM

WINDOWS = [
    ("2020-M06", date(2020, 5, 15), date(2020, 6, 14)),
    ("2020-M01", date(2019, 12, 15), date(2020, 1, 14)),
    ("2020-Q2", date(2020, 3, 15), date(2020, 6, 14)),
    ("2020-Q1", date(2019, 12, 15), date(2020, 3, 14)),
    ("2020-H1", date(2019, 12, 15), date(2020, 6, 14)),
    ("2020-H2", date(2020, 6, 15), date(2020, 12, 14)),
    ("2020-9M", date(2019, 12, 15), date(2020, 9, 14)),
    ("2020", date(2019, 12, 15), date(2020, 12, 14)),
    ("2019-2020", date(2019, 9, 1), date(2020, 5, 31)),
    ("2020-W28", date(2020, 7, 6), date(2020, 7, 12)),
    ("2020-07-13", date(2020, 7, 13), date(2020, 7, 13)),
]


@pytest.mark.parametrize(("code", "first", "last"), WINDOWS)
def test_state_windows(code: str, first: date, last: date) -> None:
    window = parse(code).window()
    assert (window.first, window.last) == (first, last)
    assert parse(code).code == code


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [("2020-H1", date(2020, 1, 1), date(2020, 6, 30)), ("2020-M02", date(2020, 2, 1), date(2020, 2, 29))],
)
def test_civil_windows(code: str, first: date, last: date) -> None:
    window = parse(code).window(Calendar.CIVIL)
    assert (window.first, window.last) == (first, last)


@pytest.mark.parametrize(
    ("code", "calendar", "as_of"),
    [
        ("2020-H1", Calendar.STATE, date(2020, 6, 14)),
        ("2020-H1", Calendar.SCHOOL, date(2020, 5, 31)),
        ("2020-H1", Calendar.POVERTY, date(2019, 12, 31)),
        ("2020-H1", Calendar.CIVIL, date(2020, 6, 30)),
        ("2020-H2", Calendar.SCHOOL, date(2020, 9, 30)),
        ("2020-H2", Calendar.POVERTY, date(2020, 12, 31)),
        ("2020-Q1", Calendar.SCHOOL, date(2019, 9, 30)),
        ("2020", Calendar.POVERTY, date(2020, 12, 31)),
    ],
)
def test_one_report_mixes_as_of_dates(code: str, calendar: Calendar, as_of: date) -> None:
    assert parse(code).as_of(calendar) == as_of


@given(st.integers(1990, 2090))
def test_state_months_tile_the_year_without_gap_or_overlap(year: int) -> None:
    months = [Period(year, Kind.MONTH, number).window() for number in range(1, 13)]
    whole = Period(year, Kind.YEAR).window()
    assert (months[0].first, months[-1].last) == (whole.first, whole.last)
    for before, after in itertools.pairwise(months):
        assert after.first == before.last + timedelta(days=1)
    for number in (1, 2):
        half = Period(year, Kind.HALF, number).window()
        assert (half.first, half.last) == (months[number * 6 - 6].first, months[number * 6 - 1].last)
    for number in range(1, 5):
        quarter = Period(year, Kind.QUARTER, number).window()
        assert (quarter.first, quarter.last) == (months[number * 3 - 3].first, months[number * 3 - 1].last)


@pytest.mark.parametrize(
    ("code", "last_year", "previous"),
    [
        ("2020-H1", "2019-H1", "2019-H2"),
        ("2020-M01", "2019-M01", "2019-M12"),
        ("2019-2020", "2018-2019", "2018-2019"),
        ("2020-02-29", "2019-02-28", "2020-02-28"),
        ("2021-W01", "2020-W01", "2020-W53"),
    ],
)
def test_same_period_last_year_and_the_one_before(code: str, last_year: str, previous: str) -> None:
    period = parse(code)
    assert period.same_period_last_year.code == last_year
    assert period.previous.code == previous


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("2020-H1", "6 tháng đầu năm 2020"),
        ("2020-H2", "6 tháng cuối năm 2020"),
        ("2020-Q2", "quý II năm 2020"),
        ("2019-2020", "năm học 2019-2020"),
        ("2020-9M", "9 tháng năm 2020"),
        ("2020-07-13", "ngày 13/7/2020"),
    ],
)
def test_labels(code: str, label: str) -> None:
    assert parse(code).label == label


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2020-H3",
        "2020-Q5",
        "2020-M13",
        "2020-W54",
        "2021-W53",
        "2020-2022",
        "x",
        "2020-02-30",
        "0000-H1",
        "0000-W53",
        "9999",
    ],
)
def test_what_is_no_period(code: str) -> None:
    with pytest.raises(NotAPeriod):
        parse(code)


def test_deadlines_count_working_days_after_the_cut_off() -> None:
    # 14/6/2020 was a Sunday.
    assert parse("2020-H1").due_at(1) == datetime(2020, 6, 15, 17, 0, tzinfo=VIETNAM)
    assert parse("2020-H1").due_at(2) == datetime(2020, 6, 16, 17, 0, tzinfo=VIETNAM)
    # Holidays are passed over: April 2020 closes on 14/4; 2020-Q1's neighbours meet Giỗ Tổ on 2/4.
    assert parse("2020-M04").due_at(13) == datetime(2020, 5, 5, 17, 0, tzinfo=VIETNAM)


def test_a_deadline_leaves_at_least_a_working_day() -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        parse("2020-H1").due_at(0)


# domain.md §1.2, row by row: body's calendar, period, window, as-of date, deadline (None: the document names no day).
OTHER_CALENDARS = [
    ("school", "2020-Q3", "2020-09-01", "2020-09-30", "2020-09-30", "2020-10-30"),  # đầu năm học
    ("school", "2020-H1", "2019-09-01", "2020-05-31", "2020-05-31", "2020-06-30"),  # cuối năm học
    ("school", "2019-2020", "2019-09-01", "2020-05-31", "2020-05-31", "2020-06-30"),
    ("school", "2020-Q1", "2019-09-01", "2019-09-30", "2019-09-30", "2019-10-30"),
    ("higher", "2020", "2020-01-01", "2020-12-31", "2020-12-31", "2021-01-15"),
    ("higher", "2020-H1", "2020-01-01", "2020-06-30", "2019-12-31", "2020-01-15"),
    ("insurance", "2020-M06", "2020-05-26", "2020-06-25", "2020-06-25", "2020-06-27"),  # before the 28th
    ("insurance", "2020-M12", "2020-11-26", "2020-12-31", "2020-12-31", "2021-01-27"),
    ("insurance", "2020-M01", "2020-01-01", "2020-01-25", "2020-01-25", "2020-01-27"),
    ("civil", "2020-M02", "2020-02-01", "2020-02-29", "2020-02-29", None),  # finance: per form
    ("civil", "2020-Q2", "2020-04-01", "2020-06-30", "2020-06-30", None),
    ("civil", "2020-H1", "2020-01-01", "2020-06-30", "2020-06-30", None),
    ("civil", "2020", "2020-01-01", "2020-12-31", "2020-12-31", None),
    ("state", "2020-H1", "2019-12-15", "2020-06-14", "2020-06-14", "2020-06-25"),  # Điều 13
    ("state", "2020-M01", "2019-12-15", "2020-01-14", "2020-01-14", "2020-01-25"),
    ("state", "2020-9M", "2019-12-15", "2020-09-14", "2020-09-14", "2020-09-25"),
    ("state", "2020-W28", "2020-07-06", "2020-07-12", "2020-07-12", None),  # no clause of Điều 12
    ("poverty", "2020", "2020-01-01", "2020-12-31", "2020-12-31", None),  # yearly
    ("health", "2020-M06", "2020-06-01", "2020-06-30", "2020-06-30", "2020-07-01"),  # the day after
    ("health", "2020-Q4", "2020-10-01", "2020-12-31", "2020-12-31", "2021-01-01"),
    ("health", "2020", "2020-01-01", "2020-12-31", "2020-12-31", "2021-01-01"),
]


@pytest.mark.parametrize(("calendar", "code", "first", "last", "as_of", "deadline"), OTHER_CALENDARS)
def test_every_body_has_its_own_cut_off_and_deadline(
    calendar: str, code: str, first: str, last: str, as_of: str, deadline: str | None
) -> None:
    period, of_body = parse(code), Calendar(calendar)
    window, due = period.window(of_body), period.deadline(of_body)
    assert (window.first.isoformat(), window.last.isoformat()) == (first, last)
    assert period.as_of(of_body).isoformat() == as_of
    assert (due.isoformat() if due else None) == deadline


@given(st.integers(1990, 2090))
def test_insurance_months_tile_the_year(year: int) -> None:
    months = [Period(year, Kind.MONTH, number).window(Calendar.INSURANCE) for number in range(1, 13)]
    assert (months[0].first, months[-1].last) == (date(year, 1, 1), date(year, 12, 31))
    for before, after in itertools.pairwise(months):
        assert after.first == before.last + timedelta(days=1)
