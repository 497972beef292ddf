"""Who may see a work, register it, report on it, show it to the public."""

from django.db.models import Q, QuerySet

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.queries import Standing
from giaoban.domain.orgs.models import Unit
from giaoban.domain.works.models import Work

KEEPERS = (Role.SECRETARY, Role.CHAIR)
OWNERS = (Role.CLERK, Role.HEAD)


def can_register(standing: Standing, keeper: Unit) -> bool:
    """Return whether the person may enter works into the body's register: its secretary or chair."""
    return standing.has_in(keeper.pk, *KEEPERS)


def can_publish(standing: Standing, work: Work) -> bool:
    """Return whether the person may make the work public and withdraw it: secretary or chair of its register."""
    return standing.has_in(work.keeper_id, *KEEPERS)


def can_report(standing: Standing, work: Work) -> bool:
    """Return whether the person may report milestones and payments: the owner's clerk or head."""
    return standing.has_in(work.owner_id, *OWNERS)


def visible_works(standing: Standing) -> QuerySet[Work]:
    """Return the works a person may read: of their units (register, owner) and public ones; a superior all."""
    if not standing.posts:
        return Work.objects.none()
    if standing.has(Role.SUPERIOR):
        return Work.objects.all()
    units = [post.unit_id for post in standing.posts]
    return Work.objects.filter(Q(keeper_id__in=units) | Q(owner_id__in=units) | Q(is_public=True))
