"""Counting page views and visits: pseudonym, half-hour memory, lines in the journals before the page is sent."""

import logging
import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from giaoban.domain.visits.rules import Presence, day_number, day_of, day_start, device_of, encode_view, page_key
from giaoban.interfaces.gate.journals import Folder, ViewJournal, VisitJournal
from giaoban.lib.clock import VIETNAM

logger = logging.getLogger(__name__)
WAITING_AT_MOST = 100_000  # page views kept in memory while the disk takes none; about 40 MB
AT_ONCE = 500  # of them, written in one go, so that nobody waits long
OWN = ""  # who reads from this machine itself: a proxy that GIAOBAN_PROXIES does not name, a benchmark
READERS = 65_536  # whose pseudonym is remembered within the day, so that it is not worked out for each page


class NoRoom(OSError):
    """The disk takes nothing and memory is full of what waits: the reader is to come again later."""


@dataclass(slots=True)
class Reader:
    """Who reads, within the day: pseudonym, device, and the second before which nothing is due for them."""

    visitor: str
    device: str
    quiet_until: int = 0


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
        self._presence = Presence()
        self._visits = VisitJournal(self._folder, self._presence)
        days = [day for path in folder.glob("*.journal") if (day := day_of(path.name))]
        if days:  # before anybody is served, and with nobody waiting for the lock
            self._visits.read(max(days))
        self._views = ViewJournal(self._folder)
        self._day = -1
        self._salt = b""
        self._readers: dict[tuple[str, str], Reader] = {}
        self._names: dict[str, int] = {}  # new readers of the day by network; in memory only
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
            second = self._presence.moment(int(at.timestamp()))
            if not self._waiting:
                try:
                    self._write(address, agent, path, referrer, second)
                    return True
                except OSError as fault:
                    logger.error("page views wait in memory, they cannot be written: %s", fault)
            if len(self._waiting) >= WAITING_AT_MOST:
                self._write_waiting()
            if len(self._waiting) >= WAITING_AT_MOST:
                self._turned_away += 1
                raise NoRoom
            self._waiting.append(Reading(address, agent, path, referrer, second))
            self._write_waiting()
            return not self._waiting

    def present(self, *, address: str, agent: str, at: datetime) -> None:
        """Note that somebody has a page open and in sight. No visit; a fault of the disk is let pass."""
        with self._mutex:
            second = self._presence.moment(int(at.timestamp()))
            try:
                self._enter(second)
                visitor = self._reader(address, agent).visitor
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

    def _write(self, address: str, agent: str, path: str, referrer: str, second: int) -> None:
        """Write what is due for a reading. Raises OSError; it may then be tried again, and counts once all the same."""
        self._enter(second)
        reader = self._reader(address, agent)
        if second >= reader.quiet_until:
            if self._presence.judge(reader.visitor, second) is not None:
                self._visits.decide(reader.visitor, second, reads=True)
            reader.quiet_until = self._presence.quiet_until(reader.visitor)
        self._views.append(encode_view(second, reader.device, page_key(path), referrer))

    def _write_waiting(self) -> None:
        """Write up to AT_ONCE readings that wait, oldest first; stop where the disk takes no more.

        What waited past midnight counts in the new day: the old one's salt is gone.
        """
        today = day_start(day_number(self._presence.last))
        try:
            for _ in range(min(AT_ONCE, len(self._waiting))):
                oldest = self._waiting[0]
                self._write(oldest.address, oldest.agent, oldest.path, oldest.referrer, max(oldest.second, today))
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

    def _reader(self, address: str, agent: str) -> Reader:
        """Return who reads. Remembered in a plain table, emptied when full: keeping it in order costs every reading."""
        found = self._readers.get((address, agent))
        if found is None:
            visitor = self._pseudonym(address, agent)
            if not self._presence.knows(visitor) and not self._has_room(network := network_of(address)):
                return Reader(self._pseudonym(network, "\0"), device_of(agent))  # shared, and remembered by nobody
            if len(self._readers) >= READERS:
                self._readers.clear()
            found = self._readers[address, agent] = Reader(visitor, device_of(agent))
        return found

    def _pseudonym(self, address: str, agent: str) -> str:
        return blake2b(f"{address}\0{agent}".encode(), key=self._salt, digest_size=12).hexdigest()

    def _has_room(self, network: str) -> bool:
        """Note one more reader of a network; return whether it may have so many in a day."""
        self._names[network] = count = self._names.get(network, 0) + 1
        return count <= settings.VISITORS_PER_ADDRESS or network == OWN

    def _enter(self, second: int) -> None:
        """Have the journals and the salt of the second's day open."""
        number = day_number(second)
        if number == self._day:
            return
        self._leave_day()
        day = datetime.fromtimestamp(second, VIETNAM).date()
        self._visits.read(day)
        with self._folder.alone():
            self._salt = self._folder.salt(day)
            self._visits.enter(day)
        self._views.enter(day)
        self._day = number

    def _leave_day(self) -> None:
        self._visits.leave()
        self._views.leave()
        self._day, self._salt = -1, b""
        self._readers.clear()
        self._names.clear()


def network_of(address: str) -> str:
    """Return what one client can be behind: an IPv4 address, 64 bits of an IPv6 one, OWN for this machine."""
    try:
        found = ip_address(address)
    except ValueError:  # what a proxy said, or a socket without an address
        return address
    if found.is_loopback:
        return OWN
    return address if found.version == 4 else found.packed[:8].hex()
