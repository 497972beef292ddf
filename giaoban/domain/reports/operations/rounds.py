"""Defining regimes; opening, chasing and closing rounds."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.operations import record
from giaoban.domain.notices.operations import queue
from giaoban.domain.orgs.models import Bloc, Level, Sector, Unit
from giaoban.domain.orgs.queries import members_of
from giaoban.domain.periods.rules import Period, parse
from giaoban.domain.reports.models import Regime, RegimeDeadline, Round, Section, State, Submission
from giaoban.domain.reports.operations.locking import (
    locked,
    locked_round,
    refuse_closed,
    touch,
    unit_people,
)  # fmt: skip
from giaoban.domain.reports.operations.refusals import AlreadyReminded, ReportRefused, RoundClosed, WrongState
from giaoban.domain.reports.permissions import can_define, can_run, day_of, standing_at
from giaoban.domain.reports.rules import HANDED_IN, RegimeFacts
from giaoban.lib.clock import VIETNAM
from giaoban.lib.dates import short


@transaction.atomic
def define_regime(*, facts: RegimeFacts, receiver: Unit, bloc: Bloc, acting_user: User | None, at: datetime) -> Regime:
    """Define a report regime with everything Điều 8 of Nghị định 09/2019 asks for.

    `acting_user` None is the system itself (installation, demonstration). Raises ReportRefused where something
    required is empty, a level of the bloc has no deadline, or the code is taken.
    """
    if acting_user is not None and not can_define(standing_at(acting_user, at), receiver.pk):
        raise PermissionDenied("Chỉ thư ký của cơ quan nhận hoặc quản trị viên đặt chế độ báo cáo")
    _refuse_incomplete(facts)
    texts = {name: getattr(facts, name) for name in (
        "code", "name", "content_required", "reporters", "delivery", "frequency", "cut_off", "outline", "figure_form",
        "procedure", "deadline_text", "legal_basis", "valid_from",
    )}  # fmt: skip
    regime = Regime.objects.create(**texts, checks=dict(facts.checks), receiver=receiver, bloc=bloc)
    RegimeDeadline.objects.bulk_create(
        RegimeDeadline(regime=regime, level=level, working_days=days) for level, days in facts.deadlines.items()
    )
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    Section.objects.bulk_create(
        Section(regime=regime, code=section.code, title=section.title, hint=section.hint, position=position,
                sector=sectors[section.sector] if section.sector else None, is_required=section.is_required)
        for position, section in enumerate(facts.sections, start=1)
    )  # fmt: skip
    record(act="reports.define_regime", target=f"reports.regime:{regime.pk}", acting_user=acting_user, at=at,
           unit=receiver.code, code=facts.code)  # fmt: skip
    return regime


def _refuse_incomplete(facts: RegimeFacts) -> None:
    empty = [name for name, value in vars(facts).items() if isinstance(value, str) and not value.strip()]
    if empty:
        raise ReportRefused(f"Chế độ báo cáo còn thiếu: {', '.join(empty)}")
    if not facts.sections or not facts.deadlines or min(facts.deadlines.values()) < 1:
        raise ReportRefused("Chế độ báo cáo cần đề cương và thời hạn ít nhất 1 ngày làm việc cho từng cấp")
    if unknown := set(facts.deadlines) - set(Level.values):
        raise ReportRefused(f"Không có cấp {', '.join(sorted(unknown))}")
    if Regime.objects.filter(code=facts.code).exists():
        raise ReportRefused(f"Đã có chế độ báo cáo mã {facts.code}")


@transaction.atomic
def open_round(
    *, regime: Regime, period: str, acting_user: User, at: datetime, extra_days_off: Collection[date] = ()
) -> Round:
    """Open a regime for a period: one submission per bloc member with its level's deadline, and word to its people.

    Members are those of the cut-off day, or of today where the cut-off lies ahead. `extra_days_off` are local days
    on which offices do not work. Raises ReportRefused for a wrong kind of period or a level without a deadline.
    """
    if not can_run(standing_at(acting_user, at), regime):
        raise PermissionDenied("Chỉ thư ký của cơ quan nhận báo cáo mở kỳ")
    window = _period_of(regime, period)
    try:
        with transaction.atomic():
            opened = Round.objects.create(regime=regime, period=window.code, opened_at=at, opened_by=acting_user)
    except IntegrityError as taken:
        raise ReportRefused(f"Kỳ {window.label} của chế độ này đã mở") from taken
    members = list(members_of(regime.bloc, min(day_of(at), window.window().last)))
    due = _due_by_level(regime, window, frozenset(extra_days_off))
    if missing := {unit.get_level_display() for unit in members if unit.level not in due}:
        raise ReportRefused(f"Chế độ chưa có thời hạn cho cấp: {', '.join(sorted(missing))}")
    Submission.objects.bulk_create(Submission(round=opened, unit=unit, due_at=due[unit.level]) for unit in members)
    _tell_members(opened, window, at)
    record(act="reports.open_round", target=f"reports.round:{opened.pk}", acting_user=acting_user, at=at,
           unit=regime.receiver.code, period=window.code, units=len(members))  # fmt: skip
    return opened


def _period_of(regime: Regime, code: str) -> Period:
    period = parse(code)
    if period.kind.value != regime.frequency:
        raise ReportRefused(f"{regime.name} không có kỳ {period.label}")
    return period


def _due_by_level(regime: Regime, period: Period, days_off: frozenset[date]) -> dict[str, datetime]:
    return {row.level: period.due_at(row.working_days, days_off) for row in regime.deadlines.all()}


def _tell_members(opened: Round, period: Period, at: datetime) -> None:
    submissions = list(opened.submissions.select_related("unit"))
    people = unit_people([submission.unit_id for submission in submissions], at)
    for submission in submissions:
        queue(
            recipient_ids=people.get(submission.unit_id, ()), kind="reports.opened", at=at,
            subject=f"Mở kỳ báo cáo {period.label}: {submission.unit.name}",
            body=f"Hạn nộp: {_moment(submission.due_at)}.", target=touch(submission),
        )  # fmt: skip


def _moment(moment: datetime) -> str:
    local = moment.astimezone(VIETNAM)
    return f"{local:%H:%M} ngày {short(local.date())}"


@transaction.atomic
def remind_unit(*, submission: Submission, acting_user: User, at: datetime) -> Submission:
    """Remind a unit's clerks and heads of what is still owed, at most once a day.

    Raises AlreadyReminded, WrongState where the report was handed in, RoundClosed, PermissionDenied.
    """
    held = locked(submission)
    if not can_run(standing_at(acting_user, at), held.round.regime):
        raise PermissionDenied("Chỉ thư ký của cơ quan nhận báo cáo nhắc đơn vị")
    refuse_closed(held)
    if held.state in HANDED_IN:
        raise WrongState(f"{held.unit.name} đã nộp báo cáo, không cần nhắc")
    if held.reminded_at is not None and day_of(held.reminded_at) == day_of(at):
        raise AlreadyReminded(f"Hôm nay đã nhắc {held.unit.name} lúc {held.reminded_at.astimezone(VIETNAM):%H:%M}")
    held.reminded_at = at
    held.save(update_fields=["reminded_at"])
    period = parse(held.round.period)
    told = queue(
        recipient_ids=unit_people([held.unit_id], at).get(held.unit_id, ()), kind="reports.reminded", at=at,
        subject=f"Nhắc nộp báo cáo {period.label}: {held.unit.name}",
        body=f"Hạn nộp: {_moment(held.due_at)}. {'Đã quá hạn.' if at > held.due_at else ''}".strip(),
        target=touch(held),
    )  # fmt: skip
    record(act="reports.remind_unit", target=touch(held), acting_user=acting_user, at=at, unit=held.unit.code,
           people=told)  # fmt: skip
    return held


@transaction.atomic
def close_round(*, round: Round, acting_user: User, at: datetime) -> Round:
    """Close a round: from now on nothing in it changes. Raises RoundClosed the second time, PermissionDenied.

    Reports that were never accepted stay as they are; the record names the units they are missing from.
    """
    held = locked_round(round)
    if not can_run(standing_at(acting_user, at), held.regime):
        raise PermissionDenied("Chỉ thư ký của cơ quan nhận báo cáo đóng kỳ")
    if held.closed_at is not None:
        raise RoundClosed("Kỳ báo cáo đã đóng")
    # whoever is writing in one of them finishes first; whoever waits for one finds the round closed
    list(held.submissions.select_for_update().order_by("pk").values_list("pk", flat=True))
    held.closed_at = at
    held.save(update_fields=["closed_at"])
    missing = held.submissions.exclude(state=State.ACCEPTED).values_list("unit__code", flat=True)
    record(act="reports.close_round", target=f"reports.round:{held.pk}", acting_user=acting_user, at=at,
           unit=held.regime.receiver.code, period=held.period, missing=sorted(missing))  # fmt: skip
    return held
