"""The outbox: a notice is queued in the transaction of the act it speaks of, and shown to its reader."""

from django.db import models
from django.db.models import Q


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)

    def of(self, recipient_id: int) -> "NoticeQuerySet":
        return self.filter(recipient_id=recipient_id)


class Notice(models.Model):
    """One message to one person. The recipient is a plain user id: accounts stand above this floor."""

    recipient_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60, help_text="app.event, e.g. reports.returned")
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    target = models.CharField(max_length=120, blank=True, help_text="model:key of what it speaks of")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["recipient_id", "-created_at"], name="notices_by_recipient"),
            models.Index(fields=["recipient_id"], condition=Q(read_at__isnull=True), name="notices_unread"),
        ]
