"""Who acts, and when: read once at the door, passed down."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.queries import Standing, standing
from giaoban.lib import clock


class StaffRequest(HttpRequest):
    """A request of somebody signed in: `acting` is the person, `standing` the posts held today, `at` the moment."""

    acting: User
    standing: Standing
    at: datetime


def staff_view(*roles: Role) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Make a view for signed-in people; with roles, only for holders of one of them (403 for others).

    What a person may see of one object is the domain's permission to decide; a view answers 404 for what it hides.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.at = clock.now()
            request.acting = request.user
            request.standing = standing(request.user, request.at.date())
            if roles and not request.standing.has(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapped

    return decorate
