"""Whether the votes of closed ballots are those that were cast: each against its line in the audit chain."""

from dataclasses import dataclass

from giaoban.domain.audit.models import Entry
from giaoban.domain.conferences.models import Ballot, Vote

CAST = {"conferences.cast_vote": "choice", "conferences.correct_vote": "after"}
CLOSED = "conferences.close_ballot"


@dataclass(frozen=True)
class VoteFault:
    """A closed ballot with what does not fit: a delegate's vote ("" for none), or the base counted at closing."""

    ballot_id: int
    question: str
    delegate_id: int | None
    stored: str
    recorded: str


def find_vote_faults() -> list[VoteFault]:
    """Return where votes of closed ballots differ from what the audit chain says was cast (3 queries)."""
    ballots = Ballot.objects.filter(closed_at__isnull=False).in_bulk()
    cast: dict[tuple[int, int], str] = {}
    bases: dict[int, str] = {}
    rows = Entry.objects.filter(act__in=[*CAST, CLOSED]).order_by("number").values_list("act", "detail")
    for act, detail in rows:
        if act == CLOSED:
            bases[detail["ballot"]] = f"{detail['members']}/{detail['present']}"
        else:
            cast[detail["ballot"], detail["delegate"]] = detail[CAST[act]]
    votes = Vote.objects.filter(ballot__in=ballots).values_list("ballot_id", "delegate_id", "choice")
    stored = {(ballot, delegate): choice for ballot, delegate, choice in votes}
    faults = [
        VoteFault(key[0], ballots[key[0]].question, key[1], stored.get(key, ""), cast.get(key, ""))
        for key in sorted({*stored, *(key for key in cast if key[0] in ballots)})
        if stored.get(key, "") != cast.get(key, "")
    ]
    for pk, ballot in sorted(ballots.items()):
        base = f"{ballot.members_at_close}/{ballot.present_at_close}"
        if bases.get(pk, "") != base:
            faults.append(VoteFault(pk, ballot.question, None, base, bases.get(pk, "")))
    return faults
