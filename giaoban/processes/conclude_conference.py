"""The end of a conference: concluded by the chair; what the vote carried is adopted; the units are told."""

from datetime import datetime

from django.db import transaction

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.conferences import operations
from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.queries import ConferenceRecord, conference_record, origin_of
from giaoban.domain.documents.models import Draft
from giaoban.domain.documents.operations import adopt_draft
from giaoban.domain.notices.operations import queue
from giaoban.domain.orgs.models import valid_on
from giaoban.lib.clock import VIETNAM


@transaction.atomic
def conclude_conference(
    *, conference: Conference, acting_user: User, at: datetime, ended_at: datetime | None = None
) -> Conference:
    """Conclude the conference, adopt the drafts whose ballot carried, tell every seated unit.

    A draft is adopted on the day its ballot closed; it is not issued by that (adopted ≠ issued ≠ in force).
    Raises what conferences.operations.conclude raises.
    """
    operations.hold(conference.pk)
    drafts = conference.items.filter(draft__isnull=False).values("draft_id")
    list(Draft.objects.select_for_update().filter(pk__in=drafts).order_by("pk").values_list("pk", flat=True))
    concluded = operations.conclude(conference=conference, acting_user=acting_user, at=at, ended_at=ended_at)
    record = conference_record(concluded)
    for draft_id, closed_at in _carried(record):
        draft = Draft.objects.get(pk=draft_id)
        if draft.adopted_on is None:
            adopt_draft(draft=draft, adopted_on=closed_at.astimezone(VIETNAM).date(), by=origin_of(record.id),
                        acting_user=acting_user, at=at)  # fmt: skip
    _tell_units(record, at)
    return concluded


def _carried(record: ConferenceRecord) -> list[tuple[int, datetime]]:
    """Return (draft id, closing moment) of each draft whose last ballot on its item carried."""
    found = []
    for item in record.items:
        last = item.ballots[-1] if item.ballots else None
        if item.draft and last and last.carried and last.closed_at:
            found.append((item.draft.id, last.closed_at))
    return found


def _tell_units(record: ConferenceRecord, at: datetime) -> None:
    units = {seat.unit_id for seat in record.attendance.delegates}
    people = User.objects.filter(
        valid_on(at.date(), "posts__"), posts__unit_id__in=units, posts__role__in=[Role.HEAD, Role.CLERK]
    )
    queue(recipient_ids=people.values_list("pk", flat=True), kind="conferences.concluded", at=at,
          subject=f"Đã kết luận: {record.title}", target=origin_of(record.id))  # fmt: skip
