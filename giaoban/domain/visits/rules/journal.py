"""The journals' lines and names: what a line says, how a torn one is recognised.

A journal is a text file of one day. There are two kinds, both folded into the same counts.

`.journal`, shared by the processes of one folder, written under their lock, holds who was counted and who is here:

    n 5f0b1c2d 3f2a9c0b1d2e4f5a6b7c8d9e 1a2b3c4d\n
    │ │        │                        └ CRC-32 of what stands before it
    │ │        └ the visitor: keyed hash whose key is destroyed at the end of the day
    │ └ seconds since 1970, UTC
    └ n: a visit, the visitor's first of the day; v: a visit; s: here, not counted

numbers in hexadecimal, 45 bytes with the line end.

`.views`, one per process, written without a lock, holds the pages read and says nothing of who read them:

    \np 5f0b1c2d d /tin-tuc/ example.vn 1a2b3c4d\n
      │ │        │ │         └ host of the page that led here; - where none did
      │ │        │ └ the page's path, percent-encoded
      │ │        └ d desktop, t tablet, p phone
      │ └ seconds since 1970, UTC
      └ a page view

Its lines begin with a line end, too: one that a dead process left unfinished spoils only itself.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

LINE_LENGTH = 45
NEW, VISIT, SEEN = "n", "v", "s"
ONLINE = 5 * 60  # seconds after which a visitor is no longer "online now"

# Before rotation a journal's name ended with its machine's mark; such a file is still folded.
_NAME = re.compile(r"^(\d{4}-\d{2}-\d{2})-[0-9a-f]{8}(?:-\d{4}-[0-9a-f]{8})?\.(?:journal|views)$")


@dataclass(frozen=True)
class Record:
    """A line about a visitor: NEW, VISIT or SEEN, the second since 1970, the pseudonym (24 hex digits)."""

    kind: str
    second: int
    visitor: str


@dataclass(frozen=True)
class View:
    """A line about a page read: the second since 1970, device letter, page key, referring host or DIRECT."""

    second: int
    device: str
    page: str
    referrer: str


def encode(record: Record) -> bytes:
    """Return the record as its journal line."""
    body = f"{record.kind} {record.second:08x} {record.visitor}"
    return f"{body} {zlib.crc32(body.encode()):08x}\n".encode()


@lru_cache(maxsize=4096)
def encode_view(second: int, device: str, page: str, referrer: str) -> bytes:
    """Return the line of a page view. Readers of one page in one second share it."""
    body = f"p {second:08x} {device} {page} {referrer}".encode()
    return b"\n%b %08x\n" % (body, zlib.crc32(body))


def decode(line: bytes) -> Record | None:
    """Return what a visitor's line without its line end says; None for a torn or foreign one."""
    if len(line) != LINE_LENGTH - 1 or line[1:2] != b" ":
        return None
    try:
        kind, second, visitor, check = line.decode("ascii").split(" ")
        if int(check, 16) != zlib.crc32(line[:-9]) or kind not in (NEW, VISIT, SEEN) or len(visitor) != 24:
            return None
        return Record(kind, int(second, 16), visitor)
    except ValueError:
        return None


def decode_view(line: bytes) -> View | None:
    """Return what a page view's line without its line ends says; None for a torn or foreign one."""
    try:
        kind, second, device, page, referrer, check = line.decode("ascii").split(" ")
        if kind != "p" or len(check) != 8 or int(check, 16) != zlib.crc32(line[:-9]):
            return None
        return View(int(second, 16), device, page, referrer)
    except ValueError:
        return None


def whole_lines(data: bytes) -> tuple[list[bytes], int]:
    """Return the finished lines of `data` and how many bytes they take; an unfinished last line is left for later."""
    end = data.rfind(b"\n") + 1
    return data[:end].split(b"\n")[:-1], end


def telling(lines: list[bytes]) -> Iterator[bytes]:
    """Yield the lines that still tell something: all but presence from longer than ONLINE before the last line.

    Most of a long day's lines are such: they are told apart by their first bytes, without being read.
    """
    last = next(records(reversed(lines)), None)
    since = b"s %08x" % max(0, last.second - ONLINE if last else 0)
    return (line for line in lines if line[:2] != b"s " or line[:10] >= since)


def records(lines: Iterable[bytes]) -> Iterator[Record]:
    """Yield the sound records of the lines, leaving torn ones out."""
    for line in lines:
        record = decode(line)
        if record is not None:
            yield record


def day_of(name: str) -> date | None:
    """Return the day a journal of this file name belongs to; None for another file."""
    match = _NAME.match(name)
    return date.fromisoformat(match[1]) if match else None


def new_journal_name(day: date, mark: str, number: int, token: str, kind: str = "journal") -> str:
    """Return the name of a day's journal.

    `mark` keeps two machines' journals apart, `number` orders them, `token` makes sure that no name comes twice, not
    even after a file was removed: a stored offset belongs to one file for ever. All in hex digits but the number.
    """
    return f"{day.isoformat()}-{mark}-{number:04d}-{token}.{kind}"


def is_old(day: date, today: date) -> bool:
    """Return whether a folded journal of `day` may be removed: a week is kept for checking."""
    return day < today - timedelta(days=7)
