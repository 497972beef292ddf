"""The three Word files: every figure, vote and task in them is what the database held at issue."""

import hashlib
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from docx import Document

from giaoban.domain.conferences.models import Conclusion, Delegate, Vote
from giaoban.domain.conferences.queries import attendance, ballot_result, conference_record
from giaoban.domain.documents.models import Paper
from giaoban.domain.documents.operations import PaperRefused
from giaoban.domain.documents.queries import file_of
from giaoban.domain.reports.models import Snapshot
from giaoban.processes.assign_conclusion_task import assign_conclusion_task
from giaoban.processes.conclude_conference import conclude_conference
from giaoban.processes.issue_conference_papers import (
    issue_conclusion_notice,
    issue_consolidated_report,
    issue_minutes,
)
from tests.factories.conferences import DEADLINE, ENDED, SNAPSHOT, Meeting, fill_meeting, open_meeting, plan_meeting
from tests.factories.documents import MOMENT

pytestmark = pytest.mark.django_db
ISSUED = date(2020, 7, 13)
AMOUNTS = ("plan", "before", "actual", "plan_share", "plan_gap", "change")


def concluded() -> Meeting:
    """A conference with its votes, its first conclusion made a task, concluded by the chair."""
    meeting = open_meeting()
    first, _ = fill_meeting(meeting)
    units = meeting.office.units
    assign_conclusion_task(
        conclusion=first, lead=units["health"], cooperating=[units["commune"], units["school"]],
        responsible=meeting.by("head"), deliverable="Báo cáo tỷ lệ tiêm đủ theo xã, phường", deadline=DEADLINE,
        acting_user=meeting.by("secretary"), at=ENDED - timedelta(minutes=5),
    )  # fmt: skip
    conclude_conference(conference=meeting.conference, acting_user=meeting.by("chair"), at=ENDED)
    meeting.conference.refresh_from_db()
    return meeting


def issue(meeting: Meeting, act: Any, person: str = "chair", **more: Any) -> Paper:
    issued: Paper = act(
        conference=meeting.conference, issued_on=ISSUED, acting_user=meeting.by(person), at=MOMENT, **more
    )
    return issued


def opened(paper: Paper) -> Any:
    return Document(BytesIO(file_of(paper)))


def table_with(document: Any, heading: str) -> list[list[str]]:
    """The rows below the header of the table that has a column of that heading."""
    for table in document.tables:
        if heading in [cell.text for cell in table.rows[0].cells]:
            return [[cell.text for cell in row.cells] for row in table.rows[1:]]
    raise AssertionError(heading)


def words(document: Any) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_the_votes_in_the_minutes_are_the_votes_in_the_database() -> None:
    meeting = concluded()
    document = opened(issue(meeting, issue_minutes, "secretary"))
    stored = Vote.objects.select_related("delegate__unit").order_by("delegate__position")
    assert table_with(document, "Biểu quyết") == [
        [str(place), vote.delegate.unit.name, vote.delegate.substitute_post or vote.delegate.post,
         vote.get_choice_display()]
        for place, vote in enumerate(stored, start=1)
    ]  # fmt: skip
    result = ballot_result(stored[0].ballot)
    text = words(document)
    assert f"Tán thành {result.in_favour}, không tán thành {result.against}, ý kiến khác {result.other}" in text
    assert "6/9 đại biểu có quyền biểu quyết (66,7%)" in text
    assert "6/7 đại biểu có mặt (85,7%)" in text
    assert "tức từ 5 phiếu tán thành. Kết quả: Thông qua." in text


def test_attendance_opinions_and_conclusions_in_the_minutes_are_those_in_the_database() -> None:
    meeting = concluded()
    document = opened(issue(meeting, issue_minutes, "secretary"))
    counted = attendance(meeting.conference)
    expected = [
        [group.label, *map(str, (group.invited, group.present, group.substituted, group.absent))]
        for group in counted.groups
    ]
    assert table_with(document, "Thành phần") == [*expected, ["Cộng", "10", "8", "1", "2"]]
    text = words(document)
    record = conference_record(meeting.conference)
    for opinion in record.opinions:
        assert f"- Ý kiến của {opinion.unit}: {opinion.text}." in text
        assert f"{opinion.disposition_label} ({opinion.answered_by}). {opinion.answer}." in text
    for line in record.conclusions:
        assert f"{line.number}. {line.text}." in text
    for item in record.items:
        assert f"{item.position}. {item.title}" in text
    assert "Thời gian bắt đầu: 8 giờ 00, ngày 10 tháng 7 năm 2020." in text
    assert "Trung tâm Y tế trình bày phương án theo ba tình huống." in text
    assert text.rstrip().endswith("Hội nghị kết thúc vào 11 giờ 12, ngày 10 tháng 7 năm 2020.")
    assert "Địa điểm: Hội trường tầng 2, trụ sở Thị ủy Phổ Yên." in text
    assert "- Dự thay, Trung tâm Y tế: Phó Giám đốc thay giám đốc Trung tâm Y tế." in text
    assert "(đi công tác)" in text
    assert [cell.text.split("\n")[0] for cell in document.tables[-1].rows[0].cells] == ["THƯ KÝ", "CHỦ TRÌ"]


def test_the_tasks_in_the_notice_are_the_tasks_in_the_database() -> None:
    meeting = concluded()
    paper = issue(meeting, issue_conclusion_notice)
    document = opened(paper)
    line = Conclusion.objects.select_related("task__lead").get(number=1)
    task = line.task
    assert task is not None
    cooperating = "\n".join(unit.name for unit in task.cooperating.all())
    assert table_with(document, "Sản phẩm") == [
        ["1", task.title, task.lead.name, cooperating, "31/8/2020", task.deliverable]
    ]
    text = words(document)
    for conclusion in Conclusion.objects.all():
        assert f"{conclusion.number}. {conclusion.text}." in text
    assert "có 8 trong tổng số 10 đại biểu" in text
    assert paper.symbol == "Số 01-TB/BTGThU"
    assert paper.facts["conclusions"][0]["task"]["id"] == task.pk


def test_the_figures_in_the_report_are_those_of_the_snapshot() -> None:
    meeting = plan_meeting()
    paper = issue(meeting, issue_consolidated_report)
    document = opened(paper)
    rows = table_with(document, "Chỉ tiêu")
    assert [row for row in rows if len(set(row)) == 1] == [["Y tế"] * 9, ["Giáo dục và đào tạo"] * 9]
    assert rows[1] == ["1", "Tỷ lệ tiêm đủ", "%", "97,00", "95,10", "95,57", "−1,44 điểm", "+0,47 điểm",
                       "Đến 14/6/2020; số liệu minh hoạ"]  # fmt: skip
    assert rows[2][3:8] == ["120.000", "61.500", "58.200", "48,5", "−5,4"]
    assert rows[4][3:8] == ["–", "12", "–", "–", "–"]
    for row, stored in zip(paper.facts["rows"], SNAPSHOT["table"], strict=True):
        assert row["exact"] == {key: stored[key] for key in AMOUNTS}
    text = words(document)
    assert "Trung tâm Y tế: Ban hành kế hoạch tiêm chủng." in text
    assert "Không ai viết" not in text
    assert "gồm 3 chỉ tiêu" in text
    assert paper.facts["snapshot"]["sha256"] == Snapshot.objects.get().sha256


def test_a_demonstrations_papers_say_that_their_figures_are_made_up() -> None:
    meeting = concluded()
    for act in (issue_consolidated_report, issue_minutes, issue_conclusion_notice):
        paper = issue(meeting, act)
        assert "(Số liệu minh hoạ)" not in words(opened(paper))
        assert "(Số liệu minh hoạ)" in words(opened(issue(meeting, act, made_up=True, replaces=paper)))


def test_an_issued_file_stays_as_it_is_whatever_happens_later() -> None:
    meeting = concluded()
    papers = [
        issue(meeting, issue_minutes, "secretary"), issue(meeting, issue_conclusion_notice),
        issue(meeting, issue_consolidated_report),
    ]  # fmt: skip
    before = [(file_of(paper), paper.sha256, paper.facts) for paper in papers]
    Vote.objects.update(choice="against")
    Delegate.objects.update(checked_in_at=None)
    Conclusion.objects.update(text="khác")
    for paper, (content, digest, facts) in zip(papers, before, strict=True):
        paper.refresh_from_db()
        assert file_of(paper) == content
        assert paper.sha256 == digest == hashlib.sha256(content).hexdigest()
        assert paper.facts == facts


def test_a_paper_is_issued_once_and_then_replaced() -> None:
    meeting = concluded()
    first = issue(meeting, issue_conclusion_notice)
    with pytest.raises(PaperRefused, match="Đã ban hành Số 01-TB/BTGThU"):
        issue(meeting, issue_conclusion_notice)
    second = issue(meeting, issue_conclusion_notice, replaces=first)
    first.refresh_from_db()
    assert first.replaced_by == second
    assert second.symbol == "Số 02-TB/BTGThU"
    assert conference_record(meeting.conference).papers[-1].id == second.pk


@pytest.mark.parametrize("person", ["clerk", "head", "superior", "administrator", "stranger"])
def test_nobody_outside_the_office_issues(person: str) -> None:
    meeting = concluded()
    for act in (issue_minutes, issue_conclusion_notice, issue_consolidated_report):
        with pytest.raises(PermissionDenied):
            issue(meeting, act, person)
    assert not Paper.objects.exists()


def test_the_chair_signs_the_report_and_the_notice() -> None:
    meeting = concluded()
    for act in (issue_conclusion_notice, issue_consolidated_report):
        with pytest.raises(PermissionDenied):
            issue(meeting, act, "secretary")
    assert issue(meeting, issue_minutes, "secretary").symbol == "Số 01-BB/BTGThU"


def test_minutes_and_notice_wait_for_the_conclusion() -> None:
    meeting = open_meeting()
    for act in (issue_minutes, issue_conclusion_notice):
        with pytest.raises(PaperRefused, match="chưa kết luận"):
            issue(meeting, act)


def test_concluding_adopts_what_the_vote_carried() -> None:
    meeting = concluded()
    meeting.draft.refresh_from_db()
    assert meeting.draft.adopted_on == date(2020, 7, 10)
    assert meeting.draft.issued_as is None
