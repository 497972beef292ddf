"""Tasks: the list, one task's page, its steps."""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from giaoban.domain.tasks import operations, queries, rules
from giaoban.domain.tasks.queries import TaskDetail, TaskRow
from giaoban.interfaces.console.tasks import forms
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import said
from giaoban.lib.text import fold


@dataclass(frozen=True)
class Act:
    """One thing that can be done on a task's page."""

    key: str
    form: type[forms.StepForm]
    operation: Callable[..., object]
    done: str | Promise


ACTS: dict[str, Act] = {
    "bao-cao": Act("report", forms.ReportForm, operations.report_progress, _("Đã ghi tiến độ.")),
    "giao-nop": Act("deliver", forms.DeliverForm, operations.deliver_task, _("Đã giao sản phẩm, chờ nghiệm thu.")),
    "tra-lai": Act("return", forms.ReasonForm, operations.return_task, _("Đã trả lại cho đơn vị.")),
    "nghiem-thu": Act("accept", forms.AcceptForm, operations.accept_task, _("Đã nghiệm thu.")),
    "cong-khai": Act("publish", forms.VisibilityForm, operations.publish_task, _("Đã công khai trên cổng thông tin.")),
    "thoi-cong-khai": Act("hide", forms.VisibilityForm, operations.hide_task, _("Đã thôi công khai.")),
    "rut": Act("withdraw", forms.ReasonForm, operations.withdraw_task, _("Đã rút nhiệm vụ.")),
}
STATES: dict[str, tuple[str | Promise, Callable[[TaskRow], bool]]] = {
    "": (_("Mọi trạng thái"), lambda row: True),
    "qua-han": (_("Quá hạn"), lambda row: row.is_overdue),
    "dang-lam": (_("Đang làm"), lambda row: row.task.state in rules.OPEN_STATES),
    "cho-nghiem-thu": (_("Chờ nghiệm thu"), lambda row: row.task.state == rules.DELIVERED),
    "da-xong": (_("Đã xong"), lambda row: not row.is_open),
}


@staff_view()
def index(request: StaffRequest) -> HttpResponse:
    """List the tasks a person may read: overdue first; mine, my units', all; by state and words."""
    rows = queries.tasks_for(request.standing, request.at.date())
    units = {post.unit_id for post in request.standing.posts}
    whose: dict[str, tuple[str | Promise, list[TaskRow]]] = {
        "": (_("Tất cả"), rows),
        "toi": (_("Chờ tôi"), [row for row in rows if queries.waits_for(request.standing, row.task)]),
        "don-vi": (_("Đơn vị tôi chủ trì"), [row for row in rows if row.task.lead_id in units]),
    }
    chosen = request.GET.get("cua", "") if request.GET.get("cua", "") in whose else ""
    state = request.GET.get("trang-thai", "") if request.GET.get("trang-thai", "") in STATES else ""
    words = fold(request.GET.get("q", ""))
    shown = [row for row in whose[chosen][1] if STATES[state][1](row) and words in _searched(row)]
    context = {
        "rows": shown, "whose": whose, "chosen": chosen, "state": state, "words": request.GET.get("q", ""),
        "states": [(key, label) for key, (label, _keep) in STATES.items()], "any": bool(rows),
        "overdue": [row for row in rows if row.is_overdue],
    }  # fmt: skip
    return render(request, "console/tasks/index.html", context)


@staff_view()
def page(request: StaffRequest, task_id: int) -> HttpResponse:
    """Show one task: what is asked, how far it is, what this person may do."""
    return _page(request, _detail(request, task_id))


@staff_view()
@require_POST
def act(request: StaffRequest, task_id: int, verb: str) -> HttpResponse:
    """Take one step; what does not fit comes back with everything typed, a conflict with both texts."""
    if verb not in ACTS:
        raise Http404
    detail, chosen = _detail(request, task_id), ACTS[verb]
    form = chosen.form(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, detail, verb, form, status=422)
    try:
        chosen.operation(task=detail.row.task, acting_user=request.acting, at=request.at, **form.arguments())
    except operations.TaskConflict as conflict:
        form.data = {**form.data.dict(), "version": conflict.task.version}  # type: ignore[attr-defined]
        return _page(request, _detail(request, task_id), verb, form, status=409, conflict=conflict)
    except (operations.TaskRefused, rules.BadFile) as refused:
        form.add_error(None, said(refused))
        return _page(request, detail, verb, form, status=422)
    messages.success(request, str(chosen.done))
    return HttpResponseRedirect(reverse("console:tasks:page", args=[task_id]))


@staff_view()
def evidence(request: StaffRequest, task_id: int, step_id: int) -> HttpResponse:
    """Hand out the file of one step."""
    step = queries.evidence(_detail(request, task_id).row.task, step_id)
    if step is None:
        raise Http404
    response = HttpResponse(bytes(step.content or b""), content_type=mimetypes.guess_type(step.file_name)[0])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=step.file_name) or ""
    return response


def _detail(request: StaffRequest, task_id: int) -> TaskDetail:
    detail = queries.task_detail(task_id, request.standing, request.at.date())
    if detail is None:
        raise Http404
    return detail


def _page(
    request: StaffRequest, detail: TaskDetail, verb: str = "", bound: forms.StepForm | None = None, *,
    status: int = 200, conflict: operations.TaskConflict | None = None,
) -> HttpResponse:  # fmt: skip
    task = detail.row.task
    start: dict[str, Any] = {"version": task.version, "percent": task.percent_done}
    offered = {
        act.key: {
            "url": reverse("console:tasks:act", args=[task.pk, name]),
            "form": bound if name == verb else act.form(initial=start, auto_id=f"{act.key}-%s"),
            "is_bound": name == verb,
        }
        for name, act in ACTS.items()
        if act.key in detail.acts or name == verb
    }
    context = {"detail": detail, "row": detail.row, "task": task, "offered": offered, "conflict": conflict}
    return render(request, "console/tasks/page.html", context, status=status)


def _searched(row: TaskRow) -> str:
    return fold(f"{row.task.title} {row.task.lead.name} {row.task.deliverable} {row.task.origin_label}")
