"""The audit chain. Rows are only ever inserted; triggers refuse UPDATE and DELETE (migration 0002)."""

from django.db import models


class Entry(models.Model):
    """One act by one person at one moment, chained to the entry before it by its hash.

    Actors, units and objects are kept as plain references: the audit floor lies below them and outlives them.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor_id = models.PositiveBigIntegerField(null=True)
    actor = models.CharField(max_length=200)
    act = models.CharField(max_length=80, help_text="app.verb_object, e.g. reports.submit_report")
    target = models.CharField(max_length=120, help_text="model:key, e.g. reports.submission:12")
    unit = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["target", "number"], name="audit_by_target")]


class Head(models.Model):
    """Where the chain stands: one row, locked while an entry is appended, so the chain never forks."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
