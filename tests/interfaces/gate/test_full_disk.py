"""A file system that is really full: pages stay readable, views wait their turn, and each counts once in the end."""

import asyncio
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from giaoban.domain.visits.models import DailyVisits
from giaoban.domain.visits.operations import fold_journals
from giaoban.domain.visits.queries import find_fault
from giaoban.interfaces.gate import counter as counting
from giaoban.interfaces.gate.bridge import Message, StartResponse
from giaoban.interfaces.gate.counter import Counter, NoRoom
from giaoban.interfaces.gate.front import Gate
from giaoban.lib import clock
from giaoban.lib.clock import VIETNAM

AT = datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)
pytestmark = pytest.mark.django_db
MakeRoom = Callable[[], None]


@pytest.fixture
def small_disk(tmp_path: Path, settings: Settings) -> Iterator[tuple[Path, MakeRoom]]:
    """A folder with room for some 12 KB, and how to make room. Without the right to mount: a limit on file size."""
    settings.VISITS_DIR = tmp_path / "visits"
    settings.VISITS_DIR.mkdir()
    mounted = not os.geteuid() and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(settings.VISITS_DIR)], capture_output=True, check=False
    ).returncode  # fmt: skip
    if mounted:
        filler = settings.VISITS_DIR / "filler"
        filler.write_bytes(b"x" * 48 * 1024)
        yield settings.VISITS_DIR, filler.unlink
        subprocess.run(["umount", "--lazy", str(settings.VISITS_DIR)], check=True)
        return
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6 * 1024, usual[1]))
    try:
        yield settings.VISITS_DIR, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def read(counter: Counter, number: int, at: datetime = AT) -> bool:
    """Let reader `number` read a page."""
    return counter.read(address="203.0.113.7", agent=f"Firefox {number}", path="/tin-tuc/", referrer="-", at=at)


def test_views_wait_for_room_and_count_once(small_disk: tuple[Path, MakeRoom]) -> None:
    folder, make_room = small_disk
    first, second = Counter(folder), Counter(folder)
    acknowledged = [read(first if number % 2 else second, number) for number in range(200)]
    assert 20 < sum(acknowledged) < 180  # the disk became full on the way
    assert not acknowledged[-1]
    fold_journals(folder=folder, at=AT)
    assert DailyVisits.objects.get().views >= sum(acknowledged)
    make_room()
    assert read(first, 7, AT + timedelta(seconds=1))  # the oldest are written first, and this one after them
    second.tick(AT + timedelta(seconds=2))
    fold_journals(folder=folder, at=AT)
    day = DailyVisits.objects.get()
    assert (day.views, day.visits, day.visitors) == (201, 200, 200)
    assert find_fault() is None


def test_memory_for_waiting_views_is_bounded_and_who_finds_no_room_is_turned_away(
    small_disk: tuple[Path, MakeRoom], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, make_room = small_disk
    monkeypatch.setattr(counting, "WAITING_AT_MOST", 50)
    counter = Counter(folder)
    acknowledged, turned_away = 0, 0
    for number in range(400):
        try:
            acknowledged += read(counter, number)
        except NoRoom:
            turned_away += 1
    assert turned_away == 400 - acknowledged - 50 > 0
    make_room()
    counter.close()
    fold_journals(folder=folder, at=AT)
    assert DailyVisits.objects.get().views == acknowledged + 50


def test_who_finds_no_room_is_asked_to_come_again(
    small_disk: tuple[Path, MakeRoom], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """Backpressure instead of loss: a page is sent and counted, or it is not sent."""
    _, make_room = small_disk
    settings.PAGE_CACHE_BYTES = 0
    monkeypatch.setattr(counting, "WAITING_AT_MOST", 5)
    gate = Gate(plain_page, folds=False)
    answers = [asyncio.run(visit(gate, number)) for number in range(400)]
    sent = sum(answer["status"] == HTTPStatus.OK for answer in answers)
    assert 20 < sent < 400
    assert (answers[-1]["status"], dict(answers[-1]["headers"])[b"retry-after"]) == (503, b"30")
    make_room()
    assert asyncio.run(visit(gate, 400))["status"] == HTTPStatus.OK
    gate.stop()
    fold_journals(folder=settings.VISITS_DIR, at=clock.now())
    assert DailyVisits.objects.get().views == sent + 1


def plain_page(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
    """Answer with a page (PEP 3333)."""
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"<title>Trang</title>"]


async def visit(gate: Gate, number: int) -> Message:
    """Read a page as reader `number`; return how the answer begins."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "http_version": "1.1",
             "headers": [(b"user-agent", f"Firefox {number}".encode())], "client": ("203.0.113.7", 1)}  # fmt: skip
    await gate(scope, receive, send)
    return sent[0]


def test_the_night_passes_over_a_full_disk(small_disk: tuple[Path, MakeRoom]) -> None:
    """What waited past midnight counts in the new day, when there is no room for the new day's salt either."""
    folder, make_room = small_disk
    counter = Counter(folder)
    waiting = sum(not read(counter, number) for number in range(200))
    tomorrow = AT + timedelta(days=1)
    assert not read(counter, 0, tomorrow)
    make_room()
    counter.tick(tomorrow)
    fold_journals(folder=folder, at=tomorrow)
    assert dict(DailyVisits.objects.values_list("day", "views")) == {
        AT.date(): 200 - waiting, tomorrow.date(): waiting + 1,
    }  # fmt: skip
