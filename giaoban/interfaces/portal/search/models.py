"""The index: one row per public thing, made from it and thrown away with it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from giaoban.domain.conferences.models import Conference, ConferenceState
from giaoban.domain.documents.models import Consultation, Paper
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.works.models import Work


class Kind(models.TextChoices):
    NEWS = "news", _("Tin tức")
    PAGE = "page", _("Trang thông tin")
    DOCUMENT = "document", _("Văn bản")
    CONFERENCE = "conference", _("Hội nghị")
    FIGURE = "figure", _("Chỉ tiêu")
    WORK = "work", _("Công trình")
    DRAFT = "draft", _("Dự thảo góp ý")
    QUESTION = "question", _("Hỏi đáp")
    SCHEDULE = "schedule", _("Lịch công tác")


# The fields of a row, of which each fills one: the thing it was made from.
THINGS = ("page", "paper", "conference", "indicator", "work", "consultation", "question", "appointment")


def _of_one_thing() -> Q:
    """Return the condition that a row points to one thing and no more."""
    whole = Q()
    for thing in THINGS:
        whole |= Q(**{f"{other}__isnull": other != thing for other in THINGS})
    return whole


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def public(self) -> SearchEntryQuerySet:
        """Keep what is public at this moment, whatever the index still holds."""
        # The subqueries read indexes only: beside is_public, a paper's row holds the bytes of its file.
        return self.filter(
            Q(page__live=True)
            | Q(paper_id__in=Paper.objects.filter(is_public=True).values("pk"))
            | Q(conference__state=ConferenceState.CONCLUDED)
            | Q(indicator__is_public=True)
            | Q(work_id__in=Work.objects.filter(is_public=True).values("pk"))
            | Q(consultation__isnull=False)
            | Q(question__page__live=True)
            | Q(appointment__page__live=True)
        )

    def visible(self, today: date) -> SearchEntryQuerySet:
        """Keep what anybody may read today: no indicator that has ended, no draft before its first day for comment."""
        running = Q(indicator__valid_to__isnull=True) | Q(indicator__valid_to__gte=today)
        begun = Q(consultation__isnull=True) | Q(consultation__opens_on__lte=today)
        return self.public().filter(running, begun)


class SearchEntry(models.Model):
    """One thing of THINGS as search knows it. Folded columns: search.words.row_of."""

    kind = models.CharField(max_length=10, choices=Kind)
    page = models.OneToOneField("wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="+")
    paper = models.OneToOneField(Paper, null=True, on_delete=models.CASCADE, related_name="+")
    conference = models.OneToOneField(Conference, null=True, on_delete=models.CASCADE, related_name="+")
    indicator = models.OneToOneField(Indicator, null=True, on_delete=models.CASCADE, related_name="+")
    work = models.OneToOneField(Work, null=True, on_delete=models.CASCADE, related_name="+")
    consultation = models.OneToOneField(Consultation, null=True, on_delete=models.CASCADE, related_name="+")
    question = models.OneToOneField("portal.Question", null=True, on_delete=models.CASCADE, related_name="+")
    appointment = models.OneToOneField("portal.ScheduleEntry", null=True, on_delete=models.CASCADE, related_name="+")
    # What counts and order read stands before the long texts: SQLite walks a row from its beginning.
    day = models.DateField()
    source_at = models.DateTimeField(null=True, help_text="when the page was published that this was made from")
    title = models.CharField(max_length=600)
    folded_title = models.TextField()
    folded_body = models.TextField()
    spoken = models.TextField(help_text="title and body with letters and tones, to set right spelling first")
    body = models.TextField(blank=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=_of_one_thing(), name="search_entry_of_one_thing")]

    def __str__(self) -> str:
        return self.title


class SearchState(models.Model):
    """How far the index has followed the audit chain, and which state of the index this is. One row."""

    followed = models.PositiveBigIntegerField(default=0, help_text="number of the last audit entry taken in")
    version = models.PositiveBigIntegerField(default=0, help_text="moves with every change of the index")
