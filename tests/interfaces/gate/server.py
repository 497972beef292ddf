"""A server process as `giaoban run` starts it, for tests whose claim is about processes."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

SERVE = "from giaoban.interfaces.commands.serving import serve; serve('127.0.0.1', {port}, {workers}, '{target}')"


class Served:
    """A server process of the test's own."""

    def __init__(
        self, data: Path, *, target: str = "config.asgi:application", workers: int = 1, database: str = "",
        first: str = "/lam-viec/0/", as_installed: bool = False,
    ) -> None:  # fmt: skip
        """Start, and return once the address `first` is answered."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        words = SERVE.format(port=self.port, target=target, workers=workers)
        facts = {
            "GIAOBAN_DATA": str(data), "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings",
            "GIAOBAN_DEBUG": str(int(not as_installed)),  # where it is 1 no static files are gathered
        }  # fmt: skip
        if as_installed:
            gather = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
            subprocess.run(gather, env=os.environ | facts, check=True)
        self.process = subprocess.Popen([sys.executable, "-c", words], env=os.environ | facts)
        deadline = time.monotonic() + 90
        while self.get(first) != 200:
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)

    def end(self) -> None:
        """Kill it, if it still runs."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def read(self, path: str, headers: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, str]:
        """Return an answer, on a connection of its own, and its text."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            client.request("GET", path, headers=headers or {})
            answer = client.getresponse()
            return answer, answer.read().decode()
        finally:
            client.close()

    def get(self, path: str, headers: dict[str, str] | None = None) -> int | None:
        """Return the status of one request, None where it was not answered."""
        try:
            return self.read(path, headers)[0].status
        except (OSError, http.client.HTTPException):
            return None

    def open(self, head: bytes) -> socket.socket:
        """Return a connection on which only so much was sent and nothing is read."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.sendall(head)
        return line
