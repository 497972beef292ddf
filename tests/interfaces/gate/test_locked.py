"""Somebody else holds the database while pages are served: kept pages go on, and no view is lost."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from giaoban.domain.visits.models import DailyVisits
from tests.factories import portal as make
from tests.interfaces.gate.server import Served
from tests.interfaces.gate.test_purge import BROWSER, address_of_own_database
from tests.own_database import at_once, own_database


@contextmanager
def held_by_another() -> Iterator[None]:
    """Let another connection keep everybody from writing counts: the one writer SQLite has, or a lock on the table."""
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:  # IMMEDIATE on SQLite
            if connection.vendor == "postgresql":
                cursor.execute("LOCK TABLE visits_journaloffset, visits_dailyvisits IN ACCESS EXCLUSIVE MODE")
            held.set()
            assert over.wait(60)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(30)
    try:
        yield
    finally:
        over.set()
        holder.join()


def counted() -> int:
    """Return the page views in the database."""
    found: int = at_once(1, lambda _: DailyVisits.objects.aggregate(sum=Sum("views"))["sum"] or 0)[0]
    return found


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_kept_pages_go_on_and_their_views_are_counted_afterwards(tmp_path: Path, at: datetime) -> None:
    with own_database(tmp_path):
        at_once(1, lambda _: make.article("Tin thứ nhất", at) and None)
        connection.close()
        server = Served(tmp_path, database=address_of_own_database(), first="/healthz")
        try:
            assert "Tin thứ nhất" in server.read("/tin-tuc/", BROWSER)[1]
            read = 1
            with held_by_another():
                for _ in range(60):
                    answer, text = server.read("/tin-tuc/", BROWSER)
                    assert (answer.status, answer.headers["Cache-Status"]) == (200, "giaoban; hit")
                    assert "Tin thứ nhất" in text
                    read += 1
            wait = threading.Event()
            for _ in range(600):
                if counted() == read:
                    break
                wait.wait(0.1)
            assert counted() == read
        finally:
            server.end()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("workers", [1, 2])
def test_sigterm_ends_within_five_seconds_while_the_database_is_held(
    tmp_path: Path, at: datetime, workers: int
) -> None:
    """Answers under way have their time, a form that does not come whole takes all of it; then the threads theirs."""
    with own_database(tmp_path):
        at_once(1, lambda _: make.article("Tin thứ nhất", at) and None)
        connection.close()
        server = Served(tmp_path, database=address_of_own_database(), first="/healthz", workers=workers)
        try:
            assert server.get("/tin-tuc/", BROWSER) == 200
            with held_by_another():
                reading = b"\r\n".join(f"{name}: {value}".encode() for name, value in BROWSER.items())
                page = server.open(b"GET /tin-tuc/ HTTP/1.1\r\n" + reading + b"\r\n\r\n")
                form = server.open(b"POST /lien-he/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na")
                threading.Event().wait(1.5)  # longer than between two foldings
                began = time.monotonic()
                server.process.terminate()
                server.process.wait(timeout=30)
                assert time.monotonic() - began < 5
                for line in (page, form):
                    line.close()
        finally:
            server.end()
