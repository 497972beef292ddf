"""Acts on units: found, place, merge or rename (a succession), end; sectors, blocs, boundaries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from giaoban.domain.audit.operations import Actor, record
from giaoban.domain.orgs.models import Bloc, BlocMembership, Boundary, Level, Parentage, Sector, Succession, Unit
from giaoban.domain.orgs.queries import BoundaryCheck, check_boundaries, day_before, units_on
from giaoban.lib import outlines
from giaoban.lib.dates import short
from giaoban.lib.text import clean, collation_key, fold


class UnitRefused(ValueError):
    """The act on a unit contradicts what is recorded; the message (Vietnamese) says how."""


@transaction.atomic
def found_unit(
    *,
    code: str,
    kind: str,
    short_name: str,
    level: Level,
    valid_from: date,
    at: datetime,
    acting_user: Actor | None,
    name: str = "",
    valid_to: date | None = None,
    legal_basis: str = "",
    centre: tuple[Decimal, Decimal] | None = None,
    position: int = 0,
) -> Unit:
    """Record that a unit exists from a day on. `centre` is (longitude, latitude) in degrees.

    Raises UnitRefused where the code already names another unit on one of its days.
    """
    overlapping = Unit.objects.filter(code=code)
    if valid_to:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    for other in overlapping:
        if other.valid_to is None or other.valid_to >= valid_from:
            raise UnitRefused(f"Mã {code} đã là của {other.name} từ {other.valid_from:%d/%m/%Y}")
    short = clean(short_name)
    full = clean(name) or f"{kind} {short}"
    unit = Unit.objects.create(
        code=code, kind=kind, name=full, short_name=short, search_name=fold(full), sort_key=collation_key(short),
        level=level, valid_from=valid_from, valid_to=valid_to, legal_basis=legal_basis,
        centre_longitude=centre[0] if centre else None, centre_latitude=centre[1] if centre else None,
        position=position,
    )  # fmt: skip
    record(act="orgs.found_unit", target=f"orgs.unit:{unit.pk}", acting_user=acting_user, at=at, unit=code,
           name=full, valid_from=valid_from)  # fmt: skip
    return unit


@transaction.atomic
def place_unit(
    *,
    child: Unit,
    parent: Unit,
    valid_from: date,
    at: datetime,
    acting_user: Actor | None,
    valid_to: date | None = None,
) -> Parentage:
    """Record that `child` belongs to `parent` from a day on; an open earlier parentage ends the day before."""
    child.parentages.filter(valid_to__isnull=True, valid_from__lt=valid_from).update(valid_to=day_before(valid_from))
    row = Parentage.objects.create(child=child, parent=parent, valid_from=valid_from, valid_to=valid_to)
    record(act="orgs.place_unit", target=f"orgs.unit:{child.pk}", acting_user=acting_user, at=at, unit=child.code,
           parent=parent.code, valid_from=valid_from)  # fmt: skip
    return row


@transaction.atomic
def record_succession(
    *, predecessor: Unit, successor: Unit, on: date, decree: str, at: datetime, acting_user: Actor | None,
    share: Decimal = Decimal(1),
) -> Succession:  # fmt: skip
    """Record that a unit went into another on a day. Touches no figure: history is never rewritten.

    Raises UnitRefused where the days do not meet or the shares of the predecessor pass 1.
    """
    if predecessor.valid_to is None:
        Unit.objects.filter(pk=predecessor.pk).update(valid_to=day_before(on))
        predecessor.valid_to = day_before(on)
    if predecessor.valid_to != day_before(on) or successor.valid_from > on:
        raise UnitRefused(f"{predecessor.name} hết hiệu lực {predecessor.valid_to}, không khớp ngày kế thừa {on}")
    given = sum(predecessor.successions.values_list("share", flat=True), Decimal(0))
    if given + share > 1:
        raise UnitRefused(f"Tổng phần của {predecessor.name} vượt quá 1")
    predecessor.parentages.filter(valid_to__isnull=True).update(valid_to=day_before(on))
    row = Succession.objects.create(predecessor=predecessor, successor=successor, on=on, share=share, decree=decree)
    record(act="orgs.record_succession", target=f"orgs.unit:{predecessor.pk}", acting_user=acting_user, at=at,
           unit=predecessor.code, successor=successor.code, on=on, share=share, decree=decree)  # fmt: skip
    return row


@dataclass(frozen=True)
class UnitRow:
    """One line of a register of units: one unit over one validity; the parent is named by code."""

    code: str
    kind: str
    short_name: str
    level: Level
    valid_from: date
    valid_to: date | None = None
    parent: str = ""
    name: str = ""
    legal_basis: str = ""
    centre: tuple[Decimal, Decimal] | None = None
    position: int = 0


@transaction.atomic
def import_units(*, rows: Iterable[UnitRow], at: datetime, acting_user: Actor | None) -> list[Unit]:
    """Found every unit of a register and place each under its parents, all of it or nothing.

    A parent's code may name several units one after the other; the child is placed under each for the days
    both hold. Parents come before children. Raises UnitRefused, naming the line's code.
    """
    units: list[Unit] = []
    for row in rows:
        unit = found_unit(
            code=row.code, kind=row.kind, short_name=row.short_name, name=row.name, level=row.level,
            valid_from=row.valid_from, valid_to=row.valid_to, legal_basis=row.legal_basis, centre=row.centre,
            position=row.position, at=at, acting_user=acting_user,
        )  # fmt: skip
        units.append(unit)
        if row.parent:
            _place_under_all(unit, row.parent, at, acting_user)
    return units


def _place_under_all(unit: Unit, parent_code: str, at: datetime, acting_user: Actor | None) -> None:
    parents = list(Unit.objects.filter(code=parent_code).order_by("valid_from"))
    placed = False
    for parent in parents:
        first = max(unit.valid_from, parent.valid_from)
        ends = [end for end in (unit.valid_to, parent.valid_to) if end]
        last = min(ends) if ends else None
        if last is None or first <= last:
            place_unit(child=unit, parent=parent, valid_from=first, valid_to=last, at=at, acting_user=acting_user)
            placed = True
    if not placed:
        raise UnitRefused(f"{unit.code} {unit.name}: không có đơn vị cấp trên mã {parent_code} trong thời gian đó")


@transaction.atomic
def define_sector(
    *, code: str, name: str, name_en: str, position: int, at: datetime, acting_user: Actor | None
) -> Sector:
    """Record a field of work by its code. Raises UnitRefused where the code is taken."""
    if Sector.objects.filter(code=code).exists():
        raise UnitRefused(f"Mã lĩnh vực {code} đã có")
    row = Sector.objects.create(code=code, name=clean(name), name_en=clean(name_en), position=position)
    record(act="orgs.define_sector", target=f"orgs.sector:{row.pk}", acting_user=acting_user, at=at, code=code,
           name=row.name)  # fmt: skip
    return row


@transaction.atomic
def define_sectors(
    *, rows: Iterable[tuple[str, str, str]], at: datetime, acting_user: Actor | None
) -> list[Sector]:  # fmt: skip
    """Record fields of work given as (code, name, English name), behind those there are; all of them or none.

    Raises UnitRefused where a code is taken.
    """
    last = Sector.objects.aggregate(last=Max("position"))["last"] or 0
    return [
        define_sector(code=code, name=name, name_en=name_en, position=position, at=at, acting_user=acting_user)
        for position, (code, name, name_en) in enumerate(rows, start=last + 1)
    ]


@transaction.atomic
def form_bloc(
    *, code: str, name: str, coordinator: Unit, territory: Unit, at: datetime, acting_user: Actor | None
) -> Bloc:
    """Form a bloc of a territory, led by a coordinating body; units join it afterwards.

    Raises UnitRefused where the code is taken.
    """
    if Bloc.objects.filter(code=code).exists():
        raise UnitRefused(f"Mã khối {code} đã có")
    row = Bloc.objects.create(code=code, name=clean(name), coordinator=coordinator, territory=territory)
    record(act="orgs.form_bloc", target=f"orgs.bloc:{row.pk}", acting_user=acting_user, at=at, code=code,
           coordinator=coordinator.code, territory=territory.code)  # fmt: skip
    return row


@transaction.atomic
def join_bloc(
    *, bloc: Bloc, unit: Unit, valid_from: date, at: datetime, acting_user: Actor | None, position: int = 0
) -> BlocMembership:
    """Record that a unit belongs to a bloc from a day on."""
    row = BlocMembership.objects.create(bloc=bloc, unit=unit, valid_from=valid_from, position=position)
    record(act="orgs.join_bloc", target=f"orgs.bloc:{bloc.pk}", acting_user=acting_user, at=at, unit=unit.code,
           valid_from=valid_from)  # fmt: skip
    return row


@transaction.atomic
def join_members(
    *, bloc: Bloc, units: Iterable[Unit], valid_from: date, at: datetime, acting_user: Actor | None
) -> list[BlocMembership]:
    """Record that several units belong to a bloc from a day on, in their order behind its members; all or none.

    Raises UnitRefused for one that is a member on that day or later.
    """
    Bloc.objects.select_for_update().get(pk=bloc.pk)
    wanted = list(units)
    held = bloc.memberships.filter(unit__in=wanted).exclude(valid_to__lt=valid_from).select_related("unit").first()
    if held:
        raise UnitRefused(f"{held.unit.name} đã là thành viên của khối")
    last = bloc.memberships.aggregate(last=Max("position"))["last"] or 0
    return [
        join_bloc(bloc=bloc, unit=unit, valid_from=valid_from, position=position, at=at, acting_user=acting_user)
        for position, unit in enumerate(wanted, start=last + 1)
    ]


@transaction.atomic
def set_boundary(
    *,
    unit: Unit,
    geometry: Mapping[str, Any],
    source: str,
    at: datetime,
    acting_user: Actor | None,
    confidence: str = "",
) -> Boundary:
    """Store a unit's outline (GeoJSON Polygon or MultiPolygon, longitude and latitude); a new one replaces the old.

    Raises UnitRefused for an unsound geometry.
    """
    if fault := outlines.fault_in(geometry):
        raise UnitRefused(f"Địa giới của {unit.name}: {fault}")
    row, _ = Boundary.objects.update_or_create(
        unit=unit,
        defaults={
            "geometry": outlines.rewound(geometry), "source": source, "confidence": confidence, "imported_at": at,
        },
    )  # fmt: skip
    record(act="orgs.set_boundary", target=f"orgs.unit:{unit.pk}", acting_user=acting_user, at=at, unit=unit.code,
           source=source)  # fmt: skip
    return row


@dataclass(frozen=True)
class OutlineRow:
    """One outline of a file: the unit's code, the geometry, how sure its source is."""

    code: str
    geometry: Mapping[str, Any]
    confidence: str = ""


@transaction.atomic
def import_boundaries(
    *,
    rows: Sequence[OutlineRow],
    on: date,
    source: str,
    at: datetime,
    acting_user: Actor | None,
    strict: bool = False,
    dry_run: bool = False,
) -> BoundaryCheck:
    """Store the outlines of units that hold on a day, all of them or none, and return what was found in checking them.

    Raises UnitRefused where a code names no unit that day, an outline is unsound or, with `strict`, neighbours overlap
    or leave a gap. A dry run checks everything and stores nothing.
    """
    units = {unit.code: unit for unit in units_on(on).filter(code__in=[row.code for row in rows])}
    unknown = [row.code for row in rows if row.code not in units]
    if unknown:
        raise UnitRefused(f"Ngày {short(on)} không có đơn vị mã {', '.join(unknown)}")
    faults = [f"{units[row.code].name}: {fault}" for row in rows if (fault := outlines.fault_in(row.geometry))]
    if faults:
        raise UnitRefused("; ".join(faults))
    found = check_boundaries({units[row.code]: row.geometry for row in rows}, on)
    if strict and found.misfits:
        raise UnitRefused(f"{len(found.misfits)} chỗ hở hoặc chồng lấn giữa các đơn vị")
    if not dry_run:
        for row in rows:
            set_boundary(unit=units[row.code], geometry=row.geometry, source=source, confidence=row.confidence, at=at,
                         acting_user=acting_user)  # fmt: skip
    return found
