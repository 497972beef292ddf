"""The gate: a bare ASGI function that counts visits and hands pages to Django."""

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from django.conf import settings

from giaoban.interfaces.gate.bridge import (
    BeforeStart,
    Gone,
    Pages,
    Receive,
    Scope,
    Send,
    TooLarge,
    answer_page,
    environ_of,
    read_body,
    refuse,
)
from giaoban.interfaces.gate.countable import Headers, is_page, may_count
from giaoban.interfaces.gate.counter import Counter
from giaoban.interfaces.gate.folding import Folding
from giaoban.lib import clock

logger = logging.getLogger(__name__)
# What a request may carry beside the largest file: the form's other fields.
FORM_ROOM = 1024 * 1024


class Gate:
    """One per server process. Starts its threads with the server, or with the first request where none is told.

    `folds` is False where another process folds the journals of the same folder.
    """

    def __init__(self, pages: Pages, *, folds: bool = True) -> None:
        self._pages = pages
        self._folds = folds
        self._mutex = threading.Lock()
        self._counter: Counter | None = None
        self._folding: Folding | None = None
        self._threads: ThreadPoolExecutor | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection of the server (ASGI 3)."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    def start(self) -> ThreadPoolExecutor:
        """Start counting and folding; return the threads that render pages."""
        with self._mutex:
            if self._threads is None:
                self._threads = ThreadPoolExecutor(settings.PAGE_THREADS, thread_name_prefix="page")
                self._counter = Counter(settings.VISITS_DIR)
                if self._folds:
                    self._folding = Folding(self._counter)
                    self._folding.start()
            return self._threads

    def stop(self) -> None:
        """Fold what was counted and let go of files and threads."""
        with self._mutex:
            if self._threads is None or self._counter is None:
                return
            self._threads.shutdown(wait=False, cancel_futures=True)
            if self._folding is not None:
                self._folding.stop()
            self._counter.close()
            self._threads = self._folding = self._counter = None

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
        headers: Headers = dict(scope["headers"])
        limit = settings.MAX_UPLOAD_BYTES + FORM_ROOM
        try:
            if int(headers.get(b"content-length", b"0")) > limit:
                raise TooLarge
            body = await read_body(receive, limit)
        except TooLarge:
            await refuse(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        except ValueError:
            await refuse(send, HTTPStatus.BAD_REQUEST)
            return
        except TimeoutError:
            await refuse(send, HTTPStatus.REQUEST_TIMEOUT)
            return
        except Gone:
            return
        address = client_address(scope, headers)
        environ = environ_of(scope, body, address)
        await answer_page(self._pages, environ, send, self.start(), self._counting(scope, headers, address))

    def _counting(self, scope: Scope, headers: Headers, address: str) -> BeforeStart:
        """Return what to do with a page just before it is sent: count it, if it is a visit.

        A visit that cannot be written (disk full) leaves the page readable; the fault is told in the log.
        """
        wanted = may_count(scope["method"], scope["path"], headers)
        agent = headers.get(b"user-agent", b"").decode("latin-1")

        def count(status: int, answered: list[tuple[str, str]]) -> None:
            if wanted and self._counter is not None and is_page(status, answered):
                try:
                    self._counter.visit(address=address, agent=agent, at=clock.now())
                except OSError as fault:
                    logger.error("visit not counted: %s", fault)

        return count


def client_address(scope: Scope, headers: Headers) -> str:
    """Return the reader's address: the connection's, or behind a trusted proxy the nearest one it did not vouch for."""
    client = scope.get("client") or ("", 0)
    address = str(client[0])
    trusted = settings.TRUSTED_PROXIES
    if address in trusted:
        chain = headers.get(b"x-forwarded-for", b"").decode("latin-1").split(",")
        for hop in reversed([hop.strip() for hop in chain if hop.strip()]):
            address = hop
            if hop not in trusted:
                break
    return address
