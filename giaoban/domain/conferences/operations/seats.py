"""Delegates: seated by unit, checked in, represented by a substitute, or absent with a reason."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from giaoban.domain.accounts.models import Post, Role, User
from giaoban.domain.conferences.models import Conference, Delegate, DelegateGroup
from giaoban.domain.conferences.operations.access import (
    BEFORE,
    UNTIL_CONCLUDED,
    ConferenceRefused,
    locked,
    note,
)
from giaoban.domain.orgs.models import Level, Unit, valid_on
from giaoban.domain.orgs.queries import members_of
from giaoban.lib.text import clean


@transaction.atomic
def seat_delegate(
    *, conference: Conference, unit: Unit, group: DelegateGroup, post: str, acting_user: User, at: datetime,
    may_vote: bool = True,
) -> Delegate:  # fmt: skip
    """Give a unit a seat, shown by post. Guests (superiors) are seated with `may_vote=False`."""
    conference = locked(conference.pk, acting_user, at, UNTIL_CONCLUDED)
    if not clean(post):
        raise ConferenceRefused("Đại biểu được ghi theo chức vụ; hãy nhập chức vụ")
    delegate = Delegate.objects.create(
        conference=conference, unit=unit, group=group, post=clean(post), may_vote=may_vote,
        position=_last_seat(conference) + 1,
    )  # fmt: skip
    note("seat_delegate", conference, acting_user, at, delegate=delegate.pk, seat_of=unit.code, post=delegate.post)
    return delegate


def _last_seat(conference: Conference) -> int:
    return conference.delegates.aggregate(last=Max("position"))["last"] or 0


@transaction.atomic
def seat_bloc(*, conference: Conference, acting_user: User, at: datetime) -> int:
    """Seat one voting delegate for every member unit of the bloc that has none yet; return how many (few queries).

    The post shown is the head's title where one is recorded, otherwise a general one.
    """
    conference = locked(conference.pk, acting_user, at, BEFORE)
    day = conference.starts_at.date()
    seated = set(conference.delegates.values_list("unit_id", flat=True))
    titles = dict(
        Post.objects.filter(valid_on(day), role=Role.HEAD, unit__bloc_memberships__bloc=conference.bloc)
        .values_list("unit_id", "title")
    )  # fmt: skip
    members = [unit for unit in members_of(conference.bloc, day) if unit.pk not in seated]
    place = _last_seat(conference)
    rows = [
        Delegate(conference=conference, unit=unit, position=place + step,
                 group=DelegateGroup.COMMUNE if unit.level == Level.COMMUNE else DelegateGroup.DEPARTMENT,
                 post=titles.get(unit.pk, "Phụ trách tuyên giáo" if unit.level == Level.COMMUNE else "Thủ trưởng"))
        for step, unit in enumerate(members, start=1)
    ]  # fmt: skip
    Delegate.objects.bulk_create(rows)
    note("seat_bloc", conference, acting_user, at, seated=len(rows))
    return len(rows)


def _row(delegate: Delegate) -> Delegate:
    return Delegate.objects.select_for_update(of=("self",)).select_related("unit").get(pk=delegate.pk)


@transaction.atomic
def name_substitute(*, delegate: Delegate, post: str, acting_user: User, at: datetime) -> Delegate:
    """Record the post of the person who comes instead; an empty post takes the substitute back."""
    conference = locked(delegate.conference_id, acting_user, at, UNTIL_CONCLUDED)
    delegate = _row(delegate)
    delegate.substitute_post = clean(post)
    delegate.save(update_fields=["substitute_post"])
    note("name_substitute", conference, acting_user, at, delegate=delegate.pk, post=delegate.substitute_post)
    return delegate


@transaction.atomic
def check_in(*, delegate: Delegate, acting_user: User, at: datetime, substitute_post: str = "") -> Delegate:
    """Record that the delegate (or the substitute, by post) is here. A second time changes nothing."""
    conference = locked(delegate.conference_id, acting_user, at, UNTIL_CONCLUDED)
    delegate = _row(delegate)
    if delegate.checked_in_at is not None:
        return delegate
    delegate.checked_in_at = at
    delegate.absence_reason = ""
    delegate.substitute_post = clean(substitute_post) or delegate.substitute_post
    delegate.save(update_fields=["checked_in_at", "absence_reason", "substitute_post"])
    note("check_in", conference, acting_user, at, delegate=delegate.pk, seat_of=delegate.unit.code,
         substitute=delegate.substitute_post)  # fmt: skip
    return delegate


@transaction.atomic
def undo_check_in(*, delegate: Delegate, acting_user: User, at: datetime) -> Delegate:
    """Take back a check-in made by mistake. Raises ConferenceRefused once the delegate has voted."""
    conference = locked(delegate.conference_id, acting_user, at, UNTIL_CONCLUDED)
    delegate = _row(delegate)
    if delegate.votes.exists():
        raise ConferenceRefused("Đại biểu đã biểu quyết, không bỏ điểm danh được")
    delegate.checked_in_at = None
    delegate.save(update_fields=["checked_in_at"])
    note("undo_check_in", conference, acting_user, at, delegate=delegate.pk)
    return delegate


@transaction.atomic
def record_absence(*, delegate: Delegate, reason: str, acting_user: User, at: datetime) -> Delegate:
    """Record why a delegate does not come. Raises ConferenceRefused for one who is here."""
    conference = locked(delegate.conference_id, acting_user, at, UNTIL_CONCLUDED)
    delegate = _row(delegate)
    if delegate.checked_in_at is not None:
        raise ConferenceRefused("Đại biểu đã điểm danh")
    delegate.absence_reason = clean(reason)
    delegate.save(update_fields=["absence_reason"])
    note("record_absence", conference, acting_user, at, delegate=delegate.pk, reason=delegate.absence_reason)
    return delegate
