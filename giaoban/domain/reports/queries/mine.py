"""The reports of a person's own units, with how far each is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from giaoban.domain.accounts.queries import Standing
from giaoban.domain.indicators.models import Duty, EmptyKind
from giaoban.domain.reports.models import Submission
from giaoban.domain.reports.permissions import UNIT_ROLES, day_of, reference_day
from giaoban.lib.dates import working_days_between


@dataclass(frozen=True)
class OwnReport:
    """One report of an own unit: cells that say something of those owed, and the working days left (or gone by)."""

    submission: Submission
    said: int
    owed: int
    days_left: int
    days_over: int


def own_reports(standing: Standing, at: datetime) -> list[OwnReport]:
    """Return the reports of the units in which the person is clerk or head, latest period first (2 queries)."""
    said = ~Q(cells__kind=EmptyKind.NOT_REPORTED) | ~Q(cells__reason="")
    units = standing.units_with(*UNIT_ROLES)
    submissions = list(
        Submission.objects.filter(unit__in=units)
        .select_related("round__regime", "unit")
        .annotate(said=Count("cells", filter=said & Q(cells__pk__isnull=False), distinct=True))
        .order_by("-due_at", "unit__sort_key")
    )
    duties = list(Duty.objects.filter(unit__in=units).values_list("unit_id", "valid_from", "valid_to"))
    return [_own(submission, duties, day_of(at)) for submission in submissions]


def _own(submission: Submission, duties: Iterable[tuple[int, date, date | None]], today: date) -> OwnReport:
    day, due = reference_day(submission.round.period), day_of(submission.due_at)
    owed = sum(unit == submission.unit_id and first <= day and (last is None or day <= last)
               for unit, first, last in duties)  # fmt: skip
    left, over = working_days_between(today, due), working_days_between(due, today)
    return OwnReport(submission, submission.said, owed, left, over)  # type: ignore[attr-defined]
