"""What a posted grid says, told apart from what it merely shows, and handed down."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from giaoban.domain.indicators.models import EmptyKind, FigureStatus
from giaoban.domain.reports.models import Submission
from giaoban.domain.reports.operations import EditConflict, TypedCell, save_cell, save_cells
from giaoban.domain.reports.queries import Grid, Row
from giaoban.interfaces.console.reports.lines import fingerprint
from giaoban.interfaces.ui.acting import StaffRequest


@dataclass(frozen=True)
class Posted:
    """The fields of one row as they came."""

    typed: str
    denominator: str
    is_none: bool
    is_estimate: bool
    reason: str | None
    version: int
    was: str

    @property
    def is_touched(self) -> bool:
        """Whether anything differs from what the page showed."""
        return self.was != fingerprint(self.typed, self.denominator, self.is_none, self.is_estimate, self.reason or "")


def posted_row(data: QueryDict, pk: int) -> Posted | None:
    """Return what was posted for an indicator; None where the page had no such row."""
    if f"n-{pk}" not in data:
        return None
    version = data.get(f"v-{pk}", "0")
    return Posted(
        typed=data.get(f"n-{pk}", ""),
        denominator=data.get(f"d-{pk}", ""),
        is_none=f"k-{pk}" in data,
        is_estimate=f"e-{pk}" in data,
        reason=data.get(f"r-{pk}"),
        version=int(version) if version.isdecimal() else 0,
        was=data.get(f"w-{pk}", ""),
    )


def entry_of(row: Row, posted: Posted) -> TypedCell:
    """Return the act a posted row means.

    "Không phát sinh" ticked beside a number just typed is an old tick: the number holds. Ticked beside the number
    that already stood there, the tick is the news.
    """
    stood = (row.cell.typed, row.cell.typed_denominator) if row.cell else ("", "")
    has_new_number = any((posted.typed.strip(), posted.denominator.strip())) and stood != (
        posted.typed.strip(),
        posted.denominator.strip(),
    )
    status: str = FigureStatus.OFFICIAL
    if posted.is_estimate:
        status = row.cell.status if row.cell and row.is_estimate else FigureStatus.ESTIMATE
    return TypedCell(
        indicator=row.indicator, typed=posted.typed, typed_denominator=posted.denominator,
        kind=EmptyKind.NONE_AROSE if posted.is_none and not has_new_number else None,
        status=status, reason=posted.reason, expected_version=posted.version,
    )  # fmt: skip


def entries_of(grid: Grid, data: QueryDict) -> list[TypedCell]:
    """Return what the post changes: the rows the script names, or every row whose fields differ from the page."""
    named = {int(pk) for pk in data.getlist("row") if pk.isdecimal()}
    found = [(row, posted_row(data, row.indicator.pk)) for row in grid.rows]
    return [
        entry_of(row, posted)
        for row, posted in found
        if posted is not None and (row.indicator.pk in named if named else posted.is_touched)
    ]


def words_of(entry: TypedCell) -> str:
    """Return what somebody typed for an indicator: its figures or what was ticked instead, then the reason."""
    figures = " / ".join(part for part in (entry.typed.strip(), entry.typed_denominator.strip()) if part)
    if entry.kind == EmptyKind.NONE_AROSE:
        figures = _("Không phát sinh")
    return "; ".join(part for part in (figures, (entry.reason or "").strip()) if part)


def save(submission: Submission, entries: list[TypedCell], request: StaffRequest) -> Mapping[int, TypedCell]:
    """Save entries; return those that clashed, by indicator. One clash does not keep the others from being saved."""
    if len(entries) > 1:
        try:
            save_cells(submission=submission, entries=entries, acting_user=request.acting, at=request.at)
        except EditConflict:
            pass
        else:
            return {}
    clashes: dict[int, TypedCell] = {}
    for entry in entries:
        try:
            save_cell(
                indicator=entry.indicator, typed=entry.typed, typed_denominator=entry.typed_denominator,
                kind=entry.kind, status=entry.status, reason=entry.reason, expected_version=entry.expected_version,
                submission=submission, acting_user=request.acting, at=request.at,
            )  # fmt: skip
        except EditConflict:
            clashes[entry.indicator.pk] = entry
    return clashes
