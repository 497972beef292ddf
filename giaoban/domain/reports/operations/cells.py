"""Saving figures: one cell, or a pasted block, each in one transaction with its audit line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.operations import record
from giaoban.domain.indicators.models import Duty, EmptyKind, FigureStatus, Indicator
from giaoban.domain.orgs.models import valid_on
from giaoban.domain.reports.models import Cell, CellRevision, Origin, Submission
from giaoban.domain.reports.operations.locking import open_for_editing, touch
from giaoban.domain.reports.operations.refusals import EditConflict, ReportRefused
from giaoban.domain.reports.permissions import reference_day
from giaoban.domain.reports.rules import Asked, Reading, read_cell
from giaoban.lib.text import clean

LONGEST_TYPED = 500
_CONTENT = ("typed", "typed_denominator", "kind", "value", "numerator", "denominator", "status", "problem",
            "in_doubt", "reason")  # fmt: skip


@dataclass(frozen=True)
class TypedCell:
    """What somebody typed for one indicator. None keeps what the cell has; `kind` set means chosen, not typed.

    `expected_version` is the version the person saw: 0 where the cell was empty, None where it is not checked.
    `reading` replaces reading the text, for amounts that came as numbers.
    """

    indicator: Indicator
    typed: str = ""
    typed_denominator: str = ""
    kind: str | None = None
    status: str | None = None
    reason: str | None = None
    expected_version: int | None = None
    reading: Reading | None = None


@transaction.atomic
def save_cell(
    *,
    submission: Submission,
    indicator: Indicator,
    typed: str,
    acting_user: User,
    at: datetime,
    typed_denominator: str = "",
    kind: str | None = None,
    status: str | None = None,
    reason: str | None = None,
    expected_version: int | None = None,
) -> Cell:
    """Save one cell as typed and as understood; the same content again changes nothing.

    Raises EditConflict where another version than `expected_version` stands with other content, ReportRefused
    where the unit has no such indicator, WrongState, RoundClosed, PermissionDenied.
    """
    held = open_for_editing(submission, acting_user, at)
    entry = TypedCell(indicator, typed, typed_denominator, kind, status, reason, expected_version)
    (cell,), changed = store(held, [entry], Origin.GRID, acting_user, at)
    if changed:
        record(act="reports.save_cell", target=touch(held), acting_user=acting_user, at=at, unit=held.unit.code,
               indicator=indicator.code, version=cell.version, typed=cell.typed,
               typed_denominator=cell.typed_denominator, kind=str(cell.kind))  # fmt: skip
    return cell


@transaction.atomic
def save_cells(*, submission: Submission, entries: Sequence[TypedCell], acting_user: User, at: datetime) -> list[Cell]:
    """Save a pasted block in one transaction with one audit line: all of it, or on a conflict none of it."""
    held = open_for_editing(submission, acting_user, at)
    cells, changed = store(held, entries, Origin.BLOCK, acting_user, at)
    if changed:
        record(act="reports.save_cells", target=touch(held), acting_user=acting_user, at=at, unit=held.unit.code,
               indicators=changed)  # fmt: skip
    return cells


def store(
    held: Submission, entries: Sequence[TypedCell], origin: Origin, acting_user: User, at: datetime
) -> tuple[list[Cell], list[str]]:
    """Write entries into a locked submission; return the cells and the codes of those that changed."""
    _refuse_foreign(held, entries)
    present = {cell.indicator_id: cell for cell in _cells(held, entries)}
    cells: list[Cell] = []
    changed: list[str] = []
    for entry in entries:
        cell = present.get(entry.indicator.pk) or Cell(submission=held, indicator=entry.indicator, version=0)
        if _apply(cell, entry, acting_user, at):
            _append_revision(cell, origin, acting_user, at)
            changed.append(entry.indicator.code)
            present[entry.indicator.pk] = cell
        cells.append(cell)
    return cells, changed


def _cells(held: Submission, entries: Iterable[TypedCell]) -> list[Cell]:
    ids = {entry.indicator.pk for entry in entries}
    return list(Cell.objects.filter(submission=held, indicator_id__in=ids).select_related("updated_by"))


def _refuse_foreign(held: Submission, entries: Iterable[TypedCell]) -> None:
    wanted = {entry.indicator.pk: entry.indicator for entry in entries}
    day = reference_day(held.round.period)
    owed = set(
        Duty.objects.filter(valid_on(day), unit_id=held.unit_id, indicator_id__in=wanted).values_list(
            "indicator_id", flat=True
        )
    )
    for pk, indicator in wanted.items():
        if pk not in owed:
            raise ReportRefused(f"{held.unit.name} không báo cáo chỉ tiêu {indicator.code} trong kỳ này")


def _apply(cell: Cell, entry: TypedCell, acting_user: User, at: datetime) -> bool:
    """Put an entry into a cell and save it; return whether anything changed."""
    wanted = _wanted(cell, entry)
    stands = {name: getattr(cell, name) for name in _CONTENT}
    is_new = cell.version == 0
    if not is_new and wanted == stands:
        return False
    is_blank = not any((wanted["typed"], wanted["typed_denominator"], wanted["reason"]))
    says_nothing = is_new and is_blank and wanted["kind"] == EmptyKind.NOT_REPORTED
    if says_nothing and entry.expected_version in (None, 0):
        cell.updated_at, cell.updated_by = at, acting_user
        return False
    if entry.expected_version is not None and entry.expected_version != cell.version:
        raise _conflict(cell, entry)
    for name, value in wanted.items():
        setattr(cell, name, value)
    cell.version += 1
    cell.updated_at, cell.updated_by = at, acting_user
    cell.save()
    return True


def _wanted(cell: Cell, entry: TypedCell) -> dict[str, str | bool | Decimal | None]:
    typed, denominator = clean(entry.typed), clean(entry.typed_denominator)
    if max(len(typed), len(denominator)) > LONGEST_TYPED:
        raise ReportRefused(f"Nội dung ô {entry.indicator.code} dài quá {LONGEST_TYPED} ký tự nên chưa lưu")
    indicator = entry.indicator
    asked = asked_of(indicator)
    reading = entry.reading or read_cell(typed, denominator, asked)
    if entry.kind == EmptyKind.NONE_AROSE:
        typed, denominator, reading = "", "", Reading(kind=EmptyKind.NONE_AROSE)
    elif entry.kind == EmptyKind.NOT_REPORTED and not typed and not denominator:
        reading = Reading()
    if reading.kind == EmptyKind.VALUE and indicator.is_ratio and not denominator:
        typed, denominator = (part.strip() for part in typed.split("/", 1))
    reason = cell.reason if entry.reason is None else clean(entry.reason)
    if len(reason) > LONGEST_TYPED:
        raise ReportRefused(f"Lý do ô {entry.indicator.code} dài quá {LONGEST_TYPED} ký tự nên chưa lưu")
    return {
        "typed": typed, "typed_denominator": denominator, "kind": str(reading.kind), "value": reading.value,
        "numerator": reading.numerator, "denominator": reading.denominator,
        "status": str(entry.status or cell.status or FigureStatus.OFFICIAL), "problem": reading.problem[:300],
        "in_doubt": reading.in_doubt, "reason": reason,
    }  # fmt: skip


def asked_of(indicator: Indicator) -> Asked:
    """Return what an indicator's cell asks for."""
    return Asked(indicator.is_ratio, indicator.unit_of_measure, indicator.numerator_name, indicator.denominator_name)


def _conflict(cell: Cell, entry: TypedCell) -> EditConflict:
    return EditConflict(
        what=f"Ô “{entry.indicator.name}”",
        theirs=_as_text(cell.typed, cell.typed_denominator, cell.kind),
        yours=_as_text(clean(entry.typed), clean(entry.typed_denominator), entry.kind or ""),
        by=str(cell.updated_by) if cell.pk else "",
        changed_at=cell.updated_at,
        version=cell.version,
    )


def _as_text(typed: str, denominator: str, kind: str) -> str:
    if kind == EmptyKind.NONE_AROSE:
        return str(EmptyKind.NONE_AROSE.label)
    return f"{typed} / {denominator}" if denominator else typed


def _append_revision(cell: Cell, origin: Origin, acting_user: User, at: datetime) -> None:
    copied = {name: getattr(cell, name) for name in _CONTENT if name != "in_doubt"}
    CellRevision.objects.create(cell=cell, version=cell.version, origin=origin, at=at, by=acting_user, **copied)
