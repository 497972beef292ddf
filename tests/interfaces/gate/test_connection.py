"""The short path of a kept page: what may take it, that it answers as the long one does, and what silence costs."""

import gzip
import re
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

import pytest

from giaoban.domain.visits.rules import tally
from giaoban.interfaces.gate.connection import LONGEST_PLAIN, plain_get
from tests.factories import portal as make
from tests.interfaces.gate.server import Served
from tests.interfaces.gate.test_purge import address_of_own_database
from tests.own_database import at_once, own_database

HEAD = b"GET /tin-tuc/?trang=1 HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Firefox/128.0\r\nCookie:  a=1; b=2 \r\n"
BROWSER = b"Host: localhost\r\nUser-Agent: Mozilla/5.0 Firefox/128.0\r\n"


def test_a_plain_get_is_read() -> None:
    found = plain_get(HEAD + b"\r\n")
    assert found == (
        b"/tin-tuc/?trang=1", {b"host": b"localhost", b"user-agent": b"Firefox/128.0", b"cookie": b"a=1; b=2"},
    )  # fmt: skip
    assert plain_get(HEAD + b"Connection: Keep-Alive\r\n\r\n") is not None


@pytest.mark.parametrize("data", [
    HEAD,
    HEAD + b"\r\n" + HEAD + b"\r\n",
    HEAD.replace(b"GET", b"HEAD") + b"\r\n",
    HEAD.replace(b"GET", b"POST") + b"\r\n",
    HEAD.replace(b"HTTP/1.1", b"HTTP/1.0") + b"\r\n",
    HEAD.replace(b"/tin", b"/a b") + b"\r\n",
    HEAD.replace(b"/tin", "/đ".encode()) + b"\r\n",
    HEAD.replace(b"/tin", b"/#") + b"\r\n",
    HEAD.replace(b"/tin", b"http://localhost/tin") + b"\r\n",
    HEAD + b"Host: other\r\n\r\n",
    HEAD + b"Connection: close\r\n\r\n",
    HEAD + b"Content-Length: 4\r\n\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
    HEAD + b"Range: bytes=0-1\r\n\r\n",
    HEAD + b"X-Unknown: 1\r\n\r\n",
    HEAD + b"Referer : a\r\n\r\n",
    HEAD + b" folded\r\n\r\n",
    HEAD + b"Referer: a\nHost: b\r\n\r\n",
    HEAD + b"Referer: a\rb\r\n\r\n",
    HEAD + b"Referer: a\0b\r\n\r\n",
    HEAD + b"Referer: a\x01b\r\n\r\n",
    HEAD + b"Referer: a\x7fb\r\n\r\n",
    HEAD + b"Referer\r\n\r\n",
    HEAD + b"Referer: " + b"a" * LONGEST_PLAIN + b"\r\n\r\n",
    b"\r\n" + HEAD + b"\r\n",
    b"",
])  # fmt: skip
def test_anything_else_takes_the_long_way(data: bytes) -> None:
    assert plain_get(data) is None


class Line:
    """A raw connection to a server."""

    def __init__(self, server: Served) -> None:
        self.socket = server.open(b"")
        self.file = self.socket.makefile("rb")

    def close(self) -> None:
        """Hang up."""
        self.file.close()
        self.socket.close()

    def send(self, *parts: bytes) -> None:
        """Send the parts, each in a packet of its own."""
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number, part in enumerate(parts):
            if number:
                time.sleep(0.05)  # the other part is to come by itself
            self.socket.sendall(part)

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Read one answer: status, headers, body."""
        status = int(self.file.readline().split()[1])
        headers = dict(line.decode().strip().split(": ", 1) for line in iter(self.file.readline, b"\r\n"))
        return status, headers, self.file.read(int(headers.get("content-length", 0)))


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_both_ways_answer_and_count_the_same(tmp_path: Path, at: datetime) -> None:
    with own_database(tmp_path):
        at_once(1, lambda _: make.article("Tin thứ nhất", at) and None)
        server = Served(tmp_path, database=address_of_own_database(), first="/healthz")
        try:
            with closing(Line(server)) as line:
                asked = sum(_compare(line))
        finally:
            server.end()
    views = sum(tally(path.read_bytes()).total.views for path in (tmp_path / "visits").glob("*.views"))
    assert views == asked


def _compare(line: Line) -> Iterator[int]:
    """Yield how many pages were read."""
    page = b"GET /tin-tuc/ HTTP/1.1\r\n" + BROWSER
    line.send(page + b"\r\n")
    first = line.answer()  # rendered
    yield 1
    for extra in (b"", b"Accept-Encoding: gzip\r\n", b"If-None-Match: " + first[1]["etag"].encode() + b"\r\n"):
        line.send(page + extra + b"\r\n")
        status, headers, body = line.answer()
        line.send(page + b"X-Long: way\r\n" + extra + b"\r\n")
        other_status, other_headers, other_body = line.answer()
        assert headers.pop("date")
        assert other_headers.pop("date")
        assert (status, headers, body) == (other_status, other_headers, other_body)
        assert headers["cache-status"] == "giaoban; hit"
        yield 2
        if b"gzip" in extra:
            assert headers["content-encoding"] == "gzip"
            assert "Tin thứ nhất" in gzip.decompress(body).decode()
        else:
            assert (status, bool(body)) in {(200, True), (304, False)}
    # two requests in one packet, one request in two packets, and after both the short path again
    line.send((page + b"\r\n") * 2)
    assert [line.answer()[0], line.answer()[0]] == [200, 200]
    line.send(page[:20], page[20:] + b"\r\n")
    assert line.answer()[0] == HTTPStatus.OK
    line.send(page + b"\r\n")
    assert line.answer()[0] == HTTPStatus.OK
    yield 4
    line.send(page.replace(b"Firefox", b"Googlebot") + b"\r\n")
    assert line.answer()[0] == HTTPStatus.OK
    yield 0


def test_a_client_that_does_not_finish_its_head_is_told_and_a_silent_one_let_go(tmp_path: Path) -> None:
    server = Served(tmp_path, target="tests.interfaces.gate.hasty:application")
    try:
        slow, silent, busy = lines = [Line(server) for _ in range(3)]
        slow.send(b"GET /lam-viec/0/ HTTP/1.1\r\nHost: loc")
        silent.send(b"GET /lam-viec/0/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        busy.send(b"GET /lam-viec/4/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert slow.answer()[0] == HTTPStatus.REQUEST_TIMEOUT
        assert silent.answer()[0] == HTTPStatus.OK
        assert slow.file.read() == b""  # closed by the server
        assert silent.file.read().endswith(b"xong\r\n0\r\n\r\n")  # the answer, in chunks, and closed
        assert busy.answer()[0] == HTTPStatus.OK  # who waits for an answer is not silent
        assert server.get("/lam-viec/0/") == HTTPStatus.OK
        for line in lines:
            line.close()
    finally:
        server.end()


def test_what_is_no_request_is_refused(tmp_path: Path) -> None:
    server = Served(tmp_path, target="tests.interfaces.gate.slow:application")
    try:
        for nonsense in (b"GET / HTTP/1.1\r\nBad Name: 1\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\r\n\r\n"):
            with closing(Line(server)) as line:
                line.send(nonsense)
                assert re.match(rb"HTTP/1.1 400 ", line.file.readline())
    finally:
        server.end()
