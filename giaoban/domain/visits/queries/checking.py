"""Do the counts agree: roll-ups with each other, and with the journals that are still there."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from giaoban.domain.visits.models import (
    DailyVisits,
    Dimension,
    HourlyVisits,
    JournalOffset,
    MonthlyVisits,
    Span,
    ViewsBy,
)
from giaoban.domain.visits.rules import OTHER, Counts, Tallied, day_of, tally

_WORDS = ("visits", "visitors", "views")


@dataclass(frozen=True)
class VisitFault:
    """What does not agree: the row, the figure stored and the figure found."""

    where: str
    stored: int
    found: int


def find_fault() -> VisitFault | None:
    """Return the first disagreement, or None where all is sound (5 queries).

    Days against what their journals gave; hours and months against days; views by page, host and device against
    the day's, the month's and the year's views; journals still there against what was folded from them, down to each
    page.
    """
    return next(_faults(), None)


def _faults() -> Iterator[VisitFault]:
    journals = list(JournalOffset.objects.order_by("journal"))
    given: dict[date, Counts] = defaultdict(Counts)
    for row in journals:
        given[row.day] = given[row.day].plus(_counts(row))
    stored = {row.day: _counts(row) for row in DailyVisits.objects.all()}
    yield from _differences("", stored, given)
    hours: dict[date, Counts] = defaultdict(Counts)
    for hour in HourlyVisits.objects.all():
        hours[hour.day] = hours[hour.day].plus(_counts(hour))
    yield from _differences("theo giờ, ", hours, stored)
    months: dict[date, Counts] = defaultdict(Counts)
    years: dict[date, Counts] = defaultdict(Counts)
    for day, counts in stored.items():
        months[day.replace(day=1)] = months[day.replace(day=1)].plus(counts)
        years[day.replace(month=1, day=1)] = years[day.replace(month=1, day=1)].plus(counts)
    yield from _differences("tháng ", {row.month: _counts(row) for row in MonthlyVisits.objects.all()}, months)
    kept = _kept_views()
    yield from _view_faults(kept, {Span.DAY: stored, Span.MONTH: months, Span.YEAR: years})
    yield from _journal_faults(journals, kept)


Kept = dict[tuple[str, str, date], dict[str, int]]


def _kept_views() -> Kept:
    kept: Kept = defaultdict(dict)
    for dimension, span, start, key, views in ViewsBy.objects.values_list("dimension", "span", "start", "key", "views"):
        kept[dimension, span, start][key] = views
    return kept


def _view_faults(kept: Kept, views: dict[Span, dict[date, Counts]]) -> Iterator[VisitFault]:
    for span, totals in views.items():
        for dimension in Dimension:
            starts = set(totals) | {start for kind, of, start in kept if (kind, of) == (dimension, span)}
            for start in sorted(starts):
                found = sum(kept.get((dimension, span, start), {}).values())
                expected = totals.get(start, Counts()).views
                if found != expected:
                    yield VisitFault(f"{start:%Y-%m-%d}, {span.name.lower()}, {dimension}", found, expected)


def _journal_faults(journals: list[JournalOffset], kept: Kept) -> Iterator[VisitFault]:
    """Compare what the journals still there say; where a whole day is there, each page, host and device of it."""
    whole: dict[date, Tallied] = defaultdict(Tallied)
    gone: set[date] = set()
    for row in journals:
        path: Path = settings.VISITS_DIR / row.journal
        if not path.exists() or day_of(row.journal) != row.day:
            gone.add(row.day)
            continue
        with path.open("rb") as handle:
            tallied = tally(handle.read(row.offset), ended=True)
        if tallied.taken != row.offset:
            yield VisitFault(f"{row.journal} (bytes)", row.offset, tallied.taken)
        yield from _differences(f"{row.journal}, ", {row.day: _counts(row)}, {row.day: tallied.total})
        for mine, theirs in _counters(whole[row.day], tallied):
            mine.update(theirs)
    for day in sorted(set(whole) - gone):
        for dimension, (counter, _) in zip(Dimension, _counters(whole[day], whole[day]), strict=True):
            yield from _key_faults(f"{day}, {dimension}", kept.get((dimension, Span.DAY, day), {}), counter)


def _counters(mine: Tallied, other: Tallied) -> list[tuple[Counter[str], Counter[str]]]:
    return [(mine.pages, other.pages), (mine.referrers, other.referrers), (mine.devices, other.devices)]


def _key_faults(where: str, stored: dict[str, int], counted: Counter[str]) -> Iterator[VisitFault]:
    """A key past the day's room has no row: it is in OTHER, and the sums were compared before."""
    for key, views in sorted(stored.items()):
        if key != OTHER and views != counted[key]:
            yield VisitFault(f"{where} {key}", views, counted[key])


def _differences(where: str, stored: dict[date, Counts], expected: dict[date, Counts]) -> Iterator[VisitFault]:
    for day in sorted(set(stored) | set(expected)):
        for word, mine, theirs in zip(_WORDS, stored.get(day, Counts()), expected.get(day, Counts()), strict=True):
            if mine != theirs:
                yield VisitFault(f"{where}{day} ({word})", mine, theirs)


def _counts(row: JournalOffset | DailyVisits | HourlyVisits | MonthlyVisits) -> Counts:
    return Counts(row.visits, row.visitors, row.views)
