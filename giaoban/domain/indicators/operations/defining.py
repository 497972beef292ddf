"""Defining indicators, giving duties, setting plans."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.operations import record
from giaoban.domain.indicators.models import Duty, Indicator, SeriesBreak, Target
from giaoban.domain.indicators.operations.recording import check_keeper
from giaoban.domain.indicators.rules import CatalogueRow
from giaoban.domain.orgs.models import Sector, Unit
from giaoban.domain.periods.rules import Calendar
from giaoban.lib.text import clean

NOT_FIELDS = {"sector", "part_of", "breaks", "reporter"}


class CatalogueRefused(ValueError):
    """The catalogue or a plan contradicts what is recorded; the message (Vietnamese) says how."""


@transaction.atomic
def define_indicator(
    *, row: CatalogueRow, sector: Sector, acting_user: User | None, at: datetime, part_of: Indicator | None = None
) -> Indicator:
    """Define an indicator as a catalogue row says, with its series breaks.

    Raises CatalogueRefused where the code is taken, the calendar unknown or a field not what it may be.
    """
    check_keeper(acting_user, at)
    if row.calendar not in set(Calendar):
        raise CatalogueRefused(f"Chỉ tiêu {row.code}: không có lịch “{row.calendar}”")
    if Indicator.objects.filter(code=row.code).exists():
        raise CatalogueRefused(f"Mã chỉ tiêu {row.code} đã có")
    fields = {name: value for name, value in asdict(row).items() if name not in NOT_FIELDS}
    indicator = Indicator(sector=sector, part_of=part_of, **fields)
    _refuse_unsound(indicator)
    indicator.save()
    SeriesBreak.objects.bulk_create([SeriesBreak(indicator=indicator, on=on, reason=why) for on, why in row.breaks])
    record(act="indicators.define_indicator", target=f"indicators.indicator:{indicator.pk}", acting_user=acting_user,
           at=at, code=row.code, name=row.name)  # fmt: skip
    return indicator


def _refuse_unsound(indicator: Indicator) -> None:
    try:
        indicator.clean_fields(exclude=["sector", "part_of"])
    except ValidationError as unsound:
        raise CatalogueRefused(
            f"Chỉ tiêu {indicator.code}: giá trị không hợp lệ ở cột {', '.join(unsound.message_dict)}"
        ) from unsound


@transaction.atomic
def define_catalogue(
    *, rows: Sequence[CatalogueRow], acting_user: User | None, at: datetime
) -> dict[str, Indicator]:  # fmt: skip
    """Define every indicator of a catalogue; returns them by code. Sectors must exist; a whole stands before its part.

    Raises CatalogueRefused for a sector or a whole that is not there.
    """
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    found: dict[str, Indicator] = {}
    for row in rows:
        if row.sector not in sectors:
            raise CatalogueRefused(f"Chỉ tiêu {row.code}: không có lĩnh vực {row.sector}")
        if row.part_of and row.part_of not in found:
            raise CatalogueRefused(f"Chỉ tiêu {row.code}: chỉ tiêu {row.part_of} phải đứng trước")
        found[row.code] = define_indicator(
            row=row, sector=sectors[row.sector], part_of=found.get(row.part_of), acting_user=acting_user, at=at
        )
    return found


@transaction.atomic
def assign_duty(
    *, indicator: Indicator, unit: Unit, valid_from: date, acting_user: User | None, at: datetime,
    valid_to: date | None = None,
) -> Duty:  # fmt: skip
    """Say that a unit reports an indicator from a day on. Raises CatalogueRefused where it already does then."""
    check_keeper(acting_user, at)
    overlapping = Duty.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from))
    if valid_to:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    if overlapping.filter(indicator=indicator, unit=unit).exists():
        raise CatalogueRefused(f"{unit.name} đã báo cáo chỉ tiêu {indicator.code} trong thời gian đó")
    duty = Duty.objects.create(indicator=indicator, unit=unit, valid_from=valid_from, valid_to=valid_to)
    record(act="indicators.assign_duty", target=f"indicators.indicator:{indicator.pk}", acting_user=acting_user,
           at=at, unit=unit.code, indicator=indicator.code, valid_from=valid_from)  # fmt: skip
    return duty


@transaction.atomic
def set_target(
    *, indicator: Indicator, unit: Unit, year: int, value: Decimal, source: str, acting_user: User | None, at: datetime
) -> Target:
    """Set a unit's plan of a year, in the indicator's unit of measure (a rate's target is the rate itself).

    A changed plan is a new revision; the same value again returns the one in force.
    """
    check_keeper(acting_user, at)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    rows = Target.objects.filter(indicator=indicator, unit=unit, year=year)
    last = rows.order_by("-revision").first()
    if last and last.value == value:
        return last
    highest = rows.aggregate(highest=Max("revision"))["highest"] or 0
    target = Target.objects.create(
        indicator=indicator, unit=unit, year=year, revision=highest + 1, value=value, source=clean(source),
        recorded_at=at,
    )  # fmt: skip
    record(act="indicators.set_target", target=f"indicators.target:{target.pk}", acting_user=acting_user, at=at,
           unit=unit.code, indicator=indicator.code, year=year, value=value)  # fmt: skip
    return target
