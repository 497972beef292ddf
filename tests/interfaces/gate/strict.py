"""What the tests of limits serve: the gate with small limits, before pages that tell what they were given."""

import logging
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings

import config.wsgi  # noqa: F401 - sets Django up
from giaoban.interfaces.gate import bridge, connection, front
from giaoban.interfaces.gate.bridge import StartResponse
from giaoban.interfaces.gate.front import Gate

connection.SILENCE, connection.TAKEN_WITHIN, connection.LOOK_EVERY = 2.0, 1.0, 0.1
bridge.LINGER, bridge.WAITING_AT_MOST = 1, 4
front.ROOM_FOR_BODIES = 3 * 1024 * 1024
LONG = 32 * 1024 * 1024  # more than the system takes off a server's hands for a client that does not read
KEPT = 500_000
FOLDER = Path(settings.DATA_DIR)
written: list[str] = []
rendered: list[str] = []


class Written(logging.Handler):
    """Remembers what errors were logged."""

    def emit(self, record: logging.LogRecord) -> None:
        """Remember one."""
        written.append(record.getMessage())


logging.getLogger().addHandler(Written(logging.ERROR))
logging.getLogger("uvicorn.error").addHandler(Written(logging.ERROR))


def page(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer by the last word of the address; "wait" waits until the file "go" is in the folder."""
    word = environ["PATH_INFO"].strip("/").rpartition("/")[2]
    rendered.append(word)
    if word == "wait":
        (FOLDER / f"waits{environ['QUERY_STRING']}").touch()
        while not (FOLDER / "go").exists():
            time.sleep(0.02)
    start_response("200 OK", [("Content-Type", "text/plain")])
    texts = {
        "long": b"x" * LONG,
        "kept": b"x" * KEPT,
        "head": f"{environ.get('HTTP_COOKIE')} {environ['HTTP_HOST']}".encode(),
        "errors": "\n".join(written).encode(),
        "rendered": " ".join(rendered).encode(),
    }
    return [texts.get(word, b"ok")]


application = Gate(page, folds=False)
