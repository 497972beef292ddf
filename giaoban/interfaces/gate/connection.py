"""The server's connections: uvicorn's, with a short path for kept pages and with limits for what a client sends.

Nearly every reading asks for a kept page in the plainest way: one whole GET in one piece, with headers that browsers
and proxies send. It is answered from the bytes that came, without a task, a scope or a parser, which is more than half
of the work. Whatever is not exactly that goes the way of uvicorn, whose parser is strict about the rest.
"""

import asyncio
import re
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from giaoban.interfaces.gate.countable import Headers

LONGEST_HEAD = 32 * 1024  # bytes of a request's line and headers; more is refused with 431
LONGEST_PLAIN = 4096  # bytes of a head that may take the short path
HEAD_WITHIN = 10.0  # seconds in which a head that began must have come
SILENCE = 75.0  # seconds that a connection may be silent between two requests
LOOK_EVERY = 5.0  # seconds between two looks at a connection's silence
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
    ends = len(lines) + 2
    if data.count(b"\n") != ends or data.count(b"\r") != ends or b"\0" in data or not request.endswith(b" HTTP/1.1"):
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
        self._in_message = False
        self._in_head = False
        self._refused = False
        self._head_bytes = 0
        self._head_began = 0.0
        self._heard = self.loop.time()
        self._watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, and watch over the client's silence."""
        super().connection_made(transport)
        self._watch = self.loop.call_later(LOOK_EVERY, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        if self._watch is not None:
            self._watch.cancel()
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
        super().data_received(data)
        if self._in_head and not self._refused:
            self._head_bytes += len(data)
            if self._head_bytes > LONGEST_HEAD:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    @property
    def _is_idle(self) -> bool:
        return self.cycle is None or (self.cycle.response_complete and not self.pipeline)

    @property
    def _date(self) -> bytes:
        told = self.server_state.default_headers
        return told[0][1] if told else b""

    def on_message_begin(self) -> None:
        """Note that a head begins."""
        super().on_message_begin()
        self._in_message = self._in_head = True
        self._head_bytes, self._head_began = 0, self.loop.time()

    def on_headers_complete(self) -> None:
        """Begin to answer, unless the head was too long."""
        self._in_head = False
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers) > LONGEST_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body; what follows a refused head is nobody's."""
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Note that the request has come whole."""
        self._in_message = False
        if not self._refused:
            super().on_message_complete()

    def _refuse(self, status: HTTPStatus) -> None:
        self._refused = True
        self.transport.write(
            f"HTTP/1.1 {status.value} {status.phrase}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n".encode()
        )
        self.transport.close()

    def _look(self) -> None:
        """Close a connection whose client does not finish its head, or has been silent too long between requests."""
        if self.transport.is_closing():
            return
        now = self.loop.time()
        if self._in_head and now - self._head_began > HEAD_WITHIN:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        elif not self._in_message and self._is_idle and now - self._heard > SILENCE:
            self.transport.close()
        else:
            self._watch = self.loop.call_later(LOOK_EVERY, self._look)
