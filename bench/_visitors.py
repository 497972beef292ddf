"""Visitors over raw sockets: keep-alive connections that read one answer after the other."""

import asyncio
import resource
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.{0}.{1} Safari/537.36"


def allow_many_connections() -> None:
    """Raise this process's limit of open files to what the system allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def browser_of(number: int) -> str:
    """Return the name of visitor `number`'s browser: what tells visitors behind one address apart."""
    return BROWSER.format(number // 10_000, number % 10_000)


def request_of(url: str, number: int, kind: str = "text/html") -> bytes:
    """Return the bytes of a visitor's GET."""
    parts = urlsplit(url)
    return (
        f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: {browser_of(number)}\r\n"
        f"Accept: {kind}\r\nAccept-Encoding: gzip\r\n\r\n"
    ).encode()


@dataclass
class Line:
    """One keep-alive connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request; return status and body. Raises OSError or EOFError where the server went away."""
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        body = await self.reader.readexactly(int(length or 0))
        return int(head[9:12]), body

    def close(self) -> None:
        """Let go of the connection."""
        self.writer.close()


async def dial(url: str) -> Line:
    """Open a connection to the server of an address. Raises OSError."""
    parts = urlsplit(url)
    return Line(*await asyncio.open_connection(parts.hostname, parts.port))


async def dial_until(url: str, patience: float = 60) -> Line:
    """Open a connection, trying again while the server is away. Raises OSError when the patience is over."""
    over = time.monotonic() + patience
    while True:
        try:
            return await dial(url)
        except OSError:
            if time.monotonic() > over:
                raise
            await asyncio.sleep(0.05)
