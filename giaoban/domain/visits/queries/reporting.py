"""A range of days in detail: the course of visits, and page views by page, referring host and device.

Answered from the roll-ups alone: days for the course, whole months and single days for what is told apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from giaoban.domain.visits.models import UNKNOWN_HOUR, DailyVisits, Dimension, HourlyVisits, Span, ViewsBy
from giaoban.domain.visits.rules import DIRECT, OTHER, Counts, Days, Step, sum_of

LISTED = 20


@dataclass(frozen=True)
class Bar:
    """One hour, day or month (by its first day) of the course."""

    day: date
    hour: int
    counts: Counts


@dataclass(frozen=True)
class Share:
    """Page views under one key; `part` of all, between 0 and 1."""

    key: str
    views: int
    part: float


@dataclass(frozen=True)
class Report:
    """What is shown of a range. Lists hold the most viewed first; what is past them is in `other_*`."""

    days: Days
    total: Counts
    course: list[Bar]
    pages: list[Share]
    other_pages: int
    referrers: list[Share]
    other_referrers: int
    direct: int
    devices: list[Share]


def report(days: Days) -> Report:
    """Return the range in detail (at most 5 queries, however long it is)."""
    daily = {
        day: Counts(*counts)
        for day, *counts in DailyVisits.objects.filter(day__range=(days.start, days.end))
        .order_by("day")
        .values_list("day", "visits", "visitors", "views")
    }
    total = sum_of(list(daily.values()))
    pages = _views_by(Dimension.PAGE, days)
    referrers = _views_by(Dimension.REFERRER, days)
    devices = _views_by(Dimension.DEVICE, days)
    listed_pages = _listed(pages, total.views)
    listed_hosts = _listed({key: views for key, views in referrers.items() if key != DIRECT}, total.views)
    direct = referrers.get(DIRECT, 0)
    return Report(
        days=days,
        total=total,
        course=_course(days, daily),
        pages=listed_pages,
        other_pages=sum(pages.values()) - sum(share.views for share in listed_pages),
        referrers=listed_hosts,
        other_referrers=sum(referrers.values()) - direct - sum(share.views for share in listed_hosts),
        direct=direct,
        devices=_listed(devices, total.views),
    )


def _course(days: Days, daily: dict[date, Counts]) -> list[Bar]:
    found: dict[tuple[date, int], Counts] = {}
    if days.step is Step.HOUR:
        rows = HourlyVisits.objects.filter(day__range=(days.start, days.end), hour__lt=UNKNOWN_HOUR)
        for day, hour, *counts in rows.values_list("day", "hour", "visits", "visitors", "views"):
            found[day, hour] = Counts(*counts)
    else:
        for day, total in daily.items():
            place = (day.replace(day=1) if days.step is Step.MONTH else day, 0)
            found[place] = found.get(place, Counts()).plus(total)
    return [Bar(day, hour, found.get((day, hour), Counts())) for day, hour in days.bars()]


def _views_by(dimension: Dimension, days: Days) -> dict[str, int]:
    """Return views by key, most first (1 query). Each part of the filter names the whole index it is looked up in."""
    parts = [(Span.DAY, part) for part in days.single_days()]
    whole = days.months()
    if whole is not None:
        parts.append((Span.MONTH, whole))
    wanted = Q()
    for span, part in parts:
        wanted |= Q(dimension=dimension, span=span, start__range=(part.start, part.end))
    sums = ViewsBy.objects.filter(wanted).values("key").annotate(sum=Sum("views")).order_by("-sum", "key")
    return dict(sums.values_list("key", "sum"))


def _listed(views: dict[str, int], total: int) -> list[Share]:
    named = [(key, count) for key, count in views.items() if key != OTHER][:LISTED]
    return [Share(key, count, count / total if total else 0) for key, count in named]


def views_of_pages(paths: Iterable[str]) -> dict[str, int]:
    """Return all page views of the pages at these paths; a page nobody read is left out (1 query)."""
    rows = ViewsBy.objects.filter(dimension=Dimension.PAGE, span=Span.MONTH, key__in=list(paths))
    return dict(rows.values("key").annotate(sum=Sum("views")).values_list("key", "sum"))
