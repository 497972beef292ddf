"""The threads that flush the journals to the disk and fold them into the database every second, beside the serving."""

import fcntl
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from giaoban.domain.visits.operations import JournalsNotFolded, flush_journals, fold_journals
from giaoban.interfaces.gate.counter import Counter
from giaoban.interfaces.gate.figures import LiveFigures
from giaoban.lib import clock

logger = logging.getLogger(__name__)
EVERY = 1.0  # seconds; the public figures are at most two of these behind
TOLD_EVERY = 60.0  # seconds between two warnings of one fault


class Folding(threading.Thread):
    """Folds at once, then every second, and once more when told to stop; keeps the public figures fresh.

    Of several processes on one folder one folds, the others keep themselves informed; when it dies the next one takes
    over. That spares the database work: that each line counts once rests on the offset's row, not on this.
    """

    def __init__(self, counter: Counter) -> None:
        super().__init__(name="visits-folding", daemon=True)
        self.figures = LiveFigures()
        self._counter = counter
        self._over = threading.Event()
        self._lead = Lead(settings.VISITS_DIR / "folding")
        self._flushed: dict[str, int] = {}
        self._flushing = Flushing(self._lead, self._over)
        self._told = 0.0

    def run(self) -> None:
        """Work until `stop`. Any fault is told, and tried again: the journal keeps. However this ends, another
        process can take the lead."""
        self._flushing.start()
        try:
            while True:
                last = self._over.is_set()
                try:
                    close_old_connections()
                    self.fold()
                except Exception as fault:  # whatever it is: a thread that ended would count nothing more
                    self._tell(fault)
                if last:
                    return
                if self._is_orphan():
                    os.kill(os.getpid(), signal.SIGTERM)
                    return
                self._over.wait(EVERY)
        finally:
            self._over.set()
            self._flushing.join()
            self._lead.close()
            connection.close()

    def fold(self) -> None:
        """Fold what there is now, and make the figures anew. A step that fails does not keep the next ones from being
        taken; the first fault is raised after them."""
        at = clock.now()
        faults = [fault for step in (self._counter.tick, self._fold, self._renew) if (fault := _tried(step, at))]
        if faults:
            raise faults[0]

    def _fold(self, at: datetime) -> None:
        if self._lead.taken():
            fold_journals(folder=settings.VISITS_DIR, at=at, flushed=self._flushed)

    def _renew(self, at: datetime) -> None:
        self.figures.renew(online=self._counter.online(at), at=at)

    def stop(self) -> None:
        """Fold once more and end; returns when that is done, within two seconds."""
        self._over.set()
        self.join(timeout=2)

    def _is_orphan(self) -> bool:
        """Whether the supervisor of several workers was killed; its port is not to be held on to."""
        supervisor = multiprocessing.parent_process()
        return supervisor is not None and not supervisor.is_alive()

    def _tell(self, fault: Exception) -> None:
        now = time.monotonic()
        if not self._told or now - self._told >= TOLD_EVERY:
            expected = isinstance(fault, DatabaseError | OSError | JournalsNotFolded)
            logger.warning("visits not folded yet: %s", fault, exc_info=None if expected else fault)
            self._told = now


def _tried(step: Callable[[datetime], None], at: datetime) -> Exception | None:
    """Take a step; return its fault."""
    try:
        step(at)
    except Exception as fault:
        return fault
    return None


class Flushing(threading.Thread):
    """Pushes the journals to the disk every second in the process that folds, however long the database keeps the
    folding waiting: what a power cut can take is what was counted since."""

    def __init__(self, lead: "Lead", over: threading.Event) -> None:
        super().__init__(name="visits-flushing", daemon=True)
        self._lead = lead
        self._over = over
        self._flushed: dict[str, int] = {}
        self._failing = False

    def run(self) -> None:
        """Flush until told that it is over. A fault is told once, and tried again."""
        while not self._over.wait(EVERY):
            if self._lead.held:
                self.flush()

    def flush(self) -> None:
        """Flush once."""
        try:
            faults = flush_journals(folder=settings.VISITS_DIR, flushed=self._flushed)
        except Exception as fault:
            faults = {str(settings.VISITS_DIR): fault}
        if faults and not self._failing:
            logger.error("journals not flushed to disk: %s", faults)
        self._failing = bool(faults)


class Lead:
    """Who folds: a lock that falls with the process that holds it."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self.held = False

    def taken(self) -> bool:
        """Return whether this process leads, taking the lead where nobody has it."""
        if not self.held:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.held = True
            except BlockingIOError:
                return False
        return self.held

    def close(self) -> None:
        """Leave the lead to others."""
        self.held = False
        os.close(self._handle)
