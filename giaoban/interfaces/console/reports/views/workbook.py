"""Excel out, Excel in: the unit's own form, and what came of the file that was dropped back."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from giaoban.domain.reports.models import Submission
from giaoban.domain.reports.operations import ImportResult, ReportRefused, import_workbook
from giaoban.domain.reports.queries import Grid, Row, entry_grid, workbook_for
from giaoban.interfaces.console.reports import pages
from giaoban.interfaces.console.reports.finding import find_own, find_submission
from giaoban.interfaces.console.reports.lines import entered
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import local_name, said
from giaoban.lib import clock
from giaoban.lib.spreadsheets import Limits
from giaoban.lib.text import clean, slug

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Changed:
    """One cell that the file changed."""

    name: str
    href: str
    before: str
    after: str


@staff_view()
@require_safe
def download(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the unit's workbook with what is already entered."""
    submission = find_submission(request, pk)
    name = slug(f"bieu {submission.round.period} {submission.unit.name}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(workbook_for(submission, made_up=clock.is_moved()), content_type=XLSX, headers=headers)


@staff_view()
@require_http_methods(["GET", "POST"])
def upload(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a filled workbook back and say, cell by cell, what came of it; a refused file changes nothing."""
    submission = find_own(request, pk)
    context = {"submission": submission, "title": pages.title_of(submission)}
    if request.method != "POST":
        return render(request, "console/reports/upload.html", context)
    name, content, refusal = sent_file(request)
    context["file_name"] = name
    if not refusal:
        before = entry_grid(submission, with_history=False)
        try:
            result = import_workbook(submission=submission, content=content, file_name=name, acting_user=request.acting,
                                     at=request.at, limits=Limits(sent=settings.MAX_UPLOAD_BYTES))  # fmt: skip
        except ReportRefused as refused:
            refusal = said(str(refused).removeprefix(f"{name}: "))
        else:
            after = entry_grid(submission, with_history=False)
            context |= {"result": result, **told(submission, result, before, after)}
    status = 422 if refusal else 200
    return render(request, "console/reports/upload.html", context | {"refusal": refusal}, status=status)


def sent_file(request: HttpRequest) -> tuple[str, bytes, str]:
    """Return the file's name, its content, and why it is not even read."""
    sent = request.FILES.get("file")
    if sent is None:
        return "", b"", _("Chưa chọn tệp nào.")
    name = clean(sent.name or "")[-120:]
    if (sent.size or 0) > settings.MAX_UPLOAD_BYTES:
        most = settings.MAX_UPLOAD_BYTES // 1024 // 1024
        return name, b"", _("Tệp lớn hơn %d MB; biểu của một đơn vị nhỏ hơn nhiều. Hãy tải lại mẫu và điền vào.") % most
    return name, sent.read(), ""


def told(submission: Submission, result: ImportResult, before: Grid, after: Grid) -> dict[str, object]:
    """Return the cells changed, with both figures, and the errors and doubts with a link to their row."""
    page = reverse("console:reports:entry", args=[submission.pk])
    old: dict[str, Row] = {row.indicator.code: row for row in before.rows}
    new: dict[str, Row] = {row.indicator.code: row for row in after.rows}
    changed = [
        Changed(local_name(row.indicator), f"{page}#{row.anchor}", entered(old[code]), entered(row))
        for code, row in new.items()
        if row.version != old[code].version
    ]
    errors = [(remark, new.get(remark.line), page) for remark in result.errors]
    doubts = [(remark, row, f"{page}#{row.anchor}") for remark in result.doubts if (row := new.get(remark.line))]
    return {"changed": changed, "errors": errors, "doubts": doubts}
