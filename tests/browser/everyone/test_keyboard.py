"""The keyboard alone: every stop is seen, nothing holds on to the focus, and the work of a page can be done."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.everyone.conftest import ARTICLE

pytestmark = pytest.mark.xdist_group("everyone")

# What has the focus: null past the end, else its words, whether a ring is seen around it, and its place in the page.
STOP = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const ring = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
    || style.boxShadow !== "none" || parseFloat(style.strokeWidth) >= 5;
  const seen = [node, ...node.querySelectorAll("path, use")].some((part) => ring(getComputedStyle(part)));
  const box = node.getBoundingClientRect();
  const inside = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
    && box.right > 0 && box.left < innerWidth;
  return {what: node.outerHTML.slice(0, 160), seen, inside, place: [...document.querySelectorAll("*")].indexOf(node)};
}"""
# What the keyboard is to reach: whatever can be used and is drawn, a group of radio buttons once.
WANTED = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter((node) => !node.disabled && node.tabIndex >= 0 && node.checkVisibility({visibilityProperty: true})
    && !(node.type === "radio" && !node.checked))
  .map((node) => [...document.querySelectorAll("*")].indexOf(node))"""
PAGES = [ARTICLE, "/lien-he/", "/gop-y/#/", "/thong-ke/", "/lich-cong-tac/", "/ban-do/", "/tim-kiem/?q=hoi+nghi"]


def walk(page: Page, key: str = "Tab") -> list[int]:
    """Press the key until the focus leaves the page; return the places passed."""
    passed: list[int] = []
    while len(passed) < 400:
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop is None or (passed and stop["place"] == passed[0]):
            return passed
        assert stop["seen"], f"{page.url}: no ring around {stop['what']}"
        assert stop["inside"], f"{page.url}: out of sight: {stop['what']}"
        passed.append(stop["place"])
    raise AssertionError(f"{page.url} does not let go of the focus")


@pytest.mark.parametrize("address", PAGES)
def test_every_stop_is_seen_and_none_holds_on(
    reader: Callable[..., Page], address_of: Callable[[str], str], address: str
) -> None:
    page = reader()
    page.goto(address_of(address))
    wanted = page.evaluate(WANTED)
    passed = walk(page)
    assert set(wanted) <= set(passed), f"never reached: {sorted(set(wanted) - set(passed))}"
    back = walk(page, "Shift+Tab")
    assert set(back) == set(passed)


def reach(page: Page, selector: str) -> None:
    """Press Tab until the focus stands on the first such thing."""
    for _press in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement === document.querySelector(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached on {page.url}")


def test_an_article_is_read_shared_and_left(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(ARTICLE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
    reach(page, "[data-copy]")
    reach(page, ".article__foot .pages a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/tin-tuc/" in page.url
    reach(page, ".menu__more summary")
    page.keyboard.press("Enter")
    reach(page, ".menu__rest a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/tin-tuc/" not in page.url


def test_forms_are_filled_and_sent(reader: Callable[..., Page], address_of: Callable[[str], str]) -> None:
    page = reader()
    page.goto("/lien-he/")
    reach(page, "form.form :is(input, textarea)")
    while page.evaluate("document.activeElement.type") != "submit":
        kind = page.evaluate("[document.activeElement.type, document.activeElement.name].join()")
        page.keyboard.type("dan@xa.vn" if "mail" in kind else "Góp ý bằng bàn phím")
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã nhận góp ý")
    page.goto(address_of("/gop-y/#/"))
    reach(page, "form.letter button")
    with page.expect_navigation():
        page.keyboard.press("Space")
    expect(page.get_by_role("alert")).to_contain_text("Chưa gửi được")
    reach(page, "form.letter textarea")
    page.keyboard.type("Nên nói rõ hạn gửi số liệu.")
    reach(page, "form.letter button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/da-gui/" in page.url


def test_days_and_weeks_are_chosen(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto("/thong-ke/")
    reach(page, "[name=khoang]:checked")
    page.keyboard.press("ArrowUp")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "khoang=7-ngay" in page.url
    page.goto("/lich-cong-tac/")
    reach(page, ".week-bar a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "tuan=" in page.url
