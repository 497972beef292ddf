"""The consolidated figures: the table, one indicator with the units behind it, the merged texts, the files."""

import json
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from giaoban.domain.indicators.queries import breakdown, consolidated_table, records_of, sheet_of
from giaoban.domain.reports.queries import merged_narrative
from giaoban.interfaces.console.figures import page
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.lib import clock
from giaoban.lib.tables import Table, as_csv, as_docx, as_xlsx

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
WRITERS: dict[str, Callable[[Table], str | bytes]] = {"xlsx": as_xlsx, "docx": as_docx, "csv": as_csv}


@staff_view()
def table(request: StaffRequest) -> HttpResponse:
    """The territory's table with verdicts, filtered and sorted by plain links."""
    scope = page.scope_of(request)
    rows = consolidated_table(scope.unit, scope.period.code)
    query = request.GET.copy()
    query["ky"] = scope.period.code
    chosen = page.chosen_rows(rows, query)
    context = {
        "scope": scope,
        "rows": chosen,
        "groups": page.grouped(chosen, query),
        "counts": page.verdict_counts(chosen),
        "sectors": page.sector_links(rows, query),
        "sorts": page.sort_links(query),
        "key_link": page.link(query, loai="" if query.get("loai") == "chinh" else "chinh"),
        "only_key": query.get("loai") == "chinh",
        "query": page.link(query),
        "before": scope.period.same_period_last_year,
    }
    return render(request, "console/figures/table.html", context)


@staff_view()
def indicator(request: StaffRequest, code: str) -> HttpResponse:
    """One indicator of the territory: the figure, its counts, and the units behind it, missing ones named."""
    scope = page.scope_of(request)
    rows = consolidated_table(scope.unit, scope.period.code)
    row = next((row for row in rows if row.indicator.code == code), None)
    if row is None:
        raise Http404
    parts = breakdown(row.indicator, scope.unit, scope.period.code)
    missing = [part.unit for part in parts if part.state == "missing"]
    context = {"scope": scope, "line": page.line_of(row), "parts": parts, "missing": missing,
               "places": row.indicator.decimals}  # fmt: skip
    return render(request, "console/figures/indicator.html", context)


@staff_view()
def narrative(request: StaffRequest) -> HttpResponse:
    """The texts of all units merged by section, each paragraph under its unit."""
    scope = page.scope_of(request)
    sections = merged_narrative(scope.round) if scope.round else []
    return render(request, "console/figures/narrative.html", {"scope": scope, "sections": sections})


@staff_view()
def download(request: StaffRequest, form: str) -> HttpResponse:
    """The same table as a file: xlsx, docx, csv or json."""
    if form not in TYPES:
        raise Http404
    scope = page.scope_of(request)
    rows = page.chosen_rows(consolidated_table(scope.unit, scope.period.code), request.GET)
    rows.sort(key=lambda row: row.stt)
    if form == "json":
        content: str | bytes = json.dumps(
            records_of(rows, scope.unit, scope.period.code, made_up=clock.is_moved()), ensure_ascii=False, indent=2
        )
    else:
        sheet = sheet_of(rows, scope.unit, scope.period.code, made_up=clock.is_moved())
        content = WRITERS[form](sheet)
    response = HttpResponse(content, content_type=TYPES[form])
    name = f"tong-hop-{scope.unit.code}-{scope.period.code}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
