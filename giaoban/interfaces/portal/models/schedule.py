"""The schedule of work (lịch công tác), week by week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Min
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from giaoban.interfaces.portal.models.base import PublicPage
from giaoban.lib import clock

WEEK = timedelta(days=7)


@dataclass
class Day:
    """One day of the week shown, with what stands in it."""

    day: date
    is_today: bool
    entries: list[ScheduleEntry] = field(default_factory=list)


class SchedulePage(PublicPage):
    """What the leaders do this week; ?tuan=2020-07-13 shows the week of that day."""

    template = "portal/pages/schedule.html"
    max_count = 1
    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PublicPage.title_panels,
        InlinePanel("entries", heading=_("Lịch"), label=_("Việc")),
    ]

    class Meta:
        verbose_name = _("Lịch công tác")
        verbose_name_plural = pgettext_lazy("nhiều", "Lịch công tác")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the days of the week asked for, and the ways to the weeks before and after that hold something."""
        monday = monday_of(day_asked(request.GET.get("tuan", "")))
        entries = ScheduleEntry.objects.filter(page_id=self.pk)
        known = entries.aggregate(first=Min("day"), last=Max("day"))
        return {
            **super().get_context(request, *args, **kwargs),
            "monday": monday,
            "sunday": monday + WEEK - timedelta(days=1),
            "days": days_of(monday, entries.filter(day__range=(monday, monday + timedelta(days=6)))),
            "before": monday - WEEK if known["first"] and known["first"] < monday else None,
            "after": monday + WEEK if known["last"] and known["last"] >= monday + WEEK else None,
        }


class ScheduleEntry(models.Model):
    """One piece of work: when, what, where, and which post chairs it."""

    page = ParentalKey(SchedulePage, on_delete=models.CASCADE, related_name="entries")
    day = models.DateField(_("Ngày"))
    starts = models.TimeField(_("Từ"), null=True, blank=True)
    ends = models.TimeField(_("Đến"), null=True, blank=True)
    title = models.CharField(_("Nội dung"), max_length=300)
    place = models.CharField(_("Địa điểm"), max_length=200, blank=True)
    chair = models.CharField(_("Chủ trì (chức vụ)"), max_length=200, blank=True)
    attending = models.CharField(_("Thành phần"), max_length=300, blank=True)

    panels: ClassVar = [
        FieldRowPanel(["day", "starts", "ends"]), FieldPanel("title"), FieldPanel("place"), FieldPanel("chair"),
        FieldPanel("attending"),
    ]  # fmt: skip

    class Meta:
        ordering = ["day", "starts", "pk"]
        indexes: ClassVar = [models.Index(fields=["page", "day"], name="schedule_by_day")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse work that ends before it starts."""
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": _("Giờ kết thúc phải sau giờ bắt đầu")})


def day_asked(text: str) -> date:
    """Return the day an address names; today where it names none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return day if 1900 < day.year < 2200 else clock.today()


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def days_of(monday: date, entries: Iterable[ScheduleEntry]) -> list[Day]:
    """Return the working days of a week, and a Saturday or Sunday that holds something."""
    today = clock.today()
    days = [Day(monday + timedelta(days=number), monday + timedelta(days=number) == today) for number in range(7)]
    for entry in entries:
        days[(entry.day - monday).days].entries.append(entry)
    return [day for day in days if day.entries or day.day.weekday() < 5]
