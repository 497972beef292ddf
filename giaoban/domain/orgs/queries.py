"""Units as of a date. There is no look-up without one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from giaoban.domain.orgs.models import Bloc, Level, Parentage, Succession, Unit, UnitQuerySet, valid_on
from giaoban.lib import outlines


class NoSuchUnit(LookupError):
    """No unit has that code on that day."""


def unit_on(code: str, day: date) -> Unit:
    """Return the unit that `code` names on `day` (1 query). Raises NoSuchUnit."""
    unit = Unit.objects.on(day).filter(code=code).first()
    if unit is None:
        raise NoSuchUnit(f"Không có đơn vị mã {code} vào ngày {day.day}/{day.month}/{day.year}")
    return unit


def units_on(day: date) -> UnitQuerySet:
    """Return every unit that exists on `day`."""
    return Unit.objects.on(day)


def children_on(unit: Unit, day: date) -> QuerySet[Unit]:
    """Return the units directly under `unit` on `day`, in protocol order (1 query)."""
    return Unit.objects.on(day).filter(valid_on(day, "parentages__"), parentages__parent=unit).distinct()


@dataclass(frozen=True)
class Tree:
    """Who stands under whom on one day, by unit id. Built with one query, walked without any."""

    parent_of: dict[int, int]
    children_of: dict[int, list[int]] = field(default_factory=dict)

    def ancestors(self, unit_id: int) -> list[int]:
        """Return the ids above a unit, nearest first."""
        found: list[int] = []
        while (unit_id := self.parent_of.get(unit_id, 0)) and unit_id not in found:
            found.append(unit_id)
        return found

    def subtree(self, unit_id: int) -> list[int]:
        """Return the unit's own id and every id below it."""
        found = [unit_id]
        for current in found:
            found.extend(self.children_of.get(current, []))
        return found


def tree_on(day: date) -> Tree:
    """Return the whole tree of one day (1 query)."""
    rows = Parentage.objects.filter(valid_on(day)).values_list("child_id", "parent_id")
    parents = dict(rows)
    children: dict[int, list[int]] = defaultdict(list)
    for child, parent in parents.items():
        children[parent].append(child)
    return Tree(parents, dict(children))


def ancestors_on(unit: Unit, day: date) -> list[int]:
    """Return the ids of the units above one unit on a day, nearest first (one query per level, few levels)."""
    found: list[int] = []
    current = unit.pk
    while True:
        parent = Parentage.objects.filter(valid_on(day), child_id=current).values_list("parent_id", flat=True).first()
        if parent is None or parent in found:
            return found
        found.append(parent)
        current = parent


@dataclass(frozen=True)
class Origin:
    """A unit that stood for (part of) another on an earlier day, with the share of it that counts."""

    unit: Unit
    share: Decimal


def origins_on(unit: Unit, day: date) -> list[Origin]:
    """Return which units made up `unit` on an earlier `day`: itself where it existed, else its predecessors.

    Follows successions back as far as needed. An empty list says that nothing is known of its origin.
    """
    return origins_of([unit], day)[unit.pk]


def origins_of(units: Sequence[Unit], day: date) -> dict[int, list[Origin]]:
    """Return the origins of many units by unit id (no query where all existed, one per succession on the way back)."""
    found = {unit.pk: {unit.pk: Origin(unit, Decimal(1))} if unit.holds_on(day) else {} for unit in units}
    frontier = [(unit.pk, unit.pk, Decimal(1)) for unit in units if not unit.holds_on(day)]
    while frontier:
        by_successor: dict[int, list[Succession]] = defaultdict(list)
        for row in Succession.objects.filter(
            successor_id__in={unit_id for _, unit_id, _ in frontier}, on__gt=day
        ).select_related("predecessor"):
            by_successor[row.successor_id].append(row)
        reached = [(whose, row, share * row.share) for whose, at, share in frontier for row in by_successor[at]]
        frontier = []
        for whose, row, share in reached:
            if row.predecessor.holds_on(day):
                known = found[whose].get(row.predecessor_id)  # split once, it may come together again
                whole = share + (known.share if known else 0)
                found[whose][row.predecessor_id] = Origin(row.predecessor, whole)
            else:
                frontier.append((whose, row.predecessor_id, share))
    return {
        unit_id: sorted(origins.values(), key=lambda origin: origin.unit.sort_key) for unit_id, origins in found.items()
    }


def successors_on(units: Iterable[Unit], day: date) -> list[Unit]:
    """Return what units had become by a later day, each once: themselves where they stand, else what they went into.

    One query per succession on the way; none where all still stand.
    """
    found: dict[int, Unit] = {}
    frontier = list(units)
    while frontier:
        found |= {unit.pk: unit for unit in frontier if unit.holds_on(day)}
        ended = [unit.pk for unit in frontier if unit.valid_to is not None and unit.valid_to < day]
        rows = Succession.objects.filter(predecessor__in=ended, on__lte=day).select_related("successor")
        frontier = [row.successor for row in rows] if ended else []
    return sorted(found.values(), key=lambda unit: unit.sort_key)


def versions_of(unit: Unit) -> list[Unit]:
    """Return a unit with what it was before and what it became at its own level, oldest first (a query per version)."""
    versions = [unit]
    while (
        row := Succession.objects.filter(successor=versions[0], predecessor__level=unit.level)
        .select_related("predecessor")
        .order_by("-on")
        .first()
    ):
        versions.insert(0, row.predecessor)
    while (
        row := Succession.objects.filter(predecessor=versions[-1], successor__level=unit.level)
        .select_related("successor")
        .order_by("on")
        .first()
    ):
        versions.append(row.successor)
    return versions


@dataclass(frozen=True)
class Ground:
    """A territory's ground on a day: the communes on it, and the unit that holds it or was the last to."""

    holder: Unit
    is_dissolved: bool
    communes: list[Unit]


def ground_on(territory: Unit, day: date) -> Ground | None:
    """Return the communes on a territory's ground, by name; None before it was (1 query while `territory` stands).

    A dissolved town's ground is what its last communes went into, even where that reaches beyond its old border.
    """
    versions = [territory] if territory.holds_on(day) else versions_of(territory)
    holder = next((version for version in versions if version.holds_on(day)), None)
    if holder is not None:
        return Ground(holder, is_dissolved=False, communes=_communes_of(holder, day))
    last = versions[-1]
    if last.valid_to is None or day <= last.valid_to:
        return None
    return Ground(last, is_dissolved=True, communes=successors_on(_communes_of(last, last.valid_to), day))


def _communes_of(territory: Unit, day: date) -> list[Unit]:
    return list(children_on(territory, day).filter(level=Level.COMMUNE).order_by("sort_key"))


def mergers_within(territory: Unit) -> list[date]:
    """Return the days on which communes of a territory were merged, oldest first (1 query, one more per version)."""
    rows = (
        Succession.objects.filter(
            predecessor__parentages__parent__in=versions_of(territory), predecessor__level=Level.COMMUNE
        )
        .order_by()
        .values("on", "successor")
        .annotate(made_of=Count("predecessor", distinct=True))
        .filter(made_of__gt=1)
    )
    return sorted({row["on"] for row in rows})


def members_of(bloc: Bloc, day: date) -> QuerySet[Unit]:
    """Return the bloc's member units on a day in the bloc's order (1 query)."""
    return (
        Unit.objects.on(day)
        .filter(valid_on(day, "bloc_memberships__"), bloc_memberships__bloc=bloc)
        .order_by("bloc_memberships__position", "sort_key")
    )


def day_before(day: date) -> date:
    """Return the day before: the last day of what ended when something began on `day`."""
    return day - timedelta(days=1)


def units_by_id(ids: Iterable[int]) -> dict[int, Unit]:
    """Return units by id (1 query)."""
    return Unit.objects.in_bulk(list(ids))


@dataclass(frozen=True)
class BoundaryCheck:
    """What checking outlines found: where neighbours do not meet, units beside them without an outline, and units whose
    recorded centre lies outside their outline.
    """

    units: tuple[Unit, ...]
    misfits: tuple[outlines.Misfit, ...]
    without: tuple[Unit, ...]
    off_centre: tuple[Unit, ...]


def check_boundaries(found: Mapping[Unit, Mapping[str, Any]], day: date) -> BoundaryCheck:
    """Check sound outlines of units against each other and against stored ones of units under the same parents."""
    parents = Parentage.objects.filter(valid_on(day), child__in=list(found)).values("parent")
    beside = Unit.objects.on(day).filter(
        valid_on(day, "parentages__"), parentages__parent__in=parents, level__in={unit.level for unit in found}
    )
    others = [unit for unit in beside.distinct().prefetch_related("boundaries") if unit not in found]
    stored = {unit: row.geometry for unit in others for row in unit.boundaries.all()}
    told = {unit.name: geometry for unit, geometry in {**stored, **found}.items()}
    centred = [unit for unit in found if unit.centre_longitude is not None and unit.centre_latitude is not None]
    return BoundaryCheck(
        units=tuple(found),
        misfits=tuple(outlines.misfits(told)) if len(told) > 1 else (),
        without=tuple(unit for unit in others if unit not in stored),
        off_centre=tuple(
            unit
            for unit in centred
            if not outlines.covers(found[unit], float(unit.centre_longitude or 0), float(unit.centre_latitude or 0))
        ),
    )
