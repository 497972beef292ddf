"""Reading the journals on from where they were read last, in the transaction that adds what they gave."""

import fcntl
import os
from datetime import date, datetime
from pathlib import Path
from typing import IO

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from giaoban.domain.visits.models import JournalOffset
from giaoban.domain.visits.operations.adding import add_tallied
from giaoban.domain.visits.rules import Counts, day_of, is_old, tally
from giaoban.lib.clock import VIETNAM

# One transaction folds at most this much (about 90 thousand visits), so that nobody waits long for the lock.
BATCH = 4 * 1024 * 1024


class NotAJournal(ValueError):
    """The file is not named like a visit journal."""


class JournalsNotFolded(Exception):
    """Some journals could not be folded, for reasons of their own; all others were."""


@transaction.atomic
def fold_journal(*, path: Path, at: datetime, end: int | None = None) -> Counts:
    """Add the journal's finished lines past the stored offset, up to byte `end`, to their day; return what was added.

    Offset and counts change in one transaction, and the offset's row is locked meanwhile: whatever dies or runs
    twice, each line counts once. An unfinished last line waits for the next time, unless the journal is old at `at`
    and nobody has it open to write: a clock that jumps ahead ends no line. Raises NotAJournal.
    """
    day = day_of(path.name)
    if day is None:
        raise NotAJournal(path.name)
    JournalOffset.objects.get_or_create(journal=path.name, defaults={"day": day})
    row = JournalOffset.objects.select_for_update().get(journal=path.name)
    with path.open("rb") as handle:
        left = is_old(day, at.astimezone(VIETNAM).date()) and _is_left(handle)
        handle.seek(row.offset)
        data = handle.read(BATCH if end is None else max(0, min(BATCH, end - row.offset)))
        ended = left and not handle.read(1)
    tallied = tally(data, ended=ended)
    if not tallied.taken:
        return Counts()
    total = tallied.total
    JournalOffset.objects.filter(pk=row.pk).update(
        offset=F("offset") + tallied.taken,
        visits=F("visits") + total.visits,
        visitors=F("visitors") + total.visitors,
        views=F("views") + total.views,
    )
    add_tallied(day, tallied)
    return total


def fold_journals(*, folder: Path, at: datetime, flushed: dict[str, int] | None = None) -> Counts:
    """Fold every journal of the folder to where it ends now, remove what is folded and old; return what was added.

    What comes meanwhile waits for the next call: a journal that grows without pause would else be folded without
    pause, line by line. Every journal is flushed to disk before the database is asked anything, and folded no further
    than it was flushed: the counts never know of a line that a power cut can take from the journal. `flushed` is what
    the caller's last call flushed. Where no journal grew this costs one query.

    A journal that cannot be folded keeps none of the others waiting; then raises JournalsNotFolded, with the first
    fault as its cause. Raises OperationalError or InterfaceError at once: the database is away for all of them.
    """
    flushed = {} if flushed is None else flushed
    faults = flush_journals(folder=folder, flushed=flushed)
    added = Counts()
    offsets = dict(JournalOffset.objects.filter(journal__in=list(flushed)).values_list("journal", "offset"))
    for name in list(flushed):
        try:
            added = added.plus(_fold_to(folder / name, flushed[name], offsets.get(name, 0), at))
        except (OperationalError, InterfaceError):
            raise
        except Exception as fault:
            faults[name] = fault
    if faults:
        raise JournalsNotFolded(", ".join(f"{name} ({fault})" for name, fault in faults.items())) from next(
            iter(faults.values())
        )
    return added


def _fold_to(path: Path, end: int, folded: int, at: datetime) -> Counts:
    """Fold a journal up to `end`; remove it where it is done with."""
    added = Counts()
    while end > folded:
        added = added.plus(fold_journal(path=path, at=at, end=end))
        before, folded = folded, offset_of(path)
        if folded == before:  # an unfinished line is all that is left
            break
    remove_if_done(path, folded, at.astimezone(VIETNAM).date())
    return added


def flush_journals(*, folder: Path, flushed: dict[str, int]) -> dict[str, Exception]:
    """Push to the disk what the journals grew by since `flushed`, which is brought up to date: bytes by name, oldest
    day first. Return the faults by name. Asks no database.
    """
    faults: dict[str, Exception] = {}
    before = dict(flushed)
    flushed.clear()
    for path in journals_in(folder):
        try:
            size = path.stat().st_size
            if size != before.get(path.name):
                flush(path)
            flushed[path.name] = size
        except FileNotFoundError:  # another process was done with it
            continue
        except OSError as fault:
            faults[path.name] = fault
    return faults


def journals_in(folder: Path) -> list[Path]:
    """Return the folder's journals, oldest day first."""
    return sorted(path for path in folder.glob("*-*-*") if day_of(path.name))


def offset_of(path: Path) -> int:
    """Return how many bytes of the journal have been folded (1 query)."""
    return JournalOffset.objects.filter(journal=path.name).values_list("offset", flat=True).first() or 0


def flush(path: Path) -> None:
    """Push what the journal holds down to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fdatasync(handle)
    finally:
        os.close(handle)


def remove_if_done(path: Path, folded: int, today: date) -> None:
    """Remove a journal that is folded to its end, more than a week old and left."""
    day = day_of(path.name)
    if day and is_old(day, today):
        with path.open("rb") as handle:
            if _is_left(handle) and path.stat().st_size == folded:
                path.unlink(missing_ok=True)


def _is_left(handle: IO[bytes]) -> bool:
    """Return whether no process has the journal open to write; none begins to until the handle is closed."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
