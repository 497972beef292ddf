"""/thong-ke/: any range in words, bars and tables; the same as CSV; reads of each article for editors only."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from giaoban.domain.accounts.models import Role
from giaoban.domain.orgs.models import Bloc
from giaoban.domain.visits.operations import fold_journals
from giaoban.interfaces.gate.copies import Rendered, lifetime_of
from giaoban.interfaces.gate.counter import Counter
from giaoban.interfaces.gate.folding import EVERY
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.statistics.drawing import chart_of
from tests.factories import portal as make

pytestmark = pytest.mark.django_db
PAGE = "/thong-ke/"
EVERY_RANGE = ["", "?khoang=hom-nay", "?khoang=7-ngay", "?khoang=thang", "?khoang=nam",
               "?khoang=tu-chon&tu=2018-01-15&den=2020-07-13"]  # fmt: skip


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)


@pytest.fixture
def article(tmp_path: Path, settings: Settings, at: datetime) -> ArticlePage:
    """An article that three readers read today; yesterday one read a page that is gone."""
    settings.VISITS_DIR = tmp_path
    make.town_with_communes()
    article = make.article("=Tin về Đắc Sơn", at - timedelta(days=2))
    counter = Counter(tmp_path)
    counter.read(address="203.0.113.1", agent="Firefox", path="/da-go/<b>/", referrer="-", at=at - timedelta(days=1))
    for number, agent in enumerate(("Firefox", "Chrome Mobile", "Safari iPad")):
        counter.read(
            address=f"203.0.113.{number}", agent=agent, path=f"/tin-tuc/{article.slug}/", referrer="bao.example", at=at
        )
    fold_journals(folder=tmp_path, at=at)
    return article


def test_an_article_stands_by_its_title_and_a_page_that_is_gone_by_its_address(
    client: Client, article: ArticlePage
) -> None:
    answer = client.get(PAGE)
    page = answer.content.decode()
    kept = lifetime_of(Rendered(answer.status_code, list(answer.headers.items()), answer.content), 60)
    assert 0 < kept <= 2 - EVERY  # two seconds behind the journal at most
    assert re.search(rf'<a href="/tin-tuc/{article.slug}/">=Tin về Đắc Sơn</a></th><td>3</td>', page)
    assert '<a href="/da-go/%3Cb%3E/">/da-go/&lt;b&gt;/</a>' in page
    assert "bao.example" in page
    assert all(words in page for words in ("Điện thoại", "Máy tính bảng", "Từ 14/6/2020 đến hết 13/7/2020"))
    assert len(re.findall(r"<rect [^>]+><title>", page)) == 30
    assert "<title>13/7/2020: 3</title>" in page


@pytest.mark.parametrize("asked", EVERY_RANGE)
def test_every_range_costs_at_most_fourteen_queries_and_shows_its_table(
    client: Client, article: ArticlePage, asked: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(PAGE)
    with django_assert_max_num_queries(14):
        page = client.get(PAGE + asked).content.decode()
    assert page.count("<rect x=") == page.split("course__table")[1].split("</table>")[0].count('<th scope="row"')


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("?khoang=tu-chon&tu=&den=2020-07-13", "Hãy chọn cả ngày đầu và ngày cuối"),
        ("?khoang=tu-chon&tu=2020-07-13&den=2020-07-01", "Ngày đầu đứng sau ngày cuối"),
        ("?khoang=tu-chon&tu=2020-07-01&den=9999-12-31", "Từ 1/7/2020 đến hết 13/7/2020"),
        ("?khoang=%22%3E", "Từ 14/6/2020 đến hết 13/7/2020"),
        ("?khoang=tu-chon&tu=2019-01-01&den=2019-01-31", "Số liệu có từ ngày 12/7/2020"),
    ],
)
def test_odd_questions_are_answered_in_words(client: Client, article: ArticlePage, asked: str, told: str) -> None:
    response = client.get(PAGE + asked)
    assert response.status_code == 200
    assert told in response.content.decode()


def test_the_csv_opens_in_excel_and_holds_no_formula(client: Client, article: ArticlePage) -> None:
    response = client.get("/thong-ke/so-lieu.csv?khoang=tu-chon&tu=2020-07-12&den=2020-07-14")
    text = response.content.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0] == ["Loại", "Mục", "Lượt truy cập", "Người truy cập", "Lượt xem trang"]
    assert ["Thời gian", "13/7/2020, 08:00", "3", "3", "3"] in rows
    assert ["Trang", f"'=Tin về Đắc Sơn (/tin-tuc/{article.slug}/)", "", "", "3"] in rows
    assert 'filename="thong-ke-truy-cap-2020-07-12-2020-07-13.csv"' in response.headers["Content-Disposition"]


@pytest.mark.parametrize("role", [None, *Role])
def test_reads_of_each_article_are_for_editors_and_administrators(
    client: Client, article: ArticlePage, at: datetime, role: Role | None
) -> None:
    client.force_login(make.person("nguoi-thu", role, Bloc.objects.get(), at))
    response = client.get(reverse("portal:article_reads"))
    if role in {Role.EDITOR, Role.ADMINISTRATOR}:
        assert re.search(r"=Tin về Đắc Sơn</a></td><td>[\d/]+</td><td>3</td>", response.content.decode())
        sheet = client.get(reverse("portal:article_reads") + "?export=csv")
        told = b"".join(sheet.streaming_content).decode()  # type: ignore[attr-defined]
        assert told == "\ufeffBài viết;Đăng lúc;Lượt xem\r\n'=Tin về Đắc Sơn;11/07/2020 08:15;3\r\n"
        book = client.get(reverse("portal:article_reads") + "?export=xlsx").getvalue()
        rows = list(openpyxl.load_workbook(io.BytesIO(book))["Sheet1"].values)
        assert rows[1] == ("=Tin về Đắc Sơn", datetime.combine(date(2020, 7, 11), time(8, 15)), 3)
    else:
        assert response.status_code in {302, 403}


def test_reads_at_an_earlier_address_stay_with_the_article(
    client: Client,
    article: ArticlePage,
    at: datetime,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    def rename(page: ArticlePage, slug: str) -> None:
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        page.refresh_from_db()

    def reads() -> list[int]:
        page = client.get(reverse("portal:article_reads")).content.decode()
        return [int(count) for count in re.findall(r"</a></td><td>[\d/]+</td><td>(\d+)</td>", page)]

    client.force_login(make.person("bien-tap", Role.EDITOR, Bloc.objects.get(), at))
    first = article.slug
    rename(article, "ten-moi")
    rename(article, "ten-moi-nua")
    counter = Counter(tmp_path)
    counter.read(address="203.0.113.1", agent="Opera", path="/tin-tuc/ten-moi-nua/", referrer="-", at=at)
    fold_journals(folder=tmp_path, at=at)
    assert reads() == [4]
    other = make.article("Bài khác", at - timedelta(days=3))
    rename(other, first)
    assert sorted(reads()) == [1, 3]


def test_lines_across_are_round_and_reach_over_the_highest_bar() -> None:
    for highest in (0, 1, 7, 99, 892_359):
        chart = chart_of([highest, 0], ["a", "b"], ["a", "b"])
        amounts = [tick.amount for tick in chart.ticks]
        assert amounts[-1] >= highest
        assert len(amounts) <= 7
        assert all(0 <= bar.y <= chart.base for bar in chart.bars)


def test_a_range_of_months_is_drawn_by_month(client: Client, article: ArticlePage) -> None:
    page = client.get(f"{PAGE}?khoang=nam").content.decode()
    assert "<title>tháng 7/2020: 4</title>" in page
    assert "<title>tháng 6/2020: chưa đếm</title>" in page


def test_what_nobody_counted_is_not_nought_and_hours_to_come_are_not_drawn(
    client: Client, article: ArticlePage
) -> None:
    page = client.get(PAGE).content.decode()
    assert re.search(r"11/7/2020</th><td [^>]*>chưa đếm</td>", page)
    assert re.search(r"12/7/2020</th><td>1</td>", page)
    today = client.get(f"{PAGE}?khoang=hom-nay").content.decode()
    assert re.findall(r"<title>13/7/2020, (\d\d):00: \d+</title>", today) == [f"{hour:02d}" for hour in range(9)]
    text = client.get("/thong-ke/so-lieu.csv?khoang=7-ngay").content.decode()
    assert "Thời gian;11/7/2020;chưa đếm;;" in text


def test_an_open_range_begins_with_the_month_counting_began(client: Client, article: ArticlePage) -> None:
    page = client.get(f"{PAGE}?khoang=tu-chon&tu=2000-01-01&den=2020-07-13").content.decode()
    assert "Từ 1/7/2020 đến hết 13/7/2020" in page
