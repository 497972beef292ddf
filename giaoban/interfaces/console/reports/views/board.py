"""A round as the secretary sees it, and the acts on it. Chair and superior read."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from giaoban.domain.reports.models import State
from giaoban.domain.reports.operations import ReportRefused, close_round, remind_unit, take_snapshot
from giaoban.domain.reports.permissions import can_run
from giaoban.domain.reports.queries import board as read_board
from giaoban.interfaces.console.reports import matrix
from giaoban.interfaces.console.reports.finding import find_round, find_round_to_run
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import period_name, said


@staff_view()
@require_safe
def board(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who reported what, who is missing, who is late."""
    round = find_round(request, pk)
    read = read_board(round, request.at)
    label = period_name(round.period)
    waiting = [row for row in read.rows if row.submission.state == State.SUBMITTED]
    context = {
        "round": round,
        "title": _("Báo cáo %s của các đơn vị") % label,
        "period_label": label,
        "board": read,
        "columns": matrix.columns_of(read),
        "matrices": matrix.matrices_of(read),
        "missing": matrix.wanted_of(read.missing, request.at),
        "waiting": matrix.wanted_of(waiting, request.at),
        "accepted": read.by_state[State.ACCEPTED],
        "snapshots": round.snapshots.all(),
        "may_run": can_run(request.standing, round.regime),
    }
    return render(request, "console/reports/board.html", context)


@staff_view()
@require_POST
def remind(request: StaffRequest, pk: int) -> HttpResponse:
    """Remind one unit, or all that have not handed in; a unit already reminded today is left alone and named."""
    round = find_round_to_run(request, pk)
    which = request.POST.get("unit", "all")
    if which == "all":
        wanted = [row.submission for row in read_board(round, request.at).missing]
    else:
        wanted = [get_object_or_404(round.submissions.select_related("unit"), pk=which if which.isdecimal() else 0)]
    told = 0
    for submission in wanted:
        try:
            remind_unit(submission=submission, acting_user=request.acting, at=request.at)
            told += 1
        except ReportRefused as refused:
            messages.warning(request, said(refused))
    if told:
        messages.success(request, _("Đã nhắc %d đơn vị.") % told)
    return redirect("console:reports:board", pk)


class SnapshotForm(forms.Form):
    """Under which name the figures are kept."""

    label = forms.CharField(label=gettext_lazy("Tên bản chụp"), max_length=200)


@staff_view()
@require_http_methods(["GET", "POST"])
def snapshot(request: StaffRequest, pk: int) -> HttpResponse:
    """Freeze the consolidated table and text as they stand."""
    round = find_round_to_run(request, pk)
    form = SnapshotForm(request.POST or None, initial={"label": _("Như đã báo cáo hội nghị")})
    if form.is_valid():
        take_snapshot(round=round, unit=round.regime.bloc.territory, label=form.cleaned_data["label"],
                      acting_user=request.acting, at=request.at)  # fmt: skip
        messages.success(request, _("Đã chụp số liệu; bản chụp không đổi được nữa."))
        return redirect("console:reports:board", pk)
    context = {
        "form": form,
        "question": _("Chụp số liệu “như đã báo cáo hội nghị”?"),
        "act_label": _("Chụp số liệu"),
        "what_happens": _("Bảng tổng hợp và lời văn được giữ nguyên như lúc này; sửa về sau được ghi là đính chính."),
    }
    return render(request, "console/reports/confirm.html", context | back_to(round.pk, round.period))


@staff_view()
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close a round."""
    round = find_round_to_run(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            close_round(round=round, acting_user=request.acting, at=request.at)
        except ReportRefused as refused:
            refusal = said(refused)
        else:
            messages.success(request, _("Đã đóng kỳ báo cáo."))
            return redirect("console:reports:board", pk)
    context = {
        "refusal": refusal,
        "question": _("Đóng kỳ báo cáo %s?") % period_name(round.period),
        "act_label": _("Đóng kỳ"),
        "tone": "harm",
        "what_happens": _(
            "Từ lúc này không báo cáo nào của kỳ thay đổi được nữa. Báo cáo chưa nhận giữ nguyên trạng thái."
        ),
    }
    return render(request, "console/reports/confirm.html", context | back_to(round.pk, round.period),
                  status=409 if refusal else 200)  # fmt: skip


def back_to(pk: int, period: str) -> dict[str, str]:
    """Return the way back to the board."""
    return {"back": reverse("console:reports:board", args=[pk]), "back_label": period_name(period)}
