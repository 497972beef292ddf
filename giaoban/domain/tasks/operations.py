"""Acts on tasks: assign, report progress, deliver, return, accept, withdraw."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from giaoban.domain.accounts.models import User
from giaoban.domain.accounts.queries import standing
from giaoban.domain.audit.operations import record
from giaoban.domain.notices.operations import queue
from giaoban.domain.orgs.models import Unit, valid_on
from giaoban.domain.tasks import rules
from giaoban.domain.tasks.models import Progress, ProgressKind, Task, TaskState
from giaoban.domain.tasks.permissions import DOERS, ISSUERS, can_assign, can_judge, can_report
from giaoban.domain.tasks.rules import Evidence
from giaoban.lib import dates
from giaoban.lib.text import clean, clean_block


class TaskRefused(ValueError):
    """The act does not fit the task; the message (Vietnamese) says why and what is expected."""


class TaskConflict(Exception):
    """Somebody moved the task meanwhile: what it is now, and what this person had typed."""

    def __init__(self, task: Task, theirs: str, yours: str) -> None:
        super().__init__(f"Nhiệm vụ vừa được người khác cập nhật: {theirs}")
        self.task, self.theirs, self.yours = task, theirs, yours


@dataclass(frozen=True)
class _Act:
    """One step about to be taken."""

    kind: ProgressKind
    text: str
    percent: int | None = None
    evidence: Evidence | None = None


@transaction.atomic
def assign_task(
    *,
    title: str,
    lead: Unit,
    cooperating: Iterable[Unit],
    responsible: User | None,
    deliverable: str,
    deadline: date,
    origin: str,
    origin_label: str,
    issuer: Unit,
    acting_user: User,
    at: datetime,
    is_public: bool = False,
) -> Task:
    """Set a task to a lead unit in the issuer's name and tell everybody concerned.

    Raises PermissionDenied for anybody but the issuer's secretary or chair, TaskRefused for input that does not fit.
    """
    if not can_assign(standing(acting_user, at.date()), issuer):
        raise PermissionDenied
    sharing = sorted({unit.pk: unit for unit in cooperating if unit.pk != lead.pk}.values(), key=lambda u: u.pk)
    title, deliverable = clean(title), clean(deliverable)
    _check_assignment(title, deliverable, lead, responsible, deadline, at)
    task = Task.objects.create(
        title=title, lead=lead, responsible=responsible, deliverable=deliverable, deadline=deadline, origin=origin,
        origin_label=clean(origin_label), issuer=issuer, is_public=is_public, assigned_at=at, assigned_by=acting_user,
    )  # fmt: skip
    task.cooperating.set(sharing)
    record(act="tasks.assign_task", target=_target(task), acting_user=acting_user, at=at, unit=lead.code, title=title,
           deadline=deadline, cooperating=[unit.code for unit in sharing], origin=origin)  # fmt: skip
    body = f"Sản phẩm: {deliverable}. Hạn: {dates.short(deadline)}. Đơn vị chủ trì: {lead.name}."
    doers = _doers(task, at)
    _tell(doers, task, "assigned", f"Nhiệm vụ mới: {title}", at, body)
    _tell(_people_in(sharing, at) - doers, task, "shared", f"Phối hợp nhiệm vụ: {title}", at, body)
    return task


@transaction.atomic
def report_progress(
    *, task: Task, percent: int, text: str, acting_user: User, at: datetime,
    evidence: Evidence | None = None, expected_version: int | None = None,
) -> Progress:  # fmt: skip
    """Report how far the task has come (percent 0 to 100), in words and optionally with a file."""
    if not 0 <= percent <= 100:
        raise TaskRefused(f"Tiến độ phải từ 0 đến 100, không phải {percent}.")
    if not clean_block(text):
        raise TaskRefused("Hãy ghi đã làm được gì, còn vướng gì.")
    act = _Act(ProgressKind.REPORT, text, percent, evidence)
    return _move(task, act, acting_user, at, expected_version)


@transaction.atomic
def deliver_task(
    *, task: Task, text: str, acting_user: User, at: datetime,
    evidence: Evidence | None = None, expected_version: int | None = None,
) -> Progress:  # fmt: skip
    """Hand the deliverable in; it then waits for the issuer. Says in words, or with a file, what is handed in."""
    if not clean_block(text) and evidence is None:
        raise TaskRefused("Hãy gửi kèm tệp sản phẩm hoặc ghi rõ sản phẩm là gì, ở đâu.")
    act = _Act(ProgressKind.DELIVER, text, 100, evidence)
    step = _move(task, act, acting_user, at, expected_version)
    subject = f"Chờ nghiệm thu: {step.task.title}"
    _tell(_people_in([step.task.issuer], at, issuing=True), step.task, "delivered", subject, at, step.text)
    return step


@transaction.atomic
def return_task(
    *, task: Task, reason: str, acting_user: User, at: datetime, expected_version: int | None = None
) -> Progress:
    """Send a delivered task back with the reason; it falls back to the progress last reported."""
    if not clean_block(reason):
        raise TaskRefused("Hãy ghi lý do trả lại để đơn vị biết cần sửa gì.")
    step = _move(task, _Act(ProgressKind.RETURN, reason), acting_user, at, expected_version)
    subject = f"Bị trả lại: {step.task.title}"
    _tell(_doers(step.task, at), step.task, "returned", subject, at, step.text)
    return step


@transaction.atomic
def accept_task(
    *, task: Task, acting_user: User, at: datetime, text: str = "", expected_version: int | None = None
) -> Progress:
    """Accept the deliverable: the issuer's secretary or chair only. Final."""
    step = _move(task, _Act(ProgressKind.ACCEPT, text, 100), acting_user, at, expected_version)
    concerned = _doers(step.task, at) | _people_in(list(step.task.cooperating.all()), at)
    _tell(concerned, step.task, "accepted", f"Đã nghiệm thu: {step.task.title}", at, step.text)
    return step


@transaction.atomic
def withdraw_task(
    *, task: Task, reason: str, acting_user: User, at: datetime, expected_version: int | None = None
) -> Progress:
    """Take a task back with the reason. Final; its course stays readable."""
    if not clean_block(reason):
        raise TaskRefused("Hãy ghi lý do rút nhiệm vụ.")
    step = _move(task, _Act(ProgressKind.WITHDRAW, reason), acting_user, at, expected_version)
    concerned = _doers(step.task, at) | _people_in(list(step.task.cooperating.all()), at)
    _tell(concerned, step.task, "withdrawn", f"Đã rút: {step.task.title}", at, step.text)
    return step


@transaction.atomic
def publish_task(*, task: Task, acting_user: User, at: datetime) -> Task:
    """Let everybody read on the portal what the task is and how it stands: the issuer's secretary or chair only."""
    return _show(task, acting_user, at, is_public=True)


@transaction.atomic
def hide_task(*, task: Task, acting_user: User, at: datetime) -> Task:
    """Take the task off the portal; for those concerned nothing changes."""
    return _show(task, acting_user, at, is_public=False)


def _show(task: Task, acting_user: User, at: datetime, *, is_public: bool) -> Task:
    locked = Task.objects.select_for_update(of=("self",)).select_related("lead").get(pk=task.pk)
    if not can_judge(standing(acting_user, at.date()), locked):
        raise PermissionDenied
    if locked.is_public == is_public:
        raise TaskRefused("Nhiệm vụ đã công khai." if is_public else "Nhiệm vụ chưa công khai.")
    locked.is_public = is_public
    locked.save(update_fields=["is_public"])
    record(act=f"tasks.{'publish' if is_public else 'hide'}_task", target=_target(locked), acting_user=acting_user,
           at=at, unit=locked.lead.code, title=locked.title)  # fmt: skip
    return locked


def _move(task: Task, act: _Act, acting_user: User, at: datetime, expected_version: int | None) -> Progress:
    """Take one step: permission, lock, version, state table, file, then the row, the step and the audit line."""
    locked = Task.objects.select_for_update(of=("self",)).select_related("lead", "issuer").get(pk=task.pk)
    held = standing(acting_user, at.date())
    doing = act.kind in (ProgressKind.REPORT, ProgressKind.DELIVER)
    if not (can_report(held, locked) if doing else can_judge(held, locked)):
        raise PermissionDenied
    if expected_version is not None and expected_version != locked.version:
        raise TaskConflict(locked, _said_last(locked), act.text)
    following = rules.next_state(act.kind, locked.state)
    if following is None:
        raise TaskRefused(f"Nhiệm vụ đang ở trạng thái “{locked.get_state_display()}” nên không thực hiện được.")
    name = rules.check_file(act.evidence, settings.MAX_UPLOAD_BYTES) if act.evidence else ""
    percent = act.percent if act.percent is not None else _reported_percent(locked)
    step = Progress.objects.create(
        task=locked, kind=act.kind, percent_done=percent, text=clean_block(act.text), file_name=name,
        content=act.evidence.content if act.evidence else None, at=at, by=acting_user,
    )  # fmt: skip
    before = locked.state
    locked.state, locked.percent_done, locked.version = TaskState(following), percent, locked.version + 1
    locked.accepted_at = at if act.kind == ProgressKind.ACCEPT else None
    locked.save(update_fields=["state", "percent_done", "version", "accepted_at"])
    record(act=f"tasks.{_VERBS[act.kind]}", target=_target(locked), acting_user=acting_user, at=at,
           unit=locked.lead.code, before=before, after=following, percent=percent, file=name,
           text=step.text[:500])  # fmt: skip
    return step


_VERBS = {
    ProgressKind.REPORT: "report_progress",
    ProgressKind.DELIVER: "deliver_task",
    ProgressKind.RETURN: "return_task",
    ProgressKind.ACCEPT: "accept_task",
    ProgressKind.WITHDRAW: "withdraw_task",
}


def _check_assignment(
    title: str, deliverable: str, lead: Unit, responsible: User | None, deadline: date, at: datetime
) -> None:
    if not title or not deliverable:
        raise TaskRefused("Nhiệm vụ cần có tên và sản phẩm phải giao.")
    if len(title) > 400 or len(deliverable) > 300:
        raise TaskRefused("Tên nhiệm vụ dài nhất 400 ký tự, sản phẩm dài nhất 300 ký tự.")
    if deadline < at.date():
        raise TaskRefused(f"Hạn {dates.short(deadline)} đã qua; hãy chọn ngày từ {dates.short(at.date())}.")
    if responsible and not responsible.posts.filter(valid_on(at.date()), unit=lead).exists():
        raise TaskRefused(f"Người phụ trách không giữ chức vụ nào ở {lead.name} vào ngày giao.")


def _reported_percent(task: Task) -> int:
    """Return the progress the unit reported last: what holds again when a delivery is sent back."""
    last = task.progress.filter(kind=ProgressKind.REPORT).order_by("-at", "-pk").first()
    return last.percent_done if last else 0


def _said_last(task: Task) -> str:
    last = task.progress.order_by("-at", "-pk").first()
    if last is None:
        return str(task.get_state_display())
    return f"{last.get_kind_display()}, {last.percent_done}%: {last.text}".rstrip(": ")


def _doers(task: Task, at: datetime) -> set[int]:
    """Return whom the work concerns: the lead unit's clerk and head, and the responsible person."""
    return _people_in([task.lead], at) | ({task.responsible_id} if task.responsible_id else set())


def _people_in(units: list[Unit], at: datetime, *, issuing: bool = False) -> set[int]:
    """Return the ids of those who act for the units: clerks and heads, or secretaries and chairs of an issuer."""
    roles = ISSUERS if issuing else DOERS
    held = Q(valid_on(at.date(), "posts__"), posts__unit__in=units, posts__role__in=roles)
    return set(User.objects.filter(held, is_active=True).values_list("pk", flat=True))


def _tell(recipients: set[int], task: Task, event: str, subject: str, at: datetime, body: str) -> None:
    queue(recipient_ids=recipients, kind=f"tasks.{event}", subject=subject, at=at, body=body, target=_target(task))


def _target(task: Task) -> str:
    return f"tasks.task:{task.pk}"
