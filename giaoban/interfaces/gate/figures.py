"""The counter's public figures, for the statistics block of every page."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from giaoban.domain.visits.queries import totals
from giaoban.lib import clock


@require_safe
def visit_figures(request: HttpRequest) -> JsonResponse:
    """Answer {"online", "today", "total", "offset"} as whole numbers; total contains offset (1 query)."""
    return JsonResponse(asdict(totals(clock.now())), headers={"Cache-Control": "no-store"})
