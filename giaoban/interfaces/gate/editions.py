"""Which edition of the public content is in force: asked of the records themselves, twice a second, in every process.

Whatever changes a public page leaves a line somewhere: acts of the cycle in the audit chain, acts of editors in
Wagtail's two logs. One cheap query looks at the ends of the three. No message between processes is needed, so none
can be lost.
"""

import logging
import threading
import time
from dataclasses import dataclass

from django.db import close_old_connections, connection
from wagtail.models import ModelLogEntry, PageLogEntry, Site

from giaoban.domain.audit.models import Entry
from giaoban.interfaces.ui.quiet import QUIET_ACTS
from giaoban.lib import clock

logger = logging.getLogger(__name__)
EVERY = 0.5  # seconds between two looks
# What editors do to a draft.
QUIET_PAGES = ("wagtail.edit", "wagtail.create", "wagtail.lock", "wagtail.unlock")
QUIET_PAGES_LIKE = ("wagtail.comments.%", "wagtail.workflow.%")
# What only adds: a copy from before it may still be shown while the database is away. Anything else may have
# withdrawn something, and no older copy is shown again.
ADDING_PAGES = (
    "wagtail.publish",
    "wagtail.publish.scheduled",
    "wagtail.publish.schedule",
    "wagtail.schedule.cancel",
    "wagtail.copy",
)
TAIL = 50  # log rows looked at; two that are written at once may become visible in either order


@dataclass(frozen=True)
class Ends:
    """The ends of the three records; `adding` changes with the acts that only add."""

    audit: int
    pages: int
    adding: int
    models: int

    def withdrew(self, later: "Ends") -> bool:
        """Return whether something other than an addition happened between these ends and `later`."""
        return (self.audit, self.pages, self.models) != (later.audit, later.pages, later.models)


def ends() -> Ends:
    """Return the ends of the records (1 query).

    Numbers of the audit chain are handed out under a lock, so its last number says it all. Wagtail's are not: the
    numbers of the last rows are added up, so that a row that becomes visible late is noticed too.
    """
    audit, pages, models = (model._meta.db_table for model in (Entry, PageLogEntry, ModelLogEntry))
    quiet = " AND ".join(["action NOT LIKE %s"] * len(QUIET_PAGES_LIKE))
    sql = f"""
        SELECT
          (SELECT number FROM {audit} WHERE act NOT IN ({_marks(QUIET_ACTS)}) ORDER BY number DESC LIMIT 1),
          (SELECT SUM(id) FROM (SELECT id FROM {pages} WHERE action NOT IN ({_marks(QUIET_PAGES + ADDING_PAGES)})
            AND {quiet} ORDER BY id DESC LIMIT {TAIL}) AS a),
          (SELECT SUM(id) FROM (SELECT id FROM {pages} WHERE action IN ({_marks(ADDING_PAGES)})
            ORDER BY id DESC LIMIT {TAIL}) AS b),
          (SELECT SUM(id) FROM (SELECT id FROM {models} ORDER BY id DESC LIMIT {TAIL}) AS c)
    """  # noqa: S608 - names of our own tables, counts of our own lists
    with connection.cursor() as cursor:
        cursor.execute(sql, [*QUIET_ACTS, *QUIET_PAGES, *ADDING_PAGES, *QUIET_PAGES_LIKE, *ADDING_PAGES])
        return Ends(*(int(value or 0) for value in cursor.fetchone()))


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join(["%s"] * len(values))


class Editions(threading.Thread):
    """Looks every half second. Its fields are read by the event loop without a lock: each is one assignment.

    number   goes up when public content changed, or a new day began (pages say "as of today")
    floor    copies of an edition before this are never shown again: something was withdrawn
    changed  when `number` went up, by the monotonic clock
    away     the last look failed: the database is away
    """

    def __init__(self) -> None:
        super().__init__(name="editions", daemon=True)
        self.number = 0
        self.floor = 0
        self.changed = 0.0
        self.looked = 0.0
        self.away = False
        self._seen: tuple[object, Ends] | None = None
        self._over = threading.Event()

    def run(self) -> None:
        """Look until `stop`. Any fault is told; looking goes on."""
        while True:
            self.look()
            if self._over.wait(EVERY):
                connection.close()
                return

    def look(self) -> None:
        """Look once."""
        try:
            close_old_connections()
            seen = (clock.today(), ends())
        except Exception as fault:  # whatever it is: a thread that ended would purge nothing more
            if not self.away:
                logger.warning("public content not looked at, saved copies are shown: %s", fault)
            self.away = True
            return
        before, self._seen = self._seen, seen
        if before != seen:
            self._turn(withdrew=before is not None and before[1].withdrew(seen[1]))
        self.away = False
        self.looked = time.monotonic()

    def _turn(self, *, withdrew: bool) -> None:
        # Wagtail keeps the sites' addresses in this process's cache for an hour; another process may have moved them.
        Site.clear_site_root_paths_cache()
        self.changed = time.monotonic()
        if withdrew:
            self.floor = self.number + 1
        self.number += 1

    def stop(self) -> None:
        """End within a moment."""
        self._over.set()
        if self.is_alive():
            self.join(timeout=1)
