"""What every act on a conference begins with: the row locked, the state and the person checked."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied

from giaoban.domain.accounts.models import User
from giaoban.domain.accounts.queries import Standing, standing
from giaoban.domain.audit.operations import record
from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.permissions import can_run
from giaoban.domain.conferences.rules import CONCLUDED, OPEN, PREPARING

BEFORE = (PREPARING,)
DURING = (OPEN,)
UNTIL_CONCLUDED = (PREPARING, OPEN)
ONCE_OPEN = (OPEN, CONCLUDED)


class ConferenceRefused(ValueError):
    """The act is against the rules of the conference; the message (Vietnamese) says which."""


class ConferenceConflict(ConferenceRefused):
    """Somebody changed the same thing meanwhile: `yours` was not stored, `theirs` stands."""

    def __init__(self, yours: str, theirs: str) -> None:
        super().__init__("Nội dung đã được người khác sửa; bản của bạn chưa được lưu")
        self.yours = yours
        self.theirs = theirs


def locked(
    conference_id: int,
    acting_user: User,
    at: datetime,
    states: tuple[str, ...],
    allowed: Callable[[Standing, Conference], bool] = can_run,
) -> Conference:
    """Return the conference locked until the transaction ends. Raises PermissionDenied, ConferenceRefused (state)."""
    conference = (
        Conference.objects.select_for_update(of=("self",)).select_related("bloc__coordinator").get(pk=conference_id)
    )
    if not allowed(standing(acting_user, at.date()), conference):
        raise PermissionDenied
    if conference.state not in states:
        raise ConferenceRefused(f"Hội nghị ở trạng thái “{conference.get_state_display()}”, không làm được việc này")
    return conference


def hold(conference_id: int) -> None:
    """Lock a conference at the beginning of an act of several parts (1 query).

    The audit chain's head is locked last everywhere. A part that records before another part locks the conference
    would wait for somebody who holds the conference and waits for the head.
    """
    list(Conference.objects.select_for_update().filter(pk=conference_id).values_list("pk", flat=True))


def note(act: str, conference: Conference, acting_user: User, at: datetime, **detail: object) -> None:
    """Record an act on the conference in the audit chain."""
    record(act=f"conferences.{act}", target=f"conferences.conference:{conference.pk}", acting_user=acting_user,
           at=at, unit=conference.bloc.coordinator.code, **detail)  # fmt: skip
