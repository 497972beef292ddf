"""A snapshot as it was reported: the frozen table and text, the seal, what was corrected since."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from giaoban.domain.indicators.queries import Row, amount_text, change_text, plan_text
from giaoban.domain.reports.queries import errata_of, is_intact, reported_table
from giaoban.interfaces.console.reports.finding import find_snapshot
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import period_name, said


@dataclass(frozen=True)
class FrozenLine:
    """A line of the frozen table as it is drawn."""

    row: Row
    plan: str
    before: str
    actual: str
    plan_share: str
    change: str


def frozen_line(row: Row) -> FrozenLine:
    """Return a frozen line, its figures in Vietnamese form."""
    return FrozenLine(
        row, amount_text(row, row.plan), amount_text(row, row.before), amount_text(row, row.actual),
        said(plan_text(row)), said(change_text(row)),
    )  # fmt: skip


@staff_view()
@require_safe
def frozen(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what the conference was told. Whoever sees the round's board sees its snapshots."""
    snapshot = find_snapshot(request, pk)
    rows = reported_table(snapshot, only_public=False)
    context = {
        "snapshot": snapshot,
        "period_label": period_name(snapshot.round.period),
        "groups": [
            (sector, [frozen_line(row) for row in lines])
            for sector, lines in groupby(rows, key=lambda row: row.indicator.sector)
        ],
        "is_intact": is_intact(snapshot),
        "errata": errata_of(snapshot),
    }
    return render(request, "console/reports/frozen.html", context)
