"""Units as of a date. There is no look-up without one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from giaoban.domain.orgs.models import Bloc, Parentage, Succession, Unit, UnitQuerySet, valid_on


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
    if unit.holds_on(day):
        return [Origin(unit, Decimal(1))]
    found: dict[int, Origin] = {}
    frontier = [Origin(unit, Decimal(1))]
    while frontier:
        by_id = {origin.unit.pk: origin for origin in frontier}
        rows = Succession.objects.filter(successor_id__in=by_id, on__gt=day).select_related("predecessor")
        frontier = []
        for row in rows:
            origin = Origin(row.predecessor, by_id[row.successor_id].share * row.share)
            if row.predecessor.holds_on(day):
                found[row.predecessor_id] = origin
            else:
                frontier.append(origin)
    return sorted(found.values(), key=lambda origin: origin.unit.sort_key)


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
