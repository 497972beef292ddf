"""A page as the cache keeps it: bytes ready for the wire, plain and compressed once."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b

from django.template.loader import render_to_string
from django.utils import translation

from giaoban.interfaces.gate.bridge import Message, wire_headers

LARGEST = 1024 * 1024  # a longer page is not kept
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")
# Every reading asks us, so that it is counted and current within a second; an unchanged page costs a 304 without a
# body. Outside caches may keep a page, but by language and display (Vary: Cookie), and must ask as well.
REVALIDATE = "public, max-age=0, must-revalidate"
# Where a page can say that it is a saved copy; portal/base.html carries it.
SLOT = b"<!-- saved-copy -->"
_VARY_KNOWN = {"cookie", "accept-encoding", "accept-language"}
_OURS = {"content-length", "content-encoding", "etag", "vary", "last-modified", "cache-status"}


@dataclass(frozen=True)
class Rendered:
    """What Django answered."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header's value, joined where it came several times."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)

    @property
    def is_anybodys(self) -> bool:
        """Whether this may be shown to others who ask for the same: it hands out no cookie and is not private."""
        control = self.header("cache-control").lower()
        vary = {part.strip().lower() for part in self.header("vary").split(",") if part.strip()}
        return not (
            self.header("set-cookie") or any(word in control for word in ("private", "no-store", "no-cache"))
        ) and vary.issubset(_VARY_KNOWN)

    @property
    def is_worth_keeping(self) -> bool:
        """Whether this is a page that was found, and not too long."""
        return self.status == 200 and len(self.body) <= LARGEST and self.is_anybodys


@dataclass(slots=True)
class Wire:
    """One encoding of a copy, made once: the messages to send, and the head as it stands on the wire."""

    start: Message
    body: Message
    head: bytes


@dataclass(slots=True)
class Copy:
    """A kept page. Ages are told by the monotonic clock; `shown_at` is what the page's clock said."""

    rendered: Rendered
    made: float
    edition: int
    lifetime: float
    shown_at: datetime
    language: str
    is_page: bool
    etag: bytes
    plain: Wire
    packed: Wire | None
    unchanged: Wire
    size: int
    read: bool = field(default=False)
    tried: float = field(default=0.0)
    saved: "Copy | None" = field(default=None)


def lifetime_of(rendered: Rendered, usual: float) -> float:
    """Return how many seconds a page may be shown without asking Django: s-maxage where it says so."""
    for part in rendered.header("cache-control").split(","):
        name, _, value = part.strip().partition("=")
        if name == "s-maxage" and value.isdigit():
            return min(float(value), usual)
    return usual


def copy_of(
    rendered: Rendered, *, made: float, edition: int, shown_at: datetime, language: str, usual: float,
    state: str = "giaoban; hit",
) -> Copy:  # fmt: skip
    """Return a page ready to be sent any number of times. Compresses; call it in a thread."""
    etag = f'W/"{blake2b(rendered.body, digest_size=12).hexdigest()}"'.encode()
    control = rendered.header("cache-control") or REVALIDATE
    base = wire_headers((name, value) for name, value in rendered.headers if name.lower() not in _OURS)
    base = [pair for pair in base if pair[0] != b"cache-control"]
    shared = [
        (b"etag", etag),
        (b"cache-control", control.encode("latin-1")),
        (b"vary", b"Accept-Encoding, Cookie"),
        (b"cache-status", state.encode()),
    ]
    plain = _wire(base + shared, rendered.body)
    packed = None
    kind = rendered.header("content-type")
    if kind.startswith(COMPRESSIBLE) and len(rendered.body) > 200:
        packed = _wire([*base, *shared, (b"content-encoding", b"gzip")], _gzip(rendered.body))
    return Copy(
        rendered=rendered, made=made, edition=edition, lifetime=lifetime_of(rendered, usual), shown_at=shown_at,
        language=language, is_page=kind.startswith("text/html"), etag=etag, plain=plain, packed=packed,
        unchanged=_wire_of(304, shared, b""),
        size=2 * len(rendered.body) + (len(packed.body["body"]) if packed else 0) + 4096,
    )  # fmt: skip


def saved_copy_of(copy: Copy) -> Copy:
    """Return the copy with the words that it is one, for while Django or the database is away. Asks no database."""
    rendered = copy.rendered
    if SLOT in rendered.body:
        with translation.override(copy.language):
            banner = render_to_string("ui/_saved_copy.html", {"shown_at": copy.shown_at}).encode()
        rendered = Rendered(rendered.status, rendered.headers, rendered.body.replace(SLOT, banner, 1))
    return copy_of(
        rendered, made=copy.made, edition=copy.edition, shown_at=copy.shown_at, language=copy.language,
        usual=copy.lifetime, state="giaoban; hit; stale; detail=saved-copy",
    )  # fmt: skip


def _wire(headers: list[tuple[bytes, bytes]], body: bytes) -> Wire:
    return _wire_of(200, [*headers, (b"content-length", str(len(body)).encode())], body)


def _wire_of(status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> Wire:
    head = b"".join(b"%b: %b\r\n" % pair for pair in headers) + b"\r\n"
    start: Message = {"type": "http.response.start", "status": status, "headers": headers}
    return Wire(start, {"type": "http.response.body", "body": body, "more_body": False}, head)


def _gzip(body: bytes) -> bytes:
    """Return the body as gzip, without a time in it: the same page gives the same bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


@lru_cache(maxsize=64)
def _takes_gzip(accepted: bytes) -> bool:
    return b"gzip" in accepted and b"gzip;q=0" not in accepted.replace(b" ", b"")


NO_BODY: Message = {"type": "http.response.body", "body": b"", "more_body": False}


def messages_for(copy: Copy, method: str, headers: Mapping[bytes, bytes]) -> tuple[Message, Message]:
    """Return what to send for a copy: 304 for a reader who has it, compressed where the reader can read that."""
    wire = wire_for(copy, headers)
    return wire.start, NO_BODY if method == "HEAD" else wire.body


def bytes_for(copy: Copy, headers: Mapping[bytes, bytes], date: bytes) -> tuple[bytes, bytes, bytes]:
    """Return the same for a GET as it stands on the wire (HTTP/1.1), with the server's `date`."""
    wire = wire_for(copy, headers)
    line = b"HTTP/1.1 200 OK\r\ndate: " if wire.start["status"] == 200 else b"HTTP/1.1 304 Not Modified\r\ndate: "
    return line + date + b"\r\n", wire.head, wire.body["body"]


def wire_for(copy: Copy, headers: Mapping[bytes, bytes]) -> Wire:
    """Return the encoding for a reader."""
    known = headers.get(b"if-none-match")
    if known is not None and (copy.etag in known or known.strip() == b"*"):
        return copy.unchanged
    if copy.packed is not None and _takes_gzip(headers.get(b"accept-encoding", b"")):
        return copy.packed
    return copy.plain
