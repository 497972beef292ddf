"""Units for tests, founded through operations: in force from 2015 unless told."""

from datetime import date, datetime

from giaoban.domain.orgs.models import Bloc, Level, Unit
from giaoban.domain.orgs.operations import found_unit, join_bloc, place_unit
from giaoban.lib.clock import VIETNAM

START = date(2015, 5, 15)
MOMENT = datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)


def make_unit(
    code: str, short_name: str, *, kind: str = "xã", level: Level = Level.COMMUNE, parent: Unit | None = None,
    position: int = 0,
) -> Unit:  # fmt: skip
    """Found a unit, placed under its parent."""
    unit = found_unit(code=code, kind=kind, short_name=short_name, level=level, valid_from=START, at=MOMENT,
                      acting_user=None, position=position)  # fmt: skip
    if parent:
        place_unit(child=unit, parent=parent, valid_from=START, at=MOMENT, acting_user=None)
    return unit


def make_bloc(coordinator: Unit, territory: Unit, members: list[Unit]) -> Bloc:
    """Make the bloc with its members in the order given."""
    bloc = Bloc.objects.create(code="khoa-giao", name="Khối khoa giáo", coordinator=coordinator, territory=territory)
    for position, unit in enumerate(members):
        join_bloc(bloc=bloc, unit=unit, valid_from=START, at=MOMENT, acting_user=None, position=position)
    return bloc
