"""Pages fed from the records: what they show, what they never show, what they cost."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from giaoban.domain.documents.models import Paper
from giaoban.domain.documents.operations import hide_paper, publish_paper, replace_paper
from giaoban.domain.documents.rules import citation
from giaoban.domain.indicators.models import Indicator
from tests.factories import indicators as figures
from tests.factories.briefing import Briefing, make_briefing
from tests.factories.conferences import plan_meeting
from tests.factories.documents import MOMENT, Office, make_office, make_paper
from tests.factories.portal import article
from tests.personas import PERSONAS, assert_access, make_personas
from tests.showing import showing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shown(tmp_path: Path) -> Iterator[None]:
    with showing(MOMENT, tmp_path):
        yield


@pytest.fixture
def office() -> Office:
    return make_office()


def released(office: Office, **facts: object) -> Paper:
    paper = make_paper(office, **facts)  # type: ignore[arg-type]
    return publish_paper(paper=paper, acting_user=office.people["secretary"], at=MOMENT)


def read(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"portal:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_empty_pages_say_what_is_missing(client: Client) -> None:
    assert "Chưa có văn bản nào được công khai" in read(client, "documents")
    assert "Chưa có hội nghị nào kết luận" in read(client, "briefings")
    assert "Chưa có số liệu nào được công bố" in read(client, "figures")


def test_only_public_papers_are_listed_opened_or_handed_out(client: Client, office: Office) -> None:
    inner, shown = make_paper(office, abstract="việc nội bộ"), released(office, abstract="kết luận hội nghị")
    listed = read(client, "documents")
    assert "kết luận hội nghị" in listed
    assert "việc nội bộ" not in listed
    for name in ("document", "document_file"):
        assert client.get(reverse(f"portal:{name}", args=[shown.pk])).status_code == 200
        assert client.get(reverse(f"portal:{name}", args=[inner.pk])).status_code == 404
    hide_paper(paper=shown, reason="Đính chính", acting_user=office.people["chair"], at=MOMENT)
    assert client.get(reverse("portal:document_file", args=[shown.pk])).status_code == 404


def test_papers_are_found_by_words_without_marks_and_by_type_organ_year(client: Client, office: Office) -> None:
    released(office, abstract="Phòng, chống dịch Covid-19")
    found = {"q": "phong chong DICH", "loai": "notice", "co-quan": "Ban Tuyên giáo Thị ủy Phổ Yên", "nam": "2020"}
    assert "Phòng, chống dịch" in read(client, "documents", **found)
    for wrong in ({"q": "mua xuân"}, {"loai": "report"}, {"co-quan": "Chính phủ"}, {"nam": "2019"}):
        page = read(client, "documents", **{**found, **wrong})
        assert "Không có văn bản nào khớp" in page, wrong
    assert "Phòng, chống dịch" in read(client, "documents", loai="<x>", nam="²⁰²⁰", trang="zz")


@pytest.mark.usefixtures("one_second")
def test_the_list_costs_the_same_for_one_paper_or_many(client: Client, office: Office) -> None:
    first = released(office)
    few = _queries(client, "documents")
    for _ in range(25):
        last = released(office)
    replace_paper(paper=first, by=last, reason="x", acting_user=office.people["chair"], at=MOMENT)
    assert _queries(client, "documents") == few <= 9  # types, organs, years; count and page; the frame's
    assert "Trang 1 / 2" in read(client, "documents")


def _queries(client: Client, name: str, *args: object) -> int:
    read(client, name, *args)  # Wagtail remembers the site's roots
    with CaptureQueriesContext(connection) as captured:
        read(client, name, *args)
    return len(captured)


def test_a_document_names_its_dates_signer_hash_and_successor(client: Client, office: Office) -> None:
    old, new = released(office), released(office)
    replace_paper(paper=old, by=new, reason="x", acting_user=office.people["chair"], at=MOMENT)
    page = read(client, "document", old.pk)
    for part in ("Đã được thay thế", citation(new.symbol), "13/7/2020", old.sha256[:32]):
        assert part in page
    assert citation(old.symbol) in read(client, "document", new.pk)
    hide_paper(paper=new, reason="x", acting_user=office.people["chair"], at=MOMENT)
    page = read(client, "document", old.pk)
    assert citation(new.symbol) not in page
    assert "bằng văn bản khác, chưa công khai" in page


def test_a_file_comes_whole_or_not_at_all(client: Client, office: Office) -> None:
    paper = released(office, content=b"PK\x03\x04 that")
    answer = client.get(reverse("portal:document_file", args=[paper.pk]))
    assert answer.content == b"PK\x03\x04 that"
    assert answer["Content-Disposition"].startswith("attachment")
    broken = Paper.objects.get(pk=paper.pk)
    broken.pk, broken.series, broken.number, broken.sha256 = None, None, None, "0" * 64
    broken.save(force_insert=True)
    refused = client.get(reverse("portal:document_file", args=[broken.pk]))
    assert refused.status_code == 409
    assert "không còn khớp mã băm" in refused.content.decode()


@pytest.fixture
def briefing() -> Briefing:
    return make_briefing()


def test_a_briefing_shows_what_is_public_of_the_record(client: Client, briefing: Briefing) -> None:
    news = article("Tin hội nghị", MOMENT, conference_id=briefing.conference.pk)
    article("Bản nháp", MOMENT, conference_id=briefing.conference.pk, live=False)
    page = read(client, "briefing", briefing.conference.pk)
    for part in ("Hội trường tầng 2", "Trưởng Ban Tuyên giáo Thị ủy", "8:00 – 11:12", "Y tế dự phòng", "Được thông qua",
                 "Chỉ tiêu YT-01", "+1,0 điểm", "+6,0 điểm", "Vượt", citation(briefing.notice.symbol),
                 "Hoàn thành tiêm bù", "Báo cáo tiêm bù", "31/8/2020", str(news.url)):  # fmt: skip
        assert part in page, part
    for inside in (citation(briefing.minutes.symbol), "Việc nội bộ", "Đi công tác", "Phó Giám đốc",
                   "Đề nghị bổ sung vật tư", "ba tình huống", "Chỉ tiêu KC-01", "Bản nháp",
                   "Chỉ tiêu GD-01"):  # fmt: skip
        assert inside not in page, inside
    assert "1 ý kiến được ghi nhận: 1 được tiếp thu" in page
    assert briefing.conference.title in read(client, "briefings")
    assert briefing.conference.title in read(client, "document", briefing.notice.pk)


def test_a_conference_not_concluded_is_not_there(client: Client) -> None:
    meeting = plan_meeting()
    assert client.get(reverse("portal:briefing", args=[meeting.conference.pk])).status_code == 404
    assert "Chưa có hội nghị nào" in read(client, "briefings")
    assert "Chưa có số liệu nào" in read(client, "figures")


@pytest.mark.usefixtures("one_second")
def test_a_briefing_and_the_figures_take_a_stated_number_of_queries(client: Client, briefing: Briefing) -> None:
    # the conference, its record (9), the table's indicators, tasks (3), articles; the frame's
    assert _queries(client, "briefing", briefing.conference.pk) <= 19
    # conferences, the frozen table, its indicators; the frame's
    assert _queries(client, "figures") <= 7


def test_figures_stay_as_reported_whatever_units_correct_later(client: Client, briefing: Briefing) -> None:
    town = briefing.meeting.office.units["town"]
    figures.report(town, [figures.volume(Indicator.objects.get(code="GD-01"), 9999)])
    page = read(client, "figures")
    assert "1.200" in page
    assert "9.999" not in page
    assert "6 tháng đầu năm 2020" in page
    assert "Chỉ tiêu KC-01" not in page
    narrowed = read(client, "figures", **{"ky": "2020-H1", "linh-vuc": "YT"})
    assert "Chỉ tiêu YT-01" in narrowed
    assert "Chỉ tiêu GD-01" not in narrowed
    assert client.get(reverse("portal:figures"), {"ky": "2019-H1"}).status_code == 404


def test_charts_draw_every_bar_on_one_scale_with_its_number(client: Client, briefing: Briefing) -> None:
    page = read(client, "figures")  # without a sector: the key indicator, and no other
    svg = page.split("<svg viewBox")[1].split("</svg>")[0]
    assert page.count("<svg viewBox") == 1
    lengths = [int(length) for length in re.findall(r'width="(\d+)"', svg)]
    plan, before, now = lengths
    assert (now, before, plan) == (136, round(136 * 90 / 96), round(136 * 95 / 96))
    assert 'aria-label="Kế hoạch năm: 95,0; Cùng kỳ: 90,0; Thực hiện: 96,0"' in svg
    assert ">96,0</text>" in svg
    assert read(client, "figures", **{"linh-vuc": "GD"}).count("<svg viewBox") == 1


def test_an_indicator_made_internal_leaves_the_published_table(client: Client, briefing: Briefing) -> None:
    Indicator.objects.filter(code="GD-01").update(is_public=False)
    assert "Chỉ tiêu GD-01" not in read(client, "figures")
    assert "Chỉ tiêu GD-01" not in client.get(reverse("portal:figures_file", args=["csv"])).content.decode()


def test_the_table_is_handed_out_as_csv_and_xlsx(client: Client, briefing: Briefing) -> None:
    answer = client.get(reverse("portal:figures_file", args=["csv"]), {"linh-vuc": "YT"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Chỉ tiêu"], row["Thực hiện kỳ này"]) for row in rows] == [("Chỉ tiêu YT-01", "96,0")]
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("portal:figures_file", args=["xlsx"])).content))
    told = {cell for row in book.active.iter_rows(values_only=True) for cell in row}  # type: ignore[union-attr]
    assert {"Chỉ tiêu YT-01", "Chỉ tiêu GD-01", 1200} <= told
    assert "Chỉ tiêu KC-01" not in told
    assert client.get(reverse("portal:figures_file", args=["docx"])).status_code == 404


@pytest.mark.parametrize("name", ["documents", "briefings", "figures", "consultations"])
def test_everybody_reads_the_lists_and_nobody_writes(client: Client, name: str) -> None:
    url = reverse(f"portal:{name}")
    assert_access(make_personas(), url, dict.fromkeys(PERSONAS, 200))
    assert client.post(url).status_code == 405


def test_pages_speak_english(client: Client, briefing: Briefing) -> None:
    client.cookies["giaoban_ngon_ngu"] = "en"
    pages = [read(client, "documents"), read(client, "document", briefing.notice.pk), read(client, "briefings"),
             read(client, "briefing", briefing.conference.pk), read(client, "figures")]  # fmt: skip
    told = ("Papers", "Date of issue", "Concluded", "Conclusions of the chair", "Against target")
    assert [word for page, word in zip(pages, told, strict=True) if word not in page] == []
