"""Issuing: facts read, number reserved, file drawn from the facts, all in one transaction."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from giaoban.domain.accounts.models import User
from giaoban.domain.accounts.queries import standing
from giaoban.domain.conferences.models import Conference
from giaoban.domain.conferences.permissions import can_conclude
from giaoban.domain.conferences.queries import conference_record, origin_of
from giaoban.domain.documents.models import Organ, Paper, PaperType, System
from giaoban.domain.documents.operations import PaperRefused, issue_paper, replace_paper
from giaoban.domain.documents.queries import file_of
from giaoban.lib.clock import VIETNAM
from giaoban.lib.word import Letterhead
from giaoban.processes.issue_conference_papers.facts import Facts, minutes_facts, notice_facts
from giaoban.processes.issue_conference_papers.minutes import draw_minutes
from giaoban.processes.issue_conference_papers.notice import draw_notice, notice_abstract
from giaoban.processes.issue_conference_papers.report import draw_report, report_abstract, report_facts

Draw = Callable[[Facts, Letterhead], bytes]


@transaction.atomic
def issue_consolidated_report(
    *,
    conference: Conference,
    issued_on: date,
    acting_user: User,
    at: datetime,
    replaces: Paper | None = None,
    made_up: bool = False,
) -> Paper:
    """Issue the consolidated report from the figures and text frozen for the conference; signed by the chair.

    May be issued before the conference, which hears it. Raises PermissionDenied, PaperRefused (no snapshot, issued
    already and not being replaced).
    """
    conference, organ = _prepare(conference, acting_user, at, chair_signs=True)
    if conference.snapshot is None:
        raise PaperRefused("Hội nghị chưa có số liệu chốt để lập báo cáo tổng hợp")
    facts = _marked(report_facts(conference_record(conference), conference.snapshot), made_up)
    signer = organ.signer_title

    def draw(facts: Facts, head: Letterhead) -> bytes:
        return draw_report(facts, head, signer, at)

    return _issue(conference, organ, PaperType.REPORT, report_abstract(facts), facts, draw, issued_on=issued_on,
                  acting_user=acting_user, at=at, replaces=replaces)  # fmt: skip


@transaction.atomic
def issue_minutes(
    *,
    conference: Conference,
    issued_on: date,
    acting_user: User,
    at: datetime,
    replaces: Paper | None = None,
    made_up: bool = False,
) -> Paper:
    """Issue the minutes of a concluded conference; by its secretary or its chair. Raises as above, or not concluded."""
    conference, organ = _prepare(conference, acting_user, at, chair_signs=False)
    _check_concluded(conference, issued_on)
    facts = _marked(minutes_facts(conference_record(conference)), made_up)

    def draw(facts: Facts, head: Letterhead) -> bytes:
        return draw_minutes(facts, head, at)

    return _issue(conference, organ, PaperType.MINUTES, conference.title, facts, draw, issued_on=issued_on,
                  acting_user=acting_user, at=at, replaces=replaces)  # fmt: skip


@transaction.atomic
def issue_conclusion_notice(
    *,
    conference: Conference,
    issued_on: date,
    acting_user: User,
    at: datetime,
    replaces: Paper | None = None,
    made_up: bool = False,
) -> Paper:
    """Issue the notice of conclusions with its tasks; signed by the chair. Conclusions bind from this paper on."""
    conference, organ = _prepare(conference, acting_user, at, chair_signs=True)
    _check_concluded(conference, issued_on)
    facts = _marked(notice_facts(conference_record(conference)), made_up)
    signer = organ.signer_title

    def draw(facts: Facts, head: Letterhead) -> bytes:
        return draw_notice(facts, head, signer, at)

    return _issue(conference, organ, PaperType.NOTICE, notice_abstract(facts), facts, draw, issued_on=issued_on,
                  acting_user=acting_user, at=at, replaces=replaces)  # fmt: skip


def preview_paper(issue: Callable[..., Paper], **given: Any) -> Paper:
    """Return what one of the acts above would issue, with its file, and take everything back: a look uses no number."""
    with transaction.atomic():
        paper = issue(**given)
        paper.content = file_of(paper)
        transaction.set_rollback(True)
    return paper


def _marked(facts: Facts, made_up: bool) -> Facts:
    """Keep with the paper that its figures are made up (a demonstration's), so that its file says so."""
    return {**facts, "made_up": True} if made_up else facts


def _prepare(conference: Conference, acting_user: User, at: datetime, *, chair_signs: bool) -> tuple[Conference, Organ]:
    """Lock the conference, so that two people cannot issue the same paper at once, and find its organ."""
    row = (
        Conference.objects.select_for_update(of=("self",))
        .select_related("bloc__coordinator", "snapshot", "round")
        .get(pk=conference.pk)
    )
    if chair_signs and not can_conclude(standing(acting_user, at.date()), row):
        raise PermissionDenied
    organ = Organ.objects.select_related("unit").filter(unit_id=row.bloc.coordinator_id).first()
    if organ is None or organ.system != System.PARTY:
        raise PaperRefused("Cơ quan chủ trì chưa khai báo thể thức văn bản của Đảng")
    return row, organ


def _check_concluded(conference: Conference, issued_on: date) -> None:
    if conference.state != "concluded" or conference.ended_at is None:
        raise PaperRefused("Hội nghị chưa kết luận")
    if issued_on < conference.ended_at.astimezone(VIETNAM).date():
        raise PaperRefused("Ngày ban hành trước ngày họp")


def _issue(
    conference: Conference, organ: Organ, paper_type: PaperType, abstract: str, facts: Facts, draw: Draw, *,
    issued_on: date, acting_user: User, at: datetime, replaces: Paper | None,
) -> Paper:  # fmt: skip
    origin = origin_of(conference.pk)
    standing_paper = Paper.objects.light().filter(origin=origin, paper_type=paper_type, replaced_by=None).first()
    if standing_paper is not None and (replaces is None or replaces.pk != standing_paper.pk):
        raise PaperRefused(f"Đã ban hành {standing_paper.symbol}; chỉ thay thế được bằng văn bản mới")

    def content(symbol: str) -> bytes:
        return draw(facts, Letterhead(organ.superior_line, organ.name_line, symbol, organ.place, issued_on))

    paper = issue_paper(
        organ=organ, paper_type=paper_type, abstract=abstract, issued_on=issued_on, content=content, facts=facts,
        origin=origin, signer=conference.chair_title, acting_user=acting_user, at=at,
    )  # fmt: skip
    if replaces is not None:
        replace_paper(paper=replaces, by=paper, reason="Thay thế", acting_user=acting_user, at=at)
    return paper
