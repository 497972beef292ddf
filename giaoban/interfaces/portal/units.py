"""The public page of a unit: what it is on a day, what it came from and became, its published figures."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from giaoban.domain.indicators.queries import Row, consolidated_table, cut_off
from giaoban.domain.orgs.models import Level, Succession, Unit, valid_on
from giaoban.interfaces.portal.published import published


@dataclass(frozen=True)
class UnitSheet:
    """Everything the page shows. `unit` is None where the code names none on the day; `others` are its other days'."""

    code: str
    day: date
    unit: Unit | None
    others: tuple[Unit, ...]
    parent: Unit | None = None
    predecessors: tuple[Succession, ...] = ()
    successors: tuple[Succession, ...] = ()
    periods: tuple[str, ...] = ()
    period: str = ""
    rows: tuple[Row, ...] = ()
    boundary_source: str = ""

    @property
    def is_on_the_map(self) -> bool:
        """Whether the map may show it."""
        return self.unit is not None and self.unit.level == Level.COMMUNE


def unit_as_asked(code: str, day: date, period: str) -> UnitSheet:
    """Return the sheet of the unit that `code` names on a day (20 queries at most, whatever its history).

    Its figures are those of published periods in which it existed: the one asked for, else the latest. Raises Http404
    for a code that never named a unit.
    """
    named = list(Unit.objects.filter(code=code).order_by("valid_from"))
    if not named:
        raise Http404
    unit = next((one for one in named if one.holds_on(day)), None)
    others = tuple(one for one in named if one != unit)
    if unit is None:
        return UnitSheet(code, day, None, others)
    found = published()
    periods = tuple(one for one in (found.periods if found else ()) if unit.holds_on(cut_off(one)))
    chosen = period if period in periods else next(iter(periods), "")
    rows = [row for row in consolidated_table(unit, chosen) if row.indicator.is_public] if chosen else []
    return UnitSheet(
        code=code, day=day, unit=unit, others=others,
        parent=Unit.objects.filter(valid_on(day, "childhoods__"), childhoods__child=unit).first(),
        predecessors=tuple(unit.origins.select_related("predecessor").order_by("predecessor__sort_key")),
        successors=tuple(unit.successions.select_related("successor").order_by("successor__sort_key")),
        periods=periods, period=chosen, rows=tuple(rows),
        boundary_source=unit.boundaries.values_list("source", flat=True).first() or "",
    )  # fmt: skip
