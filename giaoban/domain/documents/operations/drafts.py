"""Drafts: written in versions, adopted by a conference, issued as papers. Adopted, issued, in force: three dates."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.accounts.queries import standing
from giaoban.domain.audit.operations import record
from giaoban.domain.documents.models import Draft, DraftVersion, Organ, Paper, PaperType
from giaoban.domain.documents.operations.papers import Content, issue_paper
from giaoban.domain.documents.operations.series import PaperRefused
from giaoban.domain.documents.permissions import can_draft
from giaoban.lib.text import clean, clean_block


class DraftConflict(PaperRefused):
    """Somebody saved a newer version meanwhile: `yours` was not stored, `theirs` stands."""

    def __init__(self, yours: str, theirs: DraftVersion) -> None:
        super().__init__(f"Dự thảo đã có lần {theirs.number} do người khác lưu; bản của bạn chưa được lưu")
        self.yours = yours
        self.theirs = theirs


def _locked(draft: Draft) -> Draft:
    return Draft.objects.select_for_update(of=("self",)).select_related("organ__unit").get(pk=draft.pk)


def _check(acting_user: User, organ: Organ, at: datetime) -> None:
    if not can_draft(standing(acting_user, at.date()), organ):
        raise PermissionDenied


@transaction.atomic
def start_draft(
    *, organ: Organ, paper_type: PaperType, title: str, text: str, acting_user: User, at: datetime, note: str = ""
) -> Draft:
    """Begin a draft with its first version (dự thảo lần 1)."""
    _check(acting_user, organ, at)
    if not clean(title):
        raise PaperRefused("Dự thảo cần có tên")
    draft = Draft.objects.create(organ=organ, paper_type=paper_type, title=clean(title), created_at=at)
    DraftVersion.objects.create(
        draft=draft, number=1, text=clean_block(text), note=clean(note), created_at=at, created_by=acting_user
    )
    record(act="documents.start_draft", target=f"documents.draft:{draft.pk}", acting_user=acting_user, at=at,
           unit=organ.unit.code, title=draft.title)  # fmt: skip
    return draft


@transaction.atomic
def add_draft_version(
    *, draft: Draft, text: str, expected_version: int, acting_user: User, at: datetime, note: str = ""
) -> DraftVersion:
    """Add the next version; earlier ones stay. `expected_version` is the number the writer began from.

    Raises DraftConflict where a newer one exists, PaperRefused once the draft is issued.
    """
    draft = _locked(draft)
    _check(acting_user, draft.organ, at)
    if draft.issued_as_id is not None:
        raise PaperRefused("Dự thảo đã ban hành, không sửa được nữa")
    last = draft.versions.order_by("-number")[0]
    if last.number != expected_version:
        raise DraftConflict(clean_block(text), last)
    version = DraftVersion.objects.create(
        draft=draft, number=last.number + 1, text=clean_block(text), note=clean(note), created_at=at,
        created_by=acting_user,
    )  # fmt: skip
    record(act="documents.add_draft_version", target=f"documents.draft:{draft.pk}", acting_user=acting_user, at=at,
           unit=draft.organ.unit.code, number=version.number, note=version.note)  # fmt: skip
    return version


@transaction.atomic
def adopt_draft(*, draft: Draft, adopted_on: date, by: str, acting_user: User, at: datetime) -> Draft:
    """Record that a draft was adopted (thông qua) on a day, `by` whom (plain reference). It is not issued by that."""
    draft = _locked(draft)
    _check(acting_user, draft.organ, at)
    if draft.adopted_on is not None:
        raise PaperRefused("Dự thảo đã được thông qua")
    draft.adopted_on = adopted_on
    draft.save(update_fields=["adopted_on"])
    record(act="documents.adopt_draft", target=f"documents.draft:{draft.pk}", acting_user=acting_user, at=at,
           unit=draft.organ.unit.code, adopted_on=adopted_on, by=by)  # fmt: skip
    return draft


@transaction.atomic
def issue_draft(
    *, draft: Draft, issued_on: date, content: Content, acting_user: User, at: datetime,
    in_force_on: date | None = None, signer: str = "", facts: Mapping[str, Any] | None = None,
    is_public: bool = False,
) -> Paper:  # fmt: skip
    """Issue an adopted draft as a paper with its own number; adoption, issue and effect keep their own dates."""
    draft = _locked(draft)
    if draft.issued_as_id is not None:
        raise PaperRefused("Dự thảo đã ban hành")
    if draft.adopted_on is None:
        raise PaperRefused("Dự thảo chưa được thông qua")
    if issued_on < draft.adopted_on:
        raise PaperRefused("Ngày ban hành trước ngày thông qua")
    paper = issue_paper(
        organ=draft.organ, paper_type=PaperType(draft.paper_type), abstract=draft.title, issued_on=issued_on,
        content=content, facts=facts, origin=f"documents.draft:{draft.pk}", signer=signer,
        adopted_on=draft.adopted_on, in_force_on=in_force_on, is_public=is_public, acting_user=acting_user, at=at,
    )  # fmt: skip
    draft.issued_as = paper
    draft.save(update_fields=["issued_as"])
    return paper
