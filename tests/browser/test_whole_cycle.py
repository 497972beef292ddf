"""One whole briefing cycle, walked by its people in a browser through the real screens of the demonstration."""

import csv
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django import Settings

from giaoban.demo import load
from giaoban.demo.registers import DATA
from giaoban.domain.conferences.models import Ballot, Conference, ConferenceState
from giaoban.domain.documents.models import Paper, PaperType
from giaoban.domain.reports.models import Snapshot, State, Submission
from giaoban.domain.tasks.models import Task
from giaoban.interfaces.portal.models import ArticlePage
from tests.browser.conftest import PHONE, WIDE
from tests.browser.walking import Person

UNIT, ACCOUNT, PERIOD, PERIOD_NAME = "05863", "phuc-tan", "2020-H1", "6 tháng đầu năm 2020"
SNAPSHOT = "Như đã báo cáo hội nghị ngày 13/7/2020"
TITLE = "Hội nghị giao ban bổ sung công tác khoa giáo 6 tháng đầu năm 2020"
DRAFT = "Quy chế phối hợp cung cấp số liệu khoa giáo"
CONCLUSION = "Rà soát số hộ nghèo và người lao động có việc làm mới trên địa bàn."
HEADLINE = "Giao ban bổ sung khối khoa giáo: thêm số liệu xã Phúc Tân"

PLAN = {
    "Tên hội nghị": TITLE, "Ngày họp": "2020-07-13", "Giờ bắt đầu": "07:30", "Địa điểm": "Hội trường Thị ủy",
    "Chức danh chủ trì, như in trên văn bản": "Trưởng Ban Tuyên giáo Thị ủy",
    "Chức danh thư ký, như in trên văn bản": "Chuyên viên khoa giáo",
}  # fmt: skip
PAPERS = {
    "Báo cáo tổng hợp": PaperType.REPORT, "Biên bản": PaperType.MINUTES, "Thông báo kết luận": PaperType.NOTICE,
}  # fmt: skip

Window = Callable[..., Page]


class Walk:
    """The people, the folder of their files, and what one learns from another."""

    def __init__(self, open_page: Window, folder: Path) -> None:
        self.open_page, self.folder = open_page, folder

    def person(self, name: str) -> Person:
        """Open a window for somebody and sign them in with one click."""
        person = Person(self.open_page(WIDE), name)
        person.page.set_default_timeout(12_000)
        person.come_in()
        return person

    @property
    def submission(self) -> Submission:
        return Submission.objects.get(unit__code=UNIT, round__period=PERIOD)

    @property
    def conference(self) -> Conference:
        return Conference.objects.get(title=TITLE)

    @property
    def task(self) -> Task:
        return Task.objects.get(title=CONCLUSION)


@pytest.mark.usefixtures("site")
def test_people_walk_one_whole_cycle(open_page: Window, settings: Settings, tmp_path: Path) -> None:
    settings.DEMO, settings.MEDIA_ROOT = True, str(tmp_path / "media")
    load.load_demonstration(lambda _line: None)
    walk = Walk(open_page, tmp_path)
    for step in STEPS:
        step(walk)
    call_command("verify", stdout=StringIO())


def missing_figures() -> list[dict[str, str]]:
    """Return the figures of the late unit that the demonstration leaves for the visitor to enter."""
    with (DATA / "figures.csv").open(encoding="utf-8", newline="") as handle:
        lines = [line for line in csv.DictReader(handle) if (line["period"], line["unit"]) == (PERIOD, UNIT)]
    return lines[len(lines) * 2 // 3 :]


def clerk_fills(walk: Walk) -> None:
    """The unit's clerk types some cells, fills the others in the workbook, writes, and asks the head."""
    clerk = walk.person(ACCOUNT)
    clerk.follow(re.compile(f"Nhập báo cáo.*{PERIOD_NAME}"), at=f"/bao-cao/{walk.submission.pk}/")
    owed = missing_figures()
    assert len(owed) > 6
    for line in owed[:3]:
        type_figure(clerk, line)
    book = clerk.fetch(lambda: clerk.page.get_by_role("link", name="Tải mẫu Excel").click(), walk.folder)
    fill_workbook(book, owed[3:])
    clerk.follow("Nộp tệp Excel", at="/tep/")
    clerk.drop(".drop", book)
    clerk.reads(f"{len(owed) - 3} ô thay đổi")
    clerk.follow("Về bảng số liệu")
    write_sections(clerk)
    clerk.page.reload()
    clerk.reads("Đủ, không còn gì phải sửa")
    clerk.follow("Trình thủ trưởng duyệt", at="/buoc/trinh/")
    clerk.press("Trình thủ trưởng duyệt")
    clerk.reads("Đã trình")


def type_figure(clerk: Person, line: dict[str, str]) -> None:
    """Type a figure into its row with the keyboard alone, and its reason where the row then asks for one."""
    row = clerk.page.locator(f"#o-{line['indicator']}")
    row.locator("input.cell").first.focus()
    keys = clerk.page.keyboard
    keys.type(line["value"] or line["numerator"])
    if line["denominator"]:
        keys.press("ArrowRight")
        keys.type(line["denominator"])
    keys.press("Enter")
    expect(clerk.page.locator("#saving")).to_contain_text("Đã lưu")
    expect(row.locator("td.in")).to_have_attribute("data-state", re.compile("ok|doubt|warn"))
    if row.locator("input.why").count():
        row.locator("input.why").fill(line["reason"])
        row.locator("input.why").press("Tab")
        expect(row.locator("td.in")).to_have_attribute("data-state", "ok")


def fill_workbook(book: Path, owed: list[dict[str, str]]) -> None:
    """Fill the unit's workbook the way its clerk does in Excel: the yellow cells of the lines that are missing."""
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    keys = next(row for row in sheet.iter_rows() if row[0].value == "_key")
    columns = {str(cell.value): number for number, cell in enumerate(keys, start=1)}
    rows = {str(row[0].value): row[0].row for row in sheet.iter_rows() if row[0].value}
    for line in owed:
        row = rows[line["indicator"]]
        for key in ("value", "numerator", "denominator"):
            if line[key]:
                sheet.cell(row, columns[key]).value = float(line[key])
        if line["kind"] == "none_arose":
            sheet.cell(row, columns["none_arose"]).value = "x"
        sheet.cell(row, columns["reason"]).value = line["reason"] or None
    opened.save(book)


def write_sections(clerk: Person) -> None:
    """Write every section of the outline; each saves itself."""
    areas = clerk.page.locator("form[data-section] textarea")
    assert areas.count() > 3
    for number in range(areas.count()):
        areas.nth(number).fill(f"Mục {number + 1}: công việc trong kỳ đã hoàn thành theo kế hoạch của xã.")
        areas.nth(number).blur()
        expect(clerk.page.locator("form[data-section] h3 .st").nth(number)).to_contain_text("Đã")


def head_approves(walk: Walk) -> None:
    """The unit's head is told that the report waits, reads it, signs it off and hands it in."""
    head = walk.person(f"{ACCOUNT}-lanh-dao")
    expect(head.page.get_by_role("link", name=re.compile(f"Xem và duyệt báo cáo.*{PERIOD_NAME}"))).to_be_visible()
    head.follow(re.compile("^Thông báo"), at="/thong-bao/")
    head.follow(re.compile(f"Trình duyệt báo cáo {PERIOD_NAME}"), at=f"/bao-cao/{walk.submission.pk}/")
    head.follow("Duyệt", at="/buoc/duyet/")
    head.press("Duyệt")
    head.follow("Nộp lên thị xã", at="/buoc/nop/")
    head.press("Nộp lên thị xã")
    head.reads("Đã nộp lên thị xã")
    assert walk.submission.state == State.SUBMITTED
    assert walk.submission.is_late


def secretary_accepts(walk: Walk) -> None:
    """The secretary sees it on the board, accepts it, sees the totals change, and keeps a snapshot of them."""
    secretary = walk.person("thu-ky")
    secretary.follow("Tổng hợp", within="nav.nav", at="/tong-hop/")
    secretary.follow(PERIOD_NAME, within="nav.seg >> nth=0", at=PERIOD)
    code = missing_figures()[-4]["indicator"]
    line = secretary.page.locator(f"#ct-{code}")
    before = line.inner_text()
    secretary.follow("Báo cáo", within="nav.nav")
    secretary.follow(f"Xem bảng theo dõi {PERIOD_NAME}", at="/bao-cao/ky/")
    board = secretary.page.locator("section", has=secretary.page.get_by_role("heading", name="Chờ kiểm tra"))
    secretary.press(board.get_by_role("link", name="Phúc Tân"), at="/xem/")
    secretary.follow("Nhận báo cáo", at="/nhan/")
    secretary.press("Nhận báo cáo", at="/bao-cao/ky/")
    assert walk.submission.state == State.ACCEPTED
    secretary.follow("Chụp số liệu", at="/chup/")
    secretary.page.get_by_label("Tên bản chụp").fill(SNAPSHOT)
    secretary.press("Chụp số liệu", at="/bao-cao/ky/")
    secretary.reads(SNAPSHOT)
    assert Snapshot.objects.filter(label=SNAPSHOT).count() == 1
    secretary.follow("Tổng hợp", within="nav.nav")
    secretary.follow(PERIOD_NAME, within="nav.seg >> nth=0")
    assert line.inner_text() != before
    secretary.press(line.get_by_role("link"), at=f"/chi-tieu/{code}/")
    unit = secretary.page.locator("tr", has_text="Phúc Tân")
    expect(unit).not_to_contain_text("chưa báo cáo")


def secretary_prepares(walk: Walk) -> None:
    """The secretary plans a conference on the round, seats the bloc, adds a draft to hear, checks delegates in."""
    secretary = walk.person("thu-ky")
    secretary.follow("Hội nghị", within="nav.nav", at="/hoi-nghi/")
    secretary.follow("Lập hội nghị", at="/moi/")
    page = secretary.page
    page.get_by_label("Kỳ báo cáo").select_option(label=f"Báo cáo công tác khoa giáo 6 tháng: {PERIOD_NAME}")
    for label, text in PLAN.items():
        page.get_by_label(label, exact=True).fill(text)
    secretary.press("Lập hội nghị", within="main")
    desk = page.url
    assert desk.endswith(f"/hoi-nghi/{walk.conference.pk}/")
    secretary.press("Xếp chỗ các đơn vị trong khối")
    page.get_by_label("Số liệu đã chốt").select_option(label=SNAPSHOT)
    secretary.press("Gắn số liệu chốt")
    secretary.press("Gửi lời mời")
    secretary.unfold("Thêm mục")
    page.get_by_label("Loại mục").select_option("draft")
    page.get_by_label("Tên mục").fill(f"Thông qua {DRAFT}")
    secretary.press("Thêm mục", at=desk)
    secretary.follow(f"Thông qua {DRAFT}", at="/muc/")
    secretary.unfold("Lập dự thảo để xin ý kiến")
    page.get_by_label("Tên dự thảo").fill(DRAFT)
    page.get_by_label("Toàn văn").fill("Điều 1. Đơn vị gửi số liệu đúng hạn.\nĐiều 2. Thư ký trả lời trong hai ngày.")
    secretary.press("Lập dự thảo")
    page.goto(desk)
    secretary.follow("Điểm danh", within=".head", at="/diem-danh/")
    check_in(secretary)
    page.goto(desk)
    secretary.press("Khai mạc", at=desk)
    assert walk.conference.state == ConferenceState.OPEN


def check_in(secretary: Person) -> None:
    """Take the roll: everybody but the last is here; the last has sent word."""
    page = secretary.page
    waiting = page.get_by_role("button", name=re.compile("^Có mặt: "))
    invited = waiting.count()
    assert invited > 20
    for left in range(invited, 1, -1):
        waiting.first.click()
        expect(waiting).to_have_count(left - 1)
    last = page.locator("tr", has=waiting)
    last.locator("summary").click()
    last.get_by_role("textbox").fill("Bận công tác")
    secretary.press(last.get_by_role("button", name="Ghi vắng, lý do này"), at="/diem-danh/")
    secretary.reads(f"{invited - 1}/{invited}", within="#tom-tat")


def secretary_runs(walk: Walk) -> None:
    """An opinion and its answer, a ballot whose result is counted, a conclusion that becomes a task."""
    secretary = walk.person("thu-ky")
    secretary.follow("Hội nghị", within="nav.nav")
    secretary.follow(TITLE)
    desk, page = secretary.page.url, secretary.page
    secretary.follow(f"Thông qua {DRAFT}")
    page.get_by_label("Đơn vị nêu").select_option(label=walk.submission.unit.name)
    page.get_by_label("Ý kiến", exact=True).fill("Đề nghị gửi mẫu biểu trước mười ngày.")
    secretary.press("Ghi ý kiến")
    secretary.unfold("Ghi trả lời")
    page.get_by_label("Nội dung trả lời").fill("Tiếp thu, đưa vào Điều 2.")
    secretary.press("Lưu trả lời")
    secretary.reads("Tiếp thu, đưa vào Điều 2.")
    secretary.press("Mở biểu quyết")
    secretary.follow("Ghi phiếu", at="/bieu-quyet/")
    secretary.press(re.compile("Ghi “Tán thành” cho người chưa có phiếu"))
    page.locator("fieldset.choices").first.get_by_label("Không tán thành").check()
    secretary.press("Lưu phiếu")
    secretary.unfold("Đóng biểu quyết")
    secretary.press("Đóng biểu quyết")
    count_ballot(walk, secretary)
    page.goto(desk)
    page.get_by_label("Kết luận", exact=True).fill(CONCLUSION)
    secretary.press("Ghi kết luận")
    secretary.follow("Giao thành nhiệm vụ", at="/ket-luan/")
    page.get_by_label("Đơn vị chủ trì").select_option(label=walk.submission.unit.name)
    page.get_by_label("Sản phẩm").fill("Danh sách đã rà soát")
    page.get_by_label("Hạn").fill("2020-08-14")
    secretary.press("Giao nhiệm vụ")
    assert walk.task.lead == walk.submission.unit


def count_ballot(walk: Walk, secretary: Person) -> None:
    """The page's result is the count of the votes in the database."""
    ballot = Ballot.objects.get(item__conference=walk.conference)
    assert ballot.closed_at is not None
    in_favour, cast = ballot.votes.filter(choice="for").count(), ballot.votes.count()
    assert (cast - in_favour, in_favour > 20) == (1, True)
    secretary.reads("Thông qua", within="dl")
    secretary.reads(f"{in_favour}/{cast}", within="dl")


def chair_concludes(walk: Walk) -> None:
    """The chair ends the conference and issues its three papers, each with the next number of its series."""
    chair = walk.person("truong-ban")
    chair.follow("Hội nghị", within="nav.nav")
    chair.follow(TITLE)
    chair.follow("Kết luận hội nghị", within=".head", at="/ket-thuc/")
    chair.page.get_by_label("Giờ kết thúc").fill("11:00")
    chair.page.get_by_label("Tôi hiểu").check()
    chair.press("Kết luận hội nghị")
    assert walk.conference.state == ConferenceState.CONCLUDED
    chair.follow("Ban hành", at="/van-ban/")
    for name, kind in PAPERS.items():
        last = Paper.objects.issued().filter(paper_type=kind).order_by("-number").values_list("number", flat=True)[0]
        assert last
        chair.unfold(f"Ban hành {name}")
        section = chair.page.locator("section.box", has=chair.page.get_by_role("heading", name=name))
        chair.press(section.get_by_role("button", name="Lấy số và ban hành"))
        symbol = section.locator("p b").first.inner_text()
        link = section.get_by_role("link", name="Tải về")
        file = docx.Document(str(chair.fetch(link.click, walk.folder)))
        text = "\n".join(cell.text for table in file.tables for row in table.rows for cell in row.cells)
        assert Paper.objects.issued().get(paper_type=kind, number=last + 1).symbol == symbol
        assert symbol.split()[-1] in text + "\n".join(paragraph.text for paragraph in file.paragraphs)


def unit_delivers(walk: Walk) -> None:
    """The clerk of the leading unit reports with a file and delivers; the secretary accepts."""
    clerk = walk.person(ACCOUNT)
    clerk.follow(re.compile(re.escape(CONCLUSION)), at=f"/nhiem-vu/{walk.task.pk}/")
    evidence = walk.folder / "danh-sach.xlsx"
    openpyxl.Workbook().save(evidence)
    page = clerk.page
    page.get_by_label("Đã làm được (%)").fill("60")
    page.get_by_label("Đã làm gì, còn vướng gì").fill("Đã rà soát sáu xóm.")
    page.get_by_label("Tệp minh chứng").set_input_files(evidence)
    clerk.press("Ghi tiến độ")
    clerk.reads("60%")
    page.get_by_label("Sản phẩm là gì, ở đâu").fill("Danh sách kèm theo.")
    clerk.press("Giao sản phẩm")
    secretary = walk.person("thu-ky")
    secretary.follow(re.compile(f"Nghiệm thu: {re.escape(CONCLUSION)}"), at=f"/nhiem-vu/{walk.task.pk}/")
    link = secretary.page.get_by_role("link", name=evidence.name)
    assert secretary.fetch(link.click, walk.folder).read_bytes() == evidence.read_bytes()
    secretary.press("Nghiệm thu")
    assert walk.task.state == "accepted"


def editor_submits(walk: Walk) -> None:
    """The editor composes the article from the conference, gives it a better title, and submits it."""
    editor = walk.person("bien-tap")
    editor.follow("Hội nghị", within="nav.nav")
    editor.follow(TITLE)
    editor.follow("Soạn tin từ hội nghị", at="/cms/soan-tin/")
    editor.press("Soạn bản nháp", at="/cms/pages/")
    page = editor.page
    page.get_by_role("textbox", name=re.compile("^(Title|Tiêu đề)")).fill(HEADLINE)
    page.locator("footer button[aria-label], footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("button[name=action-submit]").click()
    expect(page.locator(".messages")).to_contain_text(HEADLINE)
    assert not ArticlePage.objects.live().filter(conference_id=walk.conference.pk).exists()


def chair_approves(walk: Walk) -> None:
    """The chair follows the notice to the article and approves it, which publishes it."""
    chair = walk.person("truong-ban")
    chair.follow(re.compile("^Thông báo"), within="header")
    chair.follow(f"Chờ duyệt: {HEADLINE}", at="/cms/pages/")
    page = chair.page
    page.locator("footer button[aria-label], footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("footer [data-workflow-action-name=approve]").first.click()
    expect(page.locator(".messages")).to_contain_text(HEADLINE)
    assert ArticlePage.objects.live().filter(title=HEADLINE, conference_id=walk.conference.pk).exists()


def citizen_reads(walk: Walk) -> None:
    """Anybody reads it on a phone: the skip link first, then article, map, statistics."""
    citizen = Person(walk.open_page(PHONE), "citizen")
    page = citizen.page
    page.goto("/tin-tuc/")
    citizen.look()
    citizen.follow(HEADLINE, within="main", at="/tin-tuc/")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    citizen.reads("Đến nội dung chính", within="a.skip")
    citizen.reads(HEADLINE, within="h1")
    expect(page.locator("article")).to_contain_text(CONCLUSION.rstrip("."))
    for address in ("/ban-do/", "/thong-ke/"):
        page.goto(address)
        citizen.look()


STEPS: list[Callable[[Walk], None]] = [
    clerk_fills, head_approves, secretary_accepts, secretary_prepares, secretary_runs, chair_concludes,
    unit_delivers, editor_submits, chair_approves, citizen_reads,
]  # fmt: skip
