"""A fresh office, from its register of units to its first report period, by the administrator's own forms."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from giaoban.domain.accounts.models import Post, Role, User
from giaoban.domain.accounts.operations import create_user, end_post, give_post
from giaoban.domain.audit.models import Entry
from giaoban.domain.audit.queries import find_fault
from giaoban.domain.documents.models import Organ, Term
from giaoban.domain.indicators.models import Duty, Indicator
from giaoban.domain.orgs.models import Bloc, Sector, Unit
from giaoban.domain.orgs.queries import members_of, unit_on
from giaoban.domain.reports.models import Regime, Round
from giaoban.interfaces.portal.setup import setup_site
from giaoban.lib import clock
from tests.personas import PERSONAS, make_personas

DATA = Path(__file__).resolve().parents[4] / "giaoban/demo/data"
DAY = date(2020, 7, 13)
PUBLIC = ["/ban-do/", "/to-chuc/", "/en/organisation/"]
FORMS = [
    "don-vi-hanh-chinh",
    "dia-gioi",
    "don-vi",
    "khoi",
    "thanh-vien",
    "linh-vuc",
    "chi-tieu",
    "che-do",
    "co-quan-ban-hanh",
    "nhiem-ky",
]


@pytest.fixture(autouse=True)
def july(at: datetime) -> Iterator[None]:
    """Monday 13 July 2020, on which the register's town and its eighteen communes stand."""
    with clock.held(at):
        yield


@pytest.fixture
def office(db: None) -> User:
    """What install.md has made before the set-up: the portal's pages and the installation's own administrator."""
    setup_site()
    return User.objects.create_superuser("quan-tri", password="mat-khau-thu")


@pytest.fixture
def units(office: User) -> None:
    """The register of units, as the command loads it."""
    call_command("import_units", str(DATA / "units.csv"))


@pytest.fixture
def administrator(office: User) -> Client:
    client = Client()
    client.force_login(office)
    return client


def address(key: str) -> str:
    return reverse("console:setup:step", args=[key])


def fill(client: Client, key: str, **given: Any) -> Any:
    """Post a step's form as a browser would: what it offers, save what is given."""
    form = client.get(address(key)).context["form"]
    offered = {field.name: field.value() for field in form if field.value() is not None}
    return client.post(address(key), {**offered, **given})


def found_office(client: Client) -> Unit:
    fill(client, "don-vi", kind="ban", short_name="Tuyên giáo Thị ủy", code="BTG-PY", parent=unit_on("172", DAY).pk)
    return Unit.objects.get(code="BTG-PY")


def form_bloc(client: Client, coordinator: Unit) -> Bloc:
    answer = fill(client, "khoi", name="Khối khoa giáo", coordinator=coordinator.pk, territory=unit_on("172", DAY).pk)
    assert answer.status_code == 302
    return Bloc.objects.get()


@pytest.mark.django_db
def test_no_units_and_no_bloc_are_told_apart(client: Client, office: User) -> None:
    told = {page: client.get(page).content.decode() for page in PUBLIC}
    assert "Chưa có danh mục đơn vị" in told["/ban-do/"]
    assert "Chưa có danh mục đơn vị" in told["/to-chuc/"]
    call_command("import_units", str(DATA / "units.csv"))
    told = {page: client.get(page).content.decode() for page in PUBLIC}
    assert "Đã có danh mục đơn vị, chưa lập khối" in told["/ban-do/"]
    assert "Đã có danh mục đơn vị, chưa lập khối" in told["/to-chuc/"]
    assert "the bloc is not formed yet" in told["/en/organisation/"]


@pytest.mark.django_db
def test_the_bloc_formed_here_brings_map_and_organisation(client: Client, administrator: Client, units: None) -> None:
    bloc = form_bloc(administrator, found_office(administrator))
    fill(administrator, "don-vi", kind="ban", short_name="Tuyên giáo Tỉnh ủy", code="BTG", parent=unit_on("19", DAY).pk)
    assert fill(administrator, "thanh-vien").status_code == 302
    left = administrator.get(address("thanh-vien")).context["form"].fields["units"].queryset
    assert [unit.code for unit in left] == ["BTG"]
    assert members_of(bloc, DAY).count() == 18
    for page in PUBLIC:
        told = client.get(page).content.decode()
        assert "Ba Hàng" in told, page
        assert "Phúc Tân" in told, page
    assert "Tuyên giáo Thị ủy" in client.get("/to-chuc/").content.decode()
    acts = Entry.objects.filter(actor="quan-tri").values_list("act", flat=True)
    assert {act: list(acts).count(act) for act in ("orgs.found_unit", "orgs.form_bloc", "orgs.join_bloc")} == {
        "orgs.found_unit": 2, "orgs.form_bloc": 1, "orgs.join_bloc": 18,
    }  # fmt: skip
    assert find_fault() is None


@pytest.mark.django_db
def test_every_step_up_to_the_first_period(administrator: Client, office: User, units: None, at: datetime) -> None:
    body = found_office(administrator)
    post = {"user": office.pk, "unit": body.pk, "title": "Quản trị viên", "valid_from": "2020-01-01"}
    administrator.post(reverse("admin:accounts_post_add"), {**post, "role": "administrator"})
    bloc = form_bloc(administrator, body)
    fill(administrator, "thanh-vien")
    assert fill(administrator, "linh-vuc").status_code == 302
    assert Sector.objects.count() == 7
    catalogue = SimpleUploadedFile("chi-tieu.csv", (DATA / "indicators.csv").read_bytes())
    assert fill(administrator, "chi-tieu", file=catalogue).status_code == 302
    asked = set(Duty.objects.values_list("unit", flat=True))
    assert asked == set(members_of(bloc, DAY).values_list("pk", flat=True))
    assert fill(administrator, "che-do").status_code == 302
    regime = Regime.objects.get()
    assert [section.is_required for section in regime.sections.all()] == [True] * 4 + [False]
    assert fill(administrator, "co-quan-ban-hanh", signer_title="Trưởng ban").status_code == 302
    assert fill(administrator, "nhiem-ky", name="Nhiệm kỳ 2015-2020", starts_on="2015-08-01").status_code == 302
    assert Organ.objects.get().unit == body
    assert Term.objects.count() == 1
    secretary = create_user(username="thu-ky", at=at, acting_user=None)
    give_post(user=secretary, unit=body, role=Role.SECRETARY, title="Thư ký", valid_from=DAY, at=at, acting_user=None)
    client = Client()
    client.force_login(secretary)
    client.post(reverse("console:reports:open"), {"regime": regime.pk, "period": "2020-H2"})
    assert Round.objects.get().submissions.count() == 18
    assert find_fault() is None


@pytest.mark.django_db
def test_what_comes_first_is_asked_for_first(administrator: Client, office: User) -> None:
    """Without units nothing can be formed, and a step that waits leads back to the list and does nothing."""
    told = administrator.get(reverse("console:setup:index")).content.decode()
    assert "Bước tiếp theo" in told
    assert "Chờ bước: Danh mục đơn vị" in told
    for key in ("khoi", "thanh-vien", "chi-tieu", "che-do", "co-quan-ban-hanh"):
        assert administrator.get(address(key)).status_code == 302
        assert administrator.post(address(key), {"name": "Khối"}).status_code == 302
    assert not Bloc.objects.exists()
    assert administrator.get(address("khong-co")).status_code == 404


@pytest.mark.django_db
def test_what_cannot_be_read_or_is_there_already_is_told(administrator: Client, office: User, units: None) -> None:
    body = found_office(administrator)
    answer = fill(administrator, "don-vi", kind="ban", short_name="Khác", code="BTG-PY", parent=body.pk)
    assert answer.status_code == 422
    assert "Mã BTG-PY đã là của" in answer.content.decode()
    assert fill(administrator, "linh-vuc", lines="GD; Giáo dục").status_code == 422
    assert fill(administrator, "linh-vuc").status_code == 302
    answer = fill(administrator, "linh-vuc")
    assert (answer.status_code, Sector.objects.count()) == (422, 7)
    assert "Mã lĩnh vực GD đã có" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("code,sector\nGD-01,GD\n", "Tệp thiếu cột position"),
        (b"\xff\xfe\x00", "Không đọc được tệp"),
        ("", "Tệp"),
        (("\n".join((DATA / "indicators.csv").read_text().splitlines()[:2])).replace("none", "lên"), "cột direction"),
    ],
)
def test_an_unsound_catalogue_changes_nothing(text: str | bytes, told: str) -> None:
    personas = make_personas()
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("chi-tieu.csv", content)
    answer = fill(personas.client("administrator"), "chi-tieu", file=file)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Indicator.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("key", FORMS)
def test_a_step_is_the_administrators_alone(key: str) -> None:
    personas = make_personas()
    before = Entry.objects.count()
    for name in PERSONAS:
        if name != "administrator":
            answer = personas.client(name).post(address(key), {"name": "Khối khác"})
            assert answer.status_code == (302 if name == "anonymous" else 403), name
    assert Entry.objects.count() == before


@pytest.mark.django_db
def test_an_ended_administrator_is_kept_out(at: datetime) -> None:
    personas = make_personas()
    end_post(post=Post.objects.get(role=Role.ADMINISTRATOR), on=date(2019, 1, 1), at=at, acting_user=None)
    assert personas.client("administrator").get(reverse("console:setup:index")).status_code == 403


@pytest.mark.django_db
def test_looking_writes_nothing(administrator: Client, office: User, units: None) -> None:
    form_bloc(administrator, found_office(administrator))
    before = (Entry.objects.count(), Unit.objects.count(), Bloc.objects.count())
    for page in [reverse("console:setup:index"), *map(address, FORMS)]:
        administrator.get(page)
    assert (Entry.objects.count(), Unit.objects.count(), Bloc.objects.count()) == before


@pytest.mark.django_db
def test_the_list_asks_as_much_for_many_units_as_for_few(
    administrator: Client, office: User, units: None, django_assert_num_queries: Any
) -> None:
    form_bloc(administrator, found_office(administrator))
    fill(administrator, "thanh-vien", units=[unit_on("05860", DAY).pk])
    with CaptureQueriesContext(connection) as few:
        administrator.get(reverse("console:setup:index"))
    asked = len(few)  # the log is emptied by the next request
    fill(administrator, "thanh-vien")
    administrator.get(reverse("console:setup:index"))  # shows the message and forgets it
    with django_assert_num_queries(asked):
        administrator.get(reverse("console:setup:index"))


@pytest.mark.django_db
def test_a_bloc_is_put_right_until_reports_stand_on_it(administrator: Client, office: User, units: None) -> None:
    body = found_office(administrator)
    bloc = form_bloc(administrator, body)
    change = reverse("admin:orgs_bloc_change", args=[bloc.pk])
    administrator.post(change, {"name": "Khối văn xã", "coordinator": body.pk, "territory": unit_on("19", DAY).pk})
    bloc.refresh_from_db()
    assert (bloc.name, bloc.territory) == ("Khối văn xã", unit_on("19", DAY))
    assert Entry.objects.filter(act="orgs.change_bloc", actor="quan-tri").exists()
