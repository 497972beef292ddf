"""Reading tasks: lists with lateness, one task with its whole course."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from giaoban.domain.accounts.models import Post, User
from giaoban.domain.accounts.queries import Standing
from giaoban.domain.orgs.models import Unit, valid_on
from giaoban.domain.tasks import rules
from giaoban.domain.tasks.models import Progress, ProgressKind, Task, TaskState
from giaoban.domain.tasks.permissions import DOERS, ISSUERS, can_judge, can_report, visible_tasks
from giaoban.lib import dates
from giaoban.lib.clock import VIETNAM

SOON = 3  # working days before the deadline at which a task is shown as due soon


@dataclass(frozen=True)
class TaskRow:
    """One task as a list shows it on a day. Days are working days."""

    task: Task
    cooperating: tuple[Unit, ...]
    last_day: date
    days_late: int
    days_left: int
    delivered_at: datetime | None

    @property
    def is_overdue(self) -> bool:
        """Whether the lead unit still owes the deliverable after the deadline."""
        return self.days_late > 0 and self.task.state in rules.OPEN_STATES

    @property
    def was_late(self) -> bool:
        """Whether the deliverable came after the deadline."""
        return self.days_late > 0 and self.task.state in (TaskState.DELIVERED, TaskState.ACCEPTED)

    @property
    def is_due_soon(self) -> bool:
        """Whether few working days are left."""
        return self.task.state in rules.OPEN_STATES and self.days_late == 0 and self.days_left <= SOON

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return self.task.state not in rules.CLOSED_STATES


@dataclass(frozen=True)
class Step:
    """One step of a task's course: who by (shown by post), what, how far, with which file."""

    progress: Progress
    by: str


@dataclass(frozen=True)
class TaskDetail:
    """A task with everything its page shows."""

    row: TaskRow
    steps: tuple[Step, ...]
    responsible: str
    assigned_by: str
    acts: frozenset[str]


def tasks_for(standing: Standing, day: date) -> list[TaskRow]:
    """Return the tasks a person may read, overdue first, then by deadline, closed ones last (3 queries)."""
    return _rows(visible_tasks(standing), day)


def tasks_of_unit(unit: Unit, day: date) -> list[TaskRow]:
    """Return the tasks a unit leads or shares, in the order of tasks_for (3 queries)."""
    shared = Task.cooperating.through.objects.filter(unit_id=unit.pk).values("task_id")
    return _rows(Task.objects.filter(Q(lead=unit) | Q(pk__in=shared)), day)


def overdue(day: date, *, standing: Standing | None = None) -> list[TaskRow]:
    """Return the tasks overdue on a day, the latest first; with a standing only those visible to it (3 queries)."""
    tasks = Task.objects.all() if standing is None else visible_tasks(standing)
    late = tasks.filter(state__in=rules.OPEN_STATES, deadline__lt=day)
    return [row for row in _rows(late, day) if row.is_overdue]


def waiting_for(standing: Standing, day: date) -> list[TaskRow]:
    """Return the open tasks on which this person is the one to act: to do, or to accept (3 queries)."""
    from_units = standing.units_with(*DOERS)
    as_issuer = standing.units_with(*ISSUERS)
    mine = Task.objects.filter(
        Q(state__in=rules.OPEN_STATES) & (Q(lead_id__in=from_units) | Q(responsible_id=standing.user.pk))
        | Q(state=TaskState.DELIVERED, issuer_id__in=as_issuer)
    )
    return _rows(mine, day)


def public_tasks(task_ids: Iterable[int], day: date) -> dict[int, TaskRow]:
    """Return those of the tasks that are public, by id, as they stand on a day (3 queries)."""
    return {row.task.pk: row for row in _rows(Task.objects.filter(pk__in=list(task_ids), is_public=True), day)}


def task_detail(task_id: int, standing: Standing, day: date) -> TaskDetail | None:
    """Return one task with its course, or None where it does not exist for this person (5 queries)."""
    rows = _rows(visible_tasks(standing).filter(pk=task_id), day)
    if not rows:
        return None
    task = rows[0].task
    steps = list(Progress.objects.filter(task=task).defer("content").select_related("by"))
    titles = posts_on(
        [task.assigned_by, *([task.responsible] if task.responsible else []), *(s.by for s in steps)], day
    )
    return TaskDetail(
        row=rows[0],
        steps=tuple(Step(step, titles[step.by_id]) for step in steps),
        responsible=titles[task.responsible_id] if task.responsible_id else "",
        assigned_by=titles[task.assigned_by_id],
        acts=acts_open_to(standing, task),
    )


def acts_open_to(standing: Standing, task: Task) -> frozenset[str]:
    """Return the acts this person may take on the task in its state: keys of rules.STEPS, publish, hide (no query)."""
    doing = {"report", "deliver"} if can_report(standing, task) else set()
    judging = {"return", "accept", "withdraw"} if can_judge(standing, task) else set()
    showing = {"hide" if task.is_public else "publish"} if judging else set()
    return frozenset(act for act in doing | judging if rules.next_state(act, task.state)) | showing


def waits_for(standing: Standing, task: Task) -> bool:
    """Return whether the task stands still until this person acts: to do it, or to accept it (no query)."""
    return bool(acts_open_to(standing, task) & {"report", "accept"})


def posts_on(people: Iterable[User], day: date) -> dict[int, str]:
    """Return how each person is shown: by post title on the day, else by name (1 query)."""
    shown = {person.pk: str(person) for person in people}
    posts = Post.objects.filter(valid_on(day), user_id__in=shown).order_by("-pk").values_list("user_id", "title")
    return shown | dict(posts)


def evidence(task: Task, step_id: int) -> Progress | None:
    """Return the step with its file, or None where it brought none (1 query)."""
    return Progress.objects.filter(task=task, pk=step_id).exclude(file_name="").first()


def _rows(tasks: QuerySet[Task], day: date) -> list[TaskRow]:
    found = list(
        tasks.select_related("lead", "issuer", "responsible", "assigned_by").prefetch_related("cooperating").distinct()
    )
    delivered = dict(
        Progress.objects.filter(task__in=[task.pk for task in found], kind=ProgressKind.DELIVER)
        .order_by()
        .values_list("task_id")
        .annotate(Max("at"))
    )
    rows = [_row(task, day, delivered.get(task.pk)) for task in found]
    return sorted(rows, key=lambda row: (not row.is_overdue, not row.is_open, row.task.deadline, row.task.pk))


def _row(task: Task, day: date, delivered_at: datetime | None) -> TaskRow:
    """Lateness stops on the day of delivery; a returned task runs on."""
    handed_in = task.state in (TaskState.DELIVERED, TaskState.ACCEPTED) and delivered_at is not None
    until = delivered_at.astimezone(VIETNAM).date() if handed_in and delivered_at else day
    last = rules.last_day(task.deadline)
    return TaskRow(
        task=task,
        cooperating=tuple(task.cooperating.all()),
        last_day=last,
        days_late=rules.working_days_late(task.deadline, until),
        days_left=dates.working_days_between(day, last) if last > day else 0,
        delivered_at=delivered_at,
    )
