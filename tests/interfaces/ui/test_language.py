"""Vietnamese unless a person chose English; then the pages' own words are English."""

import re
from datetime import date, datetime

import lxml.html
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from giaoban.domain.documents.models import PaperType
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.orgs.models import Sector, Unit
from giaoban.domain.periods.rules import parse
from giaoban.interfaces.portal.setup import setup_site
from giaoban.interfaces.ui import words
from tests.architecture.test_translations import VIETNAMESE
from tests.factories.reports import Office, hand_in, make_office

COOKIE = settings.LANGUAGE_COOKIE_NAME


@pytest.fixture
def english() -> Client:
    client = Client()
    client.cookies[COOKIE] = "en"
    return client


def heading(client: Client, address: str = "/dang-nhap/", **headers: str) -> str:
    response = client.get(address, headers=headers)
    page = lxml.html.fromstring(response.content.decode())
    return f"{page.get('lang')}: {page.findtext('.//h1')}"


@pytest.mark.django_db
def test_a_browser_that_prefers_english_gets_vietnamese_until_its_reader_chooses() -> None:
    client = Client()
    assert heading(client, accept_language="en-GB,en;q=0.9") == "vi: Đăng nhập"
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/dang-nhap/"})
    assert (answer.status_code, answer["Location"]) == (302, "/dang-nhap/")
    assert int(answer.cookies[COOKIE]["max-age"]) > 300 * 24 * 3600
    assert heading(client, accept_language="vi") == "en: Sign in"
    client.post("/ngon-ngu/", {"language": "vi", "next": "/dang-nhap/"})
    assert heading(client, accept_language="en") == "vi: Đăng nhập"


@pytest.mark.django_db
def test_a_language_nobody_offers_changes_nothing() -> None:
    client = Client()
    client.cookies[COOKIE] = "xx"
    assert heading(client) == "vi: Đăng nhập"


@pytest.mark.django_db
def test_the_choice_needs_no_token_and_does_not_outlive_its_request(english: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/ngon-ngu/", {"language": "en", "next": "/"}).status_code == 302
    assert heading(english) == "en: Sign in"
    assert translation.get_language() == "vi"


@pytest.mark.django_db
def test_caches_are_told_that_the_page_depends_on_the_choice(english: Client) -> None:
    setup_site()
    answer = english.get("/")
    assert "Cookie" in answer["Vary"]
    assert answer["Content-Language"] == "en"
    assert "csrftoken" not in answer.cookies


def spoken(client: Client, address: str, *names: str) -> list[str]:
    """Return the texts of a page with Vietnamese letters, the given names and the organ's left out."""
    page = lxml.html.fromstring(client.get(address).content.decode())
    for part in page.xpath("//script|//style|//*[@lang='vi' and not(self::html)]|//table//th[@scope='row']"):
        part.drop_tree()
    texts = page.xpath("//text()|//@aria-label|//@title|//@placeholder|//@data-l")
    known = re.compile("|".join(sorted(map(re.escape, {*settings.ORGAN.values(), *names}), key=len, reverse=True)))
    return [text for raw in texts if VIETNAMESE.search(known.sub("", text := " ".join(raw.split())))]


@pytest.mark.django_db
def test_the_sign_in_page_is_english_throughout(english: Client) -> None:
    assert not spoken(english, "/dang-nhap/")


@pytest.mark.django_db
def test_the_portal_speaks_english_around_its_vietnamese_content(english: Client) -> None:
    setup_site()
    for address in ("/", "/tin-tuc/", "/ban-do/", "/thong-ke/"):
        assert not spoken(english, address), address


@pytest.fixture
def office(at: datetime) -> Office:
    return make_office(at)


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["secretary", "clerk", "head", "nobody"])
def test_the_cycle_is_english_throughout(office: Office, english: Client, person: str) -> None:
    round = office.open()
    hand_in(office, office.submission(round))
    user = office.people[person]
    english.force_login(user)
    names = {name for unit in Unit.objects.all() for name in (unit.name, unit.short_name)}
    titles = {post.title for post in user.posts.all()}
    Sector.objects.update(name_en="Sector")
    assert not spoken(english, "/lam-viec/", *names, *titles, office.regime.bloc.name)


@pytest.mark.parametrize(
    ("code", "english_name"),
    [("2020-H1", "first half of 2020"), ("2020-M06", "June 2020"), ("2020-Q2", "quarter II of 2020"),
     ("2020-9M", "nine months of 2020"), ("2019-2020", "school year 2019-2020"), ("2020", "2020"),
     ("2020-W28", "week 28 of 2020"), ("2020-07-13", "13/7/2020")],
)  # fmt: skip
def test_periods_have_a_name_in_both_languages(code: str, english_name: str) -> None:
    assert words.period_name(code) == parse(code).label
    with translation.override("en"):
        assert words.period_name(parse(code)) == english_name


def test_labels_dates_and_names_follow_the_reader() -> None:
    indicator = Indicator(name="Số trẻ", name_en="Children")
    day = date(2020, 7, 13)
    paper = PaperType.NOTICE.label
    assert (words.said(paper), words.local_name(indicator)) == ("Thông báo", "Số trẻ")
    assert (words.weekday(day), words.formal_day(day)) == ("thứ Hai", "ngày 13 tháng 7 năm 2020")
    with translation.override("en"):
        assert (words.said(paper), translation.gettext(paper)) == ("Notice", "Notices")
        assert (words.said("Ba Hàng"), words.said("")) == ("Ba Hàng", "")
        assert words.local_name(indicator) == "Children"
        assert (words.weekday(day), words.formal_day(day)) == ("Monday", "13 July 2020")
        assert [str(label) for _, label in words.choices_of(PaperType)][:2] == ["Report", "Minutes"]


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("Báo cáo đang ở trạng thái “Đang soạn”, chưa thể chuyển sang “Đã nộp”",
         "The report is “Being drafted” and cannot become “Submitted”"),
        ("từ 2/3 trở lên số đại biểu có mặt có quyền biểu quyết",
         "2/3 or more of the delegates present who may vote"),
        ("Mở kỳ báo cáo 6 tháng đầu năm 2020: xã Đắc Sơn",
         "Reporting period opened, first half of 2020: xã Đắc Sơn"),
        ("Trẻ em: Tăng 12,5 điểm so với kỳ trước: kỳ này 90,0, kỳ trước 77,5; cần lý do",
         "Trẻ em: Tăng 12,5 điểm so với kỳ trước: this period 90,0, last period 77,5; a reason is needed"),
        ("Giảm 3,0 điểm so với cùng kỳ năm trước: kỳ này 5, cùng kỳ năm trước 8; cần lý do",
         "Down 3,0 points on same period last year: this period 5, same period last year 8; a reason is needed"),
        ("“năm trăm” không phải là số; hãy nhập như 1.234 hoặc 1.234,5",
         "“năm trăm” is not a number; enter it like 1.234 or 1.234,5"),
        ("Tệp của kỳ 2020-H1, không phải kỳ 2020-H2", "The file is of period 2020-H1, not 2020-H2"),
    ],
)  # fmt: skip
def test_a_sentence_with_places_is_said_in_english(vietnamese: str, english: str) -> None:
    assert words.said(vietnamese) == vietnamese
    with translation.override("en"):
        assert words.said(vietnamese) == english


def test_the_parts_of_a_note_are_said_one_by_one() -> None:
    with translation.override("en"):
        note = "đến 14/6/2020; 3/5 đơn vị báo cáo; ước (2 đơn vị)"
        assert words.said_note(note) == "to 14/6/2020; 3 of 5 units reported; estimate (2 units)"
