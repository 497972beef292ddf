"""The register of papers and their number series; drafts, and what the public says of them.

An issued paper is replaced by another, never edited.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from giaoban.domain.accounts.models import User
from giaoban.domain.orgs.models import Unit


class System(models.TextChoices):
    STATE = "state", "Nhà nước"
    PARTY = "party", "Đảng"


class PaperType(models.TextChoices):
    """Types in use here; abbreviations per system stand in documents.rules."""

    REPORT = "report", "Báo cáo"
    MINUTES = "minutes", "Biên bản"
    NOTICE = "notice", "Thông báo"
    REGULATION = "regulation", "Quy chế"
    DECISION = "decision", "Quyết định"
    DIRECTIVE = "directive", "Chỉ thị"
    RESOLUTION = "resolution", "Nghị quyết"
    CONCLUSION = "conclusion", "Kết luận"
    PLAN = "plan", "Kế hoạch"
    GUIDANCE = "guidance", "Hướng dẫn"
    LETTER = "letter", "Công văn"


class Organ(models.Model):
    """Who issues papers: the lines at the top left, the code in the symbol, the system whose layout holds."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="organ")
    system = models.CharField(max_length=5, choices=System)
    superior_line = models.CharField(max_length=150)
    name_line = models.CharField(max_length=150)
    code = models.CharField(max_length=30, help_text="e.g. BTGThU; local practice varies, so it is data")
    place = models.CharField(max_length=80)
    signer_title = models.CharField(max_length=80, help_text="e.g. TRƯỞNG BAN")

    def __str__(self) -> str:
        return f"{self.superior_line} / {self.name_line}"


class Term(models.Model):
    """A congress term (nhiệm kỳ): Party numbers run through it, one series per type."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="terms")
    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organ", "starts_on"], name="term_once")]


class NumberSeries(models.Model):
    """The last number given in one series: (organ, type, calendar year) or (organ, type, congress term)."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="series")
    paper_type = models.CharField(max_length=12, choices=PaperType)
    span = models.CharField(max_length=20, help_text="'2020' for a State year, 'term:3' for a Party term")
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organ", "paper_type", "span"], name="number_series_once")
        ]


class Direction(models.TextChoices):
    OUT = "out", "Văn bản đi"
    IN = "in", "Văn bản đến"


class PaperQuerySet(models.QuerySet["Paper"]):
    def light(self) -> PaperQuerySet:
        """Leave file bytes and facts in the database: lists do not need them."""
        return self.defer("content", "facts")

    def issued(self) -> PaperQuerySet:
        return self.filter(direction=Direction.OUT)


class Paper(models.Model):
    """A paper in the register. Outgoing ones are frozen at issue: file bytes, its hash and the facts behind it."""

    direction = models.CharField(max_length=3, choices=Direction)
    organ = models.ForeignKey(
        Organ, on_delete=models.PROTECT, related_name="papers", help_text="in whose register it stands"
    )
    organ_name = models.CharField(max_length=200, help_text="who issued it, as printed")
    paper_type = models.CharField(max_length=12, choices=PaperType)
    series = models.ForeignKey(NumberSeries, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    number = models.PositiveIntegerField(null=True, blank=True)
    symbol = models.CharField(max_length=60, blank=True, help_text="as printed: Số 12-TB/BTGThU")
    abstract = models.CharField(max_length=400)
    search_text = models.CharField(max_length=1000, help_text="folded by lib.text.fold")
    adopted_on = models.DateField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    in_force_on = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    origin = models.CharField(max_length=120, blank=True, help_text="plain reference, e.g. conferences.conference:3")
    signer = models.CharField(max_length=150, blank=True)
    facts = models.JSONField(default=dict, help_text="what the file was made from, frozen at issue")
    content = models.BinaryField(null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    is_public = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "number"], name="paper_number_once_in_series"),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(series__isnull=False, issued_on__isnull=False),
                name="paper_number_has_series_and_date",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["origin"], name="paper_by_origin"),
            # the public ones are told from the index alone: a row holds the bytes of its file
            models.Index(fields=["issued_on", "id"], condition=Q(is_public=True), name="paper_public"),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.abstract}".strip()


class Draft(models.Model):
    """A paper on its way: its versions, until one is adopted and issued as a Paper."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="drafts")
    paper_type = models.CharField(max_length=12, choices=PaperType)
    title = models.CharField(max_length=400)
    adopted_on = models.DateField(null=True, blank=True)
    issued_as = models.OneToOneField(Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="draft")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class DraftVersion(models.Model):
    """One version of a draft's text; earlier ones stay."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "number"], name="draft_version_once")]


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def begun(self, day: date) -> ConsultationQuerySet:
        """Those whose first day has come: open ones, and ended ones with what was answered."""
        return self.filter(opens_on__lte=day)

    def open_on(self, day: date) -> ConsultationQuerySet:
        return self.begun(day).filter(closes_on__gte=day, closed_at__isnull=True)


class Consultation(models.Model):
    """One version of a draft open for comment by anybody, from a day to a day; it may be closed before its time."""

    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="consultations")
    opens_on = models.DateField()
    closes_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="closed by hand before closes_on")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_on__gte=models.F("opens_on")), name="consultation_days_in_order")
        ]

    def is_open_on(self, day: date) -> bool:
        """Whether comments are taken that day."""
        return self.closed_at is None and self.opens_on <= day <= self.closes_on


class Reply(models.TextChoices):
    OPEN = "open", "Chưa trả lời"
    TAKEN = "taken", "Tiếp thu"
    EXPLAINED = "explained", "Giải trình"
    SET_ASIDE = "set_aside", "Không đăng"


class PublicComment(models.Model):
    """What somebody outside wrote on a draft. Shown to the public, name included, once it is answered.

    `contact` never leaves the office. One set aside (abuse, somebody's private matters) is not shown at all.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="comments")
    name = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    clause = models.CharField(max_length=120, blank=True, help_text="which part it is about: Điều 2 khoản 1")
    text = models.TextField()
    submitted_at = models.DateTimeField()
    reply = models.CharField(max_length=10, choices=Reply, default=Reply.OPEN)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["submitted_at", "id"]
        indexes: ClassVar = [models.Index(fields=["consultation", "reply"], name="public_comment_by_reply")]
