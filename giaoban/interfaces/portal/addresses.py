"""Where the portal stands: what an address begins with when it leaves the page it is written on."""

from django.conf import settings
from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """Return scheme, name and port: what GIAOBAN_BASE_URL says, else what the reader asked for.

    A name that is not the site's never comes this far: Django refuses it. The gate keeps pages by scheme and name.
    """
    if settings.BASE_URL:
        return str(settings.BASE_URL)
    known: str | None = getattr(request, "portal_origin", None)  # a page tells its address many times
    if known is None:
        known = request.portal_origin = f"{request.scheme}://{request.get_host()}"  # type: ignore[attr-defined]
    return known


def is_sent_from_elsewhere(request: HttpRequest) -> bool:
    """Return whether a page of another site sent the form, as the browser tells.

    Public forms carry no token, so that their pages stay cacheable. Older browsers tell the origin only.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is not None and origin not in {origin_of(request), f"{request.scheme}://{request.get_host()}"}
