"""Report regimes, rounds, submissions and what the conference was told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from giaoban.domain.accounts.models import User
from giaoban.domain.indicators.models import EmptyKind, FigureStatus, Indicator, amount
from giaoban.domain.orgs.models import Bloc, Level, Sector, Unit


class Regime(models.Model):
    """A report regime (chế độ báo cáo) with the eleven things Điều 8 of Nghị định 09/2019 asks it to define."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=250)
    content_required = models.TextField()
    reporters = models.CharField(max_length=300)
    receiver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="regimes_received")
    delivery = models.CharField(max_length=200)
    frequency = models.CharField(max_length=12, help_text="periods.rules.Kind value, e.g. half")
    cut_off = models.CharField(max_length=200)
    outline = models.TextField()
    figure_form = models.CharField(max_length=200)
    procedure = models.TextField()
    deadline_text = models.CharField(max_length=250)
    legal_basis = models.CharField(max_length=250)
    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="regimes")
    checks = models.JSONField(default=dict, blank=True, help_text="thresholds and sums, see rules.Checks")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class RegimeDeadline(models.Model):
    """How many working days after the cut-off a level has (at least 1: khoản 5 Điều 8 Nghị định 09/2019)."""

    regime = models.ForeignKey(Regime, on_delete=models.CASCADE, related_name="deadlines")
    level = models.CharField(max_length=10, choices=Level)
    working_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regime", "level"], name="regime_deadline_once_per_level"),
            models.CheckConstraint(condition=models.Q(working_days__gte=1), name="regime_deadline_at_least_a_day"),
        ]


class Section(models.Model):
    """One heading of the report outline (mẫu đề cương) under which a unit writes."""

    regime = models.ForeignKey(Regime, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    hint = models.CharField(max_length=400, blank=True)
    sector = models.ForeignKey(Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["regime", "code"], name="section_once")]


class Round(models.Model):
    """One regime opened for one period."""

    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, related_name="rounds")
    period = models.CharField(max_length=12)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["regime", "period"], name="round_once")]

    def __str__(self) -> str:
        return f"{self.regime_id} {self.period}"


class State(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SIGNED_OFF = "signed_off", "Thủ trưởng đã duyệt"
    SUBMITTED = "submitted", "Đã nộp"
    RETURNED = "returned", "Bị trả lại"
    ACCEPTED = "accepted", "Đã nhận"


class Submission(models.Model):
    """One unit's report for one round. `version` moves with every state change."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    due_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="the first submission decides timeliness")
    accepted_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "unit"], name="submission_once")]
        indexes: ClassVar = [models.Index(fields=["unit", "state"], name="submission_by_unit_state")]

    @property
    def is_late(self) -> bool:
        """Whether the first submission came after the unit's deadline."""
        return self.submitted_at is not None and self.submitted_at > self.due_at


class Transition(models.Model):
    """A step in a submission's life, with the reason where one was given. Appended only."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="transitions")
    from_state = models.CharField(max_length=10, choices=State)
    to_state = models.CharField(max_length=10, choices=State)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]


class Origin(models.TextChoices):
    GRID = "grid", "Nhập trên mạng"
    BLOCK = "block", "Dán từ bảng tính"
    WORKBOOK = "workbook", "Từ tệp bảng tính"


class Cell(models.Model):
    """A figure as the clerk has it now: what was typed, and what was understood. Becomes an Observation on acceptance.

    `understood` is false while `typed` could not be read: the text stays, the amounts are empty.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="cells")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    typed = models.CharField(max_length=500, blank=True)
    typed_denominator = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=12, choices=EmptyKind, default=EmptyKind.NOT_REPORTED)
    value = amount(null=True, blank=True)
    numerator = amount(null=True, blank=True)
    denominator = amount(null=True, blank=True)
    status = models.CharField(max_length=12, choices=FigureStatus, default=FigureStatus.OFFICIAL)
    problem = models.CharField(max_length=300, blank=True, help_text="why the typed text was not understood")
    in_doubt = models.BooleanField(default=False, help_text="read, but another habit reads it differently: 9.120")
    reason = models.CharField(max_length=500, blank=True, help_text="the unit's explanation of a warning")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["submission", "indicator"], name="cell_once")]


class CellRevision(models.Model):
    """What a cell held at one version: its history, and the base of a returning workbook. Appended only."""

    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    typed = models.CharField(max_length=500, blank=True)
    typed_denominator = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=12, choices=EmptyKind)
    value = amount(null=True, blank=True)
    numerator = amount(null=True, blank=True)
    denominator = amount(null=True, blank=True)
    status = models.CharField(max_length=12, choices=FigureStatus)
    problem = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    origin = models.CharField(max_length=10, choices=Origin)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["cell", "-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["cell", "version"], name="cell_revision_once")]


class CellComment(models.Model):
    """A remark on one cell, from the secretary's check or the unit's answer."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="comments")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]


class Narrative(models.Model):
    """What a unit writes under one section; `version` guards against two people writing at once."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="narratives")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["submission", "section"], name="narrative_once")]


class Snapshot(models.Model):
    """The consolidated table and text 'as reported to the conference'. Frozen; later changes are errata beside it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="snapshots")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="the territory consolidated")
    label = models.CharField(max_length=200)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-taken_at"]
