"""Starting the server process."""

import socket

from django.core.management.base import CommandError
from django.db import connection, connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

STOP_WITHIN = 3  # seconds a worker has to finish its pages; visits it did not fold wait in the journal


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


def serve(host: str, port: int, workers: int) -> None:
    """Serve until told to stop (SIGTERM, Ctrl+C), which takes at most five seconds."""
    connections.close_all()
    Granian(
        "config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        websockets=False,
        log_level=LogLevels.warning,
        backlog=4096,
        workers_kill_timeout=STOP_WITHIN,
        respawn_failed_workers=True,
    ).serve()
