"""What the load test serves: the real gate before pages that cost nothing, so that the load falls on counting."""

from collections.abc import Iterable
from typing import Any

import config.wsgi  # noqa: F401 - sets Django up
from giaoban.interfaces.gate.bridge import StartResponse
from giaoban.interfaces.gate.front import Gate


def page(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer every address with the same small page."""
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [b"<!doctype html><title>Trang</title>"]


application = Gate(page)
