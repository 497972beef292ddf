"""Display choices as a plain form; the gallery and the error pages one can visit."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from giaoban.interfaces.ui.display import CHOICES, COOKIE, display_of

A_YEAR = 365 * 24 * 3600


# Without a token: public pages carry none, so that they stay cacheable; the worst a forger does is enlarge letters.
@csrf_exempt
@require_POST
def set_display(request: HttpRequest) -> HttpResponse:
    """Keep the choice in the cookie and go back to where it was made."""
    shown = display_of(request)
    for name in CHOICES:
        shown = shown.changed(name, request.POST.get(name, ""))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(COOKIE, shown.cookie, max_age=A_YEAR, samesite="Lax")
    return response
