"""The cycle at a glance."""

from django.http import HttpResponse
from django.shortcuts import render

from giaoban.interfaces.ui.acting import StaffRequest, staff_view
from giaoban.interfaces.ui.waiting import errands_for
from giaoban.interfaces.ui.words import period_name
from giaoban.processes.glance import glance


@staff_view()
def index(request: StaffRequest) -> HttpResponse:
    """Show where the period stands, what waits for me, what is late."""
    asked = request.GET.get("ky", "")
    shown = glance(request.standing, request.at, round_id=int(asked) if asked.isdecimal() else None)
    errands = errands_for(request)
    return render(
        request,
        "console/cycle/page.html",
        {
            "glance": shown,
            "errands": errands,
            "waiting_count": len(shown.waiting) + len(errands),
            "period": period_name(shown.round.period) if shown.round else "",
            "others": [(one.pk, period_name(one.period)) for one in shown.others],
        },
    )
