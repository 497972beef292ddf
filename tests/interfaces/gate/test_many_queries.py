"""Ten thousand distinct query strings at the real gate: neither kept pages nor what is remembered grow without end."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from giaoban.interfaces.gate import caching, keys
from giaoban.interfaces.gate.bridge import Message, StartResponse
from giaoban.interfaces.gate.front import Gate

ROOM = 1_000_000


def page(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer every address with a page of its own; with a personal one where it is asked for."""
    headers = [("Content-Type", "text/html; charset=utf-8")]
    if environ["PATH_INFO"] == "/rieng/":
        headers.append(("Cache-Control", "private"))
    start_response("200 OK", headers)
    return [environ["QUERY_STRING"].encode() + b"." * 2000]


@pytest.mark.parametrize(("path", "query"), [
    ("/", "trang={}&nam=2020"), ("/", "la={}"),
    ("/", "utm_source={}"), ("/rieng/", "ky={}"), ("/", "q=&trang={}&trang=1"),
])  # fmt: skip
def test_ten_thousand_query_strings(tmp_path: Path, settings: Settings, path: str, query: str) -> None:
    settings.VISITS_DIR, settings.PAGE_CACHE_BYTES = tmp_path, ROOM
    gate = Gate(page, folds=False)
    answered = list[int]()

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answered.append(message["status"])

    async def ask() -> None:
        for number in range(10_000):
            scope = {"type": "http", "method": "GET", "path": path, "query_string": query.format(number).encode(),
                     "headers": [(b"host", b"localhost"), (b"user-agent", b"Mozilla/5.0 Firefox/128.0")],
                     "client": ("203.0.113.7", 1), "http_version": "1.1", "scheme": "http"}  # fmt: skip
            await gate(scope, receive, send)

    running = gate.start()
    try:
        assert running.editions is not None
        running.editions.stop()  # it would look at a database
        running.editions.away = False
        asyncio.run(ask())
        cache = running.cache
        assert cache is not None
        assert answered == [200] * 10_000
        assert cache.shelf.size <= ROOM
        assert len(cache.shelf) < 300
        assert len(cache._passes) <= caching.PASSES
        assert len(cache._flights) + len(cache._savings) <= 1
        for memory in (keys._key, keys._canonical, keys.allowed_host):
            assert memory.cache_info().currsize <= (memory.cache_info().maxsize or 0)
    finally:
        gate.stop()
