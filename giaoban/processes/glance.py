"""The cycle at a glance: where a period stands, what waits for one person, what is late. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.queries import Standing
from giaoban.domain.conferences.models import (
    Conclusion,
    Conference,
    ConferenceState,
    Disposition,
    Opinion,
)
from giaoban.domain.indicators.queries import Row, consolidated_table
from giaoban.domain.orgs.models import Unit
from giaoban.domain.reports.models import Round, Snapshot, State, Submission
from giaoban.domain.reports.permissions import (
    LEADING_ROLES,
    UNIT_ROLES,
    can_see_round,
    day_of,
    leads,
    reference_day,
    visible_rounds,
    visible_submissions,
)
from giaoban.domain.reports.queries import Board, BoardRow, board
from giaoban.domain.tasks.models import TaskState
from giaoban.domain.tasks.queries import TaskRow, overdue, waiting_for
from giaoban.lib.dates import working_days_between

STANDING_OUT = 10  # how many indicators the first page shows


class StepState(StrEnum):
    DONE = "done"
    PART = "part"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True)
class Step:
    """One step of the cycle: `done` of `total` of what it counts, on or by `day`."""

    key: str
    state: StepState
    day: date | None = None
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the person: what kind of act, on what, how many, by when."""

    kind: str
    due: date | None = None
    submission: Submission | None = None
    task: TaskRow | None = None
    conference: Conference | None = None
    round: Round | None = None
    units: tuple[Unit, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Late:
    """One report or task past its day, and by how many working days."""

    unit: Unit
    due: date
    days: int
    submission: Submission | None = None
    task: TaskRow | None = None


@dataclass(frozen=True)
class Glance:
    """The first page of one person at one moment. `round` is None where no round concerns them."""

    round: Round | None
    others: tuple[Round, ...]
    steps: tuple[Step, ...]
    waiting: tuple[Waiting, ...]
    late: tuple[Late, ...]
    subject: Unit | None
    rows: tuple[Row, ...]
    key_count: int
    verdicts: tuple[tuple[str, int], ...]
    board: Board | None
    board_rows: tuple[BoardRow, ...]


def glance(standing: Standing, at: datetime, *, round_id: int | None = None) -> Glance:
    """Return what the first page shows (a constant number of queries, whatever the size of the bloc)."""
    day = day_of(at)
    rounds = list(_rounds_of(standing))
    current = _current(rounds, day, round_id)
    seen = list(visible_submissions(standing).filter(round__closed_at__isnull=True).order_by("due_at", "pk"))
    conferences = list(
        Conference.objects.filter(round__in=[one.pk for one in rounds]).select_related("bloc").order_by("-starts_at")
    )
    waiting = [
        *_of_reports(standing, seen, day),
        *_of_conferences(standing, conferences),
        *(Waiting("accept_task" if row.task.state == TaskState.DELIVERED else "do_task", row.task.deadline, task=row)
          for row in waiting_for(standing, day)),
    ]  # fmt: skip
    late = [*_late_reports(standing, seen, at), *(_late_task(row) for row in overdue(day, standing=standing))]
    read = board(current, at) if current else None
    sees_all = current is not None and can_see_round(standing, current)
    subject = _subject(standing, current)
    table = consolidated_table(subject, current.period) if subject and current else []
    key = [row for row in table if row.indicator.is_key] or table
    return Glance(
        round=current, others=tuple(one for one in rounds if current and one.pk != current.pk),
        steps=_steps(current, read, conferences) if current and read else (),
        waiting=tuple(sorted(waiting, key=lambda one: (one.due is None, one.due or day))),
        late=tuple(sorted(late, key=lambda one: -one.days)),
        subject=subject, rows=tuple(sorted(key, key=_stands_out)[:STANDING_OUT]), key_count=len(key),
        verdicts=_verdicts(key), board=read,
        board_rows=tuple(r for r in read.rows if sees_all or _is_own(standing, r.submission)) if read else (),
    )  # fmt: skip


def _rounds_of(standing: Standing) -> QuerySet[Round]:
    """Return the rounds that concern a person: of their unit, of the body they work for, or all for a superior."""
    units = [post.unit_id for post in standing.posts]
    concerned = (
        Q(submissions__unit__in=units)
        | Q(regime__bloc__coordinator__in=units)
        | Q(pk__in=visible_rounds(standing).values("pk"))
    )
    rounds = Round.objects.filter(concerned).select_related(
        "regime__bloc__territory", "regime__bloc__coordinator", "regime__receiver"
    )
    return rounds.distinct().order_by("-opened_at", "-pk")


def _current(rounds: Sequence[Round], day: date, round_id: int | None) -> Round | None:
    """Return the round asked for, else the newest whose period has ended by `day`, else the newest."""
    for one in rounds:
        if one.pk == round_id:
            return one
    ended = [one for one in rounds if reference_day(one.period) <= day]
    newest = sorted(ended, key=lambda one: reference_day(one.period), reverse=True)
    return newest[0] if newest else next(iter(rounds), None)


def _is_own(standing: Standing, submission: Submission) -> bool:
    return standing.has_in(submission.unit_id, *UNIT_ROLES)


def _subject(standing: Standing, current: Round | None) -> Unit | None:
    """Return whose figures stand on the page: a unit's people see their own unit, all others the territory."""
    if current is None:
        return None
    if not standing.has(*LEADING_ROLES, Role.SUPERIOR):
        for post in standing.posts:
            if post.role in UNIT_ROLES:
                return post.unit
    return current.regime.bloc.territory


def _of_reports(standing: Standing, seen: Sequence[Submission], day: date) -> list[Waiting]:
    found = [
        Waiting(kind, day_of(one.due_at), submission=one)
        for one in seen
        if _is_own(standing, one) and (kind := _own_act(standing, one))
    ]
    led = {one.round_id: one.round for one in seen if leads(standing, one.round.regime, Role.SECRETARY)}
    for pk, of_round in led.items():
        units = [one for one in seen if one.round_id == pk]
        to_check = tuple(one.unit for one in units if one.state == State.SUBMITTED)
        to_remind = tuple(one.unit for one in units if _is_owed(one) and day_of(one.due_at) < day)
        if to_check:
            found.append(Waiting("check_reports", round=of_round, units=to_check, count=len(to_check)))
        if to_remind:
            found.append(Waiting("remind_units", round=of_round, units=to_remind, count=len(to_remind)))
    return found


def _own_act(standing: Standing, submission: Submission) -> str:
    is_head = standing.has_in(submission.unit_id, Role.HEAD)
    match submission.state:
        case State.DRAFT:
            return "approve_report" if is_head else "fill_report"
        case State.RETURNED:
            return "fix_report"
        case State.SIGNED_OFF:
            return "submit_report"
    return ""


def _is_owed(submission: Submission) -> bool:
    return submission.state not in (State.SUBMITTED, State.ACCEPTED)


def _of_conferences(standing: Standing, conferences: Sequence[Conference]) -> list[Waiting]:
    """Return what is open of the conferences the person runs or chairs (2 queries, none for others)."""
    run = [one for one in conferences if standing.has_in(one.bloc.coordinator_id, *LEADING_ROLES)]
    if not run:
        return []
    is_chair = standing.has(Role.CHAIR)
    ids = [one.pk for one in run]
    open_opinions = Opinion.objects.filter(item__conference__in=ids, disposition=Disposition.OPEN)
    unanswered = list(open_opinions.order_by().values_list("item__conference_id", flat=True))
    without = Conclusion.objects.filter(conference__in=ids, task__isnull=True)
    untasked = list(without.order_by().values_list("conference_id", flat=True))
    found = []
    for one in run:
        if one.state != ConferenceState.CONCLUDED:
            kind = "conclude_conference" if is_chair and one.state == ConferenceState.OPEN else "run_conference"
            found.append(Waiting(kind, day_of(one.starts_at), conference=one))
        elif not is_chair:
            if count := unanswered.count(one.pk):
                found.append(Waiting("answer_opinions", conference=one, count=count))
            if count := untasked.count(one.pk):
                found.append(Waiting("assign_tasks", conference=one, count=count))
    return found


def _late_reports(standing: Standing, seen: Sequence[Submission], at: datetime) -> list[Late]:
    """Return overdue reports: a unit's people see their own, the receiving body all."""
    return [
        Late(one.unit, day_of(one.due_at), working_days_between(day_of(one.due_at), day_of(at)), submission=one)
        for one in seen
        if _is_overdue(one, at) and (_is_own(standing, one) or leads(standing, one.round.regime))
    ]


def _is_overdue(submission: Submission, at: datetime) -> bool:
    """Return whether a report is owed past its day; one reopened to correct a figure was once in order."""
    return _is_owed(submission) and submission.accepted_at is None and at > submission.due_at


def _late_task(row: TaskRow) -> Late:
    return Late(row.task.lead, row.task.deadline, row.days_late, task=row)


ORDER = ("not_reached", "behind", "watch", "no_data", "exceeded", "reached", "not_due", "no_plan")


def _stands_out(row: Row) -> tuple[int, int]:
    return ORDER.index(row.verdict.value), row.stt


def _verdicts(rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    counted = [(name, sum(row.verdict.value == name for row in rows)) for name in ORDER]
    return tuple((name, count) for name, count in counted if count)


def _steps(current: Round, read: Board, conferences: Sequence[Conference]) -> tuple[Step, ...]:
    """Return the six steps (2 queries: the frozen figures, the conclusions with their tasks)."""
    accepted, total = read.by_state[State.ACCEPTED], len(read.rows)
    held = next((one for one in conferences if one.round_id == current.pk), None)
    taken = Snapshot.objects.filter(round=current).values_list("taken_at", flat=True).first()
    states = list(
        Conclusion.objects.filter(conference__round=current).order_by().values_list("task__state", "task__deadline")
    )
    tasks = [(state, deadline) for state, deadline in states if state]
    finished = sum(state == TaskState.ACCEPTED for state, _ in tasks)
    is_concluded = held is not None and held.state == ConferenceState.CONCLUDED
    steps = [
        Step("open", StepState.DONE, day_of(current.opened_at), total, total),
        Step("report", _share(accepted, total), min((day_of(r.submission.due_at) for r in read.rows), default=None),
             accepted, total),
        Step("consolidate", _when(taken is not None), day_of(taken) if taken else None),
        Step("meet", _when(is_concluded), day_of(held.starts_at) if held else None),
        Step("conclude", _when(is_concluded), day_of(held.concluded_at) if held and held.concluded_at else None,
             len(tasks), len(states)),
        Step("tasks", _share(finished, len(tasks)), min((deadline for _, deadline in tasks), default=None),
             finished, len(tasks)),
    ]  # fmt: skip
    return _with_now(steps)


def _when(is_done: bool) -> StepState:
    return StepState.DONE if is_done else StepState.NEXT


def _share(done: int, total: int) -> StepState:
    if not done:
        return StepState.NEXT
    return StepState.DONE if done == total else StepState.PART


def _with_now(steps: list[Step]) -> tuple[Step, ...]:
    """Mark the first step that has not begun as the one the office is at."""
    for index, step in enumerate(steps):
        if step.state == StepState.NEXT:
            return (*steps[:index], Step(step.key, StepState.NOW, step.day, step.done, step.total), *steps[index + 1 :])
    return tuple(steps)
