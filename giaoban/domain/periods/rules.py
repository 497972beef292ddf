"""Periods as values. A period has a code, a window by calendar, a same period last year, and deadlines.

Windows of the State calendar: Nghị định 09/2019/NĐ-CP, Điều 12 (15th to 14th). Nine months is not named
there; 15/12 to 14/9 is used by analogy [K-med] and can be changed through NINE_MONTHS_CUT_OFF.

Other bodies close and collect on days of their own (domain.md §1.2). What a document fixes is a constant without a
mark; what is practice only carries [K] and is meant to be changed here.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from giaoban.lib.clock import VIETNAM
from giaoban.lib.dates import add_working_days

NINE_MONTHS_CUT_OFF = (9, 14)
STATE_DEADLINE_DAY = 25  # Điều 13: to the Government, in the last month of the period; levels below are the regime's
SCHOOL_DEADLINES = {(9, 30): (10, 30), (5, 31): (6, 30)}  # start and end of the school year
HIGHER_DEADLINE = (1, 15)  # of the year after the 31/12 it speaks of
INSURANCE_CUT_OFF_DAY, INSURANCE_DEADLINE_DAY = 25, 27  # the 25th, "before the 28th"; December closes 31/12
INSURANCE_DECEMBER_DEADLINE = (1, 27)  # [K-low] the document names none for December; by analogy
HEALTH_DAYS_AFTER = 1  # [K-med] TT 37/2019/TT-BYT: the day after the period ends
END_OF_OFFICE_DAY = time(17, 0)
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


class Kind(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"


class Calendar(StrEnum):
    """Whose windows a figure follows (domain.md §1.1, §1.2)."""

    STATE = "state"  # Nghị định 09/2019: 15th to 14th
    CIVIL = "civil"  # calendar months: finance statistics (TT 02/2019/TT-BTC)
    HEALTH = "health"  # calendar months too, due the day after [K-med] (TT 37/2019/TT-BYT)
    INSURANCE = "insurance"  # BHXH by month: closed on the 25th, December on the 31st (the rule of 2010)
    SCHOOL = "school"  # education: start of year 30/9, end of year 31/5
    HIGHER = "higher"  # higher education: as at 31/12
    POVERTY = "poverty"  # reviews and surveys of a year, as at 31/12: poor households, nutrition, literacy
    REPORT_DAY = "report_day"  # counted to the day of the report itself


# Windows of whole calendar months.
WHOLE_MONTHS = frozenset({Calendar.CIVIL, Calendar.HEALTH, Calendar.POVERTY, Calendar.HIGHER})


class NotAPeriod(ValueError):
    """The code names no period."""


@dataclass(frozen=True)
class Window:
    """First and last day, both inside."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, order=True)
class Period:
    """One period: its kind, its year (a school year's is the one it starts in), its number within the year."""

    year: int
    kind: Kind
    number: int = 1
    day: date | None = None

    @property
    def code(self) -> str:
        """The code it is stored under: 2020-H1, 2020-Q2, 2020-M06, 2020-9M, 2020, 2019-2020, 2020-W28, 2020-07-13."""
        match self.kind:
            case Kind.DAY:
                return (self.day or date(self.year, 1, 1)).isoformat()
            case Kind.WEEK:
                return f"{self.year}-W{self.number:02d}"
            case Kind.MONTH:
                return f"{self.year}-M{self.number:02d}"
            case Kind.QUARTER:
                return f"{self.year}-Q{self.number}"
            case Kind.HALF:
                return f"{self.year}-H{self.number}"
            case Kind.NINE_MONTHS:
                return f"{self.year}-9M"
            case Kind.SCHOOL_YEAR:
                return f"{self.year}-{self.year + 1}"
        return str(self.year)

    @property
    def label(self) -> str:
        """The name people use: 6 tháng đầu năm 2020, quý II năm 2020, năm học 2019-2020."""
        match self.kind:
            case Kind.DAY:
                day = self.day or date(self.year, 1, 1)
                return f"ngày {day.day}/{day.month}/{day.year}"
            case Kind.WEEK:
                return f"tuần {self.number} năm {self.year}"
            case Kind.MONTH:
                return f"tháng {self.number} năm {self.year}"
            case Kind.QUARTER:
                return f"quý {ROMAN[self.number]} năm {self.year}"
            case Kind.HALF:
                return f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm {self.year}"
            case Kind.NINE_MONTHS:
                return f"9 tháng năm {self.year}"
            case Kind.SCHOOL_YEAR:
                return f"năm học {self.year}-{self.year + 1}"
        return f"năm {self.year}"

    @property
    def same_period_last_year(self) -> "Period":
        """The same window one year earlier (cùng kỳ); a day's is the same date, 28/2 for 29/2."""
        if self.day is None:
            return Period(self.year - 1, self.kind, self.number)
        last = 28 if (self.day.month, self.day.day) == (2, 29) else self.day.day
        return Period(self.year - 1, self.kind, self.number, self.day.replace(year=self.year - 1, day=last))

    @property
    def previous(self) -> "Period":
        """The period of the same kind just before this one."""
        if self.kind is Kind.DAY:
            before = (self.day or date(self.year, 1, 1)) - timedelta(days=1)
            return Period(before.year, Kind.DAY, 1, before)
        if self.number > 1:
            return Period(self.year, self.kind, self.number - 1)
        return Period(self.year - 1, self.kind, _last_number(self.kind, self.year - 1))

    def window(self, calendar: Calendar = Calendar.STATE) -> Window:
        """Return the days whose events the period's flows count, by calendar."""
        if self.kind is Kind.DAY:
            day = self.day or date(self.year, 1, 1)
            return Window(day, day)
        if self.kind is Kind.WEEK:
            monday = date.fromisocalendar(self.year, self.number, 1)
            return Window(monday, monday + timedelta(days=6))
        if self.kind is Kind.SCHOOL_YEAR or calendar is Calendar.SCHOOL:
            return self._school_window()
        first_month, last_month = self._months()
        if calendar is Calendar.INSURANCE:
            return Window(_insurance_first(self.year, first_month), _insurance_cut_off(self.year, last_month))
        if calendar in WHOLE_MONTHS:
            return Window(date(self.year, first_month, 1), _month_end(self.year, last_month))
        return Window(_fifteenth_before(self.year, first_month), self._state_cut_off(last_month))

    def as_of(self, calendar: Calendar) -> date:
        """Return the date a figure of this period speaks of: the cut-off, 31/5, 31/12 of the last review…"""
        if calendar is Calendar.SCHOOL:
            return self._school_window().last
        if calendar in (Calendar.POVERTY, Calendar.HIGHER):
            whole_year = self.kind is Kind.YEAR or (self.kind is Kind.HALF and self.number == 2)
            return date(self.year if whole_year else self.year - 1, 12, 31)
        return self.window(calendar).last

    def deadline(self, calendar: Calendar) -> date | None:
        """Return the last day on which the body of a calendar takes this period's figures.

        None where the document names no day: finance says "per form", poor households are "yearly". What a level of
        the bloc owes to its secretary is another thing: `due_at`, by the regime.
        """
        last = self.as_of(calendar)
        match calendar:
            case Calendar.STATE:
                return date(last.year, last.month, STATE_DEADLINE_DAY) if self._is_of_decree else None
            case Calendar.SCHOOL:
                return date(last.year, *SCHOOL_DEADLINES[last.month, last.day])
            case Calendar.HIGHER:
                return date(last.year + 1, *HIGHER_DEADLINE)
            case Calendar.INSURANCE if self.kind is Kind.MONTH:
                is_december = self.number == 12
                return (
                    date(self.year + 1, *INSURANCE_DECEMBER_DEADLINE)
                    if is_december
                    else date(self.year, self.number, INSURANCE_DEADLINE_DAY)
                )
            case Calendar.HEALTH if self.kind in (Kind.MONTH, Kind.QUARTER, Kind.YEAR):
                return last + timedelta(days=HEALTH_DAYS_AFTER)
        return None

    @property
    def _is_of_decree(self) -> bool:
        """Whether Điều 12 names this kind of period (nine months by analogy)."""
        return self.kind in (Kind.MONTH, Kind.QUARTER, Kind.HALF, Kind.NINE_MONTHS, Kind.YEAR)

    def _state_cut_off(self, last_month: int) -> date:
        if self.kind is Kind.NINE_MONTHS:
            return date(self.year, *NINE_MONTHS_CUT_OFF)
        return date(self.year, last_month, 14)

    def _months(self) -> tuple[int, int]:
        match self.kind:
            case Kind.MONTH:
                return self.number, self.number
            case Kind.QUARTER:
                return self.number * 3 - 2, self.number * 3
            case Kind.HALF:
                return (1, 6) if self.number == 1 else (7, 12)
            case Kind.NINE_MONTHS:
                return 1, 9
        return 1, 12

    def _school_window(self) -> Window:
        """A school year runs September to May; a period's is the last one with a reporting date inside or before it.

        Reporting dates 30/9 (start) and 31/5 (end): domain.md §1.2.
        """
        if self.kind is Kind.SCHOOL_YEAR:
            return Window(date(self.year, 9, 1), date(self.year + 1, 5, 31))
        last_month = self._months()[1]
        if last_month >= 9:
            return Window(date(self.year, 9, 1), date(self.year, 9, 30))
        start_year = self.year - 1
        last = date(self.year, 5, 31) if last_month >= 5 else date(start_year, 9, 30)
        return Window(date(start_year, 9, 1), last)

    def due_at(self, working_days: int, extra_days_off: frozenset[date] = frozenset()) -> datetime:
        """Return the deadline: 17:00 on the n-th working day after the State cut-off (n ≥ 1, khoản 5 Điều 8)."""
        if working_days < 1:
            raise ValueError("at least one working day lies between cut-off and deadline")
        day = add_working_days(self.window().last, working_days, extra_days_off)
        return datetime.combine(day, END_OF_OFFICE_DAY, VIETNAM)


# Years a calendar and the years beside it are sure to have; 0000 would be read, and then be no date.
YEARS = range(1900, 2200)


def parse(code: str) -> Period:
    """Return the period a code names. Raises NotAPeriod."""
    found = _read(code)
    if found is None or found.year not in YEARS:
        raise NotAPeriod(f"“{code}” không phải là mã kỳ; ví dụ 2020-H1, 2020-Q2, 2020-M06")
    return found


def _read(code: str) -> Period | None:
    patterns: list[tuple[str, Kind, int]] = [
        (r"(\d{4})-H([12])", Kind.HALF, 0),
        (r"(\d{4})-Q([1-4])", Kind.QUARTER, 0),
        (r"(\d{4})-M(0[1-9]|1[0-2])", Kind.MONTH, 0),
        (r"(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])", Kind.WEEK, 0),
        (r"(\d{4})-9M", Kind.NINE_MONTHS, 1),
        (r"(\d{4})", Kind.YEAR, 1),
    ]
    for pattern, kind, fixed in patterns:
        if match := re.fullmatch(pattern, code):
            number = fixed or int(match.group(2))
            if kind is Kind.WEEK and number > _last_number(kind, max(int(match.group(1)), 1)):
                break
            return Period(int(match.group(1)), kind, number)
    if (match := re.fullmatch(r"(\d{4})-(\d{4})", code)) and int(match.group(2)) == int(match.group(1)) + 1:
        return Period(int(match.group(1)), Kind.SCHOOL_YEAR)
    try:
        day = date.fromisoformat(code) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", code) else None
    except ValueError:
        day = None
    return Period(day.year, Kind.DAY, 1, day) if day else None


def _last_number(kind: Kind, year: int) -> int:
    if kind is Kind.WEEK:
        return date(year, 12, 28).isocalendar().week
    return {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2}.get(kind, 1)


def _fifteenth_before(year: int, month: int) -> date:
    return date(year - 1, 12, 15) if month == 1 else date(year, month - 1, 15)


def _insurance_cut_off(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month, INSURANCE_CUT_OFF_DAY)


def _insurance_first(year: int, month: int) -> date:
    return date(year, 1, 1) if month == 1 else _insurance_cut_off(year, month - 1) + timedelta(days=1)


def _month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
