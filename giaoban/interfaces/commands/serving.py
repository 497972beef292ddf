"""Starting the server process."""

import resource
import socket
from typing import Any

from django.core.management.base import CommandError
from django.db import connection, connections
from granian import Granian
from granian.constants import Interfaces, Loops, RuntimeModes
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels

STOP_WITHIN = 3  # seconds a worker has to finish what it answers; visits it did not fold wait in the journal
LONGEST_HEAD = 32 * 1024  # bytes of a request's line and headers; more is refused with 431
# Milliseconds in which they must have come. The silence between two pages on one connection counts as such a wait.
HEAD_WITHIN = 75_000
OPEN_AT_ONCE = 8192  # connections a worker holds; most of them are silent browsers


def check_port(host: str, port: int) -> None:
    """Refuse a port that is taken, in one line: the server itself would share it with the other silently."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise CommandError(
                f"Không mở được {host}:{port} ({fault.strerror}). Chọn cổng khác, ví dụ: make run PORT={port + 1}"
            ) from fault


def usual_workers() -> int:
    """Return how many processes serve where nobody says: one for SQLite, which has one writer, else two."""
    return 1 if connection.vendor == "sqlite" else 2


def options(workers: int) -> dict[str, Any]:
    """Return how Granian is to serve: what it holds, how long it waits, what it refuses.

    A worker that was told to stop takes no new connection, finishes what it is answering, and is killed after
    STOP_WITHIN seconds.
    """
    return {
        "interface": Interfaces.ASGI,
        "loop": Loops.uvloop,
        "runtime_mode": RuntimeModes.mt,
        "workers": workers,
        "websockets": False,
        "log_level": LogLevels.warning,
        "backlog": 4096,
        "backpressure": OPEN_AT_ONCE,
        "http1_settings": HTTP1Settings(header_read_timeout=HEAD_WITHIN, max_buffer_size=LONGEST_HEAD),
        "http2_settings": HTTP2Settings(max_headers_size=LONGEST_HEAD),
        "workers_kill_timeout": STOP_WITHIN,
        "respawn_failed_workers": True,
    }


def serve(host: str, port: int, workers: int, target: str = "config.asgi:application") -> None:
    """Serve until told to stop (SIGTERM, Ctrl+C), which takes at most five seconds."""
    connections.close_all()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a connection is an open file
    Granian(target, address=host, port=port, **options(workers)).serve()
