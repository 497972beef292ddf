"""The server as `giaoban run` starts it: what it refuses, whom it does not wait for, how it stops."""

import fcntl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from giaoban.domain.visits.rules import tally
from tests.interfaces.gate.server import Served

BOUND = 1.5  # seconds, as blind.py has it


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server; the last test ends it."""
    server = Served(tmp_path_factory.mktemp("served"), target="tests.interfaces.gate.slow:application")
    yield server
    server.end()


def test_slow_clients_hold_up_nobody(served: Served) -> None:
    """Far more than there are page threads: some do not take what they asked for, some do not send what they said."""
    lines = []
    for _ in range(6):
        lines.append(served.open(b"GET /lam-viec/dai/ HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        lines.append(served.open(b"POST /lam-viec/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\na"))
        lines.append(served.open(b"POST /lam-viec/ HTTP/1.1\r\nHost: loc"))
    assert lines[0].recv(15) == b"HTTP/1.1 200 OK"
    began = time.monotonic()
    assert {served.get("/lam-viec/0/") for _ in range(8)} == {200}
    assert time.monotonic() - began < 5
    for line in lines:
        line.close()


def test_oversized_headers_are_refused(served: Served) -> None:
    assert served.get("/lam-viec/0/", headers={"X-Long": "x" * 20_000}) == 200
    assert served.get("/lam-viec/0/", headers={"X-Long": "x" * 40_000}) == 431


def test_a_process_that_keeps_the_journals_lock_holds_up_nobody(tmp_path: Path) -> None:
    """It was stopped in the middle of a decision. Pages and the health check are answered; views count afterwards."""
    server = Served(tmp_path, target="tests.interfaces.gate.served:application", first="/healthz")
    try:
        with (tmp_path / "visits/lock").open("r+") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            asked = [server.get("/", {"User-Agent": f"Mozilla/5.0 Firefox/{number}"}) for number in range(20)]
            assert (asked, server.get("/healthz")) == ([200] * 20, 200)
    finally:
        server.end()
    assert sum(tally(path.read_bytes()).total.visits for path in (tmp_path / "visits").glob("*.journal")) == 20


@pytest.mark.parametrize("thread", ["dead", "blocked"])
def test_no_copy_is_older_than_its_bound_when_nobody_looks_at_the_records(tmp_path: Path, thread: str) -> None:
    """The page says when it was made: an age is only ever measured too low, so that no slow machine fails this."""
    server = Served(tmp_path, target=f"tests.interfaces.gate.blind:{thread}", first="/lam-viec/0/")
    try:
        made = set[float]()
        kept = 0
        while len(made) < 4:
            asked = time.monotonic()
            _, text = server.read("/tin-tuc/", {"User-Agent": "Mozilla/5.0 Firefox/128.0", "Host": "localhost"})
            assert asked - float(text) < BOUND
            kept += float(text) in made
            made.add(float(text))
        assert kept > len(made)  # most were answered from memory
    finally:
        server.end()


def test_sigterm_finishes_what_is_being_answered_and_ends_within_five_seconds(served: Served) -> None:
    answered: list[int | None] = []
    idle = served.open(b"")
    stuck = threading.Thread(target=served.get, args=("/lam-viec/30/",))
    short = threading.Thread(target=lambda: answered.append(served.get("/lam-viec/2/")))
    for thread in (stuck, short):
        thread.start()
    time.sleep(0.7)
    began = time.monotonic()
    served.process.terminate()
    served.process.wait(timeout=20)
    assert time.monotonic() - began < 5
    short.join()
    stuck.join()
    assert answered == [200]
    assert served.get("/lam-viec/0/") is None
    idle.close()
