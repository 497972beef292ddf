"""Counted visits. The journal on disk is the source; these tables are what has been folded in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DailyVisits(models.Model):
    """Visits of one day (00:00 to 24:00 in Vietnam)."""

    day = models.DateField(unique=True)
    visits = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-day"]


class JournalOffset(models.Model):
    """How far a journal file has been folded in and what it gave, stored in the transaction that added its counts.

    Kept when the file is removed, so that a day's visits can always be checked against what its journals gave.
    """

    journal = models.CharField(max_length=120, unique=True)
    day = models.DateField()
    offset = models.PositiveBigIntegerField(default=0)
    visits = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = []
        indexes: ClassVar = [models.Index(fields=["day"], name="journal_by_day")]
