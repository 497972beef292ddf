"""The block's figures: who is here, today, in all."""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from giaoban.domain.visits.models import DailyVisits, MonthlyVisits
from giaoban.domain.visits.rules import WINDOW, Presence, records, whole_lines
from giaoban.lib.clock import VIETNAM


@dataclass(frozen=True)
class Totals:
    """What the statistics block shows, in visits (online: visitors).

    `total` contains `offset`, the visits an older site had counted before this one took over.
    """

    online: int
    today: int
    total: int
    offset: int

    @property
    def own(self) -> int:
        """What this site counted itself."""
        return self.total - self.offset


@dataclass
class Tail:
    """Follows journals, reading only what is new and at first only the last half hour; one per process."""

    presence: Presence = field(default_factory=Presence)
    read: dict[str, int] = field(default_factory=dict)

    def follow(self, path: Path) -> int:
        """Take in the journal's finished lines that were not read yet; return the bytes of an unfinished last one."""
        try:
            size = path.stat().st_size
            begin = self.read.get(path.name)
            if begin is None:
                begin = _start_of_window(path, size)
            if begin == size:
                self.read[path.name] = size
                return 0
            with path.open("rb") as handle:
                handle.seek(begin)
                data = handle.read(size - begin)
        except FileNotFoundError:
            return 0
        lines, taken = whole_lines(data)
        for record in records(lines):
            self.presence.add(record)
        self.read[path.name] = begin + taken
        return size - begin - taken


def _start_of_window(path: Path, size: int, block: int = 1 << 20) -> int:
    """Return a place at or before the lines of the journal's last half hour, without reading the whole day."""
    begin = size
    last: int | None = None
    with path.open("rb") as handle:
        while begin > 0:
            begin = max(0, begin - block)
            handle.seek(begin)
            found = [record.second for record in records(handle.read(block).split(b"\n"))]
            last = last or (found[-1] if found else None)
            if found and last and found[0] < last - WINDOW:
                break
    return begin


_tail = Tail()
_lock = threading.Lock()


def online_now(at: datetime) -> int:
    """Return how many distinct visitors were seen in the last five minutes (no query; reads the journals' news)."""
    global _tail
    names = sorted(path.name for path in settings.VISITS_DIR.glob("*.journal"))[-2:]
    with _lock:
        if not set(_tail.read) <= set(names):
            _tail = Tail()
        for name in names:
            _tail.follow(settings.VISITS_DIR / name)
        _tail.presence.forget(int(at.timestamp()))
        return _tail.presence.online(int(at.timestamp()))


def totals(at: datetime, *, online: int | None = None) -> Totals:
    """Return online now, today's visits, all visits with the start offset, and that offset (1 query).

    `online` is given by who counts presence in memory; else it is read from the journals.
    """
    today = at.astimezone(VIETNAM).date()
    days, months = DailyVisits._meta.db_table, MonthlyVisits._meta.db_table
    # Written out: every page asks this, and composing it through the query builder takes longer than the answer.
    sql = f"SELECT (SELECT visits FROM {days} WHERE day = %s), (SELECT SUM(visits) FROM {months})"  # noqa: S608 - ours
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.ops.adapt_datefield_value(today)])
        of_today, total = (int(value or 0) for value in cursor.fetchone())
    offset: int = settings.VISITS_START_OFFSET
    return Totals(online_now(at) if online is None else online, of_today, total + offset, offset)
