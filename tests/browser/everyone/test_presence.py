"""Who is "online now": a page in sight says so when it opens and every 45 seconds; a page out of sight is silent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.everyone.conftest import KINDS

pytestmark = pytest.mark.xdist_group("everyone")

FIGURES = "/thong-ke/so-lieu"
ELSEWHERE = {"/khong-co-trang-nay/", "/dang-nhap/"}  # not of the portal's content
OUT_OF_SIGHT = """let seen = "hidden";
Object.defineProperty(document, "visibilityState", {get: () => seen});
window.turn = (now) => { seen = now; document.dispatchEvent(new Event("visibilitychange")); };"""


def test_every_page_shows_the_figures_once_and_freshens_them(
    reader: Callable[..., Page], address_of: Callable[[str], str]
) -> None:
    page = reader()
    for address in KINDS:
        if address in ELSEWHERE:
            continue
        with page.expect_response(lambda answer: answer.url.endswith(FIGURES)):
            page.goto(address_of(address))
        expect(page.locator("[data-visits]"), address).to_have_count(1)
        expect(page.locator("[data-until-fresh]"), address).to_be_hidden()


def test_a_page_in_sight_tells_every_45_seconds_and_one_out_of_sight_never(reader: Callable[..., Page]) -> None:
    page = reader()
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url) if request.url.endswith(FIGURES) else None)
    page.clock.install()
    page.add_init_script(OUT_OF_SIGHT)
    page.goto("/ban-do/")
    page.clock.run_for(100_000)
    assert told == []
    page.evaluate("turn('visible')")
    expect(page.locator("[data-until-fresh]")).to_be_hidden()
    assert len(told) == 1
    page.clock.run_for(44_000)
    assert len(told) == 1
    with page.expect_response(lambda answer: answer.url.endswith(FIGURES)):
        page.clock.run_for(2_000)
    assert len(told) == 2
    page.evaluate("turn('hidden')")
    page.clock.run_for(100_000)
    assert len(told) == 2
