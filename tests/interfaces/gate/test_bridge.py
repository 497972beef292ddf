"""From ASGI to WSGI and back: what Django is told, what the reader gets, what is refused."""

import asyncio
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from giaoban.interfaces.gate.bridge import CHUNK, Message, StartResponse
from giaoban.interfaces.gate.front import Gate

Headers = list[tuple[bytes, bytes]]
AGENT = (b"user-agent", b"Mozilla/5.0 Firefox/128.0")
HTML = [("Content-Type", "text/html; charset=utf-8")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Journals of the test's own; every page is asked of the application, none kept."""
    settings.VISITS_DIR = tmp_path
    settings.PAGE_CACHE_BYTES = 0
    return tmp_path


def ask(pages: Any, method: str = "GET", path: str = "/", headers: Headers | None = None,
        body: Iterable[bytes] = (b"",), **scope: Any) -> list[Message]:  # fmt: skip
    """Send one request through a gate; return everything it sent."""
    sent: list[Message] = []
    parts: Iterator[Message] = iter(
        [{"type": "http.request", "body": part, "more_body": True} for part in body]
        + [{"type": "http.request", "body": b"", "more_body": False}]
    )

    async def receive() -> Message:
        return next(parts)

    async def send(message: Message) -> None:
        sent.append(message)

    request = {
        "type": "http", "method": method, "path": path, "query_string": b"a=1", "http_version": "1.1",
        "headers": headers or [], "client": ("203.0.113.7", 5000), "server": ("127.0.0.1", 8000), **scope,
    }  # fmt: skip
    gate = Gate(pages, folds=False)
    gate.start()
    asyncio.run(gate(request, receive, send))
    gate.stop()
    return sent


class Echo:
    """A WSGI page that remembers its environment and answers with the body's digest."""

    def __init__(self, headers: list[tuple[str, str]] | None = None) -> None:
        self.environ: dict[str, Any] = {}
        self.headers = headers or HTML

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        """Answer (PEP 3333)."""
        self.environ = environ
        text = hashlib.sha256(environ["wsgi.input"].read()).hexdigest().encode()
        start_response("200 OK", self.headers)
        return [text]


def visits(folder: Path) -> int:
    """Return how many visit lines were written."""
    return sum(path.read_bytes().count(b"n ") for path in folder.glob("*.journal"))


class TestBridge:
    def test_address_query_and_headers_arrive(self) -> None:
        page = Echo()
        headers = [(b"host", b"giaoban.vn"), (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x_forwarded_for", b"1.1.1.1")]
        ask(page, path="/tin-tức/", headers=headers, root_path="")
        assert page.environ["PATH_INFO"].encode("latin-1").decode() == "/tin-tức/"
        assert page.environ["QUERY_STRING"] == "a=1"
        assert page.environ["HTTP_COOKIE"] == "a=1; b=2"
        assert page.environ["REMOTE_ADDR"] == "203.0.113.7"
        assert "HTTP_X_FORWARDED_FOR" not in page.environ

    def test_a_site_under_a_folder_keeps_its_script_name(self) -> None:
        page = Echo()
        ask(page, path="/giao-ban/tin/", root_path="/giao-ban")
        assert (page.environ["SCRIPT_NAME"], page.environ["PATH_INFO"]) == ("/giao-ban", "/tin/")

    def test_a_large_body_arrives_whole(self) -> None:
        parts = [bytes([number]) * 100_000 for number in range(20)]
        headers = [(b"cookie", b"a=1; sessionid=b")]
        sent = ask(Echo(), method="POST", path="/lam-viec/", headers=headers, body=parts)
        assert sent[1]["body"] == hashlib.sha256(b"".join(parts)).hexdigest().encode()

    def test_a_body_past_the_limit_is_refused_before_django_sees_it(self, settings: Settings) -> None:
        settings.MAX_UPLOAD_BYTES = 1000
        page = Echo()
        told = ask(page, method="POST", headers=[(b"content-length", b"9000000")])
        streamed = ask(page, method="POST", body=[b"x" * 600_000] * 3)
        assert [sent[0]["status"] for sent in (told, streamed)] == [413, 413]
        assert page.environ == {}

    def test_files_are_taken_from_who_is_signed_in_only(self) -> None:
        parts, page = [b"x" * 600_000] * 3, Echo()
        for path, cookie in (("/cms/", b"a=sessionid"), ("/cms/", b""), ("/lien-he/", b"sessionid=b")):
            sent = ask(page, method="POST", path=path, headers=[(b"cookie", cookie)], body=parts)
            assert sent[0]["status"] == 413
        assert page.environ == {}

    def test_a_nul_reaches_no_page(self) -> None:
        page = Echo()
        for scope in ({"path": "/don-vi/\0/"}, {"query_string": b"q=%00"}):
            assert ask(page, **scope)[0]["status"] == 400
        assert page.environ == {}

    def test_a_long_answer_leaves_in_parts_and_in_order(self) -> None:
        def page(environ: dict[str, Any], start_response: StartResponse) -> Iterator[bytes]:
            start_response("200 OK", HTML)
            for number in range(8):
                yield bytes([number]) * (CHUNK // 2)

        sent = ask(page)
        assert b"".join(part["body"] for part in sent[1:]) == b"".join(bytes([n]) * (CHUNK // 2) for n in range(8))
        assert [part["more_body"] for part in sent[1:]] == [True] * 3 + [False]

    def test_a_header_that_breaks_out_of_its_line_is_a_500(self) -> None:
        sent = ask(Echo(headers=[("Location", "/\r\nSet-Cookie: a=1")]))
        assert sent[0]["status"] == 500

    def test_a_failing_page_is_a_500_and_tells_nothing(self) -> None:
        def page(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
            raise RuntimeError("secret")

        sent = ask(page)
        assert sent[0]["status"] == 500
        assert b"secret" not in sent[1]["body"]

    def test_head_gets_no_body_and_is_no_visit(self, folder: Path) -> None:
        sent = ask(Echo(), method="HEAD", headers=[AGENT])
        assert sent[1]["body"] == b""
        assert visits(folder) == 0

    @pytest.mark.parametrize(
        ("path", "headers", "counted"),
        [
            ("/", [AGENT], 1),
            ("/tin-tuc/hoi-nghi/", [AGENT], 1),
            ("/lam-viec/", [AGENT], 0),
            ("/cms/", [AGENT], 0),
            ("/api/v1/figures", [AGENT], 0),
            ("/static/ui/base.css", [AGENT], 0),
            ("/", [], 0),
            ("/", [(b"user-agent", b"Mozilla/5.0 (compatible; Googlebot/2.1)")], 0),
            ("/", [(b"user-agent", b"Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) Chrome/120")], 1),
            ("/", [(b"user-agent", b"Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/120 Chrome/114")], 1),
            ("/", [AGENT, (b"sec-purpose", b"prefetch;prerender")], 0),
            ("/", [AGENT, (b"hx-request", b"true")], 0),
        ],
    )
    def test_only_people_reading_portal_pages_count(
        self, folder: Path, path: str, headers: Headers, counted: int
    ) -> None:
        ask(Echo(), path=path, headers=headers)
        assert visits(folder) == counted

    def test_the_visit_stands_in_the_journal_before_anything_is_sent(self, folder: Path) -> None:
        seen: list[int] = []

        async def send(message: Message) -> None:
            seen.append(visits(folder))

        async def receive() -> Message:
            return {"type": "http.request", "body": b""}

        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "http_version": "1.1",
                 "headers": [AGENT], "client": ("203.0.113.7", 1)}  # fmt: skip
        asyncio.run(Gate(Echo(), folds=False)(scope, receive, send))
        assert seen == [1, 1]

    def test_behind_a_trusted_proxy_the_reader_is_the_one_it_names(self, settings: Settings) -> None:
        page = Echo()
        chain = [(b"x-forwarded-for", b"6.6.6.6, 198.51.100.4")]
        ask(page, headers=chain)
        assert page.environ["REMOTE_ADDR"] == "203.0.113.7"
        settings.TRUSTED_PROXIES = ["203.0.113.7"]
        ask(page, headers=chain)
        assert page.environ["REMOTE_ADDR"] == "198.51.100.4"


def test_only_a_trusted_proxy_says_that_the_reader_came_by_https(settings: Settings) -> None:
    page = Echo()
    headers = [(b"x-forwarded-proto", b"https"), (b"x-forwarded-for", b"198.51.100.4")]
    ask(page, headers=headers, scheme="http")
    assert page.environ["wsgi.url_scheme"] == "http"
    assert "HTTP_X_FORWARDED_PROTO" not in page.environ
    settings.TRUSTED_PROXIES = ["203.0.113.7"]
    ask(page, headers=headers, scheme="http")
    assert page.environ["wsgi.url_scheme"] == "https"


def test_https_tells_browsers_to_keep_to_it_and_the_test_host_is_nobodys() -> None:
    words = "from config import settings as s; print(s.SECURE_HSTS_SECONDS > 0, 'testserver' in s.ALLOWED_HOSTS)"
    facts = {name: value for name, value in os.environ.items() if name != "GIAOBAN_HOSTS"}
    for https, told in (("1", "True False"), ("0", "False False")):
        done = subprocess.run(
            [sys.executable, "-c", words], env=facts | {"GIAOBAN_HTTPS": https}, capture_output=True, text=True
        )
        assert done.stdout.strip() == told


def test_a_body_sent_in_chunks_is_read_whole_and_an_announced_length_is_not_believed() -> None:
    """Django reads as much as CONTENT_LENGTH says; a chunked request announces nothing."""
    seen: list[str] = []

    def pages(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        seen.append(environ["CONTENT_LENGTH"] + environ["wsgi.input"].read().decode())
        start_response("200 OK", HTML)
        return [b""]

    ask(pages, "POST", body=[b"ab", b"c"])
    ask(pages, "POST", headers=[(b"content-length", b"-1")], body=[b"abc"])
    assert seen == ["3abc", "3abc"]
