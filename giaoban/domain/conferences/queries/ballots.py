"""The result of a ballot, computed from its votes against the rule stored in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from giaoban.domain.conferences.models import Ballot, Basis, Choice, Delegate, Vote
from giaoban.domain.conferences.rules import Majority


@dataclass(frozen=True)
class NamedVote:
    """One delegate's vote, by unit and post."""

    delegate_id: int
    unit: str
    post: str
    choice: str
    choice_label: str


@dataclass(frozen=True)
class BallotResult:
    """Counts on both bases, the rule, and whether it carries. Rates are percentages, None on an empty base.

    While the ballot is open the counts are provisional; once closed they no longer move.
    """

    id: int
    item_id: int
    question: str
    basis: str
    basis_label: str
    rule: str
    numerator: int
    denominator: int
    strictly_more: bool
    opened_at: datetime
    closed_at: datetime | None
    members: int
    present: int
    in_favour: int
    against: int
    other: int
    needed: int
    carried: bool
    votes: tuple[NamedVote, ...]

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def base(self) -> int:
        """How many delegates the rule counts from."""
        return self.members if self.basis == Basis.MEMBERS else self.present

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.other

    @property
    def absent(self) -> int:
        """Those who may vote and are not there."""
        return self.members - self.present

    @property
    def not_cast(self) -> int:
        """Present, entitled, and without a vote."""
        return self.present - self.cast

    @property
    def rate_on_members(self) -> Decimal | None:
        return _rate(self.in_favour, self.members)

    @property
    def rate_on_present(self) -> Decimal | None:
        return _rate(self.in_favour, self.present)


def _rate(part: int, whole: int) -> Decimal | None:
    return Decimal(part) * 100 / Decimal(whole) if whole else None


def ballot_result(ballot: Ballot) -> BallotResult:
    """Return the result of one ballot (2 queries)."""
    votes = ballot.votes.select_related("delegate__unit").order_by("delegate__position")
    entitled = Delegate.objects.filter(conference__items=ballot.item_id, may_vote=True)
    return count_ballot(ballot, list(votes), [bool(at) for at in entitled.values_list("checked_in_at", flat=True)])


def count_ballot(ballot: Ballot, votes: Sequence[Vote], entitled_present: Sequence[bool]) -> BallotResult:
    """Count a ballot from rows read already. `entitled_present` says for each delegate who may vote whether here.

    A closed ballot keeps the bases counted when it closed, whoever came or left since.
    """
    closed = ballot.members_at_close is not None and ballot.present_at_close is not None
    members = ballot.members_at_close if closed else len(entitled_present)
    present = ballot.present_at_close if closed else sum(entitled_present)
    members, present = members or 0, present or 0
    counts = {choice: sum(vote.choice == choice for vote in votes) for choice in Choice}
    rule = Majority(ballot.needed_numerator, ballot.needed_denominator, ballot.strictly_more)
    base = members if ballot.basis == Basis.MEMBERS else present
    return BallotResult(
        id=ballot.pk, item_id=ballot.item_id, question=ballot.question, basis=ballot.basis,
        basis_label=ballot.get_basis_display(), rule=f"{rule.words} {ballot.get_basis_display()}",
        numerator=rule.numerator, denominator=rule.denominator, strictly_more=rule.strictly_more,
        opened_at=ballot.opened_at, closed_at=ballot.closed_at, members=members, present=present,
        in_favour=counts[Choice.FOR], against=counts[Choice.AGAINST], other=counts[Choice.OTHER],
        needed=rule.needed(base), carried=rule.carries(counts[Choice.FOR], base),
        votes=tuple(_named(vote) for vote in votes),
    )  # fmt: skip


def _named(vote: Vote) -> NamedVote:
    seat = vote.delegate
    return NamedVote(
        delegate_id=seat.pk, unit=seat.unit.name, post=seat.substitute_post or seat.post, choice=vote.choice,
        choice_label=vote.get_choice_display(),
    )  # fmt: skip
