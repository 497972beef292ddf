"""The entry page of one submission, and the page of one of its cells."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from giaoban.domain.accounts.models import Role
from giaoban.domain.reports.models import State, Submission
from giaoban.domain.reports.operations import ReportRefused, TypedCell, comment_on_cell
from giaoban.domain.reports.permissions import can_comment, can_edit
from giaoban.domain.reports.queries import entry_grid, section_pages
from giaoban.domain.reports.rules import EDITABLE
from giaoban.interfaces.console.reports import pages
from giaoban.interfaces.console.reports.finding import (
    find_own,
    find_row,
    find_submission,
    is_script,
    refuse_script,
    status_of,
)
from giaoban.interfaces.console.reports.lines import groups_of
from giaoban.interfaces.console.reports.marks import next_step, remains_of, why_locked
from giaoban.interfaces.console.reports.saving import entries_of, save, words_of
from giaoban.interfaces.console.reports.texts import sections_of
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import said


@staff_view()
@require_http_methods(["GET", "POST"])
def entry(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the grid and the narrative; POST saves the rows sent, and answers a script with just those rows."""
    submission = find_own(request, pk) if request.method == "POST" else find_submission(request, pk)
    if not can_edit(request.standing, submission):
        return redirect("console:reports:review", pk)
    if request.method != "POST":
        return render(request, "console/reports/entry.html", page_of(request, submission))
    entries = entries_of(entry_grid(submission, with_history=False), request.POST)
    try:
        clashes = save(submission, entries, request)
    except ReportRefused as refused:
        if is_script(request):
            return refuse_script(refused)
        return refused_page(
            request, submission, refused, [(entry.indicator.name, words_of(entry)) for entry in entries]
        )
    context = page_of(request, submission, clashes)
    status = 409 if clashes else 200
    if is_script(request):
        return render(request, "console/reports/_rows_reply.html", only_sent(context, request.POST), status=status)
    if clashes:
        return render(request, "console/reports/entry.html", context, status=status)
    saved = ngettext("Đã lưu %d ô.", "Đã lưu %d ô.", len(entries))
    messages.success(request, saved % len(entries) if entries else _("Không có ô nào thay đổi."))
    return redirect("console:reports:entry", pk)


def refused_page(
    request: StaffRequest, submission: Submission, refused: ReportRefused, unsaved: Iterable[tuple[str, str]]
) -> HttpResponse:
    """Answer with the page as it stands and, on top, why nothing was saved and what was typed: name, words."""
    context = page_of(request, submission) | {"refusal": said(refused), "unsaved": unsaved}
    return render(request, "console/reports/entry.html", context, status=status_of(refused))


def page_of(
    request: StaffRequest, submission: Submission, clashes: Mapping[int, TypedCell] | None = None
) -> dict[str, Any]:
    """Return what the entry page shows."""
    grid, texts = entry_grid(submission), section_pages(submission)
    locked = why_locked(submission)
    is_editable = not locked and submission.state in EDITABLE
    remains = remains_of(grid, texts, reverse("console:reports:entry", args=[submission.pk]))
    step = next_step(submission, is_head=request.standing.has_in(submission.unit_id, Role.HEAD))
    return {
        "submission": submission,
        "title": pages.title_of(submission),
        "lead": pages.lead_of(submission),
        "returned": pages.last_return(submission),
        "locked": locked,
        "is_editable": is_editable,
        "groups": groups_of(grid, is_editable=is_editable, clashes=clashes),
        "sections": sections_of(texts),
        "remains": remains,
        "step": step,
        "step_url": step.url(submission) if step and not submission.round.closed_at else "",
        "waiting": said(submission.get_state_display()),
        "may_withdraw": submission.state == State.SIGNED_OFF and request.standing.has_in(submission.unit_id, Role.HEAD),
    }


def only_sent(context: dict[str, Any], data: QueryDict) -> dict[str, Any]:
    """Return the page's context with just the lines the script sent or shows in trouble, and those in trouble now."""
    wanted = {int(pk) for pk in data.getlist("row") + data.getlist("shown") if pk.isdecimal()}
    lines = [
        line
        for group in context["groups"]
        for line in group.lines
        if line.id in wanted or line.state in ("bad", "warn")
    ]
    return context | {"lines": lines}


@staff_view()
@require_http_methods(["GET", "POST"])
def cell(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Show one cell: its findings, last periods, comments, history, definition. POST adds a comment."""
    submission = find_submission(request, pk)
    row = find_row(entry_grid(submission), code)
    typed = ""
    if request.method == "POST":
        typed = request.POST.get("text", "")
        try:
            comment_on_cell(submission=submission, indicator=row.indicator, text=typed,
                            acting_user=request.acting, at=request.at)  # fmt: skip
        except ReportRefused as refused:
            messages.error(request, said(refused))
        else:
            messages.success(request, _("Đã gửi ý kiến; người liên quan nhận được thông báo."))
            return redirect("console:reports:cell", pk, code)
    context = pages.cell_context(submission, row, is_own=can_edit(request.standing, submission)) | {
        "typed_comment": typed,
        "may_comment": can_comment(request.standing, submission) and not submission.round.closed_at,
    }
    template = "console/reports/_panel.html" if is_script(request) else "console/reports/cell.html"
    return render(request, template, context)
