"""A conclusion becomes a task: lead, cooperating units, one responsible person, deliverable, deadline."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.conferences.models import Conclusion
from giaoban.domain.conferences.operations import ConferenceRefused, hold, link_task
from giaoban.domain.orgs.models import Unit
from giaoban.domain.tasks.models import Task
from giaoban.domain.tasks.operations import assign_task


@transaction.atomic
def assign_conclusion_task(
    *, conclusion: Conclusion, lead: Unit, cooperating: Sequence[Unit], responsible: User | None, deliverable: str,
    deadline: date, acting_user: User, at: datetime, title: str = "",
) -> Task:  # fmt: skip
    """Make a task of a conclusion; its title is the conclusion's text unless another is given.

    Raises ConferenceRefused where the conclusion has its task already or the conference is not open yet, and
    what tasks.operations.assign_task raises.
    """
    hold(conclusion.conference_id)
    row = Conclusion.objects.select_related("conference__bloc__coordinator").get(pk=conclusion.pk)
    if row.task_id is not None:
        raise ConferenceRefused("Kết luận đã thành nhiệm vụ")
    task = assign_task(
        title=(title or row.text)[:400], lead=lead, cooperating=cooperating, responsible=responsible,
        deliverable=deliverable, deadline=deadline, origin=f"conferences.conclusion:{row.pk}",
        origin_label=f"Kết luận số {row.number}, {row.conference.title}"[:300],
        issuer=row.conference.bloc.coordinator, acting_user=acting_user, at=at,
    )  # fmt: skip
    link_task(conclusion=row, task=task, acting_user=acting_user, at=at)
    return task
