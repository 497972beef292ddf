"""Sign-in and the gallery in a browser: light, dark, high contrast, phone, keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize
from pytest_django import Settings

from tests.browser.conftest import PHONE, WIDE, assert_axe_clean, assert_fits, shoot, sign_in
from tests.factories.accounts import PASSWORD
from tests.personas import make_personas

GALLERY = "/lam-viec/giao-dien/"


def test_somebody_signs_in_with_the_keyboard_alone(page_at_desk: Page) -> None:
    make_personas()
    page = page_at_desk
    page.goto("/dang-nhap/")
    shoot(page, "signin")
    assert_axe_clean(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_label("Tên đăng nhập").fill("p-clerk")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/lam-viec/")
    assert_axe_clean(page)
    assert_fits(page)


@pytest.mark.parametrize(
    ("size", "scheme", "contrast"),
    [(WIDE, "light", "normal"), (WIDE, "dark", "normal"), (WIDE, "light", "high"), (PHONE, "light", "normal"),
     (PHONE, "dark", "normal")],
)  # fmt: skip
def test_the_gallery(open_page: Callable[..., Page], size: ViewportSize, scheme: str, contrast: str) -> None:
    page = open_page(size, scheme)
    sign_in(page, make_personas().people["secretary"])
    page.goto(GALLERY)
    if contrast == "high":
        page.locator(".aids > summary").click()
        page.get_by_role("button", name="Tương phản cao").click()
        assert page.evaluate("document.documentElement.dataset.contrast") == "high"
        page.reload()
        assert page.evaluate("document.documentElement.dataset.contrast") == "high"
    shoot(page, f"gallery-{size['width']}-{scheme}-{contrast}")
    assert_axe_clean(page)
    assert_fits(page)


def test_the_menu_opens_on_a_phone_and_large_type_still_fits(page_on_phone: Page) -> None:
    page = page_on_phone
    sign_in(page, make_personas().people["secretary"])
    page.goto(GALLERY)
    assert not page.get_by_role("link", name="Kỳ giao ban").is_visible()
    page.get_by_role("button", name="Mục").click()
    assert page.get_by_role("link", name="Kỳ giao ban").is_visible()
    page.keyboard.press("Escape")
    page.locator(".aids > summary").click()
    page.get_by_role("button", name="Chữ lớn").click()
    page.keyboard.press("Escape")
    assert_fits(page)


def test_display_choices_and_errors_without_script(open_page: Callable[..., Page]) -> None:
    page = open_page(WIDE, java_script_enabled=False)
    sign_in(page, make_personas().people["clerk"])
    page.goto("/lam-viec/giao-dien/loi/404/")
    page.locator(".aids > summary").click()
    page.get_by_role("button", name="Chữ lớn").click()
    assert page.locator("html").get_attribute("data-size") == "large"


@pytest.mark.parametrize("name", ["404", "409", "500"])
def test_error_pages(page_on_phone: Page, name: str) -> None:
    sign_in(page_on_phone, make_personas().people["clerk"])
    page_on_phone.goto(f"/lam-viec/giao-dien/loi/{name}/")
    assert_axe_clean(page_on_phone)
    assert_fits(page_on_phone)


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_demonstration_is_entered_with_one_click(
    open_page: Callable[..., Page], settings: Settings, size: ViewportSize
) -> None:
    settings.DEMO, settings.DEMO_PASSWORD = True, PASSWORD
    make_personas()
    page = open_page(size)
    page.goto("/dang-nhap/")
    shoot(page, f"signin-demo-{size['width']}")
    assert_axe_clean(page)
    assert_fits(page)
    page.get_by_role("button", name="Chuyên viên khoa giáo").click()
    page.wait_for_url("**/lam-viec/")
    assert page.get_by_role("region", name="Bản trình diễn").is_visible()
