"""A concluded conference as the public may read of it: a real snapshot, a notice made public, a public task."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from giaoban.domain.conferences import operations
from giaoban.domain.conferences.models import Conference
from giaoban.domain.documents.models import Paper
from giaoban.domain.documents.operations import publish_paper
from giaoban.domain.indicators.models import Indicator
from giaoban.domain.indicators.operations import set_plan
from giaoban.domain.reports.operations import take_snapshot
from giaoban.domain.tasks.models import Task
from giaoban.domain.tasks.operations import publish_task
from giaoban.processes.assign_conclusion_task import assign_conclusion_task
from giaoban.processes.conclude_conference import conclude_conference
from giaoban.processes.issue_conference_papers import issue_conclusion_notice, issue_minutes
from tests.factories import indicators as figures
from tests.factories.conferences import DEADLINE, ENDED, PLANNED, Meeting, fill_meeting, open_meeting
from tests.factories.documents import MOMENT, make_office


@dataclass(frozen=True)
class Briefing:
    """What the tests reach for: `notice` and `task` are public, `minutes` and `inner_task` are not."""

    meeting: Meeting
    conference: Conference
    notice: Paper
    minutes: Paper
    task: Task
    inner_task: Task
    hidden: Indicator


def make_briefing() -> Briefing:
    """Hold and conclude the conference of factories.conferences on three figures of the town, one of them internal."""
    office = make_office("b")
    meeting = open_meeting(office)
    secretary, chair = office.people["secretary"], office.people["chair"]
    hidden = _freeze(meeting)
    said = fill_meeting(meeting)
    shared: dict[str, Any] = {"cooperating": [], "responsible": None, "deadline": DEADLINE, "acting_user": secretary,
                              "lead": office.units["health"], "at": ENDED}  # fmt: skip
    task, inner = (
        assign_conclusion_task(conclusion=line, deliverable=deliverable, **shared)
        for line, deliverable in zip(said, ("Báo cáo tiêm bù", "Việc nội bộ"), strict=True)
    )
    conference = conclude_conference(conference=meeting.conference, acting_user=chair, at=ENDED, ended_at=ENDED)
    later: dict[str, Any] = {"conference": conference, "issued_on": MOMENT.date(), "acting_user": chair, "at": MOMENT}
    minutes, notice = issue_minutes(**later), issue_conclusion_notice(**later)
    publish_paper(paper=notice, acting_user=secretary, at=MOMENT + timedelta(minutes=1))
    publish_task(task=task, acting_user=secretary, at=MOMENT)
    return Briefing(meeting, conference, notice, minutes, task, inner, hidden)


def _freeze(meeting: Meeting) -> Indicator:
    """Report two figures the town publishes and one it does not, and put them before the conference."""
    office, secretary = meeting.office, meeting.by("secretary")
    town = office.units["town"]
    rate = figures.make_indicator("YT-01", ratio=True)
    volume = figures.make_indicator("GD-01", sector="GD")
    hidden = figures.make_indicator("KC-01", sector="KC")
    figures.oblige(rate, town)
    figures.oblige(volume, town)
    Indicator.objects.filter(pk=rate.pk).update(is_key=True)
    Indicator.objects.filter(pk=hidden.pk).update(is_public=False)
    for period, shots in (("2019-H1", 90), ("2020-H1", 96)):
        told = [figures.rate(rate, shots, 100), figures.volume(volume, 1200), figures.volume(hidden, 7)]
        figures.report(town, told, period)
    set_plan(unit=town, year=2020, targets={rate: Decimal(95)}, source="KH", acting_user=None, at=PLANNED)
    snapshot = take_snapshot(
        round=meeting.conference.round, unit=town, label="Tại hội nghị", acting_user=secretary, at=PLANNED
    )
    operations.attach_snapshot(
        conference=meeting.conference, snapshot=snapshot, acting_user=secretary, at=PLANNED + timedelta(minutes=1)
    )
    return hidden
