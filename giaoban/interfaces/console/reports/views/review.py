"""The secretary's check of one report, and the decision on it. Chair and superior read."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from giaoban.domain.reports.models import State
from giaoban.domain.reports.operations import ReportRefused, accept_report, reopen_report, return_report
from giaoban.domain.reports.permissions import can_edit, can_run, can_see_round
from giaoban.domain.reports.queries import entry_grid, section_pages
from giaoban.interfaces.console.reports import pages
from giaoban.interfaces.console.reports.finding import find_submission, find_to_decide
from giaoban.interfaces.console.reports.lines import groups_of
from giaoban.interfaces.console.reports.marks import remains_of, state_mark
from giaoban.interfaces.console.reports.texts import sections_of
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import period_name, said


class ReasonForm(forms.Form):
    """Why a report goes back to its unit."""

    reason = forms.CharField(max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 4}))


@staff_view()
@require_safe
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a unit's report with what needs attention; the unit's own people are led to their entry page."""
    submission = find_submission(request, pk)
    if can_edit(request.standing, submission) and not can_see_round(request.standing, submission.round):
        return redirect("console:reports:entry", pk)
    grid, texts = entry_grid(submission), section_pages(submission)
    may_run = can_run(request.standing, submission.round.regime) and not submission.round.closed_at
    context = {
        "submission": submission,
        "title": pages.title_of(submission),
        "lead": pages.lead_of(submission),
        "period_label": period_name(submission.round.period),
        "returned": pages.last_return(submission),
        "mark": state_mark(submission),
        "groups": groups_of(grid, is_editable=False),
        "sections": sections_of(texts),
        "remains": remains_of(grid, texts, reverse("console:reports:review", args=[pk])),
        "may_decide": may_run and submission.state == State.SUBMITTED,
        "may_reopen": may_run and submission.state == State.ACCEPTED,
    }
    return render(request, "console/reports/review.html", context)


@staff_view()
@require_http_methods(["GET", "POST"])
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Accept a report: its figures go into the totals."""
    submission = find_to_decide(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            accept_report(submission=submission, acting_user=request.acting, at=request.at)
        except ReportRefused as refused:
            refusal = said(refused)
        else:
            messages.success(request, _("Đã nhận báo cáo của %s; số liệu đã vào bảng tổng hợp.") % submission.unit.name)
            return redirect("console:reports:board", submission.round_id)
    context = pages.confirmation(
        submission, refusal, question=_("Nhận báo cáo của %s?"), act=_("Nhận báo cáo"),
        what=_("Số liệu trở thành số chính thức của kỳ này và vào mọi tổng; đơn vị không sửa được nữa."),
    )  # fmt: skip
    return render(request, "console/reports/confirm.html", context, status=409 if refusal else 200)


@staff_view()
@require_http_methods(["GET", "POST"])
def send_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Return a report with a reason."""
    return _give_back(
        request, pk, return_report, question=_("Trả lại báo cáo của %s?"), act=_("Trả lại báo cáo"),
        what=_("Đơn vị nhận được lý do ngay. Số và lời đã nhập được giữ nguyên."),
        why=_("Lý do trả lại (bắt buộc)"), hint=_("Đơn vị đọc đúng lời này; ghi rõ ô nào cần sửa."),
        done=_("Đã trả lại; %s nhận được lý do ngay."),
    )  # fmt: skip


@staff_view()
@require_http_methods(["GET", "POST"])
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Give an accepted report back to be corrected, with a reason; the totals keep what was accepted meanwhile."""
    return _give_back(
        request, pk, reopen_report, question=_("Mở lại báo cáo đã nhận của %s?"), act=_("Mở lại để đính chính"),
        what=_("Đơn vị sửa, duyệt và nộp lại. Bảng tổng hợp giữ số đã nhận cho đến khi nhận lại báo cáo; "
               "bản chụp đã giữ không đổi."),
        why=_("Lý do mở lại (bắt buộc)"), hint=_("Đơn vị đọc đúng lời này; ghi rõ số nào sai và sai ở đâu."),
        done=_("Đã mở lại; %s nhận được lý do ngay."),
    )  # fmt: skip


def _give_back(
    request: StaffRequest, pk: int, operation: Callable[..., object], *, question: str, act: str, what: str, why: str,
    hint: str, done: str,
) -> HttpResponse:  # fmt: skip
    """Ask for the reason and act; `question` and `done` have a %s for the unit's name."""
    submission = find_to_decide(request, pk)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label, form.fields["reason"].help_text = why, hint
    refusal = ""
    if form.is_valid():
        try:
            operation(submission=submission, reason=form.cleaned_data["reason"],
                      acting_user=request.acting, at=request.at)  # fmt: skip
        except ReportRefused as refused:
            refusal = said(refused)
        else:
            messages.success(request, done % submission.unit.name)
            return redirect("console:reports:board", submission.round_id)
    context = pages.confirmation(submission, refusal, question=question, act=act, what=what)
    context |= {"form": form, "tone": "harm"}
    return render(request, "console/reports/confirm.html", context, status=409 if refusal else 200)
