"""The map and the pages of its units. What is shown is in the address: every look-up takes a day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from giaoban.interfaces.portal.atlas import asked, day_in, map_asked_for
from giaoban.interfaces.portal.units import unit_as_asked
from giaoban.lib import clock


@require_safe
def administrative_map(request: HttpRequest) -> HttpResponse:
    """Show the map and the table of the same figures beneath; the address says indicator, period, classes and day."""
    question = asked(request.GET)
    shown = map_asked_for(clock.now(), question)
    here = reverse("portal:map")
    context = {
        "map": shown,
        "day": question.day,
        "query": question.query(),
        "borders": [(border, f"{here}?{question.on(border.day).query()}") for border in shown.borders] if shown else [],
        "as_then": f"{here}?{question.on(shown.day_of_figures).query()}" if shown else "",
    }
    return render(request, "portal/map.html", context)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit as of a day (?ngay=, else today); a code that names none then is answered with those it named."""
    day = day_in(request.GET.get("ngay", "")) or clock.today()
    shown = unit_as_asked(code, day, request.GET.get("ky", ""))
    return render(request, "portal/unit.html", {"sheet": shown}, status=200 if shown.unit else 404)
