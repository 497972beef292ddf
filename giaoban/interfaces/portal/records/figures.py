"""Public figures: the consolidated table as reported to a concluded conference, its charts, its files.

What was frozen for the conference is shown, and only public indicators of it; what units corrected later is not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.queries import published_tables
from giaoban.domain.indicators.queries import Row, sheet_of
from giaoban.domain.orgs.models import Sector
from giaoban.domain.reports.queries import reported_table
from giaoban.interfaces.portal.records.charts import chart_of
from giaoban.interfaces.portal.records.lines import line_of
from giaoban.lib.tables import Table, as_csv, as_xlsx

WRITERS: dict[str, tuple[str, Callable[[Table], str | bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}


@dataclass(frozen=True)
class Published:
    """The table asked for: which conference heard it, its rows, those of the chosen sector, what else may be chosen."""

    conference: Conference
    conferences: Sequence[Conference]
    rows: Sequence[Row]
    shown: Sequence[Row]
    sectors: Sequence[Sector]
    sector: str


class PeriodNotPublished(Http404):
    """The period asked for was never published; `conferences` are those that were."""

    def __init__(self, conferences: Sequence[Conference]) -> None:
        super().__init__()
        self.conferences = conferences


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the table of a period; ?ky= chooses the period, ?linh-vuc= the sector. Of no published one: which are."""
    try:
        published = _published(request)
    except PeriodNotPublished as unknown:
        return render(request, "portal/records/no_period.html", {"conferences": unknown.conferences}, status=404)
    lines = [line_of(row) for row in published.shown] if published else []
    # Without a sector the key indicators are drawn: seventy charts in one page would be a wall.
    drawn = [line for line in lines if published and (published.sector or line.row.indicator.is_key)]
    charts = [chart for chart in map(chart_of, drawn) if chart]
    return render(request, "portal/records/figures.html", {"published": published, "lines": lines, "charts": charts})


@require_safe
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The same table as a file, csv or xlsx, narrowed in the same way."""
    published = _published(request)
    if form not in WRITERS or published is None:
        raise Http404
    content_type, write = WRITERS[form]
    period, snapshot = published.conference.round.period, published.conference.snapshot
    assert snapshot is not None  # noqa: S101 - published_tables has none without
    response = HttpResponse(write(sheet_of(published.shown, snapshot.unit, period)), content_type=content_type)
    name = f"so-lieu-{snapshot.unit.code}-{period}{f'-{published.sector}' if published.sector else ''}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _published(request: HttpRequest) -> Published | None:
    """Return what was asked for, None where nothing was ever published. Raises PeriodNotPublished."""
    conferences = published_tables()
    if not conferences:
        return None
    asked = request.GET.get("ky", "")
    chosen = next((one for one in conferences if one.round.period == asked), None if asked else conferences[0])
    if chosen is None or chosen.snapshot is None:
        raise PeriodNotPublished(conferences)
    rows = reported_table(chosen.snapshot)
    sectors = [sector for sector, _rows in groupby(rows, key=lambda row: row.indicator.sector)]
    code = request.GET.get("linh-vuc", "")
    sector = code if any(one.code == code for one in sectors) else ""
    shown = [row for row in rows if sector in ("", row.indicator.sector.code)]
    return Published(chosen, conferences, rows, shown, sectors, sector)
