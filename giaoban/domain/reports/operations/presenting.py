"""Putting a finished report before the unit's head."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.queries import holders
from giaoban.domain.audit.operations import record
from giaoban.domain.notices.operations import queue
from giaoban.domain.periods.rules import parse
from giaoban.domain.reports.models import Submission
from giaoban.domain.reports.operations.locking import locked, refuse_closed, touch
from giaoban.domain.reports.operations.refusals import RemainingProblems, ReportRefused, WrongState
from giaoban.domain.reports.permissions import can_edit, day_of, standing_at
from giaoban.domain.reports.queries import remaining
from giaoban.domain.reports.rules import EDITABLE


@transaction.atomic
def present_for_sign_off(*, submission: Submission, acting_user: User, at: datetime) -> Submission:
    """Tell the unit's heads that the report is ready; its state stays, since it may still be edited.

    Raises RemainingProblems while anything would block the approval, ReportRefused where the unit has no head to
    tell, WrongState, RoundClosed, PermissionDenied.
    """
    held = locked(submission)
    if not can_edit(standing_at(acting_user, at), held):
        raise PermissionDenied("Chỉ người của đơn vị trình báo cáo của đơn vị")
    refuse_closed(held)
    if held.state not in EDITABLE:
        raise WrongState(f"Báo cáo đang ở trạng thái “{held.get_state_display()}” nên không trình nữa")
    if problems := remaining(held):
        raise RemainingProblems(problems)
    heads = set(holders(held.unit, day_of(at), Role.HEAD).values_list("pk", flat=True))
    if not heads:
        raise ReportRefused(
            f"{held.unit.name} chưa có thủ trưởng trên hệ thống để duyệt; đề nghị quản trị viên bổ sung"
        )
    queue(recipient_ids=heads - {acting_user.pk}, kind="reports.presented", at=at, target=touch(held),
          subject=f"Trình duyệt báo cáo {parse(held.round.period).label}: {held.unit.name}",
          body="Báo cáo đã đủ số liệu và lời văn, chờ thủ trưởng duyệt.")  # fmt: skip
    record(act="reports.present_for_sign_off", target=touch(held), acting_user=acting_user, at=at,
           unit=held.unit.code)  # fmt: skip
    return held
