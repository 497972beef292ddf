"""What the portal's benchmarks stand on: the machine's name, servers on free ports, wrk, nginx, interleaved rounds."""

import os
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

HOUSE = Path(__file__).resolve().parent.parent
PACKAGES = {"nginx": "nginx-light"}  # where a tool's package has another name
ANSWERED = Counter[str]()  # how many answers wrk got from an address
# Fifty thousand readers with browsers of their own; a robot's name would not be counted.
READERS = """
local number = 0
request = function()
  number = (number * 1103515245 + 12345) % 2147483648
  local browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0." .. number % 50000
  return wrk.format("GET", wrk.path, {["User-Agent"] = browser, ["Accept-Encoding"] = "gzip"})
end
"""


def machine() -> str:
    """Return which machine this is, in one line."""
    cpu = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return (
        f"{cpu[1] if cpu else platform.machine()}, {os.cpu_count()} cores, {platform.platform(terse=True)}, "
        f"Python {platform.python_version()}"
    )


def tools_are_here(*tools: str) -> bool:
    """Return whether programs are here, installing them where that is allowed (Debian, as root)."""
    missing = _missing(tools)
    if missing and os.getuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=False,
                       stdout=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})  # fmt: skip
        missing = _missing(tools)
    if missing:
        print(f"!! LEFT OUT, missing: sudo apt-get install {' '.join(missing)}")
    return not missing


def _missing(tools: tuple[str, ...]) -> list[str]:
    return [PACKAGES.get(tool, tool) for tool in tools if shutil.which(tool) is None]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(url: str) -> bytes:
    """Return what an address answers. Raises URLError."""
    with urlopen(url, timeout=30) as answer:
        return bytes(answer.read())


def fetch_compressed(url: str) -> bytes:
    """Return the bytes an address sends to a browser: compressed. Raises URLError, RuntimeError where they are not."""
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"}), timeout=30) as answer:
        if answer.headers["Content-Encoding"] != "gzip":
            raise RuntimeError(f"{url} is not compressed")
        return bytes(answer.read())


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 240) -> None:
    """Wait until an address answers. Raises RuntimeError where its server ends or the time is over."""
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        try:
            fetch(url)
            return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"{process.args!r} ended with {process.returncode}") from None
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")


@dataclass
class Served:
    """A server of the bench: its address, its process and the folder of its data."""

    url: str
    process: subprocess.Popen[bytes]
    folder: Path


def start(command: list[str], folder: Path, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a server in a process group of its own; what it prints is kept in the folder."""
    with (folder / "server.log").open("ab") as log:
        return subprocess.Popen(
            command, cwd=HOUSE, env={**os.environ, **(env or {})}, stdout=log, stderr=log, start_new_session=True
        )


@contextmanager
def process(command: list[str], url: str, folder: Path, env: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Run a server until the block ends."""
    started = start(command, folder, env)
    try:
        wait_for(url, started)
        yield Served(url, started, folder)
    finally:
        end(started, signal.SIGTERM)


def end(started: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """End a server and what it started, and wait until it is gone."""
    try:
        os.killpg(started.pid, how)
        started.wait(timeout=20)
    except (ProcessLookupError, subprocess.TimeoutExpired):
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that goes away again."""
    with tempfile.TemporaryDirectory(prefix="giaoban-bench-") as folder:
        yield Path(folder)


def environment(folder: Path, **env: str) -> dict[str, str]:
    """Return our site's environment: a folder and, where GIAOBAN_BENCH_DATABASE names one, an empty PostgreSQL."""
    database = os.environ.get("GIAOBAN_BENCH_DATABASE", "")
    told = {"GIAOBAN_DATA": str(folder), "GIAOBAN_DEMO": "1", "DATABASE_URL": database, "PYTHONDONTWRITEBYTECODE": ""}
    return {**os.environ, **told, **env}


def our_command(port: int) -> list[str]:
    """Return what serves our site, the demonstration, with one process."""
    return [sys.executable, "-m", "config.cli", "serve_demo", "--port", str(port), "--workers", "1"]


@contextmanager
def our_site(folder: Path, **env: str) -> Iterator[Served]:
    """Serve the demonstration with one process from its own data; loading it takes half a minute the first time."""
    port = free_port()
    with process(our_command(port), f"http://127.0.0.1:{port}/healthz", folder, environment(folder, **env)) as served:
        served.url = f"http://127.0.0.1:{port}"
        yield served


def article_of(url: str) -> str:
    """Return the address of the newest article of our site at `url`."""
    found = re.search(r'href="(/tin-tuc/[^"/]+/)"', fetch(f"{url}/tin-tuc/").decode())
    if found is None:
        raise RuntimeError("the demonstration has no article")
    return url + found[1]


@contextmanager
def nginx(folder: Path, compressed: bytes) -> Iterator[str]:
    """Serve a compressed page's bytes as a static file by nginx with one worker; gives the address."""
    port = free_port()
    (folder / "www").mkdir()
    (folder / "www" / "page.html").write_bytes(compressed)
    for path in (folder, folder / "www"):
        path.chmod(0o755)
    (folder / "nginx.conf").write_text(f"""
        worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
        {"user root;" if os.getuid() == 0 else ""}
        events {{ worker_connections 1024; }}
        http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type text/html;
                open_file_cache max=10;
                server {{ listen 127.0.0.1:{port} backlog=4096; root {folder}/www;
                          add_header Content-Encoding gzip; }} }}
    """)
    url = f"http://127.0.0.1:{port}/page.html"
    with process(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], url, folder):
        yield url


def wrk(url: str, folder: Path, *, seconds: int = 5, connections: int = 64) -> float:
    """Return the answers per second under load. Raises RuntimeError where any of them was no 2xx."""
    script = folder / "readers.lua"
    script.write_text(READERS)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise RuntimeError(told)
    rate, answers = re.search(r"Requests/sec:\s+([\d.]+)", told), re.search(r"(\d+) requests in", told)
    if rate is None or answers is None:
        raise RuntimeError(told)
    ANSWERED[url] += int(answers[1])
    return float(rate[1])


def medians(measures: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """Return the median of each measure over interleaved rounds, so that a drifting machine touches all alike."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            found[name].append(measure())
    return {name: statistics.median(values) for name, values in found.items()}


def verdict(name: str, value: float, bar: float, *, aim: str = "", at_least: bool = True) -> bool:
    """Print a ratio against its bar; return whether it was met."""
    met = value >= bar if at_least else value <= bar
    sign = "≥" if at_least else "≤"
    print(f"  {name}: {value:.2f}, bar {sign} {bar}{aim}: {'met' if met else 'NOT MET'}")
    return met
