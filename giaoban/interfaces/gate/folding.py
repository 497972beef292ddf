"""The thread that folds the journal into the database every two seconds, beside the serving."""

import logging
import os
import signal
import threading

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from giaoban.domain.visits.operations import fold_journals
from giaoban.interfaces.gate.counter import Counter
from giaoban.lib import clock

logger = logging.getLogger(__name__)
EVERY = 2.0  # seconds; the public figures are at most this far behind


class Folding(threading.Thread):
    """Folds at once, then every two seconds, and once more when told to stop."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(name="visits-folding", daemon=True)
        self._counter = counter
        self._over = threading.Event()
        self._parent = os.getppid()

    def run(self) -> None:
        """Work until `stop`. A fault (database away, disk full) is told, and tried again: the journal keeps."""
        while True:
            last = self._over.is_set()
            try:
                self.fold()
            except (DatabaseError, OSError) as fault:
                logger.warning("visits not folded yet: %s", fault)
            if last:
                connection.close()
                return
            if os.getppid() != self._parent:  # the supervisor was killed: do not hold its port
                os.kill(os.getpid(), signal.SIGTERM)
                return
            self._over.wait(EVERY)

    def fold(self) -> None:
        """Fold what there is now."""
        at = clock.now()
        close_old_connections()
        self._counter.tick(at)
        fold_journals(folder=settings.VISITS_DIR, at=at)

    def stop(self) -> None:
        """Fold once more and end; returns when that is done, within two seconds."""
        self._over.set()
        self.join(timeout=2)
