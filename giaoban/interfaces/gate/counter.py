"""Counting page views and visits: pseudonym, half-hour memory, lines in the journals before the page is sent."""

import logging
import threading
from collections import deque
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from giaoban.domain.visits.queries import Tail
from giaoban.domain.visits.rules import day_number, day_start, device_of, encode_view, page_key
from giaoban.interfaces.gate.journals import Folder, ViewJournal, VisitJournal
from giaoban.lib.clock import VIETNAM

logger = logging.getLogger(__name__)
WAITING_AT_MOST = 100_000  # page views kept in memory while the disk takes none; about 40 MB
AT_ONCE = 500  # of them, written in one go, so that nobody waits long
READERS = 65_536  # whose pseudonym is remembered within the day, so that it is not worked out for each page


class NoRoom(OSError):
    """The disk takes nothing and memory is full of what waits: the reader is to come again later."""


class Reading(NamedTuple):
    """One page view: who read what, and when."""

    address: str
    agent: str
    path: str
    referrer: str
    second: int


class Counter:
    """Appends to the day's journals. Safe for several threads, and for several processes on one folder.

    No address and no browser name is stored: a visitor is a hash keyed with the day's salt. When the day ends the salt
    is removed and what memory holds of readers is forgotten; nobody can then tell whose hash it was.
    """

    def __init__(self, folder: Path) -> None:
        self._mutex = threading.Lock()
        self._folder = Folder(folder)
        tail = Tail()
        for path in sorted(folder.glob("*.journal"))[-2:]:
            tail.follow(path)
        self._presence = tail.presence
        self._visits = VisitJournal(self._folder, self._presence)
        self._views = ViewJournal(self._folder)
        self._day = -1
        self._salt = b""
        self._who = lru_cache(READERS)(self._reader)
        self._waiting: deque[Reading] = deque()
        self._turned_away = 0

    def read(self, *, address: str, agent: str, path: str, referrer: str, at: datetime) -> bool:
        """Note that somebody at `address` with the browser `agent` reads the page at `path`, led there by the site
        `referrer` (a host, or "-"); return whether the view stands in the journals.

        Where they cannot be written now, the view waits in memory, in its turn, and is written with the next ones or
        with the next tick. What this acknowledged with True no death of a process takes back. Raises NoRoom where
        memory is full of waiting views too: whoever asks is then turned away rather than served uncounted.
        """
        with self._mutex:
            reading = Reading(address, agent, path, referrer, self._presence.moment(int(at.timestamp())))
            if not self._waiting:
                try:
                    self._write(reading)
                    return True
                except OSError as fault:
                    logger.error("page views wait in memory, they cannot be written: %s", fault)
            if len(self._waiting) >= WAITING_AT_MOST:
                self._write_waiting()
            if len(self._waiting) >= WAITING_AT_MOST:
                self._turned_away += 1
                raise NoRoom
            self._waiting.append(reading)
            self._write_waiting()
            return not self._waiting

    def present(self, *, address: str, agent: str, at: datetime) -> None:
        """Note that somebody has a page open and in sight. No visit; a fault of the disk is let pass."""
        with self._mutex:
            second = self._presence.moment(int(at.timestamp()))
            try:
                self._enter(second)
                visitor, _ = self._who(address, agent)
                if self._presence.judge_presence(visitor, second) is not None:
                    self._visits.decide(visitor, second, reads=False)
            except OSError as fault:
                logger.debug("presence not written: %s", fault)

    def online(self, at: datetime) -> int:
        """Return how many visitors are here now, as far as this process has read."""
        with self._mutex:
            return self._presence.online(int(at.timestamp()))

    def tick(self, at: datetime) -> None:
        """Let time pass: write what waits, read what others wrote, forget who left, destroy a past day's salt."""
        while self._turn_of_waiting():
            pass
        with self._mutex:
            second = self._presence.moment(int(at.timestamp()))
            self._presence.forget(second)
            day = datetime.fromtimestamp(second, VIETNAM).date()
            if day_number(second) != self._day:
                self._leave_day()
                if self._folder.has_journals(day):
                    self._enter(second)
            with self._folder.alone():
                self._folder.destroy_salts(keep=day)
                self._visits.follow()

    def close(self) -> None:
        """Write what waits, if it can be, and let go of the files."""
        while self._turn_of_waiting():
            pass
        with self._mutex:
            if self._waiting:
                logger.error("%d page views could not be written and are lost", len(self._waiting))
            self._leave_day()
            self._folder.close()

    def _write(self, reading: Reading) -> None:
        """Write what is due for a reading. Raises OSError; it may then be tried again, and counts once all the same.

        What waited past midnight counts in the new day: the old one's salt is gone.
        """
        second = max(reading.second, day_start(day_number(self._presence.last)))
        self._enter(second)
        visitor, device = self._who(reading.address, reading.agent)
        if self._presence.judge(visitor, second) is not None:
            self._visits.decide(visitor, second, reads=True)
        self._views.append(encode_view(second, device, page_key(reading.path), reading.referrer))

    def _write_waiting(self) -> None:
        """Write up to AT_ONCE readings that wait, oldest first; stop where the disk takes no more."""
        try:
            for _ in range(min(AT_ONCE, len(self._waiting))):
                self._write(self._waiting[0])
                self._waiting.popleft()
        except OSError as fault:
            logger.debug("still not written: %s", fault)
            return
        if not self._waiting:
            logger.warning("page views are written again; %d readers were turned away meanwhile", self._turned_away)
            self._turned_away = 0

    def _turn_of_waiting(self) -> bool:
        """Write some of what waits; return whether there is more to try."""
        with self._mutex:
            before = len(self._waiting)
            if before:
                self._write_waiting()
            return 0 < len(self._waiting) < before

    def _reader(self, address: str, agent: str) -> tuple[str, str]:
        """Return a reader's pseudonym of the day, and the device."""
        visitor = blake2b(f"{address}\0{agent}".encode(), key=self._salt, digest_size=12).hexdigest()
        return visitor, device_of(agent)

    def _enter(self, second: int) -> None:
        """Have the journals and the salt of the second's day open."""
        number = day_number(second)
        if number == self._day:
            return
        self._leave_day()
        day = datetime.fromtimestamp(second, VIETNAM).date()
        with self._folder.alone():
            self._salt = self._folder.salt(day)
            self._visits.enter(day)
        self._views.enter(day)
        self._day = number

    def _leave_day(self) -> None:
        self._visits.leave()
        self._views.leave()
        self._day, self._salt = -1, b""
        self._who.cache_clear()
