"""Who may see a task and who may move it."""

from django.db.models import Q, QuerySet

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.queries import Standing
from giaoban.domain.orgs.models import Unit
from giaoban.domain.tasks.models import Task

DOERS = (Role.CLERK, Role.HEAD)
ISSUERS = (Role.SECRETARY, Role.CHAIR)


def visible_tasks(standing: Standing) -> QuerySet[Task]:
    """Return the tasks a person may read: of their units (lead, cooperating, issuer), their own; a superior all."""
    if not standing.posts:
        return Task.objects.none()
    if standing.has(Role.SUPERIOR):
        return Task.objects.all()
    units = [post.unit_id for post in standing.posts]
    shared = Task.cooperating.through.objects.filter(unit_id__in=units).values("task_id")
    return Task.objects.filter(
        Q(lead_id__in=units) | Q(issuer_id__in=units) | Q(responsible_id=standing.user.pk) | Q(pk__in=shared)
    )


def can_assign(standing: Standing, issuer: Unit) -> bool:
    """Return whether the person may set tasks in the issuing unit's name."""
    return standing.has_in(issuer.pk, *ISSUERS)


def can_report(standing: Standing, task: Task) -> bool:
    """Return whether the person may report progress and deliver: the lead unit's people, the responsible person."""
    return standing.has_in(task.lead_id, *DOERS) or (
        task.responsible_id is not None and task.responsible_id == standing.user.pk and bool(standing.posts)
    )


def can_judge(standing: Standing, task: Task) -> bool:
    """Return whether the person may return, accept or withdraw: the issuer's secretary or chair."""
    return standing.has_in(task.issuer_id, *ISSUERS)
