"""Two served processes, real pages: a change is out within a second; without a database the portal stays readable."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from giaoban.domain.accounts.models import User
from giaoban.interfaces.gate.caching import SURE_FOR
from giaoban.interfaces.portal.models import ArticlePage
from tests.factories import portal as make
from tests.factories.reports import Office
from tests.interfaces.gate.server import Served
from tests.own_database import at_once, own_database

BROWSER = {"User-Agent": "Mozilla/5.0 Firefox/128.0", "Host": "localhost"}
PURGED_WITHIN = 1.0


@contextmanager
def away(address: str) -> Iterator[None]:
    """Take from the server what it asks of its database, as an outage does."""
    if address.startswith("postgresql"):
        place, _, name = address.rpartition("/")
        with psycopg.connect(f"{place}/postgres", autocommit=True) as admin:
            admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            yield
            admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        return
    at_once(1, lambda _: connection.cursor().execute("ALTER TABLE audit_entry RENAME TO audit_gone"))
    yield
    at_once(1, lambda _: connection.cursor().execute("ALTER TABLE audit_gone RENAME TO audit_entry"))


def everywhere(server: Served, true: Callable[[str], bool], within: float, path: str = "/tin-tuc/") -> None:
    """Return once both processes' pages satisfy `true`; each reading is a connection of its own."""
    deadline = time.monotonic() + within
    while True:
        begun = time.monotonic()
        texts = [server.read(path, BROWSER)[1] for _ in range(12)]
        if all(true(text) for text in texts):
            return
        assert begun < deadline, re.sub(r"\s+", " ", texts[0])[:2000]


def not_modified(server: Served, path: str) -> bool:
    """Return whether a page that was read is not sent again. Each process made its copy at a moment of its own, which
    the page says, so only the process that sent the page knows its mark."""
    for _ in range(40):
        answer, _ = server.read(path, BROWSER)
        assert answer.headers["Cache-Status"] == "giaoban; hit"
        if server.read(path, BROWSER | {"If-None-Match": answer.headers["ETag"]})[0].status == 304:
            return True
    return False


def address_of_own_database() -> str:
    """Return the DATABASE_URL of the database that new connections use."""
    facts = connections.settings["default"]
    if connection.vendor == "postgresql":
        return f"postgresql://{facts['USER']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    return f"sqlite:///{facts['NAME']}"


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_change_is_out_within_a_second_and_an_outage_leaves_the_pages(tmp_path: Path, at: datetime) -> None:
    def publish(title: str) -> None:
        page = ArticlePage.objects.get()
        page.title = title
        page.save_revision().publish()

    with own_database(tmp_path):
        at_once(1, lambda _: make.article("Tin thứ nhất", at) and None)
        address = address_of_own_database()
        server = Served(tmp_path, workers=2, database=address, first="/healthz")
        try:
            everywhere(server, lambda text: "Tin thứ nhất" in text, 20)
            at_once(1, lambda _: publish("Tin thứ hai"))
            everywhere(server, lambda text: "Tin thứ hai" in text, PURGED_WITHIN)
            assert not_modified(server, "/tin-tuc/")
            signed_in = server.read("/tin-tuc/", BROWSER | {"Cookie": "sessionid=abc"})[0]
            assert "Cache-Status" not in signed_in.headers
            with away(address):
                everywhere(server, lambda text: "Tin thứ hai" in text and "bản lưu lúc" in text, 10)
            everywhere(server, lambda text: "bản lưu lúc" not in text, 10)
            at_once(1, lambda _: ArticlePage.objects.get().unpublish())
            everywhere(server, lambda text: "Tin thứ hai" not in text, PURGED_WITHIN)
        finally:
            server.end()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_in_an_outage_each_process_shows_what_any_of_them_kept_and_nothing_withdrawn(
    tmp_path: Path, at: datetime
) -> None:
    """Each reading is a connection of its own, which either process may take; the page was read once, by one."""
    path = "/tin-tuc/tin-thu-nhat/"

    def readings(server: Served) -> list[tuple[int, str]]:
        return [(answer.status, text) for answer, text in (server.read(path, BROWSER) for _ in range(16))]

    with own_database(tmp_path):
        at_once(1, lambda _: make.article("Tin thứ nhất", at) and None)
        address = address_of_own_database()
        server = Served(tmp_path, workers=2, database=address, first="/healthz", as_installed=True)
        try:
            assert server.read(path, BROWSER)[0].status == 200
            wait_for(lambda: list(tmp_path.glob("pages/*/*.page")) != [])
            with away(address):
                wait_for(lambda: server.get("/ban-do/", BROWSER) == 503)
                time.sleep(SURE_FOR)  # until then whoever kept the page shows it without a word
                assert {(status, "bản lưu lúc" in text) for status, text in readings(server)} == {(200, True)}
                answer, text = server.read("/so-lieu/", BROWSER)
                assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
                assert "Tạm thời không lấy được dữ liệu" in text
                english = server.read("/so-lieu/", BROWSER | {"Cookie": "giaoban_ngon_ngu=en"})[1]
                assert "The data cannot be reached for the moment" in english
            everywhere(server, lambda text: "bản lưu lúc" not in text, 10)
            [mark] = {file.parent.name for file in tmp_path.glob("pages/*/*.page")}
            at_once(1, lambda _: ArticlePage.objects.get().unpublish())
            wait_for(lambda: not (tmp_path / "pages" / mark).exists())
            # the article itself: a list that a process renders for the first time says nothing of what it still keeps
            everywhere(server, lambda text: "Tin thứ nhất" not in text, PURGED_WITHIN, path)
            with away(address):
                wait_for(lambda: server.get("/ban-do/", BROWSER) == 503)
                assert not any("Tin thứ nhất" in text for _, text in readings(server))
        finally:
            server.end()


def wait_for(true: Callable[[], bool]) -> None:
    """Return once `true()`; fail after half a minute."""
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def act(name: str, office: Office) -> None:
    """Change what the public sees, as an editor or a unit does."""
    site = Site.objects.get()
    article = ArticlePage.objects.get()
    if name == "menu":
        page = article.get_parent().specific
        page.show_in_menus = False
        page.save_revision().publish()
    elif name == "ours":
        home = site.root_page.specific
        home.menu = [("page", "works"), ("page", "documents")]
        home.save_revision().publish()
    elif name == "footer":
        home = site.root_page.specific
        home.responsible = "Ông Chịu Trách Nhiệm"
        home.save_revision().publish()
    elif name == "move":
        article.move(site.root_page, pos="last-child")
    elif name == "site":
        desk = Client(HTTP_HOST="localhost")
        desk.force_login(User.objects.create_superuser("quan-tri", password="giaoban"))
        facts = {"hostname": "localhost", "port": 80, "root_page": site.root_page.get_first_child().pk,
                 "is_default_site": "on"}  # fmt: skip
        assert desk.post(reverse("wagtailsites:edit", args=[site.pk]), facts).status_code == 302
    elif name == "accept":
        make.accept_first(office)
    else:
        make.correct(office)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_menu_footer_move_site_and_figures_are_out_within_a_second(tmp_path: Path, at: datetime) -> None:
    def fill(_: int) -> Office:
        make.article("Tin thứ nhất", at)
        return make.reporting_town(at)

    cases: list[tuple[str, str, Callable[[str], bool]]] = [
        ("menu", "/ban-do/", lambda text: 'href="/tin-tuc/"' not in text.split("</header>")[0]),
        ("ours", "/ban-do/", lambda text: 'href="/cong-trinh/"' in text.split("</header>")[0]),
        ("accept", "/ban-do/", lambda text: "0,37" in text),
        ("correct", "/ban-do/", lambda text: "0,55" in text),
        ("footer", "/tin-tuc/", lambda text: "Ông Chịu Trách Nhiệm" in text),
        ("move", "/tin-tuc/tin-thu-nhat/", lambda text: "Tin thứ nhất" not in text),
        ("site", "/tin-thu-nhat/", lambda text: "Tin thứ nhất" not in text),
    ]
    with own_database(tmp_path):
        office = at_once(1, fill)[0]
        server = Served(tmp_path, workers=2, database=address_of_own_database(), first="/healthz")
        try:
            for name, path, changed in cases:
                everywhere(server, lambda text: not changed(text), 20, path)  # noqa: B023 - called within the round
                at_once(1, lambda _: act(name, office))  # noqa: B023
                everywhere(server, changed, PURGED_WITHIN, path)
        finally:
            server.end()
