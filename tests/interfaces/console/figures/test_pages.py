"""The consolidated pages: who sees them, what they show, files, and a constant number of queries."""

import io
import json
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.operations import create_user, give_post
from giaoban.domain.indicators.models import EmptyKind
from giaoban.domain.indicators.operations import set_target
from giaoban.domain.indicators.rules import Figure
from giaoban.domain.orgs.models import Bloc, Level, Unit
from giaoban.domain.orgs.operations import join_bloc
from giaoban.lib import clock
from tests.factories.indicators import (
    AT,
    LONG_AGO,
    make_indicator,
    make_town,
    make_unit,
    oblige,
    rate,
    report,
    volume,
)

pytestmark = pytest.mark.django_db
PAGE = "/lam-viec/tong-hop/"
ADDRESSES = [PAGE, f"{PAGE}chi-tieu/DN-05/", f"{PAGE}loi-van/", f"{PAGE}tai/xlsx/"]
SEES = {
    "clerk": 200,
    "head": 200,
    "secretary": 200,
    "chair": 200,
    "superior": 200,
    "administrator": 200,
    "stranger": 404,
}


@pytest.fixture(autouse=True)
def july_2020(monkeypatch: pytest.MonkeyPatch) -> None:
    def now() -> datetime:
        return AT

    monkeypatch.setattr(clock, "now", now)


def person(name: str, role: Role, unit: Unit) -> User:
    user = create_user(username=name, password=None, at=AT, acting_user=None)
    give_post(user=user, unit=unit, role=role, title=name, valid_from=LONG_AGO, at=AT, acting_user=None)
    return user


@pytest.fixture
def people() -> dict[str, User]:
    """A bloc of two communes and its office, with figures of the first half of 2020, and a person of each kind."""
    town = make_town()
    office = make_unit("BTG", "Ban Tuyên giáo", level=Level.BODY, kind="ban", parent=town)
    first = make_unit("1", "Đắc Sơn", parent=town, position=1)
    second = make_unit("2", "Ba Hàng", parent=town, position=2)
    outside = make_unit("9", "Người ngoài", level=Level.BODY, kind="phòng", parent=town)
    bloc = Bloc.objects.create(code="KG", name="Khối khoa giáo", coordinator=office, territory=town)
    for unit in (first, second):
        join_bloc(bloc=bloc, unit=unit, valid_from=LONG_AGO, at=AT, acting_user=None)
    jobs = make_indicator("DN-05", even=True, sector="DN")
    cover = make_indicator("YT-01", ratio=True, over_time="stock", sector="YT")
    oblige(jobs, first, second)
    oblige(cover, first, second)
    set_target(indicator=jobs, unit=town, year=2020, value=Decimal(3600), source="", acting_user=None, at=AT)
    report(first, [volume(jobs, 1702, status="estimate"), rate(cover, 90, 100)])
    report(first, [volume(jobs, 1884)], "2019-H1")
    return {
        "clerk": person("clerk", Role.CLERK, first), "head": person("head", Role.HEAD, second),
        "secretary": person("secretary", Role.SECRETARY, office), "chair": person("chair", Role.CHAIR, office),
        "superior": person("superior", Role.SUPERIOR, outside),
        "administrator": person("adm", Role.ADMINISTRATOR, outside),
        "stranger": person("stranger", Role.CLERK, outside),
    }  # fmt: skip


def ask(who: User, address: str) -> tuple[int, str]:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(address)
    return response.status_code, response.content.decode(errors="replace")


@pytest.mark.parametrize("name", SEES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_who_sees_what(people: dict[str, User], address: str, name: str) -> None:
    assert ask(people[name], address)[0] == SEES[name]


@pytest.mark.parametrize("address", ADDRESSES)
def test_somebody_not_signed_in_is_sent_to_sign_in(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 302
    assert "/dang-nhap/" in response["Location"]


def test_the_table_shows_figures_verdicts_and_what_is_missing(people: dict[str, User]) -> None:
    status, html = ask(people["secretary"], f"{PAGE}?ky=2020-H1")
    assert status == 200
    for part in ("1.702", "1.884", "3.600", "47,3%", "−9,7%", "Chậm", "1/2 đơn vị", "ước", "đến 14/6/2020"):
        assert part in html
    assert html.index("Dạy nghề") > html.index("Y tế")
    assert 'aria-label="kỳ này 1.702, cùng kỳ 1.884, mức cần đạt 1.800"' in html


def test_filter_and_sort_are_plain_links(people: dict[str, User]) -> None:
    html = ask(people["chair"], f"{PAGE}?linh-vuc=YT")[1]
    assert 'id="ct-YT-01"' in html
    assert 'id="ct-DN-05"' not in html
    ascending = ask(people["chair"], f"{PAGE}?sap=ten")[1]
    assert ascending.index("ct-DN-05") < ascending.index("ct-YT-01")
    assert 'aria-sort="ascending"' in ascending
    descending = ask(people["chair"], f"{PAGE}?sap=-ten")[1]
    assert descending.index("ct-YT-01") < descending.index("ct-DN-05")
    assert "Chưa có số liệu để tổng hợp" in ask(people["chair"], f"{PAGE}?loai=chinh")[1]


@pytest.mark.parametrize("query", ["ky=2020-H7", "ky=1900-H1"])
def test_an_unknown_period_is_not_found(people: dict[str, User], query: str) -> None:
    assert ask(people["chair"], f"{PAGE}?{query}")[0] == 404


def test_a_total_opens_onto_its_counts_and_names_the_missing(people: dict[str, User]) -> None:
    html = ask(people["clerk"], f"{PAGE}chi-tieu/YT-01/?ky=2020-H1")[1]
    assert "90,0" in html
    assert "đạt: <b>90</b>; tổng: <b>100</b>" in html
    assert "1 đơn vị chưa có số liệu được chấp nhận:</b> xã Ba Hàng." in html
    assert ask(people["clerk"], f"{PAGE}chi-tieu/XX-99/")[0] == 404


def test_every_line_with_a_past_has_its_chart_and_nothing_arose_is_not_missing(people: dict[str, User]) -> None:
    births, exam = make_indicator("DS-09", sector="DS"), make_indicator("GD-11", ratio=True, sector="GD")
    unit = Unit.objects.get(code="1")
    report(unit, [volume(births, 110), Figure(exam.pk, EmptyKind.NONE_AROSE)])
    report(unit, [volume(births, 100)], "2019-H1")
    _, table = ask(people["secretary"], f"{PAGE}?ky=2020-H1")
    line = table.split('id="ct-DS-09"')[1].split("</tr>")[0]
    assert '<svg class="bul"' in line
    assert 'class="p"' not in line  # no plan: no level to reach
    assert "không phát sinh" in table.split('id="ct-GD-11"')[1].split("</tr>")[0]
    assert '<svg class="bul"' in ask(people["secretary"], f"{PAGE}chi-tieu/DS-09/?ky=2020-H1")[1]


def test_files_hold_the_same_rows(people: dict[str, User]) -> None:
    client = Client()
    client.force_login(people["secretary"], backend="django.contrib.auth.backends.ModelBackend")
    workbook = client.get(f"{PAGE}tai/xlsx/?ky=2020-H1&linh-vuc=DN")
    assert workbook["Content-Disposition"] == 'attachment; filename="tong-hop-172-2020-H1.xlsx"'
    sheet = load_workbook(io.BytesIO(workbook.content)).active
    assert sheet is not None
    assert [row[5].value for row in sheet.iter_rows() if row[1].value == "Chỉ tiêu DN-05"] == [1702]
    data = json.loads(client.get(f"{PAGE}tai/json/?ky=2020-H1").content)
    assert [row["code"] for row in data["rows"]] == ["YT-01", "DN-05"]
    assert client.get(f"{PAGE}tai/docx/?ky=2020-H1").content[:2] == b"PK"
    assert "1.702" in client.get(f"{PAGE}tai/csv/?ky=2020-H1").content.decode()
    assert client.get(f"{PAGE}tai/exe/").status_code == 404


def test_the_number_of_queries_does_not_grow(people: dict[str, User]) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert ask(people["secretary"], f"{PAGE}?ky=2020-H1")[0] == 200
        return len(queries)

    count()
    before = count()
    units = [make_unit(str(n), parent=Unit.objects.get(code="172")) for n in range(100, 110)]
    for number in range(10, 30):
        indicator = make_indicator(f"GD-{number}", position=number, sector="GD")
        oblige(indicator, *units)
        report(units[0], [volume(indicator, number)])
    assert count() == before
