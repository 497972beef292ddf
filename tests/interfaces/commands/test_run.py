"""giaoban run: prepares once, serves, stops when told, refuses a taken port in one line."""

import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.core.management import CommandError
from pytest_django import Settings

from giaoban.interfaces.commands.preparing import key_of, read_stamp, start_over, write_stamp
from giaoban.interfaces.commands.serving import check_port

ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str) -> HTTPResponse | None:
    """Return the answer to one request, read; None where nobody answers."""
    client = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        client.request("GET", path, headers={"User-Agent": "Mozilla/5.0 Firefox/128.0"})
        answer = client.getresponse()
        answer.read()
        return answer
    except OSError:
        return None
    finally:
        client.close()


def start(data: Path, port: int) -> subprocess.Popen[str]:
    """Start `giaoban run` on its own data folder; return once it answers."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from config.cli import main; main()", "run", "--port", str(port)],
        cwd=ROOT, env=os.environ | {"GIAOBAN_DATA": str(data), "DATABASE_URL": ""}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 400
    while get(port, "/healthz") is None:
        assert process.poll() is None, "the server ended"
        assert time.monotonic() < deadline
    return process


def stop(process: subprocess.Popen[str]) -> str:
    """Send SIGTERM; return what was printed until it ended."""
    process.terminate()
    printed, _ = process.communicate(timeout=60)
    return printed


def test_a_first_start_sets_everything_up_and_a_later_one_nothing(tmp_path: Path) -> None:
    port = free_port()
    first = start(tmp_path, port)
    sign_in = get(port, "/dang-nhap/")
    figures = get(port, "/thong-ke/so-lieu")
    portal = [get(port, path) for path in ("/", "/tin-tuc/", "/to-chuc/", "/en/organisation/")]
    printed = stop(first)
    assert "Tạo cơ sở dữ liệu: xong sau" in printed
    assert [page and page.status for page in portal] == [200] * 4
    assert sign_in is not None
    assert sign_in.status == 200
    policy = sign_in.getheader("content-security-policy") or ""
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert sign_in.getheader("x-content-type-options") == "nosniff"
    assert sign_in.getheader("referrer-policy") == "same-origin"
    assert figures is not None
    assert (figures.status, figures.getheader("cache-control")) == (200, "no-store")
    again = start(tmp_path, port)
    printed = stop(again)
    assert printed.splitlines() == [f"Giao Ban: http://127.0.0.1:{port}/   (dừng: Ctrl+C)"]


def test_a_taken_port_is_refused_in_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError) as refusal:
            check_port("127.0.0.1", port)
    assert f"PORT={port + 1}" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_key_follows_every_file(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a")
    before = key_of(tmp_path.iterdir())
    assert key_of(tmp_path.iterdir()) == before
    (tmp_path / "b.css").write_text("b")
    assert key_of(tmp_path.iterdir()) != before


def test_an_unreadable_stamp_means_that_nothing_is_known(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    write_stamp({"demo": "loaded"})
    assert read_stamp() == {"demo": "loaded"}
    (tmp_path / "prepared.json").write_text("{")
    assert read_stamp() == {}


def test_starting_over_never_touches_a_database_that_stands_elsewhere(tmp_path: Path, settings: Settings) -> None:
    kept = tmp_path / "office.sqlite3"
    kept.write_text("work")
    settings.DATA_DIR = tmp_path / "var"
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(kept)}}
    start_over(lambda _: None)
    assert kept.read_text() == "work"
