"""Works in a browser: pins under pointer and keyboard, pages without a fault axe knows, nothing too wide."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.orgs.models import Unit
from giaoban.domain.works.models import Work
from tests.browser.conftest import PHONE, WIDE, Scheme, assert_axe_clean, assert_fits, shoot, sign_in
from tests.factories import portal as make
from tests.factories.accounts import make_person
from tests.factories.works import make_public_works


@pytest.fixture
def clerk(site: str, at: datetime, monkeypatch: pytest.MonkeyPatch) -> User:
    """The clerk of a unit with four public works; the secretary is called thu-ky."""
    monkeypatch.setattr("giaoban.lib.clock.now", lambda: at)
    bloc = make.town_with_communes()
    make.concluded_conference(bloc, at)
    make.published_rate(bloc)
    make.join_bloc(bloc, ["05875"])
    owner = Unit.objects.get(code="05875")
    clerk = make_person("can-bo", (owner, Role.CLERK, "Cán bộ"))
    make_public_works(bloc.coordinator, owner, make.person("thu-ky", Role.SECRETARY, bloc, at), clerk, at)
    return clerk


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_axe_finds_nothing(open_page: Callable[..., Page], clerk: User, size: ViewportSize, scheme: Scheme) -> None:
    page = open_page(size, scheme)
    work = Work.objects.order_by("pk")[0]
    own = f"/lam-viec/cong-trinh/{work.pk}/"
    public = ["/ban-do/", "/cong-trinh/", f"/cong-trinh/{work.pk}-{work.slug}/"]
    inside = ["/lam-viec/cong-trinh/", own]
    for number, address in enumerate([*public, *inside]):
        if address == inside[0]:
            sign_in(page, clerk)
        page.goto(address)
        shoot(page, f"works-{number}-{size['width']}-{scheme}")
        assert_axe_clean(page)
        assert_fits(page)
    page.locator("summary", has_text="Ghi mốc này đã xong").first.click()
    assert_axe_clean(page)
    assert_fits(page)


def test_the_secretary_enters_a_work(page_at_desk: Page, clerk: User) -> None:
    page = page_at_desk
    sign_in(page, User.objects.get(username="thu-ky"))
    page.goto("/lam-viec/cong-trinh/moi/")
    assert_axe_clean(page)
    page.get_by_label("Tên công trình").fill("Trạm y tế")
    page.get_by_label("Đơn vị chủ quản").select_option(label="xã Đắc Sơn")
    page.get_by_label("Địa điểm, bằng chữ").fill("xã Đắc Sơn")
    line = page.get_by_role("group", name="Mốc 1")
    line.get_by_label("Mốc", exact=True).fill("Khởi công")
    line.get_by_label("Tỷ trọng").fill("10")
    line.get_by_label("Ngày kế hoạch").fill("2020-08-01")
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trạm y tế")
    expect(page.get_by_role("button", name="Công khai công trình này")).to_be_visible()


def test_the_keyboard_reaches_each_pin_and_is_told_what_it_is(page_at_desk: Page, clerk: User) -> None:
    page = page_at_desk
    page.goto("/ban-do/")
    page.locator("a.unit").last.focus()
    told = []
    for _pin in range(4):
        page.keyboard.press("Tab")
        told += page.locator(".tip:visible").all_text_contents()
    assert told[0] == "A. Công trình lateChậm tiến độ, đã làm 10%"
    assert [words.split(",")[0].split("Công trình ")[1] for words in told] == [
        "lateChậm tiến độ",
        "on_trackĐúng tiến độ",
        "doneHoàn thành",
        "not_startedChưa khởi công",
    ]
    page.keyboard.press("Enter")
    page.wait_for_url("**/cong-trinh/*-cong-trinh-not-started/")
    page.goto("/ban-do/")
    page.locator("a.pin--late .pin__body").hover()
    assert page.locator(".tip:visible").all_text_contents() == ["A. Công trình lateChậm tiến độ, đã làm 10%"]
