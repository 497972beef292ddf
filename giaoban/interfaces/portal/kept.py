"""Pieces that many public pages share, kept in this process while the records they are made from stand as they are.

A piece is made without the request: whatever it shows it was handed by name, and those values are its key. So nothing
of a reader can get into it, and it may be shown to anybody. Acts leave a line in the audit chain or in Wagtail's two
logs; every page looks at their ends first (1 query), so that a piece from before the last act is never shown. Acts
that no public page shows (QUIET_ACTS) leave the pieces as they are.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from typing import NamedTuple, TypeVar, cast

from django.db import connection
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import ModelLogEntry, PageLogEntry, Site

from giaoban.domain.audit.models import Entry
from giaoban.interfaces.ui.quiet import QUIET_ACTS
from giaoban.lib import clock

AT_MOST = 60.0  # seconds, for what was changed past the operations, as the gate keeps its pages
ROOM = 512  # pieces; the longest is the map's, about 20 KB
TAIL = 50  # log rows looked at; two that are written at once may become visible in either order


Piece = TypeVar("Piece")


class Standing(NamedTuple):
    """The ends of the three records, quiet acts left out, and the day: pages say “as of today”."""

    audit: int
    pages: int
    models: int
    day: date


_kept: OrderedDict[Hashable, tuple[Standing, float, object]] = OrderedDict()
_lock = threading.Lock()
_seen: Standing | None = None
# The number up to which the audit chain was looked at, and of the last act up to there that is not quiet.
_looked: tuple[int, int] = (0, 0)


def standing() -> Standing:
    """Return where the records stand (1 query; 1 more where the chain is shorter than before: a restored database).

    Numbers of the audit chain are handed out under a lock: behind the last one seen nothing comes to light later, and
    a day of quiet acts is not walked through for every page.
    """
    global _looked
    looked, loud = _looked
    audit, pages, models = (model._meta.db_table for model in (Entry, PageLogEntry, ModelLogEntry))
    quiet = ", ".join(["%s"] * len(QUIET_ACTS))
    sql = f"""SELECT (SELECT MAX(number) FROM {audit}),
        (SELECT number FROM {audit} WHERE number > %s AND act NOT IN ({quiet}) ORDER BY number DESC LIMIT 1),
        (SELECT SUM(id) FROM (SELECT id FROM {pages} ORDER BY id DESC LIMIT {TAIL}) AS a),
        (SELECT SUM(id) FROM (SELECT id FROM {models} ORDER BY id DESC LIMIT {TAIL}) AS b)"""  # noqa: S608 - our tables
    with connection.cursor() as cursor:
        cursor.execute(sql, [looked, *QUIET_ACTS])
        end, louder, pages_end, models_end = (int(value or 0) for value in cursor.fetchone())
    if end < looked:
        _looked = (0, 0)
        return standing()
    loud = louder or loud
    _looked = end, loud
    return Standing(loud, pages_end, models_end, clock.today())


def standing_for(request: HttpRequest | None) -> Standing | None:
    """Return where the records stood when the request first asked (1 query, once a request).

    None where nothing may be kept or taken: previews, and requests that may write, whose own writes may yet be undone.
    """
    if request is None or request.method not in {"GET", "HEAD"} or getattr(request, "is_preview", False):
        return None
    found: Standing | None = getattr(request, "portal_standing", None)
    if found is None:
        found = request.portal_standing = standing()  # type: ignore[attr-defined]
        _notice(found)
    return found


def _notice(found: Standing) -> None:
    global _seen
    if found != _seen:
        # Wagtail keeps the sites' addresses in this process for an hour; another process may have moved them.
        Site.clear_site_root_paths_cache()
        _seen = found


def keep(request: HttpRequest | None, name: str, told: Hashable, make: Callable[[], Piece]) -> Piece:
    """Return the piece `name` in the reader's language for what it was told, made anew where anything has changed.

    `told` is all that the piece depends on besides the records. A piece is shown to many threads: never change it.
    """
    at = standing_for(request)
    if at is None:
        return make()
    key = (name, get_language(), told)
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
    if found is not None and found[0] == at and time.monotonic() - found[1] < AT_MOST:
        return cast(Piece, found[2])
    piece = make()
    with _lock:
        _kept[key] = (at, time.monotonic(), piece)
        _kept.move_to_end(key)
        while len(_kept) > ROOM:
            _kept.popitem(last=False)
    return piece


def forget() -> None:
    """Make every piece anew next time."""
    global _looked
    _looked = (0, 0)
    with _lock:
        _kept.clear()
