"""Dates on paper and working days around the holidays of 2020."""

from datetime import date, datetime

import pytest

from giaoban.lib import dates
from giaoban.lib.clock import VIETNAM


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2020, 7, 10), "ngày 10 tháng 7 năm 2020"),
        (date(2020, 7, 5), "ngày 05 tháng 7 năm 2020"),
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2020, 2, 29), "ngày 29 tháng 02 năm 2020"),
        (date(2020, 3, 1), "ngày 01 tháng 3 năm 2020"),
        (date(2020, 12, 31), "ngày 31 tháng 12 năm 2020"),
    ],
)
def test_the_zero_rule_of_papers(day: date, written: str) -> None:
    assert dates.formal(day) == written


def test_short_form_stamp_and_weekday() -> None:
    assert dates.short(date(2020, 7, 10)) == "10/7/2020"
    assert dates.stamp(datetime(2020, 7, 10, 17, 0, tzinfo=VIETNAM)) == "10-07-2020 17:00"
    assert dates.weekday(date(2020, 7, 10)) == "thứ Sáu"
    assert dates.weekday(date(2020, 7, 12)) == "Chủ nhật"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2020, 4, 2), False),  # Giỗ Tổ, lunar
        (date(2020, 4, 30), False),
        (date(2020, 5, 1), False),
        (date(2020, 1, 25), False),  # Tết
        (date(2020, 9, 2), False),
        (date(2020, 7, 13), True),
        (date(2020, 7, 11), False),  # Saturday
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert dates.is_working_day(day) is works


def test_counting_over_the_holidays_of_april_2020() -> None:
    assert dates.add_working_days(date(2020, 4, 29), 1) == date(2020, 5, 4)
    assert dates.add_working_days(date(2020, 7, 10), 5) == date(2020, 7, 17)
    assert dates.working_days_between(date(2020, 4, 29), date(2020, 5, 4)) == 1
    assert dates.working_days_between(date(2020, 7, 17), date(2020, 7, 10)) == 0


def test_an_extra_day_off_moves_the_count() -> None:
    off = {date(2020, 7, 13)}
    assert dates.add_working_days(date(2020, 7, 10), 1, off) == date(2020, 7, 14)
