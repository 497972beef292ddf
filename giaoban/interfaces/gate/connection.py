"""The server's connections: uvicorn's, with a short path for kept pages and with limits for what a client sends.

Nearly every reading asks for a kept page in the plainest way: one whole GET in one piece, with headers that browsers
and proxies send. It is answered from the bytes that came, without a task, a scope or a parser, which is more than half
of the work. Whatever is not exactly that goes the way of uvicorn, whose parser is strict about the rest.
"""

import asyncio
import re
from http import HTTPStatus
from typing import Any

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from giaoban.interfaces.gate.countable import Headers

LONGEST_HEAD = 32 * 1024  # bytes of a request's line and headers; more is refused with 431
LONGEST_TRAILER = 8 * 1024  # bytes that may come after a piece of a body without bringing another; more is 431 too
LONGEST_PLAIN = 4096  # bytes of a head that may take the short path
HEAD_WITHIN = 10.0  # seconds in which a head that began must have come
SILENCE = 75.0  # seconds that a connection may be silent between two requests
TAKEN_WITHIN = 60.0  # seconds in which a client must take what waits for it, before it gets more
LOOK_EVERY = 5.0  # seconds between two looks at a connection
_CONTROLS = bytes({*range(32), 127} - {9})  # what stands in no head but as line ends
_TARGET = re.compile(rb"/[!-\"$-~]*")
# What browsers and proxies send with a plain reading. A head with any other header takes the long way.
_PLAIN = frozenset(
    b"host user-agent accept accept-language accept-encoding accept-charset connection keep-alive cookie referer dnt "
    b"cache-control pragma priority save-data upgrade-insecure-requests if-none-match sec-gpc sec-fetch-dest "
    b"sec-fetch-mode sec-fetch-site sec-fetch-user sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform x-forwarded-for "
    b"x-forwarded-proto x-forwarded-host x-real-ip via".split()
)


def plain_get(data: bytes) -> tuple[bytes, Headers] | None:
    """Return target and headers of one whole, plain GET; None where the bytes are anything else."""
    if not (data.startswith(b"GET /") and data.endswith(b"\r\n\r\n") and len(data) <= LONGEST_PLAIN):
        return None
    request, *lines = data[:-4].split(b"\r\n")
    ends = 2 * len(lines) + 4
    if len(data.translate(None, _CONTROLS)) != len(data) - ends or not request.endswith(b" HTTP/1.1"):
        return None
    headers: Headers = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon:
            return None
        headers[name.lower()] = value.strip(b" \t")
    target = request[4:-9]
    if len(headers) != len(lines) or not _PLAIN.issuperset(headers) or not _TARGET.fullmatch(target):
        return None
    return (target, headers) if headers.get(b"connection", b"keep-alive").lower() == b"keep-alive" else None


class Connection(HttpToolsProtocol):
    """One connection. Its server is told of this class by name (commands/serving.py)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._instant = getattr(self.app, "instant", None)
        self._answering: RequestResponseCycle | None = None
        self._in_message = False
        self._in_head = False
        self._refused = False
        self._fed = 0  # bytes the parser is given now
        self._loose = 0  # bytes since a message began, or since its head or a piece of its body was whole
        self._head_began = 0.0
        self._heard = self.loop.time()
        self._untaken_since: float | None = None
        self._watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, and watch over the client."""
        super().connection_made(transport)
        self._watch = self.loop.call_later(LOOK_EVERY, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """End. What is being answered is told too: uvicorn tells only the request that came last."""
        if self._watch is not None:
            self._watch.cancel()
        self._leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Answer a kept page at once; hand everything else to the parser."""
        self._heard = self.loop.time()
        if self._instant is not None and not self._in_message and self._is_idle and not self.flow.write_paused:
            asked = plain_get(data)
            answer = None if asked is None else self._instant(*asked, self.client, self.scheme, self._date)
            if answer is not None:
                self._unset_keepalive_if_required()
                self.transport.writelines(answer)
                return
        self._fed = len(data)
        super().data_received(data)
        self._loose += len(data)
        most = LONGEST_HEAD if self._in_head else LONGEST_TRAILER
        if self._in_message and self._loose > most and not self._refused:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    @property
    def _is_idle(self) -> bool:
        return self.cycle is None or (self.cycle.response_complete and not self.pipeline)

    @property
    def _date(self) -> bytes:
        told = self.server_state.default_headers
        return told[0][1] if told else b""

    def on_message_begin(self) -> None:
        """Note that a head begins; the gate may ask whether the client is still there."""
        super().on_message_begin()
        self.scope["state"]["gone"] = self.transport.is_closing
        self._in_message = self._in_head = True
        self._loose, self._head_began = 0, self.loop.time()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header. One after the body is dropped: it would pass as the head's."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer, unless the head is too long or says what it may not; what follows such a one is nobody's."""
        self._in_head = False
        self._loose = -self._fed
        if self._refused:
            return
        names, is_old = [name for name, _ in self.headers], self.parser.get_http_version() == "1.0"
        hosts = names.count(b"host")
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers) > LONGEST_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif hosts > 1 or (b"transfer-encoding" in names if is_old else not hosts):
            self._refuse(HTTPStatus.BAD_REQUEST)
        else:
            super().on_headers_complete()
            if self.parser.should_upgrade():  # in vain; the parser lets pass what came with it
                self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body; what follows a refused head is nobody's."""
        self._loose = -self._fed
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Note that the request has come whole."""
        self._in_message = False
        if not self._refused:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on to the next request; there is none behind a body that did not come whole before it was answered."""
        answered = self._answering
        super().on_response_complete()
        if answered is not None and answered.more_body:
            self.transport.close()

    def pause_writing(self) -> None:
        """Note since when something waits to be taken."""
        super().pause_writing()
        self._untaken_since = self.loop.time()

    def resume_writing(self) -> None:
        """Note that it was taken."""
        super().resume_writing()
        self._untaken_since = None

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request."""
        self._refuse(HTTPStatus.BAD_REQUEST)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def _leave(self) -> None:
        """Tell what is being answered that nobody takes it."""
        if self._answering is not None:
            self._answering.disconnected = True
            self._answering.message_event.set()

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer the request that is coming, unless it is another's turn or its answer has begun, and end."""
        self._refused = True
        is_its_turn = not self.pipeline and self.cycle is not None and self.cycle.scope is self.scope
        if self._is_idle or (is_its_turn and not self.cycle.response_started):
            self.transport.write(
                f"HTTP/1.1 {status.value} {status.phrase}\r\nx-content-type-options: nosniff\r\n"
                "connection: close\r\ncontent-length: 0\r\n\r\n".encode()
            )
        self._leave()
        self.transport.close()

    def _look(self) -> None:
        """Cut off a client that does not take what waits for it, does not finish its head, or is silent too long.

        A transport that is closing waits until everything was taken; this does not, whoever closed it.
        """
        now = self.loop.time()
        is_closing = self.transport.is_closing()
        if is_closing and self._untaken_since is None:
            self._untaken_since = now
        if self._untaken_since is not None and now - self._untaken_since > TAKEN_WITHIN:
            self.transport.abort()
        elif self._is_idle and not is_closing:
            if self._in_head and now - self._head_began > HEAD_WITHIN:
                self._refuse(HTTPStatus.REQUEST_TIMEOUT)
            elif now - self._heard > SILENCE:
                self.transport.abort()
        self._watch = self.loop.call_later(LOOK_EVERY, self._look)
