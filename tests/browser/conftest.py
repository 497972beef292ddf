"""A live server and the system's Chromium. Without Chromium these tests are left out, and say so."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from django.conf import settings as office_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, sync_playwright
from pytest_django import DjangoDbBlocker, Settings

from giaoban.domain.accounts.models import User
from giaoban.lib import clock
from tests.browser.axe import assert_axe_clean
from tests.own_database import own_database

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
WIDE, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)

Scheme = Literal["light", "dark"]

# Playwright's synchronous interface runs a loop in this thread, where Django refuses the database for fear of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the folder's tests, and leave them out loudly where Chromium is missing.

    The longest walk starts first: the other process takes the short ones meanwhile.
    """
    items.sort(key=lambda item: "test_whole_cycle" not in item.path.name)
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason=f"NOT TESTED IN A BROWSER: no Chromium at {CHROMIUM}"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser, started once per process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def site(
    tmp_path: Path, settings: Settings, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The address of a live server over a database of its own; rows the test makes are there for the server's threads.

    Its clock stands at Monday 13 July 2020, 8:15, and runs on. Nothing is emptied afterwards (append-only tables
    refuse it): the copy is thrown away.
    """
    settings.CLOCK_FILE = tmp_path / "clock.json"
    clock.set_shown(datetime(2020, 7, 13, 8, 15, tzinfo=clock.VIETNAM))
    with django_db_blocker.unblock(), own_database(tmp_path):
        shared = connections["default"]
        connections["default"] = connections.create_connection("default")
        server = LiveServerThread("127.0.0.1", static_handler=StaticFilesHandler, connections_override={})
        server.daemon = True
        server.start()
        server.is_ready.wait()
        try:
            if server.error:
                raise server.error
            yield f"http://127.0.0.1:{server.port}"
        finally:
            server.terminate()
            connections["default"].close()
            connections["default"] = shared


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open pages at a width and in a scheme; on the way out, no page may have met an error in its console."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def hear(message: ConsoleMessage) -> None:
        # Wagtail's checker tells there what it found in a preview
        if message.type == "error" and not message.text.startswith("axe.run results"):
            complaints.append(f"{message.text} ({message.location.get('url')})")

    def opened(size: ViewportSize | None = None, scheme: Scheme = "light", **options: Any) -> Page:
        context = chromium.new_context(
            viewport=size or WIDE, color_scheme=scheme, base_url=site, locale="vi-VN", **options
        )
        contexts.append(context)
        page: Page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def page_at_desk(open_page: Callable[..., Page]) -> Page:
    """1280 pixels wide, light."""
    return open_page(WIDE)


@pytest.fixture
def page_on_phone(open_page: Callable[..., Page]) -> Page:
    """360 pixels wide, light."""
    return open_page(PHONE)


@pytest.fixture
def page_in_the_dark(open_page: Callable[..., Page]) -> Page:
    """1280 pixels wide, dark."""
    return open_page(WIDE, "dark")


def sign_in(page: Page, user: User) -> None:
    """Sign in as somebody without walking through the form: the session's cookie is set."""
    client = Client()
    client.force_login(user)
    name = office_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "domain": "127.0.0.1", "path": "/"}])


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the page where GIAOBAN_SHOTS names a folder."""
    if folder := os.environ.get("GIAOBAN_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def assert_fits(page: Page) -> None:
    """Assert that nothing makes the page wider than the screen."""
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= screen, f"{page.url} is {wide} px wide on a screen of {screen} px"


__all__ = ["PHONE", "WIDE", "assert_axe_clean", "assert_fits", "shoot", "sign_in"]
