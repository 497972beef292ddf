"""One indicator of many units, compared in constant queries: what `compare` says of each, for a map or a ranking."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, prefetch_related_objects

from giaoban.domain.indicators.models import Duty, Indicator, Observation, RollUp, Target
from giaoban.domain.indicators.queries.behind import territory
from giaoban.domain.indicators.queries.comparing import Comparison, Past, Read, comparison_of, past_of
from giaoban.domain.indicators.queries.sums import cut_off, sums_of
from giaoban.domain.indicators.rules import Sums, total, year_to_date_periods
from giaoban.domain.orgs.models import Unit, valid_on
from giaoban.domain.orgs.queries import Tree, origins_of, tree_on
from giaoban.domain.periods.rules import Calendar, Period, parse


def compare_across(indicator: Indicator, units: Sequence[Unit], period: str) -> dict[int, Comparison]:
    """Return the comparison of each unit by unit id (8 queries, a few more where successions were crossed)."""
    parsed = parse(period)
    prefetch_related_objects([indicator], "breaks")
    shelf = _Shelf.read(indicator, units, parsed)
    return {unit.pk: comparison_of(indicator, shelf.of(unit)) for unit in units}


@dataclass(frozen=True)
class _Shelf:
    """Everything read at once, to be handed out unit by unit."""

    indicator: Indicator
    period: Period
    pasts: dict[str, dict[int, Past]]
    sums: dict[tuple[str, int], Sums]
    plans: dict[int, Decimal]
    now: Tree
    then: Tree
    due_now: set[int]
    due_then: set[int]
    report_days: dict[int, date]

    @classmethod
    def read(cls, indicator: Indicator, units: Sequence[Unit], period: Period) -> "_Shelf":
        same = period.same_period_last_year
        pasts = {}
        for one in [same, *year_to_date_periods(period)]:
            origins = origins_of(units, cut_off(one.code))
            pasts[one.code] = {unit.pk: past_of(unit, cut_off(one.code), origins[unit.pk]) for unit in units}
        everyone = {unit.pk for unit in units}
        everyone |= {origin.unit.pk for past in pasts.values() for one in past.values() for origin in one.origins}
        rows = RollUp.objects.filter(indicator=indicator, period__in=pasts, unit__in=everyone)
        plans = Target.objects.filter(indicator=indicator, unit__in=units, year=period.year).order_by("revision")
        now, then = tree_on(cut_off(period.code)), tree_on(cut_off(same.code))
        inside = territory(now, [unit.pk for unit in units])
        before = territory(then, [origin.unit.pk for one in pasts[same.code].values() for origin in one.origins])
        return cls(
            indicator=indicator, period=period, pasts=pasts, now=now, then=then,
            sums={(row.period, row.unit_id): sums_of(row) for row in rows},
            plans=dict(plans.values_list("unit", "value")),
            due_now=_due(indicator, cut_off(period.code), inside),
            due_then=_due(indicator, cut_off(same.code), before),
            report_days=_report_days(indicator, inside, period.code),
        )  # fmt: skip

    def of(self, unit: Unit) -> Read:
        """Return what the comparison of one unit is made from."""
        same = self.period.same_period_last_year.code
        inside = set(self.now.subtree(unit.pk))
        before = territory(self.then, [origin.unit.pk for origin in self.pasts[same][unit.pk].origins])
        pk = self.indicator.pk
        days = [self.report_days[below] for below in inside if below in self.report_days]
        return Read(
            unit=unit, period=self.period, sums=self._sums_of(unit),
            pasts={code: past[unit.pk] for code, past in self.pasts.items()},
            plans={pk: self.plans[unit.pk]} if unit.pk in self.plans else {},
            expected={pk: len(inside & self.due_now)}, before_expected={pk: len(before & self.due_then)},
            report_days={pk: max(days)} if days else {},
        )  # fmt: skip

    def _sums_of(self, unit: Unit) -> dict[tuple[str, int], Sums]:
        found = {}
        for code, past in self.pasts.items():
            parts = [self.sums[key] for origin in past[unit.pk].origins if (key := (code, origin.unit.pk)) in self.sums]
            if parts:
                found[code, self.indicator.pk] = total(parts)
        return found


def _due(indicator: Indicator, day: date, units: Collection[int]) -> set[int]:
    rows = Duty.objects.filter(valid_on(day), indicator=indicator, unit__in=units)
    return set(rows.values_list("unit", flat=True))


def _report_days(indicator: Indicator, units: Collection[int], period: str) -> dict[int, date]:
    if indicator.calendar != Calendar.REPORT_DAY:
        return {}
    rows = Observation.objects.filter(indicator=indicator, unit__in=units, period=period).order_by().values("unit")
    return {row["unit"]: row["latest"] for row in rows.annotate(latest=Max("as_of"))}
