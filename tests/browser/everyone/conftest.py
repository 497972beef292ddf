"""One demonstration, served as an office would serve it, shared by the tests of what everybody must be able to use.

A process of its own behind the gate: pages are cached and compressed, style sheets joined, cookies read by the key.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from pytest_django import DjangoDbBlocker
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from giaoban.interfaces.portal.models import ArticlePage, GalleryPage, HomePage, PlainPage, SectionPage
from giaoban.interfaces.ui.display import COOKIE
from tests import databases
from tests.browser.conftest import WIDE
from tests.interfaces.commands.test_run import ROOT, free_port, get

NARROW = ViewportSize(width=320, height=640)
ARTICLE = "/tin-tuc/hoi-nghi-giao-ban-cong-tac-khoa-giao-6-thang-dau-nam-phuong-huong-nhiem-vu-6/"
# Every kind of public page, and each state of it that a reader can be led to by an address; # is the first on the list.
KINDS = [
    "/", "/tin-tuc/", ARTICLE, "/ban-do/", "/ban-do/?cach=ke-hoach", "/ban-do/?ngay=2025-07-01", "/don-vi/05860/",
    "/thong-ke/", "/thong-ke/?khoang=nam", "/thong-ke/?khoang=tu-chon&tu=2020-07-10&den=2020-07-01", "/tim-kiem/",
    "/tim-kiem/?q=hoi+nghi", "/tim-kiem/?q=khong+co+gi+ca", "/to-chuc/", "/lich-cong-tac/", "/hoi-dap/", "/lien-he/",
    "/lien-he/?sent=1", "/cong-khai/", "/cong-khai/danh-muc/", "/en/", "/en/organisation/", "/en/contact/",
    "/cong-trinh/", "/cong-trinh/#/", "/muc-thu/", "/muc-thu/trang-thu/", "/muc-thu/anh-thu/", "/van-ban/",
    "/van-ban/#/", "/giao-ban/", "/giao-ban/#/", "/so-lieu/", "/gop-y/", "/gop-y/#/", "/gop-y/#/da-gui/",
    "/khong-co-trang-nay/", "/dang-nhap/",
]  # fmt: skip


@pytest.fixture(scope="session")
def demonstration(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The address of the served demonstration, with a section, its pages, and a second page of news added to it."""
    data, port = tmp_path_factory.mktemp("everyone"), free_port()
    if connection.vendor == "sqlite":
        shutil.copy(databases.pristine, data / "giaoban.sqlite3")
    facts = {"GIAOBAN_DATA": str(data), "DATABASE_URL": "", "GIAOBAN_DEMO": "1"}
    words = [sys.executable, "-c", "from config.cli import main; main()", "serve_demo", "--port", str(port)]
    process = subprocess.Popen(words, cwd=ROOT, env=os.environ | facts, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 400
        while get(port, "/healthz") is None:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline
        with django_db_blocker.unblock():
            add_pages(data)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


def add_pages(data: Path) -> None:
    """Put into the served database what an editor has not made yet."""
    settings, shared = connections.settings["default"], connections["default"]
    name, engine = settings["NAME"], settings["ENGINE"]
    settings["NAME"], settings["ENGINE"] = str(data / "giaoban.sqlite3"), "django.db.backends.sqlite3"
    connections["default"] = connections.create_connection("default")
    try:
        with override_settings(MEDIA_ROOT=data / "media"):
            image = get_image_model().objects.create(title="Ảnh", file=get_test_image_file(size=(1200, 900)))
            shown = {"image": image, "alt": "Quang cảnh", "caption": "Hội trường", "credit": "BTGThU"}
            section = SectionPage(title="Mục thử", slug="muc-thu", intro="Có một trang và các ảnh.")
            HomePage.objects.get().add_child(instance=section)
            section.add_child(instance=PlainPage(title="Trang thử", body=[("paragraph", "<p>Đoạn văn.</p>")]))
            section.add_child(instance=GalleryPage(title="Ảnh thử", pictures=[("picture", shown)]))
            first = ArticlePage.objects.live().get(slug=ARTICLE.split("/")[2])
            for number in range(20):
                first.add_sibling(
                    "left", instance=ArticlePage(title=f"Tin số {number}", published_at=first.published_at)
                )
                first.refresh_from_db()
    finally:
        connections["default"].close()
        connections["default"], settings["NAME"], settings["ENGINE"] = shared, name, engine


@pytest.fixture(scope="session")
def address_of(chromium: Browser, demonstration: str) -> Callable[[str], str]:
    """Return an address of KINDS with the number that stands first on its list."""
    asking = chromium.new_context(base_url=demonstration).request

    @cache
    def first(listed: str) -> str:
        found = re.search(rf'href="{listed}(\d[\w-]*)/"', asking.get(listed).text())
        assert found, f"nothing is listed on {listed}"
        return found[1]

    return lambda address: re.sub(r"^(/[a-z-]+/)#", lambda place: place[1] + first(place[1]), address)


@pytest.fixture
def reader(chromium: Browser, demonstration: str) -> Iterator[Callable[..., Page]]:
    """Open a window of an anonymous reader; on the way out, nothing may have been asked of anybody else."""
    contexts: list[BrowserContext] = []
    asked: list[str] = []

    def opened(size: ViewportSize = WIDE, *, display: str = "", language: str = "", **options: Any) -> Page:
        context = chromium.new_context(viewport=size, base_url=demonstration, locale="vi-VN", **options)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        for name, value in ((COOKIE, display), ("giaoban_ngon_ngu", language)):
            if value:
                context.add_cookies([{"name": name, "value": value, "url": demonstration}])
        page: Page = context.new_page()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert asked
    foreign = {url for url in asked if not url.startswith((f"{demonstration}/", "data:"))}
    assert not foreign
