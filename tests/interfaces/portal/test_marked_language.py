"""Read in English, no Vietnamese word stands unmarked (WCAG 3.1.2), and numbers are written the English way."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import lxml.html
import pytest
from django.conf import settings
from django.test import Client

from giaoban.domain.indicators.models import Indicator
from giaoban.domain.orgs.models import Level, Sector, Unit
from giaoban.interfaces.portal.models import ScheduleEntry, SchedulePage
from giaoban.interfaces.portal.setup import setup_site
from tests.architecture.test_translations import VIETNAMESE
from tests.factories import portal as make
from tests.factories.briefing import Briefing, make_briefing
from tests.factories.documents import MOMENT
from tests.showing import showing

pytestmark = pytest.mark.django_db
UNMARKED = "//text()[not(ancestor::script or ancestor::style or ancestor::title[parent::head])]"


@pytest.fixture(autouse=True)
def _shown(tmp_path: Path) -> Iterator[None]:
    with showing(MOMENT, tmp_path):
        yield


@pytest.fixture
def english() -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def briefing() -> Briefing:
    """A town with everything the portal shows of it."""
    setup_site()
    briefing = make_briefing()
    make.article("Hội nghị giao ban năm học 2019-2020", MOMENT, lead="Đoạn dẫn.", byline="Biên tập viên",
                 body=[("paragraph", "<p>Đoạn văn.</p>"), ("heading", "Kết quả")])  # fmt: skip
    ScheduleEntry.objects.create(
        page=SchedulePage.objects.get(), day=MOMENT.date() + timedelta(days=1), title="Họp khối", place="Phòng họp số 1"
    )
    Indicator.objects.update(name_en="Indicator")
    Sector.objects.update(name_en="Sector")
    return briefing


def unmarked(page: lxml.html.HtmlElement) -> list[str]:
    """Return the texts with Vietnamese letters whose nearest word on the language is not that it is Vietnamese."""
    found = []
    for text in page.xpath(UNMARKED):
        around = text.getparent().getparent() if text.is_tail else text.getparent()
        languages = around.xpath("ancestor-or-self::*[@lang][1]/@lang")
        if VIETNAMESE.search(text) and languages != ["vi"]:
            found.append(" ".join(text.split()))
    return found


def test_vietnamese_words_are_marked_on_every_page(english: Client, briefing: Briefing) -> None:
    addresses = ["/", "/tin-tuc/", "/tin-tuc/hoi-nghi-giao-ban-nam-hoc-2019-2020/", "/ban-do/", "/so-lieu/",
                 "/van-ban/", f"/van-ban/{briefing.notice.pk}/", "/giao-ban/", f"/giao-ban/{briefing.conference.pk}/",
                 "/gop-y/", "/cong-trinh/", "/to-chuc/", "/lich-cong-tac/", "/hoi-dap/", "/lien-he/", "/cong-khai/",
                 "/cong-khai/danh-muc/",
                 *(f"/don-vi/{unit.code}/" for unit in Unit.objects.all()[:3]), "/khong-co/"]  # fmt: skip
    for address in addresses:
        response = english.get(address)
        assert response.status_code == (404 if address == "/khong-co/" else 200), address
        assert not unmarked(lxml.html.fromstring(response.content.decode())), address


def test_a_shaded_map_marks_each_name_and_writes_english_numbers(english: Client) -> None:
    setup_site()
    bloc = make.town_with_communes()
    make.concluded_conference(bloc, MOMENT)
    make.published_rate(bloc)
    page = english.get("/ban-do/").content.decode()
    texts = unmarked(lxml.html.fromstring(page))
    assert not [
        text for text in texts if any(unit.short_name in text for unit in Unit.objects.filter(level=Level.COMMUNE))
    ]
    assert not texts
    assert "<desc>87.4%; no plan yet" in page
    assert "874 / 1,000" in page
    assert "87,4" not in page


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/tin-tuc/", "News"), ("/to-chuc/", "Organisation"), ("/lich-cong-tac/", "Schedule of work"),
     ("/hoi-dap/", "Questions and answers"), ("/lien-he/", "Contact and feedback"),
     ("/cong-khai/", "Public information"), ("/cong-khai/bao-cao-tai-chinh/", "Annual financial reports")],
)  # fmt: skip
def test_pages_every_site_has_are_named_in_english(english: Client, address: str, heading: str) -> None:
    setup_site()
    page = lxml.html.fromstring(english.get(address).content.decode())
    assert page.findtext(".//title").startswith(f"{heading} | ")
    assert page.xpath("string(//h1)") == page.xpath("string(//nav[contains(@class,'crumbs')]//li[last()])") == heading


def test_a_title_of_an_editors_own_stays_vietnamese_and_says_so(english: Client) -> None:
    setup_site()
    page = SchedulePage.objects.get()
    page.title = "Lịch tuần của khối"
    page.save()
    shown = english.get(page.url).content.decode()
    assert re.search(r'<title lang="vi">Lịch tuần của khối', shown)
    assert '<h1 class="page-title" lang="vi">Lịch tuần của khối</h1>' in shown


def test_vietnamese_comes_back_from_an_english_page_in_one_press(english: Client) -> None:
    setup_site()
    page = lxml.html.fromstring(english.get("/en/contact/").content.decode())
    button = page.xpath("//footer//button[@value='vi']")[0]
    answer = english.post(button.get("formaction"), {"language": "vi"})
    assert answer["Location"] == "/lien-he/"
    assert '<html lang="vi"' in english.get(answer["Location"]).content.decode()
    there = lxml.html.fromstring(english.get("/lien-he/").content.decode())
    back = there.xpath("//footer//button[@value='en']")[0].get("formaction")
    assert english.post(back, {"language": "en"})["Location"] == "/en/contact/"
    asked = lxml.html.fromstring(english.get("/tim-kiem/?q=a&loai=b").content.decode())
    stay = asked.xpath("//footer//button[@value='vi']")[0].get("formaction")
    assert english.post(stay, {"language": "vi"})["Location"] == "/tim-kiem/?q=a&loai=b"
