"""Every kind of public thing is found, led to, filtered, withdrawn and followed; the text inside files too."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.documents.models import Consultation, Organ, PaperType
from giaoban.domain.documents.operations import open_for_comment, start_draft
from giaoban.domain.orgs.models import Bloc, Unit
from giaoban.domain.works.models import Work
from giaoban.domain.works.operations import publish_work, withdraw_work
from giaoban.interfaces.portal.models import Question, QuestionsPage, ScheduleEntry, SchedulePage
from giaoban.interfaces.portal.search.keeping import catch_up, rebuild
from giaoban.interfaces.portal.search.models import SearchEntry
from giaoban.lib.typesetting import set_sheet
from tests.factories import portal as make
from tests.factories.works import make_work
from tests.interfaces.portal.search.conftest import paper, titles
from tests.lib.test_file_text import word_file

pytestmark = pytest.mark.django_db
WORD, PDF, WORK = "Thông báo 14-TB/BTGThU", "Thông báo 15-TB/BTGThU", "Trạm y tế xã Phúc Thuận"
DRAFT, MEETING = "Quy chế phối hợp khối khoa giáo", "Làm việc với Trung tâm Y tế"
QUESTION = "Tỷ lệ của thị xã có phải trung bình cộng tỷ lệ các xã không?"


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
