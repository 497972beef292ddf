"""Writing an article at Wagtail's desk in a real browser: its address, its time, what is already taken."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from giaoban.domain.accounts.models import Role
from giaoban.interfaces.portal.models import ArticlePage, NewsIndexPage
from giaoban.lib import clock
from tests.browser.conftest import WIDE, shoot, sign_in
from tests.factories import portal as make

TITLE = "Đắc Sơn: tỷ lệ đạt 6,2 ‰ ở Phúc Thuận"
PLAIN = "dac-son-ty-le-dat-6-2-o-phuc-thuan"
# The desk saves by itself what changes after it has begun to watch.
WATCHED = 'addEventListener("w-unsaved:watch-edits", () => { document.documentElement.dataset.watched = "1" })'


@pytest.fixture
def desk(open_page: Callable[..., Page], at: datetime) -> Page:
    """An editor at the form of a new article; one of the title stands already."""
    bloc = make.town_with_communes()
    make.article(TITLE, at)
    page = open_page(WIDE)
    sign_in(page, make.person("bien-tap", Role.EDITOR, bloc, at))
    page.add_init_script(WATCHED)
    page.goto(f"/cms/pages/add/portal/articlepage/{NewsIndexPage.objects.get().pk}/")
    return page


def save(desk: Page) -> None:
    """Save the draft by its button and wait for the page that answers."""
    with desk.expect_navigation():
        desk.get_by_role("button", name="Lưu bản nháp").click()


def mine() -> ArticlePage:
    found: ArticlePage = ArticlePage.objects.exclude(slug=PLAIN).get().get_latest_revision_as_object()
    return found


def autosaved(desk: Page) -> None:
    """Wait until the desk says that it has saved by itself what stands there."""
    expect(desk.locator(".w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saved")


def test_the_address_is_plain_while_typing_and_a_taken_one_gets_a_number(desk: Page) -> None:
    desk.locator("#id_title").press_sequentially(TITLE)
    expect(desk.locator("#id_slug")).to_have_value(PLAIN)
    desk.locator("#id_lead").fill("Gõ rất lâu")
    save(desk)
    expect(desk.locator("#id_lead")).to_have_value("Gõ rất lâu")
    expect(desk.locator("#id_slug")).to_have_value(f"{PLAIN}-2")


def test_what_saves_itself_gets_a_number_too(desk: Page) -> None:
    desk.locator("html[data-watched]").wait_for()
    desk.locator("#id_title").fill(TITLE)
    desk.locator("#id_title").blur()
    autosaved(desk)
    expect(desk).to_have_url(re.compile(r"/edit/$"))
    with desk.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/edit/")) as told:
        desk.locator("#id_lead").fill("Gõ thêm")
    assert told.value.json()["success"]
    assert (mine().lead, mine().slug) == ("Gõ thêm", f"{PLAIN}-2")


def test_an_address_typed_by_hand_is_folded_and_a_taken_one_is_told(desk: Page, settings: Settings) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # it would be told the same first
    desk.reload()
    desk.locator("#id_title").fill("Tin này")
    desk.locator("#id_lead").fill("Gõ rất lâu")
    desk.get_by_role("tab", name="Địa chỉ, thanh menu").click()
    desk.locator("#id_slug").fill(TITLE)
    desk.locator("#id_slug").blur()
    expect(desk.locator("#id_slug")).to_have_value(PLAIN)
    save(desk)
    expect(desk.get_by_text("Hãy chọn địa chỉ khác")).to_be_attached()
    expect(desk.locator("#id_lead")).to_have_value("Gõ rất lâu")
    desk.get_by_role("tab", name="Địa chỉ, thanh menu").click()
    shoot(desk, "desk-address")
    desk.locator("#id_slug").fill("Đã đổi: tên")
    save(desk)
    expect(desk.locator("#id_slug")).to_have_value("da-doi-ten")
    assert mine().slug == "da-doi-ten"


def test_a_time_typed_the_vietnamese_way_is_taken_and_nothing_typed_is_replaced(desk: Page) -> None:
    published = desk.locator("#id_published_at")
    expect(published).to_have_value(re.compile(r"13-07-2020 08:\d\d"))
    desk.locator("#id_title").fill("Tin này")
    for typed in ("10/07/2020 17:00", "chiều mai", "10-07-2020 17:00"):
        published.click()
        published.fill(typed)
        published.press("Tab")
        expect(published).not_to_be_focused()
        expect(published).to_have_value(typed)
    save(desk)
    expect(published).to_have_value("10-07-2020 17:00")
    assert mine().published_at == datetime(2020, 7, 10, 17, tzinfo=clock.VIETNAM)
