"""Searching the portal: the same results in the same order on both databases, and nothing that is not public."""

import re
import time
import unicodedata
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.conferences.models import Conference, ConferenceState
from giaoban.domain.documents.models import Paper
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.orgs.models import Bloc
from giaoban.interfaces.portal.models import ArticlePage
from giaoban.interfaces.portal.search.keeping import Keeping, catch_up, rebuild
from giaoban.interfaces.portal.search.models import SearchEntry
from giaoban.interfaces.portal.setup import ENGLISH_PAGES, ENGLISH_TITLE, PUBLIC_INFORMATION, PUBLIC_LISTS, setup_site
from tests.factories import portal as make
from tests.interfaces.portal.search.conftest import paper, titles
from tests.lib.test_file_text import word_file
from tests.own_database import at_once, own_database
from tests.personas import PERSONAS, make_personas

pytestmark = pytest.mark.django_db
NFD = unicodedata.normalize("NFD", "Đắc Sơn")


OLD, MEDIATION, BRIEF = "Xã Đắc Sơn ra quân làm sạch môi trường", "Phúc Thuận hoà giải ở cơ sở", "Tin ngắn trong tuần"
APART, NOTICE = "Sơn cổng trường, Đắc ý học trò", "Thông báo 12-TB/BTGThU"
FIGURE, CONFERENCE = "Tỷ lệ bao phủ bảo hiểm y tế", "Hội nghị giao ban công tác khoa giáo 6 tháng đầu năm 2020"


# Expected lists are written down, so that each database is held to the same one.
@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        # together in the title (newer first), all in the title, together in the text
        ("dac son", [NOTICE, OLD, APART, BRIEF]),
        ("ĐẮC SƠN", [NOTICE, OLD, APART, BRIEF]),
        (NFD, [NOTICE, OLD, APART, BRIEF]),
        ('"dac son"', [NOTICE, OLD, BRIEF]),
        ("hoà", [MEDIATION, APART]),
        ("hòa", [MEDIATION, APART]),
        ("hoa giai", [MEDIATION]),
        ("Phuc Thuan", [MEDIATION, BRIEF]),
        # typed with a mark: what is spelled so comes first
        ("bao hiem y te", [FIGURE, BRIEF, APART]),
        ("“bảo hiểm y tế”", [FIGURE, BRIEF]),
        ("sơn cổng", [APART]),
        ("12-TB", [NOTICE]),
        ("khoa giao 2020", [CONFERENCE]),
        ("nội bộ", []),
        ("bản nháp", []),
    ],
)
def test_both_databases_answer_alike(client: Client, asked: str, expected: list[str]) -> None:
    assert titles(client, asked) == expected


@pytest.mark.usefixtures("corpus")
def test_what_is_withdrawn_is_gone_at_once_even_where_the_index_still_holds_it(client: Client, at: datetime) -> None:
    withdrawn: list[tuple[str, type[Model], dict[str, Any]]] = [
        ("ra quân", ArticlePage, {"live": False}), ("chuẩn bị năm học", Paper, {"is_public": False}),
        ("bao phủ", Indicator, {"is_public": False}), ("khoa giáo 2020", Conference, {"state": ConferenceState.OPEN}),
    ]  # fmt: skip
    for query, thing, change in withdrawn:
        assert titles(client, query)
        thing._default_manager.update(**change)
        assert not titles(client, query)
        assert not client.get("/tim-kiem/goi-y", {"q": query}).json()["titles"]
    rebuild()
    kept = {"Tin tức", "Tổ chức bộ máy", "Lịch công tác", "Hỏi đáp", "Liên hệ, góp ý"}  # the first pages themselves
    kept |= {PUBLIC_INFORMATION[0], *(name for name, *_ in PUBLIC_LISTS)}
    kept |= {ENGLISH_TITLE, *(name for _, name, _ in ENGLISH_PAGES)}
    assert set(SearchEntry.objects.values_list("title", flat=True)) == kept


def test_publishing_is_found_at_once_and_records_with_the_next_look(client: Client, corpus: Bloc, at: datetime) -> None:
    page = ArticlePage.objects.get(title__startswith="Bản nháp")
    page.title = "Bản tin Vạn Phái"
    page.save_revision().publish()
    assert titles(client, "van phai") == ["Bản tin Vạn Phái"]
    page.refresh_from_db()
    page.unpublish()
    assert not SearchEntry.objects.filter(page_id=page.pk).exists()
    paper(corpus, "Về trường Vạn Phái")
    assert catch_up() == 1
    assert catch_up() == 0
    assert titles(client, "van phai") == [NOTICE]


@pytest.mark.usefixtures("corpus")
def test_results_are_narrowed_and_counted(client: Client, at: datetime) -> None:
    page = client.get("/tim-kiem/", {"q": "dac son"}).content.decode()
    assert "4 kết quả" in page
    counts = dict(re.findall(r"> ([^<>]+) <span class=\"count\">(\d+)<", page))
    assert counts == {"Tin tức": "3", "Văn bản": "1", "Mọi lúc": "4", "30 ngày qua": "3", "Sáu tháng qua": "3",
                      "Năm 2020": "3", "Năm 2019": "1"}  # fmt: skip
    assert titles(client, "dac son", loai="document") == [NOTICE]
    assert titles(client, "dac son", luc="30") == [NOTICE, APART, BRIEF]
    assert titles(client, "dac son", luc="2019") == [OLD]
    assert titles(client, "dac son", luc="x", loai="y", trang="-1") == titles(client, "dac son")
    hidden = client.get("/tim-kiem/", {"q": "dac son", "loai": "figure"}).content.decode()
    assert "Bộ lọc đang che" in hidden
    assert "/tim-kiem/" not in re.findall(r'href="(\?q=[^"]+)"', hidden)


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize(
    ("asked", "meant"),
    [("dac son", "Đắc Sơn"), ("bao hiem y te", "bảo hiểm y tế"), ("giai", "giải"),
     ("phuc thuam", "Phúc Thuận"), ("bảo hiẻm y tếs", "bảo hiểm y tế"),
     ("phucthuan", "Phúc Thuận"), ("Đắc Sơn", ""), ("zzzzqq", ""), ("2020", "")],
)  # fmt: skip
def test_another_spelling_is_offered_from_the_corpus(client: Client, asked: str, meant: str) -> None:
    page = client.get("/tim-kiem/", {"q": asked}).content.decode()
    assert re.findall(r'class="meant">.*?<a href="[^"]+">([^<]+)', page) == ([meant] if meant else [])


ODD = [
    "", "   ", '"', '""', "*", "dac*", "NEAR(dac son)", "dac OR son", "-son", "a:b", "^dac", "'; DROP TABLE",
    "\0dac\0", "(", ")) AND", "%", "_", "\\", "x" * 10_000, "đ" * 10_000, "a " * 10_000, "<script>alert(1)</script>",
    "\ud800", "&|!:*", "'dac' & 'son'", "北京", "\u202e",
]  # fmt: skip


@pytest.mark.parametrize("asked", ["duong sat", "ky thuat", "hoa", "hoa giao", "dac thuam"])
def test_no_spelling_is_offered_that_the_corpus_does_not_hold(client: Client, at: datetime, asked: str) -> None:
    make.article("Nuôi dưỡng, giám sát trẻ", at, lead="Dưỡng bệnh; sát trùng.")
    make.article("Hộ nghèo so cùng kỳ", at, lead="Cùng kỳ. Thoát nghèo bền vững.")
    make.article("Xã hội hóa và hòa giải", at, lead="Hoa nở trước nhà văn hóa, công tác dạy và học.")
    make.article("Đặc sản", at, lead="Thuận lợi, giao lưu.")
    catch_up()
    page = client.get("/tim-kiem/", {"q": asked}).content.decode()
    assert 'class="meant"' not in page


def test_the_spelling_most_frequent_in_the_whole_corpus_is_offered(client: Client, at: datetime) -> None:
    for number in range(12):
        make.article(f"Tân Phú mở lớp {number}", at - timedelta(days=number + 1))
    for number in range(11):
        make.article(f"Tấn Phủ {number}", at)
    catch_up()
    page = client.get("/tim-kiem/", {"q": "tan phu", "luc": "30"}).content.decode()
    assert re.findall(r'class="meant">.*?<a href="[^"]+">([^<]+)', page) == ["Tân Phú"]


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("address", ["/tim-kiem/", "/tim-kiem/goi-y"])
def test_nothing_typed_is_an_error(client: Client, address: str) -> None:
    for typed in ODD:
        raw = typed.encode("utf-8", "surrogatepass")
        response = client.get(address, QUERY_STRING="q=" + "".join(f"%{byte:02x}" for byte in raw))
        assert response.status_code == 200, typed[:40]
        assert "<script>alert" not in response.content.decode()


def test_hits_are_marked_and_everything_else_is_text(client: Client, at: datetime) -> None:
    make.article("Đắc & <i>Sơn</i>", at, lead="Ở xã <b>Đắc Sơn</b> có")
    catch_up()
    page = client.get("/tim-kiem/", {"q": "dac son"}).content.decode()
    assert "<mark>Đắc</mark> &amp; &lt;i&gt;<mark>Sơn</mark>&lt;/i&gt;" in page
    assert "&lt;b&gt;<mark>Đắc Sơn</mark>&lt;/b&gt;" in page
    make.article("Đặc biệt ở Đắc Sơn", at)
    catch_up()
    assert "Đặc biệt ở <mark>Đắc Sơn</mark>" in client.get("/tim-kiem/", {"q": "dac son"}).content.decode()


@pytest.mark.usefixtures("one_second")
def test_results_are_paged_and_cost_the_same_however_many(
    client: Client, at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries, django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(4):
        make.article(f"Tin Đắc Sơn số {number}", at - timedelta(days=number))
    catch_up()
    client.get("/tim-kiem/", {"q": "dac son"})
    with django_assert_max_num_queries(5) as few:
        client.get("/tim-kiem/", {"q": "dac son"})
    cost = len(few.captured_queries)
    for number in range(4, 25):
        make.article(f"Tin Đắc Sơn số {number}", at - timedelta(days=number))
    catch_up()
    client.get("/tim-kiem/", {"q": "dac son"})  # what all pages share is made anew after the acts
    with django_assert_num_queries(cost):
        assert titles(client, "dac son") == [f"Tin Đắc Sơn số {number}" for number in range(10)]
    assert titles(client, "dac son", trang="3") == [f"Tin Đắc Sơn số {number}" for number in range(20, 25)]
    page = client.get("/tim-kiem/", {"q": "dac son", "luc": "30", "trang": "2"}).content.decode()
    assert 'href="?q=dac+son&amp;luc=30&amp;trang=3" rel="next"' in page
    assert 'start="11"' in page


@pytest.mark.usefixtures("corpus")
def test_titles_are_offered_while_one_types(client: Client) -> None:
    def offered(typed: str) -> list[str]:
        return list(client.get("/tim-kiem/goi-y", {"q": typed}).json()["titles"])

    assert offered("phuc thu") == [MEDIATION]
    assert offered("đắc s")[-1] == APART
    assert len(offered("đắc s")) == 3
    assert offered("son ") != offered("so")
    assert offered("nháp") == offered("zz") == offered("") == []


@pytest.mark.parametrize("name", PERSONAS)
def test_everybody_finds_the_same(name: str, at: datetime) -> None:
    people = make_personas()
    paper(people.bloc, "Nội bộ Đắc Sơn", is_public=False)
    make.article("Tin Đắc Sơn", at)
    catch_up()
    assert titles(people.client(name), "dac son") == ["Tin Đắc Sơn"]
    assert people.client(name).post("/tim-kiem/").status_code in (403, 405)


def test_an_empty_portal_and_an_empty_question_say_what_to_do(client: Client) -> None:
    setup_site()
    assert "Bạn cần tìm gì?" in client.get("/tim-kiem/").content.decode()
    assert "Chưa có từ nào" in client.get("/tim-kiem/", {"q": "?!"}).content.decode()
    response = client.get("/tim-kiem/", {"q": "dac son"})
    assert "bớt từ" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_text_inside_a_file_that_was_changed_is_not_found(client: Client, corpus: Bloc) -> None:
    paper(corpus, "Về tệp bị sửa", content=word_file("bí mật lạc đà"), sha256="0" * 64)
    catch_up()
    assert not titles(client, "lạc đà")


def test_a_thread_beside_the_serving_keeps_up(tmp_path: Path, at: datetime) -> None:
    def kept(_: int) -> list[str]:
        setup_site()
        make.article("Tin Đắc Sơn", at)
        keeping = Keeping()
        keeping.start()
        until = time.monotonic() + 20
        while not SearchEntry.objects.filter(kind="news").exists() and time.monotonic() < until:
            keeping.join(0.05)
        keeping.stop()
        assert not keeping.is_alive()
        return list(SearchEntry.objects.filter(kind="news").values_list("title", flat=True))

    with own_database(tmp_path):
        assert at_once(1, kept) == [["Tin Đắc Sơn"]]


def test_the_command_says_what_it_did(corpus: Bloc) -> None:
    told = StringIO()
    SearchEntry.objects.filter(kind="news").delete()
    call_command("search_index", stdout=told)
    call_command("search_index", "--rebuild", stdout=told)
    added, all_of_them = [int(word) for word in told.getvalue().split() if word.isdigit()]
    assert added == SearchEntry.objects.filter(kind="news").count() == 4
    assert all_of_them == SearchEntry.objects.count() > added
