"""Who calls, and over what: the word of a proxy is taken only from proxies named in GIAOBAN_PROXIES."""

from collections.abc import Container
from typing import NamedTuple

from giaoban.interfaces.gate.countable import Headers


class Caller(NamedTuple):
    """A reader's address, and http or https as the reader sees it."""

    address: str
    scheme: str


def caller_of(client: tuple[str, int] | None, scheme: str, headers: Headers, trusted: Container[str]) -> Caller:
    """Return the reader's address and scheme: the connection's, or what a trusted proxy says of its own client."""
    address = str(client[0]) if client else ""
    if address not in trusted:
        return Caller(address, scheme)
    told = headers.get(b"x-forwarded-proto", b"").rpartition(b",")[2].strip().lower()
    if told in {b"http", b"https"}:
        scheme = told.decode()
    chain = headers.get(b"x-forwarded-for", b"").decode("latin-1").split(",")
    for hop in reversed([hop.strip() for hop in chain if hop.strip()]):
        address = hop
        if hop not in trusted:
            break
    return Caller(address, scheme)


def headers_of(pairs: list[tuple[bytes, bytes]]) -> Headers:
    """Return the headers by name; those that came several times are joined, cookies as cookies."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found = {}
    for name, value in pairs:
        joint = b"; " if name == b"cookie" else b", "
        found[name] = found[name] + joint + value if name in found else value
    return found
