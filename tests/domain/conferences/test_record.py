"""The whole record in a constant number of queries."""

import pytest
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.conferences import operations as do
from giaoban.domain.conferences.queries import conference_record, find_remaining
from tests.factories.conferences import STARTS, fill_meeting, open_meeting, plan_meeting

pytestmark = pytest.mark.django_db
QUERIES = 8  # conference, delegates, opinions, votes, ballots, items, conclusions, papers


def test_the_record_takes_the_same_queries_however_much_was_said(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    meeting = open_meeting()
    fill_meeting(meeting)
    with django_assert_num_queries(QUERIES):
        conference_record(meeting.conference)
    for unit in ("school", "health", "commune"):
        do.record_opinion(item=meeting.draft_item, unit=meeting.office.units[unit], text="ý kiến",
                          acting_user=meeting.by("secretary"), at=STARTS)  # fmt: skip
        do.add_conclusion(conference=meeting.conference, text="x", acting_user=meeting.by("chair"), at=STARTS)
    with django_assert_num_queries(QUERIES):
        record = conference_record(meeting.conference)
    assert len(record.opinions) == 4
    assert len(record.conclusions) == 5


def test_the_record_holds_what_was_recorded() -> None:
    meeting = open_meeting()
    fill_meeting(meeting)
    record = conference_record(meeting.conference)
    assert record.period_label == "6 tháng đầu năm 2020"
    assert record.held_on.isoformat() == "2020-07-10"
    assert record.notice_due_on.isoformat() == "2020-07-17"
    assert [item.title for item in record.thematic_reports] == [meeting.thematic.title]
    assert record.thematic_reports[0].presenter == "Trung tâm Y tế"
    opinion = record.opinions[0]
    assert (opinion.unit, opinion.disposition_label, opinion.answered_by) == (
        "phường Ba Hàng", "Tiếp thu", "Trung tâm Y tế",
    )  # fmt: skip
    assert record.ballots[0].carried
    assert [line.number for line in record.conclusions] == [1, 2]


def test_what_remains_is_listed_and_what_blocks_is_marked() -> None:
    meeting = plan_meeting()
    remaining = find_remaining(conference_record(meeting.conference))
    assert [(line.text, line.blocks) for line in remaining] == [("Chưa ghi kết luận nào", True)]


def test_a_filled_conference_lacks_only_its_tasks() -> None:
    meeting = open_meeting()
    fill_meeting(meeting)
    remaining = find_remaining(conference_record(meeting.conference))
    assert [(line.text, line.blocks) for line in remaining] == [("2 kết luận chưa thành nhiệm vụ", False)]
