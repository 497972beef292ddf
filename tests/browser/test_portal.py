"""The portal in a real browser: axe, the keyboard, phone and paper."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.factories import portal as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ARTICLE = "/tin-tuc/hoi-nghi-giao-ban/"
PAGES = ["/", "/tin-tuc/", ARTICLE, "/ban-do/", "/thong-ke/"]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def site(live_server: LiveServer, at: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
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
    return live_server.url


def opened(browser: Browser, address: str, *, width: int = 1280, dark: bool = False) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", locale="vi-VN"
    )
    page = context.new_page()
    page.goto(address)
    return page


def test_axe_finds_nothing_at_any_width_or_in_the_dark(browser: Browser, site: str) -> None:
    faults = []
    for address in PAGES:
        for width, dark in ((1280, False), (360, False), (1280, True)):
            page = opened(browser, site + address, width=width, dark=dark)
            faults += [
                f"{address} {width} {v['id']}: {v['nodes'][0]['html']}" for v in Axe().run(page).response["violations"]
            ]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.context.close()
    assert faults == []


def test_the_keyboard_reaches_content_and_units(browser: Browser, site: str) -> None:
    page = opened(browser, f"{site}/ban-do/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
    for _ in range(3):  # the indicator, its button, the first unit
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#don-vi-05860"
    page.keyboard.press("Enter")
    assert page.url.endswith("#don-vi-05860")
    page.context.close()


def test_size_and_contrast_are_remembered_and_figures_freshened(browser: Browser, site: str) -> None:
    page = opened(browser, site + ARTICLE)
    page.wait_for_function("document.querySelector('[data-until-fresh]').hidden")
    page.click("details.aids summary")
    page.click("button[value=large]")
    page.click("button[value=high]")
    page.goto(f"{site}/ban-do/")
    assert page.evaluate("[document.documentElement.dataset.size, document.documentElement.dataset.contrast]") == [
        "large",
        "high",
    ]
    page.context.close()


def test_paper_drops_the_controls(browser: Browser, site: str) -> None:
    page = opened(browser, site + ARTICLE)
    page.emulate_media(media="print")
    for gone in (".bar", ".strip", ".crumbs", ".visits", "[data-print]"):
        assert not page.is_visible(gone)
    for kept in (".masthead", "h1", ".lead", ".byline", ".map"):
        assert page.is_visible(kept)
    page.context.close()
