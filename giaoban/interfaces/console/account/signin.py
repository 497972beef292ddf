"""Signing in; on the demonstration, with one click."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from giaoban.domain.accounts.models import Post, Role
from giaoban.domain.orgs.models import valid_on
from giaoban.lib import clock

ORDER = [Role.SECRETARY, Role.CHAIR, Role.HEAD, Role.CLERK, Role.EDITOR, Role.SUPERIOR, Role.ADMINISTRATOR]
# A short list stands open; the eighteen communes' people are folded away.
OPEN_UP_TO = 4


@dataclass(frozen=True)
class DemoGroup:
    """The demonstration's accounts of one role."""

    role: Role
    posts: list[Post]

    @property
    def is_short(self) -> bool:
        return len(self.posts) <= OPEN_UP_TO


def demo_groups() -> list[DemoGroup]:
    """Return who can be tried in the demonstration, by role (1 query)."""
    posts = Post.objects.filter(valid_on(clock.today()), user__is_active=True).select_related("user", "unit")
    ranked = sorted(posts, key=lambda post: (ORDER.index(Role(post.role)), post.unit.position, post.unit.sort_key))
    return [DemoGroup(Role(role), list(group)) for role, group in groupby(ranked, key=lambda post: post.role)]


class SignInView(LoginView):
    """allauth's sign-in with the demonstration's accounts beside it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO:
            context.update(demo_groups=demo_groups(), demo_password=settings.DEMO_PASSWORD)
        return context


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Stand where a library brings its own sign-in form: those ask no second factor and count no attempts.

    Raises PermissionDenied for somebody signed in already, whom the desk behind turned away: sent on to sign in,
    they would go round in circles.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", settings.LOGIN_REDIRECT_URL), settings.LOGIN_URL)
