"""Without script, on a screen 320 pixels wide: read, look up, choose, write; and the display as it was chosen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import assert_fits
from tests.browser.everyone.conftest import ARTICLE, NARROW

pytestmark = pytest.mark.xdist_group("everyone")


def chosen(page: Page) -> list[str | None]:
    """Return what the server wrote of the display."""
    return [page.locator("html").get_attribute(f"data-{name}") for name in ("size", "contrast", "theme")]


def choose(page: Page, name: str, value: str) -> None:
    """Unfold the reading aids and press one of them."""
    page.locator(".aids summary").click()
    with page.expect_navigation():
        page.locator(f".aids button[name={name}][value={value}]").click()


def test_the_display_is_chosen_once_and_kept(reader: Callable[..., Page]) -> None:
    page = reader(NARROW, java_script_enabled=False)
    page.goto("/tin-tuc/?trang=2")
    address, usual = page.url, page.locator("h1").evaluate("node => getComputedStyle(node).fontSize")
    choose(page, "size", "large")
    assert (page.url, chosen(page)) == (address, ["large", None, None])
    assert page.locator("h1").evaluate("node => getComputedStyle(node).fontSize") != usual
    choose(page, "contrast", "high")
    assert (page.url, chosen(page)) == (address, ["large", "high", None])
    assert page.locator("h1").evaluate("node => getComputedStyle(node).color") == "rgb(0, 0, 0)"
    for other in (ARTICLE, "/ban-do/", "/tin-tuc/?trang=2", "/khong-co-trang-nay/", "/dang-nhap/"):
        page.goto(other)
        assert chosen(page) == ["large", "high", None], other
        assert_fits(page)
    page.goto("/ban-do/")
    page.locator(".aids summary").click()
    pressed = page.locator(".aids button[aria-pressed=true]")
    assert [button.get_attribute("value") for button in pressed.all()] == ["large", "high"]
    with page.expect_navigation():
        page.locator(".aids button[value=medium]").click()
    assert chosen(page) == [None, "high", None]


def test_everything_public_is_used(reader: Callable[..., Page]) -> None:
    page = reader(NARROW, java_script_enabled=False)
    page.goto(ARTICLE)
    assert len(page.locator(".article__body").inner_text()) > 1500
    assert page.locator(".article__body p").last.is_visible()
    page.goto("/tin-tuc/")
    assert page.locator(".news-list .rows__title").first.is_visible()
    page.goto("/tim-kiem/")
    page.locator(".search-form input[name=q]").fill("bao hiem")
    with page.expect_navigation():
        page.locator(".search-form button").click()
    assert page.locator(".results mark").first.is_visible()
    page.goto("/ban-do/")
    page.locator(".picker select").first.select_option(index=2)
    with page.expect_navigation():
        page.locator(".picker button").click()
    assert page.locator(".map__svg").is_visible()
    assert "chi-tieu=" in page.url
    page.goto("/lien-he/")
    for box in page.locator("form.form :is(input, textarea):not([type=email]):not([name=website])").all():
        box.fill("Góp ý không cần mã lệnh")
    with page.expect_navigation():
        page.locator("form.form button").click()
    expect(page.get_by_role("status")).to_contain_text("Đã nhận góp ý")


def test_a_choice_made_over_an_answered_form_leads_to_a_page(
    reader: Callable[..., Page], address_of: Callable[[str], str]
) -> None:
    page = reader(NARROW, java_script_enabled=False)
    page.goto(address_of("/gop-y/#/"))
    with page.expect_navigation():
        page.locator("form.letter button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    choose(page, "size", "large")
    assert (page.url.split("#")[0].endswith(address_of("/gop-y/#/")), chosen(page)) == (True, ["large", None, None])
