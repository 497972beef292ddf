"""What every page needs beside its own context."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from giaoban.domain.notices.queries import unread_count
from giaoban.interfaces.ui.display import display_of
from giaoban.lib import clock


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the organ, the demonstration's state, the present moment, how the page is shown, unread notices.

    Unread notices are counted (1 query) only where a template asks: the console's masthead does.
    """
    user = getattr(request, "user", None)
    return {
        "organ": settings.ORGAN,
        "is_demo": settings.DEMO,
        "now": clock.now(),
        "display": display_of(request),
        "unread_notices": SimpleLazyObject(lambda: unread_count(user.pk) if user and user.pk else 0),
    }
