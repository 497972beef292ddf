"""Who may keep the catalogue and the plan, accept figures, and read the consolidated table."""

from django.db.models import Q, QuerySet

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.queries import Standing
from giaoban.domain.orgs.models import Bloc, valid_on

KEEPERS = (Role.SECRETARY, Role.CHAIR, Role.ADMINISTRATOR)
OVERSEERS = (Role.SUPERIOR, Role.ADMINISTRATOR)


def may_keep_figures(standing: Standing) -> bool:
    """Return whether the person may define indicators, set plans and accept figures."""
    return standing.has(*KEEPERS)


def visible_blocs(standing: Standing) -> QuerySet[Bloc]:
    """Return the blocs whose consolidated figures the person may read (1 query).

    Their own unit's, as a member or as its coordinator; every bloc for the superior level and the administrator.
    """
    if standing.has(*OVERSEERS):
        return Bloc.objects.select_related("territory").order_by("pk")
    units = [post.unit_id for post in standing.posts]
    member = Q(valid_on(standing.day, "memberships__"), memberships__unit__in=units)
    return Bloc.objects.filter(member | Q(coordinator__in=units)).select_related("territory").distinct().order_by("pk")
