"""Drafts open for public comment: opened and closed by the office, commented on by anybody, answered by the office."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.queries import holders, standing
from giaoban.domain.audit.operations import record
from giaoban.domain.documents.models import Consultation, Draft, Organ, PublicComment, Reply
from giaoban.domain.documents.operations.series import PaperRefused
from giaoban.domain.documents.permissions import can_consult
from giaoban.domain.documents.rules import comment_problem
from giaoban.domain.notices.operations import queue
from giaoban.domain.notices.queries import unread_about
from giaoban.lib.text import clean, clean_block

# A comment sent twice within this time (a second press of the button, a reload) is one comment.
SAME_WITHIN = timedelta(hours=1)


class CommentRefused(PaperRefused):
    """The comment, its answer or the days of a consultation do not fit; the message (Vietnamese) says why."""


class AnswerConflict(CommentRefused):
    """Somebody answered meanwhile: `yours` was not stored, `theirs` stands."""

    def __init__(self, yours: str, theirs: PublicComment) -> None:
        super().__init__("Góp ý vừa được người khác trả lời; bản của bạn chưa được lưu")
        self.yours, self.theirs = yours, theirs


def _check(acting_user: User, organ: Organ, at: datetime) -> None:
    if not can_consult(standing(acting_user, at.date()), organ):
        raise PermissionDenied


@transaction.atomic
def open_for_comment(*, draft: Draft, opens_on: date, closes_on: date, acting_user: User, at: datetime) -> Consultation:
    """Open the draft's last version for comment by anybody, both days included.

    Raises CommentRefused: issued already, being commented on already, days in the past or in the wrong order.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("organ__unit").get(pk=draft.pk)
    _check(acting_user, draft.organ, at)
    if draft.issued_as_id is not None:
        raise CommentRefused("Dự thảo đã ban hành, không lấy ý kiến được nữa")
    if opens_on < at.date():
        raise CommentRefused("Ngày mở không được trước hôm nay")
    if closes_on < opens_on:
        raise CommentRefused("Ngày đóng phải từ ngày mở trở đi")
    running = Consultation.objects.filter(version__draft=draft, closed_at__isnull=True, closes_on__gte=at.date())
    if running.exists():
        raise CommentRefused("Dự thảo đang có một đợt lấy ý kiến chưa đóng")
    version = draft.versions.order_by("-number")[0]
    opened = Consultation.objects.create(
        version=version, opens_on=opens_on, closes_on=closes_on, opened_at=at, opened_by=acting_user
    )
    record(act="documents.open_for_comment", target=f"documents.draft:{draft.pk}", acting_user=acting_user, at=at,
           unit=draft.organ.unit.code, number=version.number, opens_on=opens_on, closes_on=closes_on)  # fmt: skip
    return opened


@transaction.atomic
def close_for_comment(*, consultation: Consultation, acting_user: User, at: datetime) -> Consultation:
    """Close a consultation before its last day. What was said stays, and is still answered."""
    held = _locked(consultation)
    organ = held.version.draft.organ
    _check(acting_user, organ, at)
    if held.closed_at is not None or held.closes_on < at.date():
        raise CommentRefused("Đợt lấy ý kiến đã đóng")
    held.closed_at = at
    held.save(update_fields=["closed_at"])
    record(act="documents.close_for_comment", target=f"documents.draft:{held.version.draft_id}",
           acting_user=acting_user, at=at, unit=organ.unit.code, number=held.version.number)  # fmt: skip
    return held


@transaction.atomic
def submit_public_comment(
    *, consultation: Consultation, text: str, at: datetime, name: str = "", contact: str = "", clause: str = ""
) -> PublicComment:
    """Take a comment from anybody, as plain text, and tell the office. Nobody signs in for it.

    The audit line says that one came, not who wrote what. Raises CommentRefused: not open that day, nothing written,
    too long. The same words sent again within an hour are the same comment.
    """
    held = _locked(consultation)
    if not held.is_open_on(at.date()):
        raise CommentRefused("Đợt lấy ý kiến không mở vào lúc này")
    body, lines = clean_block(text), {"name": clean(name), "contact": clean(contact), "clause": clean(clause)}
    if problem := comment_problem(body, lines.values()):
        raise CommentRefused(problem)
    again = held.comments.filter(text=body, submitted_at__gt=at - SAME_WITHIN, **lines).first()
    if again is not None:
        return again
    comment = PublicComment.objects.create(consultation=held, text=body, submitted_at=at, **lines)
    organ = held.version.draft.organ
    record(act="documents.submit_public_comment", target=f"documents.publiccomment:{comment.pk}", acting_user=None,
           at=at, unit=organ.unit.code, consultation=held.pk)  # fmt: skip
    _tell(held, at)
    return comment


def _locked(consultation: Consultation) -> Consultation:
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("version__draft__organ__unit")
    return rows.get(pk=consultation.pk)


def _tell(consultation: Consultation, at: datetime) -> None:
    """Tell secretaries and editors, each once until they have read it: a hundred comments are one notice."""
    draft, target = consultation.version.draft, f"documents.consultation:{consultation.pk}"
    people = holders(draft.organ.unit, at.date(), Role.SECRETARY, Role.EDITOR).values_list("pk", flat=True)
    waiting = set(people) - unread_about(target)
    queue(recipient_ids=waiting, kind="documents.commented", subject=f"Có góp ý mới: {draft.title}", at=at,
          target=target)  # fmt: skip


@transaction.atomic
def answer_public_comment(
    *, comment: PublicComment, reply: Reply, answer: str, expected_version: int, acting_user: User, at: datetime
) -> PublicComment:
    """Answer a comment (tiếp thu, giải trình), which makes it public, or set it aside. May be corrected later.

    Raises CommentRefused (no reply chosen, an explanation without words), AnswerConflict.
    """
    held = (
        PublicComment.objects.select_for_update(of=("self",))
        .select_related("consultation__version__draft__organ__unit").get(pk=comment.pk)
    )  # fmt: skip
    organ = held.consultation.version.draft.organ
    _check(acting_user, organ, at)
    words = clean_block(answer)
    if held.version != expected_version:
        raise AnswerConflict(words, held)
    if reply == Reply.OPEN or (reply == Reply.EXPLAINED and not words):
        raise CommentRefused("Hãy chọn tiếp thu, giải trình hoặc không đăng; giải trình phải có nội dung")
    before = held.reply
    held.reply, held.answer, held.answered_at, held.answered_by = reply, words, at, acting_user
    held.version += 1
    held.save(update_fields=["reply", "answer", "answered_at", "answered_by", "version"])
    record(act="documents.answer_public_comment", target=f"documents.publiccomment:{held.pk}", acting_user=acting_user,
           at=at, unit=organ.unit.code, before=before, after=reply, answer=words[:500])  # fmt: skip
    return held
