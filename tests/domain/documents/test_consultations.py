"""Drafts open for public comment: who opens, who may write, what is answered, what the public ever sees."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from giaoban.domain.accounts.models import Role
from giaoban.domain.accounts.operations import create_user, give_post
from giaoban.domain.accounts.queries import standing
from giaoban.domain.audit.models import Entry
from giaoban.domain.documents.models import Consultation, Draft, PaperType, PublicComment, Reply
from giaoban.domain.documents.operations import (
    AnswerConflict,
    CommentRefused,
    adopt_draft,
    answer_public_comment,
    close_for_comment,
    issue_draft,
    open_for_comment,
    start_draft,
    submit_public_comment,
)
from giaoban.domain.documents.queries import answered_comments, consultation_for, consultations_for, public_consultation
from giaoban.domain.notices.models import Notice
from tests.factories.documents import MOMENT, START, Office, make_office

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()
LAST = TODAY + timedelta(days=10)


@pytest.fixture
def office() -> Office:
    return make_office()


def acting(office: Office, name: str = "secretary") -> dict[str, Any]:
    return {"acting_user": office.people[name], "at": MOMENT}


def a_draft(office: Office) -> Draft:
    return start_draft(
        organ=office.organ, paper_type=PaperType.REGULATION, title="Quy chế", text="Điều 1.", **acting(office)
    )


@pytest.fixture
def opened(office: Office) -> Consultation:
    return open_for_comment(draft=a_draft(office), opens_on=TODAY, closes_on=LAST, **acting(office))


def test_the_office_and_its_editor_open_and_close_nobody_else(office: Office) -> None:
    draft = a_draft(office)
    days: dict[str, Any] = {"opens_on": TODAY, "closes_on": LAST}
    for name in ("clerk", "head", "superior", "administrator", "stranger"):
        with pytest.raises(PermissionDenied):
            open_for_comment(draft=draft, **days, **acting(office, name))
    editor = create_user(username="bt", password="mat-khau-thu", at=MOMENT, acting_user=None)
    give_post(user=editor, unit=office.units["office"], role=Role.EDITOR, title="Biên tập viên", valid_from=START,
              at=MOMENT, acting_user=None)  # fmt: skip
    opened = open_for_comment(draft=draft, **days, acting_user=editor, at=MOMENT)
    with pytest.raises(PermissionDenied):
        close_for_comment(consultation=opened, **acting(office, "clerk"))
    close_for_comment(consultation=opened, **acting(office, "chair"))
    with pytest.raises(CommentRefused, match="đã đóng"):
        close_for_comment(consultation=opened, **acting(office))


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "why"),
    [
        (TODAY - timedelta(days=1), LAST, "trước hôm nay"),
        (LAST, TODAY, "từ ngày mở"),
    ],
)
def test_days_that_cannot_be_are_refused(office: Office, opens_on: date, closes_on: date, why: str) -> None:
    with pytest.raises(CommentRefused, match=why):
        open_for_comment(draft=a_draft(office), opens_on=opens_on, closes_on=closes_on, **acting(office))


def test_a_draft_is_open_once_at_a_time_and_never_after_it_is_issued(office: Office, opened: Consultation) -> None:
    draft = opened.version.draft
    days: dict[str, Any] = {"opens_on": TODAY, "closes_on": LAST}
    with pytest.raises(CommentRefused, match="chưa đóng"):
        open_for_comment(draft=draft, **days, **acting(office))
    close_for_comment(consultation=opened, **acting(office))
    adopt_draft(draft=draft, adopted_on=TODAY, by="", **acting(office))
    again = open_for_comment(draft=draft, **days, **acting(office))  # adopted is not issued: wording is still open
    close_for_comment(consultation=again, **acting(office))
    issue_draft(draft=draft, issued_on=TODAY, content=b"PK\x03\x04", **acting(office))
    with pytest.raises(CommentRefused, match="đã ban hành"):
        open_for_comment(draft=draft, **days, **acting(office))


def test_comments_come_on_the_open_days_only(office: Office, opened: Consultation) -> None:
    for day in (-1, 11):
        with pytest.raises(CommentRefused, match="không mở"):
            submit_public_comment(consultation=opened, text="x", at=MOMENT + timedelta(days=day))
    submit_public_comment(consultation=opened, text="ngày cuối", at=MOMENT + timedelta(days=10))
    close_for_comment(consultation=opened, **acting(office))
    with pytest.raises(CommentRefused, match="không mở"):
        submit_public_comment(consultation=opened, text="muộn", at=MOMENT)
    assert PublicComment.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "why"), [({"text": " \n "}, "Hãy viết"), ({"text": "a" * 5001}, "5001"), ({"name": "a" * 121}, "120")]
)
def test_what_cannot_be_a_comment_is_refused_in_words(opened: Consultation, typed: dict[str, str], why: str) -> None:
    with pytest.raises(CommentRefused, match=why):
        submit_public_comment(consultation=opened, at=MOMENT, **{"text": "x", **typed})


def test_the_same_words_sent_twice_are_one_comment_and_the_office_is_told_once(opened: Consultation) -> None:
    first = submit_public_comment(consultation=opened, text="Nên rõ hơn", name="Một người dân", at=MOMENT)
    assert submit_public_comment(consultation=opened, text="Nên rõ hơn ", name="Một người dân", at=MOMENT) == first
    submit_public_comment(consultation=opened, text="Nên rõ hơn", name="Người khác", at=MOMENT)
    assert PublicComment.objects.count() == 2
    assert Notice.objects.filter(kind="documents.commented").count() == 1
    told = Entry.objects.filter(act="documents.submit_public_comment")
    assert told.count() == 2
    assert "Một người dân" not in str([entry.detail for entry in told])


def test_the_public_sees_answered_comments_only_and_never_a_contact(office: Office, opened: Consultation) -> None:
    comments = [submit_public_comment(consultation=opened, text=f"ý {n}", contact="0912", at=MOMENT) for n in range(4)]
    replies = (Reply.TAKEN, Reply.EXPLAINED, Reply.SET_ASIDE)
    for comment, reply in zip(comments, replies, strict=False):
        answer_public_comment(comment=comment, reply=reply, answer="vì", expected_version=1, **acting(office, "chair"))
    assert [comment.text for comment in answered_comments(opened)] == ["ý 0", "ý 1"]
    assert all("contact" in comment.get_deferred_fields() for comment in answered_comments(opened))
    counted = public_consultation(opened.pk, TODAY)
    assert counted is not None
    assert (counted.received, counted.waiting, counted.shown) == (4, 1, 2)
    assert public_consultation(opened.pk, TODAY - timedelta(days=1)) is None


def test_an_answer_needs_a_choice_and_reasons_and_overwrites_nobody(office: Office, opened: Consultation) -> None:
    comment = submit_public_comment(consultation=opened, text="x", at=MOMENT)
    for reply, answer in ((Reply.OPEN, "a"), (Reply.EXPLAINED, " ")):
        with pytest.raises(CommentRefused, match="giải trình phải có nội dung"):
            answer_public_comment(comment=comment, reply=reply, answer=answer, expected_version=1, **acting(office))
    answer_public_comment(comment=comment, reply=Reply.TAKEN, answer="một", expected_version=1, **acting(office))
    with pytest.raises(AnswerConflict) as conflict:
        answer_public_comment(comment=comment, reply=Reply.EXPLAINED, answer="hai", expected_version=1,
                              **acting(office, "chair"))  # fmt: skip
    assert (conflict.value.yours, conflict.value.theirs.answer) == ("hai", "một")
    with pytest.raises(PermissionDenied):
        answer_public_comment(comment=comment, reply=Reply.TAKEN, answer="", expected_version=2,
                              **acting(office, "clerk"))  # fmt: skip


def test_the_office_reads_its_own_consultations_only(office: Office, opened: Consultation) -> None:
    for name, count in (("secretary", 1), ("chair", 1), ("clerk", 0), ("stranger", 0)):
        held = standing(office.people[name], TODAY)
        assert len(consultations_for(held)) == count
        assert (consultation_for(held, opened.pk) is not None) == bool(count)
