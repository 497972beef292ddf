"""Folding the journals into the counts, exactly once."""

import os
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F

from giaoban.domain.visits.models import DailyVisits, JournalOffset
from giaoban.domain.visits.rules import count_visits, day_of, is_old
from giaoban.lib.clock import VIETNAM

# One transaction folds at most this much (about 90 thousand lines), so that nobody waits long for the lock.
BATCH = 4 * 1024 * 1024


class NotAJournal(ValueError):
    """The file is not named like a visit journal."""


@transaction.atomic
def fold_journal(*, path: Path, at: datetime) -> int:
    """Add the journal's finished lines past the stored offset to its day; return the visits added.

    Offset and counts change in one transaction, and the offset's row is locked meanwhile: whatever dies or runs
    twice, each line counts once. An unfinished last line waits for the next time. `at` is when it is folded.
    Raises NotAJournal.
    """
    day = day_of(path.name)
    if day is None:
        raise NotAJournal(path.name)
    JournalOffset.objects.get_or_create(journal=path.name, defaults={"day": day})
    row = JournalOffset.objects.select_for_update().get(journal=path.name)
    with path.open("rb") as handle:
        handle.seek(row.offset)
        visits, taken = count_visits(handle.read(BATCH))
    if not taken:
        return 0
    JournalOffset.objects.filter(pk=row.pk).update(offset=F("offset") + taken, visits=F("visits") + visits)
    if visits:
        DailyVisits.objects.get_or_create(day=day)
        DailyVisits.objects.filter(day=day).update(visits=F("visits") + visits)
    return visits


def fold_journals(*, folder: Path, at: datetime) -> int:
    """Fold every journal of the folder to its end, remove what is folded and old; return the visits added.

    A journal is flushed to disk before it is folded: the counts never know of a visit that a power cut can take
    from the journal.
    """
    added = 0
    offsets = dict(JournalOffset.objects.values_list("journal", "offset"))
    for path in journals_in(folder):
        folded = offsets.get(path.name, 0)
        while path.stat().st_size > folded:
            flush(path)
            added += fold_journal(path=path, at=at)
            before, folded = folded, offset_of(path)
            if folded == before:  # an unfinished line is all that is left
                break
        remove_if_done(path, folded, at.astimezone(VIETNAM).date())
    return added


def journals_in(folder: Path) -> list[Path]:
    """Return the folder's journals, oldest day first."""
    return sorted(path for path in folder.glob("*.journal") if day_of(path.name))


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
    """Remove a journal that is folded to its end and more than a week old."""
    day = day_of(path.name)
    if day and is_old(day, today) and path.stat().st_size == folded:
        path.unlink(missing_ok=True)
