"""The two journals a counter writes: visits, shared under a lock, and page views, this process's own."""

import fcntl
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from giaoban.domain.visits.rules import (
    Presence,
    Record,
    encode,
    new_journal_name,
    records,
    telling,
    whole_lines,
)

ROTATED_AT = 16 * 1024 * 1024  # bytes after which a journal is left for the next one
# How often the lock is tried, and seconds between: the event loop waits here, so fifty milliseconds at most.
TRIES, PAUSE = 100, 0.0005
_NUMBER = re.compile(r"-(\d{4})-[0-9a-f]{8}\.journal$")


class Folder:
    """The journals' folder: its lock, its small files. One per process."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        self._lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._held_up = False
        mark = path / "mark"
        self.mark = mark.read_text() if mark.exists() else ""
        if not self.mark:
            with self.alone():
                self.mark = self.stored("mark", secrets.token_hex(4).encode()).decode()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes out for a moment; the lock falls with a process that dies.

        Raises OSError where another one does not let go of it (it was stopped, or its disk hangs); until it does,
        each further call tries once.
        """
        self._lock_soon()
        try:
            yield
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_UN)

    def _lock_soon(self) -> None:
        for left in reversed(range(1 if self._held_up else TRIES)):
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._held_up = False
                return
            except BlockingIOError:
                if left:
                    time.sleep(PAUSE)
        self._held_up = True
        raise OSError("visits: another process does not let go of the folder's lock")

    def stored(self, name: str, fresh: bytes) -> bytes:
        """Return what the small file holds, making it with `fresh` where there is none. Called alone."""
        path = self.path / name
        if not path.exists() or not path.stat().st_size:
            making = path.with_suffix(".new")
            with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
                handle.write(fresh)
            making.rename(path)
        return path.read_bytes()

    def salt(self, day: date) -> bytes:
        """Return the day's salt, and destroy those of past days. Called alone."""
        self.destroy_salts(keep=day)
        return self.stored(f"salt-{day}", secrets.token_bytes(32))

    def destroy_salts(self, keep: date) -> None:
        """Destroy past days' salts, and what a clock that was far ahead made. Called alone.

        The next day's stays: a process that is late over midnight must not take it from those that write with it.
        """
        kept = {f"salt-{keep}", f"salt-{keep + timedelta(days=1)}"}
        for path in self.path.glob("salt-*"):
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def has_journals(self, day: date) -> bool:
        """Return whether somebody was counted on the day."""
        return any(self.path.glob(f"{day}-*.journal"))

    def opened(self, name: str) -> int:
        """Open a journal to append to, making it; its name is on the disk before its lines are.

        It stays locked (shared) while it is open: who folds it then does not take it for one that was left.
        """
        path = self.path / name
        made = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            if not os.fstat(handle).st_nlink:
                raise OSError(f"visits: {name} was removed meanwhile")
        except OSError:
            os.close(handle)
            raise
        if made:
            folder = os.open(self.path, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        return handle

    def close(self) -> None:
        """Let go of the lock."""
        os.close(self._lock)


class VisitJournal:
    """Who was counted, agreed between processes: each decision is made under the lock, after reading the others'."""

    def __init__(self, folder: Folder, presence: Presence) -> None:
        self._folder = folder
        self._presence = presence
        self._day = date.min  # none read yet
        self._handle = -1
        self._name = ""
        self._number = 0
        self._read: dict[str, int] = {}  # bytes of each of the day's journals

    def read(self, day: date) -> None:
        """Take in what the day has brought so far and was not read yet. Long for a long day, and needs no lock."""
        if day != self._day:
            self._presence.start_day()
            self._read.clear()
            self._day = day
        for path in sorted(self._folder.path.glob(f"{day}-*.journal")):
            begin = self._read.setdefault(path.name, 0)
            if path.stat().st_size > begin:
                with path.open("rb") as handle:
                    handle.seek(begin)
                    self._read[path.name] += self._take(handle.read())

    def enter(self, day: date) -> None:
        """Open the day's journal, and read what came since `read`. Called alone."""
        self.leave()
        self.read(day)
        own = [name for name in sorted(self._read) if _NUMBER.search(name) and f"-{self._folder.mark}-" in name]
        self._open(own[-1] if own else self._new_name(1))

    def decide(self, visitor: str, second: int, *, reads: bool) -> None:
        """Write what is due for a visitor who reads, or who is only here. Raises OSError, with nothing written."""
        with self._folder.alone():
            self.follow()
            judge = self._presence.judge if reads else self._presence.judge_presence
            kind = judge(visitor, second)
            if kind is not None:
                self._append(Record(kind, second, visitor))

    def follow(self) -> None:
        """Take in what other processes wrote. Called alone."""
        while self._handle >= 0:
            size = os.fstat(self._handle).st_size
            begin = self._read[self._name]
            if size > begin:
                self._read[self._name] += self._take(os.pread(self._handle, size - begin, begin))
            if size < ROTATED_AT:
                return
            self._turn()

    def leave(self) -> None:
        """Close the journal."""
        if self._handle >= 0:
            os.close(self._handle)
        self._handle = -1

    def _take(self, data: bytes) -> int:
        lines, taken = whole_lines(data)
        for record in records(telling(lines)):
            self._presence.add(record)
        return taken

    def _append(self, record: Record) -> None:
        """Write one line with one call; a line that a dead process left unfinished is closed off first."""
        size = os.fstat(self._handle).st_size
        line = encode(record)
        data = b"\n" + line if size > self._read[self._name] else line
        try:
            if os.write(self._handle, data) != len(data):
                raise OSError("visit journal: short write, is the disk full?")
        except OSError:
            os.ftruncate(self._handle, size)
            raise
        self._read[self._name] = size + len(data)
        self._presence.add(record)

    def _turn(self) -> None:
        """Go on to the next journal of the day, which another process may have made."""
        made = sorted(self._folder.path.glob(f"{self._day}-{self._folder.mark}-{self._number + 1:04d}-*.journal"))
        handle = self._handle
        self._open(made[0].name if made else self._new_name(self._number + 1))
        os.close(handle)

    def _new_name(self, number: int) -> str:
        return new_journal_name(self._day, self._folder.mark, number, secrets.token_hex(4))

    def _open(self, name: str) -> None:
        self._handle = self._folder.opened(name)
        found = _NUMBER.search(name)
        self._name, self._number = name, int(found[1]) if found else 1
        self._read.setdefault(name, 0)


class ViewJournal:
    """The page views of this process: lines without a lock. A new file per process, day and 16 MB."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._day = date.min  # none entered yet
        self._handle = -1
        self._number = 0
        self._size = 0

    def enter(self, day: date) -> None:
        """Go over to a day; its file is made with its first line."""
        self.leave()
        self._day, self._number = day, 0

    def append(self, line: bytes) -> None:
        """Write one line. Raises OSError; what was written of the line then counts nowhere."""
        if self._handle < 0 or self._size >= ROTATED_AT:
            self._open()
        written = os.write(self._handle, line)
        self._size += written
        # A line that lacks its last byte only is whole: the next one begins with a line end.
        if written < len(line) - 1:
            raise OSError("view journal: short write, is the disk full?")

    def leave(self) -> None:
        """Close the journal."""
        if self._handle >= 0:
            os.close(self._handle)
        self._handle = -1

    def _open(self) -> None:
        token = secrets.token_hex(4)
        name = new_journal_name(self._day, self._folder.mark, self._number + 1, token, kind="views")
        handle = self._folder.opened(name)
        self.leave()
        self._handle, self._size, self._number = handle, 0, self._number + 1
