"""892.359 visits replayed, with five `kill -9` and restarts on the way: each acknowledged one counts exactly once.

A visitor whose page was not answered asks again after the restart, as people do. Within half an hour one visitor is
one visit, so the total must be the number of visitors, whatever was killed when.
"""

import asyncio
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench import _rig
from bench._visitors import dial_until, request_of

VISITS, KILLS, CONNECTIONS = 892_359, 5, 64


class Replay:
    """The visitors who still have to come, and how many were answered."""

    def __init__(self) -> None:
        self.answered = 0
        self.numbers: Iterator[int] = iter(range(VISITS))
        self.kill_at = sorted(random.sample(range(VISITS // 20, VISITS * 19 // 20), KILLS))

    async def run(self, article: str, server: "Server") -> None:
        """Let everybody come, killing the server where it is due."""
        await asyncio.gather(*(self._reader(article) for _ in range(CONNECTIONS)), self._killer(server))

    async def _reader(self, article: str) -> None:
        line = await dial_until(article)
        for number in self.numbers:
            request = request_of(article, number)
            while True:
                try:
                    status, _ = await line.ask(request)
                    if status == 200:
                        break
                except (OSError, EOFError):
                    line.close()
                    line = await dial_until(article)
            self.answered += 1
        line.close()

    async def _killer(self, server: "Server") -> None:
        for due in self.kill_at:
            while self.answered < due:
                await asyncio.sleep(0.01)
            await asyncio.get_running_loop().run_in_executor(None, server.again)


class Server:
    """Our site on one port, killed and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = _rig.free_port(), folder
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        started = _rig.start(_rig.our_command(self.port), self.folder, _rig.environment(self.folder))
        _rig.wait_for(f"{self.url}/healthz", started)
        return started

    def again(self) -> None:
        """Kill every process of the server and start it anew."""
        _rig.end(self.process, signal.SIGKILL)
        self.process = self._start()

    def total(self) -> int:
        """Return the published total."""
        return int(json.loads(_rig.fetch(f"{self.url}/thong-ke/so-lieu"))["total"])


def main() -> bool:
    """Replay, print, and return whether no visit was lost and none counted twice."""
    print(f"{VISITS} visits with {KILLS} kill -9; {_rig.machine()}")
    with _rig.scratch() as folder:
        server = Server(folder)
        try:
            article = _rig.article_of(server.url)
            before, begun, replay = server.total(), time.monotonic(), Replay()
            asyncio.run(replay.run(article, server))
            seconds = time.monotonic() - begun
            counted = _settled(server, before + VISITS) - before
            sound = subprocess.run([sys.executable, "-m", "config.cli", "verify"], cwd=_rig.HOUSE, check=False,
                                   env=_rig.environment(folder), stdout=subprocess.DEVNULL).returncode == 0  # fmt: skip
        finally:
            _rig.end(server.process, signal.SIGTERM)
    print(f"  {replay.answered} acknowledged in {seconds:.0f} s, killed at {replay.kill_at}")
    lost, double = max(0, VISITS - counted), max(0, counted - VISITS)
    print(f"  counted {counted}: lost {lost}, double {double}, verify sound: {sound}")
    met = counted == VISITS == replay.answered and sound
    print(f"  total exact: {'met' if met else 'NOT MET'}")
    return met


def _settled(server: Server, wanted: int) -> int:
    """Return the total once the folding has caught up: when it is what is wanted, or no longer moves."""
    last, still = -1, 0
    while still < 8:
        now = server.total()
        if now == wanted:
            time.sleep(4)  # nothing may be added afterwards either
            return server.total()
        still, last = (still + 1, last) if now == last else (0, now)
        time.sleep(1)
    return last
