"""Reading works as of a day: progress, state and money are worked out from what had happened by then."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.queries import Standing
from giaoban.domain.orgs.models import Bloc, Unit, valid_on
from giaoban.domain.works import rules
from giaoban.domain.works.models import Milestone, Payment, Report, Work
from giaoban.domain.works.permissions import KEEPERS, can_publish, can_report, visible_works
from giaoban.domain.works.rules import Part, WorkState
from giaoban.lib.clock import VIETNAM


@dataclass(frozen=True)
class Step:
    """A milestone with what holds of it: the last report, None where none came or the last took it back."""

    milestone: Milestone
    part: Part
    report: Report | None

    @property
    def is_finished(self) -> bool:
        """Whether it stands as finished, on whatever day."""
        return self.part.finished_on is not None


@dataclass(frozen=True)
class WorkRow:
    """A work as it stands on a day."""

    work: Work
    day: date
    steps: tuple[Step, ...]
    paid_dong: int

    @property
    def parts(self) -> list[Part]:
        """Its milestones as far as progress goes."""
        return [step.part for step in self.steps]

    @property
    def state(self) -> WorkState:
        """How it stands."""
        return rules.state_on(self.parts, self.day)

    @property
    def percent_done(self) -> int:
        """The share finished."""
        return rules.percent_done(self.parts, self.day)

    @property
    def percent_planned(self) -> int:
        """The share that the plan wants finished."""
        return rules.percent_planned(self.parts, self.day)

    @property
    def percent_paid(self) -> int | None:
        """The share of the money planned that was paid out, None where no sum was planned."""
        return rules.percent_of(self.paid_dong, self.work.budget_dong) if self.work.budget_dong else None

    @property
    def starts_on(self) -> date:
        """The day of the first milestone planned."""
        return min(part.planned_on for part in self.parts)

    @property
    def ends_on(self) -> date:
        """The day of the last milestone planned."""
        return max(part.planned_on for part in self.parts)

    @property
    def done_on(self) -> date | None:
        """The day everything was finished, None where the day looked at lies before."""
        return rules.done_on(self.parts) if self.state is WorkState.DONE else None

    @property
    def is_of_the_day(self) -> bool:
        """Whether a list or map of the day holds it."""
        known = self.work.registered_at.astimezone(VIETNAM).date()
        return rules.is_shown_on(self.parts, known_on=known, day=self.day)


@dataclass(frozen=True)
class Told:
    """One line of a work's course: a report on a milestone (no day: it was reopened), or a payment."""

    at: datetime
    by: str
    text: str
    milestone: str = ""
    day: date | None = None
    amount_dong: int | None = None


@dataclass(frozen=True)
class WorkDetail:
    """A work with its course, newest first, and what this person may do: report, publish, withdraw."""

    row: WorkRow
    course: tuple[Told, ...]
    acts: frozenset[str]


def works_for(standing: Standing, day: date) -> list[WorkRow]:
    """Return the works a person may read: late first, then by their last planned day, finished last (4 queries)."""
    order = [WorkState.LATE, WorkState.ON_TRACK, WorkState.NOT_STARTED, WorkState.DONE]
    rows = _rows(visible_works(standing), day)
    return sorted(rows, key=lambda row: (order.index(row.state), row.ends_on, row.work.pk))


def work_detail(work_id: int, standing: Standing, day: date) -> WorkDetail | None:
    """Return one work with its course, or None where it does not exist for this person (4 queries)."""
    rows = _rows(visible_works(standing).filter(pk=work_id), day)
    if not rows:
        return None
    work = rows[0].work
    told = [
        Told(one.at, str(one.by), one.text, milestone.name, one.finished_on)
        for milestone in work.milestones.all()
        for one in milestone.reports.all()
    ]
    paid = [Told(one.at, str(one.by), one.text, "", one.paid_on, one.amount_dong) for one in work.payments.all()]
    course = sorted([*told, *paid], key=lambda line: line.at, reverse=True)
    reporting = {"report"} if can_report(standing, work) else set()
    showing = {"withdraw" if work.is_public else "publish"} if can_publish(standing, work) else set()
    return WorkDetail(rows[0], tuple(course), frozenset(reporting | showing))


def public_works(keeper_id: int, day: date) -> list[WorkRow]:
    """Return the public works of a register that a list or map of the day holds (4 queries, 1 where none is)."""
    found = _rows(Work.objects.filter(keeper_id=keeper_id, is_public=True), day)
    return [row for row in found if row.is_of_the_day]


def public_work(work_id: int, day: date) -> WorkRow | None:
    """Return one public work as it stands on a day, or None (4 queries)."""
    return next(iter(_rows(Work.objects.filter(pk=work_id, is_public=True), day)), None)


def keepers_of(standing: Standing) -> QuerySet[Unit]:
    """Return the coordinating bodies in whose register the person may enter works (1 query)."""
    return Unit.objects.filter(pk__in=standing.units_with(*KEEPERS), blocs_led__isnull=False).distinct()


def owners_in(keepers: QuerySet[Unit], day: date) -> QuerySet[Unit]:
    """Return the units a work may belong to: members on the day of the blocs these bodies lead (1 query)."""
    blocs = Bloc.objects.filter(coordinator__in=keepers)
    member = Q(valid_on(day, "bloc_memberships__"), bloc_memberships__bloc__in=blocs)
    return Unit.objects.on(day).filter(member).order_by("level", "sort_key").distinct()


def may_register(standing: Standing) -> bool:
    """Return whether the person may enter works somewhere (no query)."""
    return standing.has(Role.SECRETARY, Role.CHAIR)


def _rows(works: QuerySet[Work], day: date) -> list[WorkRow]:
    found = works.select_related("owner", "keeper", "sector").prefetch_related(
        Prefetch("milestones", Milestone.objects.order_by("work_id", "position")),
        Prefetch("milestones__reports", Report.objects.select_related("by").order_by("id")),
        Prefetch("payments", Payment.objects.select_related("by").order_by("id")),
    )
    return [_row(work, day) for work in found]


def _row(work: Work, day: date) -> WorkRow:
    paid = sum(payment.amount_dong for payment in work.payments.all() if payment.paid_on <= day)
    return WorkRow(work, day, tuple(_step(one) for one in work.milestones.all()), paid)


def _step(milestone: Milestone) -> Step:
    last = next(iter([*milestone.reports.all()][-1:]), None)
    held = last if last is not None and last.finished_on else None
    return Step(milestone, Part(milestone.weight, milestone.planned_on, held.finished_on if held else None), held)
