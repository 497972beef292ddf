"""What the test of lost purges serves: the real gate, where nobody looks at the records,
before pages that say when they were rendered. Bounds are shortened, for a test cannot wait a minute."""

import time
from collections.abc import Iterable
from typing import Any

import config.wsgi  # noqa: F401 - sets Django up
from giaoban.interfaces.gate import caching, front
from giaoban.interfaces.gate.bridge import StartResponse
from giaoban.interfaces.gate.editions import Editions
from giaoban.interfaces.gate.front import Gate

caching.LIFETIME, caching.STALE = 1.0, 0.5


def page(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer with the moment, by the machine's monotonic clock."""
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [str(time.monotonic()).encode()]


class Dead(Editions):
    """A thread that died."""

    def run(self) -> None:
        return


class Blocked(Editions):
    """A thread whose look never returns."""

    def run(self) -> None:
        self._over.wait()


def gate_with(editions: type[Editions]) -> Gate:
    """Return the gate before these pages, with such a thread."""
    front.Editions = editions  # type: ignore[attr-defined]
    gate = Gate(page, folds=False)
    gate.start()
    return gate


def __getattr__(name: str) -> Gate:
    """Return the application `dead` or `blocked`, for the process that serves it."""
    return gate_with({"dead": Dead, "blocked": Blocked}[name])
