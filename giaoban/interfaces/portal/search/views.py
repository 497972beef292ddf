"""The page of results, and titles while one types. Both only read."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from giaoban.interfaces.portal.search.hints import suggestions
from giaoban.interfaces.portal.search.results import answer
from giaoban.lib import clock

# Any words may be asked: a copy kept for each would fill a cache and outlive what was taken off the site.
unkept = cache_control(no_store=True)


@require_safe
@unkept
def search(request: HttpRequest) -> HttpResponse:
    """Answer ?q=, narrowed by ?loai= (may be repeated) and ?luc=, page ?trang=; whatever is typed, never an error."""
    shown = {"answer": answer(request, request.GET, clock.today())}
    return render(request, "portal/search/page.html", shown)


@require_safe
@unkept
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer ?q= with {"titles": [...]}, at most eight."""
    return JsonResponse({"titles": suggestions(request.GET.get("q", ""), clock.today())})
