"""The real server process under load, killed with SIGKILL in mid-load: no acknowledged visit missing, none double."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Sum
from pytest_django import Settings

from giaoban.domain.visits.models import DailyVisits
from giaoban.domain.visits.operations import fold_journals
from giaoban.domain.visits.queries import find_fault
from giaoban.domain.visits.rules import NEW, decode
from giaoban.interfaces.gate.counter import Counter
from tests.interfaces.gate.server import SERVE

CLIENTS = 4


class Server:
    """The served process and what its clients were answered."""

    def __init__(self, data: Path, database: str, target: str = "tests.interfaces.gate.served:application") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.environment = os.environ | {"GIAOBAN_DATA": str(data), "DATABASE_URL": database}
        self.target = target
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, workers: int = 1) -> None:
        """Start, and return once it answers."""
        words = SERVE.format(port=self.port, workers=workers, target=self.target)
        self.process = subprocess.Popen([sys.executable, "-c", words], env=self.environment, start_new_session=True)
        deadline = time.monotonic() + 90
        while self.get("/", agent="curl/8") is None:
            assert time.monotonic() < deadline, "the server does not answer"

    def kill(self) -> None:
        """Kill supervisor and worker at once, as a power switch would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def get(self, path: str, agent: str) -> int | None:
        """Return the status of one request, None where it was not answered."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            client.request("GET", path, headers={"User-Agent": agent})
            answer = client.getresponse()
            answer.read()
            return answer.status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            client.close()


def holder_of(path: Path) -> int:
    """Return the process that holds the lock on a file; 0 for none."""
    inode = path.stat().st_ino
    held = [line.split() for line in Path("/proc/locks").read_text().splitlines() if f":{inode} " in line]
    return next((int(words[4]) for words in held if words[1] == "FLOCK"), 0)


def load(server: Server, acknowledged: set[str], over: threading.Event, name: int) -> None:
    """Come again and again as a new visitor, noting who was answered."""
    number = 0
    while not over.is_set():
        number += 1
        agent = f"Mozilla/5.0 ({name}; {number}; {time.monotonic_ns()}) Firefox/128.0"
        if server.get("/", agent) == 200:
            acknowledged.add(agent)


def wait_until(true: Callable[[], bool]) -> None:
    """Return once `true()`; fail after a minute."""
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """The address under which a served process reaches the test's database."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{connection.settings_dict['NAME']}"
        return
    facts = connection.settings_dict
    yield f"postgresql://{facts['USER']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def folded() -> int:
    """Return the page views in the database."""
    return DailyVisits.objects.aggregate(sum=Sum("views"))["sum"] or 0


@pytest.mark.concurrency
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_no_acknowledged_view_is_lost_to_kill_9(
    tmp_path: Path, settings: Settings, database_url: str, workers: int
) -> None:
    """The process that folds dies, the one in its place dies, then everything dies.

    One of several is replaced by the supervisor; a single one has none and is started again, as systemd does.
    """
    server, acknowledged, over = Server(tmp_path, database_url), set[str](), threading.Event()
    clients = [threading.Thread(target=load, args=(server, acknowledged, over, name)) for name in range(CLIENTS)]
    settings.VISITS_DIR = tmp_path / "visits"
    server.start(workers=workers)
    for client in clients:
        client.start()
    killed = list[int]()
    try:
        for _ in range(2):
            before = folded()
            wait_until(lambda: folded() > before)  # noqa: B023 - called within the round
            wait_until(lambda: holder_of(settings.VISITS_DIR / "folding") not in {0, *killed})
            killed.append(holder_of(settings.VISITS_DIR / "folding"))
            os.kill(killed[-1], signal.SIGKILL)
            if workers == 1:
                server.start()
        enough = len(acknowledged) + 100
        wait_until(lambda: len(acknowledged) >= enough)
    finally:
        over.set()
        server.kill()
        for client in clients:
            client.join()
    assert len(set(killed)) == 2
    fold_journals(folder=settings.VISITS_DIR, at=datetime.now(UTC))
    fold_journals(folder=settings.VISITS_DIR, at=datetime.now(UTC))
    lines = [line for path in settings.VISITS_DIR.glob("*.journal") for line in path.read_bytes().split(b"\n")]
    visitors = [found.visitor for line in lines if (found := decode(line)) and found.kind == NEW]
    sums = DailyVisits.objects.aggregate(visits=Sum("visits"), views=Sum("views"), visitors=Sum("visitors"))
    # Written before sent: at most the clients whose answer a kill cut off stand in the journals unacknowledged.
    assert len(acknowledged) <= sums["views"] <= sums["visits"] <= len(acknowledged) + 3 * CLIENTS
    assert sums["visits"] == sums["visitors"] == len(visitors) == len(set(visitors))
    assert find_fault() is None


DIE = {
    "before the commit": "folding.add_tallied = lambda *told: (add(*told), os.kill(os.getpid(), 9))",
    "after the commit": "folding.offset_of = lambda path: os.kill(os.getpid(), 9)",
}
FOLD = """
import os, pathlib, sys
from datetime import UTC, datetime
import django; django.setup()
from giaoban.domain.visits.operations import folding
add = folding.add_tallied
{die}
folding.fold_journals(folder=pathlib.Path(sys.argv[1]), at=datetime.now(UTC))
"""


@pytest.mark.concurrency
@pytest.mark.parametrize("moment", DIE)
@pytest.mark.django_db(transaction=True)
def test_a_folding_process_killed_around_its_commit_counts_each_view_once(
    tmp_path: Path, settings: Settings, database_url: str, moment: str
) -> None:
    settings.VISITS_DIR = tmp_path / "visits"
    counter, at = Counter(settings.VISITS_DIR), datetime.now(UTC)
    for number in range(30):
        assert counter.read(address="203.0.113.7", agent=f"Firefox {number}", path="/", referrer="-", at=at)
    facts = {"GIAOBAN_DATA": str(tmp_path), "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    for _ in range(2):
        words = FOLD.format(die=DIE[moment])
        died = subprocess.run([sys.executable, "-c", words, str(settings.VISITS_DIR)], env=os.environ | facts)
        assert died.returncode == -signal.SIGKILL
        assert folded() % 30 == 0
    assert folded() == (0 if moment == "before the commit" else 30)
    fold_journals(folder=settings.VISITS_DIR, at=at)
    assert folded() == 30
    assert find_fault() is None


def test_sigterm_ends_the_server_and_the_port_is_free(tmp_path: Path) -> None:
    server = Server(tmp_path, "")
    server.start()
    assert server.process is not None
    server.process.terminate()
    assert server.process.wait(timeout=60) is not None
    assert server.get("/", agent="curl/8") is None


def test_a_worker_whose_supervisor_was_killed_lets_go_of_the_port(tmp_path: Path) -> None:
    server = Server(tmp_path, "")
    server.start(workers=2)
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    wait_until(lambda: server.get("/", agent="curl/8") is None)
