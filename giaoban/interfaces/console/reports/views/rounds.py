"""The list of reports, and opening a round."""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from giaoban.domain.accounts.models import Role
from giaoban.domain.orgs.queries import members_of
from giaoban.domain.periods.rules import Kind, NotAPeriod, Period, parse
from giaoban.domain.reports.models import Regime
from giaoban.domain.reports.operations import ReportRefused, open_round
from giaoban.domain.reports.permissions import can_run, visible_rounds
from giaoban.domain.reports.queries.mine import own_reports
from giaoban.interfaces.console.reports.marks import state_mark
from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.words import period_name, said
from giaoban.lib.dates import short

PER_YEAR = {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2}


@staff_view()
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """List the rounds a person watches over and the reports of their own units."""
    own = [(report, period_name(report.submission.round.period), state_mark(report.submission))
           for report in own_reports(request.standing, request.at)]  # fmt: skip
    context = {
        "own": own,
        "rounds": [(round, period_name(round.period)) for round in visible_rounds(request.standing)],
        "may_open": request.standing.has(Role.SECRETARY),
    }
    return render(request, "console/reports/page.html", context)


@dataclass(frozen=True)
class Plan:
    """What opening a round would do: whose report, of which days, due when."""

    regime: Regime
    period: Period
    unit_count: int

    @property
    def days(self) -> str:
        """The days whose figures are asked for."""
        window = self.period.window()
        return f"{short(window.first)} – {short(window.last)}"

    @property
    def deadlines(self) -> list[tuple[str, int, datetime]]:
        """The level, its working days after the cut-off, and the moment they end."""
        lines = self.regime.deadlines.order_by("working_days")
        return [
            (said(line.get_level_display()), line.working_days, self.period.due_at(line.working_days)) for line in lines
        ]


class OpenForm(forms.Form):
    """Which regime, for which period."""

    regime = forms.ModelChoiceField(label=gettext_lazy("Chế độ báo cáo"), queryset=Regime.objects.none())
    period = forms.ChoiceField(label=gettext_lazy("Kỳ"))

    def __init__(self, regimes: list[Regime], day: date, data: dict[str, str] | None) -> None:
        super().__init__(data)
        own = Regime.objects.filter(pk__in=[regime.pk for regime in regimes])
        self.fields["regime"].queryset = own.select_related("bloc__coordinator", "receiver")  # type: ignore[attr-defined]
        kinds = dict.fromkeys(Kind(regime.frequency) for regime in regimes)
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (period.code, period_name(period)) for kind in kinds for period in periods_around(kind, day)
        ]


def periods_around(kind: Kind, day: date) -> list[Period]:
    """Return the periods of a kind whose window ends within a year before or after a day."""
    if kind in (Kind.DAY, Kind.WEEK):
        return []
    found = [Period(year, kind, number) for year in range(day.year - 1, day.year + 2)
             for number in range(1, PER_YEAR.get(kind, 1) + 1)]  # fmt: skip
    return [period for period in found if abs((period.window().last - day).days) < 366]


@staff_view(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def open_(request: StaffRequest) -> HttpResponse:
    """Choose a regime and a period, see the deadlines of every level, then open."""
    regimes = [one for one in Regime.objects.select_related("bloc") if can_run(request.standing, one)]
    data = request.POST if request.method == "POST" else request.GET
    form = OpenForm(regimes, request.at.date(), data.dict() if "regime" in data else None)
    plan = plan_of(form, request) if form.is_bound and form.is_valid() else None
    refusal = ""
    if request.method == "POST" and plan:
        try:
            opened = open_round(regime=plan.regime, period=plan.period.code, acting_user=request.acting, at=request.at)
        except ReportRefused as refused:
            refusal = said(refused)
        else:
            messages.success(request, _("Đã mở kỳ %s; các đơn vị vừa nhận được thông báo.") % period_name(plan.period))
            return redirect("console:reports:board", opened.pk)
    context = {"form": form, "plan": plan, "refusal": refusal, "has_regimes": bool(regimes)}
    return render(request, "console/reports/open.html", context, status=409 if refusal else 200)


def plan_of(form: OpenForm, request: StaffRequest) -> Plan | None:
    """Return what would be opened; None, with the form saying why, where the two do not go together."""
    regime: Regime = form.cleaned_data["regime"]
    try:
        period = parse(form.cleaned_data["period"])
    except NotAPeriod as refused:
        form.add_error("period", said(refused))
        return None
    if period.kind != regime.frequency:
        form.add_error("period", _("Chế độ này không có kỳ %s.") % period_name(period))
        return None
    day = min(request.at.date(), period.window().last)
    return Plan(regime, period, members_of(regime.bloc, day).count())
