"""Which edition of the public content is in force: asked of the records themselves, twice a second, in every process.

Whatever changes a public page leaves a line somewhere: acts of the cycle in the audit chain, acts of editors in
Wagtail's two logs. One cheap query reads what came to the three. No message between processes is needed, so none
can be lost.
"""

import logging
import threading
import time
from datetime import date
from enum import IntEnum

from django.db import close_old_connections, connection
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Site

from giaoban.domain.audit.models import Entry
from giaoban.interfaces.gate.saved import SavedPages
from giaoban.interfaces.ui.quiet import QUIET_ACTS
from giaoban.lib import clock

logger = logging.getLogger(__name__)
EVERY = 0.5  # seconds between two looks
# What editors do to a draft.
QUIET_PAGES = ("wagtail.edit", "wagtail.create", "wagtail.lock", "wagtail.unlock")
QUIET_PAGES_LIKE = ("wagtail.comments.", "wagtail.workflow.")
# What only adds: a copy from before it may still be shown while the database is away. Anything else may have
# withdrawn something, and no older copy is shown again.
ADDING_ACTS = ("documents.submit_public_comment",)  # the page of the draft says how many came
ADDING_PAGES = ("wagtail.publish.schedule", "wagtail.schedule.cancel", "wagtail.copy")
PUBLISHING_PAGES = ("wagtail.publish", "wagtail.publish.scheduled")  # adds where it is the page's first time
TAIL = 50  # log rows looked at again; two that are written at once may become visible in either order
AUDIT, PAGES, MODELS = 0, 1, 2  # the three records


class Change(IntEnum):
    """What happened to public content; the greater one decides."""

    NONE = 0
    ADDED = 1
    WITHDREW = 2  # or may have: text was replaced, moved, taken out


class Records:
    """Reads on in the three records from where it read last; what it costs depends on what is new, not on their length.

    Numbers of the audit chain are handed out under a lock, so that those after the last one are new. Wagtail's are
    not: its last rows are looked at again, so that a row that becomes visible late is noticed too.
    """

    def __init__(self) -> None:
        self._last: list[int] = []  # by record; nothing read yet
        self._known: set[tuple[int, int]] = set()

    def look(self) -> Change:
        """Return what happened since the last look; the first one finds nothing (1 query, 2 the first time)."""
        first = not self._last
        if first:
            self._last = _ends()
        rows = [row for row in _rows_after(self._last) if row[:2] not in self._known]
        self._known |= {row[:2] for row in rows}
        self._last = [max([last, *(n for k, n in self._known if k == kind)]) for kind, last in enumerate(self._last)]
        self._known = {(kind, number) for kind, number in self._known if number > self._last[kind] - TAIL}
        return Change.NONE if first else max((_judge(*row) for row in rows), default=Change.NONE)


def _ends() -> list[int]:
    tables = [model._meta.db_table for model in (Entry, PageLogEntry, ModelLogEntry)]
    columns = zip(("number", "id", "id"), tables, strict=True)
    parts = ", ".join(f"(SELECT MAX({column}) FROM {table})" for column, table in columns)  # noqa: S608 - our tables
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}")
        return [int(value or 0) for value in cursor.fetchone()]


def withdrawal_mark() -> str:
    """Return a name for the last withdrawals in the records, the same in every process (1 query).

    Looked for among all rows, so it is asked only at the start and after a withdrawal.
    """
    audit, pages, models, page = (model._meta.db_table for model in (Entry, PageLogEntry, ModelLogEntry, Page))
    quiet = " AND ".join(["log.action NOT LIKE %s"] * len(QUIET_PAGES_LIKE))
    sql = f"""
        SELECT
          (SELECT number FROM {audit} WHERE act NOT IN ({_marks(QUIET_ACTS + ADDING_ACTS)})
            ORDER BY number DESC LIMIT 1),
          (SELECT SUM(id) FROM (SELECT log.id FROM {pages} log LEFT JOIN {page} page ON page.id = log.page_id
            WHERE log.action NOT IN ({_marks(QUIET_PAGES + ADDING_PAGES)}) AND {quiet}
            AND (log.action NOT IN ({_marks(PUBLISHING_PAGES)})
              OR CASE WHEN {_is_first(pages)} THEN 0 ELSE 1 END = 1)
            ORDER BY log.id DESC LIMIT {TAIL}) AS a),
          (SELECT SUM(id) FROM (SELECT id FROM {models} ORDER BY id DESC LIMIT {TAIL}) AS b)
    """  # noqa: S608 - names of our own tables, counts of our own lists
    like = [f"{start}%" for start in QUIET_PAGES_LIKE]
    with connection.cursor() as cursor:
        told = [*QUIET_ACTS, *ADDING_ACTS, *QUIET_PAGES, *ADDING_PAGES, *like, *PUBLISHING_PAGES, *PUBLISHING_PAGES]
        cursor.execute(sql, told)
        return "-".join(str(int(value or 0)) for value in cursor.fetchone())


def _is_first(pages: str) -> str:
    """Return the condition that a row's page was published once only, by its own word and by the log's."""
    return f"""page.first_published_at = page.last_published_at AND NOT EXISTS (SELECT 1 FROM {pages} before
        WHERE before.page_id = log.page_id AND before.id < log.id
        AND before.action IN ({_marks(PUBLISHING_PAGES)}))"""  # noqa: S608 - our tables


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join(["%s"] * len(values))


def _rows_after(last: list[int]) -> list[tuple[int, int, str, int]]:
    """Return record, number, act of the rows to look at, and whether its page was published for the first time."""
    audit, pages, models, page = (model._meta.db_table for model in (Entry, PageLogEntry, ModelLogEntry, Page))
    sql = f"""
        SELECT {AUDIT}, number, act, 0 FROM {audit} WHERE number > %s
        UNION ALL SELECT {PAGES}, log.id, log.action,
            CASE WHEN {_is_first(pages)} THEN 1 ELSE 0 END
            FROM {pages} log LEFT JOIN {page} page ON page.id = log.page_id WHERE log.id > %s
        UNION ALL SELECT {MODELS}, id, action, 0 FROM {models} WHERE id > %s
    """  # noqa: S608 - our tables
    with connection.cursor() as cursor:
        cursor.execute(sql, [last[AUDIT], *PUBLISHING_PAGES, last[PAGES] - TAIL, last[MODELS] - TAIL])
        return list(cursor.fetchall())


def _judge(record: int, _: int, act: str, first: int) -> Change:
    if record == AUDIT:
        quiet, adding = act in QUIET_ACTS, act in ADDING_ACTS
    elif record == PAGES:
        quiet = act in QUIET_PAGES or act.startswith(QUIET_PAGES_LIKE)
        adding = act in ADDING_PAGES or (act in PUBLISHING_PAGES and bool(first))
    else:
        quiet = adding = False
    return Change.NONE if quiet else Change.ADDED if adding else Change.WITHDREW


class Editions(threading.Thread):
    """Looks every half second. Its fields are read by the event loop without a lock: each is one assignment.

    number   goes up when public content changed, or a new day began (pages say "as of today")
    mark     the last withdrawals, by which saved pages are told apart, or ""; it changes before `number`, so it is
             read before that
    floor    copies of an edition before this are never shown again: something was withdrawn
    changed  when `number` went up, by the monotonic clock
    away     the last look failed: the database is away
    """

    def __init__(self, saved: SavedPages | None = None) -> None:
        super().__init__(name="editions", daemon=True)
        self.saved = saved
        self.mark = saved.last_mark() if saved is not None else ""
        self.number = 0
        self.floor = 0
        self.changed = 0.0
        self.looked = 0.0
        self.away = False
        self._records = Records()
        self._entered = False
        self._day: date | None = None
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
            day, change = clock.today(), self._records.look()
            before, self._day = self._day, day
            if change or before != day:
                self._turn(withdrew=change == Change.WITHDREW)
            if self.saved is not None and not self._entered:
                mark = withdrawal_mark()
                self.saved.enter(mark)
                self.mark, self._entered = mark, True
        except Exception as fault:  # whatever it is: a thread that ended would purge nothing more
            if not self.away:
                logger.warning("public content not looked at, saved copies are shown: %s", fault)
            self.away = True
            self._follow_mark()
            return
        self.away = False
        self.looked = time.monotonic()

    def _follow_mark(self) -> None:
        """In an outage, learn from the folder of a withdrawal that another process could still look up."""
        if self.saved is not None and (mark := self.saved.last_mark()) != self.mark:
            self.mark, self._entered = mark, False
            self.floor = self.number + 1
            self.number += 1

    def _turn(self, *, withdrew: bool) -> None:
        # Wagtail keeps the sites' addresses in this process's cache for an hour; another process may have moved them.
        Site.clear_site_root_paths_cache()
        self.changed = time.monotonic()
        if withdrew:
            self.mark, self._entered = "", False  # nothing that is saved is shown until the new mark is known
            if self.saved is not None:
                self.saved.leave()
            self.floor = self.number + 1
        self.number += 1

    def stop(self) -> None:
        """End within a moment."""
        self._over.set()
        if self.is_alive():
            self.join(timeout=1)
