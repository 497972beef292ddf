"""Taking a filled workbook back: right cells are kept, wrong ones listed by place, nothing is partly written."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.operations import record
from giaoban.domain.indicators.models import EmptyKind, FigureStatus, Indicator
from giaoban.domain.reports.models import Cell, CellRevision, Origin, Submission
from giaoban.domain.reports.operations.cells import TypedCell, asked_of, store
from giaoban.domain.reports.operations.locking import open_for_editing, touch
from giaoban.domain.reports.operations.refusals import WorkbookRefused
from giaoban.domain.reports.queries import COLUMNS, ENTRY_KEYS, identity_of, owed_indicators
from giaoban.domain.reports.rules import Reading, read_amounts, read_cell
from giaoban.domain.reports.rules.reading import typed_amount
from giaoban.lib.numbers import shown_plain
from giaoban.lib.spreadsheets import Filled, Found, Limits, Remark, SpreadsheetRefused, read_form

_WANTED = [column for column in COLUMNS if column.key in ENTRY_KEYS or column.key == "version"]


@dataclass(frozen=True)
class ImportResult:
    """What came of a file. `errors` say by cell what was found and expected; `notes` what was taken with a remark.

    `doubts` are cells whose text can be read two ways: `found` as typed, `expected` as understood.
    """

    saved: int
    unchanged: int
    blank: int
    errors: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    doubts: tuple[Remark, ...] = ()

    @property
    def changed_nothing(self) -> bool:
        """Whether the file said only what was known already."""
        return self.saved == 0 and not self.errors


@dataclass(frozen=True)
class _Taken:
    """One line as read: an entry to store, or errors, or neither where it is blank."""

    entry: TypedCell | None = None
    ref: str = ""
    base: int = 0
    errors: tuple[Remark, ...] = ()


@transaction.atomic
def import_workbook(
    *,
    submission: Submission,
    content: bytes,
    file_name: str,
    acting_user: User,
    at: datetime,
    limits: Limits | None = None,
) -> ImportResult:
    """Take a unit's workbook (.xlsx or .ods). Blank cells keep what is there; the same file twice changes nothing.

    A cell that somebody changed on the web after the file was made keeps the web's figure and is listed as an error.
    Raises WorkbookRefused, with nothing written, for a file that is not this unit's form of this period or not safe;
    WrongState, RoundClosed, PermissionDenied.
    """
    held = open_for_editing(submission, acting_user, at)
    try:
        filled = read_form(content, _WANTED, limits)
        _refuse_strange(held, filled)
    except SpreadsheetRefused as refused:
        raise WorkbookRefused(f"{file_name}: {refused}") from refused
    owed = {indicator.code: indicator for indicator in owed_indicators(held.unit_id, held.round.period)}
    taken = [_take(owed.get(code), code, filled) for code in filled.lines]
    entries, conflicts = _without_conflicts(held, [one for one in taken if one.entry], acting_user)
    _, changed = store(held, entries, Origin.WORKBOOK, acting_user, at)
    found = (*filled.remarks, *(error for one in taken for error in one.errors), *conflicts)
    errors = tuple(sorted(found, key=lambda error: _place(error.ref)))
    blank = sum(one.entry is None and not one.errors for one in taken)
    if changed:
        record(act="reports.import_workbook", target=touch(held), acting_user=acting_user, at=at, unit=held.unit.code,
               file=file_name, sha256=hashlib.sha256(content).hexdigest(), indicators=changed,
               errors=len(errors))  # fmt: skip
    unchanged = sum(one.entry is not None for one in taken) - len(changed) - len(conflicts)
    return ImportResult(len(changed), unchanged, blank, errors, _notes(filled), _doubts(taken, conflicts))


def _doubts(taken: Sequence[_Taken], conflicts: Sequence[Remark]) -> tuple[Remark, ...]:
    kept_out = {conflict.line for conflict in conflicts}
    return tuple(
        Remark(one.ref, _typed_words(entry), _understood(entry.reading), entry.indicator.code)
        for one in taken
        if (entry := one.entry) and entry.reading and entry.reading.in_doubt and entry.indicator.code not in kept_out
    )


def _typed_words(entry: TypedCell) -> str:
    return " / ".join(part for part in (entry.typed, entry.typed_denominator) if part)


def _understood(reading: Reading) -> str:
    amounts = (reading.value, reading.numerator, reading.denominator)
    return " / ".join(shown_plain(amount) for amount in amounts if amount is not None)


def _place(ref: str) -> tuple[int, str]:
    """Return where a cell stands in reading order: I8 before A10; what names no cell comes first."""
    column = ref.rstrip("0123456789")
    return int(ref[len(column) :] or 0), column


def _refuse_strange(held: Submission, filled: Filled) -> None:
    expected, found = identity_of(held), filled.identity
    if (found.get("unit"), found.get("unit_from")) != (expected["unit"], expected["unit_from"]):
        name = found.get("unit_name") or "đơn vị khác"
        raise SpreadsheetRefused(f"Tệp của {name}, không phải của {held.unit.name}; chưa lưu gì")
    if found.get("period") != expected["period"]:
        raise SpreadsheetRefused(f"Tệp của kỳ {found.get('period')}, không phải kỳ {expected['period']}")
    if (found.get("regime"), found.get("form")) != (expected["regime"], expected["form"]):
        raise SpreadsheetRefused("Tệp theo mẫu khác; hãy tải mẫu hiện hành của đơn vị")


def _take(indicator: Indicator | None, code: str, filled: Filled) -> _Taken:
    found = {key: filled.cells.get((code, key), Found("")) for key in (*ENTRY_KEYS, "version")}
    first_ref = found["value"].ref
    if indicator is None:
        return _Taken(errors=(Remark(first_ref, f"chỉ tiêu {code}", "chỉ tiêu đơn vị báo cáo kỳ này", code),))
    if any(remark.line == code for remark in filled.remarks):
        return _Taken(errors=())  # already listed; a line with an unread cell is not half taken
    main, second = (found["numerator"], found["denominator"]) if indicator.is_ratio else (found["value"], Found(""))
    ref = main.ref or first_ref
    misplaced = [found["value"]] if indicator.is_ratio else [found["numerator"], found["denominator"]]
    if wrong := next((cell for cell in misplaced if not cell.is_blank), None):
        where = "tử số và mẫu số; tỷ lệ do máy tính" if indicator.is_ratio else "một số ở cột Thực hiện"
        return _Taken(errors=(Remark(wrong.ref, _said(wrong), where, code),))
    marked, status = not found["none_arose"].is_blank, None if found["estimate"].is_blank else FigureStatus.ESTIMATE
    reason = _said(found["reason"]) or None
    if marked and not (main.is_blank and second.is_blank):
        return _Taken(errors=(Remark(ref, _said(main), "để trống khi đã chọn “không phát sinh”", code),))
    if main.is_blank and second.is_blank and not marked:
        return _Taken()
    reading = Reading(kind=EmptyKind.NONE_AROSE) if marked else _reading(main, second, indicator)
    if reading.problem:
        said = " / ".join(part for part in (_said(main), _said(second)) if part)
        return _Taken(errors=(Remark(ref, said, reading.problem, code),))
    entry = TypedCell(
        indicator, _typed(main), _typed(second), EmptyKind.NONE_AROSE if marked else None, status, reason, None, reading
    )
    version = _said(found["version"])
    return _Taken(entry, ref, int(version) if version.isdigit() else 0)


def _reading(main: Found, second: Found, indicator: Indicator) -> Reading:
    asked = asked_of(indicator)
    if not main.text and not second.text:
        return read_amounts(main.number, second.number, asked)
    return read_cell(_typed(main), _typed(second), asked)


def _typed(found: Found) -> str:
    return typed_amount(found.number) if found.number is not None else found.text


def _said(found: Found) -> str:
    return _typed(found)


def _without_conflicts(
    held: Submission, taken: list[_Taken], acting_user: User
) -> tuple[list[TypedCell], list[Remark]]:
    """Leave out lines that changed on the web after the file was made, and lines the file itself never changed.

    What the same person brought by file since then is no change on the web: they correct the file and send it again.
    """
    cells = {cell.indicator_id: cell for cell in held.cells.select_related("updated_by")}
    bases = {
        (revision.cell.indicator_id, revision.version): revision
        for revision in CellRevision.objects.filter(cell__submission=held).select_related("cell")
    }
    theirs = _last_not_by_file(bases, acting_user)
    entries: list[TypedCell] = []
    conflicts: list[Remark] = []
    for one in taken:
        entry = one.entry
        if entry is None or entry.reading is None:
            continue
        cell, is_theirs = cells.get(entry.indicator.pk), theirs.get(entry.indicator.pk, 0) > one.base
        if cell is not None and _amounts(cell) == _amounts(entry.reading):
            entries.append(_same_figure(cell, entry, one.base))
            continue
        base = bases.get((entry.indicator.pk, one.base))
        is_untouched = base is not None and _amounts(base) == _amounts(entry.reading)
        if cell is None or cell.version <= one.base or not (is_theirs or is_untouched):
            entries.append(entry)
        elif not (is_theirs and is_untouched):  # an old figure that the file never touched gives way silently
            conflicts.append(
                Remark(one.ref, f"tệp ghi {_words(entry.reading)}",
                       f"trên mạng đã sửa thành {_words(cell)} ({cell.updated_by}); giữ số trên mạng",
                       entry.indicator.code)
            )  # fmt: skip
    return entries, conflicts


def _last_not_by_file(revisions: Mapping[tuple[int, int], CellRevision], acting_user: User) -> dict[int, int]:
    """Return, by indicator, the last version that somebody else left or that was typed on the web."""
    last: dict[int, int] = {}
    for (indicator_id, version), revision in revisions.items():
        if revision.origin != Origin.WORKBOOK or revision.by_id != acting_user.pk:
            last[indicator_id] = max(version, last.get(indicator_id, 0))
    return last


def _same_figure(cell: Cell, entry: TypedCell, base: int) -> TypedCell:
    """Keep what was typed on the web where the figure is the same; a newer reason there is not overwritten."""
    newer = cell.version > base
    reading = Reading(cell.kind, cell.value, cell.numerator, cell.denominator, "", cell.in_doubt)
    return replace(
        entry, kind=None, typed=cell.typed, typed_denominator=cell.typed_denominator, reading=reading,
        status=None if newer else entry.status, reason=None if newer and cell.reason else entry.reason,
    )  # fmt: skip


def _amounts(said: Cell | CellRevision | Reading) -> tuple[str, Decimal | None, Decimal | None, Decimal | None]:
    return str(said.kind), said.value, said.numerator, said.denominator


def _words(said: Cell | Reading) -> str:
    if said.kind == EmptyKind.NONE_AROSE:
        return "không phát sinh"
    parts = [typed_amount(part) for part in (said.value, said.numerator, said.denominator) if part is not None]
    return " / ".join(parts) or "trống"


def _notes(filled: Filled) -> tuple[Remark, ...]:
    return tuple(
        Remark(cell.ref, f"công thức, kết quả {_said(cell)}", "đã lấy kết quả", code)
        for (code, _), cell in filled.cells.items()
        if cell.is_formula and not cell.is_blank
    )
