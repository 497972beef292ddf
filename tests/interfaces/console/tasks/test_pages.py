"""The tasks' screens: who gets in, what they may do, at which price, and that nothing typed is lost."""

import unicodedata
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.tasks.models import Progress, Task, TaskState
from giaoban.domain.tasks.operations import deliver_task, report_progress
from giaoban.domain.tasks.rules import Evidence
from tests.factories.tasks import Office, make_office, make_task
from tests.showing import showing

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 minh hoa"


@pytest.fixture(autouse=True)
def _shown(tmp_path: Path, at: datetime) -> object:
    with showing(at, tmp_path):
        yield


@pytest.fixture
def office() -> Office:
    return make_office()


def signed_in(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.people[name])
    return client


def address(task: Task, verb: str = "") -> str:
    return reverse("console:tasks:act", args=[task.pk, verb]) if verb else reverse("console:tasks:page", args=[task.pk])


# persona -> what GET of the list, of a task, of its evidence answers
SEES = {
    "secretary": (200, 200, 200),
    "chair": (200, 200, 200),
    "clerk": (200, 200, 200),
    "head": (200, 200, 200),
    "partner": (200, 200, 200),
    "superior": (200, 200, 200),
    "stranger": (200, 404, 404),
    "": (302, 302, 302),
}


@pytest.mark.parametrize("name", SEES)
def test_who_gets_in(office: Office, name: str, at: datetime) -> None:
    task = make_task(office)
    step = report_progress(task=task, percent=1, text="x", evidence=Evidence("a.pdf", PDF),
                           acting_user=office.people["clerk"], at=at)  # fmt: skip
    client = signed_in(office, name) if name else Client()
    answers = (
        client.get(reverse("console:tasks:index")).status_code,
        client.get(address(task)).status_code,
        client.get(reverse("console:tasks:evidence", args=[task.pk, step.pk])).status_code,
    )
    assert answers == SEES[name]


MOVES = {
    "secretary": {"tra-lai", "nghiem-thu", "rut"},
    "chair": {"tra-lai", "nghiem-thu", "rut"},
    "clerk": {"bao-cao", "giao-nop"},
    "head": {"bao-cao", "giao-nop"},
    "partner": set(),
    "superior": set(),
    "stranger": set(),
    "": set(),
}


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("verb", ["bao-cao", "giao-nop", "tra-lai", "nghiem-thu", "rut"])
def test_who_may_move(office: Office, name: str, verb: str, at: datetime) -> None:
    task = make_task(office)
    if verb in ("tra-lai", "nghiem-thu"):
        deliver_task(task=task, text="x", acting_user=office.people["clerk"], at=at)
    client = signed_in(office, name) if name else Client()
    before = Progress.objects.count()
    answer = client.post(address(task, verb), {"text": "x", "reason": "x", "percent": "10"})
    refused = {"": "/dang-nhap/", "stranger": 404}.get(name, 403)
    if verb in MOVES[name]:
        assert answer.status_code == 302
        assert Progress.objects.count() == before + 1
    else:
        got = answer.headers.get("Location", "").split("?")[0] if answer.status_code == 302 else answer.status_code
        assert got == refused
        assert Progress.objects.count() == before


def test_only_what_is_possible_is_offered(office: Office, at: datetime) -> None:
    task = make_task(office)
    assert "Báo cáo tiến độ" in signed_in(office, "clerk").get(address(task)).content.decode()
    assert "Nghiệm thu là bước cuối" not in signed_in(office, "secretary").get(address(task)).content.decode()
    deliver_task(task=task, text="x", acting_user=office.people["clerk"], at=at)
    assert "Nghiệm thu là bước cuối" in signed_in(office, "secretary").get(address(task)).content.decode()
    assert "<textarea" not in signed_in(office, "clerk").get(address(task)).content.decode()
    assert "Bạn chỉ xem" in signed_in(office, "partner").get(address(task)).content.decode()


def test_a_report_comes_with_its_file_and_goes_out_again(office: Office) -> None:
    task, client = make_task(office), signed_in(office, "clerk")
    name = unicodedata.normalize("NFD", "Tiến độ tiêm.pdf")
    sent = {"percent": "40", "text": "Đã tiêm 40%", "version": "1", "file": SimpleUploadedFile(name, PDF)}
    assert client.post(address(task, "bao-cao"), sent).status_code == 302
    step = Progress.objects.get()
    assert (step.percent_done, step.file_name) == (40, "Tiến độ tiêm.pdf")
    got = client.get(reverse("console:tasks:evidence", args=[task.pk, step.pk]))
    assert (got.content, got["Content-Type"]) == (PDF, "application/pdf")
    assert got["Content-Disposition"].startswith("attachment")
    page = client.get(address(task)).content.decode()
    assert "Tiến độ tiêm.pdf" in page
    assert "Cán bộ tổng hợp Trung tâm Y tế" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"percent": "nhiều"}, "số nguyên từ 0 đến 100"),
        ({"percent": "140"}, "số nguyên từ 0 đến 100"),
        ({"file": SimpleUploadedFile("virus.exe", b"MZ")}, "không thuộc loại được nhận"),
        ({"file": SimpleUploadedFile("giả.pdf", b"<html>")}, "không phải là .pdf"),
    ],
)
def test_wrong_input_keeps_what_was_typed(office: Office, changed: dict[str, object], said: str) -> None:
    task = make_task(office)
    sent = {"percent": "40", "text": "Câu đã gõ rất dài", "version": "1"} | changed
    answer = signed_in(office, "clerk").post(address(task, "bao-cao"), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Câu đã gõ rất dài" in answer.content.decode()
    assert not Progress.objects.exists()


def test_a_conflict_shows_both_texts_and_may_be_sent_again(office: Office, at: datetime) -> None:
    task, client = make_task(office), signed_in(office, "head")
    report_progress(task=task, percent=30, text="Của người đầu", acting_user=office.people["clerk"], at=at)
    answer = client.post(address(task, "bao-cao"), {"percent": "50", "text": "Của người sau", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Của người đầu" in page
    assert "Của người sau" in page
    assert 'name="version" value="2"' in page
    again = client.post(address(task, "bao-cao"), {"percent": "50", "text": "Của người sau", "version": "2"})
    assert again.status_code == 302
    task.refresh_from_db()
    assert (task.percent_done, task.state) == (50, TaskState.IN_PROGRESS)


def test_overdue_stands_first_in_words(office: Office) -> None:
    make_task(office, deadline=date(2020, 7, 31), title="Việc còn hạn")
    late = make_task(office, deadline=date(2020, 7, 13), title="Việc quá hạn")
    Task.objects.filter(pk=late.pk).update(deadline=date(2020, 7, 8))
    page = signed_in(office, "clerk").get(reverse("console:tasks:index")).content.decode()
    assert page.index("Việc quá hạn") < page.index("Việc còn hạn")
    assert "Quá hạn 3 ngày làm việc" in page
    assert "1 nhiệm vụ quá hạn" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 2),
        ("?cua=toi", 2),
        ("?cua=don-vi", 2),
        ("?trang-thai=qua-han", 0),
        ("?trang-thai=dang-lam", 2),
        ("?q=tiem+bu", 1),
        ("?q=khong+co", 0),
        ("?cua=vo-ly&trang-thai=vo-ly", 2),
    ],
)
def test_filters(office: Office, query: str, shown: int) -> None:
    make_task(office)
    make_task(office, title="Vận động trở lại lớp")
    page = signed_in(office, "clerk").get(reverse("console:tasks:index") + query).content.decode()
    assert page.count('role="rowheader"') == shown


def test_an_empty_list_says_what_will_come(office: Office) -> None:
    assert "Chưa có nhiệm vụ" in signed_in(office, "clerk").get(reverse("console:tasks:index")).content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_prices_are_constant(
    office: Office, count: int, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        task = make_task(office, title=f"Việc {number}")
    for percent in range(count):
        report_progress(task=task, percent=percent, text="x", acting_user=office.people["clerk"], at=at)
    client = signed_in(office, "clerk")
    with django_assert_num_queries(7):
        client.get(reverse("console:tasks:index"))
    with django_assert_num_queries(9):
        client.get(address(task))


def test_the_issuer_opens_a_task_to_the_public_and_closes_it(office: Office) -> None:
    task = make_task(office)
    client = signed_in(office, "secretary")
    assert "Công khai nhiệm vụ này" in client.get(address(task)).content.decode()
    assert client.post(address(task, "cong-khai")).status_code == 302
    assert Task.objects.get(pk=task.pk).is_public
    assert client.post(address(task, "cong-khai")).status_code == 422
    assert signed_in(office, "clerk").post(address(task, "thoi-cong-khai")).status_code == 403
    assert "Thôi công khai" not in signed_in(office, "clerk").get(address(task)).content.decode()
    assert client.post(address(task, "thoi-cong-khai")).status_code == 302
    assert not Task.objects.get(pk=task.pk).is_public
