"""A thread that works beside the serving, every few seconds, until it is told to stop."""

import logging
import threading

from django.db import DatabaseError, close_old_connections, connection

logger = logging.getLogger(__name__)


class Beside(threading.Thread):
    """Calls `work` at once and then every `every` seconds; a fault is told, and it is tried again."""

    called: str
    every: float

    def __init__(self) -> None:
        super().__init__(name=self.called, daemon=True)
        self._over = threading.Event()

    def work(self) -> None:
        """Do what is due. It may raise: what is not done yet is found the next time."""
        raise NotImplementedError

    def run(self) -> None:
        """Work until `stop`."""
        while not self._over.is_set():
            try:
                close_old_connections()
                self.work()
            except DatabaseError as fault:  # away, locked
                logger.warning("%s: not done yet: %s", self.called, fault)
            except Exception:
                logger.exception("%s: not done", self.called)
            self._over.wait(self.every)
        connection.close()

    def stop(self) -> None:
        """End; what was not done yet is found at the next start."""
        self._over.set()
        self.join(timeout=2)
