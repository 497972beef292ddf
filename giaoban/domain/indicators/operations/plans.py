"""Setting a unit's whole plan of a year, and all it reports, each as one act with one audit line."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.operations import record
from giaoban.domain.indicators.models import Duty, Indicator, Target
from giaoban.domain.indicators.operations.defining import CatalogueRefused, define_catalogue
from giaoban.domain.indicators.operations.recording import check_keeper
from giaoban.domain.indicators.rules import CatalogueRow
from giaoban.domain.orgs.models import Unit
from giaoban.lib.text import clean


@transaction.atomic
def set_plan(
    *, unit: Unit, year: int, targets: Mapping[Indicator, Decimal], source: str, acting_user: User | None, at: datetime
) -> int:
    """Set a unit's plans of a year together; changed ones become new revisions, equal ones stay. Return how many.

    Values are in each indicator's unit of measure (a rate's target is the rate itself). 5 queries, however many.
    """
    check_keeper(acting_user, at)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    held: dict[int, Target] = {}
    for row in Target.objects.filter(unit=unit, year=year, indicator__in=targets).order_by("revision"):
        held[row.indicator_id] = row
    rows = [
        Target(
            indicator=indicator, unit=unit, year=year, value=value, source=clean(source), recorded_at=at,
            revision=held[indicator.pk].revision + 1 if indicator.pk in held else 1,
        )
        for indicator, value in targets.items()
        if indicator.pk not in held or held[indicator.pk].value != value
    ]  # fmt: skip
    Target.objects.bulk_create(rows)
    if rows:
        record(act="indicators.set_plan", target=f"orgs.unit:{unit.pk}", acting_user=acting_user, at=at, unit=unit.code,
               year=year, values={row.indicator.code: str(row.value) for row in rows})  # fmt: skip
    return len(rows)


@transaction.atomic
def assign_duties(
    *, unit: Unit, indicators: Iterable[Indicator], valid_from: date, acting_user: User | None, at: datetime
) -> int:
    """Say that a unit reports several indicators from a day on, open-ended. Return how many.

    Raises CatalogueRefused where it already reports one of them on a later or open-ended duty.
    """
    check_keeper(acting_user, at)
    wanted = list(indicators)
    taken = Duty.objects.filter(unit=unit, indicator__in=wanted).exclude(valid_to__lt=valid_from)
    if first := taken.select_related("indicator").first():
        raise CatalogueRefused(f"{unit.name} đã báo cáo chỉ tiêu {first.indicator.code} trong thời gian đó")
    Duty.objects.bulk_create(Duty(indicator=indicator, unit=unit, valid_from=valid_from) for indicator in wanted)
    record(act="indicators.assign_duties", target=f"orgs.unit:{unit.pk}", acting_user=acting_user, at=at,
           unit=unit.code, valid_from=valid_from, indicators=[indicator.code for indicator in wanted])  # fmt: skip
    return len(wanted)


@transaction.atomic
def adopt_catalogue(
    *, rows: Sequence[CatalogueRow], units: Iterable[Unit], valid_from: date, acting_user: User | None, at: datetime
) -> dict[str, Indicator]:
    """Define a catalogue's indicators and give each unit those that name it or its level; all of it or nothing.

    Returns the indicators by code. Raises CatalogueRefused as `define_catalogue` does.
    """
    indicators = define_catalogue(rows=rows, acting_user=acting_user, at=at)
    for unit in units:
        asked = [indicators[row.code] for row in rows if row.reporter in {unit.code, unit.level}]
        if asked:
            assign_duties(unit=unit, indicators=asked, valid_from=valid_from, acting_user=acting_user, at=at)
    return indicators
