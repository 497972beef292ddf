"""From ASGI to WSGI: Django's pages are rendered in a few threads, beside the event loop and never on it.

Our own rather than asgiref's WsgiToAsgi, which crosses between loop and thread for every chunk, keeps no limit on
a body and gives Django no say in how many threads hold database connections. A thread never waits for a client: it
takes a request whose body has come, and hands its whole answer to the loop.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
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
Headers = list[tuple[str, str]]
BeforeStart = Callable[[int, Headers], None]

IN_MEMORY = 512 * 1024  # a longer body waits on disk
CHUNK = 256 * 1024  # an answer up to here is sent with its end; a longer one in parts
SILENCE = 20  # seconds that a client may stay silent within a body
BODY_WITHIN = 120  # seconds in which a whole body must have come
LINGER = 5  # seconds in which the rest of a refused body is let pass
RETRY_AFTER = b"30"  # seconds after which who was turned away may come again
WAITING_AT_MOST = 64  # pages that wait for a thread; who comes then is turned away
_PROXY_WORDS = {b"x-forwarded-proto", b"x-forwarded-for"}
# They speak of one connection, which is the server's; PEP 3333 forbids them to applications.
_HOP = {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding"}


class TooLarge(Exception):
    """The body passes the limit."""


class Gone(Exception):
    """The client went away."""


class TurnedAway(Exception):
    """The page is not to be sent now; the client may come again."""


class PageThreads(ThreadPoolExecutor):
    """The threads that render pages."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have something done by a thread. Raises TurnedAway where too much waits for one."""
        if self._work_queue.qsize() >= WAITING_AT_MOST:
            raise TurnedAway
        return super().submit(fn, *args, **kwargs)


class Room:
    """Bytes that the bodies of all requests may take together, in memory and on disk. For the event loop only."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, size: int) -> None:
        """Take so many. Raises TurnedAway where there are not so many left."""
        if size > self.left:
            raise TurnedAway
        self.left -= size

    def give_back(self, size: int) -> None:
        """Give back what was taken."""
        self.left += size


async def read_body(receive: Receive, limit: int, room: Room) -> IO[bytes]:
    """Return the request's body, at its start. Raises TooLarge, TurnedAway, Gone or TimeoutError.

    Both silence and the whole are limited: a client that sends a byte now and then is not waited for.
    A body that is returned has taken its size of the room; whoever asked for it gives that back.
    """
    body: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the caller
    size = taken = 0
    try:
        async with asyncio.timeout(BODY_WITHIN):
            while True:
                message = await asyncio.wait_for(receive(), SILENCE)
                if message["type"] == "http.disconnect":
                    raise Gone
                chunk = message.get("body", b"")
                size += len(chunk)
                if size > limit:
                    raise TooLarge
                room.take(len(chunk))
                taken = size
                body.write(chunk)
                if not message.get("more_body", False):
                    body.seek(0)
                    return body
    except BaseException:
        body.close()
        room.give_back(taken)
        raise


def environ_of(scope: Scope, body: IO[bytes], *, address: str, scheme: str) -> dict[str, Any]:
    """Return the WSGI environment of an ASGI request.

    A header with an underscore is dropped: it could pass itself off as another, `X_Forwarded_For` as
    `X-Forwarded-For`. What proxies say was judged before (callers.py) and is not passed on.
    """
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
        "wsgi.url_scheme": scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name or name in _PROXY_WORDS:
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
    """What a page answered. A long body waits on disk."""

    status: int = 0
    headers: Headers = field(default_factory=list)
    body: IO[bytes] = field(default_factory=lambda: SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
    size: int = 0

    def start_response(self, status: str, headers: Headers, exc_info: Any = None) -> Any:
        """Note status and headers (PEP 3333); nothing leaves before the page is done, so they may still change."""
        self.status, self.headers = int(status[:3]), headers
        return self.write

    def write(self, chunk: bytes) -> None:
        """Keep a piece of the body."""
        self.body.write(chunk)
        self.size += len(chunk)


def render(pages: Pages, environ: dict[str, Any]) -> Answer:
    """Run the page in this thread, to its end."""
    answer = Answer()
    bodiless = environ["REQUEST_METHOD"] == "HEAD"
    chunks: Iterable[bytes] | None = None
    try:
        chunks = pages(environ, answer.start_response)
        for chunk in chunks:
            if not bodiless and answer.status not in {204, 304}:
                answer.write(chunk)
        answer.body.seek(0)
        return answer
    except BaseException:
        answer.body.close()
        raise
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
        environ["wsgi.input"].close()


async def refuse(send: Send, status: HTTPStatus, unread: Receive | None = None) -> None:
    """Answer with a bare status line in words, for what never reaches Django.

    With `unread`, from where more of the request's body may come, the connection ends. What comes is let pass for a
    moment before: a client that is cut off while it sends sees no answer.
    """
    text = f"{status.value} {status.phrase}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff"),
        (b"content-length", str(len(text)).encode()),
    ]  # fmt: skip
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", RETRY_AFTER))
    if unread is not None:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": text, "more_body": unread is not None})
    if unread is not None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                while (await unread()).get("more_body", False):
                    pass
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def answer_page(
    pages: Pages, environ: dict[str, Any], send: Send, threads: Executor, before_start: BeforeStart,
    gone: Callable[[], bool],
) -> None:  # fmt: skip
    """Render one page in a thread and send it. `before_start` runs in that thread before anything is sent.

    A page that fails is answered with 500 in words, one that `before_start` holds back or no thread has time for
    (TurnedAway) with 503. What only reads is not rendered for a client who has `gone` when its turn comes.
    """
    reads = environ["REQUEST_METHOD"] in {"GET", "HEAD"}

    def work() -> tuple[Answer, list[tuple[bytes, bytes]]]:
        if reads and gone():
            raise Gone
        answer = render(pages, environ)
        try:
            wire = wire_headers(answer.headers)
            before_start(answer.status, answer.headers)
        except BaseException:
            answer.body.close()
            raise
        return answer, wire

    try:
        answer, wire = await asyncio.get_running_loop().run_in_executor(threads, work)
    except Gone:
        return
    except TurnedAway:
        await refuse(send, HTTPStatus.SERVICE_UNAVAILABLE)
        return
    except Exception:
        logger.exception("%s %s failed", environ["REQUEST_METHOD"], environ["PATH_INFO"])
        await refuse(send, HTTPStatus.INTERNAL_SERVER_ERROR)
        return
    with answer.body:
        await send({"type": "http.response.start", "status": answer.status, "headers": wire})
        await send_body(answer, send)


async def send_body(answer: Answer, send: Send) -> None:
    """Send the body, a long one in parts as the client takes them; the connection ends with one who takes none."""
    left = answer.size
    while True:
        part = answer.body.read(CHUNK)
        left -= len(part)
        await send({"type": "http.response.body", "body": part, "more_body": left > 0})
        if left <= 0:
            return
