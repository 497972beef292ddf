"""Who stands behind a total: the units that report an indicator, and those that have not."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count, QuerySet

from giaoban.domain.indicators.models import Duty, EmptyKind, FigureStatus, Indicator, Observation
from giaoban.domain.indicators.queries.sums import contribution_of, cut_off, measure_of
from giaoban.domain.indicators.rules import value_of
from giaoban.domain.orgs.models import Unit, valid_on
from giaoban.domain.orgs.queries import Tree, tree_on


class PartState(StrEnum):
    VALUE = "value"
    NONE_AROSE = "none_arose"
    MISSING = "missing"


@dataclass(frozen=True)
class Part:
    """One unit behind a total: its figure with its counts, or that it has not reported."""

    unit: Unit
    state: PartState
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_estimate: bool = False
    as_of: date | None = None
    note: str = ""


def territory(tree: Tree, unit_ids: Iterable[int]) -> set[int]:
    """Return the units and all below them."""
    return {below for unit_id in unit_ids for below in tree.subtree(unit_id)}


def expected_reporters(unit_ids: Collection[int], day: date) -> dict[int, int]:
    """Return how many of these units must report each indicator on a day, by indicator id (1 query)."""
    rows = Duty.objects.filter(valid_on(day), unit__in=unit_ids).order_by().values("indicator")
    return {row["indicator"]: row["units"] for row in rows.annotate(units=Count("unit", distinct=True))}


def duties_of(unit: Unit, day: date) -> QuerySet[Indicator]:
    """Return the indicators that a unit reports on a day, in the catalogue's order (1 query)."""
    return (
        Indicator.objects.filter(valid_on(day), valid_on(day, "duties__"), duties__unit=unit)
        .select_related("sector")
        .order_by("sector__position", "position")
        .distinct()
    )


def breakdown(indicator: Indicator, unit: Unit, period: str) -> list[Part]:
    """Return the units behind a total in protocol order, missing ones included (4 queries)."""
    day = cut_off(period)
    inside = territory(tree_on(day), [unit.pk])
    held: dict[int, Observation] = {}
    for row in Observation.objects.filter(indicator=indicator, period=period, unit__in=inside).order_by("revision"):
        held[row.unit_id] = row
    due = Duty.objects.filter(valid_on(day), indicator=indicator, unit__in=inside).values_list("unit", flat=True)
    reported = {unit_id for unit_id, row in held.items() if row.kind != EmptyKind.NOT_REPORTED}
    units = Unit.objects.filter(pk__in=set(due) | reported).order_by("level", "position", "sort_key")
    return [_part(indicator, behind, held.get(behind.pk)) for behind in units]


def _part(indicator: Indicator, unit: Unit, row: Observation | None) -> Part:
    if row is None or row.kind == EmptyKind.NOT_REPORTED:
        return Part(unit, PartState.MISSING)
    if row.kind == EmptyKind.NONE_AROSE:
        return Part(unit, PartState.NONE_AROSE, as_of=row.as_of, note=row.note)
    return Part(
        unit, PartState.VALUE, value_of(measure_of(indicator), contribution_of(row)), row.numerator, row.denominator,
        row.status == FigureStatus.ESTIMATE, row.as_of, row.note,
    )  # fmt: skip
