"""Named ballots: the rule is stored when the ballot opens, the result is computed from votes, never typed."""

from datetime import datetime

from django.db import IntegrityError, transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.conferences.models import Ballot, Basis, Choice, Delegate, Item, Vote
from giaoban.domain.conferences.operations.access import DURING, ConferenceRefused, locked, note
from giaoban.lib.text import clean


@transaction.atomic
def open_ballot(
    *, item: Item, question: str, acting_user: User, at: datetime, basis: Basis = Basis.MEMBERS,
    needed_numerator: int = 1, needed_denominator: int = 2, strictly_more: bool = True,
) -> Ballot:  # fmt: skip
    """Open a named ballot on an item under a majority rule that cannot be changed afterwards.

    Raises ConferenceRefused for a rule that is no fraction, or while another ballot of the conference is open.
    """
    conference = locked(item.conference_id, acting_user, at, DURING)
    if not clean(question):
        raise ConferenceRefused("Biểu quyết cần có nội dung")
    sound = 0 < needed_numerator <= needed_denominator and not (
        strictly_more and needed_numerator == needed_denominator
    )
    if not sound:
        raise ConferenceRefused("Tỷ lệ cần đạt không hợp lệ")
    if Ballot.objects.filter(item__conference=conference, closed_at__isnull=True).exists():
        raise ConferenceRefused("Đang có một biểu quyết chưa đóng")
    ballot = Ballot.objects.create(
        item=item, question=clean(question), basis=basis, needed_numerator=needed_numerator,
        needed_denominator=needed_denominator, strictly_more=strictly_more, opened_at=at,
    )  # fmt: skip
    note("open_ballot", conference, acting_user, at, ballot=ballot.pk, basis=basis,
         rule=f"{needed_numerator}/{needed_denominator}", strictly_more=strictly_more)  # fmt: skip
    return ballot


def _open_ballot(ballot: Ballot) -> Ballot:
    ballot = Ballot.objects.select_for_update(of=("self",)).select_related("item").get(pk=ballot.pk)
    if ballot.closed_at is not None:
        raise ConferenceRefused("Biểu quyết đã đóng")
    return ballot


@transaction.atomic
def cast_vote(*, ballot: Ballot, delegate: Delegate, choice: Choice, acting_user: User, at: datetime) -> Vote:
    """Record one delegate's vote. Raises ConferenceRefused: closed, not here, may not vote, voted already."""
    conference = locked(ballot.item.conference_id, acting_user, at, DURING)
    ballot = _open_ballot(ballot)
    delegate = Delegate.objects.select_related("unit").get(pk=delegate.pk)
    if delegate.conference_id != conference.pk:
        raise ConferenceRefused("Đại biểu không thuộc hội nghị này")
    if not delegate.may_vote:
        raise ConferenceRefused("Đại biểu không có quyền biểu quyết")
    if delegate.checked_in_at is None:
        raise ConferenceRefused("Đại biểu chưa điểm danh")
    try:
        with transaction.atomic():
            vote = Vote.objects.create(ballot=ballot, delegate=delegate, choice=choice, cast_at=at)
    except IntegrityError:
        raise ConferenceRefused("Đại biểu đã biểu quyết; mỗi đại biểu một phiếu") from None
    note("cast_vote", conference, acting_user, at, ballot=ballot.pk, delegate=delegate.pk, choice=choice)
    return vote


@transaction.atomic
def correct_vote(*, vote: Vote, choice: Choice, acting_user: User, at: datetime) -> Vote:
    """Correct a vote that was entered wrongly, while the ballot is open; the audit line keeps both."""
    conference = locked(vote.ballot.item.conference_id, acting_user, at, DURING)
    _open_ballot(vote.ballot)
    vote = Vote.objects.select_for_update().get(pk=vote.pk)
    before, vote.choice = vote.choice, choice
    vote.save(update_fields=["choice"])
    note("correct_vote", conference, acting_user, at, ballot=vote.ballot_id, delegate=vote.delegate_id,
         before=before, after=choice)  # fmt: skip
    return vote


@transaction.atomic
def close_ballot(*, ballot: Ballot, acting_user: User, at: datetime) -> Ballot:
    """Close the ballot: no vote after that, and both bases are counted and kept as they are now."""
    conference = locked(ballot.item.conference_id, acting_user, at, DURING)
    ballot = _open_ballot(ballot)
    entitled = conference.delegates.filter(may_vote=True)
    ballot.closed_at = at
    ballot.members_at_close = entitled.count()
    ballot.present_at_close = entitled.filter(checked_in_at__isnull=False).count()
    ballot.save(update_fields=["closed_at", "members_at_close", "present_at_close"])
    note("close_ballot", conference, acting_user, at, ballot=ballot.pk, members=ballot.members_at_close,
         present=ballot.present_at_close)  # fmt: skip
    return ballot
