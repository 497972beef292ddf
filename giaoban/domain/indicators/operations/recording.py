"""Recording figures. Observations are appended; every total above moves in the same transaction.

The unit and all above it are locked in one order first, so that two acceptances under one town add up whatever
their timing. Record figures before anything else in a longer act: the audit chain's head is locked last everywhere.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.accounts.queries import standing
from giaoban.domain.audit.operations import record
from giaoban.domain.indicators.models import Indicator, Observation, RollUp
from giaoban.domain.indicators.permissions import may_keep_figures
from giaoban.domain.indicators.queries import (
    contribution_of,
    cut_off,
    latest_observations,
    measure_of,
    recomputed,
    sums_of,
)
from giaoban.domain.indicators.rules import NOTHING, Figure, Sums, fault_in
from giaoban.domain.orgs.models import Unit
from giaoban.domain.orgs.queries import ancestors_on
from giaoban.domain.periods.rules import Calendar, parse
from giaoban.lib.text import clean

SUM_FIELDS = ["value", "numerator", "denominator", "reported", "valued", "estimated"]


class FiguresRefused(ValueError):
    """Figures that cannot be kept; `faults` says which indicator and why (Vietnamese). Nothing was written."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(f"{code}: {what}" if code else what for code, what in faults))


def check_keeper(acting_user: User | None, at: datetime) -> None:
    """Raise PermissionDenied unless the person keeps figures on that day; None is the system itself."""
    if acting_user is not None and not may_keep_figures(standing(acting_user, at.date())):
        raise PermissionDenied("Chỉ thư ký, chủ trì hoặc quản trị viên được ghi số liệu")


@transaction.atomic
def record_observations(
    *, unit: Unit, period: str, figures: Sequence[Figure], source: str, acting_user: User | None, at: datetime
) -> int:
    """Append a unit's figures for a period and move the totals above it; returns how many were new or changed.

    A figure equal to the one in force is left alone, so the same report twice changes nothing. "not_reported"
    withdraws a figure. The number of queries depends neither on the figures nor on how many units exist.
    Raises FiguresRefused, with every fault, before anything is written.
    """
    check_keeper(acting_user, at)
    indicators = Indicator.objects.in_bulk({figure.indicator_id for figure in figures})
    _check(unit, period, figures, indicators)
    chain = _lock_chain(unit, cut_off(period))
    before = latest_observations(unit=unit, period=period, indicator_ids=indicators)
    rows = [
        row
        for figure in figures
        if not _same(row := _observation(unit, period, figure, indicators, before, source, acting_user, at), before)
    ]
    if not rows:
        return 0
    Observation.objects.bulk_create(rows)
    _move(chain, period, {row.indicator_id: _delta(row, before.get(row.indicator_id)) for row in rows})
    record(act="indicators.record_observations", target=f"orgs.unit:{unit.pk}", acting_user=acting_user, at=at,
           unit=unit.code, period=period, figures=len(rows), source=source)  # fmt: skip
    return len(rows)


@transaction.atomic
def rebuild_rollups(*, period: str, acting_user: User | None, at: datetime) -> int:
    """Make a period's totals again from its observations; returns how many rows were written.

    Needed only where the tree of a past day was recorded late, e.g. a succession entered after the figures.
    """
    check_keeper(acting_user, at)
    list(Unit.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    stored = {(row.indicator_id, row.unit_id): row for row in RollUp.objects.filter(period=period)}
    expected = {(indicator, unit): sums for (indicator, unit, _), sums in recomputed(period).items()}
    wrong = [
        _row(indicator, unit, period, expected.get((indicator, unit), NOTHING))
        for indicator, unit in sorted(stored.keys() | expected.keys())
        if (indicator, unit) not in stored
        or sums_of(stored[indicator, unit]) != expected.get((indicator, unit), NOTHING)
    ]
    _store(wrong)
    record(act="indicators.rebuild_rollups", target=f"indicators.rollup:{period}", acting_user=acting_user, at=at,
           rows=len(wrong))  # fmt: skip
    return len(wrong)


def _check(unit: Unit, period: str, figures: Sequence[Figure], indicators: dict[int, Indicator]) -> None:
    faults: list[tuple[str, str]] = []
    day = cut_off(period)
    if not unit.holds_on(day):
        faults.append(("", f"{unit.name} không tồn tại ngày {day.day}/{day.month}/{day.year}"))
    seen: set[int] = set()
    for figure in figures:
        indicator = indicators.get(figure.indicator_id)
        if indicator is None:
            faults.append((str(figure.indicator_id), "không có chỉ tiêu này"))
        elif figure.indicator_id in seen:
            faults.append((indicator.code, "có hai số cho cùng một chỉ tiêu"))
        elif fault := fault_in(measure_of(indicator), figure):
            faults.append((indicator.code, fault))
        seen.add(figure.indicator_id)
    if faults:
        raise FiguresRefused(faults)


def _lock_chain(unit: Unit, day: date) -> list[int]:
    chain = [unit.pk, *ancestors_on(unit, day)]
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=chain).order_by("pk").values_list("pk", flat=True))
    return chain


def _observation(
    unit: Unit, period: str, figure: Figure, indicators: dict[int, Indicator], before: dict[int, Observation],
    source: str, acting_user: User | None, at: datetime,
) -> Observation:  # fmt: skip
    previous = before.get(figure.indicator_id)
    calendar = Calendar(indicators[figure.indicator_id].calendar)
    default_day = at.date() if calendar is Calendar.REPORT_DAY else parse(period).as_of(calendar)
    return Observation(
        indicator_id=figure.indicator_id, unit=unit, period=period,
        revision=previous.revision + 1 if previous else 1, kind=figure.kind, value=figure.value,
        numerator=figure.numerator, denominator=figure.denominator, status=figure.status,
        as_of=figure.as_of or default_day, note=clean(figure.note), source=source, recorded_at=at,
        recorded_by=str(acting_user) if acting_user else "hệ thống",
    )  # fmt: skip


def _same(row: Observation, before: dict[int, Observation]) -> bool:
    """Whether the row says what is in force already; withdrawing what was never reported says nothing either."""
    previous = before.get(row.indicator_id)
    if previous is None:
        return row.kind == "not_reported"
    names = ["kind", "value", "numerator", "denominator", "status", "as_of", "note"]
    return all(getattr(row, name) == getattr(previous, name) for name in names)


def _delta(row: Observation, previous: Observation | None) -> Sums:
    return contribution_of(row) - (contribution_of(previous) if previous else NOTHING)


def _move(chain: list[int], period: str, deltas: dict[int, Sums]) -> None:
    stored = {
        (row.indicator_id, row.unit_id): sums_of(row)
        for row in RollUp.objects.filter(unit__in=chain, period=period, indicator__in=deltas)
    }
    _store(
        [
            _row(indicator, unit, period, stored.get((indicator, unit), NOTHING) + delta)
            for unit in chain
            for indicator, delta in deltas.items()
        ]
    )


def _row(indicator: int, unit: int, period: str, sums: Sums) -> RollUp:
    return RollUp(indicator_id=indicator, unit_id=unit, period=period, **{n: getattr(sums, n) for n in SUM_FIELDS})


def _store(rows: list[RollUp]) -> None:
    RollUp.objects.bulk_create(
        rows, update_conflicts=True, update_fields=SUM_FIELDS, unique_fields=["unit", "period", "indicator"]
    )
