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
    """How far a journal file has been folded in, stored in the transaction that added its counts."""

    journal = models.CharField(max_length=120, unique=True)
    offset = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = []
