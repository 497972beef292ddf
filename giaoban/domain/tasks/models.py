"""Tasks: who leads, who cooperates, what is delivered, by when. The origin is a plain reference."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from giaoban.domain.accounts.models import User
from giaoban.domain.orgs.models import Unit


class TaskState(models.TextChoices):
    ASSIGNED = "assigned", "Đã giao"
    IN_PROGRESS = "in_progress", "Đang làm"
    DELIVERED = "delivered", "Chờ nghiệm thu"
    ACCEPTED = "accepted", "Đã nghiệm thu"
    WITHDRAWN = "withdrawn", "Đã rút"


class Task(models.Model):
    title = models.CharField(max_length=400)
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks_led")
    cooperating = models.ManyToManyField(Unit, related_name="tasks_shared", blank=True)
    responsible = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    deliverable = models.CharField(max_length=300)
    deadline = models.DateField()
    state = models.CharField(max_length=12, choices=TaskState, default=TaskState.ASSIGNED)
    percent_done = models.PositiveSmallIntegerField(default=0)
    origin = models.CharField(max_length=120, blank=True, help_text="plain reference, e.g. conferences.conclusion:4")
    origin_label = models.CharField(max_length=300, blank=True)
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks_issued")
    is_public = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["deadline", "id"]
        indexes: ClassVar = [models.Index(fields=["origin"], name="task_by_origin")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(percent_done__lte=100), name="task_percent_at_most_100"),
        ]

    def __str__(self) -> str:
        return self.title


class ProgressKind(models.TextChoices):
    REPORT = "report", "Báo cáo tiến độ"
    DELIVER = "deliver", "Giao sản phẩm"
    RETURN = "return", "Trả lại"
    ACCEPT = "accept", "Nghiệm thu"
    WITHDRAW = "withdraw", "Rút"


class Progress(models.Model):
    """One step in a task's life, with its evidence. Appended, never changed."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="progress")
    kind = models.CharField(max_length=8, choices=ProgressKind)
    percent_done = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
