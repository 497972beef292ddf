"""The clerk's grid in a real browser: keyboard, paste, doubt, lost connection, clash, phone."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from giaoban.domain.reports.models import Cell, State, Submission
from giaoban.domain.reports.operations import save_cell
from giaoban.lib.clock import VIETNAM
from tests.browser.conftest import PHONE, WIDE, assert_axe_clean, assert_fits, shoot, sign_in
from tests.factories.reports import Office, make_office

AT = datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)
PASTE = """(field, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def page_in_trouble(chromium: Browser, site: str) -> Iterator[Page]:
    """A page whose requests may fail: the browser notes that in its console, which other tests take for a fault."""
    context = chromium.new_context(viewport=WIDE, base_url=site, locale="vi-VN")
    yield context.new_page()
    context.close()


def at_the_grid(page: Page) -> tuple[Office, Submission]:
    """Open the entry page of xã Đắc Sơn as its clerk."""
    office = make_office(AT)
    submission = office.submission(office.open())
    sign_in(page, office.people["clerk"])
    page.goto(f"/lam-viec/bao-cao/{submission.pk}/")
    return office, submission


def saved(page: Page) -> None:
    """Wait until the page says that everything is saved."""
    expect(page.locator("#saving")).to_contain_text("Đã lưu")


def test_a_clerk_types_moves_pastes_and_finds_it_all_again(page_at_desk: Page) -> None:
    page = page_at_desk
    office, _ = at_the_grid(page)
    box = {code: f"#n-{indicator.pk}" for code, indicator in office.indicators.items()}
    page.locator(box["YT01"]).click()
    page.keyboard.type("9.120")
    expect(page.locator("#o-YT01 .say")).to_contain_text("Hiểu là 9.120 lượt, không phải 9,12")
    page.keyboard.press("Enter")
    expect(page.locator(box["YT02"])).to_be_focused()
    expect(page.locator("#o-YT01 .say")).to_contain_text("Không, là 9,12")
    page.keyboard.press("ArrowUp")
    expect(page.locator(box["YT01"])).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    expect(page.locator(box["YT01"])).to_have_value("9.120")
    page.locator(box["YT02"]).click()
    page.locator(box["YT02"]).evaluate(PASTE, "38\t40\n75\n40\t35\n")
    expect(page.locator("#pasted")).to_contain_text("Đã dán 5 ô")
    expect(page.locator("#bar")).to_contain_text("4/6 ô")
    shoot(page, "entry-desk")
    assert_axe_clean(page)
    page.reload()
    expect(page.locator(box["DS02"])).to_have_value("40")
    expect(page.locator(box["YT01"])).to_have_value("9.120")
    assert Cell.objects.get(indicator=office.indicators["YT02"]).denominator == 40


def test_a_pasted_number_of_two_readings_is_shown_before_it_is_saved(page_at_desk: Page) -> None:
    page = page_at_desk
    office, _ = at_the_grid(page)
    box = {code: f"#n-{indicator.pk}" for code, indicator in office.indicators.items()}
    page.locator(box["YT01"]).click()
    page.locator(box["YT01"]).evaluate(PASTE, "9.120\n38\t40\n1.075\n")
    pasted = page.locator("#pasted")
    expect(pasted).to_contain_text("Đã dán 4 ô")
    expect(pasted).to_contain_text("2 số hiểu được hai cách, chưa lưu")
    expect(pasted.locator("li").first).to_contain_text("Số lượt khám bệnh: 9.120 → hiểu là 9.120 lượt, không phải 9,12")
    expect(page.locator("#o-YT01 .say")).to_contain_text("Hiểu là 9.120 lượt, không phải 9,12")
    expect(page.locator("#bar")).to_contain_text("1/6 ô")
    assert set(Cell.objects.values_list("indicator__code", flat=True)) == {"YT02"}
    shoot(page, "entry-paste-doubt")
    assert_axe_clean(page)
    page.keyboard.press("Enter")  # going on from a row saves it as it was understood
    expect(page.locator("#o-YT01 .say")).to_contain_text("Không, là 9,12")
    expect(page.locator("#o-DS01 .say")).to_contain_text("Hiểu là 1.075 trẻ")
    assert not Cell.objects.filter(indicator__code="DS01").exists()
    page.keyboard.press("Control+Enter")
    expect(pasted.get_by_role("button", name="Đúng cả")).to_have_count(0)
    saved(page)
    expect(page.locator(box["DS01"])).to_have_value("1075")
    assert {cell.indicator.code: cell.in_doubt for cell in Cell.objects.select_related("indicator")} == {
        "YT01": True, "YT02": False, "DS01": False,
    }  # fmt: skip
    page.locator(box["YT01"]).evaluate(PASTE, "7.500\n\n7.600")
    expect(pasted.locator("li")).to_have_count(2)
    pasted.get_by_role("button", name="Hoàn tác").click()
    saved(page)
    assert Cell.objects.get(indicator__code="YT01").value == 9120


def test_a_block_with_quotes_and_line_breaks_keeps_its_rows(page_at_desk: Page) -> None:
    page = page_at_desk
    office, _ = at_the_grid(page)
    box = {code: f"#n-{indicator.pk}" for code, indicator in office.indicators.items()}
    page.locator(box["YT01"]).evaluate(PASTE, '"51\r\n00"\r\n38\t"40"\r\n"7""5"\r\n')
    expect(page.locator("#pasted")).to_contain_text("Đã dán 4 ô")
    expect(page.locator(box["YT01"])).to_have_value("51 00")
    expect(page.locator(box["YT02"])).to_have_value("38")
    expect(page.locator(box["DS01"])).to_have_value('7"5')
    expect(page.locator("#o-DS01 .say")).to_contain_text("không phải là số")
    assert Cell.objects.get(indicator__code="YT02").denominator == 40


def test_what_the_office_refuses_stays_with_the_reason_and_is_not_sent_for_ever(page_in_trouble: Page) -> None:
    page = page_in_trouble
    office, submission = at_the_grid(page)
    Submission.objects.filter(pk=submission.pk).update(state=State.SIGNED_OFF)
    sendings: list[str] = []
    page.on("request", lambda request: sendings.append(request.method) if request.method == "POST" else None)
    box = page.locator(f"#n-{office.indicators['YT01'].pk}")
    box.fill("5100")
    box.press("Enter")
    expect(page.locator("#saving")).to_contain_text(
        "Báo cáo đang ở trạng thái “Thủ trưởng đã duyệt” nên không sửa được"
    )
    expect(page.locator("#o-YT01 .say")).to_contain_text("Chưa lưu")
    expect(box).to_have_value("5100")
    text = page.locator("#t-I\\.1")
    text.fill("Đã ban hành 05 văn bản.")
    text.blur()
    expect(page.locator("#st-I\\.1")).to_contain_text("nên không sửa được")
    expect(text).to_have_value("Đã ban hành 05 văn bản.")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_load_state("networkidle")
    assert sendings == ["POST", "POST"]
    Submission.objects.filter(pk=submission.pk).update(state=State.DRAFT)
    box.focus()
    box.press("Enter")
    saved(page)
    assert Cell.objects.get().value == 5100


@pytest.mark.parametrize(
    ("status", "says"),
    [(400, "máy chủ không nhận"), (413, "máy chủ không nhận"), (422, "máy chủ không nhận"), (429, "đang tự thử lại")],
)
def test_no_refusal_is_taken_for_saved(page_in_trouble: Page, status: int, says: str) -> None:
    page = page_in_trouble
    office, submission = at_the_grid(page)
    page.route(f"**/lam-viec/bao-cao/{submission.pk}/", lambda route: route.fulfill(status=status, body="<h1>?</h1>"))
    box = page.locator(f"#n-{office.indicators['YT01'].pk}")
    box.fill("5100")
    box.press("Enter")
    expect(page.locator("#saving")).to_contain_text(says)
    expect(page.locator("#o-YT01 .say")).to_contain_text("Chưa lưu")
    expect(box).to_have_value("5100")


def test_what_cannot_be_sent_stays_and_is_sent_when_the_line_is_back(page_in_trouble: Page) -> None:
    page = page_in_trouble
    office, submission = at_the_grid(page)
    address = f"**/lam-viec/bao-cao/{submission.pk}/"
    page.route(address, lambda route: route.abort())
    box = page.locator(f"#n-{office.indicators['YT01'].pk}")
    box.fill("5100")
    box.press("Enter")
    expect(page.locator("#saving")).to_contain_text("đang tự thử lại")
    expect(box).to_have_value("5100")
    page.unroute(address)
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    assert Cell.objects.get().value == 5100


def test_two_people_in_one_cell_see_both_numbers(page_in_trouble: Page) -> None:
    page = page_in_trouble
    office, submission = at_the_grid(page)
    indicator = office.indicators["YT01"]
    save_cell(submission=submission, indicator=indicator, typed="4900", acting_user=office.people["head"], at=AT)
    box = page.locator(f"#n-{indicator.pk}")
    box.fill("5100")
    box.press("Enter")
    row = page.locator("#o-YT01")
    expect(row).to_contain_text("vừa sửa ô này")
    expect(box).to_have_value("5100")
    assert_axe_clean(page)
    row.get_by_role("button", name="Lưu số của tôi").click()
    saved(page)
    assert Cell.objects.get().value == 5100


def test_on_a_phone_each_row_is_a_card(open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE)
    at_the_grid(page)
    assert_fits(page)
    shoot(page, "entry-phone")
    assert_axe_clean(page)


def test_the_office_sees_the_board(open_page: Callable[..., Page]) -> None:
    office = None
    for size in (WIDE, PHONE):
        page = open_page(size)
        office = office or make_office(AT)
        opened = office.regime.rounds.first() or office.open()
        sign_in(page, office.people["secretary"])
        page.goto(f"/lam-viec/bao-cao/ky/{opened.pk}/")
        assert_fits(page)
        assert_axe_clean(page)
