"""Sums as stored, sums as recomputed, and where the two differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from giaoban.domain.indicators.models import Indicator, Observation, RollUp
from giaoban.domain.indicators.rules import NOTHING, Measure, Sums, contribution
from giaoban.domain.orgs.models import Unit
from giaoban.domain.orgs.queries import Tree, tree_on
from giaoban.domain.periods.rules import Calendar, parse

Key = tuple[int, int, str]  # indicator, unit, period


def measure_of(indicator: Indicator) -> Measure:
    """Return what the arithmetic must know of an indicator."""
    return Measure(
        direction=indicator.direction, over_time=indicator.over_time, is_ratio=indicator.is_ratio,
        unit_of_measure=indicator.unit_of_measure, scale=indicator.scale, decimals=indicator.decimals,
        even_through_year=indicator.even_through_year, may_exceed_whole=indicator.may_exceed_whole,
        band_low=indicator.band_low, band_high=indicator.band_high,
    )  # fmt: skip


def sums_of(row: RollUp) -> Sums:
    """Return a stored roll-up as sums."""
    return Sums(row.value, row.numerator, row.denominator, row.reported, row.valued, row.estimated)


def contribution_of(row: Observation) -> Sums:
    """Return what an observation adds to the totals above it."""
    return contribution(row.kind, row.value, row.numerator, row.denominator, row.status)


def cut_off(period: str) -> date:
    """Return the day as of which units and their tree are asked for a period: its State cut-off."""
    return parse(period).as_of(Calendar.STATE)


def latest_observations(*, unit: Unit, period: str, indicator_ids: Iterable[int]) -> dict[int, Observation]:
    """Return a unit's figures in force by indicator id: the highest revision of each (1 query)."""
    rows = Observation.objects.filter(unit=unit, period=period, indicator__in=list(indicator_ids))
    return {row.indicator_id: row for row in rows.order_by("revision")}


def _in_force(period: str | None) -> Iterator[Observation]:
    rows = Observation.objects.order_by("unit_id", "period", "indicator_id", "revision")
    if period:
        rows = rows.filter(period=period)
    last: Observation | None = None
    for row in rows.iterator(chunk_size=2000):
        same = last is not None and (last.unit_id, last.period, last.indicator_id) == (
            row.unit_id, row.period, row.indicator_id,
        )  # fmt: skip
        if last is not None and not same:
            yield last
        last = row
    if last is not None:
        yield last


def recomputed(period: str | None = None) -> dict[Key, Sums]:
    """Return every total from the observations in force, of one period or of all (1 query, 1 more per cut-off)."""
    trees: dict[date, Tree] = {}
    found: dict[Key, Sums] = defaultdict(lambda: NOTHING)
    for row in _in_force(period):
        day = cut_off(row.period)
        tree = trees.get(day) or trees.setdefault(day, tree_on(day))
        added = contribution_of(row)
        for unit_id in [row.unit_id, *tree.ancestors(row.unit_id)]:
            found[row.indicator_id, unit_id, row.period] += added
    return dict(found)


@dataclass(frozen=True)
class RollUpFault:
    """A stored total that differs from its recomputation."""

    indicator: str
    unit: str
    period: str
    stored: Sums
    expected: Sums

    def __str__(self) -> str:
        return f"{self.indicator}, {self.unit}, {self.period}"


def find_rollup_faults() -> list[RollUpFault]:
    """Compare every roll-up with its recomputation from the observations; an empty list says that all are sound."""
    expected = recomputed()
    stored = {(row.indicator_id, row.unit_id, row.period): sums_of(row) for row in RollUp.objects.iterator()}
    keys = expected.keys() | stored.keys()
    wrong = sorted(key for key in keys if stored.get(key, NOTHING) != expected.get(key, NOTHING))
    indicators = Indicator.objects.in_bulk({key[0] for key in wrong})
    units = Unit.objects.in_bulk({key[1] for key in wrong})
    return [
        RollUpFault(
            indicators[key[0]].code, f"{units[key[1]].name} ({units[key[1]].code})", key[2],
            stored.get(key, NOTHING), expected.get(key, NOTHING),
        )
        for key in wrong
    ]  # fmt: skip
