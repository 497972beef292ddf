"""Public pages that are not an editor's: the statistics."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from giaoban.domain.visits.models import DailyVisits
from giaoban.interfaces.portal.visitors import shown_totals
from giaoban.lib import clock

DAYS_SHOWN = 7


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Say in words what is counted, and show it."""
    days = list(DailyVisits.objects.filter(day__lte=clock.today())[:DAYS_SHOWN])
    return render(request, "portal/statistics.html", {**shown_totals(), "days": days})
