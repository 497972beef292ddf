"""Counted visits. The journals on disk are the source; these tables are what has been folded in."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

UNKNOWN_HOUR = 24  # visits counted before hours were kept


class Counted(models.Model):
    """Visits, visitors (each day's are counted once; a longer span holds the sum of its days) and page views."""

    visits = models.PositiveBigIntegerField(default=0)
    visitors = models.PositiveBigIntegerField(default=0)
    views = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True


class HourlyVisits(Counted):
    """One hour of one day in Vietnam. A visitor stands in the hour of the day's first visit."""

    day = models.DateField()
    hour = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["day", "hour"], name="one_row_per_hour")]


class DailyVisits(Counted):
    """One day (00:00 to 24:00 in Vietnam)."""

    day = models.DateField(unique=True)

    class Meta:
        ordering = ["-day"]


class MonthlyVisits(Counted):
    """One month, by its first day."""

    month = models.DateField(unique=True)


class Span(StrEnum):
    """How much time a row of ViewsBy stands for."""

    DAY = "d"
    MONTH = "m"
    YEAR = "y"


class Dimension(StrEnum):
    """What page views are told apart by. The rows of one dimension sum to all views of their span."""

    PAGE = "page"
    REFERRER = "referrer"
    DEVICE = "device"


class ViewsBy(models.Model):
    """Page views of a day, month or year (`start` is its first day) under one page, referring host or device class."""

    dimension = models.CharField(max_length=10)
    span = models.CharField(max_length=1)
    start = models.DateField()
    key = models.CharField(max_length=300)
    views = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dimension", "span", "start", "key"], name="one_row_per_key")
        ]
        indexes: ClassVar = [models.Index(fields=["dimension", "key", "span"], name="views_of_a_key")]


class JournalOffset(Counted):
    """How far a journal file has been folded in and what it gave, stored in the transaction that added its counts.

    Kept when the file is removed, so that a day's counts can always be checked against what its journals gave.
    """

    journal = models.CharField(max_length=120, unique=True)
    day = models.DateField()
    offset = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = []
        indexes: ClassVar = [models.Index(fields=["day"], name="journal_by_day")]
