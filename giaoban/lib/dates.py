"""Dates as Vietnamese papers write them, and working days."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

WEEKDAYS = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]


def short(day: date) -> str:
    """Return 10/7/2020."""
    return f"{day.day}/{day.month}/{day.year}"


def formal(day: date) -> str:
    """Return "ngày 10 tháng 7 năm 2020": days below 10 and months 1 and 2 get a zero (Nghị định 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def stamp(moment: datetime) -> str:
    """Return 10-07-2020 17:00, as the portal dates its items."""
    return moment.strftime("%d-%m-%Y %H:%M")


def weekday(day: date) -> str:
    """Return the Vietnamese name of the weekday."""
    return WEEKDAYS[day.weekday()]


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Return Vietnam's public holidays of a year, substitute days included, lunar ones by the calendar."""
    return frozenset(holidays.country_holidays("VN", years=year).keys())


def is_working_day(day: date, extra_days_off: Collection[date] = ()) -> bool:
    """Return whether offices work on the day: Monday to Friday, not a holiday, not an extra day off."""
    return day.weekday() < 5 and day not in public_holidays(day.year) and day not in extra_days_off


def add_working_days(day: date, count: int, extra_days_off: Collection[date] = ()) -> date:
    """Return the working day that comes `count` (at least 1) working days after `day`."""
    current = day
    for _ in range(count):
        current += timedelta(days=1)
        while not is_working_day(current, extra_days_off):
            current += timedelta(days=1)
    return current


def working_days_between(start: date, end: date, extra_days_off: Collection[date] = ()) -> int:
    """Return how many working days lie after `start` up to and including `end`; 0 where end is not after start."""
    return sum(
        is_working_day(start + timedelta(days=n), extra_days_off) for n in range(1, max(0, (end - start).days) + 1)
    )
