"""Reading tasks: who sees what, what is late, at a constant price."""

from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.accounts.queries import Standing, standing
from giaoban.domain.tasks.operations import deliver_task, report_progress, return_task
from giaoban.domain.tasks.queries import evidence, overdue, task_detail, tasks_for, tasks_of_unit, waiting_for
from giaoban.domain.tasks.rules import Evidence
from tests.factories.tasks import Office, make_office, make_task

pytestmark = pytest.mark.django_db
DAY = date(2020, 7, 22)


@pytest.fixture
def office() -> Office:
    return make_office()


def held(office: Office, name: str) -> Standing:
    return standing(office.people[name], DAY)


@pytest.mark.parametrize(
    ("name", "sees"),
    [("secretary", 1), ("chair", 1), ("clerk", 1), ("head", 1), ("partner", 1), ("superior", 1), ("stranger", 0)],
)
def test_who_sees_a_task(office: Office, name: str, sees: int) -> None:
    task = make_task(office)
    assert len(tasks_for(held(office, name), DAY)) == sees
    assert (task_detail(task.pk, held(office, name), DAY) is not None) == bool(sees)


def test_overdue_first_then_by_deadline(office: Office) -> None:
    later = make_task(office, deadline=date(2020, 8, 31), title="sau")
    soon = make_task(office, deadline=date(2020, 7, 23), title="sắp")
    late = make_task(office, deadline=date(2020, 7, 17), title="muộn")
    rows = tasks_for(held(office, "clerk"), DAY)
    assert [row.task.pk for row in rows] == [late.pk, soon.pk, later.pk]
    assert [(row.is_overdue, row.days_late, row.is_due_soon) for row in rows] == [
        (True, 3, False), (False, 0, True), (False, 0, False),
    ]  # fmt: skip
    assert [row.task.pk for row in overdue(DAY)] == [late.pk]
    assert overdue(DAY, standing=held(office, "stranger")) == []
    assert len(tasks_of_unit(office.units["shared"], DAY)) == 3


def test_lateness_stops_at_delivery_and_runs_on_after_a_return(office: Office, at: datetime) -> None:
    task = make_task(office, deadline=date(2020, 7, 13))
    deliver_task(task=task, text="x", acting_user=office.people["clerk"], at=at + timedelta(days=1))
    row = tasks_for(held(office, "clerk"), DAY)[0]
    assert (row.is_overdue, row.was_late, row.days_late) == (False, True, 1)
    return_task(task=task, reason="x", acting_user=office.people["secretary"], at=at + timedelta(days=2))
    row = tasks_for(held(office, "clerk"), DAY)[0]
    assert (row.is_overdue, row.days_late) == (True, 7)


def test_what_waits_for_whom(office: Office, at: datetime) -> None:
    task = make_task(office)
    assert [row.task.pk for row in waiting_for(held(office, "head"), DAY)] == [task.pk]
    assert waiting_for(held(office, "secretary"), DAY) == []
    assert waiting_for(held(office, "partner"), DAY) == []
    deliver_task(task=task, text="x", acting_user=office.people["clerk"], at=at)
    assert waiting_for(held(office, "head"), DAY) == []
    assert [row.task.pk for row in waiting_for(held(office, "secretary"), DAY)] == [task.pk]


def test_the_page_of_one_task_shows_people_by_post(office: Office, at: datetime) -> None:
    task = make_task(office)
    file = Evidence("ảnh.png", b"\x89PNG\r\n\x1a\n1")
    step = report_progress(task=task, percent=5, text="x", evidence=file, acting_user=office.people["clerk"], at=at)
    detail = task_detail(task.pk, held(office, "clerk"), DAY)
    assert detail is not None
    assert [shown.by for shown in detail.steps] == ["Cán bộ tổng hợp Trung tâm Y tế"]
    assert (detail.responsible, detail.assigned_by) == ("Giám đốc Trung tâm Y tế", "Chuyên viên khoa giáo")
    found = evidence(task, step.pk)
    assert found is not None
    assert bytes(found.content or b"") == file.content
    assert evidence(make_task(office), step.pk) is None


@pytest.mark.parametrize("count", [1, 6])
def test_prices_are_constant(
    office: Office, count: int, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        task = make_task(office, title=f"việc {number}")
        for percent in range(count):
            report_progress(task=task, percent=percent, text="x", acting_user=office.people["clerk"], at=at)
    person = held(office, "clerk")
    with django_assert_num_queries(3):
        tasks_for(person, DAY)
    with django_assert_num_queries(3):
        tasks_of_unit(office.units["lead"], DAY)
    with django_assert_num_queries(3):
        overdue(date(2021, 1, 1))
    with django_assert_num_queries(5):
        task_detail(task.pk, person, DAY)
