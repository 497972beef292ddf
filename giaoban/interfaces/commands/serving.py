"""Starting the server process."""

import resource
import socket
from contextlib import suppress

from django.core.management.base import CommandError
from django.db import connection, connections
from uvicorn import Config, Server
from uvicorn.supervisors import Multiprocess

STOP_WITHIN = 2  # seconds a worker has to finish what it answers; visits it did not fold wait in the journal
OPEN_AT_ONCE = 8192  # connections a worker answers; most of them are silent browsers


def family_of(host: str) -> socket.AddressFamily:
    """Return whether an address to listen on is IPv6's or IPv4's."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def check_port(host: str, port: int) -> None:
    """Refuse a port that is taken, in one line: the server itself would share it with the other silently."""
    with socket.socket(family_of(host), socket.SOCK_STREAM) as probe:
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


def options(target: str, workers: int) -> Config:
    """Return how uvicorn is to serve: what it holds, how long it waits; what it refuses is the connection's to say.

    A worker that was told to stop takes no new connection, finishes what it is answering, and cuts off the rest after
    STOP_WITHIN seconds. Who the client is behind a proxy is the gate's to judge.
    """
    return Config(
        target, workers=workers, http="giaoban.interfaces.gate.connection:Connection", loop="uvloop", ws="none",
        interface="asgi3", lifespan="on", log_config=None, log_level="warning", access_log=False, proxy_headers=False,
        server_header=False, backlog=4096, limit_concurrency=OPEN_AT_ONCE, timeout_keep_alive=75,
        timeout_graceful_shutdown=STOP_WITHIN,
    )  # fmt: skip


def serve(host: str, port: int, workers: int, target: str = "config.asgi:application") -> None:
    """Serve until told to stop (SIGTERM, Ctrl+C), which takes at most five seconds.

    One worker is this process itself; of several, one that dies is replaced.
    """
    connections.close_all()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a connection is an open file
    config = options(target, workers)
    listener = socket.create_server((host, port), family=family_of(host), backlog=config.backlog)
    with suppress(KeyboardInterrupt):
        if workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            Server(config).run(sockets=[listener])
