"""The whole conference in one tree of frozen values, read in a constant number of queries.

The Word papers, the article and the screens are all made from this one record.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from giaoban.domain.conferences.models import (
    Ballot,
    Conclusion,
    Conference,
    Delegate,
    Disposition,
    Item,
    Opinion,
    Vote,
)
from giaoban.domain.conferences.queries.attendance import Attendance, count_attendance
from giaoban.domain.conferences.queries.ballots import BallotResult, count_ballot
from giaoban.domain.conferences.rules import invitation_warning, notice_due_on
from giaoban.domain.documents.models import Draft, Paper
from giaoban.domain.documents.queries import papers_from
from giaoban.domain.periods.rules import parse
from giaoban.domain.tasks.models import Task
from giaoban.lib.clock import VIETNAM


@dataclass(frozen=True)
class PaperLine:
    """A paper as it is cited."""

    id: int
    paper_type: str
    type_label: str
    symbol: str
    abstract: str
    issued_on: date | None
    organ_name: str
    is_public: bool


@dataclass(frozen=True)
class DraftLine:
    """A draft put to the conference, with the dates of its life."""

    id: int
    paper_type: str
    type_label: str
    title: str
    adopted_on: date | None
    issued_as_id: int | None


@dataclass(frozen=True)
class OpinionLine:
    id: int
    unit_id: int
    unit: str
    text: str
    disposition: str
    disposition_label: str
    answer: str
    answered_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class TaskLine:
    """A task a conclusion became. `cooperating` are unit names."""

    id: int
    title: str
    lead_id: int
    lead: str
    cooperating: tuple[str, ...]
    deliverable: str
    deadline: date
    state: str
    state_label: str


@dataclass(frozen=True)
class ConclusionLine:
    id: int
    number: int
    text: str
    task: TaskLine | None


@dataclass(frozen=True)
class ProgrammeItem:
    """One item with everything said and decided under it."""

    id: int
    position: int
    kind: str
    kind_label: str
    title: str
    presenter: str
    minutes_planned: int
    summary: str
    paper: PaperLine | None
    draft: DraftLine | None
    opinions: tuple[OpinionLine, ...]
    ballots: tuple[BallotResult, ...]


@dataclass(frozen=True)
class ConferenceRecord:
    """Everything recorded of one conference. Moments are in Vietnam's time."""

    id: int
    title: str
    state: str
    state_label: str
    starts_at: datetime
    ended_at: datetime | None
    place: str
    invited_on: date | None
    invitation_warning: str
    chair_title: str
    secretary_title: str
    bloc_id: int
    bloc: str
    coordinator_id: int
    coordinator: str
    territory_id: int
    territory: str
    round_id: int
    period: str
    period_label: str
    snapshot_id: int | None
    attendance: Attendance
    items: tuple[ProgrammeItem, ...]
    conclusions: tuple[ConclusionLine, ...]
    papers: tuple[PaperLine, ...]
    notice_due_on: date

    @property
    def held_on(self) -> date:
        return self.starts_at.date()

    @property
    def opinions(self) -> tuple[OpinionLine, ...]:
        return tuple(opinion for item in self.items for opinion in item.opinions)

    @property
    def ballots(self) -> tuple[BallotResult, ...]:
        return tuple(ballot for item in self.items for ballot in item.ballots)

    @property
    def thematic_reports(self) -> tuple[ProgrammeItem, ...]:
        return tuple(item for item in self.items if item.kind == "thematic")

    @property
    def tasks(self) -> tuple[TaskLine, ...]:
        return tuple(line.task for line in self.conclusions if line.task is not None)


def origin_of(conference_id: int) -> str:
    """Return the plain reference papers of a conference carry as their origin."""
    return f"conferences.conference:{conference_id}"


def conference_record(conference: Conference) -> ConferenceRecord:
    """Return the whole record of a conference (9 queries, 8 where no conclusion became a task)."""
    row = Conference.objects.select_related("bloc__coordinator", "bloc__territory", "round").get(pk=conference.pk)
    delegates = list(Delegate.objects.filter(conference=row).select_related("unit").order_by("position"))
    period = parse(row.round.period)
    starts_at = row.starts_at.astimezone(VIETNAM)
    return ConferenceRecord(
        id=row.pk, title=row.title, state=row.state, state_label=row.get_state_display(), starts_at=starts_at,
        ended_at=row.ended_at.astimezone(VIETNAM) if row.ended_at else None, place=row.place,
        invited_on=row.invited_on, invitation_warning=invitation_warning(row.invited_on, starts_at.date()),
        chair_title=row.chair_title, secretary_title=row.secretary_title, bloc_id=row.bloc_id, bloc=row.bloc.name,
        coordinator_id=row.bloc.coordinator_id, coordinator=row.bloc.coordinator.name,
        territory_id=row.bloc.territory_id, territory=row.bloc.territory.name,
        round_id=row.round_id, period=period.code, period_label=period.label, snapshot_id=row.snapshot_id,
        attendance=count_attendance(delegates), items=_items(row, delegates), conclusions=_conclusions(row),
        papers=tuple(_paper(paper) for paper in papers_from(origin_of(row.pk))),
        notice_due_on=notice_due_on((row.ended_at or row.starts_at).astimezone(VIETNAM).date()),
    )  # fmt: skip


def _items(conference: Conference, delegates: list[Delegate]) -> tuple[ProgrammeItem, ...]:
    opinions: dict[int, list[Opinion]] = defaultdict(list)
    for opinion in Opinion.objects.filter(item__conference=conference).select_related("unit", "answered_by"):
        opinions[opinion.item_id].append(opinion)
    votes: dict[int, list[Vote]] = defaultdict(list)
    cast = Vote.objects.filter(ballot__item__conference=conference).select_related("delegate__unit")
    for vote in cast.order_by("delegate__position"):
        votes[vote.ballot_id].append(vote)
    present = [delegate.checked_in_at is not None for delegate in delegates if delegate.may_vote]
    ballots: dict[int, list[BallotResult]] = defaultdict(list)
    for ballot in Ballot.objects.filter(item__conference=conference):
        ballots[ballot.item_id].append(count_ballot(ballot, votes[ballot.pk], present))
    rows = conference.items.select_related("presenter", "paper", "draft").defer("paper__content", "paper__facts")
    return tuple(_item(item, opinions[item.pk], ballots[item.pk]) for item in rows)


def _item(item: Item, opinions: list[Opinion], ballots: list[BallotResult]) -> ProgrammeItem:
    return ProgrammeItem(
        id=item.pk, position=item.position, kind=item.kind, kind_label=item.get_kind_display(), title=item.title,
        presenter=item.presenter.name if item.presenter else "", minutes_planned=item.minutes_planned,
        summary=item.summary, paper=_paper(item.paper) if item.paper else None,
        draft=_draft(item.draft) if item.draft else None,
        opinions=tuple(_opinion(opinion) for opinion in opinions), ballots=tuple(ballots),
    )  # fmt: skip


def _opinion(opinion: Opinion) -> OpinionLine:
    return OpinionLine(
        id=opinion.pk, unit_id=opinion.unit_id, unit=opinion.unit.name, text=opinion.text,
        disposition=opinion.disposition, disposition_label=opinion.get_disposition_display(), answer=opinion.answer,
        answered_by=opinion.answered_by.name if opinion.answered_by else "",
        recorded_at=opinion.recorded_at.astimezone(VIETNAM),
    )  # fmt: skip


def _paper(paper: Paper) -> PaperLine:
    return PaperLine(
        id=paper.pk, paper_type=paper.paper_type, type_label=paper.get_paper_type_display(), symbol=paper.symbol,
        abstract=paper.abstract, issued_on=paper.issued_on, organ_name=paper.organ_name, is_public=paper.is_public,
    )  # fmt: skip


def _draft(draft: Draft) -> DraftLine:
    return DraftLine(
        id=draft.pk, paper_type=draft.paper_type, type_label=draft.get_paper_type_display(), title=draft.title,
        adopted_on=draft.adopted_on, issued_as_id=draft.issued_as_id,
    )  # fmt: skip


def _conclusions(conference: Conference) -> tuple[ConclusionLine, ...]:
    rows = (
        Conclusion.objects.filter(conference=conference)
        .select_related("task__lead")
        .prefetch_related("task__cooperating")
    )
    return tuple(ConclusionLine(row.pk, row.number, row.text, _task(row.task) if row.task else None) for row in rows)


def _task(task: Task) -> TaskLine:
    return TaskLine(
        id=task.pk, title=task.title, lead_id=task.lead_id, lead=task.lead.name,
        cooperating=tuple(unit.name for unit in task.cooperating.all()), deliverable=task.deliverable,
        deadline=task.deadline, state=task.state, state_label=task.get_state_display(),
    )  # fmt: skip


@dataclass(frozen=True)
class Remaining:
    """Something not done yet; `blocks` says that the conference cannot end before."""

    text: str
    blocks: bool


def find_remaining(record: ConferenceRecord) -> list[Remaining]:
    """Return what is left to do before the chair can conclude, and what would only be missing (no query)."""
    found = [Remaining(f"Biểu quyết “{b.question}” chưa đóng", True) for b in record.ballots if not b.is_closed]
    if not record.conclusions:
        found.append(Remaining("Chưa ghi kết luận nào", True))
    waiting = sum(opinion.disposition == Disposition.OPEN for opinion in record.opinions)
    if waiting:
        found.append(Remaining(f"{waiting} ý kiến chưa trả lời", False))
    if record.snapshot_id is None:
        found.append(Remaining("Chưa gắn số liệu chốt báo cáo hội nghị", False))
    without = sum(line.task is None for line in record.conclusions)
    if without:
        found.append(Remaining(f"{without} kết luận chưa thành nhiệm vụ", False))
    return found
