"""The secretary's board: every unit against every sector and section, who is late, who is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q

from giaoban.domain.indicators.models import Duty, EmptyKind
from giaoban.domain.orgs.models import Sector, valid_on
from giaoban.domain.reports.models import Cell, Narrative, Round, Section, State, Submission
from giaoban.domain.reports.permissions import day_of, reference_day
from giaoban.domain.reports.queries.narratives import in_bloc_order
from giaoban.domain.reports.rules import HANDED_IN


class Timing(StrEnum):
    """Where a unit stands against its own level's deadline at a moment."""

    ON_TIME = "on_time"  # handed in by the deadline
    LATE = "late"  # handed in after it
    OVERDUE = "overdue"  # not handed in, deadline passed
    PENDING = "pending"  # not handed in, time left


@dataclass(frozen=True)
class Filled:
    """How many of the owed cells say something, and how many hold text that was not understood."""

    done: int
    owed: int
    wrong: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether nothing is owed any more."""
        return self.done == self.owed

    @property
    def percent(self) -> int:
        """Share done, rounded down, 100 where nothing is owed."""
        return 100 if not self.owed else 100 * self.done // self.owed


@dataclass(frozen=True)
class BoardRow:
    """One unit on the board; `by_sector` and `by_section` run like the board's columns, None where nothing is owed."""

    submission: Submission
    timing: Timing
    by_sector: tuple[Filled | None, ...]
    by_section: tuple[bool, ...]
    reminded_today: bool
    return_reason: str

    @property
    def figures(self) -> Filled:
        """All sectors together."""
        parts = [part for part in self.by_sector if part]
        return Filled(sum(p.done for p in parts), sum(p.owed for p in parts), sum(p.wrong for p in parts))

    @property
    def is_handed_in(self) -> bool:
        """Whether the report is with the receiving body."""
        return self.submission.state in HANDED_IN

    @property
    def can_be_reminded(self) -> bool:
        """Whether a reminder makes sense now."""
        return not self.is_handed_in and not self.reminded_today


@dataclass(frozen=True)
class Board:
    """A round at a moment."""

    round: Round
    at: datetime
    sectors: tuple[Sector, ...]
    sections: tuple[Section, ...]
    rows: tuple[BoardRow, ...]

    @property
    def by_timing(self) -> Counter[Timing]:
        """How many units are on time, late, overdue, pending."""
        return Counter(row.timing for row in self.rows)

    @property
    def by_state(self) -> Counter[str]:
        """How many units stand in each state."""
        return Counter(row.submission.state for row in self.rows)

    @property
    def missing(self) -> list[BoardRow]:
        """The units whose report is not with the receiving body."""
        return [row for row in self.rows if not row.is_handed_in]

    @property
    def handed_in(self) -> int:
        """How many reports are with the receiving body."""
        return sum(row.is_handed_in for row in self.rows)

    @property
    def figures(self) -> Filled:
        """Completeness over all units."""
        parts = [row.figures for row in self.rows]
        return Filled(sum(p.done for p in parts), sum(p.owed for p in parts), sum(p.wrong for p in parts))


def timing_of(submission: Submission, at: datetime) -> Timing:
    """Say where a submission stands at a moment; its first handing-in decides."""
    if submission.submitted_at is not None:
        return Timing.LATE if submission.is_late else Timing.ON_TIME
    return Timing.OVERDUE if at > submission.due_at else Timing.PENDING


def board(round: Round, at: datetime) -> Board:
    """Return the board of a round at a moment (6 queries however many units there are)."""
    submissions = list(
        in_bloc_order(round.submissions.select_related("unit")).prefetch_related("transitions"),
    )
    sections = tuple(round.regime.sections.select_related("sector"))
    owed = _owed([one.unit_id for one in submissions], reference_day(round.period))
    done, wrong = _done(round)
    written = set(
        Narrative.objects.filter(submission__round=round).exclude(text="").values_list("submission_id", "section_id")
    )
    sectors = tuple(Sector.objects.all())
    rows = tuple(
        BoardRow(
            submission=submission,
            timing=timing_of(submission, at),
            by_sector=tuple(_filled(submission, sector.pk, owed, done, wrong) for sector in sectors),
            by_section=tuple((submission.pk, section.pk) in written for section in sections),
            reminded_today=submission.reminded_at is not None and day_of(submission.reminded_at) == day_of(at),
            return_reason=_return_reason(submission),
        )
        for submission in submissions
    )
    return Board(round, at, sectors, sections, rows)


def _owed(unit_ids: Iterable[int], day: date) -> dict[tuple[int, int], set[int]]:
    owed: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows = Duty.objects.filter(valid_on(day), unit_id__in=list(unit_ids)).values_list(
        "unit_id", "indicator__sector_id", "indicator_id"
    )
    for unit_id, sector_id, indicator_id in rows:
        owed[unit_id, sector_id].add(indicator_id)
    return owed


def _done(round: Round) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Return by submission the indicators that say something or explain why not, and those not understood."""
    done: dict[int, set[int]] = defaultdict(set)
    wrong: dict[int, set[int]] = defaultdict(set)
    said = ~Q(kind=EmptyKind.NOT_REPORTED) | ~Q(reason="") | ~Q(problem="")
    for submission_id, indicator_id, problem in (
        Cell.objects.filter(said, submission__round=round).values_list("submission_id", "indicator_id", "problem")
    ):  # fmt: skip
        (wrong if problem else done)[submission_id].add(indicator_id)
    return done, wrong


def _filled(
    submission: Submission,
    sector_id: int,
    owed: dict[tuple[int, int], set[int]],
    done: dict[int, set[int]],
    wrong: dict[int, set[int]],
) -> Filled | None:
    wanted = owed.get((submission.unit_id, sector_id))
    if not wanted:
        return None
    finished, unread = done.get(submission.pk, set()), wrong.get(submission.pk, set())
    return Filled(len(wanted & finished), len(wanted), len(wanted & unread))


def _return_reason(submission: Submission) -> str:
    if submission.state != State.RETURNED:
        return ""
    returns = [step.reason for step in submission.transitions.all() if step.to_state == State.RETURNED]
    return returns[-1] if returns else ""
