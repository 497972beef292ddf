"""What pages share is kept: made anew by every act it depends on, never a draft's or a reader's, in bounded room."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.log_actions import log
from wagtail.models import Page, Site

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.models import Entry
from giaoban.domain.audit.operations import record
from giaoban.domain.reports.operations import sign_off
from giaoban.interfaces.portal import kept
from giaoban.interfaces.portal.models import ArticlePage, HomePage
from giaoban.interfaces.ui.display import COOKIE
from tests.factories import portal as make
from tests.factories.reports import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> list[datetime]:
    """The clock: its last entry is now."""
    moments = [at]
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: moments[-1])
    return moments


@pytest.fixture
def article(now: list[datetime], at: datetime) -> ArticlePage:
    """An article beside a map, and another that it leads on to."""
    bloc = make.town_with_communes()
    make.concluded_conference(bloc, at)
    make.published_rate(bloc)
    make.article("Tin kia", at - timedelta(days=1))
    return make.article("Tin này", at, lead="Đoạn dẫn")


def read(client: Client, page: Page, query: str = "") -> str:
    response = client.get(f"{page.url}{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def other() -> ArticlePage:
    found: ArticlePage = ArticlePage.objects.get(title="Tin kia")
    return found


def home() -> HomePage:
    return HomePage.objects.get()


def publish(page: Page, **fields: object) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def put_schedule_last() -> None:
    desk = Client()
    desk.force_login(User.objects.create_superuser("quan-tri"))
    schedule = Page.objects.get(slug="lich-cong-tac")
    last = home().get_children().count() - 1
    place = reverse("wagtailadmin_pages:set_page_position", args=[schedule.pk])
    assert desk.post(f"{place}?position={last}").status_code == 200


def set_the_site_on_a_new_tree() -> None:
    site = Site.objects.get()
    fresh = HomePage(title="Trang chủ mới", slug="moi", licence="GP mới")
    HomePage.max_count, counted = 2, HomePage.max_count
    home().get_parent().specific.add_child(instance=fresh)
    HomePage.max_count = counted
    ArticlePage.objects.get(title="Tin này").get_parent().move(fresh, pos="last-child")
    site.root_page = fresh
    site.save()
    log(instance=site, action="wagtail.edit")


ACTS: dict[str, tuple[Callable[[], object], str, str]] = {
    "publish": (lambda: publish(make.article("Tin nữa", datetime(2020, 7, 12).astimezone())), "", "Tin nữa"),
    "unpublish": (lambda: other().unpublish(), "Tin kia", ""),
    "delete": (lambda: other().delete(), "Tin kia", ""),
    "rename": (lambda: publish(other(), title="Tin đổi tên"), "Tin kia", "Tin đổi tên"),
    "readdress": (lambda: publish(other(), slug="cho-moi"), "/tin-tuc/tin-kia/", "/tin-tuc/cho-moi/"),
    "out of the menu": (
        lambda: publish(home().get_children().get(slug="to-chuc").specific, title="Bộ máy"), "Tổ chức", "Bộ máy"
    ),
    "footer": (lambda: publish(home(), licence="GP 01/2020"), "", "GP 01/2020"),
    "site": (set_the_site_on_a_new_tree, "", "GP mới"),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_an_act_shows_at_once(client: Client, article: ArticlePage, name: str) -> None:
    act, gone, come = ACTS[name]
    before = read(client, article)
    assert gone in before
    assert not come or come not in before
    act()
    after = read(client, article)
    assert come in after
    assert not gone or gone not in after


def test_figures_show_at_once_when_a_report_is_accepted_and_when_it_is_corrected(
    client: Client, now: list[datetime], at: datetime
) -> None:
    office, page = make.reporting_town(at), make.article("Tin này", at)
    assert "Xã Đắc Sơn</title>" in read(client, page)
    make.accept_first(office)
    assert "Xã Đắc Sơn</title><desc>0,37%" in read(client, page)
    make.correct(office)
    assert "Xã Đắc Sơn</title><desc>0,55%" in read(client, page)


def test_what_a_unit_writes_before_it_is_accepted_makes_no_piece_anew(
    client: Client, now: list[datetime], at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    office, page = make.reporting_town(at), make.article("Tin này", at)
    submission = office.submission(office.open())
    before = read(client, page)
    quiet = Entry.objects.count()
    fill(office, submission)
    assert Entry.objects.count() > quiet
    with django_assert_num_queries(3):
        assert read(client, page) == before
    sign_off(submission=submission, acting_user=office.people["head"], at=at)
    with CaptureQueriesContext(connection) as asked:
        read(client, page)
    assert len(asked) > 3


def test_a_chain_that_is_shorter_than_it_was_is_looked_at_anew(at: datetime) -> None:
    def act(name: str) -> None:
        record(act=name, target="reports.submission:1", acting_user=None, at=at)

    act("reports.accept_report")
    with transaction.atomic():
        for name in ("reports.accept_report", "reports.save_cell"):
            act(name)
        assert kept.standing().audit == 2
        transaction.set_rollback(True)
    assert kept.standing().audit == 1
    act("reports.save_cell")
    assert kept.standing().audit == 1
    act("reports.accept_report")
    assert kept.standing().audit == 3


def test_a_new_order_of_the_menu_shows_at_once(client: Client, article: ArticlePage) -> None:
    def menu() -> list[str]:
        return re.findall(r'<li><a href="([^"]+)"', read(client, article).split("</nav>")[0])

    before = menu()
    put_schedule_last()
    after = menu()
    assert before != after
    assert sorted(before) == sorted(after)


def test_a_new_day_shows(client: Client, article: ArticlePage, now: list[datetime]) -> None:
    assert "ngay=2020-07-13" in read(client, article)
    now.append(now[0] + timedelta(days=1))
    assert "ngay=2020-07-14" in read(client, article)


def test_where_nothing_changed_an_article_costs_three_queries(
    client: Client, article: ArticlePage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = read(client, article)
    with django_assert_num_queries(3):  # the ends of the records, the article, what is around it
        assert read(client, article) == first


def test_title_and_lead_of_an_article_are_never_kept(client: Client, article: ArticlePage) -> None:
    read(client, article)
    ArticlePage.objects.filter(pk=article.pk).update(lead="Dẫn khác", title="Tên khác")
    assert "Dẫn khác" in read(client, article)
    assert '<h1 lang="vi">Tên khác</h1>' in read(client, article)


def test_a_preview_neither_gets_nor_fills_what_is_kept(client: Client, article: ArticlePage) -> None:
    HomePage.objects.update(licence="GP cũ")
    assert "GP cũ" in read(client, article)
    HomePage.objects.update(licence="GP đang sửa")
    draft = article.get_latest_revision_as_object()
    draft.title = "Nháp kín"
    pieces = dict(kept._kept)
    shown = draft.make_preview_request().rendered_content
    assert "Nháp kín" in shown
    assert "GP đang sửa" in shown
    assert "Bản đồ hành chính" in shown
    assert dict(kept._kept) == pieces
    page = read(client, article)
    assert "GP cũ" in page
    assert "Nháp" not in page


def test_who_is_signed_in_fills_nothing_of_their_own(client: Client, article: ArticlePage) -> None:
    editor = Client()
    editor.force_login(User.objects.create_superuser("bien-tap", first_name="Tên Riêng"))
    theirs = read(editor, article)
    assert theirs == read(client, article)
    kept.forget()
    assert read(client, article) == theirs


def test_one_readers_language_and_display_are_not_anothers(client: Client, article: ArticlePage) -> None:
    english = Client()
    english.cookies["giaoban_ngon_ngu"] = "en"
    assert "Administrative map" in read(english, article)
    large = Client()
    large.cookies[COOKIE] = "large.normal.auto"
    assert 'value="large" aria-pressed="true"' in read(large, article)
    plain = read(client, article)
    assert 'value="large" aria-pressed="false"' in plain
    assert "Administrative map" not in plain


def test_the_menu_marks_the_page_being_read(client: Client, article: ArticlePage) -> None:
    marked = re.compile(r'href="([^"]+)" aria-current="(\w+)"')
    for address, expected in [
        (article.url, ("/tin-tuc/", "true")), ("/tin-tuc/", ("/tin-tuc/", "page")), ("/", ("/", "page")),
        (article.url, ("/tin-tuc/", "true")),
    ]:  # fmt: skip
        menu = client.get(address).content.decode().split("</nav>")[0]
        assert marked.findall(menu) == [expected]


def test_a_request_that_may_write_neither_gets_nor_fills(article: ArticlePage) -> None:
    posted, asked = RequestFactory().post("/"), RequestFactory().get("/")
    assert kept.keep(posted, "piece", None, lambda: "undone") == "undone"
    assert kept.keep(asked, "piece", None, lambda: "true") == "true"
    assert kept.keep(RequestFactory().get("/"), "piece", None, lambda: "again") == "true"
    assert kept.keep(posted, "piece", None, lambda: "undone") == "undone"


def test_the_room_is_bounded(client: Client, article: ArticlePage) -> None:
    for number in range(kept.ROOM + 50):
        kept.keep(RequestFactory().get("/"), "piece", number, lambda: "x")
    assert len(kept._kept) == kept.ROOM
    for port in range(9000, 9020):
        assert client.get(article.url, headers={"host": f"testserver:{port}"}).status_code == 200
    assert len(kept._kept) == kept.ROOM


def test_neighbours_of_one_moment_keep_their_order_and_what_stands_elsewhere_is_left_out(
    client: Client, article: ArticlePage, at: datetime
) -> None:
    twin = make.article("Tin cùng lúc", at)
    page = read(client, article)
    assert re.findall(r'<a href="([^"]+)" rel="(\w+)">', page) == [(other().url, "prev"), (twin.url, "next")]
    aside = Page(title="Lưu", slug="luu")
    home().get_parent().add_child(instance=aside)
    twin.move(aside, pos="last-child")
    assert "Tin cùng lúc" not in read(client, article)


def test_a_new_edition_of_an_article_shows_its_new_text(client: Client, article: ArticlePage) -> None:
    read(client, article)
    article.body = [("paragraph", "<p>Đoạn văn mới.</p>")]
    article.save_revision()
    assert "Đoạn văn mới." not in read(client, article)
    article.save_revision().publish()
    assert "Đoạn văn mới." in read(client, article)
