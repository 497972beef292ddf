"""The folding thread's work: figures for everybody from memory, one folder at a time, a locked database waited for."""

import asyncio
import json
import os
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from pytest_django import DjangoAssertNumQueries, Settings

from giaoban.domain.visits.models import DailyVisits
from giaoban.domain.visits.operations import JournalsNotFolded, fold_journals
from giaoban.domain.visits.queries import find_fault
from giaoban.domain.visits.rules import encode_view, new_journal_name
from giaoban.interfaces.gate.bridge import Message
from giaoban.interfaces.gate.counter import Counter
from giaoban.interfaces.gate.folding import EVERY, Folding
from giaoban.interfaces.gate.front import Gate
from giaoban.lib import clock
from giaoban.lib.clock import VIETNAM

AT = datetime(2020, 7, 13, 8, 15, tzinfo=VIETNAM)
FIREFOX = "Mozilla/5.0 Firefox/128.0"


@pytest.fixture
def counter(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """A counter whose journals the settings point to, at AT."""
    settings.VISITS_DIR = tmp_path
    monkeypatch.setattr(clock, "now", lambda: AT)
    return Counter(tmp_path)


def read(counter: Counter, agent: str = FIREFOX, at: datetime = AT) -> None:
    """Let one reader read a page."""
    assert counter.read(address="203.0.113.7", agent=agent, path="/", referrer="-", at=at)


def shown(folding: Folding) -> dict[str, Any]:
    """Return the figures as a reader gets them."""
    folding.fold()
    assert folding.figures.body is not None
    found: dict[str, Any] = json.loads(folding.figures.body)
    return found


@pytest.mark.django_db
def test_the_figures_follow_the_journal_and_an_idle_second_costs_two_queries(
    counter: Counter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    folding = Folding(counter)
    assert (shown(folding)["online"], shown(folding)["today"]) == (0, 0)
    read(counter)
    read(counter, "Mozilla/5.0 Safari/605.1")
    assert (shown(folding)["online"], shown(folding)["today"]) == (2, 2)
    with django_assert_num_queries(2):
        folding.fold()


@pytest.mark.django_db
def test_the_process_that_leads_folds_for_all_and_another_takes_over(counter: Counter) -> None:
    first, other = Folding(counter), Folding(Counter(counter._folder.path))
    shown(first)
    read(counter)
    assert shown(other)["today"] == 0
    assert shown(other)["online"] == 1  # learnt from the first one's journal
    first._lead.close()
    assert shown(other)["today"] == 1


def test_online_is_who_gave_a_sign_of_life_in_five_minutes_and_since_midnight(counter: Counter) -> None:
    for number in range(3):
        read(counter, f"{FIREFOX} {number}")
    for minute in range(1, 8):
        counter.present(address="203.0.113.7", agent=f"{FIREFOX} 0", at=AT + timedelta(minutes=minute))
    at = AT + timedelta(minutes=7)
    counter.tick(at)
    assert (counter.online(at), Counter(counter._folder.path).online(at)) == (1, 1)
    midnight = AT.replace(hour=0, minute=0) + timedelta(days=1)
    counter.present(address="203.0.113.7", agent=FIREFOX, at=midnight - timedelta(seconds=50))
    counter.present(address="203.0.113.7", agent=FIREFOX, at=midnight + timedelta(seconds=10))
    assert counter.online(midnight + timedelta(seconds=11)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_costs_nothing_but_time(counter: Counter) -> None:
    read(counter)
    folding = Folding(counter)
    if connection.vendor != "sqlite":
        pytest.skip("one writer at a time is SQLite's")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=10")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError):
        folding.fold()
    other.execute("ROLLBACK")
    other.close()
    folding.fold()
    assert DailyVisits.objects.get().views == 1
    connection.close()


class Rounds(threading.Event):
    """The event the folding waits on, which lets a test act between two rounds instead of letting a second pass."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        super().__init__()
        self.acts, self.waited, self.thread = list(acts), list[float | None](), threading.get_ident()

    def wait(self, timeout: float | None = None) -> bool:
        """Act in the folding's place; end after the last act. Other threads wait."""
        if threading.get_ident() != self.thread:
            return super().wait(timeout)
        self.waited.append(timeout)
        self.acts.pop(0)()
        if not self.acts:
            self.set()
        return self.is_set()


def run(folding: Folding, *acts: Callable[[], object]) -> Rounds:
    """Let the folding work in this thread, with an act before each round but the first."""
    folding._over = folding._flushing._over = rounds = Rounds(*acts)
    folding.run()
    return rounds


@pytest.mark.django_db(transaction=True)
def test_a_round_of_figures_holds_all_that_was_counted_before_it(counter: Counter) -> None:
    """And a second lies between two. What a page may add to that: test_statistics, test_caching."""
    folding = Folding(counter)
    today = list[int]()

    def note() -> None:
        today.append(json.loads(folding.figures.body or b"{}")["today"])
        read(counter, f"{FIREFOX} {len(today)}")

    rounds = run(folding, note, note, note, lambda: None)
    assert (today, shown(Folding(Counter(counter._folder.path)))["today"]) == ([0, 1, 2], 3)
    assert set(rounds.waited) == {EVERY}


@pytest.mark.django_db(transaction=True)
def test_any_fault_is_told_and_folding_goes_on(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folding = Folding(counter)
    sound = counter.tick

    def break_down() -> None:
        monkeypatch.setattr(counter, "tick", lambda at: 1 / 0)

    def mend() -> None:
        read(counter)
        monkeypatch.setattr(counter, "tick", sound)

    run(folding, break_down, mend, lambda: None)
    assert DailyVisits.objects.get().views == 1
    assert "division by zero" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_folding_that_dies_does_not_keep_the_lead(counter: Counter) -> None:
    folding = Folding(counter)

    def die() -> None:
        assert folding._lead.held
        raise SystemExit

    with pytest.raises(SystemExit):
        run(folding, die)
    other = Folding(Counter(counter._folder.path))
    read(counter)
    assert shown(other)["today"] == 1


@pytest.mark.django_db
def test_a_journal_that_fails_keeps_no_other_waiting(counter: Counter, tmp_path: Path) -> None:
    read(counter)
    broken = tmp_path / new_journal_name(AT.date() - timedelta(days=1), "00000000", 1, "00000000")
    broken.mkdir()  # what cannot be read, whoever asks
    folding = Folding(counter)
    with pytest.raises(JournalsNotFolded, match=broken.name):
        folding.fold()
    assert DailyVisits.objects.get().views == 1
    assert json.loads(folding.figures.body or b"{}")["today"] == 1
    broken.rmdir()
    folding.fold()


@pytest.mark.django_db
def test_a_journal_is_folded_no_further_than_it_was_flushed(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    read(counter)
    flush = os.fdatasync

    def flush_while_somebody_reads(handle: int) -> None:
        flush(handle)
        if os.readlink(f"/proc/self/fd/{handle}").endswith(".views"):
            read(counter, "Mozilla/5.0 Safari/605.1")

    monkeypatch.setattr(os, "fdatasync", flush_while_somebody_reads)
    Folding(counter).fold()
    assert DailyVisits.objects.get().views == 1
    monkeypatch.setattr(os, "fdatasync", flush)
    fold_journals(folder=counter._folder.path, at=AT)
    assert DailyVisits.objects.get().views == 2


@pytest.mark.django_db
def test_journals_are_flushed_before_the_database_is_asked_and_when_it_is_away(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed = list[str]()
    monkeypatch.setattr(os, "fdatasync", lambda handle: flushed.append(os.readlink(f"/proc/self/fd/{handle}")))
    read(counter)
    folding = Folding(counter)

    def away(*args: object) -> None:
        assert len(flushed) == 2  # the visits' journal and the views'
        raise OperationalError

    with pytest.raises(OperationalError), connection.execute_wrapper(away):
        folding.fold()
    read(counter, "Mozilla/5.0 Safari/605.1")
    folding._flushing.flush()  # what its own thread does every second, while this one waits for the database
    folding._flushing.flush()
    assert len(flushed) == 4


@pytest.mark.parametrize(("agent", "present"), [(FIREFOX, 1), ("Googlebot/2.1", 0)])
@pytest.mark.django_db(transaction=True)
def test_the_gate_answers_the_figures_without_django_and_takes_the_question_for_presence(
    tmp_path: Path, settings: Settings, agent: str, present: int
) -> None:
    settings.VISITS_DIR, settings.PAGE_CACHE_BYTES = tmp_path, 0
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    gate = Gate(lambda environ, start: pytest.fail("Django was asked"))
    running = gate.start()
    assert running.folding is not None
    running.folding.stop()
    scope = {"type": "http", "method": "GET", "path": "/thong-ke/so-lieu", "query_string": b"", "http_version": "1.1",
             "headers": [(b"user-agent", agent.encode())], "client": ("203.0.113.7", 1)}  # fmt: skip
    asyncio.run(gate(scope, receive, send))
    assert set(json.loads(sent[1]["body"])) == {"online", "today", "total", "offset", "at"}
    assert running.counter.online(clock.now()) == present
    gate.stop()


@pytest.mark.django_db
def test_a_clock_that_jumps_ahead_takes_no_line_from_who_is_writing(counter: Counter, tmp_path: Path) -> None:
    """Nine days ahead for a moment, while a line is half written and other processes still are in their day."""
    read(counter)
    [views] = tmp_path.glob("*.views")
    line = encode_view(int(AT.timestamp()), "d", "/tin-tuc/", "-")
    with views.open("ab") as writing:
        writing.write(line[:20])
        writing.flush()
        for _ in range(2):
            fold_journals(folder=tmp_path, at=AT + timedelta(days=9))
        writing.write(line[20:])
    read(counter)
    fold_journals(folder=tmp_path, at=AT)
    assert DailyVisits.objects.get().views == 3
    assert find_fault() is None
    counter.close()
    fold_journals(folder=tmp_path, at=AT + timedelta(days=9))
    assert list(tmp_path.glob("2020-*")) == []
