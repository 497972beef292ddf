"""Reading the journals on from where they were read last, in the transaction that adds what they gave."""

import os
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F

from giaoban.domain.visits.models import JournalOffset
from giaoban.domain.visits.operations.adding import add_tallied
from giaoban.domain.visits.rules import Counts, day_of, is_old, tally
from giaoban.lib.clock import VIETNAM

# One transaction folds at most this much (about 90 thousand visits), so that nobody waits long for the lock.
BATCH = 4 * 1024 * 1024


class NotAJournal(ValueError):
    """The file is not named like a visit journal."""


@transaction.atomic
def fold_journal(*, path: Path, at: datetime) -> Counts:
    """Add the journal's finished lines past the stored offset to their day; return what was added.

    Offset and counts change in one transaction, and the offset's row is locked meanwhile: whatever dies or runs
    twice, each line counts once. An unfinished last line waits for the next time, unless the journal is so old at
    `at` that nobody can be writing it. Raises NotAJournal.
    """
    day = day_of(path.name)
    if day is None:
        raise NotAJournal(path.name)
    JournalOffset.objects.get_or_create(journal=path.name, defaults={"day": day})
    row = JournalOffset.objects.select_for_update().get(journal=path.name)
    with path.open("rb") as handle:
        handle.seek(row.offset)
        data = handle.read(BATCH)
        ended = is_old(day, at.astimezone(VIETNAM).date()) and not handle.read(1)
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


def fold_journals(*, folder: Path, at: datetime) -> Counts:
    """Fold every journal of the folder to where it ends now, remove what is folded and old; return what was added.

    What comes meanwhile waits for the next call: a journal that grows without pause would else be folded without
    pause, line by line. A journal is flushed to disk before it is folded: the counts never know of a line that a power
    cut can take from the journal. Where no journal grew this costs one query.
    """
    added = Counts()
    paths = journals_in(folder)
    names = [path.name for path in paths]
    offsets = dict(JournalOffset.objects.filter(journal__in=names).values_list("journal", "offset"))
    for path in paths:
        folded = offsets.get(path.name, 0)
        size = path.stat().st_size
        while size > folded:
            flush(path)
            added = added.plus(fold_journal(path=path, at=at))
            before, folded = folded, offset_of(path)
            if folded == before:  # an unfinished line is all that is left
                break
        remove_if_done(path, folded, at.astimezone(VIETNAM).date())
    return added


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
    """Remove a journal that is folded to its end and more than a week old."""
    day = day_of(path.name)
    if day and is_old(day, today) and path.stat().st_size == folded:
        path.unlink(missing_ok=True)
