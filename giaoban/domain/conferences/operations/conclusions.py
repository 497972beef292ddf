"""Numbered conclusions, and the end of the conference after which nothing changes."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from giaoban.domain.accounts.models import User
from giaoban.domain.conferences.models import Ballot, Conclusion, Conference, ConferenceState
from giaoban.domain.conferences.operations.access import (
    DURING,
    ONCE_OPEN,
    ConferenceConflict,
    ConferenceRefused,
    locked,
    note,
)
from giaoban.domain.conferences.permissions import can_conclude, can_write_conclusions
from giaoban.domain.tasks.models import Task
from giaoban.lib.text import clean_block


@transaction.atomic
def add_conclusion(*, conference: Conference, text: str, acting_user: User, at: datetime) -> Conclusion:
    """Add the next numbered conclusion of the chair."""
    conference = locked(conference.pk, acting_user, at, DURING, can_write_conclusions)
    if not clean_block(text):
        raise ConferenceRefused("Kết luận không có nội dung")
    number = (conference.conclusions.aggregate(last=Max("number"))["last"] or 0) + 1
    conclusion = Conclusion.objects.create(conference=conference, number=number, text=clean_block(text))
    note("add_conclusion", conference, acting_user, at, conclusion=conclusion.pk, number=number)
    return conclusion


@transaction.atomic
def revise_conclusion(
    *, conclusion: Conclusion, text: str, expected_text: str, acting_user: User, at: datetime
) -> Conclusion:
    """Reword a conclusion. `expected_text` is what the writer began from; raises ConferenceConflict with both texts."""
    conference = locked(conclusion.conference_id, acting_user, at, DURING, can_write_conclusions)
    conclusion = Conclusion.objects.select_for_update().get(pk=conclusion.pk)
    wanted = clean_block(text)
    if not wanted:
        raise ConferenceRefused("Kết luận không có nội dung")
    if clean_block(expected_text) != conclusion.text:
        raise ConferenceConflict(wanted, conclusion.text)
    conclusion.text = wanted
    conclusion.save(update_fields=["text"])
    note("revise_conclusion", conference, acting_user, at, conclusion=conclusion.pk, number=conclusion.number)
    return conclusion


@transaction.atomic
def remove_conclusion(*, conclusion: Conclusion, acting_user: User, at: datetime) -> None:
    """Drop a conclusion that has no task; the later ones move up, so numbers run without a gap."""
    conference = locked(conclusion.conference_id, acting_user, at, DURING, can_write_conclusions)
    conclusion = Conclusion.objects.select_for_update().get(pk=conclusion.pk)
    if conclusion.task_id is not None:
        raise ConferenceRefused("Kết luận đã thành nhiệm vụ")
    gone = conclusion.number
    Conclusion.objects.filter(pk=conclusion.pk).delete()
    for later in conference.conclusions.filter(number__gt=gone).order_by("number"):
        later.number -= 1
        later.save(update_fields=["number"])
    note("remove_conclusion", conference, acting_user, at, number=gone)


@transaction.atomic
def link_task(*, conclusion: Conclusion, task: Task, acting_user: User, at: datetime) -> Conclusion:
    """Record which task a conclusion became; possible after the conference ended, once only."""
    conference = locked(conclusion.conference_id, acting_user, at, ONCE_OPEN, can_write_conclusions)
    conclusion = Conclusion.objects.select_for_update().get(pk=conclusion.pk)
    if conclusion.task_id is not None:
        raise ConferenceRefused("Kết luận đã thành nhiệm vụ")
    conclusion.task = task
    conclusion.save(update_fields=["task"])
    note("link_task", conference, acting_user, at, conclusion=conclusion.pk, task=task.pk)
    return conclusion


@transaction.atomic
def conclude(
    *, conference: Conference, acting_user: User, at: datetime, ended_at: datetime | None = None
) -> Conference:
    """Conclude the conference: the chair's act, after which its record stays as it is.

    `ended_at` is when it broke up (now where not given). Raises ConferenceRefused: a ballot still open, no
    conclusions, an end before the beginning.
    """
    conference = locked(conference.pk, acting_user, at, DURING, can_conclude)
    ended = ended_at or at
    if Ballot.objects.filter(item__conference=conference, closed_at__isnull=True).exists():
        raise ConferenceRefused("Còn biểu quyết chưa đóng")
    if not conference.conclusions.exists():
        raise ConferenceRefused("Chưa có kết luận nào")
    if ended < conference.starts_at:
        raise ConferenceRefused("Giờ kết thúc trước giờ bắt đầu")
    conference.state = ConferenceState.CONCLUDED
    conference.ended_at = ended
    conference.concluded_at = at
    conference.version += 1
    conference.save(update_fields=["state", "ended_at", "concluded_at", "version"])
    note("conclude", conference, acting_user, at, ended_at=ended)
    return conference
