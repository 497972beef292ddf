"""The works' screens: a work is entered, reported on, shown; what is typed wrongly comes back as it was."""

from datetime import datetime
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.works.models import Payment, Report, Work
from tests.factories.works import make_work
from tests.personas import PERSONAS, Personas, make_personas
from tests.showing import showing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shown(tmp_path: Path, at: datetime) -> object:
    with showing(at, tmp_path):
        yield


@pytest.fixture
def cast() -> Personas:
    return make_personas()


@pytest.fixture
def work(cast: Personas) -> Work:
    return make_work(cast.units["board"], cast.units["dac-son"], cast.people["secretary"])


def page_of(work: Work) -> str:
    return reverse("console:works:page", args=[work.pk])


def post(cast: Personas, name: str, work: Work, verb: str, **fields: str) -> int:
    return cast.client(name).post(reverse("console:works:act", args=[work.pk, verb]), fields).status_code


def report(cast: Personas, name: str, work: Work, verb: str, **fields: str) -> tuple[int, str]:
    """Post a form of the first milestone; return the status and the page."""
    milestone = work.milestones.get(position=1)
    typed = {f"moc{milestone.pk}-{key}": value for key, value in fields.items()}
    response = cast.client(name).post(reverse("console:works:milestone", args=[work.pk, milestone.pk, verb]), typed)
    return response.status_code, response.content.decode()


def test_an_empty_list_says_what_to_do_next(cast: Personas) -> None:
    address = reverse("console:works:index")
    office, unit = (cast.client(name).get(address).content.decode() for name in ("secretary", "clerk"))
    assert reverse("console:works:register") in office
    assert "Thêm công trình đầu tiên" in office
    assert reverse("console:works:register") not in unit
    assert "vào sổ công trình của đơn vị bạn" in unit


TYPED = {
    "name": "Trạm y tế xã", "kind": "health", "place": "xã Đắc Sơn", "longitude": "105.84360", "latitude": "21.42300",
    "budget_dong": "4.000.000.000", "sector": "", "moc-TOTAL_FORMS": "6", "moc-INITIAL_FORMS": "0",
    "moc-0-name": "Khởi công", "moc-0-weight": "10", "moc-0-on": "2020-08-01",
    "moc-2-name": "Bàn giao", "moc-2-weight": "90", "moc-2-on": "2020-12-01",
}  # fmt: skip


def test_the_secretary_enters_a_work_with_its_milestones(cast: Personas) -> None:
    units = {"keeper": str(cast.units["board"].pk), "owner": str(cast.units["dac-son"].pk)}
    response = cast.client("secretary").post(reverse("console:works:register"), {**TYPED, **units})
    work = Work.objects.get()
    assert response["Location"] == page_of(work)
    assert (work.budget_dong, str(work.longitude), work.is_public) == (4_000_000_000, "105.84360", False)
    assert list(work.milestones.values_list("name", "weight")) == [("Khởi công", 10), ("Bàn giao", 90)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"latitude": ""}, "Hãy nhập cả kinh độ và vĩ độ"),
        ({"budget_dong": "bốn tỷ"}, "không phải là số"),
        ({"budget_dong": "4,5"}, "không có phần lẻ"),
        ({"moc-0-on": ""}, "Hãy điền ô này"),
        ({"moc-0-weight": "0", "moc-2-weight": "0"}, "ít nhất một mốc lớn hơn 0"),
        ({f"moc-{line}-{part}": "" for line in (0, 2) for part in ("name", "weight", "on")}, "từ 1 đến 30 mốc"),
    ],
)
def test_what_does_not_fit_comes_back_as_typed(cast: Personas, wrong: dict[str, str], said: str) -> None:
    units = {"keeper": str(cast.units["board"].pk), "owner": str(cast.units["dac-son"].pk)}
    response = cast.client("secretary").post(reverse("console:works:register"), {**TYPED, **units, **wrong})
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert 'value="Trạm y tế xã"' in page
    assert not Work.objects.exists()


def test_the_owner_reports_and_takes_back_and_others_are_offered_nothing(work: Work, cast: Personas) -> None:
    fields = {"finished_on": "2020-04-03", "text": "Đã khởi công"}
    assert report(cast, "secretary", work, "xong", **fields)[0] == 403
    assert report(cast, "clerk", work, "xong", **fields)[0] == 302
    page = cast.client("clerk").get(page_of(work)).content.decode()
    assert "Xong 3/4/2020" in page
    assert ">10%</b>" in page
    status, page = report(cast, "clerk", work, "xong", **fields)
    assert (status, "Mốc này đã được ghi hoàn thành" in page) == (422, True)
    assert report(cast, "head", work, "mo-lai", reason="Ghi nhầm")[0] == 302
    assert Report.objects.count() == 2
    offered = {
        name: "Ghi mốc này đã xong" in cast.client(name).get(page_of(work)).content.decode()
        for name in PERSONAS if name not in {"anonymous", "stranger"}
    }  # fmt: skip
    assert {name for name, is_offered in offered.items() if is_offered} == {"clerk", "head"}


def test_a_day_to_come_is_refused_with_the_form_open_as_typed(work: Work, cast: Personas) -> None:
    status, page = report(cast, "clerk", work, "xong", finished_on="2020-12-31", text="Sẽ xong")
    assert status == 422
    assert "31/12/2020 chưa tới" in page
    assert 'value="Sẽ xong"' in page
    assert '<details class="fold" open>' in page


def test_payments_are_added_up(work: Work, cast: Personas) -> None:
    assert post(cast, "clerk", work, "giai-ngan", paid_on="2020-05-05", amount_dong="1.000.000.000") == 302
    assert post(cast, "clerk", work, "giai-ngan", paid_on="2020-06-05", amount_dong="-250.000.000") == 302
    assert post(cast, "clerk", work, "giai-ngan", paid_on="2020-06-05", amount_dong="-1.000.000.000") == 422
    page = cast.client("clerk").get(page_of(work)).content.decode()
    assert "750.000.000 đồng (19%)" in page
    assert Payment.objects.count() == 2


def test_the_office_publishes_and_withdraws(work: Work, cast: Personas) -> None:
    assert "Công khai công trình này</button>" in cast.client("chair").get(page_of(work)).content.decode()
    assert post(cast, "clerk", work, "cong-khai") == 403
    assert post(cast, "chair", work, "cong-khai") == 302
    assert post(cast, "chair", work, "cong-khai") == 422
    assert cast.client("stranger").get(page_of(work)).status_code == 200  # what is public everybody may read here too
    page = cast.client("secretary").get(page_of(work)).content.decode()
    assert "Thôi công khai</button>" in page
    assert f'href="/cong-trinh/{work.pk}-nha-lop-hoc-truong-mam-non/"' in page
    assert post(cast, "secretary", work, "thoi-cong-khai") == 302
    assert not Work.objects.get().is_public


def test_the_list_costs_the_same_however_many_works(
    work: Work, cast: Personas, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("secretary")
    client.get(reverse("console:works:index"))
    with django_assert_max_num_queries(14) as one:
        client.get(reverse("console:works:index"))
    for _ in range(5):
        make_work(cast.units["board"], cast.units["phuc-tan"], cast.people["secretary"])
    with django_assert_max_num_queries(len(one)) as six:
        client.get(reverse("console:works:index"))
    assert len(one) == len(six)
