"""A range of days in detail: the course of visits, and page views by page, referring host and device.

Answered from the roll-ups alone: days for the course; whole years, months and single days for what is told apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, Sum
from django.db.models.functions import Collate

from giaoban.domain.visits.models import UNKNOWN_HOUR, DailyVisits, Dimension, HourlyVisits, Span, ViewsBy
from giaoban.domain.visits.rules import DIRECT, OTHER, Counts, Days, Step, sum_of

LISTED = 20


@dataclass(frozen=True)
class Bar:
    """One hour, day or month (by its first day) of the course; `counts` is None where nothing was counted yet."""

    day: date
    hour: int
    counts: Counts | None


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


def report(days: Days, *, since: date | None, at: datetime) -> Report:
    """Return the range in detail as it stands now (at most 5 queries, however long it is).

    `since` is the first day counted: of what ended before it nothing is known, which is not 0.
    """
    daily = {
        day: Counts(*counts)
        for day, *counts in DailyVisits.objects.filter(day__range=(days.start, days.end))
        .order_by("day")
        .values_list("day", "visits", "visitors", "views")
    }
    total = sum_of(list(daily.values()))
    pages = _listed(Dimension.PAGE, days, total.views)
    hosts = _listed(Dimension.REFERRER, days, total.views)
    devices, direct = _devices_and_direct(days, total.views)
    return Report(
        days=days,
        total=total,
        course=_course(days, daily, since, at),
        pages=pages,
        other_pages=total.views - sum(share.views for share in pages),
        referrers=hosts,
        other_referrers=total.views - direct - sum(share.views for share in hosts),
        direct=direct,
        devices=devices,
    )


def _course(days: Days, daily: dict[date, Counts], since: date | None, at: datetime) -> list[Bar]:
    """Return the bars up to the present hour."""
    found: dict[tuple[date, int], Counts] = {}
    if days.step is Step.HOUR:
        rows = HourlyVisits.objects.filter(day__range=(days.start, days.end), hour__lt=UNKNOWN_HOUR)
        for day, hour, *counts in rows.values_list("day", "hour", "visits", "visitors", "views"):
            found[day, hour] = Counts(*counts)
    else:
        for day, total in daily.items():
            place = (day.replace(day=1) if days.step is Step.MONTH else day, 0)
            found[place] = found.get(place, Counts()).plus(total)
    now = at.date(), at.hour
    first = since and (since.replace(day=1) if days.step is Step.MONTH else since)
    return [
        Bar(day, hour, found.get((day, hour), Counts()) if first and day >= first else None)
        for day, hour in days.bars()
        if (day, hour) <= now
    ]


def counted_since() -> date | None:
    """Return the first day of which visits are known, None before there is one (1 query)."""
    return DailyVisits.objects.order_by("day").values_list("day", flat=True).first()


def _rows(days: Days, **which: str) -> Q:
    """Return what picks the rows of a range. Each part of it names the whole index it is looked up in."""
    years = days.years()
    parts = [(Span.DAY, part) for part in days.single_days()] + [(Span.MONTH, part) for part in days.single_months()]
    parts += [(Span.YEAR, years)] if years is not None else []
    wanted = Q()
    for span, part in parts:
        wanted |= Q(span=span, start__range=(part.start, part.end), **which)
    return wanted


def _listed(dimension: Dimension, days: Days, total: int) -> list[Share]:
    """Return the most viewed by name, most first (1 query); only they leave the database."""
    # The bytes decide between equals, so that every database lists the same.
    name = Collate("key", "C" if connection.vendor == "postgresql" else "BINARY")
    rows = ViewsBy.objects.filter(_rows(days, dimension=dimension)).exclude(key__in=[DIRECT, OTHER])
    sums = rows.values(name=name).annotate(sum=Sum("views")).order_by("-sum", "name")[:LISTED]
    return [_share(key, views, total) for key, views in sums.values_list("name", "sum")]


def _devices_and_direct(days: Days, total: int) -> tuple[list[Share], int]:
    """Return the device classes, most first, and the views that no other site led to (1 query)."""
    rows = _rows(days, dimension=Dimension.DEVICE) | _rows(days, dimension=Dimension.REFERRER, key=DIRECT)
    sums = dict(ViewsBy.objects.filter(rows).values("key").annotate(sum=Sum("views")).values_list("key", "sum"))
    direct = sums.pop(DIRECT, 0)
    named = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    return [_share(key, views, total) for key, views in named], direct


def _share(key: str, views: int, total: int) -> Share:
    return Share(key, views, views / total if total else 0)


def views_of_pages(paths: Iterable[str]) -> dict[str, int]:
    """Return all page views of the pages at these paths; a page nobody read is left out (1 query)."""
    rows = ViewsBy.objects.filter(dimension=Dimension.PAGE, span=Span.MONTH, key__in=list(paths))
    return dict(rows.values("key").annotate(sum=Sum("views")).values_list("key", "sum"))
