"""The result comes from the votes and the rule; both are beyond anybody's typing."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from giaoban.domain.audit.models import Entry
from giaoban.domain.conferences import operations as do
from giaoban.domain.conferences.models import Basis, Choice, DelegateGroup
from giaoban.domain.conferences.operations import ConferenceRefused
from giaoban.domain.conferences.queries import attendance, ballot_result
from tests.factories.conferences import STARTS, open_meeting, vote

pytestmark = pytest.mark.django_db


def test_attendance_is_counted_by_group() -> None:
    meeting = open_meeting(absent=2)
    counted = attendance(meeting.conference)
    assert (counted.invited, counted.present, counted.substituted, counted.absent) == (10, 8, 1, 2)
    assert (counted.members, counted.voters_present) == (9, 7)
    assert [(g.group, g.invited, g.present, g.substituted) for g in counted.groups] == [
        ("superior", 1, 1, 0), ("department", 2, 2, 1), ("commune", 7, 5, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("in_favour", "basis", "carried", "needed"),
    [(5, Basis.MEMBERS, True, 5), (4, Basis.MEMBERS, False, 5), (4, Basis.PRESENT, True, 4),
     (3, Basis.PRESENT, False, 4)],
)  # fmt: skip
def test_the_base_decides(in_favour: int, basis: Basis, carried: bool, needed: int) -> None:
    """Nine may vote, seven are here: more than half is five of nine or four of seven."""
    result = ballot_result(vote(open_meeting(absent=2), in_favour, 7 - in_favour, basis=basis))
    assert (result.members, result.present, result.in_favour, result.against) == (9, 7, in_favour, 7 - in_favour)
    assert (result.carried, result.needed) == (carried, needed)
    assert result.rate_on_members == Decimal(in_favour) * 100 / 9
    assert result.rate_on_present == Decimal(in_favour) * 100 / 7


def test_who_does_not_vote_counts_as_present_and_not_for() -> None:
    result = ballot_result(vote(open_meeting(absent=2), 4, 1))
    assert (result.cast, result.not_cast, result.carried) == (5, 2, False)


def test_a_closed_ballot_does_not_move_when_somebody_comes_late() -> None:
    meeting = open_meeting(absent=2)
    ballot = vote(meeting, 4, 3, basis=Basis.PRESENT)
    before = ballot_result(ballot)
    for seat in meeting.delegates[-2:]:
        do.check_in(delegate=seat, acting_user=meeting.by("secretary"), at=STARTS + timedelta(hours=3))
    unit = meeting.office.units["stranger"]
    do.seat_delegate(conference=meeting.conference, unit=unit, group=DelegateGroup.DEPARTMENT, post="Khách",
                     acting_user=meeting.by("secretary"), at=STARTS)  # fmt: skip
    ballot.refresh_from_db()
    assert ballot_result(ballot) == before
    assert before.carried


def test_only_delegates_who_are_here_and_entitled_vote_once() -> None:
    meeting = open_meeting(absent=1)
    secretary = meeting.by("secretary")
    ballot = do.open_ballot(item=meeting.draft_item, question="Thông qua", acting_user=secretary, at=STARTS)
    guest, member, absent = meeting.delegates[0], meeting.delegates[1], meeting.delegates[-1]
    cast: dict[str, Any] = {"ballot": ballot, "choice": Choice.FOR, "acting_user": secretary, "at": STARTS}
    with pytest.raises(ConferenceRefused, match="không có quyền"):
        do.cast_vote(delegate=guest, **cast)
    with pytest.raises(ConferenceRefused, match="chưa điểm danh"):
        do.cast_vote(delegate=absent, **cast)
    stored = do.cast_vote(delegate=member, **cast)
    with pytest.raises(ConferenceRefused, match="một phiếu"):
        do.cast_vote(delegate=member, **cast)
    do.correct_vote(vote=stored, choice=Choice.OTHER, acting_user=secretary, at=STARTS)
    assert ballot_result(ballot).other == 1
    assert Entry.objects.get(act="conferences.correct_vote").detail["before"] == "for"
    do.close_ballot(ballot=ballot, acting_user=secretary, at=STARTS)
    with pytest.raises(ConferenceRefused, match="đã đóng"):
        do.cast_vote(delegate=meeting.delegates[2], **cast)
    with pytest.raises(ConferenceRefused, match="đã đóng"):
        do.correct_vote(vote=stored, choice=Choice.FOR, acting_user=secretary, at=STARTS)


def test_one_ballot_at_a_time_under_a_sound_rule() -> None:
    meeting = open_meeting()
    ask: dict[str, Any] = {
        "item": meeting.draft_item,
        "question": "x",
        "acting_user": meeting.by("secretary"),
        "at": STARTS,
    }
    for numerator, denominator, strictly in ((0, 2, True), (3, 2, False), (2, 2, True)):
        with pytest.raises(ConferenceRefused, match="Tỷ lệ"):
            do.open_ballot(needed_numerator=numerator, needed_denominator=denominator, strictly_more=strictly, **ask)
    do.open_ballot(**ask)
    with pytest.raises(ConferenceRefused, match="chưa đóng"):
        do.open_ballot(**ask)


def test_the_named_record_shows_posts_and_the_substitutes_post() -> None:
    result = ballot_result(vote(open_meeting(), 2, 1))
    first = result.votes[0]
    assert (first.unit, first.post, first.choice_label) == ("Trung tâm Y tế", "Phó Giám đốc", "Tán thành")
    assert [v.choice for v in result.votes] == ["for", "for", "against"]
