"""Counting a visit: pseudonym, half-hour memory, one line in the journal before the page is acknowledged."""

import fcntl
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path

from giaoban.domain.visits.queries import Tail
from giaoban.domain.visits.rules import Record, encode, journal_name
from giaoban.lib.clock import VIETNAM


class Counter:
    """Appends visits to the day's journal. Safe for several threads, and for several processes on one folder.

    No address and no browser name is stored: a visitor is a hash keyed with the day's salt, and the salt is removed
    when the day ends, after which nobody can tell whose hash it was.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._mutex = threading.Lock()
        self._lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._tail = Tail()
        self._day: date | None = None
        self._salt = b""
        self._journal = -1
        self._path = folder
        with self._alone():
            self._mark = self._stored("mark", secrets.token_hex(4).encode()).decode()
            for path in sorted(folder.glob("*.journal"))[-2:]:
                self._tail.follow(path)

    def visit(self, *, address: str, agent: str, at: datetime) -> bool:
        """Note that somebody at `address` with the browser `agent` reads a page; return whether it counted.

        When this returns, the visit stands in the journal. Raises OSError where it cannot be written; nothing is
        left half-written then.
        """
        with self._mutex:
            second = self._enter(at)
            visitor = blake2b(f"{address}\0{agent}".encode(), key=self._salt, digest_size=12).hexdigest()
            if self._tail.presence.judge(visitor, second) is None:
                return False
            with self._alone():
                torn = self._tail.follow(self._path)
                kind = self._tail.presence.judge(visitor, second)
                if kind is not None:
                    self._append(encode(Record(kind, second, visitor)), torn)
            return kind == "v"

    def tick(self, at: datetime) -> None:
        """Let time pass: forget who is out of the window, and destroy the salt of a day that is over."""
        with self._mutex:
            second = self._tail.presence.moment(int(at.timestamp()))
            self._tail.presence.forget(second)
            day = datetime.fromtimestamp(second, VIETNAM).date()
            if day != self._day:
                self._leave_day()
            with self._alone():
                self._destroy_salts(keep=day)

    def close(self) -> None:
        """Let go of the files."""
        with self._mutex:
            self._leave_day()
            os.close(self._lock)

    def _enter(self, at: datetime) -> int:
        """Return the second to write for `at`, with the journal and salt of its day open."""
        second = self._tail.presence.moment(int(at.timestamp()))
        day = datetime.fromtimestamp(second, VIETNAM).date()
        if day != self._day:
            self._leave_day()
            self._path = self._folder / journal_name(day, self._mark)
            with self._alone():
                self._destroy_salts(keep=day)
                self._salt = self._stored(f"salt-{day}", secrets.token_bytes(32))
                self._journal = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                self._tail.follow(self._path)
            self._day = day
        return second

    def _leave_day(self) -> None:
        if self._journal >= 0:
            os.close(self._journal)
        self._day, self._salt, self._journal = None, b"", -1

    def _append(self, line: bytes, torn: int) -> None:
        """Write one line with one call; a line that a dead process left unfinished is closed off first."""
        size = os.fstat(self._journal).st_size
        data = b"\n" + line if torn else line
        try:
            if os.write(self._journal, data) != len(data):
                raise OSError("visit journal: short write, is the disk full?")
        except OSError:
            os.ftruncate(self._journal, size)
            raise
        self._tail.follow(self._path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes out for a moment; the lock falls with a process that dies."""
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_UN)

    def _stored(self, name: str, fresh: bytes) -> bytes:
        """Return what the small file holds, making it with `fresh` where there is none. Called alone."""
        path = self._folder / name
        if not path.exists() or not path.stat().st_size:
            making = path.with_suffix(".new")
            with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
                handle.write(fresh)
            making.rename(path)
        return path.read_bytes()

    def _destroy_salts(self, keep: date) -> None:
        for path in self._folder.glob("salt-*"):
            if path.name != f"salt-{keep}":
                path.unlink(missing_ok=True)
