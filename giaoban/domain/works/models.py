"""Works, their milestones, and what happened to them. A plan and what was told of it are appended, never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from giaoban.domain.accounts.models import User
from giaoban.domain.orgs.models import Sector, Unit
from giaoban.lib import text


class WorkKind(models.TextChoices):
    SCHOOL = "school", "Trường học"
    HEALTH = "health", "Cơ sở y tế"
    WATER = "water", "Nước sạch, môi trường"
    CULTURE = "culture", "Văn hoá, thể thao"
    ROAD = "road", "Giao thông, hạ tầng"
    OTHER = "other", "Công trình khác"


class Work(models.Model):
    """A work in the register of `keeper`, the coordinating body; `owner` builds it and reports on it."""

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=8, choices=WorkKind)
    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="works_kept")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="works_owned")
    sector = models.ForeignKey(Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="works")
    place = models.CharField(max_length=200, help_text="in words: tổ dân phố 3, phường Ba Hàng")
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    budget_dong = models.PositiveBigIntegerField(null=True, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(default=False)
    shown_at = models.DateTimeField(null=True, blank=True, help_text="when it was last made public or withdrawn")
    shown_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes: ClassVar = [models.Index(fields=["keeper"], condition=Q(is_public=True), name="work_public")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False)
                & Q(longitude__gte=-180, longitude__lte=180, latitude__gte=-90, latitude__lte=90),
                name="work_place_whole_and_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        """The name as it stands in an address."""
        return text.slug(self.name) or "cong-trinh"


class Milestone(models.Model):
    """A step of the plan: its weight in the whole and the day it is to be finished."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField()
    planned_on = models.DateField()

    class Meta:
        ordering = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["work", "position"], name="milestone_place_once")]

    def __str__(self) -> str:
        return self.name


class Report(models.Model):
    """What was told of a milestone: finished on a day, or (no day) that this was a mistake. The last one holds."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="reports")
    finished_on = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]


class Payment(models.Model):
    """Money paid out on a work, in đồng; what was recovered, or recorded by mistake, is a negative one."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField()
    amount_dong = models.BigIntegerField()
    text = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(amount_dong=0), name="payment_not_nothing")]
