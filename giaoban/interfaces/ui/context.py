"""What every page needs beside its own context."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from giaoban.lib import clock


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the organ, the demonstration's state and the present moment."""
    return {"organ": settings.ORGAN, "is_demo": settings.DEMO, "now": clock.now()}
