"""The map and the pages of its units. What is shown is in the address: every look-up takes a day."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from giaoban.interfaces.portal.atlas import asked, day_in, map_asked_for
from giaoban.interfaces.portal.atlas.files import FORMS, drawing_of, geometry_of, picture_of, tag_of
from giaoban.interfaces.portal.published import lacking
from giaoban.interfaces.portal.units import unit_as_asked
from giaoban.lib import clock
from giaoban.lib.lettering import TooBusy

SECONDS_KEPT = 60


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
        "forms": [(form, word) for form, (_kind, word) in FORMS.items()],
        "borders": [(border, f"{here}?{question.on(border.day).query()}") for border in shown.borders] if shown else [],
        "works_switch": f"{here}?{question.other_works().query()}#h-works",
        "lacks": "" if shown else lacking(clock.today()),
        "is_to_come": bool(question.day and question.day > clock.today()),
        "as_then": f"{here}?{question.on(shown.day_of_figures).query()}" if shown else "",
    }
    return render(request, "portal/map.html", context)


@require_safe
def map_file(request: HttpRequest, form: str) -> HttpResponse:
    """Give the map as a file; a picture is drawn only for a reader who has not this very one already."""
    shown = map_asked_for(clock.now(), asked(request.GET))
    if shown is None or form not in FORMS:
        raise Http404
    text = (geometry_of if form == "geojson" else drawing_of)(shown, is_made_up=settings.DEMO)
    tag = tag_of(text)
    known = get_conditional_response(request, etag=tag)
    try:
        content = picture_of(text) if form == "png" and not known else text
    except TooBusy:
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    response = known or HttpResponse(
        content,
        content_type=FORMS[form][0],
        headers={"Content-Disposition": f'attachment; filename="ban-do.{form}"', "ETag": tag},
    )
    patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    return response


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit as of a day (?ngay=, else today); a code that names none then is answered with those it named."""
    day = day_in(request.GET.get("ngay", "")) or clock.today()
    shown = unit_as_asked(code, day, request.GET.get("ky", ""))
    return render(request, "portal/unit.html", {"sheet": shown}, status=200 if shown.unit else 404)
