"""The registers of the demonstration: units, successions, sectors, the bloc."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from giaoban.domain.audit.operations import Actor
from giaoban.domain.orgs.models import Bloc, Level, Sector, Unit
from giaoban.domain.orgs.operations import UnitRow, define_sector, form_bloc, import_units, join_bloc, record_succession
from giaoban.domain.orgs.queries import day_before, unit_on

DATA = Path(__file__).parent / "data"
TOWN, PROVINCE, COORDINATOR = "172", "19", "BTG-PY"
CONFERENCE_DAY = date(2020, 7, 10)


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """Yield the lines of one of the demonstration's CSV files."""
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _unit_row(line: dict[str, str]) -> UnitRow:
    centre = (Decimal(line["longitude"]), Decimal(line["latitude"])) if line.get("longitude") else None
    return UnitRow(
        code=line["code"],
        kind=line["kind"],
        short_name=line["short_name"],
        name=line.get("name", ""),
        level=Level(line["level"]),
        valid_from=date.fromisoformat(line["valid_from"]),
        valid_to=date.fromisoformat(line["valid_to"]) if line["valid_to"] else None,
        parent=line["parent"],
        legal_basis=line.get("legal_basis", ""),
        centre=centre,
        position=int(line["position"] or 0),
    )


def load_units(*, at: datetime, acting_user: Actor | None) -> list[Unit]:
    """Load units, then successions: provinces and towns first, communes after, bodies last."""
    order = {Level.PROVINCE: 0, Level.TOWN: 1, Level.COMMUNE: 2, Level.BODY: 3}
    rows = [_unit_row(line) for name in ("units.csv", "bodies.csv") for line in rows_of(name)]
    units = import_units(rows=sorted(rows, key=lambda row: order[row.level]), at=at, acting_user=acting_user)
    for line in rows_of("successions.csv"):
        on = date.fromisoformat(line["on"])
        record_succession(
            predecessor=unit_on(line["predecessor"], day_before(on)),
            successor=unit_on(line["successor"], on),
            on=on,
            share=Decimal(line["share"]),
            decree=line["decree"],
            at=at,
            acting_user=acting_user,
        )
    return units


def load_sectors(*, at: datetime, acting_user: Actor | None) -> list[Sector]:
    """Load the bloc's seven sectors."""
    return [
        define_sector(
            code=line["code"], name=line["name"], name_en=line["name_en"], position=int(line["position"]), at=at,
            acting_user=acting_user,
        )
        for line in rows_of("sectors.csv")
    ]  # fmt: skip


def load_bloc(*, at: datetime, acting_user: Actor | None) -> Bloc:
    """Make khối khoa giáo thị xã Phổ Yên: the bodies of the town, then its communes, in protocol order."""
    bloc = form_bloc(
        code="khoa-giao-pho-yen", name="Khối khoa giáo thị xã Phổ Yên", at=at, acting_user=acting_user,
        coordinator=unit_on(COORDINATOR, CONFERENCE_DAY), territory=unit_on(TOWN, CONFERENCE_DAY),
    )  # fmt: skip
    bodies = [line["code"] for line in rows_of("bodies.csv") if line["in_bloc"] == "yes"]
    communes = list(
        Unit.objects.on(CONFERENCE_DAY).filter(level=Level.COMMUNE).order_by("position").values_list("code", flat=True)
    )
    for position, code in enumerate([*bodies, *communes], start=1):
        join_bloc(
            bloc=bloc, unit=unit_on(code, CONFERENCE_DAY), valid_from=date(2018, 1, 1), position=position, at=at,
            acting_user=acting_user,
        )  # fmt: skip
    return bloc
