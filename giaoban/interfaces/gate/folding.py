"""The thread that folds the journals into the database every second, beside the serving."""

import fcntl
import logging
import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from giaoban.domain.visits.operations import fold_journals
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
        self._told = 0.0

    def run(self) -> None:
        """Work until `stop`. A fault (database away, disk full) is told, and tried again: the journal keeps."""
        while True:
            last = self._over.is_set()
            try:
                close_old_connections()
                self.fold()
            except (DatabaseError, OSError) as fault:
                self._tell(fault)
            if last:
                connection.close()
                self._lead.close()
                return
            if self._is_orphan():
                os.kill(os.getpid(), signal.SIGTERM)
                return
            self._over.wait(EVERY)

    def fold(self) -> None:
        """Fold what there is now."""
        at = clock.now()
        self._counter.tick(at)
        if self._lead.taken():
            fold_journals(folder=settings.VISITS_DIR, at=at)
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
            logger.warning("visits not folded yet: %s", fault)
            self._told = now


class Lead:
    """Who folds: a lock that falls with the process that holds it."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._taken = False

    def taken(self) -> bool:
        """Return whether this process leads, taking the lead where nobody has it."""
        if not self._taken:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._taken = True
            except BlockingIOError:
                return False
        return self._taken

    def close(self) -> None:
        """Leave the lead to others."""
        os.close(self._handle)
