"""The gate: a bare ASGI function that answers kept pages, counts visits and hands everything else to Django."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any, Protocol

from django.conf import settings

from giaoban.interfaces.gate.bridge import (
    Gone,
    Pages,
    PageThreads,
    Receive,
    Room,
    Scope,
    Send,
    TooLarge,
    TurnedAway,
    answer_page,
    environ_of,
    read_body,
    refuse,
    wire_headers,
)
from giaoban.interfaces.gate.caching import PageCache
from giaoban.interfaces.gate.callers import Caller, caller_of, headers_of
from giaoban.interfaces.gate.copies import Copy, Rendered, bytes_for, messages_for
from giaoban.interfaces.gate.countable import FIGURES, Headers, agent_of, is_page, is_person, may_count, referrer_of
from giaoban.interfaces.gate.counter import Counter, NoRoom
from giaoban.interfaces.gate.editions import Editions
from giaoban.interfaces.gate.figures import send_figures
from giaoban.interfaces.gate.folding import Folding
from giaoban.interfaces.gate.keys import has_session, key_of, place_of
from giaoban.interfaces.gate.saved import SavedPages
from giaoban.lib import clock

logger = logging.getLogger(__name__)
# What a request may carry beside the largest file: the form's other fields.
FORM_ROOM = 1024 * 1024
ROOM_FOR_BODIES = 256 * 1024 * 1024  # bytes that bodies may take at once in one process; who comes then gets 503
ENDED_WITHIN = 1.5  # seconds the threads have to end, all together; what is not folded then waits in the journal
# What is answered where a body cannot be taken.
REFUSED: dict[type[Exception], HTTPStatus] = {
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TurnedAway: HTTPStatus.SERVICE_UNAVAILABLE,
    ValueError: HTTPStatus.BAD_REQUEST, TimeoutError: HTTPStatus.REQUEST_TIMEOUT,
}  # fmt: skip
# Where files may be sent, by who is signed in. Any other form has room for its text.
TAKES_FILES = ("/lam-viec/", "/cms/", "/quan-tri/")


class Companion(Protocol):
    """A thread of another door that works as long as the server serves; `stop` returns within two seconds."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Running:
    """What a serving process holds: the counter, the page threads, the kept pages, and the threads beside them."""

    def __init__(self, pages: Pages, *, folds: bool, beside: Sequence[Callable[[], Companion]]) -> None:
        self.trusted = frozenset(settings.TRUSTED_PROXIES)
        self.threads = PageThreads(settings.PAGE_THREADS, thread_name_prefix="page")
        self.bodies = Room(ROOM_FOR_BODIES)
        self.counter = Counter(settings.VISITS_DIR)
        self.folding = Folding(self.counter) if folds else None
        self.cache: PageCache | None = None
        self.editions: Editions | None = None
        if settings.PAGE_CACHE_BYTES:
            self.editions = Editions(SavedPages(settings.DATA_DIR / "pages", settings.PAGE_CACHE_BYTES))
            self.cache = PageCache(pages, self.editions, self.threads, settings.PAGE_CACHE_BYTES)
        self.companions = [make() for make in beside]
        for thread in (self.folding, self.editions, *self.companions):
            if thread is not None:
                thread.start()
        self._now, self._now_until = clock.now(), 0.0

    def now(self) -> datetime:
        """Return the present moment, a twentieth of a second old at most: it is asked for with every page."""
        tick = time.monotonic()
        if tick >= self._now_until:
            self._now, self._now_until = clock.now(), tick + 0.05
        return self._now

    def count(self, method: str, path: str, headers: Headers, caller: Caller) -> None:
        """Count a page that is about to be sent, if somebody reads it.

        A view that cannot be written (disk full) waits in the counter's memory; the page is readable. Raises
        TurnedAway where there is no room left: no page is sent that would not be counted.
        """
        if may_count(method, path, headers):
            try:
                self.counter.read(
                    address=caller.address, agent=agent_of(headers), path=path, referrer=referrer_of(headers),
                    at=self.now(),
                )  # fmt: skip
            except NoRoom as fault:
                raise TurnedAway from fault

    def stop(self) -> None:
        """Fold what was counted and let go of files and threads."""
        self.threads.shutdown(wait=False, cancel_futures=True)
        working = [thread for thread in (*self.companions, self.editions, self.folding) if thread is not None]
        ends = [threading.Thread(target=thread.stop, daemon=True) for thread in working]
        for end in ends:  # all are told before one is waited for
            end.start()
        deadline = time.monotonic() + ENDED_WITHIN
        for end in ends:
            end.join(max(0.0, deadline - time.monotonic()))
        self.counter.close()


class Gate:
    """One per server process. Starts its threads with the server, or with the first request where none is told.

    `folds` is False where another process folds the journals of the same folder. `beside` makes what else is to
    work while the server serves; doors do not know each other, so config says what that is.
    """

    def __init__(self, pages: Pages, *, folds: bool = True, beside: Sequence[Callable[[], Companion]] = ()) -> None:
        self._pages = pages
        self._folds = folds
        self._beside = beside
        self._mutex = threading.Lock()
        self._running: Running | None = None

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Coroutine[Any, Any, None]:
        """Answer one connection of the server (ASGI 3)."""
        if scope["type"] == "http":
            return self._http(scope, receive, send)
        if scope["type"] == "lifespan":
            return self._lifespan(receive, send)
        return _refuse_socket(send)

    def start(self) -> Running:
        """Start counting, folding and watching, once."""
        with self._mutex:
            if self._running is None:
                self._running = Running(self._pages, folds=self._folds, beside=self._beside)
            return self._running

    def stop(self) -> None:
        """Fold what was counted and let go of files and threads."""
        with self._mutex:
            if self._running is not None:
                self._running.stop()
            self._running = None

    def instant(
        self, target: bytes, headers: Headers, client: tuple[str, int] | None, scheme: str, date: bytes
    ) -> tuple[bytes, bytes, bytes] | None:
        """Return the whole answer to a plain GET whose page is kept, counted as read; None: ask in the usual way."""
        running = self._running
        if running is None or running.cache is None:
            return None
        caller = caller_of(client, scheme, headers, running.trusted)
        path, query = place_of(target)
        key = key_of(caller.scheme, path, query, headers)
        copy = None if key is None else running.cache.fresh(key)
        if copy is None:
            return None
        if copy.is_page:  # also one the browser has already: it is read all the same
            try:
                running.count("GET", path, headers, caller)
            except TurnedAway:
                return None
        return bytes_for(copy, headers, date)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                await asyncio.get_running_loop().run_in_executor(None, self.stop)
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        running = self._running or self.start()
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:  # PostgreSQL knows no such text
            await refuse(send, HTTPStatus.BAD_REQUEST, receive)
            return
        method, headers = scope["method"], headers_of(scope["headers"])
        caller = caller_of(scope.get("client"), scope.get("scheme", "http"), headers, running.trusted)
        cache = running.cache
        if cache is not None and (method == "GET" or method == "HEAD") and not _has_body(headers):
            key = key_of(caller.scheme, scope["path"], scope["query_string"], headers)
            found = None if key is None else cache.fresh(key) or await cache.find(key)
            if found is not None:
                try:
                    # also a page the browser has already: it is read all the same
                    if found.is_page if isinstance(found, Copy) else is_page(found.status, found.headers):
                        running.count(method, scope["path"], headers, caller)
                except TurnedAway:
                    await refuse(send, HTTPStatus.SERVICE_UNAVAILABLE)
                    return
                await _send_found(found, method, headers, send)
                return
        if scope["path"] == FIGURES and method == "GET" and await _answer_figures(running, headers, caller, send):
            return
        await self._through(running, scope, headers, caller, receive, send)

    async def _through(
        self, running: Running, scope: Scope, headers: Headers, caller: Caller, receive: Receive, send: Send
    ) -> None:
        """Hand the request to Django as it came."""
        takes_files = scope["path"].startswith(TAKES_FILES) and has_session(headers.get(b"cookie", b""))
        limit = FORM_ROOM + (settings.MAX_UPLOAD_BYTES if takes_files else 0)
        try:
            if int(headers.get(b"content-length", b"0")) > limit:
                raise TooLarge
            bodiless = scope["method"] in {"GET", "HEAD"} and not _has_body(headers)
            body = BytesIO() if bodiless else await read_body(receive, limit, running.bodies)
        except (TooLarge, TurnedAway, ValueError, TimeoutError) as fault:
            await refuse(send, REFUSED[type(fault)], receive)
            return
        except Gone:
            return

        def count(status: int, answered: list[tuple[str, str]]) -> None:
            if is_page(status, answered):
                running.count(scope["method"], scope["path"], headers, caller)

        environ = environ_of(scope, body, address=caller.address, scheme=caller.scheme)
        gone = scope.get("state", {}).get("gone", bool)
        try:
            await answer_page(self._pages, environ, send, running.threads, count, gone)
        finally:
            running.bodies.give_back(int(environ["CONTENT_LENGTH"]))


async def _answer_figures(running: Running, headers: Headers, caller: Caller, send: Send) -> bool:
    """Note that the reader is here, and answer the visit block from memory; False where there is nothing to answer."""
    if is_person(headers):
        agent = agent_of(headers)
        running.counter.present(address=caller.address, agent=agent, at=clock.now())
    body = running.folding.figures.body if running.folding is not None else None
    if body is None:
        return False
    await send_figures(body, send)
    return True


async def _refuse_socket(send: Send) -> None:
    await send({"type": "websocket.close", "code": 1000})


def _has_body(headers: Headers) -> bool:
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"


async def _send_found(found: Copy | Rendered, method: str, headers: Headers, send: Send) -> None:
    """Send a kept page, or what everybody gets who asked meanwhile but nobody later: not found, redirect, failure."""
    if isinstance(found, Copy):
        start, body = messages_for(found, method, headers)
        await send(start)
        await send(body)
        return
    await send({"type": "http.response.start", "status": found.status, "headers": wire_headers(found.headers)})
    rest = b"" if method == "HEAD" or found.status in {204, 304} else found.body
    await send({"type": "http.response.body", "body": rest, "more_body": False})
