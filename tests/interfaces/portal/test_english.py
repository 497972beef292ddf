"""The pages in English: how they are reached, what language they speak, what stays Vietnamese and says so."""

import re
from datetime import datetime

import lxml.html
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from wagtail.models import Locale

from giaoban.domain.accounts.models import Role
from giaoban.interfaces.portal.models import ContactPage, EnglishPage, HomePage, OrganisationPage, PlainPage
from giaoban.interfaces.portal.setup import setup_site
from tests.architecture.test_translations import VIETNAMESE
from tests.factories import portal as make
from tests.interfaces.ui.test_language import spoken
from tests.personas import PERSONAS, make_personas

pytestmark = pytest.mark.django_db
PAIRS = {"/to-chuc/": "/en/organisation/", "/lien-he/": "/en/contact/"}
HERE = "http://testserver"


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    cache.clear()


@pytest.fixture
def home() -> HomePage:
    return setup_site()


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("vietnamese", "english"), PAIRS.items())
def test_each_page_leads_to_the_other_and_tells_machines(client: Client, vietnamese: str, english: str) -> None:
    for address, other, language in ((vietnamese, english, "en"), (english, vietnamese, "vi")):
        page = read(client, address)
        head, body = page.split("</head>")
        way = {"en": f'<a href="{other}" lang="en" hreflang="en"', "vi": f'action="/ngon-ngu/?next={other}"'}[language]
        assert way in body
        assert dict(re.findall(r'rel="alternate" hreflang="([\w-]+)" href="([^"]+)"', head)) == {
            "vi": HERE + vietnamese, "en": HERE + english, "x-default": HERE + vietnamese,
        }  # fmt: skip
        assert f'<link rel="canonical" href="{HERE}{address}">' in head


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("chosen", ["", "vi", "en"])
def test_an_english_page_is_english_whatever_its_reader_chose(client: Client, chosen: str) -> None:
    make.join_bloc(make.town_with_communes(), ["05860"])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen
    for address in ("/en/", *PAIRS.values()):
        response = client.get(address)
        assert response["Content-Language"] == "en"
        page = response.content.decode()
        assert '<html lang="en"' in page
        assert not spoken(client, address), address
    assert f'<html lang="{chosen or "vi"}"' in read(client, "/to-chuc/")


@pytest.mark.usefixtures("home")
def test_names_of_the_register_stay_vietnamese_and_kinds_are_said(client: Client, at: datetime) -> None:
    bloc = make.town_with_communes()
    make.join_bloc(bloc, ["05860"])
    make.person("truong-ban", Role.CHAIR, bloc, at)
    page = lxml.html.fromstring(read(client, "/en/organisation/"))
    tree = page.xpath("//ul[@class='tree']")[0]
    texts = [text for text in tree.xpath(".//text()[not(ancestor::*[@lang='vi'])]") if text.strip()]
    assert not [text for text in texts if VIETNAMESE.search(text)]
    assert "(ward)" in "".join(texts)
    assert tree.xpath(".//*[@lang='vi']/text()")


@pytest.mark.usefixtures("home")
def test_everybody_may_read_them_and_write_from_them() -> None:
    personas = make_personas()
    contact = ContactPage.objects.get(slug="contact")
    for name in PERSONAS:
        client = personas.client(name)
        for address in PAIRS.values():
            assert '<html lang="en"' in read(client, address)
    refused = client.post(f"/lien-he/gui/{contact.pk}/", {"name": "", "subject": "x", "message": "y"})
    assert '<html lang="en"' in refused.content.decode()
    assert not VIETNAMESE.search(refused.content.decode().split('role="alert"')[1].split("</div>")[0])
    good = {"name": "A reader", "subject": "Road", "message": "It floods."}
    assert client.post(f"/lien-he/gui/{contact.pk}/", good)["Location"] == "/en/contact/?sent=1#h-feedback"


def test_a_page_made_anew_below_the_section_is_the_translation_of_the_vietnamese_one(home: HomePage) -> None:
    section = EnglishPage.objects.get()
    OrganisationPage.objects.child_of(section).get().delete()
    section.refresh_from_db()
    page = section.add_child(instance=OrganisationPage(title="Who we are", slug="who-we-are"))
    assert page.locale.language_code == "en"
    twin = OrganisationPage.objects.get(slug="to-chuc")
    assert (page.twin(), twin.twin()) == (twin, page)
    page.unpublish()
    assert twin.twin() is None
    plain = [section.add_child(instance=PlainPage(title=title)) for title in ("History", "Charter")]
    assert len({one.translation_key for one in plain}) == 2
    second = home.add_child(instance=OrganisationPage(title="Tổ chức khác", slug="khac"))
    assert second.twin() is None


def test_an_older_site_gets_the_section_from_an_editor(home: HomePage) -> None:
    EnglishPage.objects.get().delete()
    Locale.objects.filter(language_code="en").delete()
    home.refresh_from_db()
    section = home.add_child(instance=EnglishPage(title="About us"))
    assert (section.slug, section.url, section.locale.language_code) == ("en", "/en/", "en")


@pytest.mark.usefixtures("home")
def test_vietnamese_text_says_so_where_the_words_around_it_are_english(client: Client, at: datetime) -> None:
    page = make.article(
        "Hội nghị giao ban", at, lead="Đoạn dẫn.", byline="Ban biên tập",
        body=[("paragraph", "<p>Đoạn văn.</p>"),
              ("figures", {"title": "Bảng", "rows": [{"name": "BHYT", "actual": "91,2"}], "note": "đến 14/6/2020"})],
    )  # fmt: skip
    make.article("Tin khác của thị xã", at)
    page.tags.add("Đền ơn đáp nghĩa")
    page.save()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for address in (page.url, "/tin-tuc/"):
        assert not spoken(client, address), address
    body = lxml.html.fromstring(read(client, page.url)).xpath("//div[@class='article__body']")[0]
    assert body.get("lang") == "vi"
    assert body.xpath(".//thead/@lang") == ["en"]


@pytest.mark.usefixtures("home")
def test_the_desk_makes_and_previews_english_pages() -> None:
    client = make_personas().client("editor")
    section = EnglishPage.objects.get()
    for kind in ("organisationpage", "contactpage"):
        assert client.get(f"/cms/pages/add/portal/{kind}/{section.pk}/").status_code == 200
    for model in (OrganisationPage, ContactPage):
        preview = model.objects.child_of(section).get().make_preview_request(preview_mode="")
        assert '<html lang="en"' in preview.content.decode()
