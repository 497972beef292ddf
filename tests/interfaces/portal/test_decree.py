"""Nghị định 42/2022: every address that docs/reference/nghi-dinh-42.md names is there on the first day.

And what an office has to say there is called missing until it has said it.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client, override_settings
from wagtail.models import PageLogEntry

from giaoban.interfaces.portal.models import (
    CollectionPage,
    ContactPage,
    HomePage,
    Official,
    OrganisationPage,
    Question,
    QuestionsPage,
)
from giaoban.interfaces.portal.setup import PUBLIC_LISTS, UNLOGGED, setup_site
from giaoban.lib import clock
from tests.factories import portal as make
from tests.factories.briefing import make_briefing
from tests.factories.documents import MOMENT
from tests.personas import make_personas

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parents[3] / "docs/reference/nghi-dinh-42.md"
ROWS = [line for line in TABLE.read_text().splitlines() if line.startswith("| ")][1:]
NAMED = sorted(set(re.findall(r"`(/[^`]*)`", "\n".join(ROWS))))
ONE_OF_MANY = [address for address in NAMED if "<" in address]
LATER = [slug for _, slug, _ in PUBLIC_LISTS if slug not in UNLOGGED]


@pytest.fixture
def home() -> HomePage:
    return setup_site()


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_every_row_names_what_meets_it() -> None:
    assert len(ROWS) > 20
    assert len(NAMED) > 20
    assert not [row for row in ROWS if not re.search(r"`/|print style|units and posts", row)]


@pytest.mark.parametrize("address", [address for address in NAMED if address not in ONE_OF_MANY])
def test_every_address_named_is_there_on_a_new_site(client: Client, address: str) -> None:
    setup_site()
    response = client.get(address)
    assert response.status_code == 200
    if response["Content-Type"].startswith("text/html"):
        language = "en" if address.startswith("/en/") else "vi"
        assert f'<html lang="{language}"' in response.content.decode()


def test_what_is_named_of_each_thing_is_there_for_one(client: Client, tmp_path: Path) -> None:
    with override_settings(CLOCK_FILE=tmp_path / "clock.json", DATA_DIR=tmp_path):
        clock.set_shown(MOMENT)
        setup_site()
        known = {"<slug>": make.article("Tin", MOMENT).slug, "<number>": str(make_briefing().conference.pk)}
        assert {part for address in ONE_OF_MANY for part in re.findall(r"<\w+>", address)} == set(known)
        for address in ONE_OF_MANY:
            there = re.sub(r"<\w+>", lambda part: known[part.group()], address)
            assert client.get(there).status_code == 200, there


@pytest.mark.usefixtures("home")
def test_a_list_of_a_later_version_is_added_once_to_an_older_site() -> None:
    lists = {slug for _, slug, _ in PUBLIC_LISTS}
    later = CollectionPage.objects.filter(slug__in=LATER)
    for page in later:
        page.delete()
    PageLogEntry.objects.all().delete()  # the first lists were made without a word in the log
    renamed = CollectionPage.objects.get(slug="danh-muc")
    renamed.slug = "muc-luc"
    renamed.save()
    setup_site()
    assert {page.slug for page in CollectionPage.objects.all()} == lists - {"danh-muc"} | {"muc-luc"}
    assert [page.get_parent().slug for page in later] == ["cong-khai", "cong-khai"]
    plans = CollectionPage.objects.get(slug="ke-hoach")
    plans.slug = "quy-hoach"
    plans.save()
    CollectionPage.objects.get(slug="dich-benh-thien-tai").delete(user=make_personas().people["administrator"])
    setup_site()
    assert {page.slug for page in CollectionPage.objects.all()} == lists - {"danh-muc", *LATER} | {
        "muc-luc",
        "quy-hoach",
    }


def test_what_the_office_has_not_said_yet_is_called_missing_and_the_editor_is_told(
    client: Client, home: HomePage
) -> None:
    no_address, no_officials = "Đang cập nhật: cơ quan chưa đăng địa chỉ", "Đang cập nhật: cơ quan chưa đăng đầu mối"
    for address in ("/to-chuc/", "/lien-he/"):
        assert no_address in text_of(client, address)
    assert no_officials in text_of(client, "/to-chuc/")
    assert "Being updated: the office has not published its address" in text_of(client, "/en/contact/")
    editor, page = make_personas().client("editor"), OrganisationPage.objects.get(slug="to-chuc")
    form = text_of(editor, f"/cms/pages/{page.pk}/edit/")
    assert "Phải công khai (Nghị định 42/2022): họ tên, chức vụ" in form
    assert "chưa ghi ở đâu thì trang liên hệ nói là đang cập nhật" in form
    HomePage.objects.update(address="Phường Ba Hàng")
    for address in ("/to-chuc/", "/lien-he/"):
        main = text_of(client, address).split("<main")[1].split("</main>")[0]
        assert '<address class="address"><span>Phường Ba Hàng</span>' in main
        assert no_address not in main
    assert '<span lang="vi">Phường Ba Hàng</span>' in text_of(client, "/en/contact/").split("</main>")[0]
    ContactPage.objects.filter(slug="lien-he").update(phone="0208 000 000")
    main = text_of(client, "/lien-he/").split("<main")[1].split("</main>")[0]
    assert "0208 000 000" in main
    assert "Phường Ba Hàng" not in main
    page.officials.add(Official(title="Chuyên viên"))
    page.save()
    assert no_officials not in text_of(client, "/to-chuc/")


def test_the_questions_lead_to_where_one_asks(client: Client, home: HomePage) -> None:
    page = QuestionsPage.objects.get()
    link = '<a class="button" href="/lien-he/#h-feedback">Gửi câu hỏi</a>'
    assert link in text_of(client, "/hoi-dap/")
    day = date(2020, 7, 1)
    asked = Question(asked_on=day, question="Vì sao?", answer="<p>Vì vậy.</p>", answered_by="Ban", answered_on=day)
    page.questions.add(asked)
    page.save()
    assert link in text_of(client, "/hoi-dap/")
    assert 'id="h-feedback"' in text_of(client, "/lien-he/")
    ContactPage.objects.filter(slug="lien-he").update(takes_feedback=False)
    assert "Gửi câu hỏi" not in text_of(client, "/hoi-dap/")
