"""What the tests of slow clients and of stopping serve: the real gate before pages that take their time."""

import time
from collections.abc import Iterable
from typing import Any

import config.wsgi  # noqa: F401 - sets Django up
from giaoban.interfaces.gate.bridge import StartResponse
from giaoban.interfaces.gate.front import Gate

LONG = 32 * 1024 * 1024  # more than the system takes off a server's hands for a client that does not read


def page(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer /lam-viec/2/ after two seconds, and any address ending in /dai/ with a long body."""
    words = environ["PATH_INFO"].strip("/").split("/")
    if words[-1].isdigit():
        time.sleep(int(words[-1]))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"x" * LONG] if words[-1] == "dai" else [b"xong"]


application = Gate(page, folds=False)
