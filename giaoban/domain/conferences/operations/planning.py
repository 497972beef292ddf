"""Preparing a conference: its place and time, its programme, its invitations."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.queries import standing
from giaoban.domain.conferences.models import Conference, Item, ItemKind
from giaoban.domain.conferences.operations.access import (
    BEFORE,
    UNTIL_CONCLUDED,
    ConferenceConflict,
    ConferenceRefused,
    locked,
    note,
)
from giaoban.domain.conferences.permissions import can_plan
from giaoban.domain.conferences.rules import USUAL_PROGRAMME
from giaoban.domain.documents.models import Draft, Paper
from giaoban.domain.notices.operations import queue
from giaoban.domain.orgs.models import Bloc, Unit, valid_on
from giaoban.domain.reports.models import Round, Snapshot
from giaoban.lib.dates import formal
from giaoban.lib.text import clean, clean_block

_ASIDE = 10_000  # positions parked here while others move: a position is unique at every moment


@transaction.atomic
def plan_conference(
    *, title: str, bloc: Bloc, round: Round, starts_at: datetime, place: str, chair: User, chair_title: str,
    secretary: User, secretary_title: str, acting_user: User, at: datetime, usual_programme: bool = True,
) -> Conference:  # fmt: skip
    """Plan a conference of the bloc on a round of reports; with the customary programme unless told otherwise.

    `chair_title` and `secretary_title` are the posts as printed. Raises ConferenceRefused for missing words.
    """
    if not can_plan(standing(acting_user, at.date()), bloc):
        raise PermissionDenied
    if not (clean(title) and clean(place) and clean(chair_title) and clean(secretary_title)):
        raise ConferenceRefused("Cần có tên hội nghị, địa điểm, chức danh chủ trì và thư ký")
    conference = Conference.objects.create(
        title=clean(title), bloc=bloc, round=round, starts_at=starts_at, place=clean(place), chair=chair,
        chair_title=clean(chair_title), secretary=secretary, secretary_title=clean(secretary_title), created_at=at,
    )  # fmt: skip
    if usual_programme:
        Item.objects.bulk_create(
            Item(conference=conference, position=place_, kind=kind, title=name, minutes_planned=minutes)
            for place_, (kind, name, minutes) in enumerate(USUAL_PROGRAMME, start=1)
        )
    note("plan_conference", conference, acting_user, at, title=conference.title, starts_at=starts_at)
    return conference


@transaction.atomic
def revise_conference(
    *, conference: Conference, title: str, starts_at: datetime, place: str, chair_title: str, secretary_title: str,
    expected_version: int, acting_user: User, at: datetime,
) -> Conference:  # fmt: skip
    """Change title, time, place and posts while preparing. Raises ConferenceConflict on a newer version."""
    current = locked(conference.pk, acting_user, at, BEFORE)
    wanted = (clean(title), clean(place), clean(chair_title), clean(secretary_title))
    if not all(wanted):
        raise ConferenceRefused("Cần có tên hội nghị, địa điểm, chức danh chủ trì và thư ký")
    if current.version != expected_version:
        theirs = (current.title, current.place, current.chair_title, current.secretary_title)
        raise ConferenceConflict("\n".join(wanted), "\n".join(theirs))
    current.title, current.place, current.chair_title, current.secretary_title = wanted
    current.starts_at = starts_at
    current.version += 1
    current.save(update_fields=["title", "place", "chair_title", "secretary_title", "starts_at", "version"])
    note("revise_conference", current, acting_user, at, title=current.title, starts_at=starts_at)
    return current


@transaction.atomic
def add_item(
    *, conference: Conference, kind: ItemKind, title: str, acting_user: User, at: datetime,
    presenter: Unit | None = None, minutes_planned: int = 10, paper: Paper | None = None,
    draft: Draft | None = None, position: int | None = None,
) -> Item:  # fmt: skip
    """Add an item to the programme, last or at a position (the items from there on move down one)."""
    conference = locked(conference.pk, acting_user, at, UNTIL_CONCLUDED)
    if not clean(title):
        raise ConferenceRefused("Mục chương trình cần có tên")
    last = conference.items.aggregate(last=Max("position"))["last"] or 0
    place = min(max(position or last + 1, 1), last + 1)
    _shift(conference, place, 1)
    item = Item.objects.create(
        conference=conference, position=place, kind=kind, title=clean(title), presenter=presenter,
        minutes_planned=minutes_planned, paper=paper, draft=draft,
    )  # fmt: skip
    note("add_item", conference, acting_user, at, item=item.pk, title=item.title, position=place)
    return item


def _shift(conference: Conference, start: int, by: int) -> None:
    """Move the items from `start` on by one place, never two on one place."""
    conference.items.filter(position__gte=start).update(position=F("position") + _ASIDE)
    conference.items.filter(position__gte=_ASIDE).update(position=F("position") - _ASIDE + by)


@transaction.atomic
def move_item(*, item: Item, position: int, acting_user: User, at: datetime) -> Item:
    """Move an item to another place of the programme."""
    conference = locked(item.conference_id, acting_user, at, UNTIL_CONCLUDED)
    order = [pk for pk in conference.items.values_list("pk", flat=True) if pk != item.pk]
    order.insert(max(position - 1, 0), item.pk)
    conference.items.update(position=F("position") + _ASIDE)
    for place, pk in enumerate(order, start=1):
        Item.objects.filter(pk=pk).update(position=place)
    note("move_item", conference, acting_user, at, item=item.pk, position=position)
    item.refresh_from_db()
    return item


@transaction.atomic
def remove_item(*, item: Item, acting_user: User, at: datetime) -> None:
    """Take an item out of the programme while preparing."""
    conference = locked(item.conference_id, acting_user, at, BEFORE)
    item = conference.items.get(pk=item.pk)  # it may have been moved since it was read
    place, key, title = item.position, item.pk, item.title
    Item.objects.filter(pk=key).delete()
    _shift(conference, place + 1, -1)
    note("remove_item", conference, acting_user, at, item=key, title=title)


@transaction.atomic
def attach_to_item(
    *, item: Item, acting_user: User, at: datetime, paper: Paper | None = None, draft: Draft | None = None,
    presenter: Unit | None = None,
) -> Item:  # fmt: skip
    """Put a paper, a draft or a presenting unit on an item; what is None stays as it is."""
    conference = locked(item.conference_id, acting_user, at, UNTIL_CONCLUDED)
    item = Item.objects.select_for_update().get(pk=item.pk)
    if draft is not None and item.ballots.exists():
        raise ConferenceRefused("Mục đã mở biểu quyết, không đổi dự thảo được")
    item.paper = paper or item.paper
    item.draft = draft or item.draft
    item.presenter = presenter or item.presenter
    item.save(update_fields=["paper", "draft", "presenter"])
    note("attach_to_item", conference, acting_user, at, item=item.pk, paper=item.paper_id, draft=item.draft_id)
    return item


@transaction.atomic
def attach_snapshot(*, conference: Conference, snapshot: Snapshot, acting_user: User, at: datetime) -> Conference:
    """Say which frozen figures and text the conference hears. Raises ConferenceRefused for another round's."""
    conference = locked(conference.pk, acting_user, at, UNTIL_CONCLUDED)
    if snapshot.round_id != conference.round_id:
        raise ConferenceRefused("Số liệu chốt thuộc kỳ báo cáo khác")
    conference.snapshot = snapshot
    conference.save(update_fields=["snapshot"])
    note("attach_snapshot", conference, acting_user, at, snapshot=snapshot.pk, sha256=snapshot.sha256)
    return conference


@transaction.atomic
def send_invitations(*, conference: Conference, acting_user: User, at: datetime, body: str = "") -> int:
    """Invite the heads and clerks of every seated unit; return how many people were told.

    The day is kept: less than three working days before the conference is a warning (rules.invitation_warning).
    """
    conference = locked(conference.pk, acting_user, at, BEFORE)
    units = list(conference.delegates.values_list("unit_id", flat=True))
    if not units:
        raise ConferenceRefused("Chưa có đại biểu nào để mời")
    people = User.objects.filter(
        valid_on(at.date(), "posts__"), posts__unit_id__in=units, posts__role__in=[Role.HEAD, Role.CLERK]
    )
    told = queue(
        recipient_ids=people.values_list("pk", flat=True),
        kind="conferences.invited", subject=f"Mời dự: {conference.title}", at=at,
        body=clean_block(body) or f"{formal(conference.starts_at.date())}, tại {conference.place}",
        target=f"conferences.conference:{conference.pk}",
    )  # fmt: skip
    if conference.invited_on is None:
        conference.invited_on = at.date()
        conference.save(update_fields=["invited_on"])
    note("send_invitations", conference, acting_user, at, units=len(set(units)), told=told)
    return told
