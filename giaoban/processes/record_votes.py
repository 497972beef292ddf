"""Many votes of one ballot entered at once from a list of delegates."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.conferences.models import Ballot, Choice, Delegate
from giaoban.domain.conferences.operations import ConferenceConflict, cast_vote, correct_vote, hold


@transaction.atomic
def record_votes(
    *, ballot: Ballot, choices: Mapping[int, str], seen: Mapping[int, str], acting_user: User, at: datetime
) -> int:
    """Cast or correct the votes that this person changed; return how many. All or none.

    `choices` and `seen` are by delegate id: what is wanted, and what stood there when the list was shown ("" for no
    vote). A vote somebody else moved meanwhile raises ConferenceConflict; one left alone stays as it is.
    """
    hold(ballot.item.conference_id)
    stored = {vote.delegate_id: vote for vote in ballot.votes.select_related("ballot__item", "delegate__unit")}
    seats = {seat.pk: seat for seat in Delegate.objects.filter(conference__items=ballot.item_id, pk__in=choices)}
    changed = {pk: choice for pk, choice in choices.items() if choice in Choice.values and choice != seen.get(pk, "")}
    for pk, choice in changed.items():
        vote = stored.get(pk)
        if (vote.choice if vote else "") == choice:
            continue
        if (vote.choice if vote else "") != seen.get(pk, ""):
            raise ConferenceConflict(
                f"{seats[pk].post}: {Choice(choice).label}", vote.get_choice_display() if vote else ""
            )
        if vote:
            correct_vote(vote=vote, choice=Choice(choice), acting_user=acting_user, at=at)
        elif pk in seats:
            cast_vote(ballot=ballot, delegate=seats[pk], choice=Choice(choice), acting_user=acting_user, at=at)
    return len(changed)


@transaction.atomic
def record_rest(*, ballot: Ballot, choice: Choice, acting_user: User, at: datetime) -> int:
    """Cast one choice for every delegate who is here, may vote and has not; return how many."""
    hold(ballot.item.conference_id)
    waiting = Delegate.objects.filter(
        conference__items=ballot.item_id, may_vote=True, checked_in_at__isnull=False
    ).exclude(votes__ballot=ballot)
    for seat in waiting:
        cast_vote(ballot=ballot, delegate=seat, choice=choice, acting_user=acting_user, at=at)
    return len(waiting)
