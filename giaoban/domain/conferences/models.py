"""The conference: programme, delegates, opinions, ballots, conclusions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from giaoban.domain.accounts.models import User
from giaoban.domain.documents.models import Draft, Paper
from giaoban.domain.orgs.models import Bloc, Unit
from giaoban.domain.reports.models import Round, Snapshot
from giaoban.domain.tasks.models import Task


class ConferenceState(models.TextChoices):
    PREPARING = "preparing", "Đang chuẩn bị"
    OPEN = "open", "Đang họp"
    CONCLUDED = "concluded", "Đã kết luận"


class Conference(models.Model):
    title = models.CharField(max_length=300)
    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="conferences")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="conferences")
    snapshot = models.ForeignKey(Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ConferenceState, default=ConferenceState.PREPARING)
    starts_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200)
    invited_on = models.DateField(null=True, blank=True, help_text="the day invitations and papers went out")
    chair_title = models.CharField(max_length=200, help_text="posts of the chair, as printed")
    chair = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    secretary_title = models.CharField(max_length=200)
    secretary = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.title


class ItemKind(models.TextChoices):
    OPENING = "opening", "Thủ tục, khai mạc"
    REPORT = "report", "Báo cáo tổng hợp"
    THEMATIC = "thematic", "Báo cáo chuyên đề"
    DRAFT = "draft", "Dự thảo xin thông qua"
    DISCUSSION = "discussion", "Thảo luận"
    SPEECH = "speech", "Phát biểu"
    CONCLUSION = "conclusion", "Kết luận"
    CLOSING = "closing", "Bế mạc"


class Item(models.Model):
    """One item of the programme, with the paper heard under it."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ItemKind)
    title = models.CharField(max_length=300)
    presenter = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minutes_planned = models.PositiveSmallIntegerField(default=10)
    paper = models.ForeignKey(Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(blank=True, help_text="what was heard, for the minutes")

    class Meta:
        ordering = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["conference", "position"], name="item_position_once")]


class DelegateGroup(models.TextChoices):
    CHAIR = "chair", "Chủ trì, thư ký"
    SUPERIOR = "superior", "Lãnh đạo Ban Tuyên giáo tỉnh"
    DEPARTMENT = "department", "Thủ trưởng các phòng, ban, ngành, hội"
    COMMUNE = "commune", "Tuyên giáo các xã, phường"


class Delegate(models.Model):
    """A seat of a unit, shown by post; the substitute's post is named where one came instead."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="delegates")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=10, choices=DelegateGroup)
    post = models.CharField(max_length=150)
    substitute_post = models.CharField(max_length=150, blank=True)
    may_vote = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()
    checked_in_at = models.DateTimeField(null=True, blank=True)
    absence_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["conference", "position"], name="delegate_seat_once")]


class Disposition(models.TextChoices):
    OPEN = "open", "Chưa trả lời"
    TAKEN = "taken", "Tiếp thu"
    EXPLAINED = "explained", "Giải trình"


class Opinion(models.Model):
    """What a unit said on an item, and the answer it was given."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    disposition = models.CharField(max_length=10, choices=Disposition, default=Disposition.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_at", "id"]


class Basis(models.TextChoices):
    MEMBERS = "members", "tổng số đại biểu có quyền biểu quyết"
    PRESENT = "present", "số đại biểu có mặt có quyền biểu quyết"


class Ballot(models.Model):
    """A named ballot. The majority rule is stored here; the result is computed from votes, never typed."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="ballots")
    question = models.CharField(max_length=400)
    basis = models.CharField(max_length=8, choices=Basis)
    needed_numerator = models.PositiveSmallIntegerField(default=1)
    needed_denominator = models.PositiveSmallIntegerField(default=2)
    strictly_more = models.BooleanField(default=True, help_text="more than the fraction, not merely equal to it")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    members_at_close = models.PositiveSmallIntegerField(null=True, blank=True, help_text="counted when closed")
    present_at_close = models.PositiveSmallIntegerField(null=True, blank=True, help_text="counted when closed")

    class Meta:
        ordering = ["opened_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(needed_denominator__gt=0) & Q(needed_numerator__lte=models.F("needed_denominator")),
                name="ballot_fraction_sound",
            )
        ]


class Choice(models.TextChoices):
    FOR = "for", "Tán thành"
    AGAINST = "against", "Không tán thành"
    OTHER = "other", "Ý kiến khác"


class Vote(models.Model):
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="votes")
    delegate = models.ForeignKey(Delegate, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(max_length=7, choices=Choice)
    cast_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ballot", "delegate"], name="vote_once")]


class Conclusion(models.Model):
    """A numbered conclusion of the chair; it may become a task."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="conclusions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    task = models.OneToOneField(Task, null=True, blank=True, on_delete=models.PROTECT, related_name="conclusion")

    class Meta:
        ordering = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["conference", "number"], name="conclusion_once")]
