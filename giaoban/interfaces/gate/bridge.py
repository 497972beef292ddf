"""From ASGI to WSGI: Django's pages are rendered in a few threads, beside the event loop and never on it.

Our own rather than asgiref's WsgiToAsgi, which crosses between loop and thread for every chunk, keeps no limit on
a body and gives Django no say in how many threads hold database connections.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from http import HTTPStatus
from os import SEEK_END
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes

logger = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
StartResponse = Callable[..., Callable[[bytes], object]]
Pages = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
BeforeStart = Callable[[int, list[tuple[str, str]]], None]

IN_MEMORY = 512 * 1024  # a longer body waits on disk
CHUNK = 256 * 1024  # an answer up to here crosses to the loop once, with its end
PATIENCE = 60  # seconds that a client may stay silent within a body, or not take an answer
# They speak of one connection, which is the server's; PEP 3333 forbids them to applications.
_HOP = {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding"}


class TooLarge(Exception):
    """The body passes the limit."""


class Gone(Exception):
    """The client went away."""


async def read_body(receive: Receive, limit: int) -> IO[bytes]:
    """Return the request's body, at its start. Raises TooLarge, Gone or TimeoutError."""
    body: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the caller
    size = 0
    try:
        while True:
            message = await asyncio.wait_for(receive(), PATIENCE)
            if message["type"] == "http.disconnect":
                raise Gone
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > limit:
                raise TooLarge
            body.write(chunk)
            if not message.get("more_body", False):
                body.seek(0)
                return body
    except BaseException:
        body.close()
        raise


def environ_of(scope: Scope, body: IO[bytes], address: str) -> dict[str, Any]:
    """Return the WSGI environment of an ASGI request. A header with an underscore is dropped: it could pass itself
    off as another, `X_Forwarded_For` as `X-Forwarded-For`."""
    server = scope.get("server") or ("localhost", 80)
    root = scope.get("root_path", "")
    raw = scope.get("raw_path")
    path = unquote_to_bytes(raw).decode("latin-1") if raw else scope["path"].encode().decode("latin-1")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": root.encode().decode("latin-1"),
        "PATH_INFO": path.removeprefix(root) if root else path,
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": address,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{text}" if key in environ else text
    # What came, whatever was announced: a body sent in chunks announces nothing, and Django would read none of it.
    environ["CONTENT_LENGTH"] = str(body.seek(0, SEEK_END))
    body.seek(0)
    return environ


def wire_headers(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """Return response headers as ASGI wants them. Raises ValueError for one that would break out of its line."""
    wire = []
    for name, value in headers:
        if any(mark in name or mark in value for mark in "\r\n\0"):
            raise ValueError(f"header {name!r} carries a line end")
        if name.lower() not in _HOP:
            wire.append((name.lower().encode("latin-1"), value.strip().encode("latin-1")))
    return wire


@dataclass
class Answer:
    """One answer being made in a thread. What fits into CHUNK is handed to the loop in one go by the caller."""

    send: Send
    loop: asyncio.AbstractEventLoop
    before_start: BeforeStart
    bodiless: bool
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    started: bool = False
    waiting: list[bytes] = field(default_factory=list)
    size: int = 0

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """Note status and headers (PEP 3333); they leave with the first bytes."""
        if exc_info and self.started:
            raise exc_info[1].with_traceback(exc_info[2])
        self.status, self.headers = int(status[:3]), headers
        return self.write

    def write(self, chunk: bytes) -> None:
        """Keep a chunk; once enough is kept, hand it over and wait until the client took it."""
        self.waiting.append(chunk)
        self.size += len(chunk)
        if self.size >= CHUNK:
            for message in self.messages(more=True):
                asyncio.run_coroutine_threadsafe(self._post(message), self.loop).result(PATIENCE)

    async def _post(self, message: Message) -> None:
        await self.send(message)

    def messages(self, *, more: bool) -> list[Message]:
        """Return what is to be sent now: the start where it was not sent, and the bytes kept."""
        found: list[Message] = []
        if not self.started:
            wire = wire_headers(self.headers)
            self.before_start(self.status, self.headers)
            found.append({"type": "http.response.start", "status": self.status, "headers": wire})
            self.started = True
        data = b"" if self.bodiless or self.status in {204, 304} else b"".join(self.waiting)
        self.waiting, self.size = [], 0
        found.append({"type": "http.response.body", "body": data, "more_body": more})
        return found


def render(pages: Pages, environ: dict[str, Any], answer: Answer) -> list[Message]:
    """Run the page in this thread; return the messages still to be sent, the last of which ends the answer."""
    chunks: Iterable[bytes] | None = None
    try:
        chunks = pages(environ, answer.start_response)
        for chunk in chunks:
            answer.write(chunk)
        return answer.messages(more=False)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
        environ["wsgi.input"].close()


async def refuse(send: Send, status: HTTPStatus) -> None:
    """Answer with a bare status line in words, for what never reaches Django."""
    text = f"{status.value} {status.phrase}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": text})


async def answer_page(
    pages: Pages, environ: dict[str, Any], send: Send, threads: Executor, before_start: BeforeStart
) -> None:
    """Render one page in a thread and send it. `before_start` runs in that thread before anything is sent.

    A page that fails before its start is answered with 500; one that fails later is cut off, which the client sees.
    """
    loop = asyncio.get_running_loop()
    answer = Answer(send, loop, before_start, bodiless=environ["REQUEST_METHOD"] == "HEAD")
    try:
        messages = await loop.run_in_executor(threads, render, pages, environ, answer)
    except Exception:
        logger.exception("%s %s failed", environ["REQUEST_METHOD"], environ["PATH_INFO"])
        if answer.started:
            raise
        await refuse(send, HTTPStatus.INTERNAL_SERVER_ERROR)
        return
    for message in messages:
        await send(message)
