"""Taking hold of a submission: every change to it, its cells and its texts waits for the one before."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied

from giaoban.domain.accounts.models import Post, Role, User
from giaoban.domain.accounts.queries import holders
from giaoban.domain.orgs.models import valid_on
from giaoban.domain.reports.models import Round, Submission
from giaoban.domain.reports.operations.refusals import RoundClosed, WrongState
from giaoban.domain.reports.permissions import can_edit, day_of, standing_at
from giaoban.domain.reports.rules import EDITABLE


def locked(submission: Submission) -> Submission:
    """Return the submission as it stands now, locked until the transaction ends (1 query)."""
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("round__regime__bloc", "round__regime__receiver", "unit")
        .get(pk=submission.pk)
    )


def locked_round(round: Round) -> Round:
    """Return the round as it stands now, locked until the transaction ends (1 query)."""
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("regime__bloc__territory", "regime__receiver")
        .get(pk=round.pk)
    )


def open_for_editing(submission: Submission, acting_user: User, at: datetime) -> Submission:
    """Return the locked submission if the person may edit it now. Raises PermissionDenied, WrongState, RoundClosed."""
    held = locked(submission)
    if not can_edit(standing_at(acting_user, at), held):
        raise PermissionDenied("Chỉ người của đơn vị được sửa báo cáo của đơn vị")
    refuse_closed(held)
    if held.state not in EDITABLE:
        raise WrongState(f"Báo cáo đang ở trạng thái “{held.get_state_display()}” nên không sửa được")
    return held


def refuse_closed(submission: Submission) -> None:
    """Raise RoundClosed where the round has ended (1 query).

    Asked anew: the round read together with the submission is as old as the moment we began to wait for the lock.
    """
    if Round.objects.filter(pk=submission.round_id, closed_at__isnull=False).exists():
        raise RoundClosed("Kỳ báo cáo đã đóng")


def touch(submission: Submission) -> str:
    """Return the audit target of a submission."""
    return f"reports.submission:{submission.pk}"


def unit_people(unit_ids: Iterable[int], at: datetime) -> dict[int, set[int]]:
    """Return the active clerks and heads of units at a moment: user ids by unit id (1 query)."""
    posts = Post.objects.filter(
        valid_on(day_of(at)), unit_id__in=list(unit_ids), role__in=(Role.CLERK, Role.HEAD), user__is_active=True
    ).values_list("unit_id", "user_id")
    people: dict[int, set[int]] = {}
    for unit_id, user_id in posts:
        people.setdefault(unit_id, set()).add(user_id)
    return people


def secretaries(round: Round, at: datetime) -> set[int]:
    """Return the user ids of the secretaries of the body that receives and the one that coordinates (2 queries)."""
    regime, day = round.regime, day_of(at)
    found = set(holders(regime.receiver, day, Role.SECRETARY).values_list("pk", flat=True))
    if regime.bloc.coordinator_id != regime.receiver_id:
        found |= set(holders(regime.bloc.coordinator, day, Role.SECRETARY).values_list("pk", flat=True))
    return found
