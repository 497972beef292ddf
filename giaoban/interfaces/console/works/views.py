"""Public works: the list, a new one, one work's page with what may be done to it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from giaoban.domain.works import operations, queries
from giaoban.domain.works.permissions import KEEPERS
from giaoban.domain.works.queries import Step, WorkDetail
from giaoban.domain.works.rules import WorkState
from giaoban.interfaces.console.works import forms
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import said


@dataclass(frozen=True)
class Act:
    """One thing that can be done on a work's page; `needs` is the key of `WorkDetail.acts` that opens it."""

    needs: str
    form: type[forms.ActForm]
    operation: Callable[..., object]
    done: str | Promise


ACTS = {
    "giai-ngan": Act("report", forms.PaymentForm, operations.record_payment, _("Đã ghi giải ngân.")),
    "cong-khai": Act("publish", forms.ActForm, operations.publish_work, _("Đã công khai trên cổng thông tin.")),
    "thoi-cong-khai": Act("withdraw", forms.ActForm, operations.withdraw_work, _("Đã thôi công khai.")),
}
MILESTONE_ACTS = {
    "xong": Act("report", forms.FinishForm, operations.finish_milestone, _("Đã ghi mốc hoàn thành.")),
    "mo-lai": Act("report", forms.ReopenForm, operations.reopen_milestone, _("Đã mở lại mốc.")),
}


@dataclass(frozen=True)
class Bound:
    """A form that came back: which act, of which milestone (0: of the work itself), as typed."""

    verb: str
    form: forms.ActForm
    milestone_id: int = 0


@require_safe
@staff_view()
def index(request: StaffRequest) -> HttpResponse:
    """List the works a person may read, late first."""
    rows = queries.works_for(request.standing, request.at.date())
    counts = [(state, sum(row.state is state for row in rows)) for state in WorkState]
    context = {"rows": rows, "counts": counts, "may_register": queries.may_register(request.standing)}
    return render(request, "console/works/index.html", context)


@staff_view(*KEEPERS)
def register(request: StaffRequest) -> HttpResponse:
    """Enter a work with its milestones; what does not fit comes back as typed."""
    keepers = queries.keepers_of(request.standing)
    owners = queries.owners_in(keepers, request.at.date())
    form = forms.WorkForm(request.POST or None, keepers=keepers, owners=owners)
    plan = forms.PlanForms(request.POST or None, prefix="moc")
    if request.method == "POST" and form.is_valid() and plan.is_valid():
        try:
            work = operations.register_work(
                plan=forms.planned(plan), acting_user=request.acting, at=request.at, **form.arguments()
            )
        except operations.WorkRefused as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(request, gettext("Đã vào sổ; công trình chưa công khai."))
            return HttpResponseRedirect(reverse("console:works:page", args=[work.pk]))
    status = 422 if request.method == "POST" else 200
    return render(request, "console/works/register.html", {"form": form, "plan": plan}, status=status)


@require_safe
@staff_view()
def page(request: StaffRequest, work_id: int) -> HttpResponse:
    """Show one work: plan and progress, money, course, what this person may do."""
    return _page(request, _detail(request, work_id))


@require_POST
@staff_view()
def act(request: StaffRequest, work_id: int, verb: str) -> HttpResponse:
    """Record a payment, make public or withdraw."""
    detail = _detail(request, work_id)
    if verb not in ACTS:
        raise Http404
    return _take(request, detail, ACTS[verb], Bound(verb, ACTS[verb].form(request.POST)), work=detail.row.work)


@require_POST
@staff_view()
def milestone(request: StaffRequest, work_id: int, milestone_id: int, verb: str) -> HttpResponse:
    """Report a milestone as finished, or take that back."""
    detail = _detail(request, work_id)
    step = next((step for step in detail.row.steps if step.milestone.pk == milestone_id), None)
    if verb not in MILESTONE_ACTS or step is None:
        raise Http404
    form = MILESTONE_ACTS[verb].form(request.POST, prefix=_prefix(step))
    return _take(request, detail, MILESTONE_ACTS[verb], Bound(verb, form, milestone_id), milestone=step.milestone)


def _take(request: StaffRequest, detail: WorkDetail, chosen: Act, bound: Bound, **subject: object) -> HttpResponse:
    """Do it; what does not fit comes back with everything typed."""
    if not bound.form.is_valid():
        return _page(request, detail, bound)
    try:
        chosen.operation(acting_user=request.acting, at=request.at, **subject, **bound.form.arguments())
    except operations.WorkRefused as refused:
        bound.form.add_error(None, said(refused))
        return _page(request, detail, bound)
    messages.success(request, str(chosen.done))
    return HttpResponseRedirect(reverse("console:works:page", args=[detail.row.work.pk]))


def _detail(request: StaffRequest, work_id: int) -> WorkDetail:
    detail = queries.work_detail(work_id, request.standing, request.at.date())
    if detail is None:
        raise Http404
    return detail


def _prefix(step: Step) -> str:
    return f"moc{step.milestone.pk}"


def _page(request: StaffRequest, detail: WorkDetail, bound: Bound | None = None) -> HttpResponse:
    work = detail.row.work
    offered = {
        verb: {
            "url": reverse("console:works:act", args=[work.pk, verb]),
            "form": _form(act.form, bound, verb, request, milestone_id=0),
        }
        for verb, act in ACTS.items()
        if act.needs in detail.acts or (bound and (bound.verb, bound.milestone_id) == (verb, 0))
    }
    steps = [(step, _step_act(request, detail, step, bound)) for step in detail.row.steps]
    context = {"detail": detail, "row": detail.row, "work": work, "offered": offered, "steps": steps}
    return render(request, "console/works/page.html", context, status=422 if bound else 200)


def _step_act(request: StaffRequest, detail: WorkDetail, step: Step, bound: Bound | None) -> dict[str, object] | None:
    """Return the one act a milestone offers this person: what came back, to finish it, or to take that back."""
    is_bound = bound is not None and bound.milestone_id == step.milestone.pk
    verb = bound.verb if bound and is_bound else "mo-lai" if step.is_finished else "xong"
    if MILESTONE_ACTS[verb].needs not in detail.acts:
        return None
    identity = step.milestone.pk
    return {
        "url": reverse("console:works:milestone", args=[detail.row.work.pk, identity, verb]),
        "form": _form(MILESTONE_ACTS[verb].form, bound, verb, request, milestone_id=identity, prefix=_prefix(step)),
        "is_bound": is_bound,
        "is_reopening": verb == "mo-lai",
    }


def _form(
    kind: type[forms.ActForm], bound: Bound | None, verb: str, request: StaffRequest, *, milestone_id: int,
    prefix: str | None = None,
) -> forms.ActForm:  # fmt: skip
    if bound is not None and (bound.verb, bound.milestone_id) == (verb, milestone_id):
        return bound.form
    return kind(initial=forms.started_today(request.at.date()), prefix=prefix)
