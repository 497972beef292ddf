"""Every kind of page: axe, width, motion, and no word to anybody else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from giaoban.interfaces.ui.errors import TROUBLES
from tests.browser.conftest import assert_axe_clean, assert_fits, shoot
from tests.browser.everyone.conftest import KINDS, NARROW
from tests.browser.walking import Person

pytestmark = pytest.mark.xdist_group("everyone")

MOVING = "document.getAnimations().map(a => a.effect.target.outerHTML.slice(0, 120))"
TIMED = """[...document.querySelectorAll("*")].flatMap(node => [null, "::before", "::after"].flatMap(part => {
  const style = getComputedStyle(node, part);
  const lasting = [style.transitionDuration, style.animationDuration].some(word => parseFloat(word) > 0);
  return lasting ? [node.outerHTML.slice(0, 120)] : [];
}))"""
STAFF = ["/lam-viec/", "/lam-viec/giao-dien/", "/lam-viec/giao-dien/loi/409/",
         *(f"/lam-viec/giao-dien/loi/{name}/" for name in TROUBLES)]  # fmt: skip


def visit(page: Page, address: str) -> None:
    """Open a page that is there, or the one that says so."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == (404 if "khong-co-trang" in address else 200), address


def answer_forms(page: Page, consultation: str) -> None:
    """Send both public forms empty, and look at what comes back."""
    for address, form in (("/lien-he/", "form.form"), (consultation, "form.letter")):
        page.goto(address)
        page.locator(form).evaluate("form => form.noValidate = true")
        with page.expect_navigation():
            page.locator(form).locator("button[type=submit]").click()
        assert page.locator("[role=alert]").count() == 1, address
        assert_axe_clean(page)
        assert_fits(page)


def test_at_a_desk_nothing_is_wrong_and_nothing_moves(
    reader: Callable[..., Page], address_of: Callable[[str], str]
) -> None:
    page = reader()
    for number, address in enumerate(KINDS):
        visit(page, address_of(address))
        assert page.evaluate(MOVING) == [], address
        assert_axe_clean(page)
        assert_fits(page)
        shoot(page, f"kind-{number:02}-desk")
    answer_forms(page, address_of("/gop-y/#/"))


def test_in_english_large_dark_and_narrow_nothing_is_wrong(
    reader: Callable[..., Page], address_of: Callable[[str], str]
) -> None:
    page = reader(NARROW, display="large.normal.dark", language="en", reduced_motion="reduce")
    for number, address in enumerate(KINDS):
        visit(page, address_of(address))
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.evaluate(MOVING) == [], address
        assert page.evaluate(TIMED) == [], address
        assert_axe_clean(page)
        assert_fits(page)
        shoot(page, f"kind-{number:02}-narrow")
    answer_forms(page, address_of("/gop-y/#/"))


def test_without_script_large_and_narrow_every_page_fits(
    reader: Callable[..., Page], address_of: Callable[[str], str]
) -> None:
    page = reader(NARROW, display="large.high.auto", java_script_enabled=False)
    for number, address in enumerate(KINDS):
        visit(page, address_of(address))
        shown = [page.locator("html").get_attribute(f"data-{name}") for name in ("size", "contrast")]
        assert shown == ["large", "high"], address
        assert_fits(page)
        shoot(page, f"kind-{number:02}-bare")


def test_staff_pages_and_every_error_page(reader: Callable[..., Page]) -> None:
    page = reader(reduced_motion="reduce")
    Person(page, "bien-tap").come_in()
    menu = [link.get_attribute("href") or "" for link in page.locator(".nav a").all()]
    assert menu
    for address in [*STAFF, *(own for own in menu if own.startswith("/lam-viec/"))]:
        page.goto(address)
        assert page.evaluate(MOVING) == [], address
        assert page.evaluate(TIMED) == [], address
        assert_axe_clean(page)
