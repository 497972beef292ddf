"""Moving a report on: confirm, then do."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.domain.accounts.models import Role
from giaoban.domain.reports.models import Submission
from giaoban.domain.reports.operations import (
    ReportRefused,
    sign_off,
    submit_report,
    withdraw_sign_off,
)
from giaoban.domain.reports.operations.presenting import present_for_sign_off
from giaoban.domain.reports.queries import entry_grid, section_pages
from giaoban.interfaces.console.reports import pages
from giaoban.interfaces.console.reports.finding import find_own
from giaoban.interfaces.console.reports.marks import remains_of, steps
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import said

ACTS: dict[str, Callable[..., Submission]] = {
    "trinh": present_for_sign_off, "duyet": sign_off, "nop": submit_report, "rut": withdraw_sign_off,
}  # fmt: skip
HEADS_ONLY = {"duyet", "rut"}


@staff_view()
@require_http_methods(["GET", "POST"])
def step(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Confirm a step with what it does and what remains; POST takes it."""
    submission = find_own(request, pk)
    if code not in ACTS or (code in HEADS_ONLY and not request.standing.has_in(submission.unit_id, Role.HEAD)):
        raise Http404
    here = reverse("console:reports:entry", args=[pk])
    refusal = ""
    if request.method == "POST":
        try:
            ACTS[code](submission=submission, acting_user=request.acting, at=request.at)
        except ReportRefused as refused:
            refusal = said(refused)
        else:
            messages.success(request, done_words(code))
            return redirect(here)
    remains = remains_of(entry_grid(submission, with_history=False), section_pages(submission), here)
    context = {"submission": submission, "title": pages.title_of(submission), "step": steps()[code],
               "remains": remains, "refusal": refusal}  # fmt: skip
    return render(request, "console/reports/step.html", context, status=409 if refusal else 200)


def done_words(code: str) -> str:
    """Return what is said after a step."""
    return {
        "trinh": _("Đã trình; thủ trưởng đơn vị vừa nhận được thông báo."),
        "duyet": _("Đã duyệt. Bước tiếp theo: nộp lên thị xã."),
        "nop": _("Đã nộp lên thị xã; thư ký vừa nhận được thông báo."),
        "rut": _("Đã rút duyệt; báo cáo sửa được."),
    }[code]
