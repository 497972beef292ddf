"""A task's life: assigned, reported, delivered, returned, accepted, withdrawn."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import override_settings

from giaoban.domain.audit.queries import entries_about, find_fault
from giaoban.domain.notices.models import Notice
from giaoban.domain.tasks.models import Progress, Task, TaskState
from giaoban.domain.tasks.operations import (
    TaskConflict,
    TaskRefused,
    accept_task,
    assign_task,
    deliver_task,
    report_progress,
    return_task,
    withdraw_task,
)
from giaoban.domain.tasks.rules import BadFile, Evidence
from tests.factories.tasks import Office, make_office, make_task

pytestmark = pytest.mark.django_db
PDF = Evidence("bao-cao.pdf", b"%PDF-1.7 minh hoa")


@pytest.fixture
def office() -> Office:
    return make_office()


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def ids(office: Office, *names: str) -> set[int]:
    return {office.people[name].pk for name in names}


def test_assigning_tells_the_doers_and_those_who_share(office: Office) -> None:
    task = make_task(office)
    assert task.state == TaskState.ASSIGNED
    assert [unit.code for unit in task.cooperating.all()] == ["05860"]
    assert told("tasks.assigned") == ids(office, "clerk", "head")
    assert told("tasks.shared") == ids(office, "partner")
    entry = entries_about(f"tasks.task:{task.pk}").get()
    assert (entry.act, entry.unit, entry.detail["cooperating"]) == ("tasks.assign_task", "TTYT", ["05860"])


def test_the_lead_unit_never_cooperates_with_itself(office: Office) -> None:
    task = make_task(office)
    again = assign_task(
        title="x", lead=task.lead, cooperating=[task.lead], responsible=None, deliverable="y", deadline=task.deadline,
        origin="", origin_label="", issuer=task.issuer, acting_user=office.people["chair"], at=task.assigned_at,
    )  # fmt: skip
    assert not again.cooperating.exists()


@pytest.mark.parametrize("name", ["clerk", "head", "partner", "stranger", "superior"])
def test_only_the_issuer_assigns(office: Office, name: str, at: datetime) -> None:
    with pytest.raises(PermissionDenied):
        assign_task(
            title="x", lead=office.units["lead"], cooperating=[], responsible=None, deliverable="y",
            deadline=at.date(), origin="", origin_label="", issuer=office.units["issuer"],
            acting_user=office.people[name], at=at,
        )  # fmt: skip
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": "  "}, "cần có tên"),
        ({"deliverable": ""}, "cần có tên và sản phẩm"),
        ({"deadline": date(2020, 7, 12)}, "Hạn 12/7/2020 đã qua"),
        ({"title": "d" * 401}, "dài nhất 400"),
    ],
)
def test_an_assignment_that_does_not_fit_is_refused(
    office: Office, at: datetime, changed: dict[str, str | date], said: str
) -> None:
    given = {"title": "x", "deliverable": "y", "deadline": date(2020, 7, 31)} | changed
    with pytest.raises(TaskRefused, match=said):
        assign_task(
            title=str(given["title"]), deliverable=str(given["deliverable"]), deadline=given["deadline"],  # type: ignore[arg-type]
            lead=office.units["lead"], cooperating=[], responsible=None, origin="", origin_label="",
            issuer=office.units["issuer"], acting_user=office.people["secretary"], at=at,
        )  # fmt: skip


def test_the_responsible_person_holds_a_post_in_the_lead_unit(office: Office, at: datetime) -> None:
    with pytest.raises(TaskRefused, match="không giữ chức vụ"):
        assign_task(
            title="x", lead=office.units["lead"], cooperating=[], responsible=office.people["stranger"],
            deliverable="y", deadline=at.date(), origin="", origin_label="", issuer=office.units["issuer"],
            acting_user=office.people["secretary"], at=at,
        )  # fmt: skip


def test_the_whole_course_keeps_every_step(office: Office, at: datetime) -> None:
    task, clerk, secretary = make_task(office), office.people["clerk"], office.people["secretary"]
    report_progress(task=task, percent=40, text="Đã tiêm 40%", evidence=PDF, acting_user=clerk, at=at)
    deliver_task(task=task, text="Báo cáo kèm theo", evidence=PDF, acting_user=clerk, at=at + timedelta(days=1))
    task.refresh_from_db()
    assert (task.state, task.percent_done) == (TaskState.DELIVERED, 100)
    assert told("tasks.delivered") == ids(office, "secretary", "chair")
    return_task(task=task, reason="Thiếu xã Phúc Tân", acting_user=secretary, at=at + timedelta(days=2))
    task.refresh_from_db()
    assert (task.state, task.percent_done) == (TaskState.IN_PROGRESS, 40)
    assert told("tasks.returned") == ids(office, "clerk", "head")
    deliver_task(task=task, text="Đã bổ sung", acting_user=office.people["head"], at=at + timedelta(days=3))
    accept_task(task=task, acting_user=secretary, at=at + timedelta(days=4))
    task.refresh_from_db()
    assert (task.state, task.percent_done, task.version) == (TaskState.ACCEPTED, 100, 6)
    assert task.accepted_at == at + timedelta(days=4)
    assert told("tasks.accepted") == ids(office, "clerk", "head", "partner")
    assert [step.kind for step in task.progress.all()] == ["report", "deliver", "return", "deliver", "accept"]
    assert bytes(task.progress.all()[0].content or b"") == PDF.content
    assert entries_about(f"tasks.task:{task.pk}").count() == 6
    assert find_fault() is None


@pytest.mark.parametrize("name", ["partner", "stranger", "superior", "secretary", "chair"])
def test_only_the_lead_unit_reports_and_delivers(office: Office, name: str, at: datetime) -> None:
    task = make_task(office)
    with pytest.raises(PermissionDenied):
        report_progress(task=task, percent=10, text="x", acting_user=office.people[name], at=at)
    with pytest.raises(PermissionDenied):
        deliver_task(task=task, text="x", acting_user=office.people[name], at=at)
    assert not Progress.objects.exists()


@pytest.mark.parametrize("name", ["clerk", "head", "partner", "stranger", "superior"])
def test_only_the_issuer_accepts_returns_and_withdraws(office: Office, name: str, at: datetime) -> None:
    task = make_task(office)
    deliver_task(task=task, text="x", acting_user=office.people["clerk"], at=at)
    with pytest.raises(PermissionDenied):
        accept_task(task=task, acting_user=office.people[name], at=at)
    with pytest.raises(PermissionDenied):
        return_task(task=task, reason="x", acting_user=office.people[name], at=at)
    with pytest.raises(PermissionDenied):
        withdraw_task(task=task, reason="x", acting_user=office.people[name], at=at)
    task.refresh_from_db()
    assert task.state == TaskState.DELIVERED


def test_nothing_moves_out_of_turn(office: Office, at: datetime) -> None:
    task, clerk, secretary = make_task(office), office.people["clerk"], office.people["secretary"]
    with pytest.raises(TaskRefused, match="Đã giao"):
        accept_task(task=task, acting_user=secretary, at=at)
    deliver_task(task=task, text="x", acting_user=clerk, at=at)
    with pytest.raises(TaskRefused, match="Chờ nghiệm thu"):
        report_progress(task=task, percent=50, text="x", acting_user=clerk, at=at)
    withdraw_task(task=task, reason="Giao nhầm", acting_user=secretary, at=at)
    with pytest.raises(TaskRefused, match="Đã rút"):
        accept_task(task=task, acting_user=secretary, at=at)


def test_words_are_asked_for(office: Office, at: datetime) -> None:
    task, clerk, secretary = make_task(office), office.people["clerk"], office.people["secretary"]
    for percent, text in ((-1, "x"), (101, "x"), (50, "  ")):
        with pytest.raises(TaskRefused):
            report_progress(task=task, percent=percent, text=text, acting_user=clerk, at=at)
    with pytest.raises(TaskRefused):
        deliver_task(task=task, text="", acting_user=clerk, at=at)
    deliver_task(task=task, text="", evidence=PDF, acting_user=clerk, at=at)
    with pytest.raises(TaskRefused):
        return_task(task=task, reason=" ", acting_user=secretary, at=at)
    with pytest.raises(TaskRefused):
        withdraw_task(task=task, reason="", acting_user=secretary, at=at)


def test_a_conflict_carries_both_texts(office: Office, at: datetime) -> None:
    task = make_task(office)
    report_progress(task=task, percent=30, text="Của người đầu", acting_user=office.people["clerk"], at=at,
                    expected_version=1)  # fmt: skip
    with pytest.raises(TaskConflict) as caught:
        report_progress(task=task, percent=60, text="Của người sau", acting_user=office.people["head"], at=at,
                        expected_version=1)  # fmt: skip
    assert "Của người đầu" in caught.value.theirs
    assert caught.value.yours == "Của người sau"
    task.refresh_from_db()
    assert (task.percent_done, task.progress.count()) == (30, 1)


@override_settings(MAX_UPLOAD_BYTES=10)
def test_a_refused_file_leaves_nothing_behind(office: Office, at: datetime) -> None:
    task = make_task(office)
    with pytest.raises(BadFile):
        report_progress(task=task, percent=30, text="x", evidence=PDF, acting_user=office.people["clerk"], at=at)
    task.refresh_from_db()
    assert (task.state, task.progress.count()) == (TaskState.ASSIGNED, 0)
    assert connection.is_usable()
