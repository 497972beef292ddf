"""Saving what a unit writes, and remarks on its cells."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.audit.operations import record
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.notices.operations import queue
from giaoban.domain.reports.models import CellComment, Narrative, Section, Submission
from giaoban.domain.reports.operations.locking import (
    locked,
    open_for_editing,
    refuse_closed,
    secretaries,
    touch,
    unit_people,
)  # fmt: skip
from giaoban.domain.reports.operations.refusals import EditConflict, ReportRefused
from giaoban.domain.reports.permissions import can_comment, can_edit, standing_at
from giaoban.lib.text import clean_block


@transaction.atomic
def save_narrative(
    *,
    submission: Submission,
    section: Section,
    text: str,
    expected_version: int | None,
    acting_user: User,
    at: datetime,
) -> Narrative:
    """Save the text of one section; the same text again changes nothing.

    `expected_version` is the version the writer saw, 0 where there was none, None where it is not checked.
    Raises EditConflict with both texts where somebody saved another in between.
    """
    held = open_for_editing(submission, acting_user, at)
    if section.regime_id != held.round.regime_id:
        raise ReportRefused("Mục này không thuộc đề cương của báo cáo")
    stored = clean_block(text)
    narrative = held.narratives.select_related("updated_by").filter(section=section).first()
    narrative = narrative or Narrative(submission=held, section=section, version=0)
    if narrative.text == stored:
        narrative.updated_at = narrative.updated_at or at
        return narrative
    if expected_version is not None and expected_version != narrative.version:
        raise EditConflict(
            what=f"Mục “{section.title}”", theirs=narrative.text, yours=stored,
            by=str(narrative.updated_by) if narrative.pk else "", changed_at=narrative.updated_at or at,
            version=narrative.version,
        )  # fmt: skip
    narrative.text, narrative.version = stored, narrative.version + 1
    narrative.updated_at, narrative.updated_by = at, acting_user
    narrative.save()
    record(act="reports.save_narrative", target=touch(held), acting_user=acting_user, at=at, unit=held.unit.code,
           section=section.code, version=narrative.version, text=stored)  # fmt: skip
    return narrative


@transaction.atomic
def comment_on_cell(
    *, submission: Submission, indicator: Indicator, text: str, acting_user: User, at: datetime
) -> CellComment:
    """Put a remark on one cell and tell the other side: the unit, or the secretaries where the unit speaks."""
    held = locked(submission)
    standing = standing_at(acting_user, at)
    if not can_comment(standing, held):
        raise PermissionDenied("Không được góp ý báo cáo này")
    refuse_closed(held)
    comment = write_comment(held, indicator, text, acting_user, at)
    if can_edit(standing, held):
        readers = secretaries(held.round, at)
    else:
        readers = unit_people([held.unit_id], at).get(held.unit_id, set())
    queue(recipient_ids=readers - {acting_user.pk}, kind="reports.commented", at=at, body=comment.text,
          subject=f"Góp ý ô “{indicator.name}”, {held.unit.name}", target=touch(held))  # fmt: skip
    record(act="reports.comment_on_cell", target=touch(held), acting_user=acting_user, at=at, unit=held.unit.code,
           indicator=indicator.code, text=comment.text)  # fmt: skip
    return comment


def write_comment(held: Submission, indicator: Indicator, text: str, acting_user: User, at: datetime) -> CellComment:
    """Append a remark to a locked submission; an empty one is refused."""
    stored = clean_block(text)
    if not stored.strip():
        raise ReportRefused("Góp ý chưa có nội dung")
    return CellComment.objects.create(submission=held, indicator=indicator, text=stored, at=at, by=acting_user)
