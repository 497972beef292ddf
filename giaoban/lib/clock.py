"""The one place where the time of day is read.

Doors call `now()` and pass it down; nothing below a door reads a clock. The demonstration moves it: a small
file says which real moment stands for which demonstration moment, and time runs on from there.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

_held: ContextVar[datetime | None] = ContextVar("held", default=None)
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")  # UTC+7, no daylight saving


@dataclass(frozen=True)
class Shift:
    """How far the clock is moved from real time."""

    by: timedelta = timedelta(0)


@lru_cache(maxsize=1)
def _shift_of(path: Path, modified_ns: int) -> Shift:
    stored = json.loads(path.read_text())
    return Shift(datetime.fromisoformat(stored["shown"]) - datetime.fromisoformat(stored["real"]))


# The file last looked at, when (monotonic), and what it said: asked for each counted page, it is read each second.
_looked: tuple[Path, float, Shift] = (Path(), 0.0, Shift())
LOOK_EVERY = 1.0  # seconds after which a clock that another process moved is noticed


def shift() -> Shift:
    """Return the shift in force; none where no clock file stands."""
    global _looked
    path: Path = settings.CLOCK_FILE
    before, moment, told = _looked
    if path is before and time.monotonic() - moment < LOOK_EVERY:
        return told
    try:
        told = _shift_of(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        told = Shift()
    _looked = (path, time.monotonic(), told)
    return told


def is_moved() -> bool:
    """Return whether this installation shows another time than the real one: a demonstration, its figures made up."""
    return bool(shift().by)


def is_real() -> bool:
    """Return whether the clock shows the machine's own time, neither moved nor held."""
    return _held.get() is None and not shift().by


def now() -> datetime:
    """Return the present moment in Vietnam, as this installation sees it."""
    return _held.get() or datetime.now(VIETNAM) + shift().by


@contextmanager
def held(at: datetime) -> Iterator[None]:
    """Let the clock stand at a moment: for a loader that does now what was done then through somebody else's doors."""
    before = _held.set(at)
    try:
        yield
    finally:
        _held.reset(before)


def today() -> date:
    """Return today's date in Vietnam, as this installation sees it."""
    return now().date()


def set_shown(shown: datetime) -> None:
    """Move the clock: from this real moment on it shows `shown` (aware) and runs on."""
    global _looked
    settings.CLOCK_FILE.write_text(json.dumps({"shown": shown.isoformat(), "real": datetime.now(VIETNAM).isoformat()}))
    _looked = (Path(), 0.0, Shift())
