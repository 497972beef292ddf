"""A conference from plan to conclusion; who may do what; after the end nothing changes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from giaoban.domain.accounts.queries import standing
from giaoban.domain.conferences import operations as do
from giaoban.domain.conferences.models import Choice, DelegateGroup, Disposition, ItemKind
from giaoban.domain.conferences.operations import ConferenceConflict, ConferenceRefused
from giaoban.domain.conferences.permissions import visible_conferences
from giaoban.domain.notices.models import Notice
from tests.factories.conferences import ENDED, PLANNED, STARTS, Meeting, fill_meeting, open_meeting, plan_meeting, vote

pytestmark = pytest.mark.django_db


def acts(meeting: Meeting) -> dict[str, Callable[[Any], object]]:
    """Every act of the secretary on a conference, as a function of the person who tries it."""
    conference, item, seat = meeting.conference, meeting.thematic, meeting.delegates[-1]
    unit = meeting.office.units["health"]
    at = STARTS
    return {
        "revise": lambda who: do.revise_conference(conference=conference, title="x", starts_at=STARTS, place="x",
                                                   chair_title="x", secretary_title="x", expected_version=1,
                                                   acting_user=who, at=at),
        "add_item": lambda who: do.add_item(conference=conference, kind=ItemKind.SPEECH, title="x", acting_user=who,
                                            at=at),
        "move_item": lambda who: do.move_item(item=item, position=1, acting_user=who, at=at),
        "remove_item": lambda who: do.remove_item(item=item, acting_user=who, at=at),
        "attach": lambda who: do.attach_to_item(item=item, presenter=unit, acting_user=who, at=at),
        "invite": lambda who: do.send_invitations(conference=conference, acting_user=who, at=at),
        "seat": lambda who: do.seat_delegate(conference=conference, unit=unit, group=DelegateGroup.DEPARTMENT,
                                             post="x", acting_user=who, at=at),
        "seat_bloc": lambda who: do.seat_bloc(conference=conference, acting_user=who, at=at),
        "substitute": lambda who: do.name_substitute(delegate=seat, post="x", acting_user=who, at=at),
        "check_in": lambda who: do.check_in(delegate=seat, acting_user=who, at=at),
        "undo_check_in": lambda who: do.undo_check_in(delegate=seat, acting_user=who, at=at),
        "absence": lambda who: do.record_absence(delegate=seat, reason="x", acting_user=who, at=at),
        "open": lambda who: do.open_conference(conference=conference, acting_user=who, at=at),
        "summarise": lambda who: do.summarise_item(item=item, summary="x", acting_user=who, at=at),
        "opinion": lambda who: do.record_opinion(item=item, unit=unit, text="x", acting_user=who, at=at),
        "ballot": lambda who: do.open_ballot(item=item, question="x", acting_user=who, at=at),
        "conclusion": lambda who: do.add_conclusion(conference=conference, text="x", acting_user=who, at=at),
    }  # fmt: skip


OUTSIDERS = ["clerk", "head", "commune_clerk", "superior", "administrator", "stranger"]


@pytest.mark.parametrize("person", OUTSIDERS)
def test_nobody_but_the_office_runs_a_conference(person: str) -> None:
    meeting = plan_meeting()
    for act in acts(meeting).values():
        with pytest.raises(PermissionDenied):
            act(meeting.by(person))
    with pytest.raises(PermissionDenied):
        do.conclude(conference=meeting.conference, acting_user=meeting.by(person), at=ENDED)


@pytest.mark.parametrize("person", [*OUTSIDERS, "chair"])
def test_votes_are_entered_by_the_secretary_alone(person: str) -> None:
    meeting = open_meeting()
    ballot = do.open_ballot(item=meeting.draft_item, question="x", acting_user=meeting.by("secretary"), at=STARTS)
    seat = meeting.delegates[1]
    with pytest.raises(PermissionDenied):
        do.cast_vote(ballot=ballot, delegate=seat, choice=Choice.FOR, acting_user=meeting.by(person), at=STARTS)
    with pytest.raises(PermissionDenied):
        do.close_ballot(ballot=ballot, acting_user=meeting.by(person), at=STARTS)


def test_only_the_chair_concludes() -> None:
    meeting = open_meeting()
    fill_meeting(meeting)
    with pytest.raises(PermissionDenied):
        do.conclude(conference=meeting.conference, acting_user=meeting.by("secretary"), at=ENDED)
    concluded = do.conclude(conference=meeting.conference, acting_user=meeting.by("chair"), at=ENDED)
    assert (concluded.state, concluded.ended_at) == ("concluded", ENDED)


def test_after_the_conclusion_nothing_changes() -> None:
    meeting = open_meeting()
    conclusions = fill_meeting(meeting)
    opinion = do.record_opinion(item=meeting.thematic, unit=meeting.office.units["school"], text="x",
                                acting_user=meeting.by("secretary"), at=STARTS)  # fmt: skip
    do.conclude(conference=meeting.conference, acting_user=meeting.by("chair"), at=ENDED)
    secretary, chair = meeting.by("secretary"), meeting.by("chair")
    for act in acts(meeting).values():
        with pytest.raises(ConferenceRefused):
            act(secretary)
    for late in (
        lambda: do.answer_opinion(opinion=opinion, disposition=Disposition.TAKEN, answer="x",
                                  answered_by=opinion.unit, acting_user=secretary, at=ENDED),
        lambda: do.revise_conclusion(conclusion=conclusions[0], text="x", expected_text=conclusions[0].text,
                                     acting_user=chair, at=ENDED),
        lambda: do.remove_conclusion(conclusion=conclusions[0], acting_user=chair, at=ENDED),
        lambda: do.conclude(conference=meeting.conference, acting_user=chair, at=ENDED),
    ):  # fmt: skip
        with pytest.raises(ConferenceRefused):
            late()


def test_a_conference_does_not_end_with_a_ballot_open_or_without_conclusions() -> None:
    meeting = open_meeting()
    secretary, chair = meeting.by("secretary"), meeting.by("chair")
    with pytest.raises(ConferenceRefused, match="kết luận"):
        do.conclude(conference=meeting.conference, acting_user=chair, at=ENDED)
    do.add_conclusion(conference=meeting.conference, text="Một", acting_user=chair, at=STARTS)
    ballot = do.open_ballot(item=meeting.draft_item, question="x", acting_user=secretary, at=STARTS)
    with pytest.raises(ConferenceRefused, match="chưa đóng"):
        do.conclude(conference=meeting.conference, acting_user=chair, at=ENDED)
    do.close_ballot(ballot=ballot, acting_user=secretary, at=STARTS)
    assert do.conclude(conference=meeting.conference, acting_user=chair, at=ENDED).ended_at == ENDED


def test_it_opens_only_with_somebody_here() -> None:
    meeting = plan_meeting()
    with pytest.raises(ConferenceRefused, match="điểm danh"):
        do.open_conference(conference=meeting.conference, acting_user=meeting.by("secretary"), at=STARTS)


def test_the_programme_keeps_its_order_while_items_come_move_and_go() -> None:
    meeting = plan_meeting()
    secretary = meeting.by("secretary")
    before = [item.title for item in meeting.conference.items.all()]
    assert before[4] == meeting.thematic.title
    do.move_item(item=meeting.thematic, position=1, acting_user=secretary, at=PLANNED)
    meeting.draft_item.refresh_from_db()
    do.remove_item(item=meeting.draft_item, acting_user=secretary, at=PLANNED)
    items = list(meeting.conference.items.all())
    assert [item.position for item in items] == list(range(1, len(before)))
    assert items[0].title == meeting.thematic.title
    assert [i.title for i in items[1:]] == [t for t in before if t not in (items[0].title, meeting.draft_item.title)]


def test_two_secretaries_get_both_texts() -> None:
    meeting = open_meeting()
    secretary = meeting.by("secretary")
    do.summarise_item(item=meeting.thematic, summary="của tôi", expected_summary="", acting_user=secretary, at=STARTS)
    with pytest.raises(ConferenceConflict) as refused:
        do.summarise_item(item=meeting.thematic, summary="của bạn", expected_summary="", acting_user=secretary,
                          at=STARTS)  # fmt: skip
    assert (refused.value.yours, refused.value.theirs) == ("của bạn", "của tôi")
    line = do.add_conclusion(conference=meeting.conference, text="Một", acting_user=secretary, at=STARTS)
    do.revise_conclusion(conclusion=line, text="Một, sửa", expected_text="Một", acting_user=secretary, at=STARTS)
    with pytest.raises(ConferenceConflict):
        do.revise_conclusion(conclusion=line, text="Hai", expected_text="Một", acting_user=secretary, at=STARTS)


def test_an_opinion_comes_from_a_seated_unit_and_is_answered_once() -> None:
    meeting = open_meeting()
    secretary, units = meeting.by("secretary"), meeting.office.units
    with pytest.raises(ConferenceRefused, match="không có đại biểu"):
        do.record_opinion(item=meeting.thematic, unit=units["stranger"], text="x", acting_user=secretary, at=STARTS)
    opinion = do.record_opinion(item=meeting.thematic, unit=units["school"], text="x", acting_user=secretary, at=STARTS)
    answer: dict[str, Any] = {
        "opinion": opinion,
        "answered_by": units["health"],
        "acting_user": secretary,
        "at": STARTS,
    }
    with pytest.raises(ConferenceRefused, match="giải trình phải có nội dung"):
        do.answer_opinion(disposition=Disposition.EXPLAINED, answer=" ", **answer)
    do.answer_opinion(disposition=Disposition.EXPLAINED, answer="Đã có trong kế hoạch", **answer)
    with pytest.raises(ConferenceRefused, match="đã được trả lời"):
        do.answer_opinion(disposition=Disposition.TAKEN, answer="", **answer)


def test_conclusions_are_numbered_without_a_gap() -> None:
    meeting = open_meeting()
    chair = meeting.by("chair")
    lines = [
        do.add_conclusion(conference=meeting.conference, text=text, acting_user=chair, at=STARTS)
        for text in ("một", "hai", "ba")
    ]
    do.remove_conclusion(conclusion=lines[0], acting_user=chair, at=STARTS)
    assert [(line.number, line.text) for line in meeting.conference.conclusions.all()] == [(1, "hai"), (2, "ba")]


def test_invitations_reach_the_seated_units_and_keep_their_day() -> None:
    meeting = plan_meeting()
    told = do.send_invitations(conference=meeting.conference, acting_user=meeting.by("secretary"), at=PLANNED)
    assert told == 3
    assert set(Notice.objects.values_list("recipient_id", flat=True)) == {
        meeting.by(person).pk for person in ("clerk", "head", "commune_clerk")
    }
    meeting.conference.refresh_from_db()
    assert meeting.conference.invited_on == PLANNED.date()


@pytest.mark.parametrize(
    ("person", "sees"),
    [("secretary", True), ("chair", True), ("clerk", True), ("commune_clerk", True), ("superior", True),
     ("administrator", False), ("stranger", False)],
)  # fmt: skip
def test_who_sees_the_conference(person: str, sees: bool) -> None:
    meeting = plan_meeting()
    seen = visible_conferences(standing(meeting.by(person), STARTS.date()))
    assert (list(seen) == [meeting.conference]) is sees


def test_checking_in_twice_changes_nothing_and_a_voter_cannot_be_unchecked() -> None:
    meeting = open_meeting()
    secretary, seat = meeting.by("secretary"), meeting.delegates[1]
    again = do.check_in(delegate=seat, acting_user=secretary, at=ENDED)
    assert again.checked_in_at == STARTS
    vote(meeting, 1)
    with pytest.raises(ConferenceRefused, match="đã biểu quyết"):
        do.undo_check_in(delegate=seat, acting_user=secretary, at=STARTS)


def test_removing_an_item_that_was_moved_meanwhile_leaves_no_gap() -> None:
    meeting = plan_meeting()
    secretary = meeting.by("secretary")
    stale = meeting.conference.items.get(position=3)
    do.move_item(item=stale, position=6, acting_user=secretary, at=PLANNED)
    stale.position = 3  # as a page that was opened before the move still has it
    do.remove_item(item=stale, acting_user=secretary, at=PLANNED)
    places = list(meeting.conference.items.values_list("position", flat=True))
    assert places == list(range(1, len(places) + 1))
