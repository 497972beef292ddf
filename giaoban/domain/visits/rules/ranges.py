"""Any range of days as the whole years, months and single days it is made of, and the step its chart is drawn in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

ONE_DAY = timedelta(days=1)
HOURS_UP_TO, DAYS_UP_TO = 2, 62  # days; longer ranges are drawn by month


class Step(Enum):
    """What one bar of a chart stands for."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True)
class Days:
    """The days from `start` to `end`, both of them in."""

    start: date
    end: date

    @property
    def step(self) -> Step:
        """Few bars enough to be read, enough to show a course."""
        length = (self.end - self.start).days + 1
        return Step.HOUR if length <= HOURS_UP_TO else Step.DAY if length <= DAYS_UP_TO else Step.MONTH

    def months(self) -> "Days | None":
        """Return the whole months inside; None where there is none."""
        first = self.start if self.start.day == 1 else next_month(self.start)
        end = (self.end + ONE_DAY).replace(day=1) - ONE_DAY
        return Days(first, end) if first <= end else None

    def years(self) -> "Days | None":
        """Return the whole years inside; None where there is none."""
        first, end = (self.start - ONE_DAY).year + 1, (self.end + ONE_DAY).year - 1
        return Days(date(first, 1, 1), date(end, 12, 31)) if first <= end else None

    def single_days(self) -> list["Days"]:
        """Return what is left before and after the whole months."""
        return self._around(self.months())

    def single_months(self) -> list["Days"]:
        """Return the whole months that are left before and after the whole years."""
        months = self.months()
        return [] if months is None else months._around(self.years())

    def _around(self, inner: "Days | None") -> list["Days"]:
        if inner is None:
            return [self]
        around = [Days(self.start, inner.start - ONE_DAY), Days(inner.end + ONE_DAY, self.end)]
        return [days for days in around if days.start <= days.end]

    def bars(self) -> Iterator[tuple[date, int]]:
        """Yield what each bar stands for: a day and an hour, a day, or a month by its first day (hour 0 then)."""
        day = self.start.replace(day=1) if self.step is Step.MONTH else self.start
        while day <= self.end:
            yield from ((day, hour) for hour in range(24 if self.step is Step.HOUR else 1))
            day = next_month(day) if self.step is Step.MONTH else day + ONE_DAY


def next_month(day: date) -> date:
    """Return the first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
