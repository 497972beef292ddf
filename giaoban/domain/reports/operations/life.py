"""A submission's steps: sign off, withdraw, submit, return, accept, reopen."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.operations import record
from giaoban.domain.indicators.models import EmptyKind, Indicator
from giaoban.domain.indicators.operations import FiguresRefused, record_observations
from giaoban.domain.indicators.rules import Figure
from giaoban.domain.notices.operations import queue
from giaoban.domain.periods.rules import Calendar, parse
from giaoban.domain.reports.models import Cell, State, Submission, Transition
from giaoban.domain.reports.operations.locking import locked, refuse_closed, secretaries, touch, unit_people
from giaoban.domain.reports.operations.narratives import write_comment
from giaoban.domain.reports.operations.refusals import RemainingProblems, ReportRefused, WrongState
from giaoban.domain.reports.permissions import can_edit, can_run, can_sign_off, day_of, standing_at
from giaoban.domain.reports.queries import remaining
from giaoban.domain.reports.rules import may_move
from giaoban.lib.text import clean_block


@transaction.atomic
def sign_off(*, submission: Submission, acting_user: User, at: datetime) -> Submission:
    """Approve the report inside the unit. Raises RemainingProblems while anything blocks it; PermissionDenied."""
    held = locked(submission)
    if not can_sign_off(standing_at(acting_user, at), held):
        raise PermissionDenied("Chỉ thủ trưởng đơn vị duyệt báo cáo")
    if held.state == State.SIGNED_OFF:
        return held
    _refuse_move(held, State.SIGNED_OFF)
    if problems := remaining(held):
        raise RemainingProblems(problems)
    _move(held, State.SIGNED_OFF, acting_user, at)
    _tell(held, _people(held, at) - {acting_user.pk}, "signed_off", "Thủ trưởng đã duyệt báo cáo", at)
    return held


@transaction.atomic
def withdraw_sign_off(*, submission: Submission, acting_user: User, at: datetime) -> Submission:
    """Take the approval back before the report is submitted, so that it can be edited again."""
    held = locked(submission)
    if not can_sign_off(standing_at(acting_user, at), held):
        raise PermissionDenied("Chỉ thủ trưởng đơn vị rút duyệt")
    if held.state == State.DRAFT:
        return held
    _refuse_move(held, State.DRAFT)
    _move(held, State.DRAFT, acting_user, at)
    _tell(held, _people(held, at) - {acting_user.pk}, "withdrawn", "Thủ trưởng đã rút duyệt báo cáo", at)
    return held


@transaction.atomic
def submit_report(*, submission: Submission, acting_user: User, at: datetime) -> Submission:
    """Hand in a signed-off report; the first time decides whether it is late. Twice is one step.

    Raises WrongState where the head has not signed off, RoundClosed, PermissionDenied.
    """
    held = locked(submission)
    if not can_edit(standing_at(acting_user, at), held):
        raise PermissionDenied("Chỉ người của đơn vị nộp báo cáo của đơn vị")
    if held.state == State.SUBMITTED:
        return held
    _refuse_move(held, State.SUBMITTED)
    held.submitted_at = held.submitted_at or at
    _move(held, State.SUBMITTED, acting_user, at)
    _tell(held, secretaries(held.round, at), "submitted", "Đã nộp báo cáo", at)
    return held


@transaction.atomic
def return_report(
    *,
    submission: Submission,
    reason: str,
    acting_user: User,
    at: datetime,
    comments: Mapping[Indicator, str] | None = None,
) -> Submission:
    """Send a submitted report back with a reason and remarks on cells; the unit edits and signs off again."""
    held = locked(submission)
    if not can_run(standing_at(acting_user, at), held.round.regime):
        raise PermissionDenied("Chỉ thư ký của cơ quan nhận báo cáo trả lại")
    stored = clean_block(reason).strip()
    if not stored:
        raise ReportRefused("Trả lại báo cáo phải ghi lý do")
    if held.state == State.ACCEPTED:
        raise WrongState("Báo cáo đã nhận không trả lại được; cần sửa thì mở lại để đính chính")
    _refuse_move(held, State.RETURNED)
    for indicator, text in (comments or {}).items():
        write_comment(held, indicator, text, acting_user, at)
    _move(held, State.RETURNED, acting_user, at, stored)
    _tell(held, _people(held, at), "returned", "Trả lại báo cáo", at, stored)
    return held


@transaction.atomic
def accept_report(*, submission: Submission, acting_user: User, at: datetime) -> Submission:
    """Accept a submitted report: its figures become observations, with their roll-ups, in this same transaction."""
    held = locked(submission)
    if not can_run(standing_at(acting_user, at), held.round.regime):
        raise PermissionDenied("Chỉ thư ký của cơ quan nhận báo cáo nhận báo cáo")
    if held.state == State.ACCEPTED:
        return held
    _refuse_move(held, State.ACCEPTED)
    figures = _record_figures(held, acting_user, at)
    held.accepted_at = at
    _move(held, State.ACCEPTED, acting_user, at, figures=figures)
    _tell(held, _people(held, at), "accepted", "Đã nhận báo cáo", at)
    return held


@transaction.atomic
def reopen_report(*, submission: Submission, reason: str, acting_user: User, at: datetime) -> Submission:
    """Give an accepted report back to its unit so that a wrong figure can be corrected.

    No figure and no total changes now: what was accepted stands until the corrected report is accepted, which writes
    the next revision and moves the totals by the difference. Raises ReportRefused without a reason, WrongState where
    the report is not accepted, RoundClosed, PermissionDenied.
    """
    held = locked(submission)
    if not can_run(standing_at(acting_user, at), held.round.regime):
        raise PermissionDenied("Chỉ thư ký của cơ quan nhận báo cáo mở lại báo cáo đã nhận")
    stored = clean_block(reason).strip()
    if not stored:
        raise ReportRefused("Mở lại báo cáo phải ghi lý do")
    refuse_closed(held)
    if held.state != State.ACCEPTED:
        raise WrongState(f"Báo cáo đang ở trạng thái “{held.get_state_display()}”, không phải mở lại")
    _move(held, State.RETURNED, acting_user, at, stored)
    _tell(held, _people(held, at), "reopened", "Mở lại báo cáo để đính chính", at, stored)
    return held


def _record_figures(held: Submission, acting_user: User, at: datetime) -> int:
    """Record the report's cells as the unit's figures; what was not reported stays not reported.

    In a report accepted before, a cell emptied since withdraws the figure that was accepted.
    """
    cells = held.cells.select_related("indicator")
    told = cells if held.accepted_at else cells.exclude(kind=EmptyKind.NOT_REPORTED)
    figures = [_figure(held, cell) for cell in told]
    try:
        return record_observations(unit=held.unit, period=held.round.period, figures=figures, source=touch(held),
                                   acting_user=acting_user, at=at)  # fmt: skip
    except FiguresRefused as refused:
        raise ReportRefused(f"Chưa nhận được: {refused}") from refused


def _figure(held: Submission, cell: Cell) -> Figure:
    """Return a cell as a figure; one counted to the day of the report carries the day it was handed in."""
    counted_to = held.submitted_at if cell.indicator.calendar == Calendar.REPORT_DAY else None
    return Figure(cell.indicator_id, cell.kind, cell.value, cell.numerator, cell.denominator, cell.status,
                  day_of(counted_to) if counted_to else None, cell.reason)  # fmt: skip


def _refuse_move(held: Submission, to: State) -> None:
    refuse_closed(held)
    if not may_move(held.state, to):
        raise WrongState(f"Báo cáo đang ở trạng thái “{held.get_state_display()}”, chưa thể chuyển sang “{to.label}”")


def _move(
    held: Submission, to: State, acting_user: User, at: datetime, reason: str = "", **detail: object
) -> Transition:
    """Take one step: state, version, the step's own row, the audit line."""
    step = Transition.objects.create(
        submission=held, from_state=held.state, to_state=to, reason=reason, at=at, by=acting_user
    )
    held.state, held.version = to, held.version + 1
    held.save(update_fields=["state", "version", "submitted_at", "accepted_at"])
    verb = {
        State.SIGNED_OFF: "sign_off",
        State.DRAFT: "withdraw_sign_off",
        State.SUBMITTED: "submit_report",
        State.RETURNED: "reopen_report" if step.from_state == State.ACCEPTED else "return_report",
        State.ACCEPTED: "accept_report",
    }[to]
    record(act=f"reports.{verb}", target=touch(held), acting_user=acting_user, at=at, unit=held.unit.code,
           from_state=str(step.from_state), reason=reason, **detail)  # fmt: skip
    return step


def _people(held: Submission, at: datetime) -> set[int]:
    return unit_people([held.unit_id], at).get(held.unit_id, set())


def _tell(held: Submission, readers: set[int], event: str, words: str, at: datetime, body: str = "") -> None:
    label = parse(held.round.period).label
    queue(recipient_ids=readers, kind=f"reports.{event}", subject=f"{words} {label}: {held.unit.name}", at=at,
          body=body, target=touch(held))  # fmt: skip
