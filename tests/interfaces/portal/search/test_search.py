"""Searching the portal: the same results in the same order on both databases, and nothing that is not public."""

import hashlib
import re
import time
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.conferences.models import Conference, ConferenceState
from giaoban.domain.documents.models import Consultation, Direction, Organ, Paper, PaperType
from giaoban.domain.documents.operations import open_for_comment, start_draft
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.orgs.models import Bloc, Unit
from giaoban.domain.works.models import Work
from giaoban.domain.works.operations import publish_work, withdraw_work
from giaoban.interfaces.portal.models import ArticlePage, Question, QuestionsPage, ScheduleEntry, SchedulePage
from giaoban.interfaces.portal.search import hints
from giaoban.interfaces.portal.search.keeping import Keeping, catch_up, rebuild
from giaoban.interfaces.portal.search.models import SearchEntry
from giaoban.interfaces.portal.setup import ENGLISH_PAGES, ENGLISH_TITLE, PUBLIC_INFORMATION, PUBLIC_LISTS, setup_site
from giaoban.lib.text import fold
from giaoban.lib.typesetting import set_sheet
from tests.factories import portal as make
from tests.factories.works import make_work
from tests.lib.test_file_text import word_file
from tests.own_database import at_once, own_database
from tests.personas import PERSONAS, make_personas

pytestmark = pytest.mark.django_db
NFD = unicodedata.normalize("NFD", "Đắc Sơn")


@pytest.fixture(autouse=True)
def _of_this_test(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    hints.known_words.forget()
    hints.remembered_titles.forget()


def paper(bloc: Bloc, abstract: str, *, is_public: bool = True, content: bytes = b"", **fields: Any) -> Paper:
    """Return a paper in the register."""
    organ, _ = Organ.objects.get_or_create(
        unit=bloc.coordinator, defaults={"system": "party", "superior_line": "THỊ ỦY PHỔ YÊN", "code": "BTGThU",
                                         "name_line": "BAN TUYÊN GIÁO", "place": "Phổ Yên",
                                         "signer_title": "TRƯỞNG BAN"},
    )  # fmt: skip
    given = {
        "symbol": "12-TB/BTGThU",
        "issued_on": date(2020, 7, 10),
        "recorded_at": datetime.fromisoformat("2020-07-10T09:00+07:00"),
        **fields,
    }
    return Paper.objects.create(
        direction=Direction.OUT, organ=organ, organ_name="Ban Tuyên giáo Thị ủy", paper_type=PaperType.NOTICE,
        abstract=abstract, search_text=fold(abstract), is_public=is_public, content=content or None,
        **given,
    )  # fmt: skip


@pytest.fixture
def corpus(at: datetime) -> Bloc:
    """Articles old and new, papers public and not, a concluded conference, a figure; indexed."""
    bloc = make.town_with_communes()
    make.concluded_conference(bloc, at)
    make.published_rate(bloc)
    make.article("Xã Đắc Sơn ra quân làm sạch môi trường", at - timedelta(days=400), lead="Đoàn viên cùng tham gia.")
    make.article("Phúc Thuận hoà giải ở cơ sở", at - timedelta(days=20), lead="Tổ hòa giải của xóm.")
    make.article(
        "Tin ngắn trong tuần", at - timedelta(days=1), lead="Xã Đắc Sơn và xã Phúc Thuận phát thẻ bảo hiểm y tế."
    )
    make.article(
        "Sơn cổng trường, Đắc ý học trò", at - timedelta(days=3), lead="Y sĩ dặn: bảo quản thuốc, hiểm họa tế bào."
    )
    make.article("Bản nháp về Đắc Sơn", at, live=False)
    paper(bloc, "Kết luận giao ban, giao xã Đắc Sơn chuẩn bị năm học")
    paper(bloc, "Văn bản nội bộ về Đắc Sơn", is_public=False, symbol="13-TB/BTGThU")
    catch_up()
    return bloc


@dataclass(frozen=True)
class Told:
    """What stands beside articles in the corpus: one of each kind that has a page of its own."""

    by: User
    work: Work
    consultation: Consultation
    questions: QuestionsPage
    schedule: SchedulePage


@pytest.fixture
def told(corpus: Bloc, at: datetime, tmp_path: Path) -> Told:
    """A public work and one that is not, a draft for comment, a question, the schedule, a Word file and a PDF."""
    by = make.person("thu-ky", Role.SECRETARY, corpus, at)
    commune = Unit.objects.get(code="05866")
    work = make_work(corpus.coordinator, commune, by, name="Trạm y tế xã Phúc Thuận", place="xóm Hồng Cóc")
    make_work(corpus.coordinator, commune, by, name="Trạm bơm chưa công khai", place="xóm Hồng Cóc")
    publish_work(work=work, acting_user=by, at=at)
    paper(corpus, "Về bếp ăn", symbol="14-TB/BTGThU", **in_file(word_file("Sửa bếp ăn bán trú", cell="Bồi dưỡng hè")))
    paper(corpus, "Về nước sạch", symbol="15-TB/BTGThU", **in_file(pdf_file(tmp_path, "Giao trường mầm non Tiên Phong "
          "kiểm nghiệm giếng khoan; đường ống dẫn nước đã cũ, ngừng sử dụng từ mồng bảy.")))  # fmt: skip
    draft = start_draft(
        organ=Organ.objects.get(), paper_type=PaperType.REGULATION, title="Quy chế phối hợp khối khoa giáo",
        text="Điều 1. Các đơn vị trao đổi thông tin hằng tuần.", acting_user=by, at=at,
    )  # fmt: skip
    opened = open_for_comment(draft=draft, opens_on=at.date(), closes_on=date(2020, 8, 1), acting_user=by, at=at)
    questions, schedule = QuestionsPage.objects.get(), SchedulePage.objects.get()
    asked = Question(
        question="Tỷ lệ của thị xã có phải trung bình cộng tỷ lệ các xã không?", asked_on=date(2020, 7, 1),
        answer="<p>Không, bằng tổng tử số <b>chia</b> tổng mẫu số.</p>", answered_by="Văn phòng",
        answered_on=date(2020, 7, 2),
    )  # fmt: skip
    asked.clean()
    questions.questions.add(asked)
    schedule.entries.add(ScheduleEntry(day=date(2020, 7, 16), title="Làm việc với Trung tâm Y tế", place="Phòng họp B"))
    for page in (questions, schedule):
        page.save_revision().publish()
    catch_up()
    return Told(by, work, opened, questions, schedule)


def in_file(content: bytes) -> dict[str, Any]:
    return {"content": content, "sha256": hashlib.sha256(content).hexdigest()}


def pdf_file(folder: Path, text: str) -> bytes:
    """Return a PDF as offices make them: set, with its typeface inside and letters told by numbers of its own."""
    sheet = folder / "sheet.typ"
    sheet.write_text("#let told = json(bytes(sys.inputs.data))\n#told.text")
    return set_sheet(sheet, {"text": text}, form="pdf")


def titles(client: Client, q: str, **asked: str) -> list[str]:
    """Return the titles of the results, in order."""
    page = client.get("/tim-kiem/", {"q": q, **asked}).content.decode()
    found = re.findall(r'<li class="result">.*?<h3>(.*?)</h3>', page, re.DOTALL)
    return [re.sub("<[^>]+>", "", title).split(":")[0].strip() for title in found]


OLD, MEDIATION, BRIEF = "Xã Đắc Sơn ra quân làm sạch môi trường", "Phúc Thuận hoà giải ở cơ sở", "Tin ngắn trong tuần"
APART, NOTICE = "Sơn cổng trường, Đắc ý học trò", "Thông báo 12-TB/BTGThU"
WORD, PDF, WORK = "Thông báo 14-TB/BTGThU", "Thông báo 15-TB/BTGThU", "Trạm y tế xã Phúc Thuận"
DRAFT, MEETING = "Quy chế phối hợp khối khoa giáo", "Làm việc với Trung tâm Y tế"
QUESTION = "Tỷ lệ của thị xã có phải trung bình cộng tỷ lệ các xã không?"
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


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("trung binh cong ty le", [QUESTION]),
        ("tong tu so chia tong mau so", [QUESTION]),
        ("tram y te xa phuc thuan", [WORK]),
        ("xom hong coc", [WORK]),
        ("chua cong khai", []),
        ("trao doi thong tin", [DRAFT]),
        ("quy che phoi hop", [DRAFT]),
        ("lam viec voi", [MEETING]),
        ("phong hop b", [MEETING]),
        # inside files
        ("bep an ban tru", [WORD]),
        ('"boi duong he"', [WORD]),
        ("gieng khoan", [PDF]),
        ('"Giếng Khoan"', [PDF]),
        ('"duong ong dan nuoc da cu"', [PDF]),
        (unicodedata.normalize("NFD", "“ngừng sử dụng từ mồng bảy”"), [PDF]),
        ("tien phong", [PDF]),
    ],
)
def test_both_databases_find_every_kind_and_the_text_in_files(client: Client, asked: str, expected: list[str]) -> None:
    assert titles(client, asked) == expected


def test_a_result_leads_to_where_it_stands(client: Client, told: Told) -> None:
    for number in range(20):  # newer ones: the question stands on the second page now
        told.questions.questions.add(
            Question(question=f"Câu {number}", asked_on=date(2020, 7, 5), answer="<p>Có</p>", answered_by="Văn phòng",
                     answered_on=date(2020, 7, 5))
        )  # fmt: skip
    told.questions.save_revision().publish()
    asked = Question.objects.get(question=QUESTION)
    for query, address, mark in [
        ("trung binh cong", f"/hoi-dap/?cau={asked.pk}#cau-{asked.pk}", f'id="cau-{asked.pk}"'),
        ("tram y te xa", f"/cong-trinh/{told.work.pk}-tram-y-te-xa-phuc-thuan/", "xóm Hồng Cóc"),
        ("trao doi thong tin", f"/gop-y/{told.consultation.pk}/", "hằng tuần"),
        ("phong hop b", "/lich-cong-tac/?tuan=2020-07-13#h-20200716", 'id="h-20200716"'),
    ]:
        page = client.get("/tim-kiem/", {"q": query}).content.decode()
        assert re.findall(r'<h3><a href="([^"]+)"', page) == [address]
        assert mark in client.get(address).content.decode()
    for typed in ("0", "x", "²", "9" * 30):
        assert "Câu 19" in client.get("/hoi-dap/", {"cau": typed}).content.decode()


def test_every_kind_can_be_filtered_and_is_withdrawn_at_once(client: Client, told: Told, at: datetime) -> None:
    counted = client.get("/tim-kiem/", {"q": "xa"}).content.decode()
    assert '<input type="checkbox" name="loai" value="work"> Công trình <span class="count">1<' in counted
    kinds = {"work": "tram y te xa", "draft": "trao doi", "question": "trung binh cong", "schedule": "phong hop b"}
    for kind, query in kinds.items():
        assert len(titles(client, query, loai=kind)) == 1
        assert titles(client, query, loai="news") == []
    withdraw_work(work=told.work, acting_user=told.by, at=at)
    Consultation.objects.update(opens_on=at.date() + timedelta(days=1))
    told.questions.unpublish()
    SchedulePage.objects.update(live=False)
    for query in kinds.values():
        assert not titles(client, query)
        assert not client.get("/tim-kiem/goi-y", {"q": query}).json()["titles"]
    assert not SearchEntry.objects.filter(kind="question").exists()
    catch_up()
    assert not SearchEntry.objects.filter(kind="work").exists()
    rebuild()
    assert list(SearchEntry.objects.filter(kind__in=kinds).values_list("kind", flat=True)) == ["draft"]


def test_what_changes_is_followed_and_what_has_no_row_is_filled_in(client: Client, told: Told, at: datetime) -> None:
    entry = told.schedule.entries.get()
    kept = SearchEntry.objects.get(question__isnull=False)
    entry.title = "Kiểm tra bếp ăn"
    told.schedule.entries.add(entry)
    told.schedule.save_revision().publish()
    assert titles(client, "kiem tra bep") == ["Kiểm tra bếp ăn"]
    assert not titles(client, "lam viec voi")
    told.questions.questions.remove(told.questions.questions.get())
    told.questions.save_revision().publish()
    assert not SearchEntry.objects.filter(pk=kept.pk).exists()
    before = SearchEntry.objects.count()
    SearchEntry.objects.filter(kind__in=["work", "draft", "schedule"]).delete()  # as after an upgrade
    assert catch_up() == 3
    assert SearchEntry.objects.count() == before
    assert catch_up() == 0


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
