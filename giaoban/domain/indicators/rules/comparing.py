"""Against the plan and against the same period: conventions of domain.md §6, last paragraphs.

Volumes change in percent, rates in points. A share of the plan is a volume's; a rate is set beside its target.
Half a year is measured against half the plan only where the flow is spread evenly through the year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from giaoban.domain.indicators.rules.figures import NOTHING, Measure, Sums, total
from giaoban.domain.periods.rules import Calendar, Kind, Period

HUNDRED = Decimal(100)


class ChangeKind(StrEnum):
    PERCENT = "percent"
    POINTS = "points"


@dataclass(frozen=True)
class Change:
    """How a figure moved: percent for a volume, points (in its own unit of measure) for a rate; unrounded."""

    amount: Decimal | None
    kind: ChangeKind


class Verdict(StrEnum):
    EXCEEDED = "exceeded"
    REACHED = "reached"
    BEHIND = "behind"
    NOT_REACHED = "not_reached"
    WATCH = "watch"
    NOT_DUE = "not_due"
    NO_PLAN = "no_plan"
    NO_DATA = "no_data"

    @property
    def label(self) -> str:
        """The word people read."""
        return _LABELS[self]


_LABELS = {
    Verdict.EXCEEDED: "Vượt",
    Verdict.REACHED: "Đạt",
    Verdict.BEHIND: "Chậm",
    Verdict.NOT_REACHED: "Không đạt",
    Verdict.WATCH: "Theo dõi",
    Verdict.NOT_DUE: "Chưa đến kỳ",
    Verdict.NO_PLAN: "Chưa có kế hoạch",
    Verdict.NO_DATA: "Chưa có số liệu",
}


@dataclass(frozen=True)
class Standing:
    """What a verdict is given on: the figure, the plan of the year, and how far the year has run."""

    actual: Decimal | None
    plan: Decimal | None
    year_to_date: Decimal | None
    elapsed: Decimal
    final: bool


def change(measure: Measure, now: Decimal | None, before: Decimal | None) -> Change:
    """Return the change against the same period; no amount where a side is missing or growth starts at 0."""
    kind = ChangeKind.POINTS if measure.is_rate else ChangeKind.PERCENT
    if now is None or before is None:
        return Change(None, kind)
    if measure.is_rate:
        return Change(now - before, kind)
    return Change((now - before) * HUNDRED / before if before else None, kind)


def plan_share(measure: Measure, actual: Decimal | None, plan: Decimal | None) -> Decimal | None:
    """Return the percentage of the annual plan done; a rate has none."""
    if measure.is_rate or actual is None or not plan:
        return None
    return actual * HUNDRED / plan


def plan_gap(measure: Measure, actual: Decimal | None, plan: Decimal | None) -> Decimal | None:
    """Return a rate's distance from its target in points; a volume has none."""
    return actual - plan if measure.is_rate and actual is not None and plan is not None else None


def year_share(period: Period) -> Decimal:
    """Return which part of the year has run when the period closes: 0.5 for a first half."""
    parts = {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2}
    if period.kind in parts:
        return Decimal(period.number) / parts[period.kind]
    return Decimal("0.75") if period.kind is Kind.NINE_MONTHS else Decimal(1)


def year_is_over(measure: Measure, period: Period) -> bool:
    """Return whether the period's figure is the last word of its plan year.

    A school year's is its 31 May figure, though the calendar year still runs.
    """
    if measure.over_time == "school_year":
        return period.as_of(Calendar.SCHOOL).month == 5
    return year_share(period) == 1


def year_to_date_periods(period: Period) -> list[Period]:
    """Return the periods that add up from 1 January to this one's cut-off, itself last."""
    if period.kind not in (Kind.MONTH, Kind.QUARTER, Kind.HALF):
        return [period]
    return [Period(period.year, period.kind, number) for number in range(1, period.number + 1)]


def year_to_date_sums(measure: Measure, parts: Sequence[Sums]) -> Sums:
    """Return the year so far from its periods, oldest first. Only flows add up; everything else is its last figure.

    An evenly spread rate counts against the cohort of the whole year: counts add up, the denominator does not.
    """
    if measure.over_time != "flow":
        return parts[-1] if parts else NOTHING
    summed = total(parts)
    if measure.is_ratio and measure.even_through_year:
        last = next((part.denominator for part in reversed(parts) if part.denominator), Decimal(0))
        return Sums(summed.value, summed.numerator, last, summed.reported, summed.valued, summed.estimated)
    return summed


def needed_level(measure: Measure, plan: Decimal | None, elapsed: Decimal) -> Decimal | None:
    """Return the level needed by now: the plan, or its elapsed part for an evenly spread flow."""
    if plan is None:
        return None
    return plan * elapsed if measure.even_through_year and measure.over_time == "flow" else plan


def _in_band(measure: Measure, actual: Decimal) -> bool:
    low, high = measure.band_low, measure.band_high
    return low is not None and high is not None and low <= actual <= high


def verdict(measure: Measure, standing: Standing) -> Verdict:
    """Return how the figure stands against its plan, by the indicator's direction.

    A band needs no plan. An annual figure is judged when its year is over. A missing plan is said, not guessed.
    """
    done = standing.year_to_date if measure.over_time == "flow" else standing.actual
    if standing.actual is None:
        return Verdict.NO_DATA
    if measure.direction == "none" or done is None:
        return Verdict.WATCH
    if measure.direction == "band":
        return Verdict.REACHED if _in_band(measure, standing.actual) else Verdict.NOT_REACHED
    if standing.plan is None:
        return Verdict.NO_PLAN
    if measure.over_time == "annual" and not standing.final:
        return Verdict.NOT_DUE
    needed = needed_level(measure, standing.plan, standing.elapsed)
    if measure.direction == "down":
        return _verdict_down(measure, standing, done, needed or Decimal(0))
    return _verdict_up(measure, standing, done, needed or Decimal(0))


def _accumulates(measure: Measure) -> bool:
    return measure.over_time == "flow" and not measure.is_rate


def _verdict_up(measure: Measure, standing: Standing, done: Decimal, needed: Decimal) -> Verdict:
    if standing.plan is not None and done > standing.plan:
        return Verdict.EXCEEDED
    if done >= needed:
        return Verdict.REACHED
    if standing.final:
        return Verdict.NOT_REACHED
    if _accumulates(measure) and not measure.even_through_year:
        return Verdict.NOT_DUE
    return Verdict.BEHIND


def _verdict_down(measure: Measure, standing: Standing, done: Decimal, needed: Decimal) -> Verdict:
    """The plan is a ceiling: passed is passed, at any time of the year; below it counts when the year is over."""
    if standing.plan is not None and done > standing.plan:
        return Verdict.NOT_REACHED
    if done > needed:
        return Verdict.BEHIND
    if _accumulates(measure) and not standing.final and not measure.even_through_year:
        return Verdict.NOT_DUE
    return Verdict.REACHED
