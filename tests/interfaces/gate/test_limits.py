"""What a client cannot do to the server: fill its memory or disk, hold a connection for ever, pass for another."""

import os
import select
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.interfaces.gate.server import Served
from tests.interfaces.gate.test_connection import Line

HOST = b"Host: localhost\r\n"
CHUNKED = b"POST /lam-viec/head/ HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
LEAVING = struct.pack("ii", 1, 0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("strict")


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    server = Served(folder, target="tests.interfaces.gate.strict:application")
    yield server
    server.end()


@pytest.fixture
def line(served: Served) -> Iterator[Line]:
    with closing(Line(served)) as one:
        yield one


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\n".encode() + HOST + b"\r\n"


def sockets(served: Served) -> int:
    """Return how many sockets the server has open."""
    folder, found = f"/proc/{served.process.pid}/fd", 0
    for name in os.listdir(folder):
        try:
            found += os.readlink(f"{folder}/{name}").startswith("socket:")
        except FileNotFoundError:
            continue
    return found


def wait_for_sockets(served: Served, most: int) -> None:
    """Return once the server has let go of the others."""
    deadline = time.monotonic() + 30
    while sockets(served) > most:
        assert time.monotonic() < deadline, "connections are held for ever"
        time.sleep(0.05)


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def leave(one: Line) -> None:
    """Go away without another word."""
    one.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LEAVING)
    one.close()


def is_over(one: Line) -> bool:
    """Read to the end; return whether the server ended the connection without another byte."""
    try:
        return one.file.read() == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("piece", [b"X-Filler: " + b"a" * 990 + b"\r\n", b"a" * 1000], ids=["lines", "one-name"])
class TestTrailers:
    def test_a_long_one_is_refused(self, line: Line, piece: bytes) -> None:
        line.send(CHUNKED, *[piece] * 10)
        status, headers, _ = line.answer()
        assert (status, headers["connection"]) == (HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "close")
        assert headers["x-content-type-options"] == "nosniff"
        assert is_over(line)

    def test_an_endless_one_is_not_listened_to(self, line: Line, piece: bytes) -> None:
        sent = 0
        line.send(CHUNKED)
        with suppress(OSError):  # reset, or broken pipe
            while sent < 64_000_000:
                line.send(piece * 16)
                sent += len(piece) * 16
        assert sent < 64_000_000


def test_a_trailer_is_no_header(line: Line) -> None:
    line.send(CHUNKED + b"Cookie: sessionid=a\r\nHost: evil.example\r\n\r\n")
    assert b"None localhost" in line.file.read(400).split(b"\r\n\r\n")[1]


def test_a_long_head_before_a_body_in_chunks_is_none_of_this(line: Line) -> None:
    head, body = CHUNKED.split(b"\r\n\r\n")
    line.send(head + b"\r\nCookie: a=" + b"b" * 20_000 + b"\r\n\r\n", body + b"X-Sum: 1\r\n\r\n")
    assert line.answer()[0] == HTTPStatus.OK


def test_a_refused_body_ends_the_connection(line: Line) -> None:
    line.send(b"POST /lam-viec/head/ HTTP/1.1\r\n" + HOST + b"Content-Length: 900000000\r\n\r\n")
    status, headers, _ = line.answer()
    assert (status, headers["connection"]) == (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "close")
    assert headers["x-content-type-options"] == "nosniff"
    line.send(b"x")
    assert is_over(line)


def test_an_answer_before_the_end_of_the_body_ends_the_connection(line: Line) -> None:
    line.send(b"POST /lam-viec/%00/ HTTP/1.1\r\n" + HOST + b"Content-Length: 9\r\n\r\nx")
    assert line.answer()[0] == HTTPStatus.BAD_REQUEST
    assert is_over(line)


def test_who_takes_nothing_is_cut_off_and_leaves_no_error(served: Served) -> None:
    before = sockets(served)
    lines = [Line(served) for _ in range(4)]
    lines[0].send(get("/lam-viec/long/"))
    lines[1].send(get("/lam-viec/long/").replace(HOST, HOST + b"Connection: close\r\n"))
    for one, parts in ((lines[2], [get("/kept/") * 5] * 4), (lines[3], [get("/kept/")] * 30)):
        with suppress(OSError):  # it may be cut off while it still asks
            one.send(*parts)
    wait_for_sockets(served, before)
    for one in lines:
        one.close()
    assert served.read("/lam-viec/errors/")[1] == ""


def test_who_leaves_while_answers_wait_leaves_no_error(served: Served) -> None:
    before = sockets(served)
    lines = [Line(served) for _ in range(4)]
    for one in lines:
        with suppress(OSError):
            one.send(*[get("/kept/") * 5] * 4)
        leave(one)
    wait_for_sockets(served, before)
    assert served.read("/lam-viec/errors/")[1] == ""


class TestWaiting:
    @pytest.fixture
    def busy(self, served: Served, folder: Path) -> Iterator[Path]:
        """Both page threads wait; yields the file that lets them go on."""
        go = folder / "go"
        for number in range(2):
            (folder / f"waits{number}").unlink(missing_ok=True)
        lines = [Line(served) for _ in range(2)]
        for number, one in enumerate(lines):
            one.send(get(f"/lam-viec/wait?{number}"))
            wait_for(folder / f"waits{number}")
        yield go
        go.touch()
        for one in lines:
            assert one.answer()[0] == HTTPStatus.OK
            one.close()
        go.unlink()

    def test_nothing_is_rendered_for_who_has_left(self, served: Served, busy: Path) -> None:
        before = sockets(served)
        for _ in range(2):
            one = Line(served)
            one.send(get("/lam-viec/forsaken/"))
            leave(one)
        acts = Line(served)
        acts.send(b"POST /lam-viec/act/ HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\n\r\na")
        time.sleep(0.2)  # so that it has come before it leaves: what a form carries is done all the same
        leave(acts)
        wait_for_sockets(served, before)
        busy.touch()
        rendered = served.read("/lam-viec/rendered/")[1].split()
        assert "forsaken" not in rendered
        assert "act" in rendered

    @pytest.mark.parametrize("path", ["/lam-viec/x/", "/tin-{}/"])
    def test_who_comes_when_many_wait_is_told_to_come_again(self, served: Served, busy: Path, path: str) -> None:
        lines = [Line(served) for _ in range(5)]
        for number, one in enumerate(lines):
            one.send(get(path.format(number)))
        answered, _, _ = select.select([one.socket for one in lines], [], [], 20)
        assert len(answered) == 1
        last = next(one for one in lines if one.socket is answered[0])
        status, headers, _ = last.answer()
        assert (status, headers["retry-after"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "30")
        busy.touch()
        assert {one.answer()[0] for one in lines if one is not last} == {HTTPStatus.OK}
        for one in lines:
            one.close()

    def test_one_rendering_serves_those_who_stay_when_the_first_leaves(self, served: Served, busy: Path) -> None:
        before = sockets(served)
        first, second = Line(served), Line(served)
        first.send(get("/chung/"))
        second.send(get("/chung/"))
        leave(first)
        wait_for_sockets(served, before + 1)
        busy.touch()
        assert second.answer()[0] == HTTPStatus.OK
        second.close()


def test_bodies_together_have_so_much_room(served: Served) -> None:
    head = b"POST /lam-viec/x/ HTTP/1.1\r\n" + HOST + b"Cookie: sessionid=a\r\nContent-Length: 2500000\r\n\r\n"
    lines = [Line(served) for _ in range(2)]
    for one in lines:
        one.send(head, b"x" * 2_000_000)
    answered, _, _ = select.select([one.socket for one in lines], [], [], 20)
    turned_away = next(one for one in lines if one.socket is answered[0])
    other = next(one for one in lines if one is not turned_away)
    assert turned_away.answer()[0] == HTTPStatus.SERVICE_UNAVAILABLE
    other.send(b"x" * 500_000)
    assert other.answer()[0] == HTTPStatus.OK
    third = Line(served)
    third.send(head, b"x" * 2_500_000)  # what was taken was given back
    assert third.answer()[0] == HTTPStatus.OK
    for one in (*lines, third):
        one.close()


@pytest.mark.parametrize("data", [
    b"GET /lam-viec/head/ HTTP/1.1\r\n\r\n",
    b"GET /lam-viec/head/ HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n",
    CHUNKED.replace(b"HTTP/1.1", b"HTTP/1.0") + b"\r\n",
    get("/don-vi/%00/"),
    get("/van-ban/?q=a%00"),
    get("/tin-tuc/").replace(HOST, HOST + b"Referer: a\x01\r\n"),
    get("/tin-tuc/").replace(HOST, HOST + b"Referer: a\x7f\r\n"),
])  # fmt: skip
def test_what_is_not_to_be_understood_is_refused(line: Line, data: bytes) -> None:
    line.send(data)
    status, headers, _ = line.answer()
    assert (status, headers["x-content-type-options"]) == (HTTPStatus.BAD_REQUEST, "nosniff")


def test_nothing_behind_a_refused_request_is_answered(line: Line, served: Served) -> None:
    line.send(b"GET /lam-viec/head/ HTTP/1.1\r\n\r\n" + get("/lam-viec/behind/"))
    assert line.answer()[0] == HTTPStatus.BAD_REQUEST
    assert is_over(line)
    assert "behind" not in served.read("/lam-viec/rendered/")[1]


def test_who_asks_for_another_protocol_is_answered_and_told_that_no_more_is(line: Line) -> None:
    upgrade = get("/lam-viec/head/").replace(HOST, HOST + b"Connection: Upgrade\r\nUpgrade: h2c\r\n")
    line.send(upgrade + get("/lam-viec/head/"))
    text = line.file.read()
    assert text.startswith(b"HTTP/1.1 200 OK")
    assert b"connection: close\r\n" in text
    assert text.count(b"HTTP/1.1") == 1
