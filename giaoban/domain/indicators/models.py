"""Indicators and their figures. Observations are append-only; roll-ups move in the accepting transaction."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from giaoban.domain.orgs.models import Sector, Unit

# 15 digits survive SQLite's numbers exactly; more would not (tests/domain/indicators/test_exactness.py).
MAX_DIGITS, DECIMAL_PLACES = 15, 3


def amount(**kwargs: object) -> models.DecimalField:  # type: ignore[type-arg]
    """Return a column for an exact amount: up to 12 digits before the comma, 3 behind."""
    return models.DecimalField(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES, **kwargs)  # type: ignore[arg-type]


class Direction(models.TextChoices):
    UP = "up", "Cao hơn là tốt"
    DOWN = "down", "Thấp hơn là tốt"
    BAND = "band", "Trong khoảng là tốt"
    NONE = "none", "Không xét hướng"


class OverUnits(models.TextChoices):
    SUM = "sum", "Cộng"
    RATIO = "ratio", "Tổng tử số chia tổng mẫu số"
    TOP = "top", "Chỉ có ở cấp tổng hợp"


class OverTime(models.TextChoices):
    FLOW = "flow", "Phát sinh trong kỳ (cộng các kỳ)"
    STOCK = "stock", "Thời điểm (lấy kỳ cuối)"
    SCHOOL_YEAR = "school_year", "Theo năm học"
    ANNUAL = "annual", "Mỗi năm một lần"
    CUMULATIVE = "cumulative", "Luỹ kế từ đầu chương trình"


class EmptyKind(models.TextChoices):
    VALUE = "value", "Có số liệu"
    NONE_AROSE = "none_arose", "Không phát sinh"
    NOT_REPORTED = "not_reported", "Chưa báo cáo"


class FigureStatus(models.TextChoices):
    OFFICIAL = "official", "Chính thức"
    PRELIMINARY = "preliminary", "Sơ bộ"
    ESTIMATE = "estimate", "Ước"


class Indicator(models.Model):
    """What is measured. A rate is entered as counts: value = scale × Σ numerator ÷ Σ denominator."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100, blank=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    unit_of_measure = models.CharField(max_length=40)
    decimals = models.PositiveSmallIntegerField(default=0, help_text="places shown")
    direction = models.CharField(max_length=5, choices=Direction)
    band_low = amount(null=True, blank=True)
    band_high = amount(null=True, blank=True)
    over_units = models.CharField(max_length=10, choices=OverUnits)
    over_time = models.CharField(max_length=12, choices=OverTime)
    calendar = models.CharField(max_length=20, help_text="periods.rules.Calendar value")
    even_through_year = models.BooleanField(
        default=False, help_text="an evenly spread flow: half a year is measured against half the annual plan"
    )
    numerator_name = models.CharField(max_length=200, blank=True)
    denominator_name = models.CharField(max_length=200, blank=True)
    scale = models.PositiveIntegerField(default=1, help_text="100 for %, 1000 for ‰, 10000 per 10.000")
    may_exceed_whole = models.BooleanField(default=False, help_text="numerator may be above the denominator")
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    definition = models.TextField(blank=True)
    is_key = models.BooleanField(default=False, help_text="shown first: on the glance page and in the article")
    is_public = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sector__position", "position"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(direction="band") | Q(band_low__isnull=False, band_high__isnull=False),
                name="indicator_band_has_both_ends",
            ),
            models.CheckConstraint(
                condition=~Q(over_units="ratio") | (~Q(numerator_name="") & ~Q(denominator_name="")),
                name="indicator_ratio_names_its_counts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ratio(self) -> bool:
        """Whether figures are entered as numerator and denominator."""
        return bool(self.denominator_name)


class SeriesBreak(models.Model):
    """From `on`, figures before and after are not comparable, for the reason given."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="breaks")
    on = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["indicator", "on"], name="series_break_once")]


class Duty(models.Model):
    """A unit reports an indicator between two dates. What is expected of a territory is counted from duties."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="duties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duties")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "unit", "valid_from"], name="duty_once"),
        ]


class Target(models.Model):
    """The plan of a unit for a year. A changed plan is a new revision; the highest revision holds."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    value = amount(help_text="in the indicator's unit of measure; a rate's target is the rate itself")
    source = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "unit", "year", "revision"], name="target_revision_once"),
        ]


class Observation(models.Model):
    """One figure of one unit for one period, one revision. Never changed, never deleted."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="observations")
    period = models.CharField(max_length=12, help_text="periods.rules.Period code, e.g. 2020-H1")
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=EmptyKind, default=EmptyKind.VALUE)
    value = amount(null=True, blank=True)
    numerator = amount(null=True, blank=True)
    denominator = amount(null=True, blank=True)
    status = models.CharField(max_length=12, choices=FigureStatus, default=FigureStatus.OFFICIAL)
    as_of = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=120, help_text="plain reference, e.g. reports.submission:12")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "period", "indicator", "revision"], name="observation_revision_once"
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="value", value__isnull=False, numerator__isnull=True, denominator__isnull=True)
                    | Q(kind="value", value__isnull=True, numerator__isnull=False, denominator__isnull=False)
                    | (~Q(kind="value") & Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True))
                ),
                name="observation_value_or_counts_or_empty",
            ),
        ]


class RollUp(models.Model):
    """Sums over a unit and everything below it, for one indicator and period; moved by every accepted change."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="rollups")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rollups")
    period = models.CharField(max_length=12)
    value = amount(default=0)
    numerator = amount(default=0)
    denominator = amount(default=0)
    reported = models.PositiveIntegerField(default=0, help_text="units with a value or 'none arose'")
    valued = models.PositiveIntegerField(default=0, help_text="units with a value")
    estimated = models.PositiveIntegerField(default=0, help_text="units whose figure is not official")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "period", "indicator"], name="rollup_once"),
            models.CheckConstraint(condition=Q(valued__lte=F("reported")), name="rollup_valued_within_reported"),
        ]
