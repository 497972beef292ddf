"""The portal in a real browser: its menu, map, search box and paper; what holds for every page is in everyone/."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from giaoban.domain.visits.operations import fold_journals
from giaoban.interfaces.gate.counter import Counter
from giaoban.interfaces.portal.search.keeping import catch_up
from tests.browser.conftest import WIDE, assert_axe_clean
from tests.factories import portal as make

ARTICLE = "/tin-tuc/hoi-nghi-giao-ban/"
A4_WITHIN_MARGINS = 642  # pixels: 210 mm less the 40 mm of print.css


@pytest.fixture
def published(site: str, at: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    """A published portal, served."""
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    bloc = make.town_with_communes()
    make.concluded_conference(bloc, at)
    make.published_rate(bloc)
    make.article(
        "Hội nghị giao ban", at, lead="Đoạn dẫn.", byline="Biên tập viên",
        body=[("paragraph", "<p>Đoạn văn.</p><ul><li>Một</li></ul>"), ("heading", "Kết quả"),
              ("figures", {"title": "Bảng", "rows": [{"name": "BHYT", "actual": "91,2"}], "note": "đến 14/6/2020"}),
              ("quote", {"text": "Lời nói.", "source": "Trưởng ban"})],
    )  # fmt: skip
    catch_up()
    return site


@pytest.mark.usefixtures("published")
def test_the_keyboard_reaches_content_and_units(page_at_desk: Page) -> None:
    page = page_at_desk
    page.goto("/ban-do/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
    page.focus(".picker button")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#h-table"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/don-vi/05860/?ngay=2020-07-13"
    assert page.locator(".tip:visible").all_text_contents() == ["Phường Ba Hàng: 87,4%chưa có kế hoạch"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/don-vi/05860/?ngay=2020-07-13")


@pytest.mark.usefixtures("published")
def test_the_menu_is_one_row_and_unfolds_without_script(open_page: Callable[..., Page]) -> None:
    desk = open_page(WIDE)
    desk.goto("/lich-cong-tac/")
    rows = {box["y"] for link in desk.locator(".menu__list > li").all() if (box := link.bounding_box())}
    assert len(rows) == 1
    folded = desk.locator(".menu").get_by_role("link", name="Lịch công tác")
    assert not folded.is_visible()
    desk.locator(".menu").get_by_role("link", name="Bản đồ").focus()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    assert folded.is_visible()
    assert_axe_clean(desk)
    phone = open_page(ViewportSize(width=320, height=640), java_script_enabled=False)
    phone.goto("/lich-cong-tac/")
    links = phone.locator(".menu").get_by_role("link")
    assert not any(link.is_visible() for link in links.all())
    phone.locator(".menu summary").first.focus()
    phone.keyboard.press("Enter")
    assert [link.is_visible() for link in links.all()] == [True] * 12
    boxes = [box for link in links.all() if (box := link.bounding_box())]
    assert all(box["x"] >= 8 and box["x"] + box["width"] <= 312 and box["height"] >= 44 for box in boxes)


@pytest.mark.usefixtures("published")
def test_size_and_contrast_are_remembered_and_figures_freshened(page_at_desk: Page) -> None:
    page = page_at_desk
    page.goto(ARTICLE)
    # Not wait_for_function: it asks again by eval(), which our Content-Security-Policy refuses.
    expect(page.locator("[data-until-fresh]")).to_be_hidden()
    page.click("details.aids summary")
    page.click("button[value=large]")
    page.click("button[value=high]")
    page.goto("/ban-do/")
    shown = page.evaluate("[document.documentElement.dataset.size, document.documentElement.dataset.contrast]")
    assert shown == ["large", "high"]
    assert_axe_clean(page)


@pytest.mark.usefixtures("published")
def test_paper_drops_the_controls(page_at_desk: Page) -> None:
    page = page_at_desk
    page.goto(ARTICLE)
    page.emulate_media(media="print")
    for gone in (".bar", ".strip", ".crumbs", ".visits", "[data-print]"):
        assert not page.is_visible(gone)
    for kept in (".masthead", "h1", ".lead", ".byline", ".map"):
        assert page.is_visible(kept)


@pytest.mark.usefixtures("published")
def test_nothing_is_wider_than_a_sheet(page_at_desk: Page, at: datetime, tmp_path: Path) -> None:
    long = make.article("Hội nghị giao ban công tác khoa giáo 6 tháng đầu năm, phương hướng 6 tháng cuối năm 2020", at)
    Counter(tmp_path).read(address="203.0.113.1", agent="Firefox", path=str(long.url), referrer="-", at=at)
    fold_journals(folder=tmp_path, at=at)
    page = page_at_desk
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_WITHIN_MARGINS, "height": 900})
    for address in ("/thong-ke/", str(long.url), "/giao-ban/", "/to-chuc/", "/lich-cong-tac/", "/cong-khai/ke-hoach/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == A4_WITHIN_MARGINS, address
    page.goto("/thong-ke/")
    assert page.get_by_role("link", name=long.title).is_visible()


@pytest.mark.usefixtures("published")
def test_titles_are_offered_to_the_keyboard(page_at_desk: Page) -> None:
    page = page_at_desk
    page.goto("/tim-kiem/")
    box = page.get_by_role("combobox", name="Từ cần tìm")
    box.press_sequentially("hoi ng")
    page.get_by_role("option", name="Hội nghị giao ban", exact=True).wait_for()
    assert_axe_clean(page)
    box.press("ArrowDown")
    assert page.get_by_role("option", selected=True).count() == 1
    assert box.input_value().startswith("Hội nghị giao ban")
    box.press("Escape")
    assert (box.input_value(), page.get_by_role("option").count()) == ("hoi ng", 0)
    box.press_sequentially("h")
    page.get_by_role("option").first.wait_for()
    box.press("ArrowUp")
    chosen = box.input_value()
    box.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=H*")
    assert page.get_by_role("heading", level=2).first.text_content().endswith(f"“{chosen}”")  # type: ignore[union-attr]
