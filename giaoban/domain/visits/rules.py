"""The visit journal: what a line says, how a torn one is recognised, when a visit counts. Pure Python.

A journal is a text file of one day, appended to by every gate process. One line is

    v 5f0b1c2d 3f2a9c0b1d2e4f5a6b7c8d9e 1a2b3c4d\n
    │ │        │                        └ CRC-32 of what stands before it
    │ │        └ the visitor: keyed hash whose key is destroyed at the end of the day
    │ └ seconds since 1970, UTC
    └ v: a visit, counted; s: seen again, not counted

all fields in hexadecimal, 45 bytes with the line end.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

LINE_LENGTH = 45
VISIT, SEEN = "v", "s"
WINDOW = 30 * 60  # seconds in which one visitor counts once
ONLINE = 5 * 60  # seconds after which a visitor is no longer "online now"
SEEN_EVERY = 30  # seconds between two "seen again" lines of one visitor
STEP_BACK = 24 * 3600  # a clock set back by less is held where it was; by more, it is believed

_NAME = re.compile(r"^(\d{4}-\d{2}-\d{2})-[0-9a-f]{8}\.journal$")


@dataclass(frozen=True)
class Record:
    """One line: the kind (VISIT or SEEN), the second since 1970, the visitor's pseudonym (24 hex digits)."""

    kind: str
    second: int
    visitor: str


def encode(record: Record) -> bytes:
    """Return the record as its journal line."""
    body = f"{record.kind} {record.second:08x} {record.visitor}"
    return f"{body} {zlib.crc32(body.encode()):08x}\n".encode()


def decode(line: bytes) -> Record | None:
    """Return what a line without its line end says; None for a torn or foreign one."""
    if len(line) != LINE_LENGTH - 1 or line[1:2] != b" ":
        return None
    try:
        kind, second, visitor, check = line.decode("ascii").split(" ")
        if int(check, 16) != zlib.crc32(line[:-9]) or kind not in (VISIT, SEEN) or len(visitor) != 24:
            return None
        return Record(kind, int(second, 16), visitor)
    except ValueError:
        return None


def whole_lines(data: bytes) -> tuple[list[bytes], int]:
    """Return the finished lines of `data` and how many bytes they take; an unfinished last line is left for later."""
    end = data.rfind(b"\n") + 1
    return data[:end].split(b"\n")[:-1], end


def records(lines: list[bytes]) -> Iterator[Record]:
    """Yield the sound records of the lines, leaving torn ones out."""
    for line in lines:
        record = decode(line)
        if record is not None:
            yield record


def count_visits(data: bytes) -> tuple[int, int]:
    """Return (visits, bytes taken) of the finished lines of `data`."""
    lines, taken = whole_lines(data)
    return sum(record.kind == VISIT for record in records(lines)), taken


def day_of(name: str) -> date | None:
    """Return the day a journal of this file name belongs to; None for another file."""
    match = _NAME.match(name)
    return date.fromisoformat(match[1]) if match else None


def journal_name(day: date, mark: str) -> str:
    """Return the file name of a day's journal; `mark` (8 hex digits) keeps two machines' journals apart."""
    return f"{day.isoformat()}-{mark}.journal"


def is_old(day: date, today: date) -> bool:
    """Return whether a folded journal of `day` may be removed: a week is kept for checking."""
    return day < today - timedelta(days=7)


@dataclass
class Presence:
    """Who was counted and seen lately, rebuilt from the journal's lines at any time."""

    counted: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    last: int = 0

    def add(self, record: Record) -> None:
        """Take one journal line into account."""
        if record.kind == VISIT:
            self.counted[record.visitor] = record.second
        self.seen[record.visitor] = record.second
        self.last = max(self.last, record.second)

    def moment(self, second: int) -> int:
        """Return the second to write: never before the last one written, unless the clock was far ahead."""
        return self.last if self.last - STEP_BACK < second < self.last else second

    def judge(self, visitor: str, second: int) -> str | None:
        """Return what to write for a visitor who comes now: VISIT, SEEN, or None where nothing is due."""
        counted = self.counted.get(visitor)
        if counted is None or not -STEP_BACK < second - counted < WINDOW:
            return VISIT
        return SEEN if abs(second - self.seen.get(visitor, counted)) >= SEEN_EVERY else None

    def online(self, second: int) -> int:
        """Return how many distinct visitors were seen in the last five minutes before `second`."""
        return sum(moment > second - ONLINE for moment in self.seen.values())

    def forget(self, second: int) -> None:
        """Drop visitors whose window is over: memory follows half an hour's visitors, not the day's."""
        self.counted = {who: at for who, at in self.counted.items() if abs(second - at) < WINDOW}
        self.seen = {who: at for who, at in self.seen.items() if who in self.counted or abs(second - at) < ONLINE}
