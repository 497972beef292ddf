"""The public pages: what they show, what they hide, what they cost."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, Site

from giaoban.domain.visits.models import DailyVisits, MonthlyVisits
from giaoban.interfaces.portal.models import ArticlePage, ContactPage, HomePage, NewsIndexPage
from giaoban.interfaces.portal.setup import setup_site
from tests.factories import portal as make

pytestmark = pytest.mark.django_db
PAGES = ["/", "/tin-tuc/", "/ban-do/", "/thong-ke/"]


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)


@pytest.fixture
def published(at: datetime) -> ArticlePage:
    """A whole small portal: town, conference, figures, one article."""
    bloc = make.town_with_communes()
    make.concluded_conference(bloc, at)
    make.published_rate(bloc)
    return make.article(
        "Hội nghị giao ban khối khoa giáo", at.replace(day=10, hour=17, minute=0),
        lead="Đoạn dẫn.", byline="Ban biên tập",
        body=[("paragraph", "<p>Đoạn văn.</p>"), ("heading", "Kết quả"),
              ("figures", {"title": "Bảng", "rows": [{"name": "BHYT", "actual": "91,2"}], "note": "đến 14/6/2020"}),
              ("quote", {"text": "Lời nói.", "source": "Trưởng ban"})],
    )  # fmt: skip


def test_setting_up_twice_changes_nothing() -> None:
    home = setup_site()
    pages = Page.objects.count()
    assert setup_site() == home
    assert Page.objects.count() == pages == 18
    assert (HomePage.objects.count(), NewsIndexPage.objects.count()) == (1, 1)
    assert Site.objects.get().root_page_id == home.pk


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_installation_says_what_is_missing(client: Client, address: str) -> None:
    setup_site()
    response = client.get(address)
    assert response.status_code == 200
    assert "Chưa" in response.content.decode() or address == "/thong-ke/"


@pytest.mark.parametrize("address", [*PAGES, "/tin-tuc/hoi-nghi-giao-ban-khoi-khoa-giao/"])
def test_every_page_obeys_the_policy_and_starts_with_the_skip_link(
    client: Client, published: ArticlePage, address: str
) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert not re.search(r'<[^>]+ (style|on\w+)=|<script(?![^>]+src=)(?! type="application/ld\+json">)|<style', page)
    assert re.findall(r"<a [^>]*>([^<]+)", page)[0] == "Đến nội dung chính"
    assert 'id="noi-dung"' in page
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_article_shows_every_part(client: Client, published: ArticlePage) -> None:
    page = client.get(published.url).content.decode()
    for part in ("10-07-2020 17:00", "Đoạn dẫn.", "Đoạn văn.", "<h2>Kết quả</h2>", "91,2", "Lời nói.", "Ban biên tập",
                 "Bản đồ hành chính", "Thống kê truy cập", "Đang truy cập", "Hôm nay", "Tổng truy cập"):  # fmt: skip
        assert part in page
    assert '<tr><th scope="row">BHYT</th><td class="txt"></td>' in page
    assert "số liệu minh hoạ" not in page
    ArticlePage.objects.update(has_made_up_figures=True)
    assert "số liệu minh hoạ" in client.get(published.url).content.decode()


def test_the_address_keeps_d_for_d(at: datetime) -> None:
    assert make.article("Đắc Sơn: Đón năm học mới", at).slug == "dac-son-don-nam-hoc-moi"
    assert make.article("Đắc Sơn: Đón năm học mới", at).slug == "dac-son-don-nam-hoc-moi-2"


def test_a_draft_is_not_public(client: Client, at: datetime) -> None:
    draft = make.article("Bản nháp mật", at, live=False)
    assert client.get(f"/tin-tuc/{draft.slug}/").status_code == 404
    for address in ("/", "/tin-tuc/"):
        assert "Bản nháp mật" not in client.get(address).content.decode()


def test_the_list_is_paged_newest_first(client: Client, at: datetime) -> None:
    for number in range(12):
        make.article(f"Tin số {number:02d}", at + timedelta(days=number))
    first = re.findall(r"Tin số (\d+)</a>", client.get("/tin-tuc/").content.decode())
    second = re.findall(r"Tin số (\d+)</a>", client.get("/tin-tuc/?trang=2").content.decode())
    assert first == [f"{number:02d}" for number in range(11, 1, -1)]
    assert second == ["01", "00"]
    assert client.get("/tin-tuc/?trang=khong").status_code == 200


@pytest.mark.parametrize("address", ["/", "/tin-tuc/"])
def test_lists_cost_the_same_however_long(
    client: Client, published: ArticlePage, at: datetime, address: str,
    django_assert_num_queries: DjangoAssertNumQueries, django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(3):
        make.article(f"Tin {number}", at)
    client.get(address)
    with django_assert_max_num_queries(14) as few:
        client.get(address)
    cost = len(few.captured_queries)
    for number in range(5):
        make.article(f"Tin nữa {number}", at)
    client.get(address)  # what all pages share is made anew after the acts
    with django_assert_num_queries(cost):
        client.get(address)


def test_the_visit_block_is_told_where_to_get_fresh_figures(
    client: Client, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "VISITS_START_OFFSET", 892_359)
    DailyVisits.objects.create(day=at.date(), visits=41)
    DailyVisits.objects.create(day=at.date() - timedelta(days=1), visits=600)
    MonthlyVisits.objects.create(month=at.date().replace(day=1), visits=641)
    page = client.get("/thong-ke/").content.decode()
    assert '<dd data-figure="today">41</dd>' in page
    assert '<dd data-figure="total">893.000</dd>' in page
    fresh = client.get(re.findall(r'data-visits="([^"]+)"', page)[0]).json()
    assert set(re.findall(r'data-figure="(\w+)"', page)) <= set(fresh)
    assert (fresh["today"], fresh["total"]) == (41, 893_000)
    assert "892.359 lượt" in page
    assert "30 phút" in page


@pytest.mark.parametrize(
    "address",
    ["/?trang=2", "/tin-tuc/?trang=2", "/ban-do/", "/thong-ke/", "/tim-kiem/?q=d%E1%BA%A1y", "/lien-he/"],
)
def test_reading_aids_are_kept_without_script(client: Client, address: str) -> None:
    setup_site()
    page = client.get(address).content.decode()
    assert "data-size" not in page.split("<head>")[0]
    where = re.findall(r'action="([^"]+)" data-display><input type="hidden" name="next" value="([^"]+)"', page)
    assert where == [("/giao-dien/hien-thi/", address)]
    strict = Client(enforce_csrf_checks=True)
    for choice in ({"size": "large"}, {"contrast": "high"}, {"theme": "dark"}, {"size": "x"}):
        answer = strict.post(where[0][0], {**choice, "next": where[0][1]})
        assert (answer.status_code, answer["Location"]) == (302, address)
    page = strict.get(address).content.decode()
    assert '<html lang="vi" data-size="large" data-contrast="high" data-theme="dark">' in page
    assert re.findall(r'value="(\w+)" aria-pressed="true"', page) == ["large", "high"]


def test_the_answer_to_a_form_leads_back_to_a_page_that_can_be_read(client: Client) -> None:
    setup_site()
    page = ContactPage.objects.get(slug="lien-he")
    answer = client.post(f"/lien-he/gui/{page.pk}/", {"text": ""}).content.decode()
    assert 'data-display><input type="hidden" name="next" value="/lien-he/">' in answer


def test_titles_are_escaped(client: Client, at: datetime) -> None:
    page = make.article("Tin <script>alert(1)</script>", at)
    assert escape(page.title) in client.get("/tin-tuc/").content.decode()
    assert "<script>alert" not in client.get("/tin-tuc/").content.decode()


@pytest.mark.parametrize("address", ["/ban-do/", "/thong-ke/"])
def test_the_portal_only_reads(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
