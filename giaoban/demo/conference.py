"""The conference of 10 July 2020, played from planning to the issued papers."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from giaoban.demo.consultation import load_consultation, take_comment
from giaoban.demo.papers import issue_directing_papers, thematic_report
from giaoban.demo.people import CHAIR_TITLE, SECRETARY_TITLE, Cast
from giaoban.demo.registers import CONFERENCE_DAY, COORDINATOR, DATA
from giaoban.demo.rounds import moment
from giaoban.domain.accounts.models import User
from giaoban.domain.conferences.models import Basis, Choice, Conference, DelegateGroup, Disposition, Item, ItemKind
from giaoban.domain.conferences.operations import (
    add_conclusion,
    add_item,
    answer_opinion,
    attach_snapshot,
    cast_vote,
    check_in,
    close_ballot,
    open_ballot,
    open_conference,
    plan_conference,
    record_absence,
    record_opinion,
    seat_bloc,
    seat_delegate,
    send_invitations,
    summarise_item,
)
from giaoban.domain.documents.models import Draft, Organ, Paper, PaperType, System
from giaoban.domain.documents.operations import open_term, publish_paper, register_incoming, register_organ, start_draft
from giaoban.domain.orgs.models import Bloc, Unit
from giaoban.domain.orgs.queries import unit_on
from giaoban.domain.reports.models import Round
from giaoban.domain.reports.operations import take_snapshot
from giaoban.domain.tasks.models import Task
from giaoban.domain.tasks.operations import publish_task
from giaoban.processes.assign_conclusion_task import assign_conclusion_task
from giaoban.processes.conclude_conference import conclude_conference
from giaoban.processes.hear_paper import hear_upload
from giaoban.processes.issue_conference_papers import (
    issue_conclusion_notice,
    issue_consolidated_report,
    issue_minutes,
)

STARTS, ENDS = moment(2020, 7, 10, 8), moment(2020, 7, 10, 11, 30)
TERM_STARTS = date(2015, 8, 1)


def unit(code: str) -> Unit:
    """Return a unit of the day of the conference."""
    return unit_on(code, CONFERENCE_DAY)


def load_organ(*, at: datetime) -> Organ:
    """Record the coordinating body's paper lines and its running congress term."""
    organ = register_organ(
        unit=unit(COORDINATOR), system=System.PARTY, superior_line="Thị ủy Phổ Yên", name_line="Ban Tuyên giáo",
        code="BTGThU", place="Phổ Yên", signer_title="Trưởng ban", acting_user=None, at=at,
    )  # fmt: skip
    open_term(organ=organ, name="Nhiệm kỳ 2015-2020", starts_on=TERM_STARTS, acting_user=None, at=at)
    return organ


def load_incoming(*, organ: Organ, papers: list[dict[str, str]], acting_user: User, at: datetime) -> None:
    """Register the directives, resolutions and conclusions the bloc follows."""
    for paper in papers:
        register_incoming(
            organ=organ, organ_name=paper["organ"], paper_type=PaperType(paper["type"]), symbol=paper["symbol"],
            abstract=paper["abstract"], issued_on=date.fromisoformat(paper["issued"]), is_public=True,
            acting_user=acting_user, at=at,
        )  # fmt: skip


class ConferenceLoader:
    """Plays the conference act by act, each at its own minute."""

    def __init__(self, *, bloc: Bloc, opened: Round, organ: Organ, cast: Cast) -> None:
        self.bloc, self.round, self.organ, self.cast = bloc, opened, organ, cast
        self.facts: dict[str, Any] = json.loads((DATA / "conference.json").read_text(encoding="utf-8"))
        self.items: dict[str, Item] = {}

    def play(self) -> Conference:
        """Plan, hold, conclude and issue; return the concluded conference."""
        load_incoming(
            organ=self.organ, papers=self.facts["incoming"], acting_user=self.cast.secretary,
            at=moment(2020, 6, 1, 10),
        )  # fmt: skip
        issue_directing_papers(organ=self.organ, papers=self.facts["issued"], acting_user=self.cast.chair)
        conference = self._plan()
        opened = load_consultation(draft=cast(Draft, self.items["draft"].draft), cast=self.cast)
        self._report_before(conference)
        self._hold(conference)
        self._conclude(conference)
        take_comment(opened)
        conference.refresh_from_db()
        return conference

    def _plan(self) -> Conference:
        secretary, at = self.cast.secretary, moment(2020, 7, 1, 9)
        conference = plan_conference(
            title=self.facts["title"], bloc=self.bloc, round=self.round, starts_at=STARTS, place=self.facts["place"],
            chair=self.cast.chair, chair_title=CHAIR_TITLE, secretary=secretary, secretary_title=SECRETARY_TITLE,
            acting_user=secretary, at=at,
        )  # fmt: skip
        report = conference.items.get(kind=ItemKind.REPORT)
        for index, facts in enumerate(self.facts["thematic"]):
            self.items[f"thematic:{index}"] = self._thematic(conference, facts, report.position + 1 + index, at)
        draft = start_draft(
            organ=self.organ, paper_type=PaperType.REGULATION, title=self.facts["draft"]["title"],
            text=self.facts["draft"]["text"], note="Dự thảo trình hội nghị", acting_user=secretary, at=at,
        )  # fmt: skip
        self.items["draft"] = add_item(
            conference=conference, kind=ItemKind.DRAFT, title="Thông qua dự thảo Quy chế giai đoạn 2020-2025",
            presenter=unit(COORDINATOR), draft=draft, position=report.position + 5, acting_user=secretary, at=at,
        )  # fmt: skip
        self._seat(conference, secretary, at)
        return conference

    def _thematic(self, conference: Conference, facts: Mapping[str, str], position: int, at: datetime) -> Item:
        reporter, secretary = unit(facts["unit"]), self.cast.secretary
        item = add_item(
            conference=conference, kind=ItemKind.THEMATIC, title=facts["title"], presenter=reporter,
            position=position, acting_user=secretary, at=at,
        )  # fmt: skip
        paper = thematic_report(
            unit_name=reporter.name, title=facts["title"], symbol=facts["symbol"], paragraphs=[facts["summary"]]
        )
        return hear_upload(item=item, unit=reporter, upload=paper, acting_user=secretary, at=moment(2020, 7, 6, 14))

    def _seat(self, conference: Conference, secretary: User, at: datetime) -> None:
        seat_delegate(
            conference=conference, unit=unit(COORDINATOR), group=DelegateGroup.CHAIR, post=CHAIR_TITLE,
            acting_user=secretary, at=at,
        )  # fmt: skip
        seat_delegate(
            conference=conference, unit=unit("BTG-TN"), group=DelegateGroup.SUPERIOR, may_vote=False,
            post="Phó Trưởng Ban Tuyên giáo Tỉnh ủy Thái Nguyên", acting_user=secretary, at=at,
        )  # fmt: skip
        seat_bloc(conference=conference, acting_user=secretary, at=at)
        send_invitations(conference=conference, acting_user=secretary, at=at + timedelta(hours=1))

    def _report_before(self, conference: Conference) -> None:
        snapshot = take_snapshot(
            round=self.round, unit=self.bloc.territory, label="Như đã báo cáo hội nghị ngày 10/7/2020",
            acting_user=self.cast.secretary, at=moment(2020, 7, 9, 9),
        )  # fmt: skip
        attach_snapshot(
            conference=conference, snapshot=snapshot, acting_user=self.cast.secretary, at=moment(2020, 7, 9, 9, 5)
        )

    def _hold(self, conference: Conference) -> None:
        secretary = self.cast.secretary
        absent: Mapping[str, str] = self.facts["absent"]
        substitutes: Mapping[str, str] = self.facts["substitutes"]
        for minute, delegate in enumerate(conference.delegates.select_related("unit")):
            at = STARTS - timedelta(minutes=40 - minute)
            code = delegate.unit.code
            if code in absent:
                record_absence(delegate=delegate, reason=absent[code], acting_user=secretary, at=at)
            else:
                check_in(delegate=delegate, substitute_post=substitutes.get(code, ""), acting_user=secretary, at=at)
        open_conference(conference=conference, acting_user=secretary, at=STARTS)
        summarise_item(
            item=conference.items.get(kind=ItemKind.REPORT), summary=self.facts["report_summary"],
            acting_user=secretary, at=STARTS + timedelta(minutes=40),
        )  # fmt: skip
        for index, paper in enumerate(self.facts["thematic"]):
            summarise_item(
                item=self.items[f"thematic:{index}"], summary=paper["summary"], acting_user=secretary,
                at=STARTS + timedelta(minutes=50 + 10 * index),
            )  # fmt: skip
        for index, opinion in enumerate(self.facts["opinions"]):
            at = STARTS + timedelta(minutes=100 + 5 * index)
            said = record_opinion(
                item=self.items[opinion["item"]], unit=unit(opinion["unit"]), text=opinion["text"],
                acting_user=secretary, at=at,
            )  # fmt: skip
            answer_opinion(
                opinion=said, disposition=Disposition(opinion["disposition"]), answer=opinion["answer"],
                answered_by=unit(opinion["by"]), acting_user=secretary, at=at + timedelta(minutes=2),
            )  # fmt: skip
        self._vote(conference)

    def _vote(self, conference: Conference) -> None:
        secretary, at = self.cast.secretary, STARTS + timedelta(minutes=150)
        ballot = open_ballot(
            item=self.items["draft"], question=f"Thông qua dự thảo {self.facts['draft']['title']}",
            basis=Basis.MEMBERS, acting_user=secretary, at=at,
        )  # fmt: skip
        votes = self.facts["votes"]
        for delegate in conference.delegates.select_related("unit").filter(checked_in_at__isnull=False, may_vote=True):
            choice = Choice.FOR
            if delegate.unit.code in votes["against"]:
                choice = Choice.AGAINST
            elif delegate.unit.code in votes["other"]:
                choice = Choice.OTHER
            cast_vote(
                ballot=ballot, delegate=delegate, choice=choice, acting_user=secretary, at=at + timedelta(minutes=3)
            )
        close_ballot(ballot=ballot, acting_user=secretary, at=at + timedelta(minutes=6))

    def _conclude(self, conference: Conference) -> None:
        secretary, chair, at = self.cast.secretary, self.cast.chair, STARTS + timedelta(minutes=190)
        for facts in self.facts["conclusions"]:
            conclusion = add_conclusion(conference=conference, text=facts["text"], acting_user=secretary, at=at)
            if facts["lead"]:
                assign_conclusion_task(
                    conclusion=conclusion, lead=unit(facts["lead"]), cooperating=[unit(code) for code in facts["with"]],
                    responsible=self.cast.heads.get(facts["lead"]), deliverable=facts["deliverable"],
                    deadline=date.fromisoformat(facts["deadline"]), acting_user=secretary,
                    at=at + timedelta(minutes=5),
                )  # fmt: skip
        conclude_conference(conference=conference, acting_user=chair, at=ENDS, ended_at=ENDS)
        later = moment(2020, 7, 10, 15)
        issued = {
            issue: issue(conference=conference, issued_on=later.date(), acting_user=chair, at=later, made_up=True)
            for issue in (issue_consolidated_report, issue_minutes, issue_conclusion_notice)
        }
        self._release(conference, [paper for issue, paper in issued.items() if issue is not issue_minutes])

    def _release(self, conference: Conference, issued: Sequence[Paper]) -> None:
        """Open to the public: the report, the notice, the thematic reports, the tasks. The minutes stay inside."""
        acting: dict[str, Any] = {"acting_user": self.cast.secretary, "at": moment(2020, 7, 10, 16)}
        heard = Paper.objects.light().filter(pk__in=conference.items.values("paper_id"))
        for paper in [*issued, *heard.order_by("pk")]:
            publish_paper(paper=paper, **acting)
        for conclusion in conference.conclusions.filter(task__isnull=False).select_related("task"):
            publish_task(task=cast(Task, conclusion.task), **acting)
