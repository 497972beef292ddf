"""Units with dates. A unit is (code, valid_from): codes are reused and names are not unique."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Level(models.TextChoices):
    PROVINCE = "province", "Tỉnh"
    TOWN = "town", "Huyện, thị xã, thành phố"
    COMMUNE = "commune", "Xã, phường, thị trấn"
    BODY = "body", "Phòng, ban, ngành, hội"


def valid_on(day: date, prefix: str = "") -> Q:
    """Return the condition that a row's validity covers `day`; both ends are inclusive, an open end never ends."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


class UnitQuerySet(models.QuerySet["Unit"]):
    def on(self, day: date) -> UnitQuerySet:
        return self.filter(valid_on(day))


class Unit(models.Model):
    """One unit over one validity: (code, valid_from) is its key, `valid_to` its last day."""

    code = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=150, help_text="with its kind: phường Ba Hàng")
    short_name = models.CharField(max_length=80, help_text="without its kind: Ba Hàng")
    search_name = models.CharField(max_length=150, help_text="folded by lib.text.fold")
    sort_key = models.CharField(max_length=400, help_text="lib.text.collation_key of short_name")
    kind = models.CharField(max_length=40, help_text="phường, xã, thị xã, phòng, ban, hội…")
    level = models.CharField(max_length=10, choices=Level)
    legal_basis = models.CharField(max_length=200, blank=True)
    centre_longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    centre_latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="protocol order among its like")

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["level", "position", "sort_key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_code_and_start_unique"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def holds_on(self, day: date) -> bool:
        """Return whether the unit exists on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Parentage(models.Model):
    """Which unit a unit belongs to, between two dates (last day inclusive)."""

    child = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="parentages")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="childhoods")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child", "valid_from"], name="parentage_one_start_per_child"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="parentage_not_itself"),
        ]


class Succession(models.Model):
    """`predecessor` went into `successor` on a day; a share below 1 says that it was split."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="origins")
    on = models.DateField()
    share = models.DecimalField(max_digits=7, decimal_places=6, default=1)
    decree = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=Q(share__gt=0) & Q(share__lte=1), name="succession_share_0_to_1"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_not_itself"),
        ]


class Sector(models.Model):
    """A field of work (lĩnh vực) of the bloc."""

    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Bloc(models.Model):
    """Units that brief together (khối), led by a coordinating body."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=150)
    coordinator = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="blocs_led")
    territory = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="blocs_within")

    def __str__(self) -> str:
        return self.name


class BlocMembership(models.Model):
    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bloc_memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bloc", "unit", "valid_from"], name="bloc_membership_once"),
        ]


class Boundary(models.Model):
    """A unit's outline as GeoJSON geometry (longitude, latitude), with where it came from."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="boundaries")
    geometry = models.JSONField()
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=20, blank=True)
    imported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit"], name="boundary_one_per_unit")]
